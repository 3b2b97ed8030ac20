//! How fast the pure half of an audit is, by itself:
//!
//!     cargo run --release -p muster-audit --example audit_bench -- [USERS]
//!
//! Every built-in check and every filter rule over so many users (a million if
//! not said) with five grants each, then the identities of what was found, a
//! second run's life, a campaign of 100,000 grants, and a worksheet of 10,000
//! rows coming back. Beside each time stands what the process held at most
//! meanwhile, beyond what it held before, and the processor's time (Linux only).

#![allow(clippy::disallowed_methods, reason = "a benchmark is the edge that asks the clock")]

use chrono::{DateTime, Days, FixedOffset, Utc};
use muster_audit::facts::{
    GrantFacts, GroupFacts, Holdings, Owner, RoleFacts, ScopeFacts, StoreFacts, UserFacts, Users,
};
use muster_audit::review::worksheet::{Worksheet, check as check_sheet, write};
use muster_audit::review::{Completeness, Item, Opening, Review, Reviewer, ReviewerKind, open};
use muster_audit::rule::Look;
use muster_audit::{Calendar, Catalogue, FindingId, Hit, Realm, check};
use muster_model::seen::SeenStatus;
use muster_model::user::HighestRole;
use muster_model::{Facts, Grant, Kind, LastSeen, Precision, Profile, Role, Scope, ScopeKind, State, User, UserId};
use muster_query::{Account, Service};
use muster_report::Delimiter;
use std::collections::BTreeMap;
use std::error::Error;
use std::io::{Cursor, Read, Write};
use std::time::Instant;

type Done<T = ()> = Result<T, Box<dyn Error>>;

/// Grants of each user.
const GRANTS: u64 = 5;
/// Rows of the worksheet that comes back.
const ROWS: usize = 10_000;
/// Grants of the campaign.
const CAMPAIGN: usize = 100_000;
/// Groups and projects.
const SCOPES: u64 = 50_000;
/// Roles, the first of which is the administrator's.
const ROLES: [&str; 40] = [
    "Administrator",
    "Auditor",
    "Requester",
    "Approver",
    "Owner",
    "Maintainer",
    "Developer",
    "Reporter",
    "Guest",
    "Planner",
    "r10",
    "r11",
    "r12",
    "r13",
    "r14",
    "r15",
    "r16",
    "r17",
    "r18",
    "r19",
    "r20",
    "r21",
    "r22",
    "r23",
    "r24",
    "r25",
    "r26",
    "r27",
    "r28",
    "r29",
    "r30",
    "r31",
    "r32",
    "r33",
    "r34",
    "r35",
    "r36",
    "r37",
    "r38",
    "unused",
];
const DEPARTMENTS: [&str; 8] =
    ["Engineering", "Platform", "Data", "Product", "Security", "Support", "Operations", "Finance"];

fn mixed(a: u64, b: u64) -> u64 {
    let mixed = (a.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ b.wrapping_mul(0xC2B2_AE3D_27D4_EB4F)).rotate_left(29);
    (mixed.wrapping_mul(0xFF51_AFD7_ED55_8CCD)) >> 33
}

/// The texts of a user, which the facts borrow.
struct Texts {
    id: String,
    username: String,
    email: String,
    badge: Option<String>,
}

/// One in twelve users is in the directory, under the e-mail of one of the others.
fn texts(users: u64) -> Vec<Texts> {
    let directory = users / 12;
    let others = users - directory;
    (0..users)
        .map(|user| {
            let person = if user < others { user } else { (user - others) * 7 % others };
            // One in 500 has the e-mail of another, one in 500 another's username but for case.
            let other =
                if user < others && mixed(user, 40).is_multiple_of(500) { mixed(user, 41) % others } else { person };
            let username = match mixed(user, 42) % 1000 {
                0 | 1 => format!("First.Last{}", mixed(user, 43) % others),
                2 => format!("test{user}"),
                _ => format!("first.last{user}"),
            };
            Texts {
                id: format!("{}", user + 2),
                username,
                email: format!("first.last{other}@acme.example"),
                badge: (user % 3 > 0).then(|| format!("A{person:07}")),
            }
        })
        .collect()
}

/// What the process holds at the most since [`forget`], in MiB.
fn most() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

/// From now on, what the process holds now is the most it held.
fn forget() -> Option<u64> {
    // Where it cannot be said, the figure is that of the whole process.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    most()
}

/// The processor's time of this thread so far, in nanoseconds: what others do
/// to the machine does not count.
fn worked() -> Option<u64> {
    std::fs::read_to_string("/proc/thread-self/schedstat").ok()?.split_whitespace().next()?.parse().ok()
}

/// Runs `work` and prints how long it took and what it held.
fn timed<T>(what: &str, work: impl FnOnce() -> T, said: impl FnOnce(&T) -> String) -> T {
    let before = forget();
    let (start, began) = (Instant::now(), worked());
    let answer = work();
    let took = start.elapsed().as_secs_f64();
    let cpu = began.zip(worked()).map_or(0, |(began, ended)| (ended - began) / 1_000_000);
    let held = before.zip(most()).map_or(0, |(before, most)| most.saturating_sub(before));
    println!("{what:<40} {:>9.1} ms {cpu:>6} ms cpu {held:>6} MiB   {}", took * 1e3, said(&answer));
    answer
}

fn main() -> Done {
    let users: u64 = std::env::args().nth(1).map_or(Ok(1_000_000), |users| users.parse())?;
    let now: DateTime<Utc> = "2026-11-21T12:00:00Z".parse()?;
    let zone = FixedOffset::east_opt(3600).ok_or("no such zone")?;
    let calendar = Calendar::new(now, &zone);
    let texts = timed("texts, as a vault would lend them", || texts(users), |_| String::new());
    checks(users, &texts, &calendar)?;
    filters(users, &texts, &calendar)?;
    reviews(now)
}

fn user<'a>(user: u64, users: u64, texts: &'a Texts, now: i64) -> UserFacts<'a> {
    let directory = user >= users - users / 12;
    let state = match mixed(user, 1) % 100 {
        0..82 => State::Active,
        82..91 => State::Deactivated,
        91..97 => State::Blocked,
        _ => State::Pending,
    };
    let kind = match mixed(user, 2) % 100 {
        0..94 => Kind::Human,
        94..97 => Kind::External,
        _ => Kind::Service,
    };
    let days = mixed(user, 3) % 100;
    let privileged = mixed(user, 4).is_multiple_of(20_000);
    UserFacts {
        id: UserId(i64::try_from(user).unwrap_or(0)),
        store: u16::from(directory),
        state,
        kind,
        facts: Facts::default()
            .with(Facts::PRIVILEGED, privileged)
            .with(Facts::GRANTS_KNOWN, !directory)
            .with(Facts::MEMBER, true)
            .with(Facts::MFA_KNOWN, true)
            .with(Facts::MFA, !mixed(user, 5).is_multiple_of(10))
            .with(Facts::GONE, directory && mixed(user, 6).is_multiple_of(200)),
        level: Some(30),
        top_role: None,
        seen: if directory { SeenStatus::NotCollected } else { SeenStatus::Seen },
        seen_at: (!directory).then(|| now - i64::try_from(days).unwrap_or(0) * 86_400),
        created_at: Some(now - 86_400 * 700),
        expires_at: None,
        password_at: None,
        failed_sign_ins: None,
        email_verified: None,
        person: None,
        source_id: Some(&texts.id),
        username: &texts.username,
        display_name: &texts.username,
        email: Some(&texts.email),
        department: DEPARTMENTS.get((mixed(user, 7) % 8) as usize).copied(),
        employee_number: texts.badge.as_deref(),
    }
}

fn grants(users: u64, day: i32) -> Vec<GrantFacts> {
    let narrow = |number: u64| u32::try_from(number).unwrap_or(0);
    let mut grants = Vec::with_capacity((users * GRANTS) as usize);
    for user in 0..users {
        for number in 0..GRANTS {
            let dice = mixed(user, 100 + number);
            let role = if mixed(user, 4).is_multiple_of(20_000) && number == 0 { 0 } else { 2 + dice % 37 };
            grants.push(GrantFacts {
                user: narrow(user),
                role: narrow(role),
                scope: narrow(mixed(dice, 9) % SCOPES),
                since: Some(day - i32::try_from(dice % 700).unwrap_or(0)),
                direct: dice % 10 > 2,
                explained: dice.is_multiple_of(2),
            });
        }
    }
    grants
}

fn checks(users: u64, texts: &[Texts], calendar: &Calendar<'_>) -> Done {
    let now = calendar.now();
    let store = |domain, directory| StoreFacts {
        domain,
        directory,
        local: false,
        read_only: false,
        roles_listed: !directory,
        last_snapshot: Some(now),
        complete: true,
        since: Some(now - 86_400 * 400),
        last_review: calendar.today().checked_sub_days(Days::new(30)),
    };
    let stores = [store("gitlab", false), store("ldap", true)];
    let paths: Vec<String> = (0..SCOPES).map(|n| format!("acme/area{}/squad{}/project{n}", n % 24, n % 300)).collect();
    let scopes: Vec<ScopeFacts<'_>> = paths.iter().map(|path| ScopeFacts { kind: ScopeKind::Group, path }).collect();
    let role = |name| RoleFacts {
        store: 0,
        source_id: None,
        name,
        privileged: name == ROLES[0],
        builtin: false,
        used_elsewhere: false,
        owner: Owner::NotKept,
    };
    let roles: Vec<RoleFacts<'_>> = ROLES.into_iter().map(role).collect();
    let groups: Vec<GroupFacts<'_>> = paths
        .iter()
        .map(|path| GroupFacts { store: 0, source_id: None, path, members: u32::from(!path.ends_with("99")), roles: 1 })
        .collect();
    let day = i32::try_from(now / 86_400)?;
    let facts = timed(
        "facts of users and grants",
        || {
            let mut all = Users::with_capacity(texts.len());
            (0..users).zip(texts).for_each(|(n, texts)| all.push(&user(n, users, texts, now)));
            let held = Holdings::of(all.len(), &grants(users, day));
            (all, held)
        },
        |(users, _)| format!("{} users", users.len()),
    );
    let holdings = facts.1?;
    let realm =
        timed("realm", || Realm::new(&stores, &facts.0, &roles, &scopes, &groups, &holdings), |_| String::new())?;
    let start = Instant::now();
    let mut all: Vec<Hit<'_>> = Vec::new();
    for rule in Catalogue::shipped()?.rules().iter().filter(|rule| matches!(rule.look, Look::Check(_))) {
        all.extend(timed(&rule.id, || check::run(rule, &realm, calendar), |hits| format!("{} hits", hits.len())));
    }
    println!(
        "{:<40} {:>9.1} ms                            {} hits",
        "all checks",
        start.elapsed().as_secs_f64() * 1e3,
        all.len()
    );
    timed(
        "identities of all hits",
        || all.iter().map(FindingId::of).collect::<Vec<_>>(),
        |ids| format!("{} ids", ids.len()),
    );
    Ok(())
}

/// Filter rules, user by user: what the columns of a loaded vault answer in
/// their own, quicker way.
fn filters(users: u64, texts: &[Texts], calendar: &Calendar<'_>) -> Done {
    let catalogue = Catalogue::shipped()?;
    let rules: Vec<_> = catalogue.rules().iter().filter_map(|rule| Some((rule, rule.filter(calendar)?))).collect();
    let sample = users.min(50_000);
    let (now, profile) = (calendar.now(), Profile::default());
    let mut hits = 0_usize;
    timed(
        "filter rules, one by one, of a sample",
        || {
            for (number, texts) in (0..sample).zip(texts) {
                let facts = user(number, users, texts, now);
                let grants = [Grant {
                    role: Role { level: Some(30), ..Role::named("Developer") },
                    scope: Scope { kind: ScopeKind::Group, path: "acme/web".to_owned() },
                    through: None,
                    since: None,
                    expires: None,
                }];
                let user = whole(&facts, &grants);
                let account = Account {
                    user: &user,
                    facts: facts.facts,
                    level: facts.level,
                    profile: &profile,
                    grants: &grants,
                    groups: &[],
                    permissions: &[],
                    person: None,
                    service: Service::default(),
                    seat: None,
                };
                for (rule, filter) in &rules {
                    if filter.matches(&account, now) {
                        let subject = muster_audit::Subject::user(user.id, "gitlab", facts.source_id, facts.username);
                        hits += usize::from(!rule.hit(subject, &account, calendar).message.is_empty());
                    }
                }
            }
        },
        |()| format!("{} rules of {sample} users", rules.len()),
    );
    println!("{:<40} {hits} hits", "");
    Ok(())
}

fn whole(facts: &UserFacts<'_>, grants: &[Grant]) -> User {
    let at = facts.seen_at.and_then(|at| DateTime::from_timestamp(at, 0));
    User {
        id: facts.id,
        source_id: facts.source_id.map(str::to_owned),
        userstore: "gitlab".to_owned(),
        username: facts.username.to_owned(),
        display_name: facts.display_name.to_owned(),
        email: facts.email.map(str::to_owned),
        state: facts.state,
        kind: facts.kind,
        privileged: facts.facts.has(Facts::PRIVILEGED),
        mfa: Some(facts.facts.has(Facts::MFA)),
        created_at: facts.created_at.and_then(|at| DateTime::from_timestamp(at, 0)),
        expires_at: None,
        last_seen: at
            .map_or_else(LastSeen::not_collected, |at| LastSeen::seen(at, "current_sign_in_at", Precision::Second)),
        roles: vec!["Developer".to_owned()],
        highest_role: grants.first().map(|grant| HighestRole {
            role: grant.role.name.clone(),
            level: grant.role.level,
            scope: grant.scope.clone(),
        }),
        gone_since: None,
        has_avatar: false,
    }
}

fn item(number: usize, at: DateTime<Utc>) -> Item {
    let user = number / 5;
    Item {
        user: UserId(i64::try_from(user).unwrap_or(0)),
        user_key: format!("#{user}"),
        userstore: "gitlab".into(),
        username: format!("first.last{user}"),
        name: format!("First Last {user}"),
        email: Some(format!("first.last{user}@acme.example")),
        person: None,
        kind: Kind::Human,
        state: State::Active,
        role: ROLES[2 + number % 30].into(),
        scope: Scope { kind: ScopeKind::Group, path: format!("acme/area{}/project{number}", number % 24) },
        through: number.is_multiple_of(4).then(|| format!("acme/teams/t{}", number % 10)),
        since: Some(at - Days::new(number as u64 % 900)),
        expires: None,
        last_seen: LastSeen::seen(at - Days::new(number as u64 % 60), "current_sign_in_at", Precision::Second),
        privileged: Some(false),
        peers: None,
    }
}

fn campaign(rows: usize, at: DateTime<Utc>) -> Done<Review> {
    let items: Vec<Item> = (0..rows).map(|number| item(number, at)).collect();
    let completeness = Completeness {
        userstore: "gitlab".into(),
        snapshot: None,
        taken_at: at,
        source_total: Some(rows as u64),
        rows: rows as u64,
        complete: true,
    };
    let opening = Opening {
        id: "q4-2026".into(),
        title: "Quarterly review".into(),
        filter: String::new(),
        at,
        by: "admin".into(),
        due: (at + Days::new(14)).date_naive(),
        items,
        completeness: vec![completeness],
        incomplete_because: None,
        roles: BTreeMap::from([("gitlab".into(), ROLES.iter().map(|role| (*role).to_owned()).collect())]),
    };
    let opened = timed(
        &format!("open a campaign of {rows} grants"),
        || open(opening),
        |opened| opened.as_ref().map_or_else(ToString::to_string, |opened| format!("{} items", opened.items.len())),
    )?;
    let reviewer = Reviewer {
        key: "rita".into(),
        kind: ReviewerKind::Manager,
        name: "Rita Ray".into(),
        email: Some("rita@example.org".into()),
        username: None,
        person: None,
    };
    let assigned = vec![0; opened.items.len()];
    Ok(timed(
        "the review of it",
        || Review::new(opened.campaign, opened.items, vec![reviewer], assigned),
        |_| String::new(),
    )?)
}

fn reviews(at: DateTime<Utc>) -> Done {
    drop(campaign(CAMPAIGN, at)?);
    let review = campaign(ROWS, at)?;
    let sheet = Worksheet::of(&review, "rita")?;
    let mut csv = Vec::new();
    timed("worksheet out, CSV", || write::csv(&sheet, Delimiter::Comma, &mut csv), |_| String::new())?;
    let mut xlsx = Vec::new();
    timed("worksheet out, XLSX", || write::xlsx(&sheet, &mut xlsx), |_| String::new())?;
    let csv = filled_csv(&csv)?;
    let xlsx = filled_xlsx(&xlsx, sheet.rows.len())?;
    for (what, file) in [("worksheet back, CSV", csv), ("worksheet back, XLSX", xlsx)] {
        let said = |back: &Result<_, muster_audit::review::worksheet::SheetError>| match back {
            Ok(muster_audit::review::worksheet::Returned { rows, .. }) => format!("{} rows", rows.len()),
            Err(error) => error.to_string(),
        };
        timed(what, || check_sheet(&sheet, &file), said)?;
    }
    Ok(())
}

fn filled_csv(bytes: &[u8]) -> Done<Vec<u8>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut writer = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for (number, record) in reader.records().enumerate() {
        let mut cells: Vec<String> = record?.iter().map(str::to_owned).collect();
        if number >= 7 {
            cells.truncate(9);
            cells.extend(["keep", "", "as it is"].map(str::to_owned));
        }
        writer.write_record(&cells)?;
    }
    Ok(writer.into_inner()?)
}

/// The workbook with `keep` in every row, as a spreadsheet would save it.
fn filled_xlsx(bytes: &[u8], rows: usize) -> Done<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let mut file = archive.by_index(place)?;
        let name = file.name()?.into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        writer.start_file(&name, zip::write::SimpleFileOptions::default())?;
        if name == "xl/worksheets/sheet1.xml" {
            let mut rest = text.as_str();
            let mut filled = String::with_capacity(text.len() * 2);
            for at in 0..rows {
                let cell = format!("<c r=\"J{}\" s=\"14\"", at + 8);
                let Some(found) = rest.find(&format!("{cell}/>")) else { return Err("no cell to fill".into()) };
                filled.push_str(&rest[..found]);
                filled.push_str(&format!("{cell} t=\"inlineStr\"><is><t>keep</t></is></c>"));
                rest = &rest[found + cell.len() + 2..];
            }
            filled.push_str(rest);
            text = filled;
        }
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}
