//! Writes the files that other programs judge, and reads back what they made
//! of them (`tests/peers`):
//!
//! ```sh
//! peers export FOLDER                               users.ldif and two users*.scim.json
//! peers changes FORMAT FOLDER GROUPS.json < LINES   change lines (JSON Lines) as files; GROUPS: path to id
//! peers read FILE                                   what a file says, a user or group a line
//! ```

#![allow(clippy::unwrap_used)]

mod people;

use muster_formats::write::changes::{
    BulkSettings, ChangeFormat, ChangeLine, ChangeSettings, Groups, LdifChangeSettings, Lock, open,
};
use muster_formats::write::{AsGiven, BaseEntries, Extension, LdifSettings, LdifWriter, RecordWriter, ScimWriter};
use muster_formats::{Options, read};
use muster_model::import::Rejection;
use muster_model::record::{GroupRecord, Listed, MemberName, Record, Sink, Stop};
use people::{groups, people};
use serde_json::json;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, Write, stdin};
use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["export", folder] => export(Path::new(folder)),
        ["changes", format, folder, groups] => changes(format, Path::new(folder), Path::new(groups)),
        ["read", file] => say(Path::new(file)),
        _ => panic!("see the top of this file for how it is used"),
    }
}

fn fill(mut writer: impl RecordWriter, groups: &[GroupRecord]) {
    people().iter().for_each(|user| writer.user(user).unwrap());
    groups.iter().for_each(|group| writer.group(group).unwrap());
    println!("{}", serde_json::to_string(&writer.finish().unwrap()).unwrap());
}

fn export(folder: &Path) {
    let by_id = groups(|user| MemberName::User(user.identity.id.clone().unwrap()));
    for (name, extension) in [("users.scim.json", Extension::Muster), ("users.plain.scim.json", Extension::None)] {
        let mut out = File::create(folder.join(name)).unwrap();
        fill(ScimWriter::open(extension, &mut out).unwrap(), &by_id);
    }
    let by_name = groups(|user| MemberName::Username(user.identity.username.clone().unwrap()));
    let settings = LdifSettings { base_entries: BaseEntries::All, ..LdifSettings::new("dc=example,dc=org") };
    let mut out = File::create(folder.join("users.ldif")).unwrap();
    fill(LdifWriter::open(&settings, &AsGiven, &mut out).unwrap(), &by_name);
}

struct Known(HashMap<String, String>);

impl Groups for Known {
    fn id(&self, _: &str, path: &str) -> Option<String> {
        self.0.get(path).cloned()
    }
}

/// Writes `changes-1.EXT` and so on, and what it came to as JSON. The bounds
/// of SCIM Bulk and the directory's lock are those of the servers in the tests.
fn changes(format: &str, folder: &Path, groups: &Path) {
    let known = Known(serde_json::from_reader(File::open(groups).unwrap()).unwrap());
    let format = ChangeFormat::from_word(format).unwrap();
    let settings = ChangeSettings {
        bulk: BulkSettings { max_operations: 10, ..BulkSettings::default() },
        ldif: LdifChangeSettings { lock: Lock::PwdAccountLockedTime, unique_members: false },
    };
    let parts = |number: u32| {
        let path = folder.join(format!("changes-{number}.{}", format.extension()));
        Ok(Box::new(File::create(path)?) as Box<dyn Write>)
    };
    let mut writer = open(format, &settings, &known, Box::new(parts)).unwrap();
    for line in stdin().lock().lines() {
        let line: ChangeLine = serde_json::from_str(&line.unwrap()).unwrap();
        writer.line(&line).unwrap();
    }
    println!("{}", serde_json::to_string(&writer.finish().unwrap()).unwrap());
}

/// Prints what it is handed.
struct Printer;

impl Sink for Printer {
    fn record(&mut self, _: u64, record: Record) -> Result<(), Stop> {
        let line = match record {
            Record::User(user) => json!({
                "username": user.identity.username,
                "id": user.identity.id,
                "reference": user.identity.reference,
                "display_name": user.display_name.value(),
                "email": user.email.value(),
                "state": user.state.value(),
                "kind": user.kind.value(),
                "profile": user.profile.iter().filter_map(|(f, v)| Some((f.word(), v.value()?))).collect::<HashMap<_, _>>(),
                "attributes": user.attributes,
                "avatar": user.avatar.map(|bytes| bytes.len()),
                "roles": match user.grants {
                    Listed::Silent => Vec::new(),
                    Listed::Some(held) | Listed::All(held) => held.into_iter().map(|g| g.role.name).collect(),
                },
            }),
            Record::Group(group) => json!({
                "group": group.name.path,
                "id": group.name.id,
                "description": group.description,
                "members": match group.members {
                    Listed::Silent => Vec::new(),
                    Listed::Some(members) | Listed::All(members) => members
                        .into_iter()
                        .map(|m| match m {
                            MemberName::User(n) | MemberName::Username(n) | MemberName::Group(n) | MemberName::Either(n) => n,
                        })
                        .collect(),
                },
            }),
            Record::Role(role) => json!({ "role": role.name }),
        };
        println!("{line}");
        Ok(())
    }

    fn reject(&mut self, rejection: Rejection) -> Result<(), Stop> {
        println!("{}", json!({ "rejected": rejection.reason, "line": rejection.line }));
        Ok(())
    }

    fn credentials_dropped(&mut self, _: u64) {}
}

fn say(file: &Path) {
    read(file, &Options::default(), &mut |_| {}, &mut Printer).unwrap();
}
