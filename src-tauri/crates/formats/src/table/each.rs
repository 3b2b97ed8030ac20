//! Every row of a table, one by one: taken, rejected, or the place where the
//! file was cut off.

use super::rows::{Row, Rows};
use crate::Error;
use crate::emit::{Emit, Fault};
use muster_model::record::UserRecord;
use std::io::Read;

/// How many cells a row has.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Width {
    /// As many as the header.
    Exactly(usize),
    /// As many as it likes.
    Any,
}

impl Width {
    fn check(self, row: &Row<'_>) -> Result<(), Fault> {
        match self {
            Self::Exactly(columns) => row.check(columns),
            Self::Any => row.check_whole(),
        }
    }

    /// Whether a fault of this row comes from the end of the file.
    fn cut(self, row: &Row<'_>) -> bool {
        match self {
            Self::Exactly(columns) => row.unclosed || (row.at_end && row.is_short(columns)),
            Self::Any => row.unclosed,
        }
    }
}

/// What a reader does with the rows of a table.
pub(crate) trait Take {
    /// How many credentials a row holds by the names of its columns.
    fn credentials(&self, row: &Row<'_>) -> u64;

    /// The record of a row that has the right width; none if there is nothing
    /// to say. Credentials found beyond the first count are added to `dropped`.
    fn user(&mut self, row: &Row<'_>, dropped: &mut u64) -> Result<Option<UserRecord>, Fault>;
}

/// Hands every row that is not blank to `take`, and what comes of it on.
pub(crate) fn each<R: Read>(
    rows: &mut Rows<R>,
    width: Width,
    path: &str,
    emit: &mut Emit<'_>,
    take: &mut impl Take,
) -> Result<(), Error> {
    while let Some(row) = rows.next().map_err(|source| Error::Unreadable { path: path.to_owned(), source })? {
        if row.is_blank() {
            continue;
        }
        let line = row.line;
        let mut credentials = take.credentials(&row);
        let taken = width.check(&row).and_then(|()| take.user(&row, &mut credentials));
        emit.credentials(credentials);
        match taken {
            Ok(Some(user)) => emit.user(line, user)?,
            Ok(None) => {}
            Err(Fault { reason, .. }) if width.cut(&row) => {
                emit.cut(line, format!("{reason}; the file ends here, so it was probably cut off"))?;
            }
            Err(fault) => emit.reject(line, fault)?,
        }
    }
    Ok(())
}
