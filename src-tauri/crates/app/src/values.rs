//! Profile fields, custom attributes and the source's ids: read from the vault
//! when a filter first asks for them, and kept with the users in memory.

use crate::Result;
use muster_columns::Columns;
use muster_columns::values::{Key, Part, ROOM};
use muster_model::fold::fold_case;
use muster_model::{ProfileField, UserId};
use muster_query::Filter;
use muster_vault::tables::profile::{self, Told};
use muster_vault::tables::user;
use muster_vault::{Connection, Vault};
use std::ops::RangeInclusive;

/// Reading one field is reading all, so those are kept too that few values
/// make small and that people filter by.
const USUAL: [ProfileField; 5] = [
    ProfileField::Department,
    ProfileField::Title,
    ProfileField::Organization,
    ProfileField::Location,
    ProfileField::CostCenter,
];
/// The most bytes of one that nobody asked for.
const USUAL_ROOM: usize = 3 << 20;
/// The most that read side by side; each needs a connection with its cache.
const READERS: usize = 8;
/// From this many users on it is worth to read side by side.
const SHARE: i64 = 20_000;

/// Reads what a filter asks for and is not in memory, unless it would not fit.
pub(crate) fn ready(columns: &Columns, vault: &Vault, filter: &Filter) -> Result<()> {
    match Key::all(filter).as_slice() {
        [] => Ok(()),
        asked => ready_for(columns, vault, asked),
    }
}

/// Reads the values of these keys that are not in memory, unless they would not
/// fit.
pub(crate) fn ready_for(columns: &Columns, vault: &Vault, asked: &[Key]) -> Result<()> {
    let missing = columns.missing(asked);
    if !missing.is_empty() {
        for (key, parts) in read(vault, &missing, columns.len())? {
            columns.keep(key, parts);
        }
    }
    let behind = columns.behind();
    if behind.is_empty() {
        return Ok(());
    }
    vault.read(|conn| {
        for id in behind {
            // Someone who is no longer there has no values.
            let (profile, source_id) = (profile::of_user(conn, UserId(id))?, source_id(conn, id)?);
            columns.catch_up(id, &mut |key, see| match key {
                Key::Profile(field) => profile.get(*field).into_iter().for_each(see),
                Key::Attribute(name) => {
                    let named = profile.attributes.iter().filter(|(found, _)| fold_case(found) == *name);
                    named.flat_map(|(_, values)| values).for_each(|value| see(value));
                }
                Key::SourceId => source_id.as_deref().into_iter().for_each(see),
            });
        }
        Ok(())
    })?;
    Ok(())
}

fn source_id(conn: &Connection, id: i64) -> muster_vault::Result<Option<String>> {
    let mut found = None;
    user::source_ids(conn, id, id, &mut |_, value| found = Some(value.to_owned()))?;
    Ok(found)
}

/// The values of a key, in parts; none if they do not fit.
type Read = (Key, Option<Vec<Part>>);

/// Reads the values of `asked`, and with the profiles those of the usual
/// fields; `asked` come last.
fn read(vault: &Vault, asked: &[Key], users: usize) -> Result<Vec<Read>> {
    let mut keys: Vec<Key> = Vec::new();
    if asked.iter().any(|key| *key != Key::SourceId) {
        let usual = USUAL.iter().map(|field| Key::Profile(*field));
        keys.extend(usual.filter(|key| !asked.contains(key)));
    }
    let usual = keys.len();
    keys.extend_from_slice(asked);

    let last = vault.read(user::last_key)?;
    // Where keys are far apart, keeping something by key costs too much.
    if last > 16 * i64::try_from(users).unwrap_or(i64::MAX) + SHARE {
        return Ok(asked.iter().map(|key| (key.clone(), None)).collect());
    }
    let readers = std::thread::available_parallelism().map_or(1, usize::from).min(READERS);
    let share = (last / i64::try_from(readers).unwrap_or(1) + 1).max(SHARE);
    let firsts = (1..=last.max(1)).step_by(usize::try_from(share).unwrap_or(1));
    let ranges: Vec<_> = firsts.map(|first| first..=first.saturating_add(share - 1)).collect();
    let room = |at: usize| if at < usual { USUAL_ROOM } else { ROOM } / ranges.len();
    let rooms: Vec<usize> = (0..keys.len()).map(room).collect();
    let (keys, rooms) = (keys.as_slice(), rooms.as_slice());
    let read: Vec<_> = std::thread::scope(|scope| {
        let started: Vec<_> =
            ranges.into_iter().map(|range| scope.spawn(move || parts(vault, keys, rooms, range))).collect();
        let stopped = || Err(muster_vault::Error::Internal("a reader of profiles stopped"));
        started.into_iter().map(|reader| reader.join().unwrap_or_else(|_| stopped())).collect()
    });
    let mut by_key: Vec<Read> = keys.iter().map(|key| (key.clone(), Some(Vec::new()))).collect();
    for parts in read {
        for ((_, kept), part) in by_key.iter_mut().zip(parts?) {
            match (part, &mut *kept) {
                (Some(part), Some(parts)) => parts.push(part),
                _ => *kept = None,
            }
        }
    }
    // A usual one that is not small is none.
    let mut at = 0..;
    by_key.retain(|(_, parts)| at.next() >= Some(usual) || parts.is_some());
    Ok(by_key)
}

/// The values of users with keys in a range, by key of `keys`; none for those
/// that do not fit.
fn parts(
    vault: &Vault,
    keys: &[Key],
    rooms: &[usize],
    range: RangeInclusive<i64>,
) -> muster_vault::Result<Vec<Option<Part>>> {
    let (from, to) = range.into_inner();
    let span = usize::try_from(to.saturating_sub(from)).unwrap_or(usize::MAX).saturating_add(1);
    let mut parts: Vec<Part> = rooms.iter().map(|room| Part::new(from, span, *room)).collect();
    let field = |field: ProfileField| keys.iter().position(|key| *key == Key::Profile(field));
    let by_field: Vec<Option<usize>> = ProfileField::ALL.iter().map(|f| field(*f)).collect();
    let named: Vec<(usize, &str)> = keys
        .iter()
        .enumerate()
        .filter_map(|(at, key)| if let Key::Attribute(name) = key { Some((at, name.as_str())) } else { None })
        .collect();
    vault.read_alone(|conn| {
        if keys.iter().any(|key| *key != Key::SourceId) {
            profile::scan(conn, from, to, &mut |id, told| match told {
                Told::Field(field, value) => {
                    if let Some(Some(at)) = by_field.get(usize::from(field.number())) {
                        parts[*at].push(id, value);
                    }
                }
                Told::Attribute(name, value) => {
                    for (at, wanted) in &named {
                        if fold_case(name) == *wanted {
                            parts[*at].push(id, value);
                        }
                    }
                }
            })?;
        }
        if let Some(at) = keys.iter().position(|key| *key == Key::SourceId) {
            user::source_ids(conn, from, to, &mut |id, value| parts[at].push(id, value))?;
        }
        Ok(())
    })?;
    Ok(parts.into_iter().map(Part::finish).collect())
}
