//! The grants of a GitLab account over time.

use crate::account::{Account, back, days_between, midnight};
use crate::part::Part;
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
    if let Some((part, _)) = account.part
        && let Some(all) = played(realm, account, part, &mut rng)
    {
        return all;
    }
    let mut all = ordinary(realm, account, &mut rng);
    // Whoever is switched off is rid of all roles on that day, but for those who are found for it.
    if let Some(off) = account.switched_off()
        && account.part.is_none()
    {
        for held in &mut all {
            held.until = Some(held.until.map_or(off, |until| until.min(off)));
        }
    }
    all
}

fn ordinary(realm: &Realm, account: &Account, rng: &mut StdRng) -> Vec<Holding> {
    let today = realm.settings().today;
    let mut all = Vec::new();
    let Some(top) = top_level(realm, account) else { return all };
    let count = match account.kind {
        Kind::Bot => 1,
        _ if top <= 5 => 1,
        _ => how_many(rng),
    };
    let tree = realm.tree();
    let start = rng.random_range(0..tree.groups());
    let age = days_between(account.created, today);
    let endless = matches!(account.part, Some((Part::EndlessExternal, _)));
    for number in 0..count {
        let level = if number == 0 { top } else { below(top, rng) };
        let scope = scope(tree, start + number * 7, level, rng);
        let mut since = account.created + Days::new(rng.random_range(0..3).min(age));
        if number > 0 && rng.random_bool(0.3) {
            since = back(today, rng.random_range(0..=age));
        }
        let mut held = Holding { role: role(realm, level, rng), ..simple(roles::built_in(level), scope, since) };
        if rng.random_bool(0.15) && level > 5 {
            let team = Tree::team(rng.random_range(0..10));
            held.scope = Tree::runbook(&team);
            held.through = Some(team);
        }
        // Of people from outside, somebody said until when they are there.
        let outsider = number == 0 && account.kind == Kind::External;
        if (outsider || rng.random_bool(0.04)) && !endless {
            held.expires = Some(today + Days::new(rng.random_range(5..200)));
        }
        if number == 0 && level > 10 && rng.random_bool(0.13) {
            let on = back(today, rng.random_range(0..=age.min(365)));
            held.before = Some((roles::built_in(below(level - 1, rng)), on));
        }
        all.push(held);
    }
    if rng.random_bool(0.12) && top > 5 {
        let scope = scope(tree, start + count * 7, 10, rng);
        let until = back(today, rng.random_range(0..=age.min(365)));
        let role = roles::built_in(below(top, rng));
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

/// Roles that [`Part::Hoarder`] holds: four times and more what anyone else
/// can hold.
const HOARD: u64 = 20;

/// What a part holds, where that is not what everyone does.
fn played(realm: &Realm, account: &Account, part: Part, rng: &mut StdRng) -> Option<Vec<Holding>> {
    let (today, tree) = (realm.settings().today, realm.tree());
    let start = rng.random_range(0..tree.groups());
    let since = account.created;
    let instance = |role| simple(role, Scope::instance(), since);
    let group = |role| simple(role, tree.scope(start, None), since);
    Some(match part {
        Part::Roleless | Part::Waiting => Vec::new(),
        Part::BusyAdministrator => vec![instance(roles::administrator()), group(roles::built_in(40))],
        Part::AuditingAdministrator => vec![instance(roles::administrator()), instance(roles::auditor())],
        Part::PrivilegedExternal => {
            let expires = Some(today + Days::new(60));
            vec![instance(roles::administrator()), Holding { expires, ..group(roles::built_in(30)) }]
        }
        part if part.administers() => vec![instance(roles::administrator())],
        Part::Captain => vec![group(roles::release_captain())],
        Part::Mover => vec![group(roles::mover())],
        Part::EndedGrant => {
            let expires = Some(back(today, rng.random_range(3..20)));
            let project = simple(roles::built_in(20), tree.scope(start, Some(1)), since);
            vec![group(roles::built_in(30)), Holding { expires, ..project }]
        }
        Part::DoubleGrant => {
            let team = Tree::team(start);
            let direct = simple(roles::built_in(30), Tree::runbook(&team), since);
            vec![direct.clone(), Holding { through: Some(team), ..direct }]
        }
        Part::Hoarder => (0..HOARD)
            .map(|number| {
                let project = (number % 4).checked_sub(1);
                simple(
                    roles::built_in(if number.is_multiple_of(3) { 30 } else { 20 }),
                    tree.scope(start + number / 4, project),
                    since,
                )
            })
            .collect(),
        _ => return None,
    })
}

fn simple(role: Role, scope: Scope, since: NaiveDate) -> Holding {
    Holding { role, scope, through: None, since, until: None, before: None, expires: None }
}

/// The highest access level; none for those who wait for approval.
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
            s if s < 0.810 => Some(30),
            s if s < 0.957 => Some(40),
            s if s < 0.985 => Some(50),
            _ => Some(5),
        },
    }
}

/// Most hold one or two roles, nobody more than four: whoever holds many more
/// than others plays a part.
fn how_many(rng: &mut StdRng) -> u64 {
    match rng.random_range(0..100) {
        0..35 => 1,
        35..65 => 2,
        65..85 => 3,
        _ => 4,
    }
}

/// A level not above `top`.
fn below(top: u8, rng: &mut StdRng) -> u8 {
    const LEVELS: [u8; 6] = [10, 15, 20, 30, 40, 50];
    let reach = LEVELS.iter().filter(|level| **level <= top).count();
    if reach == 0 { 5 } else { LEVELS[rng.random_range(reach.saturating_sub(3)..reach)] }
}

/// The built-in role, or now and then a custom one based on it.
fn role(realm: &Realm, level: u8, rng: &mut StdRng) -> Role {
    match (level, rng.random_range(0..100)) {
        _ if !realm.has_custom_roles() => roles::built_in(level),
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
