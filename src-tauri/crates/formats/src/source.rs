//! Opens a file: refuses what is no text, strips a byte order mark, decodes
//! UTF-16, and reports how far reading has come.

use crate::Error;
use crate::sniff::{Encoding, refuse_other_kinds};
use crate::utf16::Utf16;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

/// How much of a file detection may look at, in bytes.
pub(crate) const HEAD: u64 = 256 * 1024;

/// A file whose first bytes were looked at.
pub(crate) struct Source {
    /// Its name, without its folder.
    pub(crate) name: String,
    /// Its path as given, for messages about the system.
    pub(crate) path: String,
    /// Its size in bytes; 0 for a pipe.
    pub(crate) bytes: u64,
    /// How its text is encoded.
    pub(crate) encoding: Encoding,
    head: Vec<u8>,
    rest: File,
}

impl Source {
    /// Opens the file and reads its head.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let shown = path.display().to_string();
        let unreadable = |source: io::Error| match source.kind() {
            io::ErrorKind::NotFound => Error::NotFound { path: shown.clone() },
            io::ErrorKind::IsADirectory => Error::Folder { path: shown.clone() },
            _ => Error::Unreadable { path: shown.clone(), source },
        };
        let meta = std::fs::metadata(path).map_err(unreadable)?;
        if meta.is_dir() {
            return Err(Error::Folder { path: shown });
        }
        let mut rest = File::open(path).map_err(unreadable)?;
        let mut head = Vec::new();
        (&mut rest).take(HEAD).read_to_end(&mut head).map_err(unreadable)?;
        let name = path.file_name().map_or_else(|| shown.clone(), |n| n.to_string_lossy().into_owned());
        refuse_other_kinds(&name, &head)?;
        let encoding = Encoding::of(&head);
        let blank = head[encoding.mark()..].iter().all(|b| b.is_ascii_whitespace() || *b == 0);
        if blank && head.len() < HEAD as usize {
            return Err(Error::Empty { file: name });
        }
        Ok(Self { name, path: shown, bytes: meta.len(), encoding, head, rest })
    }

    /// The head as UTF-8 bytes, perhaps cut within a character, and whether
    /// it is the whole file.
    pub(crate) fn decoded_head(&self) -> (Vec<u8>, bool) {
        let body = &self.head[self.encoding.mark()..];
        let whole = (self.head.len() as u64) < HEAD;
        match self.encoding {
            Encoding::Utf8 | Encoding::Utf8Bom => (body.to_vec(), whole),
            Encoding::Utf16Le | Encoding::Utf16Be => {
                let mut text = Vec::new();
                // Reading from memory cannot fail.
                let _ = Utf16::new(Cursor::new(body), self.encoding == Encoding::Utf16Be).read_to_end(&mut text);
                (text, whole)
            }
        }
    }

    /// The whole file as UTF-8 bytes; `progress` gets the bytes of the file
    /// consumed so far.
    pub(crate) fn into_reader<'p>(self, progress: &'p mut dyn FnMut(u64)) -> Box<dyn Read + 'p> {
        let mark = self.encoding.mark();
        let mut head = Cursor::new(self.head);
        head.set_position(mark as u64);
        let counted = Counted { inner: head.chain(self.rest), done: mark as u64, progress };
        match self.encoding {
            Encoding::Utf8 | Encoding::Utf8Bom => Box::new(counted),
            Encoding::Utf16Le => Box::new(Utf16::new(counted, false)),
            Encoding::Utf16Be => Box::new(Utf16::new(counted, true)),
        }
    }
}

struct Counted<'p, R> {
    inner: R,
    done: u64,
    progress: &'p mut dyn FnMut(u64),
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(into)?;
        self.done += n as u64;
        (self.progress)(self.done);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn text_of(bytes: &[u8]) -> String {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        std::fs::write(&path, bytes).unwrap();
        let mut text = String::new();
        let mut last = 0;
        Source::open(&path).unwrap().into_reader(&mut |n| last = n).read_to_string(&mut text).unwrap();
        assert_eq!(last, bytes.len() as u64, "progress must end at the file's size");
        text
    }

    #[test]
    fn marks_are_stripped_and_utf16_is_decoded() {
        assert_eq!(text_of(b"\xef\xbb\xbfa\xc3\xbc"), "aü");
        assert_eq!(text_of(b"\xff\xfea\0\xfc\0"), "aü");
        assert_eq!(text_of(b"\xfe\xff\0a\0\xfc"), "aü");
    }

    #[test]
    fn what_is_not_there_is_said() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(Source::open(&dir.path().join("none")), Err(Error::NotFound { .. })));
        assert!(matches!(Source::open(dir.path()), Err(Error::Folder { .. })));
        for empty in [&b""[..], b"\xef\xbb\xbf", b" \n\n", b"\xff\xfe"] {
            let path = dir.path().join("empty.csv");
            std::fs::write(&path, empty).unwrap();
            assert!(matches!(Source::open(&path), Err(Error::Empty { .. })), "{empty:?}");
        }
    }
}
