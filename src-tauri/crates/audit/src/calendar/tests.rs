use super::*;
use chrono::FixedOffset;
use muster_query::ast::{Order, TimeAttr, TimeTest};
use muster_query::{Clause, parse};
use proptest::prelude::*;

fn at(text: &str) -> i64 {
    text.parse::<DateTime<Utc>>().unwrap().timestamp()
}

/// Whether a filter about `expires` holds, by its clauses alone.
fn holds(calendar: &Calendar<'_>, filter: &str, time: Option<i64>) -> bool {
    let settled = calendar.settle(&parse(filter).unwrap());
    settled.expr().unwrap().holds(&mut |clause| match clause {
        Clause::Time(TimeAttr::Expires, test) => test.holds(time, calendar.now()),
        other => panic!("{other:?}"),
    })
}

#[test]
fn a_day_begins_at_the_operators_midnight() {
    let berlin = FixedOffset::east_opt(3600).unwrap();
    let newyork = FixedOffset::west_opt(5 * 3600).unwrap();
    let now: DateTime<Utc> = "2026-11-21T12:00:00Z".parse().unwrap();
    // The last second that counts as yesterday, and the first of today.
    for (zone, last, first) in [
        (&berlin, "2026-11-20T22:59:59Z", "2026-11-20T23:00:00Z"),
        (&newyork, "2026-11-21T04:59:59Z", "2026-11-21T05:00:00Z"),
    ] {
        let calendar = Calendar::new(now, zone);
        assert_eq!((calendar.days_since(at(last)), calendar.days_since(at(first))), (1, 0), "{zone}");
        assert!(holds(&calendar, "expires le \"-1d\"", Some(at(last))), "{zone}");
        assert!(!holds(&calendar, "expires le \"-1d\"", Some(at(first))), "{zone}");
    }
}

#[test]
fn a_date_of_a_source_is_that_date_everywhere() {
    let now: DateTime<Utc> = "2026-11-21T12:00:00Z".parse().unwrap();
    for hours in -11..=11 {
        let zone = FixedOffset::east_opt(hours * 3600).unwrap();
        let calendar = Calendar::new(now, &zone);
        for (date, days) in [("2026-11-20", 1), ("2026-11-21", 0), ("2026-11-22", -1)] {
            let time = at(&format!("{date}T00:00:00Z"));
            assert_eq!(calendar.days_since(time), days, "{hours} {date}");
            assert_eq!(holds(&calendar, "expires le \"-1d\"", Some(time)), days >= 1, "{hours} {date}");
            assert_eq!(holds(&calendar, "expires eq \"+0d\"", Some(time)), days == 0, "{hours} {date}");
        }
    }
}

#[test]
fn a_day_is_asked_for_as_it_ends() {
    let berlin = FixedOffset::east_opt(3600).unwrap();
    let calendar = Calendar::on("2026-11-21".parse().unwrap(), &berlin);
    assert_eq!((calendar.now(), calendar.today().to_string()), (at("2026-11-21T22:59:59Z"), "2026-11-21".to_owned()));
    assert_eq!(Calendar::new(instant(calendar.now()), &berlin).today(), calendar.today());
}

/// A zone in which no day of this year begins at midnight.
#[derive(Clone, Copy, Debug)]
struct Gap;

impl Zone for Gap {
    fn date(&self, at: i64) -> NaiveDate {
        instant(at - 3600).date_naive()
    }
    fn midnight(&self, date: NaiveDate) -> i64 {
        utc_midnight(date) + 3600
    }
}

#[test]
fn a_zone_of_any_kind_will_do() {
    let calendar = Calendar::new("2026-11-21T00:30:00Z".parse().unwrap(), &Gap);
    assert_eq!(calendar.today().to_string(), "2026-11-20");
    assert!(holds(&calendar, "expires eq \"+0d\"", Some(calendar.now())));
}

#[test]
fn today_is_the_operators() {
    let auckland = FixedOffset::east_opt(13 * 3600).unwrap();
    let calendar = Calendar::new("2026-11-20T18:00:00Z".parse().unwrap(), &auckland);
    assert_eq!(calendar.today().to_string(), "2026-11-21");
}

proptest! {
    /// Every comparison of every settled filter agrees with counting days.
    #[test]
    fn a_settled_filter_counts_days_as_the_calendar_does(
        offset in -14 * 3600i32..=14 * 3600,
        now in 0i64..4_000_000_000,
        seconds in proptest::option::of(0i64..4_000_000_000),
        midnight: bool,
        near: bool,
        days in -400i32..400,
        order in 0usize..6,
    ) {
        let zone = FixedOffset::east_opt(offset).unwrap();
        let calendar = Calendar::new(instant(now), &zone);
        let time = seconds.map(|time| {
            let time = if near { now + i64::from(days) * DAY + time % (2 * DAY) - DAY } else { time };
            if midnight { time.div_euclid(DAY) * DAY } else { time }
        });
        let (word, order) = [
            ("eq", Order::Eq), ("ne", Order::Ne), ("gt", Order::Gt),
            ("ge", Order::Ge), ("lt", Order::Lt), ("le", Order::Le),
        ][order];
        let expected = time.map_or(order == Order::Ne, |time| {
            let ahead = -calendar.days_since(time);
            let days = i64::from(days);
            match order {
                Order::Eq => ahead == days,
                Order::Ne => ahead != days,
                Order::Gt => ahead > days,
                Order::Ge => ahead >= days,
                Order::Lt => ahead < days,
                Order::Le => ahead <= days,
            }
        });
        prop_assert_eq!(holds(&calendar, &format!("expires {word} \"{days:+}d\""), time), expected);
    }

    #[test]
    fn what_is_no_day_stays(hours in -900i32..900) {
        let zone = FixedOffset::east_opt(3600).unwrap();
        let calendar = Calendar::new(instant(1_000_000_000), &zone);
        let filter = parse(&format!("expires lt \"{hours:+}h\"")).unwrap();
        prop_assert_eq!(calendar.settle(&filter), filter.clone());
        let kept = matches!(
            filter.expr(),
            Some(muster_query::Expr::Is(Clause::Time(TimeAttr::Expires, TimeTest::Is(..))))
        );
        prop_assert!(kept);
    }
}
