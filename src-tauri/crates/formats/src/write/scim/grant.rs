//! Roles: in SCIM's own `roles` where it can say them, else in the extension.

use super::{moment, set};
use muster_model::record::GrantRecord;
use muster_model::{Role, Scope};
use serde_json::{Map, Value, json};

/// Whether SCIM's `roles` says all there is of these: each directly on the
/// instance, without dates, known by name alone, none twice.
pub(super) fn are_plain(grants: &[GrantRecord]) -> bool {
    grants.iter().enumerate().all(|(at, grant)| {
        let name = grant.role.name.as_str();
        let privileged = crate::scim::is_admin_role(name);
        *grant
            == GrantRecord {
                role: Role { privileged, ..Role::named(name) },
                scope: Scope::instance(),
                through: None,
                since: None,
                expires: None,
            }
            && !grants[..at].iter().any(|other| other.role.name.eq_ignore_ascii_case(name))
    })
}

/// SCIM's `roles`: those held on the instance, each once.
pub(super) fn roles(grants: &[GrantRecord]) -> Vec<Value> {
    let mut names: Vec<&str> = Vec::new();
    for grant in grants.iter().filter(|grant| grant.scope == Scope::instance()) {
        if !names.iter().any(|known| known.eq_ignore_ascii_case(&grant.role.name)) {
            names.push(&grant.role.name);
        }
    }
    names.into_iter().map(|name| json!({ "value": name })).collect()
}

/// Roles as the extension has them.
pub(super) fn grants(grants: &[GrantRecord]) -> Value {
    Value::Array(grants.iter().map(|grant| Value::Object(one(grant))).collect())
}

fn one(grant: &GrantRecord) -> Map<String, Value> {
    let mut map = Map::new();
    let role = &grant.role;
    set(&mut map, "role", Some(role.name.as_str()));
    set(&mut map, "level", role.level);
    set(&mut map, "privileged", role.privileged.then_some(true));
    set(&mut map, "base", role.base.as_deref());
    set(&mut map, "permissions", (!role.permissions.is_empty()).then(|| role.permissions.clone()));
    set(&mut map, "scope", Some(grant.scope.kind.word()));
    set(&mut map, "path", Some(grant.scope.path.as_str()).filter(|path| !path.is_empty()));
    set(&mut map, "through", grant.through.as_deref());
    set(&mut map, "since", grant.since.map(moment));
    set(&mut map, "expires", grant.expires.map(moment));
    map
}
