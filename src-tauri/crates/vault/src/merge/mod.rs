//! What an import does to users.
//!
//! The rules of an import, and where they stand:
//!
//! | module | rule |
//! | --- | --- |
//! | [`writer`] | one snapshot of one userstore, record by record |
//! | `matching` | which user a record is about |
//! | `user` | silent keeps, empty clears, a value sets; only differences are written |
//! | `heard` | of two records about one user in one snapshot, the first to speak of a field is believed |
//! | `seen` | the last sign of life only ever gets better known |
//! | `profile` | profile fields, attributes and pictures |
//! | `roles` | what is learnt about roles |
//! | `grants`, `untold` | which grants come, stay and go |
//! | `groups`, `members` | groups, and who is in them |
//! | `derive` | what follows from grants: highest role, facts |
//! | `versions` | one version per user and snapshot |
//! | `finish` | who and what is gone; the totals |
//! | `late` | a snapshot taken before others that are in the vault falls into place |
//!
//! That the first to speak is believed is what makes the same files change
//! nothing when they are imported again, even if they contradict themselves.
//! It holds for files that name users in one way: one that gives a user's id in
//! one row and not in another can be read as two users.

pub(crate) mod derive;
mod finish;
mod grants;
mod groups;
mod heard;
pub(crate) mod idset;
mod keys;
mod late;
mod matching;
mod members;
pub(crate) mod profile;
pub(crate) mod roles;
pub(crate) mod row;
pub(crate) mod seen;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod untold;
pub(crate) mod user;
mod versions;
pub mod writer;

pub(crate) use roles::powers;
pub(crate) use versions::join;

pub use finish::{ChangedUsers, FinishTotals, Merged, Notes};
pub use writer::{Begin, Refused, SnapshotWriter, Taken};
