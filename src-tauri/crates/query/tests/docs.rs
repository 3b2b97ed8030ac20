//! The page on filters says what is so.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use muster_query::parse::{MAX_DEPTH, MAX_LENGTH};
use muster_query::reference::{MARKS, markdown};
use muster_query::{attributes, parse};

const PAGE: &str = include_str!("../../../../docs/filter.md");

#[test]
fn the_page_lists_every_attribute() {
    let (_, rest) = PAGE.split_once(MARKS.0).expect("a place for the attributes");
    let (listed, _) = rest.split_once(MARKS.1).expect("an end of it");
    assert!(listed.trim() == markdown().trim(), "docs/filter.md is behind: run make filter-docs");
    for attribute in attributes() {
        assert!(listed.contains(attribute.doc), "{}", attribute.name);
    }
}

/// Everything that stands in a block marked as a filter.
fn examples() -> Vec<&'static str> {
    let blocks = PAGE.split("```filter\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    blocks.flat_map(str::lines).map(|line| line.split(" # ").next().unwrap().trim()).collect()
}

#[test]
fn the_examples_of_the_page_are_filters() {
    assert!(examples().len() > 10);
    for example in examples() {
        assert!(parse(example).is_ok(), "{example}: {:?}", parse(example));
    }
}

#[test]
fn the_page_states_the_bounds() {
    assert!(PAGE.contains(&format!("{MAX_LENGTH} characters")), "{MAX_LENGTH}");
    assert!(PAGE.contains(&format!("{MAX_DEPTH} deep")), "{MAX_DEPTH}");
}
