//! What the window remembers for an operator: columns, density, the last
//! view. In the vault, since a filter can quote names; not in the log, since it
//! changes nothing of the realm.

use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_vault::tables::preference;
use serde_json::Value;

/// The most bytes of one thing that is remembered, as JSON.
const MOST_BYTES: usize = 64 * 1024;
/// The most characters of its name.
const MOST_NAME: usize = 100;
/// The most things remembered for an operator.
const MOST_NAMES: u64 = 200;

impl Session {
    /// What is remembered under a name; null if nothing is.
    ///
    /// # Errors
    /// If the vault cannot be read. What cannot be read as JSON is forgotten.
    pub fn preference(&self, name: &str) -> Result<Value> {
        let found = self.vault().read(|conn| preference::get(conn, self.operator(), name))?;
        Ok(found.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    /// Remembers something under a name, or forgets it if it is null. Where
    /// the vault can only be read, nothing is remembered and nobody is told:
    /// the window works all the same.
    ///
    /// # Errors
    /// [`Code::Invalid`] for what is too much, or what the disk says.
    pub fn preference_set(&self, name: &str, value: &Value, _now: DateTime<Utc>) -> Result<()> {
        let invalid = |message: String| Err(Error::new(Code::Invalid, message));
        if name.is_empty() || name.chars().count() > MOST_NAME || name.chars().any(char::is_control) {
            return invalid(format!("What is remembered needs a name of 1 to {MOST_NAME} characters. Choose another."));
        }
        let text = if value.is_null() { None } else { Some(value.to_string()) };
        if text.as_ref().is_some_and(|text| text.len() > MOST_BYTES) {
            return invalid(format!("{name} has more than {} KiB. Remember less.", MOST_BYTES / 1024));
        }
        if self.vault().opened().read_only {
            return Ok(());
        }
        let room = self.vault().remember(|tx| {
            let (operator, text) = (self.operator(), text.as_deref());
            let new = text.is_some() && preference::get(tx, operator, name)?.is_none();
            if new && preference::count(tx, operator)? >= MOST_NAMES {
                return Ok(false);
            }
            preference::set(tx, operator, name, text)?;
            Ok(true)
        })?;
        if room { Ok(()) } else { invalid(format!("{MOST_NAMES} things are remembered already. Forget one first.")) }
    }
}
