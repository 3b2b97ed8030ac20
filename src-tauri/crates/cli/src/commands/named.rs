//! Roles and groups by what an operator types: a name or path, or Muster's
//! number.

use muster_app::api::groups::{GroupGlance, GroupsQuery};
use muster_app::api::roles::RoleGlance;
use muster_app::session::Session;
use muster_app::{Code, Error, Result};
use muster_model::GroupId;
use muster_model::fold::fold_case;

/// The most groups of a page.
const PAGE: u64 = 500;

/// The role of this name, or with this number.
///
/// # Errors
/// [`Code::NotFound`]; [`Code::Invalid`] where several userstores have one.
pub fn role(session: &Session, name: &str, userstore: Option<&str>) -> Result<RoleGlance> {
    let all = session.roles_list(userstore)?;
    let key = fold_case(name.trim());
    let mut found: Vec<RoleGlance> = all.iter().filter(|r| fold_case(&r.name) == key).cloned().collect();
    if found.is_empty() {
        found = all.into_iter().filter(|r| r.id.to_string() == key).collect();
    }
    let names = found.iter().map(|r| format!("{}/{} ({})", r.userstore, r.name, r.id)).collect();
    only(found, names, "role", name, "muster roles list")
}

/// The group of this path, or with this number.
///
/// # Errors
/// [`Code::NotFound`]; [`Code::Invalid`] where several userstores have one.
pub fn group(session: &Session, path: &str, userstore: Option<&str>) -> Result<GroupGlance> {
    let key = fold_case(path.trim());
    let mut found: Vec<GroupGlance> = Vec::new();
    let mut offset = 0;
    loop {
        let query = GroupsQuery {
            search: path.trim().to_owned(),
            userstore: userstore.map(str::to_owned),
            offset,
            limit: PAGE,
            ..GroupsQuery::default()
        };
        let page = session.groups_page(&query)?;
        offset += page.groups.len() as u64;
        let last = page.groups.is_empty() || offset >= page.total;
        found.extend(page.groups.into_iter().filter(|g| fold_case(&g.path) == key));
        if last {
            break;
        }
    }
    if found.iter().any(|g| !g.gone) {
        found.retain(|g| !g.gone);
    }
    if found.is_empty()
        && let Ok(number) = key.parse::<i64>()
        && let Ok(detail) = session.group_show(GroupId(number))
        && userstore.is_none_or(|domain| fold_case(domain) == fold_case(&detail.group.userstore))
    {
        found.push(detail.group);
    }
    let names = found.iter().map(|g| format!("{}/{} ({})", g.userstore, g.path, g.id)).collect();
    only(found, names, "group", path, "muster groups list")
}

fn only<T>(found: Vec<T>, names: Vec<String>, what: &str, name: &str, list: &str) -> Result<T> {
    if names.len() > 1 {
        let message =
            format!("{name:?} fits several: {}. Say which with --userstore, or by its number.", names.join(", "));
        return Err(Error::new(Code::Invalid, message).with(serde_json::json!({ "candidates": names })));
    }
    let missing = || Error::new(Code::NotFound, format!("There is no {what} {name:?}. See what there is with: {list}"));
    found.into_iter().next().ok_or_else(missing)
}
