//! Distinguished names (RFC 4514), written one way so that two spellings of
//! one name are equal.

use muster_model::fold::fold_case;

/// One name in one spelling: attribute types in lower case, values folded,
/// spaces around parts dropped, escapes written alike, the parts of a
/// multi-valued part sorted.
pub(crate) fn normalise(dn: &str) -> String {
    let rdns = split(dn, ',').into_iter().map(|rdn| {
        let mut parts: Vec<String> = split(&rdn, '+').iter().map(|part| pair(part)).collect();
        parts.sort_unstable();
        parts.join("+")
    });
    rdns.filter(|rdn| !rdn.is_empty()).collect::<Vec<_>>().join(",")
}

/// The value of the first part: `Fry` of `cn=Fry,ou=people`.
pub(crate) fn first_value(dn: &str) -> Option<String> {
    let rdns = split(dn, ',');
    let parts = split(rdns.first()?, '+');
    let (_, value) = parts.first()?.split_once('=')?;
    Some(unescape(value.trim())).filter(|v| !v.is_empty())
}

fn pair(part: &str) -> String {
    let written = |text: &str| escape(&fold_case(&unescape(text)));
    let kind = split(part, '=').swap_remove(0);
    match part.get(kind.len() + 1..) {
        Some(value) => format!("{}={}", written(&kind), written(value)),
        None => written(part),
    }
}

/// Splits at a separator that is neither escaped nor quoted.
fn split(text: &str, separator: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut escaped, mut quoted) = (false, false);
    for c in text.chars() {
        if c == separator && !escaped && !quoted {
            parts.push(String::new());
            continue;
        }
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

/// `\,` and `\2c` to what they stand for; quotes dropped; outer spaces that
/// are not escaped dropped.
fn unescape(value: &str) -> String {
    let value = value.trim_start();
    let value = match value.strip_suffix(' ') {
        Some(_) => {
            let trimmed = value.trim_end();
            // One escaped space at the end belongs to the value.
            if trimmed.ends_with('\\') && !trimmed.ends_with("\\\\") { &value[..=trimmed.len()] } else { trimmed }
        }
        None => value,
    };
    let mut bytes = Vec::with_capacity(value.len());
    let raw = value.as_bytes();
    let mut at = 0;
    while at < raw.len() {
        match (raw[at], raw.get(at + 1), raw.get(at + 2)) {
            (b'\\', Some(high), Some(low)) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                let digit = |d: u8| (char::from(d).to_digit(16).unwrap_or_default()) as u8;
                bytes.push(digit(*high) * 16 + digit(*low));
                at += 3;
            }
            (b'\\', Some(next), _) => {
                bytes.push(*next);
                at += 2;
            }
            (b'"', ..) => at += 1,
            (byte, ..) => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn escape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        if matches!(c, ',' | '+' | '=' | '\\' | '"' | ';' | '<' | '>' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_equal() {
        let one = normalise("cn=Fry\\, Philip,ou=People,dc=Example");
        for other in ["CN = fry\\2C philip , OU=people,DC=EXAMPLE", "cn=\"Fry, Philip\",ou=People,dc=example"] {
            assert_eq!(normalise(other), one, "{other}");
        }
        assert_eq!(normalise("uid=b+cn=a,dc=x"), normalise("CN=a + UID=b,dc=x"));
        assert_ne!(normalise("cn=a,dc=x"), normalise("cn=b,dc=x"));
        assert_eq!(normalise("cn=M\\C3\\BCller"), normalise("cn=müller"));
    }

    #[test]
    fn the_first_value_is_the_name() {
        assert_eq!(first_value("cn=Fry\\, Philip,ou=x").as_deref(), Some("Fry, Philip"));
        assert_eq!(first_value("nonsense"), None);
    }

    proptest::proptest! {
        #[test]
        fn normalising_is_stable(dn in "[a-z=,+\\\\\" é2c]{0,40}") {
            let once = normalise(&dn);
            proptest::prop_assert_eq!(normalise(&once), once.clone());
        }
    }
}
