//! Whether a pack is as it was signed. Needs the pack and nothing else.

use super::error::EvidenceError;
use super::failure::{Failure, FailureKind};
use super::folder::Folder;
use super::key::PublicKey;
use super::manifest::{self, KEY, MANIFEST, Manifest, SIGNATURE, SUMS};
use super::path;
use super::zip::Archive;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;

/// How many failures are told; the others are counted.
pub const MOST_TOLD: usize = 100;

/// A file that a pack has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path.
    pub path: String,
    /// How many bytes it has.
    pub bytes: u64,
}

/// The files of a pack, in whichever shape.
pub(super) trait Contents {
    /// What there is.
    fn entries(&self) -> &[Entry];

    /// The bytes of one.
    fn open(&mut self, entry: usize) -> io::Result<Box<dyn Read + '_>>;

    /// CRC-32 that the pack says one has, if it says so.
    fn checksum(&self, _entry: usize) -> Option<u32> {
        None
    }
}

/// What was found out about a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Its manifest, if that can be read. Trust it only if nothing failed.
    pub manifest: Option<Manifest>,
    /// What fails, the first hundred.
    pub failures: Vec<Failure>,
    /// How many there are.
    pub failed: usize,
}

impl Verified {
    /// Whether everything is as it was signed. By whom is a question for people:
    /// compare the key's fingerprint with what the operator says, or hand it to
    /// [`verify`].
    #[must_use]
    pub const fn is_good(&self) -> bool {
        self.failed == 0
    }
}

/// Verifies a pack, a folder or a ZIP. `fingerprint` is the key that must have
/// signed it; none to accept any, and compare what the manifest says by eye.
///
/// # Errors
/// [`EvidenceError`] if there is nothing to read; that a pack fails is an answer.
pub fn verify(path: &Path, fingerprint: Option<&str>) -> Result<Verified, EvidenceError> {
    let shown = path.display().to_string();
    let about = std::fs::metadata(path).map_err(EvidenceError::io(&shown))?;
    if about.is_dir() {
        let mut failures = Vec::new();
        let mut folder = Folder::open(path, &mut failures)?;
        return Ok(Verifying { contents: &mut folder, failures }.run(fingerprint));
    }
    let mut file = BufReader::new(File::open(path).map_err(EvidenceError::io(&shown))?);
    let mut head = [0; 2];
    if !about.is_file() || file.read_exact(&mut head).is_err() || head != *b"PK" {
        return Err(EvidenceError::NoPack(shown));
    }
    verify_file(file, fingerprint)
}

/// Verifies a pack that is a ZIP.
///
/// # Errors
/// Reading failed.
pub fn verify_file(file: impl Read + Seek, fingerprint: Option<&str>) -> Result<Verified, EvidenceError> {
    let mut failures = Vec::new();
    match Archive::open(file, &mut failures)? {
        Some(mut archive) => Ok(Verifying { contents: &mut archive, failures }.run(fingerprint)),
        None => Ok(Verified { manifest: None, failed: failures.len(), failures }),
    }
}

struct Verifying<'c> {
    contents: &'c mut dyn Contents,
    failures: Vec<Failure>,
}

impl Verifying<'_> {
    fn fail(&mut self, path: &str, kind: FailureKind) {
        self.failures.push(Failure::new(path, kind));
    }

    fn run(mut self, fingerprint: Option<&str>) -> Verified {
        let manifest = self.all(fingerprint);
        let failed = self.failures.len();
        self.failures.truncate(MOST_TOLD);
        Verified { manifest, failures: self.failures, failed }
    }

    /// Checks everything; answers the manifest if it can be read.
    fn all(&mut self, fingerprint: Option<&str>) -> Option<Manifest> {
        let places: HashMap<String, usize> =
            self.contents.entries().iter().enumerate().map(|(at, entry)| (entry.path.clone(), at)).collect();
        let bytes = self.own(&places, MANIFEST, manifest::MOST_BYTES);
        let signature = self.own(&places, SIGNATURE, 64);
        let sums = self.own(&places, SUMS, manifest::MOST_BYTES);
        for at in 0..self.contents.entries().len() {
            self.checksum(at);
        }
        let bytes = bytes?;
        let in_sums = sums.as_ref().map(|sums| sums.ends_with(manifest::sum_line(&bytes).as_bytes()));
        let manifest = match Manifest::read(&bytes) {
            Ok(manifest) => manifest,
            Err(reason) => {
                self.fail(MANIFEST, FailureKind::Manifest(reason));
                return None;
            }
        };
        if !self.signed(&manifest, &bytes, signature.as_deref(), in_sums) {
            return Some(manifest);
        }
        if let Some(expected) = fingerprint.map(|text| text.replace([' ', ':'], "").to_ascii_lowercase())
            && expected != manifest.key.fingerprint
        {
            let found = manifest.key.fingerprint.clone();
            self.fail(SIGNATURE, FailureKind::OtherKey { found, expected });
        }
        self.files(&manifest, &places);
        if sums.is_some_and(|sums| sums != manifest.sums(&bytes).as_bytes()) {
            self.fail(SUMS, FailureKind::Derived);
        }
        Some(manifest)
    }

    /// Reads a file that no manifest lists.
    fn own(&mut self, places: &HashMap<String, usize>, path: &str, most: u64) -> Option<Vec<u8>> {
        let Some(at) = places.get(path).copied() else {
            self.fail(path, FailureKind::Missing);
            return None;
        };
        let found = self.contents.entries()[at].bytes;
        if found > most {
            self.fail(path, FailureKind::Size { found, expected: most });
            return None;
        }
        let mut bytes = Vec::new();
        let read = self.contents.open(at).and_then(|content| content.take(most + 1).read_to_end(&mut bytes));
        match read {
            Ok(_) => Some(bytes),
            Err(error) => {
                self.fail(path, FailureKind::Read(error.to_string()));
                None
            }
        }
    }

    /// Whether the list of files is the one that was signed. Where it is not,
    /// `SHA256SUMS` tells which of the two was altered, and where the list was,
    /// nothing it says of files counts.
    fn signed(&mut self, manifest: &Manifest, bytes: &[u8], signature: Option<&[u8]>, in_sums: Option<bool>) -> bool {
        let list_altered = |this: &mut Self, reason: &str| {
            this.fail(MANIFEST, FailureKind::Manifest(reason.to_owned()));
            false
        };
        let key = PublicKey::from_hex(&manifest.key.public).ok();
        let Some(key) = key.filter(|key| manifest::Key::of(key) == manifest.key) else {
            return list_altered(self, "the key in it is none");
        };
        let Some(signature) = signature else { return true };
        let holds = <&[u8; 64]>::try_from(signature).is_ok_and(|signature| key.verifies(bytes, signature));
        match (holds, in_sums) {
            (true, _) => true,
            (false, Some(true)) => {
                let reason = "the signature was altered, or is not of the key in manifest.json";
                self.fail(SIGNATURE, FailureKind::Signature(reason.to_owned()));
                true
            }
            (false, Some(false)) => list_altered(self, "it is not the one that was signed"),
            (false, None) => list_altered(self, "it, or manifest.sig, is not what was signed"),
        }
    }

    fn files(&mut self, manifest: &Manifest, places: &HashMap<String, usize>) {
        let listed: HashSet<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
        for file in &manifest.files {
            let Some(at) = places.get(&file.path).copied() else {
                self.fail(&file.path, FailureKind::Missing);
                continue;
            };
            let found = self.contents.entries()[at].bytes;
            if found != file.bytes {
                self.fail(&file.path, FailureKind::Size { found, expected: file.bytes });
                continue;
            }
            match self.hash(at) {
                Ok(found) if found != file.sha256 => {
                    self.fail(&file.path, FailureKind::Altered { found, expected: file.sha256.clone() });
                }
                Ok(_) => {}
                Err(error) => self.fail(&file.path, FailureKind::Read(error.to_string())),
            }
        }
        // With the key that is named in the list people check its signature.
        let pem = PublicKey::from_hex(&manifest.key.public).map(|key| hex::encode(Sha256::digest(key.to_pem())));
        match manifest.files.iter().find(|file| file.path == KEY) {
            None => self.fail(KEY, FailureKind::Missing),
            Some(file) if pem.is_ok_and(|pem| pem == file.sha256) => {}
            Some(_) => self.fail(KEY, FailureKind::Derived),
        }
        let added: Vec<String> = self
            .contents
            .entries()
            .iter()
            .map(|entry| entry.path.clone())
            .filter(|path| !listed.contains(path.as_str()) && !manifest::is_own(path))
            .collect();
        for path in added {
            let kind = path::check(&path).map_or_else(FailureKind::Unsafe, |()| FailureKind::Added);
            self.fail(&path, kind);
        }
    }

    fn hash(&mut self, at: usize) -> io::Result<String> {
        let mut hash = Sha256::new();
        let mut content = self.contents.open(at)?;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            match content.read(&mut buffer) {
                Ok(0) => return Ok(hex::encode(hash.finalize())),
                Ok(read) => hash.update(&buffer[..read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Holds the checksum in a ZIP against the bytes: whoever opens the ZIP with
    /// another program is told the same.
    fn checksum(&mut self, at: usize) {
        let Some(expected) = self.contents.checksum(at) else { return };
        let path = self.contents.entries()[at].path.clone();
        let mut crc = crc32fast::Hasher::new();
        let mut buffer = vec![0; 64 * 1024];
        let read = self.contents.open(at).and_then(|mut content| {
            loop {
                match content.read(&mut buffer) {
                    Ok(0) => return Ok(()),
                    Ok(read) => crc.update(&buffer[..read]),
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
        });
        match read {
            Ok(()) if crc.finalize() == expected => {}
            Ok(()) => self.fail(&path, FailureKind::Checksum),
            Err(error) => self.fail(&path, FailureKind::Read(error.to_string())),
        }
    }
}
