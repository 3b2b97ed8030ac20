//! What a file of a pack may be called: the same on every system, never outside
//! the pack.

/// The longest path, in characters; short enough for Windows' 260 in a folder
/// that is itself somewhere.
pub const LONGEST: usize = 180;
/// The longest name of a file or folder.
const LONGEST_NAME: usize = 100;
/// How deep folders go.
const DEEPEST: usize = 8;
/// Names that Windows keeps for devices, whatever their ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Why a path cannot stand in a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PathFault {
    /// It leads out of the pack or nowhere.
    #[error("it leads out of the pack")]
    Outside,
    /// It has characters that not every system allows.
    #[error("only letters a to z, digits, and . _ - between them can be in the names of files")]
    Characters,
    /// It is too long or too deep.
    #[error("it is too long")]
    Long,
    /// Windows keeps it for a device.
    #[error("Windows keeps this name for a device")]
    Device,
}

/// Checks a path: names of letters, digits, `.`, `_` and `-`, with `/` between
/// them.
///
/// # Errors
/// [`PathFault`].
pub fn check(path: &str) -> Result<(), PathFault> {
    if path.starts_with('/') || path.split(['/', '\\']).any(|name| matches!(name, "" | "." | "..")) {
        return Err(PathFault::Outside);
    }
    if path.len() > LONGEST || path.split('/').count() > DEEPEST {
        return Err(PathFault::Long);
    }
    path.split('/').try_for_each(name)
}

fn name(name: &str) -> Result<(), PathFault> {
    let within = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let begins = name.starts_with(|c: char| c.is_ascii_alphanumeric());
    if !begins || name.ends_with('.') || !name.chars().all(within) {
        return Err(PathFault::Characters);
    }
    if name.len() > LONGEST_NAME {
        return Err(PathFault::Long);
    }
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let port = |kind: &str| {
        stem.strip_prefix(kind).is_some_and(|number| number.len() == 1 && number.bytes().all(|b| b.is_ascii_digit()))
    };
    if DEVICES.contains(&stem.as_str()) || port("com") || port("lpt") { Err(PathFault::Device) } else { Ok(()) }
}

/// A name of a file for any text: `Rita Ray <rita@example.org>` becomes
/// `rita-ray-rita-example.org`. Two texts may come to the same name.
#[must_use]
pub fn safe_name(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if out.len() >= 60 {
            break;
        }
        match c {
            c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            '.' | '_' if !out.is_empty() => out.push(c),
            _ if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    let out = out.trim_end_matches(['-', '.', '_']);
    if out.is_empty() || name(out).is_err() {
        format!("x-{out}").trim_end_matches('-').to_owned()
    } else {
        out.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_path_leads_out_or_is_lost_on_some_system() {
        for path in ["README.txt", "worksheets/q4-rita.xlsx", "a/b/c.d_e-f", "COM.txt", "comma1.txt"] {
            assert_eq!(check(path), Ok(()), "{path}");
        }
        for (path, fault) in [
            ("../x", PathFault::Outside),
            ("a/../../x", PathFault::Outside),
            ("/etc/passwd", PathFault::Outside),
            ("", PathFault::Outside),
            ("a//b", PathFault::Outside),
            ("a/", PathFault::Outside),
            (".", PathFault::Outside),
            ("a\\..\\x", PathFault::Outside),
            ("a\\x", PathFault::Characters),
            ("C:x", PathFault::Characters),
            (".hidden", PathFault::Characters),
            ("a b", PathFault::Characters),
            ("ä", PathFault::Characters),
            ("a.", PathFault::Characters),
            ("a\0", PathFault::Characters),
            ("nul", PathFault::Device),
            ("a/COM1.txt", PathFault::Device),
            (&"a/".repeat(9), PathFault::Outside),
            ("a/a/a/a/a/a/a/a/a", PathFault::Long),
            (&"x".repeat(101), PathFault::Long),
            (&"x".repeat(181), PathFault::Long),
        ] {
            assert_eq!(check(path), Err(fault), "{path:?}");
        }
    }

    proptest! {
        #[test]
        fn every_text_has_a_safe_name(text in ".{0,80}|[./\\\\a-c -]{0,20}|con|LPT9") {
            let name = safe_name(&text);
            prop_assert_eq!(check(&name), Ok(()), "{:?}", name);
            prop_assert!(!name.contains('/'));
        }
    }
}
