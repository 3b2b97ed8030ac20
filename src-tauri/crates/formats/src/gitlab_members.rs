//! GitLab's export of one group's members (`groupMembersExport`, `gitlab.md`
//! section 2.3 C): one row per membership of the group, its subgroups and
//! their projects, whether it is held there, inherited or shared.
//!
//! | column | Muster |
//! | --- | --- |
//! | Type, Path | the scope the role is held on |
//! | Role, Role type | the role; a `custom` one has no level, whatever its name |
//! | Membership type, Membership source | direct: held there; inherited, shared: held through the source |
//! | Membership status | `pending` is not held: see below |
//! | Access granted, Access expiration | since, expires |
//! | Last activity | last seen; empty is *unknown*, since the export does not tell never from not recorded |
//! | Email | empty says nothing: the exporter may not see it |
//!
//! A pending membership is an invitation or a request that nobody accepted
//! yet. If it names a user, the user is taken without it; if it names only an
//! e-mail, there is no user yet and the row is passed over. How many there
//! were is said with why the file is only a part. A row says nothing of the
//! user's state.
//!
//! The file lists one group's part of the users, and makes nobody gone. Of its
//! own group's memberships it lists all, so one that it told before and tells
//! no longer is taken away: the group's path is part of the [`origin`].

use crate::Error;
use crate::emit::{Emit, Fault, short};
use crate::gitlab_permissions::{built_in, last_activity, scope};
use crate::gitlab_users::by_username;
use crate::summary::Evidence;
use crate::table::{Cells, Header, Named, Row, Rows, Take, Width, each, moment};
use muster_model::Role;
use muster_model::record::{GrantRecord, Identity, Listed, Told, UserRecord};
use std::io::Read;

/// The columns without which the export cannot be read.
const NEEDED: [&str; 7] =
    ["username", "path", "type", "role", "membership type", "membership status", "membership source"];

fn key(header: &str) -> Option<String> {
    Some(header.to_lowercase())
}

/// Whether a header is that of this export.
pub(crate) fn is_header(header: &Header) -> bool {
    Named::new(header, key).has_all(&NEEDED)
}

/// Whether a header is that of another list of one group's members: the older
/// export, which does not tell groups from projects, or the members page's,
/// which does not name the group. Read as a plain table, whoever is not in the
/// group would be gone.
pub(crate) fn is_other_members_header(header: &Header) -> bool {
    let named = Named::new(header, key);
    named.has_all(&["username", "path", "membership type"]) || named.has_all(&["username", "max role", "source"])
}

/// Who tells these grants: the dialect, and the group, which is the one with
/// the shortest path among the first rows.
pub(crate) fn origin<R: Read>(header: &Header, rows: &mut Rows<R>) -> String {
    let named = Named::new(header, key);
    let mut group: Option<String> = None;
    // Reading from memory cannot fail.
    while let Ok(Some(row)) = rows.next() {
        let Ok(Some(path)) = named.cells(&row, true).filled("path") else { continue };
        let depth = |path: &str| path.split('/').count();
        if group.as_deref().is_none_or(|known| depth(path) < depth(known)) {
            group = Some(path.to_owned());
        }
    }
    let word = crate::Dialect::GitlabMembers.word();
    group.map_or_else(|| word.to_owned(), |group| format!("{word} {group}"))
}

pub(crate) fn read<R: Read>(reader: R, path: &str, emit: &mut Emit<'_>) -> Result<Evidence, Error> {
    let (header, mut rows) = Header::read(reader, emit.file()).map_err(|e| e.within(path))?;
    let columns = Named::new(&header, key);
    if !columns.has_all(&NEEDED) {
        return Err(Error::NotThisDialect {
            file: emit.file().to_owned(),
            dialect: crate::Dialect::GitlabMembers,
            reason: format!("its header does not have {}", NEEDED.join(", ")),
        });
    }
    let width = Width::Exactly(columns.len());
    let mut members = Members { columns, pending: 0 };
    each(&mut rows, width, path, emit, &mut members)?;
    Ok(Evidence::GitlabMembers { pending: members.pending })
}

struct Members {
    columns: Named,
    pending: u64,
}

impl Take for Members {
    fn credentials(&self, row: &Row<'_>) -> u64 {
        self.columns.credentials(row)
    }

    fn user(&mut self, row: &Row<'_>, _: &mut u64) -> Result<Option<UserRecord>, Fault> {
        let cells = self.columns.cells(row, true);
        let pending = is_pending(&cells)?;
        self.pending += u64::from(pending);
        let Some(username) = cells.filled("username")? else {
            let invited = pending && cells.filled("email")?.is_some();
            let reason = "the cell is empty, so nobody can be told by it";
            return if invited { Ok(None) } else { Err(cells.fault("username", reason)) };
        };
        Ok(Some(UserRecord {
            identity: Identity { username: Some(username.to_owned()), ..Identity::default() },
            display_name: cells.told("name")?.or_silent(),
            email: cells.told("email")?.or_silent(),
            kind: by_username(username).map_or(Told::Silent, Told::Value),
            last_seen: cells
                .text("last activity")?
                .map(|text| last_activity(cells.header("last activity"), text))
                .transpose()?,
            grants: if pending { Listed::Silent } else { Listed::Some(vec![grant(&cells)?]) },
            ..UserRecord::default()
        }))
    }
}

fn is_pending(cells: &Cells<'_>) -> Result<bool, Fault> {
    let status = cells.filled("membership status")?.unwrap_or_default();
    match status.to_lowercase().as_str() {
        "pending" => Ok(true),
        "approved" | "" => Ok(false),
        _ => Err(cells.fault("membership status", format!("{:?} is neither approved nor pending", short(status, 40)))),
    }
}

fn grant(cells: &Cells<'_>) -> Result<GrantRecord, Fault> {
    let text = |key| Ok(cells.filled(key)?.unwrap_or_default());
    let scope = scope((cells.header("type"), text("type")?), (cells.header("path"), text("path")?))?;
    Ok(GrantRecord {
        role: role(cells)?,
        scope,
        through: through(cells)?,
        since: cells.told_as("access granted", moment)?.value().copied(),
        expires: cells.told_as("access expiration", moment)?.value().copied(),
    })
}

/// A custom role may be called like a built-in one and is none.
fn role(cells: &Cells<'_>) -> Result<Role, Fault> {
    let name = cells.filled("role")?.unwrap_or_default();
    let role = built_in(cells.header("role"), name)?;
    let custom = cells.filled("role type")?.is_some_and(|kind| kind.eq_ignore_ascii_case("custom"));
    Ok(if custom { Role::named(name) } else { role })
}

fn through(cells: &Cells<'_>) -> Result<Option<String>, Fault> {
    let kind = cells.filled("membership type")?.unwrap_or_default();
    match kind.to_lowercase().as_str() {
        "direct" => return Ok(None),
        "inherited" | "shared" => {}
        _ => {
            let reason = format!("{:?} is none of direct, inherited and shared", short(kind, 40));
            return Err(cells.fault("membership type", reason));
        }
    }
    let source = cells.filled("membership source")?;
    source.map(|source| Some(source.to_owned())).ok_or_else(|| {
        let reason = "an inherited or shared membership needs the path of the group it comes from";
        cells.fault("membership source", reason)
    })
}
