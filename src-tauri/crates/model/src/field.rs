//! The rules of each field of a profile: how long, how many lines, who sees
//! it, and what can stand in it.

use crate::profile::{ProfileField, Visibility};
use crate::status::{Availability, ClearAfter};
use crate::value::{self, ValueError, quoted};
use chrono::{DateTime, Utc};

/// GitLab's `user_detail.rb`, for every field it gives no limit of its own.
const GITLAB_DEFAULT: usize = 500;
/// What Keycloak's default user profile allows for names and attributes.
const KEYCLOAK: usize = 255;

impl ProfileField {
    /// The most characters it holds when it is edited here. What a source
    /// says is kept whatever its length.
    #[must_use]
    pub const fn limit(self) -> usize {
        match self {
            // GitLab, `user.rb`: half of the 255 of a name.
            Self::GivenName | Self::FamilyName => 127,
            // GitLab, profile documentation and `user_detail.rb`.
            Self::Pronouns => 50,
            Self::Pronunciation | Self::Bio => 255,
            Self::Title => 200,
            Self::Organization
            | Self::Location
            | Self::Linkedin
            | Self::Twitter
            | Self::Discord
            | Self::Github
            | Self::Bluesky
            | Self::Mastodon
            | Self::Orcid => GITLAB_DEFAULT,
            Self::Website => value::MOST_LINK,
            // GitLab, profile documentation: status messages.
            Self::Status | Self::StatusEmoji => 100,
            Self::PublicEmail => value::MOST_EMAIL,
            Self::Language => value::MOST_LANGUAGE,
            // ITU-T X.520, ub-telephone-number is 32; Entra's mobilePhone 64.
            Self::Phone => 64,
            Self::Department | Self::CostCenter | Self::EmployeeNumber | Self::Manager => KEYCLOAK,
            // The longest name of the IANA list has 32 characters.
            Self::TimeZone => 64,
            Self::Availability => 16,
            // RFC 3339 with a fraction and an offset.
            Self::StatusClearAt => 40,
            // Muster's own: an admin's note is no essay.
            Self::Note => value::MOST_TEXT,
        }
    }

    /// Whether it may have several lines.
    #[must_use]
    pub const fn multiline(self) -> bool {
        matches!(self, Self::Bio | Self::Note)
    }

    /// Who sees it where nobody said so: what identifies someone to an
    /// employer is for admins, a public e-mail for anyone, the rest for the
    /// instance.
    #[must_use]
    pub const fn default_visibility(self) -> Visibility {
        match self.fixed_visibility() {
            Some(fixed) => fixed,
            None => match self {
                Self::EmployeeNumber | Self::CostCenter => Visibility::Private,
                Self::PublicEmail => Visibility::Public,
                _ => Visibility::Instance,
            },
        }
    }

    /// Who sees it, where that cannot be chosen. A status is public: GitLab
    /// shows it to everyone, even of a private profile, so promising less
    /// would mislead. An admin's note is never shown to anyone but admins.
    #[must_use]
    pub const fn fixed_visibility(self) -> Option<Visibility> {
        match self {
            Self::Note => Some(Visibility::Private),
            Self::Status | Self::StatusEmoji | Self::Availability | Self::StatusClearAt => Some(Visibility::Public),
            _ => None,
        }
    }

    /// Whether a text can stand in it; answers the text as it is kept, empty
    /// for none. Blanks around it do not count.
    ///
    /// # Errors
    /// What is wrong with it, and what to do.
    pub fn check(self, text: &str) -> Result<String, ValueError> {
        let text = value::plain(text, self.limit(), self.multiline())?;
        if text.is_empty() {
            return Ok(String::new());
        }
        let kept = match self {
            Self::PublicEmail => value::email(text)?,
            Self::Website => value::link(text)?,
            Self::TimeZone => value::time_zone(text)?,
            Self::Language => value::language(text)?,
            Self::Availability => availability(text)?,
            Self::StatusClearAt => return clear_at(text),
            Self::StatusEmoji => return emoji(text),
            Self::Orcid => return orcid(text),
            Self::Mastodon => mastodon(text)?,
            _ => text,
        };
        Ok(kept.to_owned())
    }

    /// As [`ProfileField::check`]; understands also what depends on the time:
    /// a status can be cleared after `3_hours` ([`ClearAfter`]).
    ///
    /// # Errors
    /// As [`ProfileField::check`].
    pub fn read(self, text: &str, now: DateTime<Utc>) -> Result<String, ValueError> {
        match text.trim().parse::<ClearAfter>() {
            Ok(after) if self == Self::StatusClearAt => Ok(value::time_text(now + after.duration())),
            _ => self.check(text),
        }
    }
}

fn availability(text: &str) -> Result<&'static str, ValueError> {
    match text.parse::<Availability>() {
        Ok(Availability::Busy) => Ok(Availability::Busy.word()),
        Ok(Availability::NotSet) => Ok(""),
        Err(_) => {
            let choices = Availability::ALL.iter().map(|a| a.word()).collect::<Vec<_>>().join(", ");
            Err(ValueError::Choice { found: quoted(text), choices })
        }
    }
}

fn clear_at(text: &str) -> Result<String, ValueError> {
    let words = || ClearAfter::ALL.iter().map(|a| a.word()).collect::<Vec<_>>().join(", ");
    value::time(text).map(value::time_text).map_err(|_| ValueError::Time { found: quoted(text), words: words() })
}

/// An emoji itself, or the name GitLab has for it.
fn emoji(text: &str) -> Result<String, ValueError> {
    let name = text.strip_prefix(':').and_then(|t| t.strip_suffix(':')).unwrap_or(text);
    let named = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+' | b'-'));
    // Sixteen characters are room for a family with skin tones and a flag of a region.
    let drawn = text.chars().count() <= 16
        && text.chars().all(|c| !c.is_whitespace() && !c.is_alphabetic())
        && !text.is_ascii();
    if named && !name.is_empty() {
        return Ok(name.to_owned());
    }
    if drawn { Ok(text.to_owned()) } else { Err(account(text, "an emoji", "speech_balloon, or the emoji itself")) }
}

/// An ORCID iD with its check digit (ISO 7064, MOD 11-2), alone or as its address.
fn orcid(text: &str) -> Result<String, ValueError> {
    let wrong = || account(text, "an ORCID iD", "0000-0002-1825-0097");
    let id = text.rsplit('/').next().unwrap_or_default().to_ascii_uppercase();
    let spelt = id.len() == 19 && id.bytes().enumerate().all(|(i, b)| (b == b'-') == matches!(i, 4 | 9 | 14));
    let digits: Vec<u8> = id.bytes().filter(|b| *b != b'-').collect();
    let Some((last, first)) = digits.split_last().filter(|_| spelt) else { return Err(wrong()) };
    if !first.iter().all(u8::is_ascii_digit) {
        return Err(wrong());
    }
    let total = first.iter().fold(0u32, |total, digit| (total + u32::from(digit - b'0')) * 2 % 11);
    let expected = match (12 - total % 11) % 11 {
        10 => b'X',
        digit => b'0' + u8::try_from(digit).map_err(|_| wrong())?,
    };
    if *last == expected { Ok(id) } else { Err(wrong()) }
}

/// `@name@server`, with or without the first `@` (GitLab takes both).
fn mastodon(text: &str) -> Result<&str, ValueError> {
    let name = text.strip_prefix('@').unwrap_or(text);
    let whole = name.split_once('@').is_some_and(|(user, server)| {
        let clean =
            |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || matches!(c, '@' | '/'));
        clean(user) && clean(server) && server.contains('.')
    });
    if whole { Ok(text) } else { Err(account(text, "a Mastodon name", "@name@server.example")) }
}

fn account(found: &str, what: &'static str, example: &'static str) -> ValueError {
    ValueError::Account { found: quoted(found), what, example }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use ProfileField as F;

    #[test]
    fn limits_are_in_characters() {
        for &field in F::ALL {
            let long = "ü".repeat(field.limit() + 1);
            assert!(matches!(field.check(&long), Err(ValueError::TooLong { .. })), "{field}");
            assert_eq!(field.check("  "), Ok(String::new()), "{field}");
        }
        assert_eq!(F::Pronouns.check(&"ü".repeat(50)), Ok("ü".repeat(50)));
        assert_eq!((F::Pronouns.limit(), F::Pronunciation.limit(), F::Status.limit()), (50, 255, 100));
        assert_eq!(F::Bluesky.limit(), 500);
    }

    #[test]
    fn each_field_says_what_cannot_stand_in_it() {
        for (field, good, kept) in [
            (F::TimeZone, "europe/berlin", "Europe/Berlin"),
            (F::Availability, "BUSY", "busy"),
            (F::Availability, "not_set", ""),
            (F::StatusClearAt, "2026-11-20T10:14:00+01:00", "2026-11-20T09:14:00Z"),
            (F::StatusEmoji, ":speech_balloon:", "speech_balloon"),
            (F::StatusEmoji, "+1", "+1"),
            (F::StatusEmoji, "👩🏽‍💻", "👩🏽‍💻"),
            (F::Orcid, "https://orcid.org/0000-0002-1694-233x", "0000-0002-1694-233X"),
            (F::Mastodon, "@ada@fern.example", "@ada@fern.example"),
            (F::Bio, "two\nlines", "two\nlines"),
        ] {
            assert_eq!(field.check(good), Ok(kept.to_owned()), "{field}");
            assert_eq!(field.check(kept), Ok(kept.to_owned()), "{field} again");
        }
        for (field, bad) in [
            (F::Website, "javascript:alert(1)"),
            (F::PublicEmail, "ada"),
            (F::TimeZone, "Mars/Olympus"),
            (F::Language, "English (UK)"),
            (F::Availability, "away"),
            (F::StatusClearAt, "tomorrow"),
            (F::StatusEmoji, "two words"),
            (F::StatusEmoji, "名前"),
            (F::Orcid, "0000-0002-1825-0098"),
            (F::Orcid, "0000-0002-1825-009é"),
            (F::Mastodon, "@ada"),
            (F::Title, "two\nlines"),
        ] {
            let message = field.check(bad).unwrap_err().to_string();
            assert!(message.contains(": "), "{field}: {message}");
        }
    }

    #[test]
    fn what_is_fixed_is_also_the_default() {
        for &field in F::ALL {
            if let Some(fixed) = field.fixed_visibility() {
                assert_eq!(field.default_visibility(), fixed, "{field}");
            }
        }
        assert_eq!(F::Note.default_visibility(), Visibility::Private);
        assert_eq!(F::Title.default_visibility(), Visibility::Instance);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_kept_or_refused_and_what_is_kept_stays(number in 0usize..F::ALL.len(), text in ".{0,120}") {
            let field = F::ALL[number];
            if let Ok(kept) = field.check(&text) {
                proptest::prop_assert!(kept.chars().count() <= field.limit());
                proptest::prop_assert_eq!(field.check(&kept), Ok(kept.clone()));
            }
        }
    }
}
