//! `muster`: every use case for a terminal and for cron. Data goes to standard
//! output, everything else to standard error; the exit code says how it went.

mod args;
mod commands;
mod exit;
mod output;
mod progress;
mod secret;
mod table;

use clap::Parser;
use std::process::ExitCode;

/// The same as the window's (docs/decisions/0003-allocator.md).
#[cfg(not(windows))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let cli = match args::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return exit::usage(&error),
    };
    let json = cli.json;
    match commands::run(cli) {
        Ok(exit) => exit.code(),
        Err(error) => exit::failed(&error, json),
    }
}
