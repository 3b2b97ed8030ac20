//! CSV: a header, and rows whose columns a map gives a meaning.

mod attribute;
mod cell;
mod columns;
mod each;
mod guess;
mod menu;
mod named;
mod own;
mod row;
mod rows;
mod sample;

pub use attribute::{Attribute, UnknownAttribute};
pub use columns::Column;
pub use menu::MenuEntry;
pub use sample::{Sample, SampleRow, sample};

pub(crate) use cell::{flag, last_seen, moment, state, text};
pub(crate) use columns::Columns;
pub(crate) use each::{Take, Width, each};
pub(crate) use named::{Cells, Named};
pub(crate) use rows::{Header, Row, Rows, is_blank};

use crate::Error;
use crate::emit::{Emit, Fault};
use crate::options::ColumnMap;
use crate::summary::Evidence;
use muster_model::record::UserRecord;
use std::io::Read;

pub(crate) fn read<R: Read>(reader: R, path: &str, map: &ColumnMap, emit: &mut Emit<'_>) -> Result<Evidence, Error> {
    let (header, mut rows) = Header::read(reader, emit.file()).map_err(|e| e.within(path))?;
    let mut columns = Columns::new(emit.file(), &header, map)?;
    let width = Width::Exactly(columns.len());
    each(&mut rows, width, path, emit, &mut columns)?;
    Ok(Evidence::Csv)
}

impl Take for Columns {
    fn credentials(&self, row: &Row<'_>) -> u64 {
        Self::credentials(self, row)
    }

    fn user(&mut self, row: &Row<'_>, dropped: &mut u64) -> Result<Option<UserRecord>, Fault> {
        let (user, found) = Self::user(self, row)?;
        *dropped += found;
        Ok(Some(user))
    }
}
