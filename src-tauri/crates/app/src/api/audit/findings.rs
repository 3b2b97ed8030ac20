//! Findings, page by page and in groups.

use chrono::NaiveDate;
use muster_audit::{Severity, SubjectKind};
use muster_model::{FindingState, UserId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
