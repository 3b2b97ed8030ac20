//! The grants of a GitLab account over time.

use crate::account::{Account, back, days_between, midnight};
use crate::planted::Holds;
use crate::realm::Realm;
use crate::roles;
use crate::shuffle::dice;
use crate::tree::Tree;
use chrono::{Days, NaiveDate};
use muster_model::record::GrantRecord;
use muster_model::{Kind, Role, Scope, ScopeKind, State};
use rand::RngExt;
use rand::rngs::StdRng;

/// A grant, over its whole life.
#[derive(Debug, Clone)]
struct Holding {
    role: Role,
    scope: Scope,
    through: Option<String>,
    since: NaiveDate,
    /// Since when it is held no more.
    until: Option<NaiveDate>,
    /// What was held on the scope before, and until when.
    before: Option<(Role, NaiveDate)>,
    /// When the source says it will end.
    expires: Option<NaiveDate>,
}

/// The grants of an account on a day, in the order in which they are listed.
pub fn grants(realm: &Realm, account: &Account, on: NaiveDate) -> Vec<GrantRecord> {
    holdings(realm, account)
        .into_iter()
        .filter(|held| held.since <= on && held.until.is_none_or(|until| on < until))
        .map(|held| {
            let role = match held.before {
                Some((role, until)) if on < until => role,
                _ => held.role,
            };
            GrantRecord {
                role,
                scope: held.scope,
                through: held.through,
                since: Some(midnight(held.since)),
                expires: held.expires.map(midnight),
            }
        })
        .collect()
}

fn holdings(realm: &Realm, account: &Account) -> Vec<Holding> {
    let today = realm.settings().today;
    if let Some(case) = account.case {
        return planted(case.holds, case.username, account.created, today);
    }
    let mut rng = dice(realm.settings().seed, 0x6772_616e_7473, account.index);
    let mut all = Vec::new();
    let administrator = administers(realm, account);
    if administrator {
        all.push(simple(roles::administrator(), Scope::instance(), account.created));
    }
    let top = if administrator { Some(rng.random_range(4..=5) * 10) } else { top_level(realm, account) };
    let Some(top) = top else { return all };
    let count = match account.kind {
        Kind::Bot => 1,
        _ if top <= 5 => 1,
        _ => how_many(&mut rng),
    };
    let tree = realm.tree();
    let start = rng.random_range(0..tree.groups());
    let age = days_between(account.created, today);
    for number in 0..count {
        let level = if number == 0 { top } else { below(top, &mut rng) };
        let scope = scope(tree, start + number * 7, level, &mut rng);
        let mut since = account.created + Days::new(rng.random_range(0..3).min(age));
        if number > 0 && rng.random_bool(0.3) {
            since = back(today, rng.random_range(0..=age));
        }
        let mut held = Holding { role: role(level, &mut rng), ..simple(roles::built_in(level), scope, since) };
        if rng.random_bool(0.15) && level > 5 {
            held.through = Some(Tree::team(rng.random_range(0..10)));
        }
        if rng.random_bool(0.04) {
            held.expires = Some(today + Days::new(rng.random_range(5..200)));
        }
        if number == 0 && level > 10 && rng.random_bool(0.13) {
            let on = back(today, rng.random_range(0..=age.min(365)));
            held.before = Some((roles::built_in(below(level - 1, &mut rng)), on));
        }
        all.push(held);
    }
    if rng.random_bool(0.12) && top > 5 {
        let scope = scope(tree, start + count * 7, 10, &mut rng);
        let until = back(today, rng.random_range(0..=age.min(365)));
        let role = roles::built_in(below(top, &mut rng));
        all.push(Holding { until: Some(until), ..simple(role, scope, account.created) });
    }
    // The walk over a small tree comes back to where it was: one grant a scope.
    let mut seen: Vec<Scope> = Vec::new();
    all.retain(|held| {
        let fresh = !seen.contains(&held.scope);
        seen.push(held.scope.clone());
        fresh
    });
    all
}

fn simple(role: Role, scope: Scope, since: NaiveDate) -> Holding {
    Holding { role, scope, through: None, since, until: None, before: None, expires: None }
}

fn administers(realm: &Realm, account: &Account) -> bool {
    let working = account.kind == Kind::Human && account.state(realm.settings().today) == State::Active;
    working && realm.is_administrator(account.index)
}

/// The highest access level of who is no administrator, none for no membership.
fn top_level(realm: &Realm, account: &Account) -> Option<u8> {
    let share = realm.share(account.index, 6);
    match account.kind {
        Kind::Service | Kind::Bot => Some(if share < 0.3 {
            20
        } else if share < 0.7 {
            30
        } else {
            40
        }),
        _ if account.state(realm.settings().today) == State::Pending => None,
        _ => match share {
            s if s < 0.115 => Some(10),
            s if s < 0.167 => Some(15),
            s if s < 0.317 => Some(20),
            s if s < 0.322 => Some(25),
            s if s < 0.800 => Some(30),
            s if s < 0.945 => Some(40),
            s if s < 0.970 => Some(50),
            s if s < 0.982 => Some(5),
            _ => None,
        },
    }
}

/// Most hold one or two roles, a few hold eight.
fn how_many(rng: &mut StdRng) -> u64 {
    match rng.random_range(0..100) {
        0..30 => 1,
        30..55 => 2,
        55..72 => 3,
        72..83 => 4,
        83..90 => 5,
        90..95 => 6,
        95..98 => 7,
        _ => 8,
    }
}

/// A level not above `top`.
fn below(top: u8, rng: &mut StdRng) -> u8 {
    const LEVELS: [u8; 6] = [10, 15, 20, 30, 40, 50];
    let reach = LEVELS.iter().filter(|level| **level <= top).count();
    if reach == 0 { 5 } else { LEVELS[rng.random_range(reach.saturating_sub(3)..reach)] }
}

/// The built-in role, or now and then a custom one based on it.
fn role(level: u8, rng: &mut StdRng) -> Role {
    match (level, rng.random_range(0..100)) {
        (10, 0..10) => roles::code_reader(),
        (10, 10..14) => roles::vulnerability_viewer(),
        (30, 0..3) => roles::release_captain(),
        _ => roles::built_in(level),
    }
}

fn scope(tree: Tree, number: u64, level: u8, rng: &mut StdRng) -> Scope {
    // Minimal Access is of the top group alone; few own more than a group.
    match level {
        5 => tree.scope(0, None),
        _ if rng.random_bool(0.55) => tree.scope(number, None),
        _ => tree.scope(number, Some(rng.random_range(0..6))),
    }
}

fn planted(holds: Holds, username: &str, created: NaiveDate, today: NaiveDate) -> Vec<Holding> {
    let group = |path: &str| Scope { kind: ScopeKind::Group, path: path.to_owned() };
    let on = |role: Role, path: &str| simple(role, group(path), created.min(today));
    match holds {
        Holds::Nothing => Vec::new(),
        Holds::Level(level, path) => vec![on(roles::built_in(level), path)],
        Holds::Through(level, path, team) => {
            vec![Holding { through: Some(team.to_owned()), ..on(roles::built_in(level), path) }]
        }
        Holds::AdministratorOnly => vec![simple(roles::administrator(), Scope::instance(), created)],
        Holds::Administrator(level, path) => {
            vec![simple(roles::administrator(), Scope::instance(), created), on(roles::built_in(level), path)]
        }
        Holds::Auditor => vec![simple(roles::auditor(), Scope::instance(), created)],
        Holds::CodeReader(path) => vec![on(roles::code_reader(), path)],
        Holds::Elevated(path) => vec![on(roles::vulnerability_viewer(), path)],
        Holds::PersonalProject(path) => vec![
            on(roles::built_in(10), path),
            simple(
                roles::built_in(50),
                Scope { kind: ScopeKind::Project, path: format!("{username}/dotfiles") },
                created,
            ),
        ],
    }
}
