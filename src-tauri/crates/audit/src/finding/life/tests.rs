use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn accepted(until: &str) -> State {
    State::Accepted(Acceptance { reason: "on leave".to_owned(), who: "olga".to_owned(), until: day(until) })
}

#[test]
fn every_state_and_whether_it_was_found() {
    let today = day("2026-11-21");
    let resolved = State::Resolved { on: day("2026-10-01") };
    let ended = Change::Reopened(Reopened::AcceptanceEnded);
    for (before, looked, found, change, after) in [
        (None, true, true, Some(Change::New), "open"),
        (Some(State::Open), true, true, Some(Change::Still), "open"),
        (Some(State::Open), true, false, Some(Change::Resolved), "resolved"),
        (Some(State::Open), false, false, Some(Change::Still), "open"),
        (Some(State::Reopened), true, true, Some(Change::Still), "reopened"),
        (Some(State::Reopened), true, false, Some(Change::Resolved), "resolved"),
        (Some(accepted("2026-11-20")), true, true, Some(ended), "reopened"),
        (Some(accepted("2026-11-21")), true, true, Some(Change::Still), "accepted"),
        (Some(accepted("2026-11-22")), true, true, Some(Change::Still), "accepted"),
        (Some(accepted("2026-11-22")), true, false, Some(Change::Resolved), "resolved"),
        (Some(accepted("2026-11-20")), true, false, Some(Change::Resolved), "resolved"),
        (Some(accepted("2026-11-20")), false, false, Some(ended), "reopened"),
        (Some(accepted("2026-11-21")), false, false, Some(Change::Still), "accepted"),
        (Some(resolved.clone()), true, true, Some(Change::Reopened(Reopened::CameBack)), "reopened"),
        (Some(resolved.clone()), true, false, None, "resolved"),
        (Some(resolved), false, false, None, "resolved"),
    ] {
        let id = FindingId(7);
        let previous: Vec<Previous> =
            before.iter().map(|state| Previous { id, state: state.clone(), looked }).collect();
        let hits: &[FindingId] = if found { &[id] } else { &[] };
        let steps = next(&previous, hits, today);
        assert_eq!(steps.first().map(|step| step.change), change, "{before:?} {looked} {found}");
        if let Some(step) = steps.first() {
            assert_eq!(step.change.after(before.clone(), today).word(), after, "{before:?} {looked} {found}");
        }
    }
}

#[test]
fn a_finding_lives_through_all_of_it() {
    let id = FindingId(1);
    let mut state = None;
    let mut story = Vec::new();
    for (today, found) in [("2026-01-01", true), ("2026-01-02", true), ("2026-01-03", false), ("2026-01-04", true)] {
        let today = day(today);
        let before: Vec<Previous> =
            state.iter().map(|s: &State| Previous { id, state: s.clone(), looked: true }).collect();
        let hits: &[FindingId] = if found { &[id] } else { &[] };
        let steps = next(&before, hits, today);
        story.push(steps[0].change);
        state = Some(steps[0].change.after(state, today));
    }
    let back = Change::Reopened(Reopened::CameBack);
    assert_eq!(story, [Change::New, Change::Still, Change::Resolved, back]);
}

#[test]
fn what_is_found_twice_is_one_finding() {
    let steps = next(&[], &[FindingId(2), FindingId(1), FindingId(2)], day("2026-01-01"));
    assert_eq!(steps.iter().map(|step| (step.id.0, step.hit)).collect::<Vec<_>>(), [(1, Some(1)), (2, Some(0))]);
}

fn states() -> impl Strategy<Value = State> {
    prop_oneof![
        Just(State::Open),
        Just(State::Reopened),
        (1u32..28).prop_map(|d| accepted(&format!("2026-11-{d:02}"))),
        Just(State::Resolved { on: day("2026-10-01") }),
    ]
}

proptest! {
    /// Nothing is lost, nothing is told twice, and a second run on the same
    /// day that finds the same has nothing to say.
    #[test]
    fn a_run_is_told_once(
        previous in proptest::collection::btree_map(0u128..20, (states(), any::<bool>()), 0..15),
        hits in proptest::collection::vec(0u128..20, 0..15),
    ) {
        let today = day("2026-11-14");
        let before: Vec<Previous> = previous
            .iter()
            .rev()
            .map(|(id, (state, looked))| Previous { id: FindingId(*id), state: state.clone(), looked: *looked })
            .collect();
        let hits: Vec<FindingId> = hits.into_iter().map(FindingId).collect();
        let steps = next(&before, &hits, today);
        prop_assert!(steps.windows(2).all(|pair| pair[0].id < pair[1].id));

        let mut after: BTreeMap<FindingId, State> = before.iter().map(|p| (p.id, p.state.clone())).collect();
        for step in &steps {
            prop_assert_eq!(step.previous.map(|place| before[place].id), step.previous.map(|_| step.id));
            prop_assert_eq!(step.hit.map(|place| hits[place]), step.hit.map(|_| step.id));
            prop_assert_eq!(step.change == Change::New, step.previous.is_none());
            let state = step.change.after(after.get(&step.id).cloned(), today);
            after.insert(step.id, state);
        }
        for id in &hits {
            let state = &after[id];
            let kept = matches!(state, State::Accepted(acceptance) if acceptance.until >= today);
            prop_assert!(state.is_open() || kept, "{:?}", state);
        }
        for (id, state) in &after {
            let looked = before.iter().all(|p| p.id != *id || p.looked);
            if !hits.contains(id) && looked {
                prop_assert!(matches!(state, State::Resolved { .. }), "{:?}", state);
            }
        }
        let again: Vec<Previous> =
            after.iter().map(|(id, state)| Previous { id: *id, state: state.clone(), looked: true }).collect();
        let unlooked = |id: &FindingId| before.iter().any(|p| p.id == *id && !p.looked);
        for step in next(&again, &hits, today) {
            prop_assert!(step.change == Change::Still || unlooked(&step.id), "{:?}", step);
        }
    }
}
