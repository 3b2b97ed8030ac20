//! A vault of one's own for each test of the door.
#![allow(clippy::unwrap_used, dead_code)]

use chrono::{DateTime, Utc};
use muster_app::api::users::{NewUser, UserEdit};
use muster_app::session::{Access, Calibration, NewVault, Session};
use muster_model::UserId;
use std::path::PathBuf;
use tempfile::TempDir;

pub const PASSPHRASE: &str = "correct horse battery staple";

pub fn now() -> DateTime<Utc> {
    "2026-11-20T09:14:00Z".parse().unwrap()
}

/// An open vault in a folder that goes with it.
pub struct Place {
    pub folder: TempDir,
    pub vault: PathBuf,
}

/// A vault that is open for writing.
pub fn made() -> (Place, Session) {
    let folder = tempfile::tempdir().unwrap();
    let vault = folder.path().join("realm.muster");
    let new = NewVault {
        realm: "Realm".into(),
        operator: "Olga".into(),
        passphrase: PASSPHRASE.into(),
        calibration: Calibration::Floor,
    };
    let (session, _) = Session::create(&vault, &new, now()).unwrap();
    (Place { folder, vault }, session)
}

impl Place {
    /// Opens the vault for reading only.
    pub fn look(&self) -> Session {
        Session::open(&self.vault, &PASSPHRASE.into(), None, Access::Read, now()).unwrap()
    }

    /// Opens the vault to change it.
    pub fn open(&self) -> Session {
        Session::open(&self.vault, &PASSPHRASE.into(), None, Access::Write, now()).unwrap()
    }

    /// A file in the folder.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

/// A user of the local userstore.
pub fn user(session: &Session, username: &str, email: Option<&str>) -> UserId {
    let edit = UserEdit { username: Some(username.into()), email: email.map(str::to_owned), ..UserEdit::default() };
    session.user_create(&NewUser { userstore: "PRIMARY".into(), edit }, now()).unwrap().user.id
}

/// Imports a CSV into a userstore.
pub fn import(place: &Place, session: &Session, domain: &str, csv: &str) {
    let path = place.file(&format!("{domain}.csv"), csv.as_bytes());
    let request = serde_json::from_value(serde_json::json!({ "files": [path], "userstore": domain })).unwrap();
    let report = session.import(&request, &muster_app::job::Job::silent(), now()).unwrap();
    assert_eq!(report.rejected_total, 0, "{:?}", report.rejected);
}

/// The key of a user by its name.
pub fn named(session: &Session, name: &str) -> UserId {
    session.user_named(name, now()).unwrap().user.id
}
