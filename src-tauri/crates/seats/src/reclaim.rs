//! Which seats could be freed, and how sure that is.
//!
//! Every reason but one is a filter, so that a million users are looked at as
//! sets; whether a person has another seat depends on others, and is told.

use crate::error::SeatError;
use muster_model::ReclaimReason;
use muster_model::seen::SeenStatus;
use muster_query::ast::TimeAttr;
use muster_query::moment::day_text;
use muster_query::{Filter, Subject, parse};

/// A seat whose holder was last seen this many days ago, or longer, could be
/// freed: GitLab's own default and least period of dormancy (`gitlab.md` 1.2).
pub const RECLAIM_DAYS: i64 = 90;

/// A seat whose holder was never seen could be freed if the account is this
/// many days old, or nobody knows how old (`iam.md` 4.2: at least 14 days).
pub const NEVER_DAYS: i64 = 14;

const DAY: i64 = 86_400;

/// The reasons that are filters, ready to be asked.
#[derive(Debug, Clone)]
pub struct Reclaim {
    filters: Vec<(ReclaimReason, Filter)>,
}

impl Reclaim {
    /// The reasons.
    ///
    /// # Errors
    /// A filter of Muster's own is broken, which the tests rule out.
    pub fn new() -> Result<Self, SeatError> {
        let texts = ReclaimReason::ALL.iter().filter_map(|reason| Some((*reason, text(*reason)?)));
        let filters = texts.map(|(reason, text)| {
            let wrong = |error: muster_query::ParseError| SeatError::Filter {
                name: reason.word().to_owned(),
                place: "filter".to_owned(),
                line: None,
                at: error.at,
                reason: error.to_string(),
            };
            Ok((reason, parse(&text).map_err(wrong)?))
        });
        Ok(Self { filters: filters.collect::<Result<_, _>>()? })
    }

    /// Who is found by a reason, whether or not they take a seat; none for
    /// [`ReclaimReason::DuplicatePerson`], which no filter can say.
    #[must_use]
    pub fn filter(&self, reason: ReclaimReason) -> Option<&Filter> {
        self.filters.iter().find(|(known, _)| *known == reason).map(|(_, filter)| filter)
    }

    /// The surest reason why the seat of a user who takes one could be freed
    /// when it is `now` (seconds since 1970-01-01 UTC). `duplicate` is whether
    /// the same person has another seat that is kept. What a source does not
    /// say, or was not asked, frees nothing.
    #[must_use]
    pub fn reason(&self, subject: &dyn Subject, duplicate: bool, now: i64) -> Option<ReclaimReason> {
        ReclaimReason::ALL.iter().copied().find(|reason| match self.filter(*reason) {
            Some(filter) => filter.matches(subject, now),
            None => duplicate,
        })
    }
}

fn text(reason: ReclaimReason) -> Option<String> {
    Some(match reason {
        // A lock after failed sign-ins passes by itself.
        ReclaimReason::DisabledButCounted => "not (state eq active or state eq locked)".to_owned(),
        ReclaimReason::DuplicatePerson => return None,
        ReclaimReason::NeverSeen => {
            format!("lastSeen eq never and (created le \"-{NEVER_DAYS}d\" or not (created pr))")
        }
        ReclaimReason::MachineCounted => "kind eq service or kind eq bot".to_owned(),
        ReclaimReason::Dormant => format!("lastSeen le \"-{RECLAIM_DAYS}d\""),
    })
}

/// A reason in a sentence about one user, without a full stop. `other` is the
/// account of the same person that keeps its seat.
#[must_use]
pub fn said(reason: ReclaimReason, subject: &dyn Subject, other: Option<&str>, now: i64) -> String {
    match reason {
        ReclaimReason::DisabledButCounted => {
            format!("The account is {}, and the rule counts it all the same", subject.state())
        }
        ReclaimReason::DuplicatePerson => match other {
            Some(other) => format!("The same person has a seat as {other}"),
            None => "The same person has another seat".to_owned(),
        },
        ReclaimReason::NeverSeen => match subject.time(TimeAttr::Created) {
            Some(at) => format!("Never seen, and created {} ago, on {}", days(at, now), day_text(at)),
            None => "Never seen; since when the account is there is not known".to_owned(),
        },
        ReclaimReason::MachineCounted => {
            format!("A {} account takes a seat that a person could have", subject.kind())
        }
        ReclaimReason::Dormant => match (subject.seen(), subject.time(TimeAttr::LastSeen)) {
            (SeenStatus::Seen, Some(at)) => format!("Last seen {} ago, on {}", days(at, now), day_text(at)),
            _ => format!("Not seen for {RECLAIM_DAYS} days"),
        },
    }
}

fn days(at: i64, now: i64) -> String {
    match now.div_euclid(DAY) - at.div_euclid(DAY) {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}
