//! Text on a page: which font has which part of it, how wide it is, where its
//! lines break. Writing from right to left is put in its visual order (Unicode
//! Standard Annex 9), and letters are joined as their script asks (OpenType).

use super::fonts::{Fonts, MISSING, Weight};
use krilla::text::{GlyphId, KrillaGlyph};
use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Direction, Feature, UnicodeBuffer};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use unicode_bidi::BidiInfo;
use unicode_width::UnicodeWidthChar;

/// The longest text that is looked at, in characters: more than any place of a
/// page has room for.
const LONGEST: usize = 600;
/// Widths that are remembered.
const REMEMBERED: usize = 50_000;

/// A part of a line in one font.
pub(super) struct Piece {
    /// The number of its font.
    pub font: usize,
    /// What it says; what a reader copies from the page.
    pub text: String,
    /// Its letters, as parts of an em.
    pub glyphs: Vec<KrillaGlyph>,
    /// Its width, as a part of an em.
    pub width: f32,
}

/// Sets text.
pub(super) struct Setter {
    pub fonts: Fonts,
    widths: HashMap<(Weight, String), f32>,
    /// Characters that no font has.
    pub missing: BTreeSet<char>,
}

impl Setter {
    pub fn new() -> Self {
        Self { fonts: Fonts::new(), widths: HashMap::new(), missing: BTreeSet::new() }
    }

    /// How wide a line is at this size, in points.
    pub fn width(&mut self, text: &str, weight: Weight, size: f32) -> f32 {
        let key = (weight, text.to_owned());
        if let Some(width) = self.widths.get(&key) {
            return width * size;
        }
        let width = self.pieces(text, weight).iter().map(|piece| piece.width).sum();
        if self.widths.len() >= REMEMBERED {
            self.widths.clear();
        }
        self.widths.insert(key, width);
        width * size
    }

    /// The text as at most `most` lines no wider than `room`. What does not fit
    /// is cut, which an ellipsis shows.
    pub fn lines(&mut self, text: &str, weight: Weight, size: f32, room: f32, most: usize) -> Vec<String> {
        let (text, cut) = match text.char_indices().nth(LONGEST) {
            Some((end, _)) => (&text[..end], true),
            None => (text, false),
        };
        if !cut && self.width(text, weight, size) <= room {
            return vec![text.to_owned()];
        }
        let mut lines: Vec<String> = vec![String::new()];
        let mut used = 0.0;
        for word in words(text) {
            let wide = self.width(word, weight, size);
            let bare = if word.ends_with(' ') { self.width(word.trim_end_matches(' '), weight, size) } else { wide };
            // Letters that join, and runs of two directions, may be wider together.
            let together = text.is_ascii() || {
                let line = format!("{}{}", lines.last().map_or("", String::as_str), word.trim_end_matches(' '));
                self.width(&line, weight, size) <= room
            };
            if used + bare <= room && together {
                push(&mut lines, word);
                used += wide;
                continue;
            }
            if lines.len() > most {
                break;
            }
            if used > 0.0 {
                lines.push(String::new());
            }
            // A word wider than the room is broken where it must be.
            let mut rest = word;
            while self.width(rest.trim_end_matches(' '), weight, size) > room {
                let end = self.fitting(rest, weight, size, room);
                push(&mut lines, &rest[..end]);
                lines.push(String::new());
                rest = &rest[end..];
                if lines.len() > most {
                    break;
                }
            }
            push(&mut lines, rest);
            used = self.width(rest, weight, size);
        }
        let over = cut || lines.len() > most;
        lines.truncate(most.max(1));
        if over && let Some(last) = lines.last_mut() {
            let mut kept = last.trim_end_matches(' ').to_owned();
            while !kept.is_empty() && self.width(&format!("{kept}…"), weight, size) > room {
                kept.pop();
            }
            *last = format!("{kept}…");
        }
        for line in &mut lines {
            line.truncate(line.trim_end_matches(' ').len());
        }
        lines
    }

    /// How many bytes of a word fit, at least one character.
    fn fitting(&mut self, word: &str, weight: Weight, size: f32, room: f32) -> usize {
        let mut fits = 0;
        for (at, c) in word.char_indices() {
            let end = at + c.len_utf8();
            // A mark stays with its letter.
            if word[end..].chars().next().is_some_and(|next| next.width() == Some(0)) {
                continue;
            }
            if fits > 0 && self.width(&word[..end], weight, size) > room {
                break;
            }
            fits = end;
        }
        if fits == 0 { word.len() } else { fits }
    }

    /// A line in visual order, in pieces of one font each.
    pub fn pieces(&mut self, line: &str, weight: Weight) -> Vec<Piece> {
        if line.bytes().all(|b| (b' '..=b'~').contains(&b)) {
            let font = usize::from(weight == Weight::SemiBold);
            return self.shape(font, line, false).into_iter().collect();
        }
        let bidi = BidiInfo::new(line, None);
        let mut pieces = Vec::new();
        for paragraph in &bidi.paragraphs {
            let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
            for run in runs {
                let rtl = levels.get(run.start).is_some_and(|level| level.is_rtl());
                let mut parts = self.by_font(line, run, weight);
                if rtl {
                    parts.reverse();
                }
                for (font, range) in parts {
                    let piece = match font {
                        Some(font) => self.shape(font, &line[range], rtl),
                        None => self.boxes(&line[range], weight),
                    };
                    pieces.extend(piece);
                }
            }
        }
        pieces
    }

    /// The parts of a run by the font that has them.
    fn by_font(&mut self, line: &str, run: Range<usize>, weight: Weight) -> Vec<(Option<usize>, Range<usize>)> {
        let mut parts: Vec<(Option<usize>, Range<usize>)> = Vec::new();
        for (at, c) in line[run.clone()].char_indices() {
            let (from, to) = (run.start + at, run.start + at + c.len_utf8());
            let last = parts.last_mut();
            // Joiners, variation selectors and marks go with what they stand on.
            let follows = c.width().unwrap_or(0) == 0;
            if let Some((font, range)) = last {
                let covered = font
                    .is_none_or(|number| self.fonts.get(number).is_some_and(|font| font.face.glyph_index(c).is_some()));
                // What every font has, such as figures, is set in the first.
                if follows && (covered || is_invisible(c)) || font.is_some() && covered && !c.is_ascii() {
                    range.end = to;
                    continue;
                }
            }
            let font = if is_invisible(c) { Some(0) } else { self.fonts.having(c, weight) };
            if font.is_none() {
                self.missing.insert(c);
            }
            match parts.last_mut() {
                Some((same, range)) if *same == font => range.end = to,
                _ => parts.push((font, from..to)),
            }
        }
        parts
    }

    fn shape(&mut self, number: usize, text: &str, rtl: bool) -> Option<Piece> {
        let font = self.fonts.get(number)?;
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(if rtl { Direction::RightToLeft } else { Direction::LeftToRight });
        // Figures as wide as each other, so that columns of them stand still.
        let features = [Feature::new(Tag::from_bytes(b"tnum"), 1, ..)];
        let shaped = rustybuzz::shape(&font.face, &features, buffer);
        let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        starts.sort_unstable();
        starts.dedup();
        let em = font.em;
        let mut width = 0.0;
        let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions()).map(|(info, position)| {
            let start = info.cluster as usize;
            let end = starts.get(starts.partition_point(|s| *s <= start)).copied().unwrap_or(text.len());
            #[allow(clippy::cast_precision_loss, reason = "units of an em are small")]
            let part = |units: i32| units as f32 / em;
            width += part(position.x_advance);
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                part(position.x_advance),
                part(position.x_offset),
                part(position.y_offset),
                part(position.y_advance),
                start..end,
                None,
            )
        });
        let glyphs = glyphs.collect();
        Some(Piece { font: number, text: text.to_owned(), glyphs, width })
    }

    /// A box for each character that no font has. The character itself is still
    /// what a reader copies.
    fn boxes(&mut self, text: &str, weight: Weight) -> Option<Piece> {
        let number = usize::from(weight == Weight::SemiBold);
        let font = self.fonts.get(number)?;
        let id = font.face.glyph_index(MISSING)?;
        let advance = f32::from(font.face.glyph_hor_advance(id)?) / font.em;
        let glyphs: Vec<KrillaGlyph> = text
            .char_indices()
            .filter(|(_, c)| !is_invisible(*c))
            .map(|(at, c)| {
                KrillaGlyph::new(GlyphId::new(u32::from(id.0)), advance, 0.0, 0.0, 0.0, at..at + c.len_utf8(), None)
            })
            .collect();
        let width = glyphs.iter().map(|glyph| glyph.x_advance).sum();
        Some(Piece { font: number, text: text.to_owned(), glyphs, width })
    }
}

/// Joiners and selectors, which shape what is beside them and show nothing.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

fn push(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}

/// The text in parts after each of which a line may break: behind spaces, behind
/// what joins the parts of paths and addresses, around characters that are as
/// wide as they are high.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut from = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let Some((_, next)) = chars.peek().copied() else { break };
        let joins = matches!(c, '/' | '-' | '_' | '.' | '@' | ',' | ';' | ':') && next.is_alphanumeric();
        let wide = c.width() == Some(2) || next.width() == Some(2);
        if (c == ' ' && next != ' ') || joins || (wide && next.width() != Some(0)) {
            words.push(&text[from..end]);
            from = end;
        }
    }
    words.push(&text[from..]);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_break_where_words_and_paths_do() {
        let mut set = Setter::new();
        let lines = set.lines("Developer on acme/platform/api through group acme", Weight::Regular, 8.0, 90.0, 5);
        assert_eq!(lines, ["Developer on acme/", "platform/api through", "group acme"]);
    }

    #[test]
    fn what_does_not_fit_is_cut_and_shows_it() {
        let mut set = Setter::new();
        let lines = set.lines(&"long ".repeat(500), Weight::Regular, 8.0, 60.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'));
        let one = set.lines(&"W".repeat(10_000), Weight::SemiBold, 8.0, 60.0, 3);
        assert!(one.len() == 3 && one[2].ends_with('…'));
        for line in one {
            assert!(set.width(&line, Weight::SemiBold, 8.0) <= 60.0);
        }
    }

    #[test]
    fn words_that_are_wider_together_do_not_leave_the_room() {
        let mut set = Setter::new();
        let text = "x//👩田👩/a👩 /wن\u{200d}na 田 👩uा aa👩b/bbن/ن ा👩👩ن\u{200d} ";
        for line in set.lines(text, Weight::Regular, 8.0, 170.97957, 200) {
            assert!(set.width(&line, Weight::Regular, 8.0) <= 170.97957, "{line}");
        }
    }

    #[test]
    fn scripts_have_their_own_fonts_and_directions() {
        let mut set = Setter::new();
        let fonts: Vec<usize> = set.pieces("Ada 田中 نور", Weight::Regular).iter().map(|p| p.font).collect();
        assert_eq!(fonts, [0, 10, 0, 2]);
        let joined = set.pieces("نور", Weight::Regular);
        // The last letter stands leftmost.
        assert_eq!(joined[0].glyphs[0].text_range.end, "نور".len());
        assert!(set.missing.is_empty());
    }

    #[test]
    fn what_no_font_has_is_a_box_and_is_named() {
        let mut set = Setter::new();
        let pieces = set.pieces("a\u{1f469}\u{200d}b", Weight::Regular);
        assert_eq!(pieces.len(), 3);
        assert_eq!((pieces[1].text.as_str(), pieces[1].glyphs.len()), ("\u{1f469}\u{200d}", 1));
        assert_eq!(set.missing.iter().collect::<String>(), "\u{1f469}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_text_fits_and_loses_nothing_unseen(text in ".{0,60}|[a-z/ 田نा👩\u{200d}\u{301}]{0,60}", room in 12.0f32..200.0) {
            let mut set = Setter::new();
            let lines = set.lines(&text, Weight::Regular, 8.0, room, 200);
            let kept: String = lines.concat().chars().filter(|c| *c != ' ').collect();
            let asked: String = text.chars().filter(|c| *c != ' ').collect();
            prop_assert_eq!(kept, asked);
            for line in &lines {
                let one = line.chars().filter(|c| c.width() != Some(0)).count() <= 1;
                prop_assert!(one || set.width(line, Weight::Regular, 8.0) <= room + 0.01, "{:?} in {}", line, room);
                for piece in set.pieces(line, Weight::Regular) {
                    for glyph in &piece.glyphs {
                        prop_assert!(piece.text.get(glyph.text_range.clone()).is_some());
                    }
                }
            }
        }
    }
}
