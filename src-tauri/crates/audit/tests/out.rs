//! Findings as other programs read them.
#![allow(clippy::unwrap_used)]

mod common;

use common::who::who;
use common::with_calendar;
use common::{rule, shipped};
use muster_audit::Subject;
use muster_audit::finding::{Acceptance, FindingId, State};
use muster_audit::out::{FindingJson, Report, sarif};
use serde_json::{Value, json};

fn report() -> Report {
    with_calendar(|calendar| {
        let user = who().admin().seen(52);
        let dormant = rule("dormant-45d");
        let hit = user.found(&dormant, calendar).unwrap();
        let first = FindingJson::new(&dormant, &hit, &State::Open, "2026-11-01".parse().unwrap());
        let privileged = rule("dormant-privileged");
        let hit = user.found(&privileged, calendar).unwrap();
        let accepted = State::Accepted(Acceptance {
            reason: "on leave".to_owned(),
            who: "olga".to_owned(),
            until: "2026-12-31".parse().unwrap(),
        });
        let second = FindingJson::new(&privileged, &hit, &accepted, "2026-10-01".parse().unwrap());
        Report {
            as_of: calendar.today(),
            pack: "cis-v8".to_owned(),
            score: 87,
            new: vec![first.id],
            findings: vec![first, second],
            resolved: vec![FindingId(1)],
        }
    })
}

#[test]
fn the_json_has_the_promised_shape() {
    let report = report();
    let json = serde_json::to_value(&report).unwrap();
    let id = report.findings[0].id.to_string();
    assert_eq!(
        json["findings"][0],
        json!({
            "id": id,
            "rule": "dormant-45d",
            "severity": "medium",
            "controls": ["CIS 5.3", "NIST AC-2(3)", "SOC 2 CC6.2", "ISO 27001 A.5.18"],
            "subject": { "type": "user", "userstore": "gitlab", "name": "ada" },
            "state": "open",
            "since": "2026-11-01",
            "message": "Not seen for 52 days; the limit is 45.",
            "facts": [{ "name": "not_seen", "figure": 52 }, { "name": "days", "figure": 45 }]
        })
    );
    assert_eq!(json["findings"][1]["state"], "accepted");
    assert_eq!(
        (&json["findings"][1]["reason"], &json["findings"][1]["until"]),
        (&json!("on leave"), &json!("2026-12-31"))
    );
    let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["as_of", "findings", "new", "pack", "resolved", "score"]);
    assert_eq!((&json["as_of"], &json["pack"], &json["score"]), (&json!("2026-11-21"), &json!("cis-v8"), &json!(87)));
    assert_eq!((&json["new"], &json["resolved"]), (&json!([id]), &json!(["00000000000000000000000000000001"])));
    assert_eq!(serde_json::from_value::<Report>(json).unwrap(), report);
}

#[test]
fn the_sarif_has_what_the_standard_requires() {
    let (report, catalogue) = (report(), shipped());
    let log = serde_json::to_value(sarif(&report, catalogue.rules(), "0.1.0")).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "Muster");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), catalogue.rules().len());
    for descriptor in rules {
        for part in ["shortDescription", "fullDescription", "help"] {
            assert!(descriptor[part]["text"].as_str().is_some_and(|text| !text.is_empty()), "{descriptor}");
        }
    }
    for (result, finding) in run["results"].as_array().unwrap().iter().zip(&report.findings) {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"], "an index and an id of one rule");
        assert_eq!(result["ruleId"], finding.rule);
        assert_eq!(result["message"]["text"], finding.message);
        assert_eq!(result["partialFingerprints"]["musterFinding/v1"], finding.id.to_string());
        let place = &result["locations"][0]["logicalLocations"][0];
        assert_eq!((&place["fullyQualifiedName"], &place["kind"]), (&json!("gitlab/ada"), &json!("user")));
    }
    assert_eq!(run["results"][0]["level"], "warning");
    assert_eq!(run["results"][1]["level"], "error");
    assert_eq!(
        (&run["results"][0]["baselineState"], &run["results"][1]["baselineState"]),
        (&json!("new"), &json!("unchanged"))
    );
    assert_eq!(run["results"][0]["suppressions"], Value::Null);
    let accepted = json!([{ "kind": "external", "status": "accepted", "justification": "on leave" }]);
    assert_eq!(run["results"][1]["suppressions"], accepted);
}

/// A finding is the same after a day, and after a rename.
#[test]
fn a_finding_keeps_its_id_while_its_figures_change() {
    with_calendar(|calendar| {
        let dormant = rule("dormant-45d");
        let (early, mut late) = (who().seen(50), who().seen(51));
        late.user.username = "countess".to_owned();
        let id = |user: &common::who::Who| FindingId::of(&user.found(&dormant, calendar).unwrap());
        assert_eq!(id(&early), id(&late));
        late.user.source_id = Some("71".to_owned());
        assert_ne!(id(&early), id(&late));
    });
    assert_eq!(Subject::userstore("gitlab").name, "gitlab");
}
