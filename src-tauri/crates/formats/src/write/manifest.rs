//! What an export is, for those who get it and those who must account for it.

use super::Omitted;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What an export is. It stands beside the files as JSON
/// (`docs/exports.md`, "The manifest"); fields are added, never renamed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// What was exported: `users`, `changes`, `seats`, ...
    pub what: String,
    /// The realm, by its name.
    pub realm: String,
    /// Who exported it.
    pub operator: String,
    /// When, in UTC.
    pub at: DateTime<Utc>,
    /// The format, by its word for `--format`.
    pub format: String,
    /// The filter, in the filter language; empty for everything.
    pub filter: String,
    /// The columns in their order; empty where the format has none.
    pub columns: Vec<String>,
    /// The order of the rows, a column with `-` before it for descending;
    /// empty where there is none.
    pub order: String,
    /// How many rows, entries or steps there are in all files together.
    pub rows: u64,
    /// The files, in their order.
    pub files: Vec<ManifestFile>,
    /// What the format had no word for.
    #[serde(default)]
    pub omitted: Omitted,
    /// What a report is about; none for other exports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<ManifestReport>,
    /// The version of the program that wrote it.
    pub program_version: String,
}

/// What a report is about. A file of rows, such as CSV, has no place for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestReport {
    /// What kind of report it is, and what of.
    pub title: String,
    /// The moment it speaks of, in UTC.
    pub as_of: DateTime<Utc>,
    /// The first day it speaks of.
    pub from: Option<NaiveDate>,
    /// The last day it speaks of.
    pub to: Option<NaiveDate>,
    /// The rule it was counted by, in a sentence.
    pub rule: Option<String>,
    /// Its figures, as the report as JSON has them.
    pub totals: serde_json::Map<String, serde_json::Value>,
}

/// A file of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Its name without its folder.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// The manifest as JSON for people and programs, with a line end.
    ///
    /// # Errors
    /// None in practice: every field has a form in JSON.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_manifest_is_read_back_and_its_names_stay() {
        let mut omitted = Omitted::default();
        omitted.leave_out("state");
        let manifest = Manifest {
            what: "users".into(),
            realm: "acme".into(),
            operator: "ada".into(),
            at: DateTime::UNIX_EPOCH,
            format: "ldif".into(),
            filter: "state eq active".into(),
            columns: Vec::new(),
            order: "-last_seen".into(),
            rows: 3,
            files: vec![ManifestFile { name: "users.ldif".into(), bytes: 12, sha256: "ab".into() }],
            omitted,
            report: None,
            program_version: "0.1.0".into(),
        };
        let json = manifest.to_json().unwrap();
        assert_eq!(serde_json::from_str::<Manifest>(&json).unwrap(), manifest);
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["at"], "1970-01-01T00:00:00Z");
        assert_eq!(value["files"][0]["sha256"], "ab");
        assert_eq!(value["omitted"]["left_out"]["state"], 1);
        let mut names: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
        names.sort_unstable();
        let expected = [
            "at",
            "columns",
            "files",
            "filter",
            "format",
            "omitted",
            "operator",
            "order",
            "program_version",
            "realm",
            "rows",
            "what",
        ];
        assert_eq!(names, expected);

        let day = NaiveDate::from_ymd_opt(2026, 11, 20);
        let report = ManifestReport {
            title: "Seat report: GitLab Premium".into(),
            as_of: DateTime::UNIX_EPOCH,
            from: None,
            to: day,
            rule: Some("Everyone.".into()),
            totals: [("consumed".to_owned(), 4.into())].into_iter().collect(),
        };
        let manifest = Manifest { report: Some(report), ..manifest };
        let json = manifest.to_json().unwrap();
        assert_eq!(serde_json::from_str::<Manifest>(&json).unwrap(), manifest);
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!((&value["report"]["to"], &value["report"]["totals"]["consumed"]), (&"2026-11-20".into(), &4.into()));
    }
}
