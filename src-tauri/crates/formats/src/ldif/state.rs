//! What directory attributes say about an account's state and its last sign
//! of life.

use super::entry::{self, Attr};
use crate::emit::{Fault, short};
use crate::moment;
use chrono::{DateTime, TimeDelta, Utc};
use muster_model::record::Told;
use muster_model::{LastSeen, Precision, State};

/// `userAccountControl`: the account is disabled.
const DISABLED: i64 = 0x2;
/// `userAccountControl`: locked after failed sign-ins.
const LOCKED_OUT: i64 = 0x10;

/// Attributes that a server writes itself. An export that has one of them was
/// asked for such attributes, so that a lock it does not show is no lock.
const OPERATIONAL: &[&str] =
    &["entryuuid", "createtimestamp", "modifytimestamp", "entrycsn", "nsuniqueid", "ipauniqueid", "useraccountcontrol"];

fn number(attrs: &[Attr], name: &str) -> Result<Option<i64>, Fault> {
    let Some(attr) = attrs.iter().find(|a| a.name == name) else { return Ok(None) };
    let text = entry::text_of(attr)?;
    text.parse().map(Some).map_err(|_| super::fault(attr, format!("{:?} is no whole number", short(&text, 40))))
}

/// Deactivated where the directory disabled it, blocked where an
/// administrator locked it for good, locked after failed sign-ins, active
/// where the export would show otherwise; silent where it could not.
pub(super) fn state(attrs: &[Attr]) -> Result<Told<State>, Fault> {
    let control = number(attrs, "useraccountcontrol")?.unwrap_or_default();
    let lock = entry::first(attrs, &["nsaccountlock"])?;
    if control & DISABLED != 0 || lock.as_deref().is_some_and(|l| l.eq_ignore_ascii_case("true")) {
        return Ok(Told::Value(State::Deactivated));
    }
    // 000001010000Z: until an administrator lifts it (draft-behera-ldap-password-policy).
    if let Some(since) = entry::first(attrs, &["pwdaccountlockedtime"])? {
        return Ok(Told::Value(if since.starts_with("000001010000") { State::Blocked } else { State::Locked }));
    }
    if control & LOCKED_OUT != 0 || number(attrs, "lockouttime")?.is_some_and(|t| t > 0) {
        return Ok(Told::Value(State::Locked));
    }
    let shown = lock.is_some() || attrs.iter().any(|a| OPERATIONAL.contains(&a.name.as_str()));
    Ok(if shown { Told::Value(State::Active) } else { Told::Silent })
}

/// The latest of what the directory records. A `lastLogonTimestamp` of 0 is
/// never; a `lastLogon` of 0 speaks of one domain controller only, so that
/// the directory's answer is unknown.
pub(super) fn last_seen(attrs: &[Attr]) -> Result<Option<LastSeen>, Fault> {
    let mut latest: Option<LastSeen> = None;
    let mut put = |seen: LastSeen| {
        // None is before any time.
        if latest.as_ref().is_none_or(|known| seen.at > known.at) {
            latest = Some(seen);
        }
    };
    for (name, spelled, precision) in [
        ("lastlogon", "lastLogon", Precision::Second),
        ("lastlogontimestamp", "lastLogonTimestamp", Precision::Fortnight),
    ] {
        match (number(attrs, name)?, precision) {
            (None, _) => {}
            (Some(ticks), precision) if ticks > 0 => {
                if let Some(at) = moment::filetime(ticks) {
                    put(LastSeen::seen(at, spelled, precision));
                }
            }
            (Some(_), Precision::Fortnight) => put(LastSeen::never(spelled)),
            (Some(_), _) => {}
        }
    }
    for (name, spelled) in [
        ("authtimestamp", "authTimestamp"),
        ("pwdlastsuccess", "pwdLastSuccess"),
        ("krblastsuccessfulauth", "krbLastSuccessfulAuth"),
    ] {
        if let Some(at) = time(attrs, name)? {
            put(LastSeen::seen(at, spelled, Precision::Second));
        }
    }
    if latest.is_none() && attrs.iter().any(|a| a.name == "lastlogon") {
        return Ok(Some(LastSeen::unknown()));
    }
    Ok(latest)
}

fn time(attrs: &[Attr], name: &str) -> Result<Option<DateTime<Utc>>, Fault> {
    let Some(attr) = attrs.iter().find(|a| a.name == name) else { return Ok(None) };
    let text = entry::text_of(attr)?;
    let at = moment::generalized(&text)
        .ok_or_else(|| super::fault(attr, format!("{:?} is no LDAP time such as 20260131093000Z", short(&text, 40))))?;
    Ok(Some(at))
}

/// When the entry was created.
pub(super) fn created_at(attrs: &[Attr]) -> Result<Told<DateTime<Utc>>, Fault> {
    for name in ["createtimestamp", "whencreated"] {
        if let Some(at) = time(attrs, name)? {
            return Ok(Told::Value(at));
        }
    }
    Ok(Told::Silent)
}

/// When access ends: `accountExpires` (FILETIME; 0 and the largest number are
/// never), `krbPrincipalExpiration`, `shadowExpire` (days since 1970; -1 is never).
pub(super) fn expires_at(attrs: &[Attr]) -> Result<Told<DateTime<Utc>>, Fault> {
    if let Some(ticks) = number(attrs, "accountexpires")? {
        return Ok(Told::present(moment::filetime(ticks)));
    }
    if let Some(at) = time(attrs, "krbprincipalexpiration")? {
        return Ok(Told::Value(at));
    }
    if let Some(days) = number(attrs, "shadowexpire")? {
        let at = TimeDelta::try_days(days).filter(|_| days >= 0);
        return Ok(Told::present(at.and_then(|after| DateTime::UNIX_EPOCH.checked_add_signed(after))));
    }
    Ok(Told::Silent)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn attrs(pairs: &[(&str, &str)]) -> Vec<Attr> {
        let attr = |(name, value): &(&str, &str)| Attr {
            line: 1,
            name: name.to_lowercase(),
            options: String::new(),
            value: value.as_bytes().to_vec(),
        };
        pairs.iter().map(attr).collect()
    }

    #[test]
    fn states_of_directories() {
        for (pairs, expected) in [
            (&[("userAccountControl", "514")][..], Told::Value(State::Deactivated)),
            (&[("userAccountControl", "512")], Told::Value(State::Active)),
            (&[("userAccountControl", "528")], Told::Value(State::Locked)),
            (&[("nsAccountLock", "TRUE")], Told::Value(State::Deactivated)),
            (&[("nsAccountLock", "FALSE")], Told::Value(State::Active)),
            (&[("pwdAccountLockedTime", "20260101000000Z")], Told::Value(State::Locked)),
            (&[("pwdAccountLockedTime", "000001010000Z")], Told::Value(State::Blocked)),
            (&[("lockoutTime", "0"), ("userAccountControl", "512")], Told::Value(State::Active)),
            (&[("entryUUID", "x")], Told::Value(State::Active)),
            (&[("cn", "x")], Told::Silent),
        ] {
            assert_eq!(state(&attrs(pairs)).unwrap(), expected, "{pairs:?}");
        }
    }

    #[test]
    fn the_latest_sign_of_life_wins() {
        let seen = |pairs: &[(&str, &str)]| last_seen(&attrs(pairs)).unwrap();
        let stamp = ("lastLogonTimestamp", "133800000000000000");
        assert_eq!(seen(&[stamp, ("lastLogon", "0")]).unwrap().precision, Some(Precision::Fortnight));
        assert_eq!(seen(&[stamp, ("lastLogon", "133900000000000000")]).unwrap().source.as_deref(), Some("lastLogon"));
        assert_eq!(seen(&[("lastLogonTimestamp", "0")]).unwrap(), LastSeen::never("lastLogonTimestamp"));
        assert_eq!(seen(&[("lastLogon", "0")]).unwrap(), LastSeen::unknown());
        assert_eq!(seen(&[("authTimestamp", "20260131093000Z")]).unwrap().source.as_deref(), Some("authTimestamp"));
        assert_eq!(seen(&[("cn", "x")]), None);
    }

    #[test]
    fn an_expiry_that_is_no_date_is_none() {
        assert_eq!(expires_at(&attrs(&[("accountExpires", "9223372036854775807")])).unwrap(), Told::Empty);
        assert_eq!(expires_at(&attrs(&[("shadowExpire", "-1")])).unwrap(), Told::Empty);
        assert_eq!(
            expires_at(&attrs(&[("shadowExpire", "20000")])).unwrap(),
            Told::Value(moment::day("2024-10-04").unwrap())
        );
        assert!(expires_at(&attrs(&[("shadowExpire", "soon")])).is_err());
    }
}
