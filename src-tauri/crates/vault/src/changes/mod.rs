//! What operators change, and its way back.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`operation`], [`refusal`] | what can be done to users, and why it cannot |
//! | [`outcome`], [`losses`] | what a change comes to for each user, and as a whole |
//! | [`apply`] | doing it, here or as a wish |
//! | `as_if` | users as a change would have them |
//! | [`undo`] | taking it back |
//! | [`outstanding`], [`confirm`] | what is wanted elsewhere, and what a snapshot says of it |
//! | [`create`], [`picture`] | making a user; giving one a picture |
//! | `sheet`, `moves`, `words` | a user, what came and went, and that in words |
//! | `operations` | the same to all users of a change, or to each their own |
//! | `ground`, `carry_out`, `pass`, `write` | an operation done to a sheet, pass by pass |
//! | [`attribute`] | custom attributes of a userstore's users |
//! | [`group`], [`role`], [`permission`] | groups, roles and the permission tree of local userstores |
//! | [`removal`] | roles and groups that nobody needs, removed as one change |
//! | [`set`] | roles and permissions that a product comes with |
//! | [`person`] | who is behind accounts |
//! | [`thing`] | groups, roles, permissions, attributes and persons as images before and after |
//! | `noted` | a change of things, from its title to the users it touched |
//! | `image` | rows of tables as JSON, compared and put back |
//! | [`charge`] | who is in charge of a userstore, before and after a change of a thing |
//! | `affected` | whom a change of a thing touches |
//! | `follow` | what follows from the grants of users whose groups or roles changed |

mod affected;
pub mod apply;
mod as_if;
pub mod attribute;
mod carry_out;
pub mod charge;
pub mod confirm;
pub mod create;
pub(crate) mod follow;
mod ground;
pub mod group;
mod image;
pub mod losses;
mod moves;
mod noted;
pub mod operation;
mod operations;
pub mod outcome;
pub mod outstanding;
mod pass;
pub mod permission;
pub mod person;
pub mod picture;
pub mod refusal;
pub mod removal;
pub mod role;
pub mod set;
mod sheet;
pub mod thing;
pub mod undo;
mod words;
mod write;

#[cfg(test)]
mod tests;

pub use apply::{Applied, Edited, Heading, apply, edit};
pub use as_if::as_if;
pub use create::{New, create};
pub use losses::Losses;
pub use noted::{By, Done, target};
pub use operation::{Field, Operation};
pub use operations::Operations;
pub use outcome::{Effect, Outcome, Work, preview};
pub use refusal::Refusal;
pub(crate) use sheet::MUSTER;
pub use thing::Thing;
pub use undo::{Undone, undo};
