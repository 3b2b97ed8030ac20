//! What can happen to a vault, made up.

use chrono::{DateTime, Utc};
use muster_model::record::{GrantRecord, GroupName, Identity, Listed, Record, Told, UserRecord};
use muster_model::{Kind, LastSeen, Precision, ProfileField, Role, Scope, ScopeKind, State};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What a snapshot says of a user.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub name: u8,
    pub state: u8,
    pub kind: u8,
    pub grants: Vec<(u8, u8)>,
    pub flags: (Option<bool>, Option<bool>),
    /// Days ago; or another answer.
    pub seen: Option<Result<u8, bool>>,
    pub department: Option<u8>,
    pub groups: Vec<u8>,
    pub ends: Option<i8>,
}

#[derive(Debug, Clone)]
pub(super) enum Step {
    Snapshot {
        store: bool,
        rows: Vec<Row>,
        users: bool,
        grants: bool,
    },
    Create {
        name: u8,
        bot: bool,
    },
    /// Of the place of a user, something.
    Change {
        user: u8,
        what: u8,
        to: u8,
    },
    Undo,
    /// Someone asks, so that the history is read and has to follow from then on.
    Ask {
        rule: u8,
    },
}

fn row() -> impl Strategy<Value = Row> {
    let grants = prop::collection::vec((0_u8..5, 0_u8..3), 0..3);
    let seen = prop::option::of(prop_oneof![(0_u8..40).prop_map(Ok), any::<bool>().prop_map(Err)]);
    (
        (0_u8..6, 0_u8..4, 0_u8..4, grants, any::<(Option<bool>, Option<bool>)>(), seen),
        (prop::option::of(0_u8..3), prop::collection::vec(0_u8..3, 0..3), prop::option::of(-5_i8..30)),
    )
        .prop_map(|((name, state, kind, grants, flags, seen), (department, groups, ends))| Row {
            name,
            state,
            kind,
            grants,
            flags,
            seen,
            department,
            groups,
            ends,
        })
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    let snapshot =
        (any::<bool>(), prop::collection::vec(row(), 1..7), prop::bool::weighted(0.7), prop::bool::weighted(0.7))
            .prop_map(|(store, rows, users, grants)| Step::Snapshot { store, rows, users, grants });
    prop_oneof![
        4 => snapshot,
        1 => (0_u8..40, any::<bool>()).prop_map(|(name, bot)| Step::Create { name, bot }),
        4 => (any::<u8>(), 0_u8..9, 0_u8..4).prop_map(|(user, what, to)| Step::Change { user, what, to }),
        1 => Just(Step::Undo),
        1 => any::<u8>().prop_map(|rule| Step::Ask { rule }),
    ]
}

const ROLES: [(&str, u8); 5] = [("Minimal Access", 5), ("Guest", 10), ("Developer", 30), ("Owner", 50), ("Auditor", 0)];
pub(super) const STATES: [State; 4] = [State::Active, State::Blocked, State::Deactivated, State::Locked];
pub(super) const KINDS: [Kind; 4] = [Kind::Human, Kind::Human, Kind::Bot, Kind::External];

pub(super) fn record(row: &Row, when: DateTime<Utc>) -> Record {
    let name = format!("u{}", row.name);
    let grant = |(role, scope): &(u8, u8)| {
        let (role, level) = ROLES[usize::from(*role)];
        let auditor = role == "Auditor";
        let kind = if auditor { ScopeKind::Instance } else { ScopeKind::Group };
        let path = if auditor { String::new() } else { format!("acme/{scope}") };
        let role = Role { level: (!auditor).then_some(level), ..Role::named(role) };
        GrantRecord { role, scope: Scope { kind, path }, through: None, since: None, expires: None }
    };
    let last_seen = row.seen.map(|seen| match seen {
        Ok(days) => LastSeen::seen(when - chrono::Duration::hours(i64::from(days) * 17), "x", Precision::Second),
        Err(true) => LastSeen::never("x"),
        Err(false) => LastSeen::unknown(),
    });
    let told = |value: Option<bool>| value.map_or(Told::Empty, Told::Value);
    let department = row.department.map_or(Told::Empty, |n| Told::Value(format!("d{n}")));
    let named = |group: &u8| GroupName { id: None, path: format!("g{group}") };
    Record::User(Box::new(UserRecord {
        identity: Identity { id: Some(name.clone()), username: Some(name.clone()), reference: None },
        email: Told::Value(format!("{name}.{}@x", row.state)),
        state: Told::Value(STATES[usize::from(row.state)]),
        kind: Told::Value(KINDS[usize::from(row.kind)]),
        mfa: told(row.flags.0),
        seat_flag: told(row.flags.1),
        last_seen,
        expires_at: row.ends.map_or(Told::Empty, |days| Told::Value(when + chrono::Duration::days(i64::from(days)))),
        profile: BTreeMap::from([(ProfileField::Department, department)]),
        attributes: BTreeMap::from([("team".to_owned(), row.groups.iter().map(|n| format!("t{n}")).collect())]),
        grants: Listed::All(row.grants.iter().map(grant).collect()),
        groups: Listed::All(row.groups.iter().map(named).collect()),
        ..UserRecord::default()
    }))
}
