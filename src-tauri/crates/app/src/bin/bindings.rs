//! Writes the window's TypeScript types to the file named, or with `--check`
//! compares them and fails if they differ.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (check, path) = match (arguments.next(), arguments.next()) {
        (Some(flag), Some(path)) if flag == "--check" => (true, path),
        (Some(path), None) => (false, path),
        _ => {
            eprintln!("usage: bindings [--check] FILE");
            return ExitCode::from(2);
        }
    };
    let text = muster_app::bindings::typescript();
    if check {
        if std::fs::read_to_string(&path).is_ok_and(|found| found == text) {
            return ExitCode::SUCCESS;
        }
        eprintln!("{path} is not what the commands say: run `make types` and commit it");
        return ExitCode::FAILURE;
    }
    match std::fs::write(&path, text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write {path}: {error}");
            ExitCode::FAILURE
        }
    }
}
