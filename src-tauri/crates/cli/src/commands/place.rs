//! Where a file goes: the one that is named, or one with a dated name in a
//! folder, as jobs that run every night want it.

use super::Context;
use crate::output::{json, number, say};
use muster_app::api::vault::WrittenFile;
use muster_app::{Code, Error, Result};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// What was said about where a file goes.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// `--output`.
    pub output: Option<&'a Path>,
    /// `--out-dir`.
    pub folder: Option<&'a Path>,
    /// `--manifest`.
    pub manifest: bool,
}

impl Asked<'_> {
    /// The file; none for standard output. In a folder it is called
    /// `STEM-2026-11-21.END`, by the day that rules go by.
    ///
    /// # Errors
    /// [`Code::Invalid`] for a manifest beside no file.
    pub fn path(self, context: &Context, stem: &str, end: &str) -> Result<Option<PathBuf>> {
        if self.manifest && self.output.is_none() && self.folder.is_none() {
            let message = "A manifest stands beside a file. Add --output FILE or --out-dir FOLDER.";
            return Err(Error::new(Code::Invalid, message));
        }
        let dated =
            |folder: &Path| folder.join(format!("{}-{}.{end}", plain(stem), context.as_of().format("%Y-%m-%d")));
        Ok(self.output.map(Path::to_owned).or_else(|| self.folder.map(dated)))
    }

    /// Says what was written. Into a folder it is written quietly, unless
    /// someone is looking: a job that runs every night speaks when it fails.
    ///
    /// # Errors
    /// If standard output cannot be written.
    pub fn tell(self, context: &Context, file: &WrittenFile, rows: &str) -> Result<()> {
        if context.cli.json {
            return json(file);
        }
        if self.folder.is_none() || std::io::stderr().is_terminal() {
            say(&format!("Wrote {} {rows} to {}. It is not encrypted.", number(file.rows), file.path));
        }
        Ok(())
    }
}

/// A name that every file system takes.
fn plain(stem: &str) -> String {
    stem.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_name_cannot_leave_its_folder() {
        assert_eq!(plain("seats-gitlab-premium"), "seats-gitlab-premium");
        assert_eq!(plain("seats-../../etc/passwd\0"), "seats-..-..-etc-passwd-");
    }
}
