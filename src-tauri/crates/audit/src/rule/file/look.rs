//! What a rule looks at: a filter and its sentence, or a built-in check.

use crate::check::Check;
use crate::rule::message::{Message, filled, places};
use crate::rule::page::{Page, get, short};
use crate::rule::{Look, Parameter, Told, Users, Value};
use muster_query::ast::FlagAttr;
use muster_query::{Clause, Filter, near, parse};
use std::ops::Range;
use toml::de::DeTable;

pub(super) fn look(
    page: &mut Page<'_>,
    table: &DeTable<'_>,
    at: Range<usize>,
    parameters: &[Parameter],
) -> Option<Look> {
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
        let words: Vec<&str> = Told::ALL.iter().map(|told| told.word()).collect();
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
