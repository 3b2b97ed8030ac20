//! What the inventory of accounts lacks (CIS 5.1 asks for name, username,
//! dates and department).

use super::{Found, percent};
use crate::facts::{Brief, User};
use crate::hit::Fact;
use muster_model::Kind;

/// What people have, and how to tell. A source that has no place for a field
/// lacks it for everyone, which is nobody's fault.
type Has = fn(User<'_>) -> bool;
const FIELDS: [(&str, Has); 3] = [
    ("department", |user| said(user.department())),
    ("e-mail", |user| said(user.email())),
    ("creation date", |user| user.created_at().is_some()),
];

fn said(text: Option<&str>) -> bool {
    // Nearly every text begins with a letter, which says enough.
    text.is_some_and(|text| text.as_bytes().first().is_some_and(u8::is_ascii_graphic) || !text.trim().is_empty())
}

pub(super) fn missing_inventory_field(found: &mut Found<'_, '_>) {
    let realm = found.realm;
    let least = found.number("percent");
    let people = || realm.that(Brief::ENABLED | Brief::PERSON).filter(|(_, user)| user.kind() == Kind::Human);
    let mut all = vec![0_u64; realm.stores.len()];
    let mut having = vec![[0_u64; FIELDS.len()]; realm.stores.len()];
    for (_, user) in people() {
        all[usize::from(user.store())] += 1;
        for (count, (_, has)) in having[usize::from(user.store())].iter_mut().zip(FIELDS) {
            *count += u64::from(has(user));
        }
    }
    for (number, user) in people() {
        let store = usize::from(user.store());
        let expected = |field: usize| percent(having[store][field], all[store]) >= least;
        let lacks = FIELDS.iter().enumerate().filter(|(field, (_, has))| expected(*field) && !has(user));
        let lacks: Vec<(usize, &str)> = lacks.map(|(field, (name, _))| (field, *name)).collect();
        let Some((first, _)) = lacks.first().copied() else { continue };
        let names: Vec<&str> = lacks.iter().map(|(_, name)| *name).collect();
        let share = percent(having[store][first], all[store]);
        let domain = realm.stores[store].domain;
        let message = format!(
            "Has no {}, which {share} percent of the people in {domain} have; \
             it is looked for from {least} percent on.",
            names.join(" and no ")
        );
        let facts = vec![Fact::text("missing", names.join(", ")), Fact::number("share", share)];
        found.user(number, message, facts);
    }
}
