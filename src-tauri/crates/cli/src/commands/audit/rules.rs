//! Rules and packs.

use super::{named, read, told};
use crate::args::audit::RulesCommand;
use crate::commands::Context;
use crate::exit::Exit;
use crate::output::{json, line, number, say};
use crate::table::{Facts, Listing};
use muster_app::api::audit::{AuditRuleDetail, ParameterValue, RuleProblem, RuleSource, SetRule};
use muster_app::{Code, Error, Result};
use serde_json::json;
use std::path::PathBuf;

pub fn rules(context: &Context, command: &RulesCommand) -> Result<()> {
    match command {
        RulesCommand::List => list(context),
        RulesCommand::Show { id, toml: true } => line(context.look()?.audit_rule(id)?.text.trim_end()),
        RulesCommand::Show { id, toml: false } => {
            let rule = context.look()?.audit_rule(id)?;
            if context.cli.json { json(&rule) } else { line(&words(&rule)) }
        }
        RulesCommand::Add { file, replace } => {
            let text = read(file)?;
            let ids = context.open()?.audit_rules_add(&named(file), &text, *replace, context.now)?;
            told(context, &json!({ "rules": ids }), &format!("Kept {}.", ids.join(", ")))
        }
        RulesCommand::Try { file } => attempt(context, &read(file)?),
        RulesCommand::Set { id, parameters, off, on } => {
            let parameters = parameters.iter().map(|(name, value)| Ok((name.clone(), parsed(name, value)?)));
            let request = SetRule {
                rule: id.clone(),
                parameters: parameters.collect::<Result<_>>()?,
                off: if *on { Some(String::new()) } else { off.clone() },
            };
            if off.as_deref().is_some_and(|reason| reason.trim().is_empty()) {
                return Err(Error::new(Code::Invalid, "Say why the rule is switched off: --off REASON."));
            }
            let rule = context.open()?.audit_rule_set(&request, context.now)?;
            if context.cli.json { json(&rule) } else { line(&words(&rule)) }
        }
        RulesCommand::Remove { id } => {
            context.open()?.audit_rule_remove(id, context.now)?;
            told(context, &json!({ "removed": id }), &format!("Removed {id}."))
        }
    }
}

/// A value as it is typed: a number, or a list as JSON; none takes it back.
fn parsed(name: &str, text: &str) -> Result<Option<ParameterValue>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    serde_json::from_str(text).map(Some).map_err(|_| {
        let message = format!(
            "{name}: {} is no value. Write a whole number, [\"a\", \"b\"] or [[\"a\", \"b\"]].",
            text.chars().take(60).collect::<String>()
        );
        Error::new(Code::Invalid, message).with(json!({ "field": name }))
    })
}

fn list(context: &Context) -> Result<()> {
    let rules = context.look()?.audit_rules()?;
    if context.cli.json {
        return json(&json!({ "rules": rules }));
    }
    let mut table = Listing::new(&["Rule", "Severity", "Finds", "Open#", "Note"]);
    for rule in rules {
        let mut note = Vec::new();
        if rule.own {
            note.push(if rule.ships { "own, in place of one that ships" } else { "own" });
        }
        if rule.changed {
            note.push("changed");
        }
        if rule.off.is_some() {
            note.push("off");
        }
        let open = rule.open.map(number).unwrap_or_default();
        table.words(vec![rule.id, rule.severity.word().to_owned(), rule.title, open, note.join(", ")]);
    }
    line(&table.render()?)
}

fn words(rule: &AuditRuleDetail) -> String {
    let mut facts = Facts::default();
    let form = &rule.form;
    facts.line("Rule", &form.id);
    facts.line("Finds", &form.title);
    facts.line("Severity", form.severity.word());
    if let Some(off) = &rule.glance.off {
        facts.line("Off", format!("by {}, on {}: {}", off.operator, off.at.format("%Y-%m-%d"), off.reason));
    }
    if let Some(filter) = &form.filter {
        facts.line("Filter", filter.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    if let Some(check) = &form.check {
        facts.line("Check", format!("{check}: {}", rule.check_finds.as_deref().unwrap_or_default()));
    }
    facts.line("Why", &form.why);
    facts.line("What to do", &form.remedy);
    match (&form.fix.operation, &form.fix.none) {
        (Some(operation), _) => facts.line("Fixed by", operation),
        (None, Some(none)) => facts.line("Fixed by", format!("a person: {none}")),
        (None, None) => {}
    }
    facts.line("Controls", form.controls.join(", "));
    facts.line("Packs", rule.glance.packs.join(", "));
    for parameter in &rule.parameters {
        let changed = if parameter.value == parameter.default {
            String::new()
        } else {
            format!(" (usually {})", value(&parameter.default))
        };
        let said = format!("{}{changed} {}: {}", value(&parameter.value), parameter.unit, parameter.meaning);
        facts.line(format!("  {}", parameter.name), said);
    }
    facts.render()
}

fn value(value: &ParameterValue) -> String {
    match value {
        ParameterValue::Number(number) => number.to_string(),
        ParameterValue::Names(names) => names.len().to_string(),
        ParameterValue::Pairs(pairs) => pairs.len().to_string(),
    }
}

fn attempt(context: &Context, text: &str) -> Result<()> {
    let tried = context.look()?.audit_rule_try(&RuleSource::Text(text.to_owned()), context.as_of())?;
    if context.cli.json {
        return json(&tried);
    }
    tried.problems.iter().for_each(|problem| say(&sentence(problem)));
    let Some(hits) = tried.hits else { return Ok(()) };
    let mut facts = Facts::numbers();
    facts.line("Findings", number(hits));
    facts.line("Users", number(tried.users.unwrap_or(0)));
    line(&facts.render())?;
    let mut table = Listing::new(&["About", "Finding"]);
    for hit in &tried.sample {
        let about = format!("{}/{}", hit.subject.userstore, hit.subject.name);
        table.words(vec![about, hit.message.clone()]);
    }
    if tried.sample.is_empty() { Ok(()) } else { line(&format!("\n{}", table.render()?)) }
}

pub fn packs(context: &Context) -> Result<()> {
    let packs = muster_app::audit::packs()?;
    if context.cli.json {
        return json(&json!({ "packs": packs }));
    }
    let mut table = Listing::new(&["Pack", "Title", "Controls#", "Rules#"]);
    for pack in packs {
        let mut rules: Vec<&String> = pack.controls.iter().flat_map(|control| &control.rules).collect();
        rules.sort_unstable();
        rules.dedup();
        let (controls, rules) = (number(pack.controls.len() as u64), number(rules.len() as u64));
        table.words(vec![pack.name, pack.title, controls, rules]);
    }
    line(&table.render()?)
}

pub fn lint(context: &Context, files: &[PathBuf]) -> Result<Exit> {
    let texts = files.iter().map(|file| Ok((file.display().to_string(), read(file)?))).collect::<Result<Vec<_>>>()?;
    let named: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let problems = muster_app::audit::lint(&named)?;
    let wrong = problems.iter().filter(|problem| problem.wrong).count();
    if context.cli.json {
        json(&json!({ "ok": wrong == 0, "problems": problems }))?;
    } else if problems.is_empty() {
        say(if files.len() == 1 { "Nothing is wrong." } else { "Nothing is wrong with any of them." });
    } else {
        problems.iter().try_for_each(|problem| line(&sentence(problem)))?;
    }
    Ok(if wrong == 0 { Exit::Done } else { Exit::Failed })
}

/// `rules.toml, line 3, rule dormant, severity: "hihg" is no severity: write …`
fn sentence(problem: &RuleProblem) -> String {
    let mut text = problem.file.clone();
    if let Some(at) = problem.line {
        text.push_str(&format!(", line {at}"));
    }
    for part in problem.within.iter().chain(Some(&problem.field).filter(|field| !field.is_empty())) {
        text.push_str(&format!(", {part}"));
    }
    let doubt = if problem.wrong { "" } else { "perhaps " };
    text.push_str(&format!(": {doubt}{}: {}", problem.what, problem.remedy));
    muster_report::display::clean(&text).into_owned()
}
