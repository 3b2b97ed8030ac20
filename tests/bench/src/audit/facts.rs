//! Everyone that is audited, as the files of their systems.

use crate::manage;
use anyhow::Result;
use chrono::{DateTime, Days, Utc};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// The userstore that is audited.
pub const STORE: &str = "gitlab";
/// The directory.
pub const DIRECTORY: &str = "ldap";
/// Roles held by each user.
pub const GRANTS: u64 = manage::GRANTS;
/// One of so many users is in the directory.
const LISTED: u64 = 10;

/// The files.
pub struct Files {
    /// Everyone, with a `directory` column that no import reads: empty, or
    /// `there` or `gone`.
    pub users: PathBuf,
    /// Who holds what.
    pub grants: PathBuf,
    /// The directory as it was.
    pub directory_before: PathBuf,
    /// The directory as it is.
    pub directory: PathBuf,
}

/// The same numbers each time, spread over all users.
fn mixed(a: u64, b: u64) -> u64 {
    let mixed = (a.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ b.wrapping_mul(0xC2B2_AE3D_27D4_EB4F)).rotate_left(29);
    (mixed.wrapping_mul(0xFF51_AFD7_ED55_8CCD)) >> 33
}

/// Days since a user was last seen: one in sixteen not for 45, half of them
/// not for 90; one in a thousand will not have been for 45 tomorrow.
fn days(user: u64) -> u64 {
    match mixed(user, 1) % 1000 {
        0..30 => 91 + mixed(user, 2) % 300,
        30..60 => 46 + mixed(user, 2) % 44,
        60 => 44,
        _ => mixed(user, 2) % 40,
    }
}

fn state(user: u64) -> &'static str {
    match mixed(user, 3) % 100 {
        0..8 => "deactivated",
        8..12 => "blocked",
        _ => "active",
    }
}

/// One of five hundred has the e-mail of another user.
fn email(user: u64, users: u64) -> String {
    let of = if mixed(user, 4).is_multiple_of(500) { 1 + mixed(user, 5) % users } else { user };
    format!("mlee{of}@acme.example")
}

/// Writes all of them.
pub fn write(folder: &Path, users: u64, now: DateTime<Utc>) -> Result<Files> {
    let files = Files {
        users: folder.join("audited.csv"),
        grants: folder.join("audited-grants.csv"),
        directory_before: folder.join("directory-before.ldif"),
        directory: folder.join("directory.ldif"),
    };
    let today = now.date_naive();
    let mut all = csv::Writer::from_path(&files.users)?;
    let header = ["id", "username", "name", "email", "state", "kind", "created_at", "last_seen", "directory"];
    all.write_record(header)?;
    let mut before = BufWriter::new(File::create(&files.directory_before)?);
    let mut after = BufWriter::new(File::create(&files.directory)?);
    for user in 1..=users {
        let seen = today - Days::new(days(user));
        let created = today - Days::new(400 + mixed(user, 6) % 2000);
        let listed = user.is_multiple_of(LISTED);
        let gone = listed && mixed(user, 7).is_multiple_of(100);
        let kind = if mixed(user, 8).is_multiple_of(33) { "service" } else { "human" };
        let there = match (listed, gone) {
            (false, _) => "",
            (true, false) => "there",
            (true, true) => "gone",
        };
        all.write_record([
            user.to_string().as_str(),
            &format!("mlee{user}"),
            &format!("User {user}"),
            &email(user, users),
            state(user),
            kind,
            &format!("{created}T00:00:00Z"),
            &format!("{seen}T00:00:00Z"),
            there,
        ])?;
        if listed {
            let entry = format!(
                "dn: uid=mlee{user},ou=people,dc=acme,dc=example\nobjectClass: inetOrgPerson\n\
                 entryUUID: 00000000-0000-4000-8000-{user:012}\nuid: mlee{user}\ncn: User {user}\nsn: User\n\
                 mail: mlee{user}@acme.example\n\n"
            );
            before.write_all(entry.as_bytes())?;
            if !gone {
                after.write_all(entry.as_bytes())?;
            }
        }
    }
    all.flush()?;
    before.flush()?;
    after.flush()?;
    manage::write_grants(&files.grants, &files.users)?;
    Ok(files)
}
