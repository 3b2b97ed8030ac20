//! Who may do something, and through what.

use super::{Known as Roles, unknown_permission};
use crate::api::roles::{EffectiveGrant, Holder, HoldersPage, HoldersQuery};
use crate::groups::{MOST, store_of};
use crate::session::Session;
use crate::{Code, Error, Result, filter};
use chrono::{DateTime, Utc};
use muster_model::access::Question;
use muster_model::permission::{covers, key, normal};
use muster_model::{RoleId, ScopeKind, UserstoreId};
use muster_query::print::quote;
use muster_query::{Filter, parse::MAX_LENGTH};
use muster_vault::access::Known;
use std::collections::HashSet;

/// Ways that are looked for per holder.
const MOST_WAYS: usize = 100;

impl Session {
    /// Users who may do something, by name, each with the shortest way there.
    /// Those who are gone from their source and grants that ended are left out.
    ///
    /// # Errors
    /// `NotFound` for the userstore, and for a permission that it does not have
    /// and nobody holds through one above it; `Invalid` for a text that is no
    /// permission; or that the vault cannot be read.
    pub fn grants_holders(&self, request: &HoldersQuery, now: DateTime<Utc>) -> Result<HoldersPage> {
        self.load()?;
        let permission = normal(&request.permission).map_err(|error| {
            Error::new(Code::Invalid, format!("That is no permission: {error}."))
                .with(serde_json::json!({ "field": "permission" }))
        })?;
        let (text, wanted) = self.holders_filter(request, &permission)?;
        let limit = request.limit.min(MOST);
        let (ids, total) =
            self.directory.with(|loaded| loaded.by_name(self.vault(), &wanted, request.offset, limit, now))?;
        if total == 0 {
            self.has_permission(&request.userstore, &permission)?;
        }
        let rows = self.rows(&ids, now)?;
        let question = Question { now, permission: Some(&permission), scope: None, most: MOST_WAYS };
        let holders = self.vault().read(|conn| {
            let mut known = Known::new(conn);
            let mut holders = Vec::with_capacity(rows.len());
            for row in rows {
                let mut ways = known.answer(row.user.id, &question)?.ways;
                ways.retain(|way| request.scope_kind.is_none_or(|kind| way.scope.kind == kind));
                let more = ways.len().saturating_sub(1) as u64;
                if let Some(way) = ways.into_iter().next() {
                    holders.push(Holder { user: row, through: EffectiveGrant::from(way), more });
                }
            }
            Ok(holders)
        })?;
        Ok(HoldersPage { holders, total, filter: text })
    }

    /// That a userstore's tree has a permission. That nobody holds a name that
    /// was mistyped would be a false comfort.
    fn has_permission(&self, domain: &str, asked: &str) -> Result<()> {
        let tree = self.permissions_tree(domain)?;
        let wanted = key(asked);
        if tree.iter().any(|node| key(&node.path) == wanted) {
            return Ok(());
        }
        Err(unknown_permission(
            &format!("{domain} has no permission {asked}, and nobody holds one above it."),
            asked,
            &tree,
        ))
    }

    /// The filter that finds the holders, as text and as it is evaluated.
    fn holders_filter(&self, request: &HoldersQuery, permission: &str) -> Result<(String, Filter)> {
        let mut text = format!("userstore eq {}", quote(&request.userstore));
        let (store, roles) = self.vault().read(|conn| Ok((store_of(conn, &request.userstore)?, Roles::read(conn)?)))?;
        match request.scope_kind {
            None => text.push_str(&format!(" and permission eq {}", quote(permission))),
            Some(kind) => text.push_str(&on_scopes(&roles, store, permission, kind)),
        }
        if request.enabled {
            text.push_str(" and active eq true");
        }
        text.push_str(" and gone eq false");
        if text.chars().count() > MAX_LENGTH {
            let message = format!(
                "Too many roles give {permission} to ask for one kind of scope. Ask for all kinds, or for a permission \
                 that fewer roles name."
            );
            return Err(Error::new(Code::Invalid, message));
        }
        let wanted = filter::parse(&text)?;
        Ok((text, wanted))
    }
}

/// That one of the roles that give a permission is held on such a scope.
fn on_scopes(roles: &Roles, store: UserstoreId, permission: &str, kind: ScopeKind) -> String {
    let giving = giving(roles, store, permission);
    if giving.is_empty() {
        // Nobody: there is no user without a name.
        return " and not (userName pr)".to_owned();
    }
    let names: Vec<String> = giving.iter().map(|name| format!("role eq {}", quote(name))).collect();
    format!(" and grants[({}) and scopeKind eq {kind} and not (expires le \"+0h\")]", names.join(" or "))
}

/// Names of the roles of a userstore that give a permission, by themselves or
/// by what they include.
fn giving(roles: &Roles, store: UserstoreId, permission: &str) -> Vec<String> {
    let Some(asked) = key(permission) else { return Vec::new() };
    let names = |id: RoleId| {
        let paths = roles.get(id).map(|row| row.role.permissions.as_slice()).unwrap_or_default();
        paths.iter().any(|path| key(path).is_some_and(|held| covers(&held, &asked)))
    };
    let gives = |id: RoleId| {
        let mut seen = HashSet::from([id]);
        let mut left = vec![id];
        while let Some(id) = left.pop() {
            if names(id) {
                return true;
            }
            left.extend(roles.includes.get(&id).into_iter().flatten().filter(|included| seen.insert(**included)));
        }
        false
    };
    let own = roles.roles.iter().filter(|row| row.userstore == store);
    own.filter(|row| gives(row.id)).map(|row| row.role.name.clone()).collect()
}
