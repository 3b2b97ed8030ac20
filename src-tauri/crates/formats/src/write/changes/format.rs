//! Which formats there are, and how one is opened.

use super::bulk::{BulkSettings, ScimBulk};
use super::csv::CsvChanges;
use super::gitlab::GitlabScript;
use super::jsonl::JsonLines;
use super::ldif::{LdifChangeSettings, LdifChanges};
use super::line::{ChangeLine, Written};
use crate::Error;
use std::io::{self, Write};

/// How a change set is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChangeFormat {
    /// A row per user and field.
    Csv,
    /// A JSON object per user, one a line.
    JsonLines,
    /// SCIM Bulk requests.
    ScimBulk,
    /// LDIF changes.
    Ldif,
    /// A shell script of GitLab API calls.
    GitlabScript,
}

impl ChangeFormat {
    /// Every format.
    pub const ALL: &'static [Self] = &[Self::Csv, Self::JsonLines, Self::ScimBulk, Self::Ldif, Self::GitlabScript];

    /// Its spelling for `--format`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
            Self::ScimBulk => "scim-bulk",
            Self::Ldif => "ldif",
            Self::GitlabScript => "gitlab-sh",
        }
    }

    /// What its files' names end in, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
            Self::ScimBulk => "json",
            Self::Ldif => "ldif",
            Self::GitlabScript => "sh",
        }
    }

    /// The format with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.word().eq_ignore_ascii_case(word))
    }
}

/// What the formats need to know beyond the changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeSettings {
    /// For SCIM Bulk.
    pub bulk: BulkSettings,
    /// For LDIF.
    pub ldif: LdifChangeSettings,
}

/// Who a group is, in the words of the source.
pub trait Groups {
    /// The source's own id of the group of this path: SCIM's id, the
    /// distinguished name in a directory.
    fn id(&self, userstore: &str, path: &str) -> Option<String>;
}

/// Knows no group.
#[derive(Debug, Clone, Copy)]
pub struct NoGroups;

impl Groups for NoGroups {
    fn id(&self, _: &str, _: &str) -> Option<String> {
        None
    }
}

/// Makes the files, by their number from 1. Only SCIM Bulk asks for more than
/// one; a file that is asked for follows all that was written to the last.
pub type Parts<'a> = dyn FnMut(u32) -> io::Result<Box<dyn Write + 'a>> + 'a;

/// Takes the changes, user by user.
pub trait ChangeWriter {
    /// Writes what is to change about one user.
    ///
    /// # Errors
    /// [`Error::Write`] if a file fails.
    fn line(&mut self, line: &ChangeLine) -> Result<(), Error>;

    /// Writes the end, without which the file is not whole.
    ///
    /// # Errors
    /// [`Error::Write`] if a file fails.
    fn finish(&mut self) -> Result<Written, Error>;
}

/// Begins a file of changes.
///
/// # Errors
/// [`Error::Write`] if a file fails.
pub fn open<'a>(
    format: ChangeFormat,
    settings: &ChangeSettings,
    groups: &'a dyn Groups,
    parts: Box<Parts<'a>>,
) -> Result<Box<dyn ChangeWriter + 'a>, Error> {
    let mut parts = parts;
    let mut one = || parts(1).map_err(Error::Write);
    Ok(match format {
        ChangeFormat::Csv => Box::new(CsvChanges::open(one()?)?),
        ChangeFormat::JsonLines => Box::new(JsonLines::open(one()?)),
        ChangeFormat::ScimBulk => Box::new(ScimBulk::open(settings.bulk, groups, parts)),
        ChangeFormat::Ldif => Box::new(LdifChanges::open(settings.ldif, groups, one()?)?),
        ChangeFormat::GitlabScript => Box::new(GitlabScript::open(one()?)?),
    })
}
