//! Words of changing users.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use clap::{Args, Subcommand, ValueEnum};
use muster_app::api::changes::{ChangeFormat, ChangeStatus};
use muster_model::{ProfileField, Scope, ScopeKind, Standing, State, Visibility};
use std::path::PathBuf;

/// Which users.
#[derive(Debug, Args)]
#[group(id = "whom", required = true, multiple = false)]
pub struct Whom {
    /// DOMAIN/username, a username, an e-mail or an id.
    #[arg(value_name = "USER")]
    pub users: Vec<String>,
    /// All users for whom this holds.
    #[arg(long, value_name = "EXPRESSION")]
    pub filter: Option<String>,
    /// One USER a line in this file; - for standard input.
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
}

/// How a change is made.
#[derive(Debug, Args)]
pub struct How {
    /// Say what would happen and change nothing.
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
    /// Do it, however many there are.
    #[arg(long)]
    pub yes: bool,
    /// Also if someone is the last in charge of something.
    #[arg(long)]
    pub even_last: bool,
    /// What the change is called.
    #[arg(long)]
    pub title: Option<String>,
}

/// A change that needs no more words.
#[derive(Debug, Args)]
pub struct Alone {
    #[command(flatten)]
    pub whom: Whom,
    #[command(flatten)]
    pub how: How,
}

/// What to change.
#[derive(Debug, Args)]
#[group(id = "what", required = true, multiple = true)]
pub struct What {
    /// The state.
    #[arg(long, value_enum)]
    pub state: Option<States>,
    /// Give a role; --on says on what, --until until when.
    #[arg(long, value_name = "ROLE")]
    pub add_role: Vec<String>,
    /// Take a direct role; without --on wherever it is held.
    #[arg(long, value_name = "ROLE")]
    pub remove_role: Vec<String>,
    /// On what roles are given or taken: instance, group:PATH, project:PATH, application:NAME.
    #[arg(long, value_name = "SCOPE", value_parser = parse_scope)]
    pub on: Option<Scope>,
    /// Until when a role is given: 2026-12-31, or a time with zone.
    #[arg(long, value_name = "DATE", value_parser = parse_moment, requires = "add_role")]
    pub until: Option<DateTime<Utc>>,
    /// Put into a group, by path.
    #[arg(long, value_name = "GROUP")]
    pub add_group: Vec<String>,
    /// Take out of a group.
    #[arg(long, value_name = "GROUP")]
    pub remove_group: Vec<String>,
    /// Set a field: display_name=Ada, title=Engineer, attributes.team=web, service.owner=Bo; nothing after the =
    /// clears it.
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_field)]
    pub field: Vec<(String, String)>,
    /// Who sees a field of the profile: phone=private, title=public.
    #[arg(long, value_name = "FIELD=WHO", value_parser = parse_visibility)]
    pub visibility: Vec<(String, Visibility)>,
    /// When access ends: 2026-12-31, or never.
    #[arg(long, value_name = "DATE", value_parser = parse_end)]
    pub expires: Option<End>,
}

/// When access ends.
#[derive(Debug, Clone, Copy)]
pub struct End(pub Option<DateTime<Utc>>);

/// A user to make.
#[derive(Debug, Args)]
pub struct Add {
    /// DOMAIN/username, or a username in PRIMARY.
    #[arg(value_name = "USER")]
    pub user: String,
    /// The name to show.
    #[arg(long)]
    pub name: Option<String>,
    /// The primary e-mail.
    #[arg(long)]
    pub email: Option<String>,
    /// The state; active, if not said.
    #[arg(long, value_enum)]
    pub state: Option<States>,
    /// Any other field: title=Engineer, kind=service, attributes.team=web, service.owner=Bo.
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_field)]
    pub field: Vec<(String, String)>,
    /// Give a role; --on says on what, --until until when.
    #[arg(long, value_name = "ROLE")]
    pub add_role: Vec<String>,
    /// On what roles are given: instance, group:PATH, project:PATH, application:NAME.
    #[arg(long, value_name = "SCOPE", value_parser = parse_scope, requires = "add_role")]
    pub on: Option<Scope>,
    /// Until when a role is given: 2026-12-31, or a time with zone.
    #[arg(long, value_name = "DATE", value_parser = parse_moment, requires = "add_role")]
    pub until: Option<DateTime<Utc>>,
    /// Put into a group, by path.
    #[arg(long, value_name = "GROUP")]
    pub add_group: Vec<String>,
    /// When access ends: 2026-12-31, or never.
    #[arg(long, value_name = "DATE", value_parser = parse_end)]
    pub expires: Option<End>,
}

/// [`State`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum States {
    Active,
    Invited,
    Pending,
    Locked,
    Blocked,
    Deactivated,
    Banned,
    Deleted,
}

impl From<States> for State {
    fn from(state: States) -> Self {
        match state {
            States::Active => Self::Active,
            States::Invited => Self::Invited,
            States::Pending => Self::Pending,
            States::Locked => Self::Locked,
            States::Blocked => Self::Blocked,
            States::Deactivated => Self::Deactivated,
            States::Banned => Self::Banned,
            States::Deleted => Self::Deleted,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Changes {
    /// Changes, newest first.
    List {
        /// Only those that are this far.
        #[arg(long, value_enum)]
        status: Option<Statuses>,
        /// How many at most.
        #[arg(long, default_value_t = 100)]
        limit: u64,
        /// How many to skip.
        #[arg(long, default_value_t = 0)]
        offset: u64,
    },
    /// A change and its users.
    Show {
        /// Its number.
        change: i64,
        /// Only users that are this far.
        #[arg(long, value_enum)]
        standing: Option<Standings>,
        /// How many users at most.
        #[arg(long, default_value_t = 100)]
        limit: u64,
        /// How many users to skip.
        #[arg(long, default_value_t = 0)]
        offset: u64,
    },
    /// Take a change back as one, or withdraw what of it still waits.
    Undo {
        /// Its number.
        change: i64,
    },
    /// Write what of a change waits as a file to carry out at its source. It is not encrypted.
    Export {
        /// Its number.
        change: i64,
        /// As what.
        #[arg(long, value_enum)]
        format: ChangeFile,
        /// Write to this file instead of standard output.
        #[arg(short, long)]
        output: Option<PathBuf>,
        /// Replace a file that is there.
        #[arg(long)]
        overwrite: bool,
    },
}

/// [`ChangeStatus`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Statuses {
    Applied,
    Pending,
    Confirmed,
    Undone,
    Withdrawn,
}

impl From<Statuses> for ChangeStatus {
    fn from(status: Statuses) -> Self {
        match status {
            Statuses::Applied => Self::Applied,
            Statuses::Pending => Self::Pending,
            Statuses::Confirmed => Self::Confirmed,
            Statuses::Undone => Self::Undone,
            Statuses::Withdrawn => Self::Withdrawn,
        }
    }
}

/// [`Standing`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Standings {
    Applied,
    Outstanding,
    Confirmed,
    Undone,
    Withdrawn,
    Refused,
}

impl From<Standings> for Standing {
    fn from(standing: Standings) -> Self {
        match standing {
            Standings::Applied => Self::Applied,
            Standings::Outstanding => Self::Outstanding,
            Standings::Confirmed => Self::Confirmed,
            Standings::Undone => Self::Undone,
            Standings::Withdrawn => Self::Withdrawn,
            Standings::Refused => Self::Refused,
        }
    }
}

/// [`ChangeFormat`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ChangeFile {
    Csv,
    Jsonl,
    ScimBulk,
    Ldif,
    GitlabSh,
}

impl From<ChangeFile> for ChangeFormat {
    fn from(format: ChangeFile) -> Self {
        match format {
            ChangeFile::Csv => Self::Csv,
            ChangeFile::Jsonl => Self::Jsonl,
            ChangeFile::ScimBulk => Self::ScimBulk,
            ChangeFile::Ldif => Self::Ldif,
            ChangeFile::GitlabSh => Self::GitlabSh,
        }
    }
}

fn parse_scope(text: &str) -> Result<Scope, String> {
    let wrong = || "give instance, group:PATH, project:PATH or application:NAME".to_owned();
    let (word, path) = text.split_once(':').unwrap_or((text, ""));
    let kind: ScopeKind = word.parse().map_err(|_| wrong())?;
    let path = path.trim().trim_matches('/');
    if path.is_empty() != (kind == ScopeKind::Instance) {
        return Err(wrong());
    }
    Ok(Scope { kind, path: path.to_owned() })
}

/// A day, which begins at midnight UTC, or a time with zone.
fn parse_moment(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Ok(day.and_time(NaiveTime::MIN).and_utc());
    }
    let parsed = DateTime::parse_from_rfc3339(text).map(|at| at.with_timezone(&Utc));
    parsed.map_err(|_| "give a day such as 2026-12-31, or a time such as 2026-12-31T18:00:00Z".to_owned())
}

fn parse_end(text: &str) -> Result<End, String> {
    if text.eq_ignore_ascii_case("never") {
        return Ok(End(None));
    }
    parse_moment(text).map(|at| End(Some(at))).map_err(|error| format!("{error}, or never"))
}

/// A field and its value; a word of the profile stands for `profile.WORD`.
fn parse_field(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| "give NAME=VALUE, such as title=Engineer".to_owned())?;
    let name = name.trim();
    let profile = name.parse::<ProfileField>().map(|field| format!("profile.{field}"));
    Ok((profile.unwrap_or_else(|_| name.to_owned()), value.to_owned()))
}

fn parse_visibility(text: &str) -> Result<(String, Visibility), String> {
    let (name, who) = parse_field(text).map_err(|_| "give FIELD=WHO, such as phone=private".to_owned())?;
    let who: Visibility = who.parse().map_err(|e: muster_model::UnknownWord| e.to_string())?;
    Ok((name, who))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_kinds_and_paths() {
        let scope = |text| parse_scope(text).map(|s| format!("{} {}", s.kind, s.path));
        assert_eq!(scope("instance"), Ok("instance ".to_owned()));
        assert_eq!(scope("group:acme/web"), Ok("group acme/web".to_owned()));
        assert_eq!(scope("Project:/acme/web/"), Ok("project acme/web".to_owned()));
        for wrong in ["", "group", "group:", "instance:x", "planet:mars", "acme/web"] {
            assert!(scope(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_word_of_the_profile_is_a_field_of_it() {
        assert_eq!(parse_field("title=a=b"), Ok(("profile.title".to_owned(), "a=b".to_owned())));
        assert_eq!(parse_field("email="), Ok(("email".to_owned(), String::new())));
        assert!(parse_field("title").is_err());
        assert_eq!(parse_visibility("phone=private"), Ok(("profile.phone".to_owned(), Visibility::Private)));
        assert!(parse_visibility("phone=all").is_err());
    }

    #[test]
    fn an_end_is_a_day_a_time_or_never() {
        assert!(parse_end("never").is_ok_and(|end| end.0.is_none()));
        let end = parse_end("2026-12-31").map(|end| end.0.map(|at| at.to_rfc3339()));
        assert_eq!(end, Ok(Some("2026-12-31T00:00:00+00:00".to_owned())));
        assert!(parse_end("soon").is_err());
    }
}
