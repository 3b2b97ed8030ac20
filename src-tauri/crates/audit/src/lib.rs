//! Audits: what is wrong with who may do what, and what becomes of it; reviews,
//! and the evidence they leave. Pure: no store, no clock; what is looked at is
//! handed in, and files are touched by [`evidence`] alone.
//!
//! `docs/audit.md` explains rules, packs and the score to whoever runs audits,
//! `docs/reviews.md` reviews and evidence.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`rule`] | rules as data: the file, what can be wrong with it, the ones that ship |
//! | [`pack`] | controls, the rules that serve them and the thresholds they set |
//! | [`severity`] | how bad it is |
//! | [`calendar`] | days as the operator counts them |
//! | [`facts`] | what the built-in checks look at |
//! | [`check`] | the built-in checks: what no filter can say |
//! | [`hit`] | what a rule found, and about what |
//! | [`finding`] | identity and life of a finding, and the score of a realm |
//! | [`out`] | findings as JSON and SARIF |
//! | [`review`] | campaigns: who decides on which grant, and what follows |
//! | [`evidence`] | a signed folder or ZIP that answers who decided what, when, on which facts |
//! | [`mod@reference`] | rules, checks and packs in words, for documents |
//!
//! # How a run goes
//! 1. [`pack::Pack::rules`] (or [`rule::Catalogue::rules`]) says what is asked.
//! 2. A filter rule: [`rule::Rule::filter`] finds the users, [`rule::Rule::hit`]
//!    says what is found of each. A built-in check: [`check::run`].
//! 3. [`finding::FindingId::of`] and [`finding::next`] hold the hits against
//!    the findings of earlier runs.
//! 4. [`finding::score`], and [`out`] for other programs.

pub mod calendar;
pub mod check;
mod error;
pub mod evidence;
pub mod facts;
pub mod finding;
pub mod hit;
pub mod out;
pub mod pack;
pub mod reference;
pub mod review;
pub mod rule;
pub mod severity;

pub use calendar::{Calendar, Zone};
pub use error::AuditError;
pub use facts::{FactsError, Realm};
pub use finding::{FindingId, Score};
pub use hit::{Hit, Subject, SubjectKind};
pub use pack::Pack;
pub use rule::{Catalogue, Rule};
pub use severity::Severity;
