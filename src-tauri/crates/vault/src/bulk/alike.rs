//! What many users have alike: kept once, and named by a number.

use super::names::{Names, Sets};
use indexmap::IndexSet;

/// The most words that are kept; with as many, a number takes at most three bytes.
const MOST_WORDS: usize = 1 << 16;
/// A longer piece of text is hardly anyone else's, in bytes.
const LONGEST_WORD: usize = 48;

/// Numbers that hang together: a million users have a few thousand different
/// rows of them.
pub(super) type Traits = [Option<i64>; 9];

/// Rows of numbers, words, and sets of roles.
#[derive(Debug, Default)]
pub(super) struct Alike {
    traits: IndexSet<Traits>,
    words: IndexSet<Box<str>>,
    pub(super) sets: Sets,
}

impl Alike {
    /// The number of a user's traits.
    pub(super) fn traits(&mut self, traits: Traits) -> i64 {
        self.traits.insert_full(traits).0 as i64
    }

    pub(super) fn traits_of(&self, number: i64) -> Option<&Traits> {
        self.traits.get_index(usize::try_from(number).ok()?)
    }

    /// The number of a word; none if it is not kept. With digits it is hardly
    /// anyone else's.
    pub(super) fn word(&mut self, word: &str) -> Option<i64> {
        if word.len() > LONGEST_WORD || word.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        if let Some(number) = self.words.get_index_of(word) {
            return Some(number as i64);
        }
        (self.words.len() < MOST_WORDS).then(|| self.words.insert_full(word.into()).0 as i64)
    }

    pub(super) fn word_of(&self, number: i64) -> Option<&str> {
        self.words.get_index(usize::try_from(number).ok()?).map(|word| &**word)
    }

    /// The number of a set of roles.
    pub(super) fn roles(&mut self, roles: &[i64], names: &Names) -> i64 {
        i64::from(self.sets.number(roles, names))
    }
}
