//! What the window is told without asking.

use chrono::{DateTime, Utc};
use muster_app::door::Door;
use std::sync::Arc;
use tauri::{AppHandle, Emitter, Runtime};

/// Users changed, or are loaded at last: pages and counts are old.
pub const USERS_CHANGED: &str = "users-changed";
/// The vault was locked.
pub const LOCKED: &str = "locked";

/// The time now. Logic never asks the clock; this edge does.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the edge that asks the clock")]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// Tells the window that users changed.
pub fn users_changed<R: Runtime>(app: &AppHandle<R>) {
    // A window that is closing has no one to tell.
    let _ = app.emit(USERS_CHANGED, ());
}

/// Loads every user into memory in the background, so that the first page,
/// which comes from the vault, does not wait for it.
pub fn load_directory<R: Runtime>(app: &AppHandle<R>, door: &Arc<Door>) {
    let (app, door) = (app.clone(), Arc::clone(door));
    tauri::async_runtime::spawn_blocking(move || {
        // If it fails, the next page asks again and shows the error.
        if door.session().and_then(|session| session.load()).is_ok() {
            users_changed(&app);
        }
        // Whoever looks at seats over time then need not wait.
        let _ = door.session().and_then(|session| session.load_history());
    });
}
