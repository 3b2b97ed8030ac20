//! The beginning of a table as it stands, for an operator who says what its
//! columns mean.

use super::columns::{Column, Columns};
use super::rows::Header;
use crate::Error;
use crate::detect::from_head;
use crate::dialect::Dialect;
use crate::emit::short;
use crate::options::{ColumnMap, Options};
use crate::source::Source;
use std::path::Path;

/// The most of a cell that is shown, in characters.
const SHOWN: usize = 200;

/// The beginning of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The separator.
    pub delimiter: char,
    /// The columns: the header, what each is taken for (by the map, else by
    /// its header) and its values in these rows. A column of credentials has
    /// none, and its cells are blank.
    pub columns: Vec<Column>,
    /// The first rows that are not blank.
    pub rows: Vec<SampleRow>,
}

/// A row as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleRow {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Its cells, as many as it has; each trimmed and cut at 200 characters.
    pub cells: Vec<String>,
}

/// The first rows of a table, whatever its columns mean: also of one that no
/// map fits yet.
///
/// # Errors
/// As [`crate::detect_with`]; [`Error::NotThisDialect`] for a file that is no
/// table.
pub fn sample(path: &Path, options: &Options, rows: usize) -> Result<Sample, Error> {
    let source = Source::open(path)?;
    let (name, shown) = (source.name.clone(), source.path.clone());
    // Without the map, which may not fit yet.
    let unmapped = Options { dialect: options.dialect, map: ColumnMap::default() };
    let found = match from_head(&source, &unmapped) {
        // What is no other dialect may be a table that nobody has explained yet.
        Err(Error::Unrecognised { .. }) => Dialect::Csv,
        found => found?.dialect,
    };
    if !is_table(found) {
        let reason = format!("it is {}, which has no columns to map", found.title());
        return Err(Error::NotThisDialect { file: name, dialect: Dialect::Csv, reason });
    }
    let progress = &mut |_| {};
    let (header, mut read) = Header::read(source.into_reader(progress), &name).map_err(|e| e.within(&shown))?;
    let columns = Columns::guess(header.names.clone(), &options.map);
    let mut taken = Vec::new();
    while taken.len() < rows
        && let Some(row) = read.next().map_err(|source| Error::Unreadable { path: shown.clone(), source })?
    {
        if row.is_blank() {
            continue;
        }
        let cell = |at: usize| {
            let hidden = columns.is_credential(at);
            if hidden { String::new() } else { short(String::from_utf8_lossy(row.cell(at)).trim(), SHOWN) }
        };
        taken.push(SampleRow { line: row.line, cells: (0..row.len()).map(cell).collect() });
    }
    let cells: Vec<Vec<String>> = taken.iter().map(|row: &SampleRow| row.cells.clone()).collect();
    Ok(Sample { delimiter: char::from(header.delimiter), columns: columns.preview(&cells), rows: taken })
}

/// Whether files of a dialect have columns.
fn is_table(dialect: Dialect) -> bool {
    match dialect {
        Dialect::GitlabUsers
        | Dialect::GitlabUsage
        | Dialect::Scim
        | Dialect::Ldif
        | Dialect::Keycloak
        | Dialect::Authelia => false,
        Dialect::GitlabPermissions
        | Dialect::GitlabMembers
        | Dialect::Wso2Five
        | Dialect::Wso2Seven
        | Dialect::Entra
        | Dialect::Google
        | Dialect::Okta
        | Dialect::Csv => true,
    }
}
