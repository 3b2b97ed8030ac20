//! Reviews from rows of the vault and back.

use super::outside;
use chrono::{DateTime, Utc};
use muster_audit::review::{
    Campaign, CampaignState, Decision, How, Item, Peers, Population, Review, ReviewError, Reviewer, ReviewerKind,
    SignOff, Verdict,
};
use muster_model::seen::SeenStatus;
use muster_model::{Kind, LastSeen, Precision, Scope, ScopeKind, State, UserId};
use muster_vault::tables::review::ReviewRow;
use muster_vault::tables::review_decision::{Decided, Which};
use muster_vault::tables::review_reviewer::ReviewerRow;
use muster_vault::tables::{review, review_decision, review_reviewer};
use muster_vault::{Connection, Result};

/// A user, as it stands in a row.
type UserPart = (i64, String, String, String, String, Option<String>, Option<String>, u8, u8);
/// When it was last seen.
type SeenPart = (u8, Option<i64>, Option<String>, Option<u8>);
/// What it holds.
type GrantPart =
    (String, u8, String, Option<String>, Option<i64>, Option<i64>, Option<bool>, Option<(String, u64, u64)>);

fn unreadable(what: &str) -> muster_vault::Error {
    outside(ReviewError::Parts(format!("{what} is not as Muster wrote it")))
}

/// A grant as a row: an array in which each fact has its place, since a
/// population has a hundred thousand of them.
pub(super) fn pack(item: &Item) -> Result<String> {
    let user = (
        item.user.0,
        &item.user_key,
        &item.userstore,
        &item.username,
        &item.name,
        &item.email,
        &item.person,
        item.kind.number(),
        item.state.number(),
    );
    let seen = (
        item.last_seen.status.number(),
        item.last_seen.at.map(|at| at.timestamp()),
        &item.last_seen.source,
        item.last_seen.precision.map(Precision::number),
    );
    let grant = (
        &item.role,
        item.scope.kind.number(),
        &item.scope.path,
        &item.through,
        item.since.map(|at| at.timestamp()),
        item.expires.map(|at| at.timestamp()),
        item.privileged,
        item.peers.as_ref().map(|peers| (&peers.of, peers.all, peers.holding)),
    );
    serde_json::to_string(&(user, seen, grant)).map_err(|_| unreadable("a grant"))
}

/// A grant from a row.
pub(super) fn unpack(body: &str) -> Result<Item> {
    let read: (UserPart, SeenPart, GrantPart) = serde_json::from_str(body).map_err(|_| unreadable("a grant"))?;
    item(read).ok_or_else(|| unreadable("a grant"))
}

fn item((user, seen, grant): (UserPart, SeenPart, GrantPart)) -> Option<Item> {
    let time = |at: Option<i64>| -> Option<Option<DateTime<Utc>>> {
        at.map_or(Some(None), |at| DateTime::from_timestamp(at, 0).map(Some))
    };
    let precision = match seen.3 {
        Some(number) => Some(Precision::from_number(number)?),
        None => None,
    };
    Some(Item {
        user: UserId(user.0),
        user_key: user.1,
        userstore: user.2,
        username: user.3,
        name: user.4,
        email: user.5,
        person: user.6,
        kind: Kind::from_number(user.7)?,
        state: State::from_number(user.8)?,
        last_seen: LastSeen { status: SeenStatus::from_number(seen.0)?, at: time(seen.1)?, source: seen.2, precision },
        role: grant.0,
        scope: Scope { kind: ScopeKind::from_number(grant.1)?, path: grant.2 },
        through: grant.3,
        since: time(grant.4)?,
        expires: time(grant.5)?,
        privileged: grant.6,
        peers: grant.7.map(|(of, all, holding)| Peers { of, all, holding }),
    })
}

pub(super) const fn kind_number(kind: ReviewerKind) -> u8 {
    match kind {
        ReviewerKind::Manager => 0,
        ReviewerKind::GroupOwner => 1,
        ReviewerKind::Named => 2,
    }
}

pub(super) fn reviewer_row(reviewer: &Reviewer) -> ReviewerRow {
    ReviewerRow {
        key: reviewer.key.clone(),
        kind: kind_number(reviewer.kind),
        name: reviewer.name.clone(),
        email: reviewer.email.clone(),
        username: reviewer.username.clone(),
        person: reviewer.person.clone(),
    }
}

fn reviewer(row: ReviewerRow) -> Reviewer {
    let kind = match row.kind {
        0 => ReviewerKind::Manager,
        1 => ReviewerKind::GroupOwner,
        _ => ReviewerKind::Named,
    };
    Reviewer { key: row.key, kind, name: row.name, email: row.email, username: row.username, person: row.person }
}

/// The reviewers of a review, in order.
pub(super) fn reviewers(conn: &Connection, id: i64) -> Result<Vec<Reviewer>> {
    Ok(review_reviewer::list(conn, id)?.into_iter().map(reviewer).collect())
}

pub(super) const fn verdict_number(verdict: &Verdict) -> u8 {
    match verdict {
        Verdict::Keep => 0,
        Verdict::Revoke => 1,
        Verdict::Reduce { .. } => 2,
    }
}

/// A decision as a row, with the operator who put it in.
pub(super) fn decided(decision: &Decision, operator: &str) -> Decided {
    Decided {
        verdict: verdict_number(&decision.verdict),
        to: match &decision.verdict {
            Verdict::Reduce { to } => Some(to.clone()),
            _ => None,
        },
        note: decision.note.clone(),
        by: decision.by.clone(),
        by_name: decision.by_name.clone(),
        at: decision.at,
        operator: operator.to_owned(),
        sheet: match &decision.how {
            How::Worksheet { sha256 } => Some(sha256.clone()),
            How::Direct => None,
        },
    }
}

fn decision(row: Decided) -> Result<Decision> {
    let verdict = match (row.verdict, row.to) {
        (0, _) => Verdict::Keep,
        (1, _) => Verdict::Revoke,
        (2, Some(to)) => Verdict::Reduce { to },
        _ => return Err(unreadable("a decision")),
    };
    let how = row.sheet.map_or(How::Direct, |sha256| How::Worksheet { sha256 });
    Ok(Decision { verdict, note: row.note, by: row.by, by_name: row.by_name, at: row.at, how })
}

/// The population of a review in numbers.
pub(super) fn population(row: &ReviewRow) -> Result<Population> {
    serde_json::from_str(&row.population).map_err(|_| unreadable("the population"))
}

/// A review without its grants.
pub(super) fn campaign(row: &ReviewRow) -> Result<Campaign> {
    Ok(Campaign {
        id: row.name.clone(),
        title: row.title.clone(),
        filter: row.filter.clone(),
        opened_at: row.opened_at,
        opened_by: row.opened_by.clone(),
        due: row.due,
        population: population(row)?,
        roles: serde_json::from_str(&row.roles).map_err(|_| unreadable("the list of roles"))?,
        state: match &row.closed {
            None => CampaignState::Open,
            Some(closed) => CampaignState::Closed(SignOff {
                by: closed.by.clone(),
                at: closed.at,
                statement: closed.statement.clone(),
            }),
        },
    })
}

/// A campaign as a row.
pub(super) fn review_row(campaign: &Campaign) -> Result<ReviewRow> {
    Ok(ReviewRow {
        id: 0,
        name: campaign.id.clone(),
        title: campaign.title.clone(),
        filter: campaign.filter.clone(),
        opened_at: campaign.opened_at,
        opened_by: campaign.opened_by.clone(),
        due: campaign.due,
        population: json(&campaign.population)?,
        roles: json(&campaign.roles)?,
        closed: None,
        proof: None,
    })
}

fn json(what: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(what).map_err(|_| unreadable("the review"))
}

/// A whole review.
pub(super) fn whole(conn: &Connection, name: &str) -> Result<(ReviewRow, Review)> {
    let row = review::by_name(conn, name)?;
    let campaign = campaign(&row)?;
    let most = usize::try_from(campaign.population.grants).unwrap_or_default();
    let (mut items, mut assigned, mut decisions) =
        (Vec::with_capacity(most), Vec::with_capacity(most), Vec::with_capacity(most));
    review_decision::each(conn, row.id, Which::default(), 0, &mut |row| {
        items.push(unpack(&row.body)?);
        assigned.push(row.reviewer);
        decisions.push(row.decided.map(decision).transpose()?);
        Ok(true)
    })?;
    let review = Review { campaign, items, reviewers: reviewers(conn, row.id)?, assigned, decisions };
    review.check().map_err(outside)?;
    Ok((row, review))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_grant_comes_back_as_it_was() {
        let at = DateTime::from_timestamp(1_700_000_000, 0);
        let full = Item {
            user: UserId(7),
            user_key: "a\"b".into(),
            userstore: "GITLAB".into(),
            username: "ada".into(),
            name: "Ada\u{2028}L".into(),
            email: Some("ada@x".into()),
            person: Some("3".into()),
            kind: Kind::Human,
            state: State::Blocked,
            role: "Owner".into(),
            scope: Scope { kind: ScopeKind::Group, path: "a/b".into() },
            through: Some("a".into()),
            since: at,
            expires: at,
            last_seen: LastSeen::seen(at.unwrap(), "field", Precision::Day),
            privileged: Some(true),
            peers: Some(Peers { of: "department Web".into(), all: 12, holding: 3 }),
        };
        let bare = Item {
            email: None,
            person: None,
            through: None,
            since: None,
            expires: None,
            last_seen: LastSeen::never("field"),
            privileged: None,
            peers: None,
            ..full.clone()
        };
        for item in [full, bare] {
            assert_eq!(unpack(&pack(&item).unwrap()).unwrap(), item);
        }
        assert!(unpack("[]").is_err());
    }
}
