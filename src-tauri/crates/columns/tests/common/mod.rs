//! Made-up users, and the plain answers that columns must give too.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use muster_columns::{Builder, Columns, Order, RoleEntry, Row, Sort};
use muster_model::fold::fold;
use muster_model::seen::SeenStatus;
use muster_model::{Facts, Grant, GrantKeys, Kind, Role, Scope, ScopeKind, State};
use muster_query::ast::{AttributeName, NumberAttr, TextAttr, TimeAttr};
use muster_query::{Filter, Subject, parse};
use proptest::prelude::*;
use std::cmp::Ordering;

pub const DAY: i64 = 86_400;
pub const NOW: i64 = 1_781_524_800;
pub const DOMAINS: [&str; 4] = ["PRIMARY", "gitlab", "Ärzte", "ldap"];
pub const ROLES: [&str; 4] = ["Guest", "Developer", "Owner", "Prüfer"];
pub const SCOPES: [(ScopeKind, &str); 4] = [
    (ScopeKind::Instance, ""),
    (ScopeKind::Project, "acme/api"),
    (ScopeKind::Project, "acme/web"),
    (ScopeKind::Group, "Älter"),
];

/// A scope by its key.
pub fn scope_of(key: i64) -> Scope {
    let (kind, path) = SCOPES[usize::try_from(key).unwrap()];
    Scope { kind, path: path.to_owned() }
}

/// A user as the vault would have it.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    pub id: i64,
    pub userstore: i64,
    pub username: String,
    pub display_name: String,
    pub name_order: String,
    pub email: Option<String>,
    pub state: State,
    pub kind: Kind,
    pub facts: Facts,
    pub level: Option<u8>,
    pub top_role: Option<i64>,
    pub seen: SeenStatus,
    pub seen_at: Option<i64>,
    pub created_at: Option<i64>,
    pub expires_at: Option<i64>,
    /// Roles held, by the vault's keys and as the evaluator sees them.
    pub keys: Vec<GrantKeys>,
    pub grants: Vec<Grant>,
    pub groups: Vec<i64>,
    pub seat: Option<bool>,
}

impl Person {
    pub fn row(&self) -> Row<'_> {
        Row {
            id: self.id,
            userstore: self.userstore,
            username: &self.username,
            name_order: &self.name_order,
            email: self.email.as_deref(),
            state: self.state,
            kind: self.kind,
            facts: self.facts,
            level: self.level,
            top_role: self.top_role,
            seen: self.seen,
            seen_at: self.seen_at,
            created_at: self.created_at,
            expires_at: self.expires_at,
            grants: &self.keys,
            groups: &self.groups,
        }
    }
}

/// A grant as the evaluator sees it.
pub fn grant_of(keys: &GrantKeys, role: Role) -> Grant {
    Grant {
        role,
        scope: scope_of(keys.scope),
        through: Some(keys.through.clone()).filter(|path| !path.is_empty()),
        since: None,
        expires: keys.expires.map(|at| chrono::DateTime::from_timestamp(at, 0).unwrap()),
    }
}

impl Subject for Person {
    fn texts(&self, attr: TextAttr, see: &mut dyn FnMut(&str)) {
        match attr {
            TextAttr::UserName => see(&self.username),
            TextAttr::DisplayName => see(&self.display_name),
            TextAttr::Email => self.email.as_deref().into_iter().for_each(see),
            TextAttr::Userstore => see(DOMAINS[usize::try_from(self.userstore).unwrap()]),
            TextAttr::HighestRole => self.top_role.into_iter().for_each(|r| see(ROLES[usize::try_from(r).unwrap()])),
            TextAttr::Role => {
                self.grants.iter().for_each(|grant| see(&grant.role.name));
                self.top_role.into_iter().for_each(|r| see(ROLES[usize::try_from(r).unwrap()]));
            }
            TextAttr::SourceId
            | TextAttr::Group
            | TextAttr::Person
            | TextAttr::Owner
            | TextAttr::Purpose
            | TextAttr::Profile(_) => {}
        }
    }
    fn attribute(&self, _: &AttributeName, _: &mut dyn FnMut(&str)) {}
    fn permissions(&self, _: &mut dyn FnMut(&str)) {}
    fn state(&self) -> State {
        self.state
    }
    fn kind(&self) -> Kind {
        self.kind
    }
    fn seen(&self) -> SeenStatus {
        self.seen
    }
    fn facts(&self) -> Facts {
        self.facts
    }
    fn seat(&self) -> Option<bool> {
        self.seat
    }
    fn time(&self, attr: TimeAttr) -> Option<i64> {
        match attr {
            TimeAttr::LastSeen => self.seen_at,
            TimeAttr::Created => self.created_at,
            TimeAttr::Expires => self.expires_at,
            TimeAttr::ReviewDate => None,
        }
    }
    fn number(&self, attr: NumberAttr) -> Option<i64> {
        match attr {
            NumberAttr::Id => Some(self.id),
            NumberAttr::Level => self.level.map(i64::from),
        }
    }
    fn grants(&self) -> &[Grant] {
        &self.grants
    }
}

/// Texts from few letters, so that users share them; some only folding joins.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[abAB]{0,4}",
        4 => "[aäAÄbß. @-]{0,5}",
        2 => prop::sample::select(vec!["Ada Lovelace", "ada", "ADA", "Ådä", "  ada ", "a\u{301}", "\u{301}", "ﬁx", "ada@x.org", "İ"]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn time() -> impl Strategy<Value = Option<i64>> {
    let near =
        (-200_i64..60, -1_i64..2).prop_map(|(days, seconds)| Some(NOW.div_euclid(DAY) * DAY + days * DAY + seconds));
    prop_oneof![2 => Just(None), 6 => near, 1 => (-5_000_000_000_i64..9_000_000_000).prop_map(Some)]
}

/// Grants, each role on each scope through each group once.
pub fn grants() -> impl Strategy<Value = Vec<GrantKeys>> {
    let through = prop::sample::select(vec!["", "", "acme/all", "Ölgruppe"]);
    let expires = prop_oneof![2 => Just(None), 1 => (-2_i64..3).prop_map(|days| Some(NOW + days * DAY))];
    let grant = (0..4_i64, 0..4_i64, through, expires).prop_map(|(role, scope, through, expires)| GrantKeys {
        role,
        scope,
        through: through.to_owned(),
        expires,
    });
    prop::collection::vec(grant, 0..4).prop_map(|mut grants| {
        let key = |grant: &GrantKeys| (grant.role, grant.scope, grant.through.clone());
        grants.sort_by_key(key);
        grants.dedup_by_key(|grant| key(grant));
        grants
    })
}

pub fn person() -> impl Strategy<Value = Person> {
    let texts = (text(), text(), prop::option::of(text()));
    let words =
        (prop::sample::select(State::ALL), prop::sample::select(Kind::ALL), prop::sample::select(SeenStatus::ALL));
    let numbers = (1_i64..60, 0_i64..4, 0_u16..2_048, prop::option::of(0_u8..60), prop::option::of(0_i64..4));
    (texts, words, numbers, (time(), time(), time()), grants()).prop_map(
        |(
            (username, display_name, email),
            (state, kind, seen),
            (id, userstore, facts, level, top_role),
            times,
            keys,
        )| Person {
            id,
            userstore,
            name_order: fold(&display_name),
            username,
            display_name,
            email,
            state,
            kind,
            facts: Facts(facts),
            level,
            top_role,
            seen,
            seen_at: times.0,
            created_at: times.1,
            expires_at: times.2,
            grants: keys
                .iter()
                .map(|keys| grant_of(keys, Role::named(ROLES[usize::try_from(keys.role).unwrap()])))
                .collect(),
            keys,
            groups: Vec::new(),
            seat: None,
        },
    )
}

/// One of each sort of condition.
pub const CLAUSES: &[&str] = &[
    "a",
    "ab",
    "ada",
    "@",
    "\"a b\"",
    "\"\"",
    "ß",
    "ä",
    "\"\\u0301\"",
    "x.org",
    r#"userName eq "ada""#,
    r#"userName eq "Ådä""#,
    r#"userName ne "a""#,
    r#"userName co "b""#,
    r#"userName sw "a""#,
    r#"userName ew "B""#,
    "userName pr",
    r#"userName co """#,
    r#"userName eq """#,
    r#"userName co "ab""#,
    r#"displayName eq "ADA LOVELACE""#,
    r#"displayName ne "ada""#,
    r#"displayName co "ä""#,
    r#"displayName co "ab""#,
    "email pr",
    r#"email co "@""#,
    r#"email eq "ÄB""#,
    r#"email ne "a""#,
    r#"email ew "org""#,
    r#"emails[not (value co "a")]"#,
    r#"email co "ab""#,
    "state eq active",
    "state ne blocked",
    "state pr",
    "kind eq bot",
    "kind ne human",
    "active eq true",
    "active ne false",
    r#"userstore eq "GITLAB""#,
    r#"userstore eq "arzte""#,
    r#"userstore co "arz""#,
    r#"userstore ne "ldap""#,
    r#"highestRole eq "prufer""#,
    r#"highestRole ne "Owner""#,
    "highestRole pr",
    r#"highestRole sw "d""#,
    "lastSeen eq never",
    "lastSeen ne unknown",
    "lastSeen pr",
    r#"lastSeen lt "-90d""#,
    r#"lastSeen ge "-90d""#,
    r#"lastSeen eq "-30d""#,
    r#"lastSeen ne "-30d""#,
    r#"lastSeen gt "-12h""#,
    r#"created le "2026-01-31""#,
    "created pr",
    r#"created gt "2020-01-01T00:00:00Z""#,
    r#"expires le "+30d""#,
    r#"expires ne "+0d""#,
    "not (expires pr)",
    "level ge 30",
    "level lt 30",
    "level eq 5",
    "level ne 5",
    "level pr",
    "level le -1",
    "level gt 9223372036854775807",
    "id eq 7",
    "id ne 7",
    "id gt 30",
    "id pr",
    "mfa eq true",
    "mfa eq false",
    "mfa ne true",
    "mfa pr",
    "not (mfa eq false)",
    "privileged eq true",
    "privileged ne true",
    "auditor eq true",
    "member eq false",
    "elevatedGuest eq true",
    "grantsKnown pr",
    "gone eq true",
    "avatar eq false",
    "seatFlag ne false",
    "seatFlag pr",
    "seat eq true",
    "seat ne true",
    "seat pr",
    "grants pr",
    r#"grants[role eq "owner" and scope sw "acme/"]"#,
    r#"grants[role ne "owner"]"#,
    r#"grants[scope eq "ALTER"]"#,
    r#"grants[scope eq "älter" or not (scope pr)]"#,
    r#"grants[scope co "a"]"#,
    r#"grants[scopeKind eq instance]"#,
    r#"grants[direct eq true and scopeKind ne project]"#,
    r#"grants[through eq "olgruppe"]"#,
    r#"grants[through co "OL" or through ew "all"]"#,
    r#"grants[not (through pr) and expires pr]"#,
    r#"grants[expires le "+0h"]"#,
    r#"grants[not (expires le "+0d") and role co "e"]"#,
    r#"not (grants[expires gt "+1d"])"#,
    r#"role eq "Guest""#,
    r#"role ne "Guest""#,
    r#"role eq "prufer""#,
    "role pr",
    r#"role co "o""#,
];

/// Conditions that only the vault can evaluate.
pub const FOREIGN: &[&str] = &[
    r#"sourceId eq "7""#,
    r#"department ne "x""#,
    "title pr",
    r#"attributes.team co "x""#,
    r#"person eq "a""#,
    r#"reviewDate le "+7d""#,
];

pub fn filter(clauses: &'static [&'static str]) -> impl Strategy<Value = Filter> {
    let clause = prop::sample::select(clauses).prop_map(str::to_owned);
    let text = clause.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) and ({b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) or ({b})")),
            inner.prop_map(|a| format!("not ({a})")),
        ]
    });
    text.prop_map(|text| parse(&text).unwrap_or_else(|e| panic!("{text}: {e}")))
}

pub fn order() -> impl Strategy<Value = Order> {
    (prop::sample::select(&Sort::ALL[..]), any::<bool>()).prop_map(|(by, descending)| Order { by, descending })
}

pub fn columns(people: &[Person]) -> Columns {
    let mut builder = Builder::with_capacity(people.len());
    people.iter().for_each(|person| builder.push(&person.row()));
    let mut columns = builder.build();
    name(&mut columns);
    columns
}

pub fn name(columns: &mut Columns) {
    (0..).zip(DOMAINS).for_each(|(id, domain)| columns.name_userstore(id, domain));
    let role = |(id, name): (i64, &str)| RoleEntry { id, name: name.to_owned(), ..RoleEntry::default() };
    columns.set_access(&(0..).zip(ROLES).map(role).collect::<Vec<_>>(), &[]);
    (0..4).for_each(|key| columns.name_scope(key, &scope_of(key)));
}

/// The last person of each id, by id.
pub fn distinct(people: &[Person]) -> Vec<Person> {
    let mut distinct: Vec<Person> = Vec::new();
    for person in people {
        distinct.retain(|other| other.id != person.id);
        distinct.push(person.clone());
    }
    distinct.sort_by_key(|person| person.id);
    distinct
}

/// The order of two people, from the words of [`Sort`] alone.
pub fn compare(by: Sort, a: &Person, b: &Person) -> Ordering {
    let email = |p: &Person| fold(p.email.as_deref().unwrap_or(""));
    let seen = |p: &Person| match p.seen {
        SeenStatus::Never => (0, 0),
        SeenStatus::Unknown => (1, 0),
        SeenStatus::NotCollected => (2, 0),
        SeenStatus::Seen => p.seen_at.map_or((3, 0), |at| (4, at)),
    };
    let domain = |p: &Person| fold(DOMAINS[usize::try_from(p.userstore).unwrap()]);
    let key = match by {
        Sort::DisplayName => Ordering::Equal,
        Sort::UserName => fold(&a.username).cmp(&fold(&b.username)),
        Sort::Email => (email(a).is_empty(), email(a)).cmp(&(email(b).is_empty(), email(b))),
        Sort::State => a.state.cmp(&b.state),
        Sort::Kind => a.kind.cmp(&b.kind),
        Sort::HighestRole => a.level.cmp(&b.level),
        Sort::LastSeen => seen(a).cmp(&seen(b)),
        Sort::Created => a.created_at.cmp(&b.created_at),
        Sort::Userstore => domain(a).cmp(&domain(b)),
        Sort::Seat => a.seat.cmp(&b.seat),
    };
    key.then_with(|| a.name_order.cmp(&b.name_order)).then(a.id.cmp(&b.id))
}

/// The ids of those for whom a filter holds, in order, the plain way.
pub fn plainly(people: &[Person], filter: &Filter, order: Order) -> Vec<i64> {
    let mut fitting: Vec<&Person> = people.iter().filter(|person| filter.matches(*person, NOW)).collect();
    fitting.sort_by(|a, b| compare(order.by, a, b));
    if order.descending {
        fitting.reverse();
    }
    fitting.iter().map(|person| person.id).collect()
}
