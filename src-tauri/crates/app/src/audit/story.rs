//! One finding with everything that happened to it.

use super::words::{self, Body, day, id};
use crate::api::audit::{FindingDetail, FindingEvent, FindingFact, ShowFinding};
use crate::session::Session;
use crate::{Code, Error, Result};
use muster_audit::hit::Fact;
use muster_model::{FindingEventKind, FindingState};
use muster_vault::Connection;
use muster_vault::tables::audit_rule::{self, AuditRule};
use muster_vault::tables::finding::{self, Finding, FindingKey};
use muster_vault::tables::{acceptance, audit_run, finding_event};

impl Session {
    /// A finding: its rule with the parameters that the run used, and what
    /// happened to it.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::Invalid`] for what is no id, or that the
    /// vault cannot be read.
    pub fn audit_finding(&self, request: &ShowFinding) -> Result<FindingDetail> {
        let key = self.finding_named(&request.id)?;
        let pack = request.pack.as_deref().map(super::rules::pack_name).transpose()?;
        let detail = self.vault().read(|conn| {
            let Some((rule, finding)) = of_pack(conn, key, pack.as_deref())? else { return Ok(None) };
            detail(conn, &rule, finding).map(Some)
        })?;
        detail.ok_or_else(|| {
            let pack = pack.unwrap_or_default();
            let message = format!("No run of {pack} has had the finding {}. Leave the pack out.", id(key));
            Error::new(Code::NotFound, message)
        })
    }
}

/// The finding as a pack's runs left it: the pack asked for, else the one that
/// was run last.
pub(super) fn of_pack(
    conn: &Connection,
    key: FindingKey,
    pack: Option<&str>,
) -> muster_vault::Result<Option<(AuditRule, Finding)>> {
    let rules = audit_rule::list(conn, pack)?;
    let found = finding::between(conn, key, key)?;
    let mut known: Vec<(AuditRule, Finding)> = found
        .into_iter()
        .filter_map(|finding| Some((rules.iter().find(|rule| rule.id == finding.rule)?.clone(), finding)))
        .collect();
    let recent = audit_run::packs(conn)?;
    known.sort_by_key(|(rule, _)| recent.iter().position(|pack| *pack == rule.pack));
    Ok(known.into_iter().next())
}

fn detail(conn: &Connection, rule: &AuditRule, finding: Finding) -> muster_vault::Result<FindingDetail> {
    let first = audit_run::by_id(conn, finding.first_run)?;
    let last = audit_run::last(conn, Some(&rule.pack))?;
    let last_found = match finding.state {
        // The run that did not find it came after the last that did.
        FindingState::Resolved => audit_run::before(conn, &rule.pack, finding.changed_run)?,
        _ => last.clone(),
    };
    let accepted = if finding.state == FindingState::Accepted { acceptance::get(conn, finding.id)? } else { None };
    let mut story = vec![FindingEvent {
        event: FindingEventKind::Found,
        at: first.at,
        on: day(finding.since),
        operator: first.operator,
        run: Some(finding.first_run),
        snapshot: None,
        snapshot_at: None,
        reason: None,
        until: None,
    }];
    story.extend(finding_event::of_finding(conn, finding.id, &rule.pack)?.into_iter().map(event));
    let body = Body::read(rule);
    let facts: Vec<Fact> = serde_json::from_str(&finding.facts).unwrap_or_default();
    let mut finding = words::row(rule, finding, accepted.as_ref(), last.map(|run| run.id));
    words::call(conn, &mut finding.subject)?;
    Ok(FindingDetail {
        fix: body.fix(),
        pack: rule.pack.clone(),
        why: body.why,
        remedy: body.remedy,
        parameters: body.parameters,
        facts: facts
            .into_iter()
            .map(|fact| FindingFact { name: fact.name.into_owned(), figure: serde_json::json!(fact.figure) })
            .collect(),
        accepted_by: accepted.as_ref().map(|said| said.operator.clone()),
        accepted_at: accepted.as_ref().map(|said| said.at),
        story,
        last_found: last_found.as_ref().map(words::run),
        finding,
    })
}

fn event(event: finding_event::FindingEvent) -> FindingEvent {
    FindingEvent {
        event: event.event,
        at: event.at,
        on: day(event.day),
        operator: event.operator,
        run: event.run,
        snapshot: event.snapshot,
        snapshot_at: event.snapshot_at,
        reason: event.reason,
        until: event.until.map(day),
    }
}
