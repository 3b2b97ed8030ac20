//! What follows from a review, as one change: each user loses, and is given in
//! place of it, what was decided.

use super::{When, close, stored};
use crate::api::changes::{ApplyChange, ChangePreview, ChangeReport};
use crate::changes::{Chosen, Wanted};
use crate::job::Job;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_audit::review::{Remedy, Take};
use muster_model::{Scope, ScopeKind, UserId};
use muster_vault::Connection;
use muster_vault::changes::{Operation, Operations};
use muster_vault::tables::{grant, group};
use std::collections::BTreeMap;

impl Session {
    /// Stages what follows from a closed review as one change, which is looked
    /// at, applied, left pending and undone like any other; once it is applied
    /// the review names it. Nothing is written yet.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::Invalid`] if the review is open or nothing
    /// follows from it.
    pub fn review_stage(&self, id: &str, job: &Job, now: DateTime<Utc>) -> Result<ChangePreview> {
        let (row, review) = self.vault().read(|conn| stored::whole(conn, id.trim()))?;
        if review.campaign.is_open() {
            let message = "The review is still open. Close it; then what it decided can be carried out.";
            return Err(Error::new(Code::Invalid, message));
        }
        let remedies = close::remedies(&review)?;
        if remedies.is_empty() {
            let message = "Nothing follows from this review: every grant is kept.";
            return Err(Error::new(Code::Invalid, message));
        }
        let each = self.vault().read(|conn| operations(conn, &remedies))?;
        let progress = review.progress();
        let title = format!("{}: {} revoked, {} reduced", review.campaign.title, progress.revoke, progress.reduce);
        let chosen = Chosen { users: each.keys().copied().collect(), ..Chosen::default() };
        let wanted = Wanted { operations: Operations::Each(each), chosen, title: Some(title), review: Some(row.id) };
        self.stage(wanted, job, now)
    }

    /// Stages what follows from a closed review and applies it.
    ///
    /// # Errors
    /// As [`Session::review_stage`] and [`Session::change_apply`].
    pub fn review_carry_out(
        &self,
        id: &str,
        even_last: bool,
        job: &Job,
        when: impl Into<When>,
    ) -> Result<ChangeReport> {
        let When { now, as_of } = when.into();
        self.may_change()?;
        let preview = self.review_stage(id, job, as_of)?;
        self.change_apply(&ApplyChange { staged: preview.staged, even_last }, job, now)
    }
}

/// What is done to each user: first all that is taken, then what is given, so
/// that nothing that was given is taken again.
fn operations(conn: &Connection, remedies: &[Remedy]) -> muster_vault::Result<BTreeMap<UserId, Vec<Operation>>> {
    let mut each: BTreeMap<UserId, (Vec<Operation>, Vec<Operation>)> = BTreeMap::new();
    for remedy in remedies {
        let (taken, given) = each.entry(remedy.user).or_default();
        for operation in take(conn, remedy)? {
            if !taken.contains(&operation) {
                taken.push(operation);
            }
        }
        given.extend(remedy.give.iter().map(|give| Operation::AddRole {
            role: give.role.clone(),
            scope: give.scope.clone(),
            expires: give.expires.map(|at| at.timestamp()),
        }));
    }
    let joined = each.into_iter().map(|(user, (taken, given))| (user, [taken, given].concat()));
    Ok(joined.filter(|(_, all)| !all.is_empty()).collect())
}

fn take(conn: &Connection, remedy: &Remedy) -> muster_vault::Result<Vec<Operation>> {
    let path = match &remedy.take {
        Take::Role { role, scope } => {
            return Ok(vec![Operation::RemoveRole { role: role.clone(), scope: Some(scope.clone()) }]);
        }
        Take::Group { group } => group,
    };
    if group::paths_of_user(conn, remedy.user)?.iter().any(|own| own == path) {
        return Ok(vec![Operation::RemoveGroup(path.clone())]);
    }
    // A member by a role on the group itself, as in GitLab.
    let on = Scope { kind: ScopeKind::Group, path: path.clone() };
    let held = grant::of_user(conn, remedy.user)?.into_iter();
    let direct = held.filter(|held| held.through.is_none() && held.scope == on);
    Ok(direct.map(|held| Operation::RemoveRole { role: held.role.name, scope: Some(on.clone()) }).collect())
}
