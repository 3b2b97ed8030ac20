//! A user as bytes and back: numbers in as few bytes as they need, texts
//! behind their lengths, names of what users share as numbers.

use super::names::{Names, Scopes, Sets};
use crate::Result;
use crate::tables::{seen, stored, time_of};
use muster_model::user::HighestRole;
use muster_model::{Facts, Kind, LastSeen, Precision, Scope, State, User, UserId};
use rusqlite::Connection;

/// What [`Row::pack`] takes.
pub(super) const SELECT: &str =
    "SELECT u.id, u.userstore_id, u.username, u.display_name, u.email, u.source_id, u.state,
    u.kind, u.facts, u.created_at, u.expires_at, u.gone_since, u.top_role_id, u.top_scope_id,
    n.status, n.at, n.precision, n.source_id
    FROM user u LEFT JOIN user_seen n ON n.user_id = u.id";

/// The columns that are numbers, in their order.
const NUMBERS: [usize; 13] = [1, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17];

/// A user as it was read.
pub(super) struct Row<'r> {
    pub(super) row: &'r rusqlite::Row<'r>,
    /// The number of the set of roles.
    pub(super) roles: u32,
    /// Keys of groups.
    pub(super) groups: &'r [i64],
}

impl Row<'_> {
    /// Appends the user's bytes; the profile's text follows them.
    pub(super) fn pack(&self, out: &mut Vec<u8>, scopes: &mut Scopes, conn: &Connection) -> Result<()> {
        let row = self.row;
        put(out, Some(row.get(0)?));
        for column in NUMBERS {
            put(out, row.get(column)?);
        }
        put(out, Some(i64::from(self.roles)));
        put(out, Some(self.groups.len() as i64));
        for group in self.groups {
            put(out, Some(*group));
        }
        let text = |column: usize| -> Result<&str> {
            Ok(row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from)?.unwrap_or_default())
        };
        let (username, display_name) = (text(2)?, text(3)?);
        put_text(out, username);
        // Nothing where it is the username.
        put_text(out, if display_name == username { "" } else { display_name });
        put_text(out, text(4)?);
        put_text(out, text(5)?);
        if let Some(scope) = row.get(13)? {
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
}

/// A user's bytes taken apart.
pub(super) struct Packed<'b> {
    id: i64,
    numbers: [Option<i64>; NUMBERS.len()],
    roles: u32,
    pub(super) groups: Vec<i64>,
    username: &'b str,
    display_name: &'b str,
    email: &'b str,
    source_id: &'b str,
    /// The profile as JSON; empty for none.
    pub(super) profile: &'b str,
}

impl<'b> Packed<'b> {
    pub(super) fn read(bytes: &'b [u8]) -> Option<Self> {
        let mut from = Reader(bytes);
        let id = from.number()??;
        let mut numbers = [None; NUMBERS.len()];
        for number in &mut numbers {
            *number = from.number()?;
        }
        let roles = u32::try_from(from.number()??).ok()?;
        let count = usize::try_from(from.number()??).ok()?;
        let mut groups = Vec::with_capacity(count.min(bytes.len()));
        for _ in 0..count {
            groups.push(from.number()??);
        }
        let [username, display_name, email, source_id, profile] =
            [from.text()?, from.text()?, from.text()?, from.text()?, from.text()?];
        Some(Self { id, numbers, roles, groups, username, display_name, email, source_id, profile })
    }

    pub(super) fn user(&self, names: &Names, scopes: &Scopes, sets: &Sets) -> Result<User> {
        let [store, state, kind, facts, created, expires, gone, top_role, top_scope, status, at, precision, source] =
            self.numbers;
        let small = |number: Option<i64>| number.and_then(|n| u8::try_from(n).ok());
        let (state, kind) = (small(state).unwrap_or(u8::MAX), small(kind).unwrap_or(u8::MAX));
        let facts = Facts(facts.and_then(|n| u16::try_from(n).ok()).unwrap_or_default());
        let top = top_role.and_then(|id| names.role(id));
        // The instance reports a level and not where it is held.
        let scope = || top_scope.and_then(|id| scopes.get(id)).cloned().unwrap_or_else(Scope::instance);
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
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
            id: UserId(self.id),
            source_id: some(self.source_id),
            userstore: store.and_then(|id| names.userstore(id)).unwrap_or_default().to_owned(),
            username: self.username.to_owned(),
            display_name: if self.display_name.is_empty() { self.username } else { self.display_name }.to_owned(),
            email: some(self.email),
            state: stored("user", "state", state, || State::from_number(state))?,
            kind: stored("user", "kind", kind, || Kind::from_number(kind))?,
            privileged: facts.has(Facts::PRIVILEGED),
            mfa: facts.has(Facts::MFA_KNOWN).then(|| facts.has(Facts::MFA)),
            created_at: time_of("user", "created_at", created)?,
            expires_at: time_of("user", "expires_at", expires)?,
            last_seen,
            roles: names.roles(sets.get(self.roles), top),
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
            let _ = Packed::read(&bytes);
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
