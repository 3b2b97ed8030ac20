//! Choosing files. Native dialogs cannot be driven by a test, so the picker
//! is a trait; a debug build that is told a folder answers from it.

use std::path::PathBuf;
use std::sync::Arc;
use tauri::{AppHandle, Runtime};
use tauri_plugin_dialog::DialogExt;

/// Asks the operator for files and folders.
pub trait Picker<R: Runtime>: Send + Sync {
    /// Files to import.
    fn files(&self, app: &AppHandle<R>) -> Vec<PathBuf>;
    /// A folder; `title` says what for.
    fn folder(&self, app: &AppHandle<R>, title: &str) -> Option<PathBuf>;
    /// Where to write; `name` is suggested.
    fn save(&self, app: &AppHandle<R>, title: &str, name: &str) -> Option<PathBuf>;
}

/// The dialogs of the operating system.
struct Native;

impl<R: Runtime> Picker<R> for Native {
    fn files(&self, app: &AppHandle<R>) -> Vec<PathBuf> {
        let picked = app.dialog().file().blocking_pick_files().unwrap_or_default();
        picked.into_iter().filter_map(|f| f.into_path().ok()).collect()
    }

    fn folder(&self, app: &AppHandle<R>, title: &str) -> Option<PathBuf> {
        app.dialog().file().set_title(title).blocking_pick_folder().and_then(|f| f.into_path().ok())
    }

    fn save(&self, app: &AppHandle<R>, title: &str, name: &str) -> Option<PathBuf> {
        let dialog = app.dialog().file().set_title(title).set_file_name(name);
        dialog.blocking_save_file().and_then(|f| f.into_path().ok())
    }
}

/// Answers from a folder: `files` has a path a line, `folder` one path, and
/// what is saved goes to `save/NAME`. Only debug builds have it.
#[cfg(debug_assertions)]
struct Fixed(PathBuf);

#[cfg(debug_assertions)]
impl<R: Runtime> Picker<R> for Fixed {
    fn files(&self, _: &AppHandle<R>) -> Vec<PathBuf> {
        let text = std::fs::read_to_string(self.0.join("files")).unwrap_or_default();
        text.lines().filter(|l| !l.is_empty()).map(PathBuf::from).collect()
    }

    fn folder(&self, _: &AppHandle<R>, _: &str) -> Option<PathBuf> {
        let text = std::fs::read_to_string(self.0.join("folder")).ok()?;
        text.lines().next().map(PathBuf::from)
    }

    fn save(&self, _: &AppHandle<R>, _: &str, name: &str) -> Option<PathBuf> {
        let folder = self.0.join("save");
        std::fs::create_dir_all(&folder).ok()?;
        Some(folder.join(name))
    }
}

/// The picker of this run.
#[must_use]
pub fn picker<R: Runtime>() -> Arc<dyn Picker<R>> {
    #[cfg(debug_assertions)]
    if let Some(folder) = std::env::var_os("MUSTER_TEST_PICKS") {
        return Arc::new(Fixed(PathBuf::from(folder)));
    }
    Arc::new(Native)
}
