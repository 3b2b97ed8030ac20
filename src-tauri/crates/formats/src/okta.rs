//! Okta's CSV of people (`iam.md` section 3.2): the profile attributes under
//! Okta's own names, which are told by their case, and in an export the
//! user's id, status and times beside them. Names as the API nests them
//! (`profile.login`) are the same.
//!
//! | Okta | Muster |
//! | --- | --- |
//! | `id` | id |
//! | `login` | username |
//! | `displayName`, else `firstName` and `lastName` | name |
//! | `status` | STAGED pending, PROVISIONED invited, LOCKED_OUT locked, SUSPENDED blocked, DEPROVISIONED deactivated; RECOVERY and PASSWORD_EXPIRED are active |
//! | `lastLogin` | last seen; empty is *unknown* |
//! | `created` | created |
//! | `userType` | kind, where the word is plain; an attribute too |
//! | `manager`, else `managerId` | manager |
//! | `city`, `state` (a province), `countryCode` | location |
//! | `primaryPhone`, else `mobilePhone` | phone |
//! | passwords, recovery questions and answers | dropped and counted |
//! | `secondEmail`, streets and postcodes | left out: nobody needs them here |
//! | `lastUpdated`, `statusChanged` | left out: times of other changes |
//! | others, such as an organization's own attributes | custom attributes |
//!
//! A file with `id` or `status` was exported and lists everyone. One without
//! is what Okta's import reads: it lists whom to add, so it makes nobody gone,
//! and an empty cell says nothing.

use crate::Error;
use crate::attributes::Attributes;
use crate::emit::{Emit, Fault};
use crate::kinds::kind_of;
use crate::summary::Evidence;
use crate::table::{Cells, Header, Named, Row, Take, Width, each, last_seen, moment, state};
use muster_model::profile::ProfileField;
use muster_model::record::{Identity, Told, UserRecord};
use std::io::Read;

const PROFILE: &[(&str, ProfileField)] = &[
    ("firstName", ProfileField::GivenName),
    ("lastName", ProfileField::FamilyName),
    ("title", ProfileField::Title),
    ("organization", ProfileField::Organization),
    ("department", ProfileField::Department),
    ("costCenter", ProfileField::CostCenter),
    ("employeeNumber", ProfileField::EmployeeNumber),
    ("profileUrl", ProfileField::Website),
    ("preferredLanguage", ProfileField::Language),
    ("timezone", ProfileField::TimeZone),
];

/// Columns that are read below, and those that are left out.
const KNOWN: &[&str] = &[
    "_links",
    "city",
    "costCenter",
    "countryCode",
    "created",
    "department",
    "displayName",
    "email",
    "employeeNumber",
    "firstName",
    "id",
    "lastLogin",
    "lastName",
    "lastUpdated",
    "login",
    "manager",
    "managerId",
    "mobilePhone",
    "organization",
    "postalAddress",
    "preferredLanguage",
    "primaryPhone",
    "profileUrl",
    "secondEmail",
    "state",
    "status",
    "statusChanged",
    "streetAddress",
    "timezone",
    "title",
    "zipCode",
];

fn key(header: &str) -> Option<String> {
    Some(header.strip_prefix("profile.").unwrap_or(header).to_owned())
}

/// Whether a header is Okta's: the attributes it requires, in its case.
pub(crate) fn is_header(header: &Header) -> bool {
    Named::new(header, key).has_all(&["login", "firstName", "lastName", "email"])
}

pub(crate) fn read<R: Read>(reader: R, path: &str, emit: &mut Emit<'_>) -> Result<Evidence, Error> {
    let (header, mut rows) = Header::read(reader, emit.file()).map_err(|e| e.within(path))?;
    let columns = Named::new(&header, key);
    if !columns.has("login") {
        return Err(Error::NotThisDialect {
            file: emit.file().to_owned(),
            dialect: crate::Dialect::Okta,
            reason: "no column of it is called login".to_owned(),
        });
    }
    let exported = columns.has("id") || columns.has("status");
    let width = Width::Exactly(columns.len());
    each(&mut rows, width, path, emit, &mut Users { columns, exported })?;
    Ok(if exported { Evidence::Listing } else { Evidence::Upload })
}

struct Users {
    columns: Named,
    exported: bool,
}

impl Take for Users {
    fn credentials(&self, row: &Row<'_>) -> u64 {
        self.columns.credentials(row)
    }

    fn user(&mut self, row: &Row<'_>, dropped: &mut u64) -> Result<Option<UserRecord>, Fault> {
        let cells = self.columns.cells(row, self.exported);
        let owned = |key: &str| Ok::<_, Fault>(cells.filled(key)?.map(str::to_owned));
        let (id, username) = (owned("id")?, owned("login")?);
        if id.is_none() && username.is_none() {
            return Err(cells.fault("login", "the cell is empty, so nobody can be told by it"));
        }
        let mut profile = cells.profile(PROFILE)?;
        for (field, told) in [
            (ProfileField::Phone, cells.first(&["primaryPhone", "mobilePhone"])?),
            (ProfileField::Manager, cells.first(&["manager", "managerId"])?),
            (ProfileField::Location, cells.joined(&["city", "state", "countryCode"], Some(", "))?),
        ] {
            if told != Told::Silent {
                profile.insert(field, told);
            }
        }
        let mut attributes = Attributes::default();
        cells.keep_others(KNOWN, &mut attributes)?;
        let (attributes, found) = attributes.finish();
        *dropped += found;
        Ok(Some(UserRecord {
            identity: Identity { id, username, reference: None },
            display_name: name(&cells)?,
            email: cells.told("email")?,
            state: cells.told_as("status", state)?.or_silent(),
            kind: cells.filled("userType")?.and_then(kind_of).map_or(Told::Silent, Told::Value),
            created_at: cells.told_as("created", moment)?,
            last_seen: cells.text("lastLogin")?.map(|text| last_seen(cells.header("lastLogin"), text)).transpose()?,
            profile,
            attributes,
            ..UserRecord::default()
        }))
    }
}

fn name(cells: &Cells<'_>) -> Result<Told<String>, Fault> {
    let display = cells.told("displayName")?;
    if matches!(display, Told::Value(_)) {
        return Ok(display);
    }
    let joined = cells.joined(&["firstName", "lastName"], Some(" "))?;
    Ok(if joined == Told::Silent { display } else { joined })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn oktas_names_are_told_by_their_case() {
        let known = |text: &str| is_header(&Header::read(text.as_bytes(), "t").map_err(|e| e.within("t")).unwrap().0);
        assert!(known("login,firstName,lastName,email\n"));
        assert!(known("id,status,profile.login,profile.firstName,profile.lastName,profile.email\n"));
        assert!(!known("Login,FirstName,LastName,Email\n"));
        assert!(!known("login,firstName,email\n"));
    }
}
