//! The one table of attributes: what the parser knows, what the search bar
//! completes and what the documentation lists.

use crate::ast::{FlagAttr, GrantFlag, GrantText, NumberAttr, TextAttr, TimeAttr};
use muster_model::{Kind, ProfileField, ScopeKind, State};

/// An attribute one can filter by.
#[derive(Debug, Clone, Copy)]
pub struct Attribute {
    /// Its name, as the canonical text of a filter spells it.
    pub name: &'static str,
    /// Other names that are understood.
    pub aliases: &'static [&'static str],
    /// What it is, in a sentence.
    pub doc: &'static str,
    pub(crate) attr: Attr,
}

/// What the value of an attribute is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// A text in quotes.
    Text,
    /// One of a few words.
    Word,
    /// `true` or `false`.
    Flag,
    /// A date, a date and time, or a relative time such as `"-90d"`.
    Time,
    /// A whole number.
    Number,
    /// A node of the permission tree, in quotes.
    Path,
    /// Has attributes of its own, in brackets.
    Complex,
}

impl ValueType {
    /// The operators it allows.
    #[must_use]
    pub const fn operators(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["eq", "ne", "co", "sw", "ew", "pr"],
            Self::Word | Self::Flag | Self::Path => &["eq", "ne", "pr"],
            Self::Time | Self::Number => &["eq", "ne", "gt", "ge", "lt", "le", "pr"],
            Self::Complex => &["pr"],
        }
    }

    /// What a value of it looks like, for messages.
    pub(crate) const fn example(self) -> &'static str {
        match self {
            Self::Text => "a text in quotes",
            Self::Word => "one of its words",
            Self::Flag => "true or false",
            Self::Time => "a time such as \"-90d\" or \"2026-01-31\"",
            Self::Number => "a whole number",
            Self::Path => "a permission in quotes",
            Self::Complex => "a condition in brackets",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attr {
    Text(TextAttr),
    /// Any custom attribute: its name follows a dot.
    Custom,
    Permission,
    State,
    Kind,
    Flag(FlagAttr),
    Time(TimeAttr),
    Number(NumberAttr),
    Grants,
    Grant(GrantAttr),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GrantAttr {
    Text(GrantText),
    ScopeKind,
    Level,
    Flag(GrantFlag),
    Expires,
}

impl Attribute {
    /// What its value is.
    #[must_use]
    pub const fn value_type(&self) -> ValueType {
        match self.attr {
            Attr::Text(_) | Attr::Custom | Attr::Grant(GrantAttr::Text(_)) => ValueType::Text,
            Attr::Permission => ValueType::Path,
            Attr::State | Attr::Kind | Attr::Grant(GrantAttr::ScopeKind) => ValueType::Word,
            Attr::Flag(_) | Attr::Grant(GrantAttr::Flag(_)) => ValueType::Flag,
            Attr::Time(_) | Attr::Grant(GrantAttr::Expires) => ValueType::Time,
            Attr::Number(_) | Attr::Grant(GrantAttr::Level) => ValueType::Number,
            Attr::Grants => ValueType::Complex,
        }
    }

    /// The operators it allows.
    #[must_use]
    pub const fn operators(&self) -> &'static [&'static str] {
        self.value_type().operators()
    }

    /// Values worth offering: all of them for words and flags, a few for times.
    #[must_use]
    pub fn values(&self) -> Vec<&'static str> {
        match self.attr {
            Attr::State => State::ALL.iter().map(|s| s.word()).collect(),
            Attr::Kind => Kind::ALL.iter().map(|k| k.word()).collect(),
            Attr::Grant(GrantAttr::ScopeKind) => ScopeKind::ALL.iter().map(|k| k.word()).collect(),
            Attr::Flag(_) | Attr::Grant(GrantAttr::Flag(_)) => vec!["true", "false"],
            Attr::Time(TimeAttr::LastSeen) => {
                vec!["never", "unknown", "not_collected", "\"-30d\"", "\"-90d\"", "\"-180d\""]
            }
            Attr::Time(TimeAttr::Created) => vec!["\"-7d\"", "\"-30d\"", "\"-365d\""],
            Attr::Time(TimeAttr::Expires | TimeAttr::ReviewDate) | Attr::Grant(GrantAttr::Expires) => {
                vec!["\"+0d\"", "\"+7d\"", "\"+30d\""]
            }
            Attr::Number(NumberAttr::Level) | Attr::Grant(GrantAttr::Level) => {
                vec!["5", "10", "15", "20", "25", "30", "40", "50"]
            }
            _ => Vec::new(),
        }
    }

    /// The attributes it has in brackets: those of a grant for `grants`.
    #[must_use]
    pub const fn parts(&self) -> &'static [Attribute] {
        if matches!(self.attr, Attr::Grants) { GRANT } else { &[] }
    }

    fn answers_to(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name) || self.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    }
}

/// Every attribute of a user, in the order in which they are worth offering.
#[must_use]
pub const fn attributes() -> &'static [Attribute] {
    USER
}

/// The namespaces in front of attribute names that RFC 7643 gives to SCIM's
/// own users; both hold the same attributes here.
const NAMESPACES: &[&str] =
    &["urn:ietf:params:scim:schemas:core:2.0:User:", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:"];

/// The attribute of `table` with this name or alias, whatever its case.
pub(crate) fn find(table: &'static [Attribute], name: &str) -> Option<&'static Attribute> {
    let name = NAMESPACES
        .iter()
        .find_map(|space| name.split_at_checked(space.len()).filter(|(head, _)| head.eq_ignore_ascii_case(space)))
        .map_or(name, |(_, rest)| rest);
    table.iter().find(|attribute| attribute.answers_to(name))
}

/// The attribute that filters by this text of a user.
pub(crate) fn of(attr: Attr) -> &'static str {
    USER.iter().chain(GRANT).find(|attribute| attribute.attr == attr).map_or("", |attribute| attribute.name)
}

const fn on(name: &'static str, aliases: &'static [&'static str], attr: Attr, doc: &'static str) -> Attribute {
    Attribute { name, aliases, doc, attr }
}

const fn field(
    name: &'static str,
    aliases: &'static [&'static str],
    field: ProfileField,
    doc: &'static str,
) -> Attribute {
    Attribute { name, aliases, doc, attr: Attr::Text(TextAttr::Profile(field)) }
}

#[rustfmt::skip]
static USER: &[Attribute] = &[
    on("userName", &["username", "login"], Attr::Text(TextAttr::UserName), "The sign-in name."),
    on("displayName", &["name", "name.formatted", "display_name"], Attr::Text(TextAttr::DisplayName), "The name to show."),
    on("emails.value", &["email", "emails"], Attr::Text(TextAttr::Email), "The primary e-mail."),
    on("state", &[], Attr::State, "What the account may do at all."),
    on("active", &[], Attr::Flag(FlagAttr::Active), "Whether the state is active."),
    on("kind", &["userType"], Attr::Kind, "Who or what uses the account."),
    on("userstore", &["domain"], Attr::Text(TextAttr::Userstore), "The domain of the user's userstore."),
    on("lastSeen", &["last_seen"], Attr::Time(TimeAttr::LastSeen), "The last sign of life: a time, or never, unknown or not_collected."),
    on("meta.created", &["created", "created_at"], Attr::Time(TimeAttr::Created), "When the source created the user."),
    on("expires", &["expires_at"], Attr::Time(TimeAttr::Expires), "When access ends, if a date is set."),
    on("mfa", &[], Attr::Flag(FlagAttr::Mfa), "Whether a second factor is set; without a value where the source does not say."),
    on("privileged", &[], Attr::Flag(FlagAttr::Privileged), "Whether the user holds a privileged role."),
    on("auditor", &[], Attr::Flag(FlagAttr::Auditor), "Whether the user reads everything on the instance."),
    on("member", &[], Attr::Flag(FlagAttr::Member), "Whether the user holds a role on a group or project."),
    on("level", &[], Attr::Number(NumberAttr::Level), "The highest access level; a role's name in quotes stands for its level."),
    on("highestRole", &["highest_role"], Attr::Text(TextAttr::HighestRole), "The name of the highest role."),
    on("roles.value", &["role", "roles"], Attr::Text(TextAttr::Role), "The names of all roles held."),
    on("groups.display", &["group", "groups"], Attr::Text(TextAttr::Group), "The paths of all groups the user is in."),
    on("permission", &["permissions", "entitlements.value", "entitlements"], Attr::Permission, "Permissions held through any role; holding one is holding all below it."),
    on("grants", &[], Attr::Grants, "Roles held on scopes; conditions on one grant go in brackets."),
    on("elevatedGuest", &["elevated_guest"], Attr::Flag(FlagAttr::ElevatedGuest), "Whether the user holds a custom Guest role that takes a seat."),
    on("grantsKnown", &["grants_known"], Attr::Flag(FlagAttr::GrantsKnown), "Whether the source lists the roles of its users."),
    on("seat", &[], Attr::Flag(FlagAttr::Seat), "Whether a seat is taken under the chosen plan; without a value if none is chosen."),
    on("seatFlag", &["seat_flag"], Attr::Flag(FlagAttr::SeatFlag), "Whether the instance itself says that a seat is taken; without a value where it does not say."),
    on("gone", &[], Attr::Flag(FlagAttr::Gone), "Whether a complete snapshot no longer lists the user."),
    on("pending", &[], Attr::Flag(FlagAttr::Pending), "Whether a change that an operator wants is not yet seen at its source."),
    on("person", &[], Attr::Text(TextAttr::Person), "The name of the linked person."),
    on("owner", &[], Attr::Text(TextAttr::Owner), "Who answers for a service account."),
    on("purpose", &[], Attr::Text(TextAttr::Purpose), "What a service account is for."),
    on("reviewDate", &["review_at"], Attr::Time(TimeAttr::ReviewDate), "When a service account is to be looked at again."),
    on("avatar", &["photos"], Attr::Flag(FlagAttr::Avatar), "Whether a picture is stored."),
    on("id", &[], Attr::Number(NumberAttr::Id), "Muster's own key of the user."),
    on("sourceId", &["externalId", "source_id"], Attr::Text(TextAttr::SourceId), "The source's own immutable id."),
    field("name.givenName", &["givenName"], ProfileField::GivenName, "First name."),
    field("name.familyName", &["familyName"], ProfileField::FamilyName, "Last name."),
    field("title", &[], ProfileField::Title, "Job title."),
    field("department", &[], ProfileField::Department, "Department."),
    field("organization", &["company"], ProfileField::Organization, "Organization or company."),
    field("location", &[], ProfileField::Location, "Place."),
    field("employeeNumber", &["employee_number"], ProfileField::EmployeeNumber, "Employee number."),
    field("costCenter", &["cost_center"], ProfileField::CostCenter, "Cost centre."),
    field("manager", &["manager.displayName"], ProfileField::Manager, "Manager, as the source names them."),
    field("timezone", &["time_zone"], ProfileField::TimeZone, "IANA time zone."),
    field("preferredLanguage", &["language"], ProfileField::Language, "Preferred language."),
    field("phoneNumbers.value", &["phone", "phoneNumbers"], ProfileField::Phone, "Telephone number."),
    field("profileUrl", &["website"], ProfileField::Website, "Web site."),
    field("publicEmail", &["public_email"], ProfileField::PublicEmail, "E-mail shown to others."),
    field("pronouns", &[], ProfileField::Pronouns, "Pronouns."),
    field("bio", &[], ProfileField::Bio, "What the user says about themselves."),
    field("status", &[], ProfileField::Status, "A short current status."),
    field("note", &[], ProfileField::Note, "An admin's note."),
    field("linkedin", &[], ProfileField::Linkedin, "LinkedIn."),
    field("twitter", &[], ProfileField::Twitter, "X, formerly Twitter."),
    field("discord", &[], ProfileField::Discord, "Discord id."),
    field("github", &[], ProfileField::Github, "GitHub name."),
    field("bluesky", &[], ProfileField::Bluesky, "Bluesky handle."),
    field("mastodon", &[], ProfileField::Mastodon, "Mastodon name."),
    field("orcid", &[], ProfileField::Orcid, "ORCID iD."),
    field("pronunciation", &[], ProfileField::Pronunciation, "How the name is said."),
    field("statusEmoji", &["status_emoji"], ProfileField::StatusEmoji, "Emoji of the status."),
    field("availability", &[], ProfileField::Availability, "busy, where the user says so."),
    field("statusClearAt", &["status_clear_at"], ProfileField::StatusClearAt, "When the status goes by itself."),
    on("attributes", &[], Attr::Custom, "A custom attribute: its name follows a dot, in quotes if it holds more than a word."),
];

#[rustfmt::skip]
pub(crate) static GRANT: &[Attribute] = &[
    on("role", &["value"], Attr::Grant(GrantAttr::Text(GrantText::Role)), "The role's name."),
    on("scope", &[], Attr::Grant(GrantAttr::Text(GrantText::Scope)), "The path of what the role is held on; without a value for the instance."),
    on("scopeKind", &["type", "scope_kind"], Attr::Grant(GrantAttr::ScopeKind), "What the role is held on."),
    on("level", &[], Attr::Grant(GrantAttr::Level), "The role's access level; a role's name in quotes stands for its level."),
    on("direct", &[], Attr::Grant(GrantAttr::Flag(GrantFlag::Direct)), "Whether it is held by the user and not through a group."),
    on("through", &[], Attr::Grant(GrantAttr::Text(GrantText::Through)), "The group through which it is held."),
    on("expires", &[], Attr::Grant(GrantAttr::Expires), "When it ends, if a date is set."),
    on("base", &[], Attr::Grant(GrantAttr::Text(GrantText::Base)), "For a custom role, the built-in role it is based on."),
    on("elevated", &[], Attr::Grant(GrantAttr::Flag(GrantFlag::Elevated)), "Whether it is a custom Guest role that takes a seat."),
    on("privileged", &[], Attr::Grant(GrantAttr::Flag(GrantFlag::Privileged)), "Whether the role can change others' access or the instance."),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_name_belongs_to_one_attribute() {
        for table in [USER, GRANT] {
            let mut names = HashSet::new();
            for attribute in table {
                let all: HashSet<String> =
                    std::iter::once(&attribute.name).chain(attribute.aliases).map(|n| n.to_lowercase()).collect();
                for name in all {
                    assert!(names.insert(name.clone()), "{name} means two things");
                }
                assert!(attribute.doc.ends_with('.'), "{} needs a sentence", attribute.name);
            }
        }
    }

    #[test]
    fn every_profile_field_can_be_filtered_by() {
        for field in ProfileField::ALL {
            assert!(!of(Attr::Text(TextAttr::Profile(*field))).is_empty(), "{field}");
        }
    }

    #[test]
    fn the_case_and_the_namespace_of_a_name_do_not_matter() {
        let found = find(USER, "URN:ietf:params:scim:schemas:core:2.0:user:USERNAME").map(|a| a.name);
        assert_eq!(found, Some("userName"));
        assert!(find(USER, "urn:é").is_none());
    }
}
