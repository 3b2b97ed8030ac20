//! How two snapshots differ.

use crate::api::reports::MakeReport;
use crate::api::snapshots::{Became, DiffPage, DiffQuery, SnapshotRow};
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_report::shown::{counted, shown};
use muster_report::{Cell, Document, Fact, Field, Figure, Rows, Section};

impl Session {
    pub(super) fn comparison_document(&self, request: &MakeReport, now: DateTime<Utc>) -> Result<Document<'static>> {
        let Some((from, to)) = request.snapshots else {
            return Err(Error::new(
                Code::Invalid,
                "A comparison needs two snapshots. Say which two (muster snapshot list).",
            ));
        };
        let query = DiffQuery { from, to, became: None, field: None, text: String::new(), offset: 0, limit: u64::MAX };
        let diff = self.diff(&query, now)?;
        Ok(Document {
            report: "comparison".to_owned(),
            kind: "Snapshot comparison".to_owned(),
            title: format!("{}, {} to {}", diff.from.userstore, day(&diff.from), day(&diff.to)),
            answer: format!(
                "{} came, {} went and {} changed between the two snapshots.",
                users(diff.added),
                users(diff.removed),
                users(diff.changed)
            ),
            origin: self.origin(now),
            period: Some((diff.from.taken_at.date_naive(), diff.to.taken_at.date_naive())),
            rule: Some("Everyone whom only one of the two snapshots has, or who differs between them in anything but last seen.".to_owned()),
            filter: String::new(),
            facts: vec![
                Fact::new("from", "From", Cell::Text(named(&diff.from))),
                Fact::new("to", "To", Cell::Text(named(&diff.to))),
            ],
            figures: vec![
                Figure::new("users_before", "Users before", Cell::count(diff.from.users), "listed by the first"),
                Figure::new("users_after", "Users after", Cell::count(diff.to.users), "listed by the second"),
                Figure::new("added", "Came", Cell::count(diff.added), "not there before"),
                Figure::new("removed", "Went", Cell::count(diff.removed), "no longer there"),
                Figure::new("changed", "Changed", Cell::count(diff.changed), "in one field or more"),
            ],
            notes: [&diff.from, &diff.to].into_iter().filter_map(incomplete).collect(),
            chart: None,
            sections: vec![fields(&diff), differences(&diff)],
            counted: vec![
                "A snapshot is what one import saw. Someone came who is not in the first and is in the second; someone went who is in the first and not in the second.".to_owned(),
                "Only a snapshot that lists everyone makes anyone gone.".to_owned(),
                "A user who changed has one row for each field that differs; last seen is no such field, because it changes for nearly everyone.".to_owned(),
            ],
        })
    }
}

fn users(count: u64) -> String {
    if count == 1 { "One user".to_owned() } else { format!("{} users", counted(count)) }
}

fn day(snapshot: &SnapshotRow) -> String {
    snapshot.taken_at.date_naive().to_string()
}

fn named(snapshot: &SnapshotRow) -> String {
    format!("snapshot {}, {}", snapshot.id, shown(&Cell::Time(snapshot.taken_at)))
}

fn incomplete(snapshot: &SnapshotRow) -> Option<String> {
    let because = snapshot.because.as_deref().map_or_else(String::new, |why| format!(": {why}"));
    (!snapshot.complete)
        .then(|| format!("Snapshot {} of {} did not list everyone{because}", snapshot.id, day(snapshot)))
}

fn fields(diff: &DiffPage) -> Section<'static> {
    Section {
        key: "fields".to_owned(),
        title: "What changed".to_owned(),
        said: "Of the users in both snapshots, by field.".to_owned(),
        fields: vec![Field::text("name", "Field", 1.0), Field::number("count", "Users")],
        rows: Rows::Held(diff.fields.iter().map(|f| vec![Cell::from(f.name.as_str()), Cell::count(f.count)]).collect()),
        main: false,
        empty: "Nothing changed in anyone who is in both.".to_owned(),
    }
}

fn differences(diff: &DiffPage) -> Section<'static> {
    let mut rows = Vec::new();
    for row in &diff.rows {
        let became = match row.became {
            Became::Added => "came",
            Became::Removed => "went",
            Became::Changed => "changed",
        };
        let cells = |field: Option<&str>, before: Option<&str>, after: Option<&str>| {
            vec![
                Cell::from(row.username.as_str()),
                Cell::from(row.display_name.as_str()),
                Cell::from(became),
                Cell::text(field),
                Cell::text(before),
                Cell::text(after),
            ]
        };
        if row.fields.is_empty() {
            rows.push(cells(None, None, None));
        }
        rows.extend(row.fields.iter().map(|f| cells(Some(&f.name), f.before.as_deref(), f.after.as_deref())));
    }
    Section {
        key: "differences".to_owned(),
        title: "Who".to_owned(),
        said: "Who came, who went, who changed and in what, each by name.".to_owned(),
        fields: vec![
            Field::text("username", "Username", 1.2),
            Field::text("display_name", "Name", 1.4),
            Field::text("became", "Became", 0.7),
            Field::text("field", "Field", 0.9),
            Field::text("before", "Before", 1.2),
            Field::text("after", "After", 1.2),
        ],
        rows: Rows::Held(rows),
        main: true,
        empty: "The two snapshots do not differ.".to_owned(),
    }
}
