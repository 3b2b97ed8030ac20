//! One file per family of commands. Each opens the vault, asks the door, and prints.

mod audit;
mod bulk;
mod changes;
mod evidence;
mod export;
mod grants;
mod groups;
mod import;
mod log;
mod noted;
mod overview;
mod permissions;
mod place;
mod report;
mod review;
mod roles;
mod seat_history;
mod seat_plans;
mod seats;
mod snapshot;
mod users;
mod vault;

use crate::args::{Cli, Command};
use crate::exit::Exit;
use crate::secret;
use chrono::{DateTime, Utc};
use muster_app::session::{Access, Session};
use muster_app::{Code, Error, Result};

/// What every command gets.
pub struct Context {
    /// The words that stand before the command.
    pub cli: Cli,
    /// The time now; only this program's edge asks the clock.
    pub now: DateTime<Utc>,
}

impl Context {
    /// The day that rules go by.
    pub fn as_of(&self) -> DateTime<Utc> {
        self.cli.as_of.unwrap_or(self.now)
    }

    /// Opens the vault to change it.
    pub fn open(&self) -> Result<Session> {
        self.open_for(Access::Write)
    }

    /// Opens the vault to look at it, even while another program writes.
    pub fn look(&self) -> Result<Session> {
        self.open_for(Access::Read)
    }

    /// Opens the vault to take something out of it, which is noted in its log
    /// unless another program is writing.
    pub fn take_out(&self) -> Result<Session> {
        self.open_for(Access::WriteElseRead)
    }

    fn open_for(&self, access: Access) -> Result<Session> {
        let path =
            self.cli.vault.as_deref().ok_or_else(|| {
                Error::new(Code::Invalid, "No vault was named. Give --vault PATH, or set MUSTER_VAULT.")
            })?;
        let path = muster_app::session::find_folder(path)?;
        let secret = secret::present(self.cli.passphrase_file.as_deref())?;
        Session::open(&path, &secret, self.cli.operator.as_deref(), access, self.now)
    }
}

/// Runs one command.
pub fn run(cli: Cli) -> Result<Exit> {
    #[expect(clippy::disallowed_methods, reason = "this is the edge that asks the clock")]
    let context = Context { cli, now: Utc::now() };
    match &context.cli.command {
        Command::Init { path, realm } => vault::init(&context, path, realm.as_deref()),
        Command::Demo { path, users, seed, truth } => vault::demo(&context, path, *users, *seed, truth.as_deref()),
        Command::Passphrase { new_passphrase_file } => vault::passphrase(&context, new_passphrase_file.as_deref()),
        Command::Overview => overview::overview(&context),
        Command::Userstores(command) => vault::userstores(&context, command),
        Command::Import(command) => import::import(&context, command),
        Command::Users(command) => users::users(&context, command),
        Command::Groups(command) => groups::groups(&context, command),
        Command::Roles(command) => roles::roles(&context, command),
        Command::Permissions(command) => permissions::permissions(&context, command),
        Command::Grants(command) => grants::grants(&context, command),
        Command::Changes(command) => changes::changes(&context, command),
        Command::Snapshot(command) => snapshot::snapshot(&context, command),
        Command::Seats(command) => seats::seats(&context, command),
        Command::Audit(command) => audit::audit(&context, command),
        Command::Review(command) => review::review(&context, command),
        Command::Evidence(command) => evidence::evidence(&context, command),
        Command::Report(command) => report::report(&context, command),
        Command::Export(command) => export::export(&context, command),
        Command::Log(command) => log::log(&context, command),
        Command::Check => vault::check(&context),
        Command::Backup { file } => vault::backup(&context, file),
        Command::Restore { file, path } => vault::restore(&context, file, path),
    }
}
