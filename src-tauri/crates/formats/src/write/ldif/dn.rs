//! Distinguished names (RFC 4514).

use crate::Error;
use crate::ldif::dn::normalise;
use std::fmt::Write as _;

/// One part of a name, `uid=ada`, its value escaped.
pub(crate) fn part(kind: &str, value: &str) -> String {
    let mut out = format!("{kind}=");
    let last = value.chars().count().saturating_sub(1);
    for (at, c) in value.chars().enumerate() {
        match c {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' | '=' => {
                out.push('\\');
                out.push(c);
            }
            '#' | ' ' if at == 0 => {
                out.push('\\');
                out.push(c);
            }
            ' ' if at == last => out.push_str("\\20"),
            c if c.is_control() => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    let _ = write!(out, "\\{byte:02X}");
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// Whether one name is below another.
pub(crate) fn is_below(dn: &str, base: &str) -> bool {
    normalise(dn).strip_suffix(&normalise(base)).is_some_and(|rest| rest.ends_with(','))
}

/// Whether a text is a name: parts with a type and a value, separated by commas.
pub(crate) fn is_name(text: &str) -> bool {
    let normal = normalise(text);
    let mut escaped = false;
    let (mut kind, mut value, mut in_value) = (String::new(), 0usize, false);
    let fits = |kind: &str, value: usize| {
        value > 0
            && kind.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
            && kind.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
    };
    for c in normal.chars() {
        match c {
            _ if escaped => {
                escaped = false;
                value += 1;
            }
            '\\' => escaped = true,
            '=' if !in_value => in_value = true,
            ',' | '+' => {
                if !in_value || !fits(&kind, value) {
                    return false;
                }
                kind.clear();
                (value, in_value) = (0, false);
            }
            _ if in_value => value += 1,
            c => kind.push(c),
        }
    }
    in_value && !escaped && fits(&kind, value)
}

/// Checks a name given as a setting.
pub(super) fn checked(what: &'static str, dn: &str) -> Result<(), Error> {
    if is_name(dn) && !dn.chars().any(char::is_control) {
        return Ok(());
    }
    let remedy = "give a distinguished name such as dc=example,dc=org";
    Err(Error::Setting { what, found: dn.chars().take(100).collect(), remedy })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ldif::dn::{first_value, normalise};
    use proptest::prelude::*;

    #[test]
    fn values_are_escaped() {
        assert_eq!(part("uid", "ada"), "uid=ada");
        assert_eq!(part("cn", "Fry, \"P\" + <J>;\\="), "cn=Fry\\, \\\"P\\\" \\+ \\<J\\>\\;\\\\\\=");
        assert_eq!(part("cn", "#1"), "cn=\\#1");
        assert_eq!(part("cn", " a "), "cn=\\ a\\20");
        assert_eq!(part("cn", "a\nb"), "cn=a\\0Ab");
    }

    #[test]
    fn names_are_told_from_other_texts() {
        for yes in ["dc=example,dc=org", "cn=Fry\\, Philip,ou=people,dc=x", "o=Acme", "uid=a+cn=b,dc=x", "1.2.3=x"] {
            assert!(is_name(yes), "{yes}");
        }
        for no in ["", "Ada", "Ada Lovelace, Boss", "=x", "cn=", "dc=a,,x", "Boss: cn=x", "dc=a,dc="] {
            assert!(!is_name(no), "{no}");
        }
        assert!(is_below("UID=Ada, OU=people,dc=x", "ou=People,dc=X") && !is_below("ou=people,dc=x", "ou=people,dc=x"));
        assert!(!is_below("uid=a,ou=otherpeople,dc=x", "people,dc=x"));
    }

    proptest! {
        #[test]
        fn the_reader_finds_the_value(value in "[a-z ,+=\"\\\\#;<>\n\u{0}\u{e9}\u{1f469}]{1,10}|.{1,10}") {
            prop_assume!(!value.trim().is_empty());
            let dn = format!("{},dc=x", part("uid", &value));
            prop_assert_eq!(first_value(&dn), Some(value.clone()));
            prop_assert!(is_name(&dn), "{}", dn);
            prop_assert_eq!(normalise(&dn).split(",dc=x").count(), 2);
        }
    }
}
