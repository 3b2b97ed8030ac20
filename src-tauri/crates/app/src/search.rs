//! The search bar: what can come next in a filter, and what is there.

use crate::Result;
use crate::api::filter::{Chip, Chips, CompleteFilter, Completion, CompletionKind, Completions, FilterFault};
use crate::session::Session;
use muster_query::complete::{List, wanted};
use muster_query::{CompletionKind as Kind, Offer, complete};
use muster_vault::filter as vault_filter;

/// Values of one kind that are looked at; the best of them are offered.
const MOST_VALUES: u64 = 200;

impl Session {
    /// What can come next in a filter that is being typed.
    ///
    /// # Errors
    /// That the vault cannot be read.
    pub fn filter_complete(&self, request: &CompleteFilter) -> Result<Completions> {
        let caret = usize::try_from(request.caret).unwrap_or(usize::MAX);
        let wanted = wanted(&request.text, caret);
        let list = |list: List| {
            if !wanted.lists.contains(&list) {
                return Ok(Vec::new());
            }
            self.vault().read(|conn| vault_filter::values(conn, list, &wanted.typed, MOST_VALUES))
        };
        let (roles, groups, userstores) = (list(List::Roles)?, list(List::Groups)?, list(List::Userstores)?);
        let (attributes, permissions) = (list(List::Attributes)?, list(List::Permissions)?);
        let scopes = list(List::Scopes)?;
        let offer = Offer {
            roles: &roles,
            groups: &groups,
            userstores: &userstores,
            attributes: &attributes,
            permissions: &permissions,
            scopes: &scopes,
        };
        let found = complete(&request.text, caret, &offer);
        Ok(Completions {
            from: found.from as u64,
            to: found.to as u64,
            items: found.items.into_iter().map(shown).collect(),
        })
    }
}

fn shown(item: muster_query::Completion) -> Completion {
    let kind = match item.kind {
        Kind::Attribute | Kind::Function => CompletionKind::Attribute,
        Kind::Operator => CompletionKind::Operator,
        Kind::Value => CompletionKind::Value,
        Kind::Connective => CompletionKind::Connective,
    };
    Completion { insert: item.insert, label: item.label, kind, doc: item.doc }
}

/// A filter taken apart into what must all hold.
#[must_use]
pub fn chips(text: &str) -> Chips {
    let chip = |chip: muster_query::Chip| Chip {
        from: chip.from as u64,
        to: chip.to as u64,
        text: chip.text,
        sentence: chip.sentence,
    };
    match muster_query::chips(text) {
        Ok(chips) => Chips { chips: chips.into_iter().map(chip).collect(), fault: None },
        Err(error) => {
            let fault = FilterFault { at: error.at as u64, expected: error.expected, message: error.message };
            Chips { chips: Vec::new(), fault: Some(fault) }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_filter_is_taken_apart_or_its_fault_is_shown() {
        let chips = super::chips("state eq active and lastSeen lt -90d");
        let sentences: Vec<_> = chips.chips.iter().map(|chip| chip.sentence.as_str()).collect();
        assert_eq!(sentences, ["State is active", "Last seen more than 90 days ago"]);
        assert_eq!((chips.chips[1].from, chips.chips[1].to), (20, 36));
        let fault = super::chips("state is active").fault;
        assert_eq!(fault.map(|fault| fault.at), Some(6));
    }
}
