//! A vault with an invented realm, for a first look.

mod access;
mod truth;

use crate::job::Job;
use crate::session::{DEMO, Session};
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
pub use muster_demo::DEFAULT_USERS;
use muster_demo::Realm;
use muster_model::import::Totals;
use muster_model::record::Record;
use muster_model::{ServiceAccount, UserstoreKind};
use muster_vault::log::Entry;
use muster_vault::merge::{Begin, FinishTotals, Refused, SnapshotWriter};
use muster_vault::tables::{find, seat_plan, service_account, userstore};
use muster_vault::{Calibration, NewVault, setting};
use secrecy::SecretString;
use std::path::Path;
pub use truth::{Finding, truth, write_truth};

/// The passphrase of a demo vault that was given none. Its users are
/// invented, so there is nothing it must keep secret.
pub const PASSPHRASE: &str = "look around in a demo";
/// The plan a demo vault counts by.
const PLAN: &str = "gitlab-ultimate";
/// The name of the operator.
const OPERATOR: &str = "Dana Reyes";

/// [`PASSPHRASE`], in the type that opens vaults.
#[must_use]
pub fn passphrase() -> SecretString {
    SecretString::from(PASSPHRASE)
}

/// What a demo vault is made from.
pub struct Settings {
    /// How many users.
    pub users: u64,
    /// The same seed gives the same realm.
    pub seed: u64,
    /// Opens the vault. Key derivation stays at the floor: there is nothing
    /// to guess for.
    pub passphrase: SecretString,
}

/// Makes a demo vault and opens it. Nothing is left if it is cancelled.
///
/// # Errors
/// If there is something at `path`, it cannot be written, or the job is cancelled.
pub fn create(path: &Path, settings: Settings, job: &Job, now: DateTime<Utc>) -> Result<Session> {
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|e| crate::files::disk(path, &e))?;
    }
    let realm = realm(settings.users, settings.seed, now);
    let new = NewVault {
        realm: "Acme".to_owned(),
        operator: OPERATOR.to_owned(),
        passphrase: settings.passphrase,
        calibration: Calibration::Floor,
    };
    let (session, _recovery) = Session::create(path, &new, now)?;
    let filled = fill(&session, &realm, job, now);
    if let Err(error) = filled {
        drop(session);
        // It is ours and seconds old; what cannot be removed is reported by the next try.
        let _ = std::fs::remove_dir_all(path);
        return Err(error);
    }
    Ok(session)
}

/// The realm of these settings, whose last snapshots are of today.
fn realm(users: u64, seed: u64, now: DateTime<Utc>) -> Realm {
    Realm::new(muster_demo::Settings::new(users, seed, now.date_naive()))
}

fn fill(session: &Session, realm: &Realm, job: &Job, now: DateTime<Utc>) -> Result<()> {
    access::fill(session, realm, now)?;
    let total: u64 = realm.snapshots().map(|s| s.records_at_most()).sum();
    let mut done = 0;
    let mut known = false;
    for snapshot in realm.snapshots() {
        if snapshot.kind == UserstoreKind::Gitlab && !std::mem::replace(&mut known, true) {
            access::gitlab(session, snapshot.domain, now)?;
        }
        let mut stopped = None;
        let written = session.vault().write(now, |tx| {
            let store = userstore::ensure(tx, snapshot.domain, snapshot.kind, now)?;
            let begin = Begin {
                userstore: store.id,
                taken_at: snapshot.taken_at.min(now),
                now,
                operator: session.operator(),
                format: "demo",
            };
            let mut writer = SnapshotWriter::begin(tx, begin)?;
            let mut users = Totals::default();
            for record in snapshot.records() {
                done += 1;
                if done % 1_000 == 0 {
                    job.progress("writing", done, total, done);
                    if let Err(error) = job.go_on() {
                        stopped = Some(error);
                        return Ok(((), None));
                    }
                }
                let taken = match &record {
                    Record::User(user) => writer.user("demo", user)?.map(|outcome| users.count(outcome)),
                    Record::Group(group) => writer.group(group)?.map(drop),
                    Record::Role(role) => writer.role(role)?.map(drop),
                };
                if let Err(Refused { reason, .. }) = taken {
                    let message = format!("The demo realm has a user the vault refuses: {reason}");
                    stopped = Some(Error::new(Code::Internal, message));
                    return Ok(((), None));
                }
            }
            let read = users.created + users.changed + users.unchanged;
            let totals = FinishTotals { rejected: 0, credentials_dropped: 0, files: Vec::new() };
            let merged = writer.finish(&snapshot.coverage(), &totals)?;
            let details = serde_json::json!({ "format": "demo", "read": read, "created": users.created,
                "changed": users.changed, "unchanged": users.unchanged, "gone": merged.users.gone });
            Ok(((), Some(Entry::new("import").target(snapshot.domain).details(details))))
        });
        match stopped {
            Some(error) => return Err(error),
            None => written?,
        }
    }
    job.progress("writing", total, total, done);
    note(session, realm, now)?;
    session.vault().write(now, |tx| {
        let from = realm.days().first().copied().unwrap_or(seat_plan::ALWAYS);
        let bought = seat_plan::Purchase { from, seats: realm.seats_bought() };
        let terms = seat_plan::Terms {
            purchases: vec![bought],
            price_cents: Some(2900),
            currency: Some("EUR".to_owned()),
            ..Default::default()
        };
        seat_plan::set(tx, PLAN, &terms)?;
        setting::set(tx, crate::seats::CHOSEN, PLAN)?;
        setting::set(tx, DEMO, "yes")?;
        // Whoever looks around and undoes takes back what they did, not the demo.
        muster_vault::changes::thing::found(tx)?;
        Ok(((), Some(Entry::new("seats.set").target(PLAN).details(serde_json::json!({ "purchased": bought.seats })))))
    })?;
    Ok(())
}

/// Notes who answers for service accounts, which no source says.
fn note(session: &Session, realm: &Realm, now: DateTime<Utc>) -> Result<()> {
    Ok(session.vault().write(now, |tx| {
        let mut noted = 0_u64;
        for note in realm.notes() {
            let user = find::find(tx, &format!("{}/{}", note.userstore, note.username))?;
            let known = ServiceAccount {
                owner: note.owner.map(str::to_owned),
                purpose: note.purpose.map(str::to_owned),
                review_at: note.review,
            };
            service_account::set(tx, user, &known)?;
            noted += 1;
        }
        Ok(((), Some(Entry::new("service.note").details(serde_json::json!({ "users": noted })))))
    })?)
}
