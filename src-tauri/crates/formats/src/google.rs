//! Google Workspace's CSV of users, the one that *Download users* writes and
//! the one that *Bulk update users* reads (`iam.md` section 3.2): the headers
//! are the same, with marks such as `[Required]` and `[READ ONLY]`.
//!
//! | Google | Muster |
//! | --- | --- |
//! | Email Address | username and e-mail |
//! | First Name, Last Name | name |
//! | Status | active; suspended is blocked, archived is deactivated |
//! | Last Sign In | last seen, never for `Never logged in`; its zone is not said and taken for UTC |
//! | 2sv Enrolled | second factor |
//! | Employee Title, ID, Type | title, employee number, kind where the word is plain |
//! | Manager Email, Department, Cost Center, Work Address | the profile |
//! | Org Unit Path | the attribute `Org Unit Path`: each user is in exactly one, for settings; Google's groups are something else and are not in this file |
//! | Password | dropped and counted; `****`, which keeps a password, is none |
//! | columns `[UPLOAD ONLY]` | left out: they say what is wanted, not what is |
//! | usage and storage | left out: they differ with every download |
//! | home and recovery addresses and numbers, and the rest | left out: nobody needs them here |
//! | Employee Type, 2sv Enforced, Building ID, Floor Name, Floor Section, Licenses, Advanced Protection | custom attributes |
//!
//! Only Google fills in the status. A file in which every row has one was
//! downloaded and lists everyone; one with a row that has none was written to
//! be uploaded: it makes nobody gone, and in such a row an empty cell says
//! nothing.

use crate::Error;
use crate::attributes::Attributes;
use crate::emit::{Emit, Fault};
use crate::kinds::kind_of;
use crate::summary::Evidence;
use crate::table::{Cells, Header, Named, Row, Take, Width, each, flag, last_seen, state};
use muster_model::profile::ProfileField;
use muster_model::record::{Identity, Told, UserRecord};
use std::io::Read;

/// Columns by their key, which is the header in lower case without its mark.
const PROFILE: &[(&str, ProfileField)] = &[
    ("first name", ProfileField::GivenName),
    ("last name", ProfileField::FamilyName),
    ("employee id", ProfileField::EmployeeNumber),
    ("employee title", ProfileField::Title),
    ("manager email", ProfileField::Manager),
    ("department", ProfileField::Department),
    ("cost center", ProfileField::CostCenter),
    ("work address", ProfileField::Location),
];

/// Columns that are kept as attributes, under these names.
const ATTRIBUTES: &[(&str, &str)] = &[
    ("org unit path", "Org Unit Path"),
    ("employee type", "Employee Type"),
    ("2sv enforced", "2sv Enforced"),
    ("building id", "Building ID"),
    ("floor name", "Floor Name"),
    ("floor section", "Floor Section"),
    ("licenses", "Licenses"),
    ("advanced protection program enrollment", "Advanced Protection Program enrollment"),
];

const NEEDED: [&str; 4] = ["first name", "last name", "email address", "org unit path"];

fn key(header: &str) -> Option<String> {
    let (name, mark) = header.split_once('[').unwrap_or((header, ""));
    let upload = mark.to_uppercase().starts_with("UPLOAD ONLY");
    (!upload).then(|| name.trim().to_lowercase())
}

/// Whether a header is Google's.
pub(crate) fn is_header(header: &Header) -> bool {
    let marks = ["[Required]", "[READ ONLY]", "[UPLOAD ONLY]"];
    let marked = header.names.iter().any(|name| marks.iter().any(|mark| name.ends_with(mark)));
    marked && Named::new(header, key).has_all(&NEEDED)
}

pub(crate) fn read<R: Read>(reader: R, path: &str, emit: &mut Emit<'_>) -> Result<Evidence, Error> {
    let (header, mut rows) = Header::read(reader, emit.file()).map_err(|e| e.within(path))?;
    let columns = Named::new(&header, key);
    if !columns.has("email address") {
        return Err(Error::NotThisDialect {
            file: emit.file().to_owned(),
            dialect: crate::Dialect::Google,
            reason: "no column of it is called Email Address".to_owned(),
        });
    }
    let width = Width::Exactly(columns.len());
    let mut users = Users { columns, unlisted: 0 };
    each(&mut rows, width, path, emit, &mut users)?;
    Ok(if users.unlisted == 0 { Evidence::Listing } else { Evidence::Upload })
}

struct Users {
    columns: Named,
    /// Rows without a status.
    unlisted: u64,
}

impl Take for Users {
    fn credentials(&self, row: &Row<'_>) -> u64 {
        self.columns.credentials(row)
    }

    fn user(&mut self, row: &Row<'_>, dropped: &mut u64) -> Result<Option<UserRecord>, Fault> {
        let listed = self.columns.cells(row, true).filled("status")?.is_some();
        self.unlisted += u64::from(!listed);
        let cells = self.columns.cells(row, listed);
        let Some(email) = cells.filled("email address")? else {
            return Err(cells.fault("email address", "the cell is empty, so nobody can be told by it"));
        };
        let mut profile = cells.profile(PROFILE)?;
        let phone = cells.first(&["work phone", "mobile phone"])?;
        if phone != Told::Silent {
            profile.insert(ProfileField::Phone, phone);
        }
        let (attributes, found) = attributes(&cells)?.finish();
        *dropped += found;
        Ok(Some(UserRecord {
            identity: Identity { username: Some(email.to_owned()), ..Identity::default() },
            display_name: cells.joined(&["first name", "last name"], Some(" "))?,
            email: Told::Value(email.to_owned()),
            state: cells.told_as("status", state)?.or_silent(),
            kind: cells.filled("employee type")?.and_then(kind_of).map_or(Told::Silent, Told::Value),
            mfa: cells.told_as("2sv enrolled", flag)?,
            last_seen: if listed {
                cells.text("last sign in")?.map(|text| last_seen(cells.header("last sign in"), text)).transpose()?
            } else {
                None
            },
            profile,
            attributes,
            ..UserRecord::default()
        }))
    }
}

fn attributes(cells: &Cells<'_>) -> Result<Attributes, Fault> {
    let mut attributes = Attributes::default();
    for (key, name) in ATTRIBUTES {
        attributes.add(name, cells.filled(key)?.unwrap_or_default());
    }
    Ok(attributes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn headers_with_marks_are_googles() {
        let known = |text: &str| is_header(&Header::read(text.as_bytes(), "t").map_err(|e| e.within("t")).unwrap().0);
        assert!(known(
            "First Name [Required],Last Name [Required],Email Address [Required],Org Unit Path [Required]\n"
        ));
        assert!(!known("First Name,Last Name,Email Address,Org Unit Path\n"));
        assert!(!known("First Name [Required],Email Address [Required]\n"));
        assert_eq!(key("New Status [UPLOAD ONLY]"), None);
        assert_eq!(key("Last Sign In [READ ONLY]").as_deref(), Some("last sign in"));
    }
}
