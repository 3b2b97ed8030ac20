//! WSO2 Identity Server's two CSVs for bulk import (`iam.md` section 1.1).
//! Both are written to be uploaded: they list whom to add, so they make nobody
//! gone, and an empty cell says nothing.
//!
//! | module | what it reads |
//! | --- | --- |
//! | `five` | 5.x and 6.x: `UserName,Password,Claims`, then any number of `claimURI=value` |
//! | `seven` | 7.x: a column per attribute, groups separated by a vertical bar |
//! | `claims` | what a claim is to Muster |
//! | `state` | what locked, disabled, invited and waiting make of the state |

mod claims;
pub(crate) mod five;
pub(crate) mod seven;
mod state;

pub(crate) use state::Marks;
