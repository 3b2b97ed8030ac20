//! Users' pictures: from a file into the vault, and out as an address.

use crate::api::users::EditResult;
use crate::changes::edit::entry;
use crate::session::Session;
use crate::{Code, Error, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use muster_model::UserId;
use muster_picture::{MOST_FILE_BYTES, PictureError};
use muster_vault::changes::picture::set_avatar;
use muster_vault::tables::avatar::Avatar;
use muster_vault::tables::user;
use serde_json::json;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

/// A picture as a `data:` address, which the window's content policy allows
/// where it forbids every other.
pub(crate) fn address(picture: &Avatar) -> String {
    format!("data:{};base64,{}", picture.mime, STANDARD.encode(&picture.body))
}

impl Session {
    /// Gives a user of a local userstore the picture in a file, or takes it
    /// away. A mirrored user's picture is set at its source.
    ///
    /// # Errors
    /// [`Code::NotFound`] for the user or the file, [`Code::Unreadable`] for
    /// what is no picture, [`Code::NotPermitted`] for an auditor or a mirrored
    /// userstore.
    pub fn avatar_set(&self, id: UserId, path: Option<&Path>, now: DateTime<Utc>) -> Result<EditResult> {
        self.may_change()?;
        let picture = path.map(read).transpose()?;
        self.changing(|| {
            let applied = self.vault().write(now, |tx| {
                let applied = set_avatar(tx, id, picture.as_ref(), self.operator(), now)?;
                let user = user::by_id(tx, id)?;
                let name = format!("{}/{}", user.userstore, user.username);
                let entry = applied.change.map(|change| entry("user.edit", &name, change, &applied.fields));
                Ok((applied, entry))
            })?;
            self.directory_user(id)?;
            self.edited(applied)
        })
    }
}

/// Reads a picture from a file of any size: a large one is not read to its end.
fn read(path: &Path) -> Result<Avatar> {
    let unreadable = |message: String| Error::new(Code::Unreadable, message).with(json!({ "file": path }));
    let broken = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => {
            let message = format!("There is no file {}. Check the path.", path.display());
            Error::new(Code::NotFound, message).with(json!({ "file": path }))
        }
        _ => unreadable(format!("{} cannot be read ({error}). Choose another file.", path.display())),
    };
    // A named pipe would be waited for without end.
    if !path.metadata().map_err(broken)?.is_file() {
        return Err(unreadable(format!("{} is no file. Choose a picture.", path.display())));
    }
    let mut bytes = Vec::new();
    File::open(path).map_err(broken)?.take(MOST_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(broken)?;
    let wrong = |error: PictureError| unreadable(format!("{}: {error}.", path.display()));
    let picture = muster_picture::avatar(&bytes).map_err(wrong)?;
    Ok(Avatar { mime: picture.mime.to_owned(), body: picture.body })
}
