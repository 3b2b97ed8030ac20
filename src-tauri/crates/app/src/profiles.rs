//! Profiles: their fields, and who sees what of them.

use crate::api::profile::{Audience, FieldInfo, SeenField, SeenProfile};
use crate::session::Session;
use crate::{Result, avatars};
use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use muster_model::attribute::Definition;
use muster_model::status::STATUS_FIELDS;
use muster_model::{Profile, ProfileField, User, UserId, Visibility, status};
use muster_vault::tables::{attribute_definition, avatar, profile, user};

/// The fields of a profile page, in its order; a status stands as one.
const PAGE: &[ProfileField] = &[
    ProfileField::Pronouns,
    ProfileField::Pronunciation,
    ProfileField::GivenName,
    ProfileField::FamilyName,
    ProfileField::StatusEmoji,
    ProfileField::Status,
    ProfileField::Availability,
    ProfileField::StatusClearAt,
    ProfileField::Title,
    ProfileField::Organization,
    ProfileField::Department,
    ProfileField::Manager,
    ProfileField::Location,
    ProfileField::TimeZone,
    ProfileField::Language,
    ProfileField::Bio,
    ProfileField::PublicEmail,
    ProfileField::Phone,
    ProfileField::Website,
    ProfileField::Linkedin,
    ProfileField::Twitter,
    ProfileField::Bluesky,
    ProfileField::Mastodon,
    ProfileField::Discord,
    ProfileField::Github,
    ProfileField::Orcid,
    ProfileField::EmployeeNumber,
    ProfileField::CostCenter,
    ProfileField::Note,
];

/// See the command `profile_fields`.
#[must_use]
pub fn fields() -> Vec<FieldInfo> {
    let info = |field: &ProfileField| FieldInfo {
        field: *field,
        limit: field.limit() as u64,
        visibility: field.default_visibility(),
        fixed: field.fixed_visibility().is_some(),
        multiline: field.multiline(),
    };
    ProfileField::ALL.iter().map(info).collect()
}

impl Session {
    /// What someone sees of a user's profile. Names and the picture are seen
    /// by everyone, as on GitLab; so is a status until its time passes. The
    /// primary e-mail is for the person and admins, and an admin's note for
    /// nobody here.
    ///
    /// # Errors
    /// [`crate::Code::NotFound`], or that the vault cannot be read.
    pub fn profile_preview(&self, id: UserId, audience: Audience, now: DateTime<Utc>) -> Result<SeenProfile> {
        let (user, profile, defined, picture) = self.vault().read(|conn| {
            let store = user::userstore_of(conn, id)?;
            Ok((
                user::by_id(conn, id)?,
                profile::of_user(conn, id)?,
                attribute_definition::list(conn, store)?,
                avatar::get(conn, id)?,
            ))
        })?;
        let mut seen = preview(&user, &profile, &defined, audience, now);
        seen.avatar = picture.as_ref().map(avatars::address);
        Ok(seen)
    }
}

impl Audience {
    fn sees(self, visibility: Visibility) -> bool {
        match self {
            Self::Myself => true,
            Self::Instance => visibility != Visibility::Private,
            Self::World => visibility == Visibility::Public,
        }
    }
}

fn preview(
    user: &User,
    profile: &Profile,
    defined: &[Definition],
    audience: Audience,
    now: DateTime<Utc>,
) -> SeenProfile {
    let mut seen = SeenProfile { audience, fields: Vec::new(), hidden: 0, avatar: None, local_time: None };
    seen.show("display_name", None, &user.display_name, true);
    seen.show("username", None, &user.username, true);
    if let Some(email) = &user.email {
        seen.show("email", None, email, audience == Audience::Myself);
    }
    let status = status::of(profile, now);
    for &field in PAGE {
        let Some(value) = profile.get(field) else { continue };
        if STATUS_FIELDS.contains(&field) && status.is_none() {
            continue; // its time has passed: it is not there
        }
        let sees = match field {
            ProfileField::Note => false,
            // GitLab tells only the person when their status goes.
            ProfileField::StatusClearAt => audience == Audience::Myself,
            _ => audience.sees(profile.visibility(field)),
        };
        seen.show(&format!("profile.{field}"), None, value, sees);
        if field == ProfileField::TimeZone && sees {
            seen.local_time = local_time(value, now);
        }
    }
    for definition in defined {
        if let Some(values) = profile.attributes.get(&definition.name) {
            let name = format!("attributes.{}", definition.name);
            seen.show(&name, definition.title.as_deref(), &values.join("; "), audience.sees(definition.visibility));
        }
    }
    let unsaid = profile.attributes.keys().filter(|name| !defined.iter().any(|d| d.name == **name));
    seen.hidden += unsaid.count() as u64;
    seen
}

impl SeenProfile {
    fn show(&mut self, field: &str, title: Option<&str>, value: &str, sees: bool) {
        if sees {
            let title = title.map(str::to_owned);
            self.fields.push(SeenField { field: field.to_owned(), title, value: value.to_owned() });
        } else {
            self.hidden += 1;
        }
    }
}

/// The local time in a zone, from the rules the program brings with it.
fn local_time(zone: &str, now: DateTime<Utc>) -> Option<String> {
    let zone = jiff::tz::TimeZoneDatabase::bundled().get(zone).ok()?;
    let offset = zone.to_offset(jiff::Timestamp::from_second(now.timestamp()).ok()?);
    let local = now.with_timezone(&FixedOffset::east_opt(offset.seconds())?);
    Some(local.to_rfc3339_opts(SecondsFormat::Secs, false))
}

#[cfg(test)]
mod tests;
