use super::{Completion, CompletionKind, MOST, Offer, complete};
use crate::parse::tests::near_filters;
use crate::{attributes, parse};
use proptest::prelude::*;

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

struct Known {
    roles: Vec<String>,
    groups: Vec<String>,
    userstores: Vec<String>,
    attributes: Vec<String>,
    permissions: Vec<String>,
    scopes: Vec<String>,
}

fn known() -> Known {
    Known {
        roles: words(&["Developer", "Owner", "Guest"]),
        groups: words(&["acme/devs", "acme/ops", "Ärzte"]),
        userstores: words(&["PRIMARY", "gitlab"]),
        attributes: words(&["team", "cost centre"]),
        permissions: words(&["/admin", "/admin/users"]),
        scopes: words(&["acme/api"]),
    }
}

/// What is offered where the `|` is, and the text between the two `|` that is replaced.
fn at(marked: &str) -> (String, Vec<Completion>) {
    let caret = marked.chars().take_while(|c| *c != '|').count();
    let text = marked.replacen('|', "", 1);
    let known = known();
    let offer = Offer {
        roles: &known.roles,
        groups: &known.groups,
        userstores: &known.userstores,
        attributes: &known.attributes,
        permissions: &known.permissions,
        scopes: &known.scopes,
    };
    let found = complete(&text, caret, &offer);
    assert!(found.from <= caret && caret <= found.to, "{marked}");
    let replaced = text.chars().skip(found.from).take(found.to - found.from).collect();
    (replaced, found.items)
}

fn inserts(marked: &str) -> Vec<String> {
    at(marked).1.into_iter().map(|item| item.insert).collect()
}

#[test]
fn each_place_has_its_own() {
    for (marked, first) in [
        // Attributes, by name, by another name, by a part of one.
        ("|", &["userName", "displayName", "emails.value", "state"][..]),
        ("sta|", &["state", "status"]),
        ("STA|", &["state", "status"]),
        ("(sta|", &["state"]),
        ("mfa eq true and sta|", &["state"]),
        ("a or not sta|", &["state"]),
        ("login|", &["userName"]),
        ("company|", &["organization"]),
        ("given|", &["name.givenName"]),
        ("seen|", &["lastSeen"]),
        ("team|", &["attributes.team"]),
        ("attributes.c|", &[r#"attributes."cost centre""#]),
        (r#"attributes."co|"#, &[r#"attributes."cost centre""#]),
        ("gra|", &["grants[", "grantsKnown"]),
        ("no|", &["note", "not"]),
        // A value stands for a condition.
        ("bloc|", &[r#"state eq "blocked""#]),
        ("own|", &["owner"]),
        ("gitl|", &[r#"userstore eq "gitlab""#]),
        // Operators of the attribute's type.
        ("state |", &["eq", "ne", "pr", "and", "or"]),
        ("state e|", &["eq"]),
        ("lastSeen |", &["eq", "ne", "gt", "ge", "lt", "le", "pr"]),
        ("lastSeen <|", &["lt", "ne", "le"]),
        ("userName = |", &[]),
        ("userName c|", &["co"]),
        ("attributes.team |", &["eq", "ne", "co", "sw", "ew", "pr"]),
        (r#"attributes."cost centre" s|"#, &["sw"]),
        ("permission |", &["eq", "ne", "pr"]),
        ("grants |", &["pr"]),
        // Values.
        ("state eq |", &[r#""active""#, r#""invited""#]),
        ("state eq bl|", &[r#""blocked""#]),
        (r#"state eq "bl|"#, &[r#""blocked""#]),
        (r#"state eq "bl|ocked" and mfa pr"#, &[r#""blocked""#]),
        ("mfa eq |", &["true", "false"]),
        ("lastSeen lt |", &["\"-30d\"", "\"-90d\"", "\"-180d\""]),
        ("lastSeen eq |", &["never", "unknown", "not_collected"]),
        ("lastSeen lt 9|", &["\"-90d\""]),
        ("lastSeen lt \"-1|", &["\"-180d\""]),
        ("level ge |", &["5", "10"]),
        ("role eq |", &[r#""Developer""#, r#""Owner""#, r#""Guest""#]),
        ("role co \"dev|", &[r#""Developer""#]),
        ("group eq op|", &[r#""acme/ops""#]),
        ("group eq arz|", &[r#""Ärzte""#]),
        ("userstore eq g|", &[r#""gitlab""#]),
        ("permission eq \"/admin/|", &[r#""/admin/users""#]),
        ("userName eq |", &[]),
        // Joining.
        ("state eq active |", &["and", "or"]),
        ("state eq active o|", &["or"]),
        ("state eq \"active\"|", &[" and", " or"]),
        ("ada |", &["and", "or"]),
        ("mfa pr |", &["and", "or"]),
        ("(mfa pr |", &["and", "or", ")"]),
        ("grants[role pr |", &["and", "or", "]"]),
        ("(a or grants[role pr] |", &["and", "or", ")"]),
        // In brackets.
        ("grants[|", &["role", "scope"]),
        ("grants[ro|", &["role"]),
        ("grants[scope |", &["eq", "ne", "co", "sw", "ew", "pr"]),
        ("grants[role eq |", &[r#""Developer""#]),
        ("grants[role eq \"Owner\" and scope sw |", &[r#""acme/api""#]),
        ("grants[through eq |", &[r#""acme/devs""#]),
        ("grants[type eq p|", &[r#""project""#]),
        ("grants[expires lt |", &["\"+0d\""]),
        ("emails[|", &["value", "not", "("]),
        ("state[|", &["not", "("]),
        // Past a bracket, the user's attributes again.
        ("grants[role pr] and sta|", &["state"]),
    ] {
        let found = inserts(marked);
        assert!(found.len() >= first.len() && found.iter().zip(first).all(|(a, b)| a == b), "{marked}: {found:?}");
        assert!(!first.is_empty() || found.is_empty(), "{marked}: {found:?}");
    }
    // In brackets no words are searched for.
    assert!(!inserts("grants[bloc|").iter().any(|insert| insert.contains("state")));
}

#[test]
fn the_token_at_the_caret_is_replaced() {
    for (marked, replaced) in [
        ("sta|te eq active", "state"),
        ("|state eq active", ""),
        ("state e|q active", "eq"),
        ("state eq act|ive and mfa pr", "active"),
        (r#"state eq "act|ive" and mfa pr"#, r#""active""#),
        (r#"state eq "act| and mfa pr"#, r#""act"#),
        (r#"role eq "dev| and state eq "active""#, r#""dev"#),
        ("state |eq active", ""),
        ("é sta|", "sta"),
    ] {
        assert_eq!(at(marked).0, replaced, "{marked}");
    }
}

#[test]
fn what_is_offered_says_what_it_is() {
    let one = |marked: &str| at(marked).1.remove(0);
    assert_eq!(one("sta|").kind, CompletionKind::Attribute);
    assert_eq!(one("sta|").doc, "What the account may do at all.");
    assert_eq!(one("gra|").kind, CompletionKind::Function);
    assert_eq!((one("lastSeen l|").kind, one("lastSeen l|").doc), (CompletionKind::Operator, "before".to_owned()));
    assert_eq!(one("userName |").doc, "is");
    let day = one("lastSeen lt 9|");
    assert_eq!((day.label.as_str(), day.doc.as_str()), ("-90d", "90 days ago"));
    assert_eq!(one("level ge 3|").doc, "Developer");
    assert_eq!(one("mfa pr |").kind, CompletionKind::Connective);
}

#[test]
fn a_caret_beyond_the_end_is_at_the_end_and_long_lists_are_cut() {
    let groups: Vec<String> = (0..1_000).map(|n| format!("g{n}")).collect();
    let offer = Offer { groups: &groups, ..Offer::default() };
    let found = complete("group eq ", 99, &offer);
    assert_eq!((found.from, found.to, found.items.len()), (9, 9, MOST));
}

/// Every attribute is offered, and typing what is offered gives a filter.
#[test]
fn what_is_offered_is_understood() {
    for attribute in attributes() {
        if attribute.name == "attributes" || attribute.name == "grants" {
            continue;
        }
        let name = attribute.name;
        assert!(inserts(&format!("{name}|")).contains(&name.to_owned()), "{name}");
        for op in inserts(&format!("{name} |")) {
            if op == "pr" {
                assert!(parse(&format!("{name} pr")).is_ok(), "{name}");
                continue;
            }
            for value in inserts(&format!("{name} {op} |")) {
                let text = format!("{name} {op} {value}");
                assert!(parse(&text).is_ok() || op == "and" || op == "or", "{text}: {:?}", parse(&text));
            }
        }
    }
}

proptest! {
    #[test]
    fn any_text_can_be_completed(text in prop_oneof![any::<String>(), near_filters()], caret in 0_usize..60) {
        let known = known();
        let offer = Offer { roles: &known.roles, attributes: &known.attributes, ..Offer::default() };
        let found = complete(&text, caret, &offer);
        let length = text.chars().count();
        prop_assert!(found.from <= caret.min(length) && caret.min(length) <= found.to && found.to <= length);
        prop_assert!(found.items.len() <= MOST);
    }
}

#[test]
fn only_what_can_be_offered_is_wanted() {
    use super::{List, wanted};
    for (text, typed, lists) in [
        ("", "", &[List::Attributes][..]),
        ("o", "o", &[List::Attributes]),
        ("own", "own", &[List::Attributes, List::Userstores, List::Roles, List::Groups, List::Permissions]),
        ("attributes.te", "te", &[List::Attributes, List::Userstores, List::Roles, List::Groups, List::Permissions]),
        ("role eq \"Ow", "Ow", &[List::Roles]),
        ("grants[scope sw ", "", &[List::Scopes]),
        ("group ", "", &[]),
        ("grants[sc", "sc", &[]),
        ("title eq \"x", "x", &[]),
    ] {
        let found = wanted(text, 99);
        assert_eq!((found.typed.as_str(), found.lists.as_slice()), (typed, lists), "{text}");
    }
}
