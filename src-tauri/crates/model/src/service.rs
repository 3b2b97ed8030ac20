//! Who answers for a service account. Muster's own word, also on users of
//! mirrored userstores: no source has a place for all of it.

use crate::value::{self, ValueError};
use crate::word::words;
use chrono::NaiveDate;

words! {
    /// What is known of a service account beside its profile.
    pub enum ServiceField {
        /// Who answers for it.
        Owner = 0 "owner",
        /// What it is for.
        Purpose = 1 "purpose",
        /// The day by which someone must look at it again.
        ReviewAt = 2 "review_at",
    }
}

impl ServiceField {
    /// The most characters it holds.
    #[must_use]
    pub const fn limit(self) -> usize {
        match self {
            Self::Owner => 255,
            Self::Purpose => 1_000,
            Self::ReviewAt => 10,
        }
    }

    /// Whether a text can stand in it; answers the text as it is kept, empty
    /// for none.
    ///
    /// # Errors
    /// What is wrong with it, and what to do.
    pub fn check(self, text: &str) -> Result<String, ValueError> {
        let text = value::plain(text, self.limit(), self == Self::Purpose)?;
        match self {
            Self::ReviewAt if !text.is_empty() => value::day(text).map(|day| day.to_string()),
            _ => Ok(text.to_owned()),
        }
    }
}

/// Who answers for a service account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServiceAccount {
    /// Who: a name, an e-mail, a user's full name.
    pub owner: Option<String>,
    /// What it is for.
    pub purpose: Option<String>,
    /// The day by which someone must look at it again.
    pub review_at: Option<NaiveDate>,
}

impl ServiceAccount {
    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// A field as text.
    #[must_use]
    pub fn get(&self, field: ServiceField) -> Option<String> {
        match field {
            ServiceField::Owner => self.owner.clone(),
            ServiceField::Purpose => self.purpose.clone(),
            ServiceField::ReviewAt => self.review_at.map(|day| day.to_string()),
        }
    }

    /// Sets a field after checking it; an empty text or none clears it.
    ///
    /// # Errors
    /// As [`ServiceField::check`]; nothing is set then.
    pub fn set(&mut self, field: ServiceField, text: Option<&str>) -> Result<(), ValueError> {
        let kept = Some(field.check(text.unwrap_or_default())?).filter(|t| !t.is_empty());
        match field {
            ServiceField::Owner => self.owner = kept,
            ServiceField::Purpose => self.purpose = kept,
            ServiceField::ReviewAt => self.review_at = kept.as_deref().map(value::day).transpose()?,
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn fields_are_checked_set_and_cleared() {
        let mut known = ServiceAccount::default();
        known.set(ServiceField::Owner, Some(" Ada ")).unwrap();
        known.set(ServiceField::ReviewAt, Some("2026-11-20")).unwrap();
        assert!(known.set(ServiceField::ReviewAt, Some("soon")).is_err());
        assert!(known.set(ServiceField::Owner, Some(&"a".repeat(256))).is_err());
        assert_eq!(known.get(ServiceField::Owner).as_deref(), Some("Ada"));
        assert_eq!(known.get(ServiceField::ReviewAt).as_deref(), Some("2026-11-20"));
        for field in ServiceField::ALL {
            known.set(*field, Some(" ")).unwrap();
        }
        assert!(known.is_empty());
    }
}
