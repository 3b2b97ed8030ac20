//! The columns of a worksheet, and what stands above them.

/// What stands above the columns, each with its label in the first cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// The review's title and the day it is due.
    Title,
    /// Its id.
    Campaign,
    /// Who decides.
    Reviewer,
    /// The sheet's own code.
    Code,
    /// How to fill it in.
    HowTo,
}

impl Label {
    /// In the order they are written.
    pub const ALL: [Self; 5] = [Self::Title, Self::Campaign, Self::Reviewer, Self::Code, Self::HowTo];

    /// As it stands in the sheet.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Title => "Access review",
            Self::Campaign => "Campaign",
            Self::Reviewer => "Reviewer",
            Self::Code => "Sheet code",
            Self::HowTo => "How to",
        }
    }
}

/// The columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The row's key.
    Key,
    /// The user.
    Who,
    /// The role.
    Role,
    /// On what.
    Scope,
    /// Through which group.
    Through,
    /// Whether the role is privileged.
    Privileged,
    /// Since when.
    Since,
    /// When the user was last seen.
    LastSeen,
    /// How many peers hold it.
    Peers,
    /// Keep, revoke or reduce.
    Decision,
    /// To which role.
    NewRole,
    /// Why.
    Note,
}

impl Column {
    /// In the order they are written.
    pub const ALL: [Self; 12] = [
        Self::Key,
        Self::Who,
        Self::Role,
        Self::Scope,
        Self::Through,
        Self::Privileged,
        Self::Since,
        Self::LastSeen,
        Self::Peers,
        Self::Decision,
        Self::NewRole,
        Self::Note,
    ];

    /// As it stands in the sheet.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Key => "Row",
            Self::Who => "Who",
            Self::Role => "Role",
            Self::Scope => "Scope",
            Self::Through => "Through",
            Self::Privileged => "Privileged",
            Self::Since => "Since",
            Self::LastSeen => "Last seen",
            Self::Peers => "Peers",
            Self::Decision => "Decision",
            Self::NewRole => "New role",
            Self::Note => "Note",
        }
    }

    /// Whether the reviewer writes in it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Decision | Self::NewRole | Self::Note)
    }

    /// Its place among the columns as written.
    #[must_use]
    pub const fn place(self) -> usize {
        self as usize
    }
}
