//! `muster users`.

mod add;
mod set;
mod show;

use super::Context;
use super::bulk::{self, Chosen};
use crate::args::selection::Bulk;
use crate::args::users::Users;
use crate::exit::Exit;
use crate::output::{json, line, number, say};
use crate::table::Listing;
use muster_app::api::changes::Operation;
use muster_app::api::users::UserRow;
use muster_app::columns::{self, Column};
use muster_app::session::Session;
use muster_app::users::ListQuery;
use muster_app::{Code, Error, Result};
use muster_model::{State, UserId};

const DEFAULT_COLUMNS: &[&str] = &["username", "display_name", "state", "highest_role", "last_seen", "userstore"];

pub fn users(context: &Context, command: &Users) -> Result<Exit> {
    match command {
        Users::List { filter, sort, columns, limit, cursor } => {
            let shown = choose(columns)?;
            let query = ListQuery {
                filter: filter.clone(),
                sort: sort.by,
                descending: sort.descending,
                limit: *limit,
                cursor: cursor.clone(),
            };
            let list = context.look()?.users_list(&query, context.as_of())?;
            if context.cli.json {
                json(&list)?;
                return Ok(Exit::Done);
            }
            let mut table = Listing::of(shown.iter().map(|c| c.report(true)).collect());
            for user in &list.users {
                let row = UserRow { user: user.clone(), seat: None, pending: false };
                table.row(shown.iter().map(|c| c.cell(&row)).collect());
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
        Users::Add(new) => return add::add(context, new),
        Users::Invite(new) => return add::invite(context, new),
        Users::Set(set) => {
            let operations = set::operations(&set.what)?;
            return bulk::run(context, Chosen::read(&set.bulk.who)?, &set.bulk.rules, |_| Ok(operations));
        }
        Users::Activate(who) | Users::Unblock(who) | Users::Unban(who) | Users::Unlock(who) | Users::Approve(who) => {
            return state(context, who, State::Active);
        }
        Users::Deactivate(who) => return state(context, who, State::Deactivated),
        Users::Block(who) => return state(context, who, State::Blocked),
        Users::Ban(who) => return state(context, who, State::Banned),
        Users::Lock(who) => return state(context, who, State::Locked),
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

fn one(session: &Session, name: &str) -> Result<UserId> {
    let found = session.users_named(&[name.to_owned()])?;
    found.first().copied().ok_or_else(|| Error::new(Code::NotFound, format!("There is no user {name:?}.")))
}

fn choose(names: &[String]) -> Result<Vec<Column>> {
    let names: Vec<&str> =
        if names.is_empty() { DEFAULT_COLUMNS.to_vec() } else { names.iter().map(String::as_str).collect() };
    names
        .into_iter()
        .map(|name| {
            Column::from_name(name.trim()).ok_or_else(|| {
                let known: Vec<&str> = columns::ALL.iter().map(|c| c.name()).collect();
                Error::new(Code::Invalid, format!("There is no column {name:?}. Choose from {}.", known.join(", ")))
            })
        })
        .collect()
}
