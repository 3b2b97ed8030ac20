//! What is written in a cell.

use crate::emit::{Fault, short};
use crate::kinds::kind_of;
use crate::moment;
use chrono::{DateTime, Utc};
use muster_model::{Kind, LastSeen, State};

/// A cell's text, trimmed.
pub(crate) fn text<'a>(header: &str, bytes: &'a [u8]) -> Result<&'a str, Fault> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.trim()),
        Err(error) => {
            let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
            Err(Fault::at(
                header,
                format!(
                    "byte 0x{byte:02X} is not UTF-8 (the file is perhaps Windows-1252 or Latin-1); \
                     save the file as UTF-8"
                ),
            ))
        }
    }
}

fn yes_or_no(text: &str) -> Option<bool> {
    const YES: [&str; 9] = ["yes", "true", "1", "y", "x", "on", "enabled", "ja", "oui"];
    const NO: [&str; 8] = ["no", "false", "0", "n", "off", "disabled", "nein", "non"];
    if YES.iter().any(|w| w.eq_ignore_ascii_case(text)) {
        Some(true)
    } else if NO.iter().any(|w| w.eq_ignore_ascii_case(text)) {
        Some(false)
    } else {
        None
    }
}

/// Yes or no.
pub(crate) fn flag(header: &str, text: &str) -> Result<bool, Fault> {
    yes_or_no(text).ok_or_else(|| {
        Fault::at(header, format!("{:?} is neither yes nor no; use yes/no, true/false or 1/0", short(text, 40)))
    })
}

/// A state: Muster's words, GitLab's, Okta's and the usual ones; yes and
/// true are active, no and false are deactivated.
pub(crate) fn state(header: &str, text: &str) -> Result<State, Fault> {
    let plain: String = text.to_lowercase().chars().map(|c| if c == ' ' || c == '-' { '_' } else { c }).collect();
    if let Ok(state) = plain.parse() {
        return Ok(state);
    }
    Ok(match plain.as_str() {
        "enabled" | "recovery" | "password_expired" | "in_use" | "current" | "aktiv" => State::Active,
        "provisioned" | "invitation_sent" | "invite_sent" => State::Invited,
        "staged" | "pending_approval" | "blocked_pending_approval" | "pending_user_action" | "unconfirmed" => {
            State::Pending
        }
        "locked_out" => State::Locked,
        "ldap_blocked" | "suspended" => State::Blocked,
        "disabled" | "inactive" | "deprovisioned" | "archived" | "inaktiv" => State::Deactivated,
        _ => match yes_or_no(text) {
            Some(true) => State::Active,
            Some(false) => State::Deactivated,
            None => {
                let words = State::ALL.iter().map(|s| s.word()).collect::<Vec<_>>().join(", ");
                return Err(Fault::at(header, format!("{:?} is no state; use one of: {words}", short(text, 40))));
            }
        },
    })
}

/// A kind: Muster's words or what [`kind_of`] takes.
pub(super) fn kind(header: &str, text: &str) -> Result<Kind, Fault> {
    text.parse().ok().or_else(|| kind_of(text)).ok_or_else(|| {
        let words = Kind::ALL.iter().map(|k| k.word()).collect::<Vec<_>>().join(", ");
        Fault::at(header, format!("{:?} is no kind of user; use one of: {words}", short(text, 40)))
    })
}

/// A time or a day.
pub(crate) fn moment(header: &str, text: &str) -> Result<DateTime<Utc>, Fault> {
    moment::any(text).map(|(at, _)| at).ok_or_else(|| no_time(header, text))
}

fn no_time(header: &str, text: &str) -> Fault {
    Fault::at(header, format!("{:?} is no time; use {}", short(text, 40), moment::FORMATS))
}

/// A last sign of life. An empty cell, `-`, `n/a` and `unknown` do not say;
/// only the word `never` (or "never logged in") says never.
pub(crate) fn last_seen(header: &str, text: &str) -> Result<LastSeen, Fault> {
    let lower = text.to_lowercase();
    Ok(match lower.as_str() {
        "" | "-" | "n/a" | "unknown" | "null" => LastSeen::unknown(),
        "never" | "never logged in" | "never signed in" => LastSeen::never(header),
        _ => {
            let (at, precision) = moment::any(text).ok_or_else(|| no_time(header, text))?;
            LastSeen::seen(at, header, precision)
        }
    })
}

/// An access level.
pub(super) fn level(header: &str, text: &str) -> Result<u8, Fault> {
    let known = muster_model::grant::gitlab_level(text);
    known.or_else(|| text.parse().ok().filter(|n| *n <= 50)).ok_or_else(|| {
        Fault::at(header, format!("{:?} is no access level; use a number from 0 to 50", short(text, 40)))
    })
}

/// Several names in one cell: separated by `|`, else by `;`, else by `,`
/// unless the cell looks like a distinguished name.
pub(crate) fn names(text: &str) -> impl Iterator<Item = &str> {
    let separator =
        ['|', ';'].into_iter().find(|s| text.contains(*s)).unwrap_or(if text.contains('=') { '|' } else { ',' });
    text.split(separator).map(str::trim).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn states_and_their_synonyms() {
        for (text, expected) in [
            ("Active", State::Active),
            ("STAGED", State::Pending),
            ("LOCKED_OUT", State::Locked),
            ("Suspended", State::Blocked),
            ("inactive", State::Deactivated),
            ("true", State::Active),
            ("No", State::Deactivated),
            ("banned", State::Banned),
        ] {
            assert_eq!(state("Status", text).unwrap(), expected, "{text}");
        }
        let fault = state("Status", "gone fishing").unwrap_err();
        assert_eq!(fault.column.as_deref(), Some("Status"));
    }

    #[test]
    fn never_is_said_only_by_the_word() {
        assert_eq!(last_seen("L", "Never").unwrap(), LastSeen::never("L"));
        assert_eq!(last_seen("L", "").unwrap(), LastSeen::unknown());
        assert!(last_seen("L", "03/04/2026").is_err());
    }

    #[test]
    fn names_in_one_cell() {
        assert_eq!(names("a|b, c| ").collect::<Vec<_>>(), ["a", "b, c"]);
        assert_eq!(names("a, b").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(names("cn=a,ou=b").collect::<Vec<_>>(), ["cn=a,ou=b"]);
    }
}
