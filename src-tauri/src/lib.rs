//! The window of Muster: dialogs, jobs, and one thin adapter per command.
//! What a command does is in `muster-app`; here it is only carried across.

pub mod commands;
pub mod events;
pub mod pick;
pub mod start;
pub mod window;

use muster_app::door::Door;
use muster_app::session::calibration;
use pick::Picker;
use start::Start;
use std::sync::Arc;
use tauri::{Builder, Manager, Runtime};

/// The one place where state and commands are put together, for the real
/// program and for tests with Tauri's mock runtime.
pub fn assemble<R: Runtime>(builder: Builder<R>, door: Arc<Door>, picker: Arc<dyn Picker<R>>) -> Builder<R> {
    builder.manage(door).manage(picker).invoke_handler(commands::handler())
}

/// Opens the window and runs until it is closed.
///
/// # Errors
/// If the window, or the folders for settings and the demo, cannot be had.
pub fn run(start: &Start) -> tauri::Result<()> {
    let context = tauri::generate_context!();
    let demo = *start == Start::Demo;
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(window::remembered())
        .setup(move |app| {
            let paths = app.path();
            let door = Arc::new(Door::new(&paths.app_config_dir()?, &paths.app_data_dir()?, calibration()));
            if demo {
                door.open_demo(&muster_app::job::Job::silent(), events::now())?;
                events::load_directory(app.handle(), &door);
            }
            app.manage(door);
            app.manage(pick::picker::<tauri::Wry>());
            Ok(())
        })
        .invoke_handler(commands::handler())
        .build(context)?
        .run(|app, event| {
            if matches!(event, tauri::RunEvent::Exit) {
                app.state::<Arc<Door>>().leave();
            }
        });
    Ok(())
}
