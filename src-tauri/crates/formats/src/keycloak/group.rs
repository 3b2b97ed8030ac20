//! Keycloak's tree of groups, flattened: each group is named by its path,
//! and holds its own roles and those of the groups above it.

use super::user::role_grants;
use crate::emit::Fault;
use crate::json::Fields;
use muster_model::record::{GrantRecord, GroupName, GroupRecord};

/// A group at the top and all below it. Its depth is bound by that of the
/// JSON it was read from.
pub(super) fn records(fields: Fields<'_>) -> Result<Vec<GroupRecord>, Fault> {
    let mut all = Vec::new();
    gather(fields, "", &[], &mut all)?;
    Ok(all)
}

fn gather(fields: Fields<'_>, above: &str, inherited: &[GrantRecord], all: &mut Vec<GroupRecord>) -> Result<(), Fault> {
    let name = fields.text("name")?;
    let Some(name) = name.value() else { return Err(Fault::at("name", "a group needs a name")) };
    // A slash within a name is written `~/` in Keycloak's own paths.
    let path = format!("{above}/{}", name.replace('/', "~/"));
    let mut roles = role_grants(fields)?.unwrap_or_default();
    for grant in inherited {
        if !roles.iter().any(|own| own.role == grant.role && own.scope == grant.scope) {
            roles.push(grant.clone());
        }
    }
    let down: Vec<GrantRecord> = roles
        .iter()
        .map(|grant| GrantRecord { through: grant.through.clone().or_else(|| Some(path.clone())), ..grant.clone() })
        .collect();
    all.push(GroupRecord {
        name: GroupName { id: fields.id("id")?, path: path.clone() },
        display_name: Some(name.clone()),
        description: fields.text("description")?.value().cloned(),
        roles,
        ..GroupRecord::default()
    });
    for item in fields.list("subGroups")?.unwrap_or_default() {
        gather(fields.item("subGroups", item)?, &path, &down, all)?;
    }
    Ok(())
}
