//! What the window talks to: at most one open vault, the list of recent ones,
//! and the job that runs.

use crate::api::vault::{CreateVault, CreatedVault, OpenVault, RecentVault, Status, VaultInfo};
use crate::demo;
use crate::job::{Cancel, Job};
use crate::recent::Recent;
use crate::session::{Access, Calibration, NewVault, Session, find_folder, realm_of};
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use secrecy::SecretString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

/// How often, and how long each time, [`Door::leave`] waits: ten seconds in all,
/// more than reading a million users takes.
const LEAVING: u32 = 500;
const STEP: Duration = Duration::from_millis(20);

/// The window's side of the app.
pub struct Door {
    session: RwLock<Option<Arc<Session>>>,
    recent: Recent,
    /// Where the demo vault is made.
    data: PathBuf,
    running: Mutex<Cancel>,
    calibration: Calibration,
}

impl Door {
    /// A door with no vault open. `config` holds the list of recent vaults,
    /// `data` the demo vault.
    #[must_use]
    pub fn new(config: &Path, data: &Path, calibration: Calibration) -> Self {
        Self {
            session: RwLock::new(None),
            recent: Recent::in_folder(config),
            data: data.to_owned(),
            running: Mutex::new(Cancel::default()),
            calibration,
        }
    }

    /// What the window needs to know when it starts.
    ///
    /// # Errors
    /// If the open vault cannot be read.
    pub fn status(&self) -> Result<Status> {
        let vault = match self.open_session() {
            Some(session) => Some(session.info()?),
            None => None,
        };
        Ok(Status { vault, recent: self.recent.list(), version: env!("CARGO_PKG_VERSION").to_owned() })
    }

    /// The open vault.
    ///
    /// # Errors
    /// [`Code::Locked`] if none is.
    pub fn session(&self) -> Result<Arc<Session>> {
        self.open_session().ok_or_else(|| Error::new(Code::Locked, "No vault is open. Open one to go on."))
    }

    fn open_session(&self) -> Option<Arc<Session>> {
        self.session.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Creates a vault and opens it.
    ///
    /// # Errors
    /// If the folder exists, cannot be written, or the passphrase is too short.
    pub fn create(&self, request: CreateVault, now: DateTime<Utc>) -> Result<CreatedVault> {
        let path = with_suffix(Path::new(&request.path));
        let new = NewVault {
            realm: realm_of(&path),
            operator: request.operator,
            passphrase: SecretString::from(request.passphrase),
            calibration: self.calibration,
        };
        let (session, recovery_key) = Session::create(&path, &new, now)?;
        Ok(CreatedVault { vault: self.enter(session)?, recovery_key })
    }

    /// Opens a vault.
    ///
    /// # Errors
    /// If it is not there, damaged, or the passphrase is wrong.
    pub fn open(&self, request: OpenVault, now: DateTime<Utc>) -> Result<VaultInfo> {
        let path = find_folder(Path::new(&request.path))?;
        let secret = SecretString::from(request.passphrase);
        // The vault that is open is let go of first: it may be the same one.
        self.lock();
        let session = Session::open(&path, &secret, None, Access::WriteElseRead, now)?;
        self.enter(session)
    }

    /// Opens the demo vault, making it if it is not there.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn open_demo(&self, job: &Job, now: DateTime<Utc>) -> Result<VaultInfo> {
        let path = self.data.join("demo.muster");
        self.let_go();
        let opened = Session::open(&path, &demo::passphrase(), None, Access::WriteElseRead, now);
        let session = match opened {
            Ok(session) => session,
            // Nothing in it is anyone's: one that another version made, or
            // that was not made to its end, is made anew.
            Err(error) if matches!(error.code, Code::NotFound | Code::Damaged | Code::TooNew) => {
                if path.exists() {
                    std::fs::remove_dir_all(&path).map_err(|e| crate::files::disk(&path, &e))?;
                }
                let settings = demo::Settings { users: demo::DEFAULT_USERS, seed: 1, passphrase: demo::passphrase() };
                demo::create(&path, settings, job, now)?
            }
            Err(error) => return Err(error),
        };
        self.enter(session)
    }

    /// Changes the passphrase of the operator who is signed in.
    ///
    /// # Errors
    /// [`Code::WrongPassphrase`] if the present one is wrong, and as
    /// [`Session::change_passphrase`].
    pub fn change_passphrase(&self, current: SecretString, new: SecretString, now: DateTime<Utc>) -> Result<()> {
        self.session()?.change_passphrase(&current, &new, self.calibration, now)
    }

    fn enter(&self, session: Session) -> Result<VaultInfo> {
        let info = session.info()?;
        self.recent.keep(&RecentVault { name: info.name.clone(), path: info.path.clone() });
        *self.session.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(session));
        Ok(info)
    }

    /// Forgets the open vault's keys and users. Jobs that run are cancelled.
    pub fn lock(&self) {
        self.cancel();
        self.let_go();
    }

    /// The same before the program ends: waits for whoever still reads from the
    /// vault in the background. A program that ended under them could crash.
    pub fn leave(&self) {
        self.cancel();
        let Some(session) = self.let_go() else { return };
        for _ in 0..LEAVING {
            if Arc::strong_count(&session) == 1 {
                return;
            }
            std::thread::sleep(STEP);
        }
    }

    fn let_go(&self) -> Option<Arc<Session>> {
        let open = self.session.write().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(session) = &open {
            session.wipe();
        }
        open
    }

    /// A job that [`Door::cancel`] stops. One runs at a time.
    pub fn job(&self, report: impl Fn(crate::api::import::Progress) + Send + Sync + 'static) -> Job {
        let cancel = Cancel::default();
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = cancel.clone();
        Job::new(report).cancelled_by(cancel)
    }

    /// Asks the running job to stop.
    pub fn cancel(&self) {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).cancel();
    }
}

fn with_suffix(path: &Path) -> PathBuf {
    if path.extension().is_some_and(|e| e == "muster") {
        return path.to_owned();
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".muster");
    PathBuf::from(name)
}
