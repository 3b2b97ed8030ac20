//! From what SQLite stores to the words of the model.

use crate::{Error, Result};
use chrono::{DateTime, Utc};

/// The value of a stored number or text, or an error that names the column.
pub(crate) fn stored<T>(
    table: &'static str,
    column: &'static str,
    found: impl ToString,
    value: impl FnOnce() -> Option<T>,
) -> Result<T> {
    value().ok_or_else(|| Error::Stored { table, column, found: found.to_string() })
}

/// Seconds since 1970 as a time.
pub(crate) fn time(table: &'static str, column: &'static str, seconds: i64) -> Result<DateTime<Utc>> {
    stored(table, column, seconds, || DateTime::from_timestamp(seconds, 0))
}

/// Seconds since 1970 as a time, if there are any.
pub(crate) fn time_of(
    table: &'static str,
    column: &'static str,
    seconds: Option<i64>,
) -> Result<Option<DateTime<Utc>>> {
    seconds.map(|s| time(table, column, s)).transpose()
}
