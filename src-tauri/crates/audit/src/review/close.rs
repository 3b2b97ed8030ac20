//! The end of a review: all is decided, what follows is consistent, and someone
//! puts their name to it.

use super::campaign::CampaignState;
use super::error::ReviewError;
use super::held::{Progress, Review};
use super::population;
use super::remedy::{self, Remedy};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Management's word that the review is done (PCI DSS 7.2.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOff {
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What they say.
    pub statement: String,
}

/// What a closed review yields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// Who put their name to it.
    pub sign_off: SignOff,
    /// What was decided, in numbers.
    pub progress: Progress,
    /// What follows.
    pub remedies: Vec<Remedy>,
}

/// Closes a review; afterwards its decisions stand.
///
/// # Errors
/// [`ReviewError`] if it is closed, if its population is not the one that was
/// frozen, if not all is decided, if two decisions contradict each other, or if
/// nobody puts their name to it. The review stays open then.
pub fn close(review: &mut Review, by: &str, statement: &str, at: DateTime<Utc>) -> Result<Closed, ReviewError> {
    if !review.campaign.is_open() {
        return Err(ReviewError::Closed { title: review.campaign.title.clone() });
    }
    review.check()?;
    let now = population::hash(&review.items);
    if now != review.campaign.population.sha256 {
        return Err(ReviewError::PopulationAltered { was: review.campaign.population.sha256.clone(), now });
    }
    all_decided(review)?;
    let remedies = remedy::remedies(review)?;
    if by.trim().is_empty() || statement.trim().is_empty() {
        return Err(ReviewError::NoSignOff);
    }
    let sign_off = SignOff { by: by.trim().to_owned(), at, statement: statement.trim().to_owned() };
    review.campaign.state = CampaignState::Closed(sign_off.clone());
    Ok(Closed { sign_off, progress: review.progress(), remedies })
}

fn all_decided(review: &Review) -> Result<(), ReviewError> {
    let all = review.progress();
    if all.undecided == 0 {
        return Ok(());
    }
    let each = review.progress_by_reviewer();
    let waiting: Vec<String> = review
        .reviewers
        .iter()
        .zip(&each)
        .filter(|(_, progress)| progress.undecided > 0)
        .map(|(reviewer, progress)| format!("{} has {}", reviewer.said(), progress.undecided))
        .collect();
    let more = waiting.len().saturating_sub(10);
    let mut who = waiting.iter().take(10).map(String::as_str).collect::<Vec<_>>().join(", ");
    if more > 0 {
        who.push_str(&format!(" and {more} other reviewers"));
    }
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    Err(ReviewError::Undecided { left: count(all.undecided), of: count(all.all()), who })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::review::testing::{at, item, review};
    use crate::review::{How, Verdict};

    #[test]
    fn it_closes_when_all_is_decided_and_then_stands() {
        let mut held = review(vec![item("ada", "Owner"), item("bob", "Guest")]);
        held.decide(0, Verdict::Keep, "", "rita", at(), How::Direct).unwrap();
        let error = close(&mut held, "boss", "Reviewed.", at()).unwrap_err();
        assert!(matches!(error, ReviewError::Undecided { left: 1, of: 2, .. }));
        assert!(error.to_string().contains("Reviewer rita <rita@review.example> has 1"), "{error}");
        held.decide(1, Verdict::Revoke, "", "rita", at(), How::Direct).unwrap();
        for (by, statement) in [("", "Reviewed."), ("boss", " ")] {
            assert_eq!(close(&mut held, by, statement, at()).unwrap_err(), ReviewError::NoSignOff);
        }
        assert!(held.campaign.is_open());
        let closed = close(&mut held, "boss", "Reviewed.", at()).unwrap();
        assert_eq!((closed.progress.keep, closed.progress.revoke, closed.remedies.len()), (1, 1, 1));
        assert!(matches!(close(&mut held, "boss", "Again.", at()), Err(ReviewError::Closed { .. })));
        let again = held.decide(0, Verdict::Revoke, "", "rita", at(), How::Direct);
        assert!(matches!(again, Err(ReviewError::Closed { .. })));
        assert!(matches!(held.undecide(0), Err(ReviewError::Closed { .. })));
        assert!(matches!(held.reassign(0, "otto"), Err(ReviewError::Closed { .. })));
    }

    #[test]
    fn an_altered_population_is_not_signed() {
        let mut held = review(vec![item("ada", "Owner")]);
        held.decide(0, Verdict::Keep, "", "rita", at(), How::Direct).unwrap();
        held.items[0].role = "Guest".into();
        assert!(matches!(close(&mut held, "boss", "Ok.", at()), Err(ReviewError::PopulationAltered { .. })));
    }
}
