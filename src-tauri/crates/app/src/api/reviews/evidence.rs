//! The signed pack.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An operator's public key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct EvidenceKey {
    /// Whose.
    pub operator: String,
    /// What people compare: SHA-256 of its DER, in hexadecimal.
    pub fingerprint: String,
    /// As PEM.
    pub pem: String,
    /// Since when there is one.
    #[ts(type = "string")]
    pub made_at: DateTime<Utc>,
}

/// A pack of evidence to make.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct MakeEvidence {
    /// The review's id.
    pub review: String,
    /// Where to: a ZIP if it ends in `.zip`, else a folder that is empty or not there.
    pub path: String,
    /// Replace a ZIP that is there.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub overwrite: bool,
}

/// A file of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct EvidenceFile {
    /// Its path in the pack.
    pub path: String,
    /// What it holds.
    pub about: String,
    /// How many bytes it has.
    #[ts(type = "number")]
    pub bytes: u64,
    /// SHA-256 of them.
    pub sha256: String,
}

/// A pack that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MadeEvidence {
    /// Where it is.
    pub path: String,
    /// Whether it is a ZIP.
    pub zip: bool,
    /// The fingerprint of the key that signed it.
    pub fingerprint: String,
    /// Its files, by path.
    pub files: Vec<EvidenceFile>,
    /// Bytes of the files, all together.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// A pack to verify.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct VerifyEvidence {
    /// The folder or the ZIP.
    pub path: String,
    /// The fingerprint of the key that must have signed it; none for any.
    #[serde(default)]
    pub fingerprint: Option<String>,
}

/// A file of a pack that fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct EvidenceFailure {
    /// Which.
    pub path: String,
    /// A word for programs: `missing`, `added`, `altered`, `signature-wrong`, ...
    pub code: String,
    /// What is wrong with it.
    pub message: String,
}

/// What was found out about a pack. What it says of itself is to be trusted
/// only if it is good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct VerifiedEvidence {
    /// The folder or the ZIP.
    pub path: String,
    /// Whether everything is as it was signed.
    pub good: bool,
    /// What fails: the first 100.
    pub failures: Vec<EvidenceFailure>,
    /// How many fail.
    #[ts(type = "number")]
    pub failed: u64,
    /// The realm it says it is about.
    pub realm: Option<String>,
    /// The id of the review it says it is of.
    pub review: Option<String>,
    /// That review's title.
    pub title: Option<String>,
    /// When it says it was made.
    #[ts(type = "string | null")]
    pub made_at: Option<DateTime<Utc>>,
    /// By whom.
    pub made_by: Option<String>,
    /// The fingerprint of the key it says it was signed with.
    pub fingerprint: Option<String>,
    /// How many files it lists.
    #[ts(type = "number")]
    pub files: u64,
    /// The files it lists, by path; empty if the list cannot be read.
    pub listed: Vec<EvidenceFile>,
}
