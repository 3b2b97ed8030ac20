//! What is wanted of users of mirrored userstores and not yet seen there.
//!
//! Changes of one user stack: the latest that speaks of a field (of a role on a
//! scope, of a group) says what is wanted, and those before it are superseded
//! in that field. A later change begins from what is wanted so far. Its fields
//! say as *before* what the source says; only where that is just what it wants
//! (it takes an earlier wish back) they say what was wanted so far.
//! Withdrawing the later change brings the earlier wish to life again; when the
//! later one is confirmed, an earlier one that is superseded in all its fields
//! is withdrawn.

use super::carry_out::subject;
use super::ground::Ground;
use super::moves::Moves;
use super::sheet::{Needs, Sheet};
use super::words::end;
use crate::tables::change;
use crate::tables::change_user::{self, ChangeUser};
use crate::tables::version::FieldChange;
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::fold::fold_case;
use muster_model::transition::{self, Offer};
use muster_model::{Facts, Standing, State, UserId};
use rusqlite::Connection;
use std::collections::HashSet;

/// Whether a field is Muster's own word, which no source has a place for. It
/// is changed at once, also for users of mirrored userstores.
pub(super) fn is_own(field: &str) -> bool {
    field.starts_with("service.")
        || field == "person"
        || (field.starts_with("profile.") && field.ends_with(".visibility"))
}

/// What changes want of a user, the earliest first, with their numbers.
pub(super) fn of_user(conn: &Connection, user: UserId) -> Result<Vec<(i64, ChangeUser)>> {
    change_user::outstanding(conn, user)
}

/// Puts what is wanted of a user in place of what its source says.
pub(super) fn overlay(sheet: &mut Sheet, wanted: &[(i64, ChangeUser)]) -> Result<()> {
    for (_, row) in wanted {
        for field in row.fields.iter().filter(|f| !is_entry(&f.name) && !is_own(&f.name)) {
            sheet.set(&field.name, field.after.as_deref())?;
        }
        Moves::read(row.image.as_deref())?.wish(sheet);
    }
    Ok(())
}

/// Whether a field is one of many of its name.
pub(super) fn is_entry(field: &str) -> bool {
    matches!(field, "grant" | "group")
}

/// What must be read to compare a change's fields with a user.
pub(super) fn needs(fields: &[FieldChange], moves: &Moves) -> Needs {
    let mut needs = Needs { grants: moves.holdings(), groups: moves.holdings(), ..Needs::default() };
    for field in fields {
        needs.profile |= field.name.starts_with("profile.") || field.name.starts_with("attributes.");
        needs.service |= field.name.starts_with("service.");
        needs.avatar |= field.name == "avatar";
    }
    needs
}

/// A wish of a change: a field, a role on a scope, or a group.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Wish {
    Field(String),
    Grant(i64, i64),
    Group(i64),
}

/// The wishes of a row; what is Muster's own is none.
pub(super) fn wishes(row: &ChangeUser, moves: &Moves) -> Vec<Wish> {
    let fields = row.fields.iter().filter(|f| !is_entry(&f.name) && !is_own(&f.name));
    let mut wishes: Vec<Wish> = fields.map(|f| Wish::Field(f.name.clone())).collect();
    for grant in moves.given.iter().chain(&moves.taken) {
        let wish = Wish::Grant(grant.role, grant.scope);
        if !wishes.contains(&wish) {
            wishes.push(wish);
        }
    }
    wishes.extend(moves.joined.iter().chain(&moves.left).map(|group| Wish::Group(*group)));
    wishes
}

/// Whether a user stands as a wish has it.
pub(super) fn is_fulfilled(sheet: &Sheet, row: &ChangeUser, moves: &Moves, wish: &Wish) -> bool {
    match wish {
        Wish::Field(name) => {
            let Some(field) = row.fields.iter().find(|f| f.name == *name) else { return true };
            is_so(sheet, name, field.after.as_deref(), moves)
        }
        Wish::Grant(role, scope) => {
            let key = (*role, *scope);
            let wanted = end(&moves.given, key);
            let held = end(&sheet.grants, key);
            // Many sources know only the day on which a grant ends.
            let day = |end: Option<Option<i64>>| end.map(|end| end.map(|at| at.div_euclid(86_400)));
            day(wanted) == day(held)
        }
        Wish::Group(group) => moves.joined.contains(group) == sheet.groups.contains(group),
    }
}

fn is_so(sheet: &Sheet, name: &str, wanted: Option<&str>, moves: &Moves) -> bool {
    if name == "state" && wanted == Some(State::Deleted.word()) {
        return sheet.row.gone_since.is_some() || sheet.row.state == State::Deleted;
    }
    // Whoever is gone cannot be seen to be anything.
    if sheet.row.gone_since.is_some() {
        return false;
    }
    if let Some((_, is)) = name.strip_prefix("attributes.").and_then(|name| moves.attributes.get(name)) {
        return name.strip_prefix("attributes.").and_then(|n| sheet.profile.attributes.get(n)) == is.as_ref();
    }
    let found = sheet.value(name);
    match name {
        // Sources spell these as they like.
        "username" | "email" => found.as_deref().map(fold_case) == wanted.map(fold_case),
        "expires_at" => {
            let day = |text: Option<&str>| text.and_then(super::sheet::seconds).map(|at| at.div_euclid(86_400));
            day(found.as_deref()) == day(wanted)
        }
        _ => found.as_deref() == wanted,
    }
}

/// What of a row's wishes later changes of the user do not speak of, the
/// latest first: give the rows in this order with the same `spoken`.
pub(super) fn alive(row: &ChangeUser, moves: &Moves, spoken: &mut HashSet<Wish>) -> Vec<Wish> {
    let wishes = wishes(row, moves);
    let alive = wishes.iter().filter(|wish| !spoken.contains(wish)).cloned().collect();
    spoken.extend(wishes);
    alive
}

/// What a user's source says instead of what a change still wants of it, in
/// words; none if nothing is wanted any more, or it says just that.
///
/// # Errors
/// If the database fails.
pub fn says(conn: &Connection, row: &ChangeUser) -> Result<Option<String>> {
    if row.standing != Standing::Outstanding {
        return Ok(None);
    }
    let moves = Moves::read(row.image.as_deref())?;
    let Some(sheet) = Sheet::fetch(conn, row.user, needs(&row.fields, &moves))? else { return Ok(None) };
    if sheet.row.gone_since.is_some() {
        return Ok(Some("its source no longer lists it".to_owned()));
    }
    let mut ground = Ground::new(conn, false)?;
    let mut said = Vec::new();
    for wish in wishes(row, &moves) {
        if !is_fulfilled(&sheet, row, &moves, &wish) {
            said.push(instead(&mut ground, &sheet, &wish)?);
        }
    }
    Ok((!said.is_empty()).then(|| said.join("; ")))
}

fn instead(ground: &mut Ground<'_>, sheet: &Sheet, wish: &Wish) -> Result<String> {
    Ok(match wish {
        Wish::Field(name) => match sheet.value(name) {
            Some(value) => format!("{name} is {value:?}"),
            None => format!("{name} is empty"),
        },
        Wish::Grant(role, scope) => {
            let text = ground.grant_text(sheet.store(), *role, *scope)?;
            match end(&sheet.grants, (*role, *scope)) {
                Some(end) => match crate::merge::user::time_text(end) {
                    Some(at) => format!("it holds {text} until {at}"),
                    None => format!("it holds {text}"),
                },
                None => format!("it does not hold {text}"),
            }
        }
        Wish::Group(group) => {
            let is = if sheet.groups.contains(group) { "is" } else { "is not" };
            format!("it {is} in {}", ground.path(*group)?)
        }
    })
}

/// What is wanted of a user, field by field, with the change's number and
/// title: the earliest first, without what later changes supersede.
///
/// # Errors
/// If the database fails.
pub fn wanted(conn: &Connection, user: UserId) -> Result<Vec<(i64, String, FieldChange)>> {
    let mut spoken = HashSet::new();
    let mut all = Vec::new();
    for (number, row) in of_user(conn, user)?.into_iter().rev() {
        let moves = Moves::read(row.image.as_deref())?;
        let alive = alive(&row, &moves, &mut spoken);
        let title = change::by_id(conn, number)?.map(|change| change.title).unwrap_or_default();
        // Grants and groups are told apart by their keys, which words are not.
        let entries = alive.iter().any(|wish| !matches!(wish, Wish::Field(_)));
        for field in row.fields.into_iter().rev().filter(|f| !is_own(&f.name)) {
            let lives = if is_entry(&field.name) { entries } else { alive.contains(&Wish::Field(field.name.clone())) };
            if lives {
                all.push((number, title.clone(), field));
            }
        }
    }
    all.reverse();
    Ok(all)
}

/// What of a change is still to be carried out at a user's source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errand {
    /// The domain of the userstore.
    pub userstore: String,
    /// The sign-in name, as the source has it now.
    pub username: String,
    /// The source's own immutable id.
    pub source_id: Option<String>,
    /// Another unique name in the source.
    pub reference: Option<String>,
    /// Whether a directory behind the source keeps the user out.
    pub by_directory: bool,
    /// What the source says now, and what it is to say.
    pub fields: Vec<FieldChange>,
}

/// Hands what of a change is still to be carried out, user by user, to `take`.
/// What the source says by now, and what later changes supersede, is left out.
///
/// # Errors
/// What `take` answers, or if the database fails.
pub fn errands(conn: &Connection, change: i64, take: &mut dyn FnMut(Errand) -> Result<()>) -> Result<()> {
    let mut ground = Ground::new(conn, false)?;
    let mut after = UserId(0);
    loop {
        let batch = change_user::page(conn, change, Some(Standing::Outstanding), after, BATCH)?;
        let Some(last) = batch.last() else { return Ok(()) };
        after = last.user;
        for row in batch {
            if let Some(errand) = errand(&mut ground, change, &row)? {
                take(errand)?;
            }
        }
    }
}

/// Users read at a time.
const BATCH: u64 = 1_000;

fn errand(ground: &mut Ground<'_>, number: i64, row: &ChangeUser) -> Result<Option<Errand>> {
    let conn = ground.conn;
    let mut spoken = HashSet::new();
    let mut rows = of_user(conn, row.user)?;
    rows.retain(|(later, _)| *later > number);
    for (_, later) in &rows {
        spoken.extend(wishes(later, &Moves::read(later.image.as_deref())?));
    }
    let moves = Moves::read(row.image.as_deref())?;
    let Some(sheet) = Sheet::fetch(conn, row.user, needs(&row.fields, &moves))? else { return Ok(None) };
    let mut wanted = sheet.clone();
    let alive = alive(row, &moves, &mut spoken);
    for wish in alive.iter().filter(|wish| !is_fulfilled(&sheet, row, &moves, wish)) {
        match wish {
            Wish::Field(name) => {
                let field = row.fields.iter().find(|f| f.name == *name);
                wanted.set(name, field.and_then(|f| f.after.as_deref()))?;
            }
            Wish::Grant(role, scope) => {
                wanted.grants.retain(|g| (g.role, g.scope) != (*role, *scope));
                let given = moves.given.iter().filter(|g| (g.role, g.scope) == (*role, *scope));
                wanted.grants.extend(given.cloned());
            }
            Wish::Group(group) => {
                wanted.groups.retain(|g| g != group);
                wanted.groups.extend(moves.joined.iter().filter(|g| *g == group));
            }
        }
    }
    let (fields, _) = super::words::between(ground, &sheet, &wanted)?;
    if fields.is_empty() {
        return Ok(None);
    }
    Ok(Some(Errand {
        userstore: ground.userstore(sheet.store())?.domain.clone(),
        by_directory: subject(ground, &sheet)?.by_directory,
        username: sheet.row.username,
        source_id: sheet.row.source_id,
        reference: sheet.row.reference,
        fields,
    }))
}

/// Whether nothing that changes want of a user takes access away: it stays
/// enabled, in its groups, with its roles.
///
/// # Errors
/// If the database fails.
pub fn keeps_access(conn: &Connection, user: UserId) -> Result<bool> {
    let rows = of_user(conn, user)?;
    let Some(mut sheet) = Sheet::fetch(conn, user, Needs::default())? else { return Ok(false) };
    overlay(&mut sheet, &rows)?;
    for (_, row) in &rows {
        let moves = Moves::read(row.image.as_deref())?;
        if !moves.taken.is_empty() || !moves.left.is_empty() {
            return Ok(false);
        }
    }
    Ok(sheet.row.state.is_enabled())
}

/// What can be done to a user's state, as it is wanted so far.
///
/// # Errors
/// [`Error::NoSuch`], or if the database fails.
pub fn actions(conn: &Connection, user: UserId, now: DateTime<Utc>) -> Result<Vec<Offer>> {
    let sheet = Sheet::fetch(conn, user, Needs::default())?;
    let mut sheet = sheet.ok_or_else(|| Error::NoSuch { what: "user", name: user.to_string() })?;
    if sheet.row.facts.has(Facts::PENDING) {
        overlay(&mut sheet, &of_user(conn, user)?)?;
    }
    let mut ground = Ground::new(conn, false)?;
    let subject = subject(&mut ground, &sheet)?;
    let kind = ground.userstore(sheet.store())?.kind;
    Ok(transition::actions(kind, &subject, now.timestamp()))
}
