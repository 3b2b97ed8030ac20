//! Findings as a report that people hand on.

use super::findings::chosen;
use super::run::{counted, scored};
use super::words::{self, ALL, severity};
use crate::Result;
use crate::api::audit::{FindingFilter, FindingGroup, FindingGroupsQuery, FindingRow, GroupFindingsBy};
use crate::session::Session;
use chrono::{DateTime, Utc};
use muster_audit::Pack;
use muster_report::shown::counted as apart;
use muster_report::{Cell, Document, Fact, Field, Figure, ReportError, Rows, Section};
use muster_vault::tables::audit_rule::AuditRule;
use muster_vault::tables::audit_run::{self, AuditRun};
use muster_vault::tables::finding;

/// The columns of a list of findings.
pub(super) fn fields() -> Vec<Field> {
    vec![
        Field::text("severity", "Severity", 0.7),
        Field::text("rule", "Rule", 1.2),
        Field::text("title", "Finds", 1.5).hidden(),
        Field::text("userstore", "Userstore", 0.8),
        Field::text("name", "About", 1.3),
        Field::text("type", "Kind", 0.6).hidden(),
        Field::text("state", "State", 0.7),
        Field::date("since", "Since"),
        Field::text("message", "Finding", 3.0),
        Field::text("controls", "Controls", 1.2).hidden(),
        Field::text("reason", "Accepted because", 1.5).hidden(),
        Field::date("until", "Accepted until").hidden(),
        Field::bool("new", "New").hidden(),
        Field::text("id", "Id", 1.5).hidden(),
    ]
}

/// A finding in these columns.
pub(super) fn cells(row: &FindingRow) -> Vec<Cell> {
    vec![
        Cell::from(row.severity.word()),
        Cell::from(row.rule.as_str()),
        Cell::from(row.title.as_str()),
        Cell::from(row.subject.userstore.as_str()),
        Cell::from(row.subject.name.as_str()),
        Cell::from(row.subject.kind.word()),
        Cell::from(row.state.word()),
        Cell::Day(row.since),
        Cell::from(row.message.as_str()),
        Cell::List(row.controls.clone()),
        Cell::text(row.reason.as_deref()),
        row.until.map_or(Cell::Empty, Cell::Day),
        Cell::Bool(row.new),
        Cell::from(row.id.as_str()),
    ]
}

impl Session {
    /// The findings of a filter as a report.
    pub(super) fn findings_document<'a>(&'a self, filter: &FindingFilter, now: DateTime<Utc>) -> Result<Document<'a>> {
        let meant = self.named(filter)?;
        let (run, rules, total, pack) = self.vault().read(|conn| {
            let chosen = chosen(conn, filter, &meant)?;
            let all = super::keep::rules(conn, &chosen.pack)?;
            let counts = finding::count(conn, &chosen.rules, &chosen.wanted)?;
            let total: u64 = counts.iter().flatten().sum();
            Ok((audit_run::last(conn, Some(&chosen.pack))?, all, total, chosen.pack))
        })?;
        // The pack stays the one that was looked at, whoever runs another meanwhile.
        let filter = FindingFilter { pack: Some(pack.clone()), ..filter.clone() };
        let by_rule = self.audit_groups(&query(GroupFindingsBy::Rule, &filter))?.groups;
        let by_control = self.audit_groups(&query(GroupFindingsBy::Control, &filter))?.groups;
        let list = filter.clone();
        let tell = Box::new(move |most: u64, take: &mut dyn FnMut(&[Cell]) -> std::result::Result<(), ReportError>| {
            let (mut left, mut refused) = (most, None);
            let told = self.each_finding(&list, &mut |row| {
                if left == 0 {
                    return Err(enough());
                }
                left -= 1;
                take(&cells(&row)).map_err(|error| {
                    refused = Some(error);
                    enough()
                })
            });
            match (refused, told) {
                (Some(error), _) => Err(error),
                (None, Err(error)) if error.code != crate::Code::Cancelled => Err(ReportError::Source(Box::new(error))),
                (None, _) => Ok(()),
            }
        });
        let findings = Section {
            key: "findings".to_owned(),
            title: "Findings".to_owned(),
            said: "The worst first, then by rule, state, userstore and name.".to_owned(),
            fields: fields(),
            rows: Rows::Told { count: total, tell },
            main: true,
            empty: "Nothing was found.".to_owned(),
        };
        let as_of = run.as_ref().map_or_else(|| now.date_naive(), |run| words::day(run.as_of));
        Ok(Document {
            report: "findings".to_owned(),
            kind: "Audit".to_owned(),
            title: title(&pack)?,
            answer: answer(run.as_ref(), &rules, total),
            origin: self.origin(now),
            period: Some((as_of, as_of)),
            rule: Some("What the rules of the pack found in what the sources told last.".to_owned()),
            filter: said(&filter),
            facts: facts(run.as_ref(), &pack),
            figures: figures(run.as_ref(), &rules),
            notes: Vec::new(),
            chart: None,
            sections: vec![
                section("by_rule", "By rule", "Rule", by_rule),
                section("by_control", "By control", "Control", by_control),
                findings,
            ],
            counted: vec![
                "Score: 100 times users over users and points, rounded down. Points are the weights of all open findings: 40 for a critical one, 10 for high, 3 for medium, 1 for low. Users are those who are enabled, 100 at the least. At most 70 while a critical one is open, and 90 while a high one is.".to_owned(),
                "Accepted findings weigh nothing. They are in the list with who accepted them why and until when.".to_owned(),
                "Days are calendar days in the operator's time zone.".to_owned(),
            ],
        })
    }
}

fn enough() -> crate::Error {
    crate::Error::new(crate::Code::Cancelled, "No more rows are wanted.")
}

fn query(by: GroupFindingsBy, filter: &FindingFilter) -> FindingGroupsQuery {
    FindingGroupsQuery { by, filter: filter.clone(), offset: 0, limit: super::findings::MOST }
}

fn title(pack: &str) -> Result<String> {
    if pack == ALL {
        return Ok("All rules".to_owned());
    }
    Ok(Pack::all()?.into_iter().find(|known| known.name == pack).map_or_else(|| pack.to_owned(), |known| known.title))
}

/// A filter of findings in words.
pub(super) fn said(filter: &FindingFilter) -> String {
    let mut parts = Vec::new();
    let mut part = |what: &str, words: Vec<&str>| {
        if !words.is_empty() {
            parts.push(format!("{what} {}", words.join(" or ")));
        }
    };
    part("severity", filter.severities.iter().map(|severity| severity.word()).collect());
    part("state", filter.states.iter().map(|state| state.word()).collect());
    part("rule", filter.rules.iter().map(String::as_str).collect());
    part("control", filter.control.iter().map(String::as_str).collect());
    part("userstore", filter.userstore.iter().map(String::as_str).collect());
    part("text", Some(filter.text.trim()).filter(|text| !text.is_empty()).into_iter().collect());
    if let Some(user) = filter.user {
        parts.push(format!("user {user}"));
    }
    if filter.new {
        parts.push("new".to_owned());
    }
    if filter.gone {
        parts.push("resolved by the last run".to_owned());
    }
    parts.join(", ")
}

fn answer(run: Option<&AuditRun>, rules: &[AuditRule], total: u64) -> String {
    let Some(run) = run else { return "No audit was run yet.".to_owned() };
    let counts = counted(rules);
    let open: u64 = counts.iter().map(|(open, _)| open).sum();
    let (critical, high) = (counts[4].0, counts[3].0);
    let score = scored(&AuditRun { counts, ..run.clone() }).score;
    format!(
        "Score {score} of 100. {} open, {} of them critical and {} high. This list has {}.",
        findings(open),
        apart(critical),
        apart(high),
        findings(total)
    )
}

fn findings(count: u64) -> String {
    if count == 1 { "1 finding".to_owned() } else { format!("{} findings", apart(count)) }
}

fn facts(run: Option<&AuditRun>, pack: &str) -> Vec<Fact> {
    let mut facts = vec![Fact::new("pack", "Pack", Cell::from(pack))];
    if let Some(run) = run {
        facts.push(Fact::new("run", "Run", Cell::Integer(run.id)));
        facts.push(Fact::new("run_at", "Run at", Cell::Time(run.at)));
        facts.push(Fact::new("run_by", "Run by", Cell::from(run.operator.as_str())));
        facts.push(Fact::new("time_zone", "Time zone", Cell::from(run.time_zone.as_str())));
        facts.push(Fact::quiet("rules", Cell::from(run.rules.as_str())));
    }
    facts
}

fn figures(run: Option<&AuditRun>, rules: &[AuditRule]) -> Vec<Figure> {
    let Some(run) = run else { return Vec::new() };
    let counts = counted(rules);
    let score = scored(&AuditRun { counts, ..run.clone() });
    let mut figures = vec![Figure::new("score", "Score", Cell::Integer(score.score.into()), score.formula())];
    for (number, (open, accepted)) in (0_u8..5).zip(counts).rev() {
        let word = severity(number).word();
        let mut label = word.to_owned();
        label.get_mut(0..1).into_iter().for_each(str::make_ascii_uppercase);
        let said = if accepted > 0 { format!("and {} accepted", apart(accepted)) } else { String::new() };
        figures.push(Figure::new(word, &label, Cell::count(open), said));
    }
    figures
}

fn section(key: &str, title: &str, what: &str, groups: Vec<FindingGroup>) -> Section<'static> {
    let rows = groups.into_iter().map(|group| {
        vec![
            Cell::Text(group.key),
            Cell::Text(group.title),
            Cell::from(group.severity.word()),
            Cell::count(group.open),
            Cell::count(group.accepted),
        ]
    });
    Section {
        key: key.to_owned(),
        title: title.to_owned(),
        said: String::new(),
        fields: vec![
            Field::text(&what.to_lowercase(), what, 1.2),
            Field::text("title", "Title", 2.0),
            Field::text("severity", "Severity", 0.7),
            Field::number("open", "Open"),
            Field::number("accepted", "Accepted"),
        ],
        rows: Rows::Held(rows.collect()),
        main: false,
        empty: "Nothing was found.".to_owned(),
    }
}
