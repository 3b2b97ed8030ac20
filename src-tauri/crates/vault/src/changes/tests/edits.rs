use super::{KEPT, create, edit, take_back};
use crate::Error;
use crate::merge::testing::*;
use crate::tables::version::FieldChange;
use crate::tables::{change, find::find, profile, user, userstore, version};
use muster_model::record::Told;
use muster_model::{ProfileField, State, UserId};
use proptest::prelude::*;

#[test]
fn an_edit_changes_what_it_names_and_can_be_undone() {
    let (mut conn, store) = local();
    let id = create(&mut conn, store, &[("username", "anne")]).unwrap().user;
    let wanted = [("username", "Anna"), ("email", " a@x.org "), ("state", "blocked"), ("profile.title", "Engineer")];
    let before = dump(&conn, KEPT);
    let applied = edit(&mut conn, id, &wanted).unwrap();
    let anna = user::by_id(&conn, id).unwrap();
    assert_eq!((anna.username.as_str(), anna.display_name.as_str(), anna.state), ("Anna", "Anna", State::Blocked));
    assert_eq!(anna.email.as_deref(), Some("a@x.org"));
    assert_eq!(applied.fields[0], FieldChange::new("username", Some("anne"), Some("Anna")));
    assert_eq!(applied.fields.len(), 5);
    assert_eq!(find(&conn, "anna").unwrap(), id);

    let none = edit(&mut conn, id, &wanted).unwrap();
    assert_eq!((none.change, none.fields.len()), (None, 0));

    let undone = take_back(&mut conn, applied.change.unwrap()).unwrap();
    assert!(undone.change.undone_at.is_some() && undone.change.target.as_deref() == Some("PRIMARY/anne"));
    assert_eq!(dump(&conn, KEPT), before);
    assert!(matches!(take_back(&mut conn, undone.change.id), Err(Error::AlreadyUndone { .. })));
    let actions: Vec<_> =
        version::of_user(&conn, id).unwrap().into_iter().map(|v| (v.action, v.operator.unwrap())).collect();
    assert_eq!(
        actions,
        [("undone", "otto"), ("changed", "olga"), ("created", "olga")].map(|(a, o)| (a.to_owned(), o.to_owned()))
    );
    let listed = change::page(&conn, None, 0, 10).unwrap();
    assert_eq!(listed.iter().map(change::Change::can_undo).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn what_changed_since_is_not_undone() {
    let (mut conn, store) = local();
    let id = create(&mut conn, store, &[("username", "anne")]).unwrap().user;
    let first = edit(&mut conn, id, &[("email", "a@x"), ("display_name", "A")]);
    let second = edit(&mut conn, id, &[("email", "b@x")]).unwrap();
    let first = first.unwrap().change.unwrap();
    assert!(matches!(take_back(&mut conn, first), Err(Error::ChangedSince { fields, .. }) if fields == ["email"]));
    take_back(&mut conn, second.change.unwrap()).unwrap();
    take_back(&mut conn, first).unwrap();
    assert_eq!(user::by_id(&conn, id).unwrap().email, None);
    assert!(matches!(take_back(&mut conn, 99), Err(Error::NoSuch { .. })));
}

#[test]
fn a_creation_is_undone_only_while_nothing_followed() {
    let (mut conn, store) = local();
    let nobody = dump(&conn, &["change", "change_user"]);
    let made = create(&mut conn, store, &[("username", "anne"), ("profile.bio", "Hello")]).unwrap();
    assert_eq!(userstore::list(&conn).unwrap()[0].users, 1);
    let later = edit(&mut conn, made.user, &[("username", "anna")]).unwrap();
    let creation = made.change.unwrap();
    assert!(matches!(take_back(&mut conn, creation), Err(Error::ChangedSince { fields, .. })
        if fields == ["display_name", "username"]));
    take_back(&mut conn, later.change.unwrap()).unwrap();
    let undone = take_back(&mut conn, creation).unwrap();
    assert!(undone.change.undone_at.is_some());
    assert_eq!(dump(&conn, &["change", "change_user"]), nobody);
    let next = create(&mut conn, store, &[("username", "anne")]).unwrap().user;
    assert_ne!(next, made.user, "keys are never used again");
}

#[test]
fn only_local_users_are_edited() {
    let (mut conn, store) = mirrored();
    import(&mut conn, store, 1, &whole(), &users([named("a")]));
    assert!(edit(&mut conn, UserId(1), &[("username", "bb")]).unwrap().pending);
    assert!(matches!(create(&mut conn, store, &[("username", "bb")]), Err(Error::NotLocal { .. })));
    assert!(matches!(edit(&mut conn, UserId(2), &[("username", "b")]), Err(Error::NoSuch { .. })));
}

#[test]
fn values_are_checked() {
    let (mut conn, store) = local();
    let id = create(&mut conn, store, &[("username", "anne")]).unwrap().user;
    create(&mut conn, store, &[("username", "Bob")]).unwrap();
    assert!(
        matches!(edit(&mut conn, id, &[("username", "bOB")]), Err(Error::Taken { name, .. }) if name == "PRIMARY/bOB")
    );
    assert!(matches!(create(&mut conn, store, &[("username", "ANNE")]), Err(Error::Taken { .. })));
    assert!(matches!(create(&mut conn, store, &[]), Err(Error::Value { field, .. }) if field == "username"));
    edit(&mut conn, id, &[("username", "Anne")]).unwrap();
    let long = "x".repeat(4001);
    let mut wrong = vec![
        ("username", " "),
        ("username", "a\nb"),
        ("username", &long[..256]),
        ("display_name", &long[..256]),
        ("profile.shoe", "42"),
        ("profile.bio", &long[..256]),
        ("attributes.", "x"),
        ("attributes.a", &long),
        ("kind", "robot"),
        ("mfa", "yes"),
        ("service.owner", &long),
    ];
    wrong.extend(["a", "@x", "a@", "a@b@c", "a b@x", "a@x\ty"].map(|email| ("email", email)));
    let before = dump(&conn, &[]);
    for (field, wanted) in wrong {
        assert!(
            matches!(edit(&mut conn, id, &[(field, wanted)]), Err(Error::Value { field: at, .. }) if at == field),
            "{field} {wanted:?}"
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
    let before = dump(&conn, KEPT);
    let cleared = edit(&mut conn, UserId(1), &[("profile.phone", "")]).unwrap();
    assert!(profile::of_user(&conn, UserId(1)).unwrap().get(ProfileField::Phone).is_none());
    take_back(&mut conn, cleared.change.unwrap()).unwrap();
    assert_eq!(dump(&conn, KEPT), before);
}

#[test]
fn a_taken_username_is_not_given_back() {
    let (mut conn, store) = local();
    let id = create(&mut conn, store, &[("username", "anne")]).unwrap().user;
    let renamed = edit(&mut conn, id, &[("username", "anna")]).unwrap();
    create(&mut conn, store, &[("username", "anne")]).unwrap();
    assert!(matches!(take_back(&mut conn, renamed.change.unwrap()), Err(Error::Taken { .. })));
}

fn any_edit() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    let field = prop::sample::select(vec![
        ("username", ["anne", "ANNE", "eva"]),
        ("display_name", ["", "B", "  ü "]),
        ("email", ["", "a@x", "b@x"]),
        ("state", ["active", "blocked", "deleted"]),
        ("kind", ["human", "service", "bot"]),
        ("profile.title", ["", "x", "y"]),
        ("profile.note", ["", "x", "careful"]),
        ("profile.public_email", ["", "a@x", "b@x"]),
        ("attributes.team", ["", "a\nb", "a; b"]),
        ("attributes.floor", ["", "1", "2; "]),
        ("service.owner", ["", "Ada", "Bo"]),
        ("service.review_at", ["", "2026-11-20", "2027-01-01"]),
    ]);
    let field = (field, 0usize..3).prop_map(|((name, values), n)| (name, values[n]));
    prop::collection::vec(field, 1..5)
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
            let before = dump(&conn, KEPT);
            if let Ok(Some(change)) = edit(&mut conn, UserId(1), wanted).map(|edited| edited.change) {
                stack.push((change, before));
            }
        }
        while let Some((change, before)) = stack.pop() {
            take_back(&mut conn, change).unwrap();
            prop_assert_eq!(dump(&conn, KEPT), before);
        }
    }
}
