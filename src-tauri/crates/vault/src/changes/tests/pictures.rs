use super::take_back;
use crate::changes::picture::set_avatar;
use crate::merge::testing::*;
use crate::tables::avatar::{self, Avatar};
use crate::tables::user;
use crate::{Error, Result};
use muster_model::UserId;
use rusqlite::Connection;

fn picture(mark: u8) -> Avatar {
    Avatar {
        mime: "image/png".into(),
        body: [&[0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A][..], &[mark; 40]].concat(),
    }
}

fn give(conn: &mut Connection, id: UserId, picture: Option<&Avatar>) -> Result<Option<i64>> {
    let tx = conn.transaction().unwrap();
    let applied = set_avatar(&tx, id, picture, "olga", day(3))?;
    tx.commit().unwrap();
    Ok(applied.change)
}

#[test]
fn a_picture_is_given_replaced_taken_away_and_every_step_undone() {
    let mut conn = vault();
    let id = named_user(&conn, "ada");
    let shown = |conn: &Connection| {
        let shown = avatar::get(conn, id).unwrap();
        assert_eq!(user::by_id(conn, id).unwrap().has_avatar, shown.is_some());
        shown
    };
    let first = give(&mut conn, id, Some(&picture(1))).unwrap().unwrap();
    let second = give(&mut conn, id, Some(&picture(2))).unwrap().unwrap();
    assert_eq!(give(&mut conn, id, Some(&picture(2))).unwrap(), None, "nothing differs");
    let third = give(&mut conn, id, None).unwrap().unwrap();
    assert_eq!(shown(&conn), None);
    assert!(matches!(take_back(&mut conn, second), Err(Error::ChangedSince { .. })));
    take_back(&mut conn, third).unwrap();
    assert_eq!(shown(&conn), Some(picture(2)));
    take_back(&mut conn, second).unwrap();
    assert_eq!(shown(&conn), Some(picture(1)));
    take_back(&mut conn, first).unwrap();
    assert_eq!(shown(&conn), None);
}

#[test]
fn a_picture_of_a_mirrored_user_is_set_at_its_source() {
    let (mut conn, store) = mirrored();
    import(&mut conn, store, 2, &whole(), &users([known("1", "ada")]));
    assert!(matches!(give(&mut conn, UserId(1), Some(&picture(1))), Err(Error::NotLocal { .. })));
    assert_eq!(avatar::get(&conn, UserId(1)).unwrap(), None);
}

#[test]
fn what_is_no_picture_or_too_large_is_refused() {
    let mut conn = vault();
    let id = named_user(&conn, "ada");
    let large = Avatar { body: [picture(1).body, vec![0; avatar::MOST_BYTES]].concat(), ..picture(1) };
    let text = Avatar { body: b"GIF, he said".to_vec(), ..picture(1) };
    let lie = Avatar { mime: "image/svg+xml".into(), ..picture(1) };
    for wrong in [large, text, lie] {
        assert!(matches!(give(&mut conn, id, Some(&wrong)), Err(Error::Value { .. })));
    }
    assert!(matches!(give(&mut conn, UserId(99), None), Err(Error::NoSuch { .. })));
}
