//! Microsoft Entra ID's CSVs (`iam.md` section 3.2):
//!
//! - *Download users* (`users-bulk-download`), whose header names properties:
//!   `userPrincipalName,displayName,surname,mail,givenName,id,userType,...`,
//!   in older files `objectId`, `mobile` and `physicalDeliveryOfficeName`. It
//!   lists all users unless a filter was set in the portal, which the file
//!   does not show; then say `--incomplete`.
//! - *Bulk create*, a line `version:v1.0` and headers with the property in
//!   brackets. It is written to be uploaded: it lists whom to add, so it makes
//!   nobody gone, and an empty cell says nothing.
//!
//! | Entra | Muster |
//! | --- | --- |
//! | `id`, `objectId` | id |
//! | `userPrincipalName` | username |
//! | `accountEnabled` False, `Block sign in` Yes | deactivated: both are one property, the second turned round |
//! | `invitationState` of a guest who did not accept | invited |
//! | `userType` Guest, Member | kind external, human |
//! | `city`, `state` (a province), `country`, else the office | location |
//! | `createdDateTime` | created; the portal writes month/day/year with AM or PM, in UTC |
//! | `lastSuccessfulSignInDateTime`, else `lastSignInDateTime`, where there | last seen; the second moves on failed sign-ins too |
//! | `passwordProfile` | dropped and counted |
//! | others | custom attributes, but for addresses, age and how one proves who one is |

use crate::Error;
use crate::attributes::Attributes;
use crate::emit::{Emit, Fault, short};
use crate::kinds::kind_of;
use crate::moment;
use crate::summary::Evidence;
use crate::table::{Cells, Header, Named, Row, Take, Width, each, flag};
use chrono::{DateTime, NaiveDateTime, Utc};
use muster_model::profile::ProfileField;
use muster_model::record::{Identity, Told, UserRecord};
use muster_model::{LastSeen, Precision, State};
use std::io::Read;

/// The column of a bulk file that turns `accountEnabled` round.
const BLOCKED: &str = "block sign in";

/// Columns by their key, which is the property.
const PROFILE: &[(&str, ProfileField)] = &[
    ("givenName", ProfileField::GivenName),
    ("surname", ProfileField::FamilyName),
    ("jobTitle", ProfileField::Title),
    ("department", ProfileField::Department),
    ("companyName", ProfileField::Organization),
    ("employeeId", ProfileField::EmployeeNumber),
    ("manager", ProfileField::Manager),
    ("preferredLanguage", ProfileField::Language),
];

/// Columns that are read below, and those that are nobody's business here.
const KNOWN: &[&str] = &[
    "accountEnabled",
    "ageGroup",
    "alternateEmailAddress",
    "authenticationAlternativePhoneNumber",
    "authenticationEmail",
    "authenticationPhoneNumber",
    BLOCKED,
    "city",
    "companyName",
    "consentProvidedForMinor",
    "country",
    "createdDateTime",
    "department",
    "displayName",
    "employeeId",
    "givenName",
    "id",
    "jobTitle",
    "lastSignInDateTime",
    "lastSuccessfulSignInDateTime",
    "legalAgeGroupClassification",
    "mail",
    "manager",
    "mobile",
    "mobilePhone",
    "objectId",
    "officeLocation",
    "physicalDeliveryOfficeName",
    "postalCode",
    "preferredLanguage",
    "state",
    "streetAddress",
    "surname",
    "telephoneNumber",
    "userPrincipalName",
];

/// The property a header names: in brackets, or the whole of it.
fn key(header: &str) -> Option<String> {
    let inside = header.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map(|(name, _)| name);
    Some(match inside {
        // Only bulk files have brackets, and all of theirs ask whom to block.
        Some("accountEnabled") => BLOCKED.to_owned(),
        Some(property) => property.to_owned(),
        None => header.to_owned(),
    })
}

/// Which of Entra's CSVs a header is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sheet {
    /// Users as they are.
    Download,
    /// Users to be created.
    Create,
    /// Something else to be done in bulk: delete, restore, invite.
    Other,
}

impl Sheet {
    pub(crate) fn of(header: &Header) -> Option<Self> {
        let named = Named::new(header, key);
        let brackets = header.names.iter().any(|name| name.contains('['));
        if brackets && named.has_all(&["userPrincipalName", "displayName"]) {
            return Some(Self::Create);
        }
        if header.versioned {
            return Some(Self::Other);
        }
        let download = named.has_all(&["userPrincipalName", "displayName", "userType", "accountEnabled"]);
        (download && (named.has("id") || named.has("objectId"))).then_some(Self::Download)
    }
}

pub(crate) fn read<R: Read>(reader: R, path: &str, emit: &mut Emit<'_>) -> Result<Evidence, Error> {
    let (header, mut rows) = Header::read(reader, emit.file()).map_err(|e| e.within(path))?;
    let columns = Named::new(&header, key);
    if !columns.has("userPrincipalName") || Sheet::of(&header) == Some(Sheet::Other) {
        return Err(Error::NotThisDialect {
            file: emit.file().to_owned(),
            dialect: crate::Dialect::Entra,
            reason: "it lists no users with userPrincipalName and displayName".to_owned(),
        });
    }
    let upload = columns.has(BLOCKED) || header.versioned;
    let width = Width::Exactly(columns.len());
    each(&mut rows, width, path, emit, &mut Users { columns, upload })?;
    Ok(if upload { Evidence::Upload } else { Evidence::Listing })
}

struct Users {
    columns: Named,
    upload: bool,
}

impl Take for Users {
    fn credentials(&self, row: &Row<'_>) -> u64 {
        self.columns.credentials(row)
    }

    fn user(&mut self, row: &Row<'_>, dropped: &mut u64) -> Result<Option<UserRecord>, Fault> {
        let cells = self.columns.cells(row, !self.upload);
        let owned = |key: &str| Ok::<_, Fault>(cells.filled(key)?.map(str::to_owned));
        let id = owned("id")?.or(owned("objectId")?);
        let username = owned("userPrincipalName")?;
        if id.is_none() && username.is_none() {
            return Err(cells.fault("userPrincipalName", "the cell is empty, so nobody can be told by it"));
        }
        let mut profile = cells.profile(PROFILE)?;
        for (field, told) in
            [(ProfileField::Phone, cells.first(&["telephoneNumber", "mobilePhone", "mobile"])?), location(&cells)?]
        {
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
            display_name: cells.told("displayName")?,
            email: cells.told("mail")?,
            state: state(&cells)?,
            kind: cells.filled("userType")?.and_then(kind_of).map_or(Told::Silent, Told::Value),
            created_at: cells.told_as("createdDateTime", time)?,
            last_seen: last_seen(&cells)?,
            profile,
            attributes,
            ..UserRecord::default()
        }))
    }
}

fn location(cells: &Cells<'_>) -> Result<(ProfileField, Told<String>), Fault> {
    let place = cells.joined(&["city", "state", "country"], Some(", "))?;
    let place = match place {
        Told::Value(_) => place,
        none => match cells.first(&["officeLocation", "physicalDeliveryOfficeName"])? {
            Told::Silent => none,
            office => office,
        },
    };
    Ok((ProfileField::Location, place))
}

fn state(cells: &Cells<'_>) -> Result<Told<State>, Fault> {
    let enabled = match cells.filled(BLOCKED)? {
        Some(blocked) => Some(!flag(cells.header(BLOCKED), blocked)?),
        None => match cells.filled("accountEnabled")? {
            Some(enabled) => Some(flag(cells.header("accountEnabled"), enabled)?),
            None => None,
        },
    };
    let waits = cells.filled("invitationState")?.is_some_and(|state| state.eq_ignore_ascii_case("PendingAcceptance"));
    Ok(match enabled {
        Some(false) => Told::Value(State::Deactivated),
        Some(true) if waits => Told::Value(State::Invited),
        Some(true) => Told::Value(State::Active),
        None => Told::Silent,
    })
}

/// None if the file has no such column; unknown if the cell is empty, since
/// Entra keeps sign-ins only from a certain day on.
fn last_seen(cells: &Cells<'_>) -> Result<Option<LastSeen>, Fault> {
    let mut told = None;
    for key in ["lastSuccessfulSignInDateTime", "lastSignInDateTime"] {
        match cells.text(key)? {
            None => {}
            Some("") => told = told.or(Some(LastSeen::unknown())),
            Some(text) => {
                let header = cells.header(key);
                return Ok(Some(LastSeen::seen(time(header, text)?, header, Precision::Second)));
            }
        }
    }
    Ok(told)
}

fn time(header: &str, text: &str) -> Result<DateTime<Utc>, Fault> {
    let american = || NaiveDateTime::parse_from_str(text, "%m/%d/%Y %I:%M:%S %p").ok().map(|at| at.and_utc());
    moment::any(text).map(|(at, _)| at).or_else(american).ok_or_else(|| {
        let reason = format!("{:?} is no time; use {} or 8/19/2026 1:25:31 PM", short(text, 40), moment::FORMATS);
        Fault::at(header, reason)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sheet(text: &str) -> Option<Sheet> {
        Sheet::of(&Header::read(text.as_bytes(), "t").map_err(|e| e.within("t")).unwrap().0)
    }

    #[test]
    fn each_sheet_is_told_by_its_header() {
        let create = "Name [displayName] Required,User name [userPrincipalName] Required,Initial password \
                      [passwordProfile] Required,Block sign in (Yes/No) [accountEnabled] Required\n";
        assert_eq!(sheet(&format!("version:v1.0,,,\n{create}")), Some(Sheet::Create));
        assert_eq!(sheet(create), Some(Sheet::Create));
        assert_eq!(sheet("version:v1.0\nUser name [userPrincipalName] Required\na@b\n"), Some(Sheet::Other));
        assert_eq!(
            sheet("userPrincipalName,displayName,surname,mail,givenName,id,userType,accountEnabled\n"),
            Some(Sheet::Download)
        );
        assert_eq!(sheet("userPrincipalName,displayName,objectId,userType,accountEnabled\n"), Some(Sheet::Download));
        assert_eq!(sheet("userPrincipalName,displayName,id\n"), None);
        assert_eq!(sheet("UserPrincipalName,DisplayName,Id,UserType,AccountEnabled\n"), None);
    }

    #[test]
    fn times_of_the_portal() {
        assert_eq!(time("c", "8/19/2021 1:25:31 PM").unwrap().to_rfc3339(), "2021-08-19T13:25:31+00:00");
        assert_eq!(time("c", "12/1/2021 12:05:00 AM").unwrap().to_rfc3339(), "2021-12-01T00:05:00+00:00");
        assert!(time("c", "19/8/2021 13:25:31").is_err() && time("c", "8/9/2021").is_err());
    }
}
