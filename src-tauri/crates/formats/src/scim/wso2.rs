//! What WSO2 Identity Server adds to SCIM users (`iam.md` section 1.4), in
//! its own schema or within the enterprise one.

use crate::emit::{Fault, short};
use crate::json::Fields;
use crate::moment;
use crate::wso2::Marks;
use chrono::{DateTime, Utc};
use muster_model::record::Told;
use muster_model::{LastSeen, Precision, State};
use serde_json::Value;

const SCHEMAS: &[&str] = &[
    "urn:scim:wso2:schema",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    "urn:scim:schemas:extension:custom:User",
];

/// What the extension says.
#[derive(Debug, Default)]
pub(super) struct Extension {
    /// Locked, disabled or waiting; none if it keeps nobody out.
    pub(super) state: Option<State>,
    pub(super) mfa: Told<bool>,
    pub(super) last_seen: Option<LastSeen>,
}

impl Extension {
    pub(super) fn of(fields: Fields<'_>) -> Result<Self, Fault> {
        let mut found = Self::default();
        for schema in SCHEMAS {
            let Some(part) = fields.object(schema)? else { continue };
            found.state = found.state.or(state(part)?);
            if let Some(seen) = last_seen(part)?
                && found.last_seen.as_ref().is_none_or(|known| seen.at > known.at)
            {
                found.last_seen = Some(seen);
            }
            if let Told::Value(totp) = part.flag("totpEnabled")? {
                found.mfa = Told::Value(totp || found.mfa == Told::Value(true));
            }
        }
        Ok(found)
    }
}

fn state(part: Fields<'_>) -> Result<Option<State>, Fault> {
    let marks = Marks {
        disabled: part.is_set("accountDisabled")?,
        locked: part.is_set("accountLocked")?,
        asked: false,
        word: part.text("accountState")?.value().cloned(),
    };
    Ok(marks.state())
}

/// The later of `lastLogonTime` and `lastLoginTime`. A user who never logged
/// in has no value of them, which is also how a server that does not record
/// them looks: both stay unsaid.
fn last_seen(part: Fields<'_>) -> Result<Option<LastSeen>, Fault> {
    let mut latest: Option<(DateTime<Utc>, &str)> = None;
    for key in ["lastLogonTime", "lastLoginTime"] {
        let at = match part.get(key) {
            None | Some(Value::Null) => continue,
            Some(Value::Number(number)) => number.as_i64().and_then(moment::millis),
            Some(Value::String(text)) if text.trim().is_empty() => continue,
            Some(Value::String(text)) => moment::any(text).map(|(at, _)| at),
            Some(_) => None,
        };
        let at = at.ok_or_else(|| {
            let shown = part.get(key).map(ToString::to_string).unwrap_or_default();
            Fault::at(key, format!("{} is no time; use {}", short(&shown, 40), moment::FORMATS))
        })?;
        if latest.is_none_or(|(known, _)| at > known) {
            latest = Some((at, key));
        }
    }
    Ok(latest.map(|(at, key)| LastSeen::seen(at, key, Precision::Second)))
}
