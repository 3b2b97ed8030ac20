#![allow(clippy::unwrap_used)]

use super::*;
use crate::merge::testing::vault;
use crate::tables::audit_rule::{self, AuditRule};
use crate::tables::audit_run;
use chrono::DateTime;

fn rule(conn: &Connection, pack: &str, name: &str, severity: u8) -> i64 {
    let rule = AuditRule {
        id: 0,
        pack: pack.into(),
        rule: name.into(),
        title: name.to_uppercase(),
        severity,
        controls: vec!["CIS 5.3".into()],
        body: "{}".into(),
        counts: [0; 4],
    };
    audit_rule::ensure(conn, &rule).unwrap()
}

fn finding(rule: i64, id: u128, name: &str, state: FindingState, run: i64) -> Finding {
    Finding {
        rule,
        id: FindingKey(id),
        subject: 0,
        userstore: "gitlab".into(),
        name: name.into(),
        user: Some(UserId(i64::try_from(id % 10).unwrap())),
        state,
        since: 20_000,
        message: format!("Über {name}."),
        facts: "[]".into(),
        first_run: run,
        changed_run: run,
    }
}

/// Two rules of a pack, one of another.
fn some() -> (Connection, i64, [i64; 3]) {
    let conn = vault();
    let run = audit_run::begin(&conn, "all", 20_000, "olga", DateTime::UNIX_EPOCH).unwrap();
    let rules = [rule(&conn, "all", "low", 1), rule(&conn, "all", "high", 3), rule(&conn, "cis", "low", 1)];
    use FindingState::{Accepted, Open, Reopened, Resolved};
    for f in [
        finding(rules[0], 1, "bob", Open, run),
        finding(rules[0], 2, "ada", Open, run),
        finding(rules[0], 3, "cy", Resolved, run),
        finding(rules[1], 11, "zoe", Accepted, run),
        finding(rules[1], 12, "ada", Reopened, run),
        finding(rules[2], 1, "bob", Open, run),
    ] {
        Writer::new(&conn).unwrap().add(&f).unwrap();
    }
    rules.iter().for_each(|rule| recount(&conn, *rule).unwrap());
    (conn, run, rules)
}

fn names(found: &[Finding]) -> Vec<&str> {
    found.iter().map(|f| f.name.as_str()).collect()
}

#[test]
fn a_page_is_the_worst_first_then_by_state_and_name_and_counts_fit() {
    let (conn, run, _) = some();
    let rules = audit_rule::list(&conn, Some("all")).unwrap();
    let wanted = Wanted { states: FindingState::ALL.to_vec(), ..Wanted::default() };
    let all = page(&conn, &rules, &wanted, 0, 10).unwrap();
    assert_eq!((names(&all.0), all.1), (vec!["ada", "zoe", "ada", "bob", "cy"], 5));
    // Every page of every size, and the counted way, is a piece of the whole.
    let counted = Wanted { new_of: None, text: "U".into(), ..wanted.clone() };
    for wanted in [&wanted, &counted] {
        for offset in 0..6 {
            for limit in 0..6 {
                let (found, total) = page(&conn, &rules, wanted, offset, limit).unwrap();
                let (from, to) = (offset.min(5) as usize, (offset + limit).min(5) as usize);
                assert_eq!((&found[..], total), (&all.0[from..to], 5), "{offset} {limit}");
            }
        }
    }
    let of = |wanted: Wanted| page(&conn, &rules, &wanted, 0, 10).unwrap().0;
    let open = Wanted { states: vec![FindingState::Open], ..wanted.clone() };
    assert_eq!(names(&of(open.clone())), ["ada", "bob"]);
    assert_eq!(names(&of(Wanted { text: "UBER B".into(), ..wanted.clone() })), ["bob"]);
    assert_eq!(names(&of(Wanted { user: Some(UserId(2)), ..wanted.clone() })), ["ada", "ada"]);
    assert_eq!(names(&of(Wanted { userstore: Some("ldap".into()), ..wanted.clone() })), Vec::<&str>::new());
    assert_eq!(names(&of(Wanted { new_of: Some(run), ..wanted.clone() })), ["ada", "ada", "bob"]);
    assert_eq!(names(&of(Wanted { gone_of: Some(run), ..wanted.clone() })), ["cy"]);
    assert_eq!(names(&of(Wanted { gone_of: Some(run + 1), ..wanted.clone() })), Vec::<&str>::new());
    assert_eq!(count(&conn, &rules, &wanted).unwrap(), [[0, 1, 1, 0], [2, 0, 0, 1]]);
    assert_eq!(count(&conn, &rules, &counted).unwrap(), [[0, 1, 1, 0], [2, 0, 0, 1]]);
}

#[test]
fn a_finding_is_kept_told_anew_and_found_by_its_key_and_user() {
    let (conn, run, rules) = some();
    let found = get(&conn, rules[0], FindingKey(1)).unwrap().unwrap();
    assert_eq!(found, finding(rules[0], 1, "bob", FindingState::Open, run));
    let before = known(&conn, rules[0]).unwrap();
    let mut writer = Writer::new(&conn).unwrap();
    writer.tell(&Finding { message: "Other.".into(), state: FindingState::Resolved, ..found.clone() }).unwrap();
    let after = known(&conn, rules[0]).unwrap();
    assert_eq!((after[0].state, after[1]), (FindingState::Open, before[1]));
    assert_ne!(after[0].told, before[0].told);
    // Renamed, and by now another user: lists and users find it so.
    let renamed = Finding { name: "bobby".into(), user: Some(UserId(9)), ..found.clone() };
    writer.tell(&renamed).unwrap();
    drop(writer);
    assert_eq!(get(&conn, rules[0], FindingKey(1)).unwrap().unwrap(), renamed);
    assert_eq!(of_user(&conn, UserId(9)).unwrap(), [renamed]);
    set_state(&conn, rules[0], FindingKey(1), FindingState::Resolved, None).unwrap();
    recount(&conn, rules[0]).unwrap();
    let list = audit_rule::list(&conn, Some("all")).unwrap();
    assert_eq!(list[1].counts, [1, 0, 0, 2]);
    assert_eq!(between(&conn, FindingKey(1), FindingKey(1)).unwrap().len(), 2);
    assert_eq!(of_user(&conn, UserId(2)).unwrap().len(), 2);
}
