//! What an audit must find in a demo vault on the day it is made: the plan of
//! whoever invented it, not the answer of any rule.

use crate::Result;
use crate::api::vault::WrittenFile;
use crate::files;
use chrono::{DateTime, Utc};
pub use muster_demo::Finding;
use std::path::Path;

/// What was planted in the realm of these settings, sorted. `now` is the
/// moment that the vault is given, whose day (UTC) is the last of the realm.
#[must_use]
pub fn truth(users: u64, seed: u64, now: DateTime<Utc>) -> Vec<Finding> {
    super::realm(users, seed, now).findings()
}

/// Writes what was planted as JSON Lines, each
/// `{"rule","subject":{"type","userstore","name"}}`, named as `audit run --json`
/// names findings. The file is not encrypted; nobody in it exists.
///
/// # Errors
/// [`crate::Code::Exists`] if the file is there; [`crate::Code::Disk`] if it
/// cannot be written.
pub fn write_truth(path: &Path, users: u64, seed: u64, now: DateTime<Utc>) -> Result<WrittenFile> {
    files::write(path, false, |file| {
        let mut written = 0;
        for Finding { rule, kind, userstore, name } in truth(users, seed, now) {
            let subject = serde_json::json!({ "type": kind, "userstore": userstore, "name": name });
            let line = serde_json::json!({ "rule": rule, "subject": subject });
            writeln!(file, "{line}").map_err(|error| files::disk(path, &error))?;
            written += 1;
        }
        Ok(written)
    })
}
