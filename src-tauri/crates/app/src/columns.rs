//! The columns that lists and exports of users share: a name for programs, a
//! title for people, and how a user fills them.

use crate::api::users::UserRow;
use crate::{Code, Error, Result};
use muster_model::seen::SeenStatus;
use muster_model::{Precision, Profile, ProfileField};
use muster_report::{Cell, Column as ReportColumn, ColumnKind};
use muster_vault::bulk::Beside;

macro_rules! columns {
    ($($(#[$meta:meta])* $variant:ident $name:literal $title:literal),+ $(,)?) => {
        /// A column of a list of users.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Column { $($(#[$meta])* $variant),+ }

        /// All of them, in the order of an export.
        pub const ALL: &[Column] = &[$(Column::$variant),+];

        impl Column {
            /// Its name for programs.
            #[must_use]
            pub const fn name(self) -> &'static str { match self { $(Self::$variant => $name),+ } }

            /// Its title for people.
            #[must_use]
            pub const fn title(self) -> &'static str { match self { $(Self::$variant => $title),+ } }

            /// The column with this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> { ALL.iter().copied().find(|c| c.name().eq_ignore_ascii_case(name)) }
        }
    };
}

columns! {
    /// Domain of the userstore.
    Userstore "userstore" "Userstore",
    /// Sign-in name.
    Username "username" "Username",
    /// Name to show.
    DisplayName "display_name" "Name",
    /// Primary e-mail.
    Email "email" "E-mail",
    /// State.
    State "state" "State",
    /// Kind.
    Kind "kind" "Kind",
    /// Highest role.
    HighestRole "highest_role" "Highest role",
    /// Where the highest role is held.
    HighestRoleOn "highest_role_on" "On",
    /// All roles.
    Roles "roles" "Roles",
    /// Whether a privileged role is held.
    Privileged "privileged" "Privileged",
    /// Whether a second factor is set.
    Mfa "mfa" "Two-factor",
    /// When the source created the user.
    CreatedAt "created_at" "Created",
    /// The day last seen, or never, unknown, not collected.
    LastSeen "last_seen" "Last seen",
    /// The source's field behind it.
    LastSeenSource "last_seen_source" "Last seen by",
    /// When access ends.
    ExpiresAt "expires_at" "Expires",
    /// Whether a seat is taken.
    Seat "seat" "Seat",
    /// Since when a complete snapshot no longer lists the user.
    GoneSince "gone_since" "Gone since",
    /// The source's own id.
    SourceId "source_id" "Source id",
    /// Muster's id.
    Id "id" "Id",
}

impl Column {
    /// The column of a report.
    #[must_use]
    pub fn report(self, title: bool) -> ReportColumn {
        let kind = match self {
            Self::Privileged | Self::Mfa | Self::Seat => ColumnKind::Bool,
            Self::CreatedAt | Self::ExpiresAt | Self::GoneSince => ColumnKind::Date,
            Self::Id => ColumnKind::Number,
            _ => ColumnKind::Text,
        };
        ReportColumn { name: if title { self.title() } else { self.name() }.to_owned(), kind }
    }

    /// How a user fills this column.
    #[must_use]
    pub fn cell(self, row: &UserRow) -> Cell {
        let u = &row.user;
        match self {
            Self::Userstore => Cell::from(u.userstore.as_str()),
            Self::Username => Cell::from(u.username.as_str()),
            Self::DisplayName => Cell::from(u.display_name.as_str()),
            Self::Email => Cell::text(u.email.as_deref()),
            Self::State => Cell::from(u.state.word()),
            Self::Kind => Cell::from(u.kind.word()),
            Self::HighestRole => Cell::text(u.highest_role.as_ref().map(|r| r.role.as_str())),
            Self::HighestRoleOn => Cell::text(u.highest_role.as_ref().map(|r| match r.scope.path.as_str() {
                "" => r.scope.kind.word(),
                path => path,
            })),
            Self::Roles => Cell::List(u.roles.clone()),
            Self::Privileged => Cell::Bool(u.privileged),
            Self::Mfa => u.mfa.map_or(Cell::Empty, Cell::Bool),
            Self::CreatedAt => Cell::time(u.created_at),
            // A day where the source gives a day; never a time it did not give.
            Self::LastSeen => match (u.last_seen.status, u.last_seen.at, u.last_seen.precision) {
                (SeenStatus::Seen, Some(at), Some(Precision::Day | Precision::Fortnight)) => Cell::Day(at.date_naive()),
                (SeenStatus::Seen, at, _) => Cell::time(at),
                (SeenStatus::Never, ..) => Cell::from("never"),
                (SeenStatus::Unknown, ..) => Cell::from("unknown"),
                (SeenStatus::NotCollected, ..) => Cell::from("not collected"),
            },
            Self::LastSeenSource => Cell::text(u.last_seen.source.as_deref()),
            Self::ExpiresAt => Cell::time(u.expires_at),
            Self::Seat => row.seat.map_or(Cell::Empty, Cell::Bool),
            Self::GoneSince => Cell::time(u.gone_since),
            Self::SourceId => Cell::text(u.source_id.as_deref()),
            Self::Id => Cell::Integer(u.id.0),
        }
    }
}

/// A column that is asked for: one of every list, or what users have beside
/// their row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// One of every list.
    List(Column),
    /// A field of the profile: `profile.WORD`.
    Profile(ProfileField),
    /// A custom attribute: `attributes.NAME`.
    Attribute(String),
    /// The groups the user is directly in: `groups`.
    Groups,
}

/// What a user has beside its row, as far as columns ask for it.
#[derive(Debug, Clone, Default)]
pub struct Aside {
    /// The profile.
    pub profile: Profile,
    /// Paths of groups.
    pub groups: Vec<String>,
}

const PROFILE: &str = "profile.";
const ATTRIBUTES: &str = "attributes.";

impl Shown {
    /// The column with this name.
    ///
    /// # Errors
    /// [`Code::Invalid`], with the names there are.
    pub fn named(name: &str) -> Result<Self> {
        let name = name.trim();
        let after = |prefix: &str| {
            name.split_at_checked(prefix.len())
                .filter(|(head, _)| head.eq_ignore_ascii_case(prefix))
                .map(|(_, rest)| rest)
        };
        let found = Column::from_name(name)
            .map(Self::List)
            .or_else(|| after(PROFILE).and_then(|word| word.parse().ok()).map(Self::Profile))
            .or_else(|| after(ATTRIBUTES).filter(|name| !name.is_empty()).map(|name| Self::Attribute(name.to_owned())))
            .or_else(|| name.eq_ignore_ascii_case("groups").then_some(Self::Groups));
        found.ok_or_else(|| {
            let known: Vec<&str> = ALL.iter().map(|c| c.name()).collect();
            let shown: String = name.chars().take(60).collect();
            let message = format!(
                "There is no column {shown:?}. Choose from {}, groups, profile.FIELD (such as profile.title) and attributes.NAME.",
                known.join(", ")
            );
            Error::new(Code::Invalid, message)
        })
    }

    /// The columns with these names, in their order; all of a list if none is
    /// named.
    ///
    /// # Errors
    /// [`Code::Invalid`] for a name that is none, or that is there twice.
    pub fn chosen<T: AsRef<str>>(names: &[T]) -> Result<Vec<Self>> {
        if names.is_empty() {
            return Ok(ALL.iter().copied().map(Self::List).collect());
        }
        let mut shown: Vec<Self> = Vec::with_capacity(names.len());
        for name in names {
            let column = Self::named(name.as_ref())?;
            if shown.contains(&column) {
                let message = format!("The column {} is there twice. Take one away.", column.name());
                return Err(Error::new(Code::Invalid, message));
            }
            shown.push(column);
        }
        Ok(shown)
    }

    /// Its name for programs.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::List(column) => column.name().to_owned(),
            Self::Profile(field) => format!("{PROFILE}{field}"),
            Self::Attribute(name) => format!("{ATTRIBUTES}{name}"),
            Self::Groups => "groups".to_owned(),
        }
    }

    /// The column of a report.
    #[must_use]
    pub fn report(&self, title: bool) -> ReportColumn {
        let named = match self {
            Self::List(column) => return column.report(title),
            _ if !title => self.name(),
            Self::Profile(field) => field.word().replace('_', " "),
            Self::Attribute(name) => name.clone(),
            Self::Groups => "Groups".to_owned(),
        };
        ReportColumn::text(&named)
    }

    /// What must be read beside the rows for these columns.
    #[must_use]
    pub fn beside(shown: &[Self]) -> Beside {
        Beside {
            profiles: shown.iter().any(|c| matches!(c, Self::Profile(_) | Self::Attribute(_))),
            groups: shown.contains(&Self::Groups),
        }
    }

    /// How a user fills this column.
    #[must_use]
    pub fn cell(&self, row: &UserRow, aside: &Aside) -> Cell {
        match self {
            Self::List(column) => column.cell(row),
            Self::Profile(field) => Cell::text(aside.profile.get(*field)),
            Self::Attribute(name) => match aside.profile.attributes.get(name).map(Vec::as_slice) {
                None => Cell::Empty,
                Some([one]) => Cell::from(one.as_str()),
                Some(several) => Cell::List(several.to_vec()),
            },
            Self::Groups => Cell::List(aside.groups.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_column_is_found_by_its_name_and_none_stands_twice() {
        for name in ["username", "groups", "profile.time_zone", "attributes.Cost unit"] {
            assert_eq!(Shown::named(name).unwrap().name(), name);
        }
        assert_eq!(Shown::named("PROFILE.Title").unwrap(), Shown::Profile(ProfileField::Title));
        for wrong in ["", "nothing", "profile.", "profile.shoe_size", "attributes."] {
            assert_eq!(Shown::named(wrong).unwrap_err().code, Code::Invalid, "{wrong}");
        }
        assert_eq!(Shown::chosen(&["email", "Email"]).unwrap_err().code, Code::Invalid);
        assert_eq!(Shown::chosen::<&str>(&[]).unwrap().len(), ALL.len());
    }
}
