//! The entries above users and groups.

use super::lines::Lines;
use super::{BaseEntries, LdifSettings};
use crate::Error;
use crate::ldif::dn::first_value;
use std::io::Write;

pub(super) fn entries(settings: &LdifSettings, lines: &mut Lines<impl Write>) -> Result<(), Error> {
    if settings.base_entries == BaseEntries::All {
        entry(&settings.base_dn, lines)?;
    }
    if settings.base_entries != BaseEntries::None {
        entry(&settings.people(), lines)?;
        if settings.groups() != settings.people() {
            entry(&settings.groups(), lines)?;
        }
    }
    Ok(())
}

/// An entry of the class its name calls for.
fn entry(dn: &str, lines: &mut Lines<impl Write>) -> Result<(), Error> {
    let kind = dn.split('=').next().unwrap_or_default().trim().to_ascii_lowercase();
    let value = first_value(dn).unwrap_or_default();
    let classes: &[&str] = match kind.as_str() {
        "dc" => &["top", "dcObject", "organization"],
        "o" => &["top", "organization"],
        "ou" => &["top", "organizationalUnit"],
        _ => {
            let remedy = "only entries whose name begins with dc=, o= or ou= can be written; make it by hand";
            return Err(Error::Setting { what: "the base", found: dn.to_owned(), remedy });
        }
    };
    lines.blank()?;
    lines.attr("dn", dn)?;
    for class in classes {
        lines.attr("objectClass", class)?;
    }
    lines.attr(&kind, &value)?;
    // An organization must have a name (RFC 4519, 3.9).
    if kind == "dc" { lines.attr("o", &value) } else { Ok(()) }
}
