//! Random snapshots of a userstore: what each file of users says.

use crate::merge::testing::{known, part, told, whole};
use muster_model::record::{Coverage, GrantRecord, GroupName, Listed, Record, Told, UserRecord};
use muster_model::{Kind, LastSeen, Precision, ProfileField, Role, Scope, ScopeKind, State};
use proptest::prelude::*;

/// What a snapshot says, and of how much.
#[derive(Debug, Clone)]
pub(crate) struct Says {
    pub records: Vec<Record>,
    pub coverage: Coverage,
}

fn grant() -> impl Strategy<Value = GrantRecord> {
    let role = prop::sample::select(vec![("Guest", 10), ("Developer", 30), ("Owner", 50)]);
    let scope =
        prop::sample::select(vec![(ScopeKind::Instance, ""), (ScopeKind::Group, "x"), (ScopeKind::Project, "x/y")]);
    (role, scope, any::<bool>()).prop_map(|((name, level), (kind, path), through)| GrantRecord {
        role: Role { level: Some(level), privileged: level == 50, ..Role::named(name) },
        scope: Scope { kind, path: path.to_owned() },
        through: through.then(|| "x all".to_owned()),
        since: None,
        expires: None,
    })
}

fn group() -> impl Strategy<Value = GroupName> {
    (0_u8..3).prop_map(|n| GroupName { id: None, path: format!("g{n}") })
}

fn text(full: bool) -> impl Strategy<Value = Told<String>> {
    let told = (0_u8..3).prop_map(|n| told(&format!("text {n}")));
    if full {
        prop_oneof![3 => told, 1 => Just(Told::Empty)].boxed()
    } else {
        prop_oneof![2 => told, 1 => Just(Told::Empty), 2 => Just(Told::Silent)].boxed()
    }
}

fn listed<T: std::fmt::Debug + Clone + 'static>(
    full: bool,
    item: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Listed<T>> {
    let items = prop::collection::vec(item, 0..3);
    (items, if full { 2..3 } else { 0..3 }).prop_map(|(items, way)| match way {
        0 => Listed::Silent,
        1 => Listed::Some(items),
        _ => Listed::All(items),
    })
}

fn seen() -> impl Strategy<Value = LastSeen> {
    prop_oneof![
        Just(LastSeen::unknown()),
        Just(LastSeen::never("f")),
        (0_i64..30).prop_map(|n| LastSeen::seen(crate::merge::testing::day(n - 30), "f", Precision::Day)),
    ]
}

/// A user, with an id, and with every field told if it is to be `full`.
fn user(full: bool) -> impl Strategy<Value = UserRecord> {
    let id = (0_u8..5, 0_u8..2);
    let words = (text(full), text(full), text(full), any::<bool>(), any::<bool>());
    let lists = (listed(full, grant()), listed(full, group()));
    let level = prop_oneof![Just(Told::Empty), (1_u8..4).prop_map(|n| Told::Value(n * 10))];
    (id, words, lists, seen(), level, 0_i64..3).prop_map(
        |((id, name), (email, shown, title, blocked, mfa), (grants, groups), seen, level, made)| {
            let mut record = known(&id.to_string(), &format!("user{id}{name}"));
            record.email = email;
            record.display_name = shown;
            record.state = Told::Value(if blocked { State::Blocked } else { State::Active });
            record.kind = Told::Value(if mfa { Kind::Human } else { Kind::Bot });
            record.mfa = Told::Value(mfa);
            record.created_at = Told::Value(crate::merge::testing::day(-made));
            record.highest_level = level;
            if let Told::Value(badge) = &title {
                record.attributes.insert("badge".to_owned(), vec![badge.clone()]);
            } else if title == Told::Empty {
                record.attributes.insert("badge".to_owned(), Vec::new());
            }
            record.profile.insert(ProfileField::Title, title);
            record.last_seen = Some(seen);
            record.grants = grants;
            record.groups = groups;
            record
        },
    )
}

/// A snapshot: every field of everyone, or some fields of some. Each user is
/// in it once.
pub(crate) fn snapshot(full: bool) -> impl Strategy<Value = Says> {
    (prop::collection::vec(user(full), 1..5), any::<bool>()).prop_map(move |(mut users, part_only)| {
        users.sort_by(|a, b| a.identity.id.cmp(&b.identity.id));
        users.dedup_by(|a, b| a.identity.id == b.identity.id);
        let records = users.into_iter().map(|user| Record::User(Box::new(user))).collect();
        Says { records, coverage: if part_only && !full { part() } else { whole() } }
    })
}
