//! Opening: what must be known before anyone decides, and the hash of what was
//! found.

use super::campaign::{Campaign, CampaignState, Completeness, Population};
use super::error::ReviewError;
use super::item::Item;
use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{self, BufWriter, Write};

/// The most grants of one campaign.
pub const MOST: usize = 1_000_000;
/// The longest id, in characters.
const LONGEST_ID: usize = 40;

/// What a campaign is opened with.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Its id: small letters, digits and `-`, 40 characters at most.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Whose grants, in the filter language; empty for everyone's.
    pub filter: String,
    /// The time now.
    pub at: DateTime<Utc>,
    /// The operator.
    pub by: String,
    /// The last day to decide.
    pub due: NaiveDate,
    /// The grants of all users the filter finds.
    pub items: Vec<Item>,
    /// Each userstore that was looked at.
    pub completeness: Vec<Completeness>,
    /// Why it may be opened although users are missing; none to refuse then.
    pub incomplete_because: Option<String>,
    /// The roles there are, by userstore.
    pub roles: BTreeMap<String, Vec<String>>,
}

/// A campaign that was opened.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The campaign.
    pub campaign: Campaign,
    /// Its grants in canonical order, which gives each its number.
    pub items: Vec<Item>,
}

/// Opens a campaign: freezes who holds what.
///
/// # Errors
/// [`ReviewError`] if there is nothing to decide on, if nobody can tell who is
/// privileged, if users are missing and nobody says why that may be, or if the
/// campaign itself is not well said.
pub fn open(opening: Opening) -> Result<Opened, ReviewError> {
    let Opening { id, title, filter, at, by, due, items, completeness, incomplete_because, roles } = opening;
    check_words(&id, &title, due, at)?;
    if items.is_empty() {
        return Err(ReviewError::Empty { filter });
    }
    if items.len() > MOST {
        return Err(ReviewError::TooMany { grants: items.len(), most: MOST });
    }
    privileged_are_known(&items)?;
    let incomplete_because = seen_whole(&items, &completeness, incomplete_because)?;
    let items = in_order(items);
    if let Some(pair) = items.windows(2).find(|pair| pair[0].key() == pair[1].key()) {
        return Err(ReviewError::GrantTwice { user: pair[0].full_name(), grant: pair[0].said() });
    }
    let users: HashSet<_> = items.iter().map(|item| (&item.userstore, &item.user_key)).collect();
    let population = Population {
        sha256: hash(&items),
        grants: items.len() as u64,
        users: users.len() as u64,
        privileged: items.iter().filter(|item| item.privileged == Some(true)).count() as u64,
        completeness,
        incomplete_because,
    };
    let campaign = Campaign {
        id,
        title: title.trim().to_owned(),
        filter,
        opened_at: at,
        opened_by: by,
        due,
        population,
        roles,
        state: CampaignState::Open,
    };
    Ok(Opened { campaign, items })
}

/// Puts a population in its canonical order. Places are sorted and then each
/// grant is moved once: a grant takes some fifty times the room of a place.
fn in_order(items: Vec<Item>) -> Vec<Item> {
    let mut places: Vec<usize> = (0..items.len()).collect();
    let order = |place: &usize| (&items[*place].userstore, &items[*place].username, items[*place].key());
    places.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut items: Vec<Option<Item>> = items.into_iter().map(Some).collect();
    places.into_iter().filter_map(|place| items[place].take()).collect()
}

fn check_words(id: &str, title: &str, due: NaiveDate, at: DateTime<Utc>) -> Result<(), ReviewError> {
    let well = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let ends = |c: Option<char>| c.is_some_and(|c| c != '-');
    if id.len() > LONGEST_ID || !id.chars().all(well) || !ends(id.chars().next()) || !ends(id.chars().next_back()) {
        return Err(ReviewError::Id { found: id.chars().take(60).collect(), longest: LONGEST_ID });
    }
    if title.trim().is_empty() {
        return Err(ReviewError::NoTitle);
    }
    if due < at.date_naive() {
        return Err(ReviewError::DueBefore { due, opened: at.date_naive() });
    }
    Ok(())
}

fn privileged_are_known(items: &[Item]) -> Result<(), ReviewError> {
    let mut untold = items.iter().filter(|item| item.privileged.is_none());
    match untold.next() {
        None => Ok(()),
        Some(first) => Err(ReviewError::PrivilegedUnknown {
            grants: untold.count() + 1,
            of: items.len(),
            role: first.role.clone(),
            userstore: first.userstore.clone(),
        }),
    }
}

/// The reason why users may be missing, if any are.
fn seen_whole(
    items: &[Item],
    completeness: &[Completeness],
    because: Option<String>,
) -> Result<Option<String>, ReviewError> {
    let known: BTreeSet<&str> = completeness.iter().map(|one| one.userstore.as_str()).collect();
    if let Some(item) = items.iter().find(|item| !known.contains(item.userstore.as_str())) {
        return Err(ReviewError::NotCounted { userstore: item.userstore.clone() });
    }
    let gaps: Vec<String> = completeness.iter().filter_map(Completeness::gap).collect();
    if gaps.is_empty() {
        return Ok(None);
    }
    match because.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()) {
        Some(because) => Ok(Some(because)),
        None => Err(ReviewError::Incomplete { gaps: gaps.join("; ") }),
    }
}

/// Writes the population's canonical bytes: one JSON object a line, in order,
/// lines ending in LF. The hash of a campaign is that of these bytes, so that
/// anyone can check it with a program for SHA-256.
///
/// # Errors
/// `out` failed.
pub fn write(items: &[Item], out: &mut dyn Write) -> io::Result<()> {
    for item in items {
        serde_json::to_writer(&mut *out, item)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// SHA-256 of the canonical bytes, in hexadecimal.
#[must_use]
pub fn hash(items: &[Item]) -> String {
    let mut hash = BufWriter::new(Hashed(Sha256::new()));
    // Hashing cannot fail.
    let _ = write(items, &mut hash).and_then(|()| hash.flush());
    hex::encode(hash.get_mut().0.finalize_reset())
}

struct Hashed(Sha256);

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::review::testing::{at, completeness, item, opening};
    use proptest::prelude::*;

    #[test]
    fn what_is_whole_is_opened() {
        let opened = open(opening(vec![item("bob", "Owner"), item("ada", "Guest"), item("ada", "Developer")])).unwrap();
        let names: Vec<_> = opened.items.iter().map(|item| (item.username.as_str(), item.role.as_str())).collect();
        assert_eq!(names, [("ada", "Developer"), ("ada", "Guest"), ("bob", "Owner")]);
        let population = &opened.campaign.population;
        assert_eq!((population.grants, population.users, population.privileged), (3, 2, 1));
        assert!(opened.campaign.is_open() && population.incomplete_because.is_none());
    }

    #[test]
    fn nothing_to_decide_on_is_refused() {
        assert!(matches!(open(opening(vec![])), Err(ReviewError::Empty { .. })));
    }

    #[test]
    fn it_is_refused_while_nobody_can_tell_who_is_privileged() {
        let mut unknown = item("eve", "Auditor");
        unknown.privileged = None;
        let error = open(opening(vec![item("ada", "Owner"), unknown])).unwrap_err();
        assert!(matches!(error, ReviewError::PrivilegedUnknown { grants: 1, of: 2, .. }));
        assert!(error.to_string().contains("\"Auditor\""), "{error}");
    }

    #[test]
    fn missing_users_need_a_reason() {
        for (total, rows, complete) in [(Some(3), 2, true), (None, 2, true), (Some(2), 2, false), (Some(1), 2, true)] {
            let mut short = opening(vec![item("ada", "Owner")]);
            short.completeness = vec![Completeness { source_total: total, rows, complete, ..completeness() }];
            assert!(matches!(open(short.clone()), Err(ReviewError::Incomplete { .. })));
            short.incomplete_because = Some("  ".into());
            assert!(matches!(open(short.clone()), Err(ReviewError::Incomplete { .. })));
            short.incomplete_because = Some("robots are reviewed apart".into());
            let opened = open(short).unwrap();
            assert_eq!(opened.campaign.population.incomplete_because.as_deref(), Some("robots are reviewed apart"));
        }
        let mut uncounted = opening(vec![item("ada", "Owner")]);
        uncounted.completeness.clear();
        assert!(matches!(open(uncounted), Err(ReviewError::NotCounted { .. })));
    }

    #[test]
    fn a_campaign_is_well_said() {
        for id in ["", "Q4", "q4/2026", "-q4", "q4-", "..", &"x".repeat(41)] {
            let wrong = Opening { id: id.into(), ..opening(vec![item("ada", "Owner")]) };
            assert!(matches!(open(wrong), Err(ReviewError::Id { .. })), "{id:?}");
        }
        let untitled = Opening { title: " ".into(), ..opening(vec![item("ada", "Owner")]) };
        assert!(matches!(open(untitled), Err(ReviewError::NoTitle)));
        let yesterday = at().date_naive().pred_opt().unwrap();
        let late = Opening { due: yesterday, ..opening(vec![item("ada", "Owner")]) };
        assert!(matches!(open(late), Err(ReviewError::DueBefore { .. })));
        let today = Opening { due: at().date_naive(), ..opening(vec![item("ada", "Owner")]) };
        assert!(open(today).is_ok());
    }

    #[test]
    fn a_grant_stands_in_it_once() {
        let twice = opening(vec![item("ada", "Owner"), item("ada", "Owner")]);
        assert!(matches!(open(twice), Err(ReviewError::GrantTwice { .. })));
    }

    proptest! {
        #[test]
        fn the_hash_does_not_depend_on_the_order_and_does_on_every_fact(names in proptest::collection::btree_set("[a-z]{1,6}", 1..12), at in 0usize..12, which in 0usize..5) {
            let items: Vec<Item> = names.iter().map(|name| item(name, "Owner")).collect();
            let mut other = items.clone();
            other.reverse();
            let first = open(opening(items.clone())).unwrap();
            prop_assert_eq!(&first.campaign.population.sha256, &open(opening(other.clone())).unwrap().campaign.population.sha256);
            let changed = at % other.len();
            match which {
                0 => other[changed].role.push('x'),
                1 => other[changed].email = Some("other@elsewhere.example".into()),
                2 => other[changed].privileged = Some(false),
                3 => other[changed].scope.path.push('x'),
                _ => other[changed].through = Some("x".into()),
            }
            prop_assert_ne!(&first.campaign.population.sha256, &open(opening(other)).unwrap().campaign.population.sha256);
        }

        #[test]
        fn the_canonical_bytes_are_read_back(names in proptest::collection::btree_set(".{1,8}", 1..6)) {
            let items: Vec<Item> = names.iter().map(|name| item(name, "Ow\n\"ner")).collect();
            let mut bytes = Vec::new();
            write(&items, &mut bytes).unwrap();
            let read: Vec<Item> = bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty()).map(|line| serde_json::from_slice(line).unwrap()).collect();
            prop_assert_eq!(read, items);
        }
    }
}
