//! What operators noted of service accounts: who answers for each, what it is
//! for, when it is looked at again. No source says it.

use crate::account::{Account, back};
use crate::gitlab;
use crate::local;
use crate::part::Part;
use crate::realm::Realm;
use crate::shuffle::dice;
use crate::snapshot::Store;
use chrono::{Days, NaiveDate};
use muster_model::Kind;
use muster_model::userstore::PRIMARY;
use rand::RngExt;

/// What is noted of one service account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The domain of its userstore.
    pub userstore: &'static str,
    /// Its sign-in name.
    pub username: String,
    /// Who answers for it.
    pub owner: Option<&'static str>,
    /// What it is for.
    pub purpose: Option<&'static str>,
    /// When it is looked at again.
    pub review: Option<NaiveDate>,
}

const OWNERS: [&str; 4] = ["Amara Okafor", "Katya Petrova", "Liam Byrne", "Dana Reyes-Quist"];
/// In the order of the names of service accounts.
const PURPOSES: [&str; 6] = [
    "Rolls out what was released.",
    "Copies repositories to the archive every night.",
    "Keeps the mirror at the other site up to date.",
    "Reads figures for the dashboards.",
    "Writes release notes and tags.",
    "Looks for secrets and known holes in what is pushed.",
];
/// The case that is described as without an owner.
const UNOWNED: &str = "ci-deployer";

pub(crate) fn list(realm: &Realm) -> impl Iterator<Item = Note> + '_ {
    let today = realm.settings().today;
    let accounts = (0..realm.numbers(Store::Gitlab)).filter_map(move |index| {
        let service = Account::kind(realm, index) == Kind::Service;
        let account = service.then(|| Account::new(realm, index)).filter(|account| account.is_there(today))?;
        let username = gitlab::username(realm, &account);
        let part = account.part.map(|(part, _)| part);
        let mut note = note(realm, "gitlab", username, index);
        if part == Some(Part::UnownedService) || note.username == UNOWNED {
            note.owner = None;
        }
        match part {
            Some(Part::PurposelessService) => note.purpose = None,
            Some(Part::UnreviewedService) => note.review = None,
            Some(Part::OverdueService) => note.review = Some(back(today, 10 + index % 60)),
            _ => {}
        }
        Some(note)
    });
    let local = (0..realm.numbers(Store::Local)).filter_map(move |number| {
        let (username, purpose) = local::service(number)?;
        Some(Note { purpose: Some(purpose), ..note(realm, PRIMARY, username.to_owned(), number) })
    });
    accounts.chain(local)
}

fn note(realm: &Realm, userstore: &'static str, username: String, number: u64) -> Note {
    let mut rng = dice(realm.settings().seed, 0x6e6f_7465, number);
    let at = usize::try_from(number).unwrap_or(0);
    Note {
        userstore,
        username,
        owner: Some(OWNERS[rng.random_range(0..OWNERS.len())]),
        purpose: Some(PURPOSES[at % PURPOSES.len()]),
        review: Some(realm.settings().today + Days::new(rng.random_range(20..85))),
    }
}
