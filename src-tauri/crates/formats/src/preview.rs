//! The beginning of a file as it would be read, in words.

use crate::Error;
use crate::options::Options;
use crate::read::read;
use muster_model::import::Rejection;
use muster_model::record::{Listed, Record, Sink, Stop, Told, UserRecord};
use std::path::Path;

/// The beginning of a file as it would be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// The first users.
    pub users: Vec<PreviewUser>,
    /// The rows among them that would be rejected.
    pub rejected: Vec<Rejection>,
    /// Credentials that would be dropped.
    pub credentials_dropped: u64,
    /// Whether more follows.
    pub more: bool,
}

/// What a row says about a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewUser {
    /// The line it begins on, from 1.
    pub line: u64,
    /// What it says: the word of each attribute (`attribute:NAME` for custom
    /// ones) and the value. An empty value says that there is none; what the
    /// row does not speak of is not here.
    pub fields: Vec<(String, String)>,
}

/// Reads the first so many rows, taken or rejected, as an import would.
///
/// # Errors
/// As [`read`], but for having been stopped.
pub fn preview(path: &Path, options: &Options, rows: usize) -> Result<Preview, Error> {
    let mut first = First { rows, preview: Preview::default() };
    match read(path, options, &mut |_| {}, &mut first) {
        Ok(_) | Err(Error::Stopped(_)) => Ok(first.preview),
        Err(error) => Err(error),
    }
}

struct First {
    rows: usize,
    preview: Preview,
}

impl First {
    fn go_on(&mut self) -> Result<(), Stop> {
        if self.preview.users.len() + self.preview.rejected.len() < self.rows {
            return Ok(());
        }
        self.preview.more = true;
        Err(Stop::Cancelled)
    }
}

impl Sink for First {
    fn record(&mut self, line: u64, record: Record) -> Result<(), Stop> {
        let Record::User(user) = record else { return Ok(()) };
        self.go_on()?;
        self.preview.users.push(PreviewUser { line, fields: fields(&user) });
        Ok(())
    }

    fn reject(&mut self, rejection: Rejection) -> Result<(), Stop> {
        self.go_on()?;
        self.preview.rejected.push(rejection);
        Ok(())
    }

    fn credentials_dropped(&mut self, count: u64) {
        self.preview.credentials_dropped += count;
    }
}

/// What a record says, in the order of a menu.
fn fields(user: &UserRecord) -> Vec<(String, String)> {
    let mut told = Fields::default();
    let identity = &user.identity;
    told.some("username", identity.username.clone());
    told.some("id", identity.id.clone());
    told.add("email", &user.email, Clone::clone);
    told.add("display_name", &user.display_name, Clone::clone);
    told.add("state", &user.state, |state| state.word().to_owned());
    told.add("kind", &user.kind, |kind| kind.word().to_owned());
    told.add("mfa", &user.mfa, |set| yes_or_no(*set));
    told.add("created_at", &user.created_at, |at| at.to_rfc3339());
    told.add("expires_at", &user.expires_at, |at| at.to_rfc3339());
    told.some(
        "last_seen",
        user.last_seen.as_ref().map(|seen| seen.at.map_or(seen.status.word().to_owned(), |at| at.to_rfc3339())),
    );
    told.some("roles", list(&user.grants, |grant| on_scope(&grant.role.name, &grant.scope.path)));
    told.some("groups", list(&user.groups, |group| group.path.clone()));
    told.add("highest_level", &user.highest_level, ToString::to_string);
    told.add("seat", &user.seat_flag, |takes| yes_or_no(*takes));
    for (field, value) in &user.profile {
        told.add(field.word(), value, Clone::clone);
    }
    for (name, values) in &user.attributes {
        told.some(&format!("attribute:{name}"), Some(values.join(" | ")));
    }
    told.0
}

#[derive(Default)]
struct Fields(Vec<(String, String)>);

impl Fields {
    fn add<T>(&mut self, word: &str, told: &Told<T>, show: impl Fn(&T) -> String) {
        match told {
            Told::Silent => {}
            Told::Empty => self.some(word, Some(String::new())),
            Told::Value(value) => self.some(word, Some(show(value))),
        }
    }

    fn some(&mut self, word: &str, value: Option<String>) {
        self.0.extend(value.map(|value| (word.to_owned(), value)));
    }
}

fn yes_or_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

fn on_scope(role: &str, path: &str) -> String {
    if path.is_empty() { role.to_owned() } else { format!("{role} on {path}") }
}

fn list<T>(listed: &Listed<T>, show: impl Fn(&T) -> String) -> Option<String> {
    match listed {
        Listed::Silent => None,
        Listed::Some(items) | Listed::All(items) => Some(items.iter().map(show).collect::<Vec<_>>().join(" | ")),
    }
}
