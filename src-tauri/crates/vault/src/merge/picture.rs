//! An operator's change of a picture. It is a field like any other: its value
//! is the picture's digest, under which `user_picture` keeps it.

use super::edit::{Applied, Editable, commit, local_of};
use crate::tables::avatar::{self, Avatar, MOST_BYTES};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::{Facts, UserId};
use rusqlite::Transaction;

/// Gives a user of a local userstore a picture, or takes it away. One it has
/// already leaves no trace. A picture of a mirrored userstore is set at its
/// source: no format in which pending changes leave has a place for it.
///
/// # Errors
/// [`Error::NotLocal`]; [`Error::Value`] for a picture that is too large or
/// none; [`Error::NoSuch`]; or if the database fails.
pub fn set_avatar(
    tx: &Transaction<'_>,
    id: UserId,
    picture: Option<&Avatar>,
    operator: &str,
    now: DateTime<Utc>,
) -> Result<Applied> {
    let store = local_of(tx, id)?;
    let before = Editable::fetch(tx, id)?;
    let mut after = before.clone();
    let wanted = match picture {
        Some(picture) => {
            check(picture)?;
            Some(avatar::keep(tx, id, picture)?)
        }
        None => None,
    };
    after.set_avatar(wanted);
    commit(tx, &store, &before, &after, operator, now)
}

fn check(picture: &Avatar) -> Result<()> {
    let refused = |reason: String| Err(Error::Value { field: "avatar".to_owned(), reason });
    if picture.body.len() > MOST_BYTES {
        return refused(format!("the picture has more than {} KiB: make it smaller", MOST_BYTES / 1024));
    }
    match super::profile::picture_type(&picture.body) {
        Some(mime) if mime == picture.mime => Ok(()),
        _ => refused("the picture is no PNG, JPEG, GIF or WebP: save it as one of these".to_owned()),
    }
}

impl Editable {
    /// Notes which picture is to be shown; [`Editable::write`] shows it.
    pub(super) fn set_avatar(&mut self, digest: Option<String>) {
        self.row.facts = self.row.facts.with(Facts::AVATAR, digest.is_some());
        self.avatar = digest;
    }
}
