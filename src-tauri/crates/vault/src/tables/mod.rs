//! The vault's tables: one file per table, plain functions over a connection.
//! Nothing here opens, locks or checks anything; `merge` changes users.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`userstore`] | sources of users |
//! | [`user`] | users as rows of a list |
//! | [`find`] | a user by what an operator types |
//! | [`columns`] | every user, streamed to the column store |
//! | [`profile`], [`avatar`] | what users show, and their pictures |
//! | [`seen`] | when users were last seen |
//! | [`role`], [`role_include`] | roles, and which include which |
//! | [`permission`] | nodes of the permission tree |
//! | [`scope`] | what roles are held on |
//! | [`grant`] | who holds which role on what |
//! | [`group`], [`group_grant`] | groups, who is in them, and the roles they give |
//! | `subgroup` | groups that GitLab nests by their paths |
//! | [`snapshot`] | what each import saw |
//! | [`version`] | what changed about a user, and when |
//! | [`change`], [`change_user`] | what operators changed, and how far it is for each user |
//! | [`person`] | the people behind accounts |
//! | [`attribute_definition`] | custom attributes: what was defined, what is used |
//! | [`service_account`], [`invitation`] | who answers for a service account; that someone was asked to join |
//! | [`saved_view`], [`column_map`], [`preference`] | what operators keep for themselves |
//! | [`things`] | roles and groups with what hangs on them |
//! | [`instance_count`] | what an instance itself counted |
//! | [`audit_run`], [`audit_rule`] | runs of audits, and the rules they asked |
//! | [`finding`], [`finding_event`], [`acceptance`] | findings, what happened to them, what was accepted |
//! | [`own_rule`], [`rule_setting`] | rules of the team's own, and what it sets of others |
//! | [`review`], [`review_reviewer`] | access reviews, and who decides in them |
//! | [`review_item`], [`review_decision`] | who held what, and what was decided on it |
//! | [`review_sheet`], [`review_change`] | worksheets that came back; changes that carry reviews out |
//! | [`role_told`] | which roles are privileged where their source has no word for it |
//! | [`operator_key`] | the keys that evidence is signed with |
//! | [`seat_plan`], [`own_plan`] | what a team bought, and its own seat plans |

pub mod acceptance;
pub mod attribute_definition;
pub mod audit_rule;
pub mod audit_run;
pub mod avatar;
pub mod change;
pub mod change_user;
pub mod column_map;
pub mod columns;
pub mod find;
pub mod finding;
pub mod finding_event;
pub mod grant;
pub mod group;
pub mod group_grant;
pub mod instance_count;
pub mod invitation;
pub mod operator_key;
pub mod own_plan;
pub mod own_rule;
pub mod permission;
pub mod person;
pub mod preference;
pub mod profile;
pub mod review;
pub mod review_change;
pub mod review_decision;
pub mod review_item;
pub mod review_reviewer;
pub mod review_sheet;
pub mod role;
pub mod role_include;
pub mod role_told;
pub mod rule_setting;
pub mod saved_view;
pub mod scope;
pub mod seat_plan;
pub mod seen;
pub mod service_account;
pub mod snapshot;
mod stored;
mod subgroup;
pub mod things;
pub mod user;
pub mod userstore;
pub mod version;

pub(crate) use stored::{stored, time, time_of};
