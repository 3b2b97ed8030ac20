//! Changes as CSV: a row per user and field, with cells that a spreadsheet
//! would run made harmless ([`muster_report::formula`]).

use super::format::ChangeWriter;
use super::line::{ChangeLine, Written};
use crate::Error;
use muster_report::formula::guard;
use std::io::Write;

/// The columns.
pub const COLUMNS: [&str; 7] = ["userstore", "username", "source_id", "reference", "field", "before", "after"];

/// Writes rows. A step is a row.
pub struct CsvChanges<'a> {
    out: ::csv::Writer<Box<dyn Write + 'a>>,
    written: Written,
}

impl<'a> CsvChanges<'a> {
    /// Begins with the header.
    ///
    /// # Errors
    /// [`Error::Write`] if the file fails.
    pub fn open(out: Box<dyn Write + 'a>) -> Result<Self, Error> {
        let mut out = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
        out.write_record(COLUMNS).map_err(failed)?;
        Ok(Self { out, written: Written { parts: 1, ..Written::default() } })
    }
}

fn failed(error: ::csv::Error) -> Error {
    Error::Write(error.into())
}

impl ChangeWriter for CsvChanges<'_> {
    fn line(&mut self, line: &ChangeLine) -> Result<(), Error> {
        let user = &line.user;
        for diff in &line.fields {
            let cells = [
                user.userstore.as_str(),
                &user.username,
                user.source_id.as_deref().unwrap_or_default(),
                user.reference.as_deref().unwrap_or_default(),
                &diff.name,
                diff.before.as_deref().unwrap_or_default(),
                diff.after.as_deref().unwrap_or_default(),
            ];
            self.out.write_record(cells.map(|cell| guard(cell).into_owned())).map_err(failed)?;
            self.written.steps += 1;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<Written, Error> {
        self.out.flush().map_err(Error::Write)?;
        Ok(std::mem::take(&mut self.written))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::write::changes::{FieldDiff, Target};
    use muster_report::formula::plain;
    use proptest::prelude::*;

    fn csv(lines: &[ChangeLine]) -> (Vec<u8>, Written) {
        let mut out = Vec::new();
        let mut writer = CsvChanges::open(Box::new(&mut out)).unwrap();
        lines.iter().for_each(|line| writer.line(line).unwrap());
        let written = writer.finish().unwrap();
        drop(writer);
        (out, written)
    }

    #[test]
    fn a_row_for_each_field() {
        let line = ChangeLine {
            user: Target {
                userstore: "GITLAB".into(),
                username: "ada".into(),
                source_id: Some("7".into()),
                ..Target::default()
            },
            fields: vec![
                FieldDiff::new("state", Some("active"), Some("blocked")),
                FieldDiff::new("profile.note", None, Some("=cmd()")),
            ],
        };
        let (out, written) = csv(&[line]);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "userstore,username,source_id,reference,field,before,after\r\n\
             GITLAB,ada,7,,state,active,blocked\r\nGITLAB,ada,7,,profile.note,,'=cmd()\r\n"
        );
        assert_eq!((written.steps, written.parts, written.skipped.len()), (2, 1, 0));
    }

    proptest! {
        #[test]
        fn any_text_comes_back(texts in proptest::array::uniform3("[=+@'\",\r\n a-c]{0,8}|.*")) {
            let [username, before, after] = texts;
            let line = ChangeLine {
                user: Target { username: username.clone(), ..Target::default() },
                fields: vec![FieldDiff::new("profile.bio", Some(&before), Some(&after))],
            };
            let (out, _) = csv(&[line]);
            let mut reader = ::csv::Reader::from_reader(&out[..]);
            let row = reader.records().next().unwrap().unwrap();
            prop_assert_eq!([plain(&row[1]), plain(&row[5]), plain(&row[6])], [&*username, &*before, &*after]);
        }
    }
}
