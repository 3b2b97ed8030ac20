//! LDIF (RFC 2849): users as `inetOrgPerson` (RFC 2798), groups as
//! `groupOfNames` (RFC 4519), as `ldapadd` takes them into a directory with
//! the usual schemas and no others.
//!
//! Standard attributes are few: what they have no word for is left out and
//! counted (`docs/exports.md`, "LDIF"). A person must have a family name and
//! a group a member; where there is none, the name or an empty member stands
//! in, and is counted too.
//!
//! | module | what it does |
//! | --- | --- |
//! | `base` | the entries above users and groups |
//! | `person`, `group` | one entry |
//! | `dn`, `lines` | names and lines, escaped |

mod base;
pub(crate) mod dn;
mod group;
pub(crate) mod lines;
pub(crate) mod person;

use super::{Omitted, RecordWriter};
use crate::Error;
use lines::Lines;
use muster_model::fold::fold_case;
use muster_model::record::{GroupRecord, UserRecord};
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::io::Write;

/// Which entries above users and groups are written before them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BaseEntries {
    /// None: the directory has them.
    #[default]
    None,
    /// Those of people and groups.
    Units,
    /// Those and the base itself: for an empty directory.
    All,
}

/// Where entries go, and what the directory understands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LdifSettings {
    /// The base, such as `dc=example,dc=org`.
    pub base_dn: String,
    /// Where people are below it.
    pub people: String,
    /// Where groups are below it.
    pub groups: String,
    /// Which entries above them to write.
    pub base_entries: BaseEntries,
    /// Whether to write `nsAccountLock`, which 389 Directory Server and
    /// FreeIPA know and OpenLDAP refuses. Without it the state is left out.
    pub account_lock: bool,
}

impl LdifSettings {
    /// People and groups in `ou=people` and `ou=groups` below a base, nothing
    /// else.
    #[must_use]
    pub fn new(base_dn: &str) -> Self {
        Self {
            base_dn: base_dn.to_owned(),
            people: "ou=people".to_owned(),
            groups: "ou=groups".to_owned(),
            base_entries: BaseEntries::None,
            account_lock: false,
        }
    }

    fn people(&self) -> String {
        format!("{},{}", self.people, self.base_dn)
    }

    fn groups(&self) -> String {
        format!("{},{}", self.groups, self.base_dn)
    }

    fn person(&self, username: &str) -> String {
        format!("{},{}", dn::part("uid", username), self.people())
    }

    fn group(&self, path: &str) -> String {
        format!("{},{}", dn::part("cn", path), self.groups())
    }
}

/// Who is behind an id: LDIF names members by username and path.
pub trait Names {
    /// The username of the user a group names so.
    fn username(&self, id: &str) -> Option<String>;
    /// The path of the group another group names so.
    fn path(&self, id: &str) -> Option<String>;
}

/// Takes every name of a member for a username or path.
#[derive(Debug, Clone, Copy)]
pub struct AsGiven;

impl Names for AsGiven {
    fn username(&self, id: &str) -> Option<String> {
        Some(id.to_owned())
    }

    fn path(&self, id: &str) -> Option<String> {
        Some(id.to_owned())
    }
}

/// Writes LDIF. One userstore's users at a time: two of one username would be
/// one entry, so the second is left out and counted.
pub struct LdifWriter<'a> {
    lines: Lines<&'a mut (dyn Write + 'a)>,
    settings: LdifSettings,
    names: &'a dyn Names,
    /// Hashes of the names written; 64 bits, so that two never meet in practice.
    written: HashSet<u64>,
    hasher: RandomState,
    groups: u64,
    omitted: Omitted,
}

impl<'a> LdifWriter<'a> {
    /// Begins, with the entries above if they are asked for.
    ///
    /// # Errors
    /// [`Error::Setting`] for a name that is none; [`Error::Write`] if the
    /// file fails.
    pub fn open(settings: &LdifSettings, names: &'a dyn Names, out: &'a mut (dyn Write + 'a)) -> Result<Self, Error> {
        dn::checked("the base", &settings.base_dn)?;
        dn::checked("the place of people", &settings.people)?;
        dn::checked("the place of groups", &settings.groups)?;
        let mut lines = Lines::open(out)?;
        base::entries(settings, &mut lines)?;
        Ok(Self {
            lines,
            settings: settings.clone(),
            names,
            written: HashSet::new(),
            hasher: RandomState::new(),
            groups: 0,
            omitted: Omitted::default(),
        })
    }

    /// Whether an entry of this sort and name is the first. Directories pass
    /// over case and repeated spaces in names (RFC 4518).
    fn is_first(&mut self, sort: char, name: &str) -> bool {
        let folded = fold_case(name);
        let words: Vec<&str> = folded.split_whitespace().collect();
        self.written.insert(self.hasher.hash_one((sort, words)))
    }
}

impl RecordWriter for LdifWriter<'_> {
    fn user(&mut self, user: &UserRecord) -> Result<(), Error> {
        let Some(username) = user.identity.username.as_deref().filter(|name| self.is_first('u', name)) else {
            self.omitted.leave_out("user");
            return Ok(());
        };
        person::entry(user, username, &self.settings, &mut self.lines, &mut self.omitted)
    }

    fn group(&mut self, group: &GroupRecord) -> Result<(), Error> {
        if !self.is_first('g', &group.name.path) {
            self.omitted.leave_out("group");
            return Ok(());
        }
        self.groups += 1;
        group::entry(group, &self.settings, self.names, &mut self.lines, &mut self.omitted)
    }

    fn finish(&mut self) -> Result<Omitted, Error> {
        self.lines.flush()?;
        if self.groups > 0 {
            // The groups say who is in them.
            self.omitted.left_out.remove("groups");
        }
        Ok(std::mem::take(&mut self.omitted))
    }
}
