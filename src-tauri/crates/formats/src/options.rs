//! What the operator may say about how to read a file.

use crate::Error;
use crate::dialect::Dialect;
use crate::table::Attribute;
use std::collections::BTreeMap;

/// How to read a file.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Read it as this, whatever it looks like.
    pub dialect: Option<Dialect>,
    /// What the columns of a CSV mean, beyond what their headers say.
    pub map: ColumnMap,
}

/// Column headers to attributes. It stands before what a header is usually
/// taken for; a column it does not name is still taken by its header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnMap {
    columns: BTreeMap<String, Attribute>,
}

impl ColumnMap {
    /// From pairs of header and attribute; see [`Attribute`] for the words.
    ///
    /// # Errors
    /// [`Error::Map`] for a word that is no attribute, or for two columns
    /// that are to be the same one.
    pub fn new<H, A>(pairs: impl IntoIterator<Item = (H, A)>) -> Result<Self, Error>
    where
        H: AsRef<str>,
        A: AsRef<str>,
    {
        let mut map = Self::default();
        for (header, word) in pairs {
            let header = header.as_ref().trim();
            let attribute: Attribute = word
                .as_ref()
                .parse()
                .map_err(|unknown| Error::Map { reason: format!("column {header:?}: {unknown}") })?;
            if let Some((other, _)) = map.columns.iter().find(|(_, a)| **a == attribute && !attribute.may_repeat()) {
                let reason = format!("columns {other:?} and {header:?} are both to be {attribute}; leave one out");
                return Err(Error::Map { reason });
            }
            map.columns.insert(header.to_owned(), attribute);
        }
        Ok(map)
    }

    /// From TOML: a table `[columns]` with `"Header" = "attribute"` lines.
    ///
    /// # Errors
    /// [`Error::Map`] if it is not such a table, or as [`Self::new`].
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            columns: BTreeMap<String, String>,
        }
        let file: File = toml::from_str(text).map_err(|error| Error::Map {
            reason: format!(
                "it is no TOML file with a [columns] table of \"Header\" = \"attribute\" lines: {}",
                error.message()
            ),
        })?;
        Self::new(file.columns)
    }

    /// As TOML that [`Self::from_toml`] reads back.
    ///
    /// # Errors
    /// [`Error::Map`] if it cannot be written, which no map is known to cause.
    pub fn to_toml(&self) -> Result<String, Error> {
        #[derive(serde::Serialize)]
        struct File {
            columns: BTreeMap<String, String>,
        }
        toml::to_string(&File { columns: self.pairs().collect() })
            .map_err(|error| Error::Map { reason: format!("it cannot be written as TOML: {error}") })
    }

    /// Headers and the words of their attributes.
    pub fn pairs(&self) -> impl Iterator<Item = (String, String)> + '_ {
        self.columns.iter().map(|(header, attribute)| (header.clone(), attribute.to_string()))
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// What a header is mapped to; case and surrounding spaces do not matter.
    pub(crate) fn get(&self, header: &str) -> Option<&Attribute> {
        let header = header.trim().to_lowercase();
        self.columns.iter().find(|(h, _)| h.to_lowercase() == header).map(|(_, a)| a)
    }

    /// A header that none of a file's columns has.
    pub(crate) fn missing_in(&self, headers: &[String]) -> Option<&str> {
        let lower: Vec<String> = headers.iter().map(|h| h.trim().to_lowercase()).collect();
        self.columns.keys().map(String::as_str).find(|h| !lower.contains(&h.to_lowercase()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_map_is_read_from_toml() {
        let map = ColumnMap::from_toml("[columns]\n\"Wer\" = \"username\"\nAbteilung = 'attribute:Team'\n").unwrap();
        assert_eq!(map.get(" wer "), Some(&Attribute::Username));
        assert_eq!(map.get("Abteilung"), Some(&Attribute::Custom("Team".to_owned())));
    }

    proptest::proptest! {
        #[test]
        fn a_map_is_read_back(pairs in proptest::collection::btree_map(".{0,12}", ".{1,10}", 0..6)) {
            let named = pairs.iter().filter(|(_, name)| !name.trim().is_empty());
            let words = named.map(|(header, name)| (header.trim(), format!("attribute:{name}")));
            let map = ColumnMap::new(words).unwrap();
            let toml = map.to_toml().unwrap();
            proptest::prop_assert_eq!(ColumnMap::from_toml(&toml).unwrap(), map, "{}", toml);
        }
    }

    #[test]
    fn a_wrong_map_says_what_is_wrong() {
        for (text, said) in [
            ("columns = 3", "[columns]"),
            ("[spalten]\na='email'", "spalten"),
            ("[columns]\nA = 'emial'", "emial"),
            ("[columns]\nA = 'email'\nB = 'email'", "both"),
        ] {
            let message = ColumnMap::from_toml(text).unwrap_err().to_string();
            assert!(message.contains(said), "{message}");
        }
    }
}
