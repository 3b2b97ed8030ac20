//! The window's place on the screen, kept from one start to the next. Where an
//! operator was in a vault is kept in the vault; this is of the device alone
//! and says nothing of any vault.

use tauri::Runtime;
use tauri::plugin::TauriPlugin;
use tauri_plugin_window_state::{Builder, StateFlags};

/// Remembers size, place and whether the window fills the screen; it is shown
/// and decorated as ever.
#[must_use]
pub fn remembered<R: Runtime>() -> TauriPlugin<R> {
    let kept = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED | StateFlags::FULLSCREEN;
    Builder::default().with_state_flags(kept).with_filename("window.json").build()
}
