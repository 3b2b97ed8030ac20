//! The functions that filters call. They are those the evaluator uses, so
//! that both fold alike; SQLite's own `lower`, `LIKE` and `substr` know only
//! ASCII, or stop at a NUL.

use crate::Result;
use muster_model::fold::{fold, fold_case};
use muster_model::permission;
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};

/// Gives a connection the functions that filters call.
pub(crate) fn register(conn: &Connection) -> Result<()> {
    // Innocuous, but never called by a schema: `trusted_schema` is off.
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    // Without case and accents; '' for NULL.
    conn.create_scalar_function(c"fold", 1, flags, |values| Ok(text(values, 0).map(fold).unwrap_or_default()))?;
    // Without case; '' for NULL.
    conn.create_scalar_function(c"fold_case", 1, flags, |values| {
        Ok(text(values, 0).map(fold_case).unwrap_or_default())
    })?;
    conn.create_scalar_function(c"starts_with", 2, flags, |values| {
        Ok(text(values, 0).zip(text(values, 1)).is_some_and(|(text, start)| text.starts_with(start)))
    })?;
    conn.create_scalar_function(c"ends_with", 2, flags, |values| {
        Ok(text(values, 0).zip(text(values, 1)).is_some_and(|(text, end)| text.ends_with(end)))
    })?;
    // Whether holding the first is holding the second, a `permission::key`;
    // any permission does if that is NULL.
    conn.create_scalar_function(c"gives_permission", 2, flags, |values| {
        let held = text(values, 0).and_then(permission::key);
        Ok(held.is_some_and(|held| text(values, 1).is_none_or(|asked| permission::covers(&held, asked))))
    })?;
    Ok(())
}

/// What is no text, as NULL is none, has nothing to compare.
fn text<'a>(values: &'a Context<'_>, at: usize) -> Option<&'a str> {
    values.get_raw(at).as_str().ok()
}
