//! What hostile filters cannot do.

use super::{Context, NOW};
use crate::filter::{compile, ids};
use crate::testing::made;
use muster_query::parse;
use muster_query::parse::{MAX_DEPTH, MAX_LENGTH};

const CONTEXT: Context<'_> = Context { now: NOW, seat: None };

#[test]
fn no_value_is_part_of_a_statement() {
    let evil = "evil'\\\"; DROP TABLE user; --";
    let quoted = muster_query::print::quote(evil);
    for text in [
        quoted.clone(),
        format!("userName eq {quoted}"),
        format!("title co {quoted}"),
        format!("attributes.{quoted} sw {quoted}"),
        format!("permission eq {quoted}"),
        format!("role ew {quoted}"),
        format!("group ne {quoted}"),
        format!("person eq {quoted}"),
        format!("grants[role eq {quoted} and scope co {quoted} or through ne {quoted}]"),
    ] {
        let compiled = compile(&parse(&text).unwrap(), &CONTEXT);
        assert!(!compiled.sql.to_lowercase().contains("evil"), "{}", compiled.sql);
        assert!(format!("{:?}", compiled.params).contains("evil"), "{text}");
    }
}

#[test]
fn the_deepest_and_longest_filters_are_understood_by_the_database() {
    let (_dir, _path, vault) = made();
    let nested = |n: usize, open: &str| format!("{}mfa pr{}", open.repeat(n), ")".repeat(n));
    let chain = |part: &str, word: &str, length: usize| {
        vec![part; (length + word.len()) / (part.len() + word.len())].join(word)
    };
    let alternating = |n: usize| {
        let opened: String = (0..n).map(|i| if i % 2 == 0 { "(id eq 1 or " } else { "(id eq 2 and " }).collect();
        format!("{opened}id eq 3{}", ")".repeat(n))
    };
    for text in [
        nested(MAX_DEPTH, "("),
        nested(MAX_DEPTH, "not ("),
        alternating(MAX_DEPTH),
        format!("grants[{}]", nested(MAX_DEPTH - 1, "not (").replace("mfa", "base")),
        chain("\"x\"", " or ", MAX_LENGTH),
        chain("\"x\"", " and ", MAX_LENGTH),
        chain("id pr", " or ", MAX_LENGTH),
        chain("grants pr", " and ", MAX_LENGTH),
        format!("grants[{}]", chain("base pr", " or ", MAX_LENGTH - 8)),
    ] {
        let filter = parse(&text).unwrap();
        let found = vault.read(|conn| ids(conn, &filter, &CONTEXT));
        assert!(found.is_ok(), "{}: {found:?}", text.chars().take(60).collect::<String>());
    }
}
