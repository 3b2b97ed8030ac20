//! Reading a ZIP, from its first byte to its last, each as it must be.

use super::layout::{self, LOCAL, LOCAL_BYTES, Stored};
use crate::evidence::error::EvidenceError;
use crate::evidence::failure::{Failure, FailureKind};
use crate::evidence::path;
use crate::evidence::verify::{Contents, Entry};
use std::collections::HashSet;
use std::io::{self, Read, Seek, SeekFrom};

/// What a failure is about when it is about no file.
const ARCHIVE: &str = "the archive";

/// A ZIP that is checked.
pub(in crate::evidence) struct Archive<R> {
    reader: R,
    stored: Vec<Stored>,
    entries: Vec<Entry>,
    /// Where the bytes of each begin.
    starts: Vec<u64>,
}

impl<R: Read + Seek> Archive<R> {
    /// Walks through it. Answers none where the way is lost, with the reason among
    /// the failures.
    pub fn open(mut reader: R, failures: &mut Vec<Failure>) -> Result<Option<Self>, EvidenceError> {
        let length = reader.seek(SeekFrom::End(0)).map_err(EvidenceError::io(ARCHIVE))?;
        let mut archive = Self { reader, stored: Vec::new(), entries: Vec::new(), starts: Vec::new() };
        let at = match archive.walk(length).map_err(EvidenceError::io(ARCHIVE))? {
            Ok(at) => at,
            Err(failure) => {
                failures.push(failure);
                return Ok(None);
            }
        };
        archive.names(failures);
        archive.end(at, length, failures).map_err(EvidenceError::io(ARCHIVE))?;
        Ok(Some(archive))
    }

    /// Reads header after header; answers where the directory begins.
    fn walk(&mut self, length: u64) -> io::Result<Result<u64, Failure>> {
        let mut at = 0u64;
        loop {
            let mut head = [0; LOCAL_BYTES];
            let read = self.read_at(at, &mut head)?;
            if read < 4 || head[..4] == *b"PK\x01\x02" || head[..4] == *b"PK\x05\x06" {
                return Ok(Ok(at));
            }
            let number = |from: usize| u32::from_le_bytes([head[from], head[from + 1], head[from + 2], head[from + 3]]);
            let mut name = vec![0; usize::from(u16::from_le_bytes([head[26], head[27]])).min(path::LONGEST + 1)];
            let named = self.read_at(at + LOCAL_BYTES as u64, &mut name)? == name.len();
            let path = String::from_utf8(name).ok().filter(|path| named && path::check(path).is_ok());
            let offset = u32::try_from(at).ok();
            let (Some(path), Some(offset)) = (path, offset) else { return Ok(Err(self.lost(at))) };
            let stored = Stored { path, bytes: number(22), crc: number(14), offset };
            let header = stored.local();
            let mut found = vec![0; header.len()];
            if self.read_at(at, &mut found)? < found.len() || found != header {
                let kind = if found[..4] == LOCAL { FailureKind::Header } else { FailureKind::Lost };
                return Ok(Err(Failure::new(&stored.path, kind)));
            }
            let start = at + header.len() as u64;
            at = start + u64::from(stored.bytes);
            if at > length {
                return Ok(Err(Failure::new(&stored.path, FailureKind::CutShort)));
            }
            self.entries.push(Entry { path: stored.path.clone(), bytes: u64::from(stored.bytes) });
            self.stored.push(stored);
            self.starts.push(start);
        }
    }

    /// That what stands here is no file: the one before says the wrong size, or
    /// this one's name cannot be.
    fn lost(&self, at: u64) -> Failure {
        match self.stored.last() {
            Some(before) => Failure::new(&before.path, FailureKind::After(at)),
            None => Failure::new(ARCHIVE, FailureKind::Lost),
        }
    }

    fn names(&self, failures: &mut Vec<Failure>) {
        let mut seen = HashSet::new();
        for stored in &self.stored {
            if !seen.insert(stored.path.to_ascii_lowercase()) {
                failures.push(Failure::new(&stored.path, FailureKind::Twice));
            }
        }
    }

    /// Holds the directory and the end against what the files say.
    fn end(&mut self, mut at: u64, length: u64, failures: &mut Vec<Failure>) -> io::Result<()> {
        let begin = at;
        for place in 0..self.stored.len() {
            let expected = self.stored[place].central();
            let mut found = vec![0; expected.len()];
            if self.read_at(at, &mut found)? < found.len() || found != expected {
                failures.push(Failure::new(&self.stored[place].path, FailureKind::Directory));
                return Ok(());
            }
            at += expected.len() as u64;
        }
        let number = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let files = u16::try_from(self.stored.len()).unwrap_or(u16::MAX);
        let expected = layout::end(files, number(at - begin), number(begin));
        let mut found = vec![0; expected.len()];
        if self.read_at(at, &mut found)? < found.len() || found != expected {
            failures.push(Failure::new(ARCHIVE, FailureKind::End));
        } else if at + (expected.len() as u64) < length {
            failures.push(Failure::new(ARCHIVE, FailureKind::Trailing));
        }
        Ok(())
    }

    fn read_at(&mut self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader.seek(SeekFrom::Start(at))?;
        let mut read = 0;
        while read < buffer.len() {
            match self.reader.read(&mut buffer[read..]) {
                Ok(0) => break,
                Ok(more) => read += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(read)
    }
}

impl<R: Read + Seek> Contents for Archive<R> {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn open(&mut self, entry: usize) -> io::Result<Box<dyn Read + '_>> {
        let start = *self.starts.get(entry).ok_or(io::ErrorKind::NotFound)?;
        self.reader.seek(SeekFrom::Start(start))?;
        Ok(Box::new((&mut self.reader).take(self.entries[entry].bytes)))
    }

    fn checksum(&self, entry: usize) -> Option<u32> {
        self.stored.get(entry).map(|stored| stored.crc)
    }
}
