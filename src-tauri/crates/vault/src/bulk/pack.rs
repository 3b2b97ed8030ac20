//! A user as bytes and back: numbers in as few bytes as they need, what many
//! users have alike as the number of it, other texts behind their lengths.

use super::alike::{Alike, Traits};
use super::names::{Names, Scopes};
use crate::Result;
use crate::tables::{seen, stored, time_of};
use muster_model::user::HighestRole;
use muster_model::{Facts, Kind, LastSeen, Precision, Scope, State, User, UserId};
use rusqlite::Connection;
use std::fmt::Write;

/// What [`Row::pack`] takes.
pub(super) const SELECT: &str =
    "SELECT u.id, u.userstore_id, u.username, u.display_name, u.email, u.source_id, u.state,
    u.kind, u.facts, u.created_at, u.expires_at, u.gone_since, u.top_role_id, u.top_scope_id,
    n.status, n.at, n.precision, n.source_id
    FROM user u LEFT JOIN user_seen n ON n.user_id = u.id";

/// The columns of [`Traits`], in their order; the set of roles is the last of them.
const TRAITS: [usize; 8] = [1, 6, 7, 8, 12, 14, 16, 17];
/// The columns that are times.
const TIMES: [usize; 4] = [9, 10, 11, 15];
/// Times are written as seconds from here, November 2023, since those within
/// four years of it take a byte less.
const NEAR: i64 = 1_700_000_000;

/// A user as it was read.
pub(super) struct Row<'r> {
    pub(super) row: &'r rusqlite::Row<'r>,
    /// The number of the set of roles.
    pub(super) roles: i64,
    /// Keys of groups.
    pub(super) groups: &'r [i64],
}

impl Row<'_> {
    /// Appends the user's bytes; the profile's text follows them.
    pub(super) fn pack(
        &self,
        out: &mut Vec<u8>,
        alike: &mut Alike,
        scopes: &mut Scopes,
        conn: &Connection,
    ) -> Result<()> {
        let row = self.row;
        let mut traits: Traits = [Some(self.roles); 9];
        for (trait_, column) in traits.iter_mut().zip(TRAITS) {
            *trait_ = row.get(column)?;
        }
        put(out, Some(alike.traits(traits)));
        for column in TIMES {
            put(out, row.get::<_, Option<i64>>(column)?.map(|at| at.wrapping_sub(NEAR)));
        }
        let scope: Option<i64> = row.get(13)?;
        put(out, scope);
        put(out, Some(self.groups.len() as i64));
        for group in self.groups {
            put(out, Some(*group));
        }
        let text = |column: usize| -> Result<&str> {
            Ok(row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from)?.unwrap_or_default())
        };
        let (username, display_name, email) = (text(2)?, text(3)?, text(4)?);
        put_words(out, words(username), alike);
        // Nothing where it is the username.
        put_words(out, words(if display_name == username { "" } else { display_name }), alike);
        let (local, domain) = email.split_at(email.rfind('@').unwrap_or(email.len()));
        match local == username {
            true => put(out, None),
            false => put_words(out, words(local), alike),
        }
        put_words(out, Some(domain).into_iter(), alike);
        put_id(out, text(5)?);
        if let Some(scope) = scope {
            scopes.meet(conn, scope)?;
        }
        Ok(())
    }
}

/// A number that may be missing: the smaller, the fewer bytes. Seven bits a
/// byte, the lowest first; the highest bit says that more follow.
fn put(out: &mut Vec<u8>, number: Option<i64>) {
    // 0 for none; the sign goes to the lowest bit.
    let mut left = number.map_or(0, |n| 1 + u128::from(((n << 1) ^ (n >> 63)) as u64));
    loop {
        let low = (left & 0x7F) as u8;
        left >>= 7;
        if left == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

pub(super) fn put_text(out: &mut Vec<u8>, text: &str) {
    put(out, Some(text.len() as i64));
    out.extend_from_slice(text.as_bytes());
}

/// A source's id: mostly a number.
fn put_id(out: &mut Vec<u8>, id: &str) {
    let number = digits(id);
    put(out, number);
    if number.is_none() {
        put_text(out, id);
    }
}

/// The number that is written so, if it takes less room than its digits.
fn digits(text: &str) -> Option<i64> {
    let number = Some(text).filter(|text| text.len() < 19 && text.bytes().all(|byte| byte.is_ascii_digit()));
    // Only what is written the same again.
    number.filter(|text| !text.starts_with('0'))?.parse().ok()
}

/// The words of a name: given names and family names are many users' alike,
/// and the numbers behind them are short as numbers.
fn words(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.split_inclusive([' ', '.', '-', '_']).flat_map(|word| {
        let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
        [stem, &word[stem.len()..]]
    })
}

/// Words that make a text: how many, then for each the number it has among
/// words (from 0 up), or the number it is (from -1 down), or none and its text.
fn put_words<'t>(out: &mut Vec<u8>, words: impl Iterator<Item = &'t str> + Clone, alike: &mut Alike) {
    let words = words.filter(|word| !word.is_empty());
    put(out, Some(words.clone().count() as i64));
    for word in words {
        let number = digits(word).map(|number| !number).or_else(|| alike.word(word));
        put(out, number);
        if number.is_none() {
            put_text(out, word);
        }
    }
}

/// Reads what [`put`] wrote.
struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn number(&mut self) -> Option<Option<i64>> {
        let mut number: u128 = 0;
        for shift in (0..77).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u128::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                let Some(coded) = number.checked_sub(1) else { return Some(None) };
                let coded = u64::try_from(coded).ok()?;
                return Some(Some((coded >> 1) as i64 ^ -((coded & 1) as i64)));
            }
        }
        None
    }

    fn text(&mut self) -> Option<&'b str> {
        let length = usize::try_from(self.number()??).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }

    /// What [`put_id`] wrote.
    fn id(&mut self) -> Option<String> {
        match self.number()? {
            Some(number) => Some(number.to_string()),
            None => self.text().map(str::to_owned),
        }
    }

    /// Appends the text that words make, or `instead` where there is no count.
    fn words(&mut self, alike: &Alike, text: &mut String, instead: &str) -> Option<()> {
        let Some(count) = self.number()? else {
            text.push_str(instead);
            return Some(());
        };
        for _ in 0..count {
            match self.number()? {
                Some(number @ 0..) => text.push_str(alike.word_of(number)?),
                Some(number) => write!(text, "{}", !number).ok()?,
                None => text.push_str(self.text()?),
            }
        }
        Some(())
    }
}

/// A user's bytes taken apart.
pub(super) struct Packed<'b> {
    traits: Traits,
    times: [Option<i64>; TIMES.len()],
    top_scope: Option<i64>,
    pub(super) groups: Vec<i64>,
    username: String,
    display_name: String,
    email: String,
    source_id: String,
    /// The profile as JSON; empty for none.
    pub(super) profile: &'b str,
}

impl<'b> Packed<'b> {
    pub(super) fn read(bytes: &'b [u8], alike: &Alike) -> Option<Self> {
        let mut from = Reader(bytes);
        let traits = *alike.traits_of(from.number()??)?;
        let mut times = [None; TIMES.len()];
        for time in &mut times {
            *time = from.number()?.map(|at| at.wrapping_add(NEAR));
        }
        let top_scope = from.number()?;
        let count = usize::try_from(from.number()??).ok()?;
        let mut groups = Vec::with_capacity(count.min(bytes.len()));
        for _ in 0..count {
            groups.push(from.number()??);
        }
        let (mut username, mut display_name, mut email) = (String::new(), String::new(), String::new());
        from.words(alike, &mut username, "")?;
        from.words(alike, &mut display_name, "")?;
        from.words(alike, &mut email, &username)?;
        from.words(alike, &mut email, "")?;
        let source_id = from.id()?;
        let profile = from.text()?;
        Some(Self { traits, times, top_scope, groups, username, display_name, email, source_id, profile })
    }

    pub(super) fn user(self, id: UserId, names: &Names, scopes: &Scopes, alike: &Alike) -> Result<User> {
        let [store, state, kind, facts, top_role, status, precision, source, roles] = self.traits;
        let [created, expires, gone, at] = self.times;
        let top_scope = self.top_scope;
        let small = |number: Option<i64>| number.and_then(|n| u8::try_from(n).ok());
        let (state, kind) = (small(state).unwrap_or(u8::MAX), small(kind).unwrap_or(u8::MAX));
        let facts = Facts(facts.and_then(|n| u16::try_from(n).ok()).unwrap_or_default());
        let set = roles.and_then(|number| u32::try_from(number).ok()).unwrap_or(u32::MAX);
        let top = top_role.and_then(|id| names.role(id));
        // The instance reports a level and not where it is held.
        let scope = || top_scope.and_then(|id| scopes.get(id)).cloned().unwrap_or_else(Scope::instance);
        let some = |text: String| (!text.is_empty()).then_some(text);
        let last_seen = match small(status) {
            None => LastSeen::not_collected(),
            Some(status) => LastSeen {
                status: seen::status(status)?,
                at: time_of("user_seen", "at", at)?,
                source: source.and_then(|id| names.source(id)).map(str::to_owned),
                precision: match small(precision) {
                    None => None,
                    Some(number) => Some(stored("user_seen", "precision", number, || Precision::from_number(number))?),
                },
            },
        };
        Ok(User {
            id,
            source_id: some(self.source_id),
            userstore: store.and_then(|id| names.userstore(id)).unwrap_or_default().to_owned(),
            display_name: if self.display_name.is_empty() { self.username.clone() } else { self.display_name },
            username: self.username,
            email: some(self.email),
            state: stored("user", "state", state, || State::from_number(state))?,
            kind: stored("user", "kind", kind, || Kind::from_number(kind))?,
            privileged: facts.has(Facts::PRIVILEGED),
            mfa: facts.has(Facts::MFA_KNOWN).then(|| facts.has(Facts::MFA)),
            created_at: time_of("user", "created_at", created)?,
            expires_at: time_of("user", "expires_at", expires)?,
            last_seen,
            roles: names.roles(alike.sets.get(set), top),
            highest_role: top.map(|role| HighestRole { role: role.name.clone(), level: role.level, scope: scope() }),
            gone_since: time_of("user", "gone_since", gone)?,
            has_avatar: facts.has(Facts::AVATAR),
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_and_texts_come_back(numbers in prop::collection::vec(any::<Option<i64>>(), 0..20), text in ".*") {
            let mut bytes = Vec::new();
            for number in &numbers {
                put(&mut bytes, *number);
            }
            put_text(&mut bytes, &text);
            let mut from = Reader(&bytes);
            for number in &numbers {
                prop_assert_eq!(from.number(), Some(*number));
            }
            prop_assert_eq!(from.text(), Some(text.as_str()));
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let mut alike = Alike::default();
            for n in 0..9 {
                alike.traits([Some(n); 9]);
                alike.word("ab");
            }
            let _ = Packed::read(&bytes, &alike);
        }
    }

    proptest! {
        #[test]
        fn words_come_back(texts in prop::collection::vec("[ab@ ._ß0-9]{0,60}", 1..20)) {
            let (mut alike, mut bytes) = (Alike::default(), Vec::new());
            texts.iter().for_each(|text| put_words(&mut bytes, words(text), &mut alike));
            let mut from = Reader(&bytes);
            for text in &texts {
                let mut read = String::new();
                from.words(&alike, &mut read, "").unwrap();
                prop_assert_eq!(&read, text);
            }
        }
    }

    #[test]
    fn ids_come_back_as_they_were_written() {
        for (id, most) in [
            ("", 2),
            ("0", 3),
            ("7", 1),
            ("007", 5),
            ("1000000", 4),
            ("999999999999999999", 10),
            ("9999999999999999999", 21),
            ("+1", 4),
            ("-5", 4),
            ("1 ", 4),
            ("٣", 4),
            ("8c1f", 6),
        ] {
            let mut bytes = Vec::new();
            put_id(&mut bytes, id);
            assert!(bytes.len() <= most, "{id}: {}", bytes.len());
            assert_eq!(Reader(&bytes).id().unwrap(), id);
        }
    }

    #[test]
    fn small_numbers_take_a_byte() {
        for (number, length) in
            [(None, 1), (Some(0), 1), (Some(62), 1), (Some(-63), 1), (Some(1_790_000_000), 5), (Some(i64::MIN), 10)]
        {
            let mut bytes = Vec::new();
            put(&mut bytes, number);
            assert_eq!(bytes.len(), length, "{number:?}");
        }
    }
}
