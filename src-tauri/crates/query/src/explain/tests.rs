#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::matches::tests::{Jurgen, NOW, grant, time};
use crate::parse;
use muster_model::{Facts, LastSeen};

fn said(subject: &Jurgen, text: &str) -> (bool, Vec<(String, bool, String)>) {
    let explanation = parse(text).expect(text).explain(&subject.account(), NOW);
    (explanation.holds, explanation.clauses.into_iter().map(|c| (c.text, c.holds, c.because)).collect())
}

fn clause(text: &str, holds: bool, because: &str) -> (String, bool, String) {
    (text.into(), holds, because.into())
}

#[test]
fn a_conjunction_shows_all_that_hold_or_those_that_fail() {
    let jurgen = Jurgen::new();
    assert_eq!(
        said(&jurgen, "state eq blocked and level ge 30 and grants[level eq 10]"),
        (
            true,
            vec![
                clause("state eq \"blocked\"", true, "state is blocked"),
                clause("level ge 30", true, "Developer on acme/api"),
                clause("grants[level eq 10]", true, "Guest on acme/web through group acme, until 2026-06-25"),
            ]
        )
    );
    assert_eq!(
        said(&jurgen, "state eq active and kind eq human and mfa eq true"),
        (
            false,
            vec![
                clause("state eq \"active\"", false, "state is blocked"),
                clause("mfa eq true", false, "no second factor is set"),
            ]
        )
    );
}

#[test]
fn alternatives_show_those_that_hold_or_all() {
    let jurgen = Jurgen::new();
    assert_eq!(
        said(&jurgen, "auditor eq true or member eq true"),
        (true, vec![clause("member eq true", true, "Developer on acme/api, and 1 more")])
    );
    assert_eq!(
        said(&jurgen, "auditor eq true or privileged eq true"),
        (
            false,
            vec![
                clause("auditor eq true", false, "is no auditor"),
                clause("privileged eq true", false, "holds no privileged role"),
            ]
        )
    );
}

#[test]
fn not_is_pushed_inward() {
    let jurgen = Jurgen::new();
    assert_eq!(
        said(&jurgen, "not (state eq active or title pr)"),
        (false, vec![clause("not (title pr)", false, "job title is Ingénieur")])
    );
    assert_eq!(
        said(&jurgen, "not (state eq active and kind eq human)"),
        (true, vec![clause("state ne \"active\"", true, "state is blocked")])
    );
    assert_eq!(
        said(&jurgen, "not (not (kind eq human))"),
        (true, vec![clause("kind eq \"human\"", true, "kind is human")])
    );
    let (holds, clauses) = said(&jurgen, "not (level lt 30)");
    assert_eq!((holds, clauses[0].0.as_str()), (true, "not (level lt 30)"));
}

#[test]
fn the_grant_that_decides_comes_along() {
    let mut jurgen = Jurgen::new();
    let decided = |jurgen: &Jurgen, text: &str| {
        parse(text).expect(text).explain(&jurgen.account(), NOW).clauses.remove(0).grant.map(|g| g.scope.path)
    };
    assert_eq!(decided(&jurgen, "grants[role eq \"guest\"]").as_deref(), Some("acme/web"));
    assert_eq!(decided(&jurgen, "member eq true").as_deref(), Some("acme/api"));
    assert_eq!(decided(&jurgen, "role eq \"Guest\"").as_deref(), Some("acme/web"));
    assert_eq!(decided(&jurgen, "not (grants[level eq 30])").as_deref(), Some("acme/api"));
    assert_eq!(decided(&jurgen, "privileged eq true"), None);
    jurgen.grants.push(grant("Owner", 50, ""));
    jurgen.facts = jurgen.facts.with(Facts::PRIVILEGED, true);
    assert_eq!(said(&jurgen, "privileged eq true").1[0].2, "Owner on the instance");
}

#[test]
fn every_answer_is_a_sentence() {
    let mut jurgen = Jurgen::new();
    for (text, because) in [
        ("muller", "username jmüller contains \"muller\""),
        ("zz", "neither username, display name nor e-mail contains \"zz\""),
        ("lastSeen lt \"-90d\"", "last seen 2026-03-16, 91 days ago"),
        ("created pr", "created 1970-01-01, 20619 days ago"),
        ("expires pr", "no end of access is set"),
        ("grants[level eq 99]", "none of its 2 grants fits"),
        ("role eq \"x\"", "roles are Developer and 1 more"),
        ("department pr", "no department"),
        ("seat eq true", "no seat plan is chosen"),
        ("id eq 7", "id is 7"),
        ("active eq true", "state is blocked"),
    ] {
        assert_eq!(said(&jurgen, text).1[0].2, because, "{text}");
    }
    for (seen, because) in [
        (LastSeen::never("x"), "never seen, says its source"),
        (LastSeen::unknown(), "its source does not say when it was last seen"),
        (LastSeen::not_collected(), "last seen was not collected"),
    ] {
        jurgen.user.last_seen = seen;
        assert_eq!(said(&jurgen, "lastSeen eq never").1[0].2, because);
    }
    jurgen.user.expires_at = Some(time(NOW + 86_400));
    assert_eq!(said(&jurgen, "expires pr").1[0].2, "access ends 2026-06-16, tomorrow");
    jurgen.grants.clear();
    assert_eq!(said(&jurgen, "grants pr").1[0].2, "holds no role");
}

#[test]
fn the_explanation_agrees_with_the_answer() {
    let jurgen = Jurgen::new();
    for text in
        ["", "a or b and not (c or not state pr)", "not (a and b)", "muller and not (mfa eq true or seat eq true)"]
    {
        let filter = parse(text).expect(text);
        let explanation = filter.explain(&jurgen.account(), NOW);
        assert_eq!(explanation.holds, filter.matches(&jurgen.account(), NOW), "{text}");
        assert!(explanation.clauses.iter().all(|clause| clause.holds == explanation.holds), "{text}");
    }
}
