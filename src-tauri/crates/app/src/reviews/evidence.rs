//! The evidence of a review: a signed folder or ZIP that answers who decided
//! what, when, on which facts.

use super::findings::Audited;
use super::proof::{self, Looked};
use super::{key, stored};
use crate::api::reviews::{
    EvidenceFailure, EvidenceFile, MadeEvidence, MakeEvidence, ReviewChange, VerifiedEvidence, VerifyEvidence,
};
use crate::job::Job;
use crate::session::Session;
use crate::{Error, Result, files as disk};
use chrono::{DateTime, Utc};
use muster_audit::evidence::{
    FolderPlace, OperatorKey, PackAbout, PackFile, Story, Written, ZipPlace, files, path, readme, story, write_pack,
};
use muster_audit::review::{CampaignState, Remedy, Review, difference};
use muster_report::{FileFormat, write_document};
use muster_vault::log::{self, Entry, Link};
use muster_vault::tables::review::ReviewRow;
use muster_vault::tables::review_sheet;
use serde_json::json;
use std::io::{BufWriter, Write as _};
use std::path::Path;

/// The changes that were made of a review, by their numbers.
const CHANGE_SETS: files::Known =
    ("change-sets.json", "The changes in the vault that carry the review out, and how far each is");
/// What is known of each worksheet that came back.
const RETURNED: files::Known =
    ("worksheets/returned.jsonl", "Which worksheet came back when, from which file, taken by which operator");

/// Everything a pack is made of.
struct Material {
    row: ReviewRow,
    review: Review,
    remedies: Vec<Remedy>,
    looked: Option<Looked>,
    changes: Vec<ReviewChange>,
    log: Vec<Link>,
    audited: Audited,
}

/// A file of a pack: its path, what it holds, its bytes.
type Made = (String, String, Vec<u8>);

impl Session {
    /// Makes the evidence of a review, signed with the operator's key. It is
    /// plaintext, as every export.
    ///
    /// # Errors
    /// [`crate::Code::NotFound`], [`crate::Code::Exists`] for a ZIP that is
    /// there or a folder that is not empty, [`crate::Code::Disk`].
    pub fn evidence_make(&self, request: &MakeEvidence, job: &Job, now: DateTime<Utc>) -> Result<MadeEvidence> {
        let target = Path::new(&request.path);
        let zip = target.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
        if zip {
            disk::free(target, request.overwrite)?;
        }
        let (key, _) = self.key(&mut key::system, now)?;
        job.progress("reading", 0, 0, 0);
        let material = self.material(&request.review, now)?;
        job.go_on()?;
        job.progress("writing", 0, 0, 0);
        let story = self.story(&material, &key, now);
        let made = self.made(&material, &story, now)?;
        job.go_on()?;
        let campaign = &material.review.campaign;
        let about = PackAbout {
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            realm: self.vault().opened().realm.clone(),
            campaign_id: campaign.id.clone(),
            campaign_title: campaign.title.clone(),
            made_at: now,
            made_by: self.operator().to_owned(),
        };
        let packed = || made.iter().map(|(path, about, bytes)| PackFile::new(path, about, bytes)).collect();
        let written = if zip {
            disk::write_back(target, request.overwrite, |file| {
                let mut place = ZipPlace::new(BufWriter::new(file));
                let written = write_pack(&about, packed(), &key, &mut place)?;
                place.into_inner().flush().map_err(|error| disk::disk(target, &error))?;
                Ok(written)
            })?
        } else {
            into_folder(target, |place| write_pack(&about, packed(), &key, place).map_err(Error::from))?
        };
        self.note_evidence(&material, target, &written, now)?;
        Ok(MadeEvidence {
            path: request.path.clone(),
            zip,
            fingerprint: written.fingerprint,
            bytes: written.bytes,
            files: written.manifest.files.into_iter().map(file).collect(),
        })
    }

    fn material(&self, name: &str, now: DateTime<Utc>) -> Result<Material> {
        let (row, review) = self.vault().read(|conn| stored::whole(conn, name.trim()))?;
        let (remedies, looked) = if review.campaign.is_open() {
            (Vec::new(), None)
        } else {
            let remedies = proof::closed_remedies(&review)?;
            let looked = self.vault().read(|conn| proof::look(conn, &review, &remedies, now))?;
            if self.may_change().is_ok() {
                self.keep_proof(&row, &looked, now)?;
            }
            (remedies, Some(looked))
        };
        let changes = self.review_show(&row.name, now)?.changes;
        let numbers: Vec<i64> = changes.iter().map(|change| change.change).collect();
        let log = self.vault().read(|conn| {
            log::extract(conn, &mut |action, target, details| {
                action.starts_with("review.") && target == Some(row.name.as_str())
                    || action.starts_with("change.") && is_of(details, &numbers)
            })
        })?;
        let audited = self.audited_last(&review)?;
        Ok(Material { row, review, remedies, looked, changes, log, audited })
    }

    fn story(&self, material: &Material, key: &OperatorKey, now: DateTime<Utc>) -> Story {
        let teller = story::Teller {
            realm: self.vault().opened().realm.clone(),
            at: now,
            by: self.operator().to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            fingerprint: key.public().fingerprint(),
        };
        // Until a snapshot comes, nobody has looked.
        let looked = material.looked.as_ref().filter(|looked| {
            let CampaignState::Closed(sign_off) = &material.review.campaign.state else { return false };
            looked.snapshots.iter().any(|snapshot| snapshot.taken_at > sign_off.at)
        });
        let proof = looked.map(|looked| (&looked.proof, looked.snapshots.as_slice()));
        Story::of(&material.review, &material.remedies, proof, teller)
    }

    /// Every file of the pack but those that the pack itself makes.
    fn made(&self, material: &Material, story: &Story, now: DateTime<Utc>) -> Result<Vec<Made>> {
        let Material { review, remedies, looked, .. } = material;
        let mut all: Vec<Made> = Vec::new();
        let mut add = |known: files::Known, write: &dyn Fn(&mut Vec<u8>) -> std::io::Result<()>| -> Result<()> {
            let mut bytes = Vec::new();
            write(&mut bytes).map_err(|error| disk::disk(Path::new(known.0), &error))?;
            all.push((known.0.to_owned(), known.1.to_owned(), bytes));
            Ok(())
        };
        add(files::CAMPAIGN, &|out| files::campaign(review, out))?;
        add(files::REVIEWERS, &|out| files::reviewers(review, out))?;
        add(files::POPULATION, &|out| files::population(&review.items, out))?;
        add(files::DECISIONS, &|out| files::decisions(review, out))?;
        if let CampaignState::Closed(sign_off) = &review.campaign.state {
            add(files::SIGN_OFF, &|out| files::sign_off(sign_off, out))?;
        }
        if let Some(looked) = looked {
            let proof = story.proof.is_some().then_some(&looked.proof);
            add(files::CHANGES, &|out| files::changes(review, remedies, proof, out))?;
            add(CHANGE_SETS, &|out| json_pretty(&material.changes, out))?;
            add(files::AFTER, &|out| files::population(&looked.held, out))?;
            let found = difference(&review.items, &looked.held);
            add(files::DIFFERENCE, &|out| files::difference(&review.items, &looked.held, &found, out))?;
        }
        add(files::LOG, &|out| lines(&material.log, out))?;
        add(files::FINDINGS, &|out| out.write_all(&material.audited.findings))?;
        add(files::RULES, &|out| out.write_all(material.audited.rules.as_bytes()))?;
        self.worksheets_of(material, &mut all)?;
        for (known, format) in [(files::REPORT_HTML, FileFormat::Html), (files::REPORT_PDF, FileFormat::Pdf)] {
            let mut bytes = Vec::new();
            write_document(&super::report::document(review, story, self.origin(now)), format, &mut bytes)
                .map_err(|error| disk::report_failed(Path::new(known.0), error))?;
            all.push((known.0.to_owned(), known.1.to_owned(), bytes));
        }
        let mut listed: Vec<(String, String)> =
            all.iter().map(|(path, about, _)| (path.clone(), about.clone())).collect();
        listed.sort();
        all.push((files::README.0.to_owned(), files::README.1.to_owned(), readme::readme(story, &listed).into_bytes()));
        Ok(all)
    }

    /// Worksheets, byte by byte as they came back.
    fn worksheets_of(&self, material: &Material, all: &mut Vec<Made>) -> Result<()> {
        let sheets = self.vault().read(|conn| review_sheet::list(conn, material.row.id))?;
        if sheets.is_empty() {
            return Ok(());
        }
        let mut returned = Vec::new();
        for sheet in sheets.iter().rev() {
            let bytes = self.vault().read(|conn| review_sheet::body(conn, material.row.id, &sheet.sha256))?;
            let reviewer = material.review.reviewers.get(sheet.reviewer);
            let key = reviewer.map(|reviewer| path::safe_name(&reviewer.key)).unwrap_or_else(|| "x".to_owned());
            let ending = if bytes.starts_with(b"PK") { "xlsx" } else { "csv" };
            let short = sheet.sha256.get(..8).unwrap_or_default();
            let name = format!("{}/{key}-{short}.{ending}", files::WORKSHEETS);
            returned.push(json!({
                "file": name,
                "sha256": sheet.sha256,
                "reviewer": reviewer.map(|reviewer| reviewer.said()),
                "name": sheet.name,
                "at": sheet.at,
                "operator": sheet.operator,
                "decisions": sheet.taken,
            }));
            let who = reviewer.map(|reviewer| reviewer.said()).unwrap_or_default();
            all.push((name, format!("The worksheet of {who} as it came back"), bytes));
        }
        let mut bytes = Vec::new();
        lines(&returned, &mut bytes).map_err(|error| disk::disk(Path::new(RETURNED.0), &error))?;
        all.push((RETURNED.0.to_owned(), RETURNED.1.to_owned(), bytes));
        Ok(())
    }

    /// Leaves a log entry; where the vault can only be read, none can be.
    fn note_evidence(&self, material: &Material, path: &Path, written: &Written, now: DateTime<Utc>) -> Result<()> {
        if self.vault().opened().read_only {
            return Ok(());
        }
        let entry = Entry::new("review.evidence").target(&material.row.name).details(json!({
            "file": path.file_name().map(|name| name.to_string_lossy()),
            "files": written.manifest.files.len(),
            "bytes": written.bytes,
            "fingerprint": written.fingerprint,
        }));
        Ok(self.vault().write(now, |_| Ok(((), Some(entry))))?)
    }
}

/// Writes into a folder; if that fails, a folder that was not there is none
/// again.
fn into_folder(target: &Path, write: impl FnOnce(&mut FolderPlace) -> Result<Written>) -> Result<Written> {
    let was_there = target.exists();
    let mut place = FolderPlace::create(target)?;
    let written = write(&mut place);
    if written.is_err() && !was_there {
        // It has no signature, so it is no pack; the error is what counts.
        drop(std::fs::remove_dir_all(target));
    }
    written
}

fn file(file: muster_audit::evidence::manifest::File) -> EvidenceFile {
    EvidenceFile { path: file.path, about: file.about, bytes: file.bytes, sha256: file.sha256 }
}

/// Whether a log entry is about one of these changes.
fn is_of(details: Option<&str>, numbers: &[i64]) -> bool {
    if numbers.is_empty() {
        return false;
    }
    let parsed = details.and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
    let number = parsed.as_ref().and_then(|details| details.get("change")).and_then(serde_json::Value::as_i64);
    number.is_some_and(|number| numbers.contains(&number))
}

fn lines(all: &[impl serde::Serialize], out: &mut Vec<u8>) -> std::io::Result<()> {
    for one in all {
        serde_json::to_writer(&mut *out, one)?;
        out.push(b'\n');
    }
    Ok(())
}

fn json_pretty(what: &impl serde::Serialize, out: &mut Vec<u8>) -> std::io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, what)?;
    out.push(b'\n');
    Ok(())
}

/// Verifies a pack; needs no vault.
///
/// # Errors
/// [`crate::Code::NotFound`], [`crate::Code::Unreadable`] for what is no pack.
/// That a pack fails is an answer.
pub fn evidence_verify(request: &VerifyEvidence) -> Result<VerifiedEvidence> {
    let fingerprint = request.fingerprint.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let found = muster_audit::evidence::verify(Path::new(&request.path), fingerprint)?;
    let failures = found.failures.iter().map(|failure| EvidenceFailure {
        path: failure.path.clone(),
        code: failure.kind.code().to_owned(),
        message: failure.kind.to_string(),
    });
    let manifest = found.manifest.as_ref();
    Ok(VerifiedEvidence {
        path: request.path.clone(),
        good: found.is_good(),
        failures: failures.collect(),
        failed: found.failed as u64,
        realm: manifest.map(|manifest| manifest.realm.clone()),
        review: manifest.map(|manifest| manifest.campaign.id.clone()),
        title: manifest.map(|manifest| manifest.campaign.title.clone()),
        made_at: manifest.map(|manifest| manifest.made_at),
        made_by: manifest.map(|manifest| manifest.made_by.clone()),
        fingerprint: manifest.map(|manifest| manifest.key.fingerprint.clone()),
        files: manifest.map_or(0, |manifest| manifest.files.len() as u64),
        listed: found.manifest.map_or_else(Vec::new, |manifest| manifest.files.into_iter().map(file).collect()),
    })
}
