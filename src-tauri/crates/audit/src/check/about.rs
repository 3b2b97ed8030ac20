//! What each built-in check is called, finds and needs.

use crate::rule::Unit;

macro_rules! checks {
    ($($variant:ident $word:literal ($($parameter:literal $unit:ident),*) $finds:literal needs $needs:literal),+ $(,)?) => {
        /// A built-in check.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Check { $(#[doc = $finds] $variant),+ }

        impl Check {
            /// Every check.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its spelling in files.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// What it finds, in a sentence.
            #[must_use]
            pub const fn finds(self) -> &'static str {
                match self { $(Self::$variant => $finds),+ }
            }

            /// The facts it looks at, in words.
            #[must_use]
            pub const fn needs(self) -> &'static str {
                match self { $(Self::$variant => $needs),+ }
            }

            /// The parameters that its rule declares.
            #[must_use]
            pub const fn parameters(self) -> &'static [(&'static str, Unit)] {
                match self { $(Self::$variant => &[$(($parameter, Unit::$unit)),*]),+ }
            }
        }
    };
}

checks! {
    DuplicateEmail "duplicate-email" ()
        "Users of one userstore who have the same e-mail, whatever its case."
        needs "users: userstore, state, e-mail",
    CaseVariantUsername "case-variant-username" ()
        "Users of one userstore whose usernames differ only in case."
        needs "users: userstore, state, username",
    PersonSeveralAccounts "person-several-accounts" ("accounts" Users)
        "Persons with more accounts of a sort in one userstore than allowed; a dedicated admin account is of another sort."
        needs "users: userstore, state, kind, person, employee number, privileged",
    SharedName "shared-name" ("names" Names, "marks" Names)
        "People's accounts whose username is made of generic words only, or holds a word that marks a shared account."
        needs "users: state, kind, username",
    LeaverStillEnabled "leaver-still-enabled" ()
        "Users who are enabled although the same person's account in the directory is gone or switched off."
        needs "userstores: directory; users: state, kind, gone, person, employee number, e-mail",
    NotInDirectory "not-in-directory" ("percent" Percent)
        "People of whom the directory never knew, in userstores most of whose people it knows."
        needs "userstores: directory; users: state, kind, person, employee number, e-mail",
    DirectGrant "direct-grant" ("percent" Percent, "holders" Users)
        "Roles held directly by users whom a group gives the same role on the same scope, or where most others hold it through a group."
        needs "users: state; grants: role, scope, direct",
    GrantSinceReview "grant-since-review" ()
        "Roles given since the last review that nobody explained."
        needs "userstores: last review; users: state; grants: since, explained",
    MoreRolesThanPeers "more-roles-than-peers" ("peers" Users, "percent" Percent, "more" Roles)
        "Users who hold many more roles than others of their department, or of their highest role where departments are not known."
        needs "users: userstore, state, kind, department, level; grants",
    SodConflict "sod-conflict" ("pairs" Pairs)
        "Users who hold two roles that no one should hold together, on scopes that meet."
        needs "users: state; roles: name; scopes; grants: role, scope",
    UnusedRole "unused-role" ()
        "Roles that nobody holds, no group holds and no role includes; roles that come with a product are left out."
        needs "userstores: roles listed; roles: builtin, used elsewhere; users: gone; grants: role",
    RoleWithoutOwner "role-without-owner" ()
        "Roles for which nobody answers, where it is kept who does."
        needs "roles: builtin, owner",
    RoleWithoutUse "role-without-use" ("days" Days)
        "Roles that are held only by users who are switched off or have not been seen for long."
        needs "roles: builtin, used elsewhere; users: state, last seen; grants: role",
    EmptyGroup "empty-group" ()
        "Groups without members that hold roles: whoever is put in gets them unseen."
        needs "groups: members, roles",
    TooManyPrivileged "too-many-privileged" ("users" Users, "percent" Percent, "from" Users)
        "Userstores with too many privileged users, by number or by share."
        needs "users: userstore, state, privileged",
    LastAdmin "last-admin" ("users" Users)
        "Userstores with fewer privileged accounts that can be used now than needed."
        needs "userstores: roles listed; users: state, kind, privileged",
    ReviewOverdue "review-overdue" ("days" Days)
        "Userstores whose access was not reviewed for too long."
        needs "userstores: last review, since; users: userstore, state",
    MissingInventoryField "missing-inventory-field" ("percent" Percent)
        "People without a department, e-mail or creation date that nearly everyone else in their userstore has."
        needs "users: userstore, state, kind, department, e-mail, created",
    PasswordOld "password-old" ("days" Days)
        "People whose password is older than the policy allows, where the source says how old it is."
        needs "users: state, kind, password set",
    FailedSignIns "failed-sign-ins" ("times" Times)
        "Users with many failed sign-ins in a row, where the source counts them."
        needs "users: state, failed sign-ins",
    EmailUnverified "email-unverified" ()
        "People whose e-mail was never verified, where the source says so."
        needs "users: state, kind, e-mail, e-mail verified",
    LastSeenNotCollected "last-seen-not-collected" ()
        "Userstores of whose users nobody asked when they were last seen."
        needs "users: userstore, state, last seen",
    SnapshotOld "snapshot-old" ("days" Days)
        "Mirrored userstores whose last snapshot is old, so that every other finding is about the past."
        needs "userstores: local, last snapshot",
    SnapshotIncomplete "snapshot-incomplete" ()
        "Mirrored userstores whose last snapshot did not list everyone, so that leavers cannot be told."
        needs "userstores: local, last snapshot, complete",
    RolesNotListed "roles-not-listed" ()
        "Userstores whose source does not list roles, so that privileged users cannot be told."
        needs "userstores: roles listed; users: userstore, state",
    ReadOnlyUserstore "read-only-userstore" ()
        "Userstores that accept no changes: what an audit asks for must be done elsewhere."
        needs "userstores: read only",
}

impl Check {
    /// The check with this spelling.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|check| check.word() == word)
    }
}
