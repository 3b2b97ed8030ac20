//! `muster users`.

mod add;
mod set;
mod show;

pub(super) use set::operations;

use super::Context;
use super::bulk::{self, Chosen};
use crate::args::selection::Bulk;
use crate::args::users::Users;
use crate::exit::Exit;
use crate::output::{json, line, number, say};
use crate::table::Listing;
use muster_app::api::changes::Operation;
use muster_app::api::profile::{OtherAccount, PersonGlance};
use muster_app::api::users::{UserRow, View};
use muster_app::columns::Shown;
use muster_app::session::Session;
use muster_app::users::ListQuery;
use muster_app::{Code, Error, Result};
use muster_model::transition::Action;
use muster_model::{LinkedBy, State, UserId};
use muster_report::display;

const DEFAULT_COLUMNS: &[&str] = &["username", "display_name", "state", "highest_role", "last_seen", "userstore"];

pub fn users(context: &Context, command: &Users) -> Result<Exit> {
    match command {
        Users::List { filter, sort, columns, limit, cursor, view } => {
            let session = context.look()?;
            let view = view.as_ref().map(|name| session.view_named(name, context.as_of())).transpose()?;
            let shown = choose(columns, view.as_ref())?;
            let by = sort.map(|s| (s.by, s.descending));
            let (sort, descending) = by.or(view.as_ref().map(|v| (v.sort, v.descending))).unwrap_or_default();
            let filter = view.map_or_else(|| filter.clone(), |v| v.filter);
            let query = ListQuery { filter, sort, descending, limit: *limit, cursor: cursor.clone() };
            let list = session.users_list(&query, context.as_of())?;
            if context.cli.json {
                json(&list)?;
                return Ok(Exit::Done);
            }
            let mut table = Listing::of(shown.iter().map(|c| c.report(true)).collect());
            let asides = session.asides(&list.users, &shown)?;
            for (user, aside) in list.users.iter().zip(&asides) {
                let row = UserRow { user: user.clone(), seat: None, pending: false };
                table.row(shown.iter().map(|c| c.cell(&row, aside)).collect());
            }
            line(&table.render()?)?;
            say(&format!("{} of {} users.", number(list.users.len() as u64), number(list.total)));
            if let Some(next) = &list.next {
                say(&format!("More: --cursor {next}"));
            }
        }
        Users::Show { user } => {
            let detail = context.look()?.user_named(user, context.as_of())?;
            if context.cli.json {
                json(&detail)?;
            } else {
                show::show(&detail)?;
            }
        }
        Users::Link { users, name } => {
            let session = context.open()?;
            let ids = session.users_named(users)?;
            return print(context, &session.person_link(&ids, name.as_deref(), context.now)?);
        }
        Users::Unlink { user } => {
            let session = context.open()?;
            let ids = session.users_named(std::slice::from_ref(user))?;
            let Some(id) = ids.first() else { return Ok(Exit::Done) };
            return print(context, &session.person_unlink(*id, context.now)?);
        }
        Users::Add(new) => return add::add(context, new),
        Users::Invite(new) => return add::invite(context, new),
        Users::Set(set) => {
            let operations = set::operations(&set.what)?;
            return bulk::run(context, Chosen::read(&set.bulk.who)?, &set.bulk.rules, |_| Ok(operations));
        }
        Users::Activate(who) => return state(context, who, State::Active),
        Users::Deactivate(who) => return state(context, who, State::Deactivated),
        Users::Block(who) => return state(context, who, State::Blocked),
        Users::Ban(who) => return state(context, who, State::Banned),
        Users::Lock(who) => return state(context, who, State::Locked),
        // Each lets in only whom it is a word for.
        Users::Unblock(who) => return act(context, who, Action::Unblock),
        Users::Unban(who) => return act(context, who, Action::Unban),
        Users::Unlock(who) => return act(context, who, Action::Unlock),
        Users::Approve(who) => return act(context, who, Action::Approve),
        Users::Delete { bulk: who, hand_to } => {
            return bulk::run(context, Chosen::read(&who.who)?, &who.rules, |session| {
                let hand_to = hand_to.as_ref().map(|name| one(session, name)).transpose()?;
                Ok(vec![Operation::Delete { hand_to }])
            });
        }
        Users::Merge { user, into, rules } => {
            let chosen = Chosen::of(std::slice::from_ref(user), None, None)?;
            return bulk::run(context, chosen, rules, |session| {
                Ok(vec![Operation::MergeInto { into: one(session, into)? }])
            });
        }
    }
    Ok(Exit::Done)
}

fn state(context: &Context, who: &Bulk, state: State) -> Result<Exit> {
    bulk::run(context, Chosen::read(&who.who)?, &who.rules, |_| Ok(vec![Operation::SetState { state }]))
}

fn act(context: &Context, who: &Bulk, action: Action) -> Result<Exit> {
    bulk::run(context, Chosen::read(&who.who)?, &who.rules, |_| Ok(vec![Operation::Act { action }]))
}

fn one(session: &Session, name: &str) -> Result<UserId> {
    let found = session.users_named(&[name.to_owned()])?;
    found.first().copied().ok_or_else(|| Error::new(Code::NotFound, format!("There is no user {name:?}.")))
}

fn choose(names: &[String], view: Option<&View>) -> Result<Vec<Shown>> {
    match view {
        _ if !names.is_empty() => Shown::chosen(names),
        Some(view) if !view.columns.is_empty() => Shown::chosen(&view.columns),
        _ => Shown::chosen(DEFAULT_COLUMNS),
    }
}

fn print(context: &Context, person: &PersonGlance) -> Result<Exit> {
    if context.cli.json {
        json(person)?;
    } else {
        let text = people(person);
        say(if text.is_empty() { "The user is linked to nobody." } else { &text });
    }
    Ok(Exit::Done)
}

/// The person behind a user, in lines; empty if nobody is known or suggested.
fn people(person: &PersonGlance) -> String {
    let mut lines = Vec::new();
    let how = |how: LinkedBy| match how {
        LinkedBy::Hand => "by hand",
        LinkedBy::Email => "same e-mail",
        LinkedBy::EmployeeNumber => "same employee number",
    };
    let accounts = |accounts: &[OtherAccount]| {
        accounts.iter().map(|a| format!("{} ({})", a.full_name, how(a.how))).collect::<Vec<_>>().join(", ")
    };
    if let Some(name) = &person.name {
        lines.push(format!("Person: {name}, also {}", accounts(&person.accounts)));
    }
    if !person.suggestions.is_empty() {
        lines.push(format!("Perhaps the same person: {}", accounts(&person.suggestions)));
    }
    lines.iter().map(|line| display::clean(line)).collect::<Vec<_>>().join("\n")
}
