//! `muster roles`.

use super::Context;
use super::bulk::say_twice;
use super::noted::{noted, tell};
use crate::args::roles::Roles;
use crate::exit::Exit;
use crate::output::{json, line, number, say};
use crate::table::{Facts, Listing};
use muster_app::api::roles::{NewRole, RoleDetail, RoleEdit, RoleGlance};
use muster_app::{Code, Error, Result};
use muster_model::fold::fold_case;

pub fn roles(context: &Context, command: &Roles) -> Result<Exit> {
    match command {
        Roles::List { userstore } => {
            let roles = context.look()?.roles_list(userstore.as_deref())?;
            if context.cli.json {
                json(&serde_json::json!({ "roles": roles }))?;
            } else {
                line(&table(&roles)?)?;
            }
        }
        Roles::Show { role, userstore } => {
            let session = context.look()?;
            let detail = session.role_show(session.role_named(&full(role, userstore.as_deref()))?)?;
            if context.cli.json {
                json(&detail)?;
            } else {
                show(&detail)?;
            }
        }
        Roles::Add { name, userstore, description, privileged, base, roles, permissions } => {
            let edit = RoleEdit {
                name: Some(name.clone()),
                description: description.clone(),
                privileged: privileged.then_some(true),
                base: base.clone(),
                includes: Some(roles.clone()).filter(|all| !all.is_empty()),
                permissions: Some(permissions.clone()).filter(|all| !all.is_empty()),
                even_last: false,
            };
            let session = context.open()?;
            let new = NewRole { userstore: userstore.clone(), edit };
            let (made, change) = noted(&session, || session.role_create(&new, context.now))?;
            answer(context, &made, &format!("Made the role {}.", made.role.name), change)?;
        }
        Roles::Set {
            role,
            userstore,
            name,
            description,
            privileged,
            add_role,
            remove_role,
            add_permission,
            remove_permission,
            even_last,
        } => {
            let session = context.open()?;
            let id = session.role_named(&full(role, userstore.as_deref()))?;
            let known = session.role_show(id)?;
            let edit = RoleEdit {
                name: name.clone(),
                description: description.clone(),
                privileged: *privileged,
                base: None,
                includes: with("include", &known.role.includes, add_role, remove_role)?,
                permissions: with("permission", &known.own, add_permission, remove_permission)?,
                even_last: *even_last,
            };
            let (now, change) = noted(&session, || session.role_edit(id, &edit, context.now)).map_err(say_twice)?;
            answer(context, &now, &format!("Changed the role {}.", now.role.name), change)?;
        }
        Roles::Remove { role, userstore, yes } => {
            let session = context.open()?;
            let found = session.role_show(session.role_named(&full(role, userstore.as_deref()))?)?.role;
            if found.users > 1 && !yes {
                let message = format!(
                    "{} users hold the role {}. Remove it all the same with --yes. Nothing was changed.",
                    number(found.users),
                    found.name
                );
                return Err(Error::new(Code::Invalid, message).with(serde_json::json!({ "users": found.users })));
            }
            let ((), change) = noted(&session, || session.role_remove(found.id, context.now))?;
            if context.cli.json {
                json(&serde_json::json!({ "change": change, "removed": found }))?;
            } else {
                tell(&format!("Removed the role {}.", found.name), change);
            }
        }
        Roles::Install { set, userstore } => {
            let session = context.open()?;
            let (roles, change) = noted(&session, || session.roles_install(userstore, (*set).into(), context.now))?;
            if context.cli.json {
                json(&serde_json::json!({ "change": change, "roles": roles }))?;
            } else {
                line(&table(&roles)?)?;
                tell(&format!("Brought the roles and permissions into {userstore}."), change);
            }
        }
    }
    Ok(Exit::Done)
}

/// The full name of a thing whose userstore may have been said apart.
pub fn full(name: &str, userstore: Option<&str>) -> String {
    userstore.map_or_else(|| name.to_owned(), |domain| format!("{domain}/{name}"))
}

/// A list with some added and some taken away; none if it stays.
pub fn with(what: &str, known: &[String], add: &[String], remove: &[String]) -> Result<Option<Vec<String>>> {
    if add.is_empty() && remove.is_empty() {
        return Ok(None);
    }
    let same = |a: &String, b: &String| fold_case(a) == fold_case(b);
    if let Some(missing) = remove.iter().find(|r| !known.iter().any(|k| same(k, r))) {
        let has = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let message = format!("It has no {what} {missing:?} to remove. It has: {has}.");
        return Err(Error::new(Code::NotFound, message));
    }
    let mut all: Vec<String> = known.iter().filter(|k| !remove.iter().any(|r| same(k, r))).cloned().collect();
    for new in add {
        if !all.iter().any(|k| same(k, new)) {
            all.push(new.clone());
        }
    }
    Ok(Some(all))
}

fn answer(context: &Context, detail: &RoleDetail, done: &str, change: Option<i64>) -> Result<()> {
    if context.cli.json {
        return json(&serde_json::json!({ "change": change, "role": detail }));
    }
    tell(done, change);
    Ok(())
}

fn table(roles: &[RoleGlance]) -> Result<String> {
    let mut table =
        Listing::new(&["Role", "Userstore", "Level#", "Users#", "Groups#", "Permissions#", "Includes", "Notes"]);
    for r in roles {
        let mut notes = Vec::new();
        if r.privileged {
            notes.push("privileged".to_owned());
        }
        if r.builtin {
            notes.push("built in".to_owned());
        }
        if let Some(base) = &r.base {
            notes.push(format!("based on {base}"));
        }
        table.words(vec![
            r.name.clone(),
            r.userstore.clone(),
            r.level.map(|l| l.to_string()).unwrap_or_default(),
            number(r.users),
            number(r.groups),
            number(r.permissions),
            r.includes.join(", "),
            notes.join(", "),
        ]);
    }
    table.render()
}

fn show(detail: &RoleDetail) -> Result<()> {
    let r = &detail.role;
    let mut facts = Facts::default();
    facts.line("Role", r.name.clone());
    facts.line("Userstore", r.userstore.clone());
    if let Some(text) = &r.description {
        facts.line("What for", text.clone());
    }
    if let Some(level) = r.level {
        facts.line("Level", level.to_string());
    }
    if let Some(base) = &r.base {
        facts.line("Based on", base.clone());
    }
    facts.line("Privileged", if r.privileged { "yes" } else { "no" });
    facts.line("Edited here", if detail.editable { "yes" } else { "no" });
    for (name, all) in [("Includes", &r.includes), ("Included by", &detail.included_by)] {
        if !all.is_empty() {
            facts.line(name, all.join(", "));
        }
    }
    facts.line("Users", number(r.users));
    facts.line("Groups", number(r.groups));
    line(&facts.render())?;
    if !detail.own.is_empty() || !detail.included.is_empty() {
        let mut table = Listing::new(&["Permission", "Through"]);
        for path in &detail.own {
            table.words(vec![path.clone(), "itself".to_owned()]);
        }
        for p in &detail.included {
            table.words(vec![p.permission.clone(), p.through.join(" > ")]);
        }
        line("")?;
        line(&table.render()?)?;
    }
    if r.users > 0 {
        say(&format!("Who holds it: muster users list --filter '{}'", detail.filter));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn all(words: &[&str]) -> Vec<String> {
        words.iter().map(|w| (*w).to_owned()).collect()
    }

    #[test]
    fn a_list_gains_and_loses() {
        let known = all(&["a", "b"]);
        assert_eq!(with("role", &known, &[], &[]).unwrap(), None);
        assert_eq!(with("role", &known, &all(&["c", "A"]), &all(&["B"])).unwrap(), Some(all(&["a", "c"])));
        assert_eq!(with("role", &known, &[], &all(&["a", "b"])).unwrap(), Some(Vec::new()));
        assert!(with("role", &known, &[], &all(&["z"])).unwrap_err().message.contains("a, b"));
    }
}
