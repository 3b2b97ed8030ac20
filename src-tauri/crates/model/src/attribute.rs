//! Custom attributes: what their values are.

use crate::profile::Visibility;
use crate::value::{self, ValueError, quoted};
use crate::word::words;
use serde::{Deserialize, Serialize};

words! {
    /// What the values of a custom attribute are.
    pub enum AttributeType {
        /// Any text.
        Text = 0 "text",
        /// A number.
        Number = 1 "number",
        /// A day, `YYYY-MM-DD`.
        Date = 2 "date",
        /// `yes` or `no`.
        YesNo = 3 "yes_no",
        /// One of a few values.
        Choice = 4 "choice",
        /// An e-mail address.
        Email = 5 "email",
        /// A web address.
        Link = 6 "link",
    }
}

/// The most characters of an attribute's name.
pub const MOST_NAME: usize = 255;
/// The most values to choose from.
pub const MOST_CHOICES: usize = 500;
/// The most values a user may have of one attribute.
pub const MOST_VALUES: usize = 500;

impl AttributeType {
    /// Whether a text can be a value of this type; answers the text as it is
    /// kept, empty for none. `choices` are those of a [`AttributeType::Choice`].
    ///
    /// # Errors
    /// What is wrong with it, and what to do.
    pub fn check(self, text: &str, choices: &[String]) -> Result<String, ValueError> {
        let text = value::plain(text, value::MOST_TEXT, self == Self::Text)?;
        if text.is_empty() {
            return Ok(String::new());
        }
        let kept = match self {
            Self::Text => text,
            Self::Number => value::number(text)?,
            Self::Date => return value::day(text).map(|day| day.to_string()),
            Self::YesNo => yes_no(text)?,
            Self::Choice => choice(text, choices)?,
            Self::Email => value::email(text)?,
            Self::Link => value::link(text)?,
        };
        Ok(kept.to_owned())
    }
}

/// A custom attribute of a userstore's users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// Its name, as the source spells it.
    pub name: String,
    /// A title for people.
    pub title: Option<String>,
    /// What its values are.
    pub kind: AttributeType,
    /// The values to choose from, for a choice.
    pub choices: Vec<String>,
    /// Who sees it.
    pub visibility: Visibility,
    /// Whether every user must have one.
    pub required: bool,
    /// Whether a user may have several.
    pub several: bool,
}

impl Definition {
    /// What an attribute is that nobody defined: texts that only admins see,
    /// since nobody said who else may.
    #[must_use]
    pub fn unsaid(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            title: None,
            kind: AttributeType::Text,
            choices: Vec::new(),
            visibility: Visibility::Private,
            required: false,
            several: true,
        }
    }

    /// Whether a user may have these values; answers them as they are kept:
    /// without empty ones and without repetition.
    ///
    /// # Errors
    /// What is wrong with them, and what to do.
    pub fn check<T: AsRef<str>>(&self, values: &[T]) -> Result<Vec<String>, ValueError> {
        let mut kept: Vec<String> = Vec::with_capacity(values.len());
        for value in values {
            let value = self.kind.check(value.as_ref(), &self.choices)?;
            if !value.is_empty() && !kept.contains(&value) {
                kept.push(value);
            }
            if kept.len() > MOST_VALUES {
                return Err(ValueError::TooMany { limit: MOST_VALUES });
            }
        }
        match kept.len() {
            0 if self.required => Err(ValueError::Required),
            2.. if !self.several => Err(ValueError::TooMany { limit: 1 }),
            _ => Ok(kept),
        }
    }
}

fn yes_no(text: &str) -> Result<&'static str, ValueError> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "true" => Ok("yes"),
        "no" | "false" => Ok("no"),
        _ => Err(ValueError::YesNo(quoted(text))),
    }
}

/// The choice itself, else the one that differs only in case.
fn choice<'c>(text: &str, choices: &'c [String]) -> Result<&'c str, ValueError> {
    let same = || choices.iter().find(|c| c.to_lowercase() == text.to_lowercase());
    choices.iter().find(|c| c.as_str() == text).or_else(same).map(String::as_str).ok_or_else(|| {
        let mut names: Vec<&str> = choices.iter().take(10).map(String::as_str).collect();
        if choices.len() > 10 {
            names.push("others");
        }
        ValueError::Choice { found: quoted(text), choices: names.join(", ") }
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use AttributeType as T;

    #[test]
    fn values_fit_their_type() {
        let choices = ["Hamburg".to_owned(), "Ulm".to_owned()];
        for (kind, good, kept) in [
            (T::Text, " a\nb ", "a\nb"),
            (T::Number, "12.5", "12.5"),
            (T::Date, "2026-11-20", "2026-11-20"),
            (T::YesNo, "TRUE", "yes"),
            (T::Choice, "ulm", "Ulm"),
            (T::Email, "a@b.example", "a@b.example"),
            (T::Link, "https://b.example", "https://b.example"),
        ] {
            assert_eq!(kind.check(good, &choices), Ok(kept.to_owned()), "{kind}");
        }
        for (kind, bad) in [
            (T::Number, "twelve"),
            (T::Date, "20.11.2026"),
            (T::YesNo, "maybe"),
            (T::Choice, "Bonn"),
            (T::Email, "a"),
            (T::Link, "b.example"),
        ] {
            assert!(kind.check(bad, &choices).is_err(), "{kind}");
            assert_eq!(kind.check(" ", &choices), Ok(String::new()), "{kind}");
        }
        let message = T::Choice.check("Bonn", &choices).unwrap_err().to_string();
        assert!(message.contains("Hamburg, Ulm"), "{message}");
    }

    #[test]
    fn one_or_several_or_at_least_one() {
        let mut number = Definition { kind: T::Number, several: false, ..Definition::unsaid("floor") };
        assert_eq!(number.check(&["1", " 1 ", ""]), Ok(vec!["1".to_owned()]));
        assert_eq!(number.check(&["1", "2"]), Err(ValueError::TooMany { limit: 1 }));
        assert_eq!(number.check::<&str>(&[]), Ok(Vec::new()));
        number.required = true;
        assert_eq!(number.check(&[" "]), Err(ValueError::Required));
        number.several = true;
        assert_eq!(number.check(&["1", "2"]).unwrap().len(), 2);
        let many: Vec<String> = (0..=MOST_VALUES).map(|n| n.to_string()).collect();
        assert_eq!(number.check(&many), Err(ValueError::TooMany { limit: MOST_VALUES }));
    }

    proptest::proptest! {
        #[test]
        fn what_is_kept_stays(number in 0usize..T::ALL.len(), text in ".{0,40}") {
            let choices = ["Ja".to_owned(), "ja".to_owned(), "ẞ".to_owned()];
            if let Ok(kept) = T::ALL[number].check(&text, &choices) {
                proptest::prop_assert_eq!(T::ALL[number].check(&kept, &choices), Ok(kept.clone()));
            }
        }
    }
}
