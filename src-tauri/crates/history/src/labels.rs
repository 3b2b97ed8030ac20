//! Departments and groups over time, for breakdowns. They are read when one is
//! first asked for and thrown away when users change.

use crate::day::Day;
use crate::history::History;
use crate::lane::{ByUser, Event, Lane, sort, walk};
use crate::table::Table;
use crate::taken::{Taken, by_value};
use zeroize::Zeroize;

/// What users are put under over time: none, one or several names each.
/// Names are wiped when this is dropped.
#[derive(Debug, Default)]
pub struct Labels {
    names: Table<String>,
    /// Names in the order of their numbers, as sets.
    sets: Table<Vec<u32>>,
    lane: Lane,
}

/// Collects what users are put under.
#[derive(Debug, Default)]
pub struct LabelsBuilder {
    names: Table<String>,
    now: Vec<(i64, u32)>,
    events: Vec<Event<Swap>>,
}

/// A name that came in place of another.
#[derive(Debug, Clone, Copy)]
struct Swap {
    before: Option<u32>,
    after: Option<u32>,
}

impl LabelsBuilder {
    /// What a user is under now; users in the order of their keys.
    pub fn now(&mut self, user: i64, name: &str) {
        let name = self.names.text(name);
        self.now.push((user, name));
    }

    /// What a user was put under at `at`, in seconds since 1970, in place of
    /// what before; `id` orders what happened at one time.
    pub fn changed(&mut self, user: i64, at: i64, id: i64, before: Option<&str>, after: Option<&str>) {
        let mut number = |name: Option<&str>| name.map(|name| self.names.text(name));
        let what = Swap { before: number(before), after: number(after) };
        self.events.push(Event { user, at, id, what });
    }

    /// The labels of a history's users.
    #[must_use]
    pub fn build(mut self, history: &History) -> Labels {
        sort(&mut self.events);
        let mut sets = Table::default();
        let mut now = self.now.iter().peekable();
        let mut events = ByUser::new(&self.events);
        let mut set: Vec<u32> = Vec::new();
        let lane = history.in_places(&mut |id, runs| {
            set.clear();
            // Some may be of users who are not in the history.
            while let Some((user, name)) = now.next_if(|(user, _)| *user <= id) {
                if *user == id {
                    set.push(*name);
                }
            }
            set.sort_unstable();
            set.dedup();
            let steps = events.of(id).iter().map(|event| (Day::of(event.at), event.what));
            walk(&mut set, steps, |set| sets.number(set), take_back, Day::FIRST, runs);
        });
        Labels { names: self.names, sets, lane }
    }
}

fn take_back(set: &mut Vec<u32>, swap: Swap) {
    if let Some(Ok(place)) = swap.after.map(|name| set.binary_search(&name)) {
        set.remove(place);
    }
    if let Some(name) = swap.before
        && let Err(place) = set.binary_search(&name)
    {
        set.insert(place, name);
    }
}

impl Labels {
    /// Seats on some days by name; none for those who were under no name. Who
    /// is under several names counts under each.
    #[must_use]
    pub fn count(&self, taken: &Taken, days: &[Day]) -> Vec<(Option<&str>, Vec<u64>)> {
        let by_set = by_value(taken, days, self.lane.users(), self.sets.all().len(), |slot| self.lane.of(slot));
        let mut by_name: Vec<Option<Vec<u64>>> = vec![None; self.names.all().len() + 1];
        for (set, counts) in by_set {
            let names = self.sets.get(set).map_or(&[][..], Vec::as_slice);
            // The last place is that of no name.
            let places = names.iter().map(|name| *name as usize);
            let none = names.is_empty().then_some(by_name.len() - 1);
            for place in places.chain(none).collect::<Vec<_>>() {
                let sums = by_name[place].get_or_insert_with(|| vec![0; days.len()]);
                sums.iter_mut().zip(&counts).for_each(|(sum, count)| *sum += count);
            }
        }
        let name = |place: usize| self.names.all().get(place).map(String::as_str);
        by_name.into_iter().enumerate().filter_map(|(place, counts)| Some((name(place), counts?))).collect()
    }
}

impl Drop for Labels {
    fn drop(&mut self) {
        self.names.take().for_each(|mut name| name.zeroize());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::{Builder, Person};
    use crate::rule::Rule;
    use muster_model::{Facts, Kind, State};
    use muster_query::Filter;

    #[test]
    fn who_is_under_several_names_counts_under_each() {
        let day = |n: i64| n * 86_400;
        let mut builder = Builder::default();
        builder.store(1, "git", None);
        for id in [3, 5, 8] {
            let (state, kind, began) = (State::Active, Kind::Human, Some(day(1)));
            builder.person(Person {
                id,
                userstore: 1,
                state,
                kind,
                facts: Facts::default(),
                level: None,
                role: None,
                began,
            });
        }
        let history = builder.build();
        let mut labels = LabelsBuilder::default();
        labels.now(3, "web");
        labels.now(3, "ops");
        labels.now(4, "nobody");
        labels.now(5, "ops");
        labels.changed(3, day(5), 1, None, Some("web"));
        labels.changed(5, day(4), 2, Some("web"), Some("ops"));
        let labels = labels.build(&history);
        let rule = Rule::new(&Filter::everyone());
        let taken = rule.map(|rule| history.taken(&rule, day(9))).unwrap_or_default();
        let mut counts = labels.count(&taken, &[3, 4, 5].map(|n| Day::of(day(n))));
        counts.sort();
        let expected = [(None, vec![1, 1, 1]), (Some("ops"), vec![1, 2, 2]), (Some("web"), vec![1, 0, 1])];
        assert_eq!(counts, expected);
    }
}
