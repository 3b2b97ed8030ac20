//! One thing about every user over time: a few runs each.

use crate::day::Day;

/// For every user what something was, from which day on. Values are numbers
/// whose meaning is the owner's. A run takes six bytes.
#[derive(Debug, Default)]
pub(crate) struct Lane {
    /// Where the runs of each user begin; the next user's first is the end.
    starts: Vec<u32>,
    from: Vec<u16>,
    values: Vec<u32>,
}

/// What something was from a day on, until before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub from: Day,
    pub to: Day,
    pub value: u32,
}

impl Lane {
    pub(crate) fn with_capacity(users: usize) -> Self {
        Self {
            starts: Vec::with_capacity(users + 1),
            from: Vec::with_capacity(users),
            values: Vec::with_capacity(users),
        }
    }

    /// Adds the next user: days on which its runs begin and their values, the
    /// latest first.
    pub(crate) fn push(&mut self, latest_first: &[(Day, u32)]) {
        let end = |lane: &Self| u32::try_from(lane.from.len()).unwrap_or(u32::MAX);
        if self.starts.is_empty() {
            self.starts.push(end(self));
        }
        let mut last = None;
        for (from, value) in latest_first.iter().rev() {
            // What was the same before goes on.
            if last != Some(*value) {
                self.from.push(from.number());
                self.values.push(*value);
                last = Some(*value);
            }
        }
        self.starts.push(end(self));
    }

    pub(crate) fn users(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The runs of a user, the earliest first.
    pub(crate) fn of(&self, slot: usize) -> impl Iterator<Item = Run> + '_ {
        let place = |at: usize| self.starts.get(at).map_or(0, |start| *start as usize);
        let (start, end) = (place(slot), place(slot + 1));
        (start..end).map(move |at| Run {
            from: Day::numbered(self.from[at]),
            to: if at + 1 < end { Day::numbered(self.from[at + 1]) } else { Day::END },
            value: self.values[at],
        })
    }

    pub(crate) fn bytes(&self) -> usize {
        4 * self.starts.capacity() + 2 * self.from.capacity() + 4 * self.values.capacity()
    }

    pub(crate) fn shrink(&mut self) {
        self.starts.shrink_to_fit();
        self.from.shrink_to_fit();
        self.values.shrink_to_fit();
    }
}

/// Something that happened, to be taken back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Event<E> {
    pub user: i64,
    /// When, in seconds since 1970.
    pub at: i64,
    /// Orders what happened at one time.
    pub id: i64,
    pub what: E,
}

/// Puts events in the order in which they are taken back: user by user, the
/// latest first.
pub(crate) fn sort<E>(events: &mut [Event<E>]) {
    events.sort_unstable_by_key(|event| (event.user, std::cmp::Reverse((event.at, event.id))));
}

/// The events of one user, where users come in the order of their keys.
pub(crate) struct ByUser<'e, E> {
    left: &'e [Event<E>],
}

impl<'e, E> ByUser<'e, E> {
    /// `events` as [`sort`] leaves them.
    pub(crate) fn new(events: &'e [Event<E>]) -> Self {
        Self { left: events }
    }

    pub(crate) fn of(&mut self, user: i64) -> &'e [Event<E>] {
        let skip = self.left.iter().take_while(|event| event.user < user).count();
        let own = self.left[skip..].iter().take_while(|event| event.user == user).count();
        let (found, left) = self.left[skip..].split_at(own);
        self.left = left;
        found
    }
}

/// Walks back from now. `steps` are days on which something happened, the
/// latest first, and what that was; `back` takes one back, and `now` says what
/// the value is. What a day was is what was known at its end, so of several
/// steps on a day only what the last led to is seen.
pub(crate) fn walk<S, E>(
    state: &mut S,
    steps: impl Iterator<Item = (Day, E)>,
    mut now: impl FnMut(&S) -> u32,
    mut back: impl FnMut(&mut S, E),
    began: Day,
    runs: &mut Vec<(Day, u32)>,
) {
    runs.clear();
    let mut seen_from = Day::END;
    for (day, step) in steps {
        let day = day.max(began);
        if day < seen_from {
            runs.push((day, now(state)));
            seen_from = day;
        }
        back(state, step);
    }
    if began < seen_from {
        runs.push((began, now(state)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_what_was_known_at_the_end_of_each_day() {
        let day = |n| Day::of(n * 86_400);
        let walked = |steps: &[(i64, u32)], began| {
            let mut runs = Vec::new();
            let steps = steps.iter().map(|(n, before)| (day(*n), *before));
            walk(&mut 9_u32, steps, |v| *v, |v, before| *v = before, day(began), &mut runs);
            let mut lane = Lane::default();
            lane.push(&[]);
            lane.push(&runs);
            assert_eq!(lane.of(0).count(), 0);
            lane.of(1).map(|run| (run.from.since(Day::FIRST), run.value)).collect::<Vec<_>>()
        };
        assert_eq!(walked(&[], 3), [(3, 9)]);
        assert_eq!(walked(&[(7, 1)], 3), [(3, 1), (7, 9)]);
        // Two on one day: what was between them was never seen.
        assert_eq!(walked(&[(7, 1), (7, 2), (5, 4)], 3), [(3, 4), (5, 2), (7, 9)]);
        // On the day it began, and before that.
        assert_eq!(walked(&[(7, 1), (3, 2)], 3), [(3, 1), (7, 9)]);
        assert_eq!(walked(&[(2, 1)], 3), [(3, 9)]);
        // Nothing changed after all.
        assert_eq!(walked(&[(7, 9)], 3), [(3, 9)]);
    }
}
