//! What can stand at a place of a filter that is being typed: attributes,
//! then their operators, then their values, then what joins conditions.

mod context;
mod items;
mod rank;

use crate::attribute::ValueType;
use context::{Context, Place};

/// The most that is offered at once.
pub const MOST: usize = 50;

/// What the caller knows of the vault: values worth offering. Empty lists
/// offer nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Offer<'a> {
    /// Names of roles.
    pub roles: &'a [String],
    /// Paths of groups.
    pub groups: &'a [String],
    /// Domains of userstores.
    pub userstores: &'a [String],
    /// Names of custom attributes.
    pub attributes: &'a [String],
    /// Permissions.
    pub permissions: &'a [String],
    /// Paths of what roles are held on.
    pub scopes: &'a [String],
}

/// A list of [`Offer`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum List {
    /// Names of roles.
    Roles,
    /// Paths of groups.
    Groups,
    /// Domains of userstores.
    Userstores,
    /// Names of custom attributes.
    Attributes,
    /// Permissions.
    Permissions,
    /// Paths of what roles are held on.
    Scopes,
}

impl<'a> Offer<'a> {
    /// One of its lists.
    #[must_use]
    pub const fn list(&self, list: List) -> &'a [String] {
        match list {
            List::Roles => self.roles,
            List::Groups => self.groups,
            List::Userstores => self.userstores,
            List::Attributes => self.attributes,
            List::Permissions => self.permissions,
            List::Scopes => self.scopes,
        }
    }
}

/// What a caller needs to know of the vault to complete a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What is typed of the word at the caret, without quotes: of the values
    /// only those that contain it, folded, can be offered.
    pub typed: String,
    /// The lists that values can come from; the others may stay empty.
    pub lists: Vec<List>,
}

/// What a caller needs to know of the vault for [`complete()`].
#[must_use]
pub fn wanted(text: &str, caret: usize) -> Wanted {
    let context = Context::of(text, caret);
    let lists = items::lists(&context.place, context.typed.chars().count());
    // The name of a custom attribute may follow its prefix.
    let typed = context.typed.strip_prefix(crate::lex::CUSTOM).map_or(context.typed.as_str(), |name| name);
    Wanted { typed: typed.to_owned(), lists }
}

/// What can stand at a place, and the part of the text it takes the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completions {
    /// The first character that is replaced, counted from 0.
    pub from: usize,
    /// The character after the last that is replaced.
    pub to: usize,
    /// At most [`MOST`], the best first.
    pub items: Vec<Completion>,
}

/// One thing that can stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The text to put there; what follows it is separated by a space, except
    /// after an opening bracket.
    pub insert: String,
    /// What to show.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// What it means, in a few words; empty where the label says it all.
    pub doc: String,
}

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompletionKind {
    /// An attribute.
    Attribute,
    /// An operator.
    Operator,
    /// A value, or a whole condition that a value stands for.
    Value,
    /// What joins, negates or closes conditions.
    Connective,
    /// An attribute with conditions in brackets.
    Function,
}

/// What can stand where the caret is in `text`. `caret` counts characters, 0
/// is before the first; beyond the end means the end. Text that is no filter
/// yet, or no more, is completed as far as it can be understood.
#[must_use]
pub fn complete(text: &str, caret: usize, offer: &Offer<'_>) -> Completions {
    let context = Context::of(text, caret);
    let typed = &context.typed;
    let mut found = rank::Ranked::new(typed);
    match context.place {
        Place::Condition { table, bare } => items::conditions(table, bare, offer, &mut found),
        Place::Operator { attribute, closes } => {
            items::operators(attribute, &mut found);
            // Without an operator the name is a word to search for.
            if typed.is_empty() && attribute.value_type() != ValueType::Complex && closes.is_none() {
                items::connectives(None, &mut found);
            }
        }
        Place::Value { attribute, ordered } => items::values(attribute, ordered, offer, &mut found),
        Place::Connective { closes } => items::connectives(closes, &mut found),
        Place::Nothing => {}
    }
    let mut items = found.best(MOST);
    // Directly after a quote or a bracket a word needs a space of its own.
    if context.before.is_some_and(|c| matches!(c, '"' | ')' | ']')) {
        let words = items.iter_mut().filter(|item| item.insert.starts_with(char::is_alphabetic));
        words.for_each(|item| item.insert.insert(0, ' '));
    }
    Completions { from: context.from, to: context.to, items }
}

#[cfg(test)]
mod tests;
