//! The window's program. What needs no window is answered before one is made.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use muster_desktop::start::{Start, has_display};
use std::process::ExitCode;

/// Gives back to the system, within seconds, what deriving a key and loading
/// a million users needed for a moment (docs/decisions/0003-allocator.md).
#[cfg(not(windows))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let start = match Start::from_arguments(std::env::args().skip(1)) {
        Ok(Start::Print(text)) => {
            println!("{text}");
            return ExitCode::SUCCESS;
        }
        Ok(start) => start,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    if !has_display() {
        eprintln!(
            "muster-desktop: there is no display to open a window on. The same commands work in a terminal: muster --help"
        );
        return ExitCode::FAILURE;
    }
    match muster_desktop::run(&start) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("muster-desktop: the window could not be opened: {error}");
            ExitCode::FAILURE
        }
    }
}
