//! What a user may do, and through what: user → groups, nested → grants →
//! roles, included → permissions. Pure: whoever asks says what is known, node
//! by node, so that only what one user reaches is ever read.
//!
//! A *way* leads from a user to a permission that a role names, or to a role
//! that names none and includes none further. No group and no role comes twice
//! on a way, so cycles in stored data end it. There can be very many ways to
//! one end (groups and roles may meet again and again); then only some are
//! listed, but always the shortest to each end of each grant, so what a user
//! may do is never understated.

mod chains;
#[cfg(test)]
mod tests;

use crate::grant::Scope;
use crate::id::{GroupId, RoleId};
use crate::permission;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;

/// The most ways that are listed, beside the shortest to each end.
pub const MOST_WAYS: usize = 2_000;
/// The most of those that are listed too.
const MOST_SHORTEST: usize = 50_000;

/// A role held on a scope, by a user or by a group for its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// What is held.
    pub role: RoleId,
    /// On what.
    pub scope: Scope,
    /// The group through which the source says it is held; none if directly,
    /// and for what a group holds.
    pub through: Option<String>,
    /// Until when, if it ends.
    pub expires: Option<DateTime<Utc>>,
}

/// What is known of a user: a start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Start {
    /// What it holds itself, or as its source says, through a group.
    pub holdings: Vec<Holding>,
    /// Groups it is directly in.
    pub groups: Vec<GroupId>,
}

/// A group on the way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupNode {
    /// Its path or name.
    pub path: String,
    /// Groups it is directly in.
    pub parents: Vec<GroupId>,
    /// What it gives its members.
    pub holdings: Vec<Holding>,
}

/// A role on the way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoleNode {
    /// Its name.
    pub name: String,
    /// Its access level, where it has one.
    pub level: Option<u8>,
    /// Whether its holder can change others' access or the instance.
    pub privileged: bool,
    /// Permissions it names itself.
    pub permissions: Vec<String>,
    /// Roles it includes directly, its base among them.
    pub includes: Vec<RoleId>,
}

/// Who knows groups and roles by their keys. Answers are kept by whoever
/// implements it, since the same are asked for again.
pub trait Graph {
    /// Why nothing could be read.
    type Error;

    /// A group; none if there is none or its source no longer lists it.
    ///
    /// # Errors
    /// If it cannot be read.
    fn group(&mut self, id: GroupId) -> Result<Option<Arc<GroupNode>>, Self::Error>;

    /// A role; none if there is none.
    ///
    /// # Errors
    /// If it cannot be read.
    fn role(&mut self, id: RoleId) -> Result<Option<Arc<RoleNode>>, Self::Error>;
}

/// What to ask.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The time now: grants that ended by then count no longer.
    pub now: DateTime<Utc>,
    /// Only ways to this permission or one above it.
    pub permission: Option<&'a str>,
    /// Only what counts on this scope ([`Scope::covers`]).
    pub scope: Option<&'a Scope>,
    /// About how many ways to list at most.
    pub most: usize,
}

/// A step on a way.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "name", rename_all = "snake_case")]
pub enum Step {
    /// A group that the user, or the group before, is in.
    Group(String),
    /// A role that is held, or included in the one before.
    Role(String),
    /// The permission that a role names: the one asked for, or one above it.
    Permission(String),
}

/// `group:ops`, `role:admin`, `permission:/admin`.
impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Group(path) => write!(f, "group:{path}"),
            Self::Role(name) => write!(f, "role:{name}"),
            Self::Permission(path) => write!(f, "permission:{path}"),
        }
    }
}

/// A way from a user to a permission, or to a role that names none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Groups from the user up, then roles, the held one first, then the
    /// permission.
    pub steps: Vec<Step>,
    /// On what the role is held.
    pub scope: Scope,
    /// Until when, if the grant ends.
    pub expires: Option<DateTime<Utc>>,
    /// Whether a role on the way is privileged.
    pub privileged: bool,
}

impl Way {
    /// The name of the role that is held.
    #[must_use]
    pub fn role(&self) -> &str {
        let role = self.steps.iter().find_map(|step| if let Step::Role(name) = step { Some(name) } else { None });
        role.map_or("", String::as_str)
    }

    /// The permission it leads to.
    #[must_use]
    pub fn permission(&self) -> Option<&str> {
        if let Some(Step::Permission(path)) = self.steps.last() { Some(path) } else { None }
    }

    /// Whether the user holds the role itself.
    #[must_use]
    pub fn direct(&self) -> bool {
        !matches!(self.steps.first(), Some(Step::Group(_)))
    }
}

/// What a user may do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// Ways there, the shortest first.
    pub ways: Vec<Way>,
    /// Whether there are more than those listed.
    pub more: bool,
    /// Permissions had; what lies below another is left out.
    pub permissions: Vec<String>,
    /// Grants that were left out because they ended.
    pub ended: u64,
    /// Of the roles that have an access level, the highest that is held. On
    /// one group or project GitLab goes by it alone: "users always retain the
    /// permissions for their highest role" (doc/user/permissions.md 18.11;
    /// `gitlab.md` section 4). It need not contain what lower ones give, so
    /// all ways are listed and this says which of them count there.
    pub highest: Option<RoleId>,
}

/// A grant that counts: who gives it, and what.
struct Counted {
    /// None if the user holds it itself.
    group: Option<GroupId>,
    holding: Holding,
}

impl Question<'_> {
    /// Whether a grant counts; one that does not because it ended is counted.
    fn counts(&self, holding: &Holding, ended: &mut u64) -> bool {
        if self.scope.is_some_and(|asked| !holding.scope.covers(asked)) {
            return false;
        }
        let over = holding.expires.is_some_and(|end| end <= self.now);
        *ended += u64::from(over);
        !over
    }
}

/// Answers a question about a user.
///
/// # Errors
/// What the graph answers.
pub fn answer<G: Graph>(graph: &mut G, start: &Start, question: &Question<'_>) -> Result<Answer, G::Error> {
    let mut answer = Answer::default();
    let above = chains::reach(&start.groups, |id| Ok(graph.group(id)?.map(|group| group.parents.clone())))?;
    let mut counted = Vec::new();
    for holding in &start.holdings {
        if question.counts(holding, &mut answer.ended) {
            counted.push(Counted { group: None, holding: holding.clone() });
        }
    }
    for id in &above.order {
        let Some(group) = graph.group(*id)? else { continue };
        for holding in &group.holdings {
            if question.counts(holding, &mut answer.ended) {
                counted.push(Counted { group: Some(*id), holding: holding.clone() });
            }
        }
    }
    let giving: Vec<GroupId> = counted.iter().filter_map(|c| c.group).collect();
    let groups = chains::simple(&above, &start.groups, &giving, question.most);
    answer.more |= groups.more;
    let mut found =
        Found { question, asked: question.permission.and_then(permission::key), ways: Vec::new(), more: false };
    let mut roles: HashMap<RoleId, Arc<Ends>> = HashMap::new();
    let mut named = Vec::new();
    let mut highest: Option<(u8, String, RoleId)> = None;
    for (at, held) in counted.iter().enumerate() {
        let id = held.holding.role;
        let ends = match roles.get(&id) {
            Some(ends) => Arc::clone(ends),
            None => {
                let ends = Arc::new(found.ends(graph, id)?);
                named.extend(ends.list.iter().filter_map(|end| end.permission.clone()));
                answer.more |= ends.more;
                roles.insert(id, Arc::clone(&ends));
                ends
            }
        };
        if let Some(role) = graph.role(id)?
            && let Some(level) = role.level
            && highest.as_ref().is_none_or(|(best, name, _)| (level, name) > (*best, &role.name))
        {
            highest = Some((level, role.name.clone(), id));
        }
        found.add(at, &ends, held.group.map(|group| groups.to(group)));
    }
    answer.highest = highest.map(|(_, _, id)| id);
    answer.permissions = permission::reduced(named);
    found.keep_most();
    answer.more |= found.more;
    answer.ways = found.written(graph, &counted)?;
    Ok(answer)
}

/// Where a role leads, and by which roles.
#[derive(Debug)]
struct End {
    roles: Vec<RoleId>,
    permission: Option<String>,
    /// Whether no other way of this role to the same end is shorter.
    shortest: bool,
}

#[derive(Debug, Default)]
struct Ends {
    list: Vec<Arc<End>>,
    more: bool,
}

/// A way before it is written out.
struct Draft {
    held: usize,
    groups: Vec<GroupId>,
    end: Arc<End>,
    /// Whether it must be listed.
    shortest: bool,
}

impl Draft {
    fn length(&self) -> usize {
        self.groups.len() + self.end.roles.len() + usize::from(self.end.permission.is_some())
    }
}

struct Found<'a> {
    question: &'a Question<'a>,
    /// The key of the permission asked for.
    asked: Option<String>,
    ways: Vec<Draft>,
    /// Whether some were left out.
    more: bool,
}

impl Found<'_> {
    /// Permissions of a role that the question is about.
    fn named(&self, role: &RoleNode) -> Vec<String> {
        let fits = |path: &&String| match (self.question.permission, &self.asked) {
            (None, _) => true,
            (Some(_), Some(asked)) => permission::key(path).is_some_and(|held| permission::covers(&held, asked)),
            (Some(_), None) => false,
        };
        role.permissions.iter().filter(fits).cloned().collect()
    }

    /// Where a role leads.
    fn ends<G: Graph>(&self, graph: &mut G, id: RoleId) -> Result<Ends, G::Error> {
        let below = chains::reach(&[id], |id| Ok(graph.role(id)?.map(|role| role.includes.clone())))?;
        let mut named = HashMap::new();
        for role in &below.order {
            if let Some(node) = graph.role(*role)? {
                named.insert(*role, self.named(&node));
            }
        }
        // A role that names nothing ends a way only if nothing lies beyond it,
        // which on a way that came around in a circle is seen there.
        let bare = self.question.permission.is_none();
        let ends: Vec<RoleId> = below
            .order
            .iter()
            .copied()
            .filter(|role| bare || named.get(role).is_some_and(|paths: &Vec<String>| !paths.is_empty()))
            .collect();
        let chains = chains::simple(&below, &[id], &ends, self.question.most);
        let mut out = Ends { list: Vec::new(), more: chains.more };
        for role in &ends {
            for (at, chain) in chains.to(*role).iter().enumerate() {
                let end = |permission| Arc::new(End { roles: chain.clone(), permission, shortest: at == 0 });
                let own = named.get(role).map(Vec::as_slice).unwrap_or_default();
                if own.is_empty() && below.next(*role).iter().all(|next| chain.contains(next)) {
                    out.list.push(end(None));
                }
                out.list.extend(own.iter().map(|path| end(Some(path.clone()))));
            }
        }
        Ok(out)
    }

    /// Adds the ways of one grant: each chain of groups with each of its role.
    fn add(&mut self, held: usize, ends: &Ends, groups: Option<&[Vec<GroupId>]>) {
        let none = [Vec::new()];
        // Far more than are kept, and few enough to sort.
        let room = self.question.most.saturating_mul(4);
        for (at, chain) in groups.unwrap_or(&none).iter().enumerate() {
            for end in &ends.list {
                let shortest = at == 0 && end.shortest;
                if self.ways.len() < room || (shortest && self.ways.len() < MOST_SHORTEST) {
                    self.ways.push(Draft { held, groups: chain.clone(), end: Arc::clone(end), shortest });
                } else {
                    self.more = true;
                }
            }
        }
    }

    /// Keeps the shortest.
    fn keep_most(&mut self) {
        self.ways.sort_by_key(Draft::length);
        let (before, most) = (self.ways.len(), self.question.most);
        let mut place = 0;
        self.ways.retain(|way| {
            place += 1;
            way.shortest || place <= most
        });
        self.more |= self.ways.len() < before;
    }

    /// The ways with their names, the shortest first; the same way told twice
    /// is listed once.
    fn written<G: Graph>(&self, graph: &mut G, counted: &[Counted]) -> Result<Vec<Way>, G::Error> {
        let mut ways = Vec::with_capacity(self.ways.len());
        for draft in &self.ways {
            let holding = &counted[draft.held].holding;
            let mut steps: Vec<Step> = holding.through.iter().cloned().map(Step::Group).collect();
            for id in &draft.groups {
                steps.push(Step::Group(graph.group(*id)?.map(|group| group.path.clone()).unwrap_or_default()));
            }
            let mut privileged = false;
            for id in &draft.end.roles {
                if let Some(role) = graph.role(*id)? {
                    privileged |= role.privileged;
                    steps.push(Step::Role(role.name.clone()));
                }
            }
            steps.extend(draft.end.permission.clone().map(Step::Permission));
            ways.push(Way { steps, scope: holding.scope.clone(), expires: holding.expires, privileged });
        }
        ways.sort_by(|a, b| {
            let by = |way: &Way| (way.steps.len(), !way.direct());
            by(a).cmp(&by(b)).then_with(|| (&a.steps, &a.scope, a.expires).cmp(&(&b.steps, &b.scope, b.expires)))
        });
        ways.dedup();
        Ok(ways)
    }
}
