//! Hands records and rejections to the sink, and counts them.

use crate::Error;
use muster_model::Role;
use muster_model::import::Rejection;
use muster_model::record::{GroupRecord, Listed, Record, Sink, UserRecord};

/// What keeps a row from being taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The line at fault, where it is known better than the row's first one.
    pub(crate) line: Option<u64>,
    /// The column, attribute or field at fault.
    pub(crate) column: Option<String>,
    /// What is wrong and what to do.
    pub(crate) reason: String,
}

impl Fault {
    /// Something about the row as a whole.
    pub(crate) fn row(reason: impl Into<String>) -> Self {
        Self { line: None, column: None, reason: reason.into() }
    }

    /// Something about one column, attribute or field.
    pub(crate) fn at(column: &str, reason: impl Into<String>) -> Self {
        Self { line: None, column: Some(short(column, 120)), reason: reason.into() }
    }

    /// The same, on a line of its own.
    pub(crate) fn on_line(self, line: u64) -> Self {
        Self { line: Some(line), ..self }
    }
}

/// Text as it may appear in a message: at most `limit` characters, controls
/// replaced.
pub(crate) fn short(text: &str, limit: usize) -> String {
    let mut out: String =
        text.chars().take(limit).map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect();
    if text.chars().nth(limit).is_some() {
        out.push('…');
    }
    out
}

/// What went through, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records about users.
    pub users: u64,
    /// Records about groups.
    pub groups: u64,
    /// Records about roles.
    pub roles: u64,
    /// Rows that could not be taken.
    pub rejected: u64,
    /// Credentials found and dropped.
    pub credentials_dropped: u64,
    /// Users whose record said which roles they hold.
    pub users_with_grants: u64,
    /// Users whose record said which groups they are in.
    pub users_with_groups: u64,
}

/// The sink, for one file.
pub(crate) struct Emit<'a> {
    file: String,
    sink: &'a mut dyn Sink,
    counts: Counts,
    cut: Option<u64>,
}

impl<'a> Emit<'a> {
    pub(crate) fn new(file: &str, sink: &'a mut dyn Sink) -> Self {
        Self { file: file.to_owned(), sink, counts: Counts::default(), cut: None }
    }

    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    pub(crate) fn counts(&self) -> Counts {
        self.counts
    }

    /// The line on which the file was cut or became unreadable.
    pub(crate) fn cut_line(&self) -> Option<u64> {
        self.cut
    }

    pub(crate) fn user(&mut self, line: u64, user: UserRecord) -> Result<(), Error> {
        self.counts.users += 1;
        self.counts.users_with_grants += u64::from(!matches!(user.grants, Listed::Silent));
        self.counts.users_with_groups += u64::from(!matches!(user.groups, Listed::Silent));
        Ok(self.sink.record(line, Record::User(Box::new(user)))?)
    }

    pub(crate) fn group(&mut self, line: u64, group: GroupRecord) -> Result<(), Error> {
        self.counts.groups += 1;
        Ok(self.sink.record(line, Record::Group(group))?)
    }

    pub(crate) fn role(&mut self, line: u64, role: Role) -> Result<(), Error> {
        self.counts.roles += 1;
        Ok(self.sink.record(line, Record::Role(role))?)
    }

    pub(crate) fn reject(&mut self, line: u64, fault: Fault) -> Result<(), Error> {
        self.counts.rejected += 1;
        let Fault { line: exact, column, reason } = fault;
        let rejection = Rejection { file: self.file.clone(), line: exact.unwrap_or(line), column, reason };
        Ok(self.sink.reject(rejection)?)
    }

    /// What follows `line` cannot be read: a rejection, and the file is a part.
    pub(crate) fn cut(&mut self, line: u64, reason: impl Into<String>) -> Result<(), Error> {
        self.cut = Some(line);
        self.reject(line, Fault::row(reason))
    }

    pub(crate) fn credentials(&mut self, count: u64) {
        if count > 0 {
            self.counts.credentials_dropped += count;
            self.sink.credentials_dropped(count);
        }
    }
}
