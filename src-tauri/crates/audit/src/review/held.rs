//! A review in memory: deciding, progress.

use super::campaign::Campaign;
use super::decision::{self, Decision, How, Verdict};
use super::error::ReviewError;
use super::item::Item;
use super::reviewer::Reviewer;
use super::worksheet::Returned;
use chrono::{DateTime, Utc};

/// A campaign with its grants, who decides on them, and what was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The campaign.
    pub campaign: Campaign,
    /// Its grants, in the order of the population.
    pub items: Vec<Item>,
    /// Who decides.
    pub reviewers: Vec<Reviewer>,
    /// For each grant the place of its reviewer.
    pub assigned: Vec<usize>,
    /// For each grant what was decided, if anything was.
    pub decisions: Vec<Option<Decision>>,
}

/// How far a reviewer is, or all of them are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Grants that stay.
    pub keep: u64,
    /// Grants that go.
    pub revoke: u64,
    /// Grants that another role replaces.
    pub reduce: u64,
    /// Grants that nobody decided on yet.
    pub undecided: u64,
}

impl Progress {
    /// How many grants there are.
    #[must_use]
    pub const fn all(&self) -> u64 {
        self.keep + self.revoke + self.reduce + self.undecided
    }

    /// How many of them are decided.
    #[must_use]
    pub const fn decided(&self) -> u64 {
        self.keep + self.revoke + self.reduce
    }

    fn count(&mut self, decision: Option<&Decision>) {
        match decision.map(|decision| &decision.verdict) {
            Some(Verdict::Keep) => self.keep += 1,
            Some(Verdict::Revoke) => self.revoke += 1,
            Some(Verdict::Reduce { .. }) => self.reduce += 1,
            None => self.undecided += 1,
        }
    }
}

impl Review {
    /// A review on which nothing is decided yet.
    ///
    /// # Errors
    /// [`ReviewError::Parts`] if the parts do not belong together, and
    /// [`ReviewError::OwnGrant`] if someone was given their own grant.
    pub fn new(
        campaign: Campaign,
        items: Vec<Item>,
        reviewers: Vec<Reviewer>,
        assigned: Vec<usize>,
    ) -> Result<Self, ReviewError> {
        let decisions = vec![None; items.len()];
        let review = Self { campaign, items, reviewers, assigned, decisions };
        review.check()?;
        Ok(review)
    }

    /// Checks that the parts belong together, as after reading them from a vault.
    ///
    /// # Errors
    /// As [`Review::new`].
    pub fn check(&self) -> Result<(), ReviewError> {
        let parts = |what: &str| Err(ReviewError::Parts(what.to_owned()));
        if self.items.len() as u64 != self.campaign.population.grants {
            return parts("it has another number of grants than it was opened with");
        }
        if self.assigned.len() != self.items.len() || self.decisions.len() != self.items.len() {
            return parts("its grants, reviewers and decisions are not as many");
        }
        for (item, place) in self.items.iter().zip(&self.assigned) {
            let Some(reviewer) = self.reviewers.get(*place) else { return parts("a grant has no reviewer") };
            if let Some(same_by) = reviewer.is_self(item) {
                let (user, grant) = (item.full_name(), item.said());
                return Err(ReviewError::OwnGrant { reviewer: reviewer.said(), user, grant, same_by });
            }
        }
        Ok(())
    }

    fn item(&self, at: usize) -> Result<&Item, ReviewError> {
        self.items.get(at).ok_or_else(|| ReviewError::Unknown { what: "grant", found: at.to_string() })
    }

    /// The place of a reviewer, by key.
    ///
    /// # Errors
    /// [`ReviewError::Unknown`].
    pub fn reviewer(&self, key: &str) -> Result<usize, ReviewError> {
        let unknown = || ReviewError::Unknown { what: "reviewer", found: key.chars().take(60).collect() };
        self.reviewers.iter().position(|reviewer| reviewer.key == key).ok_or_else(unknown)
    }

    /// The key of a grant (its place from 0) on worksheets and in the evidence.
    #[must_use]
    pub fn row_key(&self, at: usize) -> Option<String> {
        Some(self.items.get(at)?.row_key(&self.campaign.id, at + 1))
    }

    /// Takes a decision of the reviewer with key `by` on a grant (its place from
    /// 0); one taken before is replaced.
    ///
    /// # Errors
    /// As [`decision::check`], and [`ReviewError::Unknown`].
    pub fn decide(
        &mut self,
        at: usize,
        verdict: Verdict,
        note: &str,
        by: &str,
        now: DateTime<Utc>,
        how: How,
    ) -> Result<&Decision, ReviewError> {
        let item = self.item(at)?;
        let reviewer = &self.reviewers[self.reviewer(by)?];
        let assigned = self.assigned.get(at).and_then(|place| self.reviewers.get(*place));
        let assigned = assigned.ok_or_else(|| ReviewError::Parts("a grant has no reviewer".to_owned()))?;
        let verdict = decision::check(&self.campaign, item, assigned, reviewer, verdict, note)?;
        let note = note.trim().to_owned();
        let made = Decision { verdict, note, by: reviewer.key.clone(), by_name: reviewer.said(), at: now, how };
        Ok(self.decisions[at].insert(made))
    }

    /// Takes all decisions of a worksheet that came back, or none.
    ///
    /// # Errors
    /// As [`Review::decide`], for the first that is refused.
    pub fn take(&mut self, returned: &Returned, now: DateTime<Utc>) -> Result<(), ReviewError> {
        let before = self.decisions.clone();
        for row in &returned.rows {
            let how = How::Worksheet { sha256: returned.sha256.clone() };
            if let Err(error) = self.decide(row.item, row.verdict.clone(), &row.note, &returned.reviewer, now, how) {
                self.decisions = before;
                return Err(error);
            }
        }
        Ok(())
    }

    /// Takes a decision back.
    ///
    /// # Errors
    /// [`ReviewError::Closed`] and [`ReviewError::Unknown`].
    pub fn undecide(&mut self, at: usize) -> Result<(), ReviewError> {
        self.item(at)?;
        if !self.campaign.is_open() {
            return Err(ReviewError::Closed { title: self.campaign.title.clone() });
        }
        self.decisions[at] = None;
        Ok(())
    }

    /// Gives a grant to another reviewer; what was decided on it falls.
    ///
    /// # Errors
    /// [`ReviewError::OwnGrant`], [`ReviewError::Closed`], [`ReviewError::Unknown`].
    pub fn reassign(&mut self, at: usize, to: &str) -> Result<(), ReviewError> {
        let place = self.reviewer(to)?;
        let (item, reviewer) = (self.item(at)?, &self.reviewers[place]);
        if !self.campaign.is_open() {
            return Err(ReviewError::Closed { title: self.campaign.title.clone() });
        }
        if let Some(same_by) = reviewer.is_self(item) {
            let (user, grant) = (item.full_name(), item.said());
            return Err(ReviewError::OwnGrant { reviewer: reviewer.said(), user, grant, same_by });
        }
        self.assigned[at] = place;
        self.decisions[at] = None;
        Ok(())
    }

    /// How far all reviewers are together.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let mut all = Progress::default();
        self.decisions.iter().for_each(|decision| all.count(decision.as_ref()));
        all
    }

    /// How far each reviewer is, in their order.
    #[must_use]
    pub fn progress_by_reviewer(&self) -> Vec<Progress> {
        let mut each = vec![Progress::default(); self.reviewers.len()];
        for (place, decision) in self.assigned.iter().zip(&self.decisions) {
            if let Some(progress) = each.get_mut(*place) {
                progress.count(decision.as_ref());
            }
        }
        each
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::review::testing::{at, item, review};

    fn direct(review: &mut Review, item: usize, verdict: Verdict, by: &str) -> Result<Decision, ReviewError> {
        review.decide(item, verdict, " why ", by, at(), How::Direct).cloned()
    }

    #[test]
    fn a_decision_says_who_when_and_why() {
        let mut review = review(vec![item("ada", "Owner"), item("bob", "Guest")]);
        let made = direct(&mut review, 0, Verdict::Reduce { to: " developer".into() }, "rita").unwrap();
        assert_eq!(made.verdict, Verdict::Reduce { to: "Developer".into() });
        assert_eq!((made.note.as_str(), made.by.as_str(), made.at), ("why", "rita", at()));
        assert_eq!(made.by_name, "Reviewer rita <rita@review.example>");
        let progress = review.progress();
        assert_eq!((progress.reduce, progress.undecided, progress.decided(), progress.all()), (1, 1, 1, 2));
        assert_eq!(review.progress_by_reviewer()[1], Progress::default());
        direct(&mut review, 0, Verdict::Keep, "rita").unwrap();
        assert_eq!(review.progress().keep, 1);
        review.undecide(0).unwrap();
        assert_eq!(review.progress().undecided, 2);
    }

    #[test]
    fn only_who_was_asked_decides_and_never_on_themselves() {
        let mut review = review(vec![item("ada", "Owner"), item("otto", "Owner")]);
        assert!(matches!(direct(&mut review, 0, Verdict::Keep, "otto"), Err(ReviewError::NotAsked { .. })));
        assert!(matches!(direct(&mut review, 1, Verdict::Keep, "otto"), Err(ReviewError::OwnGrant { .. })));
        assert!(matches!(review.reassign(1, "otto"), Err(ReviewError::OwnGrant { .. })));
        review.reassign(0, "otto").unwrap();
        direct(&mut review, 0, Verdict::Keep, "otto").unwrap();
        assert!(matches!(direct(&mut review, 5, Verdict::Keep, "rita"), Err(ReviewError::Unknown { .. })));
        assert!(matches!(direct(&mut review, 0, Verdict::Keep, "eve"), Err(ReviewError::Unknown { .. })));
        review.assigned[1] = 1;
        assert!(matches!(review.check(), Err(ReviewError::OwnGrant { .. })));
    }

    #[test]
    fn a_grant_is_reduced_to_another_role_there_is() {
        let mut review = review(vec![item("ada", "Owner")]);
        for to in ["", "owner", "Chief", "Владелец"] {
            let verdict = Verdict::Reduce { to: to.into() };
            assert!(matches!(direct(&mut review, 0, verdict, "rita"), Err(ReviewError::NewRole { .. })), "{to:?}");
        }
        review.campaign.roles.clear();
        let verdict = Verdict::Reduce { to: "Guest".into() };
        let error = direct(&mut review, 0, verdict, "rita").unwrap_err();
        assert!(error.to_string().contains("GITLAB has no roles"), "{error}");
    }

    #[test]
    fn a_note_has_an_end() {
        let mut review = review(vec![item("ada", "Owner")]);
        let long = "ä".repeat(decision::LONGEST_NOTE + 1);
        let error = review.decide(0, Verdict::Keep, &long, "rita", at(), How::Direct).unwrap_err();
        assert!(matches!(error, ReviewError::LongNote { .. }));
        assert!(review.decide(0, Verdict::Keep, &long[2..], "rita", at(), How::Direct).is_ok());
    }

    #[test]
    fn parts_that_do_not_belong_together_are_none() {
        let mut other = review(vec![item("ada", "Owner"), item("bob", "Guest")]);
        other.items.pop();
        assert!(matches!(other.check(), Err(ReviewError::Parts(_))));
        let mut other = review(vec![item("ada", "Owner")]);
        other.assigned[0] = 9;
        assert!(matches!(other.check(), Err(ReviewError::Parts(_))));
    }
}
