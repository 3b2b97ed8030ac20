//! Pages as they are laid out: what stands where, in points from the left top
//! corner. Nothing is drawn before it is known how many pages there are.

use super::fonts::Weight;
use super::text::Setter;

/// The colours of pages; those of the window in its light theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    First,
    Second,
    Third,
    Accent,
    Soft,
    Line,
    Faint,
    Panel,
    Caution,
    White,
}

impl Ink {
    /// Red, green and blue.
    pub const fn rgb(self) -> (u8, u8, u8) {
        match self {
            Self::First => (0x16, 0x19, 0x1d),
            Self::Second => (0x56, 0x5e, 0x6a),
            Self::Third => (0x64, 0x6c, 0x79),
            Self::Accent => (0x0b, 0x6e, 0x66),
            Self::Soft => (0xe0, 0xf1, 0xef),
            Self::Line => (0xd5, 0xd9, 0xe0),
            Self::Faint => (0xec, 0xee, 0xf2),
            Self::Panel => (0xf6, 0xf7, 0xf9),
            Self::Caution => (0x8f, 0x5a, 0x00),
            Self::White => (0xff, 0xff, 0xff),
        }
    }
}

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    pub size: f32,
    pub weight: Weight,
    pub ink: Ink,
}

/// Shorthand for a style.
pub(super) const fn style(size: f32, weight: Weight, ink: Ink) -> Style {
    Style { size, weight, ink }
}

impl Style {
    /// From one base line to the next, in points.
    pub fn leading(self) -> f32 {
        (self.size * 1.4).ceil()
    }
}

/// Something that stands on a page.
#[derive(Debug, Clone)]
pub(super) enum Mark {
    /// A line of text; `y` is its base line.
    Text { x: f32, y: f32, style: Style, text: String },
    /// Lines from point to point.
    Shape { points: Vec<(f32, f32)>, closed: bool, fill: Option<Ink>, stroke: Option<(Ink, f32)>, dashed: bool },
}

/// A page.
#[derive(Debug)]
pub(super) struct Page {
    pub width: f32,
    pub height: f32,
    pub marks: Vec<Mark>,
}

/// A4, in points.
const SHORT: f32 = 595.28;
const LONG: f32 = 841.89;
/// What stays free at the sides, above and below.
pub(super) const SIDE: f32 = 46.0;
pub(super) const TOP: f32 = 62.0;
const BOTTOM: f32 = 54.0;

/// Lays marks on pages, from top to bottom.
pub(super) struct Layout {
    pub set: Setter,
    pub pages: Vec<Page>,
    /// How far down the page is used.
    pub y: f32,
    /// Headings, with their page and height.
    pub headings: Vec<(String, usize, f32)>,
}

impl Layout {
    /// One empty page, upright.
    pub fn new() -> Self {
        let mut layout = Self { set: Setter::new(), pages: Vec::new(), y: TOP, headings: Vec::new() };
        layout.turn(false);
        layout
    }

    /// Begins a page, upright or lying.
    pub fn turn(&mut self, lying: bool) {
        let (width, height) = if lying { (LONG, SHORT) } else { (SHORT, LONG) };
        self.pages.push(Page { width, height, marks: Vec::new() });
        self.y = TOP;
    }

    /// Whether the page lies.
    pub fn lying(&self) -> bool {
        self.pages.last().is_some_and(|page| page.width > page.height)
    }

    /// The room between the sides.
    pub fn room(&self) -> f32 {
        self.pages.last().map_or(SHORT, |page| page.width) - 2.0 * SIDE
    }

    /// Whether so much fits below what is there.
    pub fn fits(&self, height: f32) -> bool {
        self.y + height <= self.pages.last().map_or(LONG, |page| page.height) - BOTTOM
    }

    /// Begins a page like this one if so much does not fit.
    pub fn need(&mut self, height: f32) {
        if !self.fits(height) {
            self.turn(self.lying());
        }
    }

    /// Puts a mark on the page.
    pub fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.marks.push(mark);
        }
    }

    /// Puts a line of text.
    pub fn text(&mut self, x: f32, y: f32, style: Style, text: &str) {
        if !text.is_empty() {
            self.mark(Mark::Text { x, y, style, text: text.to_owned() });
        }
    }

    /// Puts a line of text that ends at `x`.
    pub fn text_to(&mut self, x: f32, y: f32, style: Style, text: &str) {
        let width = self.set.width(text, style.weight, style.size);
        self.text(x - width, y, style, text);
    }

    /// Puts a straight line.
    pub fn rule(&mut self, from: (f32, f32), to: (f32, f32), ink: Ink, width: f32) {
        let points = vec![from, to];
        self.mark(Mark::Shape { points, closed: false, fill: None, stroke: Some((ink, width)), dashed: false });
    }

    /// Puts a filled box.
    pub fn area(&mut self, x: f32, y: f32, width: f32, height: f32, fill: Ink) {
        let points = vec![(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
        self.mark(Mark::Shape { points, closed: true, fill: Some(fill), stroke: None, dashed: false });
    }

    /// Puts a paragraph at the left side and goes below it.
    pub fn paragraph(&mut self, style: Style, text: &str, room: f32, most: usize) {
        for line in self.set.lines(text, style.weight, style.size, room, most) {
            self.need(style.leading());
            self.y += style.leading();
            self.text(SIDE, self.y - style.size * 0.35, style, &line);
        }
    }
}
