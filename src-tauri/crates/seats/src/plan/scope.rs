//! Whose users a plan counts.

use super::{Difference, Doubt, Plan, Reason};
use crate::error::SeatError;
use muster_model::UserstoreKind;
use muster_query::{Filter, parse};

impl Plan {
    /// Which of these userstores the plan counts, and a note if that needs
    /// one. A directory's entries take no seat of a GitLab plan; but if no
    /// userstore is of the plan's kinds, all are counted, since the product's
    /// users may have come by another way, such as a spreadsheet. Domains that
    /// the plan names itself are taken at their word.
    #[must_use]
    pub fn counts(&self, userstores: &[(&str, UserstoreKind)]) -> (Vec<String>, Option<String>) {
        let listed = |fits: &dyn Fn(UserstoreKind) -> bool| -> Vec<String> {
            userstores.iter().filter(|(_, kind)| fits(*kind)).map(|(domain, _)| (*domain).to_owned()).collect()
        };
        if !self.domains.is_empty() {
            return self.named(userstores);
        }
        if self.userstores.is_empty() {
            return (listed(&|_| true), None);
        }
        let of_kind = listed(&|kind| self.userstores.contains(&kind));
        let others = listed(&|kind| !self.userstores.contains(&kind));
        if of_kind.is_empty() {
            let note = (!others.is_empty()).then(|| {
                format!("No userstore reflects a {} instance; the users of all userstores are counted.", self.product)
            });
            return (others, note);
        }
        let note = (!others.is_empty()).then(|| {
            format!(
                "Only users of {} are counted; those of {} take no seat of {}.",
                of_kind.join(", "),
                others.join(", "),
                self.product
            )
        });
        (of_kind, note)
    }

    fn named(&self, userstores: &[(&str, UserstoreKind)]) -> (Vec<String>, Option<String>) {
        let known = |domain: &&String| userstores.iter().any(|(known, _)| known.eq_ignore_ascii_case(domain));
        let (there, missing): (Vec<&String>, Vec<&String>) = self.domains.iter().partition(known);
        let there: Vec<String> = there.into_iter().cloned().collect();
        let missing: Vec<&str> = missing.into_iter().map(String::as_str).collect();
        let note = match (there.is_empty(), missing.is_empty()) {
            (_, false) => {
                Some(format!("The plan counts users of {}, which no userstore is called.", missing.join(", ")))
            }
            (false, true) if there.len() < userstores.len() => {
                Some(format!("Only users of {} are counted.", there.join(", ")))
            }
            _ => None,
        };
        (there, note)
    }

    /// The plan for the users of these userstores alone: its filter then says
    /// so itself, and so does the explanation of every other user.
    ///
    /// # Errors
    /// [`SeatError::Filter`] if a domain cannot stand in a filter.
    pub fn within(&self, domains: &[String]) -> Result<Self, SeatError> {
        let quoted =
            |domain: &String| format!("userstore eq \"{}\"", domain.replace('\\', "\\\\").replace('"', "\\\""));
        let understood = |text: &str| {
            parse(text).map_err(|error| SeatError::Filter {
                name: self.name.clone(),
                place: "userstores".to_owned(),
                line: None,
                at: error.at,
                reason: error.to_string(),
            })
        };
        let inside = domains.iter().map(quoted).collect::<Vec<_>>().join(" or ");
        // No domain at all: nobody takes a seat. Everyone is gone or is not.
        let inside = if inside.is_empty() { "gone eq true and gone eq false".to_owned() } else { inside };
        let outside = Reason {
            takes: false,
            when: understood(&format!("not ({inside})"))?,
            say: format!("Not a user of {}", self.product),
            grant: None,
        };
        let narrowed = |filter: &Filter| {
            let text = filter.to_string();
            if text.is_empty() { understood(&inside) } else { understood(&format!("({inside}) and ({text})")) }
        };
        Ok(Self {
            filter: narrowed(&self.filter)?,
            reasons: std::iter::once(outside).chain(self.reasons.iter().cloned()).collect(),
            doubts: self
                .doubts
                .iter()
                .map(|doubt| Ok(Doubt { when: narrowed(&doubt.when)?, say: doubt.say.clone() }))
                .collect::<Result<_, SeatError>>()?,
            differences: self
                .differences
                .iter()
                .map(|d| Ok(Difference { when: narrowed(&d.when)?, ..d.clone() }))
                .collect::<Result<_, SeatError>>()?,
            ..self.clone()
        })
    }
}
