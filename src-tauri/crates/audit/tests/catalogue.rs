//! Whether the rules and packs that ship hold together.
#![allow(clippy::unwrap_used)]

use muster_audit::rule::{Fix, Look, Value, Weight, lint};
use muster_audit::{Catalogue, Pack, Severity};
use muster_query::sentence;
use std::collections::{BTreeMap, BTreeSet};

/// Ids that programs rely on.
const FIXED: [&str; 16] = [
    "dormant-45d",
    "dormant-90d",
    "never-signed-in",
    "last-seen-unknown",
    "dormant-privileged",
    "privileged-without-mfa",
    "duplicate-email",
    "case-variant-username",
    "leaver-still-enabled",
    "disabled-with-role",
    "expired-but-enabled",
    "service-account-unowned",
    "direct-grant",
    "sod-conflict",
    "unused-role",
    "last-admin",
];

/// Everything that the reference's catalogue of findings names (`iam.md` 4.2),
/// and the rules that find it.
const REFERENCE: [(&str, &[&str]); 31] = [
    ("dormant enabled, warn", &["dormant-45d"]),
    ("dormant enabled, fail", &["dormant-90d"]),
    ("never logged in", &["never-signed-in", "privileged-never-signed-in"]),
    ("unknown last login", &["last-seen-unknown", "last-seen-not-collected"]),
    ("dormant privileged", &["dormant-privileged"]),
    ("disabled but holding roles or a seat", &["disabled-with-role", "disabled-with-seat"]),
    ("orphan", &["not-in-directory"]),
    ("leaver still enabled", &["leaver-still-enabled"]),
    ("duplicate e-mail", &["duplicate-email"]),
    ("case-variant username", &["case-variant-username"]),
    ("same person twice", &["person-several-accounts"]),
    ("shared or generic name", &["shared-name"]),
    ("admin without MFA", &["privileged-without-mfa", "privileged-mfa-unknown"]),
    ("admin used daily", &["admin-in-daily-use"]),
    ("too many admins", &["too-many-privileged"]),
    ("service account lacking owner", &["service-account-unowned"]),
    ("… purpose", &["service-account-without-purpose"]),
    ("… or review date", &["service-account-without-review-date", "service-account-review-overdue"]),
    ("expired validity still enabled", &["expired-but-enabled", "grant-expired"]),
    ("temporary without expiry", &["temporary-without-expiry"]),
    ("password older than policy", &["password-old"]),
    ("pending invite older than N d", &["invitation-old", "approval-old"]),
    ("unverified e-mail", &["email-unverified"]),
    ("external guest", &["external-privileged", "external-dormant"]),
    ("no role", &["no-role"]),
    ("role without members, owner or use", &["unused-role", "role-without-owner", "role-without-use", "empty-group"]),
    (
        "direct grant bypassing groups, more roles than the peer median, SoD",
        &["direct-grant", "more-roles-than-peers", "sod-conflict"],
    ),
    ("grant since last review without note", &["grant-since-review"]),
    ("missing inventory fields, review overdue", &["missing-inventory-field", "review-overdue"]),
    ("failed-login outlier, read-only userstore", &["failed-sign-ins", "read-only-userstore"]),
    ("only one enabled admin left", &["last-admin"]),
];

#[test]
fn everything_that_was_asked_for_ships() {
    let catalogue = Catalogue::shipped().unwrap();
    assert!(catalogue.rules().len() >= 35, "{}", catalogue.rules().len());
    for id in FIXED.iter().chain(REFERENCE.iter().flat_map(|(_, ids)| *ids)) {
        assert_eq!(&*catalogue.rule(id).unwrap().id, *id);
    }
    assert_eq!(&*catalogue.rule(" Last-Admin ").unwrap().id, "last-admin");
    let unknown = catalogue.rule("dormant-45").unwrap_err().to_string();
    assert!(unknown.starts_with("there is no audit rule \"dormant-45\"; did you mean dormant-45d"), "{unknown}");
}

#[test]
fn what_ships_has_nothing_to_complain_about() {
    let packs = Pack::all().unwrap();
    let problems = lint(Catalogue::files(), &Pack::known_controls(&packs));
    assert!(problems.is_empty(), "{}", problems.iter().map(|p| format!("{p}\n")).collect::<String>());
}

#[test]
fn every_rule_says_everything_in_whole_sentences() {
    let catalogue = Catalogue::shipped().unwrap();
    let titles: BTreeSet<&str> = catalogue.rules().iter().map(|rule| rule.title.as_str()).collect();
    assert_eq!(titles.len(), catalogue.rules().len(), "each has a title of its own");
    for rule in catalogue.rules() {
        assert!(!rule.own && !rule.controls.is_empty(), "{}", rule.id);
        assert!(rule.title.chars().count() <= 60 && !rule.title.ends_with('.'), "{}", rule.title);
        let reason = match &rule.fix {
            Fix::None(reason) => reason.as_str(),
            Fix::By(_) => "Some.",
        };
        let meanings = rule.parameters.iter().map(|parameter| parameter.meaning.as_str());
        for sentence in meanings.chain([rule.why.as_str(), &rule.remedy, reason]) {
            let whole = sentence.starts_with(char::is_uppercase) && sentence.ends_with('.');
            assert!(whole && !sentence.contains(['\n', '{']), "{}: {sentence}", rule.id);
        }
        if let Look::Users(users) = &rule.look {
            assert!(!sentence(users.filter()).is_empty());
            assert!(!users.filter().to_string().contains('{'), "{}", rule.id);
        }
    }
    for severity in Severity::ALL {
        assert!(catalogue.rules().iter().any(|rule| rule.severity == *severity), "{severity}");
    }
}

#[test]
fn packs_and_rules_name_each_other() {
    let catalogue = Catalogue::shipped().unwrap();
    let packs = Pack::all().unwrap();
    let names: Vec<&str> = packs.iter().map(|pack| pack.name.as_str()).collect();
    assert_eq!(names, ["cis-v8", "pci-dss-4", "nist-800-53-ac", "soc-2", "iso-27001"]);
    let mut by_rule: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for control in packs.iter().flat_map(|pack| &pack.controls) {
        assert!(!control.rules.is_empty(), "{}", control.id);
        for text in [&control.title, &control.text] {
            assert!(text.starts_with(char::is_uppercase), "{}: {text}", control.id);
        }
        assert!(control.text.ends_with('.'), "{}", control.id);
        for id in &control.rules {
            assert!(by_rule.entry(id).or_default().insert(&control.id), "{}: {id} twice", control.id);
        }
    }
    for rule in catalogue.rules() {
        let controls: BTreeSet<&str> = rule.controls.iter().map(String::as_str).collect();
        assert_eq!(by_rule.remove(&*rule.id), Some(controls), "{}", rule.id);
    }
    assert!(by_rule.is_empty(), "{by_rule:?}");
}

#[test]
fn each_pack_sets_the_thresholds_of_its_framework() {
    let catalogue = Catalogue::shipped().unwrap();
    let number = |pack: &str, rule: &str, parameter: &str| {
        let rules = Pack::by_name(pack).unwrap().rules(&catalogue).unwrap();
        rules.iter().find(|found| &*found.id == rule).map(|found| found.number(parameter))
    };
    for (pack, rule, parameter, expected) in [
        ("cis-v8", "dormant-45d", "days", Some(45)),
        ("cis-v8", "service-account-dormant", "days", Some(45)),
        ("CIS-V8", "review-overdue", "days", Some(90)),
        ("pci-dss-4", "dormant-90d", "days", Some(90)),
        ("pci-dss-4", "dormant-45d", "days", None),
        ("pci-dss-4", "review-overdue", "days", Some(183)),
        ("pci-dss-4", "failed-sign-ins", "times", Some(10)),
        ("pci-dss-4", "password-old", "days", Some(90)),
        ("nist-800-53-ac", "review-overdue", "days", Some(365)),
        ("soc-2", "review-overdue", "days", Some(92)),
        ("iso-27001", "review-overdue", "days", Some(183)),
        ("soc-2", "sod-conflict", "days", Some(0)),
        ("soc-2", "failed-sign-ins", "times", None),
    ] {
        assert_eq!(number(pack, rule, parameter), expected, "{pack} {rule}");
    }
    for (asked, found) in [("cis", "cis-v8"), ("PCI-DSS", "pci-dss-4"), ("soc2", "soc-2"), ("ISO 27001", "iso-27001")] {
        assert_eq!(Pack::by_name(asked).unwrap().name, found);
    }
    for name in ["hipaa", "", "-", "cis-v8-x"] {
        let unknown = Pack::by_name(name).unwrap_err().to_string();
        let said = format!("there is no pack {name:?}; the packs are: cis-v8, pci-dss-4");
        assert!(unknown.starts_with(&said), "{unknown}");
    }
}

#[test]
fn a_rule_of_the_teams_own_joins_the_packs_whose_controls_it_serves() {
    let text = r#"
format = 1
[[rules]]
id = "no-department"
title = "No department"
severity = "low"
filter = 'gone eq false and not (department pr)'
message = "Has no department."
controls = ["CIS 5.1"]
why = "We bill by department."
remedy = "Set it."
fix = { operation = "set-profile" }
"#;
    let catalogue = Catalogue::shipped().unwrap().with_own(&[("own.toml", text)]).unwrap();
    let has = |pack: &str| {
        let rules = Pack::by_name(pack).unwrap().rules(&catalogue).unwrap();
        rules.iter().any(|rule| &*rule.id == "no-department" && rule.own)
    };
    assert!(has("cis-v8") && !has("pci-dss-4"));
    // One with the id of a rule that ships takes its place.
    let text = text.replace("no-department", "dormant-45d");
    let catalogue = catalogue.with_own(&[("own.toml", &text)]).unwrap();
    assert_eq!(catalogue.rule("dormant-45d").unwrap().title, "No department");
    assert_eq!(catalogue.rules().len(), Catalogue::shipped().unwrap().rules().len() + 1);
}

#[test]
fn parameters_are_held_to_their_bounds() {
    let rule = Catalogue::shipped().unwrap().rule("dormant-45d").unwrap().clone();
    let filter = |rule: &muster_audit::Rule| match &rule.look {
        Look::Users(users) => users.filter().to_string(),
        Look::Check(_) => String::new(),
    };
    let set = rule.clone().with("days", Value::Number(30)).unwrap();
    assert!(filter(&set).contains("\"-30d\"") && filter(&set).contains("\"-90d\""), "{}", filter(&set));
    assert_eq!((set.number("days"), rule.number("days")), (30, 45));
    for (name, value, said) in [
        ("days", Value::Number(0), "dormant-45d, days: 0 is out of bounds: write a number from 1 to 3650 days"),
        ("days", Value::Number(3651), "dormant-45d, days: 3651 is out of bounds: write a number from 1 to 3650 days"),
        ("days", Value::Names(vec![]), "dormant-45d, days: it is not a whole number: write a whole number"),
        ("day", Value::Number(1), "dormant-45d, day: the rule has no such parameter: use days, until"),
    ] {
        assert_eq!(rule.clone().with(name, value).unwrap_err().to_string(), said);
    }
}

#[test]
fn only_what_ships_is_not_own_and_doubts_do_not_stop_a_file() {
    let text = "format = 1\n[[rules]]\nid = 'x'\ntitle = 'X'\nseverity = 'LOW'\nfilter = 'mfa eq false'\nmessage = 'X.'\n\
                why = 'X.'\nremedy = 'X.'\nfix = { none = 'X.' }\n";
    let problems = lint(&[("x.toml", text)], &BTreeSet::new());
    assert!(problems.iter().all(|problem| problem.weight == Weight::Doubtful) && problems.len() == 2, "{problems:?}");
    assert!(Catalogue::default().with_own(&[("x.toml", text)]).unwrap().rule("x").unwrap().own);
}
