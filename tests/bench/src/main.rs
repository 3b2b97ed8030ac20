//! `make bench`: what the first issue asks to be measured, at 10,000 and
//! 1,000,000 users. Every figure of Muster stands beside one of plain SQLite
//! (the same C code without a key) doing the same work in the same run, and
//! their ratio. These are measurements, not tests: nothing here fails for
//! being slow.

#![allow(clippy::disallowed_methods, reason = "a benchmark is the edge that asks the clock")]

mod import;
mod line;
mod pages;
mod peer;
mod process;
mod realm;

use anyhow::Result;
use std::path::PathBuf;

fn main() -> Result<()> {
    let mut sizes = Vec::new();
    let mut programs = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--users" => sizes.extend(arguments.next().and_then(|n| n.parse::<u64>().ok())),
            "--programs" => programs = arguments.next().map(PathBuf::from),
            // The two halves of the import run in processes of their own, so
            // that the memory of each is its own.
            "--import-muster" => return import::muster_child(arguments),
            "--import-plain" => return import::plain_child(arguments),
            other => {
                anyhow::bail!("unknown argument {other:?}; usage: muster-bench [--users N]... [--programs FOLDER]")
            }
        }
    }
    if sizes.is_empty() {
        sizes = vec![10_000, 1_000_000];
    }
    for users in sizes {
        println!("\n{} users", line::number(users));
        let folder = tempfile::tempdir()?;
        let csv = folder.path().join("users.csv");
        realm::write_csv(&csv, users)?;
        import::measure(&csv, folder.path(), users)?;
        pages::measure(&csv, folder.path(), users)?;
    }
    if let Some(folder) = programs {
        process::sizes(&folder)?;
    }
    Ok(())
}
