//! Whether a filter holds for a user.

use crate::ast::{
    Clause, Filter, FlagAttr, FlagTest, GrantClause, GrantFlag, GrantText, Needle, NumberTest, Order, PathTest,
    SeenTest, TextAttr, TextOp, TextTest, TimeAttr, TimeTest, WordTest,
};
use crate::subject::Subject;
use muster_model::fold::{fold, fold_case};
use muster_model::seen::SeenStatus;
use muster_model::{Facts, Grant, State, permission};

impl Filter {
    /// Whether it holds for `subject` when it is `now`, in seconds since
    /// 1970-01-01 UTC.
    #[must_use]
    pub fn matches(&self, subject: &dyn Subject, now: i64) -> bool {
        self.expr().is_none_or(|expr| expr.holds(&mut |clause| clause.holds(subject, now)))
    }
}

impl Clause {
    /// Whether it holds for `subject` when it is `now`.
    #[must_use]
    pub fn holds(&self, subject: &dyn Subject, now: i64) -> bool {
        match self {
            Self::Anywhere(needle) => [TextAttr::UserName, TextAttr::DisplayName, TextAttr::Email]
                .into_iter()
                .any(|attr| any_text(subject, attr, |text| fold(text).contains(needle.folded()))),
            Self::Text(attr, test) => test.holds(attr.minds_accents(), |see| subject.texts(*attr, see)),
            Self::Attribute(name, test) => test.holds(false, |see| subject.attribute(name, see)),
            Self::Permission(test) => test.holds(|see| subject.permissions(see)),
            Self::State(test) => test.holds(subject.state()),
            Self::Kind(test) => test.holds(subject.kind()),
            Self::Seen(SeenTest::Eq(status)) => subject.seen() == *status,
            Self::Seen(SeenTest::Ne(status)) => subject.seen() != *status,
            Self::Flag(attr, test) => test.holds(attr.of(subject)),
            Self::Time(attr, test) => test.holds(attr.of(subject), now),
            Self::Number(attr, test) => test.holds(subject.number(*attr)),
            Self::Grants(None) => !subject.grants().is_empty(),
            Self::Grants(Some(expr)) => {
                subject.grants().iter().any(|grant| expr.holds(&mut |clause| clause.holds(grant, now)))
            }
        }
    }
}

impl GrantClause {
    /// Whether it holds for `grant` when it is `now`.
    #[must_use]
    pub fn holds(&self, grant: &Grant, now: i64) -> bool {
        match self {
            Self::Text(attr, test) => test.holds(attr.minds_accents(), |see| attr.of(grant).into_iter().for_each(see)),
            Self::ScopeKind(test) => test.holds(grant.scope.kind),
            Self::Level(test) => test.holds(grant.role.level.map(i64::from)),
            Self::Flag(attr, test) => test.holds(Some(attr.of(grant))),
            Self::Expires(test) => test.holds(grant.expires.map(|time| time.timestamp()), now),
        }
    }
}

impl GrantText {
    /// Its value for a grant.
    #[must_use]
    pub fn of(self, grant: &Grant) -> Option<&str> {
        match self {
            Self::Role => Some(&grant.role.name),
            Self::Base => grant.role.base.as_deref(),
            Self::Scope => Some(&grant.scope.path),
            Self::Through => grant.through.as_deref(),
        }
    }
}

impl GrantFlag {
    /// Its value for a grant.
    #[must_use]
    pub fn of(self, grant: &Grant) -> bool {
        match self {
            Self::Direct => grant.through.is_none(),
            Self::Elevated => grant.role.is_elevated_guest(),
            Self::Privileged => grant.role.privileged,
        }
    }
}

impl FlagAttr {
    /// Its value for a user; none if it is not known.
    #[must_use]
    pub fn of(self, subject: &dyn Subject) -> Option<bool> {
        let facts = subject.facts();
        match self {
            Self::Active => Some(subject.state() == State::Active),
            Self::Seat => subject.seat(),
            _ => {
                let (value, known) = self.facts()?;
                known.is_none_or(|known| facts.has(known)).then(|| facts.has(value))
            }
        }
    }

    /// The fact that holds its value, and the one that says whether it is
    /// known, if it may be unknown; none for what is not among the facts.
    #[must_use]
    pub const fn facts(self) -> Option<(Facts, Option<Facts>)> {
        match self {
            Self::Active | Self::Seat => None,
            Self::Mfa => Some((Facts::MFA, Some(Facts::MFA_KNOWN))),
            Self::SeatFlag => Some((Facts::SEAT_FLAG, Some(Facts::SEAT_FLAG_KNOWN))),
            Self::Privileged => Some((Facts::PRIVILEGED, None)),
            Self::Auditor => Some((Facts::AUDITOR, None)),
            Self::Member => Some((Facts::MEMBER, None)),
            Self::ElevatedGuest => Some((Facts::ELEVATED_GUEST, None)),
            Self::GrantsKnown => Some((Facts::GRANTS_KNOWN, None)),
            Self::Gone => Some((Facts::GONE, None)),
            Self::Avatar => Some((Facts::AVATAR, None)),
            Self::Pending => Some((Facts::PENDING, None)),
        }
    }
}

impl TimeAttr {
    /// Its value for a user. A last seen that is not [`SeenStatus::Seen`] has
    /// no time, whatever else is stored.
    #[must_use]
    pub fn of(self, subject: &dyn Subject) -> Option<i64> {
        if self == Self::LastSeen && subject.seen() != SeenStatus::Seen { None } else { subject.time(self) }
    }
}

fn any_text(subject: &dyn Subject, attr: TextAttr, test: impl Fn(&str) -> bool) -> bool {
    let mut holds = false;
    subject.texts(attr, &mut |text| holds = holds || (!fold(text).is_empty() && test(text)));
    holds
}

impl TextTest {
    /// Whether it holds for the values that `texts` shows. A value in which
    /// folding leaves nothing counts as absent.
    pub fn holds(&self, minds_accents: bool, texts: impl FnOnce(&mut dyn FnMut(&str))) -> bool {
        let mut any = false;
        texts(&mut |text| any = any || (!fold(text).is_empty() && self.fits(minds_accents, text)));
        // `ne` looks for an equal value and holds if there is none.
        any != matches!(self, Self::Is(TextOp::Ne, _))
    }

    /// Whether `text` is a value that makes it hold, or for `ne`, fail.
    pub(crate) fn fits(&self, minds_accents: bool, text: &str) -> bool {
        match self {
            Self::Present => true,
            Self::Is(TextOp::Eq | TextOp::Ne, needle) => equal(minds_accents, text, needle),
            Self::Is(TextOp::Co, needle) => fold(text).contains(needle.folded()),
            Self::Is(TextOp::Sw, needle) => fold(text).starts_with(needle.folded()),
            Self::Is(TextOp::Ew, needle) => fold(text).ends_with(needle.folded()),
        }
    }
}

fn equal(minds_accents: bool, text: &str, needle: &Needle) -> bool {
    if minds_accents { fold_case(text) == needle.cased() } else { fold(text) == needle.folded() }
}

impl PathTest {
    /// Whether it holds for one who holds what `permissions` shows.
    pub fn holds(&self, permissions: impl FnOnce(&mut dyn FnMut(&str))) -> bool {
        let mut any = false;
        permissions(&mut |held| any = any || self.fits(held));
        any != matches!(self, Self::Ne(_))
    }

    /// Whether holding `held` makes it hold, or for `ne`, fail.
    #[must_use]
    pub fn fits(&self, held: &str) -> bool {
        let Some(held) = permission::key(held) else { return false };
        match self {
            Self::Present => true,
            Self::Eq(asked) | Self::Ne(asked) => {
                permission::key(asked.raw()).is_some_and(|asked| permission::covers(&held, &asked))
            }
        }
    }
}

impl<T: PartialEq> WordTest<T> {
    /// Whether it holds for a word.
    pub fn holds(&self, word: T) -> bool {
        match self {
            Self::Present => true,
            Self::Eq(expected) => word == *expected,
            Self::Ne(expected) => word != *expected,
        }
    }
}

impl FlagTest {
    /// Whether it holds for a fact that may be unknown.
    #[must_use]
    pub fn holds(self, flag: Option<bool>) -> bool {
        match self {
            Self::Present => flag.is_some(),
            Self::Eq(expected) => flag == Some(expected),
            Self::Ne(expected) => flag != Some(expected),
        }
    }
}

impl NumberTest {
    /// Whether it holds for a number that may be absent.
    #[must_use]
    pub fn holds(self, number: Option<i64>) -> bool {
        match self {
            Self::Present => number.is_some(),
            Self::Is(order, value) => order.holds(number, value, value.saturating_add(1)),
        }
    }
}

impl TimeTest {
    /// Whether it holds for a time that may be absent, when it is `now`.
    #[must_use]
    pub fn holds(self, time: Option<i64>, now: i64) -> bool {
        match self {
            Self::Present => time.is_some(),
            Self::Is(order, moment) => {
                let (start, end) = moment.interval(now);
                order.holds(time, start, end)
            }
        }
    }
}

impl Order {
    /// Whether `value` stands so to the interval from `start` up to, but
    /// without, `end`. An absent value only is not equal.
    #[must_use]
    pub fn holds(self, value: Option<i64>, start: i64, end: i64) -> bool {
        let Some(value) = value else { return self == Self::Ne };
        match self {
            Self::Eq => start <= value && value < end,
            Self::Ne => value < start || end <= value,
            Self::Gt => value >= end,
            Self::Ge => value >= start,
            Self::Lt => value < start,
            Self::Le => value < end,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
