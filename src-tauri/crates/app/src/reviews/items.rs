//! The grants of a review, page by page.

use super::stored;
use crate::api::reviews::{
    DecidedAs, ReviewDecision, ReviewItem, ReviewItemsPage, ReviewItemsQuery, ReviewPeers, ReviewPicked, Verdict,
};
use crate::session::Session;
use crate::{Code, Error, Result};
use muster_audit::review::{Item, Reviewer, ReviewerKind};
use muster_model::fold::fold;
use muster_vault::Connection;
use muster_vault::tables::review as review_table;
use muster_vault::tables::review::ReviewRow;
use muster_vault::tables::review_decision::{self, Decided, DecisionRow, Which};

/// The most grants a page holds.
const MOST: u64 = 500;

/// The operator who is signed in, for whom no decision on themselves is put in.
pub(super) fn myself(operator: &str) -> Reviewer {
    Reviewer {
        key: String::new(),
        kind: ReviewerKind::Named,
        name: operator.to_owned(),
        email: operator.contains('@').then(|| operator.to_owned()),
        username: Some(operator.to_owned()),
        person: None,
    }
}

/// Which grants a query means, but for its text.
///
/// # Errors
/// [`Code::NotFound`] for a reviewer who is not asked.
fn which(query: &ReviewItemsQuery, reviewers: &[Reviewer]) -> Result<Which> {
    let reviewer = match query.reviewer.as_deref().map(str::trim).filter(|key| !key.is_empty()) {
        Some(key) => Some(place_of(reviewers, key)?),
        None => None,
    };
    let (decided, verdict) = match query.decided {
        None => (None, None),
        Some(DecidedAs::Undecided) => (Some(false), None),
        Some(DecidedAs::Decided) => (Some(true), None),
        Some(DecidedAs::Keep) => (None, Some(0)),
        Some(DecidedAs::Revoke) => (None, Some(1)),
        Some(DecidedAs::Reduce) => (None, Some(2)),
    };
    Ok(Which { reviewer, decided, verdict, privileged: query.privileged })
}

/// The place of a reviewer by key.
pub(super) fn place_of(reviewers: &[Reviewer], key: &str) -> Result<usize> {
    reviewers.iter().position(|reviewer| reviewer.key == key).ok_or_else(|| {
        let keys: Vec<&str> = reviewers.iter().take(20).map(|reviewer| reviewer.key.as_str()).collect();
        let shown: String = key.chars().take(60).collect();
        Error::new(Code::NotFound, format!("The review has no reviewer {shown:?}, but {}.", keys.join(", ")))
    })
}

/// Whether a grant has this text in what people see of it.
fn fits(item: &Item, text: &str) -> bool {
    let beside = [item.email.as_deref(), item.through.as_deref()];
    let fields = [item.username.as_str(), &item.name, &item.role, &item.scope.path];
    fields.into_iter().chain(beside.into_iter().flatten()).any(|field| fold(field).contains(text))
}

impl Session {
    /// A page of the grants of a review.
    ///
    /// # Errors
    /// [`Code::NotFound`], or that the vault cannot be read.
    pub fn review_items(&self, query: &ReviewItemsQuery) -> Result<ReviewItemsPage> {
        let me = myself(self.operator());
        self.vault()
            .read(|conn| {
                let row = review_table::by_name(conn, query.review.trim())?;
                let reviewers = stored::reviewers(conn, row.id)?;
                let which = which(query, &reviewers).map_err(crate::changes::outside)?;
                let limit = usize::try_from(query.limit.min(MOST)).unwrap_or_default();
                let text = fold(query.text.trim());
                let mut items = Vec::new();
                if text.is_empty() {
                    review_decision::each(conn, row.id, which, query.offset, &mut |found| {
                        if items.len() < limit {
                            items.push(shown(&row, &reviewers, &me, found)?);
                        }
                        Ok(items.len() < limit)
                    })?;
                    let total = review_decision::count(conn, row.id, which)?;
                    return Ok(ReviewItemsPage { items, total });
                }
                let mut total = 0;
                review_decision::each(conn, row.id, which, 0, &mut |found| {
                    if fits(&stored::unpack(&found.body)?, &text) {
                        total += 1;
                        if total > query.offset && items.len() < limit {
                            items.push(shown(&row, &reviewers, &me, found)?);
                        }
                    }
                    Ok(true)
                })?;
                Ok(ReviewItemsPage { items, total })
            })
            .map_err(Error::from)
    }
}

/// The grants that are picked, in the order of the population, each once.
pub(super) fn picked(
    conn: &Connection,
    row: &ReviewRow,
    reviewers: &[Reviewer],
    picked: &ReviewPicked,
) -> muster_vault::Result<Vec<DecisionRow>> {
    let mut found = Vec::new();
    match picked {
        ReviewPicked::Items(places) => {
            let mut places = places.clone();
            places.sort_unstable();
            places.dedup();
            for place in places {
                match review_decision::one(conn, row.id, place)? {
                    Some(one) => found.push(one),
                    None => {
                        let message = format!("The review has no grant {place}. Look at its list again.");
                        return Err(crate::changes::outside(Error::new(Code::NotFound, message)));
                    }
                }
            }
        }
        ReviewPicked::Keys(keys) => {
            let mut places: Vec<u64> = Vec::with_capacity(keys.len());
            for key in keys {
                places.push(place_of_key(conn, row, key)?);
            }
            return self::picked(conn, row, reviewers, &ReviewPicked::Items(places));
        }
        ReviewPicked::All(query) => {
            let which = which(query, reviewers).map_err(crate::changes::outside)?;
            let text = fold(query.text.trim());
            review_decision::each(conn, row.id, which, 0, &mut |one| {
                if text.is_empty() || fits(&stored::unpack(&one.body)?, &text) {
                    found.push(one);
                }
                Ok(true)
            })?;
        }
    }
    Ok(found)
}

/// The place of the grant with a key. The letters of a key follow from the
/// review and the grant, so one of another review, or with a slip in it, is none.
fn place_of_key(conn: &Connection, row: &ReviewRow, key: &str) -> muster_vault::Result<u64> {
    let key = key.trim().to_ascii_uppercase();
    let number = key.strip_prefix('R').and_then(|rest| rest.split('-').next()?.parse::<u64>().ok());
    if let Some(place) = number.and_then(|number| number.checked_sub(1))
        && let Some(found) = review_decision::one(conn, row.id, place)?
        && stored::unpack(&found.body)?.row_key(&row.name, usize::try_from(place + 1).unwrap_or(usize::MAX)) == key
    {
        return Ok(place);
    }
    let shown: String = key.chars().take(60).collect();
    let message = format!("The review has no row {shown:?}. Take the keys from its list or from a worksheet of it.");
    Err(crate::changes::outside(Error::new(Code::NotFound, message)))
}

/// A grant as the window and the terminal show it.
pub(super) fn shown(
    row: &ReviewRow,
    reviewers: &[Reviewer],
    me: &Reviewer,
    found: DecisionRow,
) -> muster_vault::Result<ReviewItem> {
    let item = stored::unpack(&found.body)?;
    let place = usize::try_from(found.place).unwrap_or(usize::MAX);
    Ok(ReviewItem {
        item: found.place,
        key: item.row_key(&row.name, place.saturating_add(1)),
        own: me.is_self(&item).is_some(),
        user: item.user,
        userstore: item.userstore,
        username: item.username,
        name: item.name,
        email: item.email,
        kind: item.kind,
        state: item.state,
        role: item.role,
        scope: item.scope,
        through: item.through,
        privileged: item.privileged == Some(true),
        since: item.since,
        expires: item.expires,
        last_seen: item.last_seen,
        peers: item.peers.map(|peers| ReviewPeers { of: peers.of, all: peers.all, holding: peers.holding }),
        reviewer: reviewers.get(found.reviewer).map(|reviewer| reviewer.key.clone()).unwrap_or_default(),
        decision: found.decided.map(decision),
    })
}

fn decision(row: Decided) -> ReviewDecision {
    ReviewDecision {
        verdict: match row.verdict {
            0 => Verdict::Keep,
            1 => Verdict::Revoke,
            _ => Verdict::Reduce,
        },
        to: row.to,
        note: row.note,
        by: row.by_name,
        at: row.at,
        operator: row.operator,
        worksheet: row.sheet,
    }
}
