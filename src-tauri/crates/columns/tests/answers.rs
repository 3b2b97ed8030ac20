//! Columns give the answers that evaluating the filter user by user gives.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::*;
use muster_columns::{ColumnsError, Context, Order, Sort};
use muster_query::{Clause, parse};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

const SEAT_RULE: &str = "active eq true and (level gt 10 or kind eq human)";

/// Gives everyone the seat that the rule says.
fn seated(people: &[Person]) -> Vec<Person> {
    let rule = parse(SEAT_RULE).unwrap();
    distinct(people).into_iter().map(|p| Person { seat: Some(rule.matches(&p, NOW)), ..p }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn any_page_of_any_order_and_filter(
        people in prop::collection::vec(person(), 0..40),
        filter in filter(CLAUSES), order in order(), offset in 0_usize..20, limit in 0_usize..20, twice: bool,
    ) {
        let columns = columns(&people);
        let people = seated(&people);
        let seat = columns.select(&parse(SEAT_RULE).unwrap(), &Context { now: NOW, ..Context::default() }).unwrap();
        let context = Context { now: NOW, seat: Some(&seat), ..Context::default() };
        let expected = plainly(&people, &filter, order);
        // Once more from the cache.
        for _ in 0..=u8::from(twice) {
            let selection = columns.select(&filter, &context).unwrap();
            prop_assert_eq!(selection.count(), expected.len(), "{}", filter);
            let page = columns.page(&selection, order, Some(&seat), offset, limit).unwrap();
            let expected: Vec<i64> = expected.iter().copied().skip(offset).take(limit).collect();
            prop_assert_eq!(page, expected, "{}", filter);
        }
        // Without a plan there is no seat.
        let nobody: Vec<Person> = people.iter().cloned().map(|p| Person { seat: None, ..p }).collect();
        let selection = columns.select(&filter, &Context { now: NOW, ..Context::default() }).unwrap();
        prop_assert_eq!(selection.count(), plainly(&nobody, &filter, Order::default()).len(), "{}", filter);
    }

    #[test]
    fn what_only_the_vault_knows_is_asked_there(
        people in prop::collection::vec(person(), 0..30),
        own in filter(CLAUSES), foreign in filter(FOREIGN), how in 0..3, order in order(),
    ) {
        let columns = columns(&people);
        let people = distinct(&people);
        let filter = match how {
            0 => foreign.clone(),
            1 => own.and(foreign),
            _ => parse(&format!("{} or ({foreign})", own)).unwrap(),
        };
        let expected = plainly(&people, &filter, Order { by: Sort::DisplayName, ..order });
        let order = Order { by: Sort::DisplayName, ..order };
        let find = |id: i64| people.iter().find(|p| p.id == id).expect("a user there is");

        let asked = std::cell::Cell::new(0);
        let rest = |id: i64| { asked.set(asked.get() + 1); filter.matches(find(id), NOW) };
        let plain = Context { now: NOW, ..Context::default() };
        let candidates = columns.candidates(&filter, &plain).unwrap();
        // Those who are sure fit; those who are neither do not.
        for person in &people {
            let holds = filter.matches(person, NOW);
            if !candidates.maybe.contains(&person.id) {
                let sure = columns.finish(columns.candidates(&filter, &plain).unwrap(), []).unwrap();
                prop_assert_eq!(columns.selected(&sure, person.id), holds, "{} for {:?}", filter, person);
            }
        }
        let mut fresh = common::columns(&people);
        fresh.touch();
        let selection = fresh.select(&filter, &Context { rest: Some(&rest), ..plain }).unwrap();
        prop_assert_eq!(asked.get(), candidates.maybe.len());
        prop_assert_eq!(fresh.page(&selection, order, None, 0, 99).unwrap(), expected.clone(), "{}", filter);

        // The same by sets: nobody is asked about.
        let known = |clause: &Clause| Some(people.iter().filter(|p| clause.holds(*p, NOW)).map(|p| p.id).collect::<Vec<_>>());
        let fresh = common::columns(&people);
        let selection = fresh.select(&filter, &Context { known: Some(&known), ..plain }).unwrap();
        prop_assert_eq!(fresh.page(&selection, order, None, 0, 99).unwrap(), expected, "{}", filter);
    }

    #[test]
    fn counts_add_up(people in prop::collection::vec(person(), 0..40), filter in filter(CLAUSES)) {
        let columns = columns(&people);
        let people = distinct(&people);
        let selection = columns.select(&filter, &Context { now: NOW, ..Context::default() }).unwrap();
        let before = NOW - 90 * DAY;
        let counts = columns.counts(&selection, before).unwrap();
        let of = |text: &str| {
            let filter = filter.clone().and(parse(text).unwrap());
            plainly(&people, &filter, Order::default()).len() as u64
        };
        prop_assert_eq!(counts.users, of(""));
        for (state, count) in &counts.by_state {
            prop_assert_eq!(*count, of(&format!("state eq {state}")));
        }
        for (kind, count) in &counts.by_kind {
            prop_assert_eq!(*count, of(&format!("kind eq {kind}")));
        }
        for (level, count) in &counts.by_level {
            prop_assert_eq!(*count, of(&level.map_or("not (level pr)".into(), |level| format!("level eq {level}"))));
        }
        for (role, count) in &counts.by_role {
            let text = role.as_ref().map_or("not (highestRole pr)".into(), |role| format!("highestRole eq \"{}\"", role.name.as_deref().unwrap()));
            prop_assert_eq!(*count, of(&text));
        }
        for (userstore, count) in &counts.by_userstore {
            prop_assert_eq!(*count, of(&format!("userstore eq \"{}\"", DOMAINS[usize::try_from(*userstore).unwrap()])));
        }
        let sums = [
            counts.by_state.iter().map(|c| c.1).sum::<u64>(), counts.by_kind.iter().map(|c| c.1).sum(),
            counts.by_level.iter().map(|c| c.1).sum(), counts.by_role.iter().map(|c| c.1).sum(),
            counts.by_userstore.iter().map(|c| c.1).sum(), counts.by_seen.iter().sum(),
        ];
        prop_assert_eq!(sums, [counts.users; 6]);
        prop_assert_eq!(counts.by_seen, [of("lastSeen eq seen"), of("lastSeen eq never"), of("lastSeen eq unknown"), of("lastSeen eq not_collected")]);
        let seen_before = people.iter().filter(|p| filter.matches(*p, NOW) && muster_query::ast::TimeAttr::LastSeen.of(*p).is_some_and(|at| at < before)).count();
        prop_assert_eq!(counts.seen_before, seen_before as u64);
        prop_assert_eq!(counts.privileged, of("privileged eq true"));
        prop_assert_eq!(counts.privileged_without_mfa, of("privileged eq true and mfa eq false"));
        prop_assert_eq!(counts.privileged_mfa_unknown, of("privileged eq true and not (mfa pr)"));
        prop_assert_eq!(counts.gone, of("gone eq true"));
    }
}

/// Selections are kept for the next page, but not beyond the day they speak of.
#[test]
fn an_answer_is_kept_as_long_as_it_holds() {
    let mut runner = TestRunner::deterministic();
    let person = person().new_tree(&mut runner).unwrap().current();
    let created_at = Some(NOW - 30 * DAY);
    let columns = columns(&[Person { created_at, ..person }]);
    for (text, now, expected) in [
        ("created ge \"-30d\"", NOW, 1),
        ("created ge \"-30d\"", NOW + DAY, 0),
        ("created ge \"-30d\"", NOW, 1),
        ("created gt \"-721h\"", NOW, 1),
        ("created gt \"-721h\"", NOW + 3_601, 0),
        ("created ge \"2020-01-01\"", NOW + 999 * DAY, 1),
    ] {
        let context = Context { now, ..Context::default() };
        assert_eq!(columns.select(&parse(text).unwrap(), &context).unwrap().count(), expected, "{text} at {now}");
    }
}

/// More rows than one chunk, more hits than are sorted by themselves.
#[test]
fn chunks_join_without_a_seam() {
    let mut runner = TestRunner::deterministic();
    let strategy = person();
    let people: Vec<Person> =
        (0..20_000).map(|id| Person { id, ..strategy.new_tree(&mut runner).unwrap().current() }).collect();
    let columns = columns(&people);
    let context = Context { now: NOW, ..Context::default() };
    for text in
        CLAUSES.iter().chain(&["a or state eq active", "not (a and @) and active eq false", "mfa eq true and ab"])
    {
        let filter = parse(text).unwrap();
        let selection = columns.select(&filter, &context).unwrap();
        let mut got = columns.ids(&selection).unwrap();
        got.sort_unstable();
        let expected: Vec<i64> = people.iter().filter(|p| filter.matches(*p, NOW)).map(|p| p.id).collect();
        assert_eq!(got, expected, "{text}");
    }
    let filter = parse("a").unwrap();
    let selection = columns.select(&filter, &context).unwrap();
    assert!(selection.count() > 5_000);
    columns.prepare();
    for by in Sort::ALL.into_iter().filter(|by| *by != Sort::Seat) {
        for descending in [false, true] {
            let order = Order { by, descending };
            let expected = plainly(&people, &filter, order);
            assert_eq!(columns.page(&selection, order, None, 0, usize::MAX).unwrap(), expected, "{order:?}");
        }
    }
}

#[test]
fn what_is_missing_is_said() {
    let columns = columns(&[]);
    let context = Context { now: NOW, ..Context::default() };
    let filter = parse("sourceId pr and title pr").unwrap();
    assert!(columns.select(&filter, &context).is_ok(), "nobody to ask about");
    let mut runner = TestRunner::deterministic();
    let person = person().new_tree(&mut runner).unwrap().current();
    let mut columns = common::columns(&[person]);
    let error = columns.select(&filter, &context).unwrap_err();
    assert_eq!(error, ColumnsError::NeedsRows { clauses: vec!["sourceId pr".into(), "title pr".into()] });
    let everyone = columns.select(&parse("").unwrap(), &context).unwrap();
    let by_seat = Order { by: Sort::Seat, descending: false };
    assert_eq!(columns.page(&everyone, by_seat, None, 0, 1), Err(ColumnsError::NeedsSeats));
    let candidates = columns.candidates(&filter, &context).unwrap();
    columns.touch();
    assert_eq!(columns.finish(candidates, []).unwrap_err(), ColumnsError::Stale);
    assert_eq!(columns.page(&everyone, Order::default(), None, 0, 1), Err(ColumnsError::Stale));
    assert_eq!(columns.counts(&everyone, 0), Err(ColumnsError::Stale));
    assert!(matches!(columns.select(&filter, &Context { seat: Some(&everyone), ..context }), Err(ColumnsError::Stale)));
    columns.wipe();
    assert!(columns.is_empty());
    assert_eq!(columns.select(&parse("a or active eq true").unwrap(), &context).unwrap().count(), 0);
}
