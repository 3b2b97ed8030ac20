//! Muster's own list of users as CSV (`muster export users --format csv`),
//! told by its header, so that it is read back without a map.
//!
//! What the list works out itself is left out: roles (it does not say on
//! what), seats, and Muster's own ids, which mean nothing elsewhere.

use super::attribute::Attribute;
use super::cell;
use crate::emit::Fault;
use muster_model::LastSeen;
use muster_model::seen::SeenStatus;
use muster_report::formula;

/// Headers that no other list has together with a username.
const TELLING: &[&str] = &["userstore", "highest_role_on", "last_seen_source", "gone_since", "source_id", "privileged"];
/// Headers of columns that are left out.
const LEFT_OUT: &[&str] =
    &["userstore", "highest_role", "highest_role_on", "roles", "privileged", "seat", "gone_since", "id"];
/// The header of the column that says where `last_seen` comes from.
const SEEN_SOURCE: &str = "last_seen_source";

/// Whether a header is that of Muster's own list, perhaps of some columns only.
pub(super) fn is_own(headers: &[String]) -> bool {
    let has = |name: &str| headers.iter().any(|header| header == name);
    has("username") && TELLING.iter().filter(|name| has(name)).count() >= 2
}

/// What a column of it is, where its header alone would say something else.
pub(super) fn meaning(header: &str) -> Option<Attribute> {
    match header {
        "source_id" => Some(Attribute::Id),
        SEEN_SOURCE => Some(Attribute::Ignore),
        header => LEFT_OUT.contains(&header).then_some(Attribute::Ignore),
    }
}

/// The text behind a cell that was made harmless for a spreadsheet.
pub(super) fn plain(cell: &str) -> &str {
    formula::plain(cell)
}

/// A last sign of life as the list spells it, with its source.
pub(super) fn last_seen(header: &str, text: &str, source: Option<&str>) -> Result<LastSeen, Fault> {
    match text {
        "not collected" => Ok(LastSeen::not_collected()),
        _ => cell::last_seen(header, text).map(|seen| match seen.status {
            SeenStatus::Seen | SeenStatus::Never => LastSeen { source: source.map(str::to_owned), ..seen },
            SeenStatus::Unknown | SeenStatus::NotCollected => seen,
        }),
    }
}

/// Where the column of the source is.
pub(super) fn seen_source(headers: &[String]) -> Option<usize> {
    headers.iter().position(|header| header == SEEN_SOURCE)
}
