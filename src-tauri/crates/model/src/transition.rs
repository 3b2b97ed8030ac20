//! Which state may follow which, by named actions, as the userstore's own
//! system has it. GitLab's rules are those of `gitlab.md` section 1.1; the
//! other systems have less to say. What a rule refuses it answers with what
//! could be done instead.

use crate::kind::Kind;
use crate::seen::SeenStatus;
use crate::state::State;
use crate::userstore::UserstoreKind;
use crate::word::words;
use std::borrow::Cow;

words! {
    /// What brings a user from one state into another.
    pub enum Action {
        /// Let someone in who waits for it.
        Approve = 0 "approve",
        /// Turn someone away who waits to be let in; the account is deleted.
        Reject = 1 "reject",
        /// Keep out.
        Block = 2 "block",
        /// Let in again after a block.
        Unblock = 3 "unblock",
        /// Switch off.
        Deactivate = 4 "deactivate",
        /// Switch on.
        Activate = 5 "activate",
        /// Keep out and hide what was written.
        Ban = 6 "ban",
        /// Let in again after a ban.
        Unban = 7 "unban",
        /// Keep out for a while.
        Lock = 8 "lock",
        /// Let in again after a lock.
        Unlock = 9 "unlock",
        /// Delete.
        Delete = 10 "delete",
        /// Take back a deletion.
        Restore = 11 "restore",
    }
}

impl Action {
    /// The state it leads to.
    #[must_use]
    pub const fn leads_to(self) -> State {
        match self {
            Self::Approve | Self::Unblock | Self::Activate | Self::Unban | Self::Unlock | Self::Restore => Active,
            Self::Reject | Self::Delete => Deleted,
            Self::Block => Blocked,
            Self::Deactivate => Deactivated,
            Self::Ban => Banned,
            Self::Lock => Locked,
        }
    }
}

/// Days without a sign of life before GitLab lets a user be deactivated
/// (`MINIMUM_INACTIVE_DAYS`, `gitlab.md` section 1.2).
pub const GITLAB_INACTIVE_DAYS: i64 = 90;
/// Days a new GitLab user has to sign in before they count as inactive
/// (`gitlab.md` section 1.2, rule 2).
pub const GITLAB_NEW_DAYS: i64 = 7;

const DAY: i64 = 86_400;

/// What of a user decides which actions it allows. Times are seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// Its state.
    pub state: State,
    /// Its kind.
    pub kind: Kind,
    /// Which answer the source gives on the last sign of life.
    pub seen: SeenStatus,
    /// When that was.
    pub seen_at: Option<i64>,
    /// When the source created it.
    pub created_at: Option<i64>,
    /// Whether its source no longer lists it.
    pub gone: bool,
    /// Whether a directory behind the source blocked it (GitLab's
    /// `ldap_blocked`).
    pub by_directory: bool,
}

/// An action a user's state offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// What is done.
    pub action: Action,
    /// The state it leads to.
    pub to: State,
    /// Why it cannot be done now, and what can; none if it can.
    pub refused: Option<&'static str>,
}

/// A way from some states to another.
struct Way(Action, &'static [State], State);

use State::{Active, Banned, Blocked, Deactivated, Deleted, Invited, Locked, Pending};

const ANY: &[State] = &[Active, Invited, Pending, Locked, Blocked, Deactivated, Banned];

/// Where Muster itself, or a file that someone keeps, has the say.
const FREE: &[Way] = &[
    Way(Action::Approve, &[Pending], Active),
    Way(Action::Reject, &[Pending], Deleted),
    Way(Action::Activate, &[Invited, Deactivated], Active),
    Way(Action::Unlock, &[Locked], Active),
    Way(Action::Unblock, &[Blocked], Active),
    Way(Action::Unban, &[Banned], Active),
    Way(Action::Deactivate, &[Active, Invited, Pending, Locked, Blocked, Banned], Deactivated),
    Way(Action::Block, &[Active, Invited, Pending, Locked, Deactivated, Banned], Blocked),
    Way(Action::Lock, &[Active, Invited, Pending, Blocked, Deactivated, Banned], Locked),
    Way(Action::Ban, &[Active, Invited, Pending, Locked, Blocked, Deactivated], Banned),
    Way(Action::Delete, &[Active, Invited, Locked, Blocked, Deactivated, Banned], Deleted),
    Way(Action::Restore, &[Deleted], Active),
];

/// A locked user of GitLab is an active one who failed to sign in too often.
const GITLAB: &[Way] = &[
    Way(Action::Approve, &[Pending], Active),
    Way(Action::Reject, &[Pending], Deleted),
    Way(Action::Unlock, &[Locked], Active),
    Way(Action::Unblock, &[Blocked], Active),
    Way(Action::Activate, &[Deactivated], Active),
    Way(Action::Unban, &[Banned], Active),
    Way(Action::Deactivate, &[Active, Locked], Deactivated),
    Way(Action::Block, &[Active, Invited, Pending, Locked, Deactivated], Blocked),
    Way(Action::Ban, &[Active, Locked], Banned),
    Way(Action::Delete, &[Active, Invited, Locked, Blocked, Deactivated, Banned], Deleted),
];

/// One switch: enabled or not. Whatever else the source says keeps someone
/// out, switching on lets them in.
const SWITCH: &[Way] = &[
    Way(Action::Unlock, &[Locked], Active),
    Way(Action::Activate, &[Invited, Pending, Blocked, Deactivated, Banned], Active),
    Way(Action::Deactivate, &[Active, Invited, Pending, Locked, Blocked, Banned], Deactivated),
    Way(Action::Delete, ANY, Deleted),
];

/// A directory: switched off (`nsAccountLock`, `userAccountControl`), locked
/// by failed sign-ins, or locked for good by its password policy.
const DIRECTORY: &[Way] = &[
    Way(Action::Unlock, &[Locked], Active),
    Way(Action::Unblock, &[Blocked], Active),
    Way(Action::Activate, &[Invited, Pending, Deactivated, Banned], Active),
    Way(Action::Deactivate, &[Active, Invited, Pending, Locked, Blocked, Banned], Deactivated),
    Way(Action::Block, &[Active, Invited, Pending, Locked, Deactivated, Banned], Blocked),
    Way(Action::Delete, ANY, Deleted),
];

/// WSO2's two claims, `accountLocked` and `accountDisabled`; the states
/// `PENDING_*` end when the user does what they wait for (`iam.md` section 1.1).
const WSO2: &[Way] = &[
    Way(Action::Unlock, &[Locked], Active),
    Way(Action::Activate, &[Blocked, Deactivated, Banned], Active),
    Way(Action::Deactivate, &[Active, Invited, Pending, Locked, Blocked, Banned], Deactivated),
    Way(Action::Lock, &[Active, Invited, Pending, Blocked, Deactivated, Banned], Locked),
    Way(Action::Delete, ANY, Deleted),
];

/// Google Workspace suspends, which Muster reads as blocked.
const GOOGLE: &[Way] = &[
    Way(Action::Unblock, &[Blocked], Active),
    Way(Action::Activate, &[Invited, Pending, Locked, Deactivated, Banned], Active),
    Way(Action::Block, &[Active, Invited, Pending, Locked, Deactivated, Banned], Blocked),
    Way(Action::Delete, ANY, Deleted),
];

/// Okta suspends (blocked) and deactivates, and deletes only who is deactivated.
const OKTA: &[Way] = &[
    Way(Action::Unlock, &[Locked], Active),
    Way(Action::Unblock, &[Blocked], Active),
    Way(Action::Activate, &[Pending, Invited, Deactivated], Active),
    Way(Action::Deactivate, &[Active, Invited, Pending, Locked, Blocked], Deactivated),
    Way(Action::Block, &[Active], Blocked),
    Way(Action::Delete, &[Deactivated], Deleted),
];

const fn ways(store: UserstoreKind) -> &'static [Way] {
    match store {
        UserstoreKind::Local | UserstoreKind::File => FREE,
        UserstoreKind::Gitlab => GITLAB,
        UserstoreKind::Ldap => DIRECTORY,
        UserstoreKind::Wso2 => WSO2,
        UserstoreKind::Google => GOOGLE,
        UserstoreKind::Okta => OKTA,
        UserstoreKind::Scim | UserstoreKind::Keycloak | UserstoreKind::Entra | UserstoreKind::Authelia => SWITCH,
    }
}

/// The actions a user's state offers, those that are refused now with the reason.
#[must_use]
pub fn actions(store: UserstoreKind, user: &Subject, now: i64) -> Vec<Offer> {
    let offered = ways(store).iter().filter(|way| way.1.contains(&user.state));
    offered.map(|way| Offer { action: way.0, to: way.2, refused: refusal(store, way.0, user, now) }).collect()
}

/// The action that brings a user into another state.
///
/// # Errors
/// Why there is none, and what can be done instead: half a sentence.
pub fn check(store: UserstoreKind, user: &Subject, to: State, now: i64) -> Result<Action, Cow<'static, str>> {
    match ways(store).iter().find(|way| way.2 == to && way.1.contains(&user.state)) {
        Some(way) => match refusal(store, way.0, user, now) {
            Some(reason) => Err(reason.into()),
            None => Ok(way.0),
        },
        None if user.gone && store != UserstoreKind::Local => Err(GONE.into()),
        None => Err(no_way(store, user.state, to).into()),
    }
}

/// The state that one action, and no other, brings a user into; none if it is
/// there already.
///
/// # Errors
/// As [`check`].
pub fn act(store: UserstoreKind, user: &Subject, action: Action, now: i64) -> Result<Option<State>, Cow<'static, str>> {
    let mut known = ways(store).iter().filter(|way| way.0 == action).peekable();
    if known.peek().is_none() {
        let instead = no_way(store, user.state, action.leads_to());
        return Err(instead.into());
    }
    if let Some(way) = known.clone().find(|way| way.1.contains(&user.state)) {
        return match refusal(store, action, user, now) {
            Some(reason) => Err(reason.into()),
            None => Ok(Some(way.2)),
        };
    }
    if known.any(|way| way.2 == user.state) {
        return Ok(None);
    }
    let to = action.leads_to();
    match ways(store).iter().find(|way| way.2 == to && way.1.contains(&user.state)) {
        Some(way) => Err(format!("it is {}, for which the action is another: {} it", user.state, way.0).into()),
        None => Err(no_way(store, user.state, to).into()),
    }
}

const GONE: &str = "it is gone from its source, where nothing can be done to it any more: leave it out";

/// Why an action that the state offers cannot be done.
fn refusal(store: UserstoreKind, action: Action, user: &Subject, now: i64) -> Option<&'static str> {
    if user.gone && store != UserstoreKind::Local {
        return Some(GONE);
    }
    if store != UserstoreKind::Gitlab {
        return None;
    }
    if user.kind == Kind::Bot {
        return Some("GitLab allows no action on its own bots: revoke the token they belong to instead");
    }
    if user.by_directory && matches!(action, Action::Block | Action::Unblock) {
        return Some("the directory behind GitLab blocked it: remove its LDAP identity in GitLab first");
    }
    if action != Action::Deactivate {
        return None;
    }
    let days = |at: Option<i64>| at.map(|at| now.div_euclid(DAY) - at.div_euclid(DAY));
    match user.seen {
        SeenStatus::Seen if days(user.seen_at).is_some_and(|days| days < GITLAB_INACTIVE_DAYS) => {
            Some("it was active in the last 90 days, and GitLab deactivates only who was not: block it instead")
        }
        SeenStatus::Seen => None,
        SeenStatus::Never if days(user.created_at).is_some_and(|days| days < GITLAB_NEW_DAYS) => {
            Some("it is less than 7 days old and may not have signed in yet: wait, or block it instead")
        }
        SeenStatus::Never => None,
        SeenStatus::Unknown | SeenStatus::NotCollected => Some(
            "when it was last active is not known, and GitLab deactivates only who was not active for 90 days: \
             import the users with their last activity, or block it instead",
        ),
    }
}

/// Why no action leads from one state to another.
fn no_way(store: UserstoreKind, from: State, to: State) -> String {
    let ways = ways(store);
    let from_here = |wanted: State| ways.iter().find(|way| way.2 == wanted && way.1.contains(&from)).map(|way| way.0);
    if from == Deleted {
        let restore = from_here(Active).map_or("create it anew", |_| "restore it first");
        return format!("it is deleted: {restore}");
    }
    match to {
        Invited | Pending => format!("a user is {to} from the start: make or invite it so"),
        Active => format!("nothing here ends the state {from}: it ends where it came from"),
        _ => {
            let leads = ways.iter().any(|way| way.2 == to);
            if leads && to == Deleted {
                let step = from_here(Deactivated).map_or("activate", Action::word);
                return format!("only who is deactivated can be deleted there: {step} it first");
            }
            let step = from_here(Active).filter(|_| leads).map(|step| format!("{step} it first"));
            let instead = || {
                let other = [Blocked, Deactivated].into_iter().filter(|other| *other != to).find_map(from_here);
                other.map(|other| format!("{other} it instead"))
            };
            let remedy = step.or_else(instead).unwrap_or_else(|| "leave it as it is".to_owned());
            if leads {
                format!("a user who is {from} cannot be {to}: {remedy}")
            } else {
                format!("{} has no action that makes a user {to}: {remedy}", called(store))
            }
        }
    }
}

/// What a kind of userstore is called in a sentence.
const fn called(store: UserstoreKind) -> &'static str {
    match store {
        UserstoreKind::Local => "Muster",
        UserstoreKind::File => "a file",
        UserstoreKind::Gitlab => "GitLab",
        UserstoreKind::Scim => "SCIM",
        UserstoreKind::Ldap => "a directory",
        UserstoreKind::Keycloak => "Keycloak",
        UserstoreKind::Wso2 => "WSO2",
        UserstoreKind::Entra => "Entra",
        UserstoreKind::Google => "Google Workspace",
        UserstoreKind::Okta => "Okta",
        UserstoreKind::Authelia => "Authelia",
    }
}

#[cfg(test)]
mod tests;
