//! Changes, and the users of one.

use crate::api::changes::{
    ChangeDetail, ChangeGlance, ChangeStatus, ChangeUserRow, ChangeUsersQuery, ChangesPage, ChangesQuery,
};
use crate::changes::edit::changes;
use crate::session::Session;
use crate::{Code, Error, Result};
use muster_model::UserId;
use muster_vault::Connection;
use muster_vault::changes::outstanding;
use muster_vault::tables::change::{self, Change, Status};
use muster_vault::tables::change_user;

/// The most rows a page holds.
const MOST: u64 = 500;

fn of_vault(status: ChangeStatus) -> Status {
    match status {
        ChangeStatus::Applied => Status::Applied,
        ChangeStatus::Pending => Status::Pending,
        ChangeStatus::Confirmed => Status::Confirmed,
        ChangeStatus::Undone => Status::Undone,
        ChangeStatus::Withdrawn => Status::Withdrawn,
    }
}

fn of_door(status: Status) -> ChangeStatus {
    match status {
        Status::Applied => ChangeStatus::Applied,
        Status::Pending => ChangeStatus::Pending,
        Status::Confirmed => ChangeStatus::Confirmed,
        Status::Undone => ChangeStatus::Undone,
        Status::Withdrawn => ChangeStatus::Withdrawn,
    }
}

impl Session {
    /// Changes, newest first.
    ///
    /// # Errors
    /// If the vault cannot be read.
    pub fn changes_page(&self, request: &ChangesQuery) -> Result<ChangesPage> {
        let status = request.status.map(of_vault);
        Ok(self.vault().read(|conn| {
            let changes = change::page(conn, status, request.offset, request.limit.min(MOST))?;
            Ok(ChangesPage {
                changes: changes.into_iter().map(|c| glance(conn, c)).collect::<muster_vault::Result<_>>()?,
                total: change::count(conn, status)?,
                outstanding: change::outstanding(conn)?,
                undoable: change::undoable(conn)?.map(|c| glance(conn, c)).transpose()?,
            })
        })?)
    }

    /// A change, and a page of its users.
    ///
    /// # Errors
    /// [`Code::NotFound`], or that the vault cannot be read.
    pub fn change_show(&self, request: &ChangeUsersQuery) -> Result<ChangeDetail> {
        let found = self.vault().read(|conn| {
            let Some(change) = change::by_id(conn, request.change)? else { return Ok(None) };
            let total = change.of(request.standing);
            let rows = change_user::at(conn, change.id, request.standing, request.offset, request.limit.min(MOST))?;
            let mut users = Vec::with_capacity(rows.len());
            for row in rows {
                let instead = outstanding::says(conn, &row)?;
                users.push(ChangeUserRow {
                    user: row.user,
                    target: row.target,
                    standing: row.standing,
                    reason: row.reason.or(instead),
                    fields: changes(row.fields),
                });
            }
            Ok(Some(ChangeDetail { change: glance(conn, change)?, users, total }))
        })?;
        found.ok_or_else(|| {
            let message = format!("There is no change {}. See: muster changes list", request.change);
            Error::new(Code::NotFound, message)
        })
    }

    pub(crate) fn glance(&self, change: Change) -> Result<ChangeGlance> {
        Ok(self.vault().read(|conn| glance(conn, change))?)
    }
}

fn glance(conn: &Connection, change: Change) -> muster_vault::Result<ChangeGlance> {
    // Of a change of one user, what changed stands in the list.
    let only = match change.count.users + change.count.refused {
        1 => change_user::page(conn, change.id, None, UserId(0), 1)?.pop(),
        _ => None,
    };
    Ok(ChangeGlance {
        id: change.id,
        at: change.at,
        status: of_door(change.status()),
        can_undo: change.can_undo(),
        operator: change.operator,
        title: change.title,
        target: change.target.or_else(|| only.as_ref().map(|row| row.target.clone())),
        user: only.as_ref().map(|row| row.user),
        users: change.count.users,
        outstanding: change.count.outstanding,
        confirmed: change.count.confirmed,
        refused: change.count.refused,
        undone_at: change.undone_at,
        undone_by: change.undone_by,
        fields: only.map(|row| changes(row.fields)).unwrap_or_default(),
    })
}
