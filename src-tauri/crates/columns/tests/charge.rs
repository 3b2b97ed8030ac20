//! Who is in charge, as a plain look at everyone says it.
#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use muster_columns::Charge;
use muster_model::{Facts, State};
use proptest::prelude::*;

fn charge(person: &Person) -> Charge {
    Charge {
        user: person.id,
        of: person.userstore,
        enabled: person.state == State::Active && !person.facts.has(Facts::GONE),
        pending: person.facts.has(Facts::PENDING),
    }
}

proptest! {
    #[test]
    fn the_privileged_are_those_and_enabled_if_active_and_not_gone(
        people in prop::collection::vec(person(), 0..60),
        facts in prop::collection::vec(0_usize..8, 60),
    ) {
        let mut people = distinct(&people);
        for (person, which) in people.iter_mut().zip(facts) {
            let among = [Facts::PRIVILEGED, Facts::GONE, Facts::PENDING].into_iter().enumerate();
            person.facts = among.filter(|(bit, _)| which & (1 << bit) != 0).fold(Facts(0), |all, (_, fact)| Facts(all.0 | fact.0));
        }
        let columns = columns(&people);
        let mut found: Vec<Charge> = columns.privileged().collect();
        found.sort_by_key(|charge| charge.user);
        let mut expected: Vec<Charge> = people.iter().filter(|p| p.facts.has(Facts::PRIVILEGED)).map(charge).collect();
        expected.sort_by_key(|charge| charge.user);
        prop_assert_eq!(found, expected);
        for person in &people {
            prop_assert_eq!(columns.in_charge(person.id), Some(charge(person)));
        }
        prop_assert_eq!(columns.in_charge(-1), None);
    }
}
