//! The words of Muster as types and pure rules. Nothing here reads a file, a
//! clock or a database: what depends on the day is handed the day.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`id`] | Muster's own keys of users, userstores, groups, roles and snapshots |
//! | [`state`] | what an account may do at all: active, blocked, ... |
//! | [`transition`] | which state may follow which, in which kind of userstore |
//! | [`kind`] | what stands behind an account: a human, a service, a bot |
//! | [`seen`] | when an account was last seen, and how well that is known |
//! | [`profile`] | what a user shows, field by field |
//! | [`field`] | the rules of each of these fields |
//! | [`status`] | what someone says of themselves just now, and until when |
//! | [`value`] | whether a text can stand in a field |
//! | [`grant`] | roles, and who holds them on what |
//! | [`permission`] | which permission contains which |
//! | [`access`] | what a user may do, and through what |
//! | [`user`] | a user as lists and the drawer show it |
//! | [`username`] | what a username may be, where a system has rules for it |
//! | [`userstore`] | a source of users |
//! | [`record`] | what one source says, before it is merged |
//! | [`import`] | what an import did, in numbers that add up |
//! | [`operator`] | who may do what with a vault |
//! | [`facts`] | yes-or-no facts of a user, kept for everyone in memory |
//! | [`standing`] | how far a change is for one user |
//! | [`person`] | the human behind users, and how that is known |
//! | [`service`] | who answers for a service account |
//! | [`attribute`] | what the values of custom attributes are |
//! | [`reclaim`] | why a seat could be freed |
//! | [`true_up`] | how seats beyond those bought are charged |
//! | [`finding`] | how far a finding of an audit is |
//! | [`fold`] | how text is folded for search and order |

pub mod access;
pub mod attribute;
pub mod facts;
pub mod field;
pub mod finding;
pub mod fold;
pub mod grant;
pub mod id;
pub mod import;
pub mod kind;
pub mod operator;
pub mod permission;
pub mod person;
pub mod profile;
pub mod reclaim;
pub mod record;
pub mod seen;
pub mod service;
pub mod standing;
pub mod state;
pub mod status;
pub mod transition;
pub mod true_up;
pub mod user;
pub mod username;
pub mod userstore;
pub mod value;
mod word;

pub use attribute::AttributeType;
pub use facts::Facts;
pub use finding::{FindingEventKind, FindingState};
pub use grant::{Grant, GrantKeys, Role, Scope, ScopeKind};
pub use id::{GroupId, RoleId, SnapshotId, UserId, UserstoreId};
pub use kind::Kind;
pub use operator::OperatorRole;
pub use person::LinkedBy;
pub use profile::{Profile, ProfileField, Visibility};
pub use reclaim::ReclaimReason;
pub use seen::{LastSeen, Precision};
pub use service::{ServiceAccount, ServiceField};
pub use standing::Standing;
pub use state::State;
pub use true_up::TrueUp;
pub use user::User;
pub use userstore::{Authority, Userstore, UserstoreKind};
pub use value::ValueError;
pub use word::UnknownWord;
