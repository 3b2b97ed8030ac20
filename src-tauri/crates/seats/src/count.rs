//! The numbers of a seat report, and what a reader must know of them.

use crate::error::SeatError;
use crate::plan::Plan;
use crate::reclaim::{RECLAIM_DAYS, Reclaim};
use muster_model::seen::SeenStatus;
use muster_model::{Facts, ReclaimReason};
use muster_query::Subject;
use muster_query::ast::{NumberAttr, TextAttr};
use std::collections::BTreeMap;

/// The role of users who hold none.
pub const NO_ROLE: &str = "No role";

/// What a count needs to know of one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Whether the user takes a seat.
    pub takes: bool,
    /// The name of the highest role.
    pub role: Option<String>,
    /// The highest access level.
    pub level: Option<u8>,
    /// Which of the four answers last seen is.
    pub seen: SeenStatus,
    /// The surest reason why the seat could be freed, if one is taken and
    /// there is one. Other accounts of the same person are not looked at.
    pub reclaimable: Option<ReclaimReason>,
    /// The yes-or-no facts.
    pub facts: Facts,
}

impl Counted {
    /// What a count needs to know of this user.
    #[must_use]
    pub fn of(plan: &Plan, reclaim: &Reclaim, subject: &dyn Subject, now: i64) -> Self {
        let takes = plan.takes_seat(subject, now);
        let mut role = None;
        // Looked up only where it is needed: most of a large list is counted by facts alone.
        if takes {
            subject.texts(TextAttr::HighestRole, &mut |name| role = Some(name.to_owned()));
        }
        Self {
            takes,
            role,
            level: subject.number(NumberAttr::Level).and_then(|level| u8::try_from(level).ok()),
            seen: subject.seen(),
            reclaimable: takes.then(|| reclaim.reason(subject, false, now)).flatten(),
            facts: subject.facts(),
        }
    }
}

/// Adds users up, one by one.
#[derive(Debug, Clone)]
pub struct Count {
    plan: Plan,
    reclaim: Reclaim,
    numbers: Numbers,
}

/// What was counted, whether user by user ([`Count`]) or by the sets of a
/// column store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Users who are not gone.
    pub present: u64,
    /// Of these, those who take a seat.
    pub consumed: u64,
    /// Of those with a seat: how many could be freed for each reason, in the
    /// order of [`ReclaimReason::ALL`]; a seat counts with its surest one.
    pub reclaimable: [u64; ReclaimReason::ALL.len()],
    /// Of those with a seat: the source does not say.
    pub unknown: u64,
    /// Of those with a seat: the source was not asked.
    pub not_collected: u64,
    /// Present users of whom the instance itself says that they take a seat.
    pub flagged: u64,
    /// Present users of whom the instance does not say.
    pub flag_missing: u64,
    /// Present users of whom the instance says otherwise than the rule.
    pub flag_differs: u64,
    /// For each of [`Plan::doubts`], the users it holds for.
    pub doubts: Vec<u64>,
    /// Seats by access level and name of the highest role; [`NO_ROLE`] for none.
    pub roles: BTreeMap<(Option<u8>, String), u64>,
}

/// The numbers of a seat report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Seats taken.
    pub consumed: u64,
    /// Seats bought, if known.
    pub purchased: Option<u64>,
    /// Seats taken beyond those bought; 0 where it is not known.
    pub over: u64,
    /// Seats by highest role, highest access level first; roles without a
    /// level after them; [`NO_ROLE`] last.
    pub by_role: Vec<(String, u64)>,
    /// Seats that could be freed for each reason, in the order of
    /// [`ReclaimReason::ALL`]; a seat counts with its surest one.
    pub reclaimable_for: [u64; ReclaimReason::ALL.len()],
    /// The instance's own count, where it was collected for every user.
    pub instance_count: Option<u64>,
    /// What a reader must know to trust the count.
    pub notes: Vec<String>,
}

impl Tally {
    /// Seats that could be freed.
    #[must_use]
    pub fn reclaimable(&self) -> u64 {
        self.reclaimable_for.iter().sum()
    }

    /// Seats that could be freed for a reason.
    #[must_use]
    pub fn reclaimable_because(&self, reason: ReclaimReason) -> u64 {
        self.reclaimable_for.get(usize::from(reason.number())).copied().unwrap_or(0)
    }
}

impl Count {
    /// Nobody yet.
    ///
    /// # Errors
    /// As [`Reclaim::new`].
    pub fn new(plan: &Plan) -> Result<Self, SeatError> {
        let numbers = Numbers { doubts: vec![0; plan.doubts.len()], ..Numbers::default() };
        Ok(Self { plan: plan.clone(), reclaim: Reclaim::new()?, numbers })
    }

    /// Adds a user, and says what was found. Only users of the userstores
    /// that the plan counts should come here ([`Plan::counts`]).
    pub fn add(&mut self, subject: &dyn Subject, now: i64) -> Counted {
        for (doubt, count) in self.plan.doubts.iter().zip(&mut self.numbers.doubts) {
            *count += u64::from(doubt.when.matches(subject, now));
        }
        let counted = Counted::of(&self.plan, &self.reclaim, subject, now);
        self.numbers.add(&counted);
        counted
    }

    /// The numbers, against the seats that were bought.
    #[must_use]
    pub fn tally(&self, purchased: Option<u64>) -> Tally {
        self.numbers.tally(&self.plan, purchased)
    }
}

impl Numbers {
    fn add(&mut self, user: &Counted) {
        if user.facts.has(Facts::GONE) {
            return;
        }
        self.present += 1;
        if user.facts.has(Facts::SEAT_FLAG_KNOWN) {
            let flag = user.facts.has(Facts::SEAT_FLAG);
            self.flagged += u64::from(flag);
            self.flag_differs += u64::from(flag != user.takes);
        } else {
            self.flag_missing += 1;
        }
        if !user.takes {
            return;
        }
        self.consumed += 1;
        let role = user.role.clone().unwrap_or_else(|| NO_ROLE.to_owned());
        *self.roles.entry((user.level, role)).or_default() += 1;
        if let Some(reason) = user.reclaimable {
            self.reclaimable[usize::from(reason.number())] += 1;
        }
        match user.seen {
            SeenStatus::Unknown => self.unknown += 1,
            SeenStatus::NotCollected => self.not_collected += 1,
            SeenStatus::Seen | SeenStatus::Never => {}
        }
    }

    /// The report's numbers, against the seats that were bought.
    #[must_use]
    pub fn tally(&self, plan: &Plan, purchased: Option<u64>) -> Tally {
        let instance_count = (self.present > 0 && self.flag_missing == 0).then_some(self.flagged);
        Tally {
            consumed: self.consumed,
            purchased,
            over: purchased.map_or(0, |purchased| self.consumed.saturating_sub(purchased)),
            by_role: self.by_role(),
            reclaimable_for: self.reclaimable,
            instance_count,
            notes: self.notes(plan, instance_count),
        }
    }

    fn by_role(&self) -> Vec<(String, u64)> {
        let mut roles: Vec<(&(Option<u8>, String), &u64)> = self.roles.iter().collect();
        roles.sort_by(|((level, name), _), ((other_level, other), _)| {
            (name == NO_ROLE).cmp(&(other == NO_ROLE)).then(other_level.cmp(level)).then(name.cmp(other))
        });
        // Roles of one name in several userstores may differ in level.
        let mut found: Vec<(String, u64)> = Vec::new();
        for ((_, name), count) in roles {
            match found.iter_mut().find(|(known, _)| known == name) {
                Some((_, sum)) => *sum += count,
                None => found.push((name.clone(), *count)),
            }
        }
        found
    }

    fn notes(&self, plan: &Plan, instance_count: Option<u64>) -> Vec<String> {
        let mut notes: Vec<String> = plan
            .doubts
            .iter()
            .zip(&self.doubts)
            .filter(|(_, count)| **count > 0)
            .map(|(doubt, count)| doubt.say.replace("{users}", &users(*count)))
            .collect();
        if self.unknown > 0 {
            notes.push(format!(
                "When {} with a seat last came by, their source does not say; none of them is counted as reclaimable.",
                users(self.unknown)
            ));
        }
        if self.not_collected > 0 {
            notes.push(format!(
                "Last seen was not collected for {} with a seat; none of them is counted as reclaimable. Import a \
                 file that has it to know who has not been seen for {RECLAIM_DAYS} days.",
                users(self.not_collected)
            ));
        }
        if let Some(flagged) = instance_count.filter(|_| self.flag_differs > 0) {
            notes.push(format!(
                "The instance itself counts {}, this rule {}; they differ on {}.",
                seats(flagged),
                grouped(self.consumed),
                users(self.flag_differs)
            ));
        }
        notes.extend(plan.notes.iter().cloned());
        notes
    }
}

fn users(count: u64) -> String {
    format!("{} {}", grouped(count), if count == 1 { "user" } else { "users" })
}

fn seats(count: u64) -> String {
    format!("{} {}", grouped(count), if count == 1 { "seat" } else { "seats" })
}

/// `1,284`.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
