//! Days as the operator counts them.
//!
//! "45 days" are calendar days in the operator's time zone: someone seen at
//! 23:50 and someone seen at 00:10 the next morning are a day apart. Many
//! sources tell a day only, which Muster keeps as its first second in UTC
//! ([`muster_model::LastSeen::at`]); so a time that is midnight UTC to the
//! second is read as that date, wherever the operator is. A source with exact
//! times says midnight UTC once in 86,400 times; it is then a day off at most.

mod settle;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};

const DAY: i64 = 86_400;

/// A time zone, as far as days need one. Every [`chrono::TimeZone`] is one:
/// `FixedOffset`, `Local`, `Utc`.
pub trait Zone: Sync {
    /// The date there at a time in seconds since 1970-01-01 UTC.
    fn date(&self, at: i64) -> NaiveDate;
    /// The first second of a date there, in seconds since 1970-01-01 UTC.
    fn midnight(&self, date: NaiveDate) -> i64;
}

impl<Z: TimeZone + Sync> Zone for Z {
    fn date(&self, at: i64) -> NaiveDate {
        instant(at).with_timezone(self).date_naive()
    }

    fn midnight(&self, date: NaiveDate) -> i64 {
        // Where clocks go forward at midnight, the day begins a little later.
        let starts =
            (0..=12).map(|quarter| NaiveDateTime::new(date, NaiveTime::MIN) + TimeDelta::minutes(quarter * 15));
        let found = starts.into_iter().find_map(|start| self.from_local_datetime(&start).earliest());
        found.map_or_else(|| utc_midnight(date), |start| start.timestamp())
    }
}

/// Today, and how to count days from it.
#[derive(Clone, Copy)]
pub struct Calendar<'z> {
    today: NaiveDate,
    now: i64,
    zone: &'z dyn Zone,
}

impl std::fmt::Debug for Calendar<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Calendar").field("today", &self.today).field("now", &self.now).finish_non_exhaustive()
    }
}

impl<'z> Calendar<'z> {
    /// The calendar of an operator in `zone` when it is `now`.
    #[must_use]
    pub fn new(now: DateTime<Utc>, zone: &'z dyn Zone) -> Self {
        let now = now.timestamp();
        Self { today: zone.date(now), now, zone }
    }

    /// The calendar of an operator in `zone` on the last second of a date, for
    /// an audit as of that day.
    #[must_use]
    pub fn on(today: NaiveDate, zone: &'z dyn Zone) -> Self {
        let next = today.succ_opt().map_or_else(|| zone.midnight(today) + DAY, |next| zone.midnight(next));
        Self { today, now: next - 1, zone }
    }

    /// The date it is for the operator.
    #[must_use]
    pub const fn today(&self) -> NaiveDate {
        self.today
    }

    /// The time it is, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn now(&self) -> i64 {
        self.now
    }

    /// The date of a time, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub fn date(&self, at: i64) -> NaiveDate {
        if at.rem_euclid(DAY) == 0 { instant(at).date_naive() } else { self.zone.date(at) }
    }

    /// Days from the date of a time until today; negative for what is to come.
    #[must_use]
    pub fn days_since(&self, at: i64) -> i64 {
        self.days_since_date(self.date(at))
    }

    /// Days from a date until today; negative for what is to come.
    #[must_use]
    pub fn days_since_date(&self, date: NaiveDate) -> i64 {
        self.today.signed_duration_since(date).num_days()
    }

    /// The date so many days ahead of today (behind, if negative).
    pub(crate) fn ahead(&self, days: i32) -> NaiveDate {
        let by = Days::new(u64::from(days.unsigned_abs()));
        let moved = if days < 0 { self.today.checked_sub_days(by) } else { self.today.checked_add_days(by) };
        moved.unwrap_or(self.today)
    }
}

fn instant(at: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(at, 0).unwrap_or_default()
}

fn utc_midnight(date: NaiveDate) -> i64 {
    date.and_time(NaiveTime::MIN).and_utc().timestamp()
}

#[cfg(test)]
mod tests;
