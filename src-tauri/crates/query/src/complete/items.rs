//! What is offered at each place.

use super::context::Place;
use super::rank::Ranked;
use super::{Completion, CompletionKind, List, Offer};
use crate::ast::{AttributeName, GrantText, TextAttr};
use crate::attribute::{Attr, Attribute, GrantAttr, ValueType, attributes};
use crate::operand::foreign;
use crate::print::quote;
use crate::words::{joining, operator};

/// Whole conditions that a value stands for come after attributes.
const BEHIND: u8 = 2;
/// From this many characters on a value is found by itself.
const VALUE_FROM: usize = 2;

fn item(kind: CompletionKind, insert: impl Into<String>, label: impl Into<String>, doc: &str) -> Completion {
    Completion { insert: insert.into(), label: label.into(), kind, doc: doc.to_owned() }
}

/// Attributes, `not`, a parenthesis, and conditions that typed values stand for.
pub(super) fn conditions(table: &'static [Attribute], bare: bool, offer: &Offer<'_>, found: &mut Ranked) {
    for attribute in table {
        let names = std::iter::once(attribute.name).chain(attribute.aliases.iter().copied());
        match attribute.attr {
            Attr::Grants => {
                found.take(names, 0, || item(CompletionKind::Function, "grants[", "grants[ ]", attribute.doc));
            }
            Attr::Custom => {
                for name in offer.attributes.iter().filter_map(|name| AttributeName::new(name)) {
                    let text = name.to_string();
                    let plain = format!("attributes.{}", name.raw());
                    found.take([plain.as_str(), name.raw()], 0, || {
                        item(CompletionKind::Attribute, text.as_str(), text.as_str(), "A custom attribute.")
                    });
                }
            }
            _ => {
                found.take(names, 0, || item(CompletionKind::Attribute, attribute.name, attribute.name, attribute.doc))
            }
        }
    }
    found.take(["not"], 0, || item(CompletionKind::Connective, "not", "not", joining("not")));
    if found.typed() == 0 {
        found.take(["("], 0, || item(CompletionKind::Connective, "(", "(", joining("(")));
    }
    if bare && found.typed() >= VALUE_FROM {
        meant(offer, found);
    }
}

/// Conditions that a typed value stands for: `bloc` may mean `state eq "blocked"`.
fn meant(offer: &Offer<'_>, found: &mut Ranked) {
    for attribute in attributes() {
        if attribute.value_type() == ValueType::Word {
            for value in attribute.values() {
                condition(attribute, value, found);
            }
        }
        let values = list(attribute).map_or(&[][..], |list| offer.list(list));
        values.iter().for_each(|value| condition(attribute, value, found));
    }
}

fn condition(attribute: &Attribute, value: &str, found: &mut Ranked) {
    found.take([value], BEHIND, || {
        let text = format!("{} eq {}", attribute.name, quote(value));
        item(CompletionKind::Value, text.as_str(), text.as_str(), attribute.doc)
    });
}

/// The list that an attribute's values come from.
fn list(attribute: &Attribute) -> Option<List> {
    Some(match attribute.attr {
        Attr::Text(TextAttr::Role | TextAttr::HighestRole) | Attr::Grant(GrantAttr::Text(GrantText::Role)) => {
            List::Roles
        }
        Attr::Text(TextAttr::Group) | Attr::Grant(GrantAttr::Text(GrantText::Through)) => List::Groups,
        Attr::Text(TextAttr::Userstore) => List::Userstores,
        Attr::Grant(GrantAttr::Text(GrantText::Scope)) => List::Scopes,
        Attr::Permission => List::Permissions,
        _ => return None,
    })
}

/// The lists that something at a place can come from.
pub(super) fn lists(place: &Place, typed: usize) -> Vec<List> {
    match place {
        Place::Condition { bare: true, .. } if typed < VALUE_FROM => vec![List::Attributes],
        Place::Condition { bare: true, .. } => {
            let mut lists = vec![List::Attributes];
            for list in attributes().iter().filter_map(list) {
                if !lists.contains(&list) {
                    lists.push(list);
                }
            }
            lists
        }
        Place::Value { attribute, .. } => list(attribute).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The operators of an attribute; `[` for one with parts.
pub(super) fn operators(attribute: &Attribute, found: &mut Ranked) {
    for op in attribute.operators() {
        let others = foreign(op);
        let names = std::iter::once(*op).chain(others);
        let doc = operator(op, attribute.value_type());
        found.take(names, 0, || item(CompletionKind::Operator, *op, *op, doc));
    }
}

/// The values of an attribute.
pub(super) fn values(attribute: &Attribute, ordered: bool, offer: &Offer<'_>, found: &mut Ranked) {
    let quoted = matches!(attribute.value_type(), ValueType::Word);
    // `never` and its like have no place in time.
    let fits = |value: &&str| !ordered || attribute.value_type() != ValueType::Time || value.starts_with('"');
    for value in attribute.values().into_iter().filter(fits) {
        let plain = value.trim_matches('"');
        let insert = if quoted { quote(value) } else { value.to_owned() };
        let doc = crate::words::value(attribute, plain);
        // `90d` is typed where `-90d` is meant.
        found.take([plain, plain.trim_start_matches(['-', '+'])], 0, || Completion {
            insert,
            label: plain.to_owned(),
            kind: CompletionKind::Value,
            doc,
        });
    }
    for value in list(attribute).map_or(&[][..], |list| offer.list(list)) {
        found.take([value.as_str()], 0, || item(CompletionKind::Value, quote(value), value.as_str(), ""));
    }
}

/// `and`, `or`, and what closes.
pub(super) fn connectives(closes: Option<char>, found: &mut Ranked) {
    for word in ["and", "or"] {
        found.take([word], 0, || item(CompletionKind::Connective, word, word, joining(word)));
    }
    if let Some(sign) = closes {
        let sign = sign.to_string();
        found.take([sign.as_str()], 0, || {
            item(CompletionKind::Connective, sign.as_str(), sign.as_str(), joining(&sign))
        });
    }
}
