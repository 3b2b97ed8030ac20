//! What is wrong with entries of the directory on purpose.

use crate::account::Account;
use crate::realm::Realm;
use muster_model::{Kind, State};

/// From how many entries on anything is wrong.
const FROM: u64 = 60;
/// Switched off there, and still enabled in GitLab.
const SWITCHED_OFF: usize = 2;

/// What is wrong with an entry; of two entries, with the later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// Switched off, and the account in GitLab was forgotten.
    SwitchedOff,
    /// Has the e-mail of another entry.
    SameEmail(u64),
    /// Has the username of another entry, but for case.
    SameUsername(u64),
    /// Made again for someone who had an entry.
    SamePerson(u64),
    /// Access was to end 12 days ago.
    Ended,
    /// There for a while, and nobody said until when.
    Endless,
}

/// Chooses the entries, from the last one on: what is said of them does not
/// depend on who they are, but for those who are switched off, who must have
/// an account that is as it should be.
pub fn plan(realm: &Realm, entries: u64) -> Vec<(u64, Entry)> {
    if entries < FROM {
        return Vec::new();
    }
    let last = entries - 1;
    let mut plan = vec![
        (last, Entry::SameEmail(last - 1)),
        (last - 2, Entry::SameUsername(last - 3)),
        (last - 4, Entry::SamePerson(last - 5)),
        (last - 6, Entry::Ended),
        (last - 7, Entry::Endless),
    ];
    let accounts = (1..last - 7).rev().filter(|entry| {
        let index = realm.person_of_entry(*entry);
        let clean = realm.case(index).is_none() && realm.part(index).is_none();
        clean && realm.joined(index).is_some() && realm.left(index).is_none() && {
            let account = Account::new(realm, index);
            account.kind == Kind::Human && account.state(realm.settings().today) == State::Active
        }
    });
    plan.extend(accounts.take(SWITCHED_OFF).map(|entry| (entry, Entry::SwitchedOff)));
    plan
}
