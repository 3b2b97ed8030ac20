//! What audits look at beyond filters: everyone with the names and numbers by
//! which people are held against each other, and since when they hold what.
//! Streamed in the order of the keys, so that nothing is kept here and several
//! readers can share the work.

mod grants;
mod groups;
mod stores;
mod users;

pub use grants::{HeldGrant, grants};
pub use groups::{GroupTold, given, groups};
pub use stores::{StoreTold, reviews, stores};
pub use users::{UserTold, services, users};
