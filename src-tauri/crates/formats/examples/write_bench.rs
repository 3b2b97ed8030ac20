//! How fast users and changes are written, and with how much memory:
//!
//! ```sh
//! cargo run --release -p muster-formats --example write_bench -- 1000000
//! ```

#![allow(clippy::unwrap_used)]

use chrono::DateTime;
use muster_formats::write::changes::{ChangeFormat, ChangeLine, ChangeSettings, FieldDiff, NoGroups, Target, open};
use muster_formats::write::{AsGiven, Extension, LdifSettings, LdifWriter, RecordWriter, ScimWriter};
use muster_model::profile::ProfileField;
use muster_model::record::{GrantRecord, Identity, Listed, Told, UserRecord};
use muster_model::{Kind, LastSeen, Precision, Role, Scope, ScopeKind, State};
use std::cell::Cell;
use std::io::Write;
use std::rc::Rc;
use std::time::Instant;

/// Counts bytes and forgets them.
#[derive(Clone, Default)]
struct Counted(Rc<Cell<u64>>);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.set(self.0.get() + bytes.len() as u64);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn user(number: u64) -> UserRecord {
    let at = DateTime::from_timestamp(1_500_000_000 + number.cast_signed() * 97, 0).unwrap();
    let grant = |team: u64| GrantRecord {
        role: Role { level: Some(30), ..Role::named("Developer") },
        scope: Scope { kind: ScopeKind::Group, path: format!("acme/team{team}") },
        through: None,
        since: None,
        expires: None,
    };
    UserRecord {
        identity: Identity {
            id: Some(number.to_string()),
            username: Some(format!("user.name{number}")),
            reference: None,
        },
        display_name: Told::Value(format!("Given{} Fämily{}", number % 977, number % 3301)),
        email: Told::Value(format!("user.name{number}@example.org")),
        state: Told::Value(State::Active),
        kind: Told::Value(Kind::Human),
        mfa: Told::Value(true),
        created_at: Told::Value(at),
        last_seen: Some(LastSeen::seen(at, "last_activity_on", Precision::Day)),
        profile: [
            (ProfileField::Title, Told::Value("Engineer".into())),
            (ProfileField::Location, Told::Value("Köln".into())),
        ]
        .into(),
        grants: Listed::All((0..5).map(|n| grant((number + n) % 500)).collect()),
        ..UserRecord::default()
    }
}

fn line(number: u64) -> ChangeLine {
    ChangeLine {
        user: Target {
            userstore: "S".into(),
            username: format!("user.name{number}"),
            source_id: Some(number.to_string()),
            reference: Some(format!("uid=user.name{number},ou=people,dc=example,dc=org")),
            ..Target::default()
        },
        fields: vec![
            FieldDiff::new("state", Some("active"), Some("deactivated")),
            FieldDiff::new("display_name", Some("A"), Some("B")),
        ],
    }
}

fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("").replace(['\t', ' '], "")
}

fn measured(name: &str, count: u64, work: impl FnOnce(&mut Counted)) {
    let begun = Instant::now();
    let mut out = Counted::default();
    work(&mut out);
    println!("{name}: {count} in {:.2?}, {} bytes, {}", begun.elapsed(), out.0.get(), peak());
}

fn main() {
    let count: u64 = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(100_000);
    measured("scim", count, |out| {
        let mut writer = ScimWriter::open(Extension::Muster, out).unwrap();
        (0..count).for_each(|number| writer.user(&user(number)).unwrap());
        writer.finish().unwrap();
    });
    for format in ChangeFormat::ALL {
        measured(format.word(), count / 10, |out| {
            let file = out.clone();
            let parts = Box::new(move |_| Ok(Box::new(file.clone()) as Box<dyn Write>));
            let mut writer = open(*format, &ChangeSettings::default(), &NoGroups, parts).unwrap();
            (0..count / 10).for_each(|number| writer.line(&line(number)).unwrap());
            writer.finish().unwrap();
        });
    }
    measured("ldif", count, |out| {
        let settings = LdifSettings::new("dc=example,dc=org");
        let mut writer = LdifWriter::open(&settings, &AsGiven, out).unwrap();
        (0..count).for_each(|number| writer.user(&user(number)).unwrap());
        writer.finish().unwrap();
    });
}
