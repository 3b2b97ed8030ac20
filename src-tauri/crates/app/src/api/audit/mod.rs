//! Audits: what a run found, what becomes of it, and how it is fixed.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `run` | making a run, and what it came to |
//! | `overview` | audits at a glance: the score with what it comes from, the packs |
//! | `findings` | findings, page by page and in groups |
//! | `finding` | one finding with its story, and those of one user |
//! | `decide` | leaving findings as they are for a while, and looking at one again |
//! | `fix` | change sets that fix findings |
//! | `removal` | removing the roles and groups that findings are about |
//! | `rules` | rules, what a team sets of them, and rules that are being written |
//! | `export` | findings as files |

mod decide;
mod export;
mod finding;
mod findings;
mod fix;
mod overview;
mod removal;
mod rules;
mod run;

pub use muster_audit::{Severity, SubjectKind};
pub use muster_model::{FindingEventKind, FindingState};

pub use decide::{AcceptFindings, DecidedFindings, ResolveFinding, SelectedFindings};
pub use export::{ExportFindings, FindingsFormat};
pub use finding::{FindingDetail, FindingEvent, FindingFact, ShowFinding, UserFindings};
pub use findings::{
    FindingFilter, FindingGroup, FindingGroups, FindingGroupsQuery, FindingRow, FindingSubject, FindingsPage,
    FindingsQuery, GroupFindingsBy,
};
pub use fix::{FixFindings, FixLeft, FixPreview, RuleFix};
pub use overview::{AuditOverview, AuditScore, ControlSetting, PackControl, PackGlance, ScoreRule, ScoreTerm};
pub use removal::{RemovalPreview, RemovalReport, RemoveFound, RemovedThing};
pub use rules::{
    AuditRuleDetail, AuditRuleGlance, ParameterValue, RuleForm, RuleOff, RuleParameter, RuleProblem, RuleSource,
    SetRule, TriedHit, TriedRule,
};
pub use run::{AuditReport, AuditRun, RunAudit, SeverityCount};
