use crate::changes::person::{link_alone, unlink_alone};
use crate::changes::undo;
use crate::merge::testing::*;
use crate::tables::{change, person, userstore};
use crate::{Error, Result};
use muster_model::record::{Record, UserRecord};
use muster_model::{Kind, LinkedBy, ProfileField, UserId, UserstoreKind};
use proptest::prelude::*;
use rusqlite::Connection;

fn someone(username: &str, email: Option<&str>, number: Option<&str>) -> UserRecord {
    let mut record = named(username);
    if let Some(email) = email {
        record.email = told(email);
    }
    if let Some(number) = number {
        record.profile.insert(ProfileField::EmployeeNumber, told(number));
    }
    record
}

/// Three userstores: `git` with 1 to 3, `ldap` with 4 and 5, `hr` with 6.
fn realm() -> Connection {
    let mut conn = vault();
    let stores = [
        (
            "git",
            UserstoreKind::Gitlab,
            vec![
                someone("ada", Some("Ada@fern.example"), None),
                someone("ben", Some("ben@fern.example"), None),
                someone("team", Some("team@fern.example"), None),
            ],
        ),
        (
            "ldap",
            UserstoreKind::Ldap,
            vec![
                someone("alovelace", Some("ada@FERN.example"), Some("E-17")),
                someone("bk", Some("bk@fern.example"), Some("e-18")),
            ],
        ),
        ("hr", UserstoreKind::File, vec![someone("17", None, Some("e-17"))]),
    ];
    for (domain, kind, records) in stores {
        let store = userstore::add(&conn, domain, kind, day(1)).unwrap().id;
        let records: Vec<Record> = users(records);
        import(&mut conn, store, 2, &whole(), &records);
    }
    conn
}

fn link(conn: &mut Connection, ids: &[i64], name: Option<&str>) -> Result<i64> {
    let ids: Vec<UserId> = ids.iter().copied().map(UserId).collect();
    let tx = conn.transaction().unwrap();
    let linked = link_alone(&tx, &ids, name, "olga", day(3))?;
    tx.commit().unwrap();
    Ok(linked.change.unwrap_or_default())
}

fn unlink(conn: &mut Connection, id: i64) -> Result<i64> {
    let tx = conn.transaction().unwrap();
    let linked = unlink_alone(&tx, UserId(id), "olga", day(3))?;
    tx.commit().unwrap();
    Ok(linked.change.unwrap_or_default())
}

fn take_back(conn: &mut Connection, change: i64) -> Result<()> {
    let tx = conn.transaction().unwrap();
    undo(&tx, change, "otto", day(4), &mut |_| Ok(()))?;
    tx.commit().unwrap();
    Ok(())
}

/// Who is behind a user: the name, and all accounts with how they are known.
fn behind(conn: &Connection, id: i64) -> Option<(String, Vec<(i64, LinkedBy)>)> {
    let person = person::of_user(conn, UserId(id)).unwrap()?;
    let mut accounts: Vec<_> =
        person::accounts(conn, person.id).unwrap().into_iter().map(|a| (a.user.0, a.how)).collect();
    accounts.sort();
    Some((person.name, accounts))
}

fn suggested(conn: &Connection, id: i64) -> Vec<(String, LinkedBy)> {
    person::suggestions(conn, UserId(id)).unwrap().into_iter().map(|a| (a.full_name, a.how)).collect()
}

#[test]
fn accounts_alike_are_suggested_across_userstores_with_how() {
    let mut conn = realm();
    assert_eq!(suggested(&conn, 1), [("ldap/alovelace".to_owned(), LinkedBy::Email)]);
    assert_eq!(suggested(&conn, 6), [("ldap/alovelace".to_owned(), LinkedBy::EmployeeNumber)]);
    assert_eq!(suggested(&conn, 2), []);
    // What is known of one account speaks for all of the person's.
    link(&mut conn, &[1, 4], None).unwrap();
    assert_eq!(suggested(&conn, 1), [("hr/17".to_owned(), LinkedBy::EmployeeNumber)]);
    link(&mut conn, &[4, 6], None).unwrap();
    assert_eq!(suggested(&conn, 1), []);
}

#[test]
fn programs_those_gone_and_shared_marks_are_not_suggested() {
    let mut conn = realm();
    conn.execute("UPDATE user SET gone_since = 1 WHERE id = 4", []).unwrap();
    assert_eq!(suggested(&conn, 1), []);
    conn.execute("UPDATE user SET gone_since = NULL, kind = ?1 WHERE id = 4", [Kind::Bot.number()]).unwrap();
    assert_eq!((suggested(&conn, 1), suggested(&conn, 4)), (vec![], vec![]));
    let shared = (0..11).map(|n| someone(&format!("s{n}"), Some("team@fern.example"), None));
    let store = userstore::add(&conn, "wiki", UserstoreKind::File, day(1)).unwrap().id;
    import(&mut conn, store, 2, &whole(), &users(shared));
    assert_eq!(suggested(&conn, 3), []);
}

#[test]
fn linking_says_how_and_merges_persons() {
    let mut conn = realm();
    link(&mut conn, &[1, 4], None).unwrap();
    let ada = vec![(1, LinkedBy::Email), (4, LinkedBy::Email)];
    assert_eq!(behind(&conn, 4), Some(("ada".to_owned(), ada.clone())));
    link(&mut conn, &[2, 5], Some(" Ben Kay ")).unwrap();
    assert_eq!(behind(&conn, 5), Some(("Ben Kay".to_owned(), vec![(2, LinkedBy::Hand), (5, LinkedBy::Hand)])));
    link(&mut conn, &[4, 6], None).unwrap();
    let whole = [ada, vec![(6, LinkedBy::EmployeeNumber)]].concat();
    assert_eq!(behind(&conn, 6), Some(("ada".to_owned(), whole)));
    // The person with more accounts stays, with all accounts of the other.
    let merged = link(&mut conn, &[5, 1], None).unwrap();
    let (name, accounts) = behind(&conn, 2).unwrap();
    assert_eq!((name.as_str(), accounts.len()), ("ada", 5));
    assert_eq!(change::by_id(&conn, merged).unwrap().unwrap().title, "Link accounts of ada");
    take_back(&mut conn, merged).unwrap();
    assert_eq!(behind(&conn, 2).unwrap().0, "Ben Kay");
    assert_eq!(behind(&conn, 1).unwrap().1.len(), 3);
}

#[test]
fn a_person_left_with_one_account_is_none() {
    let mut conn = realm();
    link(&mut conn, &[1, 4, 6], Some("Ada")).unwrap();
    let first = unlink(&mut conn, 6).unwrap();
    assert_eq!(behind(&conn, 1).unwrap().1.len(), 2);
    let second = unlink(&mut conn, 4).unwrap();
    assert_eq!((behind(&conn, 1), behind(&conn, 4)), (None, None));
    // In the wrong order it is refused, and nothing is changed.
    assert!(matches!(take_back(&mut conn, first), Err(Error::ChangedSince { .. })));
    take_back(&mut conn, second).unwrap();
    take_back(&mut conn, first).unwrap();
    assert_eq!(behind(&conn, 6).unwrap().1.len(), 3);
    assert_eq!(unlink(&mut conn, 2).unwrap(), 0, "there was nothing to do");
}

#[test]
fn what_cannot_be_linked_is_refused_with_what_to_do() {
    let mut conn = realm();
    for (ids, name) in [(vec![], None), (vec![1], None), (vec![1, 1], None), (vec![1], Some("Ada"))] {
        assert!(matches!(link(&mut conn, &ids, name), Err(Error::Value { .. })), "{ids:?}");
    }
    assert!(matches!(link(&mut conn, &[1, 99], None), Err(Error::NoSuch { .. })));
    assert!(matches!(link(&mut conn, &[1, 4], Some(&"a".repeat(256))), Err(Error::Value { .. })));
    assert_eq!(behind(&conn, 1), None);
    link(&mut conn, &[1, 4], None).unwrap();
    // One account is enough to give its person a name.
    link(&mut conn, &[4], Some("Ada L.")).unwrap();
    assert_eq!(behind(&conn, 1).unwrap().0, "Ada L.");
    assert_eq!(link(&mut conn, &[1, 4], None).unwrap(), 0, "it is so already");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Whatever is linked and unlinked: taking all of it back, the last first,
    /// leaves nobody linked.
    #[test]
    fn taking_everything_back_ends_where_it_began(steps in prop::collection::vec((prop::collection::vec(1i64..=6, 1..4), any::<bool>()), 1..12)) {
        let mut conn = realm();
        let mut changes = Vec::new();
        for (ids, linking) in steps {
            let done = if linking { link(&mut conn, &ids, None) } else { unlink(&mut conn, ids[0]) };
            changes.extend(done.ok().filter(|change| *change > 0));
            let alone: i64 = conn
                .query_row("SELECT count(*) FROM person p WHERE (SELECT count(*) FROM user_person WHERE person_id = p.id) < 2", [], |row| row.get(0))
                .unwrap();
            prop_assert_eq!(alone, 0, "nobody is behind fewer than two accounts");
        }
        for change in changes.into_iter().rev() {
            take_back(&mut conn, change).unwrap();
        }
        for id in 1..=6 {
            prop_assert_eq!(behind(&conn, id), None);
        }
    }
}
