//! Selections put together from others.

use crate::bitmap::Bitmap;
use crate::error::ColumnsError;
use crate::select::Selection;
use crate::store::Columns;

impl Columns {
    /// Those of these users that there are.
    #[must_use]
    pub fn only(&self, ids: impl IntoIterator<Item = i64>) -> Selection {
        let mut rows = Bitmap::none(self.ids.len());
        ids.into_iter().filter_map(|id| self.row_of(id)).for_each(|row| rows.set(row, true));
        self.selection(rows)
    }

    /// A selection without these users.
    ///
    /// # Errors
    /// [`ColumnsError::Stale`] if it is of another generation.
    pub fn but(&self, selection: &Selection, ids: impl IntoIterator<Item = i64>) -> Result<Selection, ColumnsError> {
        self.check(selection)?;
        let mut rows = Bitmap::clone(&selection.rows);
        let there = |row: &u32| selection.rows.get(*row);
        ids.into_iter().filter_map(|id| self.row_of(id)).filter(there).for_each(|row| rows.set(row, false));
        Ok(self.selection(rows))
    }

    /// Everyone who is in one of these selections.
    ///
    /// # Errors
    /// [`ColumnsError::Stale`] if one is of another generation.
    pub fn either<'a>(&self, all: impl IntoIterator<Item = &'a Selection>) -> Result<Selection, ColumnsError> {
        let mut rows = Bitmap::none(self.ids.len());
        for selection in all {
            self.check(selection)?;
            if rows.words.len() < selection.rows.words.len() {
                rows.words.resize(selection.rows.words.len(), 0);
            }
            for (word, other) in rows.words.iter_mut().zip(&selection.rows.words) {
                *word |= other;
            }
        }
        Ok(self.selection(rows))
    }
}
