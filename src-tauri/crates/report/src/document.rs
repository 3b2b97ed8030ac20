//! A whole report: what it is about, its figures, its chart, its tables, and how
//! it was counted. Every format is written from this one model, so that their
//! totals cannot differ.

use crate::chart::Chart;
use crate::error::ReportError;
use crate::table::{Cell, Column, ColumnKind, Table};
use chrono::{DateTime, NaiveDate, Utc};

/// A report as people hand it on.
#[derive(Debug)]
pub struct Document<'a> {
    /// Its word for programs and file names, such as `seats`.
    pub report: String,
    /// What kind of report it is, such as `Seat report`.
    pub kind: String,
    /// What it is about, such as the plan's title.
    pub title: String,
    /// The answer in a sentence or two, before any table.
    pub answer: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The first and the last day it speaks of; the same one, if it is about a day.
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// The rule behind the count in a sentence, if there is one.
    pub rule: Option<String>,
    /// Which users it is about, as a filter; empty for all.
    pub filter: String,
    /// More of what it is about, shown with the realm and the period.
    pub facts: Vec<Fact>,
    /// What a reader looks for first.
    pub figures: Vec<Figure>,
    /// What a reader must know to trust the figures.
    pub notes: Vec<String>,
    /// A picture of the figures over time.
    pub chart: Option<Chart>,
    /// The tables, in order.
    pub sections: Vec<Section<'a>>,
    /// How it was counted, a sentence each.
    pub counted: Vec<String>,
}

/// When, by whom and by which program a report was made. Nothing else in it
/// depends on when or where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The realm it is about.
    pub realm: String,
    /// The moment it speaks of.
    pub as_of: DateTime<Utc>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Who made it.
    pub operator: String,
    /// The version of the program that made it.
    pub version: String,
}

/// Something a report is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Its key in JSON.
    pub key: String,
    /// Its name for people; empty for what only programs are told.
    pub label: String,
    /// What it is.
    pub value: Cell,
}

impl Fact {
    /// A fact that everyone is told.
    #[must_use]
    pub fn new(key: &str, label: &str, value: Cell) -> Self {
        Self { key: key.to_owned(), label: label.to_owned(), value }
    }

    /// A fact for programs only.
    #[must_use]
    pub fn quiet(key: &str, value: Cell) -> Self {
        Self::new(key, "", value)
    }
}

/// A figure that a reader looks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Its key in JSON.
    pub key: String,
    /// Its name for people.
    pub label: String,
    /// The figure; empty where it is not known.
    pub value: Cell,
    /// The day it was reached, for a peak.
    pub on: Option<NaiveDate>,
    /// What it means, in a few words.
    pub said: String,
}

impl Figure {
    /// A figure.
    #[must_use]
    pub fn new(key: &str, label: &str, value: Cell, said: impl Into<String>) -> Self {
        Self { key: key.to_owned(), label: label.to_owned(), value, on: None, said: said.into() }
    }

    /// The same figure, reached on a day.
    #[must_use]
    pub fn on(mut self, day: NaiveDate) -> Self {
        self.on = Some(day);
        self
    }
}

/// A column of a section.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name for programs: the key in JSON, the header of CSV.
    pub key: String,
    /// Its title for people.
    pub label: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// How much of a page's width it asks for, beside the others.
    pub weight: f32,
    /// Whether it is only for programs and spreadsheets: too much for a page.
    pub hidden: bool,
}

impl Field {
    /// A column.
    #[must_use]
    pub fn new(key: &str, label: &str, kind: ColumnKind, weight: f32) -> Self {
        Self { key: key.to_owned(), label: label.to_owned(), kind, weight, hidden: false }
    }

    /// A column of words.
    #[must_use]
    pub fn text(key: &str, label: &str, weight: f32) -> Self {
        Self::new(key, label, ColumnKind::Text, weight)
    }

    /// A column of numbers.
    #[must_use]
    pub fn number(key: &str, label: &str) -> Self {
        Self::new(key, label, ColumnKind::Number, 1.0)
    }

    /// A column of days or times.
    #[must_use]
    pub fn date(key: &str, label: &str) -> Self {
        Self::new(key, label, ColumnKind::Date, 1.3)
    }

    /// A column of yes or no.
    #[must_use]
    pub fn bool(key: &str, label: &str) -> Self {
        Self::new(key, label, ColumnKind::Bool, 1.0)
    }

    /// The same, left out where there is a page's width only.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }
}

/// A table of a report.
#[derive(Debug)]
pub struct Section<'a> {
    /// Its key in JSON and the name of its sheet's file.
    pub key: String,
    /// Its heading.
    pub title: String,
    /// What it shows, in a sentence.
    pub said: String,
    /// Its columns.
    pub fields: Vec<Field>,
    /// Its rows.
    pub rows: Rows<'a>,
    /// Whether it is the report's list: what CSV holds, and what is counted as
    /// the report's rows.
    pub main: bool,
    /// What stands here if there are no rows.
    pub empty: String,
}

impl Section<'_> {
    /// Its shape with the names that programs know.
    #[must_use]
    pub fn table(&self) -> Table {
        Table::new(self.fields.iter().map(|f| Column { name: f.key.clone(), kind: f.kind }).collect())
    }

    /// Its shape with the titles that people know.
    #[must_use]
    pub fn titled(&self) -> Table {
        Table::new(self.fields.iter().map(|f| Column { name: f.label.clone(), kind: f.kind }).collect())
    }
}

/// Hands over at most so many rows, in order.
pub type Tell<'a> =
    dyn Fn(u64, &mut dyn FnMut(&[Cell]) -> Result<(), ReportError>) -> Result<(), ReportError> + Send + Sync + 'a;

/// Rows of a section. A long list is not held but told again by whoever has it,
/// so that memory does not grow with the report.
pub enum Rows<'a> {
    /// All of them.
    Held(Vec<Vec<Cell>>),
    /// How many there are, and who tells them.
    Told {
        /// How many.
        count: u64,
        /// Tells them, the same ones each time.
        tell: Box<Tell<'a>>,
    },
}

impl std::fmt::Debug for Rows<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} rows", self.count())
    }
}

impl Rows<'_> {
    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        match self {
            Self::Held(rows) => rows.len() as u64,
            Self::Told { count, .. } => *count,
        }
    }

    /// Hands over at most `most` rows, in order.
    ///
    /// # Errors
    /// What the taker says, what whoever tells the rows says, and
    /// [`ReportError::RowsChanged`] if they are fewer or more than were counted.
    pub fn each(&self, most: u64, take: &mut dyn FnMut(&[Cell]) -> Result<(), ReportError>) -> Result<(), ReportError> {
        match self {
            Self::Held(rows) => rows.iter().take(usize::try_from(most).unwrap_or(usize::MAX)).try_for_each(|r| take(r)),
            Self::Told { count, tell } => {
                let mut found = 0;
                tell(most, &mut |row| {
                    found += 1;
                    take(row)
                })?;
                let expected = most.min(*count);
                if found == expected { Ok(()) } else { Err(ReportError::RowsChanged { found, expected }) }
            }
        }
    }
}

impl Document<'_> {
    /// The report's list, if it has one.
    #[must_use]
    pub fn main(&self) -> Option<&Section<'_>> {
        self.sections.iter().find(|section| section.main)
    }

    /// How many rows its list has.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.main().map_or(0, |section| section.rows.count())
    }

    /// What it is about, in the order people are told: the realm first, how it
    /// was made last.
    #[must_use]
    pub fn about(&self) -> Vec<(String, Cell)> {
        let mut about = vec![("Realm".to_owned(), Cell::Text(self.origin.realm.clone()))];
        if let Some((from, to)) = self.period {
            let days = if from == to { from.to_string() } else { format!("{from} to {to}") };
            about.push(("Period".to_owned(), Cell::Text(days)));
        }
        about.push(("As of".to_owned(), Cell::Time(self.origin.as_of)));
        let told = self.facts.iter().filter(|fact| !fact.label.is_empty());
        about.extend(told.map(|fact| (fact.label.clone(), fact.value.clone())));
        let filter = if self.filter.is_empty() { "everyone" } else { &self.filter };
        about.push(("Filter".to_owned(), Cell::from(filter)));
        if self.origin.made_at != self.origin.as_of {
            about.push(("Made".to_owned(), Cell::Time(self.origin.made_at)));
        }
        about.push(("By".to_owned(), Cell::Text(self.origin.operator.clone())));
        about.push(("With".to_owned(), Cell::Text(format!("Muster {}", self.origin.version))));
        about
    }
}
