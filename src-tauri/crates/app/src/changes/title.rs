//! What a change is called: what it does, in words, and to whom.

use super::operation::shown;
use muster_model::{Scope, State};
use muster_vault::changes::{Field, Operation};

/// The most characters of a title.
pub(super) const MOST: usize = 200;
/// Operations a title names; of more it says how many.
const NAMED: usize = 3;

/// A title from what is done. `whom` is the full name of the only user, or how
/// many there are.
pub(super) fn of(operations: &[Operation], whom: &str) -> String {
    let mut parts: Vec<String> = operations.iter().take(NAMED).map(|operation| verb(operation, whom)).collect();
    let more = operations.len().saturating_sub(NAMED);
    if more > 0 {
        parts.push(format!("and {more} more"));
    }
    // Only the first names whom; the others go on from it.
    for part in parts.iter_mut().skip(1) {
        *part = lowered(&part.replace(whom, "them"));
    }
    parts.join(", ").chars().take(MOST).collect()
}

fn lowered(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

fn verb(operation: &Operation, whom: &str) -> String {
    match operation {
        Operation::SetState(state) => match state {
            State::Active => format!("Activate {whom}"),
            State::Locked => format!("Lock {whom}"),
            State::Blocked => format!("Block {whom}"),
            State::Deactivated => format!("Deactivate {whom}"),
            State::Banned => format!("Ban {whom}"),
            State::Deleted => format!("Delete {whom}"),
            State::Invited | State::Pending => format!("Make {whom} {state}"),
        },
        Operation::Act(action) => {
            let word = action.word();
            format!("{}{} {whom}", word[..1].to_uppercase(), &word[1..])
        }
        Operation::Delete { hand_to: None } => format!("Delete {whom}"),
        Operation::Delete { hand_to: Some(_) } => format!("Delete {whom} and hand over what is held"),
        Operation::AddRole { role, scope, expires } => {
            let until = expires.map(|at| format!(" until {}", shown(at))).unwrap_or_default();
            format!("Give {role}{} to {whom}{until}", on(Some(scope)))
        }
        Operation::RemoveRole { role, scope } => format!("Take {role}{} from {whom}", on(scope.as_ref())),
        Operation::AddGroup(path) => format!("Put {whom} into {path}"),
        Operation::RemoveGroup(path) => format!("Take {whom} out of {path}"),
        Operation::SetField(field) => match value(field) {
            Some(value) => format!("Set {} of {whom} to {}", field.name(), short(&value)),
            None => format!("Clear {} of {whom}", field.name()),
        },
        Operation::SetVisibility(field, visibility) => format!("Show profile.{field} of {whom} to {visibility}"),
        Operation::SetExpiry(Some(at)) => format!("End the access of {whom} on {}", shown(*at)),
        Operation::SetExpiry(None) => format!("Let the access of {whom} never end"),
        Operation::MergeInto(_) => format!("Merge {whom} into another account"),
    }
}

fn on(scope: Option<&Scope>) -> String {
    match scope {
        Some(scope) if scope.path.is_empty() => format!(" on the {}", scope.kind),
        Some(scope) => format!(" on {} {}", scope.kind, scope.path),
        None => String::new(),
    }
}

fn value(field: &Field) -> Option<String> {
    match field {
        Field::Username(text) => Some(text.clone()),
        Field::DisplayName(text) | Field::Email(text) | Field::Profile(_, text) | Field::Service(_, text) => {
            text.clone()
        }
        Field::Kind(kind) => Some(kind.to_string()),
        Field::Attribute(_, values) => (!values.is_empty()).then(|| values.join("; ")),
    }
}

fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let cut: String = line.chars().take(40).collect();
    if cut.len() < text.len() { format!("{cut}\u{2026}") } else { cut }
}

/// A number of users, as titles say it.
pub(super) fn users(count: u64) -> String {
    if count == 1 { "1 user".to_owned() } else { format!("{count} users") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use muster_model::ProfileField;

    #[test]
    fn titles_say_what_and_to_whom() {
        let role =
            || Operation::AddRole { role: "Developer".into(), scope: Scope::instance(), expires: Some(1_700_006_400) };
        let title = Operation::SetField(Field::Profile(ProfileField::Title, Some("x".repeat(50))));
        let cases = [
            (vec![Operation::SetState(State::Blocked)], "Block 42 users".to_owned()),
            (vec![role()], "Give Developer on the instance to 42 users until 2023-11-15".to_owned()),
            (
                vec![Operation::SetState(State::Active), Operation::AddGroup("a/b".into())],
                "Activate 42 users, put them into a/b".to_owned(),
            ),
            (vec![title], format!("Set profile.title of 42 users to {}\u{2026}", "x".repeat(40))),
            (vec![role(), role(), role(), role()], "Give Developer on the instance to 42 users until 2023-11-15, give Developer on the instance to them until 2023-11-15, give Developer on the instance to them until 2023-11-15, and 1 more".chars().take(MOST).collect()),
        ];
        for (operations, expected) in cases {
            assert_eq!(of(&operations, &users(42)), expected);
        }
    }
}
