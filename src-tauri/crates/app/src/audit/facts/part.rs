//! Users in few bytes each, and as checks look at them.

use super::{Places, ended};
use muster_audit::facts::{GivenGrant, UserFacts};
use muster_model::seen::SeenStatus;
use muster_model::{Facts, Kind, State, UserId};
use muster_vault::Connection;
use muster_vault::facts::{self, HeldGrant, UserTold};

/// No place.
pub(super) const NONE: u32 = u32::MAX;

/// Users whose keys lie side by side.
#[derive(Default)]
pub(super) struct Part {
    pub users: Vec<Kept>,
    pub texts: String,
    /// Grants of users whose userstore was reviewed, since when; the users by
    /// their place in here.
    pub given: Vec<GivenGrant>,
}

/// A user in few bytes: its texts are in its part, one after the other.
pub(super) struct Kept {
    pub id: i64,
    seen_at: i64,
    created_at: i64,
    pub expires_at: i64,
    person: u32,
    pub top_role: u32,
    texts: u32,
    /// The lengths of the texts in bytes; the first bit says that there is one.
    lengths: [u16; 6],
    pub store: u16,
    facts: Facts,
    state: State,
    kind: Kind,
    level: Option<u8>,
    seen: SeenStatus,
}

/// What stands for a time that is not known.
const NEVER: i64 = i64::MIN;
/// The most bytes of a text that is kept; no source has a longer one.
const MOST_TEXT: usize = 0x7FFF;

pub(super) fn known(at: i64) -> Option<i64> {
    (at != NEVER).then_some(at)
}

/// About how many bytes the texts of a user have.
const TEXT: usize = 64;

/// A text of at most [`MOST_TEXT`] bytes.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(MOST_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

impl Part {
    /// Reads the users with keys from the one to the other.
    pub fn read(conn: &Connection, from: i64, to: i64, places: &Places) -> muster_vault::Result<Self> {
        let mut part = Self::default();
        // To make room bit by bit would copy it all over and over.
        let most = usize::try_from(to.saturating_sub(from)).map_or(0, |span| span.saturating_add(1).min(places.users));
        part.users.reserve(most);
        part.texts.reserve(most.saturating_mul(TEXT));
        facts::users(conn, from, to, &mut |told| part.push(&told, places))?;
        if !places.reviewed.is_empty() {
            let mut at = 0;
            facts::grants(conn, from, to, &mut |held| {
                if let Some(given) = part.given(&held, &mut at, places) {
                    part.given.push(given);
                }
            })?;
        }
        Ok(part)
    }

    /// Since when one of the next users, in the order of their keys, holds
    /// something; none where nobody asks.
    fn given(&self, held: &HeldGrant, at: &mut usize, places: &Places) -> Option<GivenGrant> {
        while self.users.get(*at).is_some_and(|user| user.id < held.user) {
            *at += 1;
        }
        let user = self.users.get(*at).filter(|user| user.id == held.user)?;
        if !places.reviewed.contains(&user.store) || ended(held.expires, places.now) {
            return None;
        }
        Some(GivenGrant {
            user: u32::try_from(*at).ok()?,
            role: *places.roles.get(&held.role)?,
            scope: *places.scopes.get(&held.scope)?,
            since: i32::try_from(held.since?.div_euclid(86_400)).ok()?,
            explained: held.given_here,
        })
    }

    fn push(&mut self, told: &UserTold<'_>, places: &Places) {
        let texts = [
            told.source_id,
            Some(told.username),
            Some(told.display_name),
            told.email,
            told.department,
            told.employee_number,
        ];
        let begin = u32::try_from(self.texts.len()).unwrap_or(NONE);
        let lengths = texts.map(|text| {
            let Some(text) = text.map(cut) else { return 0 };
            self.texts.push_str(text);
            u16::try_from(text.len()).unwrap_or(0) << 1 | 1
        });
        self.users.push(Kept {
            id: told.id,
            seen_at: told.seen_at.unwrap_or(NEVER),
            created_at: told.created_at.unwrap_or(NEVER),
            expires_at: told.expires_at.unwrap_or(NEVER),
            person: told.person.and_then(|person| u32::try_from(person).ok()).unwrap_or(NONE),
            top_role: told.top_role.and_then(|role| places.roles.get(&role).copied()).unwrap_or(NONE),
            texts: begin,
            lengths,
            store: places.stores.get(&told.userstore).copied().unwrap_or(u16::MAX),
            facts: told.facts,
            state: told.state,
            kind: told.kind,
            level: told.level,
            seen: told.seen,
        });
    }
}

impl Kept {
    pub fn facts<'a>(&self, texts: &'a str) -> UserFacts<'a> {
        let mut at = self.texts as usize;
        let [source_id, username, display_name, email, department, employee_number] = self.lengths.map(|length| {
            let end = at + usize::from(length >> 1);
            let text = texts.get(at..end);
            at = end;
            text.filter(|_| length & 1 == 1)
        });
        UserFacts {
            id: UserId(self.id),
            store: self.store,
            state: self.state,
            kind: self.kind,
            facts: self.facts,
            level: self.level,
            seen: self.seen,
            seen_at: known(self.seen_at),
            created_at: known(self.created_at),
            // The vault has no place for these.
            password_at: None,
            failed_sign_ins: None,
            email_verified: None,
            person: (self.person != NONE).then_some(self.person),
            source_id,
            username: username.unwrap_or_default(),
            display_name: display_name.unwrap_or_default(),
            email,
            department,
            employee_number,
        }
    }
}
