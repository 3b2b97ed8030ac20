//! What a clause about a user says.

use super::{Phrase, grant, names, time, typed};
use crate::ast::{
    Clause, FlagAttr, FlagTest, NumberAttr, NumberTest, Order, PathTest, SeenTest, TextAttr, TextOp, TextTest,
    TimeAttr, TimeTest, WordTest,
};
use muster_model::grant::gitlab_role;
use muster_model::seen::SeenStatus;

/// What a clause says, or if `negated`, its opposite.
pub(super) fn phrase(clause: &Clause, negated: bool) -> Phrase {
    match clause {
        Clause::Anywhere(needle) => {
            let contains = if negated { "does not contain" } else { "contains" };
            Phrase::default().attribute("name or e-mail").operator(contains).value(typed(needle.raw()))
        }
        Clause::Text(TextAttr::Role, test) => held(&ROLE, test, negated),
        Clause::Text(TextAttr::Group, test) => held(&GROUP, test, negated),
        Clause::Text(attr, test) => text(names::text(*attr), test, negated),
        Clause::Attribute(name, test) => text(&format!("attribute {}", name.raw()), test, negated),
        Clause::Permission(PathTest::Present) => held(&PERMISSION, &TextTest::Present, negated),
        Clause::Permission(PathTest::Eq(path)) => held(&PERMISSION, &TextTest::Is(TextOp::Eq, path.clone()), negated),
        Clause::Permission(PathTest::Ne(path)) => held(&PERMISSION, &TextTest::Is(TextOp::Ne, path.clone()), negated),
        Clause::State(test) => word("state", *test, negated),
        Clause::Kind(test) => word("kind", *test, negated),
        Clause::Seen(test) => seen(*test, negated),
        Clause::Flag(attr, test) => flag(*attr, *test, negated),
        Clause::Time(attr, test) => timed(*attr, *test, negated),
        Clause::Number(attr, test) => number(*attr, *test, negated),
        Clause::Grants(None) => Phrase::default().value(if negated { "holds no grant" } else { "holds a grant" }),
        Clause::Grants(Some(expr)) => grant::phrase(expr, negated),
    }
}

/// A verb and its opposite.
pub(super) const fn verb(op: TextOp, negated: bool) -> &'static str {
    match (op, negated) {
        (TextOp::Eq, false) | (TextOp::Ne, true) => "is",
        (TextOp::Eq, true) | (TextOp::Ne, false) => "is not",
        (TextOp::Co, false) => "contains",
        (TextOp::Co, true) => "does not contain",
        (TextOp::Sw, false) => "starts with",
        (TextOp::Sw, true) => "does not start with",
        (TextOp::Ew, false) => "ends with",
        (TextOp::Ew, true) => "does not end with",
    }
}

fn text(name: &str, test: &TextTest, negated: bool) -> Phrase {
    let phrase = Phrase::default().attribute(name);
    match test {
        TextTest::Present => phrase.operator(if negated { "is not set" } else { "is set" }),
        TextTest::Is(op, needle) => phrase.operator(verb(*op, negated)).value(typed(needle.raw())),
    }
}

/// How having one of several things is said: any, none, this one, not this one.
struct Having([&'static str; 4]);

const ROLE: Having = Having(["holds a role", "holds no role", "holds the role", "does not hold the role"]);
const GROUP: Having = Having(["is in a group", "is in no group", "is in the group", "is not in the group"]);
const PERMISSION: Having =
    Having(["holds a permission", "holds no permission", "holds the permission", "does not hold the permission"]);

fn held(Having([any, none, this, other]): &Having, test: &TextTest, negated: bool) -> Phrase {
    let some = if negated { none } else { any };
    match test {
        TextTest::Present => Phrase::default().value(*some),
        TextTest::Is(TextOp::Eq | TextOp::Ne, needle) => {
            let is = negated == matches!(test, TextTest::Is(TextOp::Ne, _));
            Phrase::default().operator(if is { *this } else { *other }).value(typed(needle.raw()))
        }
        TextTest::Is(op, needle) => {
            Phrase::default().operator(format!("{some} that {}", verb(*op, false))).value(typed(needle.raw()))
        }
    }
}

fn word<T: std::fmt::Display>(name: &str, test: WordTest<T>, negated: bool) -> Phrase {
    let phrase = Phrase::default().attribute(name);
    match test {
        WordTest::Present => phrase.operator(if negated { "is not set" } else { "is set" }),
        WordTest::Eq(word) => phrase.operator(verb(TextOp::Eq, negated)).value(word.to_string()),
        WordTest::Ne(word) => phrase.operator(verb(TextOp::Ne, negated)).value(word.to_string()),
    }
}

fn seen(test: SeenTest, negated: bool) -> Phrase {
    let (status, is) = match test {
        SeenTest::Eq(status) => (status, !negated),
        SeenTest::Ne(status) => (status, negated),
    };
    let value = match status {
        SeenStatus::Seen => "a known time",
        SeenStatus::Never if is => return Phrase::default().value("never seen"),
        SeenStatus::Never => "never",
        SeenStatus::Unknown => "unknown",
        SeenStatus::NotCollected => "not collected",
    };
    Phrase::default().attribute("last seen").operator(if is { "is" } else { "is not" }).value(value)
}

fn flag(attr: FlagAttr, test: FlagTest, negated: bool) -> Phrase {
    let may_be_unknown = attr == FlagAttr::Seat || attr.facts().is_some_and(|(_, known)| known.is_some());
    let [yes, no] = names::flag(attr);
    let (value, is) = match test {
        FlagTest::Present => {
            let known = if negated { "it is not known whether the user" } else { "it is known whether the user" };
            return Phrase::default().operator(known).value(names::whether(attr));
        }
        FlagTest::Eq(value) => (value, !negated),
        FlagTest::Ne(value) => (value, negated),
    };
    let text = if value == is { yes } else { no };
    let unknown = if is || !may_be_unknown { "" } else { ", or that is not known" };
    Phrase::default().value(format!("{text}{unknown}"))
}

fn timed(attr: TimeAttr, test: TimeTest, negated: bool) -> Phrase {
    let said = |[yes, no]: [&'static str; 2], negated: bool| if negated { no } else { yes };
    match test {
        TimeTest::Present => Phrase::default().value(said(names::timed(attr), negated)),
        TimeTest::Is(order, moment) => {
            let (word, value) = time::compared(order, moment);
            let negated = negated != (order == Order::Ne);
            Phrase::default().attribute(said(names::time(attr), negated)).operator(word).value(value)
        }
    }
}

pub(super) fn number(attr: NumberAttr, test: NumberTest, negated: bool) -> Phrase {
    let phrase = Phrase::default().attribute(names::number(attr));
    match test {
        NumberTest::Present => phrase.operator(if negated { "is not known" } else { "is known" }),
        NumberTest::Is(order, value) => {
            let is = if negated == (order == Order::Ne) { "is" } else { "is not" };
            let than = than(order);
            let operator = if than.is_empty() { is.to_owned() } else { format!("{is} {than}") };
            let value = if attr == NumberAttr::Level { level(value) } else { value.to_string() };
            phrase.operator(operator).value(value)
        }
    }
}

/// How numbers compare, without a verb.
pub(super) const fn than(order: Order) -> &'static str {
    match order {
        Order::Eq | Order::Ne => "",
        Order::Gt => "more than",
        Order::Ge => "at least",
        Order::Lt => "less than",
        Order::Le => "at most",
    }
}

/// An access level with its name: `30 (Developer)`.
pub(super) fn level(level: i64) -> String {
    let name = u8::try_from(level).ok().and_then(gitlab_role);
    name.map_or_else(|| level.to_string(), |name| format!("{level} ({name})"))
}
