use super::*;

const NOW: i64 = 1_700_000_000;

fn subject(state: State) -> Subject {
    Subject {
        state,
        kind: Kind::Human,
        seen: SeenStatus::Never,
        seen_at: None,
        created_at: None,
        gone: false,
        by_directory: false,
    }
}

/// A row for each state, a column for each state it could become: the action
/// that leads there, or a dot.
fn table(store: UserstoreKind) -> String {
    let mut text = String::new();
    for &from in State::ALL {
        let mut line = format!("{:<12}", from.word());
        for &to in State::ALL {
            let action = if from == to { Err("".into()) } else { check(store, &subject(from), to, NOW) };
            line.push_str(&format!("{:<11}", action.map_or(".", Action::word)));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[test]
fn each_system_has_its_own_ways() {
    use UserstoreKind::{Authelia, Entra, File, Gitlab, Google, Keycloak, Ldap, Local, Okta, Scim, Wso2};
    // from        active     invited    pending    locked     blocked    deactivatedbanned  deleted
    let free = "\
active      .          .          .          lock       block      deactivate ban        delete
invited     activate   .          .          lock       block      deactivate ban        delete
pending     approve    .          .          lock       block      deactivate ban        reject
locked      unlock     .          .          .          block      deactivate ban        delete
blocked     unblock    .          .          lock       .          deactivate ban        delete
deactivated activate   .          .          lock       block      .          ban        delete
banned      unban      .          .          lock       block      deactivate .          delete
deleted     restore    .          .          .          .          .          .          .
";
    let gitlab = "\
active      .          .          .          .          block      deactivate ban        delete
invited     .          .          .          .          block      .          .          delete
pending     approve    .          .          .          block      .          .          reject
locked      unlock     .          .          .          block      deactivate ban        delete
blocked     unblock    .          .          .          .          .          .          delete
deactivated activate   .          .          .          block      .          .          delete
banned      unban      .          .          .          .          .          .          delete
deleted     .          .          .          .          .          .          .          .
";
    let switch = "\
active      .          .          .          .          .          deactivate .          delete
invited     activate   .          .          .          .          deactivate .          delete
pending     activate   .          .          .          .          deactivate .          delete
locked      unlock     .          .          .          .          deactivate .          delete
blocked     activate   .          .          .          .          deactivate .          delete
deactivated activate   .          .          .          .          .          .          delete
banned      activate   .          .          .          .          deactivate .          delete
deleted     .          .          .          .          .          .          .          .
";
    let directory = "\
active      .          .          .          .          block      deactivate .          delete
invited     activate   .          .          .          block      deactivate .          delete
pending     activate   .          .          .          block      deactivate .          delete
locked      unlock     .          .          .          block      deactivate .          delete
blocked     unblock    .          .          .          .          deactivate .          delete
deactivated activate   .          .          .          block      .          .          delete
banned      activate   .          .          .          block      deactivate .          delete
deleted     .          .          .          .          .          .          .          .
";
    let wso2 = "\
active      .          .          .          lock       .          deactivate .          delete
invited     .          .          .          lock       .          deactivate .          delete
pending     .          .          .          lock       .          deactivate .          delete
locked      unlock     .          .          .          .          deactivate .          delete
blocked     activate   .          .          lock       .          deactivate .          delete
deactivated activate   .          .          lock       .          .          .          delete
banned      activate   .          .          lock       .          deactivate .          delete
deleted     .          .          .          .          .          .          .          .
";
    let google = "\
active      .          .          .          .          block      .          .          delete
invited     activate   .          .          .          block      .          .          delete
pending     activate   .          .          .          block      .          .          delete
locked      activate   .          .          .          block      .          .          delete
blocked     unblock    .          .          .          .          .          .          delete
deactivated activate   .          .          .          block      .          .          delete
banned      activate   .          .          .          block      .          .          delete
deleted     .          .          .          .          .          .          .          .
";
    let okta = "\
active      .          .          .          .          block      deactivate .          .
invited     activate   .          .          .          .          deactivate .          .
pending     activate   .          .          .          .          deactivate .          .
locked      unlock     .          .          .          .          deactivate .          .
blocked     unblock    .          .          .          .          deactivate .          .
deactivated activate   .          .          .          .          .          .          delete
banned      .          .          .          .          .          .          .          .
deleted     .          .          .          .          .          .          .          .
";
    let of: &[(&str, &[UserstoreKind])] = &[
        (free, &[Local, File]),
        (gitlab, &[Gitlab]),
        (switch, &[Scim, Keycloak, Entra, Authelia]),
        (directory, &[Ldap]),
        (wso2, &[Wso2]),
        (google, &[Google]),
        (okta, &[Okta]),
    ];
    for (expected, stores) in of {
        for store in *stores {
            assert_eq!(table(*store), *expected, "{store}");
        }
    }
    assert_eq!(of.iter().map(|(_, stores)| stores.len()).sum::<usize>(), UserstoreKind::ALL.len());
}

#[test]
fn gitlab_deactivates_only_who_was_away_for_90_days() {
    let day = |n: i64| Some(NOW - n * DAY);
    let cases = [
        // last seen, days ago; created, days ago; allowed
        (SeenStatus::Seen, day(0), None, false),
        (SeenStatus::Seen, day(89), None, false),
        (SeenStatus::Seen, day(90), None, true),
        (SeenStatus::Seen, day(400), None, true),
        (SeenStatus::Seen, day(-1), None, false),
        (SeenStatus::Never, None, day(400), true),
        (SeenStatus::Never, None, day(7), true),
        (SeenStatus::Never, None, day(6), false),
        (SeenStatus::Never, None, None, true),
        (SeenStatus::Unknown, None, day(400), false),
        (SeenStatus::NotCollected, None, day(400), false),
    ];
    for (seen, seen_at, created_at, allowed) in cases {
        let user = Subject { seen, seen_at, created_at, ..subject(Active) };
        let answer = check(UserstoreKind::Gitlab, &user, Deactivated, NOW);
        assert_eq!(answer.is_ok(), allowed, "{user:?}: {answer:?}");
        assert!(answer.is_ok_and(|a| a == Action::Deactivate) || !allowed);
        // Only GitLab has this rule.
        assert!(check(UserstoreKind::Keycloak, &user, Deactivated, NOW).is_ok());
    }
}

#[test]
fn bots_directories_and_the_gone_are_left_alone() {
    for &state in State::ALL {
        for &to in State::ALL.iter().filter(|to| **to != state) {
            let bot = Subject { kind: Kind::Bot, ..subject(state) };
            assert!(check(UserstoreKind::Gitlab, &bot, to, NOW).is_err());
            let gone = Subject { gone: true, ..subject(state) };
            for &store in UserstoreKind::ALL.iter().filter(|s| **s != UserstoreKind::Local) {
                assert!(check(store, &gone, to, NOW).is_err());
                assert!(actions(store, &gone, NOW).iter().all(|offer| offer.refused.is_some()));
            }
        }
    }
    let ldap = Subject { by_directory: true, ..subject(Blocked) };
    let refused = check(UserstoreKind::Gitlab, &ldap, Active, NOW).unwrap_err();
    assert!(refused.contains("LDAP identity"));
    assert_eq!(check(UserstoreKind::Gitlab, &ldap, Deleted, NOW), Ok(Action::Delete));
}

#[test]
fn a_refusal_says_what_could_be_done_instead() {
    use UserstoreKind::{Gitlab, Keycloak, Local, Okta};
    let cases = [
        (Gitlab, Blocked, Banned, "a user who is blocked cannot be banned: unblock it first"),
        (Gitlab, Pending, Deactivated, "a user who is pending cannot be deactivated: approve it first"),
        (Gitlab, Active, Locked, "GitLab has no action that makes a user locked: block it instead"),
        (Gitlab, Deleted, Active, "it is deleted: create it anew"),
        (Gitlab, Active, Pending, "a user is pending from the start: make or invite it so"),
        (Gitlab, Invited, Active, "nothing here ends the state invited: it ends where it came from"),
        (Keycloak, Active, Blocked, "Keycloak has no action that makes a user blocked: deactivate it instead"),
        (Keycloak, Deactivated, Banned, "Keycloak has no action that makes a user banned: leave it as it is"),
        (Local, Deleted, Blocked, "it is deleted: restore it first"),
        (Okta, Active, Deleted, "only who is deactivated can be deleted there: deactivate it first"),
    ];
    for (store, from, to, expected) in cases {
        assert_eq!(check(store, &subject(from), to, NOW).unwrap_err(), expected);
    }
}

#[test]
fn every_offer_can_be_taken_and_no_other() {
    for &store in UserstoreKind::ALL {
        for &state in State::ALL {
            let user = subject(state);
            let offers = actions(store, &user, NOW);
            for &to in State::ALL.iter().filter(|to| **to != state) {
                let offered = offers.iter().find(|offer| offer.to == to && offer.refused.is_none());
                assert_eq!(offered.map(|o| o.action), check(store, &user, to, NOW).ok(), "{store}: {state} to {to}");
            }
        }
    }
}

#[test]
fn an_action_is_that_and_no_other() {
    use UserstoreKind::{Gitlab, Keycloak, Local};
    let cases = [
        (Local, Pending, Action::Approve, Ok(Some(Active))),
        (Local, Active, Action::Approve, Ok(None)),
        (Local, Blocked, Action::Approve, Err("it is blocked, for which the action is another: unblock it")),
        (Local, Deactivated, Action::Unblock, Err("it is deactivated, for which the action is another: activate it")),
        (Local, Deleted, Action::Unban, Err("it is deleted, for which the action is another: restore it")),
        (Gitlab, Deleted, Action::Unban, Err("it is deleted: create it anew")),
        (Local, Pending, Action::Delete, Err("it is pending, for which the action is another: reject it")),
        (Gitlab, Active, Action::Lock, Err("GitLab has no action that makes a user locked: block it instead")),
        (Keycloak, Active, Action::Deactivate, Ok(Some(Deactivated))),
        (Keycloak, Active, Action::Unban, Err("nothing here ends the state active: it ends where it came from")),
    ];
    for (store, from, action, expected) in cases {
        let answer = act(store, &subject(from), action, NOW);
        assert_eq!(answer.as_ref().map_err(|e| e.as_ref()), expected.as_ref().map_err(|e| *e), "{store}: {action}");
    }
    for &store in UserstoreKind::ALL {
        for &state in State::ALL {
            for offer in actions(store, &subject(state), NOW) {
                assert_eq!(offer.action.leads_to(), offer.to);
                let answer = act(store, &subject(state), offer.action, NOW);
                assert_eq!(answer.is_ok(), offer.refused.is_none());
            }
        }
    }
}
