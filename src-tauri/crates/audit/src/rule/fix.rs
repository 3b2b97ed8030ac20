//! The change set that would fix a finding.

/// An operation of a change set. What it needs beside the finding (an owner, a
/// day) is asked of the operator before the change set is previewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Switch the account off; never delete it (CIS 6.2).
    Deactivate,
    /// Take all roles that the user holds directly.
    RemoveRoles,
    /// Take the role that the finding is about.
    RemoveRole,
    /// Give the role through a group, and take the direct one.
    MoveToGroup,
    /// Set when access ends.
    SetExpiry,
    /// Say who answers for a service account.
    SetOwner,
    /// Say what a service account is for.
    SetPurpose,
    /// Say when a service account is to be looked at again.
    SetReviewDate,
    /// Correct the e-mail.
    SetEmail,
    /// Correct the profile.
    SetProfile,
    /// Say what stands behind the account.
    SetKind,
    /// Keep one of the accounts of a person.
    Merge,
    /// Give a role.
    AddRole,
    /// Delete the role.
    DeleteRole,
    /// Delete the group.
    DeleteGroup,
}

impl Operation {
    /// Every operation.
    pub const ALL: &'static [Self] = &[
        Self::Deactivate,
        Self::RemoveRoles,
        Self::RemoveRole,
        Self::MoveToGroup,
        Self::SetExpiry,
        Self::SetOwner,
        Self::SetPurpose,
        Self::SetReviewDate,
        Self::SetEmail,
        Self::SetProfile,
        Self::SetKind,
        Self::Merge,
        Self::AddRole,
        Self::DeleteRole,
        Self::DeleteGroup,
    ];

    /// Its spelling in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Deactivate => "deactivate",
            Self::RemoveRoles => "remove-roles",
            Self::RemoveRole => "remove-role",
            Self::MoveToGroup => "move-to-group",
            Self::SetExpiry => "set-expiry",
            Self::SetOwner => "set-owner",
            Self::SetPurpose => "set-purpose",
            Self::SetReviewDate => "set-review-date",
            Self::SetEmail => "set-email",
            Self::SetProfile => "set-profile",
            Self::SetKind => "set-kind",
            Self::Merge => "merge",
            Self::AddRole => "add-role",
            Self::DeleteRole => "delete-role",
            Self::DeleteGroup => "delete-group",
        }
    }

    /// The operation with this spelling.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|operation| operation.word() == word)
    }

    /// Whether the operator must say something before it can be previewed: an
    /// owner, a day, a role, which account to keep.
    #[must_use]
    pub const fn asks(self) -> bool {
        !matches!(self, Self::Deactivate | Self::RemoveRoles | Self::RemoveRole | Self::DeleteRole | Self::DeleteGroup)
    }
}

impl std::fmt::Display for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

/// How the findings of a rule are fixed in bulk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fix {
    /// By a change set of this operation.
    By(Operation),
    /// By no change set: why not.
    None(String),
}
