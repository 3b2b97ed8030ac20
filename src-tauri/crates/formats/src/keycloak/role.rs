//! Keycloak's roles.

use muster_model::record::GrantRecord;
use muster_model::{Role, Scope, ScopeKind};

/// Roles of the client `realm-management` that let their holder change who
/// may do what, or become someone else.
const MANAGING: &[&str] = &[
    "impersonation",
    "manage-authorization",
    "manage-clients",
    "manage-identity-providers",
    "manage-realm",
    "manage-users",
    "realm-admin",
];

/// A role of the realm, or of a client: then named `client:role`, since two
/// clients may have roles of the same name that mean different things.
///
/// Privileged are the realm role `admin` and what manages a realm; in the
/// master realm those are roles of clients named `<realm>-realm`.
pub(super) fn named(client: Option<&str>, name: &str) -> Role {
    match client {
        None => Role { privileged: matches!(name, "admin" | "create-realm"), ..Role::named(name) },
        Some(client) => {
            let manages = client == "realm-management" || client.ends_with("-realm");
            Role { privileged: manages && MANAGING.contains(&name), ..Role::named(&format!("{client}:{name}")) }
        }
    }
}

/// That someone holds it.
pub(super) fn grant(client: Option<&str>, name: &str) -> GrantRecord {
    let scope = match client {
        None => Scope::instance(),
        Some(client) => Scope { kind: ScopeKind::Application, path: client.to_owned() },
    };
    GrantRecord { role: named(client, name), scope, through: None, since: None, expires: None }
}
