//! Creating, keeping and checking a vault.

use super::Context;
use crate::args::userstores::Userstores;
use crate::exit::Exit;
use crate::output::{json, line, number, say};
use crate::table::Listing;
use crate::{progress, secret};
use muster_app::api::vault::AddUserstore;
use muster_app::session::{self, NewVault, Session};
use muster_app::{Result, demo};
use std::path::Path;

pub fn init(context: &Context, path: &Path, realm: Option<&str>) -> Result<Exit> {
    let passphrase = secret::new(context.cli.passphrase_file.as_deref(), true)?;
    let operator = operator_name(context);
    let new = NewVault {
        realm: realm.map_or_else(|| session::realm_of(path), str::to_owned),
        operator: operator.clone(),
        passphrase,
        calibration: session::calibration(),
    };
    let (vault, recovery) = Session::create(path, &new, context.now)?;
    if context.cli.json {
        let answer = serde_json::json!({ "path": path, "operator": operator, "recovery_key": recovery });
        json(&answer)?;
    } else {
        say(&format!("Created the vault {} for {operator}.", vault.info()?.path));
        say("This recovery key opens it if the passphrase is lost. It is shown once: print it and keep it apart.");
        line(&recovery)?;
    }
    Ok(Exit::Done)
}

pub fn demo(context: &Context, path: &Path, users: u64, seed: u64, truth: Option<&Path>) -> Result<Exit> {
    let given = secret::given(context.cli.passphrase_file.as_deref())?;
    let known = given.is_none();
    let passphrase = given.unwrap_or_else(demo::passphrase);
    let settings = demo::Settings { users, seed, passphrase };
    // First, since it is quick, and says at once if the file cannot be.
    let written = truth.map(|file| demo::write_truth(file, users, seed, context.as_of())).transpose()?;
    let vault = demo::create(path, settings, &progress::job(), context.as_of()).inspect_err(|_| {
        // It is ours and seconds old, and tells of a vault that is not there.
        truth.map(std::fs::remove_file);
    })?;
    let info = vault.info()?;
    let total: u64 = info.userstores.iter().map(|u| u.users).sum();
    if context.cli.json {
        json(&serde_json::json!({ "path": info.path, "users": total, "seed": seed, "truth": written }))?;
    } else {
        say(&format!("Created the demo vault {} with {} invented users.", info.path, number(total)));
        if known {
            say(&format!("Its passphrase is: {}", demo::PASSPHRASE));
        }
        if let Some(file) = written {
            say(&format!("What an audit must find, {} findings, is in {}, unencrypted.", number(file.rows), file.path));
        }
    }
    Ok(Exit::Done)
}

pub fn passphrase(context: &Context, file: Option<&Path>) -> Result<Exit> {
    let vault = context.open()?;
    let current = secret::present(context.cli.passphrase_file.as_deref())?;
    let new = secret::new(file, false)?;
    vault.change_passphrase(&current, &new, session::calibration(), context.now)?;
    say("The passphrase was changed. Backups made before still open with the old one.");
    Ok(Exit::Done)
}

pub fn userstores(context: &Context, command: &Userstores) -> Result<Exit> {
    match command {
        Userstores::List => {
            let userstores = context.look()?.userstores()?;
            if context.cli.json {
                json(&serde_json::json!({ "userstores": userstores }))?;
                return Ok(Exit::Done);
            }
            let mut table = Listing::new(&["Domain", "Kind", "Users#", "Gone#", "Last snapshot"]);
            for u in &userstores {
                let snapshot = match (u.last_snapshot, u.last_complete) {
                    (Some(at), Some(false)) => format!("{}, a part", at.format("%Y-%m-%d %H:%M")),
                    (Some(at), _) => at.format("%Y-%m-%d %H:%M").to_string(),
                    (None, _) => "none".to_owned(),
                };
                table.words(vec![u.domain.clone(), u.kind.to_string(), number(u.users), number(u.gone), snapshot]);
            }
            line(&table.render()?)?;
        }
        Userstores::Add { domain, kind } => {
            let request = AddUserstore { domain: domain.clone(), kind: (*kind).into() };
            let added = context.open()?.userstore_add(&request, context.now)?;
            if context.cli.json {
                json(&added)?;
            } else {
                say(&format!("Added the userstore {}.", added.domain));
            }
        }
    }
    Ok(Exit::Done)
}

pub fn check(context: &Context) -> Result<Exit> {
    let report = context.look()?.check()?;
    if context.cli.json {
        json(&report)?;
    } else if report.ok {
        line("The vault is whole.")?;
    } else {
        for problem in &report.problems {
            line(problem)?;
        }
    }
    Ok(if report.ok { Exit::Done } else { Exit::Failed })
}

pub fn backup(context: &Context, file: &Path) -> Result<Exit> {
    let written = context.open()?.backup(file, context.now)?;
    if context.cli.json {
        json(&written)?;
    } else {
        say(&format!("Wrote {} ({} bytes, SHA-256 {}).", written.path, number(written.bytes), written.sha256));
    }
    Ok(Exit::Done)
}

pub fn restore(context: &Context, file: &Path, path: &Path) -> Result<Exit> {
    Session::restore(file, path)?;
    if context.cli.json {
        json(&serde_json::json!({ "path": path }))?;
    } else {
        say(&format!("Restored {}. It opens with the passphrase it had when the backup was made.", path.display()));
    }
    Ok(Exit::Done)
}

/// The owner's name: said, or the account's, or a plain word.
fn operator_name(context: &Context) -> String {
    context
        .cli
        .operator
        .clone()
        .or_else(|| std::env::var("USER").ok())
        .or_else(|| std::env::var("USERNAME").ok())
        .filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| "owner".to_owned())
}
