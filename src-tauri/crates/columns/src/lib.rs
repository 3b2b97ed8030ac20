//! Every user of a vault in memory, column by column, so that any page of any
//! order and filter, with its exact count, takes less than a frame at a
//! million users. Nothing here reads a file or a clock; the vault stays the
//! authority, and what is kept here is built from it and follows its changes.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`store`] | the columns: changed user by user, wiped on lock |
//! | [`batch`] | many users changed at once |
//! | [`build`] | columns from rows, at unlock, and without their dead rows |
//! | `names` | userstores and roles by number, and what they are called |
//! | [`access`] | what roles, groups and scopes are |
//! | `lists`, `kinds` | grants and groups of every user, as short lists of numbers |
//! | [`row`] | what is kept of one user |
//! | `times` | moments of every row in half the room |
//! | `text` | names and e-mails, folded, in buffers that are searched whole |
//! | `letters` | which characters each row contains |
//! | `bitmap` | sets of rows |
//! | `plan` | a filter, made ready to scan columns |
//! | `held` | which grants and groups a condition is about |
//! | `scan` | which rows of a chunk fit |
//! | [`select`] | a filter to the set of its users, and the cache of such sets |
//! | [`sets`] | selections put together from others |
//! | [`order`] | one list of rows per order, kept in step with every change |
//! | [`page`] | pages by number and by cursor |
//! | [`cursor`] | a place in an order that outlives changes |
//! | [`values`] | profile fields and the like, kept once they are asked for |
//! | [`counts`] | how many of a selection are what |
//! | [`everyone`] | everyone once, with what each holds |
//! | [`charge`] | who is in charge of userstores, groups and projects |
//! | [`members`], `among` | who is in groups, and how many hold which role; users that something else found |

pub mod access;
mod among;
pub mod batch;
mod bitmap;
pub mod build;
pub mod charge;
pub mod counts;
pub mod cursor;
mod error;
pub mod everyone;
mod held;
mod kinds;
mod letters;
mod lists;
pub mod members;
mod names;
pub mod order;
pub mod page;
mod plan;
mod radix;
pub mod row;
mod scan;
pub mod select;
pub mod sets;
pub mod store;
mod text;
mod times;
pub mod values;

pub use access::{GroupEntry, RoleEntry};
pub use batch::Batch;
pub use build::Builder;
pub use charge::Charge;
pub use counts::Counts;
pub use cursor::{Cursor, CursorError};
pub use error::ColumnsError;
pub use everyone::{GrantKind, Holder};
pub use order::{Order, Sort};
pub use row::Row;
pub use select::{Candidates, Context, Selection};
pub use store::Columns;
