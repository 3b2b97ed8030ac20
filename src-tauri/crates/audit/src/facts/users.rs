//! Everyone in few bytes each. A million users whose texts and times lie about
//! would take a third of a gigabyte, and longer to lay out than to look at.

use super::UserFacts;
use muster_model::seen::SeenStatus;
use muster_model::{Facts, Kind, State, UserId};

/// Users in their order: a few numbers and a piece of one text each.
#[derive(Debug, Clone, Default)]
pub struct Users {
    parts: Vec<Part>,
}

/// Users that were added together.
#[derive(Debug, Clone, Default)]
struct Part {
    rows: Vec<Row>,
    texts: String,
}

#[derive(Debug, Clone)]
struct Row {
    id: i64,
    seen_at: i64,
    created_at: i64,
    expires_at: i64,
    password_at: i64,
    person: u32,
    top_role: u32,
    /// Where its texts begin, one after the other.
    texts: u32,
    /// Their lengths in bytes; the first bit says that there is one.
    lengths: [u16; 6],
    store: u16,
    facts: Facts,
    failed_sign_ins: Option<u16>,
    level: Option<u8>,
    state: State,
    kind: Kind,
    seen: SeenStatus,
    email_verified: Option<bool>,
}

/// What stands for a time that is not known.
const NEVER: i64 = i64::MIN;
/// What stands for no number.
const NONE: u32 = u32::MAX;
/// The most bytes of a text that is kept; no source has a longer one.
const MOST_TEXT: usize = 0x7FFF;
/// About how many bytes the texts of a user have.
const TEXT: usize = 64;

/// Who is not there: nobody finds anything of them.
static NOBODY: Row = Row {
    id: 0,
    seen_at: NEVER,
    created_at: NEVER,
    expires_at: NEVER,
    password_at: NEVER,
    person: NONE,
    top_role: NONE,
    texts: 0,
    lengths: [0; 6],
    store: 0,
    facts: Facts::GONE,
    failed_sign_ins: None,
    level: None,
    state: State::Deleted,
    kind: Kind::Bot,
    seen: SeenStatus::NotCollected,
    email_verified: None,
};

/// A user of [`Users`]: says of it what is asked, and looks at nothing else.
#[derive(Clone, Copy)]
pub struct User<'a> {
    row: &'a Row,
    texts: &'a str,
}

fn known(at: i64) -> Option<i64> {
    (at != NEVER).then_some(at)
}

fn number(number: u32) -> Option<u32> {
    (number != NONE).then_some(number)
}

/// A text of at most [`MOST_TEXT`] bytes.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(MOST_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

impl Users {
    /// Nobody yet, with room for so many: to make it bit by bit would copy
    /// everyone over and over.
    #[must_use]
    pub fn with_capacity(users: usize) -> Self {
        let texts = String::with_capacity(users.saturating_mul(TEXT));
        Self { parts: vec![Part { rows: Vec::with_capacity(users), texts }] }
    }

    /// These users.
    #[must_use]
    pub fn of(users: &[UserFacts<'_>]) -> Self {
        let mut all = Self::with_capacity(users.len());
        users.iter().for_each(|user| all.push(user));
        all
    }

    /// Adds the next user.
    pub fn push(&mut self, user: &UserFacts<'_>) {
        if self.parts.last().is_none_or(|part| u32::try_from(part.texts.len()).is_err()) {
            self.parts.push(Part::default());
        }
        if let Some(part) = self.parts.last_mut() {
            part.push(user);
        }
    }

    /// Adds the users of another after its own.
    pub fn append(&mut self, other: Self) {
        self.parts.extend(other.parts.into_iter().filter(|part| !part.rows.is_empty()));
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parts.iter().map(|part| part.rows.len()).sum()
    }

    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A user by its place.
    #[must_use]
    pub fn get(&self, mut place: usize) -> Option<User<'_>> {
        // There are as many parts as threads that read.
        for part in &self.parts {
            match part.rows.get(place) {
                Some(row) => return Some(User { row, texts: &part.texts }),
                None => place -= part.rows.len(),
            }
        }
        None
    }

    /// A user's key by its place.
    #[must_use]
    pub fn id(&self, mut place: usize) -> Option<UserId> {
        for part in &self.parts {
            match part.rows.get(place) {
                Some(row) => return Some(UserId(row.id)),
                None => place -= part.rows.len(),
            }
        }
        None
    }

    /// Everyone's keys, in their order.
    pub fn ids(&self) -> impl Iterator<Item = UserId> + '_ {
        self.parts.iter().flat_map(|part| part.rows.iter().map(|row| UserId(row.id)))
    }

    /// Everyone, in their order.
    pub fn iter(&self) -> impl Iterator<Item = User<'_>> {
        self.parts.iter().flat_map(|part| part.rows.iter().map(|row| User { row, texts: &part.texts }))
    }
}

impl Part {
    fn push(&mut self, user: &UserFacts<'_>) {
        let texts = [
            user.source_id,
            Some(user.username),
            Some(user.display_name),
            user.email,
            user.department,
            user.employee_number,
        ];
        let begin = u32::try_from(self.texts.len()).unwrap_or(NONE);
        let lengths = texts.map(|text| {
            let Some(text) = text.map(cut) else { return 0 };
            self.texts.push_str(text);
            u16::try_from(text.len()).unwrap_or(0) << 1 | 1
        });
        self.rows.push(Row {
            id: user.id.0,
            seen_at: user.seen_at.unwrap_or(NEVER),
            created_at: user.created_at.unwrap_or(NEVER),
            expires_at: user.expires_at.unwrap_or(NEVER),
            password_at: user.password_at.unwrap_or(NEVER),
            person: user.person.unwrap_or(NONE),
            top_role: user.top_role.unwrap_or(NONE),
            texts: begin,
            lengths,
            store: user.store,
            facts: user.facts,
            failed_sign_ins: user.failed_sign_ins,
            level: user.level,
            state: user.state,
            kind: user.kind,
            seen: user.seen,
            email_verified: user.email_verified,
        });
    }
}

/// Says which user, never who.
impl std::fmt::Debug for User<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("User").field(&self.row.id).finish()
    }
}

impl<'a> User<'a> {
    /// Who is not there.
    pub(super) const fn nobody() -> Self {
        Self { row: &NOBODY, texts: "" }
    }

    /// The vault's key.
    #[must_use]
    pub const fn id(self) -> UserId {
        UserId(self.row.id)
    }

    /// Its userstore.
    #[must_use]
    pub const fn store(self) -> u16 {
        self.row.store
    }

    /// What the account may do at all.
    #[must_use]
    pub const fn state(self) -> State {
        self.row.state
    }

    /// Who or what uses it.
    #[must_use]
    pub const fn kind(self) -> Kind {
        self.row.kind
    }

    /// The yes-or-no facts.
    #[must_use]
    pub const fn facts(self) -> Facts {
        self.row.facts
    }

    /// The highest access level, where roles have levels.
    #[must_use]
    pub const fn level(self) -> Option<u8> {
        self.row.level
    }

    /// Which of the four answers last seen is.
    #[must_use]
    pub const fn seen(self) -> SeenStatus {
        self.row.seen
    }

    /// Failed sign-ins in a row, where the source says.
    #[must_use]
    pub const fn failed_sign_ins(self) -> Option<u16> {
        self.row.failed_sign_ins
    }

    /// Whether its e-mail is verified, where the source says.
    #[must_use]
    pub const fn email_verified(self) -> Option<bool> {
        self.row.email_verified
    }

    /// When it was last seen, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub fn seen_at(self) -> Option<i64> {
        known(self.row.seen_at)
    }

    /// When the source created it, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub fn created_at(self) -> Option<i64> {
        known(self.row.created_at)
    }

    /// When access ends, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub fn expires_at(self) -> Option<i64> {
        known(self.row.expires_at)
    }

    /// When its password was last set, where the source says.
    #[must_use]
    pub fn password_at(self) -> Option<i64> {
        known(self.row.password_at)
    }

    /// The linked person, as a number that is the same for all their users.
    #[must_use]
    pub fn person(self) -> Option<u32> {
        number(self.row.person)
    }

    /// The highest role: its place.
    #[must_use]
    pub fn top_role(self) -> Option<u32> {
        number(self.row.top_role)
    }

    /// The source's own immutable id.
    #[must_use]
    pub fn source_id(self) -> Option<&'a str> {
        self.text(0)
    }

    /// The sign-in name.
    #[must_use]
    pub fn username(self) -> &'a str {
        self.text(1).unwrap_or_default()
    }

    /// The name to show.
    #[must_use]
    pub fn display_name(self) -> &'a str {
        self.text(2).unwrap_or_default()
    }

    /// The primary e-mail.
    #[must_use]
    pub fn email(self) -> Option<&'a str> {
        self.text(3)
    }

    /// The department.
    #[must_use]
    pub fn department(self) -> Option<&'a str> {
        self.text(4)
    }

    /// The employee number.
    #[must_use]
    pub fn employee_number(self) -> Option<&'a str> {
        self.text(5)
    }

    /// Whether its source still lists it.
    #[must_use]
    pub const fn is_listed(self) -> bool {
        !self.row.facts.has(Facts::GONE) && !matches!(self.row.state, State::Deleted)
    }

    /// Whether it can sign in: now, or when a lock after failed sign-ins
    /// passes by itself.
    #[must_use]
    pub const fn is_enabled(self) -> bool {
        self.is_listed() && matches!(self.row.state, State::Active | State::Locked)
    }

    /// Whether it holds a privileged role.
    #[must_use]
    pub const fn is_privileged(self) -> bool {
        self.row.facts.has(Facts::PRIVILEGED)
    }

    /// One of its texts, by its place among them.
    fn text(self, place: usize) -> Option<&'a str> {
        let lengths = &self.row.lengths;
        let length = *lengths.get(place).filter(|length| **length & 1 == 1)?;
        let before: usize = lengths.iter().take(place).map(|length| usize::from(length >> 1)).sum();
        let begin = self.row.texts as usize + before;
        self.texts.get(begin..begin + usize::from(length >> 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn user(id: i64, text: Option<&str>, at: Option<i64>, few: Option<u32>) -> UserFacts<'_> {
        UserFacts {
            id: UserId(id),
            store: 7,
            state: State::Banned,
            kind: Kind::Bot,
            facts: Facts::GONE,
            level: few.map(|few| few.to_le_bytes()[0]),
            top_role: few,
            seen: SeenStatus::Never,
            seen_at: at,
            created_at: at.map(|at| at / 2),
            expires_at: at.map(|at| at / 3),
            password_at: at.map(|at| at / 5),
            failed_sign_ins: few.map(|few| few.to_le_bytes()[1].into()),
            email_verified: few.map(|few| few % 2 == 0),
            person: few.map(|few| few / 2),
            source_id: text,
            username: text.unwrap_or("Ada"),
            display_name: text.unwrap_or_default(),
            email: text.map(|text| text.get(..0).unwrap_or(text)),
            department: text.filter(|_| few.is_some()),
            employee_number: text.filter(|_| at.is_some()),
        }
    }

    fn facts(user: User<'_>) -> UserFacts<'_> {
        UserFacts {
            id: user.id(),
            store: user.store(),
            state: user.state(),
            kind: user.kind(),
            facts: user.facts(),
            level: user.level(),
            top_role: user.top_role(),
            seen: user.seen(),
            seen_at: user.seen_at(),
            created_at: user.created_at(),
            expires_at: user.expires_at(),
            password_at: user.password_at(),
            failed_sign_ins: user.failed_sign_ins(),
            email_verified: user.email_verified(),
            person: user.person(),
            source_id: user.source_id(),
            username: user.username(),
            display_name: user.display_name(),
            email: user.email(),
            department: user.department(),
            employee_number: user.employee_number(),
        }
    }

    proptest! {
        /// Whoever was added is looked at as they were, wherever they lie.
        #[test]
        fn users_come_back_as_they_were(
            told in proptest::collection::vec(
                (any::<i64>(), proptest::option::of(".{0,9}"), proptest::option::of(-9_i64..1 << 40), proptest::option::of(0..u32::MAX)), 0..30),
            cut in 0_usize..30,
        ) {
            let users: Vec<UserFacts<'_>> =
                told.iter().map(|(id, text, at, few)| user(*id, text.as_deref(), *at, *few)).collect();
            let (before, after) = users.split_at(cut.min(users.len()));
            let mut all = Users::of(before);
            all.append(Users::of(after));
            prop_assert_eq!(all.len(), users.len());
            let said = |user: &UserFacts<'_>| format!("{user:?}");
            prop_assert_eq!(all.iter().map(|user| said(&facts(user))).collect::<Vec<_>>(), users.iter().map(said).collect::<Vec<_>>());
            for (place, user) in users.iter().enumerate() {
                prop_assert_eq!(all.get(place).map(|user| said(&facts(user))), Some(said(user)));
                prop_assert_eq!(all.id(place), Some(user.id));
            }
            prop_assert!(all.get(users.len()).is_none() && all.id(users.len()).is_none());
        }
    }

    #[test]
    fn a_text_as_long_as_a_book_is_cut_between_its_characters() {
        let long = "ä".repeat(40_000);
        let all = Users::of(&[user(1, Some(&long), None, None), user(2, Some("b"), None, None)]);
        let kept: Vec<usize> = all.iter().filter_map(User::source_id).map(str::len).collect();
        assert_eq!(kept, [0x7FFE, 1]);
    }
}
