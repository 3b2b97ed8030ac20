//! A user as an `inetOrgPerson` (RFC 2798).

use super::lines::Lines;
use super::{LdifSettings, dn};
use crate::Error;
use crate::kinds::kind_of;
use crate::write::Omitted;
use muster_model::State;
use muster_model::profile::ProfileField as P;
use muster_model::record::{Listed, Told, UserRecord};
use std::io::Write;

/// Profile fields and the attributes of any text they go to.
const TEXTS: &[(P, &str)] = &[
    (P::GivenName, "givenName"),
    (P::Title, "title"),
    (P::Organization, "o"),
    (P::Department, "departmentNumber"),
    (P::EmployeeNumber, "employeeNumber"),
    (P::Language, "preferredLanguage"),
    (P::Location, "l"),
    (P::Website, "labeledURI"),
    (P::Bio, "description"),
];

/// The attribute a profile field goes to.
pub(crate) fn attribute_of(field: P) -> Option<&'static str> {
    match field {
        P::FamilyName => Some("sn"),
        P::Phone => Some("telephoneNumber"),
        P::Manager => Some("manager"),
        _ => TEXTS.iter().find(|(text, _)| *text == field).map(|(_, name)| *name),
    }
}

/// Whether that attribute takes this value.
pub(crate) fn takes(field: P, value: &str) -> bool {
    match field {
        P::Phone => is_phone(value),
        P::Manager => dn::is_name(value),
        _ => true,
    }
}

/// Whether a directory takes it as an e-mail: ASCII only (RFC 4524, 2.16).
pub(crate) fn is_mail(text: &str) -> bool {
    text.is_ascii() && !text.bytes().any(|b| b.is_ascii_control())
}

/// Whether a directory takes it as a telephone number (RFC 4517, 3.3.31):
/// printable characters of RFC 4517, 3.2.
fn is_phone(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || "'()+,-.=/:? ".contains(c))
}

/// Whether it is a JPEG, the only picture that belongs in `jpegPhoto`.
fn is_jpeg(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xFF, 0xD8, 0xFF])
}

pub(super) fn entry(
    user: &UserRecord,
    username: &str,
    settings: &LdifSettings,
    lines: &mut Lines<impl Write>,
    omitted: &mut Omitted,
) -> Result<(), Error> {
    lines.blank()?;
    if let Some(state) = user.state.value().filter(|state| **state != State::Active) {
        lines.comment(&format!("state: {state}"))?;
    }
    lines.attr("dn", settings.person(username))?;
    for class in ["top", "person", "organizationalPerson", "inetOrgPerson"] {
        lines.attr("objectClass", class)?;
    }
    lines.attr("uid", username)?;
    let shown = user.display_name.value();
    let name = shown.map_or(username, String::as_str);
    lines.attr("cn", name)?;
    match shown {
        Some(shown) => lines.attr("displayName", shown)?,
        None => omitted.stand_in("display_name"),
    }
    match user.profile.get(&P::FamilyName).and_then(Told::value) {
        Some(family) => lines.attr("sn", family)?,
        None => {
            omitted.stand_in("profile.family_name");
            lines.attr("sn", name)?;
        }
    }
    profile(user, lines, omitted)?;
    mails(user, lines, omitted)?;
    types(user, lines, omitted)?;
    state(user, settings, lines, omitted)?;
    match &user.avatar {
        Some(bytes) if is_jpeg(bytes) => lines.attr("jpegPhoto", bytes)?,
        Some(_) => omitted.leave_out("avatar"),
        None => {}
    }
    leave_out(user, omitted);
    Ok(())
}

fn profile(user: &UserRecord, lines: &mut Lines<impl Write>, omitted: &mut Omitted) -> Result<(), Error> {
    for (field, told) in &user.profile {
        let Some(value) = told.value().filter(|_| *field != P::FamilyName) else { continue };
        match attribute_of(*field).filter(|_| takes(*field, value)) {
            Some(name) => lines.attr(name, value)?,
            None => omitted.leave_out(format!("profile.{field}")),
        }
    }
    Ok(())
}

/// The e-mail, and the others that a source with several listed with it.
fn mails(user: &UserRecord, lines: &mut Lines<impl Write>, omitted: &mut Omitted) -> Result<(), Error> {
    let mut mails: Vec<&str> = Vec::new();
    if let Some(email) = user.email.value() {
        if is_mail(email) {
            mails.push(email);
        } else {
            omitted.leave_out("email");
        }
    }
    if let Some(all) = user.attributes.get("mail") {
        let goes_on = all.len() > 1 && mails.first().is_some_and(|first| *first == all[0]);
        if goes_on && all.iter().all(|mail| is_mail(mail)) && are_distinct(all) {
            mails.extend(all[1..].iter().map(String::as_str));
        } else {
            omitted.leave_out("attributes.mail");
        }
    }
    mails.into_iter().try_for_each(|mail| lines.attr("mail", mail))
}

/// A directory takes no value twice, whatever its case.
fn are_distinct(values: &[String]) -> bool {
    values.iter().enumerate().all(|(at, value)| !values[..at].iter().any(|other| other.eq_ignore_ascii_case(value)))
}

/// `employeeType`: the source's own word, else the kind's.
fn types(user: &UserRecord, lines: &mut Lines<impl Write>, omitted: &mut Omitted) -> Result<(), Error> {
    let own = match user.attributes.get("employeeType").map(Vec::as_slice) {
        Some([own]) => Some(own.as_str()),
        Some(_) => {
            omitted.leave_out("attributes.employeeType");
            None
        }
        None => None,
    };
    let kind = user.kind.value();
    if let Some(own) = own {
        if kind.is_some_and(|kind| kind_of(own) != Some(*kind)) {
            omitted.leave_out("kind");
        }
        return lines.attr("employeeType", own);
    }
    let Some(kind) = kind else { return Ok(()) };
    omitted.stand_in("attributes.employeeType");
    lines.attr("employeeType", kind.word())
}

fn state(
    user: &UserRecord,
    settings: &LdifSettings,
    lines: &mut Lines<impl Write>,
    omitted: &mut Omitted,
) -> Result<(), Error> {
    let Some(state) = user.state.value() else { return Ok(()) };
    // Only whether the account is locked can be said, which is deactivated.
    if !settings.account_lock || !matches!(state, State::Active | State::Deactivated) {
        omitted.leave_out("state");
    }
    if !settings.account_lock {
        return Ok(());
    }
    lines.attr("nsAccountLock", if *state == State::Active { "FALSE" } else { "TRUE" })
}

/// Counts what no standard attribute says.
fn leave_out(user: &UserRecord, omitted: &mut Omitted) {
    let mut note = |name: &str, is: bool| {
        if is {
            omitted.leave_out(name);
        }
    };
    note("id", user.identity.id.is_some());
    note("mfa", user.mfa.value().is_some());
    note("created_at", user.created_at.value().is_some());
    note("expires_at", user.expires_at.value().is_some());
    note("last_seen", user.last_seen.is_some());
    note("seat_flag", user.seat_flag.value().is_some());
    note("highest_level", user.highest_level.value().is_some());
    note("grants", matches!(&user.grants, Listed::Some(grants) | Listed::All(grants) if !grants.is_empty()));
    note("groups", matches!(&user.groups, Listed::Some(groups) | Listed::All(groups) if !groups.is_empty()));
    for name in user.attributes.keys().filter(|name| !matches!(name.as_str(), "mail" | "employeeType")) {
        omitted.leave_out(format!("attributes.{name}"));
    }
}
