//! What an operator is shown who says what the columns of a table mean.

#![allow(clippy::unwrap_used)]

mod common;

use muster_formats::{ColumnMap, Dialect, Error, Options, preview, sample};
use std::path::PathBuf;

fn file(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, text).unwrap();
    (dir, path)
}

fn mapped(toml: &str) -> Options {
    Options { dialect: None, map: ColumnMap::from_toml(toml).unwrap() }
}

const TABLE: &str = "sep=;\nWer;Farbe;Passwort;Status\nada;rot;hush;active\n;;;\n\"bru\nno\";;hush;gone\ncarla;blau\ndora;gelb;;active\n";

#[test]
fn a_sample_shows_rows_as_they_stand() {
    let (_dir, path) = file("t.csv", TABLE);
    let shown = sample(&path, &Options::default(), 3).unwrap();
    assert_eq!(shown.delimiter, ';');
    let headers: Vec<_> = shown.columns.iter().map(|c| (c.header.as_str(), c.attribute.as_deref())).collect();
    assert_eq!(headers, [("Wer", None), ("Farbe", None), ("Passwort", None), ("Status", Some("state"))]);
    let rows: Vec<_> = shown.rows.iter().map(|r| (r.line, r.cells.join("|"))).collect();
    assert_eq!(
        rows,
        [(3, "ada|rot||active".to_owned()), (5, "bru\u{fffd}no|||gone".to_owned()), (7, "carla|blau".to_owned())]
    );
    assert!(shown.columns[2].credential && shown.columns[2].samples.is_empty());
    assert_eq!(shown.columns[1].samples, ["rot", "blau"]);
    assert!(!format!("{shown:?}").contains("hush"));
    assert_eq!(sample(&path, &Options::default(), 100).unwrap().rows.len(), 4);
}

#[test]
fn a_sample_follows_the_map_even_where_it_does_not_fit() {
    let (_dir, path) = file("t.csv", TABLE);
    let shown = sample(&path, &mapped("[columns]\nFarbe = 'attribute:colour'\nWir = 'username'"), 1).unwrap();
    assert_eq!(shown.columns[1].attribute.as_deref(), Some("attribute:colour"));
    // Columns of a dialect can be mapped too, if the operator wants other ones.
    let (_dir, okta) = file("o.csv", "login,firstName,lastName,email\nada,Ada,A,ada@a\n");
    assert_eq!(sample(&okta, &Options::default(), 1).unwrap().columns[0].attribute.as_deref(), Some("username"));
    let (_dir, json) = file("u.json", "[{\"id\":1,\"username\":\"a\"}]");
    assert!(matches!(sample(&json, &Options::default(), 1), Err(Error::NotThisDialect { dialect: Dialect::Csv, .. })));
}

#[test]
fn a_preview_says_in_words_what_would_be_read() {
    let (_dir, path) = file("t.csv", TABLE);
    let options = mapped("[columns]\nWer = 'username'\nFarbe = 'attribute:colour'");
    let shown = preview(&path, &options, 3).unwrap();
    let fields: Vec<_> = shown.users[0].fields.iter().map(|(word, value)| (word.as_str(), value.as_str())).collect();
    assert_eq!(fields, [("username", "ada"), ("state", "active"), ("attribute:colour", "rot")]);
    let rejected: Vec<_> = shown.rejected.iter().map(|r| (r.line, r.column.as_deref())).collect();
    assert_eq!((shown.users.len(), rejected), (1, vec![(5, Some("Status")), (7, None)]));
    assert!(shown.more && !format!("{shown:?}").contains("hush"));
    let all = preview(&path, &options, 100).unwrap();
    assert_eq!((all.users.len(), all.rejected.len(), all.credentials_dropped, all.more), (2, 2, 2, false));
    let unmapped = Options { dialect: Some(Dialect::Csv), ..Options::default() };
    let message = preview(&path, &unmapped, 3).unwrap_err().to_string();
    assert!(message.contains("username, an id or an e-mail"), "{message}");
}

#[test]
fn a_preview_shows_every_attribute_under_its_word() {
    let header = "username,id,email,name,state,kind,mfa,created,expires,last login,admin,groups,seat,department,colour";
    let row = "ada,7,ada@a,Ada,locked,bot,no,2026-01-01,2026-12-31,never,yes,x|y,yes,,red";
    let (_dir, path) = file("t.csv", &format!("{header}\n{row}\n"));
    let shown = preview(&path, &mapped("[columns]\ncolour = 'attribute:colour'"), 1).unwrap();
    let fields: Vec<_> = shown.users[0].fields.iter().map(|(word, value)| format!("{word}={value}")).collect();
    assert_eq!(
        fields,
        [
            "username=ada",
            "id=7",
            "email=ada@a",
            "display_name=Ada",
            "state=locked",
            "kind=bot",
            "mfa=no",
            "created_at=2026-01-01T00:00:00+00:00",
            "expires_at=2026-12-31T00:00:00+00:00",
            "last_seen=never",
            "roles=Administrator",
            "groups=x | y",
            "seat=yes",
            "department=",
            "attribute:colour=red"
        ]
    );
}
