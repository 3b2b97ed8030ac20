//! What others hold beside the users of a review, counted over everyone in
//! memory, so that the vault is asked for those users alone.

#[cfg(test)]
mod tests;

use muster_columns::values::Key;
use muster_columns::{Columns, Holder};
use muster_model::{Facts, ProfileField, State, UserId};
use muster_vault::holdings::{Alike, Known, Others, PeerKind, department};
use muster_vault::tables::profile;
use muster_vault::{Connection, Result};
use std::collections::HashMap;

/// The values that must be in memory for it.
pub(super) const ASKED: Key = Key::Profile(ProfileField::Department);

/// What others hold beside these users, who are in the order of their keys;
/// none for beside everyone. It is none where departments found no room in
/// memory.
pub(super) fn others(
    conn: &Connection,
    columns: &Columns,
    known: &Known,
    wanted: Option<&[UserId]>,
) -> Result<Option<Others>> {
    let Some(departments) = columns.alike(&ASKED) else { return Ok(None) };
    let everyone: Vec<User<'_>> = columns
        .holders()
        .zip(departments)
        .filter(|(holder, _)| !holder.facts().has(Facts::GONE))
        .map(|(holder, department)| User { holder, department, wanted: is_wanted(wanted, holder) })
        .collect();
    let held = Held::new(columns, known);
    let mut others = Others::default();
    held.owners(&everyone, &mut others);
    count(conn, &everyone, &held, &mut others.alike)?;
    Ok(Some(others))
}

fn is_wanted(wanted: Option<&[UserId]>, holder: Holder<'_>) -> bool {
    wanted.is_none_or(|wanted| wanted.binary_search(&UserId(holder.id())).is_ok())
}

/// A user who is present.
struct User<'c> {
    holder: Holder<'c>,
    /// The number of its department; 0 for none.
    department: u32,
    /// Whether it will be asked for its peers.
    wanted: bool,
}

/// By what users are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Like {
    Department(u32),
    Role(i64),
}

impl User<'_> {
    fn id(&self) -> UserId {
        UserId(self.holder.id())
    }

    /// The userstore it is compared in, and by what.
    fn like(&self) -> Option<(i64, Like)> {
        let like = match self.department {
            0 => Like::Role(self.holder.top_role()?),
            number => Like::Department(number),
        };
        Some((self.holder.userstore(), like))
    }
}

/// Roles on scopes, numbered.
struct Held {
    pairs: Vec<(i64, i64)>,
    /// The number of a pair by that of a kind of grant.
    by_kind: Vec<u32>,
    /// The numbers of the pairs that members of a group hold by it.
    by_group: HashMap<i64, Vec<u32>>,
    /// By kind of grant, whether it makes its holder an owner.
    owning: Vec<bool>,
}

impl Held {
    fn new(columns: &Columns, known: &Known) -> Self {
        let mut numbers: HashMap<(i64, i64), u32> = HashMap::new();
        let mut number = |pair| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(pair).or_insert(next)
        };
        let kinds = columns.grant_kinds();
        let by_kind = kinds.iter().map(|kind| number((kind.role, kind.scope))).collect();
        let by_group =
            known.groups().map(|group| (group, known.gives(group).map(&mut number).collect::<Vec<_>>())).collect();
        let owning =
            kinds.iter().map(|kind| kind.through.is_empty() && known.is_ownership(kind.role, kind.scope)).collect();
        let mut pairs = vec![(0, 0); numbers.len()];
        numbers.into_iter().for_each(|(pair, number)| pairs[number as usize] = pair);
        Self { pairs, by_kind, by_group, owning }
    }

    /// Shows what a user holds, the same perhaps more than once.
    fn each(&self, user: &User<'_>, see: &mut impl FnMut(u32)) {
        user.holder.grants().for_each(|kind| see(self.by_kind[kind as usize]));
        if !self.by_group.is_empty() {
            let given = user.holder.groups().filter_map(|group| self.by_group.get(&group));
            given.flatten().for_each(|pair| see(*pair));
        }
    }

    /// Who owns what.
    fn owners(&self, everyone: &[User<'_>], others: &mut Others) {
        for user in everyone.iter().filter(|user| user.holder.is(State::Active)) {
            for kind in user.holder.grants().filter(|kind| self.owning[*kind as usize]) {
                let (_, scope) = self.pairs[self.by_kind[kind as usize] as usize];
                others.own(scope, user.id());
            }
        }
    }
}

/// Users who are alike.
#[derive(Default)]
struct Set {
    /// The first of them.
    first: Option<usize>,
    users: u64,
    /// Those who will be asked for their peers.
    wanted: Vec<usize>,
    /// What they hold, a pair once for each who holds it.
    held: Vec<u32>,
}

/// Counts what those hold who are like the ones who are asked for.
fn count(conn: &Connection, everyone: &[User<'_>], held: &Held, alike: &mut Alike) -> Result<()> {
    let mut sets: HashMap<(i64, Like), Set> = HashMap::new();
    for like in everyone.iter().filter(|user| user.wanted).filter_map(User::like) {
        sets.entry(like).or_default();
    }
    // By pair, the last user who holds it, from 1. Everyone is looked at in the
    // order in which they lie in memory, and then their sets one by one.
    let mut last = vec![0; held.pairs.len()];
    for (place, user) in everyone.iter().enumerate() {
        let Some(set) = user.like().and_then(|like| sets.get_mut(&like)) else { continue };
        set.first.get_or_insert(place);
        set.users += 1;
        if user.wanted {
            set.wanted.push(place);
        }
        held.each(user, &mut |pair| {
            if std::mem::replace(&mut last[pair as usize], place + 1) != place + 1 {
                set.held.push(pair);
            }
        });
    }
    let mut counts = vec![0_u32; held.pairs.len()];
    for ((_, like), set) in sets {
        set.held.iter().for_each(|pair| counts[*pair as usize] += 1);
        let first = set.first.map(|place| &everyone[place]);
        let number = alike.add(said(conn, like, first)?, set.users);
        for user in set.wanted.iter().map(|place| &everyone[*place]) {
            alike.join(user.id(), number);
            held.each(user, &mut |pair| {
                let (role, scope) = held.pairs[pair as usize];
                alike.hold(number, role, scope, counts[pair as usize]);
            });
        }
        set.held.iter().for_each(|pair| counts[*pair as usize] = 0);
    }
    Ok(())
}

/// By what a set is alike, in the words of the first of it.
fn said(conn: &Connection, like: Like, first: Option<&User<'_>>) -> Result<PeerKind> {
    Ok(match like {
        Like::Role(role) => PeerKind::Role(role),
        Like::Department(_) => {
            let profile = first.map(|user| profile::of_user(conn, user.id())).transpose()?;
            let text = profile.as_ref().and_then(|profile| department(profile.get(ProfileField::Department)?));
            PeerKind::Department(text.unwrap_or_default().to_owned())
        }
    })
}
