//! The columns of one file, and what each is taken for.

use super::attribute::Attribute;
use super::rows::{Header, Row};
use super::{guess, is_blank, own};
use crate::Error;
use crate::credential::is_credential;
use crate::options::ColumnMap;

/// A column of a CSV, for a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its header.
    pub header: String,
    /// The word of the attribute it is taken for; none if it is left out.
    pub attribute: Option<String>,
    /// Whether it holds credentials, which are dropped whatever a map says.
    pub credential: bool,
    /// Its first values. None of a column that holds credentials.
    pub samples: Vec<String>,
}

/// The columns of a file.
pub(crate) struct Columns {
    pub(super) headers: Vec<String>,
    pub(super) attributes: Vec<Option<Attribute>>,
    /// Whether it is Muster's own list.
    pub(super) own: bool,
    credentials: Vec<usize>,
}

impl Columns {
    /// Gives each column its meaning: a credential is left out whatever the
    /// map says; then the map; then what the header is usually taken for, if
    /// no other column is that already.
    ///
    /// # Errors
    /// [`Error::Map`] if the map names a column that is not there, or if no
    /// column tells one user from another.
    pub(crate) fn new(file: &str, header: &Header, map: &ColumnMap) -> Result<Self, Error> {
        let headers = header.names.clone();
        if let Some(missing) = map.missing_in(&headers) {
            let there = headers.iter().map(|h| format!("{h:?}")).collect::<Vec<_>>().join(", ");
            return Err(Error::Map { reason: format!("{file} has no column {missing:?}; it has {there}") });
        }
        let columns = Self::guess(headers, map);
        let tells_apart = |a: &Attribute| matches!(a, Attribute::Id | Attribute::Username | Attribute::Email);
        if !columns.attributes.iter().flatten().any(tells_apart) {
            return Err(Error::Map {
                reason: format!("no column of {file} is a username, an id or an e-mail; say which one is with --map"),
            });
        }
        Ok(columns)
    }

    pub(crate) fn guess(headers: Vec<String>, map: &ColumnMap) -> Self {
        let credentials: Vec<usize> = (0..headers.len()).filter(|at| is_credential(&headers[*at])).collect();
        let mut attributes: Vec<Option<Attribute>> = headers
            .iter()
            .enumerate()
            .map(|(at, h)| if credentials.contains(&at) { None } else { map.get(h).cloned() })
            .collect();
        let own = own::is_own(&headers);
        for (at, header) in headers.iter().enumerate().filter(|_| own) {
            if attributes[at].is_none() {
                attributes[at] = own::meaning(header);
            }
        }
        for (at, header) in headers.iter().enumerate() {
            if attributes[at].is_some() || credentials.contains(&at) {
                continue;
            }
            if let Some(guessed) = guess::guess(header)
                && !attributes.contains(&Some(guessed.clone()))
            {
                attributes[at] = Some(guessed);
            }
        }
        Self { headers, attributes, own, credentials }
    }

    pub(crate) fn len(&self) -> usize {
        self.headers.len()
    }

    /// Whether any column tells one user from another by name.
    pub(crate) fn name_users(&self) -> bool {
        self.attributes.iter().flatten().any(|a| matches!(a, Attribute::Username | Attribute::Email))
    }

    /// Whether a column holds credentials.
    pub(crate) fn is_credential(&self, at: usize) -> bool {
        self.credentials.contains(&at)
    }

    /// How many credentials a row holds.
    pub(crate) fn credentials(&self, row: &Row<'_>) -> u64 {
        self.credentials.iter().filter(|at| !is_blank(row.cell(**at))).count() as u64
    }

    /// The columns for a preview, with the values of some rows.
    pub(crate) fn preview(&self, samples: &[Vec<String>]) -> Vec<Column> {
        (0..self.len())
            .map(|at| Column {
                header: self.headers[at].clone(),
                attribute: self.attributes[at].as_ref().filter(|a| **a != Attribute::Ignore).map(ToString::to_string),
                credential: self.is_credential(at),
                samples: if self.is_credential(at) {
                    Vec::new()
                } else {
                    samples.iter().filter_map(|row| row.get(at)).filter(|v| !v.is_empty()).cloned().collect()
                },
            })
            .collect()
    }
}
