//! Loading the file into an empty vault, beside plain SQLite loading it.

use crate::line::{self, Times, mib};
use crate::{peer, process};
use anyhow::{Context, Result};
use chrono::Utc;
use muster_app::api::import::ImportRequest;
use muster_app::job::Job;
use muster_app::session::{Access, Calibration, NewVault, Session};
use secrecy::SecretString;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The passphrase of every vault here.
pub fn passphrase() -> SecretString {
    SecretString::from("correct horse battery staple")
}

/// A new vault.
pub fn vault(path: &Path) -> Result<Session> {
    let new = NewVault {
        realm: "Bench".to_owned(),
        operator: "bench".to_owned(),
        passphrase: passphrase(),
        calibration: Calibration::Floor,
    };
    Ok(Session::create(path, &new, Utc::now())?.0)
}

/// Imports the file.
pub fn import(session: &Session, csv: &Path) -> Result<u64> {
    import_into(session, csv, "people")
}

/// Imports a file into a userstore.
pub fn import_into(session: &Session, csv: &Path, userstore: &str) -> Result<u64> {
    let request = ImportRequest {
        files: vec![csv.to_string_lossy().into_owned()],
        userstore: userstore.to_owned(),
        format: None,
        map: Default::default(),
        dry_run: false,
        strict: false,
        incomplete: false,
        complete: false,
        as_of: None,
    };
    let report = session.import(&request, &Job::silent(), Utc::now())?;
    anyhow::ensure!(
        report.rejected_total == 0,
        "{} rows were rejected: {:?}",
        report.rejected_total,
        report.rejected.first()
    );
    Ok(report.created + report.unchanged + report.changed)
}

/// Both imports, in processes of their own, in turn.
pub fn measure(csv: &Path, folder: &Path, users: u64) -> Result<()> {
    let runs = if users > 100_000 { 3 } else { 5 };
    let (mut muster, mut plain, mut again) = (Vec::new(), Vec::new(), Vec::new());
    let (mut peak, mut plain_peak) = (0, 0);
    for run in 0..runs {
        let vault = folder.join(format!("import-{run}.muster"));
        let child = process::run("--import-muster", &[csv, &vault])?;
        muster.push(child.figure(0)?);
        again.push(child.figure(1)?);
        peak = peak.max(child.peak);
        let database = folder.join(format!("import-{run}.db"));
        let child = process::run("--import-plain", &[csv, &database])?;
        plain.push(child.figure(0)?);
        plain_peak = plain_peak.max(child.peak);
        if run > 0 {
            std::fs::remove_dir_all(&vault)?;
            std::fs::remove_file(&database)?;
        }
    }
    let plain = Times::from(plain);
    line::compare("import into an empty vault", &Times::from(muster), &plain, "target: ratio 3");
    line::compare("the same file again", &Times::from(again), &plain, "(beside the first load)");
    line::alone("peak memory of the import", &mib(peak), &format!("target: 300 MiB (plain: {})", mib(plain_peak)));
    Ok(())
}

/// In a process of its own: imports twice and prints both times.
pub fn muster_child(mut arguments: impl Iterator<Item = String>) -> Result<()> {
    let csv = PathBuf::from(arguments.next().context("a file")?);
    let path = PathBuf::from(arguments.next().context("a vault")?);
    let session = vault(&path)?;
    let first = timed(|| import(&session, &csv))?;
    drop(session);
    let session = Session::open(&path, &passphrase(), None, Access::Write, Utc::now())?;
    let second = timed(|| import(&session, &csv))?;
    println!("{} {}", first.as_micros(), second.as_micros());
    Ok(())
}

/// In a process of its own: loads the file into plain SQLite.
pub fn plain_child(mut arguments: impl Iterator<Item = String>) -> Result<()> {
    let csv = PathBuf::from(arguments.next().context("a file")?);
    let path = PathBuf::from(arguments.next().context("a database")?);
    let mut conn = peer::open(&path)?;
    let time = timed(|| peer::load(&mut conn, &csv))?;
    println!("{}", time.as_micros());
    Ok(())
}

fn timed<T>(work: impl FnOnce() -> Result<T>) -> Result<Duration> {
    let start = Instant::now();
    std::hint::black_box(work()?);
    Ok(start.elapsed())
}
