//! Values that few filters ask for, such as job titles: read from the vault
//! when one does, kept while there is room, and answered from memory after.
//!
//! They are kept by the users' ids, beside the rows. A user that changes is
//! noted as behind; until [`Columns::catch_up`] tells its values anew, nothing
//! is answered from here.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `alike` | whose values are the same |
//! | `part` | the values of users whose ids lie side by side |
//! | `dictionary` | the distinct values of a part |

mod alike;
mod dictionary;
mod part;

use crate::bitmap::Bitmap;
use crate::store::Columns;
use dictionary::Entry;
use muster_model::ProfileField;
use muster_query::ast::{Clause, Filter, TextAttr, TextTest};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap, VecDeque};

pub use part::Part;

/// Bytes that are kept of all such values; the newest are kept in any case.
pub const ROOM: usize = 32 << 20;
/// Users that may be behind before everything is rather read anew.
const BEHIND: usize = 10_000;

/// Whose values.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// A profile field's.
    Profile(ProfileField),
    /// A custom attribute's; its name as [`muster_query::ast::AttributeName::key`] has it.
    Attribute(String),
    /// The source's own ids.
    SourceId,
}

impl Key {
    /// What a clause asks for, if it is of these.
    #[must_use]
    pub fn of(clause: &Clause) -> Option<Self> {
        match clause {
            Clause::Text(TextAttr::Profile(field), _) => Some(Self::Profile(*field)),
            Clause::Text(TextAttr::SourceId, _) => Some(Self::SourceId),
            Clause::Attribute(name, _) => Some(Self::Attribute(name.key().to_owned())),
            _ => None,
        }
    }

    /// All that a filter asks for, each once.
    #[must_use]
    pub fn all(filter: &Filter) -> Vec<Self> {
        let mut keys = Vec::new();
        if let Some(expr) = filter.expr() {
            expr.each(&mut |clause| keys.extend(Self::of(clause).filter(|key| !keys.contains(key))));
        }
        keys
    }

    /// Whether `eq` minds accents.
    #[must_use]
    pub const fn minds_accents(&self) -> bool {
        match self {
            Self::Profile(field) => TextAttr::Profile(*field).minds_accents(),
            Self::Attribute(_) => false,
            Self::SourceId => TextAttr::SourceId.minds_accents(),
        }
    }
}

/// Everyone's values of one key.
#[derive(Debug)]
struct Values {
    /// By first id.
    parts: Vec<Part>,
    /// What users have who changed since.
    changed: HashMap<i64, Vec<Entry>>,
}

/// Shows a user's values of a key.
pub type Tell<'a> = &'a mut dyn FnMut(&Key, &mut dyn FnMut(&str));

/// The values that are kept, the latest asked for first.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// None for more values than there is room for.
    values: VecDeque<(Key, Option<Values>)>,
    behind: BTreeSet<i64>,
}

impl Kept {
    /// Takes note that a user changed.
    pub(crate) fn note(&mut self, id: i64) {
        if self.values.is_empty() {
            return;
        }
        self.behind.insert(id);
        if self.behind.len() > BEHIND || self.values.iter().flat_map(|(_, v)| v).any(|v| v.changed.len() > BEHIND) {
            self.forget();
        }
    }

    pub(crate) fn forget(&mut self) {
        self.values.clear();
        self.behind.clear();
    }

    pub(crate) fn memory(&self) -> usize {
        self.values.iter().map(|(_, values)| values.as_ref().map_or(0, Values::memory)).sum()
    }

    fn place(&self, key: &Key) -> Option<usize> {
        self.values.iter().position(|(kept, _)| kept == key)
    }
}

impl Values {
    fn memory(&self) -> usize {
        self.parts.iter().map(Part::memory).sum::<usize>() + self.changed.len() * 64
    }

    /// The rows with a value that fits.
    fn rows(&self, columns: &Columns, minds_accents: bool, test: &TextTest) -> Bitmap {
        let fits: Vec<Vec<bool>> = self.parts.iter().map(|part| part.fits(minds_accents, test)).collect();
        let mut rows = Bitmap::none(columns.ids.len());
        let scan = |(chunk, words): (usize, &mut [u64])| {
            let first = chunk * WORDS * 64;
            let ids = &columns.ids[first..(first + words.len() * 64).min(columns.ids.len())];
            let mut part = 0;
            for (ids, word) in ids.chunks(64).zip(words) {
                for (bit, id) in ids.iter().enumerate() {
                    // Rows lie mostly in the order of their ids.
                    if !self.parts.get(part).is_some_and(|part| part.holds(*id)) {
                        part = self.parts.partition_point(|part| part.first() <= *id).saturating_sub(1);
                    }
                    let fit = self.parts.get(part).zip(fits.get(part)).is_some_and(|(part, fits)| part.is(*id, fits));
                    *word |= u64::from(fit) << bit;
                }
            }
        };
        rows.words.par_chunks_mut(WORDS).enumerate().for_each(scan);
        for (part, fits) in self.parts.iter().zip(&fits) {
            part.others(fits).filter_map(|id| columns.row_of(id)).for_each(|row| rows.set(row, true));
        }
        for (id, entries) in &self.changed {
            if let Some(row) = columns.row_of(*id) {
                rows.set(row, entries.iter().any(|entry| entry.fits(minds_accents, test)));
            }
        }
        rows
    }
}

/// Words of a bitmap that one thread fills.
const WORDS: usize = 128;

impl Columns {
    /// Those of `keys` whose values are to be read before a filter that asks
    /// for them is answered here. What is not missing counts as asked for.
    #[must_use]
    pub fn missing(&self, keys: &[Key]) -> Vec<Key> {
        self.kept(|kept| {
            let mut missing = Vec::new();
            for key in keys {
                match kept.place(key).and_then(|place| kept.values.remove(place)) {
                    Some(found) => kept.values.push_front(found),
                    None => missing.push(key.clone()),
                }
            }
            missing
        })
    }

    /// Keeps the values of a key, by id; none if there is no room for them,
    /// so that nobody reads them in vain again.
    pub fn keep(&self, key: Key, parts: Option<Vec<Part>>) {
        let values = parts.map(|mut parts| {
            parts.sort_by_key(Part::first);
            Values { parts, changed: HashMap::new() }
        });
        self.kept(|kept| {
            if let Some(place) = kept.place(&key) {
                kept.values.remove(place);
            }
            kept.values.push_front((key, values));
            while kept.memory() > ROOM && kept.values.len() > 1 {
                kept.values.pop_back();
            }
        });
    }

    /// Users whose values are to be told by [`Columns::catch_up`].
    #[must_use]
    pub fn behind(&self) -> Vec<i64> {
        self.kept(|kept| kept.behind.iter().copied().collect())
    }

    /// Tells a user's values anew: `tell` shows those of a key.
    pub fn catch_up(&self, id: i64, tell: Tell<'_>) {
        self.kept(|kept| {
            for (key, values) in &mut kept.values {
                let Some(values) = values else { continue };
                let mut entries = Vec::new();
                tell(key, &mut |value| entries.extend(Entry::new(value)));
                values.changed.insert(id, entries);
            }
            kept.behind.remove(&id);
        });
    }

    /// The rows with a value that fits, if the values are here.
    pub(crate) fn valued(&self, key: &Key, test: &TextTest) -> Option<Bitmap> {
        self.kept(|kept| {
            if !kept.behind.is_empty() {
                return None;
            }
            let place = kept.place(key)?;
            let (_, values) = kept.values.get(place)?;
            values.as_ref().map(|values| values.rows(self, key.minds_accents(), test))
        })
    }
}
