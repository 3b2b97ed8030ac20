//! Names of fields as they are typed: `title` for `profile.title`, `owner`
//! for `service.owner`.

use muster_app::{Code, Error, Result};
use muster_model::{ProfileField, ServiceField};

/// A field of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// `username`, `display_name`, `email` or `kind`.
    User(&'static str),
    /// A field every profile has.
    Profile(ProfileField),
    /// A custom attribute.
    Attribute(String),
    /// What is known of a service account.
    Service(ServiceField),
}

const USER: &[(&str, &str)] = &[
    ("username", "username"),
    ("display_name", "display_name"),
    ("name", "display_name"),
    ("email", "email"),
    ("kind", "kind"),
];

/// The field that a word names.
///
/// # Errors
/// [`Code::Invalid`] with those there are.
pub fn read(text: &str) -> Result<Name> {
    let word = text.replace('-', "_");
    if let Some(name) = text.strip_prefix("attributes.").filter(|name| !name.is_empty()) {
        return Ok(Name::Attribute(name.to_owned()));
    }
    let user = USER.iter().find(|(typed, _)| typed.eq_ignore_ascii_case(&word)).map(|(_, name)| Name::User(name));
    let profile = || word.strip_prefix("profile.").unwrap_or(&word).parse().ok().map(Name::Profile);
    let service = || word.strip_prefix("service.").unwrap_or(&word).parse().ok().map(Name::Service);
    user.or_else(profile).or_else(service).ok_or_else(|| {
        let profile = ProfileField::ALL.iter().map(|f| f.word());
        let service = ServiceField::ALL.iter().map(|f| f.word());
        let known: Vec<&str> = USER.iter().map(|(typed, _)| *typed).chain(profile).chain(service).collect();
        let message = format!(
            "There is no field {text:?}. Choose from {}, or say attributes.{text} for a custom attribute.",
            known.join(", ")
        );
        Error::new(Code::Invalid, message)
    })
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::User(name) => f.write_str(name),
            Self::Profile(field) => write!(f, "profile.{field}"),
            Self::Attribute(name) => write!(f, "attributes.{name}"),
            Self::Service(field) => write!(f, "service.{field}"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_field_is_known_by_its_word() {
        for (typed, name) in [
            ("title", "profile.title"),
            ("profile.title", "profile.title"),
            ("time-zone", "profile.time_zone"),
            ("Name", "display_name"),
            ("email", "email"),
            ("owner", "service.owner"),
            ("service.review_at", "service.review_at"),
            ("attributes.Badge-No", "attributes.Badge-No"),
        ] {
            assert_eq!(read(typed).unwrap().to_string(), name);
        }
        for wrong in ["", "shoe", "attributes.", "service.title", "profile.owner"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
