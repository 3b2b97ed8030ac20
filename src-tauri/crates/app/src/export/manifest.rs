//! What an export is, beside it: `PATH.manifest.json`.

use super::{About, Place};
use crate::api::vault::WrittenFile;
use crate::session::Session;
use crate::{Code, Error, Result, files};
use chrono::{DateTime, Utc};
use muster_formats::write::{Manifest, ManifestFile, Omitted};
use std::path::PathBuf;

/// Where the manifest of an export is.
fn beside(place: &Place<'_>) -> PathBuf {
    let mut name = place.path.as_os_str().to_owned();
    name.push(".manifest.json");
    PathBuf::from(name)
}

/// Refuses before anything is written what could not be finished.
pub(super) fn room(place: &Place<'_>) -> Result<()> {
    let path = beside(place);
    if !place.overwrite && path.exists() {
        let message =
            format!("{} exists. Choose another name, or say that it may be replaced (--overwrite).", path.display());
        return Err(Error::new(Code::Exists, message));
    }
    Ok(())
}

pub(super) fn write(
    session: &Session,
    about: &About<'_>,
    place: &Place<'_>,
    written: &WrittenFile,
    omitted: &Omitted,
    now: DateTime<Utc>,
) -> Result<()> {
    let opened = session.vault().opened();
    let name = place.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let manifest = Manifest {
        what: about.what.to_owned(),
        realm: opened.realm.clone(),
        operator: opened.operator.clone(),
        at: now,
        format: about.format.to_owned(),
        filter: about.filter.trim().to_owned(),
        columns: about.columns.clone(),
        order: about.order.clone(),
        rows: written.rows,
        files: vec![ManifestFile { name, bytes: written.bytes, sha256: written.sha256.clone() }],
        omitted: omitted.clone(),
        report: about.report.clone(),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let path = beside(place);
    files::write(&path, place.overwrite, |out| {
        let text = manifest.to_json().map_err(|e| files::disk(&path, &e.into()))?;
        out.write_all(text.as_bytes()).map_err(|e| files::disk(&path, &e))?;
        Ok(1)
    })?;
    Ok(())
}
