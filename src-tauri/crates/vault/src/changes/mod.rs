//! What operators change, and its way back.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`attribute`] | custom attributes of a userstore's users |
//! | [`group`], [`role`], [`permission`] | groups, roles and the permission tree of local userstores |
//! | [`set`] | roles and permissions that a product comes with |
//! | [`person`] | who is behind accounts |
//! | [`thing`] | groups, roles, permissions, attributes and persons as images before and after |
//! | `noted` | a change of things, from its title to the users it touched |
//! | `image` | rows of tables as JSON, compared and put back |
//! | `affected` | whom a change of a thing touches |
//! | `follow` | what follows from the grants of users whose groups or roles changed |

mod affected;
pub mod attribute;
pub(crate) mod follow;
pub mod group;
mod image;
mod noted;
pub mod permission;
pub mod person;
pub mod role;
pub mod set;
pub mod thing;

#[cfg(test)]
mod tests;

pub use noted::{By, Done, target};
pub use thing::Thing;
