//! What does not hold in a worksheet that came back, by cell.

use super::grid::{LONGEST_CELL, MOST_BYTES, MOST_CELLS, MOST_ROWS};

/// How many faults are told; the others are counted.
pub const MOST_TOLD: usize = 100;

/// Why no decision was taken from a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// It is too large.
    #[error(
        "the file has {bytes} bytes, and {} is the most for a worksheet: send back the worksheet alone, without \
         pictures or other sheets",
        MOST_BYTES
    )]
    TooLarge {
        /// How many it has; at least, where it grows as it is unpacked.
        bytes: u64,
    },
    /// It has too many rows or cells.
    #[error(
        "the file has more than {MOST_ROWS} rows, or more than {MOST_CELLS} cells in row {row}: delete the rows and \
         columns that were added"
    )]
    TooMany {
        /// The row where reading ended.
        row: u32,
    },
    /// A cell is too long.
    #[error("{cell} holds more text than any spreadsheet cell can ({LONGEST_CELL} bytes): shorten it")]
    LongCell {
        /// Which.
        cell: String,
    },
    /// It is a file of another kind.
    #[error("the file is {found}: open it in a spreadsheet and save it as XLSX or as CSV (UTF-8)")]
    Kind {
        /// Of which.
        found: &'static str,
    },
    /// Its text is not UTF-8.
    #[error(
        "byte 0x{byte:02X} near row {row} is not UTF-8, so names cannot be read: save the file as XLSX, or as CSV in \
         the encoding UTF-8"
    )]
    Encoding {
        /// The byte.
        byte: u8,
        /// About which row, from 1.
        row: u32,
    },
    /// A part of a workbook cannot be read.
    #[error("the workbook is damaged: {part} {reason}; save it again in a spreadsheet, as XLSX or as CSV (UTF-8)")]
    Damaged {
        /// Which part.
        part: String,
        /// What is wrong with it.
        reason: String,
    },
    /// There is no worksheet in it.
    #[error(
        "this is no worksheet of a review: there is no row with the columns Row, Who, Role, ... Decision; send back \
         the file that went out"
    )]
    NoWorksheet,
    /// There are several worksheets in it.
    #[error("the workbook has the worksheet more than once, as {0}: keep one of them and delete the others")]
    Several(String),
    /// It is a worksheet, and something in it does not hold.
    #[error("{0}")]
    Faults(Faults),
}

/// Something in a worksheet that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The cell, such as `D17`; none for what is not there.
    pub cell: Option<String>,
    /// What kind of fault.
    pub kind: FaultKind,
}

/// What does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// It is the worksheet of another review.
    #[error("this is a worksheet of the review {found:?}, not of {expected:?}: return it to that review")]
    Campaign {
        /// Which.
        found: String,
        /// Which it should be.
        expected: String,
    },
    /// It is another reviewer's.
    #[error("this is the worksheet of {found:?}, not of {expected:?}: return it as theirs")]
    Reviewer {
        /// Whose.
        found: String,
        /// Whose it should be.
        expected: String,
    },
    /// It is not the sheet that went out last.
    #[error(
        "the sheet's code was {expected} and is {found}: this is an older worksheet, or the code was altered; decide \
         on the one that went out last"
    )]
    Code {
        /// The code.
        found: String,
        /// The code of the sheet that went out.
        expected: String,
    },
    /// Something that stands above the columns is gone.
    #[error("{0:?} is missing above the columns: copy it back from the worksheet that went out")]
    LabelMissing(&'static str),
    /// It stands there twice, in different words.
    #[error("{0:?} stands here a second time: delete this row")]
    LabelTwice(&'static str),
    /// A column is gone.
    #[error("the column {0:?} is missing, or its header was altered: write it back")]
    ColumnMissing(&'static str),
    /// A column is there twice.
    #[error("the column {0:?} stands here a second time: delete it")]
    ColumnTwice(&'static str),
    /// Something stands where no column was.
    #[error("{found:?} was added beside the columns: delete it, or put it into the note")]
    CellAdded {
        /// What.
        found: String,
    },
    /// A row was added.
    #[error("{found:?} is no row of this worksheet (or its key was altered): delete the row, or write its key back")]
    RowAdded {
        /// What stands where the key should.
        found: String,
    },
    /// A row has no key.
    #[error("this row has no key: delete it, or write its key back from the worksheet that went out")]
    NoKey,
    /// A row is there twice.
    #[error("the row {key} stands in {first} already: delete one of the two")]
    RowTwice {
        /// Its key.
        key: String,
        /// The cell of the first.
        first: String,
    },
    /// A row is gone.
    #[error(
        "the row {key} ({who}, {role}) is missing: clear all filters before you save as CSV, or copy it back from \
         the worksheet that went out"
    )]
    RowMissing {
        /// Its key.
        key: String,
        /// Whose grant it was.
        who: String,
        /// Of which role.
        role: String,
    },
    /// A fact was altered.
    #[error("{column} was {was:?} and is {now:?}: write {was:?} back")]
    Altered {
        /// The column.
        column: &'static str,
        /// What it said.
        was: String,
        /// What it says.
        now: String,
    },
    /// A formula stands where words should.
    #[error("{column} holds the formula {found:?}: write its value instead")]
    Formula {
        /// The column.
        column: &'static str,
        /// The formula.
        found: String,
    },
    /// Nothing was decided.
    #[error("nothing is decided on {who}, {role}: write keep, revoke or reduce")]
    Undecided {
        /// Whose grant.
        who: String,
        /// Of which role.
        role: String,
    },
    /// It is no decision.
    #[error("{found:?} is no decision: write keep, revoke or reduce")]
    NoDecision {
        /// What was written.
        found: String,
    },
    /// A new role is missing or none.
    #[error("{0}")]
    NewRole(String),
    /// A new role beside another decision.
    #[error("the new role {found:?} stands beside the decision {decision}: clear it, or write reduce in {cell}")]
    NewRoleUnasked {
        /// The role.
        found: String,
        /// The decision.
        decision: &'static str,
        /// The decision's cell.
        cell: String,
    },
    /// The note is too long.
    #[error("the note has {length} characters, and {longest} is the most: shorten it")]
    LongNote {
        /// How long it is.
        length: usize,
        /// The most.
        longest: usize,
    },
    /// The reviewer may not decide on it.
    #[error("{0}")]
    Refused(String),
}

impl FaultKind {
    /// A word for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Campaign { .. } => "wrong-campaign",
            Self::Reviewer { .. } => "wrong-reviewer",
            Self::Code { .. } => "wrong-code",
            Self::LabelMissing(_) => "label-missing",
            Self::LabelTwice(_) => "label-twice",
            Self::ColumnMissing(_) => "column-missing",
            Self::ColumnTwice(_) => "column-twice",
            Self::CellAdded { .. } => "cell-added",
            Self::RowAdded { .. } => "row-added",
            Self::NoKey => "row-without-key",
            Self::RowTwice { .. } => "row-twice",
            Self::RowMissing { .. } => "row-missing",
            Self::Altered { .. } => "altered",
            Self::Formula { .. } => "formula",
            Self::Undecided { .. } => "undecided",
            Self::NoDecision { .. } => "no-decision",
            Self::NewRole(_) | Self::NewRoleUnasked { .. } => "new-role",
            Self::LongNote { .. } => "long-note",
            Self::Refused(_) => "refused",
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.cell {
            Some(cell) => write!(f, "{cell}: {}", self.kind),
            None => self.kind.fmt(f),
        }
    }
}

/// What does not hold: the first hundred, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    /// The first of them, in the order of the sheet.
    pub told: Vec<Fault>,
    /// How many there are.
    pub count: usize,
}

impl Faults {
    /// Adds one in a cell.
    pub(super) fn at(&mut self, cell: String, kind: FaultKind) {
        self.add(Some(cell), kind);
    }

    /// Adds one.
    pub(super) fn add(&mut self, cell: Option<String>, kind: FaultKind) {
        self.count += 1;
        if self.told.len() < MOST_TOLD {
            self.told.push(Fault { cell, kind });
        }
    }

    /// Nothing, or an error.
    pub(super) fn or_ok(self) -> Result<(), SheetError> {
        if self.count == 0 { Ok(()) } else { Err(SheetError::Faults(self)) }
    }
}

impl std::fmt::Display for Faults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let things = if self.count == 1 { "thing does" } else { "things do" };
        write!(f, "{} {things} not hold in the worksheet, and no decision was taken from it", self.count)?;
        for fault in &self.told {
            write!(f, "\n{fault}")?;
        }
        match self.count - self.told.len() {
            0 => Ok(()),
            more => write!(f, "\nand {more} more"),
        }
    }
}
