//! What someone says of themselves just now, and until when.

use crate::profile::{Profile, ProfileField};
use crate::value;
use crate::word::words;
use chrono::{DateTime, Duration, Utc};

words! {
    /// Whether someone can be spoken to (GitLab `availability`).
    pub enum Availability {
        /// Nothing is said.
        NotSet = 0 "not_set",
        /// Busy.
        Busy = 1 "busy",
    }
}

words! {
    /// After what time a status goes by itself (GitLab `clear_status_after`).
    pub enum ClearAfter {
        /// Half an hour.
        ThirtyMinutes = 0 "30_minutes",
        /// Three hours.
        ThreeHours = 1 "3_hours",
        /// Eight hours.
        EightHours = 2 "8_hours",
        /// A day.
        OneDay = 3 "1_day",
        /// Three days.
        ThreeDays = 4 "3_days",
        /// A week.
        SevenDays = 5 "7_days",
        /// Thirty days.
        ThirtyDays = 6 "30_days",
    }
}

impl ClearAfter {
    /// How long that is.
    #[must_use]
    pub const fn duration(self) -> Duration {
        match self {
            Self::ThirtyMinutes => Duration::minutes(30),
            Self::ThreeHours => Duration::hours(3),
            Self::EightHours => Duration::hours(8),
            Self::OneDay => Duration::days(1),
            Self::ThreeDays => Duration::days(3),
            Self::SevenDays => Duration::days(7),
            Self::ThirtyDays => Duration::days(30),
        }
    }
}

/// A status as others see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status<'p> {
    /// An emoji, or its name.
    pub emoji: Option<&'p str>,
    /// What it says.
    pub message: Option<&'p str>,
    /// Whether they are busy.
    pub busy: bool,
    /// When it goes by itself.
    pub clear_at: Option<DateTime<Utc>>,
}

/// The fields a status is made of; they come and go together.
pub const STATUS_FIELDS: &[ProfileField] =
    &[ProfileField::StatusEmoji, ProfileField::Status, ProfileField::Availability, ProfileField::StatusClearAt];

/// The status a profile shows at `now`: none once its time has passed, or if
/// it says nothing. A time that cannot be read never passes.
#[must_use]
pub fn of(profile: &Profile, now: DateTime<Utc>) -> Option<Status<'_>> {
    let clear_at = profile.get(ProfileField::StatusClearAt).and_then(|text| value::time(text).ok());
    let status = Status {
        emoji: profile.get(ProfileField::StatusEmoji),
        message: profile.get(ProfileField::Status),
        busy: profile.get(ProfileField::Availability) == Some(Availability::Busy.word()),
        clear_at,
    };
    let says = status.emoji.is_some() || status.message.is_some() || status.busy;
    (says && clear_at.is_none_or(|at| at > now)).then_some(status)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_767_225_600 + seconds, 0).unwrap()
    }

    #[test]
    fn a_status_goes_at_its_time_and_not_before() {
        let mut profile = Profile::default();
        assert_eq!(of(&profile, at(0)), None);
        profile.set(ProfileField::Status, Some("At lunch"));
        profile.set(ProfileField::Availability, Some("busy"));
        let clear = ProfileField::StatusClearAt.read("30_minutes", at(0)).unwrap();
        profile.set(ProfileField::StatusClearAt, Some(&clear));
        let shown = of(&profile, at(1799)).unwrap();
        assert_eq!((shown.message, shown.busy, shown.clear_at), (Some("At lunch"), true, Some(at(1800))));
        assert_eq!(of(&profile, at(1800)), None);
    }

    #[test]
    fn a_time_alone_is_no_status() {
        let mut profile = Profile::default();
        profile.set(ProfileField::StatusClearAt, Some("2999-01-01T00:00:00Z"));
        assert_eq!(of(&profile, at(0)), None);
    }

    #[test]
    fn every_option_is_a_time_from_now() {
        for after in ClearAfter::ALL {
            let kept = ProfileField::StatusClearAt.read(after.word(), at(0)).unwrap();
            assert_eq!(value::time(&kept).unwrap(), at(0) + after.duration());
        }
    }
}
