//! What operators change, and its way back.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`attribute`] | custom attributes of a userstore's users |
//! | [`person`] | who is behind accounts |
//! | [`thing`] | groups, roles, permissions, attributes and persons as images before and after |
//! | `image` | rows of tables as JSON, compared and put back |
//! | `affected` | whom a change of a thing touches |
//! | `follow` | what follows from the grants of users whose groups or roles changed |

mod affected;
pub mod attribute;
pub(crate) mod follow;
mod image;
pub mod person;
pub mod thing;

#[cfg(test)]
mod tests;

pub use thing::Thing;
