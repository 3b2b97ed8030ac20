//! An operator's change of a picture. It is a field like any other: its value
//! is the picture's digest, under which `user_picture` keeps it.

use super::apply::{Edited, note};
use super::sheet::{Needs, Sheet};
use crate::tables::avatar::{self, Avatar, MOST_BYTES};
use crate::tables::userstore;
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::{Authority, UserId, UserstoreId};
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
) -> Result<Edited> {
    let before = Sheet::fetch(tx, id, Needs { avatar: true, ..Needs::default() })?;
    let before = before.ok_or_else(|| Error::NoSuch { what: "user", name: id.to_string() })?;
    let store = userstore::by_id(tx, UserstoreId(before.store()))?;
    if store.authority != Authority::Local {
        return Err(Error::NotLocal { domain: store.domain });
    }
    let mut after = before.clone();
    let wanted = match picture {
        Some(picture) => {
            check(picture)?;
            Some(avatar::keep(tx, id, picture)?)
        }
        None => None,
    };
    after.set("avatar", wanted.as_deref())?;
    note(tx, &before, &after, operator, now)
}

fn check(picture: &Avatar) -> Result<()> {
    let refused = |reason: String| Err(Error::Value { field: "avatar".to_owned(), reason });
    if picture.body.len() > MOST_BYTES {
        return refused(format!("the picture has more than {} KiB: make it smaller", MOST_BYTES / 1024));
    }
    match crate::merge::profile::picture_type(&picture.body) {
        Some(mime) if mime == picture.mime => Ok(()),
        _ => refused("the picture is no PNG, JPEG, GIF or WebP: save it as one of these".to_owned()),
    }
}
