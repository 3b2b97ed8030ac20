//! By what a finding is known again.

use crate::hit::Hit;
use muster_model::fold::fold_case;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// The identity of a finding: its rule, the kind of its subject, the userstore
/// and the subject's key. The figures of the message have no part in it: a
/// user who was dormant for 50 days and now for 51 is the same finding. Nor
/// has the name, where the source gave an id: a renamed user is, too.
///
/// Written as 32 hexadecimal digits; 16 bytes of a SHA-256, so that nobody can
/// choose a username that hides another's finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FindingId(pub u128);

impl FindingId {
    /// The identity of what a rule found.
    #[must_use]
    pub fn of(hit: &Hit<'_>) -> Self {
        let mut hash = Sha256::new();
        let domain = fold_case(hit.subject.userstore);
        for part in [&*hit.rule, hit.subject.kind.word(), domain.as_str(), hit.subject.key()] {
            // With their lengths, so that no two lists of parts read the same.
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        let digest = hash.finalize();
        Self(digest.iter().take(16).fold(0, |id, byte| id << 8 | u128::from(*byte)))
    }

    /// Reads it back, whatever the case of its digits.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let hex = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        hex.then(|| u128::from_str_radix(text, 16).ok().map(Self)).flatten()
    }
}

impl std::fmt::Display for FindingId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl Serialize for FindingId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FindingId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| serde::de::Error::custom("a finding's id has 32 hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hit::Subject;
    use muster_model::UserId;

    fn id(rule: &str, subject: Subject<'_>) -> FindingId {
        FindingId::of(&Hit { rule: rule.into(), subject, message: "Any.".to_owned(), facts: [].into() })
    }

    #[test]
    fn a_source_id_survives_a_rename_and_a_name_does_not() {
        let user = |key: i64, id, name| Subject::user(UserId(key), "gitlab", id, name);
        assert_eq!(id("x", user(1, Some("7"), "ada")), id("x", user(2, Some("7"), "countess")));
        assert_ne!(id("x", user(1, None, "ada")), id("x", user(1, None, "countess")));
        assert_eq!(id("x", user(1, None, "ada")), id("x", user(1, None, "ADA")));
        // A user called like another's id is not that other.
        assert_ne!(id("x", user(1, Some("ada"), "bob")), id("x", user(1, None, "ada")));
        assert_ne!(id("x", user(1, None, "#7")), id("x", user(1, Some("7"), "ada")));
    }

    #[test]
    fn rule_userstore_kind_and_grant_tell_findings_apart() {
        let user = Subject::user(UserId(1), "gitlab", Some("7"), "ada");
        let all = [
            id("x", user.clone()),
            id("y", user.clone()),
            id("x", Subject::user(UserId(1), "ldap", Some("7"), "ada")),
            id("x", Subject::role("gitlab", Some("7"), "ada")),
            id("x", Subject::group("gitlab", Some("7"), "ada")),
            id("x", Subject::userstore("gitlab")),
            id("x", Subject::realm("acme")),
            id("x", user.clone().grant("Owner", "group acme")),
            id("x", user.clone().grant("Owner", "group acme/web")),
            id("x", user.with("one pair")),
        ];
        for (index, id) in all.iter().enumerate() {
            assert!(!all[..index].contains(id), "{index}");
        }
    }

    #[test]
    fn its_text_reads_back_and_other_texts_do_not() {
        let known = FindingId(0x0123);
        assert_eq!(known.to_string(), "00000000000000000000000000000123");
        assert_eq!(FindingId::read(&known.to_string().to_uppercase()), Some(known));
        for text in ["", "123", "+0000000000000000000000000000123", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"] {
            assert_eq!(FindingId::read(text), None, "{text}");
        }
    }

    /// Ids are kept in vaults and packs: they must never change.
    #[test]
    fn ids_are_what_they_were() {
        let user = Subject::user(UserId(1), "gitlab", Some("7"), "ada");
        assert_eq!(id("dormant-45d", user).to_string(), "d1f0339c69116bec1b6a8f344ac18c20");
    }
}
