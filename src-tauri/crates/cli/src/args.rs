//! What can be typed. The surface is that of the design, section 9.

mod change;

pub use change::{Add, Alone, ChangeFile, Changes, How, What, Whom};
use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Parser, Subcommand, ValueEnum};
use muster_app::api::export::Format;
use muster_app::api::users::SortBy;
use muster_model::UserstoreKind;
use std::path::PathBuf;

/// Manage the users of a self-hosted instance from one encrypted vault.
#[derive(Debug, Parser)]
#[command(name = "muster", version, about, max_term_width = 100, arg_required_else_help = true)]
pub struct Cli {
    /// The vault's folder.
    #[arg(long, global = true, env = "MUSTER_VAULT", value_name = "PATH")]
    pub vault: Option<PathBuf>,
    /// Who you are, where a vault has several operators; for init, the owner's name.
    #[arg(long, global = true, value_name = "NAME")]
    pub operator: Option<String>,
    /// Read the passphrase from the first line of this file.
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// Print one JSON document.
    #[arg(long, global = true)]
    pub json: bool,
    /// The day for rules that look at the clock, and of an import: 2026-11-20, or a time with zone.
    #[arg(long, global = true, value_name = "DATE", value_parser = parse_day)]
    pub as_of: Option<DateTime<Utc>>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create a vault and print its recovery key, once.
    Init {
        /// The folder to create.
        path: PathBuf,
        /// The realm's name; the folder's, if not said.
        #[arg(long)]
        realm: Option<String>,
    },
    /// Create a vault with an invented realm and a year of history.
    Demo {
        /// The folder to create.
        path: PathBuf,
        /// How many users.
        #[arg(long, default_value_t = 1284)]
        users: u64,
        /// The same seed gives the same realm.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Change the passphrase of the operator who is signed in.
    Passphrase {
        /// Read the new passphrase from the first line of this file.
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    /// How many users, by state, kind and role, who has not been seen, and seats.
    Overview,
    /// The sources of users.
    #[command(subcommand)]
    Userstores(Userstores),
    /// Bring users in from files; several files together are one snapshot.
    Import(Import),
    /// The users.
    #[command(subcommand)]
    Users(Users),
    /// What was changed, what waits elsewhere, and taking it back.
    #[command(subcommand)]
    Changes(Changes),
    /// Seats: how many, whose and why.
    #[command(subcommand)]
    Seats(Seats),
    /// Write files for others. What is written is not encrypted.
    #[command(subcommand)]
    Export(Export),
    /// The record of everything an operator did.
    #[command(subcommand)]
    Log(Log),
    /// Read every page of the vault and say what is wrong.
    Check,
    /// Write one encrypted file that holds the whole vault.
    Backup {
        /// The file to write.
        file: PathBuf,
    },
    /// Make a vault from a backup.
    Restore {
        /// The backup.
        file: PathBuf,
        /// The folder to create.
        path: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub enum Userstores {
    /// Each userstore, how many users it has, and its last snapshot.
    List,
    /// Add a userstore.
    Add {
        /// Its domain, such as gitlab.
        domain: String,
        /// What it reflects.
        #[arg(long, value_enum, default_value = "local")]
        kind: StoreKind,
    },
}

/// [`UserstoreKind`] as an argument.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum StoreKind {
    Local,
    Gitlab,
    Scim,
    Ldap,
    Keycloak,
    File,
    Wso2,
    Entra,
    Google,
    Okta,
    Authelia,
}

impl From<StoreKind> for UserstoreKind {
    fn from(kind: StoreKind) -> Self {
        match kind {
            StoreKind::Local => Self::Local,
            StoreKind::Gitlab => Self::Gitlab,
            StoreKind::Scim => Self::Scim,
            StoreKind::Ldap => Self::Ldap,
            StoreKind::Keycloak => Self::Keycloak,
            StoreKind::File => Self::File,
            StoreKind::Wso2 => Self::Wso2,
            StoreKind::Entra => Self::Entra,
            StoreKind::Google => Self::Google,
            StoreKind::Okta => Self::Okta,
            StoreKind::Authelia => Self::Authelia,
        }
    }
}

#[derive(Debug, Args)]
pub struct Import {
    /// The files.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The userstore to import into; it is added if it is missing.
    #[arg(long, value_name = "NAME")]
    pub userstore: String,
    /// Read them as: gitlab-users, gitlab-permissions, gitlab-members, scim, ldif, keycloak, wso2-5, wso2-7, entra,
    /// google, okta, authelia, csv.
    #[arg(long)]
    pub format: Option<String>,
    /// For CSV: a TOML file that says which column is what, or COLUMN=ATTRIBUTE (repeatable).
    #[arg(long, value_name = "FILE|COLUMN=ATTRIBUTE")]
    pub map: Vec<String>,
    /// Say what would happen and change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Take nothing if a row is rejected.
    #[arg(long)]
    pub strict: bool,
    /// The files list only a part: nobody becomes gone.
    #[arg(long, conflicts_with = "complete")]
    pub incomplete: bool,
    /// The files list everyone, even if they look like a part.
    #[arg(long)]
    pub complete: bool,
}

#[derive(Debug, Subcommand)]
pub enum Users {
    /// List users, page by page.
    List {
        /// Only users for whom this holds, such as 'state eq "active" and lastSeen le "-90d"'.
        #[arg(long, default_value = "")]
        filter: String,
        /// Order by an attribute; a leading - turns it round.
        #[arg(long, default_value = "displayName", value_parser = parse_sort, allow_hyphen_values = true)]
        sort: Sort,
        /// Columns of the table, comma-separated.
        #[arg(long, value_delimiter = ',')]
        columns: Vec<String>,
        /// How many at most; 0 for all.
        #[arg(long, default_value_t = 100)]
        limit: u64,
        /// Go on after this cursor, which the page before gave.
        #[arg(long)]
        cursor: Option<String>,
    },
    /// Everything about one user.
    Show {
        /// DOMAIN/username, a username, an e-mail or an id.
        user: String,
    },
    /// Make a user in a local userstore.
    Add(Add),
    /// Make a user who is asked to join. It is a note: Muster sends no mail.
    Invite {
        #[command(flatten)]
        add: Add,
        /// What they were told.
        #[arg(long)]
        message: Option<String>,
    },
    /// Change users: fields, state, roles, groups, the end of access.
    Set {
        #[command(flatten)]
        whom: Whom,
        #[command(flatten)]
        what: Box<What>,
        #[command(flatten)]
        how: How,
    },
    /// Switch users off.
    Deactivate(Alone),
    /// Switch users on.
    Activate(Alone),
    /// Keep users out.
    Block(Alone),
    /// Let users in again after a block.
    Unblock(Alone),
    /// Keep users out and hide what they wrote.
    Ban(Alone),
    /// Let users in again after a ban.
    Unban(Alone),
    /// Keep users out for a while.
    Lock(Alone),
    /// Let users in again after a lock.
    Unlock(Alone),
    /// Let users in who wait for it.
    Approve(Alone),
    /// Delete users. Prefer deactivate: at a source it cannot be taken back.
    Delete {
        #[command(flatten)]
        whom: Whom,
        /// Who is given their roles and groups, which are taken away otherwise.
        #[arg(long, value_name = "USER")]
        hand_to: Option<String>,
        #[command(flatten)]
        how: How,
    },
    /// Two accounts are one person, and one is too many: the one that stays is given what it lacks.
    Merge {
        #[command(flatten)]
        whom: Whom,
        /// The account that stays.
        #[arg(long, value_name = "USER")]
        into: String,
        #[command(flatten)]
        how: How,
    },
}

/// An order and its direction.
#[derive(Debug, Clone, Copy)]
pub struct Sort {
    pub by: SortBy,
    pub descending: bool,
}

#[derive(Debug, Subcommand)]
pub enum Seats {
    /// The seat plans that come with Muster.
    Plans,
    /// How many seats are taken, by whom and why.
    Report {
        /// The plan; the one the vault counts by, if not said.
        #[arg(long)]
        plan: Option<String>,
        /// Seats bought, for this report only.
        #[arg(long)]
        purchased: Option<u64>,
        /// table, csv or json.
        #[arg(long, value_enum, default_value = "table")]
        format: ReportFormat,
        /// Write to this file instead of standard output.
        #[arg(short, long)]
        output: Option<PathBuf>,
        /// Replace a file that is there.
        #[arg(long)]
        overwrite: bool,
    },
    /// Say what was bought under a plan, and count by it from now on.
    Set {
        /// The plan.
        #[arg(long)]
        plan: String,
        /// Seats bought.
        #[arg(long)]
        purchased: Option<u64>,
        /// Price of one seat for one month, such as 29.00.
        #[arg(long, value_parser = parse_price)]
        price: Option<u64>,
        /// ISO 4217 code, such as EUR.
        #[arg(long)]
        currency: Option<String>,
    },
    /// Why a user does or does not take a seat.
    Explain {
        /// DOMAIN/username, a username, an e-mail or an id.
        user: String,
        /// The plan; the one the vault counts by, if not said.
        #[arg(long)]
        plan: Option<String>,
    },
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    Table,
    Csv,
    Json,
}

#[derive(Debug, Subcommand)]
pub enum Export {
    /// All users the filter finds, as a file.
    Users {
        /// Only users for whom this holds.
        #[arg(long, default_value = "")]
        filter: String,
        /// Order by an attribute; a leading - turns it round.
        #[arg(long, default_value = "displayName", value_parser = parse_sort, allow_hyphen_values = true)]
        sort: Sort,
        /// csv, json or jsonl.
        #[arg(long, value_enum, default_value = "csv")]
        format: FileFormat,
        /// Write to this file instead of standard output.
        #[arg(short, long)]
        output: Option<PathBuf>,
        /// Replace a file that is there.
        #[arg(long)]
        overwrite: bool,
    },
}

/// [`Format`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FileFormat {
    Csv,
    Json,
    Jsonl,
}

impl From<FileFormat> for Format {
    fn from(format: FileFormat) -> Self {
        match format {
            FileFormat::Csv => Self::Csv,
            FileFormat::Json => Self::Json,
            FileFormat::Jsonl => Self::Jsonl,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Log {
    /// The newest entries.
    List {
        /// How many at most.
        #[arg(long, default_value_t = 100)]
        limit: u64,
        /// Only entries older than this number.
        #[arg(long)]
        before: Option<i64>,
        /// Only entries whose action, operator or target contains this.
        #[arg(long, default_value = "")]
        text: String,
    },
    /// Check that no entry was altered, added or taken away.
    Verify,
}

/// A day (its last second, UTC) or a time with zone.
fn parse_day(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.with_timezone(&Utc));
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .and_then(|day| day.and_hms_opt(23, 59, 59))
        .map(|at| at.and_utc())
        .ok_or_else(|| "give a day such as 2026-11-20, or a time such as 2026-11-20T09:14:00Z".to_owned())
}

fn parse_sort(text: &str) -> Result<Sort, String> {
    let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
    SortBy::from_attribute(name).map(|by| Sort { by, descending }).ok_or_else(|| {
        let known: Vec<&str> = SortBy::ATTRIBUTES.iter().map(|(name, _)| *name).collect();
        format!("users cannot be ordered by {name:?}; choose one of {}", known.join(", "))
    })
}

/// An amount with at most two decimals, in cents.
fn parse_price(text: &str) -> Result<u64, String> {
    let wrong = || "give an amount such as 29 or 29.00".to_owned();
    let (whole, cents) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(cents) || cents.len() > 2 {
        return Err(wrong());
    }
    let whole: u64 = whole.parse().map_err(|_| wrong())?;
    let padded: u64 = format!("{cents:0<2}").parse().map_err(|_| wrong())?;
    whole.checked_mul(100).and_then(|c| c.checked_add(padded)).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_surface_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_day_is_its_last_second() {
        assert_eq!(parse_day("2026-11-20").map(|t| t.to_rfc3339()), Ok("2026-11-20T23:59:59+00:00".to_owned()));
        assert!(parse_day("20.11.2026").is_err());
    }

    #[test]
    fn prices_are_exact() {
        assert_eq!(parse_price("29"), Ok(2900));
        assert_eq!(parse_price("29.5"), Ok(2950));
        assert_eq!(parse_price("0.07"), Ok(7));
        for wrong in ["", ".", "1.234", "-1", "29,00", "99999999999999999999"] {
            assert!(parse_price(wrong).is_err(), "{wrong}");
        }
    }
}
