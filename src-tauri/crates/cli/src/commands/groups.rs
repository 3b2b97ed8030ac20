//! `muster groups`.

use super::Context;
use super::bulk::say_twice;
use super::noted::{noted, tell};
use super::roles::{full, with};
use crate::args::groups::Groups;
use crate::exit::Exit;
use crate::output::{day, json, line, number, say};
use crate::table::{Facts, Listing};
use muster_app::api::groups::{
    GroupDetail, GroupEdit, GroupGlance, GroupRole, GroupsPage, GroupsQuery, MembersPage, MembersQuery, NewGroup,
    RemoveGroup,
};
use muster_app::session::Session;
use muster_app::{Code, Error, Result};

/// The most rows the door gives at once.
const PAGE: u64 = 500;

pub fn groups(context: &Context, command: &Groups) -> Result<Exit> {
    match command {
        Groups::List { search, userstore, within, top, limit, offset } => {
            let session = context.look()?;
            let within =
                within.as_ref().map(|path| session.group_named(&full(path, userstore.as_deref()))).transpose()?;
            let query = GroupsQuery {
                search: search.clone(),
                userstore: userstore.clone(),
                within,
                top: *top,
                offset: *offset,
                limit: 0,
            };
            list(context, &all_groups(&session, query, *limit)?)?;
        }
        Groups::Show { group, userstore } => {
            let session = context.look()?;
            let detail = session.group_show(session.group_named(&full(group, userstore.as_deref()))?)?;
            if context.cli.json {
                json(&detail)?;
            } else {
                show(&detail)?;
            }
        }
        Groups::Add { path, userstore, name, description, parents, roles, on, until } => {
            let given = |role: &String| GroupRole { role: role.clone(), scope: on.clone(), expires: *until };
            let edit = GroupEdit {
                path: Some(path.clone()),
                display_name: name.clone(),
                description: description.clone(),
                parents: Some(parents.clone()).filter(|all| !all.is_empty()),
                roles: Some(roles.iter().map(given).collect::<Vec<_>>()).filter(|all| !all.is_empty()),
                even_last: false,
            };
            let session = context.open()?;
            let new = NewGroup { userstore: userstore.clone(), edit };
            let (made, change) = noted(&session, || session.group_create(&new, context.now))?;
            answer(context, &made, &format!("Made the group {}.", made.group.path), change)?;
        }
        Groups::Set { group, userstore, path, name, description, add_parent, remove_parent, even_last } => {
            let session = context.open()?;
            let id = session.group_named(&full(group, userstore.as_deref()))?;
            let known: Vec<String> = session.group_show(id)?.parents.into_iter().map(|g| g.path).collect();
            let edit = GroupEdit {
                path: path.clone(),
                display_name: name.clone(),
                description: description.clone(),
                parents: with("parent", &known, add_parent, remove_parent)?,
                roles: None,
                even_last: *even_last,
            };
            let (now, change) = noted(&session, || session.group_edit(id, &edit, context.now)).map_err(say_twice)?;
            answer(context, &now, &format!("Changed the group {}.", now.group.path), change)?;
        }
        Groups::Remove { group, userstore, yes, even_last } => {
            let session = context.open()?;
            let known = session.group_show(session.group_named(&full(group, userstore.as_deref()))?)?;
            let (found, users) = (known.group, known.all_users);
            if users > 1 && !yes {
                let message = format!(
                    "{} users are in the group {}. Remove it all the same with --yes. Nothing was changed.",
                    number(users),
                    found.path
                );
                return Err(Error::new(Code::Invalid, message).with(serde_json::json!({ "users": users })));
            }
            let remove = RemoveGroup { group: found.id, even_last: *even_last };
            let ((), change) = noted(&session, || session.group_remove(&remove, context.now)).map_err(say_twice)?;
            if context.cli.json {
                json(&serde_json::json!({ "change": change, "removed": found }))?;
            } else {
                tell(&format!("Removed the group {}.", found.path), change);
            }
        }
        Groups::Members { group, userstore, nested, limit, offset } => {
            let session = context.look()?;
            let group = session.group_named(&full(group, userstore.as_deref()))?;
            let query = MembersQuery { group, nested: *nested, offset: *offset, limit: 0 };
            members(context, &all_members(&session, query, *limit)?)?;
        }
    }
    Ok(Exit::Done)
}

fn answer(context: &Context, detail: &GroupDetail, done: &str, change: Option<i64>) -> Result<()> {
    if context.cli.json {
        return json(&serde_json::json!({ "change": change, "group": detail }));
    }
    tell(done, change);
    Ok(())
}

fn all_groups(session: &Session, mut query: GroupsQuery, limit: u64) -> Result<GroupsPage> {
    let wanted = if limit == 0 { u64::MAX } else { limit };
    let mut all = GroupsPage { groups: Vec::new(), total: 0 };
    loop {
        query.limit = (wanted - all.groups.len() as u64).min(PAGE);
        let page = session.groups_page(&query)?;
        query.offset += page.groups.len() as u64;
        let last = page.groups.is_empty();
        all.total = page.total;
        all.groups.extend(page.groups);
        if last || all.groups.len() as u64 >= wanted || query.offset >= all.total {
            return Ok(all);
        }
    }
}

fn all_members(session: &Session, mut query: MembersQuery, limit: u64) -> Result<MembersPage> {
    let wanted = if limit == 0 { u64::MAX } else { limit };
    let mut all = MembersPage { members: Vec::new(), total: 0 };
    loop {
        query.limit = (wanted - all.members.len() as u64).min(PAGE);
        let page = session.group_members(&query)?;
        query.offset += page.members.len() as u64;
        let last = page.members.is_empty();
        all.total = page.total;
        all.members.extend(page.members);
        if last || all.members.len() as u64 >= wanted || query.offset >= all.total {
            return Ok(all);
        }
    }
}

fn list(context: &Context, page: &GroupsPage) -> Result<()> {
    if context.cli.json {
        return json(page);
    }
    let mut table = Listing::new(&["Group", "Userstore", "Users#", "Groups#", "Roles#", "Name", "What for"]);
    for g in &page.groups {
        let gone = if g.gone { " (gone)" } else { "" };
        table.words(vec![
            format!("{}{gone}", g.path),
            g.userstore.clone(),
            number(g.users),
            number(g.groups),
            number(g.roles),
            g.display_name.clone().unwrap_or_default(),
            g.description.clone().unwrap_or_default(),
        ]);
    }
    line(&table.render()?)?;
    say(&format!("{} of {} groups.", number(page.groups.len() as u64), number(page.total)));
    Ok(())
}

fn show(detail: &GroupDetail) -> Result<()> {
    let g = &detail.group;
    let paths = |groups: &[GroupGlance]| groups.iter().map(|g| g.path.clone()).collect::<Vec<_>>().join(", ");
    let mut facts = Facts::default();
    facts.line("Group", g.path.clone());
    facts.line("Userstore", g.userstore.clone());
    for (name, text) in
        [("Name", &g.display_name), ("What for", &g.description), ("Id at its source", &detail.source_id)]
    {
        if let Some(text) = text {
            facts.line(name, text.clone());
        }
    }
    facts.line("Edited here", if detail.editable { "yes" } else { "no" });
    for (name, groups) in [("In", &detail.parents), ("Holds the groups", &detail.children)] {
        if !groups.is_empty() {
            facts.line(name, paths(groups));
        }
    }
    facts.line("Users", number(g.users));
    facts.line("  with groups below", number(detail.all_users));
    line(&facts.render())?;
    if !detail.roles.is_empty() {
        let mut table = Listing::new(&["Gives the role", "On", "Until"]);
        for r in &detail.roles {
            table.words(vec![r.role.clone(), r.scope.to_string(), day(r.expires)]);
        }
        line("")?;
        line(&table.render()?)?;
    }
    Ok(())
}

fn members(context: &Context, page: &MembersPage) -> Result<()> {
    if context.cli.json {
        return json(page);
    }
    let mut table = Listing::new(&["Username", "Name", "Through"]);
    for m in &page.members {
        let through = if m.through.is_empty() { "directly".to_owned() } else { m.through.join(" > ") };
        table.words(vec![m.username.clone(), m.display_name.clone(), through]);
    }
    line(&table.render()?)?;
    say(&format!("{} of {} members.", number(page.members.len() as u64), number(page.total)));
    Ok(())
}
