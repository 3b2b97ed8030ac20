//! What a file is by its first bytes, whatever its name says.

use crate::Error;

/// How a file's text is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-8 (or plain ASCII) without a byte order mark.
    #[default]
    Utf8,
    /// UTF-8 with a byte order mark, which is left out.
    Utf8Bom,
    /// UTF-16, little-endian, with a byte order mark; decoded.
    Utf16Le,
    /// UTF-16, big-endian, with a byte order mark; decoded.
    Utf16Be,
}

impl Encoding {
    /// From the byte order mark, if there is one.
    pub(crate) fn of(head: &[u8]) -> Self {
        match head {
            [0xEF, 0xBB, 0xBF, ..] => Self::Utf8Bom,
            [0xFF, 0xFE, ..] => Self::Utf16Le,
            [0xFE, 0xFF, ..] => Self::Utf16Be,
            _ => Self::Utf8,
        }
    }

    /// Length of the byte order mark in bytes.
    pub(crate) const fn mark(self) -> usize {
        match self {
            Self::Utf8 => 0,
            Self::Utf8Bom => 3,
            Self::Utf16Le | Self::Utf16Be => 2,
        }
    }

    /// Said after what a file was taken for, if there is something to say.
    pub(crate) const fn note(self) -> &'static str {
        match self {
            Self::Utf8 | Self::Utf8Bom => "",
            Self::Utf16Le => "; its text is UTF-16 (little-endian) and was decoded",
            Self::Utf16Be => "; its text is UTF-16 (big-endian) and was decoded",
        }
    }
}

const TEXT: &str = "export the users as JSON, CSV or LDIF instead";
const UNPACK: &str = "unpack it and import what is inside";
const SAVE_CSV: &str = "open it in the spreadsheet program and save the sheet as CSV (UTF-8)";
const SAVE_UTF8: &str = "save it as UTF-8";

/// Refuses what is no text file of ours by its magic number.
pub(crate) fn refuse_other_kinds(file: &str, head: &[u8]) -> Result<(), Error> {
    let (what, remedy) = match head {
        [b'P', b'K', 3 | 5, 4 | 6, ..] if is_workbook(head) => ("an Excel or LibreOffice workbook", SAVE_CSV),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => ("a ZIP archive (or a workbook)", "unpack it, or save its sheet as CSV"),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => ("an old Office document", SAVE_CSV),
        [0x1F, 0x8B, ..] => ("compressed with gzip", UNPACK),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => ("compressed with zstd", UNPACK),
        [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => ("compressed with xz", UNPACK),
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, ..] => ("compressed with bzip2", UNPACK),
        [b'7', b'z', 0xBC, 0xAF, ..] => ("a 7-Zip archive", UNPACK),
        [b'%', b'P', b'D', b'F', ..] => ("a PDF", TEXT),
        [0x89, b'P', b'N', b'G', ..] | [0xFF, 0xD8, 0xFF, ..] | [b'G', b'I', b'F', b'8', ..] => ("a picture", TEXT),
        [0x7F, b'E', b'L', b'F', ..] => ("a program", TEXT),
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => ("text in UTF-32", SAVE_UTF8),
        _ if head.starts_with(b"SQLite format 3\0") => ("an SQLite database", TEXT),
        _ if is_markup(head) => ("a web page or XML (perhaps a sign-in page instead of the export)", TEXT),
        _ if Encoding::of(head).mark() != 2 && head.iter().take(4096).any(|b| *b == 0) => {
            ("binary, or UTF-16 without a byte order mark", SAVE_UTF8)
        }
        _ => return Ok(()),
    };
    Err(Error::OtherKind { file: file.to_owned(), what, remedy })
}

fn is_workbook(head: &[u8]) -> bool {
    [&b"[Content_Types].xml"[..], b"xl/", b"opendocument.spreadsheet"]
        .iter()
        .any(|part| memchr::memmem::find(head, part).is_some())
}

fn is_markup(head: &[u8]) -> bool {
    let start = head.iter().position(|b| !b.is_ascii_whitespace() && !matches!(b, 0xEF | 0xBB | 0xBF));
    let text = start.map_or(&[][..], |at| &head[at..]);
    [&b"<!doctype"[..], b"<html", b"<?xml"]
        .iter()
        .any(|tag| text.len() >= tag.len() && text[..tag.len()].eq_ignore_ascii_case(tag))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn other_kinds_are_named_with_a_way_out() {
        for (head, what) in [
            (&b"PK\x03\x04....[Content_Types].xml"[..], "workbook"),
            (b"PK\x03\x04....a.csv", "ZIP"),
            (b"\x1f\x8b\x08", "gzip"),
            (b"%PDF-1.7", "PDF"),
            (b"SQLite format 3\0", "SQLite"),
            (b"\n<!DOCTYPE html>", "web page"),
            (b"u\0s\0e\0r\0", "UTF-16"),
            (b"\xff\xfe\0\0u\0\0\0", "UTF-32"),
        ] {
            let message = refuse_other_kinds("users.csv", head).unwrap_err().to_string();
            assert!(message.contains("users.csv") && message.contains(what), "{message}");
        }
    }

    #[test]
    fn text_passes() {
        refuse_other_kinds("a", b"username,email\n").unwrap();
        refuse_other_kinds("a", b"\xff\xfeu\0s\0").unwrap();
        refuse_other_kinds("a", b"").unwrap();
    }
}
