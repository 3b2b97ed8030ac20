//! The columns that lists and exports of users share: a name for programs, a
//! title for people, and how a user fills them.

use crate::api::users::UserRow;
use muster_model::Precision;
use muster_model::seen::SeenStatus;
use muster_report::{Cell, Column as ReportColumn, ColumnKind};

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
