//! The history, read from the vault.

use super::memory::Label;
use crate::Result;
use muster_history::{Builder, Glimpses, Happened, History, Labels, LabelsBuilder, Person};
use muster_model::{ProfileField, UserId};
use muster_vault::history::{self, Action, Whose};
use muster_vault::tables::profile::{self, Told};
use muster_vault::tables::{role, userstore};
use muster_vault::{Connection, Vault};
use std::collections::HashMap;

/// Of so few users everyone is as soon read as some.
pub(super) const FEW: usize = 1_000;

/// Reads everyone.
pub(super) fn everyone(vault: &Vault) -> Result<History> {
    let builder = vault.read_alone(|conn| {
        let users: u64 = userstore::list(conn)?.iter().map(|store| store.users + store.gone).sum();
        let mut builder = Builder::with_capacity(usize::try_from(users).unwrap_or_default());
        names(conn, &mut builder)?;
        rows(conn, Whose::Everyone, &mut builder)?;
        Ok(builder)
    })?;
    Ok(builder.build())
}

/// Reads some users, in the order of their keys, in place of what is known of them.
pub(super) fn some(vault: &Vault, history: &mut History, users: &[UserId]) -> Result<()> {
    let seen = history.holds_seen();
    let (builder, glimpses) = vault.read(|conn| {
        let (mut builder, mut glimpses) = (Builder::default(), Glimpses::default());
        names(conn, &mut builder)?;
        for user in users {
            rows(conn, Whose::One(*user), &mut builder)?;
            if seen {
                look(conn, Whose::One(*user), &mut glimpses)?;
            }
        }
        Ok((builder, glimpses))
    })?;
    let keys: Vec<i64> = users.iter().map(|user| user.0).collect();
    builder.replace(history, &keys);
    glimpses.follow(history);
    Ok(())
}

/// Reads when everyone was last seen.
pub(super) fn glimpses(vault: &Vault, history: &mut History) -> Result<()> {
    let glimpses = vault.read_alone(|conn| {
        let mut glimpses = Glimpses::default();
        look(conn, Whose::Everyone, &mut glimpses)?;
        Ok(glimpses)
    })?;
    glimpses.keep(history);
    Ok(())
}

fn names(conn: &Connection, builder: &mut Builder) -> muster_vault::Result<()> {
    let since: HashMap<i64, i64> = history::grants_since(conn)?.into_iter().collect();
    for store in userstore::list(conn)? {
        builder.store(store.id.0, &store.domain, since.get(&store.id.0).copied());
    }
    for row in role::list(conn)? {
        builder.role(row.id.0, &row.role.name);
    }
    Ok(())
}

fn rows(conn: &Connection, whose: Whose, builder: &mut Builder) -> muster_vault::Result<()> {
    history::people(conn, whose, &mut |person| {
        builder.person(Person {
            id: person.id,
            userstore: person.userstore,
            state: person.state,
            kind: person.kind,
            facts: person.facts,
            level: person.level,
            role: person.top_role,
            began: person.listed_at,
        });
    })?;
    history::changes(conn, whose, &mut |change| {
        let happened = match change.action {
            Action::Created => Happened::Created,
            Action::Gone => Happened::Gone,
            Action::Returned => Happened::Returned,
            Action::Changed => Happened::Changed,
        };
        builder.happened(change.user, change.at, change.id, happened);
        if change.action == Action::Created {
            return Ok(());
        }
        change.fields.each(&mut |name, before, _| builder.changed(change.user, change.at, change.id, name, before))
    })
}

fn look(conn: &Connection, whose: Whose, glimpses: &mut Glimpses) -> muster_vault::Result<()> {
    history::glimpses(conn, whose, &mut |glimpse| match glimpse.until {
        None => glimpses.now(glimpse.user, glimpse.status, glimpse.at),
        Some(until) => glimpses.until(glimpse.user, until, glimpse.status, glimpse.at),
    })
}

/// Reads departments or groups of everyone.
pub(super) fn labels(vault: &Vault, history: &History, label: Label) -> Result<Labels> {
    let name = match label {
        Label::Department => "profile.department",
        Label::Group => "group",
    };
    let builder = vault.read_alone(|conn| {
        let mut builder = LabelsBuilder::default();
        match label {
            Label::Department => profile::scan(conn, i64::MIN, i64::MAX, &mut |user, told| {
                if let Told::Field(ProfileField::Department, value) = told {
                    builder.now(user, value);
                }
            })?,
            Label::Group => history::members(conn, Whose::Everyone, &mut |member| match member.until {
                None => builder.now(member.user, member.path),
                // The last thing that happened at that time.
                Some(until) => builder.changed(member.user, until, i64::MAX, Some(member.path), None),
            })?,
        }
        history::changes(conn, Whose::Everyone, &mut |change| {
            if change.action == Action::Created {
                return Ok(());
            }
            change.fields.each(&mut |field, before, after| {
                if field == name {
                    builder.changed(change.user, change.at, change.id, before, after);
                }
            })
        })?;
        Ok(builder)
    })?;
    Ok(builder.build(history))
}
