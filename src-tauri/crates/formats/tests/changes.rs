//! Change sets as files to carry out elsewhere. What real servers say of them
//! is in `tests/peers`.

#![allow(clippy::unwrap_used)]

use muster_formats::write::changes::{
    BulkSettings, ChangeFormat, ChangeLine, ChangeSettings, FieldDiff, Groups, LdifChangeSettings, Lock, NoGroups,
    Target, Written, open,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::io::Write;
use std::rc::Rc;

/// Knows groups by an id that is their path backwards.
struct Backwards;

impl Groups for Backwards {
    fn id(&self, _: &str, path: &str) -> Option<String> {
        (path != "unknown").then(|| path.chars().rev().collect())
    }
}

/// A file that can be looked at while it is written.
#[derive(Clone, Default)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn write_with(
    format: ChangeFormat,
    settings: &ChangeSettings,
    groups: &dyn Groups,
    lines: &[ChangeLine],
) -> (Vec<String>, Written) {
    let files: Rc<RefCell<Vec<Shared>>> = Rc::default();
    let made = files.clone();
    let parts = Box::new(move |number: u32| {
        let file = Shared::default();
        made.borrow_mut().push(file.clone());
        assert_eq!(made.borrow().len(), number as usize, "parts are asked for in order");
        Ok(Box::new(file) as Box<dyn Write>)
    });
    let mut writer = open(format, settings, groups, parts).unwrap();
    lines.iter().for_each(|line| writer.line(line).unwrap());
    let written = writer.finish().unwrap();
    drop(writer);
    let texts: Vec<String> = files.borrow().iter().map(|f| String::from_utf8(f.0.borrow().clone()).unwrap()).collect();
    assert_eq!(written.parts as usize, texts.len());
    (texts, written)
}

fn write(format: ChangeFormat, lines: &[ChangeLine]) -> (Vec<String>, Written) {
    write_with(format, &ChangeSettings::default(), &Backwards, lines)
}

fn user(id: &str) -> Target {
    Target {
        userstore: "S".into(),
        username: format!("user {id}"),
        source_id: Some(id.into()),
        reference: Some(format!("uid={id},ou=people,dc=example,dc=org")),
        ..Target::default()
    }
}

fn line(id: &str, fields: &[(&str, Option<&str>, Option<&str>)]) -> ChangeLine {
    let fields = fields.iter().map(|(name, before, after)| FieldDiff::new(*name, *before, *after)).collect();
    ChangeLine { user: user(id), fields }
}

fn whys(written: &Written) -> Vec<(&str, &str)> {
    written.skipped.iter().map(|s| (s.field.as_str(), s.why.as_str())).collect()
}

#[test]
fn every_format_has_a_word_and_writes_a_whole_file_of_nothing() {
    for format in ChangeFormat::ALL {
        assert_eq!(ChangeFormat::from_word(&format.word().to_uppercase()), Some(*format));
        let (texts, written) = write_with(*format, &ChangeSettings::default(), &NoGroups, &[]);
        assert_eq!((texts.len(), written.steps, written.skipped.len()), (1, 0, 0), "{}", format.word());
    }
}

// --- SCIM Bulk

fn operations(texts: &[String]) -> Vec<Value> {
    texts
        .iter()
        .flat_map(|text| {
            let json: Value = serde_json::from_str(text).unwrap();
            assert_eq!(json["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:BulkRequest"]));
            assert_eq!(json["failOnErrors"], 1);
            json["Operations"].as_array().unwrap().clone()
        })
        .collect()
}

/// The PATCH operations of one field.
fn patch(name: &str, before: Option<&str>, after: Option<&str>) -> Value {
    let (texts, written) = write(ChangeFormat::ScimBulk, &[line("7", &[(name, before, after)])]);
    let found = operations(&texts);
    match written.skipped.as_slice() {
        [] => {
            assert_eq!((found.len(), written.steps), (1, 1));
            assert_eq!((&found[0]["method"], &found[0]["path"]), (&json!("PATCH"), &json!("/Users/7")));
            found[0]["data"]["Operations"].clone()
        }
        skipped => {
            assert!(found.is_empty());
            json!(skipped[0].why)
        }
    }
}

#[test]
fn each_field_has_its_path() {
    let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department";
    for (name, before, after, expected) in [
        ("state", Some("active"), Some("deactivated"), json!([{"op": "replace", "path": "active", "value": false}])),
        ("state", Some("blocked"), Some("active"), json!([{"op": "replace", "path": "active", "value": true}])),
        ("display_name", None, Some("A"), json!([{"op": "replace", "path": "displayName", "value": "A"}])),
        ("display_name", Some("A"), None, json!([{"op": "remove", "path": "displayName"}])),
        ("username", Some("a"), Some("b"), json!([{"op": "replace", "path": "userName", "value": "b"}])),
        (
            "email",
            Some("a\"\\@x"),
            Some("b@x"),
            json!([{"op": "replace", "path": "emails[value eq \"a\\\"\\\\@x\"].value", "value": "b@x"}]),
        ),
        (
            "email",
            None,
            Some("b@x"),
            json!([{"op": "add", "path": "emails", "value": [{"value": "b@x", "primary": true}]}]),
        ),
        ("email", Some("b@x"), None, json!([{"op": "remove", "path": "emails[value eq \"b@x\"]"}])),
        ("kind", Some("human"), Some("external"), json!([{"op": "replace", "path": "userType", "value": "external"}])),
        (
            "profile.family_name",
            Some("A"),
            Some("B"),
            json!([{"op": "replace", "path": "name.familyName", "value": "B"}]),
        ),
        ("profile.department", Some("A"), None, json!([{"op": "remove", "path": enterprise}])),
        ("attributes.nickName", None, Some("A"), json!([{"op": "replace", "path": "nickName", "value": "A"}])),
        (
            "grant",
            None,
            Some("Owner on instance"),
            json!([{"op": "add", "path": "roles", "value": [{"value": "Owner"}]}]),
        ),
        (
            "grant",
            Some("Owner on instance"),
            None,
            json!([{"op": "remove", "path": "roles[value eq \"Owner\" or display eq \"Owner\"]"}]),
        ),
    ] {
        assert_eq!(patch(name, before, after), expected, "{name}");
    }
}

#[test]
fn what_scim_cannot_say_is_skipped_with_a_reason() {
    for (name, before, after, said) in [
        ("state", Some("active"), Some("banned"), "banned"),
        ("state", Some("locked"), Some("active"), "locked"),
        ("state", Some("active"), Some("nonsense"), "none of those known"),
        ("username", Some("a"), None, "must have"),
        ("expires_at", None, Some("2027-01-01T00:00:00Z"), "no attribute"),
        ("profile.manager", None, Some("Boss"), "by id"),
        ("profile.location", Some("Köln"), Some("Bonn"), "in parts"),
        ("attributes.team", None, Some("a"), "no attribute"),
        ("grant", None, Some("Owner on group acme"), "no roles on a group"),
        ("grant", None, Some("Owner on group a on group b"), "more than one way"),
    ] {
        let why = patch(name, before, after);
        assert!(why.as_str().is_some_and(|why| why.contains(said)), "{name}: {why}");
    }
}

#[test]
fn a_deletion_is_all_that_is_done() {
    let fields = [("email", None, Some("x@y")), ("state", Some("active"), Some("deleted")), ("level", None, Some("1"))];
    let (texts, written) = write(ChangeFormat::ScimBulk, &[line("a/b c", &fields)]);
    assert_eq!(operations(&texts), [json!({"method": "DELETE", "path": "/Users/a%2Fb%20c"})]);
    assert_eq!(whys(&written), [("email", "the user is deleted")]);
    let (texts, written) = write(ChangeFormat::Ldif, &[line("a", &fields)]);
    assert_eq!(texts[0], "version: 1\n\ndn: uid=a,ou=people,dc=example,dc=org\nchangetype: delete\n");
    assert_eq!((written.steps, whys(&written).len()), (1, 1));
    let (texts, written) = write(ChangeFormat::GitlabScript, &[line("7", &fields)]);
    assert!(texts[0].contains("\ncall 1 DELETE '/users/7?hard_delete=false' '' 'user 7: delete'\n"));
    assert_eq!((written.steps, whys(&written).len()), (1, 1));
}

#[test]
fn a_membership_is_a_change_of_the_group() {
    let fields = [("group", None, Some("acme")), ("group", Some("ops"), None), ("group", None, Some("unknown"))];
    let (texts, written) = write(ChangeFormat::ScimBulk, &[line("7", &fields)]);
    let found = operations(&texts);
    assert_eq!((&found[0]["path"], &found[1]["path"]), (&json!("/Groups/emca"), &json!("/Groups/spo")));
    assert_eq!(found[0]["data"]["Operations"], json!([{"op": "add", "path": "members", "value": [{"value": "7"}]}]));
    assert_eq!(found[1]["data"]["Operations"], json!([{"op": "remove", "path": "members[value eq \"7\"]"}]));
    assert_eq!(whys(&written), [("group", "the id of the group unknown is not known")]);
}

#[test]
fn requests_keep_to_what_a_server_takes() {
    let lines: Vec<ChangeLine> =
        (0..2_500).map(|at| line(&format!("{at}"), &[("profile.title", None, Some(&"x".repeat(at % 900)))])).collect();
    let (texts, written) = write(ChangeFormat::ScimBulk, &lines);
    assert_eq!(written.steps, 2_500);
    assert!(texts.len() >= 3);
    assert!(texts.iter().all(|text| text.len() <= 1_048_576 && operations(std::slice::from_ref(text)).len() <= 1000));
    let paths: Vec<String> = operations(&texts).iter().map(|o| o["path"].as_str().unwrap().to_owned()).collect();
    assert_eq!(paths, (0..2_500).map(|at| format!("/Users/{at}")).collect::<Vec<_>>(), "none is lost, in order");

    let tight =
        ChangeSettings { bulk: BulkSettings { max_operations: 1000, max_bytes: 900 }, ..ChangeSettings::default() };
    let (texts, written) = write_with(ChangeFormat::ScimBulk, &tight, &NoGroups, &lines[..901]);
    assert!(texts.iter().all(|text| text.len() <= 900));
    assert!(!written.skipped.is_empty() && written.skipped[0].why.contains("larger than a request of 900 bytes"));
    assert_eq!(written.steps + written.skipped.len() as u64, 901);
    assert_eq!(operations(&texts).len() as u64, written.steps);
}

// --- LDIF

fn ldif(lock: Lock, fields: &[(&str, Option<&str>, Option<&str>)]) -> (String, Written) {
    let settings =
        ChangeSettings { ldif: LdifChangeSettings { lock, unique_members: false }, ..ChangeSettings::default() };
    let (texts, written) = write_with(ChangeFormat::Ldif, &settings, &Backwards, &[line("a", fields)]);
    let text = texts[0].strip_prefix("version: 1\n").unwrap().to_owned();
    (text.replace("\ndn: uid=a,ou=people,dc=example,dc=org\nchangetype: modify\n", ""), written)
}

#[test]
fn each_field_has_its_lines() {
    for (lock, name, before, after, expected) in [
        (Lock::None, "display_name", Some("A"), Some("B"), "replace: displayName\ndisplayName: B\n-\n"),
        (Lock::None, "display_name", Some("A"), None, "replace: displayName\n-\n"),
        (Lock::None, "email", Some("a@x"), Some("b@x"), "delete: mail\nmail: a@x\n-\nadd: mail\nmail: b@x\n-\n"),
        (Lock::None, "profile.title", None, Some("Chef"), "add: title\ntitle: Chef\n-\n"),
        (Lock::None, "profile.title", Some("Chef"), None, "delete: title\ntitle: Chef\n-\n"),
        (Lock::None, "kind", None, Some("service"), "replace: employeeType\nemployeeType: service\n-\n"),
        (Lock::None, "profile.employee_number", None, Some("7"), "replace: employeeNumber\nemployeeNumber: 7\n-\n"),
        (
            Lock::NsAccountLock,
            "state",
            Some("active"),
            Some("deactivated"),
            "replace: nsAccountLock\nnsAccountLock: TRUE\n-\n",
        ),
        (
            Lock::PwdAccountLockedTime,
            "state",
            Some("active"),
            Some("blocked"),
            "replace: pwdAccountLockedTime\npwdAccountLockedTime: 000001010000Z\n-\n",
        ),
        (Lock::PwdAccountLockedTime, "state", Some("locked"), Some("active"), "replace: pwdAccountLockedTime\n-\n"),
        (
            Lock::None,
            "group",
            None,
            Some("acme"),
            "\ndn: emca\nchangetype: modify\nadd: member\nmember: uid=a,ou=people,dc=example,dc=org\n-\n",
        ),
        (
            Lock::None,
            "group",
            Some("acme"),
            None,
            "\ndn: emca\nchangetype: modify\ndelete: member\nmember: uid=a,ou=people,dc=example,dc=org\n-\n",
        ),
    ] {
        let (text, written) = ldif(lock, &[(name, before, after)]);
        assert_eq!(text, expected, "{name}");
        assert_eq!((written.steps, written.skipped.len()), (1, 0));
    }
}

#[test]
fn what_a_directory_cannot_say_is_skipped_with_a_reason() {
    for (lock, name, before, after, said) in [
        (Lock::None, "state", Some("active"), Some("blocked"), "no standard"),
        (Lock::NsAccountLock, "state", Some("active"), Some("blocked"), "blocked"),
        (Lock::NsAccountLock, "state", Some("locked"), Some("active"), "deactivated"),
        (Lock::PwdAccountLockedTime, "state", Some("active"), Some("deactivated"), "deactivated"),
        (Lock::None, "email", None, Some("é@x"), "ASCII"),
        (Lock::None, "username", Some("a"), Some("b"), "name"),
        (Lock::None, "profile.family_name", Some("a"), None, "must have"),
        (Lock::None, "profile.manager", None, Some("The Boss"), "does not take"),
        (Lock::None, "profile.phone", None, Some("☎"), "does not take"),
        (Lock::None, "profile.location", Some("Köln, DE"), Some("Bonn"), "apart"),
        (Lock::None, "profile.pronouns", None, Some("she"), "no standard attribute"),
        (Lock::None, "grant", None, Some("Owner on instance"), "groups, not roles"),
        (Lock::None, "group", None, Some("unknown"), "not known"),
        (Lock::None, "attributes.team", None, Some("a"), "not known"),
    ] {
        let (text, written) = ldif(lock, &[(name, before, after)]);
        assert_eq!(text, "", "{name}");
        assert!(written.steps == 0 && whys(&written)[0].1.contains(said), "{name}: {:?}", written.skipped);
    }
}

#[test]
fn who_cannot_be_named_is_skipped() {
    let nobody = ChangeLine {
        user: Target { username: "x".into(), ..Target::default() },
        fields: vec![FieldDiff::new("email", None, Some("x@y")), FieldDiff::new("level", None, Some("3"))],
    };
    for format in [ChangeFormat::ScimBulk, ChangeFormat::Ldif, ChangeFormat::GitlabScript] {
        let (_, written) = write(format, std::slice::from_ref(&nobody));
        assert_eq!((written.steps, written.skipped.len()), (0, 1), "{}", format.word());
        assert!(written.skipped[0].why.contains("not known") && written.skipped[0].username == "x");
    }
}

// --- anything

fn any_line() -> impl Strategy<Value = ChangeLine> {
    let text = || prop_oneof!["[ -~]{0,10}", "['\"$`\\\\(){};&|<>\n\r\t #%=,+]{0,10}", ".{0,8}"];
    let words = vec!["active", "blocked", "deactivated", "deleted", "locked", "pending", "human", "external"];
    let grants = vec![
        "Guest on group a",
        "Owner on project a/b",
        "Administrator on instance",
        "Guest on group a until 2027-01-01T00:00:00Z",
    ];
    let value = move || {
        option::of(prop_oneof![
            text(),
            select(words.clone()).prop_map(str::to_owned),
            select(grants.clone()).prop_map(str::to_owned)
        ])
    };
    let names = vec![
        "state",
        "username",
        "display_name",
        "email",
        "kind",
        "expires_at",
        "mfa",
        "grant",
        "group",
        "profile.title",
        "profile.phone",
        "profile.note",
        "profile.bio",
        "profile.location",
        "attributes.nickName",
        "attributes.x y",
    ];
    let name = prop_oneof![8 => select(names).prop_map(str::to_owned), 1 => text()];
    let target = (text(), option::of(prop_oneof!["[0-9]{1,3}", text()]), option::of(text()), any::<bool>()).prop_map(
        |(username, source_id, reference, kept_out_by_directory)| Target {
            userstore: "S".into(),
            username,
            source_id,
            reference,
            kept_out_by_directory,
        },
    );
    let fields =
        vec((name, value(), value()).prop_map(|(name, before, after)| FieldDiff { name, before, after }), 0..5);
    (target, fields).prop_map(|(user, fields)| ChangeLine { user, fields })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_change_is_written_or_skipped(lines in vec(any_line(), 0..4)) {
        for format in ChangeFormat::ALL {
            let (texts, written) = write(*format, &lines);
            match format {
                ChangeFormat::ScimBulk => prop_assert_eq!(operations(&texts).len() as u64, written.steps),
                ChangeFormat::JsonLines => {
                    let found: Vec<ChangeLine> = texts[0].split_terminator('\n').map(|l| serde_json::from_str(l).unwrap()).collect();
                    prop_assert_eq!(&found, &lines);
                }
                ChangeFormat::Ldif => {
                    prop_assert!(texts[0].lines().all(|line| line.len() <= 76 && line.is_ascii()));
                    let changes = texts[0].lines().filter(|line| line.starts_with("changetype: ")).count();
                    prop_assert_eq!(changes as u64, written.steps);
                }
                ChangeFormat::Csv => {
                    let rows = csv_rows(&texts[0]);
                    prop_assert_eq!(rows, lines.iter().map(|l| l.fields.len()).sum::<usize>());
                }
                ChangeFormat::GitlabScript => {
                    let calls = texts[0].lines().filter(|line| line.starts_with("call ")).count();
                    prop_assert_eq!(calls as u64, written.steps);
                }
            }
        }
    }
}

fn csv_rows(text: &str) -> usize {
    csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).count()
}

#[cfg(unix)]
mod script {
    use super::*;
    use std::process::{Command, Output};

    fn run(script: &str, arguments: &[&str]) -> Output {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("changes.sh");
        std::fs::write(&path, script).unwrap();
        let out = Command::new("sh")
            .arg(&path)
            .args(arguments)
            .current_dir(folder.path())
            .env_remove("GITLAB_URL")
            .env_remove("GITLAB_TOKEN")
            .output()
            .unwrap();
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["changes.sh"], "the script made a file");
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// A real shell runs it: every call is printed, whatever users are
        /// called, and nothing else happens.
        #[test]
        fn a_dry_run_prints_every_call_and_does_nothing(lines in vec(any_line(), 0..4)) {
            let (texts, written) = write(ChangeFormat::GitlabScript, &lines);
            let out = run(&texts[0], &["--dry-run"]);
            prop_assert_eq!(String::from_utf8(out.stderr).unwrap(), "");
            prop_assert!(out.status.success());
            let said = String::from_utf8(out.stdout).unwrap();
            let calls = said.lines().filter(|line| line.contains(" https://gitlab.example.org/api/v4/")).count();
            prop_assert_eq!(calls as u64, written.steps, "{}", said);
            let lines = 2 * written.steps + u64::from(!written.skipped.is_empty());
            prop_assert_eq!(said.lines().count() as u64, lines, "{}", said);
        }
    }

    #[test]
    fn a_name_is_not_run() {
        let mut hostile = Vec::new();
        for name in
            ["$(touch owned)", "`touch owned`", "'; touch owned; '", "a\ntouch owned\n", "\"; touch owned #", "\\'"]
        {
            let mut line = line("7", &[("display_name", None, Some(name)), ("profile.title", None, Some(name))]);
            line.user.username = name.to_owned();
            line.fields.push(FieldDiff::new(name, Some(name), Some(name)));
            hostile.push(line);
        }
        let (texts, written) = write(ChangeFormat::GitlabScript, &hostile);
        let out = run(&texts[0], &["--dry-run"]);
        assert!(out.status.success() && written.steps == 6);
        assert!(!texts[0].lines().any(|line| line.starts_with("touch")), "{}", texts[0]);
    }

    #[test]
    fn without_its_settings_it_refuses_to_start() {
        let (texts, _) = write(ChangeFormat::GitlabScript, &[line("7", &[("state", Some("active"), Some("blocked"))])]);
        let out = run(&texts[0], &[]);
        assert_eq!(out.status.code(), Some(2));
        assert!(String::from_utf8(out.stderr).unwrap().contains("GITLAB_URL is not set"));
        assert_eq!(run(&texts[0], &["--dry"]).status.code(), Some(2), "what it does not know it does not do");
    }
}
