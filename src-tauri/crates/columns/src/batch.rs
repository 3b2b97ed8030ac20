//! Many users changed at once. A user whose names, grants and groups stay as
//! they are is written where it stands; one of whom they differ is written
//! anew at the end, and every order is put right once for all of them.

use crate::order::{Orders, Sort};
use crate::row::Row;
use crate::store::Columns;
use std::collections::HashMap;

/// A row that is in no list any more.
const NOWHERE: u32 = u32::MAX;

/// Changes that are seen together, once they are finished.
#[derive(Debug)]
pub struct Batch<'c> {
    columns: &'c mut Columns,
    /// Rows left and taken by users who were written anew, added or taken out.
    moved: HashMap<i64, (Option<u32>, Option<u32>)>,
    /// Orders that are made anew when they are next asked for.
    stale: Vec<Sort>,
    userstores: usize,
}

impl Columns {
    /// Begins to change many users. Nothing may be asked before
    /// [`Batch::finish`].
    pub fn batch(&mut self) -> Batch<'_> {
        let userstores = self.userstores.keys.len();
        Batch { columns: self, moved: HashMap::new(), stale: Vec::new(), userstores }
    }
}

impl Batch<'_> {
    /// Adds a user, or writes anew the one with this id.
    pub fn upsert(&mut self, row: &Row<'_>) {
        self.columns.note_values(row.id);
        let moved = self.moved.get(&row.id).copied();
        let old = match moved {
            Some((old, _)) => old,
            None => self.columns.row_of(row.id),
        };
        if moved.is_none()
            && let Some(known) = old
            && self.columns.stands(known, row)
        {
            return self.write(known, row);
        }
        let new = self.columns.append(row);
        self.columns.texts.note_letters_of_last();
        if let Some(Some(before)) = self.moved.insert(row.id, (old, Some(new))).map(|(_, new)| new) {
            self.columns.alive.set(before, false);
        }
    }

    /// Takes a user out, if there is one with this id; says whether there was.
    pub fn remove(&mut self, id: i64) -> bool {
        self.columns.note_values(id);
        let old = match self.moved.get(&id) {
            Some((old, new)) => {
                let (old, new) = (*old, *new);
                new.into_iter().for_each(|row| self.columns.alive.set(row, false));
                self.moved.insert(id, (old, None));
                return new.is_some();
            }
            None => self.columns.row_of(id),
        };
        if old.is_some() {
            self.moved.insert(id, (old, None));
        }
        old.is_some()
    }

    /// Writes a user where it stands.
    fn write(&mut self, at: u32, row: &Row<'_>) {
        let before = Sort::ALL.map(|by| self.columns.number(by, at));
        self.columns.overwrite(at, row);
        for (by, before) in Sort::ALL.into_iter().zip(before) {
            if self.columns.number(by, at) != before && !self.stale.contains(&by) {
                self.stale.push(by);
            }
        }
    }

    /// Puts every order right; only now are the changes seen.
    pub fn finish(self) {
        let Self { columns, moved, mut stale, userstores } = self;
        if columns.userstores.keys.len() > userstores {
            stale.push(Sort::Userstore);
        }
        for by in stale {
            columns.orders.forget(by);
        }
        let mut left = vec![NOWHERE; columns.ids.len()];
        let mut any = false;
        let mut pairs: Vec<(Option<u32>, Option<u32>)> = moved.into_values().collect();
        pairs.retain(|(old, new)| old.is_some() || new.is_some());
        for (place, (old, _)) in pairs.iter().enumerate() {
            if let Some(old) = old {
                left[*old as usize] = u32::try_from(place).unwrap_or(NOWHERE);
                any = true;
            }
        }
        if any || !pairs.is_empty() {
            let mut orders = std::mem::take(&mut columns.orders);
            orders.replace_many(columns, &pairs, &left);
            columns.orders = orders;
            let mut by_id = std::mem::take(&mut columns.by_id);
            put(&mut by_id, &pairs, &left, |_, _| true, |a, b| columns.ids[a as usize].cmp(&columns.ids[b as usize]));
            columns.by_id = by_id;
            for (old, _) in &pairs {
                old.iter().for_each(|row| columns.alive.set(*row, false));
            }
        }
        columns.touch();
    }
}

impl Orders {
    /// Replaces rows in every list there is. `left` says by row which of the
    /// pairs left it.
    fn replace_many(&mut self, columns: &Columns, pairs: &[(Option<u32>, Option<u32>)], left: &[u32]) {
        self.each(|by, list| {
            let same = |old: u32, new: u32| columns.compare(by, old, new).is_eq();
            put(list, pairs, left, same, |a, b| columns.compare(by, a, b));
        });
    }
}

/// Takes rows out of an ordered list and puts those in that came for them: in
/// their place if they are the `same` to the order, else where they belong.
fn put(
    list: &mut Vec<u32>,
    pairs: &[(Option<u32>, Option<u32>)],
    left: &[u32],
    same: impl Fn(u32, u32) -> bool,
    compare: impl Fn(u32, u32) -> std::cmp::Ordering,
) {
    let mut come: Vec<u32> = pairs.iter().filter(|(old, _)| old.is_none()).filter_map(|(_, new)| *new).collect();
    list.retain_mut(|row| {
        let Some((_, new)) = left.get(*row as usize).and_then(|place| pairs.get(*place as usize)) else { return true };
        match new {
            Some(new) if same(*row, *new) => {
                *row = *new;
                true
            }
            other => {
                come.extend(other);
                false
            }
        }
    });
    if come.is_empty() {
        return;
    }
    come.sort_unstable_by(|a, b| compare(*a, *b));
    // From the end, so that every row is moved once.
    let mut end = list.len();
    list.resize(end + come.len(), 0);
    let mut to = list.len();
    for row in come.into_iter().rev() {
        let from = list[..end].partition_point(|other| compare(*other, row).is_lt());
        let count = end - from;
        list.copy_within(from..end, to - count);
        to -= count + 1;
        list[to] = row;
        end = from;
    }
}
