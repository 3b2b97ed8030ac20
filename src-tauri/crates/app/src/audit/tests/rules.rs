use super::*;
use crate::Code;
use crate::api::audit::{FindingEventKind, ParameterValue, RuleSource, SetRule, ShowFinding};

const OWN: &str = r#"
format = 1
[[rules]]
id = "cy-is-here"
title = "Cy is here"
severity = "high"
filter = 'gone eq false and userName eq "cy" and lastSeen gt "-{days}d"'
message = "Seen within {days} days."
controls = ["CIS 5.3"]
why = "A test."
remedy = "None."
fix = { operation = "deactivate" }
[rules.parameters.days]
default = 30
unit = "days"
least = 1
most = 60
meaning = "Days."
"#;

fn set(realm: &Realm, rule: &str, parameters: Value, off: Option<&str>) -> crate::Result<()> {
    let request = SetRule {
        rule: rule.to_owned(),
        parameters: serde_json::from_value(parameters).unwrap(),
        off: off.map(str::to_owned),
    };
    realm.session.audit_rule_set(&request, at("2026-11-20")).map(drop)
}

#[test]
fn a_rule_of_ones_own_is_tried_kept_asked_and_removed() {
    let realm = realm();
    realm.import("2026-11-20", &some());
    let source = RuleSource::Text(OWN.to_owned());
    let tried = realm.session.audit_rule_try(&source, at("2026-11-20")).unwrap();
    assert_eq!((tried.problems.len(), tried.hits, tried.users), (0, Some(1), Some(1)));
    assert_eq!(tried.sample[0].message, "Seen within 30 days.");
    // As a form it says the same.
    let form = RuleSource::Form(Box::new(tried.form.unwrap()));
    let again = realm.session.audit_rule_try(&form, at("2026-11-20")).unwrap();
    assert_eq!((again.problems, again.hits), (Vec::new(), Some(1)));

    let kept = realm.session.audit_rule_save(&source, at("2026-11-20")).unwrap();
    assert!(kept.glance.own && !kept.glance.ships && kept.glance.packs.contains(&"cis-v8".to_owned()));
    assert_eq!(kept.text, OWN);
    for pack in [None, Some("cis")] {
        assert!(found(&realm.run(pack, "2026-11-20")).contains(&("cy-is-here", "cy")));
    }
    let error = realm.session.audit_rules_add("own.toml", OWN, false, at("2026-11-20")).unwrap_err();
    assert_eq!(error.code, Code::Exists);

    let cy = realm.finding("cy-is-here", "cy");
    realm.session.audit_rule_remove("cy-is-here", at("2026-11-20")).unwrap();
    let after = realm.run(None, "2026-11-20");
    assert_eq!(after.resolved.iter().map(ToString::to_string).collect::<Vec<_>>(), std::slice::from_ref(&cy.id));
    let detail = realm.session.audit_finding(&ShowFinding { id: cy.id, pack: Some("all".to_owned()) }).unwrap();
    assert_eq!(detail.story.last().unwrap().event, FindingEventKind::NotLookedFor);
    assert_eq!(detail.why, "A test.", "what it was is still told");
    assert_eq!(realm.session.audit_rule("cy-is-here").unwrap_err().code, Code::NotFound);
    let shipped = realm.session.audit_rule_remove("dormant-45d", at("2026-11-20")).unwrap_err();
    assert_eq!(shipped.code, Code::NotPermitted);
}

#[test]
fn what_the_team_sets_holds_and_a_rule_that_is_off_is_not_asked() {
    let realm = realm();
    realm.import("2026-11-20", &some());
    realm.run(None, "2026-11-20");
    set(&realm, "dormant-45d", json!({ "days": 46 }), None).unwrap();
    let run = realm.run(None, "2026-11-20");
    assert_eq!(run.resolved.len(), 1, "ada is 45 days dormant");
    set(&realm, "dormant-45d", json!({ "days": null }), None).unwrap();
    assert_eq!(realm.run(None, "2026-11-20").new.len(), 1);
    assert_eq!(realm.state("dormant-45d", "ada"), FindingState::Reopened);
    set(&realm, "dormant-90d", json!({}), Some("we ask at 45")).unwrap();
    let run = realm.run(None, "2026-11-20");
    assert!(run.findings.iter().all(|f| f.rule != "dormant-90d"));
    let bob = realm.finding("dormant-90d", "bob");
    let detail = realm.session.audit_finding(&ShowFinding { id: bob.id, pack: None }).unwrap();
    assert_eq!(detail.story.last().unwrap().reason.as_deref(), Some("we ask at 45"));
    let off = realm.session.audit_rule("dormant-90d").unwrap().glance.off.unwrap();
    assert_eq!((off.reason.as_str(), off.operator.as_str()), ("we ask at 45", "olga"));
    set(&realm, "dormant-90d", json!({}), Some("")).unwrap();
    realm.run(None, "2026-11-20");
    assert_eq!(realm.state("dormant-90d", "bob"), FindingState::Reopened);

    let pairs = json!({ "pairs": [["Payer", "Approver"]] });
    set(&realm, "sod-conflict", pairs, None).unwrap();
    let rule = realm.session.audit_rule("sod-conflict").unwrap();
    let value = &rule.parameters.iter().find(|p| p.name == "pairs").unwrap().value;
    assert_eq!(*value, ParameterValue::Pairs(vec![("Payer".to_owned(), "Approver".to_owned())]));
    for (rule, parameters, field) in [
        ("dormant-45d", json!({ "days": 0 }), "days"),
        ("dormant-45d", json!({ "days": ["x"] }), "days"),
        ("dormant-45d", json!({ "weeks": 1 }), "weeks"),
        ("sod-conflict", json!({ "pairs": 1 }), "pairs"),
    ] {
        let error = set(&realm, rule, parameters, None).unwrap_err();
        assert_eq!((error.code, &error.details["field"]), (Code::Invalid, &json!(field)));
    }
    assert_eq!(set(&realm, "dormant-45", json!({}), None).unwrap_err().details["near"][0], "dormant-45d");
}

#[test]
fn what_is_wrong_with_a_rule_is_said_with_its_line_and_nothing_is_kept() {
    let realm = realm();
    let wrong = OWN.replace("severity = \"high\"", "severity = \"hihg\"").replace("userName eq", "userNam eq");
    let tried = realm.session.audit_rule_try(&RuleSource::Text(wrong.clone()), at("2026-11-20")).unwrap();
    let fields: Vec<(&str, Option<usize>)> = tried.problems.iter().map(|p| (p.field.as_str(), p.line)).collect();
    assert!(fields.contains(&("severity", Some(6))) && fields.contains(&("filter", Some(7))), "{fields:?}");
    assert_eq!((tried.hits, tried.form), (None, None));
    let error = realm.session.audit_rule_save(&RuleSource::Text(wrong), at("2026-11-20")).unwrap_err();
    assert_eq!(error.code, Code::Invalid);
    assert_eq!(error.details["problems"].as_array().unwrap().len(), 2);
    assert!(realm.session.audit_rules().unwrap().iter().all(|rule| !rule.own));
    for garbage in ["", "\0", "[[rules]]", "format = 2", &"[".repeat(100_000)] {
        let tried = realm.session.audit_rule_try(&RuleSource::Text(garbage.to_owned()), at("2026-11-20")).unwrap();
        assert!(tried.problems.iter().any(|p| p.wrong), "{}", &garbage[..garbage.len().min(20)]);
    }
}

#[test]
fn every_shipped_rule_is_shown_and_can_be_copied() {
    let realm = realm();
    let rules = realm.session.audit_rules().unwrap();
    assert!(rules.len() >= 35);
    for rule in rules {
        let detail = realm.session.audit_rule(&rule.id).unwrap();
        let copy = RuleSource::Text(detail.text.clone());
        let tried = realm.session.audit_rule_try(&copy, at("2026-11-20")).unwrap();
        assert!(tried.problems.iter().all(|p| !p.wrong), "{}: {:?}", rule.id, tried.problems);
        assert_eq!(tried.form, Some(detail.form), "{}", rule.id);
    }
}
