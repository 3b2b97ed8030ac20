//! Everyone once, as a plain look at everyone says it.
#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use muster_model::{GrantKeys, State};
use proptest::prelude::*;

proptest! {
    #[test]
    fn everyone_comes_once_in_order_with_what_they_hold(people in prop::collection::vec(person(), 0..60)) {
        let mut people = distinct(&people);
        people.sort_by_key(|person| person.id);
        let columns = columns(&people);
        let kinds = columns.grant_kinds();
        prop_assert_eq!(columns.holders().len(), people.len());
        for (holder, person) in columns.holders().zip(&people) {
            prop_assert_eq!(holder.id(), person.id);
            prop_assert_eq!(holder.userstore(), person.userstore);
            prop_assert_eq!(holder.facts(), person.facts);
            prop_assert_eq!(holder.top_role(), person.row().top_role);
            for state in State::ALL {
                prop_assert_eq!(holder.is(*state), *state == person.state);
            }
            let held: Vec<GrantKeys> = holder.grants().map(|number| {
                let kind = kinds[number as usize];
                GrantKeys { role: kind.role, scope: kind.scope, through: kind.through.to_owned(), expires: kind.expires }
            }).collect();
            prop_assert_eq!(&held, person.row().grants);
            prop_assert_eq!(&holder.groups().collect::<Vec<_>>(), person.row().groups);
        }
    }
}
