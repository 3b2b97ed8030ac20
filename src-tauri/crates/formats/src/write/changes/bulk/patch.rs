//! A changed field as operations of a PATCH (RFC 7644, 3.5.2).

use crate::scim::ENTERPRISE;
use crate::write::changes::field::Field;
use crate::write::changes::grant::{GrantText, UNCLEAR};
use crate::write::changes::line::FieldDiff;
use muster_model::State;
use muster_model::grant::ScopeKind;
use muster_model::profile::ProfileField as P;
use serde_json::{Value, json};

/// Single-valued attributes of custom attributes' names (`scim/user.rs`).
const TEXTS: [&str; 4] = ["externalId", "nickName", "userType", "locale"];

/// A PATCH request.
pub(super) fn message(operations: Vec<Value>) -> Value {
    json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations })
}

/// A text as a filter has it: a JSON string (RFC 7644, 3.4.2.2).
pub(super) fn literal(text: &str) -> String {
    Value::from(text).to_string()
}

/// The operations of one field; none for a membership, which is a change of
/// the group, and for what follows from something else.
///
/// # Errors
/// Why SCIM cannot say it.
pub(super) fn of(diff: &FieldDiff) -> Result<Vec<Value>, String> {
    let (before, after) = (diff.before.as_deref(), diff.after.as_deref());
    match Field::of(diff) {
        Field::State(from, to) => state(from, to).map(|active| vec![replace("active", active)]),
        Field::Username => match after {
            Some(name) => Ok(vec![replace("userName", name)]),
            None => Err("a user must have a username".to_owned()),
        },
        Field::DisplayName => Ok(vec![text("displayName", after)]),
        Field::Email => several("emails", before, after, || json!({ "value": after, "primary": true })),
        Field::Kind(Some(kind)) => Ok(vec![replace("userType", kind.word())]),
        Field::Kind(None) => Err("the kind is none of those known".to_owned()),
        Field::Profile(field) => profile(field, before, after),
        Field::Attribute(name) if TEXTS.contains(&name) => Ok(vec![text(name, after)]),
        Field::Attribute(_) => Err("SCIM has no attribute of this name".to_owned()),
        Field::Grant => grant(before, after),
        Field::Group | Field::Derived => Ok(Vec::new()),
        Field::Other => Err("SCIM has no attribute for it".to_owned()),
    }
}

/// Whether the user is active. SCIM knows nothing else, so that a state with
/// more in it would come back as deactivated, and one that a server keeps
/// beside it cannot be lifted.
fn state(from: Option<State>, to: Option<State>) -> Result<bool, String> {
    match (from, to) {
        (Some(from @ (State::Locked | State::Invited | State::Pending)), Some(State::Active)) => {
            Err(format!("SCIM cannot lift the state {from}"))
        }
        (_, Some(State::Active)) => Ok(true),
        (_, Some(State::Deactivated)) => Ok(false),
        (_, Some(other)) => Err(format!("SCIM has no word for {other}; deactivate the user instead")),
        (_, None) => Err("the state is none of those known".to_owned()),
    }
}

fn profile(field: P, before: Option<&str>, after: Option<&str>) -> Result<Vec<Value>, String> {
    let single = |path: &str| Ok(vec![text(path, after)]);
    let enterprise = |name: &str| Ok(vec![text(&format!("{ENTERPRISE}:{name}"), after)]);
    match field {
        P::GivenName => single("name.givenName"),
        P::FamilyName => single("name.familyName"),
        P::Title => single("title"),
        P::Language => single("preferredLanguage"),
        P::TimeZone => single("timezone"),
        P::Website => single("profileUrl"),
        P::EmployeeNumber => enterprise("employeeNumber"),
        P::CostCenter => enterprise("costCenter"),
        P::Organization => enterprise("organization"),
        P::Department => enterprise("department"),
        P::Phone => several("phoneNumbers", before, after, || json!({ "value": after, "type": "work" })),
        P::Location if before.is_none() => {
            Ok(vec![json!({ "op": "add", "path": "addresses", "value": [{ "formatted": after, "type": "work" }] })])
        }
        P::Location => Err("SCIM keeps an address in parts, and which of them is meant is not known".to_owned()),
        P::Manager => Err("SCIM names a manager by id, which is not known".to_owned()),
        _ => Err("SCIM has no attribute for it".to_owned()),
    }
}

/// Roles on the instance, by the value or the name to show of the role.
fn grant(before: Option<&str>, after: Option<&str>) -> Result<Vec<Value>, String> {
    let parse = |text: &str| GrantText::parse(text).ok_or_else(|| UNCLEAR.to_owned());
    let (before, after) = (before.map(parse).transpose()?, after.map(parse).transpose()?);
    if before.is_some() && after.is_some() {
        return Err("SCIM's roles have no end".to_owned());
    }
    let joins = after.is_some();
    let Some(grant) = before.or(after) else { return Ok(Vec::new()) };
    if grant.scope.kind != ScopeKind::Instance {
        return Err(format!("SCIM has no roles on a {}", grant.scope.kind));
    }
    if grant.through.is_some() {
        return Err("it is held through a group; change the membership".to_owned());
    }
    if grant.until.flatten().is_some() {
        return Err("SCIM's roles have no end".to_owned());
    }
    let role = grant.role;
    Ok(vec![if joins {
        json!({ "op": "add", "path": "roles", "value": [{ "value": role }] })
    } else {
        let name = literal(&role);
        json!({ "op": "remove", "path": format!("roles[value eq {name} or display eq {name}]") })
    }])
}

/// A value of an attribute with several.
fn several(
    path: &str,
    before: Option<&str>,
    after: Option<&str>,
    item: impl Fn() -> Value,
) -> Result<Vec<Value>, String> {
    let known = before.map(|value| format!("{path}[value eq {}]", literal(value)));
    Ok(match (known, after) {
        (Some(known), Some(value)) => vec![replace(&format!("{known}.value"), value)],
        (Some(known), None) => vec![json!({ "op": "remove", "path": known })],
        (None, Some(_)) => vec![json!({ "op": "add", "path": path, "value": [item()] })],
        (None, None) => Vec::new(),
    })
}

fn text(path: &str, after: Option<&str>) -> Value {
    match after {
        Some(value) => replace(path, value),
        None => json!({ "op": "remove", "path": path }),
    }
}

fn replace(path: &str, value: impl Into<Value>) -> Value {
    json!({ "op": "replace", "path": path, "value": value.into() })
}
