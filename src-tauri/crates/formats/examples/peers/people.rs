//! People whose names trip programs: quotes, commas, line ends, formulas,
//! other scripts, shell syntax.

use chrono::DateTime;
use muster_model::profile::ProfileField as P;
use muster_model::record::{GrantRecord, GroupName, GroupRecord, Identity, Listed, MemberName, Told, UserRecord};
use muster_model::{Kind, LastSeen, Precision, Role, Scope, State};

/// Usernames, each with a name to show.
const PEOPLE: &[(&str, &str)] = &[
    ("ada", "Ada Lovelace"),
    ("o'brien", "Miles \"Chief\" O'Brien"),
    ("fry, philip", "Fry, Philip J."),
    ("a+b=c", "#1 <Admin> \\ Root; & Co"),
    (" spaced ", "  Spaced   Out  "),
    ("müller", "Jürgen Müller-Lüdenscheidt"),
    ("田中", "田中 浩"),
    ("emoji", "👩\u{200d}🚀 Astronaut"),
    ("$(reboot)", "`id` $(id) ${HOME} %s %n"),
    ("line\nbreak", "first\nsecond\r\nthird"),
    ("=1+1", "=HYPERLINK(\"http://evil.example\",\"x\")"),
    ("tab\tbed", "\u{1}control\u{7f}"),
    ("null\u{0}byte", "nul \u{0} inside"),
    ("*", "Wild * Card (cn=*)"),
];

pub fn people() -> Vec<UserRecord> {
    let jpeg = [&[0xFF, 0xD8, 0xFF, 0xE0][..], &[0, 16], b"JFIF\0\x01\x01", &[0; 8], &[0xFF, 0xD9]].concat();
    let at = DateTime::from_timestamp(1_767_225_600, 0).unwrap();
    let person = |(number, (username, name)): (usize, &(&str, &str))| UserRecord {
        identity: Identity {
            id: Some(format!("id-{number}")),
            username: Some((*username).trim().to_owned()),
            reference: None,
        },
        display_name: Told::Value((*name).trim().to_owned()),
        email: Told::Value(format!("user{number}@example.org")),
        state: Told::Value(State::ALL[number % State::ALL.len()]),
        kind: Told::Value(Kind::ALL[number % Kind::ALL.len()]),
        mfa: Told::Value(number % 2 == 0),
        created_at: Told::Value(at),
        last_seen: Some(LastSeen::seen(at, "last_activity_on", Precision::Day)),
        profile: [
            (P::GivenName, name.split(' ').next().unwrap().to_owned()),
            (P::FamilyName, (*name).trim().to_owned()),
            (P::Title, (*name).trim().to_owned()),
            (P::Organization, "Acme & Söhne".to_owned()),
            (P::Department, "R&D; \"Labs\"".to_owned()),
            (P::EmployeeNumber, format!("{number:05}")),
            (P::Manager, "uid=ada,ou=people,dc=example,dc=org".to_owned()),
            (P::Location, "Köln, Deutschland".to_owned()),
            (P::Language, "de-DE".to_owned()),
            (P::TimeZone, "Europe/Berlin".to_owned()),
            (P::Phone, "+49 (221) 123-4567".to_owned()),
            (P::Website, format!("https://example.org/~user{number}?a=b&c=%20")),
            (P::Bio, "x".repeat(500)),
            (P::Pronouns, "they/them".to_owned()),
        ]
        .into_iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(field, value)| (field, Told::Value(value)))
        .collect(),
        attributes: [("team".to_owned(), vec!["a".to_owned(), "b".to_owned()])].into(),
        avatar: Some(jpeg.clone()),
        grants: Listed::All(vec![GrantRecord {
            role: Role { privileged: true, ..Role::named("admin") },
            scope: Scope::instance(),
            through: None,
            since: None,
            expires: None,
        }]),
        groups: Listed::All(vec![GroupName { id: Some("g-0".to_owned()), path: "acme/all".to_owned() }]),
        ..UserRecord::default()
    };
    PEOPLE.iter().enumerate().map(person).collect()
}

pub fn groups(member: impl Fn(&UserRecord) -> MemberName) -> Vec<GroupRecord> {
    let members: Vec<MemberName> = people().iter().map(member).collect();
    let group = |id: &str, path: &str, members| GroupRecord {
        name: GroupName { id: Some(id.to_owned()), path: path.to_owned() },
        description: Some("Everyone, \"all\" of them\nand more".to_owned()),
        members: Listed::All(members),
        ..GroupRecord::default()
    };
    vec![
        group("g-0", "acme/all", members),
        group("g-1", "Fry, Philip & friends #1", vec![MemberName::Group("acme/all".to_owned())]),
        group("g-2", "empty", Vec::new()),
    ]
}
