//! Fields that `PUT /users/:id` takes (`gitlab.md` section 3.3).

use crate::write::changes::field::Field;
use crate::write::changes::line::FieldDiff;
use muster_model::Kind;
use muster_model::profile::ProfileField as P;

/// The pair of the form for a field; none for what other calls do.
///
/// # Errors
/// Why GitLab does not take it.
pub(super) fn pair(diff: &FieldDiff) -> Result<Option<(&'static str, String)>, String> {
    let text = |key| Ok(Some((key, diff.after.clone().unwrap_or_default())));
    let must = |key| match &diff.after {
        Some(value) => Ok(Some((key, value.clone()))),
        None => Err("GitLab does not let it be empty".to_owned()),
    };
    match Field::of(diff) {
        Field::Username => must("username"),
        Field::DisplayName => must("name"),
        Field::Email => must("email"),
        Field::Kind(kind) => external(diff, kind),
        Field::Profile(field) => match profile(field) {
            Some(key) => text(key),
            None => Err("GitLab's API does not let an administrator set it".to_owned()),
        },
        Field::State(..) | Field::Grant | Field::Derived => Ok(None),
        Field::Group => Err("GitLab's members have a role; give a role on the group instead".to_owned()),
        Field::Attribute(_) => Err("GitLab's API for custom attributes is not used".to_owned()),
        Field::Other if diff.name == "expires_at" => {
            Err("GitLab has no end for a user, only for a membership".to_owned())
        }
        Field::Other => Err("GitLab's API does not let an administrator set it".to_owned()),
    }
}

/// What an administrator may set of a profile. `job_title`, the language and
/// the status are not among it.
fn profile(field: P) -> Option<&'static str> {
    Some(match field {
        P::Pronouns => "pronouns",
        P::Organization => "organization",
        P::Location => "location",
        P::Website => "website_url",
        P::Bio => "bio",
        P::PublicEmail => "public_email",
        P::Note => "note",
        P::Linkedin => "linkedin",
        P::Twitter => "twitter",
        P::Discord => "discord",
        P::Github => "github",
        _ => return None,
    })
}

/// Of the kinds, only whether someone is external can be set.
fn external(diff: &FieldDiff, to: Option<Kind>) -> Result<Option<(&'static str, String)>, String> {
    let from: Option<Kind> = diff.before.as_deref().and_then(|word| word.parse().ok());
    match (from, to) {
        (None | Some(Kind::Human | Kind::External), Some(to @ (Kind::Human | Kind::External))) => {
            Ok(Some(("external", (to == Kind::External).to_string())))
        }
        _ => Err("GitLab cannot turn a person into a program, or back".to_owned()),
    }
}
