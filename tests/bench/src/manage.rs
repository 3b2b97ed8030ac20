//! Managing a realm in which everyone holds five roles: filters over grants,
//! who may do what, and a change of a hundred thousand users, there and back.

use crate::django::Django;
use crate::line::{self, Times, mib};
use crate::{import, peer, process};
use anyhow::{Context, Result};
use chrono::Utc;
use muster_app::api::changes::{ApplyChange, ChangeRequest, Operation, Selected, UndoChange};
use muster_app::api::export::{ExportUsers, Format};
use muster_app::api::groups::{GroupEdit, GroupRole, NewGroup};
use muster_app::api::roles::{EffectiveQuery, HoldersQuery, NewPermission, NewRole, RoleEdit};
use muster_app::api::users::SortBy;
use muster_app::job::Job;
use muster_app::session::{Access, Session};
use muster_model::{Scope, State, UserId};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Roles held by each user.
pub const GRANTS: u64 = 5;
/// Scopes they are held on.
const SCOPES: u64 = 2_000;
/// Users of the change.
const CHANGED: u64 = 100_000;
/// Levels of groups, and of roles, between a user and a permission.
const LEVELS: usize = 5;
const DOMAIN: &str = "PRIMARY";
const ROLES: [&str; 6] = ["Guest", "Planner", "Reporter", "Developer", "Maintainer", "Owner"];

/// The role and scope of a user's grant: rare ones are rare.
fn grant(user: u64, n: u64) -> (&'static str, u64) {
    let mixed = (user * GRANTS + n).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
    let role = match mixed % 1000 {
        0 => 5,
        1..=40 => 4,
        41..=400 => 3,
        401..=600 => 2,
        601..=650 => 1,
        _ => 0,
    };
    (ROLES[role], (user.wrapping_mul(31) + n * 397 + mixed % 7) % SCOPES)
}

fn scope(number: u64) -> String {
    format!("acme/team-{:02}/project-{number:04}", number % 40)
}

/// The grants as GitLab's permissions export has them.
pub fn write_grants(path: &Path, csv: &Path) -> Result<()> {
    let mut users = csv::Reader::from_path(csv)?;
    let mut out = csv::Writer::from_path(path)?;
    out.write_record(["Username", "Email", "Type", "Path", "Access Level", "Last Activity"])?;
    let mut row = csv::StringRecord::new();
    let mut user = 0;
    while users.read_record(&mut row)? {
        user += 1;
        for n in 0..GRANTS {
            let (role, on) = grant(user, n);
            out.write_record([&row[1], &row[3], "Project", &scope(on), role, ""])?;
        }
    }
    out.flush()?;
    Ok(())
}

/// Both sides, each in a process of its own for its memory's sake.
pub fn measure(csv: &Path, folder: &Path, users: u64, django: Option<&mut Django>) -> Result<()> {
    println!("  everyone with {GRANTS} roles, in a local userstore");
    let grants = folder.join("grants.csv");
    write_grants(&grants, csv)?;
    let vault = folder.join("manage.muster");
    let plain = folder.join("manage.db");
    let child = process::run("--grants-muster", &[csv, &grants, &vault])?;
    let loaded = Times::from(vec![child.figure(0)?]);
    let other = process::run("--grants-plain", &[csv, &grants, &plain])?;
    line::compare("import with its grants", &loaded, &Times::from(vec![other.figure(0)?]), "");
    line::alone("  peak memory", &mib(child.peak), &format!("target: 300 MiB (plain: {})", mib(other.peak)));
    std::fs::remove_file(&grants)?;

    let alone = process::run("--manage-muster", &[&vault, folder])?;
    for (what, peak) in alone.parts() {
        line::alone(&format!("peak memory: {what}"), &mib(peak), "target: 300 MiB");
    }

    let plain = peer::open(&plain)?;
    let session = Session::open(&vault, &import::passphrase(), None, Access::Write, Utc::now())?;
    let start = Instant::now();
    session.load()?;
    line::alone("every user into memory", &line::seconds(start.elapsed().as_secs_f64()), "(in the background)");
    filters(&session, &plain)?;
    access(&session, &plain)?;
    let mut django = django;
    change(&session, &plain, users, django.as_deref_mut())?;
    export(&session, &plain, folder, django)?;
    Ok(())
}

/// In a process of its own: imports users and grants.
pub fn muster_child(mut arguments: impl Iterator<Item = String>) -> Result<()> {
    let mut path = || arguments.next().map(PathBuf::from).context("a file");
    let (csv, grants, vault) = (path()?, path()?, path()?);
    let session = import::vault(&vault)?;
    let start = Instant::now();
    import::import_into(&session, &csv, DOMAIN)?;
    import::import_into(&session, &grants, DOMAIN)?;
    println!("{}", start.elapsed().as_micros());
    Ok(())
}

/// In a process of its own: all that is timed beside the peers, once, for the
/// memory it takes.
pub fn managing_child(mut arguments: impl Iterator<Item = String>) -> Result<()> {
    let mut path = || arguments.next().map(PathBuf::from).context("a path");
    let (vault, folder) = (path()?, path()?);
    let session = Session::open(&vault, &import::passphrase(), None, Access::Write, Utc::now())?;
    session.load()?;
    process::part("every user into memory")?;
    for (_, filter, _) in FILTERS {
        session.users_page(&crate::pages::query(filter, SortBy::Email, 0), Utc::now())?;
    }
    process::part("filters")?;
    let change = apply(&session, &changed(CHANGED, 0))?.context("it changed nothing")?;
    process::part("a change of 100,000")?;
    session.change_undo(&UndoChange { change, even_last: true }, &Job::silent(), Utc::now())?;
    process::part("its undo")?;
    session.export_users(&everyone(&folder), &Job::silent(), Utc::now())?;
    process::part("export of all as CSV")
}

/// In a process of its own: the same in plain SQLite, with an index by role.
pub fn plain_child(mut arguments: impl Iterator<Item = String>) -> Result<()> {
    let mut path = || arguments.next().map(PathBuf::from).context("a file");
    let (csv, grants, database) = (path()?, path()?, path()?);
    let mut conn = peer::open(&database)?;
    let start = Instant::now();
    peer::load(&mut conn, &csv)?;
    peer::load_grants(&mut conn, &grants)?;
    println!("{}", start.elapsed().as_micros());
    Ok(())
}

const FILTERS: &[(&str, &str, &str)] = &[
    (
        "who holds a role",
        r#"roles.value eq "Owner""#,
        "EXISTS (SELECT 1 FROM user_grant g WHERE g.user_id = u.id AND g.role = 'Owner')",
    ),
    (
        "a role on a scope",
        r#"grants[role eq "Maintainer" and scope sw "acme/team-07"]"#,
        "EXISTS (SELECT 1 FROM user_grant g WHERE g.user_id = u.id AND g.role = 'Maintainer' AND g.scope LIKE 'acme/team-07%')",
    ),
    (
        "a common role, not seen",
        r#"grants[role eq "Developer"] and lastSeen le "-90d""#,
        "EXISTS (SELECT 1 FROM user_grant g WHERE g.user_id = u.id AND g.role = 'Developer') AND s.at <= unixepoch() - 7776000",
    ),
];

fn filters(session: &Session, plain: &Connection) -> Result<()> {
    for (name, filter, condition) in FILTERS {
        crate::pages::filtered(session, plain, name, filter, condition)?;
    }
    Ok(())
}

/// A chain of groups and of roles, and what one user may do through them.
fn access(session: &Session, plain: &Connection) -> Result<()> {
    let now = Utc::now();
    let permission = "/bench/vaults/open";
    let new =
        NewPermission { userstore: DOMAIN.to_owned(), path: permission.to_owned(), title: None, description: None };
    session.permission_add(&new, now)?;
    for level in (0..LEVELS).rev() {
        let edit = RoleEdit {
            name: Some(format!("role {level}")),
            includes: (level + 1 < LEVELS).then(|| vec![format!("role {}", level + 1)]),
            permissions: (level + 1 == LEVELS).then(|| vec!["/bench/vaults".to_owned()]),
            ..RoleEdit::default()
        };
        session.role_create(&NewRole { userstore: DOMAIN.to_owned(), edit }, now)?;
    }
    for level in 0..LEVELS {
        let edit = GroupEdit {
            path: Some(format!("bench/level-{level}")),
            parents: (level > 0).then(|| vec![format!("bench/level-{}", level - 1)]),
            roles: (level == 0)
                .then(|| vec![GroupRole { role: "role 0".to_owned(), scope: Scope::instance(), expires: None }]),
            ..GroupEdit::default()
        };
        session.group_create(&NewGroup { userstore: DOMAIN.to_owned(), edit }, now)?;
    }
    let deepest = format!("bench/level-{}", LEVELS - 1);
    let members = Selected::Filter("id le 1000".to_owned());
    let request =
        ChangeRequest { selected: members, operations: vec![Operation::AddGroup { group: deepest }], title: None };
    apply(session, &request)?;

    let (muster, last) = Times::of(200, |run| {
        let query = EffectiveQuery { user: UserId(run as i64 + 1), permission: None, scope: None };
        session.grants_effective(&query, now)
    });
    let ways = last.transpose()?.map_or(0, |effective| effective.grants.len());
    let peer = Times::of(200, |run| peer::grants_of(plain, run as i64 + 1)).0;
    line::compare(
        "what a user may do",
        &muster,
        &peer,
        &format!("target: 5 ms ({ways} ways; plain: its direct grants)"),
    );

    let (muster, last) = Times::of(50, |run| {
        let query = HoldersQuery {
            userstore: DOMAIN.to_owned(),
            permission: permission.to_owned(),
            scope_kind: None,
            enabled: run % 2 == 0,
            offset: run as u64,
            limit: 100,
        };
        session.grants_holders(&query, now)
    });
    let total = last.transpose()?.map_or(0, |page| page.total);
    line::alone(
        "who may do this, first page",
        &line::seconds(muster.p95()),
        &format!("target: 50 ms at the 95th percentile ({total} holders)"),
    );
    Ok(())
}

fn apply(session: &Session, request: &ChangeRequest) -> Result<Option<i64>> {
    let preview = session.change_preview(request, &Job::silent(), Utc::now())?;
    let apply = ApplyChange { staged: preview.staged, even_last: true };
    Ok(session.change_apply(&apply, &Job::silent(), Utc::now())?.change)
}

/// A state and a field of the first users.
fn changed(users: u64, run: u64) -> ChangeRequest {
    ChangeRequest {
        selected: Selected::Filter(format!("id le {users}")),
        operations: vec![
            Operation::SetState { state: State::Locked },
            Operation::SetField { field: "profile.department".to_owned(), value: Some(format!("Bench {run}")) },
        ],
        title: None,
    }
}

/// A change of many, previewed, applied and undone.
fn change(session: &Session, plain: &Connection, users: u64, django: Option<&mut Django>) -> Result<()> {
    let count = CHANGED.min(users);
    let (mut preview, mut apply, mut undo) = (Vec::new(), Vec::new(), Vec::new());
    for run in 0..3 {
        let start = Instant::now();
        let request = changed(count, run);
        let staged = session.change_preview(&request, &Job::silent(), Utc::now())?;
        preview.push(start.elapsed());
        let start = Instant::now();
        let report = session.change_apply(
            &ApplyChange { staged: staged.staged, even_last: true },
            &Job::silent(),
            Utc::now(),
        )?;
        apply.push(start.elapsed());
        let change = report.change.context("it changed nothing")?;
        let start = Instant::now();
        session.change_undo(&UndoChange { change, even_last: true }, &Job::silent(), Utc::now())?;
        undo.push(start.elapsed());
    }
    let what = line::number(count);
    let peer = |state: u8| Times::of(3, |run| peer::set_state(plain, count, state, run)).0;
    line::alone(&format!("preview of {what} users"), &line::seconds(Times::from(preview).median()), "target: 1 s");
    line::compare(&format!("apply to {what} users"), &Times::from(apply), &peer(3), "target: 10 s");
    line::compare(&format!("undo of {what} users"), &Times::from(undo), &peer(0), "target: 10 s");
    if let Some(django) = django {
        let there = django.times(3, &format!("deactivate {count}"))?;
        let back = django.times(3, &format!("activate {count}"))?;
        println!(
            "  {:<34} django {:>9}, and back {:>9}   (one column; no preview, history or undo)",
            "the same by one UPDATE",
            line::seconds(there.median()),
            line::seconds(back.median()),
        );
    }
    Ok(())
}

fn everyone(folder: &Path) -> ExportUsers {
    ExportUsers {
        filter: String::new(),
        sort: SortBy::UserName,
        descending: false,
        columns: Vec::new(),
        format: Format::Csv,
        separator: Default::default(),
        bom: false,
        base_dn: None,
        path: folder.join("all.csv").to_string_lossy().into_owned(),
        overwrite: true,
        manifest: false,
    }
}

/// All users as CSV.
fn export(session: &Session, plain: &Connection, folder: &Path, django: Option<&mut Django>) -> Result<()> {
    let mut times = Vec::new();
    for _ in 0..3 {
        let request = everyone(folder);
        let start = Instant::now();
        session.export_users(&request, &Job::silent(), Utc::now())?;
        times.push(start.elapsed());
    }
    let peer = Times::of(3, |_| peer::export(plain, &folder.join("plain.csv"))).0;
    let muster = Times::from(times);
    line::compare("export of all as CSV", &muster, &peer, "target: 5 s");
    if let Some(django) = django {
        let path = folder.join("django.csv");
        line::compare("the same, beside Django", &muster, &django.times(1, &format!("export {}", path.display()))?, "");
    }
    Ok(())
}
