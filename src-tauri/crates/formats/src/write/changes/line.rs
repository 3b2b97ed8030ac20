//! What is to change about one user, and what became of it.

use serde::{Deserialize, Serialize};

/// Who is to change, by every name the source may know.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The domain of the userstore.
    pub userstore: String,
    /// The sign-in name.
    pub username: String,
    /// The source's own immutable id.
    pub source_id: Option<String>,
    /// Another unique name in the source: an LDAP distinguished name.
    pub reference: Option<String>,
    /// Whether a directory, and no administrator, keeps the user out (GitLab's
    /// `ldap_blocked`), so that only the directory can let them in.
    #[serde(default)]
    pub kept_out_by_directory: bool,
}

/// A field before and after. The names are those of a user's history:
/// `state`, `username`, `display_name`, `email`, `kind`, `expires_at`,
/// `profile.WORD`, `attributes.NAME`, `grant` (`Developer on group acme/web`)
/// and `group` (a path), one each per grant or group given or taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldDiff {
    /// The field's name.
    pub name: String,
    /// What the source says now; none if it is empty.
    pub before: Option<String>,
    /// What it is to say; none if it is to be empty.
    pub after: Option<String>,
}

impl FieldDiff {
    /// A change of `name` from `before` to `after`.
    pub fn new(name: impl Into<String>, before: Option<&str>, after: Option<&str>) -> Self {
        Self { name: name.into(), before: before.map(str::to_owned), after: after.map(str::to_owned) }
    }
}

/// Everything that is to change about one user. A deletion is the field
/// `state` going to `deleted`; nothing else is done to a user who is deleted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeLine {
    /// Who.
    pub user: Target,
    /// What.
    pub fields: Vec<FieldDiff>,
}

/// What writing a change set came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// How many steps there are to carry out: rows of a table, operations,
    /// entries or calls of the others.
    pub steps: u64,
    /// Into how many files they were written.
    pub parts: u32,
    /// What could not be written.
    pub skipped: Vec<Skipped>,
}

/// A change that a format cannot carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Whose.
    pub username: String,
    /// Of what.
    pub field: String,
    /// Why, and what to do instead, in a clause.
    pub why: String,
}

impl Written {
    pub(super) fn skip(&mut self, user: &Target, field: &str, why: impl Into<String>) {
        self.skipped.push(Skipped { username: user.username.clone(), field: field.to_owned(), why: why.into() });
    }
}
