//! The archive: its parts, and which of them is what.

use super::text::{attribute, attribute_local};
use crate::review::worksheet::fault::SheetError;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// The most bytes of all parts that are read, unpacked.
pub(super) const MOST_UNPACKED: u64 = 256 * 1024 * 1024;
/// The most files an archive may have.
const MOST_FILES: usize = 10_000;

/// An archive that is being read.
pub(super) struct Package<'f> {
    archive: ZipArchive<Cursor<&'f [u8]>>,
    room: u64,
}

/// Where the parts of a workbook are.
pub(super) struct Workbook {
    /// Names and paths of its sheets, in order.
    pub sheets: Vec<(String, String)>,
    /// The path of its shared words.
    pub strings: Option<String>,
}

/// That a part cannot be read.
pub(super) fn damaged(part: &str, reason: impl std::fmt::Display) -> SheetError {
    SheetError::Damaged {
        part: part.chars().take(80).collect(),
        reason: reason.to_string().chars().take(200).collect(),
    }
}

struct Relation {
    id: String,
    kind: String,
    target: String,
}

impl<'f> Package<'f> {
    /// Opens one.
    pub fn open(file: &'f [u8]) -> Result<Self, SheetError> {
        let archive = ZipArchive::new(Cursor::new(file)).map_err(|e| damaged("the archive", e))?;
        if archive.len() > MOST_FILES {
            return Err(damaged("the archive", format!("has {} files", archive.len())));
        }
        let mut package = Self { archive, room: MOST_UNPACKED };
        if let Some(kind) = package.optional("mimetype")?
            && kind.contains("opendocument")
        {
            return Err(SheetError::Kind { found: "an OpenDocument spreadsheet (.ods)" });
        }
        Ok(package)
    }

    /// A part's text.
    pub fn part(&mut self, path: &str) -> Result<String, SheetError> {
        self.optional(path)?.ok_or_else(|| damaged(path, "is missing"))
    }

    fn optional(&mut self, path: &str) -> Result<Option<String>, SheetError> {
        let mut bytes = Vec::new();
        let read = match self.archive.by_name(path) {
            Ok(file) => file.take(self.room + 1).read_to_end(&mut bytes),
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(damaged(path, error)),
        };
        if bytes.len() as u64 > self.room {
            return Err(SheetError::TooLarge { bytes: MOST_UNPACKED });
        }
        read.map_err(|error| damaged(path, error))?;
        self.room -= bytes.len() as u64;
        let text = String::from_utf8(bytes).map_err(|_| damaged(path, "is not UTF-8"))?;
        Ok(Some(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        }))
    }

    /// Finds the workbook and its parts.
    pub fn workbook(&mut self) -> Result<Workbook, SheetError> {
        let top = self.relations("")?;
        let path = top
            .iter()
            .find(|relation| relation.kind.ends_with("/officeDocument"))
            .map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target.clone());
        let Some(text) = self.optional(&path)? else {
            return Err(SheetError::Kind { found: "an archive that is no workbook" });
        };
        let relations = self.relations(&path)?;
        let mut sheets = Vec::new();
        for (name, id) in sheet_names(&text, &path)? {
            let relation = relations.iter().find(|relation| relation.id == id);
            // Sheets of charts have no cells.
            if let Some(relation) = relation.filter(|relation| relation.kind.ends_with("/worksheet")) {
                sheets.push((name, relation.target.clone()));
            }
        }
        let strings = relations.iter().find(|relation| relation.kind.ends_with("/sharedStrings"));
        Ok(Workbook { sheets, strings: strings.map(|relation| relation.target.clone()) })
    }

    /// What a part refers to; the package itself has an empty path.
    fn relations(&mut self, of: &str) -> Result<Vec<Relation>, SheetError> {
        let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
        let path = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
        let Some(text) = self.optional(&path)? else { return Ok(Vec::new()) };
        let mut reader = Reader::from_str(&text);
        let mut found = Vec::new();
        loop {
            match reader.read_event().map_err(|e| damaged(&path, e))? {
                Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == "Relationship" => {
                    let get = |name| attribute(&element, name).map_err(|e| damaged(&path, e));
                    if get("TargetMode")?.as_deref() == Some("External") {
                        continue;
                    }
                    if let (Some(id), Some(kind), Some(target)) = (get("Id")?, get("Type")?, get("Target")?) {
                        found.push(Relation { id, kind, target: resolved(folder, &target) });
                    }
                }
                Event::Eof => return Ok(found),
                _ => {}
            }
        }
    }
}

fn sheet_names(text: &str, path: &str) -> Result<Vec<(String, String)>, SheetError> {
    let mut reader = Reader::from_str(text);
    let mut found = Vec::new();
    loop {
        match reader.read_event().map_err(|e| damaged(path, e))? {
            Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == "sheet" => {
                let name = attribute(&element, "name").map_err(|e| damaged(path, e))?;
                let id = attribute_local(&element, "id").map_err(|e| damaged(path, e))?;
                if let (Some(name), Some(id)) = (name, id) {
                    found.push((name, id));
                }
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// A target as a path in the archive.
fn resolved(folder: &str, target: &str) -> String {
    let (mut parts, rest): (Vec<&str>, &str) = match target.strip_prefix('/') {
        Some(rest) => (Vec::new(), rest),
        None => (folder.split('/').filter(|part| !part.is_empty()).collect(), target),
    };
    for part in rest.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn targets_are_paths_in_the_archive() {
        for (folder, target, expected) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/sharedStrings.xml", "xl/sharedStrings.xml"),
            ("xl/a", "../b/./c.xml", "xl/b/c.xml"),
            ("", "../../x", "x"),
        ] {
            assert_eq!(resolved(folder, target), expected);
        }
    }
}
