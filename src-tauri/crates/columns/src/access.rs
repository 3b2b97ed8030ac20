//! What roles, scopes and groups are: what conditions on grants go by. Given
//! by the vault whenever one of them changes; users only hold their numbers.

use crate::kinds::{Kind, Kinds};
use crate::names::Names;
use crate::store::NONE;
use muster_model::{GrantKeys, Scope, ScopeKind, permission};
use std::collections::{HashMap, HashSet};
use zeroize::Zeroize;

/// A role, as conditions ask for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoleEntry {
    /// Muster's key.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// For a custom role: the name of the one it is based on.
    pub base: Option<String>,
    /// Its access level.
    pub level: Option<u8>,
    /// Whether it says of itself that it is privileged.
    pub privileged: bool,
    /// Whether it is a custom Guest role that takes a seat.
    pub elevated: bool,
    /// Permissions it names itself.
    pub permissions: Vec<String>,
    /// Keys of the roles it includes directly, its base among them.
    pub includes: Vec<i64>,
}

/// A group that its source still lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupEntry {
    /// Muster's key.
    pub id: i64,
    /// Its path.
    pub path: String,
    /// Keys of the groups it is directly in.
    pub parents: Vec<i64>,
    /// What it gives its members; `through` is not asked for.
    pub grants: Vec<GrantKeys>,
}

/// What is kept of a role; its name is kept with those of columns.
#[derive(Debug, Clone, Default)]
pub(crate) struct RoleFacts {
    pub(crate) base: Option<String>,
    pub(crate) level: Option<u8>,
    pub(crate) privileged: bool,
    pub(crate) elevated: bool,
    /// Keys of the permissions it has, by itself and by what it includes.
    pub(crate) permissions: Vec<String>,
}

/// What is kept of a group.
#[derive(Debug, Clone, Default)]
pub(crate) struct GroupFacts {
    pub(crate) path: String,
    /// Numbers of the groups directly in it.
    pub(crate) children: Vec<u32>,
    /// What it gives, as sorts of grants.
    pub(crate) gives: Vec<u32>,
}

/// Scopes by number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scopes {
    codes: HashMap<i64, u32>,
    /// None until it is named.
    kinds: Vec<Option<ScopeKind>>,
    /// Where each path lies in `paths`.
    spans: Vec<(u32, u32)>,
    paths: String,
}

impl Scopes {
    fn code(&mut self, key: i64) -> u32 {
        *self.codes.entry(key).or_insert_with(|| {
            self.kinds.push(None);
            self.spans.push((0, 0));
            u32::try_from(self.kinds.len() - 1).unwrap_or(u32::MAX)
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Muster's keys by number.
    pub(crate) fn keys(&self) -> Vec<i64> {
        let mut keys = vec![0; self.kinds.len()];
        for (key, code) in &self.codes {
            keys[*code as usize] = *key;
        }
        keys
    }

    /// What kind of thing it is and its path; none before it is named.
    pub(crate) fn get(&self, code: usize) -> Option<(ScopeKind, &str)> {
        let (start, end) = self.spans[code];
        self.kinds[code].map(|kind| (kind, &self.paths[start as usize..end as usize]))
    }

    fn name(&mut self, key: i64, scope: &Scope) {
        let code = self.code(key) as usize;
        let start = u32::try_from(self.paths.len()).unwrap_or(u32::MAX);
        self.paths.push_str(&scope.path);
        self.spans[code] = (start, u32::try_from(self.paths.len()).unwrap_or(u32::MAX));
        self.kinds[code] = Some(scope.kind);
    }
}

/// Everything conditions on grants go by.
#[derive(Debug, Clone)]
pub(crate) struct Access {
    pub(crate) kinds: Kinds,
    pub(crate) scopes: Scopes,
    /// Groups that grants are told to be held through; the first is none.
    pub(crate) throughs: Vec<String>,
    through_codes: HashMap<String, u32>,
    /// By number of the role.
    pub(crate) roles: Vec<RoleFacts>,
    group_codes: HashMap<i64, u32>,
    /// Keys of groups by number.
    pub(crate) group_keys: Vec<i64>,
    /// By number; none for a group that is not there.
    pub(crate) groups: Vec<Option<GroupFacts>>,
}

impl Default for Access {
    fn default() -> Self {
        Self {
            kinds: Kinds::default(),
            scopes: Scopes::default(),
            throughs: vec![String::new()],
            through_codes: HashMap::from([(String::new(), 0)]),
            roles: Vec::new(),
            group_codes: HashMap::new(),
            group_keys: Vec::new(),
            groups: Vec::new(),
        }
    }
}

impl Access {
    fn through(&mut self, path: &str) -> u32 {
        if let Some(code) = self.through_codes.get(path) {
            return *code;
        }
        let code = u32::try_from(self.throughs.len()).unwrap_or(u32::MAX);
        self.throughs.push(path.to_owned());
        self.through_codes.insert(path.to_owned(), code);
        code
    }

    /// The number of a sort of grant.
    pub(crate) fn kind(&mut self, names: &mut Names, grant: &GrantKeys, through: &str) -> u32 {
        let kind = Kind {
            role: names.code(grant.role),
            scope: self.scopes.code(grant.scope),
            through: self.through(through),
            expires: grant.expires.map_or(NONE, |at| at.max(NONE + 1)),
        };
        self.kinds.number(kind)
    }

    /// The number of a group.
    pub(crate) fn group(&mut self, key: i64) -> u32 {
        *self.group_codes.entry(key).or_insert_with(|| {
            self.group_keys.push(key);
            self.groups.push(None);
            u32::try_from(self.group_keys.len() - 1).unwrap_or(u32::MAX)
        })
    }

    /// The number of a group, if it was heard of.
    pub(crate) fn known_group(&self, key: i64) -> Option<u32> {
        self.group_codes.get(&key).copied()
    }

    pub(crate) fn name_scope(&mut self, key: i64, scope: &Scope) {
        self.scopes.name(key, scope);
    }

    /// Keys of scopes that nobody named yet.
    pub(crate) fn unnamed_scopes(&self) -> Vec<i64> {
        let unnamed = |code: &u32| self.scopes.kinds[*code as usize].is_none();
        self.scopes.codes.iter().filter(|(_, code)| unnamed(code)).map(|(key, _)| *key).collect()
    }

    /// Takes what roles and groups there are in place of those known.
    pub(crate) fn set(&mut self, names: &mut Names, roles: &[RoleEntry], groups: &[GroupEntry]) {
        let permissions = permissions(roles);
        for role in roles {
            names.code(role.id);
        }
        self.roles = vec![RoleFacts::default(); names.keys.len()];
        for (role, permissions) in roles.iter().zip(permissions) {
            self.roles[names.code(role.id) as usize] = RoleFacts {
                base: role.base.clone(),
                level: role.level,
                privileged: role.privileged,
                elevated: role.elevated,
                permissions,
            };
        }
        self.groups.iter_mut().for_each(|group| *group = None);
        for group in groups {
            let code = self.group(group.id) as usize;
            let gives = group.grants.iter().map(|grant| self.kind(names, grant, &group.path)).collect();
            self.groups[code] = Some(GroupFacts { path: group.path.clone(), children: Vec::new(), gives });
        }
        for group in groups {
            let child = self.group(group.id);
            for parent in &group.parents {
                if let Some(code) = self.known_group(*parent)
                    && let Some(facts) = &mut self.groups[code as usize]
                {
                    facts.children.push(child);
                }
            }
        }
    }

    /// Bytes held, about.
    pub(crate) fn memory(&self) -> usize {
        let texts = |texts: &[String]| texts.iter().map(|text| text.capacity() + 24).sum::<usize>();
        let groups = self.groups.iter().flatten();
        self.kinds.memory()
            + self.scopes.paths.capacity()
            + self.scopes.kinds.capacity() * 30
            + texts(&self.throughs) * 2
            + groups.map(|g| g.path.capacity() + 4 * (g.children.capacity() + g.gives.capacity()) + 72).sum::<usize>()
            + self.group_keys.capacity() * 30
    }

    pub(crate) fn wipe(&mut self) {
        self.scopes.paths.zeroize();
        self.throughs.zeroize();
        for group in self.groups.iter_mut().flatten() {
            group.path.zeroize();
        }
        for role in &mut self.roles {
            role.permissions.zeroize();
        }
        // Keys of the map of paths are copies of `throughs`.
        for (mut path, _) in self.through_codes.drain() {
            path.zeroize();
        }
        *self = Self::default();
    }
}

/// Keys of the permissions each role has, by itself and by what it includes,
/// without those that another covers. Circles end where they close.
fn permissions(roles: &[RoleEntry]) -> Vec<Vec<String>> {
    let by_id: HashMap<i64, &RoleEntry> = roles.iter().map(|role| (role.id, role)).collect();
    let all = |role: &RoleEntry| {
        let mut seen = HashSet::from([role.id]);
        let mut left = vec![role];
        let mut keys = Vec::new();
        while let Some(role) = left.pop() {
            keys.extend(role.permissions.iter().filter_map(|path| permission::key(path)));
            left.extend(role.includes.iter().filter(|id| seen.insert(**id)).filter_map(|id| by_id.get(id)));
        }
        permission::reduced(keys)
    };
    roles.iter().map(all).collect()
}
