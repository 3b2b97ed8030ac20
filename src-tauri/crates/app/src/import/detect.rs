//! What files look like, before anything is imported.

use super::{file_name, size};
use crate::Result;
use crate::api::import::{CsvColumn, DetectedFile};
use std::path::Path;

/// Says what each file looks like. A file that fits no dialect is answered
/// with the reason, so that one bad choice does not hide the others.
///
/// # Errors
/// None today; a listing that could not be made at all would be one.
pub fn detect(paths: &[String]) -> Result<Vec<DetectedFile>> {
    Ok(paths.iter().map(|path| detect_one(path)).collect())
}

fn detect_one(path: &str) -> DetectedFile {
    let file = Path::new(path);
    let name = file_name(file);
    let bytes = size(file);
    let path = path.to_owned();
    match muster_formats::detect(file) {
        Ok(found) => DetectedFile {
            path,
            name,
            bytes,
            format: Some(found.dialect.word().to_owned()),
            title: Some(found.dialect.title().to_owned()),
            because: found.because,
            userstore_kind: Some(found.dialect.userstore_kind()),
            columns: found
                .columns
                .into_iter()
                .map(|c| CsvColumn { header: c.header, attribute: c.attribute, samples: c.samples })
                .collect(),
        },
        Err(error) => DetectedFile {
            path,
            name,
            bytes,
            format: None,
            title: None,
            because: error.to_string(),
            userstore_kind: None,
            columns: Vec::new(),
        },
    }
}
