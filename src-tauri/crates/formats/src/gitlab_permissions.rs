//! GitLab's user permissions export (Admin > Users, Premium and up;
//! `gitlab.md` section 2.3 B): one row per direct membership of an active
//! user, at most 100,000 of them.
//!
//! What it does not say stays as it is: a row has no state (everyone in it is
//! active, which is also what a new user is taken for), no inherited
//! memberships and no users without any. An empty "Last Activity" is
//! *unknown*: the export does not say whether the user was never seen or
//! whether nothing was recorded.

use crate::Error;
use crate::emit::{Emit, Fault, short};
use crate::gitlab_users::by_username;
use crate::moment;
use crate::summary::Evidence;
use crate::table::{Header, Row, Take, Width, each};
use muster_model::grant::{gitlab_level, gitlab_role};
use muster_model::record::{GrantRecord, Identity, Listed, Told, UserRecord};
use muster_model::{LastSeen, Role, Scope, ScopeKind};
use std::io::Read;

/// The export stops after so many rows (`gitlab.md` section 2.3 B).
pub(crate) const LIMIT: u64 = 100_000;

const COLUMNS: [&str; 5] = ["Username", "Email", "Type", "Path", "Access Level"];
const LAST_ACTIVITY: &str = "Last Activity";
/// The last column of an older form.
const INHERITED: &str = "Inherited memberships";

/// Whether a header is that of this export.
pub(crate) fn is_header(names: &[String]) -> bool {
    let same = |name: &String, expected: &str| name.eq_ignore_ascii_case(expected);
    names.len() >= 5
        && names.iter().zip(COLUMNS).all(|(name, expected)| same(name, expected))
        && names.get(5).is_none_or(|name| same(name, LAST_ACTIVITY) || same(name, INHERITED))
        && names.len() <= 6
}

pub(crate) fn read<R: Read>(reader: R, path: &str, emit: &mut Emit<'_>) -> Result<Evidence, Error> {
    let (header, mut rows) = Header::read(reader, emit.file()).map_err(|e| e.within(path))?;
    if !is_header(&header.names) {
        return Err(Error::NotThisDialect {
            file: emit.file().to_owned(),
            dialect: crate::Dialect::GitlabPermissions,
            reason: format!("its header is not {},{LAST_ACTIVITY}", COLUMNS.join(",")),
        });
    }
    let columns = header.names.len();
    let has_activity = header.names.get(5).is_some_and(|name| name.eq_ignore_ascii_case(LAST_ACTIVITY));
    each(&mut rows, Width::Exactly(columns), path, emit, &mut Memberships { has_activity })?;
    let counts = emit.counts();
    Ok(Evidence::GitlabPermissions { rows: counts.users + counts.rejected })
}

struct Memberships {
    has_activity: bool,
}

impl Take for Memberships {
    fn credentials(&self, _: &Row<'_>) -> u64 {
        0
    }

    fn user(&mut self, row: &Row<'_>, _: &mut u64) -> Result<Option<UserRecord>, Fault> {
        record(row, self.has_activity).map(Some)
    }
}

fn record(row: &Row<'_>, has_activity: bool) -> Result<UserRecord, Fault> {
    let cell = |at: usize, name: &str| crate::table::text(name, row.cell(at));
    let username = cell(0, COLUMNS[0])?;
    if username.is_empty() {
        return Err(Fault::at(COLUMNS[0], "the cell is empty, so nobody can be told by it"));
    }
    let email = cell(1, COLUMNS[1])?;
    Ok(UserRecord {
        identity: Identity { username: Some(username.to_owned()), ..Identity::default() },
        email: if email.is_empty() { Told::Silent } else { Told::Value(email.to_owned()) },
        kind: by_username(username).map_or(Told::Silent, Told::Value),
        last_seen: if has_activity { Some(last_activity(LAST_ACTIVITY, cell(5, LAST_ACTIVITY)?)?) } else { None },
        grants: match grant(cell(2, COLUMNS[2])?, cell(3, COLUMNS[3])?, cell(4, COLUMNS[4])?)? {
            Some(grant) => Listed::Some(vec![grant]),
            None => Listed::Silent,
        },
        ..UserRecord::default()
    })
}

fn grant(kind: &str, path: &str, role: &str) -> Result<Option<GrantRecord>, Fault> {
    if kind.is_empty() && path.is_empty() && role.is_empty() {
        return Ok(None);
    }
    let scope = scope((COLUMNS[2], kind), (COLUMNS[3], path))?;
    Ok(Some(GrantRecord { role: built_in(COLUMNS[4], role)?, scope, through: None, since: None, expires: None }))
}

/// The group or project of a membership; each part with the header of its column.
pub(crate) fn scope((type_header, kind): (&str, &str), (path_header, path): (&str, &str)) -> Result<Scope, Fault> {
    let kind = match kind.to_lowercase().as_str() {
        "group" | "sub group" | "subgroup" => ScopeKind::Group,
        "project" => ScopeKind::Project,
        _ => {
            let reason = format!("{:?} is none of Group, Sub Group and Project", short(kind, 40));
            return Err(Fault::at(type_header, reason));
        }
    };
    if path.is_empty() {
        return Err(Fault::at(path_header, "the cell is empty: a membership needs the path of its group or project"));
    }
    Ok(Scope { kind, path: path.to_owned() })
}

/// A role by its name, or by its number, which some versions write. One that
/// is none of GitLab's is a custom role.
pub(crate) fn built_in(header: &str, role: &str) -> Result<Role, Fault> {
    if role.is_empty() {
        return Err(Fault::at(header, "the cell is empty: a membership needs a role"));
    }
    let name = role.parse().ok().and_then(gitlab_role).unwrap_or(role);
    let name = gitlab_level(name).and_then(gitlab_role).unwrap_or(name);
    Ok(Role { level: gitlab_level(name), ..Role::named(name) })
}

/// "Last Activity" of both exports: a day, or nothing, which is *unknown*.
pub(crate) fn last_activity(header: &str, text: &str) -> Result<LastSeen, Fault> {
    if text.is_empty() {
        return Ok(LastSeen::unknown());
    }
    let (at, precision) = moment::any(text)
        .ok_or_else(|| Fault::at(header, format!("{:?} is no time; use {}", short(text, 40), moment::FORMATS)))?;
    Ok(LastSeen::seen(at, header, precision))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn names(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn both_forms_of_the_header_are_known() {
        assert!(is_header(&names("Username,Email,Type,Path,Access Level,Last Activity")));
        assert!(is_header(&names("Username,Email,Type,Path,Access Level,Inherited memberships")));
        assert!(!is_header(&names("Username,Email,Type,Path,Role")));
        assert!(!is_header(&names("Username,Email")));
    }

    #[test]
    fn roles_bring_their_level_and_custom_ones_do_not() {
        let level = |role| grant("Sub Group", "a/b", role).unwrap().unwrap().role;
        assert_eq!((level("developer").name.as_str(), level("developer").level), ("Developer", Some(30)));
        assert_eq!(level("40").name, "Maintainer");
        assert_eq!(level("Release watcher").level, None);
        assert_eq!(grant("Snippet", "a", "Guest").unwrap_err().column.as_deref(), Some("Type"));
        assert_eq!(grant("", "", "").unwrap(), None);
    }

    #[test]
    fn an_empty_last_activity_is_unknown() {
        assert_eq!(last_activity("L", "").unwrap(), LastSeen::unknown());
        assert_eq!(last_activity("L", "2026-01-31").unwrap().precision, Some(muster_model::Precision::Day));
    }
}
