//! From one state to another, in GitLab's steps (`gitlab.md` section 1.1).

use super::call::Call;
use muster_model::State;

/// The calls that lead from one state to another.
///
/// GitLab bans and deactivates only who is active, so that from another state
/// there are two steps. What deactivates is refused by GitLab for anyone who
/// was active in the last 90 days.
///
/// # Errors
/// Why no calls do.
pub(super) fn calls(id: &str, from: Option<State>, to: Option<State>, by_directory: bool) -> Result<Vec<Call>, String> {
    use State::{Active, Banned, Blocked, Deactivated, Deleted, Invited, Locked, Pending};
    let step = |verb: &str| Call::post(format!("/users/{id}/{verb}"), verb);
    let steps = |verbs: &[&str]| Ok(verbs.iter().map(|verb| step(verb)).collect());
    let Some(to) = to else { return Err("the state is none of those known".to_owned()) };
    if to == Deleted {
        // Contributions stay, with GitLab's Ghost User.
        return Ok(vec![Call::delete(format!("/users/{id}?hard_delete=false"), "delete")]);
    }
    let Some(from) = from else { return Err("the state before is not known".to_owned()) };
    if from == Blocked && by_directory {
        return Err("a directory keeps the user out; let them in there".to_owned());
    }
    match (from, to) {
        (from, to) if from == to => Ok(Vec::new()),
        (_, Locked | Invited | Pending) => Err(format!("GitLab's API has no call that makes a user {to}")),
        (Locked, Active) => Err("GitLab's API has no call that unlocks; use Admin > Users > Unlock".to_owned()),
        (Deleted, _) => Err("GitLab cannot bring back a deleted user".to_owned()),
        (Invited, _) => Err("GitLab's API has no call for an invited user".to_owned()),
        // A lock is beside GitLab's own state, which is active.
        (Active | Locked, Blocked) | (Deactivated | Pending, Blocked) => steps(&["block"]),
        (Active | Locked, Deactivated) => steps(&["deactivate"]),
        (Active | Locked, Banned) => steps(&["ban"]),
        (Blocked, Active) => steps(&["unblock"]),
        (Blocked, Deactivated) => steps(&["unblock", "deactivate"]),
        (Blocked, Banned) => steps(&["unblock", "ban"]),
        (Deactivated, Active) => steps(&["activate"]),
        (Deactivated, Banned) => steps(&["activate", "ban"]),
        (Banned, Active) => steps(&["unban"]),
        (Banned, Blocked) => steps(&["unban", "block"]),
        (Banned, Deactivated) => steps(&["unban", "deactivate"]),
        (Pending, Active) => steps(&["approve"]),
        (Pending, Deactivated | Banned) => {
            Err("GitLab must approve the user first, which tells them so; block or delete the user instead".to_owned())
        }
        (from, to) => Err(format!("GitLab's API has no call from {from} to {to}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(from: State, to: State, by_directory: bool) -> String {
        match calls("7", Some(from), Some(to), by_directory) {
            Ok(calls) => calls.iter().map(|c| format!("{} {}", c.method, c.path)).collect::<Vec<_>>().join(", "),
            Err(why) => format!("- {why}"),
        }
    }

    #[test]
    fn each_way_is_gitlabs() {
        for (from, to, expected) in [
            (State::Active, State::Blocked, "POST /users/7/block"),
            (State::Blocked, State::Active, "POST /users/7/unblock"),
            (State::Active, State::Deactivated, "POST /users/7/deactivate"),
            (State::Deactivated, State::Active, "POST /users/7/activate"),
            (State::Active, State::Banned, "POST /users/7/ban"),
            (State::Banned, State::Active, "POST /users/7/unban"),
            (State::Pending, State::Active, "POST /users/7/approve"),
            (State::Blocked, State::Banned, "POST /users/7/unblock, POST /users/7/ban"),
            (State::Banned, State::Blocked, "POST /users/7/unban, POST /users/7/block"),
            (State::Locked, State::Blocked, "POST /users/7/block"),
        ] {
            assert_eq!(shown(from, to, false), expected, "{from} to {to}");
        }
        for from in State::ALL {
            assert_eq!(shown(*from, State::Deleted, true), "DELETE /users/7?hard_delete=false");
        }
    }

    #[test]
    fn what_gitlab_has_no_call_for_says_so() {
        assert!(shown(State::Locked, State::Active, false).contains("unlocks"));
        assert!(shown(State::Blocked, State::Active, true).contains("directory"));
        for to in [State::Locked, State::Invited, State::Pending] {
            assert!(shown(State::Active, to, false).starts_with("- "));
        }
        // Every pair of states has an answer, and an empty one only to itself.
        for from in State::ALL {
            for to in State::ALL {
                assert_eq!(shown(*from, *to, false).is_empty(), from == to && *to != State::Deleted, "{from} to {to}");
            }
        }
    }
}
