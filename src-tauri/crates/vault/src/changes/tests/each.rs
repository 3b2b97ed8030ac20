//! A change that does something else to each of its users.

use super::*;
use crate::changes::Operations;
use crate::changes::outcome::Effect;

#[test]
fn each_user_gets_their_own_and_it_is_undone_as_one() {
    let mut conn = realm::realm();
    let each = Operations::Each(
        [
            (UserId(1), vec![Operation::SetExpiry(Some(2_000_000_000))]),
            (UserId(2), vec![Operation::SetField(Field::DisplayName(Some("Renamed".into())))]),
        ]
        .into(),
    );
    let work = Work { operations: &each, operator: "olga", now: day(9) };
    let ids = [UserId(1), UserId(2), UserId(3)];
    let outcome = preview(&conn, &ids, work, &mut |_| Ok(())).unwrap();
    assert_eq!((outcome.count(Effect::Changed), outcome.count(Effect::Unchanged)), (2, 1));
    let rows = outcome.rows(&conn, &[0, 1], work).unwrap();
    let names: Vec<_> = rows.iter().map(|row| row.fields[0].name.as_str()).collect();
    assert_eq!(names, ["expires_at", "display_name"]);
    let before = crate::tables::user::by_id(&conn, UserId(2)).unwrap();
    let tx = conn.transaction().unwrap();
    let heading = Heading { title: "Review", target: None, at: day(9) };
    let applied = super::super::apply(&tx, &outcome, work, heading, &mut |_| Ok(())).unwrap();
    tx.commit().unwrap();
    assert_eq!(crate::tables::user::by_id(&conn, UserId(2)).unwrap().display_name, "Renamed");
    take_back(&mut conn, applied.change.unwrap()).unwrap();
    assert_eq!(crate::tables::user::by_id(&conn, UserId(2)).unwrap(), before);
}
