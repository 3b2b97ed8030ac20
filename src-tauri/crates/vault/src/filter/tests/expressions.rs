//! Made-up filters that ask for what the made-up realms have.

use super::realm::{DOMAINS, NAMES, PATHS, ROLES, text, time};
use muster_model::seen::SeenStatus;
use muster_model::{Kind, ProfileField, ScopeKind, State};
use muster_query::Moment;
use muster_query::ast::{
    AttributeName, Clause, Expr, Filter, FlagAttr, FlagTest, GrantClause, GrantFlag, GrantText, Needle, NumberAttr,
    NumberTest, Order, PathTest, SeenTest, TextAttr, TextOp, TextTest, TimeAttr, TimeTest, WordTest,
};
use proptest::prelude::*;

/// A text of the realm, or a piece of one.
fn needle() -> impl Strategy<Value = Needle> {
    let whole = prop_oneof![
        6 => text(),
        2 => prop::sample::select(ROLES).prop_map(str::to_owned),
        1 => prop::sample::select(DOMAINS).prop_map(str::to_owned),
    ];
    (whole, prop::option::of((0_usize..6, 1_usize..4))).prop_map(|(text, cut)| match cut {
        Some((from, length)) => Needle::new(&text.chars().skip(from).take(length).collect::<String>()),
        None => Needle::new(&text),
    })
}

fn text_test() -> impl Strategy<Value = TextTest> {
    let op = prop::sample::select(vec![TextOp::Eq, TextOp::Ne, TextOp::Co, TextOp::Sw, TextOp::Ew]);
    prop_oneof![1 => Just(TextTest::Present), 8 => (op, needle()).prop_map(|(op, n)| TextTest::Is(op, n))]
}

fn word_test<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = WordTest<T>> {
    let word = || prop::sample::select(all);
    prop_oneof![1 => Just(WordTest::Present), 4 => word().prop_map(WordTest::Eq), 4 => word().prop_map(WordTest::Ne)]
}

fn flag_test() -> impl Strategy<Value = FlagTest> {
    prop_oneof![Just(FlagTest::Present), any::<bool>().prop_map(FlagTest::Eq), any::<bool>().prop_map(FlagTest::Ne)]
}

fn order() -> impl Strategy<Value = Order> {
    prop::sample::select(vec![Order::Eq, Order::Ne, Order::Gt, Order::Ge, Order::Lt, Order::Le])
}

fn time_test() -> impl Strategy<Value = TimeTest> {
    let moment = prop_oneof![
        time().prop_map(Moment::Instant),
        time().prop_map(|at| Moment::Day(i32::try_from(at.div_euclid(86_400)).unwrap())),
        (-3_i32..4).prop_map(|months| Moment::Days(months * 30)),
        (-3_i32..4).prop_map(|months| Moment::Hours(months * 720)),
    ];
    prop_oneof![1 => Just(TimeTest::Present), 6 => (order(), moment).prop_map(|(o, m)| TimeTest::Is(o, m))]
}

fn number_test() -> impl Strategy<Value = NumberTest> {
    let number = prop::sample::select(vec![i64::MIN, -1, 0, 1, 2, 3, 5, 10, 29, 30, 31, 50, i64::MAX]);
    prop_oneof![1 => Just(NumberTest::Present), 6 => (order(), number).prop_map(|(o, n)| NumberTest::Is(o, n))]
}

fn path_test() -> impl Strategy<Value = PathTest> {
    let path = || {
        let more = prop::sample::select(vec!["/admin/users/list/x", "/ADMIN/", "/x"]);
        prop_oneof![prop::sample::select(PATHS), more].prop_map(Needle::new)
    };
    prop_oneof![1 => Just(PathTest::Present), 4 => path().prop_map(PathTest::Eq), 4 => path().prop_map(PathTest::Ne)]
}

fn tree<C: Clone + std::fmt::Debug + 'static>(
    leaf: impl Strategy<Value = C> + 'static,
) -> impl Strategy<Value = Expr<C>> {
    leaf.prop_map(Expr::Is).prop_recursive(4, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| Expr::and(parts).unwrap()),
            prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| Expr::or(parts).unwrap()),
            inner.prop_map(Expr::not),
        ]
    })
}

fn grant_clause() -> impl Strategy<Value = GrantClause> {
    let text = prop::sample::select(vec![GrantText::Role, GrantText::Base, GrantText::Scope, GrantText::Through]);
    let flag = prop::sample::select(vec![GrantFlag::Direct, GrantFlag::Elevated, GrantFlag::Privileged]);
    prop_oneof![
        3 => (text, text_test()).prop_map(|(a, t)| GrantClause::Text(a, t)),
        1 => word_test(ScopeKind::ALL).prop_map(GrantClause::ScopeKind),
        1 => number_test().prop_map(GrantClause::Level),
        2 => (flag, flag_test()).prop_map(|(a, t)| GrantClause::Flag(a, t)),
        2 => time_test().prop_map(GrantClause::Expires),
    ]
}

fn text_attr() -> impl Strategy<Value = TextAttr> {
    prop::sample::select(vec![
        TextAttr::UserName,
        TextAttr::DisplayName,
        TextAttr::Email,
        TextAttr::Userstore,
        TextAttr::SourceId,
        TextAttr::HighestRole,
        TextAttr::Role,
        TextAttr::Group,
        TextAttr::Person,
        TextAttr::Owner,
        TextAttr::Purpose,
        TextAttr::Profile(ProfileField::Title),
        TextAttr::Profile(ProfileField::Note),
        TextAttr::Profile(ProfileField::PublicEmail),
        TextAttr::Profile(ProfileField::Bio),
    ])
}

fn flag_attr() -> impl Strategy<Value = FlagAttr> {
    prop::sample::select(vec![
        FlagAttr::Active,
        FlagAttr::Mfa,
        FlagAttr::Privileged,
        FlagAttr::Auditor,
        FlagAttr::Member,
        FlagAttr::ElevatedGuest,
        FlagAttr::GrantsKnown,
        FlagAttr::SeatFlag,
        FlagAttr::Seat,
        FlagAttr::Gone,
        FlagAttr::Avatar,
        FlagAttr::Pending,
    ])
}

pub(super) fn clause() -> impl Strategy<Value = Clause> {
    let name = prop::sample::select(NAMES).prop_filter_map("a name", AttributeName::new);
    let time =
        prop::sample::select(vec![TimeAttr::LastSeen, TimeAttr::Created, TimeAttr::Expires, TimeAttr::ReviewDate]);
    let seen = (any::<bool>(), prop::sample::select(SeenStatus::ALL));
    let number = prop::sample::select(vec![NumberAttr::Id, NumberAttr::Level]);
    prop_oneof![
        2 => needle().prop_map(Clause::Anywhere),
        8 => (text_attr(), text_test()).prop_map(|(a, t)| Clause::Text(a, t)),
        3 => (name, text_test()).prop_map(|(a, t)| Clause::Attribute(a, t)),
        3 => path_test().prop_map(Clause::Permission),
        1 => word_test(State::ALL).prop_map(Clause::State),
        1 => word_test(Kind::ALL).prop_map(Clause::Kind),
        2 => seen.prop_map(|(is, s)| Clause::Seen(if is { SeenTest::Eq(s) } else { SeenTest::Ne(s) })),
        3 => (flag_attr(), flag_test()).prop_map(|(a, t)| Clause::Flag(a, t)),
        3 => (time, time_test()).prop_map(|(a, t)| Clause::Time(a, t)),
        2 => (number, number_test()).prop_map(|(a, t)| Clause::Number(a, t)),
        1 => Just(Clause::Grants(None)),
        6 => tree(grant_clause()).prop_map(|expr| Clause::Grants(Some(Box::new(expr)))),
    ]
}

pub(super) fn filter() -> impl Strategy<Value = Filter> {
    prop_oneof![1 => Just(Filter::everyone()), 20 => tree(clause()).prop_map(Filter::from)]
}
