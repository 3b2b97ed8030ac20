//! Pages by number and by cursor.

use crate::bitmap::Bitmap;
use crate::cursor::{Cursor, Place};
use crate::error::ColumnsError;
use crate::order::{Order, Sort};
use crate::select::Selection;
use crate::store::Columns;
use crate::text::Field;
use rayon::prelude::*;
use std::cmp::Ordering;
use std::sync::Arc;

/// Up to this many users are ordered by themselves rather than picked from the
/// list of everyone.
const FEW: usize = 1_024;
/// As far as this a page is picked by itself; further down, the list of the
/// whole selection is made and kept, since more pages of it will be asked for.
const NEAR: usize = 2_048;

/// Rows of a selection, ascending.
enum List<'a> {
    Everyone(&'a [u32]),
    Some(Arc<Vec<u32>>),
}

impl List<'_> {
    fn rows(&self) -> &[u32] {
        match self {
            Self::Everyone(rows) => rows,
            Self::Some(rows) => rows,
        }
    }
}

impl Columns {
    /// The ids of at most `limit` users of a selection, in order, after
    /// skipping `offset`. `seat` is needed to order by [`Sort::Seat`] only.
    ///
    /// # Errors
    /// [`ColumnsError::Stale`] if a selection is of another generation;
    /// [`ColumnsError::NeedsSeats`] to order by seat without seats.
    pub fn page(
        &self,
        selection: &Selection,
        order: Order,
        seat: Option<&Selection>,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<i64>, ColumnsError> {
        let id = |row: &u32| self.ids[*row as usize];
        if let Some(rows) = self.near(selection, order, offset.saturating_add(limit))? {
            return Ok(rows.iter().skip(offset).map(id).collect());
        }
        let list = self.list(selection, order.by, seat)?;
        let rows = list.rows();
        let from = offset.min(rows.len());
        let to = from.saturating_add(limit).min(rows.len());
        Ok(if order.descending {
            rows[rows.len() - to..rows.len() - from].iter().rev().map(id).collect()
        } else {
            rows[from..to].iter().map(id).collect()
        })
    }

    /// The ids of at most `limit` users of a selection that come after a
    /// cursor, in the cursor's order. Users who did not change since the
    /// cursor was made are neither skipped nor repeated, whatever happened to
    /// others, including the one the cursor was made of.
    ///
    /// # Errors
    /// As [`Columns::page`].
    pub fn after(
        &self,
        selection: &Selection,
        cursor: &Cursor,
        seat: Option<&Selection>,
        limit: usize,
    ) -> Result<Vec<i64>, ColumnsError> {
        let offset = self.position_after(selection, cursor, seat)?;
        self.page(selection, cursor.order, seat, offset, limit)
    }

    /// How many users of a selection come up to and with a cursor, in its
    /// order: the offset of the page after it.
    ///
    /// # Errors
    /// As [`Columns::page`].
    pub fn position_after(
        &self,
        selection: &Selection,
        cursor: &Cursor,
        seat: Option<&Selection>,
    ) -> Result<usize, ColumnsError> {
        let list = self.list(selection, cursor.order.by, seat)?;
        let rows = list.rows();
        Ok(if cursor.order.descending {
            rows.len() - rows.partition_point(|row| self.against(*row, cursor, seat).is_lt())
        } else {
            rows.partition_point(|row| self.against(*row, cursor, seat).is_le())
        })
    }

    /// The place of a user in an order; none if there is no such user, or no
    /// seats for an order by seat.
    #[must_use]
    pub fn cursor(&self, order: Order, seat: Option<&Selection>, id: i64) -> Option<Cursor> {
        let row = self.row_of(id)?;
        let text = |field| String::from_utf8_lossy(self.texts.get(row, field)).into_owned();
        let place = match order.by {
            Sort::DisplayName => Place::Number(0),
            Sort::UserName => Place::Text(text(Field::UserName)),
            Sort::Email => Place::Text(text(Field::Email)),
            Sort::Userstore => Place::Text(self.userstores.folded(self.userstore[row as usize]).to_owned()),
            Sort::Seat => Place::Number(i64::from(seat?.rows.get(row))),
            by => Place::Number(self.number(by, row)),
        };
        Some(Cursor { order, place, name: text(Field::Name), id })
    }

    /// Where a row stands to a cursor, ascending.
    fn against(&self, row: u32, cursor: &Cursor, seat: Option<&Selection>) -> Ordering {
        let text = |field| self.texts.get(row, field);
        let key = match (&cursor.place, cursor.order.by) {
            (Place::Text(place), Sort::UserName) => text(Field::UserName).cmp(place.as_bytes()),
            (Place::Text(place), Sort::Email) => {
                let email = text(Field::Email);
                email.is_empty().cmp(&place.is_empty()).then_with(|| email.cmp(place.as_bytes()))
            }
            (Place::Text(place), _) => self.userstores.folded(self.userstore[row as usize]).cmp(place),
            (Place::Number(_), Sort::DisplayName) => Ordering::Equal,
            (Place::Number(place), Sort::Seat) => i64::from(seat.is_some_and(|seat| seat.rows.get(row))).cmp(place),
            (Place::Number(place), by) => self.number(by, row).cmp(place),
        };
        key.then_with(|| text(Field::Name).cmp(cursor.name.as_bytes()))
            .then_with(|| self.ids[row as usize].cmp(&cursor.id))
    }

    /// The first rows of a selection, in order; none where its whole list is
    /// as soon made.
    fn near(&self, selection: &Selection, order: Order, to: usize) -> Result<Option<Vec<u32>>, ColumnsError> {
        self.check(selection)?;
        let count = selection.count();
        if to > NEAR || count <= FEW || count == self.len() || order.by == Sort::Seat {
            return Ok(None);
        }
        let rows = self.ordered(order.by).iter().copied();
        let fits = |row: &u32| selection.rows.get(*row);
        Ok(Some(if order.descending {
            rows.rev().filter(fits).take(to).collect()
        } else {
            rows.filter(fits).take(to).collect()
        }))
    }

    fn list(&self, selection: &Selection, by: Sort, seat: Option<&Selection>) -> Result<List<'_>, ColumnsError> {
        self.check(selection)?;
        let seat = match (by, seat) {
            (Sort::Seat, None) => return Err(ColumnsError::NeedsSeats),
            (Sort::Seat, Some(seat)) => {
                self.check(seat)?;
                Some(seat)
            }
            _ => None,
        };
        if selection.count() == self.len() && seat.is_none() {
            return Ok(List::Everyone(self.ordered(by)));
        }
        let key = (selection.serial, by, seat.map_or(0, |seat| seat.serial));
        if let Some(list) = self.cached(|cache| cache.list(&key)) {
            return Ok(List::Some(list));
        }
        let mut rows: Vec<u32> = if selection.count() <= FEW {
            let mut rows: Vec<u32> = selection.rows.rows().collect();
            rows.sort_unstable_by(|a, b| self.compare(by, *a, *b));
            rows
        } else {
            self.ordered(by).par_chunks(65_536).map(|rows| picked(rows, &selection.rows)).collect::<Vec<_>>().concat()
        };
        if let Some(seat) = seat {
            // By name already; those without a seat come first.
            let (with, without): (Vec<u32>, Vec<u32>) = rows.par_iter().partition(|row| seat.rows.get(**row));
            rows = without;
            rows.extend(with);
        }
        let list = Arc::new(rows);
        self.cached(|cache| cache.keep_list(key, Arc::clone(&list)));
        Ok(List::Some(list))
    }
}

/// Those of `rows` that are in `set`, in their order. Written without a branch
/// in the loop: in a shuffled order no processor can guess who is in.
fn picked(rows: &[u32], set: &Bitmap) -> Vec<u32> {
    let mut picked = vec![0; rows.len()];
    let mut count = 0;
    for row in rows {
        picked[count] = *row;
        count += usize::from(set.get(*row));
    }
    picked.truncate(count);
    picked
}
