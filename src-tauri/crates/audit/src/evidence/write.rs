//! Writing a pack.

use super::error::EvidenceError;
use super::key::OperatorKey;
use super::manifest::{File, KEY, MANIFEST, Manifest, SIGNATURE, SUMS, is_own};
use super::path;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::io::Read;

/// What a pack is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackAbout {
    /// The version of the program.
    pub tool_version: String,
    /// The realm.
    pub realm: String,
    /// The review's id.
    pub campaign_id: String,
    /// The review's title.
    pub campaign_title: String,
    /// The time now.
    pub made_at: DateTime<Utc>,
    /// The operator.
    pub made_by: String,
}

/// A file for a pack.
pub struct PackFile<'a> {
    /// Its path in the pack.
    pub path: String,
    /// What it holds, in a sentence.
    pub about: String,
    /// Its bytes.
    pub content: Box<dyn Read + 'a>,
}

impl<'a> PackFile<'a> {
    /// A file from bytes.
    #[must_use]
    pub fn new(path: &str, about: &str, content: &'a [u8]) -> Self {
        Self { path: path.to_owned(), about: about.to_owned(), content: Box::new(content) }
    }
}

/// Where a pack is written: a folder or a ZIP.
pub trait Place {
    /// Writes a file. Its path was checked, and none comes twice.
    ///
    /// # Errors
    /// Reading the content or writing it failed.
    fn file(&mut self, path: &str, content: &mut dyn Read) -> Result<(), EvidenceError>;

    /// Ends.
    ///
    /// # Errors
    /// Writing failed.
    fn finish(&mut self) -> Result<(), EvidenceError>;
}

/// A pack that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its manifest.
    pub manifest: Manifest,
    /// The fingerprint of the key that signed it.
    pub fingerprint: String,
    /// How many bytes its files have, all together.
    pub bytes: u64,
}

/// Writes a pack: its files in the order of their paths, the operator's public
/// key, then `SHA256SUMS`, the manifest and the signature.
///
/// # Errors
/// [`EvidenceError`] if a path cannot be, comes twice, or a file fails. What was
/// written by then is no pack, since it has no signature.
pub fn write_pack(
    about: &PackAbout,
    mut files: Vec<PackFile<'_>>,
    key: &OperatorKey,
    place: &mut dyn Place,
) -> Result<Written, EvidenceError> {
    let public = key.public();
    files.push(PackFile {
        path: KEY.to_owned(),
        about: "The operator's public key, with which the signature is checked".to_owned(),
        content: Box::new(std::io::Cursor::new(public.to_pem())),
    });
    files.sort_by(|a, b| a.path.cmp(&b.path));
    check_paths(&files)?;
    let mut listed = Vec::with_capacity(files.len());
    for mut file in files {
        let mut content = Hashing { inner: &mut file.content, hash: Sha256::new(), bytes: 0 };
        place.file(&file.path, &mut content)?;
        let (bytes, sha256) = (content.bytes, hex::encode(content.hash.finalize()));
        listed.push(File { path: file.path, about: file.about, bytes, sha256 });
    }
    let manifest = Manifest::new(about, &public, listed);
    let bytes = manifest.to_bytes().map_err(|error| EvidenceError::io(MANIFEST)(error.into()))?;
    place.file(SUMS, &mut manifest.sums(&bytes).as_bytes())?;
    place.file(MANIFEST, &mut bytes.as_slice())?;
    place.file(SIGNATURE, &mut key.sign(&bytes).as_slice())?;
    place.finish()?;
    let bytes = manifest.files.iter().map(|file| file.bytes).sum();
    Ok(Written { manifest, fingerprint: public.fingerprint(), bytes })
}

fn check_paths(files: &[PackFile<'_>]) -> Result<(), EvidenceError> {
    let mut seen: HashSet<String> = HashSet::new();
    for file in files {
        path::check(&file.path).map_err(|fault| EvidenceError::Path { path: file.path.clone(), fault })?;
        if is_own(&file.path) || !seen.insert(file.path.to_ascii_lowercase()) {
            return Err(EvidenceError::Twice(file.path.clone()));
        }
    }
    // A file cannot be where a folder is.
    for file in files {
        let low = file.path.to_ascii_lowercase();
        let mut folders = low.match_indices('/').map(|(at, _)| &low[..at]);
        if folders.any(|folder| seen.contains(folder) || is_own(folder)) {
            return Err(EvidenceError::Twice(file.path.clone()));
        }
    }
    Ok(())
}

/// Hashes and counts what is read through it.
struct Hashing<'a> {
    inner: &'a mut dyn Read,
    hash: Sha256,
    bytes: u64,
}

impl Read for Hashing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hash.update(&buffer[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}
