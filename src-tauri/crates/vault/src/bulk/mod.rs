//! Many users at once, for an export of all of them in any order.
//!
//! Reading a million users one by one in the order of their names touches
//! every page of an encrypted store many times over. Here the tables are read
//! side by side in the order of the keys, each once from end to end; what was
//! read waits, packed to some sixty bytes a user, until its turn comes.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `ahead` | a table that another thread reads |
//! | `alike` | what many users have alike, as numbers |
//! | `names` | what users share: userstores, roles, scopes, groups |
//! | `cursor` | a table read beside the users |
//! | `blocks` | many bytes that grow without moving |
//! | `pack` | a user as bytes and back |

mod ahead;
mod alike;
mod blocks;
mod cursor;
mod names;
mod pack;
#[cfg(test)]
mod tests;

pub use names::Names;

use crate::tables::profile;
use crate::{Error, Result};
use ahead::{Ahead, GRANTS};
use alike::Alike;
use blocks::{Blocks, Place};
pub(crate) use cursor::Cursor;
use muster_model::{Profile, User, UserId};
use names::Scopes;
use pack::{Packed, Row};
use rusqlite::Connection;

/// Users whose order is kept in one piece.
const ORDERED: usize = 1 << 14;

/// What is read beside the rows of users.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Beside {
    /// Their profiles.
    pub profiles: bool,
    /// The groups they are directly in.
    pub groups: bool,
}

/// A user that was read, and what was asked for beside it.
#[derive(Debug)]
pub struct Unpacked {
    /// The user.
    pub user: User,
    /// Its profile.
    pub profile: Profile,
    /// Paths of the groups it is directly in, in order.
    pub groups: Vec<String>,
}

/// Users that were read, in the order in which they were asked for.
#[derive(Debug)]
pub struct Bulk<'n> {
    names: &'n Names,
    scopes: Scopes,
    alike: Alike,
    packed: Blocks,
    /// Where each user is in `packed`.
    places: Vec<Place>,
    ids: &'n [UserId],
}

impl<'n> Bulk<'n> {
    /// Reads these users, their grants on a connection of its own that shows
    /// the same moment ([`Vault::read_aside`](crate::Vault::read_aside)).
    ///
    /// # Errors
    /// If the database fails or holds an unknown word.
    pub fn read(
        conn: &Connection,
        aside: &mut Connection,
        names: &'n Names,
        ids: &'n [UserId],
        beside: Beside,
    ) -> Result<Self> {
        let mut bulk = Self {
            names,
            scopes: Scopes::default(),
            alike: Alike::default(),
            packed: Blocks::default(),
            places: vec![Place::NOWHERE; ids.len()],
            ids,
        };
        let (Some(first), Some(last)) = (ids.iter().min(), ids.iter().max()) else { return Ok(bulk) };
        let span = (first.0, last.0);
        std::thread::scope(|threads| bulk.fill(conn, Ahead::start(threads, aside, GRANTS, span)?, span, beside))?;
        Ok(bulk)
    }

    fn fill(&mut self, conn: &Connection, mut grants: Ahead, span: (i64, i64), beside: Beside) -> Result<()> {
        let (names, ids) = (self.names, self.ids);
        let mut order: Vec<u32> = (0..u32::try_from(ids.len()).unwrap_or(u32::MAX)).collect();
        order.sort_unstable_by_key(|at| ids[*at as usize]);
        // In parts, so that it goes as what is packed grows.
        let order: Vec<Vec<u32>> = order.chunks(ORDERED).map(<[u32]>::to_vec).collect();
        let mut wanted = order.into_iter().flatten().peekable();
        let mut statement =
            conn.prepare_cached(&format!("{} WHERE u.id BETWEEN ?1 AND ?2 ORDER BY u.id", pack::SELECT))?;
        let mut members = conn.prepare_cached(cursor::MEMBERS)?;
        let mut members =
            if names.through_groups() || beside.groups { Some(Cursor::open(&mut members, span)?) } else { None };
        let mut profiles = conn.prepare_cached(cursor::PROFILES)?;
        let mut profiles = if beside.profiles { Some(Cursor::open(&mut profiles, span)?) } else { None };
        let mut rows = statement.query(span)?;
        let (mut roles, mut groups, mut bytes) = (Vec::new(), Vec::new(), Vec::new());
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            // Of a key that is asked for twice, and of keys that nobody has.
            while wanted.peek().is_some_and(|at| ids[*at as usize].0 < id) {
                wanted.next();
            }
            let Some(&at) = wanted.peek().filter(|at| ids[**at as usize].0 == id) else { continue };
            roles.clear();
            groups.clear();
            grants.each(id, |role| roles.push(role))?;
            if let Some(members) = &mut members {
                members.each(id, |row| {
                    groups.push(row.get(1)?);
                    Ok(())
                })?;
            }
            names.add_roles(&groups, &mut roles);
            roles.sort_unstable();
            roles.dedup();
            bytes.clear();
            let roles = self.alike.roles(&roles, names);
            let row = Row { roles, groups: if beside.groups { &groups } else { &[] }, row };
            row.pack(&mut bytes, &mut self.alike, &mut self.scopes, conn)?;
            let mut body = false;
            if let Some(profiles) = &mut profiles {
                profiles.each(id, |row| {
                    body = true;
                    pack::put_text(&mut bytes, row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?);
                    Ok(())
                })?;
            }
            if !body {
                pack::put_text(&mut bytes, "");
            }
            let place = self.packed.add(&bytes);
            self.places[at as usize] = place;
            wanted.next();
            while let Some(again) = wanted.next_if(|at| ids[*at as usize].0 == id) {
                self.places[again as usize] = place;
            }
        }
        Ok(())
    }

    /// The user at a place; none if there is none with that key.
    ///
    /// # Errors
    /// If the database held an unknown word, or something else than a profile.
    pub fn unpacked(&self, at: usize) -> Result<Option<Unpacked>> {
        let (Some(place), Some(id)) = (self.places.get(at), self.ids.get(at)) else { return Ok(None) };
        let Some(bytes) = self.packed.from(*place) else { return Ok(None) };
        // Only a mistake in packing leads here: say so, and leave nobody out.
        let packed = Packed::read(bytes, &self.alike).ok_or_else(|| Error::Damaged {
            what: format!("user {id} was read and could not be told again"),
            remedy: "try again, and tell us of it if it happens again",
        })?;
        let profile = if packed.profile.is_empty() { Profile::default() } else { profile::parse(packed.profile)? };
        let groups = self.names.paths(&packed.groups);
        Ok(Some(Unpacked { profile, groups, user: packed.user(*id, self.names, &self.scopes, &self.alike)? }))
    }
}
