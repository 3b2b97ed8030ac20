//! Which grants go.
//!
//! A grant is only ever taken away by its own origin, once every record is
//! known, since several may list grants of one user: if a record listed all
//! grants of the user; if the files list a part of everyone's and one listed
//! some of the user's; or if the files list everyone's, or all that their
//! origin tells. Users who are gone keep
//! what they held when they were last listed.

use super::idset::IdSet;
use super::late;
use super::writer::SnapshotWriter;
use crate::Result;
use muster_model::record::Extent;

/// Users whose grants are looked up one by one; beyond it all grants are read once.
const FEW: u64 = if cfg!(test) { 2 } else { 2_000 };
/// Grants gathered before they are taken away. (Tests take both ways with few rows.)
const BATCH: usize = if cfg!(test) { 3 } else { 20_000 };

/// A grant to be taken away.
struct Untold {
    user: i64,
    role: i64,
    scope: i64,
    through: String,
    origin: usize,
}

impl SnapshotWriter<'_> {
    /// Takes away what the origins of this snapshot told before and tell no longer.
    pub(super) fn take_untold_grants(&mut self, extent: Extent) -> Result<()> {
        // Without roles known before there is nothing to take away.
        if !self.roles.any_before {
            return Ok(());
        }
        if self.late.is_some()
            && matches!(extent, Extent::Whole | Extent::Origin)
            && let Some(origin) = self.grants.origins.first()
        {
            late::adopt_all(self.conn, origin)?;
        }
        for (mut after, up_to) in self.ranges(extent) {
            loop {
                let (untold, last) = self.untold_grants(extent, after, up_to)?;
                for grant in untold {
                    let row = (grant.role, grant.scope, grant.through.as_str());
                    let field = self.take_grant(grant.user, row, grant.origin)?;
                    self.dirty.insert(grant.user);
                    self.note_beside(grant.user, field)?;
                }
                match last {
                    Some(user) => after = user,
                    None => break,
                }
            }
        }
        Ok(())
    }

    /// The users to look at: after the first key, up to and with the second.
    fn ranges(&self, extent: Extent) -> Vec<(i64, i64)> {
        let everyone = vec![(0, i64::MAX)];
        if matches!(extent, Extent::Whole | Extent::Origin) {
            return if self.grants.origins.is_empty() { Vec::new() } else { everyone };
        }
        let some = self.grants.some.iter().filter(|_| extent == Extent::Part);
        let mut users = IdSet::default();
        self.grants.whole.iter().chain(some).flat_map(IdSet::iter).for_each(|user| {
            users.insert(user);
        });
        if users.len() > FEW { everyone } else { users.iter().map(|user| (user - 1, user)).collect() }
    }

    /// Untold grants of users in a range, and the user to go on after.
    fn untold_grants(&self, extent: Extent, after: i64, up_to: i64) -> Result<(Vec<Untold>, Option<i64>)> {
        let mut statement = self.conn.prepare_cached(
            "SELECT user_id, role_id, scope_id, through, origin FROM user_grant
             WHERE user_id > ?1 AND user_id <= ?2 ORDER BY user_id",
        )?;
        let mut present = self.conn.prepare_cached("SELECT 1 FROM user WHERE id = ?1 AND gone_since IS NULL")?;
        let mut rows = statement.query([after, up_to])?;
        let mut untold: Vec<Untold> = Vec::new();
        let mut last = after;
        while let Some(row) = rows.next()? {
            let user: i64 = row.get(0)?;
            if user != last && untold.len() >= BATCH {
                return Ok((untold, Some(last)));
            }
            last = user;
            let (role, scope): (i64, i64) = (row.get(1)?, row.get(2)?);
            let name = row.get_ref(4)?.as_str().map_err(rusqlite::Error::from)?;
            let Some(origin) = self.grants.origins.iter().position(|o| o == name) else { continue };
            let settled = match extent {
                Extent::Whole | Extent::Origin => true,
                Extent::Part => self.grants.whole[origin].contains(user) || self.grants.some[origin].contains(user),
                Extent::None => self.grants.whole[origin].contains(user),
            };
            // Roles tell the userstores apart: the vault holds others' grants too.
            if !settled || self.roles.get(role).is_none() {
                continue;
            }
            let through = row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?;
            let told = self.grants.told.contains(&self.grants.hash(user, (role, scope, through), origin));
            if !told && present.exists([user])? {
                untold.push(Untold { user, role, scope, through: through.to_owned(), origin });
            }
        }
        Ok((untold, None))
    }
}
