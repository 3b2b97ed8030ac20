//! Tests of a text.

use super::sql::Sql;
use muster_query::ast::{TextOp, TextTest};

/// Where a text is stored, and where its folded forms are, if they are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column<'a> {
    /// An expression that gives it or NULL.
    pub(super) raw: &'a str,
    /// One that gives it without case and accents.
    pub(super) folded: Option<&'a str>,
    /// One that gives it without case.
    pub(super) cased: Option<&'a str>,
}

impl<'a> Column<'a> {
    /// A text stored as it is.
    pub(super) const fn plain(raw: &'a str) -> Self {
        Self { raw, folded: None, cased: None }
    }
}

/// Writes whether a text is a value that makes the test hold, or for `ne`,
/// fail.
pub(super) fn fits(sql: &mut Sql, column: Column<'_>, minds_accents: bool, test: &TextTest) {
    let folded = column.folded.map_or_else(|| format!("fold({})", column.raw), str::to_owned);
    let present = format!("{folded} <> ''");
    let TextTest::Is(op, needle) = test else { return sql.push(&present) };
    // What folding leaves nothing of equals nothing, and is part of everything.
    if needle.folded().is_empty() {
        return sql.push(if matches!(op, TextOp::Eq | TextOp::Ne) { "0" } else { &present });
    }
    let condition = match op {
        TextOp::Eq | TextOp::Ne if minds_accents => {
            let cased = column.cased.map_or_else(|| format!("fold_case({})", column.raw), str::to_owned);
            let needle = sql.bind(needle.cased().to_owned());
            // `IS`, as a key may be NULL.
            format!("{cased} IS {needle}")
        }
        TextOp::Eq | TextOp::Ne => format!("{folded} = {}", sql.bind(needle.folded().to_owned())),
        TextOp::Co => format!("instr({folded}, {}) > 0", sql.bind(needle.folded().to_owned())),
        TextOp::Sw => format!("starts_with({folded}, {})", sql.bind(needle.folded().to_owned())),
        TextOp::Ew => format!("ends_with({folded}, {})", sql.bind(needle.folded().to_owned())),
    };
    sql.push(&condition);
}

/// Whether a test holds where no value fits.
pub(super) const fn is_ne(test: &TextTest) -> bool {
    matches!(test, TextTest::Is(TextOp::Ne, _))
}
