//! Whether the files of one import together list everyone.

#![allow(clippy::unwrap_used)]

mod common;

use common::read_bytes;
use muster_formats::{Dialect, FileSummary, Options, coverage};
use muster_model::record::{Coverage, Extent};

fn file(name: &str, text: &str) -> FileSummary {
    read_bytes(name, text.as_bytes(), &Options::default()).unwrap_or_else(|e| panic!("{e}")).0
}

fn together(files: &[(&str, String)]) -> Coverage {
    let summaries: Vec<_> = files.iter().map(|(name, text)| file(name, text)).collect();
    coverage(&summaries)
}

fn gitlab(from: u64, count: u64) -> String {
    let users: Vec<_> =
        (from..from + count).map(|n| format!(r#"{{"id":{n},"username":"u{n}","is_admin":false}}"#)).collect();
    format!("[{}]", users.join(","))
}

fn scim(total: u64, start: u64, count: u64) -> String {
    let users: Vec<_> = (start..start + count).map(|n| format!(r#"{{"id":"{n}","userName":"u{n}"}}"#)).collect();
    let schema = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    format!(
        r#"{{"schemas":["{schema}"],"totalResults":{total},"startIndex":{start},"Resources":[{}]}}"#,
        users.join(",")
    )
}

const PERMISSIONS: &str = "Username,Email,Type,Path,Access Level,Last Activity\na,,Group,acme,Owner,\n";

#[test]
fn pages_of_gitlab_users() {
    let users = |files: &[(&str, String)]| together(files).users;
    assert_eq!(users(&[("a.json", gitlab(1, 7))]), Extent::Whole);
    assert_eq!(users(&[("a.json", gitlab(1, 100))]), Extent::Part);
    assert_eq!(users(&[("a.json", gitlab(1, 20))]), Extent::Part);
    assert_eq!(users(&[("a.json", gitlab(1, 250))]), Extent::Whole);
    assert_eq!(users(&[("1.json", gitlab(1, 100)), ("2.json", gitlab(101, 3))]), Extent::Whole);
    assert_eq!(users(&[("1.json", gitlab(1, 100)), ("2.json", gitlab(101, 100))]), Extent::Part);
    assert_eq!(users(&[("a.json", format!("{}\n{}", gitlab(1, 100), gitlab(101, 40)))]), Extent::Whole);
    assert_eq!(users(&[("a.json", r#"{"id":1,"username":"a"}"#.to_owned())]), Extent::Part);
    assert_eq!(
        users(&[("a.json", "{\"id\":1,\"username\":\"a\"}\n{\"id\":2,\"username\":\"b\"}\n".to_owned())]),
        Extent::Whole
    );
    let page = together(&[("a.json", gitlab(1, 100))]);
    assert!(page.because.unwrap().contains("--complete"));
}

#[test]
fn nobody_is_gone_because_of_an_empty_list() {
    for (name, text) in
        [("a.json", "[]"), ("a.csv", "username,email\n"), ("realm.json", r#"{"realm":"a","enabled":true,"users":[]}"#)]
    {
        let covered = coverage(&[file(name, text)]);
        assert_ne!(covered.users, Extent::Whole, "{name}");
    }
}

#[test]
fn the_permissions_export_brings_grants_and_decides_nothing_about_users() {
    let alone = together(&[("p.csv", PERMISSIONS.to_owned())]);
    assert_eq!((alone.users, alone.grants), (Extent::Part, Extent::Whole));
    assert!(alone.because.is_some());
    let both = together(&[("p.csv", PERMISSIONS.to_owned()), ("u.json", gitlab(1, 3))]);
    assert_eq!((both.users, both.grants, both.because), (Extent::Whole, Extent::Whole, None));
    let mut full = file("p.csv", PERMISSIONS);
    full.evidence = muster_formats::Evidence::GitlabPermissions { rows: 100_000 };
    let covered = coverage(&[full, file("u.json", &gitlab(1, 3))]);
    assert_eq!((covered.users, covered.grants), (Extent::Whole, Extent::Part));
}

#[test]
fn a_damaged_file_makes_nobody_gone() {
    let whole = gitlab(1, 7);
    let covered = together(&[("a.json", whole[..whole.len() - 20].to_owned())]);
    assert_eq!(covered.users, Extent::Part);
    assert!(covered.because.unwrap().contains("a.json"));
    let rejected = together(&[("a.csv", "username,state\na,active\nb,odd\n".to_owned())]);
    assert_eq!(rejected.users, Extent::Part);
    assert!(rejected.because.unwrap().contains("1 row was rejected"));
    // A bad row of the permissions says nothing about who is there.
    let bad = PERMISSIONS.replace("Group", "Snippet");
    let covered = together(&[("p.csv", bad), ("u.json", gitlab(1, 3))]);
    assert_eq!((covered.users, covered.grants), (Extent::Whole, Extent::Part));
}

#[test]
fn scim_answers_are_whole_when_they_reach_the_total() {
    assert_eq!(together(&[("a.json", scim(3, 1, 3))]).users, Extent::Whole);
    let part = together(&[("a.json", scim(5, 1, 3))]);
    assert_eq!(part.users, Extent::Part);
    assert!(part.because.unwrap().contains("3 of 5"));
    assert_eq!(together(&[("b.json", scim(5, 4, 2)), ("a.json", scim(5, 1, 3))]).users, Extent::Whole);
    assert_eq!(together(&[("a.json", scim(5, 1, 3)), ("a.json", scim(5, 1, 3))]).users, Extent::Part);
    let user = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a"}"#;
    assert_eq!(together(&[("u.json", user.to_owned())]).users, Extent::Part);
    let groups = r#"{"totalResults":1,"Resources":[{"displayName":"g","members":[]}]}"#;
    let covered = together(&[("g.json", groups.to_owned())]);
    assert_eq!((covered.users, covered.groups), (Extent::None, Extent::Whole));
    let covered = together(&[("g.json", groups.to_owned()), ("u.json", scim(2, 1, 2))]);
    assert_eq!((covered.users, covered.groups), (Extent::Whole, Extent::Whole));
}

#[test]
fn directories_list_what_they_were_asked_for() {
    let person = "dn: uid=a\nobjectClass: person\nuid: a\n".to_owned();
    let group = "dn: cn=g\nobjectClass: groupOfNames\ncn: g\nmember: uid=a\n".to_owned();
    assert_eq!(together(&[("p.ldif", person.clone())]).users, Extent::Whole);
    let groups = together(&[("g.ldif", group.clone())]);
    assert_eq!((groups.users, groups.groups), (Extent::None, Extent::Whole));
    let both = together(&[("p.ldif", person.clone()), ("g.ldif", group)]);
    assert_eq!((both.users, both.groups, both.because), (Extent::Whole, Extent::Whole, None));
    let limited = together(&[("p.ldif", format!("{person}\nsearch: 2\nresult: 4 Size limit exceeded\n"))]);
    assert_eq!(limited.users, Extent::Part);
    let ended = together(&[("p.ldif", format!("{person}\n# search result\nsearch: 2\nresult: 0 Success\n"))]);
    assert_eq!(ended.users, Extent::Whole);
}

#[test]
fn files_of_a_keycloak_export() {
    let users = |count: u64| {
        let users: Vec<_> = (0..count).map(|n| format!(r#"{{"username":"u{n}"}}"#)).collect();
        format!(r#"{{"realm":"acme","users":[{}]}}"#, users.join(","))
    };
    let realm = r#"{"realm":"acme","enabled":true,"groups":[]}"#.to_owned();
    let covered = together(&[("acme-realm.json", realm.clone())]);
    assert_eq!((covered.users, covered.groups), (Extent::None, Extent::Whole));
    let of = |files: &[(&str, String)]| together(files).users;
    assert_eq!(
        of(&[("acme-realm.json", realm), ("acme-users-0.json", users(50)), ("acme-users-1.json", users(3))]),
        Extent::Whole
    );
    assert_eq!(of(&[("acme-users-0.json", users(50))]), Extent::Part);
    assert_eq!(of(&[("acme-users-1.json", users(3))]), Extent::Part);
    assert_eq!(of(&[("acme-users-0.json", users(50)), ("acme-users-2.json", users(3))]), Extent::Part);
    assert_eq!(of(&[("acme-users-0.json", users(7))]), Extent::Whole);
    let whole = r#"{"realm":"acme","enabled":true,"users":[{"username":"a"}]}"#.to_owned();
    assert_eq!(of(&[("realm.json", whole)]), Extent::Whole);
    let list = r#"[{"id":"1","username":"a","emailVerified":true}]"#.to_owned();
    assert_eq!(of(&[("users.json", list)]), Extent::Whole);
}

#[test]
fn a_table_lists_everyone_and_its_columns_all_there_is() {
    let covered = together(&[("a.csv", "username,groups,roles\na,x|y,admin\n".to_owned())]);
    assert_eq!((covered.users, covered.groups, covered.grants), (Extent::Whole, Extent::Whole, Extent::Whole));
    let covered = together(&[("a.csv", "username\na\n".to_owned()), ("b.csv", "username\nb\n".to_owned())]);
    assert_eq!((covered.users, covered.groups, covered.grants), (Extent::Whole, Extent::None, Extent::None));
    assert_eq!(file("a.csv", "username\na\n").dialect, Dialect::Csv);
}

const MEMBERS: &str = "Name,Username,Email,Path,Group or project name,Type,Role,Role type,Membership type,\
                       Membership status,Membership source,Access granted,Access expiration,Last activity\n\
                       Ada,a,,acme,Acme,Group,Owner,default,direct,approved,acme,,,\n";

#[test]
fn the_members_of_one_group_cover_their_group_alone() {
    let alone = together(&[("m.csv", MEMBERS.to_owned())]);
    assert_eq!((alone.users, alone.grants, alone.groups), (Extent::Part, Extent::Origin, Extent::None));
    assert!(alone.because.unwrap().contains("only who is in the group"));
    // The users of the instance are listed elsewhere; the group's grants stay the group's.
    let both = together(&[("m.csv", MEMBERS.to_owned()), ("u.json", gitlab(1, 3))]);
    assert_eq!((both.users, both.grants), (Extent::Whole, Extent::Origin));
    let all = together(&[("m.csv", MEMBERS.to_owned()), ("p.csv", PERMISSIONS.to_owned())]);
    assert_eq!((all.users, all.grants), (Extent::Part, Extent::Whole));
    let damaged = together(&[("m.csv", MEMBERS.replace("Group,Owner", "Snippet,Owner"))]);
    assert_eq!((damaged.users, damaged.grants), (Extent::Part, Extent::None));
}

#[test]
fn the_group_of_a_members_list_is_who_tells_it() {
    let origin = |text: &str| {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("m.csv");
        std::fs::write(&path, text).unwrap();
        muster_formats::detect(&path).unwrap().origin
    };
    let header = MEMBERS.lines().next().unwrap();
    assert_eq!(origin(MEMBERS), "gitlab-members acme");
    let row = |path: &str| format!("Ada,a,,{path},X,Sub Group,Owner,default,inherited,approved,acme,,,");
    // A subgroup that was moved here may be older than the group, and stand before it.
    let moved = format!("{header}\n{}\n{}\n{}\n", row("acme/web/old"), row("acme/web"), row("acme/web/new"));
    assert_eq!(origin(&moved), "gitlab-members acme/web");
    assert_eq!(origin(&format!("{header}\n")), "gitlab-members");
    assert_eq!(origin(PERMISSIONS), "gitlab-permissions");
}

#[test]
fn a_service_lists_everyone_and_a_file_to_upload_does_not() {
    let of = |text: &str| together(&[("f.csv", text.to_owned())]);
    let create = "version:v1.0\nName [displayName] Required,User name [userPrincipalName] Required,\
                  Block sign in (Yes/No) [accountEnabled] Required\nAda,ada@a,No\n";
    let download = "userPrincipalName,displayName,id,userType,accountEnabled\nada@a,Ada,1,Member,True\n";
    let google = "First Name [Required],Last Name [Required],Email Address [Required],Org Unit Path [Required],\
                  Status [READ ONLY]\nAda,A,ada@a,/,Active\n";
    let google_upload = format!("{google}Bruno,B,bruno@a,/,\n");
    let okta = "id,login,firstName,lastName,email\n1,ada,Ada,A,ada@a\n";
    let okta_upload = "login,firstName,lastName,email\nada,Ada,A,ada@a\n";
    let wso2 = "UserName,Password,Claims\nada,,http://wso2.org/claims/role=admin\n";
    let wso2_seven = "username,emailaddress,groups\nada,ada@a,x|y\n";
    let authelia = "users:\n  ada:\n    groups: [x]\n";
    for (text, dialect) in [(download, "entra"), (google, "google"), (okta, "okta"), (authelia, "authelia")] {
        let covered = of(text);
        assert_eq!((covered.users, covered.because), (Extent::Whole, None), "{dialect}");
        assert_eq!(file("f", text).dialect.word(), dialect);
    }
    for text in [create, &google_upload, okta_upload, wso2, wso2_seven] {
        let covered = of(text);
        assert_eq!(
            (covered.users, covered.grants, covered.groups),
            (Extent::Part, Extent::None, Extent::None),
            "{text}"
        );
        assert!(covered.because.unwrap().contains("--complete"));
    }
    assert_eq!(of(authelia).groups, Extent::Whole, "groups are only who is in them");
    let both = together(&[("d.csv", download.to_owned()), ("c.csv", create.to_owned())]);
    assert_eq!(both.users, Extent::Whole);
    assert_eq!(of("users: {}\n").users, Extent::Part, "nobody is gone because of an empty file");
}

#[test]
fn no_file_covers_nothing() {
    let covered = coverage(&[]);
    assert_eq!((covered.users, covered.grants, covered.groups), (Extent::None, Extent::None, Extent::None));
}
