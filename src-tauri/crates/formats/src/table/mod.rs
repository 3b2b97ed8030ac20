//! CSV: a header, and rows whose columns a map gives a meaning.

mod attribute;
mod cell;
mod columns;
mod guess;
mod row;
mod rows;

pub use attribute::{Attribute, UnknownAttribute};
pub use columns::Column;

pub(crate) use cell::text;
pub(crate) use columns::Columns;
pub(crate) use rows::{Header, Row, Rows, is_blank};

use crate::Error;
use crate::emit::{Emit, Fault};
use crate::options::ColumnMap;
use crate::summary::Evidence;
use std::io::Read;

pub(crate) fn read<R: Read>(reader: R, path: &str, map: &ColumnMap, emit: &mut Emit<'_>) -> Result<Evidence, Error> {
    let unreadable = |source| Error::Unreadable { path: path.to_owned(), source };
    let (header, mut rows) = Header::read(reader, emit.file()).map_err(|e| e.within(path))?;
    let columns = Columns::new(emit.file(), &header, map)?;
    while let Some(row) = rows.next().map_err(unreadable)? {
        if row.is_blank() {
            continue;
        }
        let line = row.line;
        let (ends_in_quote, last) = (row.unclosed, row.at_end);
        let taken = row.check(columns.len()).and_then(|()| columns.user(&row));
        emit.credentials(columns.credentials(&row));
        match taken {
            Ok((user, dropped)) => {
                emit.credentials(dropped);
                emit.user(line, user)?;
            }
            Err(Fault { reason, .. }) if ends_in_quote || (last && row.is_short(columns.len())) => {
                emit.cut(line, format!("{reason}; the file ends here, so it was probably cut off"))?;
            }
            Err(fault) => emit.reject(line, fault)?,
        }
    }
    Ok(Evidence::Csv)
}
