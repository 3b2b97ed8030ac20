//! The first page: how many, who, and what to look at.

use crate::Result;
use crate::api::overview::{
    KindCount, Overview, Privileged, RoleCount, SeatsGlance, SnapshotGlance, StateCount, Unseen,
};
use crate::filter::{self, DORMANT_DAYS};
use crate::session::Session;
use chrono::{DateTime, Utc};
use muster_model::seen::SeenStatus;
use muster_vault::tables::snapshot;
use std::cmp::Reverse;

/// Enabled people: those whose silence means something.
const PEOPLE: &str = r#"state eq "active" and (kind eq "human" or kind eq "external") and gone eq false"#;

impl Session {
    /// What an admin wants to know first.
    ///
    /// # Errors
    /// If the vault cannot be read.
    pub fn overview(&self, now: DateTime<Utc>) -> Result<Overview> {
        self.load()?;
        let plan = self.chosen_plan()?;
        let seats = self.seats_summary(&plan, now)?;
        let snapshots = self.vault().read(snapshot::latest)?;
        let vault = self.vault();
        let counted = self.directory.with(|loaded| {
            let counts = |text: &str| loaded.counts(vault, &filter::parse(text)?, now);
            let present = counts("gone eq false")?;
            let roles = loaded.roles(&present);
            let dormant = counts(&format!("{PEOPLE} and lastSeen le \"-{DORMANT_DAYS}d\""))?.users;
            Ok((
                counts("")?.gone,
                roles,
                counts(PEOPLE)?,
                dormant,
                counts(r#"state eq "active" and gone eq false"#)?,
                present,
            ))
        })?;
        let (gone, roles, people, dormant, enabled, present) = counted;
        let seen = |status: SeenStatus| people.by_seen[usize::from(status.number())];
        let mut by_state: Vec<_> =
            present.by_state.into_iter().map(|(state, count)| StateCount { state, count }).collect();
        by_state.sort_by_key(|s| Reverse(s.count));
        let mut by_kind: Vec<_> = present.by_kind.into_iter().map(|(kind, count)| KindCount { kind, count }).collect();
        by_kind.sort_by_key(|k| Reverse(k.count));
        Ok(Overview {
            as_of: now,
            users: present.users,
            gone,
            by_state,
            by_kind,
            by_role: by_role(roles),
            unseen: Unseen {
                rule: PEOPLE.to_owned(),
                days: DORMANT_DAYS,
                dormant,
                never: seen(SeenStatus::Never),
                unknown: seen(SeenStatus::Unknown),
                not_collected: seen(SeenStatus::NotCollected),
            },
            seats: Some(SeatsGlance {
                plan: seats.plan,
                title: seats.title,
                consumed: seats.consumed,
                purchased: seats.purchased,
                reclaimable: seats.reclaimable,
            }),
            snapshots: snapshots
                .into_iter()
                .map(|s| SnapshotGlance {
                    userstore: s.domain,
                    taken_at: s.taken_at,
                    complete: s.complete,
                    users: s.users,
                    rejected: s.rejected,
                })
                .collect(),
            privileged: Privileged { total: enabled.privileged, without_mfa: enabled.privileged_without_mfa },
        })
    }
}

/// Highest level first, roles without a level after them, no role last. Roles
/// of one name in several userstores are one line.
fn by_role(mut roles: Vec<(Option<u8>, Option<String>, u64)>) -> Vec<RoleCount> {
    roles.sort_by(|(level, name, _), (other_level, other, _)| {
        name.is_none().cmp(&other.is_none()).then(other_level.cmp(level)).then_with(|| name.cmp(other))
    });
    let mut found: Vec<RoleCount> = Vec::new();
    for (_, role, count) in roles {
        match found.iter_mut().find(|known| known.role == role) {
            Some(known) => known.count += count,
            None => found.push(RoleCount { role, count }),
        }
    }
    found
}
