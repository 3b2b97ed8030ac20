//! SARIF 2.1.0 (OASIS standard, March 2020): findings for programs that
//! collect those of many tools. Section numbers are those of the standard.

use super::json::{FindingJson, Report};
use crate::rule::Rule;
use crate::severity::Severity;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Where the standard's schema is.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// A SARIF log (3.13).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sarif<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'r>; 1],
}

/// A run (3.14).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'r> {
    tool: Tool<'r>,
    automation_details: Automation,
    column_kind: &'static str,
    results: Vec<Found<'r>>,
    properties: Properties,
}

#[derive(Debug, Serialize)]
struct Tool<'r> {
    driver: Driver<'r>,
}

/// A tool component (3.19).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'r> {
    name: &'static str,
    semantic_version: &'r str,
    rules: Vec<Descriptor<'r>>,
}

/// A reporting descriptor (3.49).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'r> {
    id: &'r str,
    short_description: Text<'r>,
    full_description: Text<'r>,
    help: Text<'r>,
    default_configuration: Configuration,
    properties: RuleProperties<'r>,
}

#[derive(Debug, Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Debug, Serialize)]
struct RuleProperties<'r> {
    /// The controls.
    tags: &'r [String],
    severity: Severity,
    /// The spelling by which code hosts order findings: 0.0 to 10.0.
    #[serde(rename = "security-severity")]
    security_severity: &'static str,
}

/// The run's identity (3.17).
#[derive(Debug, Serialize)]
struct Automation {
    id: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Properties {
    as_of: String,
    pack: String,
    score: u8,
}

#[derive(Debug, Serialize)]
struct Text<'r> {
    text: &'r str,
}

/// A result (3.27).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Found<'r> {
    rule_id: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text<'r>,
    locations: [Location<'r>; 1],
    partial_fingerprints: BTreeMap<&'static str, String>,
    baseline_state: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression<'r>>,
    properties: ResultProperties<'r>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'r> {
    logical_locations: [LogicalLocation<'r>; 1],
}

/// A logical location (3.33).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'r> {
    name: &'r str,
    fully_qualified_name: String,
    kind: &'static str,
}

/// A suppression (3.35): the finding was accepted.
#[derive(Debug, Serialize)]
struct Suppression<'r> {
    kind: &'static str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    justification: Option<&'r str>,
}

#[derive(Debug, Serialize)]
struct ResultProperties<'r> {
    state: &'r str,
    since: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

/// A report as SARIF. `rules` are those that were run; `version` is Muster's.
#[must_use]
pub fn sarif<'r>(report: &'r Report, rules: &'r [Rule], version: &'r str) -> Sarif<'r> {
    let places: HashMap<&str, usize> = rules.iter().enumerate().map(|(place, rule)| (&*rule.id, place)).collect();
    let new: BTreeSet<_> = report.new.iter().collect();
    let results = report.findings.iter();
    let results = results.map(|finding| result(finding, places.get(finding.rule.as_str()), new.contains(&finding.id)));
    Sarif {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "Muster",
                    semantic_version: version,
                    rules: rules.iter().map(descriptor).collect(),
                },
            },
            automation_details: Automation { id: format!("audit/{}/{}", report.pack, report.as_of) },
            column_kind: "unicodeCodePoints",
            results: results.collect(),
            properties: Properties { as_of: report.as_of.to_string(), pack: report.pack.clone(), score: report.score },
        }],
    }
}

fn descriptor(rule: &Rule) -> Descriptor<'_> {
    Descriptor {
        id: &rule.id,
        short_description: Text { text: &rule.title },
        full_description: Text { text: &rule.why },
        help: Text { text: &rule.remedy },
        default_configuration: Configuration { level: level(rule.severity) },
        properties: RuleProperties {
            tags: &rule.controls,
            severity: rule.severity,
            security_severity: match rule.severity {
                Severity::Critical => "9.5",
                Severity::High => "8.0",
                Severity::Medium => "5.5",
                Severity::Low => "2.5",
                Severity::Info => "0.0",
            },
        },
    }
}

fn result<'r>(finding: &'r FindingJson, rule_index: Option<&usize>, new: bool) -> Found<'r> {
    let subject = &finding.subject;
    let whole = if subject.userstore.is_empty() || subject.userstore == subject.name {
        subject.name.clone()
    } else {
        format!("{}/{}", subject.userstore, subject.name)
    };
    let suppressions = if finding.state == "accepted" {
        vec![Suppression { kind: "external", status: "accepted", justification: finding.reason.as_deref() }]
    } else {
        Vec::new()
    };
    Found {
        rule_id: &finding.rule,
        rule_index: rule_index.copied(),
        level: level(finding.severity),
        message: Text { text: &finding.message },
        locations: [Location {
            logical_locations: [LogicalLocation {
                name: &subject.name,
                fully_qualified_name: whole,
                kind: subject.kind.word(),
            }],
        }],
        partial_fingerprints: [("musterFinding/v1", finding.id.to_string())].into(),
        baseline_state: if new { "new" } else { "unchanged" },
        suppressions,
        properties: ResultProperties {
            state: &finding.state,
            since: finding.since.to_string(),
            until: finding.until.map(|until| until.to_string()),
        },
    }
}

/// The standard's word (3.27.10): it knows three.
const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}
