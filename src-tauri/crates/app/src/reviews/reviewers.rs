//! Who could decide on which grant: the user's manager, whoever owns the group
//! that it is on or comes through, whom the operator named.

use super::population::Found;
use crate::api::reviews::{NamedReviewer, ReviewerKind as Asked};
use crate::{Code, Error, Result};
use muster_audit::evidence::path::safe_name;
use muster_audit::review::{Item, Reviewer, ReviewerKind};
use muster_model::fold::fold_case;
use muster_model::{ScopeKind, State, User, UserId};
use muster_vault::Connection;
use muster_vault::tables::{find, person, user};
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Everyone who could be asked, and about what.
pub(super) struct Pool {
    pub reviewers: Vec<Reviewer>,
    order: Vec<Asked>,
    /// By user, the place of their manager.
    managers: HashMap<UserId, usize>,
    /// By userstore and path, the places of a group's owners.
    owners: HashMap<String, HashMap<String, Vec<usize>>>,
    named: Vec<usize>,
    by_user: HashMap<UserId, usize>,
    by_who: HashMap<Who, usize>,
    keys: HashSet<String>,
}

impl Pool {
    /// Finds out who could be asked.
    ///
    /// # Errors
    /// `Invalid` for someone named of whom nothing is known, or that the vault
    /// cannot be read.
    pub(super) fn new(conn: &Connection, found: &Found, order: &[Asked], named: &[NamedReviewer]) -> Result<Self> {
        let mut pool = Self {
            reviewers: Vec::new(),
            order: order.to_vec(),
            managers: HashMap::new(),
            owners: HashMap::new(),
            named: Vec::new(),
            by_user: HashMap::new(),
            by_who: HashMap::new(),
            keys: HashSet::new(),
        };
        if order.contains(&Asked::Manager) {
            pool.ask_managers(conn, found)?;
        }
        if order.contains(&Asked::GroupOwner) {
            pool.ask_owners(conn, found)?;
        }
        if order.contains(&Asked::Named) {
            for one in named {
                let place = pool.name(conn, one)?;
                if !pool.named.contains(&place) {
                    pool.named.push(place);
                }
            }
        }
        Ok(pool)
    }

    /// Whoever could decide on a grant, the first choice first: places in
    /// [`Pool::reviewers`].
    pub(super) fn candidates(&self, item: &Item) -> Vec<usize> {
        let mut all = Vec::new();
        for asked in &self.order {
            match asked {
                Asked::Manager => all.extend(self.managers.get(&item.user)),
                Asked::GroupOwner => all.extend(self.owners_of(item)),
                Asked::Named => all.extend(&self.named),
            }
        }
        let mut seen = HashSet::new();
        all.retain(|place| seen.insert(*place));
        all
    }

    /// Those who answer for the group it comes through, else for the nearest
    /// group or project around what it is on.
    fn owners_of(&self, item: &Item) -> Vec<usize> {
        let Some(owners) = self.owners.get(&item.userstore) else { return Vec::new() };
        around(item).find_map(|path| owners.get(path)).cloned().unwrap_or_default()
    }

    fn ask_managers(&mut self, conn: &Connection, found: &Found) -> Result<()> {
        let mut known: HashMap<(i64, String), Option<usize>> = HashMap::new();
        for user in &found.holdings.users {
            let Some(text) = &user.manager else { continue };
            let key = (user.userstore.0, text.trim().to_owned());
            let place = match known.get(&key) {
                Some(place) => *place,
                None => {
                    let manager = find::manager(conn, user.userstore, text).map_err(Error::from)?;
                    let manager = user::rows(conn, manager.as_slice()).map_err(Error::from)?.into_iter().next();
                    let place = match manager {
                        Some(manager) => self.user(conn, &manager, ReviewerKind::Manager)?,
                        None => None,
                    };
                    known.insert(key, place);
                    place
                }
            };
            if let Some(place) = place {
                self.managers.insert(user.id, place);
            }
        }
        Ok(())
    }

    fn ask_owners(&mut self, conn: &Connection, found: &Found) -> Result<()> {
        let asked: HashSet<&str> = found.items.iter().flat_map(around).collect();
        let path = |scope: &i64| Some(found.holdings.known.scope(*scope)?.path.as_str());
        let mut scopes: Vec<(i64, &str, &[UserId])> = found
            .others
            .owners
            .iter()
            .filter_map(|(scope, owners)| Some((*scope, path(scope)?, owners.as_slice())))
            .filter(|(_, path, _)| asked.contains(path))
            .collect();
        scopes.sort_unstable();
        let owners: BTreeSet<UserId> = scopes.iter().flat_map(|(_, _, owners)| *owners).copied().collect();
        let owners: Vec<UserId> = owners.into_iter().collect();
        let known = user::rows(conn, &owners).map_err(Error::from)?;
        let known: HashMap<UserId, User> = known.into_iter().map(|user| (user.id, user)).collect();
        for (_, path, owners) in scopes {
            for owner in owners.iter().filter_map(|owner| known.get(owner)) {
                if let Some(place) = self.user(conn, owner, ReviewerKind::GroupOwner)? {
                    let paths = self.owners.entry(owner.userstore.clone()).or_default();
                    let places = paths.entry(path.to_owned()).or_default();
                    if !places.contains(&place) {
                        places.push(place);
                    }
                }
            }
        }
        Ok(())
    }

    /// A user as a reviewer; none for one who cannot sign in.
    fn user(&mut self, conn: &Connection, known: &User, kind: ReviewerKind) -> Result<Option<usize>> {
        if let Some(place) = self.by_user.get(&known.id) {
            return Ok(Some(*place));
        }
        if known.state != State::Active || known.gone_since.is_some() {
            return Ok(None);
        }
        let reviewer = of_user(conn, known, kind)?;
        let place = self.add(reviewer);
        self.by_user.insert(known.id, place);
        Ok(Some(place))
    }

    fn name(&mut self, conn: &Connection, one: &NamedReviewer) -> Result<usize> {
        let (reviewer, user) = named(conn, one)?;
        if let Some(place) = user.and_then(|user| self.by_user.get(&user)) {
            return Ok(*place);
        }
        let place = self.add(reviewer);
        if let Some(user) = user {
            self.by_user.insert(user, place);
        }
        Ok(place)
    }

    /// Adds someone with a key of their own; someone of the same e-mail is the
    /// same.
    fn add(&mut self, mut reviewer: Reviewer) -> usize {
        let place = match self.by_who.entry(who(&reviewer)) {
            Entry::Occupied(known) => return *known.get(),
            Entry::Vacant(new) => *new.insert(self.reviewers.len()),
        };
        reviewer.key = free_key(&reviewer, |key| !self.keys.contains(key));
        self.keys.insert(reviewer.key.clone());
        self.reviewers.push(reviewer);
        place
    }
}

/// The paths of the groups and projects whose owners answer for a grant, the
/// nearest first: the group it comes through, what it is on, and all around them.
fn around(item: &Item) -> impl Iterator<Item = &str> {
    let through = item.through.as_deref().into_iter();
    let on = (item.scope.kind != ScopeKind::Instance).then_some(item.scope.path.as_str());
    through.chain(on).flat_map(move |path| std::iter::successors(Some(path), above))
}

fn above<'p>(path: &&'p str) -> Option<&'p str> {
    path.rsplit_once('/').map(|(above, _)| above)
}

/// By what people are told apart, as far as their e-mails tell.
#[derive(PartialEq, Eq, Hash)]
enum Who {
    Email(String),
    Name(String, Option<String>),
}

fn who(reviewer: &Reviewer) -> Who {
    match &reviewer.email {
        Some(email) => Who::Email(fold_case(email)),
        None => Who::Name(fold_case(&reviewer.name), reviewer.username.clone()),
    }
}

/// Whether two are the same person, as far as their e-mails tell.
pub(super) fn same(a: &Reviewer, b: &Reviewer) -> bool {
    who(a) == who(b)
}

/// A key that is free: `rita-ray`, `rita-ray-2`.
pub(super) fn free_key(reviewer: &Reviewer, is_free: impl Fn(&str) -> bool) -> String {
    let stem = safe_name(&reviewer.name);
    if is_free(&stem) {
        return stem;
    }
    (2..).map(|number| format!("{stem}-{number}")).find(|key| is_free(key)).unwrap_or(stem)
}

fn of_user(conn: &Connection, known: &User, kind: ReviewerKind) -> Result<Reviewer> {
    let person = person::of_user(conn, known.id).map_err(Error::from)?;
    Ok(Reviewer {
        key: String::new(),
        kind,
        name: Some(known.display_name.trim()).filter(|name| !name.is_empty()).unwrap_or(&known.username).to_owned(),
        email: known.email.clone(),
        username: Some(format!("{}/{}", known.userstore, known.username)),
        person: person.map(|person| person.id.to_string()),
    })
}

/// Someone the operator named, and the user they are, if that is known. What
/// was not said is looked up, so that nobody decides on themselves.
pub(super) fn named(conn: &Connection, one: &NamedReviewer) -> Result<(Reviewer, Option<UserId>)> {
    let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let (name, email) = (text(&one.name), one.email.as_deref().and_then(text));
    let username = one.username.as_deref().and_then(text);
    let user = match (one.user, &username, &email) {
        (Some(id), _, _) => Some(id),
        (None, Some(by), _) | (None, None, Some(by)) => find::find(conn, by).ok(),
        (None, None, None) => name.as_deref().and_then(|name| find::find(conn, name).ok()),
    };
    let known = match user {
        Some(id) => user::rows(conn, &[id]).map_err(Error::from)?.into_iter().next(),
        None => None,
    };
    if one.user.is_some() && known.is_none() {
        return Err(Error::new(Code::NotFound, "The user who is named as a reviewer is not there. Choose another."));
    }
    let of_user = known.as_ref().map(|known| of_user(conn, known, ReviewerKind::Named)).transpose()?;
    let named = name.or_else(|| of_user.as_ref().map(|known| known.name.clone()));
    let Some(named) = named.or_else(|| email.clone()).or_else(|| username.clone()) else {
        return Err(Error::new(Code::Invalid, "A reviewer has no name. Give a name, an e-mail or a username."));
    };
    // A full name typed as the name itself stands for the user.
    let named = match &of_user {
        Some(known) if find_text(one) == Some(named.as_str()) => known.name.clone(),
        _ => named,
    };
    if named.chars().any(char::is_control) || named.chars().count() > 200 {
        let message = "A reviewer's name has control characters, or more than 200 characters. Give a plain name.";
        return Err(Error::new(Code::Invalid, message));
    }
    let reviewer = Reviewer {
        key: String::new(),
        kind: ReviewerKind::Named,
        name: named,
        email: email.or_else(|| of_user.as_ref().and_then(|known| known.email.clone())),
        username: of_user.as_ref().and_then(|known| known.username.clone()).or(username),
        person: of_user.and_then(|known| known.person),
    };
    Ok((reviewer, user))
}

/// What was typed, if it was only one thing.
fn find_text(one: &NamedReviewer) -> Option<&str> {
    (one.email.is_none() && one.username.is_none() && one.user.is_none()).then_some(one.name.trim())
}
