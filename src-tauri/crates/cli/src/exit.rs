//! Exit codes: 0 done; 1 failed; 2 wrong use; 3 wrong passphrase or not
//! permitted; 4 done, but rows were rejected; 5 findings at or above `--fail-on`.

use crate::output;
use muster_app::{Code, Error};
use std::process::ExitCode;

/// How a command ended that did what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All of it.
    Done,
    /// It looked, and something is wrong (`check`, `log verify`).
    Failed,
    /// All but some rows.
    Rejected,
    /// An audit found what it was told to fail on.
    Found,
}

impl Exit {
    /// For the operating system.
    pub fn code(self) -> ExitCode {
        match self {
            Self::Done => ExitCode::SUCCESS,
            Self::Failed => ExitCode::from(1),
            Self::Rejected => ExitCode::from(4),
            Self::Found => ExitCode::from(5),
        }
    }
}

/// Wrong words on the command line, or a question about them.
pub fn usage(error: &clap::Error) -> ExitCode {
    let json = std::env::args_os().any(|a| a == "--json");
    if json && error.use_stderr() {
        output::error(&Error::new(Code::Invalid, error.render().to_string().trim().to_owned()), true);
    } else if error.print().is_err() {
        return ExitCode::from(1);
    }
    if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
}

/// A command that could not do what was asked.
pub fn failed(error: &Error, json: bool) -> ExitCode {
    output::error(error, json);
    match error.code {
        Code::Invalid | Code::InvalidFilter | Code::NeedsTwice => ExitCode::from(2),
        Code::WrongPassphrase | Code::NotPermitted => ExitCode::from(3),
        _ => ExitCode::from(1),
    }
}
