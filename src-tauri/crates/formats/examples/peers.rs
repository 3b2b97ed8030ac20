//! Writes one of each file for other programs to judge (`tests/peers`):
//!
//! ```sh
//! cargo run -p muster-formats --example peers -- FOLDER
//! ```
//!
//! The people in it have names that trip programs: quotes, commas, line ends,
//! formulas, other scripts, shell syntax.

#![allow(clippy::unwrap_used)]

use chrono::DateTime;
use muster_formats::write::{AsGiven, BaseEntries, Extension, LdifSettings, LdifWriter, RecordWriter, ScimWriter};
use muster_model::profile::ProfileField as P;
use muster_model::record::{GrantRecord, GroupName, GroupRecord, Identity, Listed, MemberName, Told, UserRecord};
use muster_model::{Kind, LastSeen, Precision, Role, Scope, State};
use std::fs::File;
use std::path::Path;

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

fn people() -> Vec<UserRecord> {
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

fn groups(member: impl Fn(&UserRecord) -> MemberName) -> Vec<GroupRecord> {
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

fn fill(mut writer: impl RecordWriter, groups: &[GroupRecord]) {
    people().iter().for_each(|user| writer.user(user).unwrap());
    groups.iter().for_each(|group| writer.group(group).unwrap());
    println!("{}", serde_json::to_string(&writer.finish().unwrap()).unwrap());
}

fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let folder = Path::new(&folder);
    let by_id = groups(|user| MemberName::User(user.identity.id.clone().unwrap()));
    for (name, extension) in [("users.scim.json", Extension::Muster), ("users.plain.scim.json", Extension::None)] {
        let mut out = File::create(folder.join(name)).unwrap();
        fill(ScimWriter::open(extension, &mut out).unwrap(), &by_id);
    }
    let mut out = File::create(folder.join("users.ldif")).unwrap();
    let settings = LdifSettings { base_entries: BaseEntries::All, ..LdifSettings::new("dc=example,dc=org") };
    fill(
        LdifWriter::open(&settings, &AsGiven, &mut out).unwrap(),
        &groups(|user| MemberName::Username(user.identity.username.clone().unwrap())),
    );
}
