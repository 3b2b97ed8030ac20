//! How the columns of a CSV file are read, tried out and kept.

use crate::api::import::{AttributeChoice, MapPreview, MapPreviewRequest, SavedMap};
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};

fn missing<T>() -> Result<T> {
    Err(Error::new(Code::Internal, "Not built yet."))
}

impl Session {
    /// See the command `import_preview`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn import_preview(&self, request: &MapPreviewRequest) -> Result<MapPreview> {
        let _ = (request,);
        missing()
    }

    /// See the command `import_maps`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn import_maps(&self) -> Result<Vec<SavedMap>> {
        missing()
    }

    /// See the command `import_map_save`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn import_map_save(&self, request: &SavedMap, now: DateTime<Utc>) -> Result<()> {
        let _ = (request, now);
        missing()
    }

    /// See the command `import_map_remove`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn import_map_remove(&self, request: &str, now: DateTime<Utc>) -> Result<()> {
        let _ = (request, now);
        missing()
    }
}

/// See the command `import_attributes`.
#[must_use]
pub fn attributes() -> Vec<AttributeChoice> {
    Vec::new()
}
