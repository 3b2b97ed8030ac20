//! What conditions cost that users in memory cannot answer.
//!
//! `cargo run --release -p muster-vault --example filter_bench -- PATH.muster [USERS]`
//!
//! Makes the vault if it is not there: everyone with six profile fields, two
//! custom attributes, five grants and a group. Prints for each condition the
//! time to the answer, CPU time beside it, and how many fit.

use muster_model::record::{Coverage, Extent, GrantRecord, GroupName, Identity, Listed, Told, UserRecord};
use muster_model::{ProfileField, Role, Scope, ScopeKind, UserstoreKind};
use muster_query::ast::{Clause, Expr};
use muster_vault::filter::{self, Context};
use muster_vault::merge::{Begin, FinishTotals, SnapshotWriter};
use muster_vault::tables::userstore;
use muster_vault::{Calibration, Entry, Mode, NewVault, Vault};
use std::path::Path;
use std::time::Instant;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

const START: i64 = 1_700_000_000;
const ROLES: [(&str, u8); 6] =
    [("Guest", 10), ("Planner", 15), ("Reporter", 20), ("Developer", 30), ("Maintainer", 40), ("Owner", 50)];

const CONDITIONS: &[&str] = &[
    r#"title eq "Title 7""#,
    r#"title ne "Title 7""#,
    r#"title co "tle 19""#,
    "department pr",
    r#"employeeNumber eq "E0000777""#,
    r#"phone co "777""#,
    r#"attributes.team eq "team 7""#,
    r#"attributes.team co "99""#,
    "attributes.badge pr",
    r#"sourceId eq "777""#,
    r#"group eq "acme/team-7""#,
    r#"role eq "Owner""#,
    r#"role eq "Guest""#,
    r#"grants[role eq "Owner" and scope sw "acme/team-7"]"#,
    r#"grants[role eq "Guest" or not (direct eq true)]"#,
    r#"grants[expires lt "+30d"]"#,
    r#"permission eq "/admin/users/list""#,
    r#"person co "ada""#,
    "owner pr",
];

fn time(seconds: i64) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(START + seconds, 0).unwrap_or_default()
}

/// Spreads row numbers.
fn scatter(n: u64) -> u64 {
    n.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31).wrapping_mul(0xBF58_476D_1CE4_E5B9)
}

fn record(n: u64) -> UserRecord {
    let spread = scatter(n);
    let grants = (0..5).map(|grant| {
        let mixed = scatter(n * 5 + grant) % 1_000;
        let (name, level) = match mixed {
            0 => ROLES[5],
            1..=40 => ROLES[4],
            41..=400 => ROLES[3],
            401..=600 => ROLES[2],
            601..=650 => ROLES[1],
            _ => ROLES[0],
        };
        let path = format!("acme/team-{}/project-{}", (n + grant) % 40, (n * 31 + grant * 397) % 2_000);
        GrantRecord {
            role: Role { level: Some(level), ..Role::named(name) },
            scope: Scope { kind: ScopeKind::Project, path },
            through: None,
            since: None,
            expires: None,
        }
    });
    UserRecord {
        identity: Identity { id: Some(n.to_string()), username: Some(format!("u{n}")), ..Identity::default() },
        display_name: Told::Value(format!("Name {}", spread % 100_000)),
        profile: [
            (ProfileField::Title, Told::Value(format!("Title {}", spread % 200))),
            (ProfileField::Department, Told::Value(format!("Département {}", spread % 50))),
            (ProfileField::Organization, Told::Value(format!("Organization {}", spread % 20))),
            (ProfileField::Location, Told::Value(format!("Straße {}", spread % 300))),
            (ProfileField::EmployeeNumber, Told::Value(format!("E{n:07}"))),
            (ProfileField::Phone, Told::Value(format!("+49 30 {:09}", spread % 1_000_000_000))),
        ]
        .into(),
        attributes: [
            ("team".to_owned(), vec![format!("team {}", spread % 500)]),
            ("cost centre".to_owned(), vec![format!("{}", spread % 100)]),
        ]
        .into(),
        grants: Listed::All(grants.collect()),
        groups: Listed::All(vec![GroupName { id: None, path: format!("acme/team-{}", n % 500) }]),
        ..UserRecord::default()
    }
}

fn make(path: &Path, users: u64) -> Fallible<()> {
    let new = NewVault {
        realm: "Bench".to_owned(),
        operator: "Bench".to_owned(),
        passphrase: "correct horse battery staple".into(),
        calibration: Calibration::Floor,
    };
    let (vault, _) = Vault::create(path, &new, time(0))?;
    let mut refused = None;
    vault.write(time(0), |tx| {
        let store = userstore::ensure(tx, "file", UserstoreKind::File, time(0))?.id;
        let begin = Begin { userstore: store, taken_at: time(0), now: time(0), operator: "bench", format: "csv" };
        let mut writer = SnapshotWriter::begin(tx, begin)?;
        for n in 0..users {
            if let Err(reason) = writer.user("csv", &record(n))? {
                refused = Some(reason.reason);
            }
        }
        let coverage = Coverage { users: Extent::Whole, grants: Extent::Whole, groups: Extent::Whole, because: None };
        writer.finish(&coverage, &FinishTotals::default())?;
        Ok(((), Some(Entry::new("bench"))))
    })?;
    refused.map_or(Ok(()), |reason| Err(reason.into()))
}

/// CPU time of this process so far, in seconds.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|f| f.parse::<f64>().ok()).unwrap_or_default();
    (ticks(11) + ticks(12)) / 100.0
}

fn main() -> Fallible<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments.first().ok_or("which vault?")?;
    let path = Path::new(path);
    if !path.exists() {
        let start = Instant::now();
        make(path, arguments.get(1).map_or(Ok(1_000_000), |a| a.parse())?)?;
        println!("made in {:.1} s", start.elapsed().as_secs_f64());
    }
    let vault = Vault::open(path, &"correct horse battery staple".into(), Mode::Read, time(0))?;
    for text in CONDITIONS {
        let filter = muster_query::parse(text)?;
        let Some(Expr::Is(clause)) = filter.expr() else { continue };
        show(&vault, text, clause)?;
    }
    Ok(())
}

fn show(vault: &Vault, text: &str, clause: &Clause) -> Fallible<()> {
    let context = Context { now: START, seat: None };
    let (start, before) = (Instant::now(), cpu());
    let found = vault.read(|conn| filter::clause_ids(conn, clause, &context))?;
    let (took, busy) = (start.elapsed().as_secs_f64() * 1_000.0, (cpu() - before) * 1_000.0);
    println!("{text:50} {took:8.0} ms  CPU {busy:8.0} ms  {:8}", found.len());
    Ok(())
}
