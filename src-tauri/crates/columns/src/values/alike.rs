//! Whose values of a key are the same.

use super::{Key, Values};
use crate::store::Columns;
use std::collections::HashMap;

impl Columns {
    /// For everyone in the order of [`Columns::holders`], a number that those
    /// share whose value of a key differs in nothing but case; 0 for those
    /// without one. Of several values the first counts. None if the values are
    /// not kept, or users are [behind](Columns::behind).
    #[must_use]
    pub fn alike(&self, key: &Key) -> Option<Vec<u32>> {
        self.kept(|kept| {
            if !kept.behind.is_empty() {
                return None;
            }
            let place = kept.place(key)?;
            let (_, values) = kept.values.get(place)?;
            values.as_ref().map(|values| values.alike(self))
        })
    }
}

impl Values {
    fn alike(&self, columns: &Columns) -> Vec<u32> {
        let mut numbers: HashMap<&[u8], u32> = HashMap::new();
        let mut number = |value| {
            let next = u32::try_from(numbers.len() + 1).unwrap_or(u32::MAX);
            *numbers.entry(value).or_insert(next)
        };
        let by_code: Vec<Vec<u32>> =
            self.parts.iter().map(|part| std::iter::once(0).chain(part.values().map(&mut number)).collect()).collect();
        let changed: HashMap<i64, u32> = self
            .changed
            .iter()
            .map(|(id, entries)| (*id, entries.first().map_or(0, |entry| number(entry.cased.as_bytes()))))
            .collect();
        let mut part = 0;
        let of = |row: &u32| {
            let id = columns.ids[*row as usize];
            if let Some(number) = changed.get(&id) {
                return *number;
            }
            // They come in the order of their ids, as the parts lie.
            while self.parts.get(part + 1).is_some_and(|next| next.first() <= id) {
                part += 1;
            }
            let code = self.parts.get(part).and_then(|part| part.code(id));
            code.and_then(|code| by_code[part].get(code as usize)).copied().unwrap_or(0)
        };
        columns.by_id.iter().map(of).collect()
    }
}
