//! What a column can be, for a menu to choose from.

use super::attribute::Attribute;
use muster_model::profile::ProfileField;

/// An attribute as a menu shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MenuEntry {
    /// The word for a column map.
    pub word: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What a column of it holds, in a sentence.
    pub doc: &'static str,
    /// Where it belongs: `identity`, `account`, `access`, `profile` or `other`.
    pub group: &'static str,
}

/// The attributes that are no profile fields, in the order of the menu.
const OWN: &[MenuEntry] = &[
    entry("username", "Username", "The name to sign in with; the e-mail where there is no such column.", "identity"),
    entry("id", "Id", "The source's own id, which never changes.", "identity"),
    entry("email", "E-mail", "The primary e-mail.", "identity"),
    entry("display_name", "Name", "The name to show.", "identity"),
    entry("state", "State", "A word such as active, invited, locked, blocked or deactivated.", "account"),
    entry("active", "Active", "Yes for active, no for deactivated.", "account"),
    entry("disabled", "Disabled", "Yes for deactivated, no for active.", "account"),
    entry("kind", "Kind", "Human, service, bot or external, or a word that plainly means one.", "account"),
    entry("mfa", "Second factor", "Whether one is set: yes or no.", "account"),
    entry("created_at", "Created", "When the account was created.", "account"),
    entry("expires_at", "Expires", "When access ends.", "account"),
    entry("last_seen", "Last seen", "The last sign of life: a time, never, or nothing for unknown.", "account"),
    entry("admin", "Administrator", "Whether the user administers the instance: yes or no.", "access"),
    entry("roles", "Roles", "Roles on the instance, separated by | or ; (or commas).", "access"),
    entry("groups", "Groups", "Groups the user is in, separated by | or ; (or commas).", "access"),
    entry("highest_level", "Highest access level", "GitLab's number from 0 to 50, or its name.", "access"),
    entry("seat", "Takes a seat", "The source's own word on it: yes or no.", "access"),
    entry("ignore", "Leave out", "The column is not read.", "other"),
];

const fn entry(word: &'static str, title: &'static str, doc: &'static str, group: &'static str) -> MenuEntry {
    MenuEntry { word, title, doc, group }
}

impl Attribute {
    /// Every attribute with a sentence, profile fields included. Besides these
    /// any column can be `attribute:NAME`, a custom attribute.
    #[must_use]
    pub fn all() -> Vec<MenuEntry> {
        let profile = ProfileField::ALL.iter().map(|field| {
            let (title, doc) = describe(*field);
            entry(field.word(), title, doc, "profile")
        });
        let at = OWN.iter().position(|own| own.group == "other").unwrap_or(OWN.len());
        OWN[..at].iter().copied().chain(profile).chain(OWN[at..].iter().copied()).collect()
    }
}

const fn describe(field: ProfileField) -> (&'static str, &'static str) {
    match field {
        ProfileField::GivenName => ("First name", "The given name."),
        ProfileField::FamilyName => ("Last name", "The family name."),
        ProfileField::Pronouns => ("Pronouns", "Plain text, such as she/her."),
        ProfileField::Title => ("Job title", "What the user does, in a few words."),
        ProfileField::Organization => ("Organization", "The organization or company."),
        ProfileField::Department => ("Department", "The department or team."),
        ProfileField::CostCenter => ("Cost centre", "Who pays."),
        ProfileField::EmployeeNumber => ("Employee number", "Links users of several userstores to one person."),
        ProfileField::Manager => ("Manager", "The manager, as the source names them."),
        ProfileField::Location => ("Location", "A place, as text."),
        ProfileField::TimeZone => ("Time zone", "An IANA name, such as Europe/Vienna."),
        ProfileField::Language => ("Language", "The preferred language."),
        ProfileField::Phone => ("Phone", "A telephone number."),
        ProfileField::Website => ("Website", "An address on the web."),
        ProfileField::Bio => ("About", "What the user says of themselves."),
        ProfileField::Status => ("Status", "A short current status."),
        ProfileField::PublicEmail => ("Public e-mail", "The e-mail that others see."),
        ProfileField::Note => ("Note", "An admin's note, which only admins see."),
        ProfileField::Linkedin => ("LinkedIn", "The LinkedIn profile."),
        ProfileField::Twitter => ("X", "The name on X, formerly Twitter."),
        ProfileField::Discord => ("Discord", "The Discord id."),
        ProfileField::Github => ("GitHub", "The name on GitHub."),
        ProfileField::Pronunciation => ("Pronunciation", "How the name is said."),
        ProfileField::Bluesky => ("Bluesky", "A handle on Bluesky."),
        ProfileField::Mastodon => ("Mastodon", "An address on Mastodon."),
        ProfileField::Orcid => ("ORCID", "The ORCID iD."),
        ProfileField::StatusEmoji => ("Status emoji", "The emoji of the status, or its name."),
        ProfileField::Availability => ("Availability", "Whether the status says busy."),
        ProfileField::StatusClearAt => ("Status ends", "When the status is cleared."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_menu_has_every_attribute_once() {
        let mut menu: Vec<&str> = Attribute::all().iter().map(|entry| entry.word).collect();
        let mut words = Attribute::words();
        menu.sort_unstable();
        words.sort_unstable();
        assert_eq!(menu, words);
        for entry in Attribute::all() {
            assert!(entry.doc.ends_with('.') && !entry.title.is_empty(), "{entry:?}");
        }
    }
}
