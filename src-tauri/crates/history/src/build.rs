//! The history of everyone from the vault's rows.

use crate::day::Day;
use crate::history::{History, Store};
use crate::lane::{ByUser, Event, Lane, sort, walk};
use crate::traits::Traits;
use hashbrown::HashMap;
use muster_model::{Facts, Kind, State};

/// A user as it is now.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    /// Muster's key.
    pub id: i64,
    /// Muster's key of the userstore.
    pub userstore: i64,
    /// The state.
    pub state: State,
    /// The kind.
    pub kind: Kind,
    /// The facts that follow from its own row.
    pub facts: Facts,
    /// The highest access level.
    pub level: Option<u8>,
    /// Muster's key of the highest role.
    pub role: Option<i64>,
    /// When it was first listed, in seconds since 1970; none for a user that
    /// was made here, of whom an event says so.
    pub began: Option<i64>,
}

/// What happened to a user besides its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// It was made.
    Created,
    /// It was no longer listed.
    Gone,
    /// It was listed again.
    Returned,
    /// Something of it changed.
    Changed,
}

/// What an event takes back, in eight bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Back {
    /// There was nobody before.
    Nobody,
    /// The state before.
    State(State),
    /// The kind before.
    Kind(Kind),
    /// The level before.
    Level(Option<u8>),
    /// The number of the highest role's name before.
    Role(Option<u32>),
    /// Facts that were so and facts that were not so before.
    Facts { on: u16, off: u16 },
    /// Something that traits do not hold.
    Else,
}

/// Collects what the vault tells, in any order of events, but users in the
/// order of their keys.
#[derive(Debug, Default)]
pub struct Builder {
    history: History,
    roles: HashMap<i64, u32, std::hash::RandomState>,
    events: Vec<Event<Back>>,
    people: Vec<Person>,
}

fn fact(name: &str) -> Option<Facts> {
    Some(match name {
        "privileged" => Facts::PRIVILEGED,
        "member" => Facts::MEMBER,
        "elevated_guest" => Facts::ELEVATED_GUEST,
        "auditor" => Facts::AUDITOR,
        "grants_known" => Facts::GRANTS_KNOWN,
        _ => return None,
    })
}

fn facts(fact: Facts, on: bool) -> Back {
    if on { Back::Facts { on: fact.0, off: 0 } } else { Back::Facts { on: 0, off: fact.0 } }
}

/// A fact that may not be known.
fn told(before: Option<&str>, known: Facts, fact: Facts) -> Back {
    match before {
        None => Back::Facts { on: 0, off: known.0 | fact.0 },
        Some("yes") => Back::Facts { on: known.0 | fact.0, off: 0 },
        Some(_) => Back::Facts { on: known.0, off: fact.0 },
    }
}

impl Builder {
    /// Nothing yet, but room for so many users.
    #[must_use]
    pub fn with_capacity(users: usize) -> Self {
        Self { people: Vec::with_capacity(users), ..Self::default() }
    }

    /// A userstore; all of them before the users. `grants_since` is when it
    /// first listed grants, in seconds since 1970.
    pub fn store(&mut self, key: i64, domain: &str, grants_since: Option<i64>) {
        self.history.stores.push(Store { key, domain: domain.to_owned(), grants_since, first: None });
    }

    /// A role by its key; all of them before the users.
    pub fn role(&mut self, key: i64, name: &str) {
        let number = self.history.names.text(name);
        self.roles.insert(key, number);
    }

    /// A user.
    pub fn person(&mut self, person: Person) {
        self.people.push(person);
    }

    /// Something happened to a user at `at`, in seconds since 1970; `id`
    /// orders what happened at one time.
    pub fn happened(&mut self, user: i64, at: i64, id: i64, what: Happened) {
        let what = match what {
            Happened::Created => Back::Nobody,
            Happened::Gone => facts(Facts::GONE, false),
            Happened::Returned => facts(Facts::GONE, true),
            Happened::Changed => Back::Else,
        };
        self.events.push(Event { user, at, id, what });
    }

    /// A field changed; `before` is what it was, in the words of a version.
    pub fn changed(&mut self, user: i64, at: i64, id: i64, name: &str, before: Option<&str>) {
        let what = match name {
            "state" => before.and_then(|word| word.parse().ok()).map(Back::State),
            "kind" => before.and_then(|word| word.parse().ok()).map(Back::Kind),
            "level" => Some(Back::Level(before.and_then(|level| level.parse().ok()))),
            "highest_role" => Some(Back::Role(before.map(|role| self.history.names.text(role)))),
            "mfa" => Some(told(before, Facts::MFA_KNOWN, Facts::MFA)),
            "seat_flag" => Some(told(before, Facts::SEAT_FLAG_KNOWN, Facts::SEAT_FLAG)),
            "avatar" => Some(facts(Facts::AVATAR, before.is_some())),
            _ => fact(name).map(|fact| facts(fact, before == Some("yes"))),
        };
        if let Some(what) = what {
            self.events.push(Event { user, at, id, what });
        }
    }

    /// The history of everyone.
    #[must_use]
    pub fn build(mut self) -> History {
        let people = std::mem::take(&mut self.people);
        let mut history = std::mem::take(&mut self.history);
        history.reserve(people.len());
        sort(&mut self.events);
        let mut events = ByUser::new(&self.events);
        for person in &people {
            history.add(person, self.roles.get(&person.role.unwrap_or(i64::MIN)).copied(), events.of(person.id));
        }
        history.shrink();
        history
    }

    /// Puts the users told here in place of what a history had of them, and
    /// takes out those of `asked` of whom nothing was told.
    pub fn replace(mut self, history: &mut History, asked: &[i64]) {
        // Numbers of names are those of the history.
        let mut mine = std::mem::take(&mut self.history);
        let number = |history: &mut History, name: u32| {
            let name = mine.names.get(name).cloned().unwrap_or_default();
            history.names.text(&name)
        };
        for event in &mut self.events {
            if let Back::Role(Some(role)) = &mut event.what {
                *role = number(history, *role);
            }
        }
        let mut roles = HashMap::<i64, u32, std::hash::RandomState>::default();
        for (key, name) in &self.roles {
            roles.insert(*key, number(history, *name));
        }
        history.know_stores(std::mem::take(&mut mine.stores));
        for id in asked {
            history.forget(*id);
        }
        sort(&mut self.events);
        let mut events = ByUser::new(&self.events);
        for person in &self.people {
            history.add(person, roles.get(&person.role.unwrap_or(i64::MIN)).copied(), events.of(person.id));
        }
    }
}

impl History {
    /// Adds a user with what happened to it, the latest first.
    fn add(&mut self, person: &Person, role: Option<u32>, events: &[Event<Back>]) {
        let store = self.stores.iter().position(|store| store.key == person.userstore);
        let grants_since = store.and_then(|at| self.stores[at].grants_since);
        let mut traits = Traits {
            store: store.and_then(|at| u32::try_from(at).ok()).unwrap_or(u32::MAX),
            state: person.state,
            kind: person.kind,
            facts: person.facts.0,
            level: person.level,
            role,
        };
        // Who was made here began when it was made; of a user of whom nobody
        // says when it began, the oldest word is the beginning.
        let created = events.iter().rev().find(|event| event.what == Back::Nobody).map(|event| event.at);
        let began = person.began.or(created).or(events.last().map(|event| event.at)).unwrap_or(i64::MIN);
        let began_on = Day::of(began);
        // Its userstore lists grants from one time on.
        let own = person.facts.has(Facts::GRANTS_KNOWN);
        let mut known = grants_since.filter(|_| !own);
        if known.is_some() {
            traits.set(Facts::GRANTS_KNOWN, true);
        }
        known = known.filter(|since| *since > began);
        let mut steps: Vec<(Day, Back)> = Vec::new();
        for event in events.iter().filter(|event| event.what != Back::Nobody) {
            if let Some(since) = known.take_if(|since| *since > event.at) {
                steps.push((Day::of(since), facts(Facts::GRANTS_KNOWN, false)));
            }
            steps.push((Day::of(event.at), event.what));
        }
        if let Some(since) = known {
            steps.push((Day::of(since), facts(Facts::GRANTS_KNOWN, false)));
        }
        let mut runs = std::mem::take(&mut self.scratch);
        let table = &mut self.traits;
        walk(&mut traits, steps.into_iter(), |traits| table.number(traits), take_back, began_on, &mut runs);
        self.lane.push(&runs);
        self.scratch = runs;
        self.added(person.id, store, began_on, !events.is_empty());
    }
}

fn take_back(traits: &mut Traits, step: Back) {
    match step {
        Back::State(state) => traits.state = state,
        Back::Kind(kind) => traits.kind = kind,
        Back::Level(level) => traits.level = level,
        Back::Role(role) => traits.role = role,
        Back::Facts { on, off } => {
            traits.set(Facts(off), false);
            traits.set(Facts(on), true);
        }
        Back::Nobody | Back::Else => {}
    }
}

/// Room for the runs of so many users.
pub(crate) fn lane(users: usize) -> Lane {
    Lane::with_capacity(users)
}
