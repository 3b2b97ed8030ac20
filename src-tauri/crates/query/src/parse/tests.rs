#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::ast::{
    AttributeName, FlagAttr, FlagTest, GrantClause, GrantFlag, GrantText, Needle, NumberAttr, NumberTest, Order,
    PathTest, SeenTest, TextAttr, TextOp, TextTest, TimeAttr, TimeTest, WordTest,
};
use crate::moment::Moment;
use muster_model::seen::SeenStatus;
use muster_model::{Kind, ProfileField, ScopeKind, State};
use proptest::prelude::*;

fn canonical(text: &str) -> String {
    parse(text).unwrap_or_else(|e| panic!("{text}: {e}")).to_string()
}

fn fails(text: &str) -> ParseError {
    parse(text).expect_err(text)
}

/// Figure 2 of RFC 7644, section 3.4.2.2, in its order: what each filter
/// means here, or the character at which an attribute or value that Muster
/// does not have begins.
#[test]
fn the_examples_of_the_rfc() {
    let examples: &[(&str, Result<&str, usize>)] = &[
        (r#"userName eq "bjensen""#, Ok(r#"userName eq "bjensen""#)),
        (r#"name.familyName co "O'Malley""#, Ok(r#"name.familyName co "O'Malley""#)),
        (r#"userName sw "J""#, Ok(r#"userName sw "J""#)),
        (r#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J""#, Ok(r#"userName sw "J""#)),
        ("title pr", Ok("title pr")),
        (r#"meta.lastModified gt "2011-05-13T04:42:34Z""#, Err(0)),
        (r#"meta.lastModified ge "2011-05-13T04:42:34Z""#, Err(0)),
        (r#"meta.lastModified lt "2011-05-13T04:42:34Z""#, Err(0)),
        (r#"meta.lastModified le "2011-05-13T04:42:34Z""#, Err(0)),
        (r#"title pr and userType eq "Employee""#, Err(25)),
        (r#"title pr or userType eq "Intern""#, Err(24)),
        (r#"schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User""#, Err(0)),
        (r#"userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")"#, Err(12)),
        (r#"userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")"#, Err(12)),
        (r#"userType eq "Employee" and (emails.type eq "work")"#, Err(12)),
        (r#"userType eq "Employee" and emails[type eq "work" and value co "@example.com"]"#, Err(12)),
        (
            r#"emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]"#,
            Err(7),
        ),
        // The same shapes with words that exist here.
        (
            r#"userType ne "bot" and not (emails co "example.com" or emails.value co "example.org")"#,
            Ok(r#"kind ne "bot" and not (emails.value co "example.com" or emails.value co "example.org")"#),
        ),
        (r#"userType eq "bot" and (emails.type eq "work")"#, Err(23)),
        (r#"meta.created gt "2011-05-13T04:42:34Z""#, Ok(r#"meta.created gt "2011-05-13T04:42:34Z""#)),
    ];
    for (text, expected) in examples {
        let got = parse(text);
        assert_eq!(
            got.as_ref().map(ToString::to_string).map_err(|e| e.at),
            expected.map(str::to_owned),
            "{text}: {got:?}"
        );
    }
}

/// The productions of RFC 7644's grammar (Figure 1), one by one.
#[test]
fn the_grammar_of_the_rfc() {
    for (text, expected) in [
        // attrExp: present, compared; operators in any case.
        ("title pr", "title pr"),
        (r#"title PR and title Eq "x""#, r#"title pr and title eq "x""#),
        // compValue: true, false, a number, a string with JSON's escapes.
        ("active eq true", "active eq true"),
        ("active eq False", "active eq false"),
        ("level eq 30", "level eq 30"),
        ("level ge -1", "level ge -1"),
        (r#"title eq "\u00e9\n\"\/""#, "title eq \"é\\n\\\"/\""),
        // logExp, grouping, and not with and without its parentheses.
        ("title pr or (title pr and title pr)", "title pr or title pr and title pr"),
        ("not (title pr)", "not (title pr)"),
        ("not title pr", "not (title pr)"),
        ("not(title pr)or(title pr)", "not (title pr) or title pr"),
        // attrPath: a sub-attribute, a URI in front, names in any case.
        (r#"NAME.FAMILYNAME eq "x""#, r#"name.familyName eq "x""#),
        (
            r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq "7""#,
            r#"employeeNumber eq "7""#,
        ),
        // valuePath.
        (
            r#"emails[value ew "x" and not (value sw "y")]"#,
            r#"emails.value pr and emails.value ew "x" and not (emails.value sw "y")"#,
        ),
    ] {
        assert_eq!(canonical(text), expected, "{text}");
    }
    // compValue has null; absence is asked for by pr.
    for text in ["title eq null", "level ne NULL", "active eq null", "lastSeen eq null", "attributes.x eq null"] {
        let e = fails(text);
        assert!(e.message.contains("pr) for what has none") && e.at == text.len() - 4, "{text}: {e}");
    }
}

#[test]
fn not_binds_tightest_then_and_then_or() {
    let plain = parse(r#"a or b and not c"#).expect("filter");
    assert_eq!(plain, parse(r#""a" or ("b" and (not ("c")))"#).expect("filter"));
    assert_eq!(plain.to_string(), r#""a" or "b" and not ("c")"#);
    assert_eq!(canonical("(a or b) and c"), r#"("a" or "b") and "c""#);
    assert_eq!(canonical("NOT active EQ TRUE Or MFA pr"), "not (active eq true) or mfa pr");
}

#[test]
fn nothing_is_everyone() {
    assert_eq!(parse("").expect("filter"), Filter::everyone());
    assert_eq!(parse(" \t\n").expect("filter"), Filter::everyone());
    assert_eq!(Filter::everyone().to_string(), "");
}

#[test]
fn bare_words_search_and_side_by_side_mean_and() {
    assert_eq!(canonical("ada lovelace"), r#""ada" and "lovelace""#);
    assert_eq!(canonical(r#""ada lovelace""#), r#""ada lovelace""#);
    assert_eq!(canonical("ada@example.org or state"), r#""ada@example.org" or "state""#);
    assert_eq!(canonical("ada lovelace and state eq blocked"), r#""ada" and "lovelace" and state eq "blocked""#);
    assert_eq!(fails("ada state eq blocked").at, 4);
    assert_eq!(fails("active eq true adn mfa eq true").at, 15);
}

#[test]
fn times_and_the_words_of_last_seen() {
    assert_eq!(
        canonical("lastSeen eq never or lastSeen ne \"Not_Collected\""),
        "lastSeen eq never or lastSeen ne not_collected"
    );
    assert_eq!(canonical("lastSeen lt -90d"), "lastSeen lt \"-90d\"");
    assert_eq!(
        canonical("expires le \"+4w\" and created ge 2026-01-31"),
        "expires le \"+28d\" and meta.created ge \"2026-01-31\""
    );
    let e = fails("lastSeen lt never");
    assert_eq!((e.at, e.message.contains("eq and ne")), (12, true));
    let e = fails("lastSeen lt \"90d\"");
    assert_eq!((e.at, e.message.contains("did you mean \"-90d\"")), (12, true), "{e}");
    assert_eq!(fails("created eq never").at, 11);
}

#[test]
fn brackets_speak_of_one_grant_and_one_email() {
    assert_eq!(
        canonical(r#"grants[role eq "owner" and scope sw "acme/" and not (direct eq true) or type eq project]"#),
        r#"grants[role eq "owner" and scope sw "acme/" and not (direct eq true) or scopeKind eq "project"]"#
    );
    assert_eq!(canonical("grants pr"), "grants pr");
    assert_eq!(canonical(r#"emails[value co "@x"]"#), r#"emails.value co "@x""#);
    // In brackets, `ne` and `not` speak of an e-mail that is there.
    assert_eq!(canonical(r#"emails[value ne "a"]"#), r#"emails.value pr and emails.value ne "a""#);
    assert_eq!(
        canonical(r#"a or emails[not (value co "@x" or value pr)]"#),
        r#""a" or emails.value pr and not (emails.value co "@x" or emails.value pr)"#
    );
    assert_eq!(fails(r#"grants[owner]"#).at, 7);
    assert_eq!(fails(r#"grants["owner"]"#).at, 7);
    assert_eq!(fails(r#"grants[role[role eq "x"]]"#).at, 11);
    assert_eq!(fails(r#"grants eq "x""#).at, 7);
    assert_eq!(fails(r#"state[value eq "x"]"#).at, 5);
}

#[test]
fn custom_attributes_are_named_after_a_dot() {
    assert_eq!(canonical(r#"Attributes.Team eq "red""#), r#"attributes.Team eq "red""#);
    assert_eq!(canonical(r#"attributes."cost centre" pr"#), r#"attributes."cost centre" pr"#);
    assert_eq!(canonical(r#"attributes."team" pr"#), "attributes.team pr");
    assert_eq!(canonical(r#"attributes.urn:acme:2.0:badge/no pr"#), "attributes.urn:acme:2.0:badge/no pr");
    assert_eq!(canonical(r#"attributes."a \"b\" (c)" pr"#), r#"attributes."a \"b\" (c)" pr"#);
    // Without a comparison it is a word to search for.
    assert_eq!(canonical("attributes.team"), r#""attributes.team""#);
    for (text, at) in [
        ("attributes pr", 0),
        ("attributes. pr", 0),
        (r#"attributes."" pr"#, 0),
        (r#"attributes." " pr"#, 0),
        (r#"mfa pr and attributes."x"#, 22),
        (r#"attributes."x""#, 14),
        (r#"attributes."x" gt "1""#, 15),
        (r#"attributes.x is "1""#, 13),
        (r#"attributes.x[value eq "1"]"#, 12),
        (r#"grants[attributes.x eq "1"]"#, 7),
        (r#"permission co "/admin""#, 11),
        ("permission eq admin", 14),
    ] {
        assert_eq!(fails(text).at, at, "{text}: {}", fails(text));
    }
}

#[test]
fn mistakes_point_at_their_character_and_say_what_to_write() {
    for (text, at, hint) in [
        (r#"stat eq "active""#, 0, "did you mean state?"),
        (r#"state eq "blokced""#, 9, "did you mean blocked?"),
        (r#"state is "active""#, 6, "is not an operator"),
        (r#"state qe "active""#, 6, "did you mean"),
        (r#"state = "active""#, 6, "did you mean eq?"),
        (r#"state co "act""#, 6, "eq, ne, pr"),
        (r#"userName gt "a""#, 9, "eq, ne, co, sw, ew, pr"),
        ("userName eq 5", 12, "such as \"5\""),
        ("mfa eq \"true\"", 7, "true or false"),
        ("mfa eq 1", 7, "true or false"),
        ("level ge high", 9, "a whole number"),
        ("level ge 30.5", 9, "a whole number"),
        ("level ge", 8, "a value is missing"),
        ("userName eq", 11, "a value is missing"),
        ("title pr and", 12, "a condition"),
        ("and title pr", 0, "missing before it"),
        ("title pr or or", 12, "missing before it"),
        ("(title pr", 9, ") is missing"),
        ("title pr)", 8, "never opened"),
        ("()", 1, "a condition"),
        ("grants[role pr", 14, "] is missing"),
        ("grants[role pr)", 14, "or ]"),
        ("not", 3, "a condition"),
        ("title pr title pr", 9, "put and or or between them"),
        ("éé and stat pr", 7, "did you mean state?"),
        ("name \"x", 5, "closing quote"),
        ("colour eq \"red\"", 0, "in quotes to search"),
        ("grants[colour eq \"red\"]", 7, "scopeKind"),
    ] {
        let e = fails(text);
        assert_eq!(e.at, at, "{text}: {e}");
        assert!(e.message.contains(hint), "{text}: {e}");
        assert!(!e.expected.is_empty(), "{text}");
    }
}

#[test]
fn a_level_can_be_named_and_an_id_quoted() {
    assert_eq!(canonical("level ge \"Developer\" and id eq \"7\""), "level ge 30 and id eq 7");
    assert_eq!(fails("id eq \"Developer\"").at, 6);
}

#[test]
fn length_and_nesting_are_bounded() {
    assert!(parse(&"x".repeat(MAX_LENGTH - 2)).is_ok());
    assert_eq!(fails(&"x".repeat(MAX_LENGTH + 1)).at, MAX_LENGTH);
    assert!(fails(&"x ".repeat(2_000)).message.contains("written out"));
    for (open, close) in [("(", ")"), ("not (", ")"), ("not ", "")] {
        let nested = |n: usize| format!("{}title pr{}", open.repeat(n), close.repeat(n));
        assert!(parse(&nested(MAX_DEPTH)).is_ok(), "{open}");
        assert!(fails(&nested(MAX_DEPTH + 1)).message.contains("nested"), "{open}");
    }
}

fn text_test() -> impl Strategy<Value = TextTest> {
    let op = prop::sample::select(vec![TextOp::Eq, TextOp::Ne, TextOp::Co, TextOp::Sw, TextOp::Ew]);
    prop_oneof![
        Just(TextTest::Present),
        (op, any::<String>()).prop_map(|(op, text)| TextTest::Is(op, Needle::new(&text)))
    ]
}

fn path_test() -> impl Strategy<Value = PathTest> {
    let path = || any::<String>().prop_map(|path| Needle::new(&path));
    prop_oneof![Just(PathTest::Present), path().prop_map(PathTest::Eq), path().prop_map(PathTest::Ne)]
}

fn order() -> impl Strategy<Value = Order> {
    prop::sample::select(vec![Order::Eq, Order::Ne, Order::Gt, Order::Ge, Order::Lt, Order::Le])
}

fn number_test() -> impl Strategy<Value = NumberTest> {
    prop_oneof![Just(NumberTest::Present), (order(), any::<i64>()).prop_map(|(o, n)| NumberTest::Is(o, n))]
}

fn time_test() -> impl Strategy<Value = TimeTest> {
    let moment = prop_oneof![
        (-62_000_000_000_i64..253_000_000_000).prop_map(Moment::Instant),
        (-700_000..2_900_000).prop_map(Moment::Day),
        (-36_525..36_525).prop_map(Moment::Days),
        (-800_000..800_000).prop_map(Moment::Hours),
    ];
    prop_oneof![Just(TimeTest::Present), (order(), moment).prop_map(|(o, m)| TimeTest::Is(o, m))]
}

fn flag_test() -> impl Strategy<Value = FlagTest> {
    prop_oneof![Just(FlagTest::Present), any::<bool>().prop_map(FlagTest::Eq), any::<bool>().prop_map(FlagTest::Ne)]
}

fn word_test<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = WordTest<T>> {
    let word = || prop::sample::select(all);
    prop_oneof![Just(WordTest::Present), word().prop_map(WordTest::Eq), word().prop_map(WordTest::Ne)]
}

fn tree<C: Clone + std::fmt::Debug + 'static>(
    leaf: impl Strategy<Value = C> + 'static,
) -> impl Strategy<Value = Expr<C>> {
    leaf.prop_map(Expr::Is).prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| Expr::and(parts).expect("parts")),
            prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| Expr::or(parts).expect("parts")),
            inner.prop_map(Expr::not),
        ]
    })
}

fn grant_clause() -> impl Strategy<Value = GrantClause> {
    let text = prop::sample::select(vec![GrantText::Role, GrantText::Base, GrantText::Scope, GrantText::Through]);
    let flag = prop::sample::select(vec![GrantFlag::Direct, GrantFlag::Elevated, GrantFlag::Privileged]);
    prop_oneof![
        (text, text_test()).prop_map(|(a, t)| GrantClause::Text(a, t)),
        word_test(ScopeKind::ALL).prop_map(GrantClause::ScopeKind),
        number_test().prop_map(GrantClause::Level),
        (flag, flag_test()).prop_map(|(a, t)| GrantClause::Flag(a, t)),
        time_test().prop_map(GrantClause::Expires),
    ]
}

fn clause() -> impl Strategy<Value = Clause> {
    let text = prop_oneof![
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
        ]),
        prop::sample::select(ProfileField::ALL).prop_map(TextAttr::Profile),
    ];
    let flag = prop::sample::select(vec![
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
    ]);
    let time =
        prop::sample::select(vec![TimeAttr::LastSeen, TimeAttr::Created, TimeAttr::Expires, TimeAttr::ReviewDate]);
    let seen = prop::sample::select(SeenStatus::ALL);
    let name = any::<String>().prop_filter_map("a name", |name| AttributeName::new(&name));
    prop_oneof![
        any::<String>().prop_map(|text| Clause::Anywhere(Needle::new(&text))),
        (text, text_test()).prop_map(|(a, t)| Clause::Text(a, t)),
        (name, text_test()).prop_map(|(a, t)| Clause::Attribute(a, t)),
        path_test().prop_map(Clause::Permission),
        word_test(State::ALL).prop_map(Clause::State),
        word_test(Kind::ALL).prop_map(Clause::Kind),
        (any::<bool>(), seen).prop_map(|(is, s)| Clause::Seen(if is { SeenTest::Eq(s) } else { SeenTest::Ne(s) })),
        (flag, flag_test()).prop_map(|(a, t)| Clause::Flag(a, t)),
        (time, time_test()).prop_map(|(a, t)| Clause::Time(a, t)),
        (prop::sample::select(vec![NumberAttr::Id, NumberAttr::Level]), number_test())
            .prop_map(|(a, t)| Clause::Number(a, t)),
        Just(Clause::Grants(None)),
        tree(grant_clause()).prop_map(|expr| Clause::Grants(Some(Box::new(expr)))),
    ]
}

/// Tokens of the language in any order, to reach deeper than random text does.
pub(crate) fn near_filters() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "userName",
        "state",
        "lastSeen",
        "grants",
        "emails",
        "level",
        "mfa",
        "eq",
        "ne",
        "pr",
        "gt",
        "co",
        "and",
        "or",
        "not",
        "(",
        ")",
        "[",
        "]",
        "\"x\"",
        "\"-90d\"",
        "never",
        "true",
        "30",
        "active",
        "\"",
        "\\",
        "é",
        "role",
        "value",
        "attributes.",
        "attributes.x",
        "attributes.\"a b\"",
        "permission",
    ]);
    prop::collection::vec(word, 0..14).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn canonical_text_parses_back(expr in tree(clause())) {
        let filter = Filter::from(expr);
        let text = filter.to_string();
        prop_assume!(text.chars().count() <= MAX_LENGTH);
        prop_assert_eq!(parse(&text)?, filter);
    }

    #[test]
    fn any_bytes_give_a_filter_or_a_place(
        text in prop_oneof![
            any::<String>(),
            any::<Vec<u8>>().prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
            near_filters(),
        ]
    ) {
        match parse(&text) {
            Ok(filter) => prop_assert_eq!(parse(&filter.to_string()).expect("canonical"), filter),
            Err(e) => prop_assert!(e.at <= text.chars().count() && !e.message.is_empty() && !e.expected.is_empty()),
        }
    }
}
