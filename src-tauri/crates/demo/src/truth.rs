//! The hard cases that were planted, and what is true of each: for tests that
//! look a case up, and for whoever wants to see it on screen.

use crate::realm::Realm;
use crate::snapshot::Store;

/// A planted user and what is true of it in the last snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planted {
    /// The domain of its userstore.
    pub userstore: &'static str,
    /// Its sign-in name.
    pub username: &'static str,
    /// The name it shows.
    pub display_name: &'static str,
    /// What is hard about it.
    pub what: &'static str,
    /// Whether it takes a seat on GitLab Premium (`gitlab.md` 2.1, from 18.9).
    pub premium: bool,
    /// Whether it takes a seat on GitLab Ultimate (the same).
    pub ultimate: bool,
    /// The instance's own seat flag, where it contradicts Ultimate's rule.
    pub flag_differs: bool,
}

pub(crate) fn list(realm: &Realm) -> Vec<Planted> {
    (0..realm.numbers(Store::Gitlab))
        .map_while(|index| realm.case(index))
        .map(|case| Planted {
            userstore: "gitlab",
            username: case.username,
            display_name: case.name,
            what: case.what,
            premium: case.seats.0,
            ultimate: case.seats.1,
            flag_differs: case.flag.is_some_and(|flag| flag != case.seats.1),
        })
        .collect()
}
