//! Everyone over time.

use crate::day::Day;
use crate::lane::Lane;
use crate::rule::Rule;
use crate::table::Table;
use crate::traits::Traits;
use hashbrown::HashMap;
use zeroize::Zeroize;

/// Everyone over time, as runs of traits. A user who changed is added anew at
/// the end, and its old place is left empty.
///
/// Names are wiped when this is dropped.
#[derive(Debug, Default)]
pub struct History {
    pub(crate) stores: Vec<Store>,
    pub(crate) names: Table<String>,
    pub(crate) traits: Table<Traits>,
    /// Keys of users by their place; [`NOBODY`] where it was left empty.
    pub(crate) ids: Vec<i64>,
    pub(crate) lane: Lane,
    /// Last seen, once it was asked for.
    pub(crate) seen: Option<Lane>,
    /// Places of users of whom anything ever changed.
    touched: Vec<bool>,
    /// Places of users who were added at the end.
    moved: HashMap<i64, u32, std::hash::RandomState>,
    /// The first place that is not in the order of keys; none while it is built.
    sorted: Option<usize>,
    pub(crate) scratch: Vec<(Day, u32)>,
}

/// Answers the runs of a user, the latest first, in place of what is there.
pub(crate) type RunsOf<'r> = &'r mut dyn FnMut(i64, &mut Vec<(Day, u32)>);

/// No user has this key.
pub(crate) const NOBODY: i64 = i64::MIN;

/// A userstore.
#[derive(Debug, Clone)]
pub struct Store {
    /// Muster's key.
    pub key: i64,
    /// Its domain.
    pub domain: String,
    pub(crate) grants_since: Option<i64>,
    /// The first day on which anyone of it was there.
    pub first: Option<Day>,
}

impl History {
    pub(crate) fn reserve(&mut self, users: usize) {
        self.ids.reserve(users);
        self.touched.reserve(users);
        self.lane = crate::build::lane(users);
    }

    pub(crate) fn shrink(&mut self) {
        self.lane.shrink();
        self.sorted = Some(self.ids.len());
    }

    pub(crate) fn added(&mut self, id: i64, store: Option<usize>, began: Day, touched: bool) {
        if self.sorted.is_some() {
            self.moved.insert(id, u32::try_from(self.ids.len()).unwrap_or(u32::MAX));
        }
        self.ids.push(id);
        self.touched.push(touched);
        if let Some(store) = store.and_then(|at| self.stores.get_mut(at)) {
            store.first = Some(store.first.map_or(began, |first| first.min(began)));
        }
    }

    /// Takes note of userstores: those that are known keep their places.
    pub(crate) fn know_stores(&mut self, stores: Vec<Store>) {
        for store in stores {
            match self.stores.iter_mut().find(|known| known.key == store.key) {
                Some(known) => {
                    known.domain = store.domain;
                    known.grants_since = store.grants_since;
                }
                None => self.stores.push(store),
            }
        }
    }

    pub(crate) fn forget(&mut self, id: i64) {
        if let Some(slot) = self.place(id) {
            self.ids[slot] = NOBODY;
        }
        self.moved.remove(&id);
    }

    /// The place of a user.
    pub(crate) fn place(&self, id: i64) -> Option<usize> {
        if let Some(slot) = self.moved.get(&id) {
            return Some(*slot as usize);
        }
        // Places left empty disturb the order of keys, so they are stepped over.
        let (mut low, mut high) = (0, self.sorted.unwrap_or_default().min(self.ids.len()));
        while low < high {
            let middle = usize::midpoint(low, high);
            let Some(at) = (middle..high).find(|at| self.ids[*at] != NOBODY) else {
                high = middle;
                continue;
            };
            match self.ids[at].cmp(&id) {
                std::cmp::Ordering::Equal => return Some(at),
                std::cmp::Ordering::Less => low = at + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// A lane of something else about everyone. `runs_of` is asked for users
    /// in the order of their keys, and answers their runs, the latest first.
    pub(crate) fn in_places(&self, runs_of: RunsOf<'_>) -> Lane {
        let mut lane = Lane::with_capacity(self.ids.len());
        let mut runs = Vec::new();
        if self.moved.is_empty() {
            for id in &self.ids {
                runs.clear();
                if *id != NOBODY {
                    runs_of(*id, &mut runs);
                }
                lane.push(&runs);
            }
            return lane;
        }
        // Places are in the order of keys only until someone changed.
        let mut places: Vec<usize> = (0..self.ids.len()).filter(|place| self.ids[*place] != NOBODY).collect();
        places.sort_unstable_by_key(|place| self.ids[*place]);
        let mut all: Vec<Vec<(Day, u32)>> = Vec::new();
        all.resize_with(self.ids.len(), Vec::new);
        for place in places {
            runs_of(self.ids[place], &mut all[place]);
        }
        all.iter().for_each(|runs| lane.push(runs));
        lane
    }

    /// How many places there are, empty ones included: beyond twice the users
    /// it is better built anew.
    #[must_use]
    pub fn places(&self) -> usize {
        self.ids.len()
    }

    /// The key of the user at a place; none where nobody is any more.
    #[must_use]
    pub fn user(&self, place: usize) -> Option<i64> {
        self.ids.get(place).copied().filter(|id| *id != NOBODY)
    }

    /// Whether anything of the user at a place ever changed, last seen aside.
    #[must_use]
    pub fn is_touched(&self, place: usize) -> bool {
        self.touched.get(place).copied().unwrap_or_default()
    }

    /// The userstores, by their places in [`Traits::store`].
    #[must_use]
    pub fn stores(&self) -> &[Store] {
        &self.stores
    }

    /// The name of the highest role of users with these traits.
    #[must_use]
    pub fn role(&self, traits: &Traits) -> Option<&str> {
        traits.role.and_then(|number| self.names.get(number)).map(String::as_str)
    }

    /// All traits that anyone ever had, by their numbers.
    #[must_use]
    pub fn traits(&self) -> &[Traits] {
        self.traits.all()
    }

    /// Whether it holds last seen.
    #[must_use]
    pub const fn holds_seen(&self) -> bool {
        self.seen.is_some()
    }

    /// Whether last seen must be read before a rule can be counted by.
    #[must_use]
    pub fn lacks(&self, rule: &Rule) -> bool {
        rule.asks_seen() && self.seen.is_none()
    }

    /// Bytes it takes, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let lanes = self.lane.bytes() + self.seen.as_ref().map_or(0, Lane::bytes);
        lanes + 9 * self.ids.capacity() + 64 * self.traits.all().len() + 24 * self.moved.len()
    }
}

impl Drop for History {
    fn drop(&mut self) {
        self.names.take().for_each(|mut name| name.zeroize());
        self.stores.iter_mut().for_each(|store| store.domain.zeroize());
    }
}
