//! Access reviews: opening, deciding, worksheets, closing, proof.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `list` | reviews at a glance, and the words all of it shares |
//! | `open` | what a review would be, and opening it |
//! | `detail` | one review |
//! | `items` | the grants of a review, page by page |
//! | `decide` | deciding, and giving grants to another reviewer |
//! | `worksheets` | files for reviewers, out and back |
//! | `close` | the end of a review, and what the snapshots since then say of it |
//! | `evidence` | the signed pack |

mod close;
mod decide;
mod detail;
mod evidence;
mod items;
mod list;
mod open;
mod worksheets;

pub use close::{CloseReview, ProofPage, ProofQuery, ProofRow, ReviewClosing, ReviewLeft, ReviewRemedy};
pub use decide::{AssignReview, DecideReview, DecidedReview, RefusedItem, ReviewPicked};
pub use detail::{ReturnedSheet, ReviewChange, ReviewDetail, ReviewRoles, ReviewSignOff};
pub use evidence::{
    EvidenceFailure, EvidenceFile, EvidenceKey, MadeEvidence, MakeEvidence, VerifiedEvidence, VerifyEvidence,
};
pub use items::{DecidedAs, ReviewDecision, ReviewItem, ReviewItemsPage, ReviewItemsQuery, ReviewPeers};
pub use list::{ProofCounts, ReviewGlance, ReviewProgress, ReviewState, ReviewerGlance, ReviewerKind, Verdict};
pub use open::{
    MarkRole, NamedReviewer, RefusalKind, ReviewCompleteness, ReviewDraft, ReviewPreview, ReviewRefusal,
    UnassignedGrant, UntoldRole,
};
pub use worksheets::{
    ReturnWorksheets, ReturnedFile, ReturnedWorksheets, SheetFault, WorksheetFormat, WriteWorksheets, WrittenWorksheet,
    WrittenWorksheets,
};
