//! A file of rules: its fields, and what can be wrong with them.

mod look;
mod parameter;

pub(crate) use parameter::value;

use super::page::{Page, get, short};
use super::{Fix, Operation, Problem, Rule, Weight};
use crate::severity::Severity;
use std::ops::Range;
use toml::de::DeTable;

/// The most characters of an id.
const MOST_ID: usize = 60;

/// The fields of a rule.
pub(super) const FIELDS: &[&str] =
    &["id", "title", "severity", "filter", "check", "message", "controls", "why", "remedy", "fix", "parameters"];
/// The fields of a parameter.
pub(super) const PARAMETER: &[&str] = &["default", "unit", "least", "most", "meaning"];
/// The fields of a fix.
pub(super) const FIX: &[&str] = &["operation", "none"];

/// A rule and the place of its id, or what was wrong.
pub(super) struct Read {
    pub rules: Vec<(Rule, usize)>,
    pub problems: Vec<Problem>,
}

/// Reads a file of rules.
pub(super) fn read(file: &str, text: &str, own: bool) -> Read {
    let mut page = Page::new(file, text);
    let mut rules = Vec::new();
    if let Some(table) = page.table() {
        page.format(&table);
        page.unknown(&table, "", &["format", "rules"]);
        if get(&table, "rules").is_none() {
            page.wrong(0..0, "rules", "the file has no rule", "begin one with [[rules]]");
        }
        for (at, entry) in page.tables(&table, "rules") {
            let before = page.problems.len();
            page.within = get(entry, "id").and_then(|(_, id)| id.as_str()).map(|id| format!("rule {}", short(id)));
            let line = page.line(at.start);
            if let Some(rule) = rule(&mut page, entry, at, own) {
                let wrong = page.problems.iter().skip(before).any(|problem| problem.weight == Weight::Wrong);
                if !wrong {
                    rules.push((rule, line));
                }
            }
            page.within = None;
        }
    }
    Read { rules, problems: page.problems }
}

fn rule(page: &mut Page<'_>, table: &DeTable<'_>, at: Range<usize>, own: bool) -> Option<Rule> {
    page.unknown(table, "", FIELDS);
    let id = page.text(table, at.clone(), "id", "'dormant-30d'");
    if let Some(id) = &id
        && !is_id(&id.value)
    {
        let what = format!("{:?} is not kebab-case", short(&id.value));
        let remedy = format!("use lower case letters, digits and single -, at most {MOST_ID}, such as dormant-30d");
        page.wrong(id.at.clone(), "id", what, remedy);
    }
    let title = page.text(table, at.clone(), "title", "'Not seen for 30 days'");
    let severity = severity(page, table, at.clone());
    let parameters = parameter::parameters(page, table);
    let look = look::look(page, table, at.clone(), &parameters);
    let why = page.text(table, at.clone(), "why", "'…', a sentence on why it matters");
    let remedy = page.text(table, at.clone(), "remedy", "'…', a sentence on what to do");
    let fix = fix(page, table, at.clone());
    let controls = page.texts(table, "controls");
    if get(table, "controls").is_none() {
        page.doubt(at, "controls", "it serves no control", "name those it serves, such as controls = [\"CIS 5.3\"]");
    }
    Some(Rule {
        id: id?.value.into(),
        title: title?.value,
        severity: severity?,
        look: look?,
        parameters,
        controls: controls.into_iter().map(|control| control.value).collect(),
        why: why?.value,
        remedy: remedy?.value,
        fix: fix?,
        own,
    })
}

/// Whether a text is kebab-case: words of lower case letters and digits.
pub(super) fn is_id(id: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    id.len() <= MOST_ID && id.split('-').all(word)
}

fn severity(page: &mut Page<'_>, table: &DeTable<'_>, at: Range<usize>) -> Option<Severity> {
    let found = page.text(table, at, "severity", "'medium'")?;
    let severity = Severity::read(&found.value);
    if severity.is_none() {
        let words: Vec<&str> = Severity::ALL.iter().map(|severity| severity.word()).collect();
        let what = format!("{:?} is no severity", short(&found.value));
        page.wrong(found.at, "severity", what, format!("write {}", words.join(", ")));
    }
    severity
}

fn fix(page: &mut Page<'_>, table: &DeTable<'_>, at: Range<usize>) -> Option<Fix> {
    let such_as = "add fix = { operation = \"deactivate\" }, or fix = { none = \"why no change set can\" }";
    let Some((at, value)) = get(table, "fix") else {
        page.wrong(at, "fix", "it is missing", such_as);
        return None;
    };
    let Some(fix) = value.as_table() else {
        page.wrong(at, "fix", "it is no table", such_as);
        return None;
    };
    page.unknown(fix, "fix.", FIX);
    match (page.maybe_text(fix, "operation"), page.maybe_text(fix, "none")) {
        (Some(word), None) => {
            let operation = Operation::read(&word.value);
            if operation.is_none() {
                let words: Vec<&str> = Operation::ALL.iter().map(|operation| operation.word()).collect();
                let what = format!("{:?} is no operation", short(&word.value));
                page.wrong(word.at, "fix.operation", what, format!("write {}", words.join(", ")));
            }
            operation.map(Fix::By)
        }
        (None, Some(reason)) => Some(Fix::None(reason.value)),
        _ => {
            page.wrong(at, "fix", "it says neither operation nor none, or both", such_as);
            None
        }
    }
}
