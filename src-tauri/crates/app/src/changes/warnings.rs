//! What to think about before a change is applied. What must be said twice
//! looks at the change as a whole, and at what other changes want.

use crate::api::changes::{Warning, WarningKind};
use crate::session::Session;
use crate::{Code, Error, Result};
use muster_columns::{Charge, Columns};
use muster_model::{UserId, UserstoreId};
use muster_vault::Connection;
use muster_vault::changes::charge::Charges;
use muster_vault::changes::{Effect, Losses, Outcome, outstanding};
use muster_vault::tables::{scope, user, userstore};
use serde_json::json;
use std::collections::BTreeMap;

/// Groups and projects a warning names.
const NAMED: usize = 3;

/// Who is in charge of one thing, before and after a change.
#[derive(Debug, Default)]
struct InCharge {
    before: u64,
    after: u64,
    /// Of those after, users of whom another change is outstanding.
    unsure: Vec<UserId>,
}

/// By key of a userstore or scope.
type ByKey = BTreeMap<i64, InCharge>;

impl Session {
    /// Everything to think about.
    pub(super) fn warnings(&self, outcome: &Outcome, unmatched: u64) -> Result<Vec<Warning>> {
        let losses = outcome.losses();
        if losses.any() {
            self.load()?;
        }
        let mut warnings = self.said_twice(losses)?;
        let mut note = |kind, count: u64, message: String| {
            if count > 0 {
                warnings.push(Warning { kind, message, needs_twice: false, count });
            }
        };
        let own = losses.own.len() as u64;
        if let Some(first) = losses.own.first() {
            let names = self.vault().read(|conn| user::names(conn, *first))?;
            let name = names.map_or_else(|| first.to_string(), |(store, username, _)| format!("{store}/{username}"));
            note(WarningKind::Self_, own, format!("{name} seems to be yourself, by its name or e-mail."));
        }
        let (are, users) = (|n: u64| if n == 1 { "is" } else { "are" }, super::title::users);
        let n = losses.of_privileged;
        note(WarningKind::Privileged, n, format!("{} of them {} privileged.", users(n), are(n)));
        let n = outcome.refusals().iter().filter(|(r, _)| r.field == "user").map(|(_, count)| *count).sum();
        note(WarningKind::Gone, n, format!("{} cannot be changed because they are gone or not to be found.", users(n)));
        let n = losses.deleted;
        note(WarningKind::Irreversible, n, format!("Deleting {} cannot be taken back at the source.", users(n)));
        let n = losses.deactivated;
        let message = format!("GitLab activates a deactivated user again at the next sign-in: {} here.", users(n));
        note(WarningKind::ComesBack, n, message);
        let n = losses.outstanding;
        note(WarningKind::Outstanding, n, format!("An earlier change of {} is still outstanding.", users(n)));
        let lines = if unmatched == 1 { "1 line".to_owned() } else { format!("{unmatched} lines") };
        note(WarningKind::Unmatched, unmatched, format!("{lines} of the list matched no user, or several."));
        Ok(warnings)
    }

    /// What must be said twice: userstores left without an enabled privileged
    /// user, groups and projects left without an enabled owner. Everyone must
    /// have been loaded, if there are any losses.
    pub(super) fn said_twice(&self, losses: &Losses) -> Result<Vec<Warning>> {
        if !losses.any() {
            return Ok(Vec::new());
        }
        let (stores, scopes) = self.directory.with(|loaded| {
            let columns = loaded.columns();
            Ok((privileged(columns, losses), owners(columns, losses)))
        })?;
        let stores = self.left_alone(stores)?;
        let scopes = self.left_alone(scopes)?;
        Ok(self.vault().read(|conn| alone(conn, &stores, &scopes))?)
    }

    /// Of things that had someone in charge, those that would have no one, and
    /// how many they had. A user from whom another change wants to take access
    /// away cannot be counted on.
    fn left_alone(&self, things: ByKey) -> Result<Vec<(i64, u64)>> {
        let mut alone = Vec::new();
        for (key, thing) in things.into_iter().filter(|(_, thing)| thing.before > 0) {
            if thing.after > thing.unsure.len() as u64 {
                continue;
            }
            let stays = self.vault().read(|conn| {
                for user in &thing.unsure {
                    if outstanding::keeps_access(conn, *user)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            })?;
            if !stays {
                alone.push((key, thing.before));
            }
        }
        Ok(alone)
    }
}

/// What is said of userstores and scopes that would have no one in charge:
/// their keys, and how many they had.
fn alone(conn: &Connection, stores: &[(i64, u64)], scopes: &[(i64, u64)]) -> muster_vault::Result<Vec<Warning>> {
    let mut warnings = Vec::new();
    for (store, count) in stores {
        let domain = userstore::by_id(conn, UserstoreId(*store))?.domain;
        let message = format!("{domain} would be left without an enabled privileged user.");
        warnings.push(Warning { kind: WarningKind::LastPrivileged, message, needs_twice: true, count: *count });
    }
    if !scopes.is_empty() {
        let named = scopes.iter().take(NAMED).map(|(id, _)| Ok(scope::by_id(conn, *id)?.path));
        let mut names = named.collect::<muster_vault::Result<Vec<_>>>()?.join(", ");
        if scopes.len() > NAMED {
            names = format!("{names} and {} more", scopes.len() - NAMED);
        }
        let message = format!("{names} would be left without an enabled owner.");
        let count = scopes.iter().map(|(_, count)| count).sum();
        warnings.push(Warning { kind: WarningKind::LastOwner, message, needs_twice: true, count });
    }
    Ok(warnings)
}

/// Refuses a change of a group or a role that leaves a userstore without anyone
/// in charge of what it had someone for.
///
/// # Errors
/// [`Code::NeedsTwice`], or that the vault cannot be read.
pub(crate) fn check_charge(conn: &Connection, store: UserstoreId, before: &Charges, after: &Charges) -> Result<()> {
    check(&uncharged(conn, store, before, after)?, false)
}

/// What a userstore had someone in charge of and has no more.
pub(super) fn uncharged(
    conn: &Connection,
    store: UserstoreId,
    before: &Charges,
    after: &Charges,
) -> muster_vault::Result<Vec<Warning>> {
    let none_left = before.privileged > 0 && after.privileged == 0;
    let stores: Vec<(i64, u64)> = none_left.then_some((store.0, before.privileged)).into_iter().collect();
    let scopes: Vec<(i64, u64)> = before.owned.difference(&after.owned).map(|scope| (*scope, 1)).collect();
    alone(conn, &stores, &scopes)
}

/// Refuses what must be said twice and was not.
pub(super) fn check(warnings: &[Warning], even_last: bool) -> Result<()> {
    let twice: Vec<&str> = warnings.iter().filter(|w| w.needs_twice).map(|w| w.message.as_str()).collect();
    if twice.is_empty() || even_last {
        return Ok(());
    }
    let message = format!("{} Say that you mean it to go on.", twice.join(" "));
    Err(Error::new(Code::NeedsTwice, message).with(json!({ "warnings": twice })))
}

fn privileged(columns: &Columns, losses: &Losses) -> ByKey {
    let mut by_store = ByKey::new();
    for charge in columns.privileged() {
        let user = UserId(charge.user);
        let stays = losses.privileged_after(user, true) && losses.enabled_after(user, charge.enabled);
        count(&mut by_store, charge, stays);
    }
    for user in losses.new_privileged() {
        if let Some(charge) = columns.in_charge(user.0)
            && losses.enabled_after(user, charge.enabled)
        {
            by_store.entry(charge.of).or_default().after += 1;
        }
    }
    by_store
}

fn owners(columns: &Columns, losses: &Losses) -> ByKey {
    let mut by_scope = ByKey::new();
    for charge in columns.owners() {
        let user = UserId(charge.user);
        let stays = losses.owns_after(user, charge.of, true) && losses.enabled_after(user, charge.enabled);
        count(&mut by_scope, charge, stays);
    }
    for (user, scope) in losses.new_owners() {
        if columns.in_charge(user.0).is_some_and(|charge| losses.enabled_after(user, charge.enabled)) {
            by_scope.entry(scope).or_default().after += 1;
        }
    }
    by_scope
}

fn count(by_key: &mut ByKey, charge: Charge, stays: bool) {
    let thing = by_key.entry(charge.of).or_default();
    thing.before += u64::from(charge.enabled);
    if stays {
        thing.after += 1;
        if charge.pending {
            thing.unsure.push(UserId(charge.user));
        }
    }
}

/// How many users cannot be changed.
pub(super) fn refused(outcome: &Outcome) -> u64 {
    outcome.count(Effect::Refused)
}
