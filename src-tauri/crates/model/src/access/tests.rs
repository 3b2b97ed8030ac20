//! The evaluator beside a naive one that lists every way by definition.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::grant::ScopeKind;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::convert::Infallible;

const NOW: i64 = 1_800_000_000;

#[derive(Debug, Clone, Default)]
struct Realm {
    groups: HashMap<GroupId, Arc<GroupNode>>,
    roles: HashMap<RoleId, Arc<RoleNode>>,
}

impl Graph for Realm {
    type Error = Infallible;
    fn group(&mut self, id: GroupId) -> Result<Option<Arc<GroupNode>>, Infallible> {
        Ok(self.groups.get(&id).cloned())
    }
    fn role(&mut self, id: RoleId) -> Result<Option<Arc<RoleNode>>, Infallible> {
        Ok(self.roles.get(&id).cloned())
    }
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

fn ask<'a>(permission: Option<&'a str>, scope: Option<&'a Scope>) -> Question<'a> {
    Question { now: at(NOW), permission, scope, most: MOST_WAYS }
}

/// Every way, by the words of the module's documentation and nothing else.
fn naively(realm: &Realm, start: &Start, question: &Question<'_>) -> BTreeSet<(Vec<String>, Scope, Option<i64>, bool)> {
    fn up(realm: &Realm, id: GroupId, way: &mut Vec<GroupId>, see: &mut dyn FnMut(&[GroupId])) {
        let Some(group) = realm.groups.get(&id) else { return };
        if way.contains(&id) {
            return;
        }
        way.push(id);
        see(way);
        group.parents.iter().for_each(|parent| up(realm, *parent, way, see));
        way.pop();
    }
    fn down(realm: &Realm, id: RoleId, way: &mut Vec<RoleId>, see: &mut dyn FnMut(&[RoleId])) {
        if !realm.roles.contains_key(&id) || way.contains(&id) {
            return;
        }
        way.push(id);
        see(way);
        realm.roles[&id].includes.iter().for_each(|included| down(realm, *included, way, see));
        way.pop();
    }
    let mut held: Vec<(Vec<String>, Holding)> = Vec::new();
    for holding in &start.holdings {
        let through = holding.through.iter().map(|path| format!("group:{path}")).collect();
        held.push((through, holding.clone()));
    }
    for group in &start.groups {
        up(realm, *group, &mut Vec::new(), &mut |way| {
            let steps: Vec<String> = way.iter().map(|id| format!("group:{}", realm.groups[id].path)).collect();
            let last = &realm.groups[way.last().unwrap()];
            held.extend(last.holdings.iter().map(|holding| (steps.clone(), holding.clone())));
        });
    }
    let mut ways = BTreeSet::new();
    for (groups, holding) in held {
        let over = holding.expires.is_some_and(|end| end <= question.now);
        if over || question.scope.is_some_and(|scope| !holding.scope.covers(scope)) {
            continue;
        }
        down(realm, holding.role, &mut Vec::new(), &mut |way| {
            let mut steps = groups.clone();
            steps.extend(way.iter().map(|id| format!("role:{}", realm.roles[id].name)));
            let privileged = way.iter().any(|id| realm.roles[id].privileged);
            let last = &realm.roles[way.last().unwrap()];
            let expires = holding.expires.map(|at| at.timestamp());
            let mut add = |permission: Option<&String>| {
                let mut steps = steps.clone();
                steps.extend(permission.map(|path| format!("permission:{path}")));
                ways.insert((steps, holding.scope.clone(), expires, privileged));
            };
            for path in &last.permissions {
                let fits = question.permission.is_none_or(|asked| {
                    let (Some(held), Some(asked)) = (permission::key(path), permission::key(asked)) else {
                        return false;
                    };
                    held == "/" || asked == held || asked.starts_with(&format!("{held}/"))
                });
                if fits {
                    add(Some(path));
                }
            }
            let further = last.includes.iter().any(|id| realm.roles.contains_key(id) && !way.contains(id));
            if last.permissions.is_empty() && !further && question.permission.is_none() {
                add(None);
            }
        });
    }
    ways
}

fn listed(answer: &Answer) -> BTreeSet<(Vec<String>, Scope, Option<i64>, bool)> {
    let key = |way: &Way| {
        let steps = way.steps.iter().map(ToString::to_string).collect();
        (steps, way.scope.clone(), way.expires.map(|at| at.timestamp()), way.privileged)
    };
    answer.ways.iter().map(key).collect()
}

fn scope() -> impl Strategy<Value = Scope> {
    prop_oneof![
        Just(Scope::instance()),
        prop::sample::select(vec!["acme", "acme/web", "Acme/Web/site", "other"]).prop_flat_map(|path| {
            prop::sample::select(vec![ScopeKind::Group, ScopeKind::Project])
                .prop_map(move |kind| Scope { kind, path: path.to_owned() })
        }),
    ]
}

fn holding() -> impl Strategy<Value = Holding> {
    let ends = prop::sample::select(vec![None, None, None, Some(-1), Some(0), Some(1)]);
    (0_i64..6, scope(), ends).prop_map(|(role, scope, end)| Holding {
        role: RoleId(role),
        scope,
        through: None,
        expires: end.map(|days| at(NOW + days * 86_400)),
    })
}

fn path() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["/a", "/a/b", "/a/b/c", "/A/d", "read_code", "/ab", "/"]).prop_map(str::to_owned)
}

/// A realm in which circles are as likely as not.
fn realm() -> impl Strategy<Value = Realm> {
    let role = (
        prop::collection::vec(path(), 0..3),
        prop::collection::vec(0_i64..6, 0..3),
        prop::option::of(0_u8..60),
        any::<bool>(),
    );
    let group = (prop::collection::vec(0_i64..6, 0..3), prop::collection::vec(holding(), 0..3));
    (prop::collection::vec(role, 0..5), prop::collection::vec(group, 0..5)).prop_map(|(roles, groups)| {
        let mut realm = Realm::default();
        for (id, (permissions, includes, level, privileged)) in (0..).zip(roles) {
            let includes = includes.into_iter().map(RoleId).collect();
            let mut permissions = permissions;
            permissions.dedup();
            let role = RoleNode { name: format!("r{id}"), level, privileged, permissions, includes };
            realm.roles.insert(RoleId(id), Arc::new(role));
        }
        for (id, (parents, holdings)) in (0..).zip(groups) {
            let parents = parents.into_iter().map(GroupId).collect();
            realm.groups.insert(GroupId(id), Arc::new(GroupNode { path: format!("g{id}"), parents, holdings }));
        }
        realm
    })
}

fn start() -> impl Strategy<Value = Start> {
    let told = (holding(), prop::sample::select(vec![None, Some("g0"), Some("elsewhere")]))
        .prop_map(|(holding, through)| Holding { through: through.map(str::to_owned), ..holding });
    (prop::collection::vec(told, 0..3), prop::collection::vec((0_i64..6).prop_map(GroupId), 0..3))
        .prop_map(|(holdings, groups)| Start { holdings, groups })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn every_way_is_found_and_no_other(
        realm in realm(), start in start(), permission in prop::option::of(path()), scope in prop::option::of(scope()),
    ) {
        let question = ask(permission.as_deref(), scope.as_ref());
        let answer = answer(&mut realm.clone(), &start, &question).unwrap();
        let expected = naively(&realm, &start, &question);
        prop_assert!(!answer.more);
        prop_assert_eq!(listed(&answer), expected.clone());
        prop_assert_eq!(answer.ways.len(), expected.len(), "each way once");
        prop_assert!(answer.ways.is_sorted_by_key(|way| way.steps.len()));
        let had: Vec<String> = expected.iter().filter_map(|(steps, ..)| steps.last()?.strip_prefix("permission:").map(str::to_owned)).collect();
        prop_assert_eq!(answer.permissions.len(), permission::reduced(had.clone()).len());
        for path in had {
            let covered = answer.permissions.iter().any(|held| {
                permission::covers(&permission::key(held).unwrap(), &permission::key(&path).unwrap())
            });
            prop_assert!(covered, "{} {:?}", path, answer.permissions);
        }
    }

    #[test]
    fn of_many_ways_the_shortest_to_each_end_is_listed(realm in realm(), start in start(), most in 0_usize..4) {
        let question = Question { most, ..ask(None, None) };
        let answer = answer(&mut realm.clone(), &start, &question).unwrap();
        let expected = naively(&realm, &start, &question);
        let listed = listed(&answer);
        prop_assert!(listed.is_subset(&expected));
        prop_assert!(answer.more || listed == expected);
        let end = |way: &(Vec<String>, Scope, Option<i64>, bool)| {
            let held = way.0.iter().position(|step| step.starts_with("role:")).unwrap();
            (way.0[..held].last().cloned(), way.0[held].clone(), way.0.last().unwrap().clone(), way.1.clone(), way.2)
        };
        for way in expected.iter().filter(|way| way.0.last().unwrap().starts_with("permission:")) {
            let shortest = listed.iter().filter(|found| end(found) == end(way)).map(|found| found.0.len()).min();
            prop_assert!(shortest.is_some_and(|length| length <= way.0.len()), "{:?} is missing", way);
        }
    }
}

#[test]
fn paths_that_meet_again_and_again_do_not_explode() {
    // 40 levels of two roles each, both including both below: 2^40 chains.
    let mut realm = Realm::default();
    for level in 0..40_i64 {
        for side in 0..2 {
            let includes = if level < 39 { vec![RoleId(level * 2 + 2), RoleId(level * 2 + 3)] } else { Vec::new() };
            let permissions = if level == 39 { vec![format!("/end/{side}")] } else { Vec::new() };
            let name = format!("r{level}.{side}");
            let role = RoleNode { name, permissions, includes, ..RoleNode::default() };
            realm.roles.insert(RoleId(level * 2 + side), Arc::new(role));
        }
    }
    let holding = Holding { role: RoleId(0), scope: Scope::instance(), through: None, expires: None };
    let start = Start { holdings: vec![holding], groups: Vec::new() };
    for permission in [None, Some("/end/1")] {
        let answer = answer(&mut realm, &start, &ask(permission, None)).unwrap();
        assert!(answer.more);
        assert!(answer.ways.iter().any(|way| way.permission() == Some("/end/1") && way.steps.len() == 41));
        assert_eq!(answer.permissions.len(), permission.map_or(2, |_| 1));
    }
}

#[test]
fn the_highest_role_goes_by_level_and_grants_that_ended_are_counted() {
    let mut realm = Realm::default();
    for (id, name, level) in
        [(1, "Reporter", Some(20)), (2, "Planner", Some(15)), (3, "Owner", Some(50)), (4, "x", None)]
    {
        let role = RoleNode { name: name.to_owned(), level, ..RoleNode::default() };
        realm.roles.insert(RoleId(id), Arc::new(role));
    }
    let holding = |role, end: Option<i64>| Holding {
        role: RoleId(role),
        scope: Scope::instance(),
        through: None,
        expires: end.map(at),
    };
    let start = Start {
        holdings: vec![holding(2, None), holding(1, Some(NOW + 1)), holding(3, Some(NOW)), holding(4, None)],
        groups: Vec::new(),
    };
    let answer = answer(&mut realm, &start, &ask(None, None)).unwrap();
    assert_eq!((answer.highest, answer.ended, answer.ways.len()), (Some(RoleId(1)), 1, 3));
}
