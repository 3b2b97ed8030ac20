//! The number under which a change of a group, a role or a permission was
//! noted, so that it can be taken back.

use crate::output::say;
use muster_app::Result;
use muster_app::api::changes::ChangesQuery;
use muster_app::session::Session;

/// Does the work, and says which change it made, if it made one. Nobody else
/// writes while this program has the vault open.
pub fn noted<T>(session: &Session, work: impl FnOnce() -> Result<T>) -> Result<(T, Option<i64>)> {
    let before = newest(session)?;
    let done = work()?;
    let after = newest(session)?;
    Ok((done, after.filter(|_| after != before)))
}

fn newest(session: &Session) -> Result<Option<i64>> {
    let page = session.changes_page(&ChangesQuery { status: None, offset: 0, limit: 1 })?;
    Ok(page.changes.first().map(|change| change.id))
}

/// Says what was done and how to take it back, or that it was so already.
pub fn tell(done: &str, change: Option<i64>) {
    match change {
        Some(change) => {
            say(done);
            say(&format!("Undo: muster changes undo {change}"));
        }
        None => say("Nothing was changed: it is so already."),
    }
}
