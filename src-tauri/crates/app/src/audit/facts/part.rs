//! Users whose keys lie side by side, from the vault.

use super::{Places, ended};
use muster_audit::facts::{GivenGrant, UserFacts, Users};
use muster_model::UserId;
use muster_vault::Connection;
use muster_vault::facts::{self, HeldGrant, UserTold};

/// Users whose keys lie side by side.
pub(super) struct Part {
    pub users: Users,
    /// Grants of users whose userstore was reviewed, since when; the users by
    /// their place in here.
    pub given: Vec<GivenGrant>,
}

impl Part {
    /// Reads the users with keys from the one to the other.
    pub fn read(conn: &Connection, from: i64, to: i64, places: &Places) -> muster_vault::Result<Self> {
        let most = usize::try_from(to.saturating_sub(from)).map_or(0, |span| span.saturating_add(1).min(places.users));
        let mut users = Users::with_capacity(most);
        facts::users(conn, from, to, &mut |told| users.push(&user(&told, places)))?;
        let mut part = Self { users, given: Vec::new() };
        if !places.reviewed.is_empty() {
            let mut at = 0;
            facts::grants(conn, from, to, &mut |held| {
                if let Some(given) = part.given(&held, &mut at, places) {
                    part.given.push(given);
                }
            })?;
        }
        Ok(part)
    }

    /// Since when one of the next users, in the order of their keys, holds
    /// something; none where nobody asks.
    fn given(&self, held: &HeldGrant, at: &mut usize, places: &Places) -> Option<GivenGrant> {
        while self.users.id(*at).is_some_and(|id| id.0 < held.user) {
            *at += 1;
        }
        let user = self.users.get(*at).filter(|user| user.id().0 == held.user)?;
        if !places.reviewed.contains(&user.store()) || ended(held.expires, places.now) {
            return None;
        }
        Some(GivenGrant {
            user: u32::try_from(*at).ok()?,
            role: *places.roles.get(&held.role)?,
            scope: *places.scopes.get(&held.scope)?,
            since: i32::try_from(held.since?.div_euclid(86_400)).ok()?,
            explained: held.given_here,
        })
    }
}

fn user<'a>(told: &UserTold<'a>, places: &Places) -> UserFacts<'a> {
    UserFacts {
        id: UserId(told.id),
        store: places.stores.get(&told.userstore).copied().unwrap_or(u16::MAX),
        state: told.state,
        kind: told.kind,
        facts: told.facts,
        level: told.level,
        top_role: told.top_role.and_then(|role| places.roles.get(&role).copied()),
        seen: told.seen,
        seen_at: told.seen_at,
        created_at: told.created_at,
        expires_at: told.expires_at,
        // The vault has no place for these.
        password_at: None,
        failed_sign_ins: None,
        email_verified: None,
        person: told.person.and_then(|person| u32::try_from(person).ok()),
        source_id: told.source_id,
        username: told.username,
        display_name: told.display_name,
        email: told.email,
        department: told.department,
        employee_number: told.employee_number,
    }
}
