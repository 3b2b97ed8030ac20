//! WSO2 5.x and 6.x: `UserName,Password,Claims`. The first line is always
//! passed over, whatever it says. A row has a username, a password and any
//! number of cells `claimURI=value`; a claim of several values separates them
//! by commas, within quotes.

use super::claims::{Claims, name_of};
use crate::Error;
use crate::emit::{Emit, Fault, short};
use crate::summary::Evidence;
use crate::table::{Header, Row, Rows, Take, Width, each, is_blank, text};
use muster_model::record::UserRecord;
use std::io::Read;

/// Headers of the first three columns, for messages too.
const COLUMNS: [&str; 3] = ["UserName", "Password", "Claims"];

/// Whether a table is one of these: by its first line, or by the claims of its
/// first row, since the first line may be anything.
pub(crate) fn looks_like<R: Read>(header: &Header, rows: &mut Rows<R>) -> bool {
    let first = header.names.iter().map(String::as_str);
    if header.names.len() >= 3 && first.zip(COLUMNS).all(|(name, expected)| name.eq_ignore_ascii_case(expected)) {
        return true;
    }
    match rows.next() {
        Ok(Some(row)) => {
            let mut claims = (2..row.len()).map(|at| row.cell(at)).filter(|cell| !is_blank(cell)).peekable();
            claims.peek().is_some() && claims.all(is_claim)
        }
        _ => false,
    }
}

fn is_claim(cell: &[u8]) -> bool {
    let uri = cell.trim_ascii_start();
    uri.starts_with(b"http://wso2.org/claims/") && uri.contains(&b'=')
}

pub(crate) fn read<R: Read>(reader: R, path: &str, emit: &mut Emit<'_>) -> Result<Evidence, Error> {
    let (_, mut rows) = Header::read(reader, emit.file()).map_err(|e| e.within(path))?;
    each(&mut rows, Width::Any, path, emit, &mut Users)?;
    Ok(Evidence::Upload)
}

struct Users;

impl Take for Users {
    fn credentials(&self, row: &Row<'_>) -> u64 {
        u64::from(!is_blank(row.cell(1)))
    }

    fn user(&mut self, row: &Row<'_>, dropped: &mut u64) -> Result<Option<UserRecord>, Fault> {
        let username = text(COLUMNS[0], row.cell(0))?;
        if username.is_empty() {
            return Err(Fault::at(COLUMNS[0], "the cell is empty, so nobody can be told by it"));
        }
        let mut claims = Claims::default();
        for at in (2..row.len()).filter(|at| !is_blank(row.cell(*at))) {
            let cell = text(COLUMNS[2], row.cell(at))?;
            let Some((uri, value)) = cell.split_once('=') else {
                let reason = format!("{:?} is no claim; write it as claimURI=value", short(cell, 60));
                return Err(Fault::at(COLUMNS[2], reason));
            };
            claims.tell(name_of(uri.trim()), value, uri.trim(), ',')?;
        }
        let (user, found) = claims.user(username);
        *dropped += found;
        Ok(Some(user))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn known(text: &str) -> bool {
        let (header, mut rows) = Header::read(text.as_bytes(), "t.csv").map_err(|e| e.within("t.csv")).unwrap();
        looks_like(&header, &mut rows)
    }

    #[test]
    fn it_is_told_by_its_first_line_or_its_claims() {
        assert!(known("UserName,Password,Claims\nada,x,http://wso2.org/claims/country=AT\n"));
        assert!(known("username,password,claims\n"));
        assert!(known("anything\nada,,http://wso2.org/claims/emailaddress=a@example.org,\n"));
        assert!(!known("username,password\nada,x\n"));
        assert!(!known("username,password,email\nada,x,ada@example.org\n"));
        assert!(!known("a,b,c\nada,x,\n"));
    }
}
