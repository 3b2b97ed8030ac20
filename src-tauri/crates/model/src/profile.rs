//! What a user shows, field by field.

use crate::word::words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

words! {
    /// Who may see a field.
    pub enum Visibility {
        /// The user and the admins.
        Private = 0 "private",
        /// Everyone signed in to the instance.
        Instance = 1 "instance",
        /// Anyone.
        Public = 2 "public",
    }
}

words! {
    /// The fields every userstore shares. What a source has beyond them is
    /// kept as a custom attribute under its own name.
    pub enum ProfileField {
        /// First name.
        GivenName = 0 "given_name",
        /// Last name.
        FamilyName = 1 "family_name",
        /// Pronouns, plain text.
        Pronouns = 2 "pronouns",
        /// Job title.
        Title = 3 "title",
        /// Organization or company.
        Organization = 4 "organization",
        /// Department.
        Department = 5 "department",
        /// Cost centre.
        CostCenter = 6 "cost_center",
        /// Employee number; links users to a person.
        EmployeeNumber = 7 "employee_number",
        /// Manager, as the source names them.
        Manager = 8 "manager",
        /// Place, plain text.
        Location = 9 "location",
        /// IANA time zone.
        TimeZone = 10 "time_zone",
        /// Preferred language.
        Language = 11 "language",
        /// Telephone number.
        Phone = 12 "phone",
        /// Web site.
        Website = 13 "website",
        /// About the user, plain text.
        Bio = 14 "bio",
        /// A short current status.
        Status = 15 "status",
        /// E-mail shown to others.
        PublicEmail = 16 "public_email",
        /// An admin's note; only admins see it.
        Note = 17 "note",
        /// LinkedIn, as the user wrote it.
        Linkedin = 18 "linkedin",
        /// X, formerly Twitter.
        Twitter = 19 "twitter",
        /// Discord id.
        Discord = 20 "discord",
        /// GitHub name.
        Github = 21 "github",
        /// How the name is said.
        Pronunciation = 22 "pronunciation",
        /// Bluesky, a handle or a DID.
        Bluesky = 23 "bluesky",
        /// Mastodon, `@name@server`.
        Mastodon = 24 "mastodon",
        /// ORCID iD.
        Orcid = 25 "orcid",
        /// The emoji of the status, or its name.
        StatusEmoji = 26 "status_emoji",
        /// `busy`, or nothing ([`crate::status::Availability`]).
        Availability = 27 "availability",
        /// When the status goes by itself, RFC 3339 in UTC.
        StatusClearAt = 28 "status_clear_at",
    }
}

/// One field of a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ProfileValue {
    /// The value, never empty.
    pub value: String,
    /// Who may see it.
    pub visibility: Visibility,
}

/// A user's profile: the shared fields by their word, and custom attributes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Profile {
    /// Fields that have a value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "ts", ts(type = "Record<string, ProfileValue>"))]
    pub fields: BTreeMap<ProfileField, ProfileValue>,
    /// Custom attributes: name to values, in the source's order.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Vec<String>>,
}

impl Profile {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.attributes.is_empty()
    }

    /// The value of a shared field.
    #[must_use]
    pub fn get(&self, field: ProfileField) -> Option<&str> {
        self.fields.get(&field).map(|v| v.value.as_str())
    }

    /// Sets or clears a field, keeping who may see it.
    pub fn set(&mut self, field: ProfileField, value: Option<&str>) {
        match value {
            Some(value) => match self.fields.get_mut(&field) {
                Some(known) => value.clone_into(&mut known.value),
                None => {
                    let visibility = field.default_visibility();
                    self.fields.insert(field, ProfileValue { value: value.to_owned(), visibility });
                }
            },
            None => {
                self.fields.remove(&field);
            }
        }
    }

    /// Who sees a field, whether or not it has a value.
    #[must_use]
    pub fn visibility(&self, field: ProfileField) -> Visibility {
        let said = || self.fields.get(&field).map_or(field.default_visibility(), |known| known.visibility);
        field.fixed_visibility().unwrap_or_else(said)
    }
}
