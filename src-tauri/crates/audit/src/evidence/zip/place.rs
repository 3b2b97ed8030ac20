//! Writing a ZIP.

use super::layout::{self, Stored};
use crate::evidence::error::EvidenceError;
use crate::evidence::write::Place;
use std::io::{Read, Seek, SeekFrom, Write};

/// The most files of a ZIP, well below where its format needs another form.
const MOST: usize = 65_000;

/// Writes a pack as a ZIP. `out` is at its beginning.
#[derive(Debug)]
pub struct ZipPlace<W: Write + Seek> {
    out: W,
    files: Vec<Stored>,
    at: u64,
}

impl<W: Write + Seek> ZipPlace<W> {
    /// Begins.
    pub fn new(out: W) -> Self {
        Self { out, files: Vec::new(), at: 0 }
    }

    /// What was written to.
    pub fn into_inner(self) -> W {
        self.out
    }
}

impl<W: Write + Seek> Place for ZipPlace<W> {
    fn file(&mut self, path: &str, content: &mut dyn Read) -> Result<(), EvidenceError> {
        let large = || EvidenceError::TooLarge { path: path.to_owned() };
        if self.files.len() == MOST {
            return Err(large());
        }
        let offset = u32::try_from(self.at).map_err(|_| large())?;
        let mut stored = Stored { path: path.to_owned(), bytes: 0, crc: 0, offset };
        let io = |error| EvidenceError::io(path)(error);
        // Size and checksum are known when the file was read; then they are put in.
        let header = stored.local();
        self.out.write_all(&header).map_err(io)?;
        let mut crc = crc32fast::Hasher::new();
        let mut bytes = 0u64;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = match content.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(io(error)),
            };
            crc.update(&buffer[..read]);
            bytes += read as u64;
            if self.at + bytes > u64::from(u32::MAX) {
                return Err(large());
            }
            self.out.write_all(&buffer[..read]).map_err(io)?;
        }
        stored.bytes = u32::try_from(bytes).map_err(|_| large())?;
        stored.crc = crc.finalize();
        self.out.seek(SeekFrom::Start(self.at)).map_err(io)?;
        self.out.write_all(&stored.local()).map_err(io)?;
        self.at += header.len() as u64 + bytes;
        self.out.seek(SeekFrom::Start(self.at)).map_err(io)?;
        self.files.push(stored);
        Ok(())
    }

    fn finish(&mut self) -> Result<(), EvidenceError> {
        let large = || EvidenceError::TooLarge { path: "the archive's directory".to_owned() };
        let directory: Vec<u8> = self.files.iter().flat_map(Stored::central).collect();
        let bytes = u32::try_from(directory.len()).map_err(|_| large())?;
        let at = u32::try_from(self.at).map_err(|_| large())?;
        let files = u16::try_from(self.files.len()).map_err(|_| large())?;
        let io = |error| EvidenceError::io("the archive")(error);
        self.out.write_all(&directory).map_err(io)?;
        self.out.write_all(&layout::end(files, bytes, at)).map_err(io)?;
        self.out.flush().map_err(io)
    }
}
