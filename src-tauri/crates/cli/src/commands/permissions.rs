//! `muster permissions`.

use super::Context;
use super::noted::{noted, tell};
use crate::args::permissions::Permissions;
use crate::exit::Exit;
use crate::output::{json, line, say};
use crate::table::Listing;
use muster_app::Result;
use muster_app::api::roles::{NewPermission, PermissionNode};
use serde::Serialize;

/// The tree of one userstore.
#[derive(Serialize)]
struct Tree {
    userstore: String,
    permissions: Vec<PermissionNode>,
}

pub fn permissions(context: &Context, command: &Permissions) -> Result<Exit> {
    match command {
        Permissions::List { userstore } => list(context, userstore.as_deref()),
        Permissions::Add { path, userstore, title, description } => {
            let session = context.open()?;
            let new = NewPermission {
                userstore: userstore.clone(),
                path: path.clone(),
                title: title.clone(),
                description: description.clone(),
            };
            let (tree, change) = noted(&session, || session.permission_add(&new, context.now))?;
            done(context, userstore, tree, &format!("Added the permission {path}."), change)
        }
        Permissions::Remove { path, userstore } => {
            let session = context.open()?;
            let (tree, change) = noted(&session, || session.permission_remove(userstore, path, context.now))?;
            done(context, userstore, tree, &format!("Removed the permission {path}."), change)
        }
    }
}

fn done(context: &Context, store: &str, tree: Vec<PermissionNode>, text: &str, change: Option<i64>) -> Result<Exit> {
    if context.cli.json {
        json(&serde_json::json!({ "change": change, "userstore": store, "permissions": tree }))?;
    } else {
        tell(text, change);
    }
    Ok(Exit::Done)
}

fn list(context: &Context, userstore: Option<&str>) -> Result<Exit> {
    let session = context.look()?;
    let domains = match userstore {
        Some(domain) => vec![domain.to_owned()],
        None => session.userstores()?.into_iter().map(|u| u.domain).collect(),
    };
    let mut trees = Vec::new();
    for domain in domains {
        let permissions = session.permissions_tree(&domain)?;
        if userstore.is_some() || !permissions.is_empty() {
            trees.push(Tree { userstore: domain, permissions });
        }
    }
    if context.cli.json {
        json(&serde_json::json!({ "trees": trees }))?;
        return Ok(Exit::Done);
    }
    let several = trees.len() > 1;
    for (i, tree) in trees.iter().filter(|tree| !tree.permissions.is_empty()).enumerate() {
        if several {
            line(&format!("{}{}", if i > 0 { "\n" } else { "" }, tree.userstore))?;
        }
        line(&drawn(&tree.permissions)?)?;
    }
    if trees.iter().all(|tree| tree.permissions.is_empty()) {
        say(
            "There are no permissions. Add one with: muster permissions add /PATH, or a product's with: muster roles install",
        );
    }
    Ok(Exit::Done)
}

/// Each node below its parent and further in.
fn drawn(nodes: &[PermissionNode]) -> Result<String> {
    let mut table = Listing::new(&["Permission", "What it allows", "Roles"]);
    for node in nodes {
        let depth = nodes.iter().filter(|above| is_above(&above.path, &node.path)).count();
        let parent = nodes.iter().filter(|above| is_above(&above.path, &node.path)).map(|above| above.path.len()).max();
        let name = parent.map_or(node.path.as_str(), |length| node.path.get(length + 1..).unwrap_or_default());
        let title = node.description.clone().unwrap_or_else(|| node.title.clone());
        table.words(vec![format!("{}{name}", "  ".repeat(depth)), title, node.roles.join(", ")]);
    }
    table.render()
}

fn is_above(above: &str, path: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_tree_is_drawn_further_in_step_by_step() {
        let node = |path: &str| PermissionNode {
            path: path.to_owned(),
            title: String::new(),
            description: None,
            builtin: false,
            roles: Vec::new(),
        };
        let text = drawn(&["/admin", "/admin/users", "/admin/users/manage", "/administer"].map(node)).unwrap();
        let lines: Vec<&str> = text.lines().skip(2).map(str::trim_end).collect();
        assert_eq!(lines, ["/admin", "  users", "    manage", "/administer"]);
    }
}
