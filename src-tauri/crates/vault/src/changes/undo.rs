//! Taking a change back.

use super::carry_out::is_taken;
use super::charge::{self, Charges};
use super::ground::Ground;
use super::losses::Losses;
use super::moves::Moves;
use super::outcome::{STEP, Watch};
use super::outstanding::{is_entry, is_own, needs};
use super::sheet::{Needs, Sheet};
use super::{thing, write};
use crate::merge::idset::IdSet;
use crate::tables::change::{self, Change};
use crate::tables::change_user::{self, ChangeUser};
use crate::tables::userstore;
use crate::tables::version::{self, Cause, FieldChange};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::{Facts, Standing, UserId, UserstoreId};
use rusqlite::Transaction;

/// Users read at a time.
const BATCH: u64 = 1_000;
/// Users an error names.
const MOST_NAMED: usize = 10;

/// A change that was taken back.
#[derive(Debug)]
pub struct Undone {
    /// The change, as it is now.
    pub change: Change,
    /// The users of whom anything differs now, in the order of their keys.
    pub users: Vec<UserId>,
    /// What its users lost and were given by that.
    pub losses: Losses,
    /// Who was in charge before and who is now, of each userstore whose groups
    /// or roles it put back. What its users lost is in these as well.
    pub charges: Vec<(UserstoreId, Charges, Charges)>,
}

/// Takes a change back as one. What it did here is again as it was before, and
/// a user it made is removed, with all that is known of it. What it wants
/// elsewhere is withdrawn; what was already seen there stays, since only
/// another change can take that back. The history keeps both the change and
/// its undoing, except for a user that is removed.
///
/// # Errors
/// [`Error::NoSuch`]; [`Error::AlreadyUndone`]; [`Error::Settled`] if all of it
/// was seen at its source; [`Error::Founding`]; [`Error::ChangedSince`] with the fields, or
/// [`Error::UsersChangedSince`] with the users, that are no longer as the
/// change left them; [`Error::Taken`] if the old username was given to someone
/// else since; what `watch` answers; or if the database fails. The caller
/// rolls back.
pub fn undo(
    tx: &Transaction<'_>,
    change_id: i64,
    operator: &str,
    now: DateTime<Utc>,
    watch: Watch<'_>,
) -> Result<Undone> {
    let missing = || Error::NoSuch { what: "change", name: change_id.to_string() };
    let change = change::by_id(tx, change_id)?.ok_or_else(missing)?;
    if change.undone_at.is_some() {
        return Err(Error::AlreadyUndone { change: change_id });
    }
    if !change.can_undo() {
        return Err(match change.count.users {
            0 => Error::Founding { change: change_id },
            _ => Error::Settled { change: change_id },
        });
    }
    let mut back = Back {
        ground: Ground::new(tx, true)?,
        change: change_id,
        now,
        users: IdSet::default(),
        scopes: Vec::new(),
        since: Vec::new(),
        count: 0,
        losses: Losses::default(),
    };
    let before = charges(tx, thing::stores(tx, change_id)?)?;
    // Groups first: users are put back into them.
    for user in thing::undo(tx, change_id, now)? {
        back.users.insert(user.0);
    }
    let (mut after, mut done) = (UserId(0), 0);
    loop {
        let batch = change_user::page(tx, change_id, None, after, BATCH)?;
        let Some(last) = batch.last() else { break };
        after = last.user;
        for row in batch {
            if done % STEP == 0 {
                watch(done)?;
            }
            done += 1;
            back.row(&row)?;
        }
    }
    if back.count > 0 {
        return Err(back.error(change.count.users));
    }
    Ground::unmake(tx, &back.scopes)?;
    change::mark_undone(tx, change_id, operator, now)?;
    let change = change::by_id(tx, change_id)?.ok_or_else(missing)?;
    let after = |(store, before)| Ok((store, before, charge::charge(tx, store)?));
    let charges = before.into_iter().map(after).collect::<Result<_>>()?;
    Ok(Undone { change, users: back.users.iter().map(UserId).collect(), losses: back.losses, charges })
}

fn charges(tx: &Transaction<'_>, stores: Vec<UserstoreId>) -> Result<Vec<(UserstoreId, Charges)>> {
    stores.into_iter().map(|store| Ok((store, charge::charge(tx, store)?))).collect()
}

struct Back<'c> {
    ground: Ground<'c>,
    change: i64,
    now: DateTime<Utc>,
    users: IdSet,
    /// Scopes that were made for the change.
    scopes: Vec<i64>,
    /// Users that changed since, and in what: the first.
    since: Vec<(String, Vec<String>)>,
    count: u64,
    losses: Losses,
}

impl Back<'_> {
    fn row(&mut self, row: &ChangeUser) -> Result<()> {
        let standing = match row.standing {
            Standing::Applied => Standing::Undone,
            Standing::Outstanding => Standing::Withdrawn,
            _ => return Ok(()),
        };
        let differing = if row.created { self.remove(row)? } else { self.put_back(row)? };
        if !differing.is_empty() {
            self.count += 1;
            if self.since.len() < MOST_NAMED {
                self.since.push((row.target.clone(), differing));
            }
            return Ok(());
        }
        self.users.insert(row.user.0);
        change_user::set_standing(self.ground.conn, self.change, row.user, standing)?;
        if standing == Standing::Withdrawn && !change_user::any_outstanding(self.ground.conn, row.user)? {
            set_pending(self.ground.conn, row.user, false)?;
        }
        Ok(())
    }

    /// Puts a user back; answers what is no longer as the change left it.
    fn put_back(&mut self, row: &ChangeUser) -> Result<Vec<String>> {
        let moves = Moves::read(row.image.as_deref())?;
        self.scopes.extend(&moves.scopes);
        let waits = row.standing == Standing::Outstanding;
        // Of a wish only what is Muster's own was done here.
        let done = |f: &&FieldChange| !is_entry(&f.name) && f.name != "person" && (!waits || is_own(&f.name));
        let fields: Vec<&FieldChange> = row.fields.iter().filter(done).collect();
        let moves = if waits { Moves::default() } else { moves };
        if fields.is_empty() && moves.is_empty() {
            return Ok(Vec::new());
        }
        let mut wanted = needs(&row.fields, &moves);
        if moves.holdings() {
            wanted = Needs { grants: true, groups: true, ..wanted };
        }
        let Some(current) = Sheet::fetch(self.ground.conn, row.user, wanted)? else {
            return Ok(vec!["the user".to_owned()]);
        };
        let exact = |name: &str| name.strip_prefix("attributes.").is_some_and(|n| moves.attributes.contains_key(n));
        let same = |f: &FieldChange| exact(&f.name) || current.value(&f.name) == f.after;
        let mut differing: Vec<String> = fields.iter().filter(|f| !same(f)).map(|f| f.name.clone()).collect();
        if !moves.stands(&current) {
            differing.extend(row.fields.iter().filter(|f| is_entry(&f.name)).map(|f| f.name.clone()));
            differing.extend(moves.attributes.keys().map(|name| format!("attributes.{name}")));
            differing.sort();
            differing.dedup();
        }
        if !differing.is_empty() || self.count > 0 {
            return Ok(differing);
        }
        let mut back = current.clone();
        // In the order of the list: a value is put back before who may see it.
        for field in fields.iter().filter(|f| !exact(&f.name)) {
            back.set(&field.name, field.before.as_deref())?;
        }
        let moves = moves.reversed();
        moves.make(&mut back);
        let name = &back.row.username;
        if *name != current.row.username && is_taken(&self.ground, back.store(), name, back.row.id)? {
            return Err(Error::Taken { what: "user", name: self.ground.full_name(&back)? });
        }
        let derived = if moves.holdings() { self.ground.derive(&mut back)? } else { Vec::new() };
        self.losses.note_charge(&mut self.ground, &current, &back, &moves)?;
        write::user(self.ground.conn, &current, &back, &moves)?;
        let mut undone: Vec<FieldChange> = Vec::with_capacity(row.fields.len() + derived.len());
        for f in row.fields.iter().filter(|f| !waits || is_own(&f.name)) {
            undone.push(FieldChange { name: f.name.clone(), before: f.after.clone(), after: f.before.clone() });
        }
        undone.extend(derived);
        let cause = Cause::Change(self.change);
        version::add(self.ground.conn, row.user.0, self.now.timestamp(), cause, "undone", &undone)?;
        Ok(Vec::new())
    }

    /// Removes a user that the change made, if nothing happened to it since.
    fn remove(&mut self, row: &ChangeUser) -> Result<Vec<String>> {
        let (conn, user) = (self.ground.conn, row.user.0);
        // A snapshot that came late listed it before it was made here.
        let mut listed = conn.prepare_cached("SELECT 1 FROM user WHERE id = ?1 AND first_snapshot IS NOT NULL")?;
        if listed.exists([user])? {
            return Ok(vec!["the user".to_owned()]);
        }
        self.scopes.extend(Moves::read(row.image.as_deref())?.scopes);
        // A later change that was undone itself left nothing behind.
        let mut statement = conn.prepare_cached(
            "SELECT fields FROM user_version v WHERE user_id = ?1 AND change_id IS NOT ?2
             AND NOT EXISTS (SELECT 1 FROM change c WHERE c.id = v.change_id AND c.undone_at IS NOT NULL)",
        )?;
        let mut rows = statement.query((user, self.change))?;
        let mut fields = Vec::new();
        let mut later = false;
        while let Some(row) = rows.next()? {
            later = true;
            fields.extend(version::parse(&row.get::<_, String>(0)?)?.into_iter().map(|f| f.name));
        }
        if later {
            fields.sort();
            fields.dedup();
            if fields.is_empty() {
                fields.push("the user".to_owned());
            }
            return Ok(fields);
        }
        let found =
            conn.query_row("SELECT userstore_id, gone_since IS NOT NULL FROM user WHERE id = ?1", [user], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?))
            });
        let (store, gone) = found?;
        for table in OF_USER {
            conn.prepare_cached(&format!("DELETE FROM {table} WHERE user_id = ?1"))?.execute([user])?;
        }
        conn.prepare_cached("DELETE FROM user WHERE id = ?1")?.execute([user])?;
        self.losses.note_removed(row.user);
        let (present, gone) = if gone { (0, -1) } else { (-1, 0) };
        userstore::count(conn, UserstoreId(store), present, gone)?;
        Ok(Vec::new())
    }

    fn error(mut self, users: u64) -> Error {
        if users <= 1
            && let Some((_, fields)) = self.since.pop()
        {
            return Error::ChangedSince { change: self.change, fields };
        }
        let named = |(target, fields): (String, Vec<String>)| format!("{target} ({})", fields.join(", "));
        let users = self.since.into_iter().map(named).collect();
        Error::UsersChangedSince { change: self.change, users, count: self.count }
    }
}

/// Notes whether anything is wanted of a user.
pub(super) fn set_pending(conn: &rusqlite::Connection, user: UserId, pending: bool) -> Result<()> {
    let sql = if pending {
        "UPDATE user SET facts = facts | ?2 WHERE id = ?1"
    } else {
        "UPDATE user SET facts = facts & ~?2 WHERE id = ?1"
    };
    conn.prepare_cached(sql)?.execute((user.0, Facts::PENDING.0))?;
    Ok(())
}

/// Tables that hold what is known of a user beside its row.
const OF_USER: &[&str] = &[
    "user_seen",
    "user_seen_past",
    "user_profile",
    "user_avatar",
    "user_picture",
    "group_user",
    "user_grant",
    "user_person",
    "service_account",
    "invitation",
    "user_version",
];
