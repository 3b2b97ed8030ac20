//! What a review would be if it were opened now.

use super::open::{id, opening};
use super::population::{self, Found, Whom};
use super::reviewers::Pool;
use super::size::Size;
use crate::api::reviews::{
    MarkRole, RefusalKind, ReviewDraft, ReviewPreview, ReviewRefusal, ReviewerGlance, UnassignedGrant, UntoldRole,
};
use crate::reviews::list;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_audit::review::population::MOST;
use muster_audit::review::{self, Opening, ReviewError, Reviewer};
use muster_model::{RoleId, Userstore, UserstoreId};
use muster_vault::Connection;
use muster_vault::holdings::Known;
use muster_vault::log::Entry;
use muster_vault::tables::{role, role_told};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};

/// Grants without a reviewer that a preview names.
const NAMED: usize = 20;

fn refusal_kind(error: &ReviewError) -> RefusalKind {
    match error {
        ReviewError::Id { .. } | ReviewError::NoTitle | ReviewError::DueBefore { .. } => RefusalKind::Words,
        ReviewError::PrivilegedUnknown { .. } => RefusalKind::PrivilegedUnknown,
        ReviewError::Incomplete { .. } => RefusalKind::Incomplete,
        ReviewError::Unassigned { .. } | ReviewError::OwnGrant { .. } => RefusalKind::Unassigned,
        _ => RefusalKind::Population,
    }
}

impl Session {
    /// What a review would be if it were opened now. Nothing is written.
    ///
    /// # Errors
    /// [`Code::InvalidFilter`], [`Code::Invalid`] for a reviewer of whom
    /// nothing is known, or that the vault cannot be read.
    pub fn review_try(&self, draft: &ReviewDraft, now: DateTime<Utc>) -> Result<ReviewPreview> {
        self.load()?;
        let tried = self.whom(&draft.filter, now, |whom| {
            Ok(self.vault().read(|conn| {
                let (id, known) = (id(conn, draft, now)?, Known::read(conn)?);
                if let Some(size) = whom.above(MOST, &known) {
                    return Ok(Err(too_much(conn, id, &size, &known, whom, now)?));
                }
                let found = whom.read(conn, known, now)?;
                let pool = Pool::new(conn, &found, &draft.order, &draft.named).map_err(crate::changes::outside)?;
                Ok(Ok((found, pool, id)))
            })?)
        })?;
        let (mut found, pool, id) = match tried {
            Ok(tried) => tried,
            Err(refused) => return Ok(refused),
        };
        let mut preview = ReviewPreview {
            id: id.clone(),
            matched: found.matched,
            users: 0,
            grants: found.items.len() as u64,
            privileged: found.items.iter().filter(|item| item.privileged == Some(true)).count() as u64,
            completeness: found.completeness.iter().map(list::completeness).collect(),
            untold: untold(grants_by_role(&found), &found.holdings.known, &found.stores),
            reviewers: Vec::new(),
            handed_on: 0,
            unassigned: Vec::new(),
            unassigned_total: 0,
            refusals: Vec::new(),
        };
        asked(&mut preview, &found, &pool);
        let opening = opening(draft, id, self.operator(), &mut found, now);
        let mut all = refusals(&opening);
        if let Err(error) = review::open(opening) {
            all.push(error);
        }
        for error in all {
            let refusal = ReviewRefusal { kind: refusal_kind(&error), message: Error::from(error).message };
            if !preview.refusals.contains(&refusal) {
                preview.refusals.push(refusal);
            }
        }
        if preview.unassigned_total > 0 {
            let named: Vec<String> = preview.unassigned.iter().take(3).map(said).collect();
            let message = format!(
                "{} grants have nobody who may decide on them: {}. Name another reviewer for them.",
                preview.unassigned_total,
                named.join("; ")
            );
            preview.refusals.push(ReviewRefusal { kind: RefusalKind::Unassigned, message });
        }
        Ok(preview)
    }

    /// Says of a role whose source has no word for it whether it is privileged.
    ///
    /// # Errors
    /// [`Code::NotPermitted`] for an auditor, [`Code::NotFound`],
    /// [`Code::Invalid`] for a role of a local userstore, which is edited itself.
    pub fn review_mark_role(&self, request: MarkRole, now: DateTime<Utc>) -> Result<()> {
        self.may_change()?;
        let stores = self.userstores()?;
        Ok(self.vault().write(now, |tx| {
            let row = role::by_id(tx, request.role)?;
            let store = stores.iter().find(|store| store.id == row.userstore);
            let domain = store.map(|store| store.domain.clone()).unwrap_or_default();
            if store.is_some_and(|store| store.authority == muster_model::Authority::Local) {
                let message = format!(
                    "{} is a role of {domain}, which is edited here: edit the role itself (muster roles set).",
                    row.role.name
                );
                return Err(crate::changes::outside(Error::new(Code::Invalid, message)));
            }
            role_told::set(tx, request.role, request.privileged, self.operator(), now)?;
            let entry = Entry::new("review.role")
                .target(format!("{domain}/{}", row.role.name))
                .details(json!({ "privileged": request.privileged }));
            Ok(((), Some(entry)))
        })?)
    }
}

/// What a review would be that would have too many grants: how many, and of
/// which roles, without who would decide on them.
pub(super) fn too_much(
    conn: &Connection,
    id: String,
    size: &Size,
    known: &Known,
    whom: &Whom<'_>,
    now: DateTime<Utc>,
) -> muster_vault::Result<ReviewPreview> {
    let stores = population::stores(conn)?;
    let completeness = population::completeness(conn, &stores, whom.is_narrowed().then_some(&size.stores), now)?;
    let error = size.refused();
    let is_privileged = |role: &i64| known.role(*role).is_some_and(|role| role.privileged == Some(true));
    Ok(ReviewPreview {
        id,
        matched: size.matched,
        users: size.users,
        grants: size.grants(),
        privileged: size.by_role.iter().filter(|(role, _)| is_privileged(role)).map(|(_, grants)| grants).sum(),
        completeness: completeness.iter().map(list::completeness).collect(),
        untold: untold(size.by_role.clone(), known, &stores),
        reviewers: Vec::new(),
        handed_on: 0,
        unassigned: Vec::new(),
        unassigned_total: 0,
        refusals: vec![ReviewRefusal { kind: refusal_kind(&error), message: Error::from(error).message }],
    })
}

fn grants_by_role(found: &Found) -> BTreeMap<i64, u64> {
    let mut counts: BTreeMap<i64, u64> = BTreeMap::new();
    for grant in &found.holdings.grants {
        *counts.entry(grant.role).or_default() += 1;
    }
    counts
}

/// The roles of which nobody can tell whether they are privileged.
fn untold(by_role: BTreeMap<i64, u64>, known: &Known, stores: &HashMap<UserstoreId, Userstore>) -> Vec<UntoldRole> {
    let told = by_role.into_iter().filter_map(|(id, grants)| {
        let role = known.role(id).filter(|role| role.privileged.is_none())?;
        let userstore = stores.get(&role.userstore)?.domain.clone();
        Some(UntoldRole { role: RoleId(id), userstore, name: role.name.clone(), grants })
    });
    told.collect()
}

fn said(one: &UnassignedGrant) -> String {
    match &one.only {
        Some(only) => {
            format!("{} ({}) would be decided on by {only}, and nobody decides on themselves", one.user, one.grant)
        }
        None => format!("{} ({}) has no reviewer", one.user, one.grant),
    }
}

/// What opening would refuse first is not all that keeps it from being opened.
fn refusals(opening: &Opening) -> Vec<ReviewError> {
    let mut all = Vec::new();
    let untold = opening.items.iter().filter(|item| item.privileged.is_none());
    if let Some(first) = untold.clone().next() {
        all.push(ReviewError::PrivilegedUnknown {
            grants: untold.count(),
            of: opening.items.len(),
            role: first.role.clone(),
            userstore: first.userstore.clone(),
        });
    }
    let gaps: Vec<String> = opening.completeness.iter().filter_map(review::Completeness::gap).collect();
    let said = opening.incomplete_because.as_deref().is_some_and(|text| !text.trim().is_empty());
    if !gaps.is_empty() && !said {
        all.push(ReviewError::Incomplete { gaps: gaps.join("; ") });
    }
    all
}

/// Who would get how many.
fn asked(preview: &mut ReviewPreview, found: &Found, pool: &Pool) {
    let mut counts = vec![0_u64; pool.reviewers.len()];
    let mut users = std::collections::HashSet::new();
    for item in &found.items {
        users.insert(item.user);
        let candidates = pool.candidates(item);
        let of = |place: &usize| pool.reviewers.get(*place);
        match candidates.iter().position(|place| of(place).is_some_and(|reviewer| reviewer.is_self(item).is_none())) {
            Some(choice) => {
                counts[candidates[choice]] += 1;
                preview.handed_on += u64::from(choice > 0);
            }
            None => {
                preview.unassigned_total += 1;
                if preview.unassigned.len() < NAMED {
                    let only = candidates.first().and_then(of).map(Reviewer::said);
                    preview.unassigned.push(UnassignedGrant { user: item.full_name(), grant: item.said(), only });
                }
            }
        }
    }
    preview.users = users.len() as u64;
    let glances = pool.reviewers.iter().zip(counts).filter(|(_, count)| *count > 0).map(|(reviewer, undecided)| {
        let progress = crate::api::reviews::ReviewProgress { undecided, ..Default::default() };
        ReviewerGlance { progress, ..list::reviewer(reviewer) }
    });
    preview.reviewers = glances.collect();
}
