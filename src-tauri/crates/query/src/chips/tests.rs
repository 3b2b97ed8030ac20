#![allow(clippy::unwrap_used)]

use super::{chips, without};
use crate::words::PartKind;
use crate::{Filter, parse};
use proptest::prelude::*;

fn texts(text: &str) -> Vec<String> {
    chips(text).unwrap().into_iter().map(|chip| chip.text).collect()
}

#[test]
fn what_and_joins_is_chip_by_chip() {
    for (text, expected) in [
        ("", &[][..]),
        ("  state  eq   active ", &["state  eq   active"]),
        ("state eq active and not (mfa eq true)", &["state eq active", "not (mfa eq true)"]),
        ("ada lovelace and kind eq bot", &["ada", "lovelace", "kind eq bot"]),
        ("(a and b) and c", &["(a and b)", "c"]),
        ("état and (a or b)", &["état", "(a or b)"]),
        (" a or b and c ", &["a or b and c"]),
        (
            r#"grants[role eq "x and y" and direct eq true] AND "a b""#,
            &[r#"grants[role eq "x and y" and direct eq true]"#, r#""a b""#],
        ),
        (r#"attributes."cost centre" pr and not not a"#, &[r#"attributes."cost centre" pr"#, "not not a"]),
    ] {
        assert_eq!(texts(text), expected, "{text}");
    }
    assert_eq!(chips("state is x").unwrap_err().at, 6);
}

#[test]
fn a_chip_says_what_it_is() {
    let all = chips(r#"ada and not (state eq "blocked") and (a or b) and lastSeen lt "-90d""#).unwrap();
    let parts = |n: usize| all[n].parts.iter().map(|p| (p.kind, p.text.as_str())).collect::<Vec<_>>();
    use PartKind::{Attribute, Operator, Value};
    assert_eq!(parts(0), [(Attribute, "name or e-mail"), (Operator, "contains"), (Value, "ada")]);
    assert_eq!(parts(1), [(Attribute, "state"), (Operator, "is not"), (Value, "blocked")]);
    assert_eq!(parts(2), [(Value, "name or e-mail contains a or name or e-mail contains b")]);
    assert_eq!(parts(3), [(Attribute, "last seen"), (Operator, "more than"), (Value, "90 days ago")]);
    assert_eq!(all.iter().map(|chip| chip.negated).collect::<Vec<_>>(), [false, true, false, false]);
    assert_eq!(all[3].sentence, "Last seen more than 90 days ago");
}

#[test]
fn a_chip_can_be_taken_away() {
    assert_eq!(without("a b and state eq active", 1).unwrap(), "a and state eq active");
    assert_eq!(without("a or b", 0).unwrap(), "");
    assert_eq!(without("a", 7).unwrap(), "a");
}

proptest! {
    /// Chips lie in the text one after another, and say together what the
    /// whole says.
    #[test]
    fn chips_together_are_the_filter(text in crate::parse::tests::near_filters()) {
        let Ok(whole) = parse(&text) else { return Ok(()) };
        let all = chips(&text).unwrap();
        let mut end = 0;
        let mut joined = Filter::everyone();
        for chip in &all {
            prop_assert!(chip.from >= end && chip.to > chip.from);
            end = chip.to;
            joined = joined.and(parse(&chip.text)?);
        }
        prop_assert!(end <= text.chars().count());
        prop_assert_eq!(joined, whole);
    }
}
