//! What is a credential, by the name of its field or by its look. Credentials
//! are dropped and counted wherever they turn up; none reaches a record.

use serde_json::{Map, Value};

/// Names that hold a credential, as [`plain`] writes them.
const NAMES: &[&str] = &[
    "apikey",
    "confirmationtoken",
    "credential",
    "credentialdata",
    "credentials",
    "dbcspwd",
    "encryptedotpsecretiv",
    "encryptedotpsecretsalt",
    "hash",
    "ipanthash",
    "ipatokenotpkey",
    "krbprincipalkey",
    "krb5key",
    "lmpwdhistory",
    "ntpwdhistory",
    "otpbackupcodes",
    "otpkey",
    "passphrase",
    "passwd",
    "pin",
    "privatekey",
    "pwd",
    "pwdhistory",
    "krbpwdhistory",
    "recoverycodes",
    "salt",
    "secretdata",
    "secretkey",
    "sshprivatekey",
    "supplementalcredentials",
    "totpseed",
    "unicodepwd",
];

/// Names that speak of a password without holding one.
const ABOUT: &[&str] = &[
    "last",
    "chang",
    "expir",
    "reset",
    "ask",
    "policy",
    "update",
    "automatic",
    "setat",
    "date",
    "time",
    "age",
    "must",
    "settings",
];

/// A name without case, spaces and punctuation.
pub(crate) fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a field of this name holds a credential.
pub(crate) fn is_credential(name: &str) -> bool {
    let name = plain(name);
    if NAMES.contains(&name.as_str()) {
        return true;
    }
    if ["token", "tokens", "secret", "secrets", "apikey", "privatekey"].iter().any(|end| name.ends_with(end)) {
        return true;
    }
    // Security questions are kept with their answers, which open an account.
    if ["challengequestion", "securityanswer", "recoveryanswer", "recoveryquestion"].iter().any(|w| name.contains(w)) {
        return true;
    }
    let password = ["password", "passwort", "passwd"].iter().any(|word| name.contains(word));
    password && (name.contains("history") || name.contains("hash") || !ABOUT.iter().any(|word| name.contains(word)))
}

/// Whether a value is a hash, a private key or a token by its look, whatever
/// its field is called.
pub(crate) fn looks_like_credential(value: &str) -> bool {
    let value = value.trim();
    let starts = |marks: &[&str]| marks.iter().any(|m| value.get(..m.len()).is_some_and(|v| v.eq_ignore_ascii_case(m)));
    starts(&["{ssha", "{sha", "{md5}", "{smd5}", "{crypt}", "{pbkdf2", "{argon2", "{cleartext}", "{clear}"])
        || starts(&["$2a$", "$2b$", "$2y$", "$argon2", "$1$", "$5$", "$6$", "$y$", "$pbkdf2", "$scrypt$"])
        || starts(&["glpat-", "gldt-", "glrt-", "ghp_", "github_pat_"])
        || (value.contains("-----BEGIN") && value.contains("PRIVATE KEY-----"))
}

/// Counts the credentials anywhere in a JSON value: each non-empty value
/// under a credential's name, each item of a list of them.
pub(crate) fn count_in(value: &Value) -> u64 {
    match value {
        Value::Object(map) => count_in_object(map),
        Value::Array(items) => items.iter().map(count_in).sum(),
        _ => 0,
    }
}

/// [`count_in`], for an object.
pub(crate) fn count_in_object(map: &Map<String, Value>) -> u64 {
    map.iter().map(|(k, v)| if is_credential(k) { filled(v) } else { count_in(v) }).sum()
}

/// How many credentials a value under a credential's name holds. A yes or no
/// says that there is one, and is none.
pub(crate) fn filled(value: &Value) -> u64 {
    match value {
        Value::Null | Value::Bool(_) => 0,
        Value::String(text) => u64::from(!text.is_empty()),
        Value::Array(items) => items.iter().map(filled).sum(),
        Value::Object(map) => u64::from(!map.is_empty()),
        Value::Number(_) => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_that_hold_credentials() {
        for name in [
            "password",
            "Encrypted_Password",
            "private_token",
            "encrypted_otp_secret",
            "userPassword",
            "sambaNTPassword",
            "sambaPasswordHistory",
            "krbPrincipalKey",
            "Initial password [passwordProfile] Required",
            "token",
            "ssh private key",
            "client_secret",
            "pwdHistory",
            "http://wso2.org/claims/challengeQuestion1",
            "credentials.recovery_question.answer",
        ] {
            assert!(is_credential(name), "{name} holds a credential");
        }
    }

    #[test]
    fn names_that_only_speak_of_them() {
        for name in [
            "pwdLastSet",
            "password_expires_at",
            "lastPasswordUpdateTime",
            "forcePasswordReset",
            "askPassword",
            "secretary",
            "username",
            "two_factor_enabled",
            "sshPublicKey",
            "shipping",
        ] {
            assert!(!is_credential(name), "{name} holds no credential");
        }
    }

    #[test]
    fn every_credential_in_a_value_counts_once() {
        let value = json!({
            "password": "a", "token": "", "secret": null, "reset_password": true,
            "credentials": [{"type": "password", "value": "x"}, {"type": "otp"}],
            "deep": [{"private_token": "t"}],
        });
        assert_eq!(count_in(&value), 4);
    }

    #[test]
    fn hashes_are_known_by_their_look() {
        assert!(looks_like_credential("{SSHA}abc"));
        assert!(looks_like_credential("$2y$10$abcdefg"));
        assert!(!looks_like_credential("{x} $5"));
        assert!(!looks_like_credential("ö"));
    }
}
