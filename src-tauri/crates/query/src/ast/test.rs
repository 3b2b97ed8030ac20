//! What a clause asks of it.

use crate::moment::{Clock, Moment};
use muster_model::fold::{fold, fold_case};
use muster_model::seen::SeenStatus;

/// A text to look for, with the forms that comparing needs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Needle {
    raw: String,
    folded: String,
    cased: String,
}

impl Needle {
    /// Looks for `raw`.
    #[must_use]
    pub fn new(raw: &str) -> Self {
        Self { raw: raw.to_owned(), folded: fold(raw), cased: fold_case(raw) }
    }

    /// As it was written.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// Without case and accents: what `co`, `sw` and `ew` look for.
    #[must_use]
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// Without case: what `eq` compares where accents matter.
    #[must_use]
    pub fn cased(&self) -> &str {
        &self.cased
    }
}

/// How a text compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextOp {
    /// Is.
    Eq,
    /// Is not, or is absent.
    Ne,
    /// Contains.
    Co,
    /// Starts with.
    Sw,
    /// Ends with.
    Ew,
}

/// A test of a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TextTest {
    /// There is one.
    Present,
    /// It compares so.
    Is(TextOp, Needle),
}

/// A test of the permissions held, each of which contains all below it
/// ([`muster_model::permission`]).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PathTest {
    /// There is one.
    Present,
    /// This one is held.
    Eq(Needle),
    /// This one is not held.
    Ne(Needle),
}

/// A test of a word of the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WordTest<T> {
    /// There is one.
    Present,
    /// It is this one.
    Eq(T),
    /// It is not this one.
    Ne(T),
}

/// A test of which answer last seen is; every user has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SeenTest {
    /// It is this one.
    Eq(SeenStatus),
    /// It is not this one.
    Ne(SeenStatus),
}

/// A test of a yes-or-no fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FlagTest {
    /// It is known.
    Present,
    /// It is known to be so.
    Eq(bool),
    /// It is not known to be so.
    Ne(bool),
}

/// How things with an order compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// Equal.
    Eq,
    /// Not equal, or absent.
    Ne,
    /// Greater or later.
    Gt,
    /// Greater, later or equal.
    Ge,
    /// Less or earlier.
    Lt,
    /// Less, earlier or equal.
    Le,
}

/// A test of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberTest {
    /// There is one.
    Present,
    /// It compares so.
    Is(Order, i64),
}

/// A test of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeTest {
    /// There is one.
    Present,
    /// It compares so.
    Is(Order, Moment),
}

impl TimeTest {
    pub(super) const fn clock(self) -> Clock {
        match self {
            Self::Present => Clock::Still,
            Self::Is(_, moment) => moment.clock(),
        }
    }
}
