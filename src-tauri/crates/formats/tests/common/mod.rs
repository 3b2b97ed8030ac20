//! What the tests share: a sink that keeps everything, and a readable text
//! of what it kept.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

pub mod arbitrary;

use muster_formats::{Error, FileSummary, Options, read};
use muster_model::import::Rejection;
use muster_model::record::{GroupRecord, Listed, MemberName, Record, Sink, Stop, Told, UserRecord};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Keeps everything.
#[derive(Default)]
pub struct Kept {
    pub records: Vec<(u64, Record)>,
    pub rejections: Vec<Rejection>,
    pub credentials: u64,
}

impl Sink for Kept {
    fn record(&mut self, line: u64, record: Record) -> Result<(), Stop> {
        self.records.push((line, record));
        Ok(())
    }

    fn reject(&mut self, rejection: Rejection) -> Result<(), Stop> {
        self.rejections.push(rejection);
        Ok(())
    }

    fn credentials_dropped(&mut self, count: u64) {
        self.credentials += count;
    }
}

impl Kept {
    pub fn users(&self) -> Vec<&UserRecord> {
        self.records.iter().filter_map(|(_, r)| if let Record::User(u) = r { Some(&**u) } else { None }).collect()
    }

    pub fn user(&self, username: &str) -> &UserRecord {
        let found = self.users().into_iter().find(|u| u.identity.username.as_deref() == Some(username));
        found.unwrap_or_else(|| panic!("no user {username}"))
    }

    pub fn groups(&self) -> Vec<&GroupRecord> {
        self.records.iter().filter_map(|(_, r)| if let Record::Group(g) = r { Some(g) } else { None }).collect()
    }
}

/// Reads a file and keeps everything.
pub fn read_path(path: &Path, options: &Options) -> Result<(FileSummary, Kept), Error> {
    let mut kept = Kept::default();
    let summary = read(path, options, &mut |_| {}, &mut kept)?;
    // Whatever a file holds, what went through and what is said of it agree.
    let count = |test: fn(&Record) -> bool| kept.records.iter().filter(|(_, r)| test(r)).count() as u64;
    assert_eq!(summary.counts.users, count(|r| matches!(r, Record::User(_))));
    assert_eq!(summary.counts.groups, count(|r| matches!(r, Record::Group(_))));
    assert_eq!(summary.counts.roles, count(|r| matches!(r, Record::Role(_))));
    assert_eq!(summary.counts.rejected, kept.rejections.len() as u64);
    assert_eq!(summary.counts.credentials_dropped, kept.credentials);
    for user in kept.users() {
        let identity = &user.identity;
        assert!(identity.id.is_some() || identity.username.is_some() || identity.reference.is_some());
    }
    for rejection in &kept.rejections {
        assert!(rejection.line > 0 && !rejection.reason.is_empty() && rejection.file == summary.name, "{rejection:?}");
    }
    Ok((summary, kept))
}

/// Reads bytes as a file of this name.
pub fn read_bytes(name: &str, bytes: &[u8], options: &Options) -> Result<(FileSummary, Kept), Error> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read_path(&path, options)
}

/// The folder of real files, if it is there: beside the checkout, or beside
/// the folder of checkouts.
pub fn real_data() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3)?;
    [root.join("../shared/data"), root.join("../../shared/data")].into_iter().find(|p| p.is_dir())
}

/// Every regular file of a folder with this extension, in order.
pub fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect();
    found.sort();
    found
}

/// What was kept, as text: only what was told.
pub fn dump(summary: &FileSummary, kept: &Kept) -> String {
    let mut out = String::new();
    let counts = summary.counts;
    writeln!(out, "{}: {}", summary.dialect, summary.because).unwrap();
    writeln!(
        out,
        "users {} groups {} roles {} rejected {} credentials dropped {}{}",
        counts.users,
        counts.groups,
        counts.roles,
        counts.rejected,
        counts.credentials_dropped,
        summary.cut.map_or(String::new(), |line| format!(" cut on line {line}"))
    )
    .unwrap();
    let coverage = muster_formats::coverage(std::slice::from_ref(summary));
    writeln!(out, "covers users {:?}, grants {:?}, groups {:?}", coverage.users, coverage.grants, coverage.groups)
        .unwrap();
    if let Some(because) = coverage.because {
        writeln!(out, "  because {because}").unwrap();
    }
    for (line, record) in &kept.records {
        writeln!(out).unwrap();
        match record {
            Record::User(user) => dump_user(&mut out, *line, user),
            Record::Group(group) => dump_group(&mut out, *line, group),
            Record::Role(role) => {
                let privileged = if role.privileged { ", privileged" } else { "" };
                writeln!(out, "line {line}: role {}{privileged}", role.name).unwrap();
            }
        }
    }
    if !kept.rejections.is_empty() {
        writeln!(out).unwrap();
    }
    for r in &kept.rejections {
        let column = r.column.as_ref().map_or(String::new(), |c| format!(", {c}"));
        writeln!(out, "line {}{column}: rejected: {}", r.line, r.reason).unwrap();
    }
    out
}

fn told<T>(out: &mut String, name: &str, value: &Told<T>, show: impl Fn(&T) -> String) {
    match value {
        Told::Silent => {}
        Told::Empty => writeln!(out, "  {name}: (empty)").unwrap(),
        Told::Value(value) => writeln!(out, "  {name}: {}", show(value)).unwrap(),
    }
}

fn dump_user(out: &mut String, line: u64, user: &UserRecord) {
    let shown = |name: &Option<String>| name.clone().unwrap_or_else(|| "-".to_owned());
    writeln!(out, "line {line}: user {} (id {})", shown(&user.identity.username), shown(&user.identity.id)).unwrap();
    if let Some(reference) = &user.identity.reference {
        writeln!(out, "  reference: {reference}").unwrap();
    }
    told(out, "display name", &user.display_name, Clone::clone);
    told(out, "email", &user.email, Clone::clone);
    told(out, "state", &user.state, ToString::to_string);
    told(out, "kind", &user.kind, ToString::to_string);
    told(out, "mfa", &user.mfa, ToString::to_string);
    told(out, "created", &user.created_at, |t| t.to_rfc3339());
    told(out, "expires", &user.expires_at, |t| t.to_rfc3339());
    told(out, "seat flag", &user.seat_flag, ToString::to_string);
    told(out, "highest level", &user.highest_level, ToString::to_string);
    if let Some(seen) = &user.last_seen {
        let at = seen.at.map_or(String::new(), |at| format!(" {}", at.to_rfc3339()));
        let precision = seen.precision.map_or(String::new(), |p| format!(" ({p})"));
        let source = seen.source.as_ref().map_or(String::new(), |s| format!(" by {s}"));
        writeln!(out, "  last seen: {}{at}{source}{precision}", seen.status).unwrap();
    }
    for (field, value) in &user.profile {
        told(out, field.word(), value, Clone::clone);
    }
    for (name, values) in &user.attributes {
        writeln!(out, "  attribute {name}: {}", values.join(" | ")).unwrap();
    }
    if let Some(avatar) = &user.avatar {
        writeln!(out, "  avatar: {} bytes", avatar.len()).unwrap();
    }
    list(out, "grants", &user.grants, |g| {
        let through = g.through.as_ref().map_or(String::new(), |t| format!(" through {t}"));
        let level = g.role.level.map_or(String::new(), |l| format!(" [{l}]"));
        let privileged = if g.role.privileged { " (privileged)" } else { "" };
        let since = g.since.map_or(String::new(), |at| format!(" since {}", at.to_rfc3339()));
        let until = g.expires.map_or(String::new(), |at| format!(" until {}", at.to_rfc3339()));
        format!("{}{level}{privileged} on {} {:?}{through}{since}{until}", g.role.name, g.scope.kind, g.scope.path)
    });
    list(out, "groups", &user.groups, |g| match &g.id {
        Some(id) => format!("{} (id {id})", g.path),
        None => g.path.clone(),
    });
}

fn dump_group(out: &mut String, line: u64, group: &GroupRecord) {
    let id = group.name.id.clone().unwrap_or_else(|| "-".to_owned());
    writeln!(out, "line {line}: group {} (id {id})", group.name.path).unwrap();
    if let Some(name) = &group.display_name {
        writeln!(out, "  display name: {name}").unwrap();
    }
    if let Some(description) = &group.description {
        writeln!(out, "  description: {description}").unwrap();
    }
    list(out, "members", &group.members, |m| match m {
        MemberName::User(name) => format!("user {name}"),
        MemberName::Username(name) => format!("username {name}"),
        MemberName::Group(name) => format!("group {name}"),
        MemberName::Either(name) => format!("either {name}"),
    });
    for g in &group.roles {
        let through = g.through.as_ref().map_or(String::new(), |t| format!(" through {t}"));
        let privileged = if g.role.privileged { " (privileged)" } else { "" };
        writeln!(out, "  role: {}{privileged} on {} {:?}{through}", g.role.name, g.scope.kind, g.scope.path).unwrap();
    }
}

fn list<T>(out: &mut String, name: &str, listed: &Listed<T>, show: impl Fn(&T) -> String) {
    let (word, items) = match listed {
        Listed::Silent => return,
        Listed::Some(items) => ("some", items),
        Listed::All(items) => ("all", items),
    };
    writeln!(out, "  {name} ({word}):").unwrap();
    for item in items {
        writeln!(out, "    {}", show(item)).unwrap();
    }
}
