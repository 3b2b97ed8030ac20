//! Groups and who is in them.

mod edit;
mod members;

use crate::api::groups::{GroupDetail, GroupGlance, GroupRole, GroupsPage, GroupsQuery};
use crate::session::Session;
use crate::{Code, Error, Result};
use muster_model::{Authority, GroupId};
use muster_query::print::quote;
use muster_vault::Connection;
use muster_vault::tables::group::{self, GroupRow, Wanted};
use muster_vault::tables::{group_grant, userstore};
use std::collections::HashMap;

/// The most rows a page holds.
pub(crate) const MOST: u64 = 500;

impl Session {
    /// Groups by path, those that their sources no longer list included.
    ///
    /// # Errors
    /// [`Code::NotFound`] for the userstore, or that the vault cannot be read.
    pub fn groups_page(&self, request: &GroupsQuery) -> Result<GroupsPage> {
        let counts = self.users_by_group()?;
        let page = self.vault().read(|conn| {
            let wanted = Wanted {
                search: request.search.clone(),
                userstore: request.userstore.as_deref().map(|domain| store_of(conn, domain)).transpose()?,
                within: request.within,
                top: request.top,
                around: None,
            };
            let offset = request.offset.min(i64::MAX as u64);
            let (rows, total) = group::page(conn, &wanted, offset, request.limit.min(MOST))?;
            let groups = rows.into_iter().map(|row| glance(conn, row, counts.as_ref())).collect::<Result2<_>>()?;
            Ok(GroupsPage { groups, total })
        })?;
        Ok(page)
    }

    /// Everything about one group.
    ///
    /// # Errors
    /// [`Code::NotFound`], or that the vault cannot be read.
    pub fn group_show(&self, request: GroupId) -> Result<GroupDetail> {
        let counts = self.users_by_group()?;
        let may_change = self.may_change().is_ok();
        let (mut detail, below) = self.vault().read(|conn| {
            let row = group::by_id(conn, request)?;
            let around = |wanted: Wanted| -> Result2<Vec<GroupGlance>> {
                let (rows, _) = group::page(conn, &wanted, 0, MOST)?;
                rows.into_iter().map(|row| glance(conn, row, counts.as_ref())).collect()
            };
            let roles = group_grant::of_group(conn, request)?.into_iter();
            let detail = GroupDetail {
                source_id: row.source_id.clone(),
                editable: may_change && row.authority == Authority::Local,
                parents: around(Wanted { around: Some(request), ..Wanted::default() })?,
                children: around(Wanted { within: Some(request), ..Wanted::default() })?,
                roles: roles.map(|g| GroupRole { role: g.name, scope: g.scope, expires: g.expires }).collect(),
                all_users: 0,
                filter: format!("groups.display eq {} and userstore eq {}", quote(&row.path), quote(&row.domain)),
                group: glance(conn, row, counts.as_ref())?,
            };
            Ok((detail, group::below(conn, request)?))
        })?;
        detail.all_users = self.members_of(&below)?;
        Ok(detail)
    }

    /// The group that a text names: by `DOMAIN/path`, by path, or by number.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::Invalid`] where it fits several.
    pub fn group_named(&self, text: &str) -> Result<GroupId> {
        let found = self.vault().read(|conn| group::named(conn, text))?;
        match found.as_slice() {
            [] => {
                let message = format!("There is no group {text:?} in this vault. Check the spelling.");
                Err(Error::new(Code::NotFound, message).with(serde_json::json!({ "what": "group", "name": text })))
            }
            [(id, _)] => Ok(*id),
            several => {
                let candidates: Vec<String> =
                    several.iter().take(10).map(|(id, name)| format!("{name} ({id})")).collect();
                let names = candidates.join(", ");
                let message = format!("{text:?} fits several groups: {names}. Give the full name or the number.");
                Err(Error::new(Code::Invalid, message).with(serde_json::json!({ "candidates": candidates })))
            }
        }
    }
}

type Result2<T> = muster_vault::Result<T>;

/// The key of a userstore.
pub(crate) fn store_of(conn: &Connection, domain: &str) -> Result2<muster_model::UserstoreId> {
    let store = userstore::by_domain(conn, domain)?;
    let missing = || muster_vault::Error::NoSuch { what: "userstore", name: domain.to_owned() };
    store.map(|store| store.id).ok_or_else(missing)
}

fn glance(conn: &Connection, row: GroupRow, counts: Option<&HashMap<i64, u64>>) -> Result2<GroupGlance> {
    let users = match counts {
        Some(counts) => counts.get(&row.id.0).copied().unwrap_or(0),
        None => group::users(conn, row.id)?,
    };
    Ok(GroupGlance {
        id: row.id,
        userstore: row.domain,
        authority: row.authority,
        path: row.path,
        display_name: row.display_name,
        description: row.description,
        users,
        groups: row.groups,
        roles: row.roles,
        gone: row.gone_since.is_some(),
    })
}
