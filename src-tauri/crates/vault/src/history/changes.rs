//! What changed about users, by snapshots and by operators.

use super::Whose;
use crate::Result;
use crate::tables::stored;
use rusqlite::Connection;
use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt::Formatter;

/// What was done to a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It was made here.
    Created,
    /// Something of it differs; also what was taken back.
    Changed,
    /// A complete snapshot no longer listed it.
    Gone,
    /// A snapshot listed it again.
    Returned,
}

/// A row of what changed. Those of one user are in order by `(at, id)`.
#[derive(Debug, Clone, Copy)]
pub struct Change<'r> {
    /// Muster's key of the user.
    pub user: i64,
    /// When, in seconds since 1970: for a snapshot, when it was taken.
    pub at: i64,
    /// The row's number, which orders what happened at one time.
    pub id: i64,
    /// What was done.
    pub action: Action,
    /// What differs.
    pub fields: Fields<'r>,
}

/// Fields before and after, still as they are stored.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'r>(&'r str);

/// Told a field: its name, what it was, and what it became.
pub type See<'s> = &'s mut dyn FnMut(&str, Option<&str>, Option<&str>);

impl Fields<'_> {
    /// Shows each field. The names are those of [`crate::tables::version::FieldChange`].
    ///
    /// # Errors
    /// If what is stored is no list of fields.
    pub fn each(self, see: See<'_>) -> Result<()> {
        let mut reader = serde_json::Deserializer::from_str(self.0);
        stored("user_version", "fields", "", || reader.deserialize_seq(Each(see)).ok())
    }
}

/// Hands over what changed, in the order in which it was written down.
///
/// # Errors
/// If the database fails, holds an unknown word, or `take` fails.
pub fn changes(conn: &Connection, whose: Whose, take: &mut dyn FnMut(Change<'_>) -> Result<()>) -> Result<()> {
    let (condition, key) = whose.condition("user_id");
    let mut statement = conn.prepare_cached(&format!(
        "SELECT user_id, at, id, action, fields FROM user_version WHERE {condition} ORDER BY id"
    ))?;
    let mut rows = statement.query([key])?;
    while let Some(row) = rows.next()? {
        let text = |column| -> Result<&str> { Ok(row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?) };
        let action = text(3)?;
        take(Change {
            user: row.get(0)?,
            at: row.get(1)?,
            id: row.get(2)?,
            action: stored("user_version", "action", action, || match action {
                "created" => Some(Action::Created),
                "changed" | "undone" => Some(Action::Changed),
                "gone" => Some(Action::Gone),
                "returned" => Some(Action::Returned),
                _ => None,
            })?,
            fields: Fields(text(4)?),
        })?;
    }
    Ok(())
}

/// A text, not copied where it has no escapes.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
struct Field<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    before: Option<Text<'a>>,
    #[serde(borrow)]
    after: Option<Text<'a>>,
}

struct Each<'s>(See<'s>);

impl<'de> Visitor<'de> for Each<'_> {
    type Value = ();

    fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of fields")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> std::result::Result<(), A::Error> {
        while let Some(field) = list.next_element::<Field<'de>>()? {
            (self.0)(&field.name.0, field.before.as_ref().map(|t| &*t.0), field.after.as_ref().map(|t| &*t.0));
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn shown(json: &str) -> Result<Vec<String>> {
        let mut shown = Vec::new();
        Fields(json).each(&mut |name, before, after| shown.push(format!("{name} {before:?} {after:?}")))?;
        Ok(shown)
    }

    #[test]
    fn fields_are_shown_as_they_were_written() {
        let json = r#"[{"name":"state","before":"active","after":"blocked"},
            {"name":"email","before":null,"after":"a\"b\u00e9@x"},{"name":"x"}]"#;
        let expected = [r#"state Some("active") Some("blocked")"#, r#"email None Some("a\"bé@x")"#, "x None None"];
        assert_eq!(shown(json).unwrap(), expected);
        assert_eq!(shown("[]").unwrap(), [""; 0]);
        for wrong in ["", "{}", "[1]", r#"[{"before":"x"}]"#, r#"[{"name":1}]"#] {
            assert!(shown(wrong).is_err(), "{wrong}");
        }
    }
}
