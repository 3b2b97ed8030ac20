//! The dialogs of the desktop.

use super::PickerState;
use crate::pick::Picker;
use muster_app::{Code, Error, Result};
use std::path::Path;
use std::sync::Arc;
use tauri::{AppHandle, Runtime};

#[tauri::command]
pub(super) async fn pick_files<R: Runtime>(app: AppHandle<R>, picker: PickerState<'_, R>) -> Result<Vec<String>> {
    let picked = pick(&app, &picker, |picker, app| picker.files(app)).await?;
    Ok(picked.iter().map(|p| text(p)).collect())
}

#[tauri::command]
pub(super) async fn pick_folder<R: Runtime>(
    app: AppHandle<R>,
    picker: PickerState<'_, R>,
    request: String,
) -> Result<Option<String>> {
    Ok(pick(&app, &picker, move |picker, app| picker.folder(app, &request)).await?.as_deref().map(text))
}

#[tauri::command]
pub(super) async fn pick_save<R: Runtime>(
    app: AppHandle<R>,
    picker: PickerState<'_, R>,
    request: (String, String),
) -> Result<Option<String>> {
    let picked = pick(&app, &picker, move |picker, app| picker.save(app, &request.0, &request.1)).await?;
    Ok(picked.as_deref().map(text))
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Dialogs block until answered, so they wait off the window's thread.
async fn pick<R: Runtime, T: Send + 'static>(
    app: &AppHandle<R>,
    picker: &Arc<dyn Picker<R>>,
    ask: impl FnOnce(&dyn Picker<R>, &AppHandle<R>) -> T + Send + 'static,
) -> Result<T> {
    let (app, picker) = (app.clone(), Arc::clone(picker));
    tauri::async_runtime::spawn_blocking(move || ask(picker.as_ref(), &app))
        .await
        .map_err(|fault| Error::new(Code::Internal, format!("The dialog could not be shown: {fault}.")))
}
