//! A selection of users that something else found.

use crate::bitmap::Bitmap;
use crate::select::Selection;
use crate::store::Columns;

impl Columns {
    /// Those of these users who are known. Ids in ascending order are found the
    /// fastest: each is looked for from where the one before it was.
    #[must_use]
    pub fn among(&self, ids: impl IntoIterator<Item = i64>) -> Selection {
        let mut rows = Bitmap::none(self.ids.len());
        let (mut from, mut before) = (0, i64::MIN);
        for id in ids {
            if id < before {
                from = 0;
            }
            before = id;
            let id_at = |place: usize| self.by_id.get(place).map(|row| self.ids[*row as usize]);
            let mut step = 1;
            while id_at(from + step).is_some_and(|known| known < id) {
                from += step;
                step *= 2;
            }
            let to = (from + step + 1).min(self.by_id.len());
            from += self.by_id[from.min(to)..to].partition_point(|row| self.ids[*row as usize] < id);
            if id_at(from) == Some(id) {
                rows.set(self.by_id[from], true);
            }
        }
        self.selection(rows)
    }
}
