//! Printing: one JSON document, or lines and tables for people.

use chrono::{DateTime, Utc};
use muster_app::{Code, Error, Result};
use muster_report::display::clean;
use serde::Serialize;
use std::io::{ErrorKind, Write};

/// Prints one JSON document.
pub fn json<T: Serialize>(value: &T) -> Result<()> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Error::new(Code::Internal, format!("The answer could not be written as JSON: {error}.")))?;
    line(&text)
}

/// Prints a line of data.
pub fn line(text: &str) -> Result<()> {
    with_stdout(|out| writeln!(out, "{text}"))
}

/// Writes to standard output. A reader that has gone away (`| head`) is no error.
pub fn with_stdout(write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Error::new(Code::Disk, format!("Standard output cannot be written: {error}."))),
    }
}

/// Says something that is not data. What came from a file or a source must not
/// steer the terminal.
pub fn say(text: &str) {
    let mut out = std::io::stderr().lock();
    for line in text.lines() {
        // Nothing can be done for someone who closed standard error.
        let _ = writeln!(out, "{}", clean(line));
    }
}

/// Prints an error: JSON on standard output where JSON was asked for, since
/// that is what a program reads, else a sentence on standard error.
pub fn error(error: &Error, as_json: bool) {
    if as_json {
        let _ = json(&serde_json::json!({ "error": error }));
    } else {
        say(&format!("muster: {}", error.message));
    }
}

/// A number with thousands apart: `1,284`.
pub fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// The day of a time, in UTC; nothing for none.
pub fn day(at: Option<DateTime<Utc>>) -> String {
    at.map(|t| t.format("%Y-%m-%d").to_string()).unwrap_or_default()
}

/// An amount of cents: `EUR 29.00`.
pub fn money(cents: u64, currency: Option<&str>) -> String {
    format!("{} {}.{:02}", currency.unwrap_or(""), number(cents / 100), cents % 100).trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn thousands_stand_apart() {
        assert_eq!(super::number(0), "0");
        assert_eq!(super::number(999), "999");
        assert_eq!(super::number(1_284), "1,284");
        assert_eq!(super::number(1_000_000), "1,000,000");
        assert_eq!(super::money(168_207, Some("EUR")), "EUR 1,682.07");
    }
}
