//! How text is made safe for a terminal and measured there.

use std::borrow::Cow;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The text with everything that could steer a terminal or reorder its line
/// replaced: control characters of the first kind by their pictures (`␛` for
/// escape, `␊` for a line feed), of the second kind, line separators and
/// direction overrides by `�`. Right-to-left writing itself is left alone.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| picture(c) != c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(picture).collect())
}

fn picture(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{61c}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        _ => c,
    }
}

/// How many columns of a terminal the text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text cut to at most `columns` columns, the last of them `…` if
/// anything was cut.
#[must_use]
pub fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let mut taken = 0;
    let mut end = 0;
    for (at, c) in text.char_indices() {
        taken += c.width().unwrap_or(0);
        if taken > columns - 1 {
            break;
        }
        end = at + c.len_utf8();
    }
    // Characters can be wider together than one by one.
    while width(&text[..end]) > columns - 1 {
        end = text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    }
    Cow::Owned(format!("{}…", &text[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_steers_a_terminal_is_shown_instead() {
        assert_eq!(clean("a\u{1b}[31mb\nc\u{7f}"), "a␛[31mb␊c␡");
        assert_eq!(clean("x\u{9b}2Jy\u{202e}z"), "x\u{fffd}2Jy\u{fffd}z");
        assert_eq!(clean("نور الرحمن"), "نور الرحمن");
    }

    #[test]
    fn no_control_character_is_left() {
        for c in (0..0x300).chain(0x2000..0x2100).filter_map(char::from_u32) {
            let shown = clean(&c.to_string()).into_owned();
            let steers =
                c.is_control() || "\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202e}\u{2066}\u{2069}".contains(c);
            assert_eq!(
                shown != c.to_string(),
                steers || ('\u{202b}'..'\u{202e}').contains(&c) || ('\u{2067}'..'\u{2069}').contains(&c),
                "{c:?}"
            );
        }
    }

    #[test]
    fn cuts_by_columns_not_by_characters() {
        assert_eq!(cut("田中浩", 6), "田中浩");
        assert_eq!(cut("田中浩", 5), "田中…");
        assert_eq!(cut("田中浩", 4), "田…");
        assert_eq!(cut("e\u{301}a\u{301}xyz", 3), "e\u{301}a\u{301}…");
        assert_eq!(cut("abc", 0), "");
    }

    proptest! {
        #[test]
        fn never_wider_than_asked_and_never_a_control_character(text in ".*|[a❤\u{fe0f}👩\u{200d}田\u{301}\u{1b}]{0,9}", columns in 0usize..12) {
            let shown = cut(&clean(&text), columns).into_owned();
            prop_assert!(width(&shown) <= columns, "{:?}", shown);
            prop_assert!(!shown.chars().any(char::is_control));
        }
    }
}
