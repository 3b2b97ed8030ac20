//! One value's bytes to a parsed object, or why not.

use super::{MAX_DEPTH, MAX_VALUE, Piece};
use crate::emit::{Fault, short};
use serde_json::{Map, Value};

/// A JSON string literal's text.
pub(crate) fn text_of(literal: &[u8]) -> Option<String> {
    serde_json::from_slice(literal).ok()
}

/// Parses a value that is to be an object and began on `line`; `what` is what
/// is expected ("a user").
pub(crate) fn object(piece: Piece<'_>, line: u64, what: &str) -> Result<Map<String, Value>, Fault> {
    match value(piece, line)? {
        Value::Object(map) => Ok(map),
        other => Err(Fault::row(format!("{} where {what} is expected (an object in braces)", kind(&other)))),
    }
}

/// Parses any value that began on `line`.
pub(crate) fn value(piece: Piece<'_>, line: u64) -> Result<Value, Fault> {
    let bytes = match piece {
        Piece::Whole(bytes) => bytes,
        Piece::TooDeep => {
            return Err(Fault::row(format!("nested deeper than {MAX_DEPTH} levels; no export of users is")));
        }
        Piece::TooLarge => {
            let limit = MAX_VALUE / (1024 * 1024);
            return Err(Fault::row(format!("one value is larger than {limit} MiB; check how the file was written")));
        }
    };
    if let Err(error) = std::str::from_utf8(bytes) {
        return Err(not_utf8(bytes, error.valid_up_to(), line));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        Fault::row(format!("not valid JSON: {}", reason(&error)))
            .on_line(line + (error.line() as u64).saturating_sub(1))
    })
}

/// What a value is, for messages.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null stands",
        Value::Bool(_) => "true or false stands",
        Value::Number(_) => "a number stands",
        Value::String(_) => "a text stands",
        Value::Array(_) => "a list stands",
        Value::Object(_) => "an object stands",
    }
}

/// serde_json's words without its own line and column, which count from the value.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    short(text.split(" at line ").next().unwrap_or(&text), 120)
}

fn not_utf8(bytes: &[u8], at: usize, line: u64) -> Fault {
    let line = line + memchr::memchr_iter(b'\n', &bytes[..at]).count() as u64;
    let lossy = String::from_utf8_lossy(bytes);
    let field = serde_json::from_str::<Map<String, Value>>(&lossy).ok().and_then(|map| {
        map.into_iter().find(|(k, v)| k.contains('\u{FFFD}') || v.to_string().contains('\u{FFFD}')).map(|(k, _)| k)
    });
    let reason = format!(
        "byte 0x{:02X} is not UTF-8 (the file is perhaps Windows-1252 or Latin-1); save the file as UTF-8",
        bytes.get(at).copied().unwrap_or_default()
    );
    Fault { column: field.map(|f| short(&f, 120)), ..Fault::row(reason) }.on_line(line)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn wrong_encoding_names_the_field_and_the_line() {
        let fault = object(Piece::Whole(b"{\"id\":1,\n\"name\":\"J\xfcrgen\"}"), 7, "a user").unwrap_err();
        assert_eq!((fault.line, fault.column.as_deref()), (Some(8), Some("name")));
        assert!(fault.reason.contains("0xFC") && fault.reason.contains("save the file as UTF-8"), "{}", fault.reason);
    }

    #[test]
    fn what_is_no_object_is_said() {
        let fault = object(Piece::Whole(b"12"), 1, "a user").unwrap_err();
        assert!(fault.reason.contains("a number stands where a user"), "{}", fault.reason);
        let fault = object(Piece::Whole(b"{\"a\":\n,}"), 4, "a user").unwrap_err();
        assert_eq!(fault.line, Some(5));
        assert!(!fault.reason.contains("at line"), "{}", fault.reason);
    }
}
