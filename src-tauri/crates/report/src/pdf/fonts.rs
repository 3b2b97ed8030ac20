//! The fonts that pages are set in, and which of them has a character.

use flate2::read::GzDecoder;
use rustybuzz::Face;
use std::io::Read;
use std::sync::OnceLock;

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Weight {
    Regular,
    SemiBold,
}

/// What stands for a character that no font has.
pub(super) const MISSING: char = '□';

macro_rules! bytes {
    ($name:literal) => {
        include_bytes!(concat!("../../fonts/", $name))
    };
}

/// The fonts in the order in which they are asked for a character. The first
/// two are the same letters in two weights; the last two are packed.
const FILES: [&[u8]; 12] = [
    bytes!("Inter-Regular.otf"),
    bytes!("Inter-SemiBold.otf"),
    bytes!("NotoSansArabic.ttf"),
    bytes!("NotoSansHebrew.ttf"),
    bytes!("NotoSansDevanagari.ttf"),
    bytes!("NotoSansBengali.ttf"),
    bytes!("NotoSansTamil.ttf"),
    bytes!("NotoSansThai.ttf"),
    bytes!("NotoSansArmenian.ttf"),
    bytes!("NotoSansGeorgian.ttf"),
    bytes!("DroidSansFallback.ttf.gz"),
    bytes!("NotoSansKR.otf.gz"),
];
/// The first of those that are packed: Chinese and Japanese; then Korean.
const EAST: usize = 10;

/// A font for measuring and for writing.
pub(super) struct Font {
    /// For shaping.
    pub face: Face<'static>,
    /// For the file.
    pub font: krilla::text::Font,
    /// Units of an em.
    pub em: f32,
}

/// The fonts, each made ready when it is first asked for.
pub(super) struct Fonts {
    ready: [Option<Option<Font>>; FILES.len()],
}

impl Fonts {
    /// None is ready yet.
    pub fn new() -> Self {
        Self { ready: Default::default() }
    }

    /// A font by its number; none if it is broken, which tests rule out.
    pub fn get(&mut self, number: usize) -> Option<&Font> {
        self.ready.get_mut(number)?.get_or_insert_with(|| load(number)).as_ref()
    }

    /// The number of the font that has a character.
    pub fn having(&mut self, c: char, weight: Weight) -> Option<usize> {
        let first = usize::from(weight == Weight::SemiBold);
        let others = (2..FILES.len()).filter(|number| *number < EAST || u32::from(c) >= 0x2e80);
        std::iter::once(first)
            .chain(others)
            .find(|number| self.get(*number).is_some_and(|font| font.face.glyph_index(c).is_some()))
    }
}

fn load(number: usize) -> Option<Font> {
    let bytes = if number < EAST { FILES[number] } else { unpacked(number) };
    let face = Face::from_slice(bytes, 0)?;
    let font = krilla::text::Font::new(bytes.into(), 0)?;
    #[allow(clippy::cast_precision_loss, reason = "at most 16,384")]
    let em = face.units_per_em() as f32;
    Some(Font { face, font, em })
}

/// The bytes of a packed font, unpacked once while the program runs.
fn unpacked(number: usize) -> &'static [u8] {
    static BYTES: [OnceLock<Vec<u8>>; FILES.len() - EAST] = [const { OnceLock::new() }; FILES.len() - EAST];
    BYTES[number - EAST].get_or_init(|| {
        let mut bytes = Vec::new();
        // The bytes are part of the program; a test reads them.
        if GzDecoder::new(FILES[number]).read_to_end(&mut bytes).is_err() {
            bytes.clear();
        }
        bytes
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_font_can_be_read() {
        let mut fonts = Fonts::new();
        for number in 0..FILES.len() {
            assert!(fonts.get(number).unwrap().em >= 256.0, "{number}");
        }
    }

    #[test]
    fn names_of_the_world_have_a_font() {
        let mut fonts = Fonts::new();
        let names = "Ångström Łukasz Ştefan Nguyễn Ελένη Иван Їжак نور الرحمن שָׂרָה अनुष्का অনুষ্কা அனுஷ்கா สมชาย Արմեն ნინო 田中浩 王小明 김철수 さくら … □";
        for c in names.chars() {
            assert!(fonts.having(c, Weight::Regular).is_some(), "{c} {:x}", u32::from(c));
            assert!(fonts.having(c, Weight::SemiBold).is_some(), "{c}");
        }
        assert_eq!(fonts.having('\u{1f469}', Weight::Regular), None, "no font has pictures");
    }
}
