//! Conditions on grants, groups and permissions beside the evaluator, on random
//! realms with nested groups, included roles and circles, while everything
//! changes step by step.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::*;
use muster_columns::{Columns, Context, GroupEntry, Order, RoleEntry};
use muster_model::seen::SeenStatus;
use muster_model::{Facts, Grant, GrantKeys, Kind, Role, State};
use muster_query::ast::{AttributeName, NumberAttr, TextAttr, TimeAttr};
use muster_query::{Subject, parse};
use proptest::prelude::*;
use std::collections::{BTreeMap, HashSet};

const GROUPS: [&str; 5] = ["acme", "acme/all", "Ölgruppe", "ops", "ops/night"];

#[derive(Debug, Clone)]
struct Realm {
    roles: Vec<RoleEntry>,
    /// By key; a group that is missing is gone.
    groups: BTreeMap<i64, GroupEntry>,
}

/// A person as the vault would show it: what is held through groups included.
#[derive(Debug, Clone)]
struct Seen {
    person: Person,
    grants: Vec<Grant>,
    groups: Vec<String>,
    permissions: Vec<String>,
}

impl Realm {
    fn role(&self, key: i64) -> Role {
        let entry = &self.roles[usize::try_from(key).unwrap()];
        Role {
            level: entry.level,
            privileged: entry.privileged,
            base: entry.base.clone(),
            permissions: entry.permissions.clone(),
            ..Role::named(&entry.name)
        }
    }

    /// Groups one is in, those above included.
    fn above(&self, start: &[i64]) -> HashSet<i64> {
        let mut above = HashSet::new();
        let mut left: Vec<i64> = start.to_vec();
        while let Some(key) = left.pop() {
            if let Some(group) = self.groups.get(&key).filter(|group| above.insert(group.id)) {
                left.extend(&group.parents);
            }
        }
        above
    }

    fn permissions(&self, keys: &GrantKeys, into: &mut Vec<String>) {
        if keys.expires.is_some_and(|at| at <= NOW) {
            return;
        }
        let mut seen = HashSet::new();
        let mut left = vec![keys.role];
        while let Some(key) = left.pop() {
            if seen.insert(key) {
                let role = &self.roles[usize::try_from(key).unwrap()];
                into.extend(role.permissions.iter().cloned());
                left.extend(&role.includes);
            }
        }
    }

    fn see(&self, person: &Person) -> Seen {
        let (mut grants, mut permissions) = (Vec::new(), Vec::new());
        for keys in &person.keys {
            grants.push(grant_of(keys, self.role(keys.role)));
            self.permissions(keys, &mut permissions);
        }
        for key in self.above(&person.groups) {
            let group = &self.groups[&key];
            for keys in &group.grants {
                let keys = GrantKeys { through: group.path.clone(), ..keys.clone() };
                grants.push(grant_of(&keys, self.role(keys.role)));
                self.permissions(&keys, &mut permissions);
            }
        }
        let groups = person.groups.iter().filter_map(|key| self.groups.get(key)).map(|group| group.path.clone());
        Seen { grants, groups: groups.collect(), permissions, person: person.clone() }
    }

    fn tell(&self, columns: &mut Columns) {
        columns.set_access(&self.roles, &self.groups.values().cloned().collect::<Vec<_>>());
        for key in columns.unnamed_scopes() {
            columns.name_scope(key, &scope_of(key));
        }
    }
}

impl Subject for Seen {
    fn texts(&self, attr: TextAttr, see: &mut dyn FnMut(&str)) {
        match attr {
            TextAttr::Role => {
                self.grants.iter().for_each(|grant| see(&grant.role.name));
                self.person.top_role.into_iter().for_each(|role| see(ROLES[usize::try_from(role).unwrap()]));
            }
            TextAttr::Group => self.groups.iter().for_each(|group| see(group)),
            attr => self.person.texts(attr, see),
        }
    }
    fn attribute(&self, _: &AttributeName, _: &mut dyn FnMut(&str)) {}
    fn permissions(&self, see: &mut dyn FnMut(&str)) {
        self.permissions.iter().for_each(|permission| see(permission));
    }
    fn state(&self) -> State {
        self.person.state
    }
    fn kind(&self) -> Kind {
        self.person.kind
    }
    fn seen(&self) -> SeenStatus {
        self.person.seen
    }
    fn facts(&self) -> Facts {
        self.person.facts
    }
    fn seat(&self) -> Option<bool> {
        None
    }
    fn time(&self, attr: TimeAttr) -> Option<i64> {
        self.person.time(attr)
    }
    fn number(&self, attr: NumberAttr) -> Option<i64> {
        self.person.number(attr)
    }
    fn grants(&self) -> &[Grant] {
        &self.grants
    }
}

const CLAUSES: &[&str] = &[
    "grants pr",
    r#"grants[direct eq false]"#,
    r#"grants[through eq "OPS"]"#,
    r#"grants[through eq "olgruppe"]"#,
    r#"grants[through eq "Ölgruppe" and level ge 30]"#,
    r#"grants[through ne "ops" and role eq "prufer"]"#,
    r#"grants[not (through sw "o") and scope sw "acme/"]"#,
    r#"grants[level lt 30]"#,
    r#"grants[not (level pr)]"#,
    r#"grants[privileged eq true and scopeKind eq instance]"#,
    r#"grants[elevated ne true]"#,
    r#"grants[base eq "guest"]"#,
    r#"grants[not (base pr) and (expires lt "+1d" or direct eq true)]"#,
    r#"grants[expires pr]"#,
    r#"role eq "Guest""#,
    r#"role ne "developer""#,
    r#"role sw "p""#,
    "role pr",
    r#"group eq "acme""#,
    r#"group eq "OLGRUPPE""#,
    r#"group ne "ops""#,
    r#"group co "ol""#,
    "group pr",
    r#"permission eq "/admin/users""#,
    r#"permission eq "/admin/""#,
    r#"permission ne "/admin/users/list""#,
    r#"permission eq "READ_CODE""#,
    r#"permission eq "/""#,
    "permission pr",
    "state eq active",
];

fn role(id: i64) -> impl Strategy<Value = RoleEntry> {
    let paths = prop::sample::subsequence(vec!["/admin", "/Admin/users", "/admin/users/list", "read_code", "/"], 0..3);
    let words = (prop::option::of(Just("Guest")), prop::option::of(prop::sample::select(vec![10_u8, 30, 50])));
    (paths, prop::collection::vec(0_i64..4, 0..3), words, any::<(bool, bool)>()).prop_map(
        move |(paths, includes, (base, level), (privileged, elevated))| {
            let role = Role {
                base: base.map(str::to_owned),
                permissions: paths.iter().map(|path| (*path).to_owned()).collect(),
                ..Role::named(ROLES[usize::try_from(id).unwrap()])
            };
            let elevated = elevated && role.is_elevated_guest();
            let base = if elevated || !role.is_elevated_guest() { role.base } else { None };
            RoleEntry {
                id,
                name: role.name,
                base,
                level,
                privileged,
                elevated,
                permissions: role.permissions,
                includes,
            }
        },
    )
}

fn realm() -> impl Strategy<Value = Realm> {
    let group = |id: i64| {
        (any::<u8>(), prop::collection::vec(0_i64..5, 0..3), grants()).prop_map(move |(there, parents, mut grants)| {
            grants.iter_mut().for_each(|grant| grant.through.clear());
            let path = GROUPS[usize::try_from(id).unwrap()].to_owned();
            (there > 40).then_some(GroupEntry { id, path, parents, grants })
        })
    };
    let groups = (group(0), group(1), group(2), group(3), group(4));
    ((role(0), role(1), role(2), role(3)), groups).prop_map(|(roles, groups)| Realm {
        roles: vec![roles.0, roles.1, roles.2, roles.3],
        groups: [groups.0, groups.1, groups.2, groups.3, groups.4].into_iter().flatten().map(|g| (g.id, g)).collect(),
    })
}

fn member() -> impl Strategy<Value = Person> {
    (person(), prop::sample::subsequence(vec![0_i64, 1, 2, 3, 4], 0..4))
        .prop_map(|(person, groups)| Person { groups, ..person })
}

#[derive(Debug, Clone)]
enum Change {
    Upsert(Box<Person>),
    Remove(i64),
    Realm(Box<Realm>),
    Compact,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => member().prop_map(|person| Change::Upsert(Box::new(person))),
        1 => (1_i64..60).prop_map(Change::Remove),
        3 => realm().prop_map(|realm| Change::Realm(Box::new(realm))),
        1 => Just(Change::Compact),
    ]
}

fn check(
    columns: &Columns,
    realm: &Realm,
    people: &[Person],
    filter: &muster_query::Filter,
) -> Result<(), TestCaseError> {
    let context = Context { now: NOW, ..Context::default() };
    let all: Vec<Seen> = people.iter().map(|person| realm.see(person)).collect();
    let ids = |filter: &muster_query::Filter| -> Vec<i64> {
        all.iter().filter(|seen| filter.matches(*seen, NOW)).map(|seen| seen.person.id).collect()
    };
    let selection = columns.select(filter, &context).unwrap();
    let mut found = columns.page(&selection, Order::default(), None, 0, 99).unwrap();
    found.sort_unstable();
    prop_assert_eq!(found, ids(filter), "{}", filter);
    let by_role: BTreeMap<i64, u64> = columns.users_by_role().into_iter().collect();
    for (key, name) in (0..).zip(ROLES) {
        let held = ids(&parse(&format!("role eq \"{name}\"")).unwrap()).len() as u64;
        prop_assert_eq!(by_role.get(&key).copied().unwrap_or(0), held, "{}", name);
    }
    let by_group: BTreeMap<i64, u64> = columns.users_by_group().into_iter().collect();
    for (key, path) in (0..).zip(GROUPS) {
        let directly: Vec<i64> = people.iter().filter(|person| person.groups.contains(&key)).map(|p| p.id).collect();
        prop_assert_eq!(by_group.get(&key).copied().unwrap_or(0), directly.len() as u64, "{}", path);
        let mut members = columns.ids(&columns.members(&[key, 77])).unwrap();
        members.sort_unstable();
        prop_assert_eq!(members, directly, "{}", path);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn columns_answer_as_the_evaluator_does_while_all_changes(
        realm in realm(), people in prop::collection::vec(member(), 0..20),
        changes in prop::collection::vec(change(), 0..8), filter in filter(CLAUSES),
    ) {
        let mut realm = realm;
        let mut people = distinct(&people);
        let mut columns = common::columns(&people);
        realm.tell(&mut columns);
        check(&columns, &realm, &people, &filter)?;
        for change in changes {
            match change {
                Change::Upsert(person) => {
                    columns.upsert(&person.row());
                    people.push(*person);
                    people = distinct(&people);
                }
                Change::Remove(id) => {
                    columns.remove(id);
                    people.retain(|person| person.id != id);
                }
                Change::Realm(next) => {
                    realm = *next;
                    realm.tell(&mut columns);
                }
                Change::Compact => columns = columns.compacted(),
            }
            check(&columns, &realm, &people, &filter)?;
        }
    }
}

#[test]
fn nothing_is_left_after_wiping() {
    let keys = GrantKeys { role: 1, scope: 1, through: "Ölgruppe".into(), expires: None };
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let person = proptest::strategy::ValueTree::current(&member().new_tree(&mut runner).unwrap());
    let mut columns = common::columns(&[Person { keys: vec![keys], groups: vec![3], ..person }]);
    let context = Context { now: NOW, ..Context::default() };
    let found = |columns: &Columns, text: &str| columns.select(&parse(text).unwrap(), &context).unwrap().count();
    assert_eq!(found(&columns, r#"grants[through eq "ölgruppe"]"#), 1);
    columns.wipe();
    assert_eq!(found(&columns, r#"grants[through eq "ölgruppe"] or grants pr"#), 0);
    assert!(columns.users_by_role().is_empty() && columns.users_by_group().is_empty());
}
