//! Who took a seat on which days, and what that adds up to.

use crate::day::Day;
use crate::history::{History, NOBODY};
use crate::lane::Lane;
use crate::rule::{Rule, Verdict};
use crate::traits::{Outline, Seen};

/// For every user the days on which it took a seat under one rule.
#[derive(Debug, Default)]
pub struct Taken {
    /// Where the spans of each user begin.
    starts: Vec<u32>,
    /// The first day of each span, and the first after it.
    spans: Vec<(Day, Day)>,
}

/// When one user took a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// Muster's key of the user.
    pub user: i64,
    /// The first day with a seat.
    pub first: Day,
    /// The last day with a seat.
    pub last: Day,
    /// Days with a seat.
    pub days: u32,
}

impl History {
    /// Who took a seat until the day of `now` (seconds since 1970), under a
    /// rule whose clauses runs hold ([`History::lacks`] must be false for it).
    /// A day is what was known at its last second, and the day of `now` at
    /// that time.
    #[must_use]
    pub fn taken(&self, rule: &Rule, now: i64) -> Taken {
        let verdicts: Vec<Verdict> = self
            .traits()
            .iter()
            .map(|traits| {
                let userstore = self.stores.get(traits.store as usize).map_or("", |store| &store.domain);
                let outline = Outline { traits, userstore, role: self.role(traits), seen: Seen::NOT_COLLECTED };
                rule.verdict(&outline)
            })
            .collect();
        let end = Day::of(now).next();
        let none = Lane::default();
        let seen = self.seen.as_ref().unwrap_or(&none);
        let mut taken = Taken::with_capacity(self.ids.len());
        for (slot, id) in self.ids.iter().enumerate() {
            if *id != NOBODY {
                for run in self.lane.of(slot) {
                    let to = run.to.min(end);
                    match &verdicts[run.value as usize] {
                        Verdict::Never => {}
                        Verdict::Always => taken.span(run.from, to),
                        Verdict::Seen(rule) => {
                            for glimpse in seen.of(slot) {
                                let (from, to) = (run.from.max(glimpse.from), to.min(glimpse.to));
                                if from < to {
                                    rule.spans(Seen(glimpse.value), from, to, now, &mut |a, b| taken.span(a, b));
                                }
                            }
                        }
                    }
                }
            }
            taken.next();
        }
        taken
    }

    /// How many seats there were on each of some days for each of the traits
    /// (by number) that their holders had then; traits nobody with a seat had
    /// are left out.
    #[must_use]
    pub fn by_traits(&self, taken: &Taken, days: &[Day]) -> Vec<(u32, Vec<u64>)> {
        by_value(taken, days, self.ids.len(), self.traits().len(), |slot| self.lane.of(slot))
    }

    /// When each user took a seat from one day to another, both included;
    /// those who did not are left out.
    pub fn days<'h>(&'h self, taken: &'h Taken, from: Day, to: Day) -> impl Iterator<Item = Days> + 'h {
        self.ids.iter().enumerate().filter(|(_, id)| **id != NOBODY).filter_map(move |(slot, id)| {
            let mut found: Option<Days> = None;
            for (start, end) in taken.of(slot) {
                let (start, end) = (start.max(from), end.min(to.next()));
                if start < end {
                    let last = Day::numbered(end.number() - 1);
                    let days = found.get_or_insert(Days { user: *id, first: start, last, days: 0 });
                    days.last = last;
                    days.days += u32::try_from(end.since(start)).unwrap_or(u32::MAX);
                }
            }
            found
        })
    }
}

/// Seats on some days by the value that a lane had then, values that never
/// were left out.
pub(crate) fn by_value<I: Iterator<Item = crate::lane::Run>>(
    taken: &Taken,
    days: &[Day],
    users: usize,
    values: usize,
    runs: impl Fn(usize) -> I,
) -> Vec<(u32, Vec<u64>)> {
    let width = days.len() + 1;
    let mut steps = vec![0_i64; values * width];
    let before = |day: Day| days.partition_point(|known| *known < day);
    for slot in 0..users {
        let mut spans = taken.of(slot).peekable();
        if spans.peek().is_none() {
            continue;
        }
        for run in runs(slot) {
            let at = run.value as usize * width;
            for (start, end) in taken.of(slot) {
                let (start, end) = (before(start.max(run.from)), before(end.min(run.to)));
                if start < end {
                    steps[at + start] += 1;
                    steps[at + end] -= 1;
                }
            }
        }
    }
    let mut found = Vec::new();
    for (value, steps) in (0..).zip(steps.chunks_exact(width)) {
        if steps.iter().any(|step| *step != 0) {
            found.push((value, sums(&steps[..days.len()])));
        }
    }
    found
}

/// Counts from how they differ from the one before.
fn sums(steps: &[i64]) -> Vec<u64> {
    let sum = |sum: &mut i64, step: &i64| {
        *sum += step;
        Some(u64::try_from(*sum).unwrap_or_default())
    };
    steps.iter().scan(0, sum).collect()
}

impl Taken {
    /// Nobody yet, but room for so many users.
    #[must_use]
    pub fn with_capacity(users: usize) -> Self {
        let mut starts = Vec::with_capacity(users + 1);
        starts.push(0);
        Self { starts, spans: Vec::with_capacity(users) }
    }

    /// The next user took a seat from a day on until before another; spans
    /// come in the order of days.
    pub fn span(&mut self, from: Day, to: Day) {
        if from >= to {
            return;
        }
        let start = self.starts.last().map_or(0, |start| *start as usize);
        match self.spans.get_mut(start..).and_then(<[_]>::last_mut) {
            // It goes on.
            Some((_, end)) if *end >= from => *end = to.max(*end),
            _ => self.spans.push((from, to)),
        }
    }

    /// Nothing more about this user.
    pub fn next(&mut self) {
        self.starts.push(u32::try_from(self.spans.len()).unwrap_or(u32::MAX));
    }

    /// The spans of the user at a place.
    pub(crate) fn of(&self, slot: usize) -> impl Iterator<Item = (Day, Day)> + '_ {
        let place = |at: usize| self.starts.get(at).map_or(0, |start| *start as usize);
        self.spans.get(place(slot)..place(slot + 1)).unwrap_or_default().iter().copied()
    }

    /// Seats on each day from one to another, both included.
    #[must_use]
    pub fn by_day(&self, from: Day, to: Day) -> Vec<u64> {
        if to < from {
            return Vec::new();
        }
        let days = to.since(from) + 1;
        let mut steps = vec![0_i64; days + 1];
        for (start, end) in &self.spans {
            let (start, end) = (start.since(from).min(days), end.since(from).min(days));
            steps[start] += 1;
            steps[end] -= 1;
        }
        sums(&steps[..days])
    }

    /// Bytes it takes, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        4 * (self.starts.capacity() + self.spans.capacity())
    }
}
