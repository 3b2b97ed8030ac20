use crate::Error;
use crate::merge::testing::*;
use crate::merge::{Applied, Edit, apply_edit, create_user, undo};
use crate::tables::profile;
use crate::tables::version::FieldChange;
use crate::tables::{change, find::find, user, userstore, version};
use muster_model::record::Told;
use muster_model::{ProfileField, State, UserId, UserstoreId};
use proptest::prelude::*;
use rusqlite::Connection;

type Result<T> = std::result::Result<T, Error>;

fn edit(conn: &mut Connection, id: UserId, edit: &Edit) -> Result<Applied> {
    let tx = conn.transaction().unwrap();
    let applied = apply_edit(&tx, id, edit, "olga", day(9))?;
    tx.commit().unwrap();
    Ok(applied)
}

fn create(conn: &mut Connection, store: UserstoreId, edit: &Edit) -> Result<Applied> {
    let tx = conn.transaction().unwrap();
    let applied = create_user(&tx, store, edit, "olga", day(8))?;
    tx.commit().unwrap();
    Ok(applied)
}

fn take_back(conn: &mut Connection, change: i64) -> Result<change::Change> {
    let tx = conn.transaction().unwrap();
    let undone = undo(&tx, change, "otto", day(10))?;
    tx.commit().unwrap();
    Ok(undone)
}

fn called(name: &str) -> Edit {
    Edit { username: Some(name.into()), ..Edit::default() }
}

#[test]
fn an_edit_changes_what_it_names_and_can_be_undone() {
    let (mut conn, store) = local();
    let id = create(&mut conn, store, &called("anne")).unwrap().user;
    let mut wanted = Edit { email: Some(" a@x.org ".into()), state: Some(State::Blocked), ..called("Anna") };
    wanted.profile.insert("title".into(), "Engineer".into());
    let before = dump(&conn, &["change", "change_user", "user_version"]);
    let applied = edit(&mut conn, id, &wanted).unwrap();
    let anna = user::by_id(&conn, id).unwrap();
    assert_eq!((anna.username.as_str(), anna.display_name.as_str(), anna.state), ("Anna", "Anna", State::Blocked));
    assert_eq!(anna.email.as_deref(), Some("a@x.org"));
    assert_eq!(applied.fields[0], FieldChange::new("username", Some("anne"), Some("Anna")));
    assert_eq!(applied.fields.len(), 5);
    assert_eq!(find(&conn, "anna").unwrap(), id);

    let none = edit(&mut conn, id, &wanted).unwrap();
    assert_eq!((none.change_id, none.fields.len()), (None, 0));

    let undone = take_back(&mut conn, applied.change_id.unwrap()).unwrap();
    assert!(undone.undone_at.is_some() && undone.target.as_deref() == Some("PRIMARY/anne"));
    assert_eq!(dump(&conn, &["change", "change_user", "user_version"]), before);
    assert!(matches!(take_back(&mut conn, undone.id), Err(Error::AlreadyUndone { .. })));
    let actions: Vec<_> =
        version::of_user(&conn, id).unwrap().into_iter().map(|v| (v.action, v.operator.unwrap())).collect();
    assert_eq!(
        actions,
        [("undone", "otto"), ("changed", "olga"), ("created", "olga")].map(|(a, o)| (a.to_owned(), o.to_owned()))
    );
    let listed = change::list(&conn, 0, 10).unwrap();
    assert_eq!(listed.iter().map(change::Change::can_undo).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn what_changed_since_is_not_undone() {
    let (mut conn, store) = local();
    let id = create(&mut conn, store, &called("anne")).unwrap().user;
    let first =
        edit(&mut conn, id, &Edit { email: Some("a@x".into()), display_name: Some("A".into()), ..Edit::default() });
    let second = edit(&mut conn, id, &Edit { email: Some("b@x".into()), ..Edit::default() }).unwrap();
    let first = first.unwrap().change_id.unwrap();
    assert!(matches!(take_back(&mut conn, first), Err(Error::ChangedSince { fields, .. }) if fields == ["email"]));
    take_back(&mut conn, second.change_id.unwrap()).unwrap();
    take_back(&mut conn, first).unwrap();
    assert_eq!(user::by_id(&conn, id).unwrap().email, None);
    assert!(matches!(take_back(&mut conn, 99), Err(Error::NoSuch { .. })));
}

#[test]
fn a_creation_is_undone_only_while_nothing_followed() {
    let (mut conn, store) = local();
    let nobody = dump(&conn, &["change", "change_user"]);
    let mut wanted = called("anne");
    wanted.profile.insert("bio".into(), "Hello".into());
    let made = create(&mut conn, store, &wanted).unwrap();
    assert_eq!(userstore::list(&conn).unwrap()[0].users, 1);
    let later = edit(&mut conn, made.user, &called("anna")).unwrap();
    let creation = made.change_id.unwrap();
    assert!(matches!(take_back(&mut conn, creation), Err(Error::ChangedSince { fields, .. })
        if fields == ["display_name", "username"]));
    take_back(&mut conn, later.change_id.unwrap()).unwrap();
    let undone = take_back(&mut conn, creation).unwrap();
    assert!(undone.undone_at.is_some());
    assert_eq!(dump(&conn, &["change", "change_user"]), nobody);
    let next = create(&mut conn, store, &called("anne")).unwrap().user;
    assert_ne!(next, made.user, "keys are never used again");
}

#[test]
fn only_local_users_are_edited() {
    let (mut conn, store) = mirrored();
    import(&mut conn, store, 1, &whole(), &users([named("a")]));
    assert!(matches!(edit(&mut conn, UserId(1), &called("b")), Err(Error::NotLocal { domain }) if domain == "git"));
    assert!(matches!(create(&mut conn, store, &called("b")), Err(Error::NotLocal { .. })));
    assert!(matches!(edit(&mut conn, UserId(2), &called("b")), Err(Error::NoSuch { .. })));
}

#[test]
fn values_are_checked() {
    let (mut conn, store) = local();
    let id = create(&mut conn, store, &called("anne")).unwrap().user;
    create(&mut conn, store, &called("Bob")).unwrap();
    assert!(matches!(edit(&mut conn, id, &called("bOB")), Err(Error::Taken { name, .. }) if name == "PRIMARY/bOB"));
    assert!(matches!(create(&mut conn, store, &called("ANNE")), Err(Error::Taken { .. })));
    assert!(
        matches!(create(&mut conn, store, &Edit::default()), Err(Error::Value { field, .. }) if field == "username")
    );
    edit(&mut conn, id, &called("Anne")).unwrap();
    let mut wrong: Vec<(&str, Edit)> = vec![
        ("username", called(" ")),
        ("username", called("a\nb")),
        ("username", called(&"x".repeat(256))),
        ("display_name", Edit { display_name: Some("x".repeat(4001)), ..Edit::default() }),
    ];
    for email in ["a", "@x", "a@", "a@b@c", "a b@x", "a@x\ty"] {
        wrong.push(("email", Edit { email: Some(email.into()), ..Edit::default() }));
    }
    for (field, edited) in [("profile.shoe", ("shoe", "42".to_owned())), ("profile.bio", ("bio", "x".repeat(4001)))] {
        let profile = [(edited.0.to_owned(), edited.1)].into();
        wrong.push((field, Edit { profile, ..Edit::default() }));
    }
    let before = dump(&conn, &[]);
    for (field, wanted) in wrong {
        assert!(
            matches!(edit(&mut conn, id, &wanted), Err(Error::Value { field: at, .. }) if at == field),
            "{wanted:?}"
        );
    }
    assert_eq!(dump(&conn, &[]), before);
}

#[test]
fn undoing_the_removal_of_a_private_field_keeps_it_private() {
    let (mut conn, store) = local();
    import(&mut conn, store, 1, &part(), &users([named("a")]));
    conn.execute(
        r#"INSERT INTO user_profile VALUES (1, '{"fields":{"phone":{"value":"1","visibility":"private"}}}')"#,
        [],
    )
    .unwrap();
    let before = dump(&conn, &["change", "change_user", "user_version"]);
    let cleared =
        edit(&mut conn, UserId(1), &Edit { profile: [("phone".into(), String::new())].into(), ..Edit::default() })
            .unwrap();
    assert!(profile::of_user(&conn, UserId(1)).unwrap().get(ProfileField::Phone).is_none());
    take_back(&mut conn, cleared.change_id.unwrap()).unwrap();
    assert_eq!(dump(&conn, &["change", "change_user", "user_version"]), before);
}

#[test]
fn a_taken_username_is_not_given_back() {
    let (mut conn, store) = local();
    let id = create(&mut conn, store, &called("anne")).unwrap().user;
    let renamed = edit(&mut conn, id, &called("anna")).unwrap();
    create(&mut conn, store, &called("anne")).unwrap();
    assert!(matches!(take_back(&mut conn, renamed.change_id.unwrap()), Err(Error::Taken { .. })));
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let text = || prop::option::of(prop::sample::select(vec!["", "a", "B", "  ü "]).prop_map(str::to_owned));
    let profile = prop::collection::btree_map(
        prop::sample::select(vec!["title", "note", "public_email"]).prop_map(str::to_owned),
        prop::sample::select(vec!["", "x", "y"]).prop_map(str::to_owned),
        0..3,
    );
    let email = prop::option::of(prop::sample::select(vec!["", "a@x", "b@x"]).prop_map(str::to_owned));
    let name = prop::option::of(prop::sample::select(vec!["anne", "ANNE", "eva"]).prop_map(str::to_owned));
    let state = prop::option::of(prop::sample::select(State::ALL.to_vec()));
    (name, text(), email, state, profile).prop_map(|(username, display_name, email, state, profile)| Edit {
        username,
        display_name,
        email,
        state,
        kind: None,
        profile,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn edits_undone_backwards_leave_the_user_as_it_was(edits in prop::collection::vec(any_edit(), 1..6)) {
        let (mut conn, store) = local();
        let mut record = known("1", "anne");
        record.email = Told::Value("first@x".into());
        record.profile.insert(ProfileField::Note, told("careful"));
        import(&mut conn, store, 1, &part(), &users([record]));
        let mut stack = Vec::new();
        for wanted in &edits {
            let before = dump(&conn, &["change", "change_user", "user_version"]);
            if let Some(change) = edit(&mut conn, UserId(1), wanted).unwrap().change_id {
                stack.push((change, before));
            }
        }
        while let Some((change, before)) = stack.pop() {
            take_back(&mut conn, change).unwrap();
            prop_assert_eq!(dump(&conn, &["change", "change_user", "user_version"]), before);
        }
    }
}
