//! Who decides, and on what they may not.

use super::item::Item;
use muster_model::fold::fold_case;
use serde::{Deserialize, Serialize};

/// Why someone is asked to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewerKind {
    /// The user's manager.
    Manager,
    /// Who answers for the group that the grant is on or comes through.
    GroupOwner,
    /// Someone the operator named.
    Named,
}

impl ReviewerKind {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Manager => "manager",
            Self::GroupOwner => "group-owner",
            Self::Named => "named",
        }
    }
}

/// Someone who decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewer {
    /// Its key within the campaign.
    pub key: String,
    /// Why they are asked.
    pub kind: ReviewerKind,
    /// Their name.
    pub name: String,
    /// Their e-mail.
    pub email: Option<String>,
    /// A sign-in name: an operator's name, or a username with or without its
    /// userstore.
    pub username: Option<String>,
    /// The key of the person they are, where known.
    pub person: Option<String>,
}

/// By what a reviewer and a user were found to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameBy {
    /// The same person is known to be behind both.
    Person,
    /// The same e-mail.
    Email,
    /// The same sign-in name, in whichever userstore.
    Username,
}

impl std::fmt::Display for SameBy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Person => "the same person is behind both",
            Self::Email => "both have the same e-mail",
            Self::Username => "both have the same username",
        })
    }
}

impl Reviewer {
    /// Whether the grant is the reviewer's own, and by what that is told. In
    /// doubt it is: a namesake in another userstore is handed to someone else
    /// rather than left to decide on what may be their own. An e-mail that is
    /// used as a username counts as an e-mail. Case does not matter.
    #[must_use]
    pub fn is_self(&self, item: &Item) -> Option<SameBy> {
        let same = |a: &Option<String>, b: &Option<String>| match (a, b) {
            (Some(a), Some(b)) => !a.trim().is_empty() && fold_case(a) == fold_case(b),
            _ => false,
        };
        if same(&self.person, &item.person) {
            return Some(SameBy::Person);
        }
        let username = Some(item.username.clone());
        let bare = self.username.as_deref().map(|name| name.rsplit_once('/').map_or(name, |(_, last)| last).to_owned());
        if same(&self.email, &item.email) || same(&self.email, &username) || same(&bare, &item.email) {
            return Some(SameBy::Email);
        }
        (same(&bare, &username) || same(&self.username, &username)).then_some(SameBy::Username)
    }

    /// How worksheets and reports name them: `Rita Ray <rita@example.org>`.
    #[must_use]
    pub fn said(&self) -> String {
        match self.email.as_deref().filter(|email| !email.trim().is_empty()) {
            Some(email) => format!("{} <{}>", self.name.trim(), email.trim()),
            None => self.name.trim().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::testing::{item, reviewer};

    #[test]
    fn nobody_decides_on_themselves() {
        let mut ada = item("ada", "Owner");
        ada.person = Some("p7".into());
        let with = |change: fn(&mut Reviewer)| {
            let mut reviewer = reviewer("rita");
            change(&mut reviewer);
            reviewer.is_self(&ada)
        };
        assert_eq!(with(|_| ()), None);
        assert_eq!(with(|r| r.person = Some("P7".into())), Some(SameBy::Person));
        assert_eq!(with(|r| r.email = Some(" ADA@example.org ".into())), Some(SameBy::Email));
        assert_eq!(with(|r| r.username = Some("Ada".into())), Some(SameBy::Username));
        assert_eq!(with(|r| r.username = Some("LDAP/aDa".into())), Some(SameBy::Username));
        assert_eq!(with(|r| r.username = Some("ada@Example.org".into())), Some(SameBy::Email));
        assert_eq!(with(|r| r.person = Some("p8".into())), None);
        assert_eq!(with(|r| r.email = Some("ada@elsewhere.org".into())), None);
        assert_eq!(with(|r| r.username = Some("adam".into())), None);
        let mut by_mail = item("ada@example.org", "Owner");
        by_mail.email = None;
        let reviewer = Reviewer { email: Some("Ada@Example.org".into()), ..reviewer("rita") };
        assert_eq!(reviewer.is_self(&by_mail), Some(SameBy::Email));
    }

    #[test]
    fn nothing_is_not_the_same_as_nothing() {
        let mut empty = item("", "Owner");
        (empty.email, empty.person) = (Some(" ".into()), Some(String::new()));
        let mut reviewer = reviewer("rita");
        (reviewer.email, reviewer.person, reviewer.username) = (Some(String::new()), Some(" ".into()), Some("".into()));
        assert_eq!(reviewer.is_self(&empty), None);
    }

    #[test]
    fn other_letters_fold_too() {
        let reviewer = Reviewer { email: Some("MÜLLER@example.org".into()), ..reviewer("rita") };
        let mut user = item("m", "Owner");
        user.email = Some("mu\u{308}ller@example.org".into());
        assert_eq!(reviewer.is_self(&user), Some(SameBy::Email));
        user.email = Some("muller@example.org".into());
        assert_eq!(reviewer.is_self(&user), None, "accents tell people apart");
    }
}
