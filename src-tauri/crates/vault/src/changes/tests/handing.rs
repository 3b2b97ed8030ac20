use super::realm::{holds, is_derived, realm};
use super::{KEPT, apply_to, change, look, take_back};
use crate::changes::{Effect, Operation};
use crate::merge::testing::*;
use crate::tables::{person, profile, user};
use muster_model::{ProfileField, State, UserId};

fn delete(hand_to: Option<i64>) -> Operation {
    Operation::Delete { hand_to: hand_to.map(UserId) }
}

#[test]
fn deleting_takes_away_or_hands_over() {
    let mut conn = realm();
    let before = dump(&conn, KEPT);
    let number = change(&mut conn, &[1, 2], &[delete(None)]).change.unwrap();
    assert_eq!(user::by_id(&conn, UserId(1)).unwrap().state, State::Deleted);
    assert!(holds(&conn, 1).is_empty() && holds(&conn, 2).is_empty() && is_derived(&mut conn));
    take_back(&mut conn, number).unwrap();
    assert_eq!(dump(&conn, KEPT), before);

    let operations = [delete(Some(4))];
    let outcome = look(&conn, &[1, 2], &operations);
    assert_eq!(outcome.users(), [UserId(1), UserId(2), UserId(4)], "whoever is given things comes last");
    let number = apply_to(&mut conn, &outcome, &operations).unwrap().change.unwrap();
    assert_eq!(holds(&conn, 4), ["Admin instance", "Guest project acme/web", "Owner group acme", "staff/web"]);
    assert!(is_derived(&mut conn) && user::by_id(&conn, UserId(4)).unwrap().privileged);
    take_back(&mut conn, number).unwrap();
    assert_eq!(dump(&conn, KEPT), before);
}

#[test]
fn nothing_is_given_where_it_cannot_be() {
    let conn = realm();
    let reason = |ids: &[i64], to| {
        let outcome = look(&conn, ids, &[delete(Some(to))]);
        outcome.refusal(0).map(|r| r.reason.clone().into_owned()).unwrap_or_default()
    };
    assert!(reason(&[1], 5).contains("only be given to its own users"));
    assert!(reason(&[1], 99).contains("is not there"));
    assert_eq!(look(&conn, &[1, 2], &[delete(Some(1))]).users(), [UserId(2), UserId(1)], "who is given things stays");
    conn.execute("UPDATE user SET state = 7 WHERE id = 4", []).unwrap();
    assert!(reason(&[1], 4).contains("gone or deleted"));
    // Nothing to give is no reason not to delete.
    let outcome = look(&conn, &[3], &[delete(Some(2))]);
    assert_eq!((outcome.count(Effect::Changed), outcome.users().len()), (1, 1));
}

#[test]
fn merging_gives_what_is_lacked_switches_off_and_links() {
    let mut conn = realm();
    let before = dump(&conn, KEPT);
    let number = change(&mut conn, &[1, 2], &[Operation::MergeInto(UserId(3))]).change.unwrap();
    for id in [1, 2] {
        assert_eq!(user::by_id(&conn, UserId(id)).unwrap().state, State::Deactivated);
    }
    assert_eq!(holds(&conn, 3), ["Admin instance", "Guest project acme/web", "Owner group acme", "staff/web"]);
    let given = profile::of_user(&conn, UserId(3)).unwrap();
    assert_eq!(given.get(ProfileField::Title), Some("Lead"));
    assert_eq!(given.attributes["team"], ["a", "b"], "the first to bring a field is believed");
    let behind = |id| person::of_user(&conn, UserId(id)).unwrap().unwrap().id;
    assert!(behind(1) == behind(3) && behind(2) == behind(3));
    assert!(is_derived(&mut conn));
    take_back(&mut conn, number).unwrap();
    assert_eq!(dump(&conn, KEPT), before);
}

#[test]
fn merging_once_more_changes_nothing() {
    let mut conn = realm();
    let merge = [Operation::MergeInto(UserId(3))];
    change(&mut conn, &[1], &merge);
    assert_eq!(change(&mut conn, &[1], &merge).change, None);
}
