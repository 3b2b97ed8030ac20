use crate::changes::attribute::{define, remove};
use crate::changes::undo;
use crate::merge::testing::*;
use crate::tables::attribute_definition::{self as table, Use};
use crate::tables::profile;
use crate::{Error, Result};
use muster_model::attribute::Definition;
use muster_model::{AttributeType, UserId, UserstoreId, Visibility};
use rusqlite::Connection;

fn floor() -> Definition {
    Definition {
        kind: AttributeType::Number,
        title: Some(" Floor ".into()),
        visibility: Visibility::Instance,
        several: false,
        ..Definition::unsaid(" floor")
    }
}

fn defined(conn: &mut Connection, definition: &Definition) -> Result<Option<i64>> {
    let tx = conn.transaction().unwrap();
    let change = define(&tx, "git", definition, "olga", day(3))?;
    tx.commit().unwrap();
    Ok(change)
}

fn take_back(conn: &mut Connection, change: i64) -> Result<()> {
    let tx = conn.transaction().unwrap();
    undo(&tx, change, "otto", day(4), &mut |_| Ok(()))?;
    tx.commit().unwrap();
    Ok(())
}

fn imported() -> (Connection, UserstoreId) {
    let (mut conn, store) = mirrored();
    let values: [&[&str]; 4] = [&["3"], &["ground"], &["1", "2"], &[]];
    let records = values.iter().enumerate().map(|(n, values)| {
        let mut record = known(&n.to_string(), &format!("u{n}"));
        if !values.is_empty() {
            record.attributes.insert("floor".into(), values.iter().map(|v| (*v).to_owned()).collect());
        }
        record.attributes.insert("badge".into(), vec![format!("b{n}")]);
        record
    });
    import(&mut conn, store, 2, &whole(), &users(records));
    (conn, store)
}

#[test]
fn imported_values_are_counted_and_never_touched() {
    let (mut conn, store) = imported();
    let used = |conn: &Connection| table::used(conn, store, &table::list(conn, store).unwrap()).unwrap();
    assert_eq!(used(&conn)["floor"], Use { users: 3, misfits: 0 });
    defined(&mut conn, &floor()).unwrap();
    assert_eq!(used(&conn)["floor"], Use { users: 3, misfits: 2 });
    assert_eq!(used(&conn)["badge"], Use { users: 4, misfits: 0 });
    let kept = profile::of_user(&conn, UserId(2)).unwrap();
    assert_eq!(kept.attributes["floor"], ["ground"]);
    conn.execute("UPDATE user SET gone_since = 1 WHERE id = 2", []).unwrap();
    assert_eq!(used(&conn)["floor"], Use { users: 2, misfits: 1 });
}

#[test]
fn a_definition_is_changed_removed_and_taken_back() {
    let (mut conn, store) = imported();
    let first = defined(&mut conn, &floor()).unwrap().unwrap();
    let badge = Definition { visibility: Visibility::Public, ..Definition::unsaid("badge") };
    defined(&mut conn, &badge).unwrap();
    assert_eq!(defined(&mut conn, &floor()).unwrap(), None, "nothing differs");
    let wanted =
        Definition { kind: AttributeType::Choice, choices: vec!["1".into(), " 2".into(), "1".into()], ..floor() };
    let second = defined(&mut conn, &wanted).unwrap().unwrap();
    let names = |conn: &Connection| table::list(conn, store).unwrap().into_iter().map(|d| d.name).collect::<Vec<_>>();
    assert_eq!(names(&conn), ["floor", "badge"]);
    assert_eq!(table::get(&conn, store, "floor").unwrap().unwrap().choices, ["1", "2"]);

    let tx = conn.transaction().unwrap();
    let third = remove(&tx, "git", "floor", "olga", day(3)).unwrap();
    tx.commit().unwrap();
    assert_eq!(names(&conn), ["badge"]);
    assert!(matches!(take_back(&mut conn, second), Err(Error::ChangedSince { .. })));
    take_back(&mut conn, third).unwrap();
    assert_eq!(names(&conn), ["floor", "badge"], "it is back in its place");
    take_back(&mut conn, second).unwrap();
    assert_eq!(table::get(&conn, store, "floor").unwrap().unwrap().title.as_deref(), Some("Floor"));
    take_back(&mut conn, first).unwrap();
    assert_eq!(names(&conn), ["badge"]);
    assert!(matches!(take_back(&mut conn, first), Err(Error::AlreadyUndone { .. })));
}

#[test]
fn what_cannot_be_defined_is_refused_by_field() {
    let (mut conn, _) = imported();
    let field = |result: Result<Option<i64>>| match result {
        Err(Error::Value { field, .. }) => field,
        other => format!("{other:?}"),
    };
    assert_eq!(field(defined(&mut conn, &Definition::unsaid("  "))), "name");
    assert_eq!(field(defined(&mut conn, &Definition::unsaid(&"n".repeat(256)))), "name");
    assert_eq!(field(defined(&mut conn, &Definition { kind: AttributeType::Choice, ..floor() })), "choices");
    let tx = conn.transaction().unwrap();
    assert!(matches!(define(&tx, "nowhere", &floor(), "olga", day(3)), Err(Error::NoSuch { .. })));
    assert!(matches!(remove(&tx, "git", "floor", "olga", day(3)), Err(Error::NoSuch { .. })));
}
