//! A GitLab account over time: kind, state, creation, last seen.

use crate::part::Part;
use crate::planted::{Case, Seen};
use crate::realm::Realm;
use crate::shuffle::dice;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use muster_model::seen::Precision;
use muster_model::{Kind, LastSeen, State};
use rand::RngExt;

/// The field that GitLab tells a day by.
const DAY_FIELD: &str = "last_activity_on";
/// The field that GitLab tells a time by.
const TIME_FIELD: &str = "current_sign_in_at";

/// An account, over its whole life.
#[derive(Debug, Clone)]
pub struct Account {
    pub index: u64,
    pub case: Option<&'static Case>,
    /// The part it plays, and which of the players it is.
    pub part: Option<(Part, u64)>,
    pub kind: Kind,
    /// Its state today.
    state: State,
    pub created: NaiveDate,
    /// Since when it is in that state.
    changed: NaiveDate,
    /// Since when the instance no longer lists it.
    pub left: Option<NaiveDate>,
    /// Whether a second factor is set; none where the instance does not say.
    pub mfa: Option<bool>,
    seen: Activity,
}

#[derive(Debug, Clone, Copy)]
enum Activity {
    /// Comes by again and again, last so many days before any day at the most.
    Regular(u64),
    /// Came by until this day.
    Until(NaiveDate),
    Never,
    Unknown,
}

impl Account {
    /// What kind of account number `index` is.
    pub fn kind(realm: &Realm, index: u64) -> Kind {
        match (realm.case(index), realm.part(index)) {
            (Some(case), _) => case.kind,
            (None, Some((part, _))) => part.kind(),
            (None, None) => kind(realm.share(index, 1)),
        }
    }

    /// Account number `index` of the GitLab userstore.
    pub fn new(realm: &Realm, index: u64) -> Self {
        let case = realm.case(index);
        let part = realm.part(index);
        let today = realm.settings().today;
        let kind = Self::kind(realm, index);
        let left = realm.left(index);
        let left_directory = if kind == Kind::Human { realm.left_directory(index) } else { None };
        let state = match (case, part, left_directory) {
            (Some(case), ..) => case.state,
            (None, Some((part, rank)), _) => part.state(rank),
            (None, None, _) if left.is_some() => State::Deactivated,
            // Most who leave the directory are switched off here soon; a few are forgotten.
            (None, None, Some((_, true))) => State::Active,
            (None, None, Some((_, false))) => State::Deactivated,
            (None, None, None) => state(realm.share(index, 2), kind),
        };
        let share = realm.share(index, 3);
        let age = match (case, part) {
            (Some(case), _) if case.state == State::Pending => 12.0,
            (_, Some((Part::Waiting, _))) => 33.0 + share * 37.0,
            (_, Some((Part::NeverSignedIn | Part::UnusedAdministrator, _))) => 40.0 + share * 260.0,
            (Some(_), _) | (_, Some(_)) => 400.0 + share * 1700.0,
            // Whoever left the directory was there before.
            _ if left_directory.is_some() => 400.0 + share * 1700.0,
            _ => age(share, state),
        };
        let created = back(today, whole(age));
        let mut rng = dice(realm.settings().seed, 0x61_6363_6f75_6e74, index);
        let span = days_between(created, today);
        let changed = match (left_directory, left) {
            // A case that can no longer sign in was stopped the day after it was seen.
            _ if case.is_some() => case.map_or(today, |case| back(today, case.seen.days().saturating_sub(1))),
            (Some((on, _)), _) => on + Days::new(rng.random_range(1..20)),
            (None, Some(on)) => back(on, rng.random_range(20..90)),
            // Six in ten changed within the year.
            (None, None) if rng.random_bool(0.6) => back(today, rng.random_range(0..365.min(span.max(1)))),
            (None, None) => back(today, rng.random_range((span / 2).min(365)..=span.max(1))),
        };
        let changed = changed.min(today).max(created);
        let usual = activity(realm.share(index, 4), state, kind, changed, &mut rng);
        let mut seen = match (case, part) {
            (Some(case), _) => planted(case, today),
            (None, Some((part, _))) => played(part, realm.share(index, 4), today).unwrap_or(usual),
            (None, None) => usual,
        };
        if let Activity::Until(day) = seen {
            // Nobody was seen before the account was there.
            if day < created {
                seen = Activity::Until(created);
            }
        }
        let mfa = match (case, part) {
            (Some(case), _) => Some(case.mfa),
            (None, Some((Part::UnsureAdministrator, _))) => None,
            (None, Some((part, _))) if part.administers() => Some(part != Part::OpenAdministrator),
            _ => Some(kind.is_person() && realm.share(index, 5) < 0.86),
        };
        Self { index, case, part, kind, state, created, changed, left, mfa, seen }
    }

    /// Whether the instance lists it on a day.
    pub fn is_there(&self, on: NaiveDate) -> bool {
        self.created <= on && self.left.is_none_or(|left| on < left)
    }

    /// Its state on a day.
    pub fn state(&self, on: NaiveDate) -> State {
        // Who joined within the last fortnight may still have waited then.
        if self.state == State::Pending || on >= self.changed { self.state } else { State::Active }
    }

    /// Since when it can no longer sign in, if it cannot.
    pub fn switched_off(&self) -> Option<NaiveDate> {
        matches!(self.state, State::Deactivated | State::Blocked | State::Banned).then_some(self.changed)
    }

    /// When it was last seen, as the instance told on a day.
    pub fn last_seen(&self, realm: &Realm, on: NaiveDate) -> LastSeen {
        let mut rng = dice(realm.settings().seed, 0x7365_656e, self.index ^ (days_of(on) << 40));
        let day = match self.seen {
            Activity::Never => return LastSeen::never(DAY_FIELD),
            Activity::Unknown => return LastSeen::unknown(),
            Activity::Until(day) if day <= on => day,
            Activity::Until(_) => back(on, recent(rng.random())).max(self.created),
            Activity::Regular(within) => back(on, recent(rng.random()).min(within)).max(self.created),
        };
        let hour = rng.random_range(5..21);
        let time = NaiveTime::from_hms_opt(hour, rng.random_range(0..60), rng.random_range(0..60));
        match time {
            // The later of the two fields is shown; a day is the more common one.
            Some(time) if day < on && rng.random_bool(0.3) => {
                LastSeen::seen(day.and_time(time).and_utc(), TIME_FIELD, Precision::Second)
            }
            _ => LastSeen::seen(midnight(day), DAY_FIELD, Precision::Day),
        }
    }
}

fn kind(share: f64) -> Kind {
    match share {
        s if s < 0.93 => Kind::Human,
        s if s < 0.96 => Kind::External,
        s if s < 0.98 => Kind::Service,
        _ => Kind::Bot,
    }
}

/// With those who play a part, and with the other two userstores, where nearly
/// everyone is active, this makes 82 % active, 9 % deactivated, 6.5 % blocked
/// and 3 % pending.
fn state(share: f64, kind: Kind) -> State {
    match share {
        s if s < 0.780 => State::Active,
        s if s < 0.783 => State::Locked,
        s if s < 0.885 => State::Deactivated,
        s if s < 0.962 => State::Blocked,
        s if s < 0.964 => State::Banned,
        _ if kind.is_person() => State::Pending,
        _ => State::Active,
    }
}

/// Days since creation. Over six years, a little more than 2 % a month of the
/// last year; who is pending came within the last weeks.
fn age(share: f64, state: State) -> f64 {
    match share {
        _ if state == State::Pending => share * 27.0,
        s if s < 0.27 => s / 0.27 * 365.0,
        s => 365.0 + (s - 0.27) / 0.73 * 1826.0,
    }
}

/// Days since someone regular was last seen: most within days, nearly all
/// within a month, nobody after more than 43 days.
fn recent(share: f64) -> u64 {
    whole(match share {
        s if s < 0.55 => s / 0.55 * 3.0,
        s if s < 0.80 => 3.0 + (s - 0.55) / 0.25 * 5.0,
        s if s < 0.965 => 8.0 + (s - 0.80) / 0.165 * 22.0,
        s => 30.0 + (s - 0.965) / 0.035 * 13.9,
    })
}

/// Days within which everyone comes by who is more closely watched: people
/// from outside, and administrators.
const WATCHED: u64 = 26;

fn activity(share: f64, state: State, kind: Kind, changed: NaiveDate, rng: &mut rand::rngs::StdRng) -> Activity {
    match (state, share) {
        (State::Pending, _) => Activity::Never,
        (State::Active | State::Locked, _) if kind == Kind::External => Activity::Regular(WATCHED),
        (State::Active | State::Locked, _) => Activity::Regular(u64::MAX),
        (_, s) if s < 0.017 => Activity::Never,
        (_, s) if s < 0.023 => Activity::Unknown,
        // Often switched off because nobody came: GitLab waits for 90 days.
        (State::Deactivated, s) if s < 0.6 => Activity::Until(back(changed, rng.random_range(90..150))),
        _ => Activity::Until(back(changed, rng.random_range(0..20))),
    }
}

fn planted(case: &Case, today: NaiveDate) -> Activity {
    match case.seen {
        Seen::Days(days) => Activity::Until(back(today, u64::from(days))),
        Seen::Never => Activity::Never,
        Seen::Unknown => Activity::Unknown,
    }
}

/// What a part says of when it was seen, if it says anything. Limits of rules
/// are two days and more away, whatever the operator's time zone.
fn played(part: Part, share: f64, today: NaiveDate) -> Option<Activity> {
    let until = |least: u64, most: u64| {
        #[expect(clippy::cast_precision_loss, reason = "a few hundred days")]
        let span = (most + 1 - least) as f64;
        Activity::Until(back(today, least + whole(share * span)))
    };
    Some(match part {
        Part::Dormant => until(47, 86),
        Part::LongDormant => until(93, 393),
        Part::DormantAdministrator => until(34, 43),
        Part::DormantExternal => until(33, 42),
        Part::DormantService => until(93, 300),
        Part::NeverSignedIn | Part::UnusedAdministrator | Part::Waiting => Activity::Never,
        Part::Unknown => Activity::Unknown,
        Part::BusyAdministrator => Activity::Regular(4),
        part if part.administers() => Activity::Regular(WATCHED),
        _ => return None,
    })
}

/// The first second of a day, UTC.
pub fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// So many days before a day.
pub fn back(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

/// Whole days from one day to a later one.
pub fn days_between(from: NaiveDate, to: NaiveDate) -> u64 {
    u64::try_from(to.signed_duration_since(from).num_days()).unwrap_or(0)
}

fn days_of(day: NaiveDate) -> u64 {
    days_between(NaiveDate::default(), day)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand days at most")]
fn whole(days: f64) -> u64 {
    days.max(0.0) as u64
}
