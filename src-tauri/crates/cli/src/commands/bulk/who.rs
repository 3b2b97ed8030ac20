//! Which users were meant.

use crate::args::selection::Who;
use muster_app::api::changes::Selected;
use muster_app::session::Session;
use muster_app::{Code, Error, Result};
use std::io::Read;
use std::path::Path;

/// The longest list of users that is read, in bytes: two million lines of 32.
const MOST: u64 = 64 << 20;

/// Users as they were named; a file is read already, before a vault is open.
#[derive(Debug)]
pub enum Chosen {
    Names(Vec<String>),
    Filter(String),
    Lines(String),
}

impl Chosen {
    /// # Errors
    /// If the file is none of text, or the filter would be everyone.
    pub fn read(who: &Who) -> Result<Self> {
        Self::of(&who.users, who.filter.as_deref(), who.from.as_deref())
    }

    /// # Errors
    /// As [`Chosen::read`].
    pub fn of(users: &[String], filter: Option<&str>, from: Option<&Path>) -> Result<Self> {
        match (filter, from) {
            (Some(filter), _) if filter.trim().is_empty() => {
                let message =
                    "The filter is empty, which would be everyone. If that is meant, say --filter 'userName pr'.";
                Err(Error::new(Code::Invalid, message))
            }
            (Some(filter), _) => Ok(Self::Filter(filter.to_owned())),
            (None, Some(path)) => lines(path).map(Self::Lines),
            (None, None) => Ok(Self::Names(users.to_vec())),
        }
    }

    /// The same with the keys of the users who were named.
    ///
    /// # Errors
    /// [`Code::NotFound`] for one who is not there, [`Code::Invalid`] where a name fits several.
    pub fn selected(self, session: &Session) -> Result<Selected> {
        Ok(match self {
            Self::Names(names) => Selected::Users(session.users_named(&names)?),
            Self::Filter(filter) => Selected::Filter(filter),
            Self::Lines(text) => Selected::Lines(text),
        })
    }
}

/// The text of a list of users; `-` is standard input.
fn lines(path: &Path) -> Result<String> {
    let named = if path.as_os_str() == "-" { "standard input".to_owned() } else { path.display().to_string() };
    let failed = |error: std::io::Error| {
        let code = if error.kind() == std::io::ErrorKind::NotFound { Code::NotFound } else { Code::Unreadable };
        Error::new(code, format!("{named} cannot be read: {error}. Check the path."))
            .with(serde_json::json!({ "file": named }))
    };
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin().lock().take(MOST + 1).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        std::fs::File::open(path).map_err(failed)?.take(MOST + 1).read_to_end(&mut bytes).map_err(failed)?;
    }
    text(&named, bytes)
}

fn text(named: &str, bytes: Vec<u8>) -> Result<String> {
    let unreadable = |message: String, line: Option<usize>| {
        Err(Error::new(Code::Unreadable, message).with(serde_json::json!({ "file": named, "line": line })))
    };
    if bytes.len() as u64 > MOST {
        return unreadable(format!("{named} is longer than 64 MiB. Give a shorter list, or use --filter."), None);
    }
    let line_of = |at: usize| bytes.iter().take(at).filter(|b| **b == b'\n').count() + 1;
    let remedy = "Give a text file in UTF-8 with one username, full name, e-mail or id a line.";
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        let line = line_of(at);
        return unreadable(format!("{named}, line {line}: this is no text. {remedy}"), Some(line));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let line = error.as_bytes().iter().take(at).filter(|b| **b == b'\n').count() + 1;
            unreadable(format!("{named}, line {line}: this is not UTF-8. {remedy}"), Some(line))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_no_text_is_refused_with_its_line() {
        assert_eq!(text("a", b"anna\r\nben\n".to_vec()).unwrap(), "anna\r\nben\n");
        for (bytes, line) in [(&b"anna\nb\xfcrk\n"[..], 2), (b"\xff\xfea\0n\0", 1), (b"a\nb\n\0", 3)] {
            let error = text("list.txt", bytes.to_vec()).unwrap_err();
            assert_eq!(error.code, Code::Unreadable);
            assert!(error.message.contains(&format!("list.txt, line {line}: ")), "{}", error.message);
        }
    }

    #[test]
    fn an_empty_filter_is_not_everyone() {
        assert!(Chosen::of(&[], Some(" "), None).is_err());
        assert!(matches!(Chosen::of(&[], Some("userName pr"), None), Ok(Chosen::Filter(_))));
    }
}
