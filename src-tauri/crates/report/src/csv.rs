//! CSV after RFC 4180, with cells that a spreadsheet would run made harmless
//! ([`crate::formula`]).

use crate::error::ReportError;
use crate::format::{Delimiter, Writer};
use crate::formula::guard;
use crate::table::{Cell, Table};
use std::io::Write;

/// Writes CSV: UTF-8, a header, lines ending in CR LF.
pub struct CsvWriter<'a> {
    table: Table,
    rows: u64,
    out: ::csv::Writer<&'a mut (dyn Write + 'a)>,
}

impl<'a> CsvWriter<'a> {
    /// Begins with the header.
    ///
    /// # Errors
    /// The file failed.
    pub fn open(
        table: &Table,
        delimiter: Delimiter,
        bom: bool,
        out: &'a mut (dyn Write + 'a),
    ) -> Result<Self, ReportError> {
        if bom {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let mut out = ::csv::WriterBuilder::new()
            .delimiter(delimiter.byte())
            .terminator(::csv::Terminator::CRLF)
            .from_writer(out);
        out.write_record(table.columns.iter().map(|column| guard(&column.name).into_owned()))?;
        Ok(Self { table: table.clone(), rows: 0, out })
    }
}

impl Writer for CsvWriter<'_> {
    fn row(&mut self, cells: &[Cell]) -> Result<(), ReportError> {
        self.rows += 1;
        self.table.check(self.rows, cells)?;
        for cell in cells {
            let text = cell.plain();
            if cell.is_written() {
                self.out.write_field(guard(&text).as_bytes())?;
            } else {
                self.out.write_field(text.as_bytes())?;
            }
        }
        self.out.write_record(None::<&[u8]>)?;
        Ok(())
    }

    fn finish(&mut self) -> Result<(), ReportError> {
        Ok(self.out.flush()?)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::format::{Format, write};
    use crate::formula::plain;
    use crate::table::Column;
    use proptest::prelude::*;

    fn csv(table: &Table, rows: Vec<Vec<Cell>>, delimiter: Delimiter, bom: bool) -> String {
        let mut out = Vec::new();
        write(table, rows, Format::Csv { delimiter, bom }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn quotes_only_what_needs_it_and_ends_lines_with_cr_lf() {
        let table = Table::new(vec![Column::text("user"), Column::number("seats"), Column::bool("mfa")]);
        let rows = vec![
            vec!["Weber, \"Jo\"".into(), Cell::Integer(-3), true.into()],
            vec!["=1+1".into(), Cell::Decimal(0.5), Cell::Empty],
            vec![Cell::List(vec!["Owner".into(), "Guest".into()]), Cell::Decimal(f64::NAN), false.into()],
        ];
        assert_eq!(
            csv(&table, rows, Delimiter::Comma, false),
            "user,seats,mfa\r\n\"Weber, \"\"Jo\"\"\",-3,true\r\n'=1+1,0.5,\r\nOwner; Guest,,false\r\n"
        );
    }

    #[test]
    fn nothing_in_a_header_is_run_either() {
        let table = Table::new(vec![Column::text("=cmd()"), Column::text("@x")]);
        assert_eq!(csv(&table, vec![vec!["a".into(), "b".into()]], Delimiter::Comma, false), "'=cmd(),'@x\r\na,b\r\n");
    }

    #[test]
    fn byte_order_mark_and_delimiter_on_request() {
        let table = Table::new(vec![Column::text("a"), Column::text("b")]);
        let rows = vec![vec!["1;2".into(), "x".into()]];
        assert_eq!(csv(&table, rows.clone(), Delimiter::Semicolon, true), "\u{feff}a;b\r\n\"1;2\";x\r\n");
        assert_eq!(csv(&table, rows, Delimiter::Tab, false), "a\tb\r\n1;2\tx\r\n");
    }

    #[test]
    fn a_row_that_does_not_fit_is_refused() {
        let table = Table::new(vec![Column::text("a")]);
        let error = write(&table, vec![vec![]], Format::CSV, &mut Vec::new()).unwrap_err();
        assert!(matches!(error, ReportError::RowLength { row: 1, found: 0, expected: 1 }));
    }

    proptest! {
        #[test]
        fn reads_back_as_the_same_cells(
            rows in proptest::collection::vec(proptest::collection::vec("['=+@\\-\t\r\n,;\"a-c0-9 ]{0,8}|.*", 3), 0..6),
            delimiter in prop_oneof![Just(Delimiter::Comma), Just(Delimiter::Semicolon), Just(Delimiter::Tab)],
        ) {
            let table = Table::new(vec![Column::text("a"), Column::text("b"), Column::text("c")]);
            let cells = rows.iter().map(|row| row.iter().map(|text| Cell::Text(text.clone())).collect()).collect();
            let text = csv(&table, cells, delimiter, false);
            let mut reader = ::csv::ReaderBuilder::new().delimiter(delimiter.byte()).from_reader(text.as_bytes());
            let found: Vec<Vec<String>> = reader
                .records()
                .map(|record| record.unwrap().iter().map(|cell| plain(cell).to_owned()).collect())
                .collect();
            prop_assert_eq!(found, rows);
        }
    }
}
