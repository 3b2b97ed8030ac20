//! The list of a pack's files, and its bytes.

use super::key::PublicKey;
use super::path;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// The list itself.
pub const MANIFEST: &str = "manifest.json";
/// The signature of its bytes: 64 bytes, as RFC 8032 has them.
pub const SIGNATURE: &str = "manifest.sig";
/// The same list for `sha256sum --check`.
pub const SUMS: &str = "SHA256SUMS";
/// The operator's public key, for openssl.
pub const KEY: &str = "operator-key.pem";
/// The most bytes a manifest may have.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;

const FORMAT: &str = "muster-evidence";
const VERSION: u32 = 1;

/// What a pack is, and every file in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `muster-evidence`.
    pub format: String,
    /// The version of this format.
    pub version: u32,
    /// The program that wrote it.
    pub tool: Tool,
    /// The realm it is about.
    pub realm: String,
    /// The review it is of.
    pub campaign: About,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// The operator who made and signed it.
    pub made_by: String,
    /// The key that signed it.
    pub key: Key,
    /// Its files, in order of their paths.
    pub files: Vec<File>,
}

/// A program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// `Ed25519`.
    pub algorithm: String,
    /// Its 32 bytes in hexadecimal.
    pub public: String,
    /// SHA-256 of its DER in hexadecimal.
    pub fingerprint: String,
}

impl Key {
    /// A key as a manifest says it.
    #[must_use]
    pub fn of(key: &PublicKey) -> Self {
        Self { algorithm: "Ed25519".to_owned(), public: key.to_hex(), fingerprint: key.fingerprint() }
    }
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Its path in the pack.
    pub path: String,
    /// What it holds, in a sentence.
    pub about: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// SHA-256 of them in hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// A manifest of these files.
    #[must_use]
    pub fn new(about: &super::PackAbout, key: &PublicKey, files: Vec<File>) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            tool: Tool { name: "muster".to_owned(), version: about.tool_version.clone() },
            realm: about.realm.clone(),
            campaign: About { id: about.campaign_id.clone(), title: about.campaign_title.clone() },
            made_at: about.made_at,
            made_by: about.made_by.clone(),
            key: Key::of(key),
            files,
        }
    }

    /// Its canonical bytes: UTF-8 JSON, two spaces a level, keys in the order of
    /// this page, a line feed at the end.
    ///
    /// # Errors
    /// None that is known; the JSON library may have one.
    pub fn to_bytes(&self) -> serde_json::Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads one.
    ///
    /// # Errors
    /// In words, why these bytes are none: no JSON, of another version, not in the
    /// one spelling there is, with a path that cannot be, or one twice.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let manifest: Self = serde_json::from_slice(bytes).map_err(|error| format!("it cannot be read: {error}"))?;
        if manifest.format != FORMAT {
            return Err("it is the manifest of something else".to_owned());
        }
        if manifest.version != VERSION {
            return Err(format!("it has version {}, and this program knows {VERSION}", manifest.version));
        }
        if !manifest.to_bytes().is_ok_and(|canonical| canonical == bytes) {
            return Err("it is not spelled as Muster spells it".to_owned());
        }
        let mut seen = HashSet::new();
        for file in &manifest.files {
            path::check(&file.path).map_err(|fault| format!("it lists {:?}, but {fault}", file.path))?;
            if !seen.insert(file.path.to_ascii_lowercase()) || is_own(&file.path) {
                return Err(format!("it lists {:?} twice", file.path));
            }
        }
        if !manifest.files.is_sorted_by(|a, b| a.path < b.path) {
            return Err("its files are not in order".to_owned());
        }
        Ok(manifest)
    }

    /// What `SHA256SUMS` says: every file, and the manifest itself.
    #[must_use]
    pub fn sums(&self, manifest: &[u8]) -> String {
        let mut sums: String = self.files.iter().map(|file| format!("{}  {}\n", file.sha256, file.path)).collect();
        sums.push_str(&sum_line(manifest));
        sums
    }
}

/// The line of `SHA256SUMS` for a manifest of these bytes.
pub(super) fn sum_line(manifest: &[u8]) -> String {
    format!("{}  {MANIFEST}\n", hex::encode(Sha256::digest(manifest)))
}

/// Whether a file is one that no manifest lists.
pub(super) fn is_own(path: &str) -> bool {
    [MANIFEST, SIGNATURE, SUMS].iter().any(|own| own.eq_ignore_ascii_case(path))
}
