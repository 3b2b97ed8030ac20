//! A group of the directory.

use super::dn;
use super::entry::{self, Attr};
use crate::emit::Fault;
use muster_model::record::{GroupName, GroupRecord, Listed, MemberName};

/// The name by which groups and memberships meet: the distinguished name is
/// the id, its first value the path.
pub(super) fn name(written: &str) -> GroupName {
    let id = dn::normalise(written);
    let path = dn::first_value(written).unwrap_or_else(|| id.clone());
    GroupName { id: Some(id), path }
}

pub(super) fn record(written: &str, attrs: &[Attr]) -> Result<GroupRecord, Fault> {
    let mut name = name(written);
    if let Some(cn) = entry::first(attrs, &["cn"])? {
        name.path = cn;
    }
    if name.path.is_empty() {
        return Err(Fault::at("dn", "a group needs a distinguished name"));
    }
    Ok(GroupRecord {
        display_name: entry::first(attrs, &["displayname"])?.filter(|shown| *shown != name.path),
        description: entry::first(attrs, &["description"])?,
        members: members(attrs)?,
        name,
        ..GroupRecord::default()
    })
}

/// `member` and `uniqueMember` name users or groups by distinguished name,
/// `memberUid` users by username. A group of a class that needs no member,
/// without any, is empty; of any other class, its members were not exported.
/// Active Directory gives long lists in ranges: then these are some of them.
fn members(attrs: &[Attr]) -> Result<Listed<MemberName>, Fault> {
    let mut members = Vec::new();
    let mut ranged = false;
    for attr in attrs {
        match attr.name.as_str() {
            "member" | "uniquemember" => {
                ranged |= attr.options.contains("range=") && !attr.options.contains("-*");
                let written = entry::text_of(attr)?;
                // A unique member may carry a bit string after its name.
                let written =
                    written.rsplit_once('#').filter(|(_, bits)| bits.starts_with('\'')).map_or(&*written, |(dn, _)| dn);
                if !written.is_empty() {
                    members.push(MemberName::Either(dn::normalise(written)));
                }
            }
            "memberuid" => {
                let name = entry::text_of(attr)?;
                if !name.is_empty() {
                    members.push(MemberName::Username(name));
                }
            }
            _ => {}
        }
    }
    let may_be_empty = entry::has_class(attrs, &["posixgroup", "group", "groupofmembers", "ipausergroup"]);
    Ok(match (ranged, members.is_empty()) {
        (true, _) => Listed::Some(members),
        (false, true) if !may_be_empty => Listed::Silent,
        (false, _) => Listed::All(members),
    })
}
