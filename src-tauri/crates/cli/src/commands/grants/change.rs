//! `muster grants add` and `remove`: of users by a change, of a group by what
//! it gives its members.

use crate::args::grants::Grant;
use crate::commands::bulk::{self, Chosen};
use crate::commands::noted::{noted, tell};
use crate::commands::{Context, named};
use crate::exit::Exit;
use crate::output::{json, line, number};
use crate::table::Listing;
use chrono::{DateTime, Utc};
use muster_app::api::changes::Operation;
use muster_app::api::groups::{GroupEdit, GroupRole};
use muster_app::{Code, Error, Result};
use muster_model::Scope;
use muster_model::fold::fold_case;

pub fn change(context: &Context, grant: &Grant, give: bool, operation: Operation) -> Result<Exit> {
    match &grant.to.group {
        Some(path) => {
            let until = if let Operation::AddRole { expires, .. } = operation { expires } else { None };
            of_group(context, grant, path, give.then_some(until))
        }
        None => {
            let chosen = Chosen::of(&grant.to.users, grant.to.filter.as_deref(), grant.to.from.as_deref())?;
            bulk::run(context, chosen, &grant.rules, |_| Ok(vec![operation]))
        }
    }
}

/// Gives a group a role until then, or takes it.
fn of_group(context: &Context, grant: &Grant, path: &str, give: Option<Option<DateTime<Utc>>>) -> Result<Exit> {
    let rules = &grant.rules;
    let session = if rules.dry_run { context.look()? } else { context.open()? };
    let found = named::group(&session, path, grant.userstore.as_deref())?;
    let before = session.group_show(found.id)?;
    let after = roles(&before.roles, &grant.role, grant.on.as_ref(), give)?;
    let changes = after != before.roles;
    if rules.dry_run {
        if context.cli.json {
            let answer = serde_json::json!({
                "change": null, "dry_run": true, "users": before.all_users, "before": before.roles, "after": after,
            });
            json(&answer)?;
            return Ok(Exit::Done);
        }
        let verb = if changes { "would change" } else { "would not change" };
        line(&format!("Nothing was changed. What {path} gives its {} members {verb}.", number(before.all_users)))?;
        let mut table = Listing::new(&["Before", "After"]);
        let until = |at: DateTime<Utc>| format!(" until {}", at.format("%Y-%m-%d"));
        let told = |r: &GroupRole| format!("{} on {}{}", r.role, r.scope, r.expires.map(until).unwrap_or_default());
        for i in 0..before.roles.len().max(after.len()) {
            table.words(vec![
                before.roles.get(i).map(told).unwrap_or_default(),
                after.get(i).map(told).unwrap_or_default(),
            ]);
        }
        line(&table.render()?)?;
        return Ok(Exit::Done);
    }
    if changes && before.all_users > 1 && !rules.yes {
        let message = format!(
            "The group {path} has {} members, and all of them would be given or lose the role. See how with --dry-run, \
             or do it with --yes. Nothing was changed.",
            number(before.all_users)
        );
        return Err(Error::new(Code::Invalid, message).with(serde_json::json!({ "users": before.all_users })));
    }
    let edit = GroupEdit { roles: Some(after), ..GroupEdit::default() };
    let (group, change) = noted(&session, || session.group_edit(found.id, &edit, context.now))?;
    if context.cli.json {
        json(&serde_json::json!({ "change": change, "dry_run": false, "group": group }))?;
    } else {
        let verb = if give.is_some() { "now gives" } else { "no longer gives" };
        tell(&format!("The group {path} {verb} its members the role {}.", grant.role), change);
    }
    Ok(Exit::Done)
}

/// What a group gives once a role is given or taken.
fn roles(
    known: &[GroupRole],
    role: &str,
    on: Option<&Scope>,
    give: Option<Option<DateTime<Utc>>>,
) -> Result<Vec<GroupRole>> {
    let same = |g: &GroupRole| fold_case(&g.role) == fold_case(role);
    let here = |g: &GroupRole, on: &Scope| g.scope.kind == on.kind && fold_case(&g.scope.path) == fold_case(&on.path);
    if let Some(expires) = give {
        let scope = on.cloned().unwrap_or_else(Scope::instance);
        let mut all = known.to_vec();
        match all.iter_mut().find(|g| same(g) && here(g, &scope)) {
            Some(given) => given.expires = expires,
            None => all.push(GroupRole { role: role.to_owned(), scope, expires }),
        }
        return Ok(all);
    }
    let kept: Vec<GroupRole> =
        known.iter().filter(|g| !(same(g) && on.is_none_or(|on| here(g, on)))).cloned().collect();
    if kept.len() == known.len() {
        let gives: Vec<String> = known.iter().map(|g| format!("{} on {}", g.role, g.scope)).collect();
        let gives = if gives.is_empty() { "none".to_owned() } else { gives.join(", ") };
        return Err(Error::new(
            Code::NotFound,
            format!("The group does not give the role {role:?} there. It gives: {gives}."),
        ));
    }
    Ok(kept)
}
