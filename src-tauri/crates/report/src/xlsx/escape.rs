//! Text as XML of a spreadsheet.

/// The longest text a cell holds, in UTF-16 units.
pub(super) const LONGEST: usize = 32_767;

/// The text, or what of it a cell holds followed by how long it was.
pub(super) fn fitting(text: &str) -> Result<&str, String> {
    // A character of UTF-8 is never shorter than one of UTF-16.
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return Ok(text);
    }
    let mark = format!(" … (cut here: the whole text has {} characters)", text.chars().count());
    let room = LONGEST - mark.encode_utf16().count();
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > room
    });
    let end = end.map_or(text.len(), |(at, _)| at);
    Err(format!("{}{mark}", &text[..end]))
}

/// Adds text as the content of an element. Characters that XML cannot hold
/// are written `_x0001_` (`ST_Xstring`, ECMA-376 part 1, 22.9.2.19), and a
/// text that looks like that has its underscore written so.
pub(super) fn push(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let instead = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '_' if looks_escaped(&text.as_bytes()[at..]) => "_x005F_",
            '\t' | '\n' => continue,
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        from = at + c.len_utf8();
        if instead.is_empty() {
            out.push_str(&format!("_x{:04X}_", u32::from(c)));
        } else {
            out.push_str(instead);
        }
    }
    out.push_str(&text[from..]);
}

fn looks_escaped(bytes: &[u8]) -> bool {
    matches!(bytes, [b'_', b'x' | b'X', a, b, c, d, b'_', ..] if [a, b, c, d].iter().all(|x| x.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_spelled() {
        let mut out = String::new();
        push(&mut out, "a<b>&\"c\u{1}\r\n\t_x0041_ _x_ \u{ffff}é👩");
        assert_eq!(out, "a&lt;b&gt;&amp;&quot;c_x0001__x000D_\n\t_x005F_x0041_ _x_ _xFFFF_é👩");
    }

    #[test]
    fn a_long_text_is_cut_between_characters_and_says_so() {
        let exact = "x".repeat(LONGEST);
        assert_eq!(fitting(&exact), Ok(exact.as_str()));
        let emoji = "👩".repeat(LONGEST / 2);
        assert_eq!(fitting(&emoji), Ok(emoji.as_str()), "pairs count as two");
        let long = "👩".repeat(LONGEST);
        let cut = fitting(&long).unwrap_err();
        assert!(cut.encode_utf16().count() <= LONGEST && cut.encode_utf16().count() > LONGEST - 3);
        assert!(cut.ends_with(" … (cut here: the whole text has 32767 characters)"));
    }
}
