//! Roles and groups that nobody needs, removed as one change and brought back
//! as one.

use super::noted::{By, Done, Noted};
use super::{group, role};
use crate::{Error, Result};
use muster_model::{GroupId, RoleId};
use rusqlite::{Connection, Transaction};

/// Names that the target of a change spells out.
const NAMED: usize = 3;

/// A role or a group that nobody needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unneeded {
    /// A group without users, in it or in the groups in it.
    Group(GroupId),
    /// A role that nobody holds, no group gives and no role includes.
    Role(RoleId),
}

/// Its full name, if it can be removed.
///
/// # Errors
/// Why it cannot, which [`reason`] knows; or if the database fails.
pub fn removable(conn: &Connection, thing: Unneeded) -> Result<String> {
    let (store, name) = match thing {
        Unneeded::Group(id) => group::empty(conn, id).map(|(store, known)| (store, known.path))?,
        Unneeded::Role(id) => role::unused(conn, id).map(|(store, known)| (store, known.role.name))?,
    };
    Ok(format!("{}/{name}", store.domain))
}

/// Removes all of them, in the order given, or none.
///
/// # Errors
/// As [`removable`].
pub fn remove(tx: &Transaction<'_>, things: &[Unneeded], by: By<'_>) -> Result<Done<()>> {
    let names = things.iter().map(|thing| removable(tx, *thing)).collect::<Result<Vec<_>>>()?;
    let mut noted = Noted::begin(tx, by, &title(things, &names), &target(&names))?;
    for thing in things {
        match *thing {
            Unneeded::Group(id) => group::take(tx, id, &mut noted)?,
            Unneeded::Role(id) => role::take(tx, id, &mut noted)?,
        }
    }
    noted.end(())
}

/// What their removal is called.
#[must_use]
pub fn title(things: &[Unneeded], names: &[String]) -> String {
    let groups = things.iter().filter(|thing| matches!(thing, Unneeded::Group(_))).count();
    let bare = |full: &String| full.split_once('/').map_or(full.clone(), |(_, name)| name.to_owned());
    match (groups, things.len() - groups, names) {
        (1, 0, [name]) => format!("Remove the group {}", bare(name)),
        (0, 1, [name]) => format!("Remove the role {}", bare(name)),
        (groups, 0, _) => format!("Remove {groups} groups"),
        (0, roles, _) => format!("Remove {roles} roles"),
        (groups, roles, _) => {
            let many = |n: usize, what: &str| if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") };
            format!("Remove {} and {}", many(groups, "group"), many(roles, "role"))
        }
    }
}

fn target(names: &[String]) -> String {
    let (named, rest) = names.split_at(names.len().min(NAMED));
    let mut text = named.join(", ");
    if !rest.is_empty() {
        text.push_str(&format!(" and {} more", rest.len()));
    }
    text
}

/// What an error says of something that cannot be removed; none if it could
/// not be found out.
#[must_use]
pub fn reason(error: &Error) -> Option<String> {
    match error {
        Error::NotLocal { .. } | Error::Builtin { .. } | Error::Held { .. } | Error::NoSuch { .. } => {
            Some(error.to_string())
        }
        Error::Value { reason, .. } => Some(reason.clone()),
        _ => None,
    }
}
