//! What the door asks for, in the vault's words.

use crate::api::changes as api;
use crate::api::users::UserEdit;
use crate::{Code, Error, Result};
use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};
use muster_model::{ProfileField, ServiceField, UserId};
use muster_vault::changes::{Field, Operation};
use serde_json::json;

/// Operations a change may have.
const MOST: usize = 100;

fn invalid(field: &str, message: impl Into<String>) -> Error {
    Error::new(Code::Invalid, message).with(json!({ "field": field }))
}

/// Every operation of a request.
///
/// # Errors
/// [`Code::Invalid`] for what no user could take.
pub(super) fn all(operations: &[api::Operation], now: DateTime<Utc>) -> Result<Vec<Operation>> {
    if operations.is_empty() {
        return Err(invalid("operations", "There is nothing to do. Say what to change."));
    }
    if operations.len() > MOST {
        return Err(invalid("operations", format!("A change does {MOST} things at most. Make two of it.")));
    }
    operations.iter().map(|operation| one(operation, now)).collect()
}

fn one(operation: &api::Operation, now: DateTime<Utc>) -> Result<Operation> {
    let seconds = |at: &Option<DateTime<Utc>>| at.map(|at| at.timestamp());
    let made = match operation {
        api::Operation::SetState { state } => Operation::SetState(*state),
        api::Operation::Act { action } => Operation::Act(*action),
        api::Operation::Delete { hand_to } => Operation::Delete { hand_to: *hand_to },
        api::Operation::AddRole { role, scope, expires } => {
            Operation::AddRole { role: role.trim().to_owned(), scope: scope.clone(), expires: seconds(expires) }
        }
        api::Operation::RemoveRole { role, scope } => {
            Operation::RemoveRole { role: role.trim().to_owned(), scope: scope.clone() }
        }
        api::Operation::AddGroup { group } => Operation::AddGroup(group.trim().to_owned()),
        api::Operation::RemoveGroup { group } => Operation::RemoveGroup(group.trim().to_owned()),
        api::Operation::SetField { field, value } => {
            Operation::SetField(Field::parse(field, value.as_deref().unwrap_or_default(), now)?)
        }
        api::Operation::SetVisibility { field, visibility } => {
            let word = field.strip_prefix("profile.").unwrap_or(field);
            let known: ProfileField = word.parse().map_err(|e: muster_model::UnknownWord| {
                invalid(field, format!("Only fields of the profile are shown to some and not to others: {e}."))
            })?;
            Operation::SetVisibility(known, *visibility)
        }
        api::Operation::SetExpiry { at } => Operation::SetExpiry(seconds(at)),
        api::Operation::MergeInto { into } => Operation::MergeInto(*into),
    };
    made.check(now)?;
    Ok(made)
}

/// What an edit of one user comes to; its state is apart, since a new user
/// begins in it.
///
/// # Errors
/// As [`all`].
pub(super) fn of_edit(edit: &UserEdit, now: DateTime<Utc>) -> Result<Vec<Operation>> {
    let mut all = Vec::new();
    let mut field = |name: &str, value: &str| -> Result<()> {
        all.push(Operation::SetField(Field::parse(name, value, now)?));
        Ok(())
    };
    for (name, value) in [("username", &edit.username), ("display_name", &edit.display_name), ("email", &edit.email)] {
        if let Some(value) = value {
            field(name, value)?;
        }
    }
    if let Some(kind) = edit.kind {
        field("kind", kind.word())?;
    }
    for (word, value) in &edit.profile {
        field(&format!("profile.{word}"), value)?;
    }
    if let Some(service) = &edit.service {
        let day = service.review_at.map(|day| day.to_string());
        for (known, value) in [
            (ServiceField::Owner, service.owner.as_deref()),
            (ServiceField::Purpose, service.purpose.as_deref()),
            (ServiceField::ReviewAt, day.as_deref()),
        ] {
            field(&format!("service.{known}"), value.unwrap_or_default())?;
        }
    }
    for (name, values) in &edit.attributes {
        all.push(Operation::SetField(Field::attribute(name, values.iter().map(String::as_str))?));
    }
    for (word, visibility) in &edit.visibility {
        let wanted = api::Operation::SetVisibility { field: format!("profile.{word}"), visibility: *visibility };
        all.push(one(&wanted, now)?);
    }
    if let Some(text) = &edit.expires_at {
        all.push(Operation::SetExpiry(moment("expires_at", text)?.map(|at| at.timestamp())));
    }
    Ok(all)
}

/// Refuses to merge an account into itself, or to hand what it loses to
/// itself. Among many, whoever the others are merged into just stays.
///
/// # Errors
/// [`Code::Invalid`] with the field.
pub(super) fn not_to_itself(operations: &[Operation], users: &[UserId]) -> Result<()> {
    let [only] = users else { return Ok(()) };
    let wrong = operations.iter().find_map(|operation| match operation {
        Operation::MergeInto(into) if into == only => {
            Some(("into", "An account cannot be merged into itself. Choose another account as the one that stays."))
        }
        Operation::Delete { hand_to: Some(to) } if to == only => {
            Some(("hand_to", "Who is deleted cannot be given its own roles and groups. Choose another user."))
        }
        _ => None,
    });
    wrong.map_or(Ok(()), |(field, message)| Err(invalid(field, message)))
}

/// A day, which begins at midnight UTC, or a time; none for an empty text and
/// for `never`.
///
/// # Errors
/// [`Code::Invalid`] with the field.
pub(crate) fn moment(field: &str, text: &str) -> Result<Option<DateTime<Utc>>> {
    let text = text.trim();
    if text.is_empty() || text.eq_ignore_ascii_case("never") {
        return Ok(None);
    }
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Ok(Some(day.and_time(NaiveTime::MIN).and_utc()));
    }
    let parsed = DateTime::parse_from_rfc3339(text).map_err(|_| {
        let shown: String = text.chars().take(60).collect();
        invalid(field, format!("{shown:?} is neither a day nor a time. Write 2026-11-20 or 2026-11-20T09:14:00Z."))
    })?;
    Ok(Some(parsed.with_timezone(&Utc)))
}

/// A time as titles show it: the day alone where it is midnight.
pub(super) fn shown(at: i64) -> String {
    let Some(at) = DateTime::<Utc>::from_timestamp(at, 0) else { return at.to_string() };
    if at.time() == NaiveTime::MIN {
        at.date_naive().to_string()
    } else {
        at.to_rfc3339_opts(SecondsFormat::Secs, true)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_and_nothing_is_never() {
        assert_eq!(moment("x", " ").unwrap(), None);
        assert_eq!(moment("x", "Never").unwrap(), None);
        assert_eq!(moment("x", "2026-11-20").unwrap().unwrap().to_rfc3339(), "2026-11-20T00:00:00+00:00");
        assert_eq!(
            moment("x", "2026-11-20T10:00:00+01:00").unwrap().unwrap().to_rfc3339(),
            "2026-11-20T09:00:00+00:00"
        );
        for wrong in ["soon", "20.11.2026", "2026-02-30", &"9".repeat(5_000)] {
            assert_eq!(moment("expires_at", wrong).unwrap_err().details["field"], "expires_at");
        }
        assert_eq!(shown(1_700_006_400), "2023-11-15");
        assert_eq!(shown(1_700_006_401), "2023-11-15T00:00:01Z");
    }
}
