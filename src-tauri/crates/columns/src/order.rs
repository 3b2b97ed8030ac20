//! One list of rows per order, kept in step with every change.
//!
//! Every order is total: equal keys are ordered by display name, then by id.
//! Descending is the exact reverse of ascending, ties and absent values
//! included, so that a page from the end is a page read backwards.

use crate::radix::{by_number, only_rows};
use crate::store::{Columns, NONE};
use crate::text::Field;
use rayon::prelude::*;
use std::cmp::Ordering;
use std::sync::OnceLock;
use zeroize::Zeroize;

/// What users can be ordered by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Display name, folded.
    #[default]
    DisplayName,
    /// Username, folded.
    UserName,
    /// E-mail, folded; users without one come last.
    Email,
    /// State, in the order of its numbers.
    State,
    /// Kind, in the order of its numbers.
    Kind,
    /// Highest access level; users without one come first.
    HighestRole,
    /// Last seen: never, then unknown, then not collected, then by time.
    LastSeen,
    /// When the source created the user; where it does not say, first.
    Created,
    /// Domain of the userstore, without case and accents.
    Userstore,
    /// Whether a seat is taken; those without come first.
    Seat,
}

impl Sort {
    /// Every order.
    pub const ALL: [Self; 10] = [
        Self::DisplayName,
        Self::UserName,
        Self::Email,
        Self::State,
        Self::Kind,
        Self::HighestRole,
        Self::LastSeen,
        Self::Created,
        Self::Userstore,
        Self::Seat,
    ];
}

/// An order and its direction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Order {
    /// By what.
    pub by: Sort,
    /// From last to first.
    pub descending: bool,
}

/// The lists. That by name is always there; the others are made when they are
/// first asked for. Seats have none: they are not the columns' to keep.
#[derive(Debug, Default)]
pub(crate) struct Orders {
    pub(crate) name: Vec<u32>,
    others: [OnceLock<Vec<u32>>; Sort::ALL.len()],
}

impl Orders {
    /// Bytes held.
    pub(crate) fn memory(&self) -> usize {
        4 * (self.name.capacity() + self.others.iter().filter_map(OnceLock::get).map(Vec::capacity).sum::<usize>())
    }

    pub(crate) fn wipe(&mut self) {
        self.name.zeroize();
        for list in &mut self.others {
            list.take().zeroize();
        }
    }

    pub(crate) fn forget(&mut self, by: Sort) {
        self.others[by as usize].take();
    }

    /// Hands over every list there is.
    pub(crate) fn each(&mut self, mut take: impl FnMut(Sort, &mut Vec<u32>)) {
        take(Sort::DisplayName, &mut self.name);
        for by in Sort::ALL {
            if let Some(list) = self.others[by as usize].get_mut() {
                take(by, list);
            }
        }
    }

    /// Replaces row `old` by row `new` in every list there is.
    pub(crate) fn replace(&mut self, columns: &Columns, old: Option<u32>, new: Option<u32>) {
        move_row(&mut self.name, old, new, |a, b| columns.compare(Sort::DisplayName, a, b));
        for by in Sort::ALL {
            if let Some(list) = self.others[by as usize].get_mut() {
                move_row(list, old, new, |a, b| columns.compare(by, a, b));
            }
        }
    }
}

/// Takes `old` out of an ordered list and puts `new` where it belongs.
pub(crate) fn move_row(
    list: &mut Vec<u32>,
    old: Option<u32>,
    new: Option<u32>,
    compare: impl Fn(u32, u32) -> Ordering,
) {
    let place = |list: &[u32], row: u32| list.partition_point(|other| compare(*other, row).is_lt());
    match (old.map(|row| place(list, row)), new.map(|row| (place(list, row), row))) {
        (Some(from), Some((to, row))) if to > from => {
            list.copy_within(from + 1..to, from);
            list[to - 1] = row;
        }
        (Some(from), Some((to, row))) => {
            list.copy_within(to..from, to + 1);
            list[to] = row;
        }
        (Some(from), None) => {
            list.remove(from);
        }
        (None, Some((to, row))) => list.insert(to, row),
        (None, None) => {}
    }
}

impl Columns {
    /// Makes the lists of every order, so that none is made while someone
    /// waits: in about half a second at a million users, on two cores.
    pub fn prepare(&self) {
        Sort::ALL.into_par_iter().for_each(|by| self.prepare_one(by));
    }

    /// Makes the list of one order, if there is none yet.
    pub fn prepare_one(&self, by: Sort) {
        if by != Sort::Seat {
            self.ordered(by);
        }
    }

    /// Whether the list of an order is there, so that its pages take no longer
    /// than any page.
    #[must_use]
    pub fn is_ready(&self, by: Sort) -> bool {
        matches!(by, Sort::DisplayName | Sort::Seat) || self.orders.others[by as usize].get().is_some()
    }

    /// Every live row, ascending. For seats, by name.
    pub(crate) fn ordered(&self, by: Sort) -> &[u32] {
        match by {
            Sort::DisplayName | Sort::Seat => &self.orders.name,
            _ => {
                let place = &self.orders.others[by as usize];
                // Made outside the lock: sorting shares its threads, and one
                // that holds the lock may be handed work that waits for it.
                if place.get().is_none() {
                    let list = match by {
                        Sort::UserName | Sort::Email => self.sorted_by_text(&self.orders.name, by),
                        _ => by_number(&self.orders.name, |row| self.number(by, row)),
                    };
                    let _ = place.set(list);
                }
                place.get().map_or(&[], Vec::as_slice)
            }
        }
    }

    /// `rows` in an order by text.
    pub(crate) fn sorted_by_text(&self, rows: &[u32], by: Sort) -> Vec<u32> {
        let field = field_of(by);
        // Most comparisons end within sixteen bytes, which lie side by side here.
        let mut keyed: Vec<(u128, u32)> =
            rows.par_iter().map(|row| (prefix(self.texts.get(*row, field), by == Sort::Email), *row)).collect();
        keyed.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| self.compare(by, a.1, b.1)));
        let sorted = only_rows(&keyed);
        keyed.zeroize();
        sorted
    }

    /// Which of two rows comes first.
    pub(crate) fn compare(&self, by: Sort, a: u32, b: u32) -> Ordering {
        let text = |field| self.texts.get(a, field).cmp(self.texts.get(b, field));
        let key = match by {
            Sort::DisplayName | Sort::Seat => Ordering::Equal,
            Sort::UserName => text(Field::UserName),
            Sort::Email => {
                let none = |row| self.texts.get(row, Field::Email).is_empty();
                none(a).cmp(&none(b)).then_with(|| text(Field::Email))
            }
            _ => self.number(by, a).cmp(&self.number(by, b)),
        };
        key.then_with(|| text(Field::Name)).then_with(|| self.ids[a as usize].cmp(&self.ids[b as usize]))
    }

    /// The key of an order that is not by text.
    pub(crate) fn number(&self, by: Sort, row: u32) -> i64 {
        let row = row as usize;
        match by {
            Sort::State => i64::from(self.state[row]),
            Sort::Kind => i64::from(self.kind[row]),
            Sort::HighestRole => i64::from(self.level[row]),
            Sort::Created => self.created.get(row),
            Sort::Userstore => i64::from(self.userstores.rank(self.userstore[row])),
            // Never, unknown and not collected have the numbers 1, 2 and 3.
            Sort::LastSeen => match self.seen[row] {
                0 => match self.seen_at.get(row) {
                    NONE => NONE + 4,
                    at => at,
                },
                answer => NONE + i64::from(answer),
            },
            Sort::DisplayName | Sort::UserName | Sort::Email | Sort::Seat => 0,
        }
    }
}

const fn field_of(by: Sort) -> Field {
    match by {
        Sort::UserName => Field::UserName,
        Sort::Email => Field::Email,
        _ => Field::Name,
    }
}

/// The first sixteen bytes as a number that orders as they do.
fn prefix(text: &[u8], empty_last: bool) -> u128 {
    if text.is_empty() && empty_last {
        return u128::MAX;
    }
    let mut bytes = [0; 16];
    let length = text.len().min(16);
    bytes[..length].copy_from_slice(&text[..length]);
    u128::from_be_bytes(bytes)
}
