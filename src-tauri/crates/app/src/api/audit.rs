//! Audits: what a run found, what becomes of it, and how it is fixed.

use crate::api::changes::ChangePreview;
use crate::api::export::Separator;
use chrono::{DateTime, NaiveDate, Utc};
pub use muster_audit::{Severity, SubjectKind};
pub use muster_model::{FindingEventKind, FindingState};
use muster_model::{Kind, Scope, UserId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A run to make.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct RunAudit {
    /// The pack; none for every rule.
    #[serde(default)]
    pub pack: Option<String>,
    /// The day for rules that look at the clock; today if nothing is said.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub as_of: Option<NaiveDate>,
    /// The time zone in which days are counted if the operator has chosen
    /// none: the machine's own. UTC if neither says.
    #[serde(default)]
    pub time_zone: Option<String>,
}

/// A run that was made.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AuditRun {
    /// Its number; none if it was only reported, not kept.
    #[ts(type = "number | null")]
    pub id: Option<i64>,
    /// The pack; `all` for every rule.
    pub pack: String,
    /// The operator's day for which it was made.
    #[ts(type = "string")]
    pub as_of: NaiveDate,
    /// When it was made.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
    /// The score, 0 to 100.
    pub score: u8,
    /// How many are open (reopened ones too) and accepted, by severity, the
    /// worst first.
    pub severities: Vec<SeverityCount>,
    /// How many it has that the last run of the pack had not.
    #[ts(type = "number")]
    pub new: u64,
    /// How many of these were there before and came back.
    #[ts(type = "number")]
    pub reopened: u64,
    /// How many the last run of the pack had and it has not.
    #[ts(type = "number")]
    pub resolved: u64,
    /// Rules it asked.
    #[ts(type = "number")]
    pub rules: u64,
    /// Milliseconds it took.
    #[ts(type = "number")]
    pub took_ms: u64,
    /// The time zone in which it counted days.
    pub time_zone: String,
}

/// Findings of a severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SeverityCount {
    /// The severity.
    pub severity: Severity,
    /// Open and reopened ones.
    #[ts(type = "number")]
    pub open: u64,
    /// Accepted ones.
    #[ts(type = "number")]
    pub accepted: u64,
}

/// A score, and everything it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AuditScore {
    /// 0 to 100.
    pub score: u8,
    /// Enabled users, 100 at the least.
    #[ts(type = "number")]
    pub users: u64,
    /// The weights of all open findings together.
    #[ts(type = "number")]
    pub points: u64,
    /// The most it could be beside the worst that is open.
    pub ceiling: u8,
    /// The formula with its numbers, in one line.
    pub formula: String,
    /// What each severity takes, the worst first.
    pub terms: Vec<ScoreTerm>,
    /// The rules that take the most points, the worst first.
    pub rules: Vec<ScoreRule>,
}

/// What a severity takes from a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ScoreTerm {
    /// The severity.
    pub severity: Severity,
    /// Its open findings.
    #[ts(type = "number")]
    pub open: u64,
    /// Its accepted findings, which weigh nothing.
    #[ts(type = "number")]
    pub accepted: u64,
    /// What one open finding weighs.
    #[ts(type = "number")]
    pub weight: u64,
    /// Open findings by weight.
    #[ts(type = "number")]
    pub points: u64,
}

/// What a rule takes from a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ScoreRule {
    /// The rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Its severity.
    pub severity: Severity,
    /// Its open findings.
    #[ts(type = "number")]
    pub open: u64,
    /// The points they are.
    #[ts(type = "number")]
    pub points: u64,
}

/// Audits at a glance, as one pack sees them.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AuditOverview {
    /// The pack: the one asked for, else that of the last run; `all` for every rule.
    pub pack: String,
    /// The last run of this pack; none if there was none.
    pub last: Option<AuditRun>,
    /// The score now, with what was accepted since that run.
    pub score: Option<AuditScore>,
    /// Whether users, roles or rules changed since that run, or its day has passed.
    pub stale: bool,
    /// The runs of this pack, oldest first: the last 200.
    pub trend: Vec<AuditRun>,
    /// The packs there are; `all` is not among them.
    pub packs: Vec<PackGlance>,
    /// The time zone in which the operator counts days; none if not chosen.
    pub time_zone: Option<String>,
    /// Whether this operator may accept findings, and whether runs are kept.
    pub may_change: bool,
}

/// A pack.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PackGlance {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it is, in a sentence or two.
    pub about: String,
    /// Its controls.
    pub controls: Vec<PackControl>,
}

/// A control of a pack.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PackControl {
    /// Its number: `CIS 5.3`.
    pub id: String,
    /// What it asks for, in a few words.
    pub title: String,
    /// What it asks for, in a sentence.
    pub text: String,
    /// The rules that serve it.
    pub rules: Vec<String>,
    /// The thresholds it sets.
    pub sets: Vec<ControlSetting>,
}

/// A threshold that a control sets.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ControlSetting {
    /// The rule.
    pub rule: String,
    /// Its parameter.
    pub parameter: String,
    /// What it is set to.
    pub value: ParameterValue,
}

/// What a run came to.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AuditReport {
    /// The run.
    pub run: AuditRun,
    /// The score, with everything it comes from.
    pub score: AuditScore,
    /// Whether it was kept. An auditor's run and one of a vault that is only
    /// read are reported, not kept; nor is one for a day before that of the
    /// last run.
    pub kept: bool,
    /// Why it was not kept, in a sentence.
    pub not_kept: Option<String>,
    /// Whether nothing had changed since the last run, so that its answer was taken.
    pub unchanged: bool,
}

/// Which findings. Empty lists and texts let everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct FindingFilter {
    /// As this pack's last run left them; `all` for that of every rule, none
    /// for that of the last run of any pack.
    #[serde(default)]
    pub pack: Option<String>,
    /// Of these severities.
    #[serde(default)]
    #[ts(as = "Option<Vec<Severity>>")]
    pub severities: Vec<Severity>,
    /// In these states; all but resolved if empty.
    #[serde(default)]
    #[ts(as = "Option<Vec<FindingState>>")]
    pub states: Vec<FindingState>,
    /// Of these rules.
    #[serde(default)]
    #[ts(as = "Option<Vec<String>>")]
    pub rules: Vec<String>,
    /// Of rules that serve this control.
    #[serde(default)]
    pub control: Option<String>,
    /// Of this userstore.
    #[serde(default)]
    pub userstore: Option<String>,
    /// About this user, their grants too.
    #[serde(default)]
    pub user: Option<UserId>,
    /// Whose subject, the name to show of its user, or message contains this.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub text: String,
    /// Only those that the last run has and the one before had not.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub new: bool,
    /// Only those that the last run did not find any more and the one before
    /// had: what it resolved. States are then those of resolved ones.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub gone: bool,
}

/// A page of findings.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct FindingsQuery {
    /// Which.
    #[serde(default)]
    #[ts(as = "Option<FindingFilter>")]
    pub filter: FindingFilter,
    /// Rows to pass over.
    #[serde(default)]
    #[ts(as = "Option<u32>")]
    pub offset: u64,
    /// Rows to answer with; 500 is the most that is given.
    #[ts(type = "number")]
    pub limit: u64,
}

/// Findings, the worst first, then by rule, userstore and name.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FindingsPage {
    /// The rows.
    pub findings: Vec<FindingRow>,
    /// How many there are.
    #[ts(type = "number")]
    pub total: u64,
}

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FindingSubject {
    /// What kind of thing it is.
    #[serde(rename = "type")]
    pub kind: SubjectKind,
    /// The domain of its userstore; empty for the realm.
    pub userstore: String,
    /// Its name.
    pub name: String,
    /// The user it is, or who holds the grant, while the vault has it.
    pub user: Option<UserId>,
    /// What that user is called now; none for anything else, and in files.
    pub display_name: Option<String>,
}

/// A finding in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FindingRow {
    /// Its identity: 32 hexadecimal digits, the same in every run.
    pub id: String,
    /// The rule's id.
    pub rule: String,
    /// The rule's title.
    pub title: String,
    /// How bad it is.
    pub severity: Severity,
    /// The controls that the rule serves.
    pub controls: Vec<String>,
    /// What it is about.
    pub subject: FindingSubject,
    /// How far it is.
    pub state: FindingState,
    /// The day on which it was first found.
    #[ts(type = "string")]
    pub since: NaiveDate,
    /// What was found, in one sentence.
    pub message: String,
    /// Whether the last run has it and the one before had not.
    pub new: bool,
    /// Why it is left as it is, if it is accepted.
    pub reason: Option<String>,
    /// The last day on which it is left as it is, if it is accepted.
    #[ts(type = "string | null")]
    pub until: Option<NaiveDate>,
}

/// By what findings are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum GroupFindingsBy {
    /// The rule.
    Rule,
    /// The user it is about, or whose grant it is about; others by themselves.
    User,
    /// The control; a finding counts under each control of its rule.
    Control,
}

/// Groups of findings, to ask for.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct FindingGroupsQuery {
    /// By what.
    pub by: GroupFindingsBy,
    /// Which findings.
    #[serde(default)]
    #[ts(as = "Option<FindingFilter>")]
    pub filter: FindingFilter,
    /// Groups to pass over.
    #[serde(default)]
    #[ts(as = "Option<u32>")]
    pub offset: u64,
    /// Groups to answer with; 500 is the most that is given.
    #[ts(type = "number")]
    pub limit: u64,
}

/// Groups of findings, the worst first, then by how many.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FindingGroups {
    /// The groups.
    pub groups: Vec<FindingGroup>,
    /// How many there are.
    #[ts(type = "number")]
    pub total: u64,
}

/// Findings that have something in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FindingGroup {
    /// The rule's or the control's id; the name of the user.
    pub key: String,
    /// The rule's or the control's title; the full name of the user.
    pub title: String,
    /// For users: which; none for what is no user.
    pub user: Option<UserId>,
    /// For users: what they are called.
    pub display_name: Option<String>,
    /// The worst severity among them.
    pub severity: Severity,
    /// How many.
    #[ts(type = "number")]
    pub count: u64,
    /// How many of them are open or reopened.
    #[ts(type = "number")]
    pub open: u64,
    /// How many of them are accepted.
    #[ts(type = "number")]
    pub accepted: u64,
    /// For rules: whether a change set can fix them.
    pub fixable: bool,
}

/// One finding, in a pack.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ShowFinding {
    /// Its identity, or how it begins: 6 digits at the least.
    pub id: String,
    /// As this pack's last run left it; any pack's if none.
    #[serde(default)]
    pub pack: Option<String>,
}

/// A finding with its story.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FindingDetail {
    /// The finding.
    pub finding: FindingRow,
    /// The pack in whose run it was found.
    pub pack: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub remedy: String,
    /// The change set that would fix it.
    pub fix: RuleFix,
    /// The rule's parameters as the run used them.
    pub parameters: Vec<RuleParameter>,
    /// The figures of the message.
    pub facts: Vec<FindingFact>,
    /// Who accepted it, if it is accepted.
    pub accepted_by: Option<String>,
    /// When it was accepted.
    #[ts(type = "string | null")]
    pub accepted_at: Option<DateTime<Utc>>,
    /// What happened to it, oldest first.
    pub story: Vec<FindingEvent>,
    /// The last run that found it.
    pub last_found: Option<AuditRun>,
}

/// A figure of a finding's message.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FindingFact {
    /// What it is of: `not_seen`, `days`.
    pub name: String,
    /// The figure.
    #[ts(type = "number | string")]
    pub figure: serde_json::Value,
}

/// Something that happened to a finding.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FindingEvent {
    /// What.
    pub event: FindingEventKind,
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// The operator's day.
    #[ts(type = "string")]
    pub on: NaiveDate,
    /// Who: for a run, who made it.
    pub operator: String,
    /// The run.
    #[ts(type = "number | null")]
    pub run: Option<i64>,
    /// For what went: the snapshot of its userstore that showed it.
    #[ts(type = "number | null")]
    pub snapshot: Option<i64>,
    /// When that snapshot was taken.
    #[ts(type = "string | null")]
    pub snapshot_at: Option<DateTime<Utc>>,
    /// Why it was accepted, or its rule switched off.
    pub reason: Option<String>,
    /// Until when it was accepted.
    #[ts(type = "string | null")]
    pub until: Option<NaiveDate>,
}

/// Findings to decide on: some, or all of a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SelectedFindings {
    /// These.
    Ids(Vec<String>),
    /// All that a filter finds.
    Filter(FindingFilter),
    /// All that a filter finds but these, by their ids: 100 at the most.
    AllBut {
        /// The filter.
        filter: FindingFilter,
        /// Those that are left out.
        except: Vec<String>,
    },
    /// Those that this operator accepted at once, at this time: what
    /// [`DecidedFindings`] told. Takes that back, however many they were.
    AcceptedAt(#[ts(type = "string")] DateTime<Utc>),
}

/// Findings to leave as they are.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AcceptFindings {
    /// Which.
    pub findings: SelectedFindings,
    /// Why.
    pub reason: String,
    /// The last day on which that holds.
    #[ts(type = "string")]
    pub until: NaiveDate,
}

/// How many findings a decision was about.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DecidedFindings {
    /// How many.
    #[ts(type = "number")]
    pub findings: u64,
    /// When, to the second.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
}

/// A finding to look at again.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ResolveFinding {
    /// Its identity, or how it begins: 6 digits at the least.
    pub id: String,
    /// As this pack asks; the pack of the last run that had it, if none.
    #[serde(default)]
    pub pack: Option<String>,
    /// The time zone in which days are counted if the operator has chosen none.
    #[serde(default)]
    pub time_zone: Option<String>,
}

/// Roles and groups to remove, to fix findings about them.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct RemoveFound {
    /// The findings about them. Accepted and resolved ones are left out.
    pub findings: SelectedFindings,
    /// The sign of the preview; without it nothing is removed.
    #[serde(default)]
    pub sign: Option<String>,
}

/// What removing roles and groups would come to. Nothing is written yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RemovalPreview {
    /// What the change would be called.
    pub title: String,
    /// By which it is carried out, as long as it comes to the same.
    pub sign: String,
    /// The findings it would fix.
    #[ts(type = "number")]
    pub findings: u64,
    /// How many roles and groups would go.
    #[ts(type = "number")]
    pub removed: u64,
    /// How many cannot go from here.
    #[ts(type = "number")]
    pub refused: u64,
    /// Them, those that would go first: 1,000 at the most.
    pub things: Vec<RemovedThing>,
    /// Findings that this does not fix, and why.
    pub left: Vec<FixLeft>,
}

/// A role or a group in such a preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RemovedThing {
    /// Role or group.
    #[serde(rename = "type")]
    pub kind: SubjectKind,
    /// The domain of its userstore.
    pub userstore: String,
    /// Its name, or its path.
    pub name: String,
    /// Its key, while it is there.
    #[ts(type = "number | null")]
    pub id: Option<i64>,
    /// Why it cannot go, and what to do instead; none if it would go.
    pub reason: Option<String>,
}

/// Roles and groups that were removed as one change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RemovalReport {
    /// The change, by which all of them are brought back.
    #[ts(type = "number")]
    pub change: i64,
    /// What it is called.
    pub title: String,
    /// How many went.
    #[ts(type = "number")]
    pub removed: u64,
}

/// The findings of a user.
#[derive(Debug, Clone, Serialize, TS)]
pub struct UserFindings {
    /// Those that are open or accepted, the worst first.
    pub findings: Vec<FindingRow>,
    /// Those that were resolved: how many.
    #[ts(type = "number")]
    pub resolved: u64,
    /// The run they are of; none if nobody has made one.
    pub run: Option<AuditRun>,
}

/// What fixes a rule's findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RuleFix {
    /// The operation: `deactivate`, `remove-roles`, ...; none if a person must.
    pub operation: Option<String>,
    /// Why no change set can; none if one can.
    pub none: Option<String>,
    /// What the operator must say first: `at`, `text`, `group`, `kind`,
    /// `role`, `user`, `field`.
    #[serde(default)]
    pub asks: Vec<String>,
}

/// Findings to fix by a change set.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct FixFindings {
    /// Which. Accepted and resolved ones are left out.
    pub findings: SelectedFindings,
    /// For `set-expiry` and `set-review-date`: the day.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub at: Option<NaiveDate>,
    /// For `set-owner`, `set-purpose`, `set-email` and `set-profile`: the text.
    #[serde(default)]
    pub text: Option<String>,
    /// For `set-profile`: the field, such as `department`.
    #[serde(default)]
    pub field: Option<String>,
    /// For `move-to-group`: the group's path.
    #[serde(default)]
    pub group: Option<String>,
    /// For `set-kind`: the kind.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// For `merge`: who stays. For `add-role`: who is given the role.
    #[serde(default)]
    pub user: Option<UserId>,
    /// For `add-role`: the role's name.
    #[serde(default)]
    pub role: Option<String>,
    /// For `add-role`: on what; the instance if nothing is said.
    #[serde(default)]
    pub scope: Option<Scope>,
}

/// A change set that would fix findings.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FixPreview {
    /// The change, staged and previewed as any other.
    pub preview: ChangePreview,
    /// The findings it would fix.
    #[ts(type = "number")]
    pub findings: u64,
    /// Those it would not, and why: the most frequent reason first. Some need
    /// a change set of their own, because they need something else done.
    pub left: Vec<FixLeft>,
}

/// Findings that a change set does not fix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FixLeft {
    /// Why.
    pub reason: String,
    /// How many.
    #[ts(type = "number")]
    pub findings: u64,
}

/// What a parameter is set to: a number, texts, or pairs of texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(untagged)]
#[ts(untagged)]
pub enum ParameterValue {
    /// So many of its unit.
    Number(#[ts(type = "number")] i64),
    /// These texts.
    Names(Vec<String>),
    /// These pairs.
    Pairs(Vec<(String, String)>),
}

/// Something that can be set of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RuleParameter {
    /// Its name: what stands in braces in the filter and the message.
    pub name: String,
    /// What it counts: `days`, `users`, `roles`, `times`, `percent`, `names`, `pairs`.
    pub unit: String,
    /// The least it can be; 0 for lists.
    #[ts(type = "number")]
    pub least: i64,
    /// The most it can be; for lists, how many entries.
    #[ts(type = "number")]
    pub most: i64,
    /// What it means, in a sentence.
    pub meaning: String,
    /// What the rule's file sets it to.
    pub default: ParameterValue,
    /// What it is set to, by a pack, the team or the file.
    pub value: ParameterValue,
}

/// A rule in a list.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AuditRuleGlance {
    /// Its id.
    pub id: String,
    /// What it finds, in a few words.
    pub title: String,
    /// How bad that is.
    pub severity: Severity,
    /// Whether it is the team's own.
    pub own: bool,
    /// Whether one with its id ships: an own one stands in its place.
    pub ships: bool,
    /// Why it is switched off; none if it is on.
    pub off: Option<RuleOff>,
    /// Whether the team has set parameters of it.
    pub changed: bool,
    /// The controls it serves.
    pub controls: Vec<String>,
    /// The packs that run it.
    pub packs: Vec<String>,
    /// What fixes it.
    pub fix: RuleFix,
    /// How many findings of it are open, as the last run of every rule left
    /// them; none if there was no run.
    #[ts(type = "number | null")]
    pub open: Option<u64>,
}

/// A rule that is switched off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RuleOff {
    /// Why.
    pub reason: String,
    /// By whom.
    pub operator: String,
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
}

/// A rule.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AuditRuleDetail {
    /// The rule at a glance.
    pub glance: AuditRuleGlance,
    /// As a form.
    pub form: RuleForm,
    /// As a file of its own.
    pub text: String,
    /// Its parameters, as the team has set them.
    pub parameters: Vec<RuleParameter>,
    /// For a built-in check: what it finds, and the facts it looks at.
    pub check_finds: Option<String>,
    /// The facts that a built-in check looks at.
    pub check_needs: Option<String>,
}

/// A rule as a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RuleForm {
    /// Kebab-case, and never changed.
    pub id: String,
    /// What it finds, in a few words.
    pub title: String,
    /// How bad that is.
    pub severity: Severity,
    /// Who is found; none for a built-in check.
    pub filter: Option<String>,
    /// What is said of a user; none for a built-in check.
    pub message: Option<String>,
    /// The built-in check; none for a filter.
    pub check: Option<String>,
    /// The controls it serves.
    pub controls: Vec<String>,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub remedy: String,
    /// What fixes it; `asks` is ignored.
    pub fix: RuleFix,
    /// What can be set of it; `value` is ignored.
    pub parameters: Vec<RuleParameter>,
}

/// A rule that is being written: as a file, or as a form.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RuleSource {
    /// The text of a file.
    Text(String),
    /// A form.
    Form(Box<RuleForm>),
}

/// What is wrong with a rule that is being written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RuleProblem {
    /// The file.
    pub file: String,
    /// The line of the text, from 1.
    #[ts(type = "number | null")]
    pub line: Option<usize>,
    /// The rule or control it is in.
    pub within: Option<String>,
    /// The field, such as `severity` or `parameters.days.least`.
    pub field: String,
    /// What is wrong.
    pub what: String,
    /// What to write instead.
    pub remedy: String,
    /// Whether it makes the rule unusable; otherwise it is a doubt.
    pub wrong: bool,
}

/// A rule that is being written, looked at.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TriedRule {
    /// What is wrong or doubtful.
    pub problems: Vec<RuleProblem>,
    /// The rule as a file.
    pub text: String,
    /// The rule as a form; none while it cannot be read.
    pub form: Option<RuleForm>,
    /// How many findings it would have now; none while it cannot be read.
    #[ts(type = "number | null")]
    pub hits: Option<u64>,
    /// How many different users they are about.
    #[ts(type = "number | null")]
    pub users: Option<u64>,
    /// The first 20 of them.
    pub sample: Vec<TriedHit>,
    /// The filter in a plain sentence.
    pub said: Option<String>,
}

/// What a rule that is being written would find.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TriedHit {
    /// About what.
    pub subject: FindingSubject,
    /// What it would say.
    pub message: String,
}

/// What a team sets of a rule.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct SetRule {
    /// The rule.
    pub rule: String,
    /// Parameters to set; null takes back what was set.
    #[serde(default)]
    #[ts(as = "Option<std::collections::BTreeMap<String, Option<ParameterValue>>>")]
    pub parameters: std::collections::BTreeMap<String, Option<ParameterValue>>,
    /// Switch it off, for this reason; an empty one switches it on.
    #[serde(default)]
    pub off: Option<String>,
}

/// The files findings can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum FindingsFormat {
    /// Comma-separated.
    Csv,
    /// One document, as `muster audit run --json` prints it.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// A workbook.
    Xlsx,
    /// One page for a browser.
    Html,
    /// Pages to print.
    Pdf,
    /// SARIF 2.1.0, for programs that collect findings.
    Sarif,
}

/// Findings to export.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ExportFindings {
    /// Which.
    #[serde(default)]
    #[ts(as = "Option<FindingFilter>")]
    pub filter: FindingFilter,
    /// As what.
    pub format: FindingsFormat,
    /// For CSV: what stands between cells.
    #[serde(default)]
    #[ts(as = "Option<Separator>")]
    pub separator: Separator,
    /// For CSV: begin with a byte order mark.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub bom: bool,
    /// Where to write.
    pub path: String,
    /// Replace a file that is there.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub overwrite: bool,
    /// Also write `PATH.manifest.json`.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub manifest: bool,
}
