//! A person (or a service account) of the directory.

use super::entry::{self, Attr};
use super::{dn, group, state};
use crate::attributes::Attributes;
use crate::emit::Fault;
use crate::kinds::kind_of;
use muster_model::Kind;
use muster_model::profile::ProfileField;
use muster_model::record::{Identity, Listed, Told, UserRecord};

/// Profile fields and the attributes they come from, the first that has a value.
const PROFILE: &[(ProfileField, &[&str])] = &[
    (ProfileField::GivenName, &["givenname", "gn"]),
    (ProfileField::FamilyName, &["sn", "surname"]),
    (ProfileField::Title, &["title"]),
    (ProfileField::Organization, &["o", "company"]),
    (ProfileField::Department, &["department", "departmentnumber", "ou"]),
    (ProfileField::EmployeeNumber, &["employeenumber", "employeeid"]),
    (ProfileField::Manager, &["manager"]),
    (ProfileField::Language, &["preferredlanguage"]),
    (ProfileField::Phone, &["telephonenumber", "mobile", "homephone"]),
    (ProfileField::Website, &["labeleduri", "wwwhomepage"]),
    (ProfileField::Bio, &["description"]),
];

/// The record, and how many credentials were dropped from attributes by
/// their look.
pub(super) fn record(written: &str, attrs: &[Attr]) -> Result<(UserRecord, u64), Fault> {
    let username = entry::first(attrs, &["uid", "userid", "samaccountname", "userprincipalname", "cn"])?
        .or_else(|| dn::first_value(written))
        .ok_or_else(|| Fault::at("uid", "no uid, sAMAccountName or cn: nobody can be told by this entry"))?;
    let emails = entry::texts(attrs, "mail")?;
    let employee_type = entry::first(attrs, &["employeetype"])?;
    let kind = if entry::is_service(attrs) { Some(Kind::Service) } else { employee_type.as_deref().and_then(kind_of) };
    let mut custom = Attributes::default();
    if let Some(employee_type) = &employee_type {
        custom.add("employeeType", employee_type);
    }
    if emails.len() > 1 {
        emails.iter().for_each(|email| custom.add("mail", email));
    }
    if let Some(principal) = entry::first(attrs, &["userprincipalname"])?.filter(|p| *p != username) {
        custom.add("userPrincipalName", &principal);
    }
    let (attributes, dropped) = custom.finish();
    let mut user = UserRecord {
        display_name: display_name(attrs)?,
        email: emails.into_iter().next().map_or(Told::Silent, Told::Value),
        state: state::state(attrs)?,
        kind: kind.map_or(Told::Silent, Told::Value),
        created_at: state::created_at(attrs)?,
        expires_at: state::expires_at(attrs)?,
        last_seen: state::last_seen(attrs)?,
        identity: Identity { id: id(attrs)?, username: Some(username), reference: Some(dn::normalise(written)) },
        attributes,
        avatar: attrs
            .iter()
            .find(|a| matches!(a.name.as_str(), "jpegphoto" | "thumbnailphoto") && !a.value.is_empty())
            .map(|a| a.value.clone()),
        ..UserRecord::default()
    };
    for (field, names) in PROFILE {
        if let Some(text) = entry::first(attrs, names)? {
            user.profile.insert(*field, Told::Value(text));
        }
    }
    let place = [entry::first(attrs, &["l", "localityname"])?, entry::first(attrs, &["co", "c", "countryname"])?];
    let place = place.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if !place.is_empty() {
        user.profile.insert(ProfileField::Location, Told::Value(place));
    }
    let groups = entry::texts(attrs, "memberof")?;
    if !groups.is_empty() {
        user.groups = Listed::All(groups.iter().map(|written| group::name(written)).collect());
    }
    Ok((user, dropped))
}

fn display_name(attrs: &[Attr]) -> Result<Told<String>, Fault> {
    if let Some(name) = entry::first(attrs, &["displayname", "cn"])? {
        return Ok(Told::Value(name));
    }
    let parts = [entry::first(attrs, &["givenname"])?, entry::first(attrs, &["sn"])?];
    let joined = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    Ok(if joined.is_empty() { Told::Silent } else { Told::Value(joined) })
}

/// The directory's immutable id. `objectGUID` is 16 bytes, the first three
/// groups little-endian.
fn id(attrs: &[Attr]) -> Result<Option<String>, Fault> {
    if let Some(id) = entry::first(attrs, &["entryuuid", "nsuniqueid", "ipauniqueid"])? {
        return Ok(Some(id));
    }
    let Some(guid) = attrs.iter().find(|a| a.name == "objectguid") else { return Ok(None) };
    if let Ok(bytes) = <[u8; 16]>::try_from(guid.value.as_slice()) {
        let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
        let mut text = String::with_capacity(36);
        for (at, from) in order.into_iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            text.push_str(&format!("{:02x}", bytes[from]));
        }
        return Ok(Some(text));
    }
    entry::text_of(guid).map(|text| Some(text).filter(|t| !t.is_empty()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_object_guid_is_written_as_active_directory_does() {
        let value =
            vec![0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff];
        let attr = Attr { line: 1, name: "objectguid".to_owned(), options: String::new(), value };
        assert_eq!(id(&[attr]).unwrap().as_deref(), Some("00112233-4455-6677-8899-aabbccddeeff"));
    }
}
