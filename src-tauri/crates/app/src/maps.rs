//! How the columns of a CSV file are read, tried out and kept.

use crate::api::import::{AttributeChoice, CsvColumn, MapPreview, MapPreviewRequest, MappedRow, SavedMap};
use crate::session::Session;
use crate::{Code, Error, Result, import};
use chrono::{DateTime, Utc};
use muster_formats::{Attribute, ColumnMap, Dialect, Options, preview, sample};
use muster_model::value;
use muster_vault::log::Entry;
use muster_vault::tables::column_map;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

/// Rows that are shown.
const ROWS: usize = 20;
/// The most characters of a map's name.
const MOST_NAME: usize = 80;
/// The most columns a map is kept for.
const MOST_COLUMNS: usize = 2_000;

/// What a column can be taken for; besides, `attribute:NAME` for a custom
/// attribute.
#[must_use]
pub fn attributes() -> Vec<AttributeChoice> {
    let choice = |entry: muster_formats::MenuEntry| AttributeChoice {
        word: entry.word.to_owned(),
        title: entry.title.to_owned(),
        doc: entry.doc.to_owned(),
        group: entry.group.to_owned(),
    };
    Attribute::all().into_iter().map(choice).collect()
}

impl Session {
    /// The beginning of a CSV file as it would be read. A map under which
    /// nobody could be told apart yet is answered with the reason in each row,
    /// so that the screen on which it is made can show the columns.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::Unreadable`] for what is no table,
    /// [`Code::Invalid`] for a word that is no attribute.
    pub fn import_preview(&self, request: &MapPreviewRequest) -> Result<MapPreview> {
        let path = Path::new(&request.path);
        let map = ColumnMap::new(&request.map)?;
        let options = Options { dialect: Some(Dialect::Csv), map };
        let shown = sample(path, &options, ROWS)?;
        let rows = match preview(path, &options, ROWS) {
            Ok(preview) => mapped(preview),
            Err(error @ muster_formats::Error::Map { .. }) => {
                let reason = Error::from(error).message;
                let row = |line| MappedRow { line, values: BTreeMap::new(), rejected: Some(reason.clone()) };
                shown.rows.iter().map(|r| row(r.line)).collect()
            }
            Err(error) => return Err(error.into()),
        };
        let headers: Vec<&str> = shown.columns.iter().map(|c| c.header.as_str()).collect();
        let known = self.vault().read(column_map::list)?;
        let saved = known.into_iter().find(|known| same(&headers, &known.headers)).map(|known| known.name);
        let column =
            |c: muster_formats::Column| CsvColumn { header: c.header, attribute: c.attribute, samples: c.samples };
        Ok(MapPreview { columns: shown.columns.into_iter().map(column).collect(), rows, saved })
    }

    /// The maps that were kept, the one saved last first.
    ///
    /// # Errors
    /// If the vault cannot be read.
    pub fn import_maps(&self) -> Result<Vec<SavedMap>> {
        self.vault().read(column_map::list)?.into_iter().map(saved).collect()
    }

    /// Keeps a map; one of the same name is replaced.
    ///
    /// # Errors
    /// [`Code::Invalid`] for a name or a map that cannot be.
    pub fn import_map_save(&self, request: &SavedMap, now: DateTime<Utc>) -> Result<()> {
        self.may_change()?;
        let invalid = |field: &str, message: String| Error::new(Code::Invalid, message).with(json!({ "field": field }));
        let name = value::plain(&request.name, MOST_NAME, false)
            .map_err(|e| invalid("name", format!("The name of the map {e}.")))?;
        if name.is_empty() {
            return Err(invalid("name", "A map needs a name. Give it one.".to_owned()));
        }
        if request.headers.len() > MOST_COLUMNS {
            let message = format!("The file has more than {MOST_COLUMNS} columns. Leave out what is not needed.");
            return Err(invalid("headers", message));
        }
        let map = ColumnMap::new(&request.map)?;
        let kept =
            column_map::ColumnMap { name: name.to_owned(), headers: request.headers.clone(), map: map.to_toml()? };
        Ok(self.vault().write(now, |tx| {
            column_map::save(tx, &kept, now)?;
            let details = json!({ "columns": request.map });
            Ok(((), Some(Entry::new("map.save").target(name).details(details))))
        })?)
    }

    /// Removes a map.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub fn import_map_remove(&self, name: &str, now: DateTime<Utc>) -> Result<()> {
        self.may_change()?;
        Ok(self.vault().write(now, |tx| {
            column_map::remove(tx, name)?;
            Ok(((), Some(Entry::new("map.remove").target(name))))
        })?)
    }

    /// A column map as it is typed: `Header=attribute`, the name of a TOML
    /// file, or that of a map that was kept.
    ///
    /// # Errors
    /// [`Code::Invalid`] if it is none of these.
    pub fn column_map(&self, given: &str) -> Result<BTreeMap<String, String>> {
        if !Path::new(given).is_file()
            && let Some(kept) = self.vault().read(|conn| column_map::by_name(conn, given))?
        {
            return Ok(saved(kept)?.map);
        }
        import::column_map(given)
    }
}

fn saved(kept: column_map::ColumnMap) -> Result<SavedMap> {
    let map = ColumnMap::from_toml(&kept.map)?.pairs().collect();
    Ok(SavedMap { name: kept.name, headers: kept.headers, map })
}

/// Whether a file's headers are those a map was made for: in whatever order
/// and case, as spreadsheets shuffle both.
fn same(headers: &[&str], known: &[String]) -> bool {
    let plain = |header: &str| header.trim().to_lowercase();
    let mut headers: Vec<_> = headers.iter().map(|h| plain(h)).collect();
    let mut known: Vec<_> = known.iter().map(|h| plain(h)).collect();
    headers.sort();
    known.sort();
    headers == known
}

fn mapped(preview: muster_formats::Preview) -> Vec<MappedRow> {
    let taken = preview.users.into_iter().map(|user| MappedRow {
        line: user.line,
        values: user.fields.into_iter().collect(),
        rejected: None,
    });
    let rejected = preview.rejected.into_iter().map(|row| MappedRow {
        line: row.line,
        values: BTreeMap::new(),
        rejected: Some(match row.column {
            Some(column) => format!("{column}: {}", row.reason),
            None => row.reason,
        }),
    });
    let mut rows: Vec<_> = taken.chain(rejected).collect();
    rows.sort_by_key(|row| row.line);
    rows
}
