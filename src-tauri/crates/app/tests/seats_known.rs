//! Realms with known answers, through real import files. The tables are in
//! `known/`; each can be checked by eye.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;
mod known;

use chrono::Days;
use common::{Place, made, now};
use known::{Known, Row, table};
use muster_app::job::Job;
use muster_app::session::Session;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The plan of a heading.
fn plan(heading: &str) -> &str {
    match heading {
        "prem" => "gitlab-premium",
        "prem8" => "gitlab-premium-18-8",
        "ult" => "gitlab-ultimate",
        "ult8" => "gitlab-ultimate-18-8",
        "free" => "gitlab-free",
        "free8" => "gitlab-free-18-8",
        "active" => "per-active-user",
        "enabled" => "per-enabled-user",
        "30d" => "per-seen-30d",
        "60d" => "per-seen-60d",
        "90d" => "per-seen-90d",
        "developer" => "per-role",
        "ops" => "per-role:Ops",
        other => other,
    }
}

fn import(session: &Session, domain: &str, files: &[PathBuf], days_ago: u64) {
    let at = now().checked_sub_days(Days::new(days_ago)).unwrap();
    let request = serde_json::from_value(json!({ "files": files, "userstore": domain })).unwrap();
    let report = session.import(&request, &Job::silent(), at).unwrap();
    assert_eq!(report.rejected_total, 0, "{:?}", report.rejected);
}

/// Holds the table against the reports, and each user's explanation against
/// both.
fn check(session: &Session, known: &Known) {
    for (at, heading) in known.plans.iter().enumerate() {
        let report = session.seats_report(plan(heading), None, now()).unwrap();
        let expected: BTreeSet<&str> = known.rows.iter().filter(|r| r.takes[at]).map(|r| r.user.as_str()).collect();
        let found: BTreeSet<&str> = report.seats.iter().map(|seat| seat.username.as_str()).collect();
        assert_eq!(found, expected, "{heading}");
        assert_eq!(report.consumed, known.totals[at], "{heading}: the total");
        assert_eq!(report.by_role.iter().map(|role| role.count).sum::<u64>(), report.consumed, "{heading}");
        for row in &known.rows {
            let explained = session.seats_explain(&row.user, plan(heading), now()).unwrap();
            let who = format!("{} under {heading}: {explained:?}", row.user);
            assert_eq!(explained.takes_seat, row.takes[at], "{who}");
            assert_eq!(explained.clauses.iter().all(|clause| clause.holds), row.takes[at], "{who}");
            assert!(!explained.why.is_empty() && !explained.why.contains(['{', '}']), "{who}");
        }
    }
}

/// `ROLE on SCOPE < GROUP`: the role, the path, whether it is a project, and
/// the group it is inherited from.
fn membership(text: &str) -> (&str, &str, bool, Option<&str>) {
    let (role, scope) = text.split_once(" on ").unwrap();
    let (scope, through) = scope.split_once(" < ").map_or((scope, None), |(scope, group)| (scope, Some(group)));
    let project = scope.strip_prefix("p:");
    (role, project.unwrap_or(scope), project.is_some(), through)
}

/// The users as `GET /users` of an administrator has them.
fn gitlab_users<'a>(rows: impl Iterator<Item = (usize, &'a Row)>) -> String {
    let states = ["blocked_pending_approval", "deactivated", "blocked", "ldap_blocked", "banned"];
    let user = |(at, row): (usize, &Row)| -> Value {
        let mut user = json!({
            "id": at + 1, "username": row.user, "name": row.user, "email": format!("{}@acme.example", row.user),
            "state": row.one_of(&states).unwrap_or("active"), "locked": row.is("locked"),
            "is_admin": row.is("admin"), "is_auditor": row.is("auditor"), "bot": row.is("bot"),
            "external": row.is("external"), "created_at": "2024-01-02T08:00:00.000Z",
            "last_activity_on": "2026-11-19", "current_sign_in_at": null, "last_sign_in_at": null,
        });
        if let Some(level) = row.after("highest") {
            user["highest_role"] = json!(level.parse::<u8>().unwrap());
        }
        user
    };
    serde_json::to_string_pretty(&rows.map(user).collect::<Vec<_>>()).unwrap()
}

/// Direct memberships, as the user permissions export has them.
fn permissions(known: &Known) -> String {
    let mut csv = "Username,Email,Type,Path,Access Level,Last Activity\n".to_owned();
    for row in known.rows.iter().filter(|row| !row.is("gone")) {
        for held in row.holds.iter().filter(|held| !held.contains(" < ") && !held.starts_with("pending ")) {
            let (role, path, project, _) = membership(held);
            let kind = if project { "Project" } else { "Group" };
            csv += &format!("{},{}@acme.example,{kind},{path},{role},2026-11-19\n", row.user, row.user);
        }
    }
    csv
}

/// Inherited and pending ones, as the members export of a group has them.
fn members(known: &Known) -> String {
    let mut csv =
        "Name,Username,Email,Path,Group or project name,Type,Role,Role type,Membership type,Membership status,\
                   Membership source,Access granted,Access expiration,Last activity\n"
            .to_owned();
    for row in &known.rows {
        for held in &row.holds {
            let (status, membership_text) = match held.strip_prefix("pending ") {
                Some(rest) => ("pending", rest),
                None => ("approved", held.as_str()),
            };
            let (role, path, project, through) = membership(membership_text);
            if status == "approved" && through.is_none() {
                continue;
            }
            let kind = if project { "Project" } else { "Group" };
            let (how, from) = through.map_or(("direct", path), |group| ("inherited", group));
            let user = &row.user;
            csv += &format!(
                "{user},{user},,{path},{path},{kind},{role},default,{how},{status},{from},2026-03-02T08:00:00Z,,2026-11-19\n"
            );
        }
    }
    csv
}

#[test]
fn gitlab_line_by_line() {
    let known = table(include_str!("known/gitlab.txt"));
    let (place, session) = made();
    let rows = || known.rows.iter().enumerate();
    let earlier = place.file("earlier.json", gitlab_users(rows()).as_bytes());
    import(&session, "gitlab", &[earlier], 1);
    let files = [
        place.file("users.json", gitlab_users(rows().filter(|(_, row)| !row.is("gone"))).as_bytes()),
        place.file("permissions.csv", permissions(&known).as_bytes()),
        place.file("members.csv", members(&known).as_bytes()),
    ];
    import(&session, "gitlab", &files, 0);
    check(&session, &known);

    let because = |user: &str| {
        let explained = session.seats_explain(user, "gitlab-ultimate", now()).unwrap();
        explained.clauses.into_iter().map(|clause| (clause.text, clause.because)).next_back().unwrap()
    };
    let (text, path) = because("inhe");
    assert_eq!(text, "Access level is more than 10 (Guest)");
    assert_eq!(path, "Developer on acme/web through group acme, since 2026-03-02");
    let doubt = session.seats_report("gitlab-ultimate", None, now()).unwrap().notes;
    let told = |note: &String| note.starts_with("The access level of the roles of 1 user is not known");
    assert!(doubt.iter().any(told), "{doubt:?}");
}

#[test]
fn custom_roles_of_gitlab() {
    let known = table(include_str!("known/custom.txt"));
    let role = |name: &str| match name {
        "Code reader" => (10, "Guest", json!(["read_code"])),
        "Vulnerability viewer" => (10, "Guest", json!(["read_vulnerability"])),
        "Reviewer" => (10, "Guest", json!(["read_code", "read_vulnerability"])),
        "Gardener" => (15, "Planner", json!(["admin_runners"])),
        "Onlooker" => (5, "Minimal Access", json!(["read_code"])),
        "Guest" => (10, "", json!([])),
        other => panic!("{other}"),
    };
    let user = |row: &Row| {
        let grants = row.holds.iter().map(|held| {
            let (name, path, ..) = membership(held);
            let (level, base, permissions) = role(name);
            let base = Some(base).filter(|base| !base.is_empty());
            json!({ "role": name, "level": level, "base": base, "permissions": permissions, "scope": "group", "path": path })
        });
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:muster:scim:schemas:extension:1.0:User"],
            "id": row.user, "userName": row.user, "active": !row.is("blocked"),
            "urn:muster:scim:schemas:extension:1.0:User": {
                "state": row.one_of(&["blocked"]).unwrap_or("active"),
                "kind": row.one_of(&["external", "service"]).unwrap_or("human"),
                "grants": grants.collect::<Vec<_>>(), "grantsListed": "all",
            },
        })
    };
    let resources: Vec<Value> = known.rows.iter().map(user).collect();
    let list = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": resources.len(), "Resources": resources,
    });
    let (place, session) = made();
    let file = place.file("users.json", list.to_string().as_bytes());
    import(&session, "gitlab", &[file], 0);
    check(&session, &known);
}

#[test]
fn any_product() {
    let known = table(include_str!("known/any.txt"));
    let csv = |gone: bool| {
        let mut csv = "username,state,kind,last seen,roles\n".to_owned();
        for row in known.rows.iter().filter(|row| gone || !row.is("gone")) {
            let states = ["locked", "blocked", "deactivated", "invited", "pending", "banned"];
            let state = row.one_of(&states).unwrap_or("active");
            let kind = row.one_of(&["external", "bot", "service"]).unwrap_or("human");
            let seen = match row.after("seen") {
                Some("never") => "never".to_owned(),
                Some(days) => {
                    let day = now().checked_sub_days(Days::new(days.parse().unwrap())).unwrap();
                    day.format("%Y-%m-%d").to_string()
                }
                None => String::new(),
            };
            csv += &format!("{},{state},{kind},{seen},{}\n", row.user, row.holds.join("|"));
        }
        csv
    };
    let (place, session) = made();
    let file = |place: &Place, name: &str, gone: bool| place.file(name, csv(gone).as_bytes());
    import(&session, "team", &[file(&place, "earlier.csv", true)], 1);
    import(&session, "team", &[file(&place, "now.csv", false)], 0);
    check(&session, &known);
    let unknown = session.seats_report("per-seen-30d", None, now()).unwrap().notes;
    assert!(unknown[0].starts_with("The last sign of life of 2 users is not known"), "{unknown:?}");
}

/// Keycloak says who is enabled and which users are service accounts.
#[test]
fn keycloak_counts_its_own_userstore_alone() {
    let realm = json!({ "id": "acme", "realm": "acme", "enabled": true, "users": [
        { "id": "1", "username": "ada", "enabled": true },
        { "id": "2", "username": "bob", "enabled": false },
        { "id": "3", "username": "service-account-ci", "enabled": true, "serviceAccountClientId": "ci" },
        { "id": "4", "username": "cat", "enabled": true },
    ]});
    let (place, session) = made();
    import(&session, "sso", &[place.file("realm.json", realm.to_string().as_bytes())], 0);
    import(&session, "team", &[place.file("team.csv", b"username,state\ndan,active\n")], 0);
    let report = session.seats_report("keycloak", None, now()).unwrap();
    let who: Vec<&str> = report.seats.iter().map(|seat| seat.username.as_str()).collect();
    assert_eq!((who, report.consumed), (vec!["ada", "cat"], 2));
    assert!(report.notes[0].starts_with("Only users of sso are counted"), "{:?}", report.notes);
    assert_eq!(session.seats_report("per-enabled-user", None, now()).unwrap().consumed, 4);
    assert_eq!(session.seats_report("authentik", None, now()).unwrap().consumed, 1, "those of the file");
}
