//! The commands as the window calls them, through Tauri's mock runtime: names
//! and types of arguments, shapes of answers and errors, and what state does.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use muster_app::door::Door;
use muster_app::session::Calibration;
use muster_desktop::pick::Picker;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets};
use tauri::webview::InvokeRequest;
use tauri::{AppHandle, Manager, WebviewWindow, WebviewWindowBuilder};

/// A picker that always picks the same file.
struct Picks(PathBuf);

impl Picker<MockRuntime> for Picks {
    fn files(&self, _: &AppHandle<MockRuntime>) -> Vec<PathBuf> {
        vec![self.0.clone()]
    }
    fn folder(&self, _: &AppHandle<MockRuntime>, _: &str) -> Option<PathBuf> {
        None
    }
    fn save(&self, _: &AppHandle<MockRuntime>, _: &str, name: &str) -> Option<PathBuf> {
        Some(self.0.with_file_name(name))
    }
}

struct Window {
    folder: tempfile::TempDir,
    view: WebviewWindow<MockRuntime>,
    app: tauri::App<MockRuntime>,
}

impl Window {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let door = Arc::new(Door::new(&folder.path().join("config"), &folder.path().join("data"), Calibration::Floor));
        let picker: Arc<dyn Picker<MockRuntime>> = Arc::new(Picks(folder.path().join("users.csv")));
        let app = muster_desktop::assemble(mock_builder(), door, picker).build(mock_context(noop_assets())).unwrap();
        let view = WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default()).build().unwrap();
        Self { folder, view, app }
    }

    fn call(&self, command: &str, body: Value) -> Result<Value, Value> {
        let url = if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" };
        let request = InvokeRequest {
            cmd: command.into(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: url.parse().unwrap(),
            body: InvokeBody::Json(body),
            headers: tauri::http::HeaderMap::default(),
            invoke_key: INVOKE_KEY.into(),
        };
        get_ipc_response(&self.view, request).map(|answer| answer.deserialize::<Value>().unwrap())
    }

    fn created(&self) -> Value {
        let path = self.folder.path().join("acme");
        let request = json!({ "path": path, "operator": "Dana", "passphrase": "correct horse battery" });
        self.call("vault_create", json!({ "request": request })).unwrap()
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // As the program does when it ends.
        self.app.state::<Arc<Door>>().leave();
    }
}

fn progress() -> Value {
    json!("__CHANNEL__:7")
}

#[test]
fn nothing_but_the_start_works_while_no_vault_is_open() {
    let window = Window::new();
    let status = window.call("status", json!({})).unwrap();
    assert_eq!(status["vault"], Value::Null);
    assert_eq!(status["recent"], json!([]));
    for command in ["overview", "users_views", "vault_info", "log_verify", "seats_plans", "import_maps"] {
        let error = window.call(command, json!({})).unwrap_err();
        assert_eq!(error["code"], "locked", "{command}: {error}");
        assert!(error["message"].as_str().unwrap().len() > 10, "{command} says what to do");
    }
}

#[test]
fn a_vault_is_created_filled_paged_edited_undone_locked_and_opened_again() {
    let window = Window::new();
    let created = window.created();
    assert_eq!(created["vault"]["operator"], "Dana");
    assert_eq!(created["vault"]["role"], "owner");
    let key = created["recovery_key"].as_str().unwrap().to_owned();
    let path = created["vault"]["path"].as_str().unwrap().to_owned();
    assert!(path.ends_with("acme.muster"), "the suffix is added: {path}");

    let file = window.folder.path().join("users.csv");
    std::fs::write(&file, "username,name,email\nann,Ann Lee,ann@acme.example\nbob,Bob Roy,bob@acme.example\n").unwrap();
    assert_eq!(window.call("pick_files", json!({})).unwrap(), json!([file]));
    let detected = window.call("import_detect", json!({ "request": [file] })).unwrap();
    assert_eq!(detected[0]["format"], "csv");
    let request = json!({ "files": [file], "userstore": "PRIMARY" });
    let report = window.call("import_run", json!({ "request": request, "progress": progress() })).unwrap();
    assert_eq!((&report["created"], &report["rejected_total"]), (&json!(2), &json!(0)), "{report}");

    let query = json!({ "filter": "ann", "sort": "displayName", "descending": false, "offset": 0, "limit": 50 });
    let page = window.call("users_page", json!({ "request": query })).unwrap();
    assert_eq!(page["total"], 1);
    let ann = &page["users"][0];
    assert_eq!((&ann["display_name"], &ann["last_seen"]["status"]), (&json!("Ann Lee"), &json!("not_collected")));

    let edit = json!({ "request": [ann["id"], { "display_name": "Ann Chu" }] });
    let edited = window.call("user_edit", edit).unwrap();
    assert_eq!(edited["user"]["display_name"], "Ann Chu");
    window.call("change_undo", json!({ "request": { "change": edited["change"] }, "progress": progress() })).unwrap();
    let detail = window.call("user_show", json!({ "request": ann["id"] })).unwrap();
    assert_eq!(detail["user"]["display_name"], "Ann Lee");
    let again = window
        .call("change_undo", json!({ "request": { "change": edited["change"] }, "progress": progress() }))
        .unwrap_err();
    assert_eq!(again["code"], "invalid", "a change is undone once: {again}");

    window.call("vault_lock", json!({})).unwrap();
    assert_eq!(window.call("overview", json!({})).unwrap_err()["code"], "locked");
    let wrong = json!({ "request": { "path": path, "passphrase": "not the passphrase" } });
    assert_eq!(window.call("vault_open", wrong).unwrap_err()["code"], "wrong_passphrase");
    let right = json!({ "request": { "path": path, "passphrase": key } });
    assert_eq!(window.call("vault_open", right).unwrap()["userstores"][0]["users"], 2);
    let verified = window.call("log_verify", json!({})).unwrap();
    assert_eq!(verified["ok"], true, "{verified}");
}

#[test]
fn what_is_wrong_is_said_by_code() {
    let window = Window::new();
    window.created();
    let page = |filter: &str| json!({ "request": { "filter": filter, "sort": "userName", "descending": false, "offset": 0, "limit": 10 } });
    let error = window.call("users_page", page("state eq")).unwrap_err();
    assert_eq!(error["code"], "invalid_filter");
    assert_eq!(error["details"]["at"], 8, "the character it points at: {error}");
    assert_eq!(window.call("user_show", json!({ "request": 999_999 })).unwrap_err()["code"], "not_found");
    assert!(window.call("user_show", json!({ "wrong": 1 })).is_err(), "an argument of another name is refused");
    let short =
        json!({ "request": { "path": window.folder.path().join("b"), "operator": "D", "passphrase": "short" } });
    assert_eq!(window.call("vault_create", short).unwrap_err()["code"], "invalid");
}
