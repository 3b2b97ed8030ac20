//! What a column can be.

use muster_model::profile::ProfileField;

/// What a column of a CSV holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Attribute {
    /// The source's own immutable id.
    Id,
    /// The sign-in name.
    Username,
    /// The name to show.
    DisplayName,
    /// The primary e-mail; the username too where there is no column for it.
    Email,
    /// The state, as one of Muster's words or a usual synonym.
    State,
    /// Yes: active; no: deactivated.
    Active,
    /// Yes: deactivated; no: active.
    Disabled,
    /// Human, service, bot or external.
    Kind,
    /// Whether a second factor is set.
    Mfa,
    /// Whether the user administers the instance.
    Admin,
    /// When the account was created.
    CreatedAt,
    /// When access ends.
    ExpiresAt,
    /// The last sign of life.
    LastSeen,
    /// Whether the instance says that a seat is taken.
    Seat,
    /// The highest access level the instance reports (0 to 50).
    HighestLevel,
    /// Roles on the instance, separated by `|` or `;` (or `,`).
    Roles,
    /// Groups, separated by `|` or `;` (or `,`).
    Groups,
    /// A shared profile field.
    Profile(ProfileField),
    /// A custom attribute of this name.
    Custom(String),
    /// Nothing: the column is left out.
    Ignore,
}

/// The words of the attributes that are no profile fields; the first of each
/// is the one that is written.
const WORDS: &[(Attribute, &[&str])] = &[
    (Attribute::Id, &["id"]),
    (Attribute::Username, &["username"]),
    (Attribute::DisplayName, &["display_name", "name"]),
    (Attribute::Email, &["email", "emails.value", "emails"]),
    (Attribute::State, &["state"]),
    (Attribute::Active, &["active"]),
    (Attribute::Disabled, &["disabled"]),
    (Attribute::Kind, &["kind", "usertype"]),
    (Attribute::Mfa, &["mfa"]),
    (Attribute::Admin, &["admin"]),
    (Attribute::CreatedAt, &["created_at", "meta.created"]),
    (Attribute::ExpiresAt, &["expires_at", "expires"]),
    (Attribute::LastSeen, &["last_seen"]),
    (Attribute::Seat, &["seat"]),
    (Attribute::HighestLevel, &["highest_level"]),
    (Attribute::Roles, &["roles", "roles.value"]),
    (Attribute::Groups, &["groups", "groups.display"]),
    (Attribute::Ignore, &["ignore", "-", ""]),
];

/// A word that is no attribute.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is no attribute; use one of: {}, or attribute:NAME for a custom one", Attribute::words().join(", "))]
pub struct UnknownAttribute {
    /// What was given.
    pub found: String,
}

impl Attribute {
    /// Every word that can be given, profile fields included.
    #[must_use]
    pub fn words() -> Vec<&'static str> {
        let own = WORDS.iter().filter_map(|(_, words)| words.first().copied());
        own.chain(ProfileField::ALL.iter().map(|f| f.word())).collect()
    }

    /// Whether several columns may be this.
    pub(crate) fn may_repeat(&self) -> bool {
        matches!(self, Self::Ignore | Self::Custom(_) | Self::Roles | Self::Groups)
    }
}

impl std::fmt::Display for Attribute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Profile(field) => f.write_str(field.word()),
            Self::Custom(name) => write!(f, "attribute:{name}"),
            own => {
                let words = WORDS.iter().find(|(a, _)| a == own).map_or(&[][..], |(_, words)| words);
                f.write_str(words.first().copied().unwrap_or_default())
            }
        }
    }
}

impl std::str::FromStr for Attribute {
    type Err = UnknownAttribute;

    fn from_str(text: &str) -> Result<Self, UnknownAttribute> {
        let text = text.trim();
        if let Some((prefix, name)) = text.split_once(':')
            && prefix.eq_ignore_ascii_case("attribute")
            && !name.trim().is_empty()
        {
            return Ok(Self::Custom(name.trim().to_owned()));
        }
        // `userName`, `user_name` and `username` are one word.
        let same = |word: &str| flat(word) == flat(text);
        let own = WORDS.iter().find(|(_, words)| words.iter().any(|w| same(w))).map(|(a, _)| a.clone());
        own.or_else(|| ProfileField::ALL.iter().find(|f| same(f.word())).map(|f| Self::Profile(*f)))
            .ok_or_else(|| UnknownAttribute { found: text.chars().take(60).collect() })
    }
}

fn flat(word: &str) -> String {
    word.to_lowercase().replace('_', "")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_word_is_read_back() {
        for word in Attribute::words() {
            assert_eq!(word.parse::<Attribute>().unwrap().to_string(), word);
        }
        assert_eq!("attribute:Cost unit".parse::<Attribute>().unwrap().to_string(), "attribute:Cost unit");
    }

    #[test]
    fn scim_names_are_understood() {
        for (word, attribute) in [
            ("userName", Attribute::Username),
            ("displayName", Attribute::DisplayName),
            ("emails.value", Attribute::Email),
            ("lastSeen", Attribute::LastSeen),
            ("meta.created", Attribute::CreatedAt),
            ("employeeNumber", Attribute::Profile(ProfileField::EmployeeNumber)),
        ] {
            assert_eq!(word.parse::<Attribute>().unwrap(), attribute);
        }
        let message = "emial".parse::<Attribute>().unwrap_err().to_string();
        assert!(message.contains("email") && message.contains("attribute:NAME"), "{message}");
    }
}
