//! `muster grants add` and `remove`: of users by a change, of a group by what
//! it gives its members.

use crate::args::grants::Grant;
use crate::commands::Context;
use crate::commands::bulk::{self, Chosen, say_twice};
use crate::commands::noted::{noted, tell};
use crate::commands::roles::full;
use crate::exit::Exit;
use crate::output::{day, json, line, number};
use crate::table::Listing;
use chrono::{DateTime, Utc};
use muster_app::api::changes::Operation;
use muster_app::api::groups::{GroupEdit, GroupRole};
use muster_app::{Code, Error, Result};
use muster_model::Scope;
use muster_model::fold::fold_case;

/// Gives a role until a time, if one is said, or takes it.
pub enum What {
    Give(Option<DateTime<Utc>>),
    Take,
}

pub fn change(context: &Context, grant: &Grant, what: &What) -> Result<Exit> {
    match &grant.to.group {
        Some(path) => of_group(context, grant, path, what),
        None => {
            let chosen = Chosen::of(&grant.to.users, grant.to.filter.as_deref(), grant.to.from.as_deref())?;
            bulk::run(context, chosen, &grant.rules, |_| Ok(vec![operation(grant, what)]))
        }
    }
}

fn operation(grant: &Grant, what: &What) -> Operation {
    let role = grant.role.clone();
    match what {
        What::Give(until) => {
            let scope = grant.on.clone().unwrap_or_else(Scope::instance);
            Operation::AddRole { role, scope, expires: *until }
        }
        What::Take => Operation::RemoveRole { role, scope: grant.on.clone() },
    }
}

fn of_group(context: &Context, grant: &Grant, path: &str, what: &What) -> Result<Exit> {
    let rules = &grant.rules;
    let session = if rules.dry_run { context.look()? } else { context.open()? };
    let id = session.group_named(&full(path, grant.userstore.as_deref()))?;
    let before = session.group_show(id)?;
    let after = match what {
        What::Give(until) => given(&before.roles, grant, *until),
        What::Take => taken(&before.roles, grant)?,
    };
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
    let edit = GroupEdit { roles: Some(after), even_last: rules.even_last, ..GroupEdit::default() };
    let (group, change) = noted(&session, || session.group_edit(id, &edit, context.now)).map_err(say_twice)?;
    if context.cli.json {
        json(&serde_json::json!({ "change": change, "dry_run": false, "group": group }))?;
    } else {
        let verb = if matches!(what, What::Take) { "no longer gives" } else { "now gives" };
        tell(&format!("The group {path} {verb} its members the role {}.", grant.role), change);
    }
    Ok(Exit::Done)
}

/// Whether this is the role that was named, where it was named.
fn meant(known: &GroupRole, role: &str, on: Option<&Scope>) -> bool {
    let here = |on: &Scope| known.scope.kind == on.kind && fold_case(&known.scope.path) == fold_case(&on.path);
    fold_case(&known.role) == fold_case(role) && on.is_none_or(here)
}

/// What a group gives once a role is given.
fn given(known: &[GroupRole], grant: &Grant, until: Option<DateTime<Utc>>) -> Vec<GroupRole> {
    let scope = grant.on.clone().unwrap_or_else(Scope::instance);
    let mut all = known.to_vec();
    match all.iter_mut().find(|g| meant(g, &grant.role, Some(&scope))) {
        Some(there) => there.expires = until,
        None => all.push(GroupRole { role: grant.role.clone(), scope, expires: until }),
    }
    all
}

/// What a group gives once a role is taken.
///
/// # Errors
/// [`Code::NotFound`] with what it gives, if the role is not among it.
fn taken(known: &[GroupRole], grant: &Grant) -> Result<Vec<GroupRole>> {
    let (kept, gone): (Vec<_>, Vec<_>) = known.iter().cloned().partition(|g| !meant(g, &grant.role, grant.on.as_ref()));
    if gone.is_empty() {
        let gives: Vec<String> = known.iter().map(told).collect();
        let gives = if gives.is_empty() { "none".to_owned() } else { gives.join(", ") };
        let message = format!("The group does not give the role {:?} there. It gives: {gives}.", grant.role);
        return Err(Error::new(Code::NotFound, message));
    }
    Ok(kept)
}

fn told(role: &GroupRole) -> String {
    let until = role.expires.map(|_| format!(" until {}", day(role.expires))).unwrap_or_default();
    format!("{} on {}{until}", role.role, role.scope)
}
