//! Custom attributes of a userstore's users: what was defined, and what is
//! used. Defining and its way back are in [`crate::changes::attribute`].

use super::stored;
use crate::Result;
use muster_model::attribute::Definition;
use muster_model::{AttributeType, UserstoreId, Visibility};
use rusqlite::{Connection, Row};
use std::collections::BTreeMap;

const SELECT: &str = "SELECT name, title, type, choices, visibility, required, several FROM attribute_definition WHERE userstore_id = ?1";

fn read(row: &Row<'_>) -> Result<Definition> {
    let (kind, visibility): (u8, u8) = (row.get(2)?, row.get(4)?);
    let choices: Option<String> = row.get(3)?;
    let parse = |text: String| stored("attribute_definition", "choices", "", || serde_json::from_str(&text).ok());
    Ok(Definition {
        name: row.get(0)?,
        title: row.get(1)?,
        kind: stored("attribute_definition", "type", kind, || AttributeType::from_number(kind))?,
        choices: choices.map(parse).transpose()?.unwrap_or_default(),
        visibility: stored("attribute_definition", "visibility", visibility, || Visibility::from_number(visibility))?,
        required: row.get(5)?,
        several: row.get(6)?,
    })
}

/// What was defined for a userstore, in the order in which it was.
///
/// # Errors
/// If the database fails or holds an unknown word.
pub fn list(conn: &Connection, userstore: UserstoreId) -> Result<Vec<Definition>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} ORDER BY position, name"))?;
    let mut rows = statement.query([userstore.0])?;
    let mut definitions = Vec::new();
    while let Some(row) = rows.next()? {
        definitions.push(read(row)?);
    }
    Ok(definitions)
}

/// The definition of an attribute, if there is one.
///
/// # Errors
/// If the database fails or holds an unknown word.
pub fn get(conn: &Connection, userstore: UserstoreId, name: &str) -> Result<Option<Definition>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} AND name = ?2"))?;
    let mut rows = statement.query((userstore.0, name))?;
    rows.next()?.map(read).transpose()
}

/// How an attribute is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Use {
    /// Users who have a value.
    pub users: u64,
    /// Users whose values do not fit the definition. A user without a value
    /// of a required attribute is none: nothing is there that could be wrong.
    pub misfits: u64,
}

/// How each attribute of a userstore's users is used, those that only turned
/// up in imports included. Reads every profile of the userstore.
///
/// # Errors
/// If the database fails or holds something else than profiles.
pub fn used(conn: &Connection, userstore: UserstoreId, defined: &[Definition]) -> Result<BTreeMap<String, Use>> {
    let mut uses: BTreeMap<String, Use> = defined.iter().map(|d| (d.name.clone(), Use::default())).collect();
    // Only the attributes are cut out of each profile: most have none.
    let mut statement = conn.prepare_cached(
        "SELECT json_extract(p.body, '$.attributes') FROM user_profile p JOIN user u ON u.id = p.user_id
         WHERE u.userstore_id = ?1 AND u.gone_since IS NULL",
    )?;
    let mut rows = statement.query([userstore.0])?;
    while let Some(row) = rows.next()? {
        let Some(text) = row.get_ref(0)?.as_str_or_null().map_err(rusqlite::Error::from)? else { continue };
        let attributes: BTreeMap<String, Vec<String>> =
            stored("user_profile", "body", "", || serde_json::from_str(text).ok())?;
        for (name, values) in attributes {
            let misfit = defined.iter().any(|d| d.name == name && d.check(&values).is_err());
            let used = uses.entry(name).or_default();
            used.users += 1;
            used.misfits += u64::from(misfit);
        }
    }
    Ok(uses)
}
