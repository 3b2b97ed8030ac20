//! Text as it may stand in a page and in its style.

use crate::shown::shown;
use crate::table::Cell;
use std::borrow::Cow;

/// The longest text of a cell on a page, in characters.
pub(super) const LONGEST: usize = 400;

/// Text as the content of an element or of a quoted attribute.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// A cell as people read it, as the content of an element. A text longer than
/// a page has room for is cut, which an ellipsis shows.
pub(super) fn cell(cell: &Cell) -> String {
    let shown = shown(cell);
    match shown.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text(&shown[..end])),
        None => text(&shown).into_owned(),
    }
}

/// Text in the quotes of a style: everything but letters and digits is written
/// as its code, so that nothing can end the quotes or the style.
pub(super) fn style(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.chars().take(LONGEST) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else {
            out.push_str(&format!("\\{:06x}", u32::from(if c == '\0' { '\u{fffd}' } else { c })));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_what_it_stands_in() {
        assert_eq!(text("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;&#39;");
        assert_eq!(style("A\"</style>1"), "A\\000022\\00003c\\00002fstyle\\00003e1");
        assert_eq!(cell(&Cell::Text("é".repeat(LONGEST))), "é".repeat(LONGEST));
        assert_eq!(cell(&Cell::Text("é".repeat(LONGEST + 1))), format!("{}…", "é".repeat(LONGEST)));
    }
}
