//! What is lost by a change as a whole: enough to say who would be left
//! without anyone in charge, and what else to think about.

use super::ground::Ground;
use super::moves::Moves;
use super::sheet::Sheet;
use crate::Result;
use crate::merge::idset::IdSet;
use crate::tables::grant::Held;
use muster_model::fold::fold;
use muster_model::{Facts, State, UserId, UserstoreKind};
use std::collections::{BTreeMap, HashSet};

/// What a change takes and gives, over all its users.
#[derive(Debug, Default)]
pub struct Losses {
    /// Users who are enabled before and not after.
    disabled: IdSet,
    /// Users who are enabled after and not before.
    enabled: IdSet,
    /// Users who hold a privileged role before and not after, and the other
    /// way round.
    unprivileged: IdSet,
    privileged: IdSet,
    /// Users and the scopes they own before and not after, and the other way
    /// round.
    disowned: HashSet<(i64, i64)>,
    owned: HashSet<(i64, i64)>,
    /// Users of each userstore that change.
    pub stores: BTreeMap<i64, u64>,
    /// Users that change and are privileged.
    pub of_privileged: u64,
    /// Users whose access shrinks and who seem to be the operator.
    pub own: Vec<UserId>,
    /// Users that are deleted at a source.
    pub deleted: u64,
    /// Users of GitLab that are deactivated.
    pub deactivated: u64,
    /// Users of whom an earlier change is still outstanding.
    pub outstanding: u64,
}

impl Losses {
    #[allow(clippy::too_many_arguments)]
    pub(super) fn note(
        &mut self,
        ground: &mut Ground<'_>,
        operator: &str,
        before: &Sheet,
        after: &Sheet,
        moves: &Moves,
        local: bool,
        earlier: bool,
    ) -> Result<()> {
        let (was, is) = (&before.row, &after.row);
        *self.stores.entry(before.store()).or_default() += 1;
        self.outstanding += u64::from(earlier);
        self.of_privileged += u64::from(was.facts.has(Facts::PRIVILEGED));
        self.note_charge(ground, before, after, moves)?;
        if was.state != is.state {
            self.deleted += u64::from(is.state == State::Deleted && !local);
            let gitlab = ground.userstore(before.store())?.kind == UserstoreKind::Gitlab;
            self.deactivated += u64::from(is.state == State::Deactivated && gitlab);
        }
        let shrinks = (is_enabled(before) && !is_enabled(after)) || !moves.taken.is_empty() || !moves.left.is_empty();
        if shrinks && seems(before, operator) {
            self.own.push(UserId(is.id));
        }
        Ok(())
    }

    /// Only what being in charge goes by.
    pub(super) fn note_charge(
        &mut self,
        ground: &mut Ground<'_>,
        before: &Sheet,
        after: &Sheet,
        moves: &Moves,
    ) -> Result<()> {
        let id = after.row.id;
        match (is_enabled(before), is_enabled(after)) {
            (true, false) => drop(self.disabled.insert(id)),
            (false, true) => drop(self.enabled.insert(id)),
            _ => {}
        }
        let privileged = |sheet: &Sheet| sheet.row.facts.has(Facts::PRIVILEGED);
        match (privileged(before), privileged(after)) {
            (true, false) => drop(self.unprivileged.insert(id)),
            (false, true) => drop(self.privileged.insert(id)),
            _ => {}
        }
        if decide_ownership(ground, before.store(), moves)? {
            let (old, new) = (owns(ground, before)?, owns(ground, after)?);
            self.disowned.extend(old.difference(&new).map(|scope| (id, *scope)));
            self.owned.extend(new.difference(&old).map(|scope| (id, *scope)));
        }
        Ok(())
    }

    /// A user that is removed is in charge of nothing after it.
    pub(super) fn note_removed(&mut self, user: UserId) {
        self.disabled.insert(user.0);
    }

    /// Whether a user who is enabled now or not is so after the change.
    #[must_use]
    pub fn enabled_after(&self, user: UserId, now: bool) -> bool {
        (now || self.enabled.contains(user.0)) && !self.disabled.contains(user.0)
    }

    /// Whether a user who is privileged now or not is so after the change.
    #[must_use]
    pub fn privileged_after(&self, user: UserId, now: bool) -> bool {
        (now || self.privileged.contains(user.0)) && !self.unprivileged.contains(user.0)
    }

    /// Whether a user who owns a scope (by its key) now or not does so after
    /// the change.
    #[must_use]
    pub fn owns_after(&self, user: UserId, scope: i64, now: bool) -> bool {
        (now || self.owned.contains(&(user.0, scope))) && !self.disowned.contains(&(user.0, scope))
    }

    /// Users and scopes that are owned after the change and not before.
    pub fn new_owners(&self) -> impl Iterator<Item = (UserId, i64)> + '_ {
        self.owned.iter().map(|(user, scope)| (UserId(*user), *scope))
    }

    /// Users who are privileged after the change and not before.
    pub fn new_privileged(&self) -> impl Iterator<Item = UserId> + '_ {
        self.privileged.iter().map(UserId)
    }

    /// Whether anyone who may be in charge of something could be less so.
    #[must_use]
    pub fn any(&self) -> bool {
        !(self.disabled.is_empty() && self.unprivileged.is_empty() && self.disowned.is_empty())
    }
}

fn is_enabled(sheet: &Sheet) -> bool {
    sheet.row.state.is_enabled() && sheet.row.gone_since.is_none()
}

/// Whether any grant or group that comes or goes makes an owner. Most do not,
/// and then nobody's own scopes need be gathered.
fn decide_ownership(ground: &mut Ground<'_>, store: i64, moves: &Moves) -> Result<bool> {
    for grant in moves.given.iter().chain(&moves.taken) {
        let held = Held { role: grant.role, scope: grant.scope, kind: ground.scope_of(grant.scope)?.kind };
        if ground.is_ownership(store, &held)? {
            return Ok(true);
        }
    }
    for group in moves.joined.iter().chain(&moves.left) {
        for held in ground.given_by(*group)?.to_vec() {
            if ground.is_ownership(store, &held)? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Scopes a user owns, by whatever way.
fn owns(ground: &mut Ground<'_>, sheet: &Sheet) -> Result<HashSet<i64>> {
    let mut scopes = HashSet::new();
    let held: Vec<Held> = ground.held(sheet)?;
    for held in held {
        if ground.is_ownership(sheet.store(), &held)? {
            scopes.insert(held.scope);
        }
    }
    Ok(scopes)
}

/// Whether a user seems to be the operator, by a name or an e-mail.
fn seems(sheet: &Sheet, operator: &str) -> bool {
    let row = &sheet.row;
    let email = row.email.as_deref().unwrap_or_default();
    let local = email.split('@').next().unwrap_or_default();
    // Folding costs, and most names need none.
    let same = |name: &str| if name.is_ascii() { name.eq_ignore_ascii_case(operator) } else { fold(name) == operator };
    [row.username.as_str(), &row.display_name, email, local].into_iter().any(same)
}
