//! Where the passphrase comes from: a file, the environment, or a prompt.

use muster_app::{Code, Error, Result};
use secrecy::SecretString;
use std::io::IsTerminal;
use std::path::Path;

/// The variable that holds the passphrase when there is no prompt.
pub const VARIABLE: &str = "MUSTER_PASSPHRASE";

/// The passphrase of the operator who opens a vault.
pub fn present(file: Option<&Path>) -> Result<SecretString> {
    match given(file)? {
        Some(secret) => Ok(secret),
        None => prompt("Passphrase: "),
    }
}

/// A passphrase to set: asked for twice where it is typed.
pub fn new(file: Option<&Path>, variable: bool) -> Result<SecretString> {
    if let Some(path) = file {
        return read(path);
    }
    if variable && let Some(secret) = given(None)? {
        return Ok(secret);
    }
    use secrecy::ExposeSecret;
    let first = prompt("New passphrase (at least 12 characters): ")?;
    let second = prompt("The same again: ")?;
    if first.expose_secret() == second.expose_secret() {
        Ok(first)
    } else {
        Err(Error::new(Code::Invalid, "The two passphrases differ. Nothing was changed; try again."))
    }
}

/// From the file or the environment, if either is there.
pub fn given(file: Option<&Path>) -> Result<Option<SecretString>> {
    if let Some(path) = file {
        return read(path).map(Some);
    }
    match std::env::var(VARIABLE) {
        Ok(text) if !text.is_empty() => Ok(Some(SecretString::from(text))),
        Ok(_) | Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(Error::new(
            Code::Invalid,
            format!("{VARIABLE} is not UTF-8 text. Set it again, or use --passphrase-file."),
        )),
    }
}

fn read(path: &Path) -> Result<SecretString> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Error::new(Code::NotFound, format!("The passphrase file {} cannot be read: {error}.", path.display()))
    })?;
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        return Err(Error::new(
            Code::Invalid,
            format!("The passphrase file {} has no first line. Put the passphrase there.", path.display()),
        ));
    }
    Ok(SecretString::from(line.to_owned()))
}

fn prompt(question: &str) -> Result<SecretString> {
    if !std::io::stdin().is_terminal() {
        return Err(Error::new(
            Code::Invalid,
            format!("There is no terminal to ask for the passphrase. Set {VARIABLE} or use --passphrase-file."),
        ));
    }
    rpassword::prompt_password(question)
        .map(SecretString::from)
        .map_err(|error| Error::new(Code::Invalid, format!("The passphrase could not be read: {error}.")))
}
