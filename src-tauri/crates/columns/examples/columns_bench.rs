//! What columns cost at a million users: medians and 95th percentiles of
//! every kind of question, each asked afresh (the caches are emptied before).
//!
//! `cargo run --release -p muster-columns --example columns_bench [USERS]`,
//! with `RAYON_NUM_THREADS` for fewer cores.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::cast_precision_loss)]

use muster_columns::{Builder, Columns, Context, GroupEntry, Order, RoleEntry, Row, Selection, Sort};
use muster_model::fold::fold;
use muster_model::seen::SeenStatus;
use muster_model::{Facts, GrantKeys, Kind, Scope, ScopeKind, State};
use muster_query::parse;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::time::{Duration, Instant};

const NOW: i64 = 1_781_524_800;
const DAY: i64 = 86_400;
const RUNS: usize = 200;
const FRAME: Duration = Duration::from_millis(16);

const FIRST: &[&str] = &[
    "Ada", "Jürgen", "Zoë", "Łukasz", "Marie", "Grace", "Wei", "Chidi", "Sofía", "Noor", "Ivan", "Priya", "Tomás",
    "Aiko", "Lena", "Omar", "Ingrid", "Paul", "Fatima", "Björn", "Elena", "Sam", "Yuki", "Anna", "Peter", "Maria",
    "John", "David",
];
const LAST: &[&str] = &[
    "Lovelace",
    "Müller",
    "Hopper",
    "Kowalski",
    "Curie",
    "Nguyen",
    "Okafor",
    "García",
    "Haddad",
    "Petrov",
    "Sharma",
    "Novák",
    "Tanaka",
    "Schmidt",
    "Hassan",
    "Larsen",
    "Martin",
    "Ivanova",
    "Andersson",
    "Rossi",
    "Smith",
    "Jones",
    "Silva",
];

struct Person {
    id: i64,
    username: String,
    name_order: String,
    email: Option<String>,
    facts: Facts,
    state: State,
    kind: Kind,
    level: Option<u8>,
    seen: SeenStatus,
    seen_at: i64,
    created: i64,
    grants: Vec<GrantKeys>,
    groups: Vec<i64>,
}

const LEVELS: [(i64, &str); 5] =
    [(10, "Guest"), (20, "Reporter"), (30, "Developer"), (40, "Maintainer"), (50, "Owner")];
/// Groups and projects that roles are held on.
const SCOPES: i64 = 20_000;
/// Groups, each but the first in another.
const GROUPS: i64 = 5_000;

/// Five grants, rare roles for few, and a few of them ending.
fn grants(random: &mut StdRng) -> Vec<GrantKeys> {
    let grant = |_| GrantKeys {
        role: LEVELS[[0, 0, 1, 2, 2, 2, 2, 3, 3, 4][random.random_range(0..10)]].0,
        scope: random.random_range(0..SCOPES),
        through: String::new(),
        expires: (random.random_range(0..20) == 0).then(|| NOW + random.random_range(-50..50) * DAY),
    };
    (0..5).map(grant).collect()
}

impl Person {
    fn new(id: i64, random: &mut StdRng) -> Self {
        let (first, last) = (FIRST[random.random_range(0..FIRST.len())], LAST[random.random_range(0..LAST.len())]);
        let username = format!("{}.{}{}", fold(first), fold(last), random.random_range(0..2_000_000));
        let kind = match random.random_range(0..100) {
            0..90 => Kind::Human,
            90..94 => Kind::Service,
            94..97 => Kind::Bot,
            _ => Kind::External,
        };
        let state = match random.random_range(0..10_000) {
            0..8_200 => State::Active,
            8_200..9_300 => State::Blocked,
            9_300..9_900 => State::Deactivated,
            9_900..9_998 => State::Pending,
            _ => State::Banned,
        };
        let seen = match random.random_range(0..100) {
            0..85 => SeenStatus::Seen,
            85..93 => SeenStatus::Never,
            93..97 => SeenStatus::Unknown,
            _ => SeenStatus::NotCollected,
        };
        Self {
            id,
            name_order: fold(&format!("{first} {last}")),
            email: (kind == Kind::Human).then(|| format!("{username}@example.org")),
            username,
            facts: Facts(random.random_range(0..2_048)).with(Facts::PRIVILEGED, random.random_range(0..200) == 0),
            state,
            kind,
            level: [None, Some(10), Some(20), Some(30), Some(40), Some(50)][random.random_range(0..6)],
            seen,
            seen_at: NOW - random.random_range(0..700 * DAY),
            created: NOW - random.random_range(0..3_000 * DAY),
            grants: grants(random),
            groups: (0..3).map(|_| random.random_range(0..GROUPS)).collect(),
        }
    }

    fn row(&self) -> Row<'_> {
        Row {
            id: self.id,
            userstore: self.id % 5,
            username: &self.username,
            name_order: &self.name_order,
            email: self.email.as_deref(),
            state: self.state,
            kind: self.kind,
            facts: self.facts,
            level: self.level,
            top_role: self.level.map(i64::from),
            seen: self.seen,
            seen_at: Some(self.seen_at),
            created_at: Some(self.created),
            expires_at: None,
            grants: &self.grants,
            groups: &self.groups,
        }
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Milliseconds all threads of this program have computed, where the system
/// says so: unlike the time on the clock, others' work does not count.
fn computed() -> Option<f64> {
    let tasks = std::fs::read_dir("/proc/self/task").ok()?;
    let each = |task: std::fs::DirEntry| {
        let text = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<f64>().ok()
    };
    Some(tasks.flatten().filter_map(each).sum::<f64>() / 1e6)
}

struct Bench {
    over: usize,
    runs: usize,
}

impl Bench {
    fn measure(&mut self, what: &str, mut work: impl FnMut() -> usize) {
        let mut times = Vec::new();
        let mut answer = 0;
        let before = computed();
        for _ in 0..self.runs {
            let start = Instant::now();
            answer = work();
            times.push(start.elapsed());
        }
        let computed = before.zip(computed()).map(|(before, after)| (after - before) / self.runs as f64);
        self.line(what, times, answer, computed);
    }

    fn line(&mut self, what: &str, mut times: Vec<Duration>, answer: usize, computed: Option<f64>) {
        times.sort();
        let (median, p95) = (times[times.len() / 2], times[times.len() * 95 / 100]);
        let mark = if p95 > FRAME { "  OVER A FRAME" } else { "" };
        self.over += usize::from(p95 > FRAME);
        let computed = computed.map(|ms| format!("{ms:.2}")).unwrap_or_default();
        println!("{what:<60} {:>9.4} {:>9.4} {computed:>9}  {answer:>9}{mark}", ms(median), ms(p95));
    }
}

/// Five roles, the higher with more permissions; every hundredth group gives one.
fn access(columns: &mut Columns) {
    let role = |(id, name): (i64, &str)| RoleEntry {
        id,
        name: name.to_owned(),
        level: u8::try_from(id).ok(),
        permissions: vec![format!("/level/{id}")],
        includes: if id > 10 { vec![id - 10] } else { Vec::new() },
        ..RoleEntry::default()
    };
    let group = |id: i64| GroupEntry {
        id,
        path: format!("acme/group-{id}"),
        parents: if id > 0 { vec![id / 4] } else { Vec::new() },
        grants: if id % 100 == 7 {
            vec![GrantKeys { role: 50, scope: id, through: String::new(), expires: None }]
        } else {
            Vec::new()
        },
    };
    columns.set_access(&LEVELS.map(role), &(0..GROUPS).map(group).collect::<Vec<_>>());
    for id in 0..SCOPES {
        let kind = if id % 7 == 0 { ScopeKind::Group } else { ScopeKind::Project };
        columns.name_scope(id, &Scope { kind, path: format!("acme/team-{:02}/project-{id:05}", id % 40) });
    }
}

fn everyone(columns: &Columns) -> Selection {
    columns.select(&parse("").unwrap(), &Context::default()).unwrap()
}

fn main() {
    let users: i64 = std::env::args().nth(1).map_or(1_000_000, |text| text.parse().expect("a number of users"));
    let mut random = StdRng::seed_from_u64(7);
    let people: Vec<Person> = (1..=users).map(|id| Person::new(id, &mut random)).collect();
    println!("{users} users, {} threads\n", rayon::current_num_threads());
    let start = Instant::now();
    let mut builder = Builder::with_capacity(people.len());
    people.iter().for_each(|person| builder.push(&person.row()));
    println!("read rows               {:>8.1} ms", ms(start.elapsed()));
    let start = Instant::now();
    let mut columns = builder.build();
    println!("build (order by name)   {:>8.1} ms", ms(start.elapsed()));
    (0..5).for_each(|id| {
        columns.name_userstore(id, ["PRIMARY", "gitlab", "ldap", "keycloak", "contractors"][id as usize])
    });
    let start = Instant::now();
    access(&mut columns);
    println!("roles, groups, scopes   {:>8.1} ms", ms(start.elapsed()));
    println!("memory, one order       {:>8.1} MiB", columns.memory() as f64 / 1_048_576.0);
    for by in Sort::ALL {
        let start = Instant::now();
        columns.prepare_one(by);
        println!("first use of {:<13} {:>6.1} ms", format!("{by:?}"), ms(start.elapsed()));
    }
    println!("memory, every order     {:>8.1} MiB\n", columns.memory() as f64 / 1_048_576.0);
    println!("{:<60} {:>9} {:>9} {:>9}  {:>9}", "", "median", "p95 ms", "cpu ms", "answer");

    let mut bench = Bench { over: 0, runs: RUNS };
    let context = Context { now: NOW, ..Context::default() };
    let seat_rule =
        parse("active eq true and kind ne bot and kind ne service and (level gt 10 or not (level pr))").unwrap();
    let seat = columns.select(&seat_rule, &context).unwrap();
    let all = everyone(&columns);
    let offsets = [0, users as usize / 2, (users as usize).saturating_sub(100)];
    for by in Sort::ALL {
        for (place, offset) in ["first", "middle", "last"].iter().zip(offsets) {
            bench.measure(&format!("{place} page of all by {by:?}"), || {
                columns.page(&all, Order { by, descending: false }, Some(&seat), offset, 100).unwrap().len()
            });
        }
    }
    println!();
    for text in FILTERS {
        let filter = parse(text).unwrap();
        let by = if text.len() % 2 == 0 { Sort::Email } else { Sort::LastSeen };
        bench.measure(&format!("{by:?} | {text}"), || {
            // A new context forces a new answer: nothing is taken from a cache.
            columns.forget();
            let selection = columns.select(&filter, &context).unwrap();
            let offset = selection.count() / 2;
            columns.page(&selection, Order { by, descending: true }, None, offset, 100).unwrap();
            selection.count()
        });
    }
    let filter = parse("state eq active").unwrap();
    bench.measure("the same page again, from the cache", || {
        let selection = columns.select(&filter, &context).unwrap();
        columns.page(&selection, Order::default(), None, selection.count() / 2, 100).unwrap().len()
    });
    let seated = parse("seat eq true").unwrap();
    bench.measure("seat rule for everyone, afresh", || {
        columns.forget();
        columns.select(&seat_rule, &context).unwrap().count()
    });
    bench.measure("seat eq true, by Seat, afresh", || {
        columns.forget();
        let selection = columns.select(&seated, &Context { seat: Some(&seat), ..context }).unwrap();
        let order = Order { by: Sort::Seat, descending: true };
        columns.page(&selection, order, Some(&seat), 0, 100).unwrap();
        selection.count()
    });
    bench.measure("users of every role", || columns.users_by_role().len());
    bench.measure("users of every group", || columns.users_by_group().len());
    bench.measure("members of a group and those below", || {
        let groups: Vec<i64> = (0..GROUPS).filter(|id| id % 4 == 1).collect();
        let selection = columns.members(&groups);
        columns.page(&selection, Order::default(), None, 0, 100).unwrap();
        selection.count()
    });
    bench.measure("all counts of everyone", || columns.counts(&all, NOW - 90 * DAY).unwrap().users as usize);
    bench.measure("page after a cursor, by Email", || {
        let order = Order { by: Sort::Email, descending: false };
        let cursor = columns.cursor(order, None, users / 2).unwrap();
        columns.after(&all, &cursor, None, 100).unwrap().len()
    });
    println!();
    let mut changed = |what: &str, change: &mut dyn FnMut(&mut Columns, usize)| {
        let mut times = Vec::new();
        for i in 0..RUNS {
            let start = Instant::now();
            change(&mut columns, i);
            times.push(start.elapsed());
        }
        bench.line(what, times, columns.len(), None);
    };
    changed("change one user, every order there is", &mut |columns, i| {
        let mut person = Person::new((i as i64 * 4_999) % users + 1, &mut random);
        person.seen_at += i as i64;
        columns.upsert(&person.row());
    });
    changed("add one user", &mut |columns, i| {
        columns.upsert(&Person::new(users + 1 + i as i64, &mut random).row());
    });
    changed("remove one user", &mut |columns, i| {
        columns.remove((i as i64 * 3_001) % users + 1);
    });
    println!("\n{} over a frame", bench.over);
    let start = Instant::now();
    let compacted = columns.compacted();
    println!("compact                 {:>8.1} ms", ms(start.elapsed()));
    drop(compacted);
    let start = Instant::now();
    columns.wipe();
    println!("wipe                    {:>8.1} ms", ms(start.elapsed()));
    std::process::exit(i32::from(bench.over > 0));
}

const FILTERS: &[&str] = &[
    "state eq banned",
    "state eq active",
    "state eq active and kind eq human and lastSeen lt \"-90d\"",
    "state ne active or level ge 40 or mfa eq false",
    "not (userstore eq \"gitlab\") and highestRole eq \"Owner\"",
    "lastSeen eq never and privileged eq true",
    "lovelace1999",
    "zzzz",
    "example.org",
    "muller",
    "an",
    "ov",
    "qx",
    "e",
    "a",
    "9",
    "z",
    "я",
    "ada love",
    "ada and state eq active and lastSeen lt \"-30d\"",
    "not (a)",
    "userName co \"mull\"",
    "userName co \"o\"",
    "displayName co \"an\"",
    "email co \"example\"",
    "email co \".\"",
    "userName sw \"a\"",
    "email ew \"org\"",
    "displayName eq \"ada lovelace\"",
    "userName ne \"ada.lovelace1\"",
    "email pr and userName ew \"7\"",
    "id eq 4711",
    "grants pr",
    "role eq \"Owner\"",
    "role ne \"Developer\"",
    "grants[role eq \"Maintainer\" and scope sw \"acme/team-07\"]",
    "grants[role eq \"Developer\"] and lastSeen le \"-90d\"",
    "grants[through co \"group-7\"]",
    "grants[expires le \"+7d\" and not (expires le \"+0h\")]",
    "group eq \"acme/group-17\"",
    "group co \"9\"",
    "permission eq \"/level/50\"",
    "permission eq \"/level/30\" and active eq true",
];
