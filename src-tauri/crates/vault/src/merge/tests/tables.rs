use crate::merge::testing::*;
use crate::tables::columns::{load, load_one};
use crate::tables::{snapshot, user};
use muster_model::record::Told;
use muster_model::seen::SeenStatus;
use muster_model::{Facts, LastSeen, Precision, UserId};

#[test]
fn every_user_is_streamed_and_one_alone_is_the_same() {
    let (mut conn, store) = mirrored();
    let mut anne = known("1", "anne");
    anne.display_name = told("Änne");
    anne.mfa = Told::Value(true);
    anne.last_seen = Some(LastSeen::seen(day(3), "f", Precision::Second));
    import(&mut conn, store, 1, &part(), &users([named("Bob"), anne, named("carl")]));
    import(&mut conn, store, 4, &whole(), &users([named("anne"), named("carl")]));
    let mut seen = Vec::new();
    load(&conn, &mut |row| seen.push(format!("{row:?}"))).unwrap();
    for (at, line) in seen.iter().enumerate() {
        let mut one = String::new();
        let id = UserId(i64::try_from(at).unwrap() + 1);
        assert!(load_one(&conn, id, &mut |row| one = format!("{row:?}")).unwrap());
        assert_eq!(&one, line);
    }
    assert_eq!(seen.len(), 3);
    load(&conn, &mut |row| match row.id {
        1 => assert!(row.facts.has(Facts::GONE) && row.seen == SeenStatus::NotCollected && row.name_order == "bob"),
        2 => {
            assert_eq!((row.username, row.display_name, row.name_order), ("anne", "Änne", "anne"));
            assert!(!row.facts.has(Facts::GONE) && row.facts.has(Facts::MFA) && row.facts.has(Facts::GRANTS_KNOWN));
            assert_eq!((row.seen, row.seen_at), (SeenStatus::Seen, Some(day(3).timestamp())));
        }
        _ => assert_eq!(row.email, None),
    })
    .unwrap();
    assert!(!load_one(&conn, UserId(9), &mut |_| ()).unwrap());
}

#[test]
fn pages_come_in_the_order_asked_for() {
    let (mut conn, store) = mirrored();
    import(&mut conn, store, 1, &part(), &users(["Zoe", "Émile", "anton", "eva"].map(named)));
    let page = user::first_page(&conn, 3).unwrap();
    assert_eq!(page, [UserId(3), UserId(2), UserId(4)]);
    let rows = user::rows(&conn, &[UserId(4), UserId(99), UserId(1), UserId(4)]).unwrap();
    assert_eq!(rows.iter().map(|u| u.id.0).collect::<Vec<_>>(), [4, 1, 4]);
    assert_eq!(user::count_present(&conn).unwrap(), 4);
}

#[test]
fn snapshots_are_kept_with_their_totals() {
    let (mut conn, store) = mirrored();
    import(&mut conn, store, 1, &whole(), &users([named("a"), named("b"), named(" ")]));
    import(&mut conn, store, 2, &part(), &users([named("a")]));
    import(&mut conn, store, 3, &whole(), &users([named("a")]));
    let list = snapshot::list(&conn).unwrap();
    assert_eq!(
        list.iter().map(|s| (s.read, s.created, s.unchanged, s.gone, s.rejected, s.users)).collect::<Vec<_>>(),
        [(1, 0, 1, 1, 0, 1), (1, 0, 1, 0, 0, 1), (3, 2, 0, 0, 1, 2),]
    );
    assert_eq!((list[1].because.as_deref(), list[1].complete, list[0].complete), (Some("one page"), false, true));
    assert_eq!(snapshot::latest(&conn).unwrap(), [list[0].clone()]);
    assert_eq!(snapshot::last_listing(&conn, UserId(1)).unwrap(), Some(day(3)));
    assert_eq!(snapshot::last_listing(&conn, UserId(2)).unwrap(), Some(day(1)));
}
