//! The built-in checks: what no filter can say, because it is about more than
//! one user, or about something that is no user.
//!
//! Each is a pure function of a [`Realm`]. [`Check::needs`] says which facts
//! it looks at; where a fact is not known, nothing is found. Over a million
//! users and five million grants, each is a pass or a sort of numbers.

mod about;
mod accounts;
mod directory;
mod folded;
mod grants;
mod inventory;
mod last_admin;
mod names;
mod peers;
mod privileged;
mod reviews;
mod roles;
mod sign_in;
mod sod;
mod userstores;

pub use about::Check;

use crate::calendar::Calendar;
use crate::facts::Realm;
use crate::hit::{Fact, Hit, Subject};
use crate::rule::{Look, Rule};
use std::sync::Arc;

/// What a rule that is a built-in check finds, in the order of the realm;
/// nothing for a filter rule.
#[must_use]
pub fn run<'a>(rule: &Rule, realm: &Realm<'a>, calendar: &Calendar<'_>) -> Vec<Hit<'a>> {
    let Look::Check(check) = rule.look else { return Vec::new() };
    let mut found = Found { rule, realm, hits: Vec::new() };
    match check {
        Check::DuplicateEmail => accounts::duplicate_email(&mut found),
        Check::CaseVariantUsername => accounts::case_variant_username(&mut found),
        Check::PersonSeveralAccounts => accounts::person_several_accounts(&mut found),
        Check::SharedName => names::shared_name(&mut found),
        Check::LeaverStillEnabled => directory::leaver_still_enabled(&mut found),
        Check::NotInDirectory => directory::not_in_directory(&mut found),
        Check::DirectGrant => grants::direct_grant(&mut found),
        Check::GrantSinceReview => reviews::grant_since_review(&mut found),
        Check::MoreRolesThanPeers => peers::more_roles_than_peers(&mut found),
        Check::SodConflict => sod::sod_conflict(&mut found),
        Check::UnusedRole => roles::unused_role(&mut found),
        Check::RoleWithoutOwner => roles::role_without_owner(&mut found),
        Check::RoleWithoutUse => roles::role_without_use(&mut found, calendar),
        Check::EmptyGroup => roles::empty_group(&mut found),
        Check::TooManyPrivileged => privileged::too_many_privileged(&mut found),
        Check::LastAdmin => last_admin::last_admin(&mut found),
        Check::ReviewOverdue => reviews::review_overdue(&mut found, calendar),
        Check::MissingInventoryField => inventory::missing_inventory_field(&mut found),
        Check::PasswordOld => sign_in::password_old(&mut found, calendar),
        Check::FailedSignIns => sign_in::failed_sign_ins(&mut found),
        Check::EmailUnverified => sign_in::email_unverified(&mut found),
        Check::LastSeenNotCollected => userstores::last_seen_not_collected(&mut found),
        Check::SnapshotOld => userstores::snapshot_old(&mut found, calendar),
        Check::SnapshotIncomplete => userstores::snapshot_incomplete(&mut found),
        Check::RolesNotListed => userstores::roles_not_listed(&mut found),
        Check::ReadOnlyUserstore => userstores::read_only_userstore(&mut found),
    }
    found.hits
}

/// What a check has found so far.
struct Found<'f, 'a> {
    rule: &'f Rule,
    realm: &'f Realm<'a>,
    hits: Vec<Hit<'a>>,
}

impl<'a> Found<'_, 'a> {
    fn push(&mut self, subject: Subject<'a>, message: String, facts: impl Into<Arc<[Fact]>>) {
        self.hits.push(Hit { rule: Arc::clone(&self.rule.id), subject, message, facts: facts.into() });
    }

    fn user(&mut self, user: u32, message: String, facts: impl Into<Arc<[Fact]>>) {
        if let Some(subject) = self.realm.subject(user) {
            self.push(subject, message, facts);
        }
    }

    fn number(&self, name: &str) -> i64 {
        self.rule.number(name)
    }
}

/// `number` of hundredths of `of`, rounded down; 0 of nothing.
fn percent(number: u64, of: u64) -> i64 {
    i64::try_from((u128::from(number) * 100).checked_div(u128::from(of)).unwrap_or(0)).unwrap_or(i64::MAX)
}
