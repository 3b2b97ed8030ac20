//! The roles, groups and permissions of the demo's own userstore, made as an
//! operator makes them, and what the roles of its GitLab allow.

use crate::Result;
use crate::api::roles::RoleSet;
use crate::session::Session;
use chrono::{DateTime, Utc};
use muster_demo::Realm;
use muster_demo::access::{PERMISSIONS, ROLES, groups};
use muster_model::userstore::PRIMARY;
use muster_model::{Scope, UserstoreKind};
use muster_vault::changes::group::{self, GroupEdit, GroupRole};
use muster_vault::changes::permission::{self, NewPermission};
use muster_vault::changes::role::{self, RoleEdit};
use muster_vault::changes::{By, set, target};
use muster_vault::log::Entry;
use muster_vault::tables::userstore;
use muster_vault::{Error, Transaction};

/// Says what the roles of the demo's GitLab allow, which no snapshot of it does.
pub(super) fn gitlab(session: &Session, domain: &str, now: DateTime<Utc>) -> Result<()> {
    let by = By { operator: session.operator(), now };
    let set = crate::roles::set(RoleSet::Gitlab)?;
    Ok(session.vault().write(now, |tx| {
        userstore::ensure(tx, domain, UserstoreKind::Gitlab, now)?;
        let change = set::install(tx, domain, &set, by)?.change;
        let entry = Entry::new("roles.install").target(domain).details(serde_json::json!({ "change": change }));
        Ok(((), Some(entry)))
    })?)
}

/// Makes all of them. Nobody is in memory yet, so nobody needs to follow.
pub(super) fn fill(session: &Session, realm: &Realm, now: DateTime<Utc>) -> Result<()> {
    let by = By { operator: session.operator(), now };
    let set = crate::roles::set(RoleSet::Wso2)?;
    let note = |action: &str, work: &dyn Fn(&Transaction<'_>) -> std::result::Result<Option<i64>, Error>| {
        session.vault().write(now, |tx| {
            let change = work(tx)?;
            Ok((
                (),
                Some(Entry::new(action).target(target(tx, change)?).details(serde_json::json!({ "change": change }))),
            ))
        })
    };
    note("roles.install", &|tx| Ok(set::install(tx, PRIMARY, &set, by)?.change))?;
    for (path, title, description) in PERMISSIONS {
        let new = NewPermission {
            path: (*path).to_owned(),
            title: Some((*title).to_owned()),
            description: Some((*description).to_owned()),
        };
        note("permission.add", &|tx| Ok(permission::add(tx, PRIMARY, &new, by)?.change))?;
    }
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    for new in ROLES {
        let edit = RoleEdit {
            name: Some(new.name.to_owned()),
            description: Some(new.description.to_owned()),
            privileged: Some(new.privileged),
            base: None,
            includes: Some(owned(new.includes)),
            permissions: Some(owned(new.permissions)),
        };
        note("role.create", &|tx| Ok(role::create(tx, PRIMARY, &edit, by)?.change))?;
    }
    for new in groups(realm) {
        let given = |role: &str| GroupRole { role: role.to_owned(), scope: Scope::instance(), expires: None };
        let edit = GroupEdit {
            path: Some(new.path.to_owned()),
            display_name: Some(new.name.to_owned()),
            description: Some(new.description.to_owned()),
            parents: Some(new.parent.map(str::to_owned).into_iter().collect()),
            roles: Some(new.role.map(given).into_iter().collect()),
        };
        note("group.create", &|tx| Ok(group::create(tx, PRIMARY, &edit, by)?.change))?;
    }
    Ok(())
}
