//! Which seats could be freed.

use muster_model::seen::SeenStatus;
use muster_query::Subject;
use muster_query::ast::TimeAttr;

/// A seat whose holder was last seen this many days ago, or longer, could be
/// freed: GitLab's own default and least period of dormancy (`gitlab.md` 1.2).
pub const RECLAIM_DAYS: i64 = 90;

const DAY: i64 = 86_400;

/// Why a seat could be freed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reclaimable {
    /// The source says that its holder was never seen.
    Never,
    /// Its holder was last seen so many days ago.
    Dormant {
        /// Whole days, at least [`RECLAIM_DAYS`].
        days: i64,
    },
}

impl Reclaimable {
    /// The word for it in JSON: `never` or `dormant`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Dormant { .. } => "dormant",
        }
    }
}

/// Whether the seat of a user who takes one could be freed when it is `now`
/// (seconds since 1970-01-01 UTC). Days are calendar days, UTC. What a source
/// does not say, or was not asked, frees nothing.
#[must_use]
pub fn reclaimable(subject: &dyn Subject, now: i64) -> Option<Reclaimable> {
    of(subject.seen(), subject.time(TimeAttr::LastSeen), now)
}

/// The same from what is known of the last sign of life: its status, and its
/// time in seconds since 1970-01-01 UTC.
#[must_use]
pub const fn of(seen: SeenStatus, at: Option<i64>, now: i64) -> Option<Reclaimable> {
    match (seen, at) {
        (SeenStatus::Never, _) => Some(Reclaimable::Never),
        (SeenStatus::Seen, Some(at)) => {
            let days = now.div_euclid(DAY) - at.div_euclid(DAY);
            if days >= RECLAIM_DAYS { Some(Reclaimable::Dormant { days }) } else { None }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ninety_days_are_enough_and_silence_is_not() {
        let now = 1000 * DAY + 50_000;
        for (seen, at, expected) in [
            (SeenStatus::Seen, Some(910 * DAY + 86_399), Some(Reclaimable::Dormant { days: 90 })),
            (SeenStatus::Seen, Some(911 * DAY), None),
            (SeenStatus::Seen, None, None),
            (SeenStatus::Never, None, Some(Reclaimable::Never)),
            (SeenStatus::Unknown, None, None),
            (SeenStatus::NotCollected, None, None),
        ] {
            assert_eq!(of(seen, at, now), expected, "{seen} at {at:?}");
        }
    }
}
