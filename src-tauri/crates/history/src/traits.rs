//! What a counting rule may look at of a user, as one value that many share.

use muster_model::seen::SeenStatus;
use muster_model::{Facts, Grant, Kind, State};
use muster_query::Subject;
use muster_query::ast::{AttributeName, NumberAttr, TextAttr, TimeAttr};

/// What a counting rule usually looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Traits {
    /// The place of the userstore in [`crate::History::stores`].
    pub store: u32,
    /// The state.
    pub state: State,
    /// The kind.
    pub kind: Kind,
    pub(crate) facts: u16,
    /// The highest access level.
    pub level: Option<u8>,
    /// The number of the highest role's name.
    pub(crate) role: Option<u32>,
}

impl Traits {
    /// The yes-or-no facts.
    #[must_use]
    pub const fn facts(&self) -> Facts {
        Facts(self.facts)
    }

    pub(crate) fn set(&mut self, fact: Facts, on: bool) {
        self.facts = Facts(self.facts).with(fact, on).0;
    }
}

/// A last sign of life in four bytes: its second since 1970, until 2106, or
/// which other answer it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen(pub u32);

impl Seen {
    pub(crate) const NOT_COLLECTED: Self = Self(0);
    const UNKNOWN: Self = Self(1);
    const NEVER: Self = Self(2);
    /// The first seconds of 1970 stand for the other answers.
    const EARLIEST: u32 = 3;

    pub(crate) fn new(status: SeenStatus, at: Option<i64>) -> Self {
        match (status, at) {
            (SeenStatus::Seen, Some(at)) => {
                let at = at.clamp(i64::from(Self::EARLIEST), i64::from(u32::MAX));
                Self(u32::try_from(at).unwrap_or(u32::MAX))
            }
            (SeenStatus::Never, _) => Self::NEVER,
            (SeenStatus::NotCollected, _) => Self::NOT_COLLECTED,
            (SeenStatus::Unknown | SeenStatus::Seen, _) => Self::UNKNOWN,
        }
    }

    pub(crate) const fn status(self) -> SeenStatus {
        match self {
            Self::NOT_COLLECTED => SeenStatus::NotCollected,
            Self::UNKNOWN => SeenStatus::Unknown,
            Self::NEVER => SeenStatus::Never,
            _ => SeenStatus::Seen,
        }
    }

    pub(crate) const fn at(self) -> Option<i64> {
        if self.0 < Self::EARLIEST { None } else { Some(self.0 as i64) }
    }
}

/// As the filter language sees what is kept of a user.
pub(crate) struct Outline<'h> {
    pub traits: &'h Traits,
    pub userstore: &'h str,
    pub role: Option<&'h str>,
    pub seen: Seen,
}

impl Subject for Outline<'_> {
    fn texts(&self, attr: TextAttr, see: &mut dyn FnMut(&str)) {
        match attr {
            TextAttr::Userstore => see(self.userstore),
            TextAttr::HighestRole => self.role.into_iter().for_each(see),
            _ => {}
        }
    }

    fn attribute(&self, _: &AttributeName, _: &mut dyn FnMut(&str)) {}

    fn permissions(&self, _: &mut dyn FnMut(&str)) {}

    fn state(&self) -> State {
        self.traits.state
    }

    fn kind(&self) -> Kind {
        self.traits.kind
    }

    fn seen(&self) -> SeenStatus {
        self.seen.status()
    }

    fn facts(&self) -> Facts {
        self.traits.facts()
    }

    fn seat(&self) -> Option<bool> {
        None
    }

    fn time(&self, attr: TimeAttr) -> Option<i64> {
        if attr == TimeAttr::LastSeen { self.seen.at() } else { None }
    }

    fn number(&self, attr: NumberAttr) -> Option<i64> {
        if attr == NumberAttr::Level { self.traits.level.map(i64::from) } else { None }
    }

    fn grants(&self) -> &[Grant] {
        &[]
    }
}
