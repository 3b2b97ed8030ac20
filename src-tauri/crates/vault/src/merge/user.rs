//! One user: silent keeps, empty clears, a value sets.

use super::join;
use super::matching::said;
use super::row::UserRow;
use super::writer::{Refused, SnapshotWriter, Taken};
use super::{heard, profile, seen};
use crate::Result;
use crate::merge::keys::{Key, username_key};
use crate::tables::version::FieldChange;
use chrono::{DateTime, SecondsFormat, Utc};
use muster_model::import::Outcome;
use muster_model::record::{Listed, Told, UserRecord};
use muster_model::{Facts, LastSeen};

/// The most characters of a username; as many as GitLab and LDAP servers take.
pub(crate) const MOST_USERNAME: usize = 255;

/// What is wrong with a username, if anything is.
pub(crate) fn username_fault(username: &str) -> Option<String> {
    if username.trim().is_empty() {
        Some("the username is empty: give every user a username".to_owned())
    } else if username.chars().count() > MOST_USERNAME {
        Some(format!("the username is longer than {MOST_USERNAME} characters: shorten it, or map another column"))
    } else if username.chars().any(char::is_control) {
        Some("the username contains a control character: correct it in the source".to_owned())
    } else {
        None
    }
}

/// A row on its way from what is known to what is told.
struct Merge<'a> {
    row: &'a mut UserRow,
    /// What this snapshot has spoken of, see [`heard`].
    heard: u64,
    /// Nobody wants to know what changed about a user that is new.
    quiet: bool,
    fields: Vec<FieldChange>,
    names: bool,
    plain: bool,
}

impl Merge<'_> {
    /// Whether `bit` is spoken of for the first time.
    fn first(&mut self, bit: u64) -> bool {
        let first = self.heard & bit == 0;
        self.heard |= bit;
        first
    }

    fn note(&mut self, name: &str, before: Option<&str>, after: Option<&str>) {
        if !self.quiet {
            // A name can differ twice: it follows the username and is told itself.
            join(&mut self.fields, vec![FieldChange::new(name, before, after)]);
        }
    }

    fn identity(&mut self, record: &UserRecord) {
        let identity = &record.identity;
        if let Some(id) = said(identity.id.as_ref())
            && self.row.source_id.is_none()
        {
            self.note("source_id", None, Some(id));
            self.row.source_id = Some(id.to_owned());
            self.names = true;
        }
        if let Some(reference) = said(identity.reference.as_ref())
            && self.first(heard::REFERENCE)
            && self.row.reference.as_deref() != Some(reference)
        {
            let before = self.row.reference.replace(reference.to_owned());
            self.note("reference", before.as_deref(), Some(reference));
            self.names = true;
        }
    }

    fn names(&mut self, record: &UserRecord) {
        if let Some(username) = said(record.identity.username.as_ref())
            && self.first(heard::USERNAME)
            && self.row.username != username
        {
            let before = std::mem::replace(&mut self.row.username, username.to_owned());
            self.note("username", Some(&before), Some(username));
            self.names = true;
            // A name that was only the username follows it.
            if self.row.display_name == before {
                self.display_name(username);
            }
        }
        if let Some(told) = text(&record.display_name)
            && self.first(heard::DISPLAY_NAME)
        {
            let name = told.map_or_else(|| self.row.username.clone(), str::to_owned);
            self.display_name(&name);
        }
        if let Some(told) = text(&record.email)
            && self.first(heard::EMAIL)
            && self.row.email.as_deref() != told
        {
            let before = std::mem::replace(&mut self.row.email, told.map(str::to_owned));
            self.note("email", before.as_deref(), told);
            self.names = true;
        }
    }

    fn display_name(&mut self, name: &str) {
        if self.row.display_name != name {
            let before = std::mem::replace(&mut self.row.display_name, name.to_owned());
            self.note("display_name", Some(&before), Some(name));
            self.names = true;
        }
    }

    fn words(&mut self, record: &UserRecord) {
        // Nobody is without a state or a kind: an empty one keeps what is known.
        if let Told::Value(state) = record.state
            && self.first(heard::STATE)
            && self.row.state != state
        {
            let before = std::mem::replace(&mut self.row.state, state);
            self.note("state", Some(before.word()), Some(state.word()));
            self.plain = true;
        }
        if let Told::Value(kind) = record.kind
            && self.first(heard::KIND)
            && self.row.kind != kind
        {
            let before = std::mem::replace(&mut self.row.kind, kind);
            self.note("kind", Some(before.word()), Some(kind.word()));
            self.plain = true;
        }
    }

    fn flag(&mut self, told: &Told<bool>, bit: u64, name: &str, set: Facts, known: Facts) {
        if *told == Told::Silent || !self.first(bit) {
            return;
        }
        let value = told.value().copied();
        let before = self.row.facts.has(known).then(|| self.row.facts.has(set));
        if before != value {
            self.row.facts = self.row.facts.with(known, value.is_some()).with(set, value == Some(true));
            self.note(name, before.map(yes_or_no), value.map(yes_or_no));
            self.plain = true;
        }
    }

    fn times(&mut self, record: &UserRecord) {
        if record.created_at != Told::Silent && self.first(heard::CREATED_AT) {
            let told = record.created_at.value().map(|at| at.timestamp());
            let before = std::mem::replace(&mut self.row.created_at, told);
            self.time("created_at", before, told);
        }
        if record.expires_at != Told::Silent && self.first(heard::EXPIRES_AT) {
            let told = record.expires_at.value().map(|at| at.timestamp());
            let before = std::mem::replace(&mut self.row.expires_at, told);
            self.time("expires_at", before, told);
        }
    }

    fn time(&mut self, name: &str, before: Option<i64>, after: Option<i64>) {
        if before != after {
            self.note(name, time_text(before).as_deref(), time_text(after).as_deref());
            self.plain = true;
        }
    }

    /// Answers whether the level differs, from which other values follow.
    fn level(&mut self, told: &Told<u8>) -> bool {
        if *told == Told::Silent || !self.first(heard::LEVEL) || self.row.told_level.as_ref() == told.value() {
            return false;
        }
        let before = std::mem::replace(&mut self.row.told_level, told.value().copied());
        let text = |level: Option<u8>| level.map(|l| l.to_string());
        let after = text(self.row.told_level);
        self.note("highest_level", text(before).as_deref(), after.as_deref());
        self.plain = true;
        true
    }
}

pub(crate) fn yes_or_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

pub(crate) fn time_text(at: Option<i64>) -> Option<String> {
    at.and_then(|at| DateTime::<Utc>::from_timestamp(at, 0)).map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true))
}

/// What is told of a text: nothing, that it is empty, or its value. Blanks
/// around it do not count.
fn text(told: &Told<String>) -> Option<Option<&str>> {
    match told {
        Told::Silent => None,
        Told::Empty => Some(None),
        Told::Value(text) => Some(Some(text.trim()).filter(|t| !t.is_empty())),
    }
}

impl SnapshotWriter<'_> {
    pub(super) fn merge_user(&mut self, origin: &str, record: &UserRecord) -> Result<Taken> {
        if let Some(reason) = record.identity.username.as_deref().and_then(username_fault) {
            return Ok(Err(Refused { column: "username", reason }));
        }
        self.keys.next_row(self.conn)?;
        let origin = self.grants.origin(origin);
        let known = self.find_user(&record.identity)?;
        let new = known.is_none();
        let mut row = match (known, said(record.identity.username.as_ref())) {
            (Some(row), _) => row,
            (None, Some(username)) => UserRow::named(username),
            (None, None) => {
                let reason = "nobody with this id is known, and the row has no username to make a user from";
                return Ok(Err(Refused { column: "username", reason: reason.to_owned() }));
            }
        };
        let changed = self.apply(origin, record, &mut row, new)?;
        self.touched.insert(row.id);
        let outcome = match (new, changed) {
            (true, _) => Outcome::Created,
            (false, true) => Outcome::Changed,
            (false, false) => Outcome::Unchanged,
        };
        if outcome != Outcome::Unchanged {
            self.counted.insert(row.id);
            self.changed.insert(row.id);
        }
        self.totals.count(outcome);
        Ok(Ok(outcome))
    }

    /// Merges a record into a row that is known or `new`, and answers whether
    /// anything differs.
    fn apply(&mut self, origin: usize, record: &UserRecord, row: &mut UserRow, new: bool) -> Result<bool> {
        let heard = self.heard.of(row.id);
        let mut merge = Merge { row, heard, quiet: new, fields: Vec::new(), names: false, plain: false };
        merge.identity(record);
        merge.names(record);
        merge.words(record);
        merge.flag(&record.mfa, heard::MFA, "mfa", Facts::MFA, Facts::MFA_KNOWN);
        merge.flag(&record.seat_flag, heard::SEAT_FLAG, "seat_flag", Facts::SEAT_FLAG, Facts::SEAT_FLAG_KNOWN);
        merge.times(record);
        let level = merge.level(&record.highest_level);
        let Merge { row, mut heard, mut fields, names, mut plain, .. } = merge;
        let returned = row.gone_since.take().is_some();
        plain |= returned;
        // A list that is whole and speaks of groups or projects settles what
        // the user holds, even if the userstore's other users are not known.
        if let Listed::All(grants) = &record.grants
            && grants.iter().any(|g| g.scope.is_membership())
            && !row.facts.has(Facts::GRANTS_KNOWN)
        {
            row.facts = row.facts.with(Facts::GRANTS_KNOWN, true);
            plain = true;
        }
        let picture = record.avatar.as_deref().filter(|_| heard & heard::AVATAR == 0);
        let picture = picture.and_then(|body| match profile::picture_type(body) {
            Some(mime) => Some((mime, body)),
            None => {
                self.notes.avatars_ignored += 1;
                None
            }
        });
        if picture.is_some() {
            heard |= heard::AVATAR;
            plain |= !row.facts.has(Facts::AVATAR);
            row.facts = row.facts.with(Facts::AVATAR, true);
        }

        let grants = self.grants.resolve(self.conn, &mut self.roles, &record.grants)?;
        if new {
            self.derive_new(row, &grants)?;
            row.id = row.insert(self.conn, self.userstore.id.0, Some(self.snapshot))?;
            self.created.insert(row.id);
            self.keys.created();
        } else {
            if names {
                row.write_names(self.conn)?;
            }
            if plain {
                row.write_plain(self.conn)?;
            }
        }
        let id = row.id;
        if new || names {
            self.remember_keys(row)?;
        }
        let mut other = false;
        if let Some(told) = &record.last_seen {
            other |= self.merge_seen(row, told)?;
        }
        fields.extend(profile::merge(self.conn, id, record, &mut heard, new)?);
        if let Some((mime, body)) = picture {
            fields.extend(profile::merge_avatar(self.conn, id, mime, body, new)?);
        }
        self.heard.set(id, heard);
        let held = self.merge_grants(origin, id, &record.grants, &grants, new, &mut fields)?;
        if (held || level) && !new {
            self.dirty.insert(id);
        }
        other |= held | self.merge_groups_of_user(id, &record.groups, &mut fields)?;
        if returned {
            self.returned += 1;
        }
        let changed = names || plain || other || !fields.is_empty();
        self.note_version(id, if returned { "returned" } else { "changed" }, fields)?;
        Ok(changed)
    }

    /// Answers whether a sign of life is better than what is known.
    fn merge_seen(&mut self, row: &UserRow, told: &LastSeen) -> Result<bool> {
        let new = self.created.contains(row.id);
        let known = match &self.late {
            Some(late) if !new => late.known(self.conn, row.id, row.seen)?,
            _ => row.seen,
        };
        let Some(better) = seen::better(self.conn, known, told)? else { return Ok(false) };
        match &mut self.late {
            Some(late) if !new => late.tell(row.id, told, better),
            _ => {
                if !new && known.map(|k| (k.status, k.at)) != Some((better.status, better.at)) {
                    seen::keep(self.conn, row.id, self.taken_at, known)?;
                }
                seen::write(self.conn, row.id, better, known.is_none())?;
            }
        }
        Ok(true)
    }

    fn remember_keys(&mut self, row: &UserRow) -> Result<()> {
        if let Some(id) = &row.source_id {
            self.keys.add(self.conn, Key::SourceId, id, row.id)?;
        }
        if let Some(reference) = &row.reference {
            self.keys.add(self.conn, Key::Reference, reference, row.id)?;
        }
        self.keys.add(self.conn, Key::Username, &username_key(&row.username), row.id)
    }
}
