//! What is said of files that are wrong: every problem, with file, line, field
//! and remedy; and of files that are no files at all.
#![allow(clippy::unwrap_used)]

use muster_audit::reference::{Section, text};
use muster_audit::rule::{Weight, lint, schema};
use muster_audit::{AuditError, Catalogue, Pack};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A rule without fault, a line each.
const FINE: &str = r#"format = 1
[[rules]]
id = "mine"
title = "Mine"
severity = "low"
filter = 'gone eq false and lastSeen le "-{days}d"'
message = "Not seen for {not_seen}; the limit is {days}."
controls = ["CIS 5.3"]
why = "Because."
remedy = "Do it."
fix = { operation = "deactivate" }
[rules.parameters.days]
default = 10
unit = "days"
least = 1
most = 6000
meaning = "Days."
"#;

fn told(text: &str) -> Vec<String> {
    let controls = Pack::known_controls(&Pack::all().unwrap());
    lint(&[("own.toml", text)], &controls).iter().map(ToString::to_string).collect()
}

#[test]
fn a_rule_without_fault_is_read() {
    assert_eq!(told(FINE), Vec::<String>::new());
    assert_eq!(Catalogue::default().with_own(&[("own.toml", FINE)]).unwrap().rules().len(), 1);
}

#[test]
fn each_fault_is_named_with_file_line_field_and_remedy() {
    let mut missed = Vec::new();
    for (from, to, said) in [
        ("format = 1\n", "", "own.toml, line 1, format: the file does not say its version: begin it with format = 1"),
        (
            "format = 1",
            "format = 2",
            "own.toml, line 1, format: this is version 2, and this program reads version 1: use a newer Muster, or write format = 1",
        ),
        (
            "id = \"mine\"",
            "id = \"Mine Own\"",
            "own.toml, line 3, rule Mine Own, id: \"Mine Own\" is not kebab-case: use lower case letters, digits and single -, at most 60, such as dormant-30d",
        ),
        (
            "id = \"mine\"",
            "id = \"mine--own\"",
            "own.toml, line 3, rule mine--own, id: \"mine--own\" is not kebab-case: use lower case letters, digits and single -, at most 60, such as dormant-30d",
        ),
        ("severity = \"low\"\n", "", "own.toml, line 2, rule mine, severity: it is missing: add severity = 'medium'"),
        (
            "severity = \"low\"",
            "severity = \"hihg\"",
            "own.toml, line 5, rule mine, severity: \"hihg\" is no severity: write info, low, medium, high, critical",
        ),
        (
            "severity = \"low\"",
            "severity = 3",
            "own.toml, line 5, rule mine, severity: it is no text: put it in quotes",
        ),
        (
            "remedy = \"Do it.\"\n",
            "",
            "own.toml, line 2, rule mine, remedy: it is missing: add remedy = '…', a sentence on what to do",
        ),
        (
            "why = \"Because.\"",
            "why = \" \"",
            "own.toml, line 9, rule mine, why: it is empty: say something, or leave the field out",
        ),
        ("why = ", "wy = 'x'\nwhy = ", "own.toml, line 9, rule mine, wy: there is no such field: write why"),
        (
            "why = ",
            "colour = 'x'\nwhy = ",
            "own.toml, line 9, rule mine, colour: there is no such field: use one of id, title, severity, filter, check, message, controls, why, remedy, fix, parameters",
        ),
        (
            "lastSeen le",
            "lastSeem le",
            "own.toml, line 6, rule mine, filter: \"lastSeem\" is not an attribute of a user: did you mean lastSeen? (at character 19): correct the filter",
        ),
        (
            "'gone eq false and lastSeen le \"-{days}d\"'",
            "'''\ngone eq false and\nlastSeem le \"-{days}d\"'''",
            "own.toml, line 8, rule mine, filter: \"lastSeem\" is not an attribute of a user: did you mean lastSeen? (at character 19): correct the filter",
        ),
        (
            "gone eq false and lastSeen le",
            "gone eq false and ada and lastSeen le",
            "own.toml, line 6, rule mine, filter: the bare word \"ada\" is no condition: write ATTRIBUTE OPERATOR VALUE, such as state eq active",
        ),
        (
            "gone eq false and lastSeen",
            "gone eq false and pending eq true and lastSeen",
            "own.toml, line 6, rule mine, filter: a rule cannot ask for pending, since findings are about what the source says: take the condition away",
        ),
        (
            "gone eq false and lastSeen",
            "lastSeen",
            "own.toml, line 6, rule mine, filter: it also finds users whom their source no longer lists: add gone eq false, or say gone eq true",
        ),
        (
            "\"-{days}d\"",
            "\"-{weeks}w\"",
            "own.toml, line 6, rule mine, filter: nothing stands for {weeks}: declare it as [rules.parameters.weeks] with a number",
        ),
        (
            "\"-{days}d\"",
            "\"-10d\"",
            "own.toml, line 6, rule mine, parameters.days: the filter does not use it: use {days} in the filter, or leave it out",
        ),
        (
            "most = 6000",
            "most = 36500000",
            "own.toml, line 12, rule mine, parameters.days.least: 1 to 36500000 are no bounds: stay within 0 to 36500, least first",
        ),
        (
            "{days}d\"'\nmessage",
            "{days}w\"'\nmessage",
            "own.toml, line 6, rule mine, filter: the bounds of its parameters give no filter: \"-6000w\" does not fit lastSeen: expected a time such as \"-90d\" or \"2026-01-31\" (at character 31): narrow the bounds",
        ),
        (
            "limit is {days}",
            "limit is {day}",
            "own.toml, line 7, rule mine, message: nothing stands for {day}: write a parameter's name or one of not_seen, seen, age, created, expired, expires, overdue, review, state, kind, role, roles, owner",
        ),
        (
            "[\"CIS 5.3\"]",
            "[\"CIS 53\"]",
            "own.toml, line 2, rule mine, controls: no pack knows the control \"CIS 53\": write CIS 5.3, or add it to a pack of yours",
        ),
        (
            "[\"CIS 5.3\"]",
            "\"CIS 5.3\"",
            "own.toml, line 8, rule mine, controls: it is no list: write controls = [\"…\", \"…\"]",
        ),
        (
            "controls = [\"CIS 5.3\"]\n",
            "",
            "own.toml, line 2, rule mine, controls: it serves no control: name those it serves, such as controls = [\"CIS 5.3\"]",
        ),
        (
            "\"deactivate\"",
            "\"explode\"",
            "own.toml, line 11, rule mine, fix.operation: \"explode\" is no operation: write deactivate, remove-roles, remove-role, move-to-group, set-expiry, set-owner, set-purpose, set-review-date, set-email, set-profile, set-kind, merge, add-role, delete-role, delete-group",
        ),
        (
            "{ operation = \"deactivate\" }",
            "{ }",
            "own.toml, line 11, rule mine, fix: it says neither operation nor none, or both: add fix = { operation = \"deactivate\" }, or fix = { none = \"why no change set can\" }",
        ),
        (
            "filter = ",
            "check = 'duplicate-email'\nfilter = ",
            "own.toml, line 6, rule mine, check: a rule is a filter or a check, not both: leave one of them out",
        ),
        (
            "unit = \"days\"",
            "unit = \"weeks\"",
            "own.toml, line 14, rule mine, parameters.days.unit: \"weeks\" is no unit: write days, users, roles, times, percent, names, pairs",
        ),
        (
            "default = 10",
            "default = 0",
            "own.toml, line 13, rule mine, parameters.days.default: 0 is out of bounds: write a number from 1 to 6000 days",
        ),
        (
            "default = 10",
            "default = 'ten'",
            "own.toml, line 13, rule mine, parameters.days.default: this cannot be a parameter: write a whole number, a list of texts, or a list of pairs of texts",
        ),
        (
            "default = 10",
            "default = [\"a\"]",
            "own.toml, line 13, rule mine, parameters.days.default: it is not a whole number: write a whole number",
        ),
        (
            "title = \"Mine\"",
            "title = \"Mine",
            "own.toml, line 4: this is no TOML: invalid basic string, expected `\"`: correct the line; texts go in quotes, lists in brackets",
        ),
    ] {
        let text = FINE.replace(from, to);
        assert_ne!(text, FINE, "{from}");
        let told = told(&text);
        if !told.iter().any(|found| found == said) {
            missed.push(format!("{from} -> {to}\nexpected {said}\ntold     {}", told.join("\n         ")));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n\n"));
}

#[test]
fn a_check_is_held_to_its_parameters() {
    let check = FINE.replace("filter = 'gone eq false and lastSeen le \"-{days}d\"'", "check = 'last-admin'");
    let told = told(&check);
    let said = |what: &str| told.iter().any(|found| found.contains(what));
    assert!(said("message: a built-in check says itself what it finds: leave it out"), "{told:?}");
    assert!(
        said("parameters.users: the check needs it: add [rules.parameters.users] with unit = \"users\""),
        "{told:?}"
    );
    assert!(said("parameters.days: the check does not use it: leave it out"), "{told:?}");
    let unknown = check.replace("last-admin", "last-admins");
    assert!(joined(&unknown).contains("there is no built-in check \"last-admins\": write last-admin"));
}

fn joined(text: &str) -> String {
    told(text).join("\n")
}

#[test]
fn an_id_is_given_once_across_files() {
    let told: Vec<String> = lint(&[("a.toml", FINE), ("b.toml", FINE)], &["CIS 5.3".to_owned()].into())
        .iter()
        .map(ToString::to_string)
        .collect();
    let said =
        "b.toml, line 2, rule mine, id: a.toml, line 2 has a rule with this id already: give one of them another id";
    assert_eq!(told, [said]);
    assert!(matches!(
        Catalogue::default().with_own(&[("a.toml", FINE), ("b.toml", FINE)]),
        Err(AuditError::Files(problems)) if problems.len() == 1
    ));
}

#[test]
fn all_faults_are_told_at_once() {
    let text = FINE.replace("\"low\"", "\"lo\"").replace("Do it.", "").replace("deactivate", "x");
    assert_eq!(told(&text).len(), 3, "{:?}", told(&text));
}

#[test]
fn a_pack_is_held_to_its_rules() {
    let fine = "format = 1\nname = 'ours'\ntitle = 'Ours'\nabout = 'Us.'\n[[controls]]\nid = 'A.1'\ntitle = 'T'\n\
                text = 'T.'\nrules = ['dormant-45d']\nset.dormant-45d = { days = 30 }\n";
    let catalogue = Catalogue::shipped().unwrap();
    let rules = Pack::read("p.toml", fine).unwrap().rules(&catalogue).unwrap();
    assert_eq!((rules.len(), rules[0].number("days")), (1, 30));
    for (from, to, said) in [
        (
            "name = 'ours'",
            "name = 'Our Pack'",
            "p.toml, line 2, name: \"Our Pack\" is no name: use lower case letters, digits and -, at most 60",
        ),
        (
            "set.dormant-45d",
            "set.dormant-90d",
            "p.toml, line 10, control A.1, set.dormant-90d: the control does not name this rule: add it to rules",
        ),
        (
            "{ days = 30 }",
            "30",
            "p.toml, line 10, control A.1, set.dormant-45d: it is no table: write set.dormant-45d = { days = 45 }",
        ),
        ("title = 'T'\n", "", "p.toml, line 5, control A.1, title: it is missing: add title = '…', a few words"),
    ] {
        let wrong = Pack::read("p.toml", &fine.replace(from, to)).unwrap_err().to_string();
        assert_eq!(wrong, said);
    }
    for (from, to, said) in [
        (
            "'dormant-45d']\nset.dormant-45d",
            "'dormant-46d']\nset.dormant-46d",
            "there is no audit rule \"dormant-46d\"",
        ),
        ("days = 30", "days = 0", "dormant-45d, days: 0 is out of bounds"),
        ("days = 30", "weeks = 3", "dormant-45d, weeks: the rule has no such parameter"),
    ] {
        let wrong = Pack::read("p.toml", &fine.replace(from, to)).unwrap().rules(&catalogue).unwrap_err().to_string();
        assert!(wrong.starts_with(said), "{wrong}");
    }
}

#[test]
fn the_schema_in_the_documents_is_that_of_the_program() {
    let written = include_str!("../../../../docs/audit-rule.schema.json");
    let now = format!("{}\n", serde_json::to_string_pretty(&schema()).unwrap());
    assert!(written == now, "docs/audit-rule.schema.json is behind: cargo run -p muster-audit --example audit_docs");
}

#[test]
fn the_page_says_what_is_so() {
    let page = include_str!("../../../../docs/audit.md");
    for section in Section::ALL {
        let (begin, end) = section.marks();
        let (_, rest) = page.split_once(&begin).unwrap();
        let (written, _) = rest.split_once(&end).unwrap();
        let now = text(*section).unwrap();
        assert!(
            written.trim() == now.trim(),
            "docs/audit.md is behind: cargo run -p muster-audit --example audit_docs"
        );
    }
    // The rule and the pack that the page gives as examples can be read.
    let examples: Vec<&str> = page.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    let controls = Pack::known_controls(&Pack::all().unwrap());
    let own: Vec<(&str, &str)> = vec![("own.toml", examples[0])];
    assert_eq!(lint(&own, &controls), []);
    let catalogue = Catalogue::shipped().unwrap().with_own(&own).unwrap();
    let pack = Pack::read("pack.toml", examples[1]).unwrap();
    assert!(pack.rules(&catalogue).unwrap().len() > 1);
}

#[test]
fn huge_files_are_refused_and_not_read() {
    let told = told(&"#".repeat((1 << 20) + 1));
    assert_eq!(told, ["own.toml, line 1: the file has 1048577 bytes: split it into files of at most 1048576 bytes"]);
}

/// As many problems as a file can hold are all told, each with its line.
#[test]
fn a_file_of_nothing_but_problems_is_read_to_its_end() {
    let rules: String =
        (0..2_000).map(|n| FINE.replacen("format = 1\n", "", 1).replace("mine", &format!("r{n}"))).collect();
    let rules = format!("format = 1\n{}", rules.replace("CIS 5.3", "?"));
    let problems = lint(&[("own.toml", &rules)], &BTreeSet::new());
    assert_eq!(problems.len(), 2_000);
    assert_eq!(problems.last().unwrap().line, Some(rules.lines().count() - 15));
    let keys: String = (0..50_000).map(|n| format!("k{n} = 1\n")).collect();
    let told = told(&keys);
    assert_eq!(told.len(), 50_002);
    assert!(told.iter().any(|said| said.starts_with("own.toml, line 50000, k49999: ")));
}

proptest! {
    #[test]
    fn any_text_is_a_file_or_a_list_of_problems(text in ".{0,400}") {
        let _ = lint(&[("x", &text)], &BTreeSet::new());
        let _ = Pack::read("x", &text);
    }

    /// A good file with one piece replaced by anything: never a panic, and what
    /// is not read has a problem that says why.
    #[test]
    fn what_is_not_read_is_explained(at in 0usize..600, cut in 0usize..80, put in "[ -~\n\"'\\[\\]{}=#é]{0,30}") {
        for fine in [FINE, Pack::files()[0].1, Catalogue::files()[6].1] {
            let mut place = at.min(fine.len());
            while !fine.is_char_boundary(place) { place -= 1; }
            let mut end = (place + cut).min(fine.len());
            while !fine.is_char_boundary(end) { end -= 1; }
            let text = format!("{}{put}{}", &fine[..place], &fine[end.max(place)..]);
            let problems = lint(&[("x", &text)], &BTreeSet::new());
            let wrong = problems.iter().any(|problem| problem.weight == Weight::Wrong);
            let read = Catalogue::default().with_own(&[("x", &text)]);
            prop_assert_eq!(read.is_err(), wrong);
            for problem in problems {
                prop_assert!(!problem.what.is_empty() && !problem.remedy.is_empty());
                prop_assert!(problem.line.is_some_and(|line| line <= 1 + text.matches('\n').count()), "{}", problem);
            }
        }
    }
}
