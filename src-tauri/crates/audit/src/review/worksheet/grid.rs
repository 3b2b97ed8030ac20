//! A file that comes back, as cells by row and column.

/// The most bytes of a file.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// The most rows that hold something.
pub const MOST_ROWS: usize = 200_000;
/// The most columns a spreadsheet has.
pub const MOST_COLUMNS: u32 = 16_384;
/// The most cells of a row that hold something.
pub const MOST_CELLS: usize = 256;
/// The longest text of a cell, in bytes: 32,767 characters, of up to four bytes.
pub const LONGEST_CELL: usize = 131_068;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Words. In CSV everything is.
    Text(String),
    /// A number; a day is one too, counted from 30 December 1899.
    Number(f64),
    /// Yes or no.
    Bool(bool),
    /// A formula, as it was typed.
    Formula(String),
    /// What a formula came to that could not be worked out, such as `#REF!`.
    Error(String),
}

impl Value {
    /// As people read it, on one line.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Error(text) => super::clean(text),
            Self::Number(number) => number.to_string(),
            Self::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
            Self::Formula(text) => super::clean(&format!("={text}")),
        }
    }

    /// Whether nothing can be seen in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if super::clean(text).is_empty())
    }
}

/// A row: its number, from 1, and its cells by column, from 0.
#[derive(Debug, Clone, PartialEq)]
pub struct GridRow {
    /// Its number as spreadsheets show it.
    pub number: u32,
    /// The cells that hold something, by column.
    pub cells: Vec<(u32, Value)>,
}

impl GridRow {
    /// A cell, if it holds something.
    #[must_use]
    pub fn cell(&self, column: u32) -> Option<&Value> {
        self.cells.iter().find(|(at, _)| *at == column).map(|(_, value)| value)
    }
}

/// The rows of a sheet that hold something.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    /// The sheet's name; none in CSV.
    pub sheet: Option<String>,
    /// In order.
    pub rows: Vec<GridRow>,
}

/// A cell's name, from a row's number (from 1) and a column (from 0): `D17`.
#[must_use]
pub fn cell_name(row: u32, column: u32) -> String {
    format!("{}{row}", letters(column))
}

/// A column's letters, from 0: `A`, ..., `Z`, `AA`, ...
#[must_use]
pub fn letters(column: u32) -> String {
    let mut rest = u64::from(column) + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(rest % 26) as usize]);
        rest /= 26;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// A cell's place from its name, as in `D17` or `$D$17`: row from 1, column from
/// 0. None beyond what a spreadsheet has.
#[must_use]
pub fn place(name: &str) -> Option<(u32, u32)> {
    let name = name.replace('$', "");
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, number) = name.split_at(digits);
    if letters.is_empty() || letters.len() > 3 || number.len() > 7 {
        return None;
    }
    let mut column = 0u32;
    for letter in letters.bytes() {
        let value = letter.to_ascii_uppercase();
        if !value.is_ascii_uppercase() {
            return None;
        }
        column = column * 26 + u32::from(value - b'A') + 1;
    }
    let row: u32 = number.parse().ok()?;
    ((1..=1_048_576).contains(&row) && column <= MOST_COLUMNS).then(|| (row, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_names() {
        for (row, column, name) in [(17, 3, "D17"), (1, 0, "A1"), (2, 25, "Z2"), (3, 26, "AA3"), (9, 16_383, "XFD9")] {
            assert_eq!(cell_name(row, column), name);
            assert_eq!(place(name), Some((row, column)));
        }
        assert_eq!(place("$d$17"), Some((17, 3)));
        for wrong in ["", "A", "17", "A0", "XFE1", "ZZZZ1", "A1048577", "A99999999999", "Ä1", "A1B"] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
    }
}
