//! What the audits know, for the evidence of a review: the findings about who is
//! in it, and the rules of the last run with the thresholds it used.

use crate::api::audit::{FindingFilter, FindingRow, FindingsQuery, Severity, SubjectKind};
use crate::session::Session;
use crate::{Code, Error, Result};
use muster_audit::review::Review;
use muster_model::{FindingState, UserId};
use muster_vault::tables::audit_run::AuditRun;
use muster_vault::tables::{audit_rule, audit_run};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashSet};

/// Findings that are read at a time.
const PAGE: u64 = 500;

/// Findings and the rules that found them.
pub(super) struct Audited {
    /// A finding a line, as JSON.
    pub findings: Vec<u8>,
    /// The rules with the thresholds that were used, as TOML.
    pub rules: String,
}

impl Session {
    /// The findings about a review's users, and about no user at all, as the
    /// last run left them, and the rules behind them.
    pub(super) fn audited_last(&self, review: &Review) -> Result<Audited> {
        let Some(run) = self.vault().read(|conn| audit_run::last(conn, None))? else {
            return Ok(Audited { findings: Vec::new(), rules: "# No audit was run in this vault.\n".to_owned() });
        };
        let users: HashSet<UserId> = review.items.iter().map(|item| item.user).collect();
        let names: HashSet<String> = review.items.iter().map(|item| item.full_name()).collect();
        let about = |finding: &FindingRow| match (finding.subject.kind, finding.subject.user) {
            (SubjectKind::User | SubjectKind::Grant, Some(user)) => users.contains(&user),
            // An account that is no longer there is known by its name alone.
            (SubjectKind::User | SubjectKind::Grant, None) => {
                names.contains(&format!("{}/{}", finding.subject.userstore, finding.subject.name))
            }
            _ => true,
        };
        let filter = FindingFilter {
            pack: Some(run.pack.clone()),
            states: FindingState::ALL.to_vec(),
            ..FindingFilter::default()
        };
        let (mut findings, mut offset) = (Vec::new(), 0);
        loop {
            let query = FindingsQuery { filter: filter.clone(), offset, limit: PAGE };
            let page = self.audit_findings(&query)?;
            offset += page.findings.len() as u64;
            for finding in page.findings.iter().filter(|finding| about(finding)) {
                serde_json::to_writer(&mut findings, finding).map_err(|_| unwritten())?;
                findings.push(b'\n');
            }
            if page.findings.is_empty() || offset >= page.total {
                break;
            }
        }
        Ok(Audited { findings, rules: self.rules_of(&run)? })
    }

    /// The rules of a run as it asked them.
    fn rules_of(&self, run: &AuditRun) -> Result<String> {
        let asked: BTreeMap<String, Value> = serde_json::from_str(&run.rules).unwrap_or_default();
        let known = self.vault().read(|conn| audit_rule::list(conn, Some(&run.pack)))?;
        let rules = known.into_iter().filter_map(|rule| {
            let parameters = asked.get(&rule.rule)?;
            let mut told = Map::new();
            told.insert("id".to_owned(), json!(rule.rule));
            told.insert("title".to_owned(), json!(rule.title));
            told.insert("severity".to_owned(), json!(Severity::ALL.get(usize::from(rule.severity))));
            told.insert("controls".to_owned(), json!(rule.controls));
            told.insert("thresholds".to_owned(), parameters.clone());
            if let Ok(Value::Object(body)) = serde_json::from_str(&rule.body) {
                told.extend(body);
            }
            Some(Value::Object(told))
        });
        let day = chrono::NaiveDate::default() + chrono::Duration::days(i64::from(run.as_of));
        let run = json!({
            "run": {
                "pack": run.pack,
                "as_of": day,
                "at": run.at,
                "operator": run.operator,
                "time_zone": run.time_zone,
                "score": run.score,
            },
        });
        let mut rules = json!({ "rule": rules.collect::<Vec<_>>() });
        without_nothing(&mut rules);
        let text = |value: &Value| toml::to_string(value).map_err(|_| unwritten());
        let (run, rules) = (text(&run)?, text(&rules)?);
        Ok(format!("# The audit rules as the last run asked them, with the thresholds it used.\n\n{run}\n{rules}"))
    }
}

fn unwritten() -> Error {
    Error::new(Code::Internal, "The findings could not be written. Please report this.")
}

/// TOML has no word for nothing.
fn without_nothing(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, value| !value.is_null());
            fields.values_mut().for_each(without_nothing);
        }
        Value::Array(all) => {
            all.retain(|value| !value.is_null());
            all.iter_mut().for_each(without_nothing);
        }
        _ => {}
    }
}
