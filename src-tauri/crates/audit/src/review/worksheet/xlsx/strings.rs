//! The table of words that cells share.

use super::package::damaged;
use super::text::{push_entity, unescaped};
use crate::review::worksheet::fault::SheetError;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Reads it: one text an entry, whatever the looks of its runs. How a word is
/// pronounced (`rPh`) is no part of it.
pub(super) fn read(text: &str, path: &str) -> Result<Vec<String>, SheetError> {
    let mut reader = Reader::from_str(text);
    let mut strings = Vec::new();
    let mut entry: Option<String> = None;
    let (mut in_text, mut pronounced) = (false, false);
    loop {
        match reader.read_event().map_err(|e| damaged(path, e))? {
            Event::Start(element) => match element.local_name().as_ref() {
                "si" => entry = Some(String::new()),
                "rPh" => pronounced = true,
                "t" => in_text = !pronounced,
                _ => {}
            },
            Event::Empty(element) if element.local_name().as_ref() == "si" => strings.push(String::new()),
            Event::End(element) => match element.local_name().as_ref() {
                "si" => strings.push(entry.take().map(|text| unescaped(&text)).unwrap_or_default()),
                "rPh" => pronounced = false,
                "t" => in_text = false,
                _ => {}
            },
            Event::Text(piece) if in_text => {
                if let Some(entry) = &mut entry {
                    entry.push_str(&piece.xml10_content());
                }
            }
            Event::CData(piece) if in_text => {
                if let Some(entry) = &mut entry {
                    entry.push_str(&piece.xml10_content());
                }
            }
            Event::GeneralRef(entity) if in_text => {
                if let Some(entry) = &mut entry {
                    push_entity(entry, &entity).map_err(|e| damaged(path, e))?;
                }
            }
            Event::Eof => return Ok(strings),
            _ => {}
        }
    }
}
