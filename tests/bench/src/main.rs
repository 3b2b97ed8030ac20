//! `make bench`: what the issues ask to be measured, at 10,000 and 1,000,000
//! users. Every figure of Muster stands beside one of plain SQLite (the same C
//! code without a key), lists beside Django's admin, and counts over time and audits
//! beside DuckDB, doing the same work in the same run, and their ratio. These are
//! measurements, not tests: nothing here fails for being slow.

#![allow(clippy::disallowed_methods, reason = "a benchmark is the edge that asks the clock")]

mod audit;
mod django;
mod history;
mod import;
mod line;
mod manage;
mod memory;
mod pages;
mod peer;
mod process;
mod realm;

use anyhow::Result;
use std::path::{Path, PathBuf};

/// The same as the programs' (docs/decisions/0003-allocator.md): what is measured
/// is what is shipped.
#[cfg(not(windows))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> Result<()> {
    let mut sizes = Vec::new();
    let mut programs = None;
    let mut django = None;
    let mut history_alone = false;
    let mut manage_alone = false;
    let mut audit_alone = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--users" => sizes.extend(arguments.next().and_then(|n| n.parse::<u64>().ok())),
            "--programs" => programs = arguments.next().map(PathBuf::from),
            // The two halves of the import run in processes of their own, so
            // that the memory of each is its own.
            "--import-muster" => return import::muster_child(arguments),
            "--import-plain" => return import::plain_child(arguments),
            "--grants-muster" => return manage::muster_child(arguments),
            "--grants-plain" => return manage::plain_child(arguments),
            "--manage-muster" => return manage::managing_child(arguments),
            "--memory" => return memory::measure(Path::new(&arguments.next().unwrap_or_default())),
            "--manage" => manage_alone = true,
            "--history" => history_alone = true,
            "--audit" => audit_alone = true,
            "--django" => django = arguments.next().map(PathBuf::from),
            other => {
                anyhow::bail!(
                    "unknown argument {other:?}; usage: muster-bench [--users N]... [--history] [--manage] [--audit] [--memory VAULT] [--programs FOLDER] [--django PYTHON]"
                )
            }
        }
    }
    if sizes.is_empty() {
        sizes = vec![10_000, 1_000_000];
    }
    for users in sizes {
        println!("\n{} users", line::number(users));
        let folder = tempfile::tempdir()?;
        if history_alone {
            history::measure(folder.path(), users, django.as_deref())?;
            continue;
        }
        if audit_alone {
            audit::measure(folder.path(), users, django.as_deref())?;
            continue;
        }
        let csv = folder.path().join("users.csv");
        realm::write_csv(&csv, users)?;
        if !manage_alone {
            import::measure(&csv, folder.path(), users)?;
        }
        let mut peer = match &django {
            Some(python) => {
                let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/django_admin.py");
                Some(django::Django::start(&django::Peer { python: python.clone(), script }, &csv, folder.path())?)
            }
            None => None,
        };
        if !manage_alone {
            pages::measure(&csv, folder.path(), users, peer.as_mut())?;
        }
        manage::measure(&csv, folder.path(), users, peer.as_mut())?;
        drop(peer);
        if manage_alone {
            continue;
        }
        history::measure(folder.path(), users, django.as_deref())?;
        audit::measure(folder.path(), users, django.as_deref())?;
    }
    if let Some(folder) = programs {
        process::sizes(&folder)?;
    }
    Ok(())
}
