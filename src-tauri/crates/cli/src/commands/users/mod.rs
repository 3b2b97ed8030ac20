//! `muster users`.

mod change;

use super::Context;
use crate::args::{Alone, Users};
use crate::exit::Exit;
use crate::output::{json, line, number, say};
use crate::table::{Facts, Listing};
use muster_app::api::changes::Operation;
use muster_app::api::users::{UserDetail, UserRow};
use muster_app::columns::{self, Column};
use muster_app::users::ListQuery;
use muster_app::{Code, Error, Result};
use muster_model::transition::Action;
use muster_report::Cell;

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
                show(&detail)?;
            }
        }
        Users::Add(add) => return change::add(context, add, None),
        Users::Invite { add, message } => return change::add(context, add, Some(message.as_deref())),
        Users::Set { whom, what, how } => {
            return change::change(context, whom, how, |_| Ok(change::operations(what)));
        }
        Users::Deactivate(alone) => return act(context, alone, Action::Deactivate),
        Users::Activate(alone) => return act(context, alone, Action::Activate),
        Users::Block(alone) => return act(context, alone, Action::Block),
        Users::Unblock(alone) => return act(context, alone, Action::Unblock),
        Users::Ban(alone) => return act(context, alone, Action::Ban),
        Users::Unban(alone) => return act(context, alone, Action::Unban),
        Users::Lock(alone) => return act(context, alone, Action::Lock),
        Users::Unlock(alone) => return act(context, alone, Action::Unlock),
        Users::Approve(alone) => return act(context, alone, Action::Approve),
        Users::Delete { whom, hand_to, how } => {
            return change::change(context, whom, how, |session| {
                let hand_to = hand_to.as_deref().map(|user| session.user_id(user)).transpose()?;
                Ok(vec![Operation::Delete { hand_to }])
            });
        }
        Users::Merge { whom, into, how } => {
            return change::change(context, whom, how, |session| {
                Ok(vec![Operation::MergeInto { into: session.user_id(into)? }])
            });
        }
    }
    Ok(Exit::Done)
}

/// Does one action to users.
fn act(context: &Context, alone: &Alone, action: Action) -> Result<Exit> {
    change::change(context, &alone.whom, &alone.how, |_| Ok(vec![Operation::Act { action }]))
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

fn show(detail: &UserDetail) -> Result<()> {
    let row = UserRow { user: detail.user.clone(), seat: detail.seat.as_ref().map(|s| s.takes_seat), pending: false };
    let mut facts = Facts::default();
    for column in columns::ALL {
        let text = match column.cell(&row) {
            Cell::Bool(yes) => if yes { "yes" } else { "no" }.to_owned(),
            cell => cell.plain().into_owned(),
        };
        if !text.is_empty() {
            facts.line(column.title(), text);
        }
    }
    for (field, value) in &detail.profile.fields {
        facts.line(field.word().replace('_', " "), value.value.clone());
    }
    for (name, values) in &detail.profile.attributes {
        facts.line(name.clone(), values.join(", "));
    }
    line(&facts.render())?;
    if let Some(seat) = &detail.seat {
        line(&format!("\n{}: {}", seat.title, seat.why))?;
    }
    if !detail.grants.is_empty() {
        let mut table = Listing::new(&["Role", "On", "Through", "Expires"]);
        for g in &detail.grants {
            let on = if g.scope.path.is_empty() { g.scope.kind.to_string() } else { g.scope.path.clone() };
            let expires = g.expires.map(|t| t.format("%Y-%m-%d").to_string()).unwrap_or_default();
            table.words(vec![
                g.role.name.clone(),
                on,
                g.through.clone().unwrap_or_else(|| "directly".to_owned()),
                expires,
            ]);
        }
        line("")?;
        line(&table.render()?)?;
    }
    if !detail.groups.is_empty() {
        line(&format!("\nGroups: {}", detail.groups.join(", ")))?;
    }
    Ok(())
}
