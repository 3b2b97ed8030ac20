//! A pack's file.

use super::{Control, Pack, Setting};
use crate::rule::{Page, Problem, get, read_value, short};
use std::ops::Range;
use toml::de::DeTable;

/// Reads a pack; none if it has no name or no control.
pub(super) fn read(file: &str, text: &str) -> (Option<Pack>, Vec<Problem>) {
    let mut page = Page::new(file, text);
    let pack = page.table().and_then(|table| pack(&mut page, &table));
    (pack, page.problems)
}

fn pack(page: &mut Page<'_>, table: &DeTable<'_>) -> Option<Pack> {
    page.format(table);
    page.unknown(table, "", &["format", "name", "title", "about", "controls"]);
    let name = page.text(table, 0..0, "name", "'our-policy'");
    if let Some(name) = &name {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !name.value.chars().all(fits) || name.value.len() > 60 {
            let remedy = "use lower case letters, digits and -, at most 60";
            page.wrong(name.at.clone(), "name", format!("{:?} is no name", short(&name.value)), remedy);
        }
    }
    let title = page.text(table, 0..0, "title", "'Our policy'");
    let about = page.text(table, 0..0, "about", "'…', a sentence on what it is");
    if get(table, "controls").is_none() {
        page.wrong(0..0, "controls", "the pack has no control", "begin one with [[controls]]");
    }
    let mut controls: Vec<Control> = Vec::new();
    for (at, entry) in page.tables(table, "controls") {
        page.within = get(entry, "id").and_then(|(_, id)| id.as_str()).map(|id| format!("control {}", short(id)));
        if let Some(control) = control(page, entry, at.clone()) {
            if controls.iter().any(|known| known.id == control.id) {
                page.wrong(at, "id", "the pack has this control already", "put both into one");
            }
            controls.push(control);
        }
        page.within = None;
    }
    Some(Pack { name: name?.value, title: title?.value, about: about?.value, controls })
}

fn control(page: &mut Page<'_>, table: &DeTable<'_>, at: Range<usize>) -> Option<Control> {
    page.unknown(table, "", &["id", "title", "text", "rules", "set"]);
    let id = page.text(table, at.clone(), "id", "'CIS 5.3'");
    let title = page.text(table, at.clone(), "title", "'…', a few words");
    let text = page.text(table, at.clone(), "text", "'…', a sentence on what it asks for");
    let rules: Vec<String> = page.texts(table, "rules").into_iter().map(|rule| rule.value).collect();
    if get(table, "rules").is_none() {
        page.doubt(at, "rules", "no rule serves the control", "name those that do, or leave the control out");
    }
    let set = settings(page, table, &rules);
    Some(Control { id: id?.value, title: title?.value, text: text?.value, rules, set })
}

fn settings(page: &mut Page<'_>, table: &DeTable<'_>, rules: &[String]) -> Vec<Setting> {
    let Some((at, value)) = get(table, "set") else { return Vec::new() };
    let such_as = "write set.dormant-45d = { days = 45 }";
    let Some(by_rule) = value.as_table() else {
        page.wrong(at, "set", "it is no table", such_as);
        return Vec::new();
    };
    let mut settings = Vec::new();
    for (rule, values) in by_rule {
        let id: &str = rule.get_ref();
        let field = format!("set.{}", short(id));
        if !rules.iter().any(|known| known == id) {
            page.wrong(rule.span(), &field, "the control does not name this rule", "add it to rules");
        }
        let Some(values) = values.get_ref().as_table() else {
            page.wrong(rule.span(), &field, "it is no table", such_as);
            continue;
        };
        for (parameter, value) in values {
            let name: &str = parameter.get_ref();
            match read_value(value.get_ref()) {
                Some(value) => settings.push(Setting { rule: id.to_owned(), parameter: name.to_owned(), value }),
                None => {
                    let field = format!("{field}.{}", short(name));
                    page.wrong(value.span(), &field, "this cannot be a parameter", "write a number or a list of texts");
                }
            }
        }
    }
    settings
}
