//! Lines of an LDIF (RFC 2849): safe text as it is, all else in base64,
//! folded at 76 columns.

use crate::Error;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::io::Write;

const WIDTH: usize = 76;

/// Writes lines.
pub(crate) struct Lines<W> {
    out: W,
}

impl<W: Write> Lines<W> {
    /// Begins with the version, which says that text is UTF-8.
    pub(crate) fn open(out: W) -> Result<Self, Error> {
        let mut lines = Self { out };
        lines.raw("version: 1")?;
        Ok(lines)
    }

    /// An attribute with its value.
    pub(crate) fn attr(&mut self, name: &str, value: impl AsRef<[u8]>) -> Result<(), Error> {
        let value = value.as_ref();
        let line = match std::str::from_utf8(value) {
            Ok(text) if is_safe(text) && text.is_empty() => format!("{name}:"),
            Ok(text) if is_safe(text) => format!("{name}: {text}"),
            _ => format!("{name}:: {}", STANDARD.encode(value)),
        };
        self.raw(&line)
    }

    /// The line between two changes of one entry.
    pub(crate) fn dash(&mut self) -> Result<(), Error> {
        self.raw("-")
    }

    /// A comment; its text is ours or cleaned of line ends.
    pub(crate) fn comment(&mut self, text: &str) -> Result<(), Error> {
        let text: String = text.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect();
        writeln!(self.out, "# {text}").map_err(Error::Write)
    }

    /// The blank line before an entry.
    pub(crate) fn blank(&mut self) -> Result<(), Error> {
        self.out.write_all(b"\n").map_err(Error::Write)
    }

    pub(crate) fn flush(&mut self) -> Result<(), Error> {
        self.out.flush().map_err(Error::Write)
    }

    /// A line of ASCII, folded.
    fn raw(&mut self, line: &str) -> Result<(), Error> {
        let mut text = String::with_capacity(line.len() + line.len() / WIDTH * 2 + 1);
        let (mut rest, mut room) = (line, WIDTH);
        while rest.len() > room {
            let (part, after) = rest.split_at(room);
            text.push_str(part);
            text.push_str("\n ");
            (rest, room) = (after, WIDTH - 1);
        }
        text.push_str(rest);
        text.push('\n');
        self.out.write_all(text.as_bytes()).map_err(Error::Write)
    }
}

/// `SAFE-STRING` of RFC 2849, without control characters, and without the
/// space at the end that it advises against.
fn is_safe(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' '..=b'~')) && !text.starts_with([' ', ':', '<']) && !text.ends_with(' ')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn lines(pairs: &[(&str, &[u8])]) -> String {
        let mut out = Vec::new();
        let mut lines = Lines::open(&mut out).unwrap();
        for (name, value) in pairs {
            lines.attr(name, value).unwrap();
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_is_not_safe_is_encoded() {
        let text = lines(&[
            ("a", b"plain: text"),
            ("b", b" x"),
            ("c", b":x"),
            ("d", b"<x"),
            ("e", b"x "),
            ("f", "é".as_bytes()),
            ("g", b"a\nb: c"),
            ("h", b""),
            ("i", b"\xff\xd8"),
        ]);
        assert_eq!(
            text,
            "version: 1\na: plain: text\nb:: IHg=\nc:: Ong=\nd:: PHg=\ne:: eCA=\nf:: w6k=\ng:: YQpiOiBj\nh:\ni:: /9g=\n"
        );
    }

    #[test]
    fn long_lines_are_folded() {
        for length in [72, 73, 74, 147, 148, 149, 1000] {
            let value = "x".repeat(length);
            let text = lines(&[("ab", value.as_bytes())]);
            assert!(text.lines().all(|line| line.len() <= WIDTH), "{length}");
            assert!(text.lines().skip(2).all(|line| line.starts_with(' ') && line.len() > 1), "{length}");
            assert_eq!(text.replace("\n ", ""), format!("version: 1\nab: {value}\n"));
        }
    }
}
