//! A group as a SCIM Group.

use super::{grant, set, set_object};
use crate::scim::GROUP_EXTENSION;
use muster_model::record::{GroupRecord, Listed, MemberName};
use serde_json::{Map, Value, json};

const SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

pub(super) fn resource(group: &GroupRecord) -> Map<String, Value> {
    let mut map = Map::new();
    let mut extension = Map::new();
    set(&mut map, "id", group.name.id.as_deref());
    set(&mut map, "displayName", Some(group.name.path.as_str()));
    set(&mut extension, "displayName", group.display_name.as_deref());
    set(&mut extension, "description", group.description.as_deref());
    set(&mut extension, "grants", (!group.roles.is_empty()).then(|| grant::grants(&group.roles)));
    if let Listed::Some(members) | Listed::All(members) = &group.members {
        set(&mut map, "members", Some(members.iter().filter_map(member).collect::<Vec<_>>()));
        // SCIM knows members by id only.
        if members.iter().any(|m| matches!(m, MemberName::Username(_))) {
            set(&mut extension, "members", Some(members.iter().map(exact).collect::<Vec<_>>()));
        }
        set(&mut extension, "membersListed", matches!(group.members, Listed::Some(_)).then_some("some"));
    }
    set(&mut map, "meta", Some(json!({ "resourceType": "Group" })));
    let mut schemas = vec![SCHEMA];
    if !extension.is_empty() {
        schemas.push(GROUP_EXTENSION);
    }
    set(&mut map, "schemas", Some(schemas));
    set_object(&mut map, GROUP_EXTENSION, extension);
    map
}

fn member(member: &MemberName) -> Option<Value> {
    Some(match member {
        MemberName::User(id) => json!({ "value": id, "type": "User" }),
        MemberName::Group(id) => json!({ "value": id, "type": "Group" }),
        MemberName::Either(id) => json!({ "value": id }),
        MemberName::Username(_) => return None,
    })
}

fn exact(member: &MemberName) -> Value {
    match member {
        MemberName::User(id) => json!({ "user": id }),
        MemberName::Username(username) => json!({ "username": username }),
        MemberName::Group(id) => json!({ "group": id }),
        MemberName::Either(id) => json!({ "either": id }),
    }
}
