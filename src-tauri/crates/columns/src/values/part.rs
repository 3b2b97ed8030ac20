//! The values of users whose ids lie side by side.

use super::dictionary::Dictionary;
use muster_query::ast::TextTest;
use zeroize::Zeroize;

/// Which value each user has: 0 for none.
#[derive(Debug)]
enum Codes {
    Narrow(Vec<u16>),
    Wide(Vec<u32>),
}

impl Codes {
    fn get(&self, at: usize) -> u32 {
        match self {
            Self::Narrow(codes) => codes.get(at).copied().map_or(0, u32::from),
            Self::Wide(codes) => codes.get(at).copied().unwrap_or(0),
        }
    }

    /// Grows as needed, also in width.
    fn set(&mut self, at: usize, code: u32) {
        match (&mut *self, u16::try_from(code)) {
            (Self::Narrow(codes), Ok(code)) => {
                if at >= codes.len() {
                    codes.resize(at + 1, 0);
                }
                codes[at] = code;
            }
            (Self::Narrow(codes), Err(_)) => {
                *self = Self::Wide(codes.iter().copied().map(u32::from).collect());
                self.set(at, code);
            }
            (Self::Wide(codes), _) => {
                if at >= codes.len() {
                    codes.resize(at + 1, 0);
                }
                codes[at] = code;
            }
        }
    }

    fn memory(&self) -> usize {
        match self {
            Self::Narrow(codes) => codes.capacity() * 2,
            Self::Wide(codes) => codes.capacity() * 4,
        }
    }
}

/// The values of one key of users whose ids lie side by side, in any number;
/// several parts hold everyone's, so that they can be read side by side.
#[derive(Debug)]
pub struct Part {
    first: i64,
    /// How many ids from the first on are its own.
    span: usize,
    codes: Codes,
    dictionary: Dictionary,
    /// Further values of users who have several: id and code.
    more: Vec<(i64, u32)>,
    /// The most bytes it may take.
    room: usize,
    full: bool,
}

impl Part {
    /// An empty part for users with ids from `first` on, `span` at most, that
    /// takes no more than `room` bytes.
    #[must_use]
    pub fn new(first: i64, span: usize, room: usize) -> Self {
        let dictionary = Dictionary::default();
        Self { first, span, codes: Codes::Narrow(Vec::new()), dictionary, more: Vec::new(), room, full: false }
    }

    /// Adds a value of a user. Of ids that are not its own it takes no note,
    /// and of none any more once it is full.
    pub fn push(&mut self, id: i64, value: &str) {
        let Some(at) = self.at(id).filter(|_| !self.full) else { return };
        let Some(code) = self.dictionary.code(value) else { return };
        if self.codes.get(at) == 0 {
            self.codes.set(at, code);
        } else {
            self.more.push((id, code));
        }
        if self.codes.memory() + self.dictionary.bytes() + self.more.len() * 16 > self.room {
            self.full = true;
            self.codes = Codes::Narrow(Vec::new());
            self.dictionary = Dictionary::default();
            self.more.clear();
        }
    }

    /// The part, if everything found room in it.
    #[must_use]
    pub fn finish(mut self) -> Option<Self> {
        self.dictionary.finish();
        match &mut self.codes {
            Codes::Narrow(codes) => codes.shrink_to_fit(),
            Codes::Wide(codes) => codes.shrink_to_fit(),
        }
        (!self.full).then_some(self)
    }

    pub(super) const fn first(&self) -> i64 {
        self.first
    }

    fn at(&self, id: i64) -> Option<usize> {
        usize::try_from(id.checked_sub(self.first)?).ok().filter(|at| *at < self.span)
    }

    pub(super) fn holds(&self, id: i64) -> bool {
        self.at(id).is_some()
    }

    /// The code of a user's first value: 0 for none; none for ids not its own.
    pub(super) fn code(&self, id: i64) -> Option<u32> {
        self.at(id).map(|at| self.codes.get(at))
    }

    /// The values by code from 1 on, but for case; the same perhaps more than
    /// once.
    pub(super) fn values(&self) -> impl Iterator<Item = &[u8]> {
        self.dictionary.values()
    }

    /// By code, whether a value fits.
    pub(super) fn fits(&self, minds_accents: bool, test: &TextTest) -> Vec<bool> {
        self.dictionary.fits(minds_accents, test)
    }

    /// Whether a user's first value fits.
    pub(super) fn is(&self, id: i64, fits: &[bool]) -> bool {
        self.at(id).is_some_and(|at| fits[self.codes.get(at) as usize])
    }

    /// Users of whom a further value fits.
    pub(super) fn others(&self, fits: &[bool]) -> impl Iterator<Item = i64> {
        self.more.iter().filter(|(_, code)| fits[*code as usize]).map(|(id, _)| *id)
    }

    pub(super) fn memory(&self) -> usize {
        self.codes.memory() + self.dictionary.memory() + self.more.capacity() * 16
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        match &mut self.codes {
            Codes::Narrow(codes) => codes.zeroize(),
            Codes::Wide(codes) => codes.zeroize(),
        }
        self.more.zeroize();
    }
}
