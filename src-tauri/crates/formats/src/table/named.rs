//! Tables whose columns a vendor named: their cells are asked for by name.

use super::cell;
use super::rows::{Header, Row};
use crate::attributes::Attributes;
use crate::credential::is_credential;
use crate::emit::Fault;
use muster_model::profile::ProfileField;
use muster_model::record::Told;
use std::collections::{BTreeMap, HashMap};

/// The columns of a table, by the key a dialect gives each header.
pub(crate) struct Named {
    headers: Vec<String>,
    keys: Vec<String>,
    by_key: HashMap<String, usize>,
    credentials: Vec<usize>,
}

impl Named {
    /// Gives each column its key. Of two columns with one key the first
    /// counts; one without a key is left out.
    pub(crate) fn new(header: &Header, key: impl Fn(&str) -> Option<String>) -> Self {
        let headers = header.names.clone();
        let keys: Vec<String> = headers.iter().map(|h| key(h).unwrap_or_default()).collect();
        let mut by_key = HashMap::new();
        for (at, key) in keys.iter().enumerate().filter(|(_, key)| !key.is_empty()) {
            by_key.entry(key.clone()).or_insert(at);
        }
        let credentials = (0..keys.len()).filter(|at| !keys[*at].is_empty() && is_credential(&headers[*at])).collect();
        Self { headers, keys, by_key, credentials }
    }

    pub(crate) fn len(&self) -> usize {
        self.headers.len()
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.by_key.contains_key(key)
    }

    /// Whether all of these columns are there.
    pub(crate) fn has_all(&self, keys: &[&str]) -> bool {
        keys.iter().all(|key| self.has(key))
    }

    /// How many credentials a row holds by the names of its columns. A cell
    /// of asterisks stands for one and is none.
    pub(crate) fn credentials(&self, row: &Row<'_>) -> u64 {
        let holds = |at: &&usize| row.cell(**at).iter().any(|b| !b.is_ascii_whitespace() && *b != b'*');
        self.credentials.iter().filter(holds).count() as u64
    }

    /// The cells of a row. `clears`: whether an empty cell says that there is
    /// nothing, or says nothing at all (a file that is written to be uploaded).
    pub(crate) fn cells<'a>(&'a self, row: &'a Row<'a>, clears: bool) -> Cells<'a> {
        Cells { named: self, row, clears }
    }
}

/// The cells of one row.
#[derive(Clone, Copy)]
pub(crate) struct Cells<'a> {
    named: &'a Named,
    row: &'a Row<'a>,
    clears: bool,
}

impl<'a> Cells<'a> {
    /// The header of a column as the file spells it.
    pub(crate) fn header(&self, key: &str) -> &'a str {
        self.named.by_key.get(key).map_or("", |at| self.named.headers[*at].as_str())
    }

    /// A fault of one cell.
    pub(crate) fn fault(&self, key: &str, reason: impl Into<String>) -> Fault {
        Fault::at(self.header(key), reason)
    }

    /// The text of a cell, trimmed; none if there is no such column.
    pub(crate) fn text(&self, key: &str) -> Result<Option<&'a str>, Fault> {
        let Some(at) = self.named.by_key.get(key) else { return Ok(None) };
        cell::text(&self.named.headers[*at], self.row.cell(*at)).map(Some)
    }

    /// The text of a cell that has one.
    pub(crate) fn filled(&self, key: &str) -> Result<Option<&'a str>, Fault> {
        Ok(self.text(key)?.filter(|text| !text.is_empty()))
    }

    /// What an empty cell says.
    fn empty<T>(&self) -> Told<T> {
        if self.clears { Told::Empty } else { Told::Silent }
    }

    /// What a cell says.
    pub(crate) fn told(&self, key: &str) -> Result<Told<String>, Fault> {
        self.told_as(key, |_, text| Ok(text.to_owned()))
    }

    /// What a cell says, read by `read` with its header and text.
    pub(crate) fn told_as<T>(
        &self,
        key: &str,
        read: impl FnOnce(&str, &str) -> Result<T, Fault>,
    ) -> Result<Told<T>, Fault> {
        Ok(match self.text(key)? {
            None => Told::Silent,
            Some("") => self.empty(),
            Some(text) => Told::Value(read(self.header(key), text)?),
        })
    }

    /// What the first of several cells that has a text says.
    pub(crate) fn first(&self, keys: &[&str]) -> Result<Told<String>, Fault> {
        self.joined(keys, None)
    }

    /// The texts of several cells with something between them; or, with
    /// nothing, the first of them.
    pub(crate) fn joined(&self, keys: &[&str], between: Option<&str>) -> Result<Told<String>, Fault> {
        let mut found: Option<String> = None;
        for key in keys {
            let Some(text) = self.filled(key)? else { continue };
            match (&mut found, between) {
                (None, _) => found = Some(text.to_owned()),
                (Some(_), None) => {}
                (Some(whole), Some(between)) => {
                    whole.push_str(between);
                    whole.push_str(text);
                }
            }
        }
        Ok(match found {
            Some(text) => Told::Value(text),
            None if keys.iter().any(|key| self.named.has(key)) => self.empty(),
            None => Told::Silent,
        })
    }

    /// The profile fields among the cells.
    pub(crate) fn profile(
        &self,
        fields: &[(&str, ProfileField)],
    ) -> Result<BTreeMap<ProfileField, Told<String>>, Fault> {
        let mut profile = BTreeMap::new();
        for (key, field) in fields {
            let told = self.told(key)?;
            if told != Told::Silent {
                profile.insert(*field, told);
            }
        }
        Ok(profile)
    }

    /// Keeps the columns that are none of `known` as custom attributes under
    /// their keys.
    pub(crate) fn keep_others(&self, known: &[&str], attributes: &mut Attributes) -> Result<(), Fault> {
        for (at, key) in self.named.keys.iter().enumerate() {
            if key.is_empty() || self.named.credentials.contains(&at) || known.contains(&key.as_str()) {
                continue;
            }
            attributes.add(key, cell::text(&self.named.headers[at], self.row.cell(at))?);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn with_first_row<T>(text: &str, clears: bool, test: impl FnOnce(&Named, Cells<'_>) -> T) -> T {
        let (header, mut rows) = Header::read(text.as_bytes(), "t.csv").map_err(|e| e.within("t.csv")).unwrap();
        let named = Named::new(&header, |h| Some(h.to_lowercase()));
        let row = rows.next().unwrap().unwrap();
        test(&named, named.cells(&row, clears))
    }

    #[test]
    fn an_empty_cell_clears_or_says_nothing() {
        with_first_row("A,B\nx,\n", true, |_, cells| {
            assert_eq!(cells.told("a").unwrap(), Told::Value("x".to_owned()));
            assert_eq!((cells.told("b").unwrap(), cells.told("c").unwrap()), (Told::Empty, Told::Silent));
            assert_eq!(cells.first(&["b", "a"]).unwrap(), Told::Value("x".to_owned()));
            assert_eq!(cells.joined(&["b"], Some(", ")).unwrap(), Told::Empty);
        });
        with_first_row("A,B\nx,\n", false, |_, cells| {
            assert_eq!((cells.told("b").unwrap(), cells.first(&["b"]).unwrap()), (Told::Silent, Told::Silent));
        });
    }

    #[test]
    fn asterisks_stand_for_a_password_and_are_none() {
        for (cell, count) in [("****", 0), (" ", 0), ("hunter2", 1), ("**x", 1)] {
            let text = format!("User,Password\nada,{cell}\n");
            let (header, mut rows) = Header::read(text.as_bytes(), "t.csv").map_err(|e| e.within("t.csv")).unwrap();
            let named = Named::new(&header, |h| Some(h.to_owned()));
            assert_eq!(named.credentials(&rows.next().unwrap().unwrap()), count, "{cell}");
        }
    }

    #[test]
    fn other_columns_are_kept_but_no_credential() {
        with_first_row("User,Team,API token,Odd\nada,x,t0ken,{SSHA}abc\n", true, |_, cells| {
            let mut attributes = Attributes::default();
            cells.keep_others(&["user"], &mut attributes).unwrap();
            let (kept, dropped) = attributes.finish();
            assert_eq!((kept.keys().map(String::as_str).collect::<Vec<_>>(), dropped), (vec!["team"], 1));
        });
    }
}
