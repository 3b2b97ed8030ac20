//! LDIF changes (RFC 2849) for `ldapmodify`.
//!
//! An attribute that may have several values has the known one deleted and
//! the new one added, so that a directory on which it has changed meanwhile
//! refuses rather than loses the others. An entry's change is one step: all
//! of it is done or none.

use super::field::{DELETED, Field, deletes};
use super::format::{ChangeWriter, Groups};
use super::line::{ChangeLine, FieldDiff, Target, Written};
use crate::Error;
use crate::write::ldif::lines::Lines;
use crate::write::ldif::person::{attribute_of, is_mail, takes};
use muster_model::State;
use muster_model::profile::ProfileField as P;
use std::io::Write;

/// How a directory keeps someone out. There is no standard for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lock {
    /// Not known: changes of state are skipped.
    #[default]
    None,
    /// `nsAccountLock`, of 389 Directory Server and FreeIPA: deactivated.
    NsAccountLock,
    /// `pwdAccountLockedTime`, of OpenLDAP's password policy overlay:
    /// blocked until an administrator lifts it.
    PwdAccountLockedTime,
}

/// What the directory understands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LdifChangeSettings {
    /// How it keeps someone out.
    pub lock: Lock,
    /// Whether its groups are of `groupOfUniqueNames`, which calls a member
    /// `uniqueMember`.
    pub unique_members: bool,
}

/// Until an administrator lifts it (draft-behera-ldap-password-policy, 5.3.3).
const FOR_GOOD: &str = "000001010000Z";

/// A change of an attribute, in its lines.
enum Change {
    /// All values become these.
    Replace(&'static str, Vec<String>),
    /// A value goes.
    Delete(&'static str, String),
    /// A value comes.
    Add(&'static str, String),
}

/// Writes changes. A step is an entry's change.
pub struct LdifChanges<'a> {
    settings: LdifChangeSettings,
    groups: &'a dyn Groups,
    lines: Lines<Box<dyn Write + 'a>>,
    written: Written,
}

impl<'a> LdifChanges<'a> {
    /// Begins.
    ///
    /// # Errors
    /// [`Error::Write`] if the file fails.
    pub fn open(settings: LdifChangeSettings, groups: &'a dyn Groups, out: Box<dyn Write + 'a>) -> Result<Self, Error> {
        let written = Written { parts: 1, ..Written::default() };
        Ok(Self { settings, groups, lines: Lines::open(out)?, written })
    }

    fn begin(&mut self, dn: &str, kind: &str) -> Result<(), Error> {
        self.lines.blank()?;
        self.lines.attr("dn", dn)?;
        self.lines.attr("changetype", kind)?;
        self.written.steps += 1;
        Ok(())
    }

    fn modify(&mut self, dn: &str, changes: &[Change]) -> Result<(), Error> {
        self.begin(dn, "modify")?;
        for change in changes {
            let (verb, name, values) = match change {
                Change::Replace(name, values) => ("replace", name, values.as_slice()),
                Change::Delete(name, value) => ("delete", name, std::slice::from_ref(value)),
                Change::Add(name, value) => ("add", name, std::slice::from_ref(value)),
            };
            self.lines.attr(verb, name)?;
            for value in values {
                self.lines.attr(name, value)?;
            }
            self.lines.dash()?;
        }
        Ok(())
    }

    fn membership(&mut self, user: &Target, dn: &str, diff: &FieldDiff) -> Result<(), Error> {
        let joins = diff.after.is_some();
        let Some(path) = diff.after.as_ref().or(diff.before.as_ref()) else { return Ok(()) };
        let Some(group) = self.groups.id(&user.userstore, path) else {
            self.written.skip(user, "group", format!("the distinguished name of the group {path} is not known"));
            return Ok(());
        };
        let name = if self.settings.unique_members { "uniqueMember" } else { "member" };
        let change = if joins { Change::Add(name, dn.to_owned()) } else { Change::Delete(name, dn.to_owned()) };
        self.modify(&group, &[change])
    }
}

impl ChangeWriter for LdifChanges<'_> {
    fn line(&mut self, line: &ChangeLine) -> Result<(), Error> {
        let user = &line.user;
        let Some(dn) = user.reference.as_deref() else {
            for diff in line.fields.iter().filter(|diff| Field::of(diff) != Field::Derived) {
                self.written.skip(user, &diff.name, "the distinguished name of the user is not known");
            }
            return Ok(());
        };
        if deletes(line) {
            for diff in line.fields.iter().filter(|diff| diff.name != "state" && Field::of(diff) != Field::Derived) {
                self.written.skip(user, &diff.name, DELETED);
            }
            return self.begin(dn, "delete");
        }
        let mut changes = Vec::new();
        for diff in &line.fields {
            match changes_of(diff, self.settings.lock) {
                Ok(found) => changes.extend(found),
                Err(why) => self.written.skip(user, &diff.name, why),
            }
        }
        if !changes.is_empty() {
            self.modify(dn, &changes)?;
        }
        for diff in line.fields.iter().filter(|diff| Field::of(diff) == Field::Group) {
            self.membership(user, dn, diff)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<Written, Error> {
        self.lines.flush()?;
        Ok(std::mem::take(&mut self.written))
    }
}

/// The changes of one field; none for a membership, which is a change of the
/// group, and for what follows from something else.
fn changes_of(diff: &FieldDiff, lock: Lock) -> Result<Vec<Change>, String> {
    let (before, after) = (diff.before.as_deref(), diff.after.as_deref());
    let single = |name| Ok(vec![Change::Replace(name, after.into_iter().map(str::to_owned).collect())]);
    match Field::of(diff) {
        Field::State(from, to) => state(from, to, lock),
        Field::Username => {
            Err("the username is in the entry's name, and renaming it leaves its groups behind".to_owned())
        }
        Field::DisplayName => single("displayName"),
        Field::Email if after.is_some_and(|mail| !is_mail(mail)) => {
            Err("a directory takes no e-mail with characters beyond ASCII".to_owned())
        }
        Field::Email => Ok(several("mail", before, after)),
        Field::Kind(Some(kind)) => Ok(vec![Change::Replace("employeeType", vec![kind.word().to_owned()])]),
        Field::Kind(None) => Err("the kind is none of those known".to_owned()),
        Field::Profile(field) => profile(field, before, after),
        Field::Attribute("employeeType") => single("employeeType"),
        Field::Attribute(_) => Err("which attribute of the directory it is, is not known".to_owned()),
        Field::Grant => Err("a directory has groups, not roles".to_owned()),
        Field::Group | Field::Derived => Ok(Vec::new()),
        Field::Other => Err("no standard attribute says it".to_owned()),
    }
}

fn profile(field: P, before: Option<&str>, after: Option<&str>) -> Result<Vec<Change>, String> {
    let Some(name) = attribute_of(field) else { return Err("no standard attribute says it".to_owned()) };
    if let Some(value) = after.filter(|value| !takes(field, value)) {
        let shown: String = value.chars().take(40).collect();
        return Err(format!("{name} does not take {shown:?}"));
    }
    match field {
        P::FamilyName if after.is_none() => Err("a person in a directory must have a family name".to_owned()),
        // The reader joins the place and the country.
        P::Location if before.is_some_and(|place| place.contains(", ")) => {
            Err("a directory keeps place and country apart, and which of them is meant is not known".to_owned())
        }
        // Single-valued (RFC 2798, 2.4 and 2.7).
        P::EmployeeNumber | P::Language => {
            Ok(vec![Change::Replace(name, after.into_iter().map(str::to_owned).collect())])
        }
        _ => Ok(several(name, before, after)),
    }
}

fn several(name: &'static str, before: Option<&str>, after: Option<&str>) -> Vec<Change> {
    let gone = before.map(|value| Change::Delete(name, value.to_owned()));
    let come = after.map(|value| Change::Add(name, value.to_owned()));
    gone.into_iter().chain(come).collect()
}

fn state(from: Option<State>, to: Option<State>, lock: Lock) -> Result<Vec<Change>, String> {
    let shut = |name, value: &str| Ok(vec![Change::Replace(name, vec![value.to_owned()])]);
    match (lock, to) {
        (_, None) => Err("the state is none of those known".to_owned()),
        (Lock::None, _) => {
            Err("how this directory keeps someone out was not said, and there is no standard".to_owned())
        }
        (Lock::NsAccountLock, Some(State::Active)) if matches!(from, None | Some(State::Deactivated)) => {
            shut("nsAccountLock", "FALSE")
        }
        (Lock::NsAccountLock, Some(State::Deactivated)) => shut("nsAccountLock", "TRUE"),
        (Lock::PwdAccountLockedTime, Some(State::Active))
            if matches!(from, None | Some(State::Blocked | State::Locked)) =>
        {
            Ok(vec![Change::Replace("pwdAccountLockedTime", Vec::new())])
        }
        (Lock::PwdAccountLockedTime, Some(State::Blocked)) => shut("pwdAccountLockedTime", FOR_GOOD),
        (Lock::NsAccountLock, Some(State::Active)) => {
            Err("nsAccountLock lifts only what it set, which is deactivated".to_owned())
        }
        (Lock::PwdAccountLockedTime, Some(State::Active)) => {
            Err("pwdAccountLockedTime lifts only blocked and locked".to_owned())
        }
        (Lock::NsAccountLock, Some(other)) => {
            Err(format!("nsAccountLock can only deactivate, and has no word for {other}"))
        }
        (Lock::PwdAccountLockedTime, Some(other)) => {
            Err(format!("pwdAccountLockedTime can only block, and has no word for {other}"))
        }
    }
}
