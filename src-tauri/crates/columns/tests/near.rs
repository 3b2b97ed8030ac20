//! The first pages of a large selection are picked without its whole list, and
//! are what the list would give.
#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use muster_columns::{Context, Order, Sort};
use muster_query::parse;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

/// More than are ordered by themselves.
const PEOPLE: i64 = 4_000;

#[test]
fn first_pages_are_the_beginning_of_the_list() {
    let mut runner = TestRunner::deterministic();
    let people: Vec<Person> =
        (1..=PEOPLE).map(|id| Person { id, ..person().new_tree(&mut runner).unwrap().current() }).collect();
    let columns = columns(&people);
    let context = Context { now: NOW, ..Context::default() };
    let filter = parse("id gt 900 and not (id eq 2000)").unwrap();
    let selection = columns.select(&filter, &context).unwrap();
    assert_eq!(selection.count(), 3_099);
    for by in Sort::ALL.into_iter().filter(|by| *by != Sort::Seat) {
        for descending in [false, true] {
            let order = Order { by, descending };
            let whole = columns.page(&selection, order, None, 0, usize::MAX).unwrap();
            assert_eq!(whole, plainly(&people, &filter, order), "{order:?}");
            for (offset, limit) in [(0, 100), (0, 1), (1_900, 148), (1_900, 149), (2_048, 0), (7, 0)] {
                let page = columns.page(&selection, order, None, offset, limit).unwrap();
                assert_eq!(page, whole[offset..offset + limit], "{order:?} from {offset}, {limit}");
            }
        }
    }
}
