//! A place in an order that outlives changes: it holds the key of the last row
//! of a page, not its number.

use crate::order::{Order, Sort};
use std::fmt::{Display, Formatter};
use std::str::FromStr;

/// A place in an order. Its text is what `muster users list --cursor` takes;
/// it holds the name, and under some orders the e-mail, of the user it was
/// made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The order it is a place in.
    pub order: Order,
    pub(crate) place: Place,
    pub(crate) name: String,
    pub(crate) id: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    Number(i64),
    Text(String),
}

/// A text that is no cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a cursor that Muster gave: start again without one")]
pub struct CursorError;

/// Whether an order's key is text.
const fn by_text(by: Sort) -> bool {
    matches!(by, Sort::UserName | Sort::Email | Sort::Userstore)
}

impl Display for Cursor {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let by = self.order.by as usize;
        let direction = if self.order.descending { 'd' } else { 'a' };
        write!(f, "1{direction}{by}.{}.{}.", self.id, hex::encode(&self.name))?;
        match &self.place {
            Place::Number(number) => write!(f, "{number}"),
            Place::Text(text) => f.write_str(&hex::encode(text)),
        }
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let mut parts = text.split('.');
        let mut part = || parts.next().ok_or(CursorError);
        let (head, id, name, place) = (part()?, part()?, part()?, part()?);
        if parts.next().is_some() {
            return Err(CursorError);
        }
        let unhex =
            |text: &str| hex::decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or(CursorError);
        // The first character is the version of this text.
        let head = head.strip_prefix('1').ok_or(CursorError)?;
        let (descending, by) = match head.split_at_checked(1) {
            Some(("a", by)) => (false, by),
            Some(("d", by)) => (true, by),
            _ => return Err(CursorError),
        };
        let by = by.parse::<usize>().ok().and_then(|by| Sort::ALL.get(by)).copied().ok_or(CursorError)?;
        let place = if by_text(by) {
            Place::Text(unhex(place)?)
        } else {
            Place::Number(place.parse().map_err(|_| CursorError)?)
        };
        let id = id.parse().map_err(|_| CursorError)?;
        Ok(Self { order: Order { by, descending }, place, name: unhex(name)?, id })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)]

    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn its_text_gives_it_back(by in prop::sample::select(&Sort::ALL[..]), descending: bool, number: i64, text: String, name: String, id: i64) {
            let place = if by_text(by) { Place::Text(text) } else { Place::Number(number) };
            let cursor = Cursor { order: Order { by, descending }, place, name, id };
            prop_assert_eq!(cursor.to_string().parse::<Cursor>().expect("a cursor"), cursor);
        }

        #[test]
        fn other_text_is_refused(text in "(1?[ad]?[0-9]{0,2})?(\\.[0-9a-fé-]{0,4}){0,5}") {
            if let Ok(cursor) = text.parse::<Cursor>() {
                prop_assert_eq!(cursor.to_string().parse::<Cursor>().expect("a cursor"), cursor);
            }
        }
    }

    #[test]
    fn nonsense_is_no_cursor() {
        for text in
            ["", "x", "1a0", "1a0.1.zz.0", "2a0.1.61.0", "1a10.1.61.0", "1a0.1.61.0.0", "1x0.1.61.0", "1a1.1.61.c3"]
        {
            assert_eq!(text.parse::<Cursor>(), Err(CursorError), "{text}");
        }
    }
}
