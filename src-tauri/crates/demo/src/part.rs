//! What is wrong in the realm on purpose: which parts are played, by how many
//! accounts of the GitLab userstore, and what an audit must find of each.
//!
//! Everyone else is as they should be. Who plays a part is drawn by the seed,
//! and can be told for one account alone, and for one part alone: so the list
//! of what must be found needs nobody to be looked at.

use crate::shuffle::Shuffle;
use muster_model::{Kind, State};

/// A part that an account plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// An account for administration alone, as it should be.
    Administrator,
    /// Holds a custom role, so that somebody does.
    Captain,
    /// Not seen for 47 to 86 days.
    Dormant,
    /// Not seen for 93 to 393 days.
    LongDormant,
    /// Created weeks ago, and never signed in.
    NeverSignedIn,
    /// The instance does not say when last seen.
    Unknown,
    /// An administrator who was not seen for 34 to 43 days.
    DormantAdministrator,
    /// An administrator who never signed in.
    UnusedAdministrator,
    /// An administrator without a second factor.
    OpenAdministrator,
    /// An administrator who signs in elsewhere: the instance does not say
    /// whether there is a second factor.
    UnsureAdministrator,
    /// An administrator who works with the same account every day.
    BusyAdministrator,
    /// An administrator who is the auditor as well.
    AuditingAdministrator,
    /// Switched off, with all roles.
    DisabledHolder,
    /// Switched off, and the only one to hold a role that was made for a move.
    Mover,
    /// Holds a role whose end has passed.
    EndedGrant,
    /// Waits for approval for more than a month.
    Waiting,
    /// An account that several people use.
    Shared,
    /// Without a department, which everyone else has.
    NoDepartment,
    /// A service account for which nobody answers.
    UnownedService,
    /// A service account of which nobody noted what it is for.
    PurposelessService,
    /// A service account that nobody will look at again.
    UnreviewedService,
    /// A service account that somebody was to look at by now.
    OverdueService,
    /// A service account whose program is gone.
    DormantService,
    /// A service account that administers the instance.
    PrivilegedService,
    /// A person from outside who administers the instance.
    PrivilegedExternal,
    /// A person from outside who was not seen for 33 to 42 days.
    DormantExternal,
    /// A person from outside whose access has no end.
    EndlessExternal,
    /// Holds directly what a group gives as well.
    DoubleGrant,
    /// Kept every role of every team so far.
    Hoarder,
    /// Active, and holds nothing.
    Roleless,
}

/// A part, from how many accounts on it is played, by how many at the least
/// and at the most, and by how many in 100,000.
struct Cast(Part, u64, u64, u64, u64);

const MANY: u64 = u64::MAX;

/// Everyone who plays a part, in an order that never changes. Where few
/// accounts would make a rule find more than was meant (a tenth of a small
/// team is quickly privileged), a part waits for a larger realm.
const CAST: &[Cast] = &[
    Cast(Part::Administrator, 4, 1, 30, 250),
    Cast(Part::Captain, 60, 1, 1, 0),
    Cast(Part::Dormant, 60, 1, MANY, 1500),
    Cast(Part::LongDormant, 60, 1, MANY, 3000),
    Cast(Part::NeverSignedIn, 60, 1, MANY, 1000),
    Cast(Part::Unknown, 60, 1, MANY, 400),
    Cast(Part::DisabledHolder, 60, 1, MANY, 500),
    Cast(Part::Waiting, 60, 1, MANY, 300),
    Cast(Part::DormantExternal, 60, 1, MANY, 200),
    Cast(Part::Roleless, 60, 1, MANY, 200),
    Cast(Part::DoubleGrant, 60, 1, MANY, 300),
    Cast(Part::EndlessExternal, 100, 1, MANY, 200),
    Cast(Part::UnownedService, 100, 1, MANY, 200),
    Cast(Part::DormantService, 100, 1, MANY, 100),
    Cast(Part::EndedGrant, 100, 1, MANY, 200),
    Cast(Part::Shared, 100, 1, SHARED.len() as u64, 300),
    Cast(Part::Mover, 150, 1, 1, 0),
    Cast(Part::NoDepartment, 150, 1, MANY, 200),
    Cast(Part::PurposelessService, 150, 1, MANY, 100),
    Cast(Part::UnreviewedService, 150, 1, MANY, 100),
    Cast(Part::OverdueService, 150, 1, MANY, 100),
    Cast(Part::DormantAdministrator, 300, 1, 2, 50),
    Cast(Part::UnusedAdministrator, 300, 1, 1, 0),
    Cast(Part::OpenAdministrator, 300, 1, 2, 50),
    Cast(Part::UnsureAdministrator, 300, 1, 1, 0),
    Cast(Part::BusyAdministrator, 300, 1, 2, 200),
    Cast(Part::AuditingAdministrator, 300, 1, 1, 0),
    Cast(Part::PrivilegedService, 300, 1, 1, 0),
    Cast(Part::PrivilegedExternal, 300, 1, 1, 0),
    Cast(Part::Hoarder, 300, 1, MANY, 100),
];

/// Username and name of shared accounts.
pub const SHARED: [(&str, &str); 3] =
    [("helpdesk", "Help desk"), ("test.user2", "Test user 2"), ("office-shared", "Office, shared")];

impl Part {
    /// What kind of account plays it.
    pub const fn kind(self) -> Kind {
        match self {
            Self::UnownedService
            | Self::PurposelessService
            | Self::UnreviewedService
            | Self::OverdueService
            | Self::DormantService
            | Self::PrivilegedService => Kind::Service,
            Self::PrivilegedExternal | Self::DormantExternal | Self::EndlessExternal => Kind::External,
            _ => Kind::Human,
        }
    }

    /// The state of the account today.
    pub const fn state(self, rank: u64) -> State {
        match self {
            Self::DisabledHolder if rank % 2 == 1 => State::Blocked,
            Self::DisabledHolder | Self::Mover => State::Deactivated,
            Self::Waiting => State::Pending,
            _ => State::Active,
        }
    }

    /// Whether it administers the instance.
    pub const fn administers(self) -> bool {
        matches!(
            self,
            Self::Administrator
                | Self::DormantAdministrator
                | Self::UnusedAdministrator
                | Self::OpenAdministrator
                | Self::UnsureAdministrator
                | Self::BusyAdministrator
                | Self::AuditingAdministrator
                | Self::PrivilegedService
                | Self::PrivilegedExternal
        )
    }

    /// The rules that find the user.
    pub const fn finds(self) -> &'static [&'static str] {
        match self {
            // Of a double grant, the grant is found, and no user.
            Self::Administrator | Self::Captain | Self::DoubleGrant => &[],
            Self::Dormant => &["dormant-45d"],
            Self::LongDormant => &["dormant-90d"],
            Self::NeverSignedIn => &["never-signed-in"],
            Self::Unknown => &["last-seen-unknown"],
            Self::DormantAdministrator => &["dormant-privileged"],
            Self::UnusedAdministrator => &["never-signed-in", "privileged-never-signed-in"],
            Self::OpenAdministrator => &["privileged-without-mfa"],
            Self::UnsureAdministrator => &["privileged-mfa-unknown"],
            Self::BusyAdministrator => &["admin-in-daily-use"],
            Self::AuditingAdministrator => &["sod-conflict"],
            Self::DisabledHolder | Self::Mover => &["disabled-with-role"],
            Self::EndedGrant => &["grant-expired"],
            Self::Waiting => &["approval-old"],
            Self::Shared => &["shared-name"],
            Self::NoDepartment => &["missing-inventory-field"],
            Self::UnownedService => &["service-account-unowned"],
            Self::PurposelessService => &["service-account-without-purpose"],
            Self::UnreviewedService => &["service-account-without-review-date"],
            Self::OverdueService => &["service-account-review-overdue"],
            Self::DormantService => &["service-account-dormant"],
            Self::PrivilegedService => &["service-account-privileged"],
            Self::PrivilegedExternal => &["external-privileged"],
            Self::DormantExternal => &["external-dormant"],
            Self::EndlessExternal => &["temporary-without-expiry"],
            Self::Hoarder => &["more-roles-than-peers"],
            Self::Roleless => &["no-role"],
        }
    }
}

/// Who plays which part among the accounts that are no planted cases.
#[derive(Debug, Clone)]
pub struct Parts {
    /// The first account that may play one.
    first: u64,
    accounts: u64,
    draw: Shuffle,
    /// Before which place the players of each part end, in the order of [`CAST`].
    ends: Vec<(Part, u64)>,
}

impl Parts {
    /// The parts of a userstore of so many `accounts`, of which the first
    /// `cases` are planted otherwise.
    pub fn new(seed: u64, cases: u64, accounts: u64) -> Self {
        let mut end = 0;
        let ends = CAST
            .iter()
            .filter(|cast| accounts >= cast.1)
            .map(|Cast(part, _, least, most, share)| {
                end += (accounts / 1000 * share / 100 + accounts % 1000 * share / 100_000).clamp(*least, *most);
                (*part, end)
            })
            .collect();
        Self { first: cases, accounts, draw: Shuffle::new(seed, 0x7061_7274, accounts - cases), ends }
    }

    /// The part of an account, and which of its players it is.
    pub fn of(&self, index: u64) -> Option<(Part, u64)> {
        if index < self.first || index >= self.accounts {
            return None;
        }
        let place = self.draw.to(index - self.first);
        let at = self.ends.partition_point(|(_, end)| *end <= place);
        let begin = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |(_, end)| *end);
        self.ends.get(at).map(|(part, _)| (*part, place - begin))
    }

    /// Whether anybody plays a part.
    pub fn has(&self, part: Part) -> bool {
        self.ends.iter().any(|(played, _)| *played == part)
    }

    /// Every player: the part, and the account.
    pub fn players(&self) -> impl Iterator<Item = (Part, u64)> + '_ {
        let begins = std::iter::once(0).chain(self.ends.iter().map(|(_, end)| *end));
        let of = |place| self.first + self.draw.from(place);
        begins.zip(&self.ends).flat_map(move |(begin, (part, end))| (begin..*end).map(move |place| (*part, of(place))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn players_are_those_who_play() {
        for accounts in [0, 1, 4, 18, 60, 61, 100, 150, 299, 300, 1130, 8800] {
            let cases = crate::planted::count(accounts);
            let parts = Parts::new(3, cases, accounts);
            let players: Vec<_> = parts.players().collect();
            assert!(players.len() as u64 * 2 <= accounts - cases, "{} of {accounts} play a part", players.len());
            for (part, index) in &players {
                assert_eq!(parts.of(*index).map(|(part, _)| part), Some(*part), "{index} of {accounts}");
            }
            let playing = (0..accounts + 9).filter(|index| parts.of(*index).is_some()).count();
            assert_eq!(playing, players.len());
        }
    }

    #[test]
    fn a_million_has_its_shares_and_never_too_many_administrators() {
        let parts = Parts::new(1, 51, 880_000);
        let count = |part| parts.players().filter(|(played, _)| *played == part).count();
        assert_eq!((count(Part::LongDormant), count(Part::Dormant), count(Part::Shared)), (26_400, 13_200, 3));
        let administrators = parts.players().filter(|(part, _)| part.administers()).count();
        assert!(administrators < 45, "{administrators}");
    }
}
