//! Change sets on mirrored userstores, as files that someone carries out in
//! the system that is the authority.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`line`] | what is to change about one user |
//! | [`format`] | which formats there are, and how one is opened |
//! | [`csv`], [`jsonl`] | the changes as rows, for people and programs |
//! | [`bulk`] | SCIM Bulk requests (RFC 7644, 3.7) |
//! | [`ldif`] | LDIF changes (RFC 2849) for `ldapmodify` |
//! | [`gitlab`] | a shell script of GitLab API calls |
//! | `field`, `grant` | a changed field, and a grant, from their words |
//!
//! A change a format cannot carry is not written and not lost: it is in
//! [`Written::skipped`] with the reason.

pub mod bulk;
pub mod csv;
mod field;
pub mod format;
pub mod gitlab;
mod grant;
pub mod jsonl;
pub mod ldif;
pub mod line;

pub use bulk::BulkSettings;
pub use format::{ChangeFormat, ChangeSettings, ChangeWriter, Groups, NoGroups, Parts, open};
pub use ldif::{LdifChangeSettings, Lock};
pub use line::{ChangeLine, FieldDiff, Skipped, Target, Written};
