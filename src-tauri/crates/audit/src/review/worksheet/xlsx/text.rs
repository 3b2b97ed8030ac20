//! Text of a workbook's XML.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart};

/// An attribute, by its name.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, quick_xml::Error> {
    found(element, |key| key == name)
}

/// An attribute, by its name without what stands before a colon.
pub(super) fn attribute_local(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, quick_xml::Error> {
    // A sheet has `id` of the relations' name space beside others of its own.
    found(element, |key| key.split_once(':').is_some_and(|(_, local)| local == name))
}

fn found(element: &BytesStart<'_>, is: impl Fn(&str) -> bool) -> Result<Option<String>, quick_xml::Error> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(quick_xml::Error::from)?;
        if is(attribute.key.as_ref()) {
            return Ok(Some(attribute.normalized_value(XmlVersion::Implicit1_0)?.into_owned()));
        }
    }
    Ok(None)
}

/// Adds what `&amp;` and the like stand for; an entity that XML does not define
/// is an error, so that none can be defined to grow.
pub(super) fn push_entity(out: &mut String, entity: &BytesRef<'_>) -> Result<(), String> {
    if let Some(text) = resolve_xml_entity(entity.as_ref()) {
        out.push_str(text);
        return Ok(());
    }
    match entity.resolve_char_ref() {
        Ok(Some(c)) => {
            out.push(c);
            Ok(())
        }
        _ => Err(format!("has the unknown entity {:?}", entity.as_ref().chars().take(20).collect::<String>())),
    }
}

/// Text in which characters that XML cannot hold are written `_x000D_`
/// (`ST_Xstring`, ECMA-376 part 1, 22.9.2.19).
pub(super) fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut units: Vec<u16> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(unit) = escaped(rest) {
            units.push(unit);
            rest = &rest[7..];
            continue;
        }
        flush(&mut out, &mut units);
        let Some(c) = rest.chars().next() else { break };
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    flush(&mut out, &mut units);
    out
}

fn flush(out: &mut String, units: &mut Vec<u16>) {
    out.extend(char::decode_utf16(units.drain(..)).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
}

fn escaped(text: &str) -> Option<u16> {
    let bytes = text.as_bytes().get(..7)?;
    let digits = bytes.strip_prefix(b"_x")?.strip_suffix(b"_")?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn what_xml_cannot_hold_is_read() {
        for (text, expected) in [
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDC69_", "👩"),
            ("_xD83D_x", "\u{fffd}x"),
            ("_x00G0_ _x12_ _x", "_x00G0_ _x12_ _x"),
            ("é_x", "é_x"),
        ] {
            assert_eq!(unescaped(text), expected);
        }
    }
}
