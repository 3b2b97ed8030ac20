//! A plausible realm, made from a seed: for a first look, for pictures, for
//! tests and for benchmarks. It does no I/O, and holds nothing that grows with
//! the number of users: each user is made on the fly from the seed and an
//! index, at any size from none to millions, as it stood on any day of the
//! realm's past year. The same settings give the same records, byte for byte.
//!
//! No name belongs to a known person, and every address ends in `.example`.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`settings`] | how many users, which seed, which day |
//! | [`realm`] | the realm: its sizes and its snapshots |
//! | [`snapshot`] | what one userstore showed on one day, record by record |
//! | [`truth`] | the hard cases that were planted, and what is true of each |
//! | [`finding`] | what an audit must find, told from the plan alone |
//! | [`note`] | what operators noted of service accounts |
//! | `names` | given and family names, region by region |
//! | `person` | who someone is: name, addresses, work |
//! | `tree` | groups and projects |
//! | `roles` | the roles of the GitLab instance |
//! | `account` | a GitLab account over time: kind, state, last seen |
//! | `holding` | the grants of an account over time |
//! | `gitlab`, `ldap`, `local` | the records of the three userstores |
//! | [`access`] | roles, groups and permissions of the local userstore |
//! | `planted` | the table of hard cases |
//! | `part`, `entry` | what is wrong on purpose: with accounts, with entries of the directory |
//! | `shuffle`, `latin` | even shares, and usernames from any name |

pub mod access;
mod account;
mod entry;
pub mod finding;
mod gitlab;
mod holding;
mod latin;
mod ldap;
mod local;
mod names;
pub mod note;
mod part;
mod person;
mod planted;
pub mod realm;
mod roles;
pub mod settings;
mod shuffle;
pub mod snapshot;
mod tree;
pub mod truth;

pub use finding::Finding;
pub use note::Note;
pub use realm::Realm;
pub use settings::{DEFAULT_USERS, Settings};
pub use snapshot::{Records, Snapshot};
pub use truth::Planted;
