//! Who is in charge: privileged users of a userstore, owners of groups and
//! projects. What a change would leave without anyone is counted from these.

use crate::access::Access;
use crate::store::Columns;
use muster_model::grant::is_owner;
use muster_model::{Facts, State};
use std::collections::HashMap;

/// Someone in charge of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charge {
    /// Muster's key of the user.
    pub user: i64,
    /// Muster's key of the userstore, or of the scope that is owned.
    pub of: i64,
    /// Whether the user is enabled and not gone.
    pub enabled: bool,
    /// Whether a change of the user is outstanding at its source.
    pub pending: bool,
}

impl Columns {
    /// Every privileged user, with its userstore.
    pub fn privileged(&self) -> impl Iterator<Item = Charge> + '_ {
        let of = |row: u32| self.charge(row, self.userstores.keys[self.userstore[row as usize] as usize]);
        let privileged = |row: &u32| Facts(self.facts[*row as usize]).has(Facts::PRIVILEGED);
        self.by_id.iter().copied().filter(privileged).map(of)
    }

    /// Every owner of a group or project, itself or through groups; once for
    /// each way in which it is one.
    pub fn owners(&self) -> impl Iterator<Item = Charge> + '_ {
        let access = &self.access;
        let keys = access.scopes.keys();
        let owned: Vec<Option<i64>> = access
            .kinds
            .list
            .iter()
            .map(|kind| {
                let role = access.roles.get(kind.role as usize)?;
                let name = self.roles.names[kind.role as usize].as_deref().unwrap_or_default();
                let on = access.scopes.get(kind.scope as usize).is_some_and(|(kind, _)| kind.is_membership());
                (on && is_owner(name, role.level, role.privileged)).then(|| keys[kind.scope as usize])
            })
            .collect();
        let through = through_groups(access, &owned);
        self.by_id.iter().copied().flat_map(move |row| {
            let direct = self.grants.get(row).iter().filter_map(|kind| owned[*kind as usize]);
            let given = self.groups.get(row).iter().filter_map(|group| through.get(group)).flatten().copied();
            // A row without any costs nothing but the look.
            let scopes: Vec<i64> = direct.chain(given).collect();
            scopes.into_iter().map(move |scope| self.charge(row, scope))
        })
    }

    /// A user as far as being in charge goes, with its userstore.
    #[must_use]
    pub fn in_charge(&self, user: i64) -> Option<Charge> {
        let row = self.row_of(user)?;
        Some(self.charge(row, self.userstores.keys[self.userstore[row as usize] as usize]))
    }

    fn charge(&self, row: u32, of: i64) -> Charge {
        let place = row as usize;
        let facts = Facts(self.facts[place]);
        let enabled = self.state[place] == State::Active.number() && !facts.has(Facts::GONE);
        Charge { user: self.ids[place], of, enabled, pending: facts.has(Facts::PENDING) }
    }
}

/// Scopes that those directly in a group own through it and the groups it is in.
fn through_groups(access: &Access, owned: &[Option<i64>]) -> HashMap<u32, Vec<i64>> {
    let mut through: HashMap<u32, Vec<i64>> = HashMap::new();
    let groups = (0_u32..).zip(&access.groups);
    for (code, gives) in groups.filter_map(|(code, group)| Some((code, &group.as_ref()?.gives))) {
        for scope in gives.iter().filter_map(|kind| owned[*kind as usize]) {
            let mut left = vec![code];
            while let Some(code) = left.pop() {
                let scopes = through.entry(code).or_default();
                // A circle of groups ends where it closes.
                if !scopes.contains(&scope) {
                    scopes.push(scope);
                    left.extend(access.groups[code as usize].iter().flat_map(|group| &group.children));
                }
            }
        }
    }
    through
}
