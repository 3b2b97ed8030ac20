//! Every finding is one that was planted, and every planted one is found: the
//! rules that ship, over the realm's records, held against its plan.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use chrono::NaiveDate;
use common::Everything;
use muster_demo::{Finding, Realm, Settings};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn realm(users: u64, seed: u64) -> Realm {
    Realm::new(Settings::new(users, seed, NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()))
}

/// What is found and was not planted, and the other way around.
fn wrong(realm: &Realm, hours: i32) -> Vec<String> {
    let found = Everything::of(realm).found(realm, hours);
    let planted: BTreeSet<Finding> = realm.findings().into_iter().collect();
    let said =
        |what: &'static str| move |f: &Finding| format!("{what}: {} {} {}/{}", f.rule, f.kind, f.userstore, f.name);
    let false_alarms = found.difference(&planted).map(said("false alarm"));
    false_alarms.chain(planted.difference(&found).map(said("not found"))).collect()
}

#[test]
fn the_default_realm_has_what_was_planted_and_nothing_else() {
    let realm = realm(1284, 1);
    assert_eq!(wrong(&realm, 1), Vec::<String>::new());
    let mut rules: BTreeMap<&str, u32> = BTreeMap::new();
    for finding in realm.findings() {
        *rules.entry(finding.rule).or_default() += 1;
    }
    println!("{rules:#?}");
    assert!(rules.len() >= 36, "{} rules find something", rules.len());
}

#[test]
fn every_rule_is_shown_or_is_said_to_be_one_that_cannot_be() {
    let page = include_str!("../../../../docs/demo.md");
    let (_, cannot) = page.split_once("## What it cannot show").unwrap();
    let named = cannot.lines().filter_map(|line| line.strip_prefix("| `")?.split(" |").next());
    let mut rules: BTreeSet<&str> =
        named.flat_map(|cell| cell.split(", ")).map(|rule| rule.trim_matches('`')).collect();
    for finding in realm(1284, 1).findings() {
        assert!(rules.insert(finding.rule) || cannot.split('`').all(|word| word != finding.rule), "{}", finding.rule);
    }
    let shipped: BTreeSet<&str> = common::shipped().rules().iter().map(|rule| &*rule.id).collect();
    assert_eq!(rules, shipped);
}

#[test]
fn so_does_a_large_one() {
    // A hundred thousand, the first size without a past.
    assert_eq!(wrong(&realm(100_000, 1), 0), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn so_does_every_realm(users in prop_oneof![0_u64..130, 130_u64..1000, 1000_u64..4000], seed: u64, hours in -11_i32..=14) {
        prop_assert_eq!(wrong(&realm(users, seed), hours), Vec::<String>::new());
    }
}
