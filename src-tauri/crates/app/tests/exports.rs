//! Files that leave the vault, as the door writes them.
#![allow(clippy::unwrap_used)]

mod common;

use common::{made, named, now, user};
use muster_app::api::export::{CopyUsers, ExportThings, ExportUsers};
use muster_app::job::Job;
use muster_app::session::Session;
use muster_app::{Code, Result};
use serde_json::{Value, json};

/// Two userstores, with profiles, attributes, groups and roles.
fn realm() -> (common::Place, Session) {
    let (place, session) = made();
    user(&session, "zoe", Some("zoe@fern.example"));
    let users = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": 4,
        "Resources": [
            { "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "1", "userName": "ada",
              "displayName": "=1+1", "title": "Clerk", "active": true, "roles": [{ "value": "Owner" }] },
            { "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "2", "userName": "ben", "active": false },
            { "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "id": "g1", "displayName": "desk",
              "members": [{ "value": "1" }, { "value": "2" }] },
            { "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "id": "g2", "displayName": "office",
              "members": [{ "value": "g1", "type": "Group" }] },
        ] });
    let file = place.file("scim.json", users.to_string().as_bytes());
    let request = serde_json::from_value(json!({ "files": [file], "userstore": "hr" })).unwrap();
    session.import(&request, &Job::silent(), now()).unwrap();
    (place, session)
}

fn users(fields: Value) -> ExportUsers {
    let mut request = json!({ "format": "csv", "path": "", "sort": "userName" });
    request.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    serde_json::from_value(request).unwrap()
}

fn things(fields: Value) -> ExportThings {
    let mut request = json!({ "format": "jsonl", "path": "" });
    request.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    serde_json::from_value(request).unwrap()
}

fn text(session: &Session, fields: Value) -> Result<String> {
    let mut out = Vec::new();
    session.export_users_to(&users(fields), &mut out, now())?;
    Ok(String::from_utf8(out).unwrap())
}

fn lines(session: &Session, what: &str) -> Vec<Value> {
    let mut out = Vec::new();
    session.export_things_to(&things(json!({ "things": what })), &mut out, now()).unwrap();
    String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn columns_separator_mark_order_and_filter_are_honoured() {
    let (_place, session) = realm();
    let columns = json!(["username", "profile.title", "groups", "display_name"]);
    assert_eq!(
        text(&session, json!({ "columns": columns, "separator": "semicolon", "bom": true })).unwrap(),
        "\u{feff}username;profile.title;groups;display_name\r\nada;Clerk;desk;'=1+1\r\nben;;desk;ben\r\nzoe;;;zoe\r\n"
    );
    let filtered = json!({ "columns": ["username"], "filter": "userstore eq \"hr\"", "descending": true });
    assert_eq!(text(&session, filtered).unwrap(), "username\r\nben\r\nada\r\n");
    for (wrong, code) in [
        (json!({ "columns": ["shoe"] }), Code::Invalid),
        (json!({ "columns": ["email", "email"] }), Code::Invalid),
        (json!({ "filter": "state eq" }), Code::InvalidFilter),
        (json!({ "format": "ldif", "base_dn": "nonsense" }), Code::Invalid),
    ] {
        assert_eq!(text(&session, wrong).unwrap_err().code, code);
    }
}

#[test]
fn many_at_once_leave_as_a_few_do() {
    let (place, session) = made();
    let mut csv = String::from("username,name,email,title,state\n");
    for n in 0..1_500 {
        let state = if n % 7 == 0 { "blocked" } else { "active" };
        csv.push_str(&format!("u{n:04},Name {},u{n}@fern.example,Clerk {n},{state}\n", n % 13));
    }
    common::import(&place, &session, "hr", &csv);
    let columns = json!(["username", "display_name", "email", "state", "profile.title"]);
    let all = |sort: &str| text(&session, json!({ "columns": columns, "sort": sort, "descending": true })).unwrap();
    for sort in ["userName", "displayName", "state"] {
        let rows: Vec<String> = all(sort).lines().skip(1).map(str::to_owned).collect();
        assert_eq!(rows.len(), 1_500, "{sort}");
        // Few enough to be read one by one, in the same order.
        for tens in ["u000", "u149"] {
            let filter = format!("userName sw \"{tens}\"");
            let few = json!({ "columns": columns, "sort": sort, "descending": true, "filter": filter });
            let few: Vec<String> = text(&session, few).unwrap().lines().skip(1).map(str::to_owned).collect();
            let same: Vec<&String> = rows.iter().filter(|row| row.starts_with(tens)).collect();
            assert_eq!(same, few.iter().collect::<Vec<_>>(), "{sort} {tens}");
        }
    }
}

#[test]
fn a_manifest_says_what_the_file_is() {
    let (place, session) = realm();
    let path = place.folder.path().join("out.ldif");
    let request = json!({ "format": "ldif", "path": path, "manifest": true, "base_dn": "dc=fern,dc=example" });
    let written = session.export_users(&users(request.clone()), &Job::silent(), now()).unwrap();
    let manifest: Value =
        serde_json::from_slice(&std::fs::read(place.folder.path().join("out.ldif.manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["files"][0]["sha256"], written.sha256.as_str());
    assert_eq!((&manifest["rows"], &manifest["order"]), (&json!(3), &json!("userName")));
    assert_eq!((&manifest["operator"], &manifest["realm"]), (&json!("Olga"), &json!("Realm")));
    assert_eq!(manifest["omitted"]["left_out"], json!(written.left_out.unwrap()));
    let ldif = std::fs::read_to_string(&path).unwrap();
    assert!(ldif.contains("dn: uid=ada,ou=people,dc=fern,dc=example"), "{ldif}");
    // The file may go, but the manifest of another export is not replaced unasked.
    std::fs::remove_file(&path).unwrap();
    let refused = session.export_users(&users(request), &Job::silent(), now()).unwrap_err();
    assert_eq!(refused.code, Code::Exists);
    assert!(!path.exists(), "nothing was written");
}

#[test]
fn scim_is_read_back_the_same() {
    let (place, session) = realm();
    let path = place.folder.path().join("hr.scim.json");
    let request = json!({ "format": "scim", "path": path, "filter": "userstore eq \"hr\"" });
    session.export_users(&users(request), &Job::silent(), now()).unwrap();
    let import = json!({ "files": [path], "userstore": "hr", "incomplete": true });
    let again = session.import(&serde_json::from_value(import).unwrap(), &Job::silent(), now()).unwrap();
    assert_eq!((again.read, again.unchanged, again.format.as_str()), (2, 2, "scim"), "{again:?}");
}

#[test]
fn a_workbook_is_one() {
    let (place, session) = realm();
    let path = place.folder.path().join("out.xlsx");
    let written = session.export_users(&users(json!({ "format": "xlsx", "path": path })), &Job::silent(), now());
    assert_eq!(written.unwrap().rows, 3);
    assert!(std::fs::read(&path).unwrap().starts_with(b"PK"));
}

#[test]
fn roles_grants_and_groups_leave_as_tables() {
    let (place, session) = realm();
    let roles = lines(&session, "roles");
    let owner = roles.iter().find(|r| r["userstore"] == "hr" && r["name"] == "Owner").unwrap();
    assert_eq!((&owner["users"], &owner["includes"]), (&json!(1), &json!([])));
    let grants = lines(&session, "grants");
    assert_eq!(grants.len(), 1);
    assert_eq!((&grants[0]["username"], &grants[0]["role"]), (&json!("ada"), &json!("Owner")));
    assert_eq!((&grants[0]["scope"], &grants[0]["on"]), (&json!("instance"), &Value::Null));
    let groups = lines(&session, "groups");
    assert_eq!(
        (&groups[0]["path"], &groups[0]["users"], &groups[0]["in"]),
        (&json!("desk"), &json!(2), &json!(["office"]))
    );
    let path = place.folder.path().join("roles.csv");
    let request = json!({ "things": "roles", "format": "csv", "path": path, "manifest": true, "separator": "tab" });
    session.export_things(&things(request), &Job::silent(), now()).unwrap();
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("userstore\tname\t"));
    assert!(place.folder.path().join("roles.csv.manifest.json").exists());
    let mut out = Vec::new();
    let wrong = things(json!({ "things": "roles", "format": "scim" }));
    assert_eq!(session.export_things_to(&wrong, &mut out, now()).unwrap_err().code, Code::Invalid);
}

#[test]
fn what_is_copied_is_csv_made_harmless_and_in_the_log() {
    let (place, session) = realm();
    let request = CopyUsers {
        users: vec![named(&session, "zoe"), named(&session, "ada")],
        columns: vec!["username".into(), "display_name".into()],
    };
    assert_eq!(session.copy_users(&request, now()).unwrap(), "username,display_name\r\nzoe,zoe\r\nada,'=1+1\r\n");
    let log = session.log_page(&serde_json::from_value(json!({ "limit": 1 })).unwrap()).unwrap();
    let entry = &log.entries[0];
    let file = entry.details.as_ref().map(|d| d["file"].clone());
    assert_eq!((entry.action.as_str(), file), ("export", Some(json!("clipboard"))));
    let many = CopyUsers { users: vec![named(&session, "zoe"); 10_001], columns: vec![] };
    assert_eq!(session.copy_users(&many, now()).unwrap_err().code, Code::Invalid);
    drop(session);
    assert!(place.look().copy_users(&request, now()).is_ok(), "reading is enough to copy");
}
