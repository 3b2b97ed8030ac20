//! Values that many share, each kept once and named by a number.

use hashbrown::HashMap;
use std::hash::Hash;

/// Values by number, and their numbers.
#[derive(Debug)]
pub(crate) struct Table<T> {
    values: Vec<T>,
    numbers: HashMap<T, u32, std::hash::RandomState>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { values: Vec::new(), numbers: HashMap::default() }
    }
}

impl<T: Clone + Eq + Hash> Table<T> {
    /// The number of a value, which is added if it is new.
    pub(crate) fn number(&mut self, value: &T) -> u32 {
        if let Some(number) = self.numbers.get(value) {
            return *number;
        }
        let number = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(value.clone());
        self.numbers.insert(value.clone(), number);
        number
    }

    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        self.values.get(number as usize)
    }

    /// All of them, in the order of their numbers.
    pub(crate) fn all(&self) -> &[T] {
        &self.values
    }

    /// Takes everything out, for wiping.
    pub(crate) fn take(&mut self) -> impl Iterator<Item = T> + '_ {
        let keys: Vec<T> = self.numbers.drain().map(|(key, _)| key).collect();
        self.values.drain(..).chain(keys)
    }
}

impl Table<String> {
    /// The number of a text.
    pub(crate) fn text(&mut self, text: &str) -> u32 {
        match self.numbers.get(text) {
            Some(number) => *number,
            None => self.number(&text.to_owned()),
        }
    }
}
