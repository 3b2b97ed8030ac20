//! What the window may do is exactly what the commands say, and no network.

#![allow(clippy::unwrap_used)]

use muster_app::commands::COMMANDS;
use serde_json::Value;
use std::collections::BTreeSet;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn the_window_may_call_every_command_hear_events_and_nothing_else() {
    let capability = json(include_str!("../capabilities/main.json"));
    let allowed: BTreeSet<String> =
        capability["permissions"].as_array().unwrap().iter().map(|p| p.as_str().unwrap().to_owned()).collect();
    let events = ["core:event:allow-listen", "core:event:allow-unlisten"].map(str::to_owned);
    let declared: BTreeSet<String> =
        COMMANDS.iter().map(|c| format!("allow-{}", c.name.replace('_', "-"))).chain(events).collect();
    assert_eq!(allowed, declared, "capabilities/main.json (left) and commands.rs (right) must name the same commands");
    assert_eq!(capability["windows"], json(r#"["main"]"#), "only the window called main may call them");
    assert!(capability.get("remote").is_none(), "a page from elsewhere may call nothing");
}

#[test]
fn the_window_reaches_no_network() {
    let config = json(include_str!("../tauri.conf.json"));
    let policy = config["app"]["security"]["csp"].as_str().unwrap();
    let own = ["'self'", "'none'", "'unsafe-inline'", "data:", "ipc:", "http://ipc.localhost"];
    for directive in policy.split(';') {
        let mut words = directive.split_whitespace();
        let name = words.next().unwrap();
        for source in words {
            assert!(own.contains(&source), "{name} allows {source}");
            assert!(source != "'unsafe-inline'" || name == "style-src", "{name} allows inline code");
        }
    }
    assert!(policy.contains("default-src 'self'"), "what is not named falls back to the app's own files");
}
