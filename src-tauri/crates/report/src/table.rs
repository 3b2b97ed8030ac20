//! The model: columns and cells.

use crate::error::ReportError;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use std::borrow::Cow;

/// What a column holds. It decides alignment; each cell says itself what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words.
    Text,
    /// Numbers, aligned to the right.
    Number,
    /// Days and times.
    Date,
    /// Yes or no.
    Bool,
}

/// A column of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name: the key in JSON, the header elsewhere.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn text(name: &str) -> Self {
        Self { name: name.to_owned(), kind: ColumnKind::Text }
    }

    /// A column of numbers.
    #[must_use]
    pub fn number(name: &str) -> Self {
        Self { name: name.to_owned(), kind: ColumnKind::Number }
    }

    /// A column of days or times.
    #[must_use]
    pub fn date(name: &str) -> Self {
        Self { name: name.to_owned(), kind: ColumnKind::Date }
    }

    /// A column of yes or no.
    #[must_use]
    pub fn bool(name: &str) -> Self {
        Self { name: name.to_owned(), kind: ColumnKind::Bool }
    }
}

/// The shape of a report. Rows are handed to its writer one by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its columns, in order.
    pub columns: Vec<Column>,
}

impl Table {
    /// A table of these columns.
    #[must_use]
    pub fn new(columns: Vec<Column>) -> Self {
        Self { columns }
    }

    /// Checks that row number `row` (from 1) fits.
    ///
    /// # Errors
    /// [`ReportError::RowLength`] if it does not.
    pub(crate) fn check(&self, row: u64, cells: &[Cell]) -> Result<(), ReportError> {
        let (found, expected) = (cells.len(), self.columns.len());
        if found == expected { Ok(()) } else { Err(ReportError::RowLength { row, found, expected }) }
    }
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing: an empty cell, `null` in JSON.
    Empty,
    /// Words.
    Text(String),
    /// Several words; joined by `; ` where a format has no lists.
    List(Vec<String>),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Decimal(f64),
    /// A calendar day.
    Day(NaiveDate),
    /// A time, written in UTC to the second.
    Time(DateTime<Utc>),
    /// Yes or no.
    Bool(bool),
    /// An amount of money in hundredths of a currency that its column or label
    /// names.
    Money(i64),
}

impl Cell {
    /// A count.
    #[must_use]
    pub fn count(number: u64) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// An amount of money in hundredths, or an empty cell.
    #[must_use]
    pub fn money(cents: Option<u64>) -> Self {
        cents.map_or(Self::Empty, |cents| Self::Money(i64::try_from(cents).unwrap_or(i64::MAX)))
    }

    /// Words, or an empty cell.
    #[must_use]
    pub fn text(value: Option<&str>) -> Self {
        value.map_or(Self::Empty, |text| Self::Text(text.to_owned()))
    }

    /// A time, or an empty cell.
    #[must_use]
    pub fn time(value: Option<DateTime<Utc>>) -> Self {
        value.map_or(Self::Empty, Self::Time)
    }

    /// Whether it holds what someone wrote, rather than a number, a time or a
    /// yes or no, which can do no harm in a spreadsheet.
    #[must_use]
    pub const fn is_written(&self) -> bool {
        matches!(self, Self::Text(_) | Self::List(_))
    }

    /// The value as text, in the same spelling for every format: times as
    /// `2026-11-20T09:14:00Z`, days as `2026-11-20`, `true` and `false`.
    #[must_use]
    pub fn plain(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::List(items) => Cow::Owned(items.join("; ")),
            Self::Integer(number) => Cow::Owned(number.to_string()),
            Self::Decimal(number) if number.is_finite() => Cow::Owned(number.to_string()),
            Self::Decimal(_) => Cow::Borrowed(""),
            Self::Day(day) => Cow::Owned(day.to_string()),
            Self::Time(time) => Cow::Owned(time.to_rfc3339_opts(SecondsFormat::Secs, true)),
            Self::Bool(true) => Cow::Borrowed("true"),
            Self::Bool(false) => Cow::Borrowed("false"),
            Self::Money(cents) => {
                let sign = if *cents < 0 { "-" } else { "" };
                let cents = cents.unsigned_abs();
                Cow::Owned(format!("{sign}{}.{:02}", cents / 100, cents % 100))
            }
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<bool> for Cell {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
