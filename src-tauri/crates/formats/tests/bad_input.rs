//! Bad input gets an answer that names file, line and remedy, and costs no
//! memory.

#![allow(clippy::unwrap_used)]

mod common;

use common::{read_bytes, read_path};
use muster_formats::{ColumnMap, Dialect, Encoding, Error, Options, coverage, detect, read};
use muster_model::import::Rejection;
use muster_model::record::{Extent, Record, Sink, Stop};
use std::io::Write;

fn error(name: &str, bytes: &[u8]) -> Error {
    read_bytes(name, bytes, &Options::default()).err().unwrap_or_else(|| panic!("{name} was read"))
}

fn as_dialect(dialect: Dialect) -> Options {
    Options { dialect: Some(dialect), ..Options::default() }
}

#[test]
fn what_is_no_text_is_named() {
    assert!(matches!(error("users.csv", b""), Error::Empty { .. }));
    assert!(matches!(error("users.csv", b"PK\x03\x04\x14\0..[Content_Types].xml"), Error::OtherKind { .. }));
    assert!(error("users.json", b"PK\x03\x04\x14\0\0\0a.json").to_string().contains("ZIP"));
    assert!(error("users.json", b"\x1f\x8b\x08\0").to_string().contains("gzip"));
    let message = error("users.txt", b"Dear all,\nplease find attached the list.\n").to_string();
    for said in ["users.txt", "gitlab-users", "--format", "--map"] {
        assert!(message.contains(said), "{message}");
    }
    assert!(error("t.csv", b"Nutzer,Farbe\n\xfc,1\n").to_string().contains("--map"));
    assert!(matches!(error("t.csv", b"User,Stra\xdfe\na,b\n"), Error::NotUtf8 { line: 1, .. }));
}

/// Read as users, these would say that whoever is not in the group, or not
/// to be deleted, is gone.
#[test]
fn lists_that_are_not_of_users_are_refused_by_name() {
    let page = "Username,Name,Access granted,Access expires,Max role,Source\nada,Ada,2024-01-01,,Owner,Direct member\n";
    let older =
        "Name,Username,Email,Path,Role,Membership type,Membership source,Access granted,Access expired,Last activity\n";
    let json = "[{\"id\":1,\"username\":\"a\",\"access_level\":30}]";
    let delete = "version:v1.0\nUser name [userPrincipalName] Required\nada@acme.example\n";
    for (name, text, remedy) in [
        ("page.csv", page, "groupMembersExport"),
        ("older.csv", older, "groupMembersExport"),
        ("members.json", json, "GET /users"),
        ("UserDeleteTemplate.csv", delete, "Download users"),
    ] {
        let error = error(name, text.as_bytes());
        assert!(matches!(&error, Error::NotUsers { .. }) && error.to_string().contains(remedy), "{error}");
    }
}

#[test]
fn a_dialect_that_cannot_be_is_refused() {
    for (dialect, bytes) in [
        (Dialect::GitlabUsers, &b"username,email\n"[..]),
        (Dialect::Ldif, b"username,email\n"),
        (Dialect::GitlabPermissions, b"username,email\n"),
        (Dialect::GitlabMembers, b"username,email\n"),
        (Dialect::Wso2Seven, b"user,email\n"),
        (Dialect::Entra, b"username,email\n"),
        (Dialect::Google, b"username,email\n"),
        (Dialect::Okta, b"username,email\n"),
        (Dialect::Authelia, b"username,email\n"),
        (Dialect::Authelia, b"users: [ada]\n"),
    ] {
        let error = read_bytes("f", bytes, &as_dialect(dialect)).err().unwrap();
        assert!(
            matches!(&error, Error::NotThisDialect { .. }) && error.to_string().contains(dialect.word()),
            "{error}"
        );
    }
}

#[test]
fn encodings_are_decoded_or_refused_row_by_row() {
    let text = "username,name\nju,Jürgen\nan,Änne\n";
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let (summary, kept) = read_bytes("u16.csv", &utf16, &Options::default()).unwrap();
    assert_eq!((summary.encoding, summary.counts.users, summary.bytes), (Encoding::Utf16Le, 2, utf16.len() as u64));
    assert!(summary.because.contains("UTF-16"), "{}", summary.because);
    assert_eq!(kept.user("ju").display_name.value().unwrap(), "Jürgen");

    let bom = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    assert_eq!(read_bytes("bom.csv", &bom, &Options::default()).unwrap().0.counts.users, 2);

    let json = "\u{feff}[{\"id\":1,\"username\":\"jü\"}]";
    let big: Vec<u8> = json.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(read_bytes("big.json", &big, &Options::default()).unwrap().1.users().len(), 1);

    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let (summary, kept) = read_bytes("latin.csv", &latin, &Options::default()).unwrap();
    assert_eq!(summary.counts.users, 0);
    for (rejection, line) in kept.rejections.iter().zip([2, 3]) {
        assert_eq!((rejection.line, rejection.column.as_deref()), (line, Some("name")));
        assert!(rejection.reason.contains("UTF-8"), "{}", rejection.reason);
    }

    let ldif =
        b"dn: uid=a,dc=x\nobjectClass: person\nuid: a\nsn: M\xfcller\n\ndn: uid=b,dc=x\nobjectClass: person\nuid: b\n";
    let (_, kept) = read_bytes("latin.ldif", ldif, &Options::default()).unwrap();
    assert_eq!((kept.rejections[0].line, kept.rejections[0].column.as_deref()), (4, Some("sn")));
    assert_eq!(kept.users().len(), 1);
}

#[test]
fn deep_json_is_refused_and_what_follows_is_read() {
    let deep = format!("{}{}", "[".repeat(500_000), "]".repeat(500_000));
    let text = format!(
        "[{{\"id\":1,\"username\":\"a\"}},\n{{\"id\":2,\"username\":\"b\",\"x\":{deep}}},\n{{\"id\":3,\"username\":\"c\"}}]"
    );
    let (summary, kept) = read_bytes("deep.json", text.as_bytes(), &Options::default()).unwrap();
    assert_eq!((summary.counts.users, kept.rejections.len(), kept.rejections[0].line), (2, 1, 2));
    assert!(kept.rejections[0].reason.contains("64 levels"), "{}", kept.rejections[0].reason);
    for dialect in [Dialect::Scim, Dialect::Keycloak] {
        let (summary, kept) = read_bytes("deep.json", "[".repeat(300_000).as_bytes(), &as_dialect(dialect)).unwrap();
        assert!(summary.cut.is_some() && !kept.rejections.is_empty());
    }
    assert!(matches!(
        error("deep.json", "[".repeat(300_000).as_bytes()),
        Error::Unrecognised { .. } | Error::NotUsers { .. }
    ));
}

/// Counts and keeps nothing.
#[derive(Default)]
struct Counting {
    records: u64,
    lines: Vec<u64>,
    stop_after: Option<u64>,
}

impl Sink for Counting {
    fn record(&mut self, _: u64, _: Record) -> Result<(), Stop> {
        self.records += 1;
        if self.stop_after == Some(self.records) { Err(Stop::Cancelled) } else { Ok(()) }
    }

    fn reject(&mut self, rejection: Rejection) -> Result<(), Stop> {
        self.lines.push(rejection.line);
        Ok(())
    }

    fn credentials_dropped(&mut self, _: u64) {}
}

#[test]
fn one_enormous_record_is_passed_over_in_every_dialect() {
    let filler = "x".repeat(1024 * 1024);
    let cases: [(&str, &str, &str); 8] = [
        (
            "big.json",
            "[{\"id\":1,\"username\":\"a\"},\n{\"id\":2,\"username\":\"b\",\"note\":\"",
            "\"},\n{\"id\":3,\"username\":\"c\"}]",
        ),
        ("big.csv", "username,note\na,b\nb,\"", "\"\nc,d\n"),
        (
            "big.ldif",
            "dn: uid=a\nobjectClass: person\nuid: a\n\ndn: uid=b\nobjectClass: person\nuid: b\ndescription: ",
            "\n\ndn: uid=c\nobjectClass: person\nuid: c\n",
        ),
        (
            "big-scim.json",
            "{\"Resources\":[{\"userName\":\"a\"},\n{\"userName\":\"b\",\"title\":\"",
            "\"},{\"userName\":\"c\"}],\"totalResults\":3}",
        ),
        ("big-wso2.csv", "UserName,Password,Claims\na\nb,,\"http://wso2.org/claims/title=", "\"\nc\n"),
        ("big-okta.csv", "login,firstName,lastName,email,id\na,,,,1\nb,,,\"", "\",2\nc,,,,3\n"),
        (
            "big-google.csv",
            "First Name [Required],Last Name [Required],Email Address [Required],Org Unit Path [Required],Status [READ ONLY]\n\
             a,a,a@a,/,Active\nb,\"",
            "\",b@b,/,Active\nc,c,c@c,/,Active\n",
        ),
        ("big.yml", "users:\n  a: {email: a}\n  b:\n    displayname: ", "\n  c: {email: c}\n"),
    ];
    let dir = tempfile::tempdir().unwrap();
    for (name, before, after) in cases {
        let path = dir.path().join(name);
        let mut file = std::fs::File::create(&path).unwrap();
        file.write_all(before.as_bytes()).unwrap();
        (0..20).for_each(|_| file.write_all(filler.as_bytes()).unwrap());
        file.write_all(after.as_bytes()).unwrap();
        drop(file);
        let dialect = if name.contains("scim") { Some(Dialect::Scim) } else { None };
        let mut sink = Counting::default();
        let summary = read(&path, &Options { dialect, ..Options::default() }, &mut |_| {}, &mut sink).unwrap();
        assert_eq!((sink.records, sink.lines.len()), (2, 1), "{name}");
        let begins = 1 + before.trim_end_matches(|c| c != '\n').matches('\n').count() as u64;
        let begins = match name {
            "big.ldif" => begins - 3,
            "big.yml" => begins - 1,
            _ => begins,
        };
        assert_eq!(sink.lines, [begins], "{name}");
        assert_eq!(coverage(&[summary]).users, Extent::Part, "{name}: whoever was in it is not gone");
    }
}

#[test]
fn a_sink_that_says_stop_is_heard_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("t.csv");
    std::fs::write(&path, format!("username\n{}", "a\n".repeat(1000))).unwrap();
    let mut sink = Counting { stop_after: Some(3), ..Counting::default() };
    let result = read(&path, &Options::default(), &mut |_| {}, &mut sink);
    assert!(matches!(result, Err(Error::Stopped(Stop::Cancelled))) && sink.records == 3);
}

#[test]
fn a_table_that_was_cut_off_is_a_part() {
    for text in ["username,email\na,b\nc", "username,email\na,b\nc,\"d\ne,f\n"] {
        let (summary, kept) = read_bytes("t.csv", text.as_bytes(), &Options::default()).unwrap();
        assert_eq!((summary.counts.users, summary.cut, kept.rejections.len()), (1, Some(3), 1), "{text}");
        assert!(kept.rejections[0].reason.contains("cut off"), "{:?}", kept.rejections);
        assert_eq!(coverage(&[summary]).users, Extent::Part);
    }
}

#[test]
fn other_breaks_in_json_stop_at_their_line_and_keep_what_was_read() {
    let text = "[{\"id\":1,\"username\":\"a\"},\n {\"id\":2,\"username\":\"b\"]}\n";
    let (summary, kept) = read_bytes("f.json", text.as_bytes(), &Options::default()).unwrap();
    assert_eq!((summary.counts.users, summary.cut), (1, Some(2)));
    assert!(kept.rejections[0].reason.contains("']'"), "{:?}", kept.rejections);
}

#[test]
fn columns_are_shown_before_they_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("t.csv");
    std::fs::write(&path, "Login;Farbe;Passwort\nada;rot;hush\nbruno;;hush\n").unwrap();
    let found = detect(&path).unwrap();
    assert_eq!((found.dialect, found.delimiter), (Dialect::Csv, Some(';')));
    let shown: Vec<_> = found.columns.iter().map(|c| (c.attribute.as_deref(), c.samples.len())).collect();
    assert_eq!(shown, [(Some("username"), 2), (None, 1), (None, 0)]);
    // A table of which no column is known can still be mapped.
    std::fs::write(&path, "Wer;Farbe\nada;rot\n").unwrap();
    let found = detect(&path).unwrap();
    assert!(found.dialect == Dialect::Csv && found.because.contains("map one"), "{}", found.because);
    let map = ColumnMap::from_toml("[columns]\nWer = 'username'\nFarbe = 'attribute:colour'").unwrap();
    let (_, kept) = read_path(&path, &Options { dialect: None, map }).unwrap();
    assert_eq!(kept.user("ada").attributes["colour"], ["rot"]);
    let map = ColumnMap::new([("Wir", "username")]).unwrap();
    let message = read_path(&path, &Options { dialect: None, map }).err().unwrap().to_string();
    assert!(message.contains("\"Wir\"") && message.contains("\"Wer\""), "{message}");
}

#[test]
fn a_mapped_credential_is_still_dropped() {
    let map = ColumnMap::new([("API token", "attribute:note"), ("Password", "note")]).unwrap();
    let text = b"username,API token,Password\na,t0ken,pa55\nb,,\n";
    let (summary, kept) = read_bytes("t.csv", text, &Options { dialect: None, map }).unwrap();
    assert_eq!(summary.counts.credentials_dropped, 2);
    assert!(!format!("{:?}", kept.records).contains("t0ken") && !format!("{:?}", kept.records).contains("pa55"));
}
