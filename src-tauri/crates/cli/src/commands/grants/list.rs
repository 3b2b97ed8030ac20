//! `muster grants list`: what a user holds or may do, or who may do something.

use crate::args::grants::List;
use crate::commands::Context;
use crate::exit::Exit;
use crate::output::{day, json, line, number, say};
use crate::table::Listing;
use chrono::{DateTime, Utc};
use muster_app::api::roles::{Effective, EffectiveGrant, EffectiveQuery, HoldersPage, HoldersQuery, PermissionNode};
use muster_app::roles::unknown_permission;
use muster_app::session::Session;
use muster_app::{Code, Error, Result};
use muster_model::Scope;
use muster_model::permission::{covers, key};
use serde::Serialize;

/// The most holders the door gives at once.
const PAGE: u64 = 500;

/// A role as it is held.
#[derive(Serialize)]
struct Held {
    role: String,
    scope: Scope,
    through: Option<String>,
    level: Option<u8>,
    privileged: bool,
    since: Option<DateTime<Utc>>,
    expires: Option<DateTime<Utc>>,
}

pub fn list(context: &Context, asked: &List) -> Result<Exit> {
    let session = context.look()?;
    match (&asked.user, &asked.permission) {
        (Some(user), None) if !asked.effective => held(context, &session, user, asked.scope.as_ref())?,
        (Some(user), permission) => {
            let user = session.user_named(user, context.as_of())?.user;
            let query = EffectiveQuery { user: user.id, permission: permission.clone(), scope: asked.scope.clone() };
            let found = session.grants_effective(&query, context.as_of())?;
            if context.cli.json {
                json(&found)?;
            } else {
                effective(&found)?;
            }
        }
        (None, Some(permission)) => holders(context, &session, asked, permission)?,
        (None, None) => return Err(Error::new(Code::Invalid, "Say whom or what: --user U, or --permission P.")),
    }
    Ok(Exit::Done)
}

fn held(context: &Context, session: &Session, user: &str, scope: Option<&Scope>) -> Result<()> {
    let detail = session.user_named(user, context.as_of())?;
    let counts = |held: &Held| scope.is_none_or(|asked| held.scope.covers(asked));
    let grants = detail.grants.into_iter().map(|g| Held {
        role: g.role.name,
        scope: g.scope,
        through: g.through,
        level: g.role.level,
        privileged: g.role.privileged,
        since: g.since,
        expires: g.expires,
    });
    let grants: Vec<Held> = grants.filter(counts).collect();
    if context.cli.json {
        return json(&serde_json::json!({ "grants": grants }));
    }
    let mut table = Listing::new(&["Role", "On", "Through", "Expires"]);
    for g in &grants {
        let through = g.through.clone().unwrap_or_else(|| "directly".to_owned());
        table.words(vec![g.role.clone(), g.scope.to_string(), through, day(g.expires)]);
    }
    line(&table.render()?)?;
    say("With groups and included roles, and what they allow: --effective");
    Ok(())
}

fn effective(found: &Effective) -> Result<()> {
    let mut table = Listing::new(&["Permission", "Role", "On", "Through", "Expires"]);
    for g in &found.grants {
        table.words(vec![
            g.permission.clone().unwrap_or_else(|| "-".to_owned()),
            g.role.clone(),
            g.scope.to_string(),
            way(g),
            day(g.expires),
        ]);
    }
    line(&table.render()?)?;
    let more = if found.more { " and more" } else { "" };
    say(&format!(
        "{}{more} ways to {} permissions.",
        number(found.grants.len() as u64),
        number(found.permissions.len() as u64)
    ));
    if found.ended > 0 {
        say(&format!("{} grants that ended are left out.", number(found.ended)));
    }
    if let Some(role) = &found.highest_role {
        say(&format!("The highest access level is that of {role}: on one scope GitLab goes by the highest alone."));
    }
    Ok(())
}

fn holders(context: &Context, session: &Session, asked: &List, permission: &str) -> Result<()> {
    let userstore = match &asked.userstore {
        Some(domain) => domain.clone(),
        None => userstore_of(session, permission)?,
    };
    let wanted = if asked.limit == 0 { u64::MAX } else { asked.limit };
    let mut query = HoldersQuery {
        userstore,
        permission: permission.to_owned(),
        scope_kind: None,
        enabled: asked.enabled,
        offset: asked.offset,
        limit: wanted.min(PAGE),
    };
    let mut found = session.grants_holders(&query, context.as_of())?;
    while (found.holders.len() as u64) < wanted && asked.offset + (found.holders.len() as u64) < found.total {
        query.offset = asked.offset + found.holders.len() as u64;
        query.limit = (wanted - found.holders.len() as u64).min(PAGE);
        let page = session.grants_holders(&query, context.as_of())?;
        if page.holders.is_empty() {
            break;
        }
        found.holders.extend(page.holders);
    }
    if context.cli.json { json(&found) } else { who(&found) }
}

fn who(found: &HoldersPage) -> Result<()> {
    let mut table = Listing::new(&["Username", "Name", "State", "On", "Through", "Other ways#"]);
    for h in &found.holders {
        let user = &h.user.user;
        table.words(vec![
            format!("{}/{}", user.userstore, user.username),
            user.display_name.clone(),
            user.state.to_string(),
            h.through.scope.to_string(),
            way(&h.through),
            number(h.more),
        ]);
    }
    line(&table.render()?)?;
    say(&format!("{} of {} users.", number(found.holders.len() as u64), number(found.total)));
    Ok(())
}

/// The userstore whose tree has the permission or one above it, where only one
/// has.
fn userstore_of(session: &Session, permission: &str) -> Result<String> {
    let stores = session.userstores()?;
    let mut found = Vec::new();
    let mut known = Vec::new();
    for store in &stores {
        let tree = session.permissions_tree(&store.domain)?;
        let above = |node: &PermissionNode| key(&node.path).zip(key(permission)).is_some_and(|(a, b)| covers(&a, &b));
        if tree.iter().any(above) {
            found.push(store.domain.clone());
        }
        known.extend(tree);
    }
    match found.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(unknown_permission(&format!("No userstore has a permission {permission:?}."), permission, &known)),
        several => {
            let message =
                format!("Several userstores have {permission}: {}. Say which with --userstore.", several.join(", "));
            Err(Error::new(Code::Invalid, message).with(serde_json::json!({ "candidates": several })))
        }
    }
}

fn way(grant: &EffectiveGrant) -> String {
    grant.path.join(" > ")
}
