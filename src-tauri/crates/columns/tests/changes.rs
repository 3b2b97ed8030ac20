//! Columns follow changes as if they were built anew, and cursors outlive them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::*;
use muster_columns::{Context, Cursor, Order, Sort};
use muster_query::parse;
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Change {
    Upsert(Box<Person>),
    Remove(i64),
    Compact,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => person().prop_map(|p| Change::Upsert(Box::new(p))),
        3 => (1_i64..60).prop_map(Change::Remove),
        1 => Just(Change::Compact),
    ]
}

fn apply(columns: &mut muster_columns::Columns, people: &mut Vec<Person>, change: Change) {
    match change {
        Change::Upsert(person) => {
            columns.upsert(&person.row());
            people.push(*person);
        }
        Change::Remove(id) => {
            assert_eq!(columns.remove(id), people.iter().any(|p| p.id == id));
            people.retain(|p| p.id != id);
        }
        Change::Compact => *columns = columns.compacted(),
    }
    *people = distinct(people);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn changed_columns_equal_rebuilt_ones(
        people in prop::collection::vec(person(), 0..20), changes in prop::collection::vec(change(), 1..20),
        filter in filter(CLAUSES), prepared in prop::sample::subsequence(&Sort::ALL[..9], 0..9),
    ) {
        let mut people = people;
        let mut columns = columns(&people);
        let context = Context { now: NOW, ..Context::default() };
        for change in changes {
            prepared.iter().for_each(|by| columns.prepare_one(*by));
            let before = columns.generation();
            let changes = !matches!(change, Change::Remove(id) if !columns.holds(id));
            apply(&mut columns, &mut people, change);
            prop_assert_eq!(columns.generation() > before, changes);
            prop_assert_eq!(columns.len(), people.len());
            let selection = columns.select(&filter, &context).unwrap();
            let everyone = columns.select(&parse("").unwrap(), &context).unwrap();
            for by in Sort::ALL.into_iter().take(9) {
                let order = Order { by, descending: false };
                prop_assert_eq!(columns.page(&selection, order, None, 0, 99).unwrap(), plainly(&people, &filter, order));
                prop_assert_eq!(columns.page(&everyone, order, None, 0, 99).unwrap(), plainly(&people, &parse("").unwrap(), order));
            }
        }
    }

    #[test]
    fn changed_at_once_they_equal_rebuilt_ones(
        people in prop::collection::vec(person(), 0..30),
        batches in prop::collection::vec((prop::collection::vec(change(), 0..12), prop::bool::ANY), 1..4),
        filter in filter(CLAUSES), prepared in prop::sample::subsequence(&Sort::ALL[..9], 0..9),
    ) {
        let mut people = distinct(&people);
        let mut columns = columns(&people);
        let context = Context { now: NOW, ..Context::default() };
        for (changes, only_facts) in batches {
            prepared.iter().for_each(|by| columns.prepare_one(*by));
            let mut batch = columns.batch();
            for change in changes {
                match change {
                    Change::Upsert(person) => {
                        // What a bulk change does mostly: names, grants and groups stay.
                        let known = people.iter().rev().find(|p| p.id == person.id).filter(|_| only_facts).cloned();
                        let person = match known {
                            Some(known) => Person { state: person.state, kind: person.kind, level: person.level, ..known },
                            None => *person,
                        };
                        batch.upsert(&person.row());
                        people.push(person);
                    }
                    Change::Remove(id) => {
                        prop_assert_eq!(batch.remove(id), people.iter().any(|p| p.id == id));
                        people.retain(|p| p.id != id);
                    }
                    Change::Compact => {}
                }
                people = distinct(&people);
            }
            batch.finish();
            prop_assert_eq!(columns.len(), people.len());
            let selection = columns.select(&filter, &context).unwrap();
            for by in Sort::ALL.into_iter().take(9) {
                let order = Order { by, descending: false };
                prop_assert_eq!(columns.page(&selection, order, None, 0, 99).unwrap(), plainly(&people, &filter, order));
            }
        }
    }

    #[test]
    fn pages_join_to_the_whole_by_number_and_by_cursor(
        people in prop::collection::vec(person(), 0..40), order in order(), limit in 1_usize..9, filter in filter(CLAUSES),
    ) {
        let columns = columns(&people);
        let context = Context { now: NOW, ..Context::default() };
        let seat = columns.select(&parse("active eq true").unwrap(), &context).unwrap();
        let people: Vec<Person> = distinct(&people);
        let context = Context { seat: Some(&seat), ..context };
        let people: Vec<Person> = people.into_iter().map(|p| Person { seat: Some(columns.selected(&seat, p.id)), ..p }).collect();
        let selection = columns.select(&filter, &context).unwrap();
        let expected = plainly(&people, &filter, order);

        let mut numbered = Vec::new();
        while numbered.len() < expected.len() {
            let page = columns.page(&selection, order, Some(&seat), numbered.len(), limit).unwrap();
            prop_assert!(!page.is_empty());
            numbered.extend(page);
        }
        prop_assert_eq!(&numbered, &expected);

        let mut joined = columns.page(&selection, order, Some(&seat), 0, limit).unwrap();
        while let Some(last) = joined.last() {
            let cursor: Cursor = columns.cursor(order, Some(&seat), *last).unwrap().to_string().parse().unwrap();
            let page = columns.after(&selection, &cursor, Some(&seat), limit).unwrap();
            prop_assert_eq!(columns.position_after(&selection, &cursor, Some(&seat)).unwrap(), joined.len());
            if page.is_empty() {
                break;
            }
            joined.extend(page);
            prop_assert!(joined.len() <= expected.len(), "a page comes twice");
        }
        prop_assert_eq!(joined, expected);
    }

    #[test]
    fn who_does_not_change_is_neither_skipped_nor_repeated(
        people in prop::collection::vec(person(), 0..40), changes in prop::collection::vec(prop::collection::vec(change(), 0..4), 0..20),
        order in order(), limit in 1_usize..6,
    ) {
        let mut people = distinct(&people);
        let mut columns = columns(&people);
        let rule = parse("active eq true").unwrap();
        let everyone = parse("").unwrap();
        let mut changes = changes.into_iter();
        let mut changed = std::collections::HashSet::new();
        let before: Vec<i64> = people.iter().map(|p| p.id).collect();
        let mut cursor: Option<Cursor> = None;
        let mut read = Vec::new();
        loop {
            let context = Context { now: NOW, ..Context::default() };
            let seat = columns.select(&rule, &context).unwrap();
            let selection = columns.select(&everyone, &context).unwrap();
            let page = match &cursor {
                None => columns.page(&selection, order, Some(&seat), 0, limit).unwrap(),
                Some(cursor) => columns.after(&selection, cursor, Some(&seat), limit).unwrap(),
            };
            let Some(last) = page.last() else { break };
            cursor = columns.cursor(order, Some(&seat), *last);
            read.extend(page);
            prop_assert!(read.len() < 10_000, "pages come without end");
            for change in changes.next().unwrap_or_default() {
                match &change {
                    Change::Upsert(person) => { changed.insert(person.id); }
                    Change::Remove(id) => { changed.insert(*id); }
                    Change::Compact => {}
                }
                apply(&mut columns, &mut people, change);
            }
        }
        for id in before.iter().filter(|id| !changed.contains(id)) {
            prop_assert_eq!(read.iter().filter(|other| *other == id).count(), 1, "user {}", id);
        }
    }
}

#[test]
fn compaction_keeps_accents() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let person = proptest::strategy::ValueTree::current(&person().new_tree(&mut runner).unwrap());
    let people = ["müller", "muller"].map(|name| Person { username: name.into(), ..person.clone() });
    let [accented, plain] = people.map(|p| Person { id: i64::from(p.username == "muller"), ..p });
    let columns = columns(&[accented, plain]).compacted();
    let context = Context { now: NOW, ..Context::default() };
    for (text, expected) in
        [("userName eq \"MÜLLER\"", vec![0]), ("userName eq \"muller\"", vec![1]), ("muller", vec![0, 1])]
    {
        let selection = columns.select(&parse(text).unwrap(), &context).unwrap();
        assert_eq!(columns.ids(&selection).unwrap(), expected, "{text}");
    }
}

#[test]
fn dead_rows_call_for_compaction() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut make =
        |id| Person { id, ..proptest::strategy::ValueTree::current(&person().new_tree(&mut runner).unwrap()) };
    let people: Vec<Person> = (0..12_000).map(&mut make).collect();
    let mut columns = columns(&people);
    for person in &people[..1_300] {
        columns.upsert(&person.row());
    }
    assert!(!columns.should_compact());
    for person in &people[..100] {
        columns.upsert(&person.row());
    }
    assert!(columns.should_compact());
    let compacted = columns.compacted();
    assert!(!compacted.should_compact() && compacted.len() == 12_000 && compacted.generation() > columns.generation());
}
