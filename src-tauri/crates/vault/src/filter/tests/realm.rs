//! Made-up realms whose values meet: few texts, each in several spellings.

use super::NOW;
use crate::Result;
use muster_model::fold::{fold, fold_case};
use muster_model::profile::ProfileValue;
use muster_model::{Kind, Profile, ProfileField, Standing, State, Visibility};
use proptest::prelude::*;
use rusqlite::{Connection, params};

const DAY: i64 = 86_400;

/// Texts; some only folding joins, some folding leaves nothing of.
pub(super) const TEXTS: &[&str] = &[
    "ada",
    "Ada",
    "ÅDA",
    "a\u{30a}da",
    " ada ",
    "Jürgen Müller",
    "jurgen muller",
    "ﬁx",
    "FIX",
    "İstanbul",
    "",
    "  ",
    "\u{301}",
    "acme",
    "acme/api",
    "ACME/Äpi",
    "a\"b\\c",
    "x\u{0}y",
    "x",
    "100%_",
    "😀 ok",
];

pub(super) const ROLES: &[&str] = &["Guest", "Developer", "Owner", "Prüfer", "Prufer", "x"];
pub(super) const PATHS: &[&str] =
    &["/", "/admin", "/Admin/users", "/admin/users/list", "/administration", "read_code", ""];
pub(super) const NAMES: &[&str] = &["team", "Team", "cost centre", "tëam", "a\"b\\c", "x.y"];
pub(super) const DOMAINS: &[&str] = &["PRIMARY", "Ärzte"];

pub(super) fn text() -> impl Strategy<Value = String> {
    prop::sample::select(TEXTS).prop_map(str::to_owned)
}

fn maybe_text() -> impl Strategy<Value = Option<String>> {
    prop::option::of(text())
}

/// Around the edges of days and seconds that filters ask for.
pub(super) fn time() -> impl Strategy<Value = i64> {
    (-3_i64..4, prop::sample::select(vec![-43_201_i64, -43_200, -43_199, -1, 0, 1, 43_199, 43_200]))
        .prop_map(|(days, seconds)| NOW + days * 30 * DAY + seconds)
}

fn maybe_time() -> impl Strategy<Value = Option<i64>> {
    prop::option::of(time())
}

type Profiled = (Vec<(ProfileField, String)>, Vec<(String, Vec<String>)>);

fn profile() -> impl Strategy<Value = Profiled> {
    let field = prop::sample::select(vec![ProfileField::Title, ProfileField::Note, ProfileField::PublicEmail]);
    let name = prop::sample::select(NAMES).prop_map(str::to_owned);
    (
        prop::collection::vec((field, text()), 0..3),
        prop::collection::vec((name, prop::collection::vec(text(), 0..3)), 0..3),
    )
}

#[derive(Debug, Clone)]
struct Someone {
    username: String,
    display_name: String,
    email: Option<String>,
    source_id: Option<String>,
    state: State,
    kind: Kind,
    facts: u16,
    level: Option<u8>,
    top: Option<usize>,
    created: Option<i64>,
    expires: Option<i64>,
    gone: Option<i64>,
    seen: Option<(u8, Option<i64>)>,
    profile: Profiled,
    person: Option<String>,
    service: Option<(Option<String>, Option<String>, Option<i64>)>,
    change: Option<u8>,
}

fn someone() -> impl Strategy<Value = Someone> {
    let row = (text(), text(), maybe_text(), maybe_text());
    let words = (prop::sample::select(State::ALL), prop::sample::select(Kind::ALL), 0_u16..1 << 10);
    let level = prop::option::of(prop::sample::select(vec![0_u8, 10, 30, 50]));
    let times = (maybe_time(), maybe_time(), prop::option::weighted(0.2, time()));
    let seen = prop::option::of((0_u8..4, maybe_time()));
    let service = prop::option::weighted(0.4, (maybe_text(), maybe_text(), maybe_time()));
    let change = prop::option::weighted(0.4, 0_u8..4);
    let rest = (profile(), maybe_text(), service, change);
    (row, words, level, prop::option::of(0_usize..4), times, seen, rest).prop_map(
        |(row, words, level, top, times, seen, (profile, person, service, change))| Someone {
            username: row.0,
            display_name: row.1,
            email: row.2,
            source_id: row.3,
            state: words.0,
            kind: words.1,
            facts: words.2,
            level,
            top,
            created: times.0,
            expires: times.1,
            gone: times.2,
            seen,
            profile,
            person,
            service,
            change,
        },
    )
}

#[derive(Debug, Clone)]
struct SomeRole {
    name: &'static str,
    level: Option<u8>,
    privileged: bool,
    base: Option<&'static str>,
    permissions: Option<Vec<&'static str>>,
}

fn role() -> impl Strategy<Value = SomeRole> {
    let base = prop::option::of(prop::sample::select(vec!["Guest", "guest", "Developer"]));
    let permissions = prop::option::of(prop::collection::vec(prop::sample::select(PATHS), 0..3));
    let level = prop::option::of(prop::sample::select(vec![0_u8, 10, 30, 50]));
    (prop::sample::select(ROLES), level, any::<bool>(), base, permissions).prop_map(
        |(name, level, privileged, base, permissions)| SomeRole { name, level, privileged, base, permissions },
    )
}

type Edge = (usize, usize);
/// Holder, role, scope, group told with it, dialect, end.
type Granted = (usize, usize, usize, Option<usize>, bool, Option<i64>);

/// A realm of two userstores. Numbers are taken modulo what there is, and
/// what would reach from one userstore into the other is left out.
#[derive(Debug, Clone)]
pub(super) struct Realm {
    grants_known: bool,
    users: Vec<Someone>,
    roles: Vec<SomeRole>,
    includes: Vec<Edge>,
    scopes: Vec<(u8, &'static str)>,
    groups: Vec<(&'static str, bool)>,
    nested: Vec<Edge>,
    members: Vec<Edge>,
    grants: Vec<Granted>,
    group_grants: Vec<(usize, usize, usize, Option<i64>)>,
}

const GROUPS: &[&str] = &["acme", "ACME/Äpi", "acme/api", "ops", "  "];

pub(super) fn realm() -> impl Strategy<Value = Realm> {
    let edges = |most: usize| prop::collection::vec((0_usize..24, 0_usize..24), 0..most);
    let grant = (0_usize..24, 0_usize..8, 0_usize..8, prop::option::of(0_usize..8), any::<bool>(), maybe_time());
    let group_grant = (0_usize..8, 0_usize..8, 0_usize..8, maybe_time());
    let scope = (0_u8..4, prop::sample::select(vec!["", "acme", "acme/api", "Acme/Äpi", "\u{301}"]));
    let things = (
        prop::collection::vec(someone(), 3..14),
        prop::collection::vec(role(), 1..7),
        prop::collection::vec(scope, 1..6),
        prop::collection::vec((prop::sample::select(GROUPS), prop::bool::weighted(0.2)), 1..7),
    );
    let ties =
        (edges(5), edges(7), edges(20), prop::collection::vec(grant, 0..40), prop::collection::vec(group_grant, 0..6));
    (any::<bool>(), things, ties).prop_map(
        |(grants_known, (users, roles, scopes, groups), (includes, nested, members, grants, group_grants))| Realm {
            grants_known,
            users,
            roles,
            includes,
            scopes,
            groups,
            nested,
            members,
            grants,
            group_grants,
        },
    )
}

/// Numbers from 0 in the order of the realm's lists; each belongs to one of
/// the two userstores, in turn.
fn store(number: usize) -> i64 {
    (number % 2) as i64 + 101
}

fn key(number: usize) -> i64 {
    number as i64 + 1
}

impl Realm {
    /// Writes it into an empty store.
    pub(super) fn write(&self, conn: &Connection) -> Result<()> {
        for (i, domain) in DOMAINS.iter().enumerate() {
            conn.execute(
                "INSERT INTO userstore (id, domain, domain_key, kind, created_at, grants_since) VALUES (?1, ?2, ?3, ?4, 0, ?5)",
                params![store(i), domain, fold_case(domain), i as i64, (i == 0 && self.grants_known).then_some(1)],
            )?;
        }
        self.write_roles(conn)?;
        self.write_groups(conn)?;
        for (i, user) in self.users.iter().enumerate() {
            user.write(conn, i)?;
        }
        self.write_ties(conn)
    }

    fn write_roles(&self, conn: &Connection) -> Result<()> {
        for (i, role) in self.roles.iter().enumerate() {
            conn.execute(
                "INSERT OR IGNORE INTO role (id, userstore_id, name, name_key, level, privileged, base, permissions)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    key(i),
                    store(i),
                    role.name,
                    fold_case(role.name),
                    role.level,
                    role.privileged,
                    role.base,
                    role.permissions.as_ref().map(|all| serde_json::json!(all).to_string()),
                ],
            )?;
        }
        for (i, (kind, path)) in self.scopes.iter().enumerate() {
            let sql = "INSERT OR IGNORE INTO scope (id, userstore_id, kind, path) VALUES (?1, ?2, ?3, ?4)";
            conn.execute(sql, params![key(i), store(i), kind, path])?;
        }
        for (a, b) in &self.includes {
            let sql = "INSERT OR IGNORE INTO role_include (role_id, included_id)
                SELECT a.id, b.id FROM role a, role b
                WHERE a.id = ?1 AND b.id = ?2 AND a.userstore_id = b.userstore_id";
            conn.execute(sql, [key(a % self.roles.len()), key(b % self.roles.len())])?;
        }
        Ok(())
    }

    fn write_groups(&self, conn: &Connection) -> Result<()> {
        for (i, (path, gone)) in self.groups.iter().enumerate() {
            conn.execute(
                "INSERT INTO user_group (id, userstore_id, path, path_key, gone_since) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![key(i), store(i), path, fold_case(path), gone.then_some(1)],
            )?;
        }
        for (a, b) in &self.nested {
            let sql = "INSERT OR IGNORE INTO group_group (group_id, member_id)
                SELECT a.id, b.id FROM user_group a, user_group b
                WHERE a.id = ?1 AND b.id = ?2 AND a.userstore_id = b.userstore_id";
            conn.execute(sql, [key(a % self.groups.len()), key(b % self.groups.len())])?;
        }
        Ok(())
    }

    fn write_ties(&self, conn: &Connection) -> Result<()> {
        for (group, user) in &self.members {
            let sql = "INSERT OR IGNORE INTO group_user (group_id, user_id)
                SELECT g.id, u.id FROM user_group g, user u
                WHERE g.id = ?1 AND u.id = ?2 AND g.userstore_id = u.userstore_id";
            conn.execute(sql, [key(group % self.groups.len()), key(user % self.users.len())])?;
        }
        for (user, role, scope, through, dialect, end) in &self.grants {
            let through = through.map_or("", |group| self.groups[group % self.groups.len()].0);
            conn.execute(
                "INSERT OR IGNORE INTO user_grant (user_id, role_id, scope_id, through, origin, expires_at)
                 SELECT u.id, r.id, s.id, ?4, ?5, ?6 FROM user u, role r, scope s
                 WHERE u.id = ?1 AND r.id = ?2 AND s.id = ?3
                 AND r.userstore_id = u.userstore_id AND s.userstore_id = u.userstore_id",
                params![
                    key(user % self.users.len()),
                    key(role % self.roles.len()),
                    key(scope % self.scopes.len()),
                    through,
                    if *dialect { "a" } else { "b" },
                    end,
                ],
            )?;
        }
        for (group, role, scope, end) in &self.group_grants {
            conn.execute(
                "INSERT OR IGNORE INTO group_grant (group_id, role_id, scope_id, expires_at)
                 SELECT g.id, r.id, s.id, ?4 FROM user_group g, role r, scope s
                 WHERE g.id = ?1 AND r.id = ?2 AND s.id = ?3
                 AND r.userstore_id = g.userstore_id AND s.userstore_id = g.userstore_id",
                params![
                    key(group % self.groups.len()),
                    key(role % self.roles.len()),
                    key(scope % self.scopes.len()),
                    end
                ],
            )?;
        }
        Ok(())
    }
}

impl Someone {
    fn write(&self, conn: &Connection, number: usize) -> Result<()> {
        let id = key(number);
        conn.execute(
            "INSERT INTO user (id, userstore_id, source_id, username, username_key, display_name, name_order, email,
                email_key, state, kind, created_at, expires_at, gone_since, facts, level, top_role_id)
             VALUES (?1, ?2, (SELECT ?3 WHERE NOT EXISTS (SELECT 1 FROM user WHERE userstore_id = ?2 AND source_id = ?3)),
                ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
                (SELECT id FROM role WHERE userstore_id = ?2 AND id = ?17))",
            params![
                id,
                store(number),
                self.source_id,
                self.username,
                fold_case(&self.username),
                self.display_name,
                fold(&self.display_name),
                self.email,
                self.email.as_deref().map(fold_case),
                self.state.number(),
                self.kind.number(),
                self.created,
                self.expires,
                self.gone,
                self.facts,
                self.level,
                self.top.map(key),
            ],
        )?;
        if let Some((status, at)) = self.seen {
            conn.execute("INSERT INTO user_seen (user_id, status, at) VALUES (?1, ?2, ?3)", params![id, status, at])?;
        }
        if !self.profile.0.is_empty() || !self.profile.1.is_empty() {
            let body = serde_json::json!(self.profile()).to_string();
            conn.execute("INSERT INTO user_profile (user_id, body) VALUES (?1, ?2)", params![id, body])?;
        }
        if let Some(name) = &self.person {
            conn.execute("INSERT INTO person (id, name, created_at) VALUES (?1, ?2, 0)", params![id, name])?;
            conn.execute("INSERT INTO user_person (user_id, person_id, how) VALUES (?1, ?1, 0)", [id])?;
        }
        if let Some((owner, purpose, review)) = &self.service {
            conn.execute(
                "INSERT INTO service_account (user_id, owner, purpose, review_at) VALUES (?1, ?2, ?3, ?4)",
                // Reviews are due on days.
                params![id, owner, purpose, review.map(|at| at.div_euclid(DAY) * DAY)],
            )?;
        }
        if let Some(standing) = self.change.and_then(Standing::from_number) {
            let change = "INSERT INTO change (id, at, operator, title) VALUES (?1, 0, 'olga', 'x')";
            conn.execute(change, [id])?;
            conn.execute(
                "INSERT INTO change_user (change_id, user_id, target, standing, fields) VALUES (?1, ?1, '', ?2, '[]')",
                params![id, standing.number()],
            )?;
        }
        Ok(())
    }

    fn profile(&self) -> Profile {
        let value = |value: &String| ProfileValue { value: value.clone(), visibility: Visibility::Public };
        Profile {
            fields: self.profile.0.iter().map(|(field, text)| (*field, value(text))).collect(),
            attributes: self.profile.1.iter().cloned().collect(),
        }
    }
}
