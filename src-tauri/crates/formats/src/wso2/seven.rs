//! WSO2 7.x: a header of mapped attributes, groups separated by a vertical
//! bar: `username,givenname,emailaddress,groups`.

use super::claims::{Claims, is_known};
use crate::Error;
use crate::credential::is_credential;
use crate::emit::{Emit, Fault};
use crate::summary::Evidence;
use crate::table::{Header, Named, Row, Take, Width, each, text};
use muster_model::record::UserRecord;
use std::io::Read;

fn key(header: &str) -> Option<String> {
    Some(header.to_lowercase())
}

/// Whether a header is one of these: every name is that of a claim, spelled
/// as WSO2 spells it, and two that other tables call otherwise are there.
pub(crate) fn is_header(header: &Header) -> bool {
    let has = |wanted: &str| header.names.iter().any(|name| name == wanted);
    has("username")
        && has("emailaddress")
        && header.names.iter().all(|name| is_known(name) || name == "username" || is_credential(name))
}

pub(crate) fn read<R: Read>(reader: R, path: &str, emit: &mut Emit<'_>) -> Result<Evidence, Error> {
    let (header, mut rows) = Header::read(reader, emit.file()).map_err(|e| e.within(path))?;
    let columns = Named::new(&header, key);
    if !columns.has("username") {
        return Err(Error::NotThisDialect {
            file: emit.file().to_owned(),
            dialect: crate::Dialect::Wso2Seven,
            reason: "no column of it is called username".to_owned(),
        });
    }
    let width = Width::Exactly(columns.len());
    each(&mut rows, width, path, emit, &mut Users { columns, headers: header.names })?;
    Ok(Evidence::Upload)
}

struct Users {
    columns: Named,
    headers: Vec<String>,
}

impl Take for Users {
    fn credentials(&self, row: &Row<'_>) -> u64 {
        self.columns.credentials(row)
    }

    fn user(&mut self, row: &Row<'_>, dropped: &mut u64) -> Result<Option<UserRecord>, Fault> {
        let cells = self.columns.cells(row, false);
        let Some(username) = cells.filled("username")? else {
            return Err(cells.fault("username", "the cell is empty, so nobody can be told by it"));
        };
        let mut claims = Claims::default();
        for (at, header) in self.headers.iter().enumerate().filter(|(_, header)| !is_credential(header)) {
            claims.tell(header, text(header, row.cell(at))?, header, '|')?;
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

    #[test]
    fn it_is_told_by_the_names_of_claims() {
        let known = |text: &str| is_header(&Header::read(text.as_bytes(), "t").map_err(|e| e.within("t")).unwrap().0);
        assert!(known("username,givenname,emailaddress,groups\n"));
        assert!(known("username,password,emailaddress,lastname,mobile\n"));
        assert!(!known("username,email,groups\n"));
        assert!(!known("Username,Email Address,Groups\n"));
        assert!(!known("username,emailaddress,shoe size\n"));
    }
}
