//! The score of a realm, what takes how much from it, and runs over time.

use super::keep;
use super::rules::{Team, pack_name};
use super::run::{calendar, counted, scored};
use super::words::{self, ALL, packs, severity};
use crate::Result;
use crate::api::audit::{AuditOverview, AuditRun, AuditScore, RunAudit, ScoreRule};
use crate::session::Session;
use chrono::{DateTime, Utc};
use muster_audit::finding::WEIGHTS;
use muster_model::FindingState;
use muster_vault::Connection;
use muster_vault::log;
use muster_vault::tables::audit_rule::AuditRule;
use muster_vault::tables::audit_run;

/// Runs that a trend shows.
const TREND: u64 = 200;

impl Session {
    /// Audits at a glance, as a pack sees them: `all` for every rule, none for
    /// that of the last run.
    ///
    /// # Errors
    /// [`crate::Code::NotFound`] for a pack, or that the vault cannot be read.
    pub fn audit_overview(&self, pack: Option<&str>, now: DateTime<Utc>) -> Result<AuditOverview> {
        let asked = pack.map(pack_name).transpose()?;
        let (pack, trend, rules) = self.vault().read(|conn| {
            let pack = shown(conn, asked.as_deref())?;
            Ok((pack.clone(), audit_run::of_pack(conn, &pack, TREND)?, keep::rules(conn, &pack)?))
        })?;
        let last = trend.first();
        let score = last.map(|last| {
            let run = audit_run::AuditRun { counts: counted(&rules), ..last.clone() };
            AuditScore { rules: taking(&rules), ..words::score(&scored(&run)) }
        });
        let stale = match last {
            Some(last) => self.asked_today(&pack, last, now)? != last.asked,
            None => false,
        };
        Ok(AuditOverview {
            last: last.map(words::run),
            score,
            stale,
            trend: trend.iter().rev().map(words::run).collect(),
            packs: packs()?,
            time_zone: self.audit_time_zone()?,
            may_change: self.may_change().is_ok(),
            pack,
        })
    }

    /// The last runs of a pack, oldest first.
    ///
    /// # Errors
    /// As [`Session::audit_overview`].
    pub fn audit_trend(&self, pack: Option<&str>, limit: u64) -> Result<Vec<AuditRun>> {
        let asked = pack.map(pack_name).transpose()?;
        let runs = self.vault().read(|conn| {
            let pack = shown(conn, asked.as_deref())?;
            audit_run::of_pack(conn, &pack, limit)
        })?;
        Ok(runs.iter().rev().map(words::run).collect())
    }

    /// What a run of today would ask of which data, in the zone of the last.
    fn asked_today(&self, pack: &str, last: &audit_run::AuditRun, now: DateTime<Utc>) -> Result<String> {
        let zone = self.zone(Some(&last.time_zone))?;
        let calendar = calendar(&zone, &RunAudit::default(), now);
        let (team, seq) =
            self.vault().read(|conn| Ok((Team::read(conn)?, log::last_but(conn, super::run::ELSEWHERE)?)))?;
        Ok(super::run::asked(&team.asking(Some(pack))?, seq, &calendar, &zone))
    }
}

/// The pack that is shown: the one asked for, else that of the last run.
pub(super) fn shown(conn: &Connection, asked: Option<&str>) -> muster_vault::Result<String> {
    Ok(match asked {
        Some(pack) => pack.to_owned(),
        None => audit_run::last(conn, None)?.map_or_else(|| ALL.to_owned(), |run| run.pack),
    })
}

/// What each rule takes from the score, the most first.
fn taking(rules: &[AuditRule]) -> Vec<ScoreRule> {
    let taken = rules.iter().map(|rule| {
        let severity = severity(rule.severity);
        let open = rule.count(FindingState::Open) + rule.count(FindingState::Reopened);
        let weight = WEIGHTS.iter().find(|(known, _, _)| *known == severity).map_or(0, |(_, weight, _)| *weight);
        ScoreRule { rule: rule.rule.clone(), title: rule.title.clone(), severity, open, points: open * weight }
    });
    let mut taken: Vec<ScoreRule> = taken.filter(|rule| rule.open > 0).collect();
    taken.sort_by(|a, b| (b.points, b.open, &a.rule).cmp(&(a.points, a.open, &b.rule)));
    taken
}
