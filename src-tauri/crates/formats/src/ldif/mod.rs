//! LDIF (RFC 2849): people and groups of a directory. Other entries
//! (organizational units, domains, hosts) are passed over and count as no row.
//!
//! | LDAP | Muster |
//! | --- | --- |
//! | `entryUUID`, `objectGUID`, `nsUniqueId`, `ipaUniqueID` | id |
//! | distinguished name, normalised | reference |
//! | `uid`, else `sAMAccountName`, `userPrincipalName`, `cn` | username |
//! | `nsAccountLock`, `userAccountControl` bit 2 | deactivated |
//! | `pwdAccountLockedTime`, `lockoutTime` | locked (blocked where an administrator locked it for good) |
//! | `lastLogonTimestamp` | last seen, up to 14 days late |
//! | `lastLogon`, `authTimestamp`, `pwdLastSuccess`, `krbLastSuccessfulAuth` | last seen, to the second |
//! | `jpegPhoto`, `thumbnailPhoto` | avatar |
//! | `userPassword` and its like | dropped and counted |

pub(crate) mod dn;
mod entry;
mod group;
mod lines;
mod person;
mod state;

use crate::Error;
use crate::credential::is_credential;
use crate::emit::{Emit, Fault, short};
use crate::summary::Evidence;
use entry::{Attr, Entry, Sort};
use lines::{Block, Blocks};
use std::io::Read;

pub(crate) fn read<R: Read>(reader: R, path: &str, emit: &mut Emit<'_>) -> Result<Evidence, Error> {
    let mut blocks = Blocks::new(reader);
    while let Some(block) = blocks.next().map_err(|source| Error::Unreadable { path: path.to_owned(), source })? {
        entry(&block, emit)?;
    }
    Ok(Evidence::Ldif)
}

fn entry(block: &Block, emit: &mut Emit<'_>) -> Result<(), Error> {
    let line = block.line;
    let entry = match Entry::parse(block) {
        Ok(entry) => entry,
        Err(_) if block.ends_file => {
            return emit.cut(line, "the file ends in the middle of this entry: it was cut off; export it again");
        }
        Err(fault) => return emit.reject(line, fault),
    };
    match entry {
        Entry::None => Ok(()),
        Entry::Result { code, .. } if code == "0" => Ok(()),
        Entry::Result { code, line } => {
            let reason = format!("the search that wrote this file did not end well (result {})", short(&code, 60));
            emit.cut(line, reason)
        }
        Entry::Of { dn, attrs } => {
            emit.credentials(credentials(&attrs));
            match entry::sort(&attrs) {
                Sort::Person => match person::record(&dn, &attrs) {
                    Ok((user, dropped)) => {
                        emit.credentials(dropped);
                        emit.user(line, user)
                    }
                    Err(fault) => emit.reject(line, fault),
                },
                Sort::Group => match group::record(&dn, &attrs) {
                    Ok(group) => emit.group(line, group),
                    Err(fault) => emit.reject(line, fault),
                },
                Sort::Other => Ok(()),
            }
        }
    }
}

fn credentials(attrs: &[Attr]) -> u64 {
    attrs.iter().filter(|a| is_credential(&a.name) && !a.value.is_empty()).count() as u64
}

/// Whether a head is LDIF: its first line that says anything is `dn:`, or
/// `version:` followed by `dn:`; what `ldapsearch` writes before is a comment.
pub(crate) fn looks_like(head: &[u8]) -> bool {
    let mut lines = head
        .split(|b| *b == b'\n')
        .filter(|line| !line.trim_ascii().is_empty() && !line.starts_with(b"#") && !line.starts_with(b" "));
    let starts = |line: Option<&[u8]>, with: &[u8]| {
        line.is_some_and(|l| l.len() >= with.len() && l[..with.len()].eq_ignore_ascii_case(with))
    };
    let first = lines.next();
    starts(first, b"dn:") || (starts(first, b"version:") && starts(lines.next(), b"dn:"))
}

/// Whether any line of a head names an entry.
pub(crate) fn has_entry(head: &[u8]) -> bool {
    head.split(|b| *b == b'\n').any(|line| line.len() >= 3 && line[..3].eq_ignore_ascii_case(b"dn:"))
}

/// A fault about one attribute, on its line.
fn fault(attr: &Attr, reason: impl Into<String>) -> Fault {
    Fault::at(&attr.name, reason).on_line(attr.line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ldif_is_told_by_its_first_line() {
        for yes in ["dn: a=b\n", "# extended LDIF\n#\n\nDN:: YT1i\n", "version: 1\n\ndn: a=b\n"] {
            assert!(looks_like(yes.as_bytes()), "{yes}");
        }
        for no in ["version:v1.0,,\nName,User\n", "username,email\n", "", "cn: x\n"] {
            assert!(!looks_like(no.as_bytes()), "{no}");
        }
    }
}
