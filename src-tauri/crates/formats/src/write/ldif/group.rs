//! A group as a `groupOfNames` (RFC 4519, 3.5).

use super::lines::Lines;
use super::{LdifSettings, Names, dn};
use crate::Error;
use crate::ldif::dn::normalise;
use crate::write::Omitted;
use muster_model::record::{GroupRecord, Listed, MemberName};
use std::collections::HashSet;
use std::io::Write;

pub(super) fn entry(
    group: &GroupRecord,
    settings: &LdifSettings,
    names: &dyn Names,
    lines: &mut Lines<impl Write>,
    omitted: &mut Omitted,
) -> Result<(), Error> {
    lines.blank()?;
    lines.attr("dn", settings.group(&group.name.path))?;
    for class in ["top", "groupOfNames"] {
        lines.attr("objectClass", class)?;
    }
    lines.attr("cn", &group.name.path)?;
    if let Some(description) = &group.description {
        lines.attr("description", description)?;
    }
    let (listed, whole) = match &group.members {
        Listed::Silent => (&[][..], true),
        Listed::Some(members) => (members.as_slice(), false),
        Listed::All(members) => (members.as_slice(), true),
    };
    let mut written = HashSet::new();
    let mut lost = !whole;
    for member in listed {
        match member_dn(member, settings, names) {
            // A directory takes no value twice.
            Some(dn) if written.insert(normalise(&dn)) => lines.attr("member", dn)?,
            Some(_) => {}
            None => lost = true,
        }
    }
    if written.is_empty() {
        // A group must have a member; the empty name is nobody's.
        omitted.stand_in("group.members");
        lines.attr("member", "")?;
    }
    if lost {
        omitted.leave_out("group.members");
    }
    if group.name.id.is_some() {
        omitted.leave_out("group.id");
    }
    if group.display_name.is_some() {
        omitted.leave_out("group.display_name");
    }
    if !group.roles.is_empty() {
        omitted.leave_out("group.grants");
    }
    Ok(())
}

/// The distinguished name of a member; none if nobody is known by that name.
fn member_dn(member: &MemberName, settings: &LdifSettings, names: &dyn Names) -> Option<String> {
    let person = |id: &str| names.username(id).map(|username| settings.person(&username));
    let group = |id: &str| names.path(id).map(|path| settings.group(&path));
    let (MemberName::Username(id) | MemberName::User(id) | MemberName::Group(id) | MemberName::Either(id)) = member;
    match member {
        MemberName::Username(username) => Some(settings.person(username)),
        // Already a name of this directory.
        _ if dn::is_below(id, &settings.base_dn) => Some(id.clone()),
        MemberName::User(_) => person(id),
        MemberName::Group(_) => group(id),
        MemberName::Either(_) => person(id).or_else(|| group(id)),
    }
}
