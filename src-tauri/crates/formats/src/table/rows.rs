//! Rows of a CSV of any size: RFC 4180 quoting, with the separator found in
//! the header. One row is in memory at a time, and none larger than 8 MiB.

use crate::Error;
use crate::emit::Fault;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use std::io::{self, Read};

const BUFFER: usize = 128 * 1024;
const MAX_ROW: usize = 8 * 1024 * 1024;
const MAX_CELLS: usize = 16 * 1024;

/// The separators that are looked for.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The separator of a header line, and how many bytes of an Excel `sep=`
/// line stand before it.
pub(crate) fn delimiter(head: &[u8]) -> (u8, usize) {
    let start = head.iter().take_while(|b| b.is_ascii_whitespace() && **b != b'\t').count();
    if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator, b'\r' | b'\n', ..] = head[start..] {
        return (separator, start + 6);
    }
    let mut counts = [0usize; 3];
    let mut quoted = false;
    for byte in &head[start..] {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            byte => {
                if let Some(at) = SEPARATORS.iter().position(|s| s == byte) {
                    counts[at] += 1;
                }
            }
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    (counts.iter().position(|n| *n == most).map_or(b',', |at| SEPARATORS[at]), 0)
}

/// Whether a cell is empty or blank.
pub(crate) fn is_blank(cell: &[u8]) -> bool {
    cell.iter().all(u8::is_ascii_whitespace)
}

/// The first row: the names of the columns.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    /// The names, trimmed.
    pub(crate) names: Vec<String>,
    /// The separator.
    pub(crate) delimiter: u8,
    /// Whether a line `version:v1.0` stands before it (Entra).
    pub(crate) versioned: bool,
}

/// Why there is no header.
#[derive(Debug)]
pub(crate) enum NoHeader {
    Read(io::Error),
    Error(Error),
}

impl NoHeader {
    pub(crate) fn within(self, path: &str) -> Error {
        match self {
            Self::Read(source) => Error::Unreadable { path: path.to_owned(), source },
            Self::Error(error) => error,
        }
    }
}

impl Header {
    /// Reads the header and gives the rows after it. A line `sep=;` (Excel)
    /// and a line `version:v1.0` (Entra) before it are passed over.
    pub(crate) fn read<R: Read>(mut reader: R, file: &str) -> Result<(Self, Rows<R>), NoHeader> {
        let mut head = vec![0; BUFFER];
        let mut filled = 0;
        while filled < head.len() {
            match reader.read(&mut head[filled..]) {
                Ok(0) => break,
                Ok(n) => filled += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(NoHeader::Read(e)),
            }
        }
        head.truncate(filled);
        let (mut separator, mut skip) = delimiter(&head);
        let versioned = head[skip..].starts_with(b"version:v");
        if versioned {
            skip += memchr::memchr(b'\n', &head[skip..]).map_or(0, |at| at + 1);
            separator = delimiter(&head[skip..]).0;
        }
        let line = 1 + memchr::memchr_iter(b'\n', &head[..skip]).count() as u64;
        let mut rows = Rows::new(reader, separator, head, skip, line);
        let not_utf8 = |line| NoHeader::Error(Error::NotUtf8 { file: file.to_owned(), line });
        let names = match rows.next().map_err(NoHeader::Read)? {
            None => return Err(NoHeader::Error(Error::Empty { file: file.to_owned() })),
            Some(row) if row.too_large => {
                let reason = "its first line is no header: it is larger than 8 MiB".to_owned();
                return Err(NoHeader::Error(Error::Unrecognised { file: file.to_owned(), reason }));
            }
            Some(row) => (0..row.len())
                .map(|at| std::str::from_utf8(row.cell(at)).map(|name| name.trim().to_owned()))
                .collect::<Result<Vec<_>, _>>()
                .map_err(|_| not_utf8(row.line))?,
        };
        Ok((Self { names, delimiter: separator, versioned }, rows))
    }
}

/// The rows of a file.
pub(crate) struct Rows<R> {
    reader: R,
    buffer: Vec<u8>,
    at: usize,
    ended: bool,
    core: Reader,
    line: u64,
    cells: Vec<u8>,
    ends: Vec<usize>,
}

/// One row.
pub(crate) struct Row<'a> {
    /// The line it begins on.
    pub(crate) line: u64,
    /// Larger than can be kept; its cells were dropped.
    pub(crate) too_large: bool,
    /// Nothing follows it, not even a line end.
    pub(crate) at_end: bool,
    /// The file ends within a quoted cell.
    pub(crate) unclosed: bool,
    cells: &'a [u8],
    ends: &'a [usize],
}

impl<R: Read> Rows<R> {
    fn new(reader: R, separator: u8, buffer: Vec<u8>, at: usize, line: u64) -> Self {
        let core = ReaderBuilder::new().delimiter(separator).build();
        Self { reader, buffer, at, ended: false, core, line, cells: vec![0; 1024], ends: vec![0; 64] }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.buffer.resize(BUFFER, 0);
        self.at = 0;
        loop {
            match self.reader.read(&mut self.buffer) {
                Ok(n) => {
                    self.buffer.truncate(n);
                    self.ended = n == 0;
                    return Ok(());
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => {
                    self.buffer.clear();
                    return Err(e);
                }
            }
        }
    }

    /// Passes over line ends before a row, so that its line is its own.
    fn pass_line_ends(&mut self) -> io::Result<()> {
        loop {
            while let Some(byte @ (b'\n' | b'\r')) = self.buffer.get(self.at) {
                self.line += u64::from(*byte == b'\n');
                self.at += 1;
            }
            if self.at < self.buffer.len() || self.ended {
                return Ok(());
            }
            self.refill()?;
        }
    }

    /// The next row, if there is one.
    pub(crate) fn next(&mut self) -> io::Result<Option<Row<'_>>> {
        self.pass_line_ends()?;
        let line = self.line;
        let (mut used_cells, mut used_ends) = (0, 0);
        let (mut too_large, mut quotes, mut last) = (false, 0, b'\n');
        loop {
            if self.at == self.buffer.len() && !self.ended {
                self.refill()?;
            }
            let input = &self.buffer[self.at..];
            let (result, read, wrote, ended) =
                self.core.read_record(input, &mut self.cells[used_cells..], &mut self.ends[used_ends..]);
            let taken = &input[..read];
            self.line += memchr::memchr_iter(b'\n', taken).count() as u64;
            quotes += memchr::memchr_iter(b'"', taken).count();
            last = taken.last().copied().unwrap_or(last);
            self.at += read;
            used_cells += wrote;
            used_ends += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.cells.len() < MAX_ROW => {
                    let grown = (self.cells.len() * 2).min(MAX_ROW);
                    self.cells.resize(grown, 0);
                }
                ReadRecordResult::OutputEndsFull if self.ends.len() < MAX_CELLS => {
                    self.ends.resize(self.ends.len() * 2, 0);
                }
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    too_large = true;
                    (used_cells, used_ends) = (0, 0);
                }
                ReadRecordResult::End => return Ok(None),
                ReadRecordResult::Record => break,
            }
        }
        let at_end = !matches!(last, b'\n' | b'\r');
        if too_large {
            (used_cells, used_ends) = (0, 0);
        }
        Ok(Some(Row {
            line,
            too_large,
            at_end,
            unclosed: self.ended && self.at == self.buffer.len() && quotes % 2 == 1,
            cells: &self.cells[..used_cells],
            ends: &self.ends[..used_ends],
        }))
    }
}

impl Row<'_> {
    /// How many cells it has.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell's bytes; empty beyond the last.
    pub(crate) fn cell(&self, at: usize) -> &[u8] {
        let start = if at == 0 { 0 } else { self.ends.get(at - 1).copied().unwrap_or(self.cells.len()) };
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.cells.get(start..end).unwrap_or_default()
    }

    /// Whether nothing is in it: a line of separators.
    pub(crate) fn is_blank(&self) -> bool {
        !self.too_large && is_blank(self.cells)
    }

    /// Whether it has fewer cells than the header.
    pub(crate) fn is_short(&self, columns: usize) -> bool {
        !self.too_large && self.len() < columns
    }

    /// Whether it can be read as a row of a table with so many columns.
    /// Empty cells beyond the last column do no harm.
    pub(crate) fn check(&self, columns: usize) -> Result<(), Fault> {
        self.check_whole()?;
        let filled = (0..self.len()).rev().find(|at| !is_blank(self.cell(*at))).map_or(0, |at| at + 1);
        if self.len() < columns || filled > columns {
            return Err(Fault::row(format!(
                "the row has {} cells and the header {columns}; check its separators and quotes",
                if self.len() < columns { self.len() } else { filled }
            )));
        }
        Ok(())
    }

    /// Whether all of it is there, however many cells it has.
    pub(crate) fn check_whole(&self) -> Result<(), Fault> {
        if self.too_large {
            let limit = MAX_ROW / (1024 * 1024);
            return Err(Fault::row(format!(
                "one row is larger than {limit} MiB; look for a quote that is opened and never closed"
            )));
        }
        if self.unclosed {
            return Err(Fault::row("a quote is opened in this row and never closed"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    type Cells = Vec<String>;

    fn all(text: &[u8]) -> (Header, Vec<(u64, Cells)>) {
        let (header, mut rows) = Header::read(text, "t.csv").map_err(|e| e.within("t.csv")).unwrap();
        let mut found = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let cells = (0..row.len()).map(|at| String::from_utf8_lossy(row.cell(at)).into_owned()).collect();
            found.push((row.line, cells));
        }
        (header, found)
    }

    fn row(line: u64, cells: &[&str]) -> (u64, Cells) {
        (line, cells.iter().map(|c| (*c).to_owned()).collect())
    }

    #[test]
    fn rows_know_their_lines() {
        let (header, rows) = all(b"a,b\r\n1,\"x\r\ny\"\r\n\r\n2,\"say \"\"hi\"\"\"\n");
        assert_eq!(header.names, ["a", "b"]);
        assert_eq!(rows, [row(2, &["1", "x\r\ny"]), row(5, &["2", "say \"hi\""])]);
    }

    #[test]
    fn separators_are_found() {
        assert_eq!(delimiter(b"a;b;c\n1,2;3;4").0, b';');
        assert_eq!(delimiter(b"a\tb\n").0, b'\t');
        assert_eq!(delimiter(b"\"a;b;c\",d\n").0, b',');
        assert_eq!(delimiter(b"single\n").0, b',');
        assert_eq!(all(b"sep=;\r\na;b\r\n1;2\r\n").1, [row(3, &["1", "2"])]);
        assert_eq!(all(b"version:v1.0,,\nName [displayName] Required,b\n1,2\n").1, [row(3, &["1", "2"])]);
    }

    #[test]
    fn a_row_over_the_limit_does_not_stay_in_memory() {
        let mut text = b"a,b\n1,\"".to_vec();
        text.resize(text.len() + 3 * MAX_ROW, b'x');
        text.extend_from_slice(b"\"\n2,3\n");
        let (_, mut rows) = Header::read(&text[..], "t.csv").map_err(|e| e.within("t.csv")).unwrap();
        let row = rows.next().unwrap().unwrap();
        assert!(row.too_large && row.line == 2);
        assert!(row.check(2).unwrap_err().reason.contains("8 MiB"));
        let row = rows.next().unwrap().unwrap();
        assert_eq!((row.cell(0), row.cell(1), row.line), (&b"2"[..], &b"3"[..], 3));
        assert!(rows.cells.len() <= MAX_ROW);
    }

    #[test]
    fn cut_rows_are_known() {
        let (_, mut rows) = Header::read(&b"a,b\n1,\"x\n2,3\n"[..], "t.csv").map_err(|e| e.within("t.csv")).unwrap();
        assert!(rows.next().unwrap().unwrap().unclosed);
        let (_, mut rows) = Header::read(&b"a,b\n1"[..], "t.csv").map_err(|e| e.within("t.csv")).unwrap();
        let row = rows.next().unwrap().unwrap();
        assert!(row.at_end && row.is_short(2) && !row.unclosed);
    }
}
