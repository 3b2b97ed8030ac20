//! Permissions as nodes of a tree, written as paths: choosing a node grants
//! all below it (WSO2 Identity Server's permission tree). A permission of a
//! flat set, such as GitLab's `read_code`, is a node by itself.

use crate::fold::fold_case;

/// How a path is compared: without case, without the slashes at its end. The
/// root is `/`; none if there is no path.
#[must_use]
pub fn key(path: &str) -> Option<String> {
    let folded = fold_case(path);
    match folded.trim_end_matches('/') {
        "" if folded.is_empty() => None,
        "" => Some("/".to_owned()),
        kept => Some(kept.to_owned()),
    }
}

/// Whether holding the node `held` is holding `asked`: it is the same or lies
/// above. Both are [`key`]s.
#[must_use]
pub fn covers(held: &str, asked: &str) -> bool {
    let above = if held == "/" { "" } else { held };
    held == asked || asked.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(held: &str, asked: &str) -> bool {
        key(held).zip(key(asked)).is_some_and(|(held, asked)| covers(&held, &asked))
    }

    #[test]
    fn a_node_contains_what_is_below_it() {
        for (held, asked) in [
            ("/admin", "/admin"),
            ("/admin", "/admin/users/manage"),
            ("/Admin/", "/admin/users"),
            ("/", "/admin"),
            ("/", "/"),
            ("read_code", "read_code"),
        ] {
            assert!(holds(held, asked), "{held} {asked}");
        }
        for (held, asked) in [
            ("/admin/users", "/admin"),
            ("/admin", "/administration"),
            ("/admin", "/"),
            ("", "/admin"),
            ("", ""),
            ("/", "read_code"),
            ("/", ""),
            ("read_code", "read_code_review"),
        ] {
            assert!(!holds(held, asked), "{held} {asked}");
        }
    }
}
