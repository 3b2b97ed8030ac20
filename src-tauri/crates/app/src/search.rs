//! The search bar, saved views, and what the window remembers.

use crate::api::filter::{Chips, CompleteFilter, Completions, SaveView};
use crate::api::users::View;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use serde_json::Value;

fn missing<T>() -> Result<T> {
    Err(Error::new(Code::Internal, "Not built yet."))
}

impl Session {
    /// See the command `filter_complete`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn filter_complete(&self, request: &CompleteFilter) -> Result<Completions> {
        let _ = (request,);
        missing()
    }

    /// See the command `view_save`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn view_save(&self, request: &SaveView, now: DateTime<Utc>) -> Result<Vec<View>> {
        let _ = (request, now);
        missing()
    }

    /// See the command `view_remove`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn view_remove(&self, id: i64, now: DateTime<Utc>) -> Result<Vec<View>> {
        let _ = (id, now);
        missing()
    }

    /// See the command `preference`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn preference(&self, request: &str) -> Result<Value> {
        let _ = (request,);
        missing()
    }

    /// See the command `preference_set`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn preference_set(&self, first: &str, second: &Value, now: DateTime<Utc>) -> Result<()> {
        let _ = (first, second, now);
        missing()
    }
}

/// See the command `filter_chips`.
#[must_use]
pub fn chips(text: &str) -> Chips {
    let _ = text;
    Chips { chips: Vec::new(), fault: None }
}
