//! What a rule found.

use muster_model::UserId;
use muster_model::fold::fold_case;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum SubjectKind {
    /// A user.
    User,
    /// A role.
    Role,
    /// A group.
    Group,
    /// A role that a user holds on a scope.
    Grant,
    /// A userstore.
    Userstore,
    /// All of it.
    Realm,
}

impl SubjectKind {
    /// Its spelling.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Role => "role",
            Self::Group => "group",
            Self::Grant => "grant",
            Self::Userstore => "userstore",
            Self::Realm => "realm",
        }
    }
}

/// What a finding is about, with the names a person reads and the key by which
/// it is known again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject<'a> {
    /// What kind of thing it is.
    pub kind: SubjectKind,
    /// The domain of its userstore; empty for the realm.
    pub userstore: &'a str,
    /// Its name: a username, a role's name, a group's path; for a grant, who
    /// holds what on what.
    pub name: Cow<'a, str>,
    /// The user it is, or who holds the grant.
    pub user: Option<UserId>,
    /// What stays when it is renamed: the source's id, else the name.
    pub(crate) key: Cow<'a, str>,
}

impl<'a> Subject<'a> {
    /// A user of a userstore; `source_id` is the source's own immutable id,
    /// where it gave one. Without it, a renamed user is another one.
    #[must_use]
    pub fn user(id: UserId, userstore: &'a str, source_id: Option<&'a str>, username: &'a str) -> Self {
        Self {
            kind: SubjectKind::User,
            userstore,
            name: Cow::Borrowed(username),
            user: Some(id),
            key: key(source_id, username),
        }
    }

    /// A role of a userstore.
    #[must_use]
    pub fn role(userstore: &'a str, source_id: Option<&'a str>, name: &'a str) -> Self {
        let key = key(source_id, name);
        Self { kind: SubjectKind::Role, userstore, name: Cow::Borrowed(name), user: None, key }
    }

    /// A group of a userstore.
    #[must_use]
    pub fn group(userstore: &'a str, source_id: Option<&'a str>, path: &'a str) -> Self {
        let key = key(source_id, path);
        Self { kind: SubjectKind::Group, userstore, name: Cow::Borrowed(path), user: None, key }
    }

    /// A userstore.
    #[must_use]
    pub fn userstore(domain: &'a str) -> Self {
        Self {
            kind: SubjectKind::Userstore,
            userstore: domain,
            name: Cow::Borrowed(domain),
            user: None,
            key: Cow::Borrowed(""),
        }
    }

    /// The realm.
    #[must_use]
    pub fn realm(name: &'a str) -> Self {
        let (userstore, key) = ("", Cow::Borrowed(""));
        Self { kind: SubjectKind::Realm, userstore, name: Cow::Borrowed(name), user: None, key }
    }

    /// A role that this user holds on a scope (`the instance`, `group acme`).
    #[must_use]
    pub fn grant(self, role: &str, scope: &str) -> Self {
        self.holding(&Held::new(role, scope))
    }

    /// The same, for a role on a scope that many hold.
    pub(crate) fn holding(self, held: &Held) -> Self {
        let name = [&*self.name, ": ", &held.name].concat();
        let key = [&*self.key, &held.key].concat();
        Self { kind: SubjectKind::Grant, name: Cow::Owned(name), key: Cow::Owned(key), ..self }
    }

    /// The same, told apart from other findings of its rule about the same
    /// thing: which pair of roles, which field.
    #[must_use]
    pub fn with(self, detail: &str) -> Self {
        let key = format!("{}\u{1f}{}", self.key, fold_case(detail));
        Self { key: Cow::Owned(key), ..self }
    }

    /// What stays when it is renamed: `#` and the source's id, or `=` and the
    /// name without its case.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// A role on a scope, as it stands in names and keys.
pub(crate) struct Held {
    name: String,
    key: String,
}

impl Held {
    pub(crate) fn new(role: &str, scope: &str) -> Self {
        let key = format!("\u{1f}{}\u{1f}{}", fold_case(role), fold_case(scope));
        Self { name: format!("{role} on {scope}"), key }
    }
}

/// A key that no name can take for an id, nor the other way around.
fn key<'a>(source_id: Option<&'a str>, name: &'a str) -> Cow<'a, str> {
    match source_id.filter(|id| !id.is_empty()) {
        Some(id) => Cow::Owned(format!("#{id}")),
        None => Cow::Owned(format!("={}", fold_case(name))),
    }
}

/// A figure in a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Figure {
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
}

/// A figure in a finding, and what it is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is of: `not_seen`, `days`.
    pub name: Cow<'static, str>,
    /// The figure.
    pub figure: Figure,
}

impl Fact {
    /// A figure of something.
    #[must_use]
    pub const fn new(name: &'static str, figure: Figure) -> Self {
        Self { name: Cow::Borrowed(name), figure }
    }

    /// A number of something. More than there can be of anything is the most.
    #[must_use]
    pub fn number(name: &'static str, number: impl TryInto<i64>) -> Self {
        Self::new(name, Figure::Number(number.try_into().unwrap_or(i64::MAX)))
    }

    /// A text of something.
    #[must_use]
    pub fn text(name: &'static str, text: impl Into<String>) -> Self {
        Self::new(name, Figure::Text(text.into()))
    }
}

/// What a rule found: what it is about, in one sentence, with the figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<'a> {
    /// The rule's id.
    pub rule: Arc<str>,
    /// What it is about.
    pub subject: Subject<'a>,
    /// What was found, in one sentence with the figure and the threshold.
    pub message: String,
    /// The figures of the sentence. Findings that say the same share them.
    pub facts: Arc<[Fact]>,
}
