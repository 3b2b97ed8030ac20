//! A reviewer's part of a review as a file: it goes out as CSV or XLSX, is
//! filled in, and comes back.
//!
//! A sheet begins with what it is ([`Label`]: the review, its id, the reviewer,
//! the sheet's own code, how to fill it in), then a blank row, the columns
//! ([`Column`]) and one row a grant. The reviewer writes in the last three
//! columns; whatever else differs from what went out is a [`Fault`] with its
//! cell. Rows may come back in another order, columns moved or hidden, dates in
//! another spelling, the file written by another program.
//!
//! | module | what it does |
//! | --- | --- |
//! | [`write`] | CSV and XLSX that go out |
//! | [`grid`] | a file that comes back, as cells |
//! | [`csv`], [`xlsx`] | its readers, with bounds |
//! | [`same`] | whether a cell still says what it said |
//! | [`check`] | everything that must hold before a decision is taken from it |
//! | [`fault`] | what does not, by cell |

pub mod check;
mod column;
pub mod csv;
pub mod fault;
pub mod grid;
pub mod same;
#[cfg(test)]
mod tests;
pub mod write;
pub mod xlsx;

pub use check::{Returned, ReturnedRow, check};
pub use column::{Column, Label};
pub use fault::{Fault, Faults, SheetError};
pub use grid::Grid;

use super::held::Review;
use super::item::Item;
use super::{ReviewError, Reviewer};
use muster_model::LastSeen;
use muster_model::seen::SeenStatus;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// The longest fact shown in a cell, in characters. Whole facts are in the
/// population; a sheet is read by people.
const LONGEST: usize = 300;

/// A row: a grant, as its reviewer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The grant's place in the population.
    pub item: usize,
    /// The cells of the columns that are not open, in their order.
    pub facts: Vec<String>,
}

impl SheetRow {
    /// Its key.
    #[must_use]
    pub fn key(&self) -> &str {
        self.fact(Column::Key)
    }

    /// What it says in a column that is not open.
    #[must_use]
    pub fn fact(&self, column: Column) -> &str {
        self.facts.get(column.place()).map(String::as_str).unwrap_or_default()
    }
}

/// A worksheet as it goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worksheet<'r> {
    /// The review it is of.
    pub review: &'r Review,
    /// The reviewer's place.
    pub reviewer: usize,
    /// Its own code: it follows from the campaign, the reviewer and every cell.
    pub code: String,
    /// Its rows.
    pub rows: Vec<SheetRow>,
}

impl<'r> Worksheet<'r> {
    /// The worksheet of the reviewer with this key: every grant that is theirs,
    /// decided or not.
    ///
    /// # Errors
    /// [`ReviewError::Unknown`] if there is no such reviewer.
    pub fn of(review: &'r Review, reviewer: &str) -> Result<Self, ReviewError> {
        let place = review.reviewer(reviewer)?;
        let campaign = &review.campaign.id;
        let rows: Vec<SheetRow> = review
            .items
            .iter()
            .zip(&review.assigned)
            .enumerate()
            .filter(|(_, (_, assigned))| **assigned == place)
            .map(|(at, (item, _))| SheetRow { item: at, facts: facts(item, item.row_key(campaign, at + 1)) })
            .collect();
        let code = code(review, place, &rows);
        Ok(Self { review, reviewer: place, code, rows })
    }

    /// Who it is for.
    #[must_use]
    pub fn reviewer(&self) -> &'r Reviewer {
        // The place was looked up when the sheet was made.
        &self.review.reviewers[self.reviewer]
    }

    /// What stands beside a label.
    #[must_use]
    pub fn said(&self, label: Label) -> String {
        let campaign = &self.review.campaign;
        match label {
            Label::Title => clean(&format!("{}, decide by {}", campaign.title, campaign.due)),
            Label::Campaign => campaign.id.clone(),
            Label::Reviewer => clean(&self.reviewer().said()),
            Label::Code => self.code.clone(),
            Label::HowTo => {
                "In every row write keep, revoke or reduce under Decision; with reduce, write the new role \
                             under New role. A note may say why. Change nothing else: no other cell, no row more or \
                             less. You may sort, filter and hide columns, and save as XLSX or as CSV."
                    .to_owned()
            }
        }
    }

    /// A name for its file, without an ending: `q4-2026-rita-ray`.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}-{}", self.review.campaign.id, crate::evidence::path::safe_name(&self.reviewer().key))
    }

    /// The roles that its grants can be reduced to, as a list to choose from.
    #[must_use]
    pub fn new_roles(&self) -> Vec<String> {
        let stores: BTreeSet<&str> =
            self.rows.iter().map(|row| self.review.items[row.item].userstore.as_str()).collect();
        let roles = stores.iter().filter_map(|store| self.review.campaign.roles.get(*store)).flatten();
        roles.map(|role| clean(role)).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

fn facts(item: &Item, key: String) -> Vec<String> {
    let day = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(|at| at.date_naive().to_string()).unwrap_or_default();
    let who = if item.name.trim().is_empty() || item.name == item.username {
        item.full_name()
    } else {
        format!("{} ({})", item.name, item.full_name())
    };
    let privileged = match item.privileged {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    };
    let texts = [
        key,
        who,
        item.role.clone(),
        item.scope.to_string(),
        item.through.clone().unwrap_or_else(|| "direct".to_owned()),
        privileged.to_owned(),
        day(item.since),
        last_seen(&item.last_seen),
        item.peers.as_ref().map(ToString::to_string).unwrap_or_default(),
    ];
    texts.iter().map(|text| clean(text)).collect()
}

fn last_seen(seen: &LastSeen) -> String {
    match (seen.status, seen.at) {
        (SeenStatus::Seen, Some(at)) => at.date_naive().to_string(),
        (SeenStatus::Seen | SeenStatus::Unknown, _) => "unknown".to_owned(),
        (SeenStatus::Never, _) => "never".to_owned(),
        (SeenStatus::NotCollected, _) => "not collected".to_owned(),
    }
}

/// Text as a cell shows it: on one line, without what no one sees, not longer
/// than people read. Spreadsheets alter what this takes away when they save.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(LONGEST * 4));
    let mut length = 0;
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') {
            space = true;
            continue;
        }
        if length >= LONGEST {
            out.push('…');
            break;
        }
        if space && !out.is_empty() {
            out.push(' ');
            length += 1;
        }
        space = false;
        out.push(c);
        length += 1;
    }
    out
}

/// 16 digits of SHA-256 in groups of four, so that people can compare them.
fn code(review: &Review, reviewer: usize, rows: &[SheetRow]) -> String {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    };
    add(&review.campaign.id);
    add(&review.campaign.population.sha256);
    add(&review.reviewers[reviewer].key);
    rows.iter().flat_map(|row| &row.facts).for_each(|fact| add(fact));
    let digits = hex::encode_upper(&hash.finalize()[..8]);
    [&digits[..4], &digits[4..8], &digits[8..12], &digits[12..]].join("-")
}
