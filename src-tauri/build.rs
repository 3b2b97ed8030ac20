//! Declares every command to Tauri, so that each can be allowed or denied by
//! name, and keeps our SQLite and OpenSSL apart from WebKit's.

use std::error::Error;
use tauri_build::{AppManifest, Attributes};

/// Where the commands are declared, once.
const DECLARATIONS: &str = "crates/app/src/commands.rs";
/// What the program shows to the libraries it loads.
const EXPORTS: &str = "exports.map";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={DECLARATIONS}");
    let declarations = std::fs::read_to_string(DECLARATIONS)?;
    let names: Vec<&'static str> = command_names(&declarations).map(|name| &*name.to_owned().leak()).collect();
    if names.is_empty() {
        return Err(format!("{DECLARATIONS} declares no command: this script reads `command(\"name\"`").into());
    }
    tauri_build::try_build(Attributes::new().app_manifest(AppManifest::new().commands(names.leak())))?;

    // WebKit and libsoup link the system's SQLite. Unless told otherwise the
    // linker exports SQLCipher's `sqlite3_*` from our program and they replace
    // the system's inside WebKit. Only the allocator is exported, so that the C
    // library has the same one. `tests/symbols.sh` looks at the built program.
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "linux") {
        let exports = std::path::Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join(EXPORTS);
        println!("cargo:rerun-if-changed={EXPORTS}");
        println!("cargo:rustc-link-arg-bins=-Wl,--version-script={}", exports.display());
    }
    Ok(())
}

/// The names in `command("name", ...)` and `job("name", ...)`. The list is read
/// as text because building the crate twice, once for this script, would
/// double the build; `tests/permissions.rs` holds the outcome to the list.
fn command_names(declarations: &str) -> impl Iterator<Item = &str> {
    declarations.lines().filter_map(|line| {
        let line = line.trim_start();
        let rest = line.strip_prefix("command(\"").or_else(|| line.strip_prefix("job(\""))?;
        rest.split_once('"').map(|(name, _)| name)
    })
}
