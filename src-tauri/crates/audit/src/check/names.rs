//! Accounts that belong to nobody in particular, told by their usernames.

use super::Found;
use crate::facts::Brief;
use crate::hit::Fact;
use crate::rule::{Rule, Value};
use muster_model::fold::fold;

pub(super) fn shared_name(found: &mut Found<'_, '_>) {
    let (names, marks) = (Words::of(found.rule, "names"), Words::of(found.rule, "marks"));
    for (number, user) in found.realm.that(Brief::ENABLED | Brief::PERSON) {
        let folded;
        let username = if user.username().is_ascii() {
            user.username()
        } else {
            folded = fold(user.username());
            &folded
        };
        if let Some(word) = generic(username, &names, &marks) {
            let message = format!("The username says {:?} and no person's name.", word.to_lowercase());
            let facts = vec![Fact::text("word", word.to_lowercase())];
            found.user(number, message, facts);
        }
    }
}

/// The word that tells that a username is no person's: one of the marks, or
/// the first if all its words are generic. Numbers do not count: `test2` is
/// `test`. What follows an @ is the organization, not the user.
fn generic<'u>(username: &'u str, names: &Words, marks: &Words) -> Option<&'u str> {
    let local = username.split('@').next().unwrap_or_default();
    let words = || {
        let parts = local.split(|c: char| !c.is_alphanumeric());
        parts.map(|word| word.trim_matches(|c: char| c.is_ascii_digit())).filter(|word| !word.is_empty())
    };
    let marked = words().find(|word| marks.has(word));
    marked.or_else(|| words().next().filter(|_| words().all(|word| names.has(word))))
}

/// Words by their first letter, so that a million usernames are each compared
/// with a few.
struct Words([Vec<String>; 27]);

impl Words {
    fn of(rule: &Rule, name: &str) -> Self {
        let mut words = Self(std::array::from_fn(|_| Vec::new()));
        if let Some(Value::Names(names)) = rule.value(name) {
            for name in names {
                let name = fold(name);
                words.0[Self::place(&name)].push(name);
            }
        }
        words
    }

    fn place(word: &str) -> usize {
        match word.bytes().next().map(|byte| byte.to_ascii_lowercase()) {
            Some(letter @ b'a'..=b'z') => usize::from(letter - b'a'),
            _ => 26,
        }
    }

    fn has(&self, word: &str) -> bool {
        self.0[Self::place(word)].iter().any(|known| known.eq_ignore_ascii_case(word))
    }
}
