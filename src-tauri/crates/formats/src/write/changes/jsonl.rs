//! Changes as JSON Lines: an object per user.

use super::format::ChangeWriter;
use super::line::{ChangeLine, Written};
use crate::Error;
use std::io::Write;

/// Writes a line per user: a [`ChangeLine`] as JSON. A step is a change of a
/// field.
pub struct JsonLines<'a> {
    out: Box<dyn Write + 'a>,
    written: Written,
}

impl<'a> JsonLines<'a> {
    /// Begins.
    #[must_use]
    pub fn open(out: Box<dyn Write + 'a>) -> Self {
        Self { out, written: Written { parts: 1, ..Written::default() } }
    }
}

impl ChangeWriter for JsonLines<'_> {
    fn line(&mut self, line: &ChangeLine) -> Result<(), Error> {
        serde_json::to_writer(&mut self.out, line).map_err(|error| Error::Write(error.into()))?;
        self.out.write_all(b"\n").map_err(Error::Write)?;
        self.written.steps += line.fields.len() as u64;
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
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_line_comes_back(username in ".*", name in ".*", before in proptest::option::of(".*")) {
            let line = ChangeLine {
                user: Target { username, reference: before.clone(), ..Target::default() },
                fields: vec![FieldDiff { name, before, after: None }],
            };
            let mut out = Vec::new();
            let mut writer = JsonLines::open(Box::new(&mut out));
            writer.line(&line).unwrap();
            writer.line(&line).unwrap();
            let written = writer.finish().unwrap();
            drop(writer);
            prop_assert_eq!(written.steps, 2);
            let text = String::from_utf8(out).unwrap();
            let found: Vec<ChangeLine> = text.split_terminator('\n').map(|l| serde_json::from_str(l).unwrap()).collect();
            prop_assert_eq!(found, vec![line.clone(), line]);
        }
    }
}
