//! Rules, what a team sets of them, and rules that are being written.

use super::{FindingSubject, RuleFix};
use chrono::{DateTime, Utc};
use muster_audit::Severity;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
