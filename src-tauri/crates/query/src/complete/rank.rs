//! How well a candidate fits what is typed.

use super::Completion;
use muster_model::fold::fold;

/// Candidates that fit, and how well.
pub(super) struct Ranked {
    typed: String,
    /// Less is better.
    found: Vec<(u8, Completion)>,
}

/// Whole, beginning, beginning of a part, anywhere.
const WHOLE: u8 = 0;
const START: u8 = 1;
const PART: u8 = 3;
const ANYWHERE: u8 = 5;
/// Shorter texts are found nearly everywhere.
const ANYWHERE_FROM: usize = 3;

impl Ranked {
    pub(super) fn new(typed: &str) -> Self {
        Self { typed: fold(typed), found: Vec::new() }
    }

    /// How much is typed, in characters.
    pub(super) fn typed(&self) -> usize {
        self.typed.chars().count()
    }

    /// Takes the candidate that `make` makes if one of its names fits. The
    /// names after the first fit less well, and later candidates come after
    /// those that fit as well.
    pub(super) fn take<'n>(
        &mut self,
        names: impl IntoIterator<Item = &'n str>,
        behind: u8,
        make: impl FnOnce() -> Completion,
    ) {
        let fits = names.into_iter().enumerate().filter_map(|(i, name)| Some(self.fit(name)? + u8::from(i > 0))).min();
        if let Some(fit) = fits {
            self.found.push((fit.saturating_add(behind), make()));
        }
    }

    fn fit(&self, name: &str) -> Option<u8> {
        if self.typed.is_empty() {
            return Some(START);
        }
        let folded = fold(name);
        if folded == self.typed {
            return Some(WHOLE);
        }
        if folded.starts_with(&self.typed) {
            return Some(START);
        }
        if starts(name).any(|part| fold(part).starts_with(&self.typed)) {
            return Some(PART);
        }
        (self.typed() >= ANYWHERE_FROM && folded.contains(&self.typed)).then_some(ANYWHERE)
    }

    /// The best, those that fit equally well in the order they came.
    pub(super) fn best(mut self, most: usize) -> Vec<Completion> {
        self.found.sort_by_key(|(fit, _)| *fit);
        self.found.into_iter().take(most).map(|(_, item)| item).collect()
    }
}

/// The rest of a name from each of its parts on: `givenName` has `Name`,
/// `acme/api` has `api`.
fn starts(name: &str) -> impl Iterator<Item = &str> {
    let mut last = ' ';
    name.char_indices().filter_map(move |(at, c)| {
        let begins = !last.is_alphanumeric() && c.is_alphanumeric() || last.is_lowercase() && c.is_uppercase();
        last = c;
        (begins && at > 0).then(|| name.get(at..)).flatten()
    })
}
