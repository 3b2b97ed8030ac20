//! The parameters of a rule, as its file declares them.

use super::PARAMETER;
use crate::rule::page::{Page, get, short, whole};
use crate::rule::parameter::{MOST, MOST_ENTRIES};
use crate::rule::{Parameter, Told, Unit, Value};
use std::ops::Range;
use toml::de::{DeTable, DeValue};

pub(super) fn parameters(page: &mut Page<'_>, table: &DeTable<'_>) -> Vec<Parameter> {
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
        } else if Told::ALL.iter().any(|told| told.word() == key) {
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
