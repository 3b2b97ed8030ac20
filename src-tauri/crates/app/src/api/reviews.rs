//! Access reviews: opening, deciding, worksheets, closing, proof.

use crate::api::changes::ChangeStatus;
use crate::api::export::Separator;
use chrono::{DateTime, NaiveDate, Utc};
use muster_model::{Kind, LastSeen, RoleId, Scope, State, UserId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why someone is asked to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewerKind {
    /// The user's manager.
    Manager,
    /// Who owns the group that the grant is on or comes through.
    GroupOwner,
    /// Someone the operator named.
    Named,
}

/// What is decided on a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It stays.
    Keep,
    /// It goes.
    Revoke,
    /// Another role takes its place on the same scope.
    Reduce,
}

/// How far a review is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    /// Decisions are taken.
    Open,
    /// All was decided and someone put their name to it.
    Closed,
}

/// Grants by what was decided on them. All four are all there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
pub struct ReviewProgress {
    /// Grants that stay.
    #[ts(type = "number")]
    pub keep: u64,
    /// Grants that go.
    #[ts(type = "number")]
    pub revoke: u64,
    /// Grants that another role replaces.
    #[ts(type = "number")]
    pub reduce: u64,
    /// Grants that nobody decided on yet.
    #[ts(type = "number")]
    pub undecided: u64,
}

/// Someone who decides, and how far they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewerGlance {
    /// Their key within the review.
    pub key: String,
    /// Why they were asked.
    pub kind: ReviewerKind,
    /// Their name.
    pub name: String,
    /// Their e-mail.
    pub email: Option<String>,
    /// Their sign-in name.
    pub username: Option<String>,
    /// How far they are.
    pub progress: ReviewProgress,
    /// When a worksheet of theirs was last taken.
    #[ts(type = "string | null")]
    pub returned_at: Option<DateTime<Utc>>,
}

/// What the snapshots after a review say, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct ProofCounts {
    /// When it was looked at.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// Revocations and reductions that are done.
    #[ts(type = "number")]
    pub done: u64,
    /// Those that are not, or that nothing shows to be.
    #[ts(type = "number")]
    pub outstanding: u64,
}

/// A review in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewGlance {
    /// Its id: small letters, digits and `-`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Whose grants, in the filter language; empty for everyone's.
    pub filter: String,
    /// How far it is.
    pub state: ReviewState,
    /// When it was opened.
    #[ts(type = "string")]
    pub opened_at: DateTime<Utc>,
    /// The operator who opened it.
    pub opened_by: String,
    /// The last day to decide.
    #[ts(type = "string")]
    pub due: NaiveDate,
    /// Days left to decide; negative when overdue. None once it is closed.
    #[ts(type = "number | null")]
    pub days_left: Option<i64>,
    /// How many grants.
    #[ts(type = "number")]
    pub grants: u64,
    /// Of how many users.
    #[ts(type = "number")]
    pub users: u64,
    /// How many of the grants are privileged.
    #[ts(type = "number")]
    pub privileged: u64,
    /// How far it is, all reviewers together.
    pub progress: ReviewProgress,
    /// Who decides, in the order they were asked.
    pub reviewers: Vec<ReviewerGlance>,
    /// When it was closed.
    #[ts(type = "string | null")]
    pub closed_at: Option<DateTime<Utc>>,
    /// Who put their name to it.
    pub closed_by: Option<String>,
    /// What was last found of what followed; none where nobody looked.
    pub proof: Option<ProofCounts>,
}

/// Whether a userstore was seen whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewCompleteness {
    /// Its domain.
    pub userstore: String,
    /// The snapshot the population is from; none for a local userstore.
    #[ts(type = "number | null")]
    pub snapshot: Option<i64>,
    /// When that was taken.
    #[ts(type = "string")]
    pub taken_at: DateTime<Utc>,
    /// How many users the source says it has; none if it does not say.
    #[ts(type = "number | null")]
    pub source_total: Option<u64>,
    /// How many users were read.
    #[ts(type = "number")]
    pub rows: u64,
    /// Whether the snapshot is complete by its own account.
    pub complete: bool,
    /// What is missing, in a sentence; none if nothing is.
    pub gap: Option<String>,
}

/// Someone the operator names as a reviewer. With `user`, what is not said is
/// taken from that user.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct NamedReviewer {
    /// A user who is this reviewer.
    #[serde(default)]
    pub user: Option<UserId>,
    /// Their name.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub name: String,
    /// Their e-mail.
    #[serde(default)]
    pub email: Option<String>,
    /// Their sign-in name: an operator's, or a username with or without its userstore.
    #[serde(default)]
    pub username: Option<String>,
}

/// What a review is opened with.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ReviewDraft {
    /// Its id; one is made from the title and the day if nothing is said.
    #[serde(default)]
    pub id: Option<String>,
    /// What it is called.
    pub title: String,
    /// Whose grants, in the filter language; empty for everyone's.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub filter: String,
    /// The last day to decide.
    #[ts(type = "string")]
    pub due: NaiveDate,
    /// Who is asked first, second and third; kinds that are not in it are not asked.
    pub order: Vec<ReviewerKind>,
    /// Whom the operator names, the first choice first.
    #[serde(default)]
    #[ts(as = "Option<Vec<NamedReviewer>>")]
    pub named: Vec<NamedReviewer>,
    /// Why it is opened although users are missing; goes into the evidence.
    #[serde(default)]
    pub incomplete_because: Option<String>,
}

/// What keeps a review from being opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RefusalKind {
    /// Its id, title or day is wrong.
    Words,
    /// There is not a single grant, or there are too many.
    Population,
    /// Nobody can tell of some roles whether they are privileged.
    PrivilegedUnknown,
    /// Users are missing, and nobody said why that may be.
    Incomplete,
    /// Grants have nobody who may decide on them.
    Unassigned,
}

/// Something that keeps a review from being opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewRefusal {
    /// Of which kind.
    pub kind: RefusalKind,
    /// In a sentence, with what to do.
    pub message: String,
}

/// A role of which nobody can tell whether it is privileged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct UntoldRole {
    /// The role's own key, to mark it by (`review_mark_role`).
    pub role: RoleId,
    /// Its userstore.
    pub userstore: String,
    /// Its name.
    pub name: String,
    /// How many grants of the review are of it.
    #[ts(type = "number")]
    pub grants: u64,
}

/// Says of a role whose source has no word for it whether it is privileged,
/// for reviews; roles of local userstores are edited with `role_edit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
pub struct MarkRole {
    /// The role.
    pub role: RoleId,
    /// Whether it is privileged.
    pub privileged: bool,
}

/// A grant that nobody may decide on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct UnassignedGrant {
    /// Whose: `DOMAIN/username`.
    pub user: String,
    /// Which, in words.
    pub grant: String,
    /// The only reviewer there was, who is the user itself.
    pub only: Option<String>,
}

/// What a review would be if it were opened now. Nothing is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewPreview {
    /// The id it would have.
    pub id: String,
    /// How many users the filter finds, with grants or without.
    #[ts(type = "number")]
    pub matched: u64,
    /// How many of them hold something.
    #[ts(type = "number")]
    pub users: u64,
    /// How many grants.
    #[ts(type = "number")]
    pub grants: u64,
    /// How many of the grants are privileged.
    #[ts(type = "number")]
    pub privileged: u64,
    /// Each userstore that is looked at.
    pub completeness: Vec<ReviewCompleteness>,
    /// Roles of which nobody can tell whether they are privileged.
    pub untold: Vec<UntoldRole>,
    /// Who would get how many; those with none are left out.
    pub reviewers: Vec<ReviewerGlance>,
    /// How many grants go to the next reviewer, since nobody decides on themselves.
    #[ts(type = "number")]
    pub handed_on: u64,
    /// Grants that nobody may decide on: the first 20.
    pub unassigned: Vec<UnassignedGrant>,
    /// How many there are.
    #[ts(type = "number")]
    pub unassigned_total: u64,
    /// What keeps it from being opened; empty if nothing does.
    pub refusals: Vec<ReviewRefusal>,
}

/// Who put their name to a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewSignOff {
    /// Who.
    pub by: String,
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// What they say.
    pub statement: String,
    /// The operator who closed it.
    pub operator: String,
}

/// A change that carries out what was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewChange {
    /// The change, to be shown with `change_show`.
    #[ts(type = "number")]
    pub change: i64,
    /// What it is called.
    pub title: String,
    /// When it was applied.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// How far it is.
    pub status: ChangeStatus,
    /// Users it changed or waits to change.
    #[ts(type = "number")]
    pub users: u64,
    /// Of these, how many wait for their source.
    #[ts(type = "number")]
    pub outstanding: u64,
}

/// A worksheet that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReturnedSheet {
    /// The reviewer's key.
    pub reviewer: String,
    /// The file's name.
    pub name: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// How many bytes it has.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Decisions taken from it.
    #[ts(type = "number")]
    pub rows: u64,
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// By which operator.
    pub operator: String,
}

/// The roles of a userstore: what its grants can be reduced to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewRoles {
    /// The userstore's domain.
    pub userstore: String,
    /// Their names.
    pub roles: Vec<String>,
}

/// One review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewDetail {
    /// As in the list.
    #[serde(flatten)]
    #[ts(flatten)]
    pub glance: ReviewGlance,
    /// Whether each userstore was seen whole when it was opened.
    pub completeness: Vec<ReviewCompleteness>,
    /// Why it was opened although it was not.
    pub incomplete_because: Option<String>,
    /// SHA-256 of the frozen population.
    pub population_sha256: String,
    /// What grants can be reduced to.
    pub roles: Vec<ReviewRoles>,
    /// Worksheets that came back, newest first.
    pub returned: Vec<ReturnedSheet>,
    /// The sign-off, once it is closed.
    pub sign_off: Option<ReviewSignOff>,
    /// Changes that carry it out, oldest first.
    pub changes: Vec<ReviewChange>,
    /// How many things are to be done to users, once it is closed.
    #[ts(type = "number")]
    pub remedies: u64,
}

/// Which grants of a review, by what was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DecidedAs {
    /// Nothing yet.
    Undecided,
    /// Anything.
    Decided,
    /// Keep.
    Keep,
    /// Revoke.
    Revoke,
    /// Reduce.
    Reduce,
}

/// Grants of a review, in the order of the population: by userstore, user, role.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ReviewItemsQuery {
    /// The review's id.
    pub review: String,
    /// Only this reviewer's, by key.
    #[serde(default)]
    pub reviewer: Option<String>,
    /// Only these.
    #[serde(default)]
    pub decided: Option<DecidedAs>,
    /// Only privileged ones.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub privileged: bool,
    /// Only those with this in the username, name, e-mail, role, scope or group.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub text: String,
    /// How many to skip.
    #[ts(type = "number")]
    pub offset: u64,
    /// How many at most; 500 is the most that is given.
    #[ts(type = "number")]
    pub limit: u64,
}

/// What a user's peers hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewPeers {
    /// Who they are, such as `department Engineering`.
    pub of: String,
    /// How many of them there are, the user left out.
    #[ts(type = "number")]
    pub all: u64,
    /// How many of them hold the role on the scope.
    #[ts(type = "number")]
    pub holding: u64,
}

/// What was decided on a grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewDecision {
    /// What.
    pub verdict: Verdict,
    /// The new role, for `reduce`.
    pub to: Option<String>,
    /// Why; may be empty.
    pub note: String,
    /// Who decided: name and e-mail, as they were then.
    pub by: String,
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// The operator who put it in.
    pub operator: String,
    /// SHA-256 of the worksheet it was taken from; none if it was put in directly.
    pub worksheet: Option<String>,
}

/// A grant of a review, as it was when the review was opened.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ReviewItem {
    /// Its place in the population, from 0: by which it is decided.
    #[ts(type = "number")]
    pub item: u64,
    /// Its key on worksheets and in the evidence, such as `R17-KQXWTB`.
    pub key: String,
    /// The user; may no longer be there.
    pub user: UserId,
    /// The domain of its userstore.
    pub userstore: String,
    /// The sign-in name.
    pub username: String,
    /// The name to show.
    pub name: String,
    /// The primary e-mail.
    pub email: Option<String>,
    /// What stands behind the user.
    pub kind: Kind,
    /// What the user may do at all.
    pub state: State,
    /// The role.
    pub role: String,
    /// On what.
    pub scope: Scope,
    /// Through which group; none for a direct grant.
    pub through: Option<String>,
    /// Whether it is privileged.
    pub privileged: bool,
    /// Since when, if the source says.
    #[ts(type = "string | null")]
    pub since: Option<DateTime<Utc>>,
    /// Until when, if it ends.
    #[ts(type = "string | null")]
    pub expires: Option<DateTime<Utc>>,
    /// When the user was last seen.
    pub last_seen: LastSeen,
    /// What the user's peers hold, where there are peers.
    pub peers: Option<ReviewPeers>,
    /// The key of the reviewer who is asked.
    pub reviewer: String,
    /// Whether the operator who is signed in seems to be the user, and so may
    /// not put in a decision on it.
    pub own: bool,
    /// What was decided.
    pub decision: Option<ReviewDecision>,
}

/// Grants of a review.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ReviewItemsPage {
    /// The page.
    pub items: Vec<ReviewItem>,
    /// How many there are.
    #[ts(type = "number")]
    pub total: u64,
}

/// Which grants are meant.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReviewPicked {
    /// These, by their places.
    #[ts(type = "Array<number>")]
    Items(Vec<u64>),
    /// These, by their keys on worksheets, such as `R17-KQXWTB`.
    Keys(Vec<String>),
    /// All that a query finds; its `review`, `offset` and `limit` do not matter.
    All(ReviewItemsQuery),
}

/// A decision on one grant or many, in the name of whoever is asked.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct DecideReview {
    /// The review's id.
    pub review: String,
    /// On which.
    pub picked: ReviewPicked,
    /// What; none takes back what was decided.
    pub verdict: Option<Verdict>,
    /// The new role, for `reduce`.
    #[serde(default)]
    pub to: Option<String>,
    /// Why; none keeps a note that is there.
    #[serde(default)]
    pub note: Option<String>,
    /// Refuse all if one is refused.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub all_or_none: bool,
}

/// A grant on which it could not be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RefusedItem {
    /// Its place.
    #[ts(type = "number")]
    pub item: u64,
    /// Its key.
    pub key: String,
    /// Whose: `DOMAIN/username`.
    pub user: String,
    /// Why, in a sentence.
    pub reason: String,
}

/// What deciding or giving to another came to.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct DecidedReview {
    /// How many grants it was done on.
    #[ts(type = "number")]
    pub done: u64,
    /// Where it was refused: the first 100.
    pub refused: Vec<RefusedItem>,
    /// How many were refused.
    #[ts(type = "number")]
    pub refused_total: u64,
    /// The grants as they are now: the first 100 of those that changed.
    pub items: Vec<ReviewItem>,
    /// How far the review is now.
    pub progress: ReviewProgress,
}

/// Gives grants to another reviewer; what was decided on them falls.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct AssignReview {
    /// The review's id.
    pub review: String,
    /// Which.
    pub picked: ReviewPicked,
    /// The key of a reviewer who is asked already; none if `named` is given.
    #[serde(default)]
    pub to: Option<String>,
    /// Someone new.
    #[serde(default)]
    pub named: Option<NamedReviewer>,
}

/// The files a worksheet can be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum WorksheetFormat {
    /// A workbook.
    #[default]
    Xlsx,
    /// CSV, UTF-8 with a byte order mark.
    Csv,
}

/// Worksheets to write: one for each reviewer.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct WriteWorksheets {
    /// The review's id.
    pub review: String,
    /// The folder; it is made if it is not there.
    pub folder: String,
    /// As what.
    pub format: WorksheetFormat,
    /// For CSV: what stands between cells.
    #[serde(default)]
    #[ts(as = "Option<Separator>")]
    pub separator: Separator,
    /// Only these reviewers, by key; empty for all.
    #[serde(default)]
    #[ts(as = "Option<Vec<String>>")]
    pub reviewers: Vec<String>,
    /// Replace files that are there.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub overwrite: bool,
}

/// A worksheet that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WrittenWorksheet {
    /// The reviewer's key.
    pub reviewer: String,
    /// The reviewer's name and e-mail.
    pub name: String,
    /// Where it is.
    pub path: String,
    /// Its rows.
    #[ts(type = "number")]
    pub rows: u64,
}

/// Worksheets that were written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WrittenWorksheets {
    /// One for each reviewer.
    pub files: Vec<WrittenWorksheet>,
}

/// Worksheets that came back.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ReturnWorksheets {
    /// The review's id.
    pub review: String,
    /// The files.
    pub paths: Vec<String>,
    /// Look only: check the files, and take nothing from them.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub dry_run: bool,
}

/// Something in a worksheet that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SheetFault {
    /// The cell, such as `D17`; none for what is not there.
    pub cell: Option<String>,
    /// What is wrong and what to do.
    pub message: String,
}

/// What became of one file that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReturnedFile {
    /// The file.
    pub path: String,
    /// Whose worksheet it is, by key, if that can be told.
    pub reviewer: Option<String>,
    /// Whether its decisions were taken (or would be, for a look only).
    pub taken: bool,
    /// Decisions in it.
    #[ts(type = "number")]
    pub rows: u64,
    /// Why nothing was taken, where that is not about cells.
    pub message: Option<String>,
    /// What does not hold, by cell: the first 100.
    pub faults: Vec<SheetFault>,
    /// How many faults there are.
    #[ts(type = "number")]
    pub faults_total: u64,
}

/// What became of worksheets that came back. Each file is taken whole or not
/// at all; one that is refused does not stop the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReturnedWorksheets {
    /// The files, in the order they were given.
    pub files: Vec<ReturnedFile>,
    /// How many were refused.
    #[ts(type = "number")]
    pub refused: u64,
    /// How far the review is now.
    pub progress: ReviewProgress,
}

/// Something that would be done to a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewRemedy {
    /// The user; may no longer be there.
    pub user: UserId,
    /// `DOMAIN/username`.
    pub target: String,
    /// What is done, in words.
    pub what: String,
    /// The keys of the grants it takes away.
    pub keys: Vec<String>,
}

/// What closing a review would come to. Nothing is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewClosing {
    /// How far the review is.
    pub progress: ReviewProgress,
    /// Those with grants left to decide, by key with how many.
    pub left: Vec<ReviewLeft>,
    /// What keeps it from being closed, in sentences; empty if nothing does.
    pub refusals: Vec<String>,
    /// What would be done: the first 100.
    pub remedies: Vec<ReviewRemedy>,
    /// How much there is to do.
    #[ts(type = "number")]
    pub remedies_total: u64,
}

/// What a reviewer has left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewLeft {
    /// The reviewer's key.
    pub reviewer: String,
    /// Name and e-mail.
    pub name: String,
    /// Grants that are not decided.
    #[ts(type = "number")]
    pub grants: u64,
}

/// Closes a review.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct CloseReview {
    /// Its id.
    pub review: String,
    /// Who puts their name to it.
    pub by: String,
    /// What they say.
    pub statement: String,
}

/// Which of what followed a review is asked for.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ProofQuery {
    /// The review's id.
    pub review: String,
    /// Only what is done, or only what is not; none for both.
    #[serde(default)]
    pub done: Option<bool>,
    /// How many to skip.
    #[ts(type = "number")]
    pub offset: u64,
    /// How many at most; 500 is the most that is given.
    #[ts(type = "number")]
    pub limit: u64,
}

/// Whether something that follows from a review was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ProofRow {
    /// What was to be done.
    #[serde(flatten)]
    #[ts(flatten)]
    pub remedy: ReviewRemedy,
    /// Whether it is done.
    pub done: bool,
    /// Whether the account is gone altogether.
    pub gone: bool,
    /// Other ways by which the user still holds the same.
    pub still: Vec<String>,
    /// Why it is not done, or nothing shows that it is.
    pub why: Option<String>,
}

/// What the snapshots since a review say of what followed from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ProofPage {
    /// In numbers.
    pub counts: ProofCounts,
    /// The snapshots that were looked at; local userstores are looked at as they are.
    pub snapshots: Vec<ReviewCompleteness>,
    /// The page.
    pub rows: Vec<ProofRow>,
    /// How many rows there are.
    #[ts(type = "number")]
    pub total: u64,
}

/// An operator's public key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct EvidenceKey {
    /// Whose.
    pub operator: String,
    /// What people compare: SHA-256 of its DER, in hexadecimal.
    pub fingerprint: String,
    /// As PEM.
    pub pem: String,
    /// Since when there is one.
    #[ts(type = "string")]
    pub made_at: DateTime<Utc>,
}

/// A pack of evidence to make.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct MakeEvidence {
    /// The review's id.
    pub review: String,
    /// Where to: a ZIP if it ends in `.zip`, else a folder that is empty or not there.
    pub path: String,
    /// Replace a ZIP that is there.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub overwrite: bool,
}

/// A file of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct EvidenceFile {
    /// Its path in the pack.
    pub path: String,
    /// What it holds.
    pub about: String,
    /// How many bytes it has.
    #[ts(type = "number")]
    pub bytes: u64,
    /// SHA-256 of them.
    pub sha256: String,
}

/// A pack that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MadeEvidence {
    /// Where it is.
    pub path: String,
    /// Whether it is a ZIP.
    pub zip: bool,
    /// The fingerprint of the key that signed it.
    pub fingerprint: String,
    /// Its files, by path.
    pub files: Vec<EvidenceFile>,
    /// Bytes of the files, all together.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// A pack to verify.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct VerifyEvidence {
    /// The folder or the ZIP.
    pub path: String,
    /// The fingerprint of the key that must have signed it; none for any.
    #[serde(default)]
    pub fingerprint: Option<String>,
}

/// A file of a pack that fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct EvidenceFailure {
    /// Which.
    pub path: String,
    /// A word for programs: `missing`, `added`, `altered`, `signature-wrong`, ...
    pub code: String,
    /// What is wrong with it.
    pub message: String,
}

/// What was found out about a pack. What it says of itself is to be trusted
/// only if it is good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct VerifiedEvidence {
    /// The folder or the ZIP.
    pub path: String,
    /// Whether everything is as it was signed.
    pub good: bool,
    /// What fails: the first 100.
    pub failures: Vec<EvidenceFailure>,
    /// How many fail.
    #[ts(type = "number")]
    pub failed: u64,
    /// The realm it says it is about.
    pub realm: Option<String>,
    /// The id of the review it says it is of.
    pub review: Option<String>,
    /// That review's title.
    pub title: Option<String>,
    /// When it says it was made.
    #[ts(type = "string | null")]
    pub made_at: Option<DateTime<Utc>>,
    /// By whom.
    pub made_by: Option<String>,
    /// The fingerprint of the key it says it was signed with.
    pub fingerprint: Option<String>,
    /// How many files it lists.
    #[ts(type = "number")]
    pub files: u64,
    /// The files it lists, by path; empty if the list cannot be read.
    pub listed: Vec<EvidenceFile>,
}
