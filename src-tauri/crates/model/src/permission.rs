//! Permissions as nodes of a tree, written as paths: choosing a node grants
//! all below it (WSO2 Identity Server's permission tree, `iam.md` section
//! 1.2). A permission of a flat set, such as GitLab's `read_code`, is a node
//! right below the root, with or without its slash. The root is `/`: all.

use crate::fold::fold_case;

/// The node above all others: whoever holds it may do everything.
pub const ROOT: &str = "/";
/// The longest path, in characters.
pub const MOST_LENGTH: usize = 400;
/// The most parts of a path.
pub const MOST_PARTS: usize = 32;

/// Why a text cannot be a permission's path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PermissionError {
    /// Nothing was given.
    #[error("a permission needs a path: give it one, such as /admin/users")]
    Empty,
    /// Longer than [`MOST_LENGTH`].
    #[error("the path is longer than {MOST_LENGTH} characters: shorten it")]
    TooLong,
    /// More parts than [`MOST_PARTS`].
    #[error("the path has more than {MOST_PARTS} parts: take some away")]
    TooDeep,
    /// A character that no path has.
    #[error("the path contains {0:?}: take it away")]
    Character(char),
    /// `.` and `..` mean other paths elsewhere, and nothing here.
    #[error("the path has a part {0:?}, which is no name: spell the path out from the root")]
    Dots(String),
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').map(str::trim).filter(|part| !part.is_empty())
}

/// How a path is compared: from the root, without case, without blanks around
/// its parts, doubled slashes or those at its end. None if there is no path.
#[must_use]
pub fn key(path: &str) -> Option<String> {
    let folded = fold_case(path);
    if folded.is_empty() {
        return None;
    }
    let key: String = parts(&folded).flat_map(|part| ["/", part]).collect();
    Some(if key.is_empty() { ROOT.to_owned() } else { key })
}

/// Whether holding the node `held` is holding `asked`: it is the same or lies
/// above. Both are [`key`]s.
///
/// ```
/// use muster_model::permission::{covers, key};
///
/// let holds = |held, asked| key(held).zip(key(asked)).is_some_and(|(held, asked)| covers(&held, &asked));
/// assert!(holds("/Admin/", "/admin/users/manage"));
/// assert!(!holds("/admin", "/administer"));
/// ```
#[must_use]
pub fn covers(held: &str, asked: &str) -> bool {
    let above = if held == ROOT { "" } else { held };
    held == asked || asked.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'))
}

/// A path as it is stored: as it was written, without blanks around its parts,
/// doubled slashes and those at its end. A path of several parts begins with a
/// slash; `read_code` stays as it is.
///
/// # Errors
/// Says which rule the path breaks.
pub fn normal(path: &str) -> Result<String, PermissionError> {
    let path = path.trim();
    if path.is_empty() {
        return Err(PermissionError::Empty);
    }
    if path.chars().nth(MOST_LENGTH).is_some() {
        return Err(PermissionError::TooLong);
    }
    if let Some(c) = path.chars().find(|c| c.is_control()) {
        return Err(PermissionError::Character(c));
    }
    if let Some(dots) = parts(path).find(|part| matches!(*part, "." | "..")) {
        return Err(PermissionError::Dots(dots.to_owned()));
    }
    let count = parts(path).count();
    if count > MOST_PARTS {
        return Err(PermissionError::TooDeep);
    }
    if count == 1 && !path.starts_with('/') {
        return Ok(parts(path).collect());
    }
    let rooted: String = parts(path).flat_map(|part| ["/", part]).collect();
    Ok(if rooted.is_empty() { ROOT.to_owned() } else { rooted })
}

/// The node right above; none right below the root, and for the root.
#[must_use]
pub fn parent(path: &str) -> Option<&str> {
    path.trim_end_matches('/').rsplit_once('/').map(|(above, _)| above).filter(|above| !above.is_empty())
}

/// The last part of a path.
#[must_use]
pub fn title(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().filter(|part| !part.is_empty()).unwrap_or(ROOT)
}

/// Paths without those that another one covers, by path.
///
/// ```
/// use muster_model::permission::reduced;
///
/// let paths = ["/docs/read", "/admin/users", "/docs"].map(String::from);
/// assert_eq!(reduced(paths), ["/admin/users", "/docs"]);
/// ```
#[must_use]
pub fn reduced(paths: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut keyed: Vec<(String, String)> =
        paths.into_iter().filter_map(|path| key(&path).map(|key| (key, path))).collect();
    // A path is followed by those below it, though not at once: `/a`, `/a b`,
    // `/a/c`. Ordered by their parts it is.
    keyed.sort_by(|(a, _), (b, _)| a.split('/').cmp(b.split('/')));
    let mut kept: Vec<(String, String)> = Vec::with_capacity(keyed.len());
    for (key, path) in keyed {
        if kept.last().is_none_or(|(above, _)| !covers(above, &key)) {
            kept.push((key, path));
        }
    }
    kept.into_iter().map(|(_, path)| path).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn holds(held: &str, asked: &str) -> bool {
        key(held).zip(key(asked)).is_some_and(|(held, asked)| covers(&held, &asked))
    }

    #[test]
    fn a_node_contains_what_is_below_it() {
        for (held, asked) in [
            ("/admin", "/admin"),
            ("/admin", "/admin/users/manage"),
            ("/Admin/", "//admin//users"),
            ("/", "/admin"),
            ("/", "/"),
            ("/", "read_code"),
            ("read_code", "/read_code"),
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
            ("/", ""),
            ("read_code", "read_code_review"),
        ] {
            assert!(!holds(held, asked), "{held} {asked}");
        }
    }

    #[test]
    fn paths_are_stored_in_one_form() {
        for (given, stored) in [
            (" /admin//users/ ", "/admin/users"),
            ("admin/users", "/admin/users"),
            ("read_code", "read_code"),
            ("read_code/", "read_code"),
            ("/read_code", "/read_code"),
            ("//", "/"),
            ("/a / b /", "/a/b"),
        ] {
            assert_eq!(normal(given).unwrap(), stored, "{given}");
        }
        let long = "x".repeat(MOST_LENGTH + 1);
        let deep = "/x".repeat(MOST_PARTS + 1);
        for wrong in ["", "  ", "/a/../b", ".", "/a/ . /b", "/a\nb", "/a/\u{0}", &long, &deep] {
            assert!(normal(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn above_and_last() {
        assert_eq!(parent("/admin/users"), Some("/admin"));
        assert_eq!((parent("/admin"), parent("read_code"), parent("/")), (None, None, None));
        assert_eq!((title("/admin/users"), title("read_code"), title("/")), ("users", "read_code", "/"));
    }

    #[test]
    fn what_another_covers_is_left_out() {
        let paths = ["/a/c/d", "/a b", "/A", "/a/c", "read_code", "/b/c", "/b-c"].map(str::to_owned);
        assert_eq!(reduced(paths), ["/A", "/a b", "/b/c", "/b-c", "read_code"]);
        assert_eq!(reduced(["/x".to_owned(), "/".to_owned(), "y".to_owned()]), ["/"]);
    }

    proptest! {
        #[test]
        fn reducing_keeps_what_is_held(paths in prop::collection::vec("[/ab -]{0,6}", 0..12), asked in "[/ab -]{0,6}") {
            let before = paths.iter().any(|path| holds(path, &asked));
            let kept = reduced(paths.clone());
            prop_assert_eq!(kept.iter().any(|path| holds(path, &asked)), before);
            for (i, one) in kept.iter().enumerate() {
                prop_assert!(kept.iter().enumerate().all(|(j, other)| i == j || !holds(other, one)), "{:?}", kept);
            }
        }

        #[test]
        fn any_text_is_a_path_or_an_error(text in ".{0,500}") {
            if let Ok(path) = normal(&text) {
                prop_assert_eq!(normal(&path), Ok(path.clone()));
                prop_assert!(holds(&path, &text) && holds(&text, &path));
                prop_assert!(parent(&path).is_none_or(|above| holds(above, &path)));
            }
        }
    }
}
