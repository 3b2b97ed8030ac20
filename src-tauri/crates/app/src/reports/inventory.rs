//! The user inventory: everyone of a filter.

use super::told::Listed;
use crate::api::reports::MakeReport;
use crate::api::users::SortBy;
use crate::columns::{ALL, Column};
use crate::job::Job;
use crate::session::Session;
use crate::{Result, filter};
use chrono::{DateTime, Utc};
use muster_columns::Counts;
use muster_report::shown::counted;
use muster_report::{Cell, ColumnKind, Document, Field, Figure, Rows, Section};

/// Columns that a page has room for; the others are in CSV, JSON and XLSX.
const ON_PAGES: [Column; 9] = [
    Column::Userstore,
    Column::Username,
    Column::DisplayName,
    Column::Email,
    Column::State,
    Column::HighestRole,
    Column::Privileged,
    Column::Mfa,
    Column::LastSeen,
];

/// What is counted beside the list.
struct Taken {
    counts: Counts,
    roles: Vec<(Option<u8>, Option<String>, u64)>,
    active: u64,
    privileged: u64,
    without_mfa: u64,
    dormant: u64,
    never: u64,
}

impl Session {
    pub(super) fn inventory_document<'a>(
        &'a self,
        request: &MakeReport,
        job: &'a Job,
        now: DateTime<Utc>,
    ) -> Result<Document<'a>> {
        let text = request.filter.trim();
        let ids = self.ordered(text, SortBy::UserName, false, now)?;
        let taken = self.taken(text, now)?;
        let total = ids.len() as u64;
        let listed = Listed { session: self, ids, job, now };
        let tell = listed.tell(|_, row| Ok(vec![ALL.iter().map(|column| column.cell(row)).collect()]));
        let users = Section {
            key: "users".to_owned(),
            title: "Users".to_owned(),
            said: "By username.".to_owned(),
            fields: ALL.iter().map(|column| field(*column)).collect(),
            rows: Rows::Told { count: total, tell },
            main: true,
            empty: "The filter finds nobody.".to_owned(),
        };
        Ok(Document {
            report: "inventory".to_owned(),
            kind: "User inventory".to_owned(),
            title: if text.is_empty() { "All users" } else { "Users of a filter" }.to_owned(),
            answer: answer(total, &taken),
            origin: self.origin(now),
            period: Some((now.date_naive(), now.date_naive())),
            rule: Some("Everyone whom the filter finds, as their sources told them last.".to_owned()),
            filter: text.to_owned(),
            facts: Vec::new(),
            figures: figures(total, &taken),
            notes: Vec::new(),
            chart: None,
            sections: vec![by_state(&taken), by_role(taken.roles), users],
            counted: vec![
                "Users are counted as their sources told them last. Who a complete snapshot no longer lists is in the list with the day since when, unless the filter leaves them out (gone eq false).".to_owned(),
                "Not seen means: seen, but not for 90 days. Never seen is what a source says; where it does not say, or was not asked, the list says so.".to_owned(),
                "Without two-factor counts only those of whom their source says so.".to_owned(),
            ],
        })
    }

    fn taken(&self, text: &str, now: DateTime<Utc>) -> Result<Taken> {
        let vault = self.vault();
        let and = |more: &str| if text.is_empty() { more.to_owned() } else { format!("({text}) and {more}") };
        self.directory.with(|loaded| {
            let count = |more: &str| loaded.count(vault, &filter::parse(&and(more))?, now);
            let counts = loaded.counts(vault, &filter::parse(text)?, now)?;
            Ok(Taken {
                roles: loaded.roles(&counts),
                active: count("state eq \"active\"")?,
                privileged: count("privileged eq true")?,
                without_mfa: count("mfa eq false")?,
                dormant: count("lastSeen le \"-90d\"")?,
                never: count("lastSeen eq never")?,
                counts,
            })
        })
    }
}

fn field(column: Column) -> Field {
    let weight = match column {
        Column::DisplayName | Column::Email => 1.5,
        Column::Username => 1.2,
        _ => 0.8,
    };
    let kind = if column == Column::LastSeen { ColumnKind::Date } else { column.report(false).kind };
    let field = Field::new(column.name(), column.title(), kind, weight);
    if ON_PAGES.contains(&column) { field } else { field.hidden() }
}

fn answer(total: u64, taken: &Taken) -> String {
    let users = match total {
        0 => return "Nobody.".to_owned(),
        1 => "One user".to_owned(),
        n => format!("{} users", counted(n)),
    };
    format!(
        "{users}: {} active, {} with a privileged role, {} not seen for 90 days and {} never.",
        counted(taken.active),
        counted(taken.privileged),
        counted(taken.dormant),
        counted(taken.never)
    )
}

fn figures(total: u64, taken: &Taken) -> Vec<Figure> {
    let figure = |key: &str, label: &str, count: u64, said: &str| Figure::new(key, label, Cell::count(count), said);
    vec![
        figure("total", "Users", total, "in the list below"),
        figure("active", "Active", taken.active, ""),
        figure("privileged", "Privileged", taken.privileged, "hold a privileged role"),
        figure("without_mfa", "Without two-factor", taken.without_mfa, "says their source"),
        figure("dormant", "Not seen for 90 days", taken.dormant, ""),
        figure("never", "Never seen", taken.never, "says their source"),
    ]
}

fn by_state(taken: &Taken) -> Section<'static> {
    let mut states: Vec<_> = taken.counts.by_state.iter().filter(|(_, count)| *count > 0).collect();
    states.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Section {
        key: "by_state".to_owned(),
        title: "By state".to_owned(),
        said: String::new(),
        fields: vec![Field::text("state", "State", 1.0), Field::number("count", "Users")],
        rows: Rows::Held(states.into_iter().map(|(s, n)| vec![Cell::from(s.word()), Cell::count(*n)]).collect()),
        main: false,
        empty: "Nobody.".to_owned(),
    }
}

/// Highest level first, roles without a level after them, no role last.
fn by_role(mut roles: Vec<(Option<u8>, Option<String>, u64)>) -> Section<'static> {
    roles.sort_by(|(level, name, _), (other_level, other, _)| {
        name.is_none().cmp(&other.is_none()).then(other_level.cmp(level)).then_with(|| name.cmp(other))
    });
    let mut rows: Vec<(String, u64)> = Vec::new();
    for (_, name, count) in roles {
        let name = name.unwrap_or_else(|| "No role".to_owned());
        // Roles of one name in several userstores are one line.
        match rows.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known += count,
            None => rows.push((name, count)),
        }
    }
    Section {
        key: "by_role".to_owned(),
        title: "By highest role".to_owned(),
        said: String::new(),
        fields: vec![Field::text("role", "Role", 1.0), Field::number("count", "Users")],
        rows: Rows::Held(rows.into_iter().map(|(role, n)| vec![Cell::Text(role), Cell::count(n)]).collect()),
        main: false,
        empty: "Nobody.".to_owned(),
    }
}
