//! A file of rules: its fields, and what can be wrong with them.

use super::message::{Message, filled, places};
use super::page::{Page, get, short, whole};
use super::parameter::{MOST, MOST_ENTRIES};
use super::{Fix, Look, Operation, Parameter, Problem, Rule, Unit, Users, Value};
use crate::check::Check;
use crate::severity::Severity;
use muster_query::ast::FlagAttr;
use muster_query::{Clause, Filter, near, parse};
use std::ops::Range;
use toml::de::{DeTable, DeValue};

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
                let wrong = page.problems.iter().skip(before).any(|problem| problem.weight == super::Weight::Wrong);
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
    let parameters = parameters(page, table);
    let look = look(page, table, at.clone(), &parameters);
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

fn parameters(page: &mut Page<'_>, table: &DeTable<'_>) -> Vec<Parameter> {
    let Some((at, value)) = get(table, "parameters") else { return Vec::new() };
    let Some(entries) = value.as_table() else {
        page.wrong(at, "parameters", "it is no table", "write each as [rules.parameters.days]");
        return Vec::new();
    };
    let mut found = Vec::new();
    for (name, entry) in entries {
        let key: &str = name.get_ref();
        let prefix = format!("parameters.{}.", short(key));
        let is_name = !key.is_empty() && key.len() <= 30 && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if !is_name {
            page.wrong(name.span(), prefix.trim_end_matches('.'), "this is no name", "use lower case letters and _");
        } else if super::Told::ALL.iter().any(|told| told.word() == key) {
            let remedy = "give the parameter another name";
            page.wrong(name.span(), prefix.trim_end_matches('.'), "the word stands for something of the user", remedy);
        } else if let Some(table) = entry.get_ref().as_table() {
            found.extend(parameter(page, table, entry.span(), key, &prefix));
        } else {
            let remedy = format!("write it as [rules.parameters.{key}]");
            page.wrong(entry.span(), prefix.trim_end_matches('.'), "it is no table", remedy);
        }
    }
    found
}

fn parameter(
    page: &mut Page<'_>,
    table: &DeTable<'_>,
    at: Range<usize>,
    name: &str,
    prefix: &str,
) -> Option<Parameter> {
    page.unknown(table, prefix, PARAMETER);
    let unit = page.text(table, at.clone(), "unit", "'days'")?;
    let meaning = page.text(table, at.clone(), "meaning", "'…', a sentence on what it means")?;
    let Some(known) = Unit::read(&unit.value) else {
        let words: Vec<&str> = Unit::ALL.iter().map(|unit| unit.word()).collect();
        let what = format!("{:?} is no unit", short(&unit.value));
        page.wrong(unit.at, &format!("{prefix}unit"), what, format!("write {}", words.join(", ")));
        return None;
    };
    let least = page.number(table, prefix, "least").map_or(0, |placed| placed.value);
    let widest = if known.is_number() { MOST } else { MOST_ENTRIES };
    let most = page.number(table, prefix, "most").map_or(widest, |placed| placed.value);
    if least < 0 || most < least || most > widest {
        let what = format!("{least} to {most} are no bounds");
        page.wrong(at.clone(), &format!("{prefix}least"), what, format!("stay within 0 to {widest}, least first"));
        return None;
    }
    let Some((at, value)) = get(table, "default") else {
        page.wrong(at, &format!("{prefix}default"), "it is missing", "say what holds if nobody sets it");
        return None;
    };
    let Some(default) = self::value(value) else {
        let remedy = "write a whole number, a list of texts, or a list of pairs of texts";
        page.wrong(at, &format!("{prefix}default"), "this cannot be a parameter", remedy);
        return None;
    };
    let default = match (known, default) {
        (Unit::Pairs, Value::Names(names)) if names.is_empty() => Value::Pairs(Vec::new()),
        (_, other) => other,
    };
    let parameter = Parameter {
        name: name.to_owned(),
        unit: known,
        least,
        most,
        meaning: meaning.value,
        value: default.clone(),
        default,
    };
    if let Err((what, remedy)) = parameter.check(&parameter.default) {
        page.wrong(at, &format!("{prefix}default"), what, remedy);
        return None;
    }
    Some(parameter)
}

/// A parameter's value as a file writes it: a number, `["a", "b"]`, or
/// `[["a", "b"], ["c", "d"]]`.
pub(crate) fn value(value: &DeValue<'_>) -> Option<Value> {
    if let Some(number) = whole(value) {
        return Some(Value::Number(number));
    }
    let list = value.as_array()?;
    let said = |value: &DeValue<'_>| {
        let text = value.as_str()?.trim();
        (!text.is_empty() && text.chars().count() <= 255).then(|| text.to_owned())
    };
    let names: Option<Vec<String>> = list.iter().map(|entry| said(entry.get_ref())).collect();
    if let Some(names) = names {
        return Some(Value::Names(names));
    }
    let pair = |entry: &DeValue<'_>| {
        let pair = entry.as_array()?;
        let mut pair = pair.iter().map(|entry| said(entry.get_ref()));
        match (pair.next()??, pair.next()??, pair.next()) {
            (a, b, None) => Some((a, b)),
            _ => None,
        }
    };
    list.iter().map(|entry| pair(entry.get_ref())).collect::<Option<_>>().map(Value::Pairs)
}

fn look(page: &mut Page<'_>, table: &DeTable<'_>, at: Range<usize>, parameters: &[Parameter]) -> Option<Look> {
    match (page.maybe_text(table, "filter"), page.maybe_text(table, "check")) {
        (Some(filter), None) => users(page, table, at, filter.value, filter.at, parameters).map(Look::Users),
        (None, Some(check)) => {
            if let Some((at, _)) = get(table, "message") {
                page.wrong(at, "message", "a built-in check says itself what it finds", "leave it out");
            }
            self::check(page, &check.value, check.at, parameters).map(Look::Check)
        }
        (Some(_), Some(check)) => {
            page.wrong(check.at, "check", "a rule is a filter or a check, not both", "leave one of them out");
            None
        }
        (None, None) => {
            if get(table, "filter").or_else(|| get(table, "check")).is_none() {
                let remedy = "add filter = 'gone eq false and …', or check = 'duplicate-email'";
                page.wrong(at, "filter", "the rule looks at nothing", remedy);
            }
            None
        }
    }
}

fn check(page: &mut Page<'_>, word: &str, at: Range<usize>, parameters: &[Parameter]) -> Option<Check> {
    let Some(check) = Check::read(word) else {
        let words = || Check::ALL.iter().map(|check| check.word());
        let remedy = match near(word, words(), 1).first() {
            Some(meant) => format!("write {meant}"),
            None => format!("write {}", words().collect::<Vec<_>>().join(", ")),
        };
        page.wrong(at, "check", format!("there is no built-in check {:?}", short(word)), remedy);
        return None;
    };
    for (name, unit) in check.parameters() {
        let field = format!("parameters.{name}");
        match parameters.iter().find(|parameter| parameter.name == *name) {
            Some(parameter) if parameter.unit == *unit => {}
            Some(_) => page.wrong(at.clone(), &field, "its unit is not the check's", format!("write {}", unit.word())),
            None => {
                let remedy = format!("add [rules.parameters.{name}] with unit = \"{}\"", unit.word());
                page.wrong(at.clone(), &field, "the check needs it", remedy);
            }
        }
    }
    for parameter in parameters.iter().filter(|known| !check.parameters().iter().any(|(name, _)| *name == known.name)) {
        let field = format!("parameters.{}", parameter.name);
        page.doubt(at.clone(), &field, "the check does not use it", "leave it out");
    }
    Some(check)
}

fn users(
    page: &mut Page<'_>,
    table: &DeTable<'_>,
    at: Range<usize>,
    written: String,
    filter_at: Range<usize>,
    parameters: &[Parameter],
) -> Option<Users> {
    let mut fine = true;
    let used = places(&written);
    for name in &used {
        if !parameters.iter().any(|parameter| parameter.name == *name && parameter.unit.is_number()) {
            let remedy = format!("declare it as [rules.parameters.{}] with a number", short(name));
            page.wrong(filter_at.clone(), "filter", format!("nothing stands for {{{}}}", short(name)), remedy);
            fine = false;
        }
    }
    for parameter in parameters.iter().filter(|parameter| !used.contains(&parameter.name.as_str())) {
        let field = format!("parameters.{}", parameter.name);
        let remedy = format!("use {{{}}} in the filter, or leave it out", parameter.name);
        page.doubt(filter_at.clone(), &field, "the filter does not use it", remedy);
    }
    let message = page.text(table, at, "message", "'Not seen for {not_seen}; the limit is {days}.'")?;
    let said = Message::read(&message.value, parameters).map_err(|place| {
        let words: Vec<&str> = super::Told::ALL.iter().map(|told| told.word()).collect();
        let remedy = format!("write a parameter's name or one of {}", words.join(", "));
        page.wrong(message.at.clone(), "message", format!("nothing stands for {}", short(&place)), remedy);
    });
    if !fine {
        return None;
    }
    let filter = understood(page, &filled(&written, parameters), filter_at.clone())?;
    // With another value, the filter must still be one.
    for bound in [false, true] {
        let mut at_bounds = parameters.to_vec();
        for parameter in at_bounds.iter_mut().filter(|parameter| parameter.unit.is_number()) {
            parameter.value = Value::Number(if bound { parameter.most } else { parameter.least });
        }
        if let Err(error) = parse(&filled(&written, &at_bounds)) {
            let what = format!("the bounds of its parameters give no filter: {error}");
            page.wrong(filter_at.clone(), "filter", what, "narrow the bounds");
            return None;
        }
    }
    Some(Users { written, filter, message: said.ok()? })
}

/// Parses a filter and refuses what no rule can ask.
fn understood(page: &mut Page<'_>, filter: &str, at: Range<usize>) -> Option<Filter> {
    let parsed = match parse(filter) {
        Ok(parsed) => parsed,
        Err(error) => {
            let line = filter.chars().take(error.at).filter(|c| *c == '\n').count();
            let start = page.line_start(at.start, line);
            page.wrong(start..start, "filter", error.to_string(), "correct the filter");
            return None;
        }
    };
    let (mut word, mut pending, mut gone) = (None, false, false);
    if let Some(expr) = parsed.expr() {
        expr.each(&mut |clause| match clause {
            Clause::Anywhere(needle) => word = Some(needle.raw().to_owned()),
            Clause::Flag(FlagAttr::Pending, _) => pending = true,
            Clause::Flag(FlagAttr::Gone, _) => gone = true,
            _ => {}
        });
    }
    if let Some(word) = word {
        let what = format!("the bare word {:?} is no condition", short(&word));
        page.wrong(at, "filter", what, "write ATTRIBUTE OPERATOR VALUE, such as state eq active");
        return None;
    }
    if pending {
        let what = "a rule cannot ask for pending, since findings are about what the source says";
        page.wrong(at, "filter", what, "take the condition away");
        return None;
    }
    if !gone {
        let what = "it also finds users whom their source no longer lists";
        page.doubt(at, "filter", what, "add gone eq false, or say gone eq true");
    }
    Some(parsed)
}
