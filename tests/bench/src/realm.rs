//! The demo realm's GitLab users as a CSV file: what both sides load.

use anyhow::Result;
use chrono::NaiveDate;
use muster_demo::{Realm, Settings};
use muster_model::record::Record;
use std::path::Path;

/// The header of the file.
pub const HEADER: &[&str] = &["id", "username", "name", "email", "state", "kind", "created_at", "last_seen"];

/// Writes at least `users` rows, numbered from 1.
pub fn write_csv(path: &Path, users: u64) -> Result<()> {
    // The realm spreads its users over userstores; one large enough gives
    // `users` of the largest.
    let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap_or_default();
    let realm = Realm::new(Settings { users: users * 100 / 88 + 2, seed: 1, today, months: 1 });
    let mut out = csv::Writer::from_path(path)?;
    out.write_record(HEADER)?;
    let mut written = 0;
    for snapshot in realm.snapshots().filter(|s| s.domain == "gitlab") {
        for record in snapshot.records() {
            let Record::User(user) = record else { continue };
            if written == users {
                break;
            }
            written += 1;
            let time = |t: Option<&chrono::DateTime<chrono::Utc>>| t.map(|t| t.to_rfc3339()).unwrap_or_default();
            let seen = user.last_seen.as_ref().and_then(|s| s.at);
            out.write_record([
                written.to_string().as_str(),
                user.identity.username.as_deref().unwrap_or_default(),
                user.display_name.value().map_or("", String::as_str),
                user.email.value().map_or("", String::as_str),
                user.state.value().map_or("active", |s| s.word()),
                user.kind.value().map_or("human", |k| k.word()),
                &time(user.created_at.value()),
                &time(seen.as_ref()),
            ])?;
        }
    }
    out.flush()?;
    anyhow::ensure!(written == users, "the realm has only {written} users");
    Ok(())
}
