//! JSON that streams: a walker that finds the values one may want whole, and
//! typed access to the fields of one of them.

mod fields;
mod parse;
mod shape;
mod walk;

pub(crate) use fields::Fields;
pub(crate) use parse::{object, text_of, value};
pub(crate) use shape::Shape;
pub(crate) use walk::{Broken, Piece, Walker};

use crate::Error;
use crate::emit::Emit;

/// The deepest nesting of one value that is read.
pub(crate) const MAX_DEPTH: usize = 64;

/// The largest value that is read whole, in bytes.
pub(crate) const MAX_VALUE: usize = 8 * 1024 * 1024;

/// Why a walk through a file ended early.
#[derive(Debug)]
pub(crate) enum Halt {
    /// The file itself: cut off, or not JSON.
    Broken(Broken),
    /// The sink or the system.
    Error(Error),
}

impl From<Broken> for Halt {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// Turns a broken file into a rejection that says where: what was read
/// before it stays good, and the file counts as a part.
pub(crate) fn close(result: Result<(), Halt>, path: &str, emit: &mut Emit<'_>) -> Result<(), Error> {
    match result {
        Ok(()) => Ok(()),
        Err(Halt::Error(error)) => Err(error),
        Err(Halt::Broken(Broken::Read(source))) => Err(Error::Unreadable { path: path.to_owned(), source }),
        Err(Halt::Broken(Broken::Cut { line })) => {
            emit.cut(line, "the file ends in the middle of a value: it was cut off; export it again")
        }
        Err(Halt::Broken(Broken::Syntax { line, expected, found })) => {
            let found = match found {
                0x20..=0x7E => format!("{:?}", char::from(found)),
                other => format!("byte 0x{other:02X}"),
            };
            emit.cut(line, format!("not JSON: {found} stands where {expected} is expected; nothing after it was read"))
        }
    }
}
