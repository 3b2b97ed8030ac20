use super::realm::{GIT, holds, realm};
use super::{KEPT, apply_to, change, edit, look, operations, take_back};
use crate::changes::{Operation, outstanding};
use crate::merge::testing::*;
use crate::tables::change::Status;
use crate::tables::{change as changes, change_user, columns, profile, service_account};
use crate::{Error, merge::Merged};
use muster_model::record::{GrantRecord, GroupName, Listed, Record, Told, UserRecord};
use muster_model::{Facts, ProfileField, Role, Scope, ScopeKind, Standing, State, UserId, Visibility};
use rusqlite::Connection;

fn block() -> Vec<Operation> {
    vec![Operation::SetState(State::Blocked)]
}

fn pending(conn: &Connection, user: i64) -> bool {
    let (mut read, mut stored) = (false, false);
    columns::load_one(conn, UserId(user), &mut |row| read = row.facts.has(Facts::PENDING)).unwrap();
    conn.query_row("SELECT facts FROM user WHERE id = ?1", [user], |row| {
        stored = Facts(row.get(0)?).has(Facts::PENDING);
        Ok(())
    })
    .unwrap();
    assert_eq!(read, stored);
    read
}

/// What git says of its four users, changed by `say`.
fn git(say: impl Fn(&mut UserRecord)) -> Vec<Record> {
    let names = [("15", "eve"), ("16", "finn"), ("17", "gil"), ("18", "hana")];
    users(names.map(|(id, name)| {
        let mut record = known(id, name);
        say(&mut record);
        record
    }))
}

fn is(record: &UserRecord, name: &str) -> bool {
    record.identity.username.as_deref() == Some(name)
}

fn state(state: State) -> impl Fn(&mut UserRecord) {
    move |record| record.state = Told::Value(state)
}

fn whole_users() -> muster_model::record::Coverage {
    muster_model::record::Coverage { users: muster_model::record::Extent::Whole, ..part() }
}

fn told_by(conn: &mut Connection, n: i64, say: impl Fn(&mut UserRecord)) -> Merged {
    import(conn, GIT, n, &whole_users(), &git(say))
}

fn standing(conn: &Connection, number: i64, user: i64) -> Standing {
    change_user::page(conn, number, None, UserId(user - 1), 1).unwrap()[0].standing
}

#[test]
fn nothing_of_a_mirrored_user_changes_until_its_source_says_so() {
    let mut conn = realm();
    let before = dump(&conn, &["change", "change_user", "user", "user_version"]);
    let number = change(&mut conn, &[5, 6, 1], &block()).change.unwrap();
    let noted = changes::by_id(&conn, number).unwrap().unwrap();
    assert_eq!((noted.status(), noted.count.applied, noted.count.outstanding), (Status::Pending, 1, 2));
    assert!(pending(&conn, 5) && pending(&conn, 6) && !pending(&conn, 1));
    let is_active: bool = conn.query_row("SELECT state = 0 FROM user WHERE id = 5", [], |row| row.get(0)).unwrap();
    assert!(is_active);
    assert_eq!(dump(&conn, &["change", "change_user", "user", "user_version"]), before);

    // Only one of the two is blocked by then.
    let merged =
        told_by(&mut conn, 10, |r| r.state = Told::Value(if is(r, "eve") { State::Blocked } else { State::Active }));
    assert_eq!((merged.settled.confirmed, merged.settled.outstanding), (1, 1));
    assert_eq!((standing(&conn, number, 5), standing(&conn, number, 6)), (Standing::Confirmed, Standing::Outstanding));
    assert!(!pending(&conn, 5) && pending(&conn, 6));
    let row = change_user::page(&conn, number, Some(Standing::Outstanding), UserId(0), 9).unwrap().pop().unwrap();
    assert_eq!(outstanding::says(&conn, &row).unwrap().as_deref(), Some("state is \"active\""));

    let merged = told_by(&mut conn, 11, state(State::Blocked));
    assert_eq!((merged.settled.confirmed, merged.settled.outstanding), (1, 0));
    let noted = changes::by_id(&conn, number).unwrap().unwrap();
    assert_eq!((noted.status(), noted.count.confirmed), (Status::Confirmed, 2));
    // What was done here is taken back; what was carried out elsewhere stays.
    take_back(&mut conn, number).unwrap();
    assert_eq!(standing(&conn, number, 5), Standing::Confirmed);
}

#[test]
fn a_pending_change_is_withdrawn_as_if_it_had_never_been() {
    let mut conn = realm();
    let before = dump(&conn, KEPT);
    let wanted = [
        block(),
        operations(&[("profile.title", "Boss"), ("service.owner", "Anne"), ("attributes.team", "z")]).unwrap(),
        vec![
            Operation::AddRole {
                role: "Guest".into(),
                scope: Scope { kind: ScopeKind::Group, path: "new".into() },
                expires: None,
            },
            Operation::RemoveGroup("staff/web".into()),
            Operation::SetVisibility(ProfileField::Title, Visibility::Private),
        ],
    ]
    .concat();
    let number = change(&mut conn, &[5, 6], &wanted).change.unwrap();
    // What is Muster's own is done at once.
    assert_eq!(service_account::get(&conn, UserId(5)).unwrap().unwrap().owner.as_deref(), Some("Anne"));
    let shown = profile::of_user(&conn, UserId(5)).unwrap();
    assert_eq!(shown.fields[&ProfileField::Title].visibility, Visibility::Private);
    assert_eq!(shown.get(ProfileField::Title), Some("Lead"));
    assert_eq!(holds(&conn, 6), ["staff/web"]);
    let undone = take_back(&mut conn, number).unwrap();
    assert_eq!(undone.change.status(), Status::Withdrawn);
    assert_eq!(dump(&conn, KEPT), before);
}

#[test]
fn later_wishes_stand_on_earlier_ones_and_supersede_them() {
    let mut conn = realm();
    let first =
        change(&mut conn, &[6], &operations(&[("state", "blocked"), ("email", "f@x")]).unwrap()).change.unwrap();
    // As it is wanted so far, it is blocked already.
    assert_eq!(change(&mut conn, &[6], &block()).change, None);
    let wanted = [Operation::SetState(State::Deleted)];
    let outcome = look(&conn, &[6], &wanted);
    assert_eq!(outcome.losses().outstanding, 1);
    let second = apply_to(&mut conn, &outcome, &wanted).unwrap().change.unwrap();
    let fields = |conn: &Connection| {
        let wanted = outstanding::wanted(conn, UserId(6)).unwrap();
        let text = |(n, _, f): (i64, String, crate::tables::version::FieldChange)| {
            format!("{n} {} {} > {}", f.name, f.before.unwrap_or_default(), f.after.unwrap_or_default())
        };
        wanted.into_iter().map(text).collect::<Vec<_>>()
    };
    assert_eq!(fields(&conn), [format!("{first} email  > f@x"), format!("{second} state active > deleted")]);
    // Withdrawn, the earlier wish lives again.
    take_back(&mut conn, second).unwrap();
    assert_eq!(fields(&conn), [format!("{first} email  > f@x"), format!("{first} state active > blocked")]);

    // To want again what the source says takes the wish back.
    let third = edit(&mut conn, UserId(6), &[("state", "active")]).unwrap();
    assert!(third.pending);
    assert_eq!(third.fields[0].before.as_deref(), Some("blocked"));
    let merged = told_by(&mut conn, 10, |r| {
        state(State::Active)(r);
        r.email = if is(r, "finn") { told("F@x") } else { Told::Silent };
    });
    assert_eq!((merged.settled.confirmed, merged.settled.outstanding), (2, 0));
    assert_eq!(standing(&conn, first, 6), Standing::Confirmed, "the part of it that is still wanted was seen");
    assert!(!pending(&conn, 6));
}

#[test]
fn a_wish_that_nobody_has_any_more_is_withdrawn() {
    let mut conn = realm();
    let first = change(&mut conn, &[6], &block()).change.unwrap();
    let second = change(&mut conn, &[6], &[Operation::SetState(State::Deleted)]).change.unwrap();
    let merged = told_by(&mut conn, 10, state(State::Blocked));
    assert_eq!((merged.settled.confirmed, merged.settled.outstanding), (0, 2));
    // Deleted or gone is the same to a source that deletes.
    let merged = import(&mut conn, GIT, 11, &whole_users(), &users([known("15", "eve")]));
    assert_eq!((merged.settled.confirmed, merged.settled.outstanding), (1, 0));
    assert_eq!((standing(&conn, first, 6), standing(&conn, second, 6)), (Standing::Withdrawn, Standing::Confirmed));
    let noted = changes::by_id(&conn, first).unwrap().unwrap();
    assert_eq!(noted.count.outstanding, 0);
    assert!(!noted.can_undo());
    assert!(matches!(take_back(&mut conn, second), Err(Error::Settled { .. })));
}

#[test]
fn a_part_of_a_source_speaks_only_of_those_in_it() {
    let mut conn = realm();
    let number = change(&mut conn, &[5, 6], &block()).change.unwrap();
    let mut eve = known("15", "eve");
    eve.state = Told::Value(State::Blocked);
    let merged = import(&mut conn, GIT, 10, &part(), &users([eve]));
    assert_eq!((merged.settled.confirmed, merged.settled.outstanding), (1, 1));
    assert_eq!(standing(&conn, number, 6), Standing::Outstanding);
    // What was wanted back stands as the source had it, but nobody looked again.
    let back = change(&mut conn, &[6], &[Operation::SetState(State::Active)]).change.unwrap();
    let merged = import(&mut conn, GIT, 11, &part(), &users([known("15", "eve")]));
    assert_eq!((merged.settled.confirmed, merged.settled.outstanding), (0, 2));
    assert_eq!((standing(&conn, number, 6), standing(&conn, back, 6)), (Standing::Outstanding, Standing::Outstanding));
    told_by(&mut conn, 12, state(State::Active));
    assert_eq!((standing(&conn, number, 6), standing(&conn, back, 6)), (Standing::Withdrawn, Standing::Confirmed));
    // A snapshot of another userstore speaks of nobody here.
    let merged = import(&mut conn, super::realm::LOCAL, 13, &part(), &users([named("anne")]));
    assert_eq!((merged.settled.confirmed, merged.settled.outstanding), (0, 0));
}

#[test]
fn roles_groups_and_ends_are_confirmed_too() {
    let mut conn = realm();
    let scope = || Scope { kind: ScopeKind::Group, path: "acme".into() };
    let end = day(400);
    let wanted = [
        Operation::AddRole { role: "Guest".into(), scope: scope(), expires: Some(end.timestamp()) },
        Operation::AddGroup("staff".into()),
        Operation::RemoveRole { role: "Owner".into(), scope: None },
    ];
    let number = change(&mut conn, &[5], &wanted).change.unwrap();
    let grant = |role: &str, expires| GrantRecord {
        role: Role::named(role),
        scope: scope(),
        through: None,
        since: None,
        expires,
    };
    let say = |held: Vec<GrantRecord>, groups: &'static [&'static str]| {
        move |record: &mut UserRecord| {
            if is(record, "eve") {
                record.grants = Listed::All(held.clone());
                let name = |path: &&str| GroupName { id: None, path: (*path).to_owned() };
                record.groups = Listed::All(groups.iter().map(name).collect());
            }
        }
    };
    let outstanding = |merged: Merged| merged.settled.outstanding;
    // Each step is one too few.
    assert_eq!(outstanding(told_by(&mut conn, 10, say(vec![grant("Guest", None)], &["staff"]))), 1);
    let late = end + chrono::Duration::days(1);
    assert_eq!(outstanding(told_by(&mut conn, 11, say(vec![grant("Guest", Some(late))], &["staff"]))), 1);
    assert_eq!(outstanding(told_by(&mut conn, 12, say(vec![grant("Guest", Some(end))], &[]))), 1);
    let both = vec![grant("Guest", Some(end)), grant("Owner", None)];
    assert_eq!(outstanding(told_by(&mut conn, 13, say(both, &["staff"]))), 1);
    let row = change_user::page(&conn, number, None, UserId(0), 9).unwrap().pop().unwrap();
    assert_eq!(outstanding::says(&conn, &row).unwrap().as_deref(), Some("it holds Owner on group acme"));
    // The source knows only the day.
    let day_only = end + chrono::Duration::hours(1);
    assert_eq!(outstanding(told_by(&mut conn, 14, say(vec![grant("Guest", Some(day_only))], &["staff"]))), 0);
    assert_eq!(standing(&conn, number, 5), Standing::Confirmed);
}

#[test]
fn what_is_to_be_carried_out_is_what_the_source_does_not_say_yet() {
    let mut conn = realm();
    let wanted =
        [operations(&[("state", "blocked"), ("email", "new@x")]).unwrap(), vec![Operation::AddGroup("staff".into())]]
            .concat();
    let first = change(&mut conn, &[5, 6], &wanted).change.unwrap();
    let second = change(&mut conn, &[6], &operations(&[("email", "newer@x")]).unwrap()).change.unwrap();
    told_by(&mut conn, 10, |r| r.state = Told::Value(if is(r, "eve") { State::Blocked } else { State::Active }));
    let errands = |number| {
        let mut all = Vec::new();
        outstanding::errands(&conn, number, &mut |errand| {
            let fields: Vec<_> = errand.fields.iter().map(|f| format!("{} {:?}", f.name, f.after.as_deref())).collect();
            all.push(format!("{} {}: {}", errand.source_id.unwrap(), errand.username, fields.join(", ")));
            Ok(())
        })
        .unwrap();
        all
    };
    assert_eq!(
        errands(first),
        [
            "15 eve: email Some(\"new@x\"), group Some(\"staff\")",
            "16 finn: state Some(\"blocked\"), group Some(\"staff\")"
        ]
    );
    assert_eq!(errands(second), ["16 finn: email Some(\"newer@x\")"]);
}

#[test]
fn nothing_is_wanted_of_who_is_gone() {
    let mut conn = realm();
    import(&mut conn, GIT, 10, &whole_users(), &users([known("15", "eve")]));
    let outcome = look(&conn, &[5, 6], &operations(&[("email", "x@y")]).unwrap());
    assert!(outcome.refusal(1).is_some_and(|r| r.reason.contains("gone from its source")));
    // What is Muster's own can still be noted.
    let own = operations(&[("service.owner", "Anne")]).unwrap();
    assert!(change(&mut conn, &[6], &own).change.is_some());
}

#[test]
fn a_username_that_its_source_would_refuse_is_not_wished_for() {
    let conn = realm();
    let rename = |user: i64, name: &str| {
        let outcome = look(&conn, &[user], &operations(&[("username", name)]).unwrap());
        outcome.refusal(0).map(|refusal| refusal.reason.clone().into_owned())
    };
    assert_eq!(rename(5, "eve.new"), None);
    assert!(rename(5, "eve new").is_some_and(|reason| reason.contains("GitLab takes")));
    assert!(rename(5, "eve.git").is_some_and(|reason| reason.contains(".git")));
    assert_eq!(rename(1, "anne new"), None, "GitLab's rules are for GitLab");
}
