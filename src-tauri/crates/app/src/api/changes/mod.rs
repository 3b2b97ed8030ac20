//! Changing users, one or many: staged and previewed, then applied to local
//! userstores and pending on mirrored ones, and taken back as one.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `request` | which users, and what to do to them |
//! | `preview` | what that would come to |
//! | `apply` | doing it, and taking it back |
//! | `list` | changes, and the users of one |
//! | `export` | a change as a file to carry out elsewhere |

mod apply;
mod export;
mod list;
mod preview;
mod request;

pub use apply::{ApplyChange, ChangeReport, RefusedUser, UndoChange};
pub use export::{ChangeFormat, ExportChange, SkippedStep, WrittenChange};
pub use list::{ChangeDetail, ChangeGlance, ChangeStatus, ChangeUserRow, ChangeUsersQuery, ChangesPage, ChangesQuery};
pub use preview::{
    ChangePreview, Effect, PreviewPage, PreviewQuery, PreviewRow, Refusal, Unmatched, UserstoreShare, Warning,
    WarningKind,
};
pub use request::{ChangeRequest, Operation, Selected, StateAction};
