//! Changing users, one or many: chosen, looked at, applied to local userstores
//! or wanted of mirrored ones, taken back.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`edit`] | one user, changed or made at once |
//! | `operation` | what the door asks for, in the vault's words |
//! | `selection` | which users: by hand, by filter, from a file |
//! | `staging` | previews that wait to be applied |
//! | `preview` | what a change would do, and a page of it |
//! | `warnings` | what to think about first |
//! | `title` | what a change is called |
//! | `apply` | doing it, and taking it back |
//! | `list` | changes, and the users of one |
//! | `export` | a change as a file to carry out elsewhere |

mod apply;
pub mod edit;
mod export;
mod list;
mod operation;
mod preview;
mod selection;
mod staging;
#[cfg(test)]
mod tests;
mod title;
mod warnings;

pub(crate) use preview::{Wanted, outside};
pub(crate) use selection::Chosen;
pub(crate) use staging::Staging;
pub(crate) use warnings::check_charge;
