//! A SCIM Group.

use crate::emit::Fault;
use crate::json::Fields;
use muster_model::record::{GroupName, GroupRecord, Listed, MemberName, Told};

pub(super) fn record(fields: Fields<'_>) -> Result<GroupRecord, Fault> {
    let id = fields.id("id")?;
    let display_name = fields.text("displayName")?.value().cloned();
    let path = display_name
        .or_else(|| id.clone())
        .ok_or_else(|| Fault::at("displayName", "a group needs a displayName or an id"))?;
    let members = match fields.list("members")? {
        None => Listed::Silent,
        Some(items) => {
            let mut members = Vec::with_capacity(items.len());
            for item in items {
                members.extend(member(fields.item("members", item)?)?);
            }
            Listed::All(members)
        }
    };
    Ok(GroupRecord { name: GroupName { id, path }, members, ..GroupRecord::default() })
}

/// A member, by `type`, else by where `$ref` points; the source need not say.
fn member(fields: Fields<'_>) -> Result<Option<MemberName>, Fault> {
    let Some(value) = fields.id("value")? else { return Ok(None) };
    let reference = fields.text("$ref")?;
    let points_to = |part: &str| reference.value().is_some_and(|r| r.contains(part));
    Ok(Some(match fields.text("type")? {
        Told::Value(kind) if kind.eq_ignore_ascii_case("User") => MemberName::User(value),
        Told::Value(kind) if kind.eq_ignore_ascii_case("Group") => MemberName::Group(value),
        _ if points_to("/Users/") => MemberName::User(value),
        _ if points_to("/Groups/") => MemberName::Group(value),
        _ => MemberName::Either(value),
    }))
}
