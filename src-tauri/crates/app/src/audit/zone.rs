//! The operator's time zone: what a rule calls a day.

use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use muster_audit::Zone;
use serde_json::json;

/// Under which name it is remembered for an operator.
const PREFERENCE: &str = "audit.time_zone";

/// A time zone of the IANA database.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    /// Its name, such as `Europe/Berlin`.
    pub name: String,
    zone: TimeZone,
}

impl Named {
    fn find(name: &str) -> Option<Self> {
        let name = name.trim();
        if name.eq_ignore_ascii_case("utc") {
            return Some(Self::utc());
        }
        let zone = TimeZoneDatabase::bundled().get(name).ok()?;
        let name = zone.iana_name().unwrap_or(name).to_owned();
        Some(Self { name, zone })
    }

    fn utc() -> Self {
        Self { name: "UTC".to_owned(), zone: TimeZone::UTC }
    }
}

impl Zone for Named {
    fn date(&self, at: i64) -> NaiveDate {
        let utc = || DateTime::<Utc>::from_timestamp(at, 0).unwrap_or_default().date_naive();
        let Ok(there) = Timestamp::from_second(at) else { return utc() };
        let date = self.zone.to_datetime(there).date();
        let (month, day) = (u32::from(date.month().unsigned_abs()), u32::from(date.day().unsigned_abs()));
        NaiveDate::from_ymd_opt(date.year().into(), month, day).unwrap_or_else(utc)
    }

    fn midnight(&self, date: NaiveDate) -> i64 {
        use chrono::Datelike;
        let utc = || date.and_time(NaiveTime::MIN).and_utc().timestamp();
        let part = |n: u32| i8::try_from(n).ok();
        let there = i16::try_from(date.year())
            .ok()
            .zip(part(date.month()))
            .zip(part(date.day()))
            .and_then(|((year, month), day)| Date::new(year, month, day).ok());
        // Where clocks go forward at midnight, this is the first second there is.
        let first = there.and_then(|day| self.zone.to_ambiguous_zoned(day.at(0, 0, 0, 0)).compatible().ok());
        first.map_or_else(utc, |first| first.timestamp().as_second())
    }
}

impl Session {
    /// The operator's time zone: the one they chose, else `usual`, else UTC.
    pub(super) fn zone(&self, usual: Option<&str>) -> Result<Named> {
        let chosen = self.audit_time_zone()?;
        match chosen.as_deref().or(usual) {
            Some(name) => Named::find(name).ok_or_else(|| unknown(name)),
            None => Ok(Named::utc()),
        }
    }

    /// The time zone that the operator chose for audits.
    ///
    /// # Errors
    /// If the vault cannot be read.
    pub fn audit_time_zone(&self) -> Result<Option<String>> {
        Ok(self.preference(PREFERENCE)?.as_str().map(str::to_owned))
    }

    /// Chooses the time zone in which this operator's audits count days; none
    /// for that of the machine.
    ///
    /// # Errors
    /// [`Code::Invalid`] for a name that the IANA database does not have.
    pub fn audit_time_zone_set(&self, name: Option<&str>, now: DateTime<Utc>) -> Result<()> {
        let known = name.map(|name| Named::find(name).ok_or_else(|| unknown(name))).transpose()?;
        self.preference_set(PREFERENCE, &json!(known.map(|zone| zone.name)), now)
    }
}

fn unknown(name: &str) -> Error {
    let shown: String = name.chars().take(60).collect();
    let message = format!("There is no time zone {shown:?}. Write one as Europe/Berlin, America/New_York or UTC.");
    Error::new(Code::Invalid, message).with(json!({ "field": "time_zone" }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_where_the_operator_is() {
        let berlin = Named::find("europe/berlin").unwrap();
        assert_eq!(berlin.name, "Europe/Berlin");
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        // An hour before midnight UTC.
        assert_eq!(berlin.midnight(day), 1_795_215_600);
        assert_eq!(berlin.date(1_795_215_599), day.pred_opt().unwrap());
        assert_eq!(berlin.date(1_795_215_600), day);
        // In Beirut, clocks went forward at midnight of this day.
        let beirut = Named::find("Asia/Beirut").unwrap();
        let spring = NaiveDate::from_ymd_opt(2025, 3, 30).unwrap();
        assert_eq!(beirut.date(beirut.midnight(spring)), spring);
        assert_eq!(beirut.date(beirut.midnight(spring) - 1), spring.pred_opt().unwrap());
        assert!(Named::find("Middle/Earth").is_none());
        assert_eq!(Named::find("UTC").unwrap().date(0), NaiveDate::default());
    }
}
