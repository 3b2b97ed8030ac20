use crate::Error;
use crate::merge::testing::*;
use crate::merge::{Begin, ChangedUsers, SnapshotWriter};
use crate::tables::version::FieldChange;
use crate::tables::{find::find, profile, user, userstore, version};
use muster_model::import::Totals;
use muster_model::record::{Told, UserRecord};
use muster_model::seen::SeenStatus;
use muster_model::{Kind, LastSeen, Precision, ProfileField, State, User, UserId, UserstoreKind};
use rusqlite::Connection;

fn get(conn: &Connection, name: &str) -> User {
    user::by_id(conn, find(conn, name).unwrap()).unwrap()
}

fn totals(created: u64, changed: u64, unchanged: u64, gone: u64) -> Totals {
    Totals { created, changed, unchanged, gone }
}

fn full(id: &str, name: &str) -> UserRecord {
    let mut record = known(id, name);
    record.display_name = told("Änne Berg");
    record.email = told("Anne@Example.org");
    record.state = Told::Value(State::Blocked);
    record.kind = Told::Value(Kind::Service);
    record.mfa = Told::Value(false);
    record.seat_flag = Told::Value(true);
    record.created_at = Told::Value(day(-5));
    record.last_seen = Some(LastSeen::seen(day(0), "last_activity_on", Precision::Day));
    record.profile.insert(ProfileField::Title, told("Engineer"));
    record.attributes.insert("badge".into(), vec!["1".into(), "2".into()]);
    record.avatar = Some(b"\x89PNG\r\n\x1a\nrest".to_vec());
    record
}

#[test]
fn a_user_of_a_silent_source_is_active_and_human() {
    let (mut conn, store) = mirrored();
    let merged = import(&mut conn, store, 1, &whole(), &users([named(" Bob ")]));
    assert_eq!(merged.users, totals(1, 0, 0, 0));
    let bob = get(&conn, "git/BOB");
    assert_eq!((bob.username.as_str(), bob.display_name.as_str()), ("Bob", "Bob"));
    assert_eq!((bob.state, bob.kind, bob.mfa, bob.email), (State::Active, Kind::Human, None, None));
    assert_eq!(bob.last_seen, LastSeen::not_collected());
    let history = version::of_user(&conn, bob.id).unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!((history[0].action.as_str(), history[0].at), ("created", day(1)));
}

#[test]
fn everything_told_is_kept() {
    let (mut conn, store) = mirrored();
    import(&mut conn, store, 1, &whole(), &users([full("7", "anne")]));
    let anne = get(&conn, "anne@example.ORG");
    assert_eq!(anne.source_id.as_deref(), Some("7"));
    assert_eq!((anne.state, anne.kind, anne.mfa, anne.has_avatar), (State::Blocked, Kind::Service, Some(false), true));
    assert_eq!((anne.created_at, anne.last_seen.at), (Some(day(-5)), Some(day(0))));
    assert_eq!(anne.last_seen.source.as_deref(), Some("last_activity_on"));
    assert_eq!(user::seat_flag(&conn, anne.id).unwrap(), Some(true));
    let shown = profile::of_user(&conn, anne.id).unwrap();
    assert_eq!(shown.get(ProfileField::Title), Some("Engineer"));
    assert_eq!(shown.attributes["badge"], ["1", "2"]);
    assert_eq!(crate::tables::avatar::get(&conn, anne.id).unwrap().unwrap().mime, "image/png");
}

#[test]
fn the_same_records_twice_write_nothing() {
    let (mut conn, store) = mirrored();
    // The second record contradicts the first, and the third has no id.
    let mut other = full("7", "anne");
    other.display_name = told("Someone else");
    other.profile.insert(ProfileField::Title, told("Clerk"));
    other.profile.insert(ProfileField::Location, told("Ulm"));
    other.attributes.insert("badge".into(), vec!["3".into()]);
    let records = users([full("7", "anne"), other, named("Zoë")]);
    let first = import(&mut conn, store, 1, &whole(), &records);
    assert_eq!((first.users, first.read), (totals(2, 1, 0, 0), 3));
    assert_eq!(get(&conn, "anne").display_name, "Änne Berg");
    let (before, written) = (dump(&conn, &["snapshot"]), conn.total_changes());
    let second = import(&mut conn, store, 2, &whole(), &records);
    assert_eq!((second.users, second.read), (totals(0, 0, 3, 0), 3));
    assert_eq!(second.changed_users, ChangedUsers::Some(vec![]));
    assert_eq!(dump(&conn, &["snapshot"]), before);
    assert_eq!(conn.total_changes() - written, 2, "only the snapshot's own row is written, at both ends");
}

#[test]
fn silent_keeps_empty_clears_and_a_value_sets() {
    let (mut conn, store) = mirrored();
    import(&mut conn, store, 1, &whole(), &users([full("7", "anne")]));
    let before = get(&conn, "anne");
    let merged = import(&mut conn, store, 2, &whole(), &users([known("7", "anne")]));
    assert_eq!(merged.users, totals(0, 0, 1, 0));
    assert_eq!(get(&conn, "anne"), before);

    let mut record = known("7", "anne");
    record.email = Told::Empty;
    record.mfa = Told::Empty;
    record.display_name = told("  ");
    record.state = Told::Value(State::Active);
    record.created_at = Told::Empty;
    record.profile.insert(ProfileField::Title, Told::Empty);
    record.profile.insert(ProfileField::Bio, Told::Silent);
    record.attributes.insert("badge".into(), vec![]);
    let merged = import(&mut conn, store, 3, &whole(), &users([record]));
    assert_eq!(merged.users, totals(0, 1, 0, 0));
    let anne = get(&conn, "anne");
    assert_eq!((anne.email, anne.mfa, anne.created_at), (None, None, None));
    assert_eq!((anne.display_name.as_str(), anne.state), ("anne", State::Active));
    assert!(profile::of_user(&conn, anne.id).unwrap().is_empty());

    let history = version::of_user(&conn, anne.id).unwrap();
    assert_eq!(history.len(), 2);
    let field = |name: &str| history[0].fields.iter().find(|f| f.name == name).cloned().unwrap();
    assert_eq!(field("email"), FieldChange::new("email", Some("Anne@Example.org"), None));
    assert_eq!(field("state"), FieldChange::new("state", Some("blocked"), Some("active")));
    assert_eq!(field("profile.title"), FieldChange::new("profile.title", Some("Engineer"), None));
    assert_eq!(field("attributes.badge"), FieldChange::new("attributes.badge", Some("1; 2"), None));
    assert_eq!(field("mfa"), FieldChange::new("mfa", Some("no"), None));
}

#[test]
fn an_id_decides_alone() {
    let (mut conn, store) = mirrored();
    import(&mut conn, store, 1, &whole(), &users([known("1", "anne"), named("bob")]));
    let (anne, bob) = (get(&conn, "anne").id, get(&conn, "bob").id);
    // 1 is renamed, 2 takes over its name, bob turns out to be 3.
    let merged =
        import(&mut conn, store, 2, &whole(), &users([known("1", "anne2"), known("2", "anne"), known("3", "BOB")]));
    assert_eq!(merged.users, totals(1, 2, 0, 0));
    assert_eq!(get(&conn, "anne2").id, anne);
    assert_eq!(get(&conn, "anne2").display_name, "anne2", "a name that was only the username follows it");
    assert_ne!(get(&conn, "anne").id, anne);
    assert_eq!((get(&conn, "BOB").id, get(&conn, "BOB").source_id.as_deref()), (bob, Some("3")));
}

#[test]
fn a_reference_names_a_user_through_a_rename_and_tells_twins_apart() {
    let (mut conn, store) = mirrored();
    let entry = |reference: &str, name: &str| {
        let mut record = named(name);
        record.identity.reference = Some(reference.into());
        record
    };
    let twins = users([entry("uid=a,ou=x", "a"), entry("uid=a,ou=y", "a")]);
    assert_eq!(import(&mut conn, store, 1, &whole(), &twins).users, totals(2, 0, 0, 0));
    assert_eq!(import(&mut conn, store, 2, &whole(), &twins).users, totals(0, 0, 2, 0));
    let renamed = users([entry("uid=a,ou=x", "b"), entry("uid=a,ou=y", "a")]);
    assert_eq!(import(&mut conn, store, 3, &whole(), &renamed).users, totals(0, 1, 1, 0));
    // Moved: a new reference under the old name is the same user.
    let moved = users([entry("uid=b,ou=z", "b"), entry("uid=a,ou=y", "a")]);
    assert_eq!(import(&mut conn, store, 4, &whole(), &moved).users, totals(0, 1, 1, 0));
}

#[test]
fn records_without_a_usable_username_are_refused() {
    let (mut conn, store) = mirrored();
    let mut nobody = named("x");
    nobody.identity.username = None;
    nobody.identity.id = Some("9".into());
    let records =
        users([named("  "), named(&"x".repeat(256)), named("a\u{7}b"), nobody.clone(), named(&"x".repeat(255))]);
    let merged = import(&mut conn, store, 1, &whole(), &records);
    assert_eq!((merged.users, merged.read), (totals(1, 0, 0, 0), 5));
    // A user who is known needs no username.
    import(&mut conn, store, 2, &part(), &users([known("9", "nina")]));
    nobody.email = told("n@x");
    assert_eq!(import(&mut conn, store, 3, &part(), &users([nobody])).users, totals(0, 1, 0, 0));
}

#[test]
fn who_is_missing_from_a_whole_list_is_gone_and_may_return() {
    let (mut conn, store) = mirrored();
    import(&mut conn, store, 1, &whole(), &users([named("a"), named("b")]));
    let b = get(&conn, "b").id;
    let part_only = import(&mut conn, store, 2, &part(), &users([named("a")]));
    assert_eq!((part_only.users, part_only.complete), (totals(0, 0, 1, 0), false));
    let merged = import(&mut conn, store, 3, &whole(), &users([named("a")]));
    assert_eq!(merged.users, totals(0, 0, 1, 1));
    assert_eq!(merged.changed_users, ChangedUsers::Some(vec![b]));
    assert_eq!(user::by_id(&conn, b).unwrap().gone_since, Some(day(3)));
    let listed = &userstore::list(&conn).unwrap()[0];
    assert_eq!((listed.users, listed.gone, listed.last_snapshot), (1, 1, Some(day(3))));
    let again = import(&mut conn, store, 4, &whole(), &users([named("a")]));
    assert_eq!(again.users, totals(0, 0, 1, 0), "gone once");

    let back = import(&mut conn, store, 5, &whole(), &users([named("a"), named("b")]));
    assert_eq!(back.users, totals(0, 1, 1, 0));
    assert_eq!(user::by_id(&conn, b).unwrap().gone_since, None);
    let listed = &userstore::list(&conn).unwrap()[0];
    assert_eq!((listed.users, listed.gone), (2, 0));
    let actions: Vec<_> = version::of_user(&conn, b).unwrap().into_iter().map(|v| (v.action, v.at)).collect();
    let expected = [("returned", 5), ("gone", 3), ("created", 1)];
    assert_eq!(actions, expected.map(|(action, n)| (action.to_owned(), day(n))));
}

#[test]
fn a_name_goes_to_whoever_is_present() {
    let (mut conn, store) = mirrored();
    import(&mut conn, store, 1, &whole(), &users([known("1", "anne")]));
    import(&mut conn, store, 2, &whole(), &users([known("2", "anne")]));
    let merged = import(&mut conn, store, 3, &whole(), &users([named("anne")]));
    assert_eq!(merged.users, totals(0, 0, 1, 0));
    assert_eq!(get(&conn, "anne").source_id.as_deref(), Some("2"));
}

#[test]
fn nobody_is_gone_from_a_local_userstore_or_by_files_that_speak_of_nobody() {
    let (mut conn, store) = local();
    import(&mut conn, store, 1, &whole(), &users([named("a"), named("b")]));
    assert_eq!(import(&mut conn, store, 2, &whole(), &users([named("a")])).users, totals(0, 0, 1, 0));
    let (mut conn, store) = mirrored();
    import(&mut conn, store, 1, &whole(), &users([named("a")]));
    assert_eq!(import(&mut conn, store, 2, &whole(), &[]).users, Totals::default());
}

#[test]
fn userstores_do_not_touch_each_other() {
    let (mut conn, git) = mirrored();
    let ldap = userstore::add(&conn, "ldap", UserstoreKind::Ldap, day(1)).unwrap().id;
    import(&mut conn, git, 1, &whole(), &users([known("1", "a")]));
    assert_eq!(import(&mut conn, ldap, 1, &whole(), &users([known("1", "a"), named("b")])).users, totals(2, 0, 0, 0));
    assert_eq!(import(&mut conn, git, 2, &whole(), &users([known("2", "c")])).users, totals(1, 0, 0, 1));
    assert_eq!(get(&conn, "ldap/a").gone_since, None);
}

#[test]
fn a_writer_that_is_dropped_leaves_nothing() {
    let (mut conn, store) = mirrored();
    let before = dump(&conn, &[]);
    let tx = conn.transaction().unwrap();
    let begin = Begin { userstore: store, taken_at: day(1), now: day(1), operator: "olga", format: "test" };
    let mut writer = SnapshotWriter::begin(&tx, begin).unwrap();
    writer.user("test", &full("1", "anne")).unwrap().unwrap();
    drop(writer);
    tx.rollback().unwrap();
    assert_eq!(dump(&conn, &[]), before);
}

#[test]
fn the_last_sign_of_life_only_gets_better_known() {
    let (mut conn, store) = mirrored();
    let mut n = 0;
    let mut tell = |conn: &mut Connection, seen: Option<LastSeen>| {
        n += 1;
        let mut record = named("a");
        record.last_seen = seen;
        let merged = import(conn, store, n, &whole(), &users([record]));
        (merged.users.changed == 1, get(conn, "a").last_seen)
    };
    let at = |n, precision| LastSeen::seen(day(n), "f", precision);
    let status = |answer: &(bool, LastSeen)| (answer.0, answer.1.status);
    tell(&mut conn, None);
    assert_eq!(status(&tell(&mut conn, Some(LastSeen::not_collected()))), (false, SeenStatus::NotCollected));
    assert_eq!(status(&tell(&mut conn, Some(LastSeen::unknown()))), (true, SeenStatus::Unknown));
    assert_eq!(status(&tell(&mut conn, Some(LastSeen::never("f")))), (true, SeenStatus::Never));
    assert_eq!(status(&tell(&mut conn, Some(LastSeen::unknown()))), (false, SeenStatus::Never));
    assert_eq!(tell(&mut conn, Some(at(5, Precision::Day))), (true, at(5, Precision::Day)));
    assert_eq!(tell(&mut conn, Some(at(5, Precision::Second))), (true, at(5, Precision::Second)));
    assert_eq!(tell(&mut conn, Some(at(5, Precision::Day))), (false, at(5, Precision::Second)));
    assert_eq!(tell(&mut conn, Some(at(4, Precision::Second))), (false, at(5, Precision::Second)));
    assert_eq!(tell(&mut conn, Some(at(6, Precision::Fortnight))), (true, at(6, Precision::Fortnight)));
    assert_eq!(tell(&mut conn, Some(LastSeen::never("f"))), (false, at(6, Precision::Fortnight)));
    assert_eq!(tell(&mut conn, None), (false, at(6, Precision::Fortnight)));
    let id = get(&conn, "a").id;
    assert_eq!(version::of_user(&conn, id).unwrap().len(), 1, "signs of life are no versions");
}

#[test]
fn only_pictures_are_stored() {
    let (mut conn, store) = mirrored();
    let with = |bytes: &[u8]| {
        let mut record = named("a");
        record.avatar = Some(bytes.to_vec());
        users([record])
    };
    let big = [b"\xFF\xD8\xFF".as_slice(), &vec![0; 200 * 1024]].concat();
    for (bytes, n) in [(b"<svg>".as_slice(), 1), (&big, 2)] {
        let merged = import(&mut conn, store, n, &whole(), &with(bytes));
        assert_eq!(merged.notes.avatars_ignored, 1);
        assert!(!get(&conn, "a").has_avatar);
    }
    for (bytes, n) in [(b"GIF89a...".as_slice(), 3), (b"RIFF....WEBPx", 4), (&big[..100], 5)] {
        assert_eq!(import(&mut conn, store, n, &whole(), &with(bytes)).users.changed, 1);
        assert!(get(&conn, "a").has_avatar);
    }
    let history = version::of_user(&conn, get(&conn, "a").id).unwrap();
    assert_eq!(history.len(), 4);
    assert_eq!(history[0].fields[0].name, "avatar");
    assert_eq!(history[0].fields[0].before, history[1].fields[0].after);
}

#[test]
fn finding_a_user() {
    let (mut conn, git) = mirrored();
    let ldap = userstore::add(&conn, "ldap", UserstoreKind::Ldap, day(1)).unwrap().id;
    let mut anne = known("1", "anne");
    anne.email = told("a@x");
    let mut slash = known("2", "x/y");
    slash.email = told("a@x");
    import(&mut conn, git, 1, &whole(), &users([anne, slash]));
    import(&mut conn, ldap, 1, &whole(), &users([named("ANNE"), named("1")]));
    assert!(matches!(find(&conn, "anne"), Err(Error::Ambiguous { candidates, .. })
        if candidates == ["git/anne (1)", "ldap/ANNE (3)"]));
    assert_eq!(find(&conn, "LDAP/anne").unwrap(), UserId(3));
    assert_eq!(find(&conn, "x/y").unwrap(), UserId(2));
    assert_eq!(find(&conn, "1").unwrap(), UserId(4), "a username comes before a number");
    assert_eq!(find(&conn, "2").unwrap(), UserId(2));
    assert!(matches!(find(&conn, "a@x"), Err(Error::Ambiguous { .. })));
    assert!(matches!(find(&conn, "nobody"), Err(Error::NoSuch { .. })));
    import(&mut conn, ldap, 2, &whole(), &users([named("1")]));
    assert_eq!(find(&conn, "anne").unwrap(), UserId(1), "who is present comes before who is gone");
    assert_eq!(find(&conn, "ldap/anne").unwrap(), UserId(3));
}
