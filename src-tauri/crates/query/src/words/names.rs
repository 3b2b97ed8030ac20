//! What attributes are called.

use crate::ast::{FlagAttr, NumberAttr, TextAttr, TimeAttr};
use muster_model::ProfileField;

/// What a text is called.
pub(crate) const fn text(attr: TextAttr) -> &'static str {
    match attr {
        TextAttr::UserName => "username",
        TextAttr::DisplayName => "display name",
        TextAttr::Email => "e-mail",
        TextAttr::Userstore => "userstore",
        TextAttr::SourceId => "id in its source",
        TextAttr::HighestRole => "highest role",
        TextAttr::Role => "role",
        TextAttr::Group => "group",
        TextAttr::Person => "person",
        TextAttr::Owner => "owner",
        TextAttr::Purpose => "purpose",
        TextAttr::Profile(field) => profile(field),
    }
}

const fn profile(field: ProfileField) -> &'static str {
    match field {
        ProfileField::GivenName => "first name",
        ProfileField::FamilyName => "last name",
        ProfileField::Pronouns => "pronouns",
        ProfileField::Title => "job title",
        ProfileField::Organization => "organization",
        ProfileField::Department => "department",
        ProfileField::CostCenter => "cost centre",
        ProfileField::EmployeeNumber => "employee number",
        ProfileField::Manager => "manager",
        ProfileField::Location => "location",
        ProfileField::TimeZone => "time zone",
        ProfileField::Language => "language",
        ProfileField::Phone => "phone",
        ProfileField::Website => "web site",
        ProfileField::Bio => "bio",
        ProfileField::Status => "status",
        ProfileField::PublicEmail => "public e-mail",
        ProfileField::Note => "note",
        ProfileField::Linkedin => "LinkedIn",
        ProfileField::Twitter => "X (Twitter)",
        ProfileField::Discord => "Discord",
        ProfileField::Github => "GitHub",
        ProfileField::Pronunciation => "pronunciation",
        ProfileField::Bluesky => "Bluesky",
        ProfileField::Mastodon => "Mastodon",
        ProfileField::Orcid => "ORCID",
        ProfileField::StatusEmoji => "status emoji",
        ProfileField::Availability => "availability",
        ProfileField::StatusClearAt => "end of the status",
    }
}

/// What a number is called.
pub(super) const fn number(attr: NumberAttr) -> &'static str {
    match attr {
        NumberAttr::Id => "id",
        NumberAttr::Level => "access level",
    }
}

/// A fact that holds, and one that does not.
pub(super) const fn flag(attr: FlagAttr) -> [&'static str; 2] {
    match attr {
        FlagAttr::Active => ["is active", "is not active"],
        FlagAttr::Mfa => ["has a second factor", "has no second factor"],
        FlagAttr::Privileged => ["holds a privileged role", "holds no privileged role"],
        FlagAttr::Auditor => ["is an auditor", "is no auditor"],
        FlagAttr::Member => ["is a member of a group or project", "is a member of no group or project"],
        FlagAttr::ElevatedGuest => {
            ["holds a custom Guest role that takes a seat", "holds no custom Guest role that takes a seat"]
        }
        FlagAttr::GrantsKnown => ["its source lists roles", "its source lists no roles"],
        FlagAttr::SeatFlag => ["takes a seat, says its instance", "takes no seat, says its instance"],
        FlagAttr::Seat => ["takes a seat", "takes no seat"],
        FlagAttr::Gone => ["is gone from its source", "is not gone from its source"],
        FlagAttr::Avatar => ["has a picture", "has no picture"],
        FlagAttr::Pending => ["has a pending change", "has no pending change"],
    }
}

/// What follows "it is known whether the user ...".
pub(super) const fn whether(attr: FlagAttr) -> &'static str {
    flag(attr)[0]
}

/// What has a time: said so, and with a not.
pub(super) const fn time(attr: TimeAttr) -> [&'static str; 2] {
    match attr {
        TimeAttr::LastSeen => ["last seen", "not last seen"],
        TimeAttr::Created => ["created", "not created"],
        TimeAttr::Expires => ["access ends", "access does not end"],
        TimeAttr::ReviewDate => ["review is due", "review is not due"],
    }
}

/// There is a time, or there is none.
pub(super) const fn timed(attr: TimeAttr) -> [&'static str; 2] {
    match attr {
        TimeAttr::LastSeen => ["seen at a known time", "not seen at a known time"],
        TimeAttr::Created => ["time of creation is known", "time of creation is not known"],
        TimeAttr::Expires => ["access has an end", "access has no end"],
        TimeAttr::ReviewDate => ["a review date is set", "no review date is set"],
    }
}
