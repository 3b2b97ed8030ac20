//! Given and family names, region by region, with the places and languages
//! that go with them.

mod east;
mod far;
mod west;

use crate::latin::{initial, latin};

/// A region of names.
#[derive(Debug)]
pub struct Region {
    /// Language tag (RFC 5646).
    pub language: &'static str,
    /// Cities and their IANA time zones.
    pub places: &'static [(&'static str, &'static str)],
    women: &'static [&'static str],
    men: &'static [&'static str],
    families: &'static [&'static str],
}

impl Region {
    fn given(&self, at: usize) -> &'static str {
        self.women.get(at).or_else(|| self.men.get(at.wrapping_sub(self.women.len()))).copied().unwrap_or("Kim")
    }

    fn pairs(&self) -> u64 {
        ((self.women.len() + self.men.len()) * self.families.len()) as u64
    }
}

const PARTS: [&[Region]; 3] = [west::REGIONS, east::REGIONS, far::REGIONS];

fn regions() -> impl Iterator<Item = &'static Region> {
    PARTS.iter().flat_map(|part| part.iter())
}

/// How many pairs of a given and a family name of one region there are.
pub fn pairs() -> u64 {
    regions().map(Region::pairs).sum()
}

/// The name of one person.
#[derive(Debug, Clone, Copy)]
pub struct Name {
    pub region: &'static Region,
    pub given: &'static str,
    pub family: &'static str,
    pub woman: bool,
    /// How often this pair was given out before.
    pub round: u64,
    /// How many others share initial and family name before this one.
    namesakes: u64,
}

/// More than there are given names of one initial in a region.
const MOST_NAMESAKES: u64 = 16;

/// Name number `number`. Every number has another username and address.
pub fn name(number: u64) -> Name {
    let round = number / pairs();
    let mut at = number % pairs();
    let mut found = &west::REGIONS[0];
    for region in regions() {
        found = region;
        if at < region.pairs() {
            break;
        }
        at -= region.pairs();
    }
    let families = found.families.len() as u64;
    let (given_at, family_at) = (to_usize(at / families), to_usize(at % families));
    let given = found.given(given_at);
    let first = initial(given);
    let namesakes = (0..given_at).filter(|&before| initial(found.given(before)) == first).count() as u64;
    Name {
        region: found,
        given,
        family: found.families[family_at],
        woman: given_at < found.women.len(),
        round,
        namesakes,
    }
}

impl Name {
    /// The name to show. A pair that was given out before has a middle name.
    pub fn display(&self) -> String {
        match self.round {
            0 => format!("{} {}", self.given, self.family),
            round @ 1..=26 => format!("{} {}. {}", self.given, letter(round - 1), self.family),
            round => {
                let all = (self.region.women.len() + self.region.men.len()) as u64;
                let second = self.region.given(to_usize((round * 7 + self.namesakes) % all));
                format!("{} {second} {}. {}", self.given, letter(round), self.family)
            }
        }
    }

    /// A username that no other number has.
    pub fn username(&self) -> String {
        format!(
            "{}{}{}",
            initial(self.given),
            latin(self.family),
            self.suffix(self.round * MOST_NAMESAKES + self.namesakes)
        )
    }

    /// The part of an address before the `@`, that no other number has.
    pub fn mailbox(&self) -> String {
        format!("{}.{}{}", latin(self.given), latin(self.family), self.suffix(self.round))
    }

    /// Nothing for the first of that name, else a number from 2. Families of
    /// planted cases begin at 2, since the case is the first.
    fn suffix(&self, before: u64) -> String {
        match before + u64::from(crate::planted::FAMILIES.contains(&self.family)) {
            0 => String::new(),
            before => (before + 1).to_string(),
        }
    }
}

fn letter(number: u64) -> char {
    char::from(b'A' + u8::try_from(number % 26).unwrap_or(0))
}

fn to_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn many_given_and_family_names() {
        let given: HashSet<_> = regions().flat_map(|r| r.women.iter().chain(r.men)).collect();
        let families: HashSet<_> = regions().flat_map(|r| r.families).collect();
        assert!(given.len() >= 300, "{}", given.len());
        assert!(families.len() >= 400, "{}", families.len());
    }

    #[test]
    fn every_number_has_its_own_username_and_address() {
        let (mut usernames, mut mailboxes) = (HashSet::new(), HashSet::new());
        for number in 0..pairs() * 3 {
            let name = name(number);
            assert!(usernames.insert(name.username()), "{} twice", name.username());
            assert!(mailboxes.insert(name.mailbox()), "{} twice", name.mailbox());
            assert!(name.namesakes < MOST_NAMESAKES);
        }
    }
}
