//! What a clause is about.

use muster_model::ProfileField;

/// Texts of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextAttr {
    /// Sign-in name.
    UserName,
    /// Name to show.
    DisplayName,
    /// Primary e-mail.
    Email,
    /// Domain of the userstore.
    Userstore,
    /// The source's own id.
    SourceId,
    /// Name of the highest role.
    HighestRole,
    /// Names of all roles held.
    Role,
    /// Paths of all groups.
    Group,
    /// Name of the linked person.
    Person,
    /// Who answers for a service account.
    Owner,
    /// What a service account is for.
    Purpose,
    /// A field of the profile.
    Profile(ProfileField),
}

impl TextAttr {
    /// Whether `eq` minds accents.
    #[must_use]
    pub const fn minds_accents(self) -> bool {
        match self {
            Self::UserName | Self::Email | Self::Userstore | Self::SourceId | Self::Group => true,
            Self::Profile(field) => matches!(field, ProfileField::EmployeeNumber | ProfileField::PublicEmail),
            Self::DisplayName | Self::HighestRole | Self::Role | Self::Person | Self::Owner | Self::Purpose => false,
        }
    }
}

/// Texts of a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GrantText {
    /// Name of the role.
    Role,
    /// For a custom role, the built-in one it is based on.
    Base,
    /// Path of the scope; none for the instance.
    Scope,
    /// Group through which it is held; none if direct.
    Through,
}

impl GrantText {
    /// Whether `eq` minds accents.
    #[must_use]
    pub const fn minds_accents(self) -> bool {
        matches!(self, Self::Scope | Self::Through)
    }
}

/// Yes-or-no facts of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FlagAttr {
    /// The state is active.
    Active,
    /// A second factor is set; absent if the source does not say.
    Mfa,
    /// Holds a privileged role.
    Privileged,
    /// Reads everything on the instance.
    Auditor,
    /// Holds a role on a group or project.
    Member,
    /// Holds a custom Guest role that takes a seat.
    ElevatedGuest,
    /// The source lists the roles of its users.
    GrantsKnown,
    /// The instance says that a seat is taken; absent if it does not say.
    SeatFlag,
    /// Takes a seat under the chosen plan; absent without a plan.
    Seat,
    /// A complete snapshot no longer lists the user.
    Gone,
    /// A picture is stored.
    Avatar,
    /// A change that an operator wants is not yet seen at its source.
    Pending,
}

/// Yes-or-no facts of a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GrantFlag {
    /// Held by the user, not through a group.
    Direct,
    /// A custom Guest role that takes a seat.
    Elevated,
    /// The role can change others' access or the instance.
    Privileged,
}

/// Times of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeAttr {
    /// The last sign of life; absent unless there was one.
    LastSeen,
    /// When the source created it.
    Created,
    /// When access ends.
    Expires,
    /// When a service account is to be looked at again.
    ReviewDate,
}

/// Numbers of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberAttr {
    /// Muster's key.
    Id,
    /// The highest access level.
    Level,
}
