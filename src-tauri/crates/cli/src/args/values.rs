//! What a word on the command line can mean.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use muster_app::api::users::SortBy;
use muster_model::{Scope, ScopeKind, Visibility};

/// An order and its direction.
#[derive(Debug, Clone, Copy)]
pub struct Sort {
    pub by: SortBy,
    pub descending: bool,
}

/// A day (its last second, UTC) or a time with zone.
pub fn day(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.with_timezone(&Utc));
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .and_then(|date| date.and_hms_opt(23, 59, 59))
        .map(|at| at.and_utc())
        .ok_or_else(|| "give a day such as 2026-11-20, or a time such as 2026-11-20T09:14:00Z".to_owned())
}

/// When access ends: a day, a time, or never.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expiry(pub Option<DateTime<Utc>>);

/// A day, which begins at midnight UTC, or a time with zone: when something ends.
pub fn moment(text: &str) -> Result<DateTime<Utc>, String> {
    match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        Ok(date) => Ok(date.and_time(NaiveTime::MIN).and_utc()),
        Err(_) => day(text),
    }
}

/// A day, a time, or `never`.
pub fn expiry(text: &str) -> Result<Expiry, String> {
    if text.eq_ignore_ascii_case("never") {
        return Ok(Expiry(None));
    }
    moment(text).map(|at| Expiry(Some(at))).map_err(|error| format!("{error}, or never"))
}

/// What a role is held on: `instance`, `group:PATH`, `project:PATH` or `application:NAME`.
pub fn scope(text: &str) -> Result<Scope, String> {
    let wrong = || "give instance, group:PATH, project:PATH or application:NAME".to_owned();
    if text.eq_ignore_ascii_case("instance") {
        return Ok(Scope::instance());
    }
    let (kind, path) = text.split_once(':').ok_or_else(wrong)?;
    let kind: ScopeKind = kind.parse().map_err(|_| wrong())?;
    let path = path.trim();
    if kind == ScopeKind::Instance || path.is_empty() {
        return Err(wrong());
    }
    Ok(Scope { kind, path: path.to_owned() })
}

/// `NAME=VALUE`; the value may be empty.
pub fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err("give NAME=VALUE, such as title=Engineer; an empty VALUE clears the field".to_owned()),
    }
}

/// `FIELD=private`, `FIELD=instance` or `FIELD=public`.
pub fn visibility(text: &str) -> Result<(String, Visibility), String> {
    let wrong = || "give FIELD=private, FIELD=instance or FIELD=public".to_owned();
    let (field, who) = pair(text).map_err(|_| wrong())?;
    Ok((field, who.trim().parse().map_err(|_| wrong())?))
}

/// An attribute that users can be ordered by.
pub fn sort(text: &str) -> Result<Sort, String> {
    let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
    SortBy::from_attribute(name).map(|by| Sort { by, descending }).ok_or_else(|| {
        let known: Vec<&str> = SortBy::ATTRIBUTES.iter().map(|(name, _)| *name).collect();
        format!("users cannot be ordered by {name:?}; choose one of {}", known.join(", "))
    })
}

/// An amount with at most two decimals, in cents.
pub fn price(text: &str) -> Result<u64, String> {
    let wrong = || "give an amount such as 29 or 29.00".to_owned();
    let (whole, cents) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(cents) || cents.len() > 2 {
        return Err(wrong());
    }
    let whole: u64 = whole.parse().map_err(|_| wrong())?;
    let padded: u64 = format!("{cents:0<2}").parse().map_err(|_| wrong())?;
    whole.checked_mul(100).and_then(|c| c.checked_add(padded)).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_its_last_second_except_where_something_ends() {
        assert_eq!(day("2026-11-20").map(|t| t.to_rfc3339()), Ok("2026-11-20T23:59:59+00:00".to_owned()));
        assert!(day("20.11.2026").is_err());
        assert_eq!(moment("2026-11-20").map(|t| t.to_rfc3339()), Ok("2026-11-20T00:00:00+00:00".to_owned()));
        assert!(moment("20.11.2026").is_err());
    }

    #[test]
    fn scopes_are_a_kind_and_a_path() {
        let on = |kind, path: &str| Ok(Scope { kind, path: path.to_owned() });
        assert_eq!(scope("Instance"), Ok(Scope::instance()));
        assert_eq!(scope("group:acme/web"), on(ScopeKind::Group, "acme/web"));
        assert_eq!(scope("project:a:b"), on(ScopeKind::Project, "a:b"));
        for wrong in ["", "acme", "group:", "group: ", "instance:acme", "team:acme"] {
            assert!(scope(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_value_may_be_empty_and_may_hold_anything() {
        assert_eq!(pair("title="), Ok(("title".to_owned(), String::new())));
        assert_eq!(pair("bio==a=b"), Ok(("bio".to_owned(), "=a=b".to_owned())));
        assert!(pair("=x").is_err() && pair("title").is_err());
        assert_eq!(visibility("bio=Public"), Ok(("bio".to_owned(), Visibility::Public)));
        assert!(visibility("bio=everyone").is_err());
        assert_eq!(expiry("NEVER"), Ok(Expiry(None)));
        assert!(expiry("soon").is_err_and(|e| e.contains("never")));
    }

    #[test]
    fn prices_are_exact() {
        assert_eq!(price("29"), Ok(2900));
        assert_eq!(price("29.5"), Ok(2950));
        assert_eq!(price("0.07"), Ok(7));
        for wrong in ["", ".", "1.234", "-1", "29,00", "99999999999999999999"] {
            assert!(price(wrong).is_err(), "{wrong}");
        }
    }
}
