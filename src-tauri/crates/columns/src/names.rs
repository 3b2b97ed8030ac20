//! Userstores and roles: the vault's keys, numbered for columns, and what they
//! are called.

use muster_model::fold::fold;
use std::collections::HashMap;
use zeroize::Zeroize;

/// Keys of the vault numbered from 0, and what they are called.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    pub(crate) keys: Vec<i64>,
    pub(crate) names: Vec<Option<String>>,
    /// Each name folded: what orders.
    folded: Vec<String>,
    ranks: Vec<u32>,
    codes: HashMap<i64, u32>,
}

impl Names {
    /// The number of a key.
    pub(crate) fn code(&mut self, key: i64) -> u32 {
        *self.codes.entry(key).or_insert_with(|| {
            self.keys.push(key);
            self.names.push(None);
            self.folded.push(String::new());
            self.ranks.push(0);
            u32::try_from(self.keys.len() - 1).unwrap_or(u32::MAX)
        })
    }

    pub(crate) fn name(&mut self, key: i64, name: &str) {
        let code = self.code(key) as usize;
        self.names[code] = Some(name.to_owned());
        self.folded[code] = fold(name);
        // Equal names have equal ranks, so that a cursor's name places them too.
        let mut distinct: Vec<&String> = self.folded.iter().collect();
        distinct.sort();
        distinct.dedup();
        // Those without a name have the rank 0.
        let rank = |name: &String| match name.as_str() {
            "" => 0,
            _ => u32::try_from(distinct.partition_point(|other| *other < name) + 1).unwrap_or(u32::MAX),
        };
        self.ranks = self.folded.iter().map(rank).collect();
    }

    /// Its name, folded; empty if none was given.
    pub(crate) fn folded(&self, code: u32) -> &str {
        &self.folded[code as usize]
    }

    /// Where it stands among all, by name.
    pub(crate) fn rank(&self, code: u32) -> u32 {
        self.ranks[code as usize]
    }

    pub(crate) fn wipe(&mut self) {
        self.names.iter_mut().flatten().for_each(Zeroize::zeroize);
        self.folded.zeroize();
        *self = Self::default();
    }
}
