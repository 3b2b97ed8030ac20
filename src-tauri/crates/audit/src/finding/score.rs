//! One number for a realm, and how it comes about.
//!
//! score = 100 × users ÷ (users + points), rounded down
//!
//! where *points* are the weights of all open findings together
//! ([`WEIGHTS`]), and *users* those who are enabled, 100 at the least. So a
//! realm without findings has 100; one with a point for each of its users has
//! 50; none has less than 0. Accepted findings weigh nothing: that they were
//! accepted is shown beside the score. One open finding that is critical keeps
//! the score at 70 or below, one that is high at 90 or below: no size of a
//! realm hides the worst that is open in it.

use crate::severity::Severity;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What one open finding weighs, and the most a score can be beside it.
pub const WEIGHTS: &[(Severity, u64, u8)] = &[
    (Severity::Info, 0, 100),
    (Severity::Low, 1, 100),
    (Severity::Medium, 3, 100),
    (Severity::High, 10, 90),
    (Severity::Critical, 40, 70),
];

/// The fewest users a score reckons with.
const LEAST_USERS: u64 = 100;

/// The score of a realm, with everything it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// 0 to 100; 100 is a realm without open findings.
    pub score: u8,
    /// The users reckoned with: those who are enabled, 100 at the least.
    pub users: u64,
    /// The points of all severities.
    pub points: u64,
    /// The most it could be, for the worst that is open.
    pub ceiling: u8,
    /// What each severity adds, the worst first.
    pub terms: Vec<Term>,
}

/// What one severity adds to the points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The severity.
    pub severity: Severity,
    /// Its open findings.
    pub open: u64,
    /// Its accepted findings, which weigh nothing.
    pub accepted: u64,
    /// What one open finding weighs.
    pub weight: u64,
    /// The points: open findings by weight.
    pub points: u64,
}

/// The score on one day; a trend is a list of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScorePoint {
    /// The day of the run.
    pub on: NaiveDate,
    /// The score.
    pub score: u8,
}

/// The score of a realm with so many enabled users, and so many open and
/// accepted findings of each severity ([`Severity::number`] is the place).
#[must_use]
pub fn score(enabled: u64, open: &[u64; 5], accepted: &[u64; 5]) -> Score {
    let users = enabled.max(LEAST_USERS);
    let mut terms: Vec<Term> = Vec::with_capacity(WEIGHTS.len());
    let (mut points, mut ceiling) = (0_u64, 100_u8);
    for (severity, weight, most) in WEIGHTS.iter().rev() {
        let (open, accepted) = (open[severity.number()], accepted[severity.number()]);
        let term = open.saturating_mul(*weight);
        points = points.saturating_add(term);
        if open > 0 {
            ceiling = ceiling.min(*most);
        }
        terms.push(Term { severity: *severity, open, accepted, weight: *weight, points: term });
    }
    let (wide, sum) = (u128::from(users) * 100, u128::from(users) + u128::from(points));
    let score = u8::try_from(wide / sum).unwrap_or(100).min(ceiling);
    Score { score, users, points, ceiling, terms }
}

impl Score {
    /// How it comes about, in one line.
    #[must_use]
    pub fn formula(&self) -> String {
        let terms: Vec<String> = self
            .terms
            .iter()
            .filter(|term| term.open > 0)
            .map(|term| format!("{} {} × {}", term.open, term.severity, term.weight))
            .collect();
        let points = if terms.is_empty() { "0".to_owned() } else { terms.join(" + ") };
        let (users, sum) = (self.users, u128::from(self.users) + u128::from(self.points));
        let plain = u128::from(users) * 100 / sum;
        let held = if plain > u128::from(self.ceiling) {
            format!(", and at most {} beside what is open", self.ceiling)
        } else {
            String::new()
        };
        format!("points = {points} = {}; 100 × {users} ÷ ({users} + {}) = {plain}{held}", self.points, self.points)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn examples_of_the_formula() {
        for (users, open, expected) in [
            (0, [0, 0, 0, 0, 0], 100),
            (1_000_000, [0, 0, 0, 0, 0], 100),
            (1_000, [500, 0, 0, 0, 0], 100),
            (1_000, [0, 1, 0, 0, 0], 99),
            (1_000, [0, 1_000, 0, 0, 0], 50),
            (1_000, [0, 0, 0, 100, 0], 50),
            (10, [0, 0, 0, 10, 0], 50),
            (1_000_000, [0, 0, 0, 1, 0], 90),
            (1_000_000, [0, 0, 0, 0, 1], 70),
            (100, [0, 0, 0, 0, 5], 33),
            (1, [0, 0, 0, 0, u64::MAX], 0),
        ] {
            let found = score(users, &open, &[0; 5]);
            assert_eq!(found.score, expected, "{users} {open:?}: {}", found.formula());
        }
    }

    #[test]
    fn the_formula_is_shown_with_its_terms() {
        let found = score(400, &[9, 10, 5, 0, 1], &[0, 0, 7, 0, 0]);
        assert_eq!(
            found.formula(),
            "points = 1 critical × 40 + 5 medium × 3 + 10 low × 1 + 9 info × 0 = 65; \
             100 × 400 ÷ (400 + 65) = 86, and at most 70 beside what is open"
        );
        assert_eq!(found.score, 70);
        assert_eq!(found.terms[2], Term { severity: Severity::Medium, open: 5, accepted: 7, weight: 3, points: 15 });
    }

    proptest! {
        #[test]
        fn one_more_finding_never_helps_and_accepting_one_never_harms(
            users in 0u64..2_000_000,
            open in proptest::array::uniform5(0u64..10_000),
            which in 0usize..5,
        ) {
            let before = score(users, &open, &[0; 5]);
            let mut more = open;
            more[which] += 1;
            let after = score(users, &more, &[0; 5]);
            prop_assert!(after.score <= before.score);
            let mut accepted = [0; 5];
            accepted[which] = 1;
            let accepted = score(users, &open, &accepted);
            prop_assert_eq!(accepted.score, before.score);
            prop_assert_eq!(before.points, before.terms.iter().map(|term| term.points).sum::<u64>());
            prop_assert!(before.score < 100 || before.points == 0);
        }
    }
}
