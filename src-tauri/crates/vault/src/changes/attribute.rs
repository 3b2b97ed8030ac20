//! Defining custom attributes, and its way back. Users' values are not
//! touched: a definition says what may be typed from now on, and counts what
//! does not fit. Without it values stay as texts that only admins see.

use super::thing::{self, Thing};
use crate::tables::attribute_definition as table;
use crate::tables::{change, userstore};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::attribute::{AttributeType, Definition, MOST_CHOICES, MOST_NAME};
use muster_model::value::{self, ValueError};
use muster_model::{Userstore, UserstoreId};
use rusqlite::{Connection, Transaction};
use serde_json::json;

/// The most attributes of a userstore.
const MOST_ATTRIBUTES: usize = 500;

/// Checks a definition; answers it as it is kept.
///
/// # Errors
/// [`Error::Value`] with the field and what to do.
pub fn check(definition: &Definition) -> Result<Definition> {
    let refused = |field: &str, reason: String| Error::Value { field: field.to_owned(), reason };
    let text = |field: &str, text: &str| {
        value::plain(text, MOST_NAME, false).map(str::to_owned).map_err(|e| refused(field, e.to_string()))
    };
    let name = text("name", &definition.name)?;
    if name.is_empty() {
        return Err(refused("name", "an attribute needs a name: give it one, as the source spells it".to_owned()));
    }
    let title = definition.title.as_deref().map(|t| text("title", t)).transpose()?.filter(|t| !t.is_empty());
    let mut choices: Vec<String> = Vec::new();
    if definition.kind == AttributeType::Choice {
        for choice in &definition.choices {
            let choice = text("choices", choice)?;
            if !choice.is_empty() && !choices.contains(&choice) {
                choices.push(choice);
            }
        }
        if choices.is_empty() {
            return Err(refused("choices", "there is nothing to choose from: give at least one value".to_owned()));
        }
        if choices.len() > MOST_CHOICES {
            return Err(refused("choices", ValueError::TooMany { limit: MOST_CHOICES }.to_string()));
        }
    }
    Ok(Definition { name, title, choices, ..definition.clone() })
}

/// Defines an attribute or changes its definition; answers the change, none if
/// nothing differed.
///
/// # Errors
/// As [`check`]; [`Error::NoSuch`] for the userstore; or if the database fails.
pub fn define(
    tx: &Transaction<'_>,
    domain: &str,
    definition: &Definition,
    operator: &str,
    now: DateTime<Utc>,
) -> Result<Option<i64>> {
    let store = store(tx, domain)?;
    let definition = check(definition)?;
    let known = table::get(tx, store.id, &definition.name)?.is_some();
    if !known && table::list(tx, store.id)?.len() >= MOST_ATTRIBUTES {
        let reason = format!("{} has {MOST_ATTRIBUTES} attributes, and no room for more: remove one", store.domain);
        return Err(Error::Value { field: "name".to_owned(), reason });
    }
    let verb = if known { "Change the attribute" } else { "Define the attribute" };
    noted(tx, verb, &store, &definition.name, operator, now, || put(tx, store.id, &definition))
}

/// Removes a definition and answers the change. Values stay.
///
/// # Errors
/// [`Error::NoSuch`] for the userstore or the definition, or if the database
/// fails.
pub fn remove(tx: &Transaction<'_>, domain: &str, name: &str, operator: &str, now: DateTime<Utc>) -> Result<i64> {
    let store = store(tx, domain)?;
    let missing = || Error::NoSuch { what: "attribute", name: format!("{}/{name}", store.domain) };
    let done = noted(tx, "Remove the attribute", &store, name, operator, now, || {
        tx.execute("DELETE FROM attribute_definition WHERE userstore_id = ?1 AND name = ?2", (store.id.0, name))?;
        Ok(())
    })?;
    done.ok_or_else(missing)
}

fn store(conn: &Connection, domain: &str) -> Result<Userstore> {
    userstore::by_domain(conn, domain)?.ok_or_else(|| Error::NoSuch { what: "userstore", name: domain.to_owned() })
}

fn put(conn: &Connection, store: UserstoreId, definition: &Definition) -> Result<()> {
    let choices = (!definition.choices.is_empty()).then(|| json!(definition.choices).to_string());
    conn.prepare_cached(
        "INSERT INTO attribute_definition
            (userstore_id, name, title, type, choices, visibility, required, several, position)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,
            (SELECT coalesce(max(position), 0) + 1 FROM attribute_definition WHERE userstore_id = ?1))
         ON CONFLICT (userstore_id, name) DO UPDATE SET title = ?3, type = ?4, choices = ?5, visibility = ?6,
            required = ?7, several = ?8",
    )?
    .execute((
        store.0,
        &definition.name,
        &definition.title,
        definition.kind.number(),
        choices,
        definition.visibility.number(),
        definition.required,
        definition.several,
    ))?;
    Ok(())
}

/// Runs `work` on a definition, as a change of its own if it does anything.
fn noted(
    tx: &Transaction<'_>,
    verb: &str,
    store: &Userstore,
    name: &str,
    operator: &str,
    now: DateTime<Utc>,
    work: impl FnOnce() -> Result<()>,
) -> Result<Option<i64>> {
    let id = format!("{}/{name}", store.id);
    let known = table::get(tx, store.id, name)?;
    let before = thing::before(tx, Thing::Attribute, &id)?;
    work()?;
    if table::get(tx, store.id, name)? == known {
        return Ok(None);
    }
    let target = format!("{}/{name}", store.domain);
    let change = change::add(tx, &format!("{verb} {target}"), Some(&target), operator, now)?;
    thing::record(tx, change, Thing::Attribute, &id, before, now)?;
    Ok(Some(change))
}
