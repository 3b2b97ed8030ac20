//! Whatever bytes a reader gets: no panic, and what went through and what
//! was rejected agrees with what is said of it (`common::read_path` checks).

#![allow(clippy::unwrap_used)]

mod common;

use common::read_bytes;
use muster_formats::{ColumnMap, Dialect, Error, Options, detect, preview, sample};
use proptest::prelude::*;
use std::path::Path;

fn golden() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|p| !p.extension().is_some_and(|e| e == "toml" || e == "expected"));
    paths.sort();
    paths.iter().map(|p| std::fs::read(p).unwrap()).collect()
}

/// Every way to read it; a file that cannot be read at all is an answer too,
/// as long as it names the file.
fn read_every_way(bytes: &[u8]) {
    let maps = [ColumnMap::default(), ColumnMap::new([("Username", "attribute:x"), ("Email", "username")]).unwrap()];
    for dialect in Dialect::ALL.iter().copied().map(Some).chain([None]) {
        for map in &maps {
            let options = Options { dialect, map: map.clone() };
            match read_bytes("any.file", bytes, &options) {
                Ok((summary, kept)) => {
                    assert!(summary.bytes == bytes.len() as u64 && !summary.because.is_empty());
                    if let Some(line) = summary.cut {
                        assert!(kept.rejections.iter().any(|r| r.line == line), "a cut is told");
                    }
                    let _ = muster_formats::coverage(&[summary]);
                }
                Err(Error::Map { .. }) => {}
                Err(error) => assert!(error.to_string().contains("any.file"), "{error}"),
            }
        }
    }
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("f"), bytes).unwrap();
    let path = dir.path().join("f");
    let _ = detect(&path);
    let shown = preview(&path, &Options::default(), 3);
    assert!(shown.is_ok_and(|p| p.users.len() + p.rejected.len() <= 3) || detect(&path).is_err() || is_unmapped(&path));
    let _ = sample(&path, &Options::default(), 3);
}

/// Whether a table needs a map before it can be read.
fn is_unmapped(path: &Path) -> bool {
    matches!(
        preview(path, &Options::default(), 3),
        Err(Error::Map { .. } | Error::NotUtf8 { .. } | Error::NotThisDialect { .. })
    )
}

/// Bytes that are more often than not the beginning of something.
fn likely() -> impl Strategy<Value = Vec<u8>> {
    let parts: Vec<&'static [u8]> = vec![
        b"{",
        b"}",
        b"[",
        b"]",
        b"\"username\":",
        b"\"id\":",
        b"\"users\":",
        b"\"Resources\":",
        b"\"userName\":",
        b"\"roles\":",
        b"\"groups\":",
        b"\"members\":",
        b"1",
        b"null",
        b"true",
        b"\"x\"",
        b",",
        b":",
        b"\"",
        b"\\",
        b"\n",
        b"\n\n",
        b"\r\n",
        b"dn: ",
        b"dn:: ",
        b"cn=a,dc=b",
        b"objectClass: person\n",
        b"objectClass: group\n",
        b"member: cn=x\n",
        b" ",
        b"#",
        b"jpegPhoto:: ",
        b"AAAA",
        b"Username,Email\n",
        b"a,b\n",
        b";",
        b"\t",
        b"\xff",
        b"\xfc",
        b"\xff\xfe",
        b"\0",
        b"\xef\xbb\xbf",
        b"version: 1\n",
        b"\x0c",
        b"\x1e",
        b"Username,Email,Type,Path,Access Level,Last Activity\n",
        b"a,b,Group,c,Guest,\n",
        b"result: 4\n",
        b"users:\n",
        b"users: {",
        b"  ada:\n",
        b"    email: x\n",
        b"    groups: [a, *b]\n",
        b"    groups: &b\n",
        b"      - c\n",
        b"    <<: *b\n",
        b"    password: $argon2id$x\n",
        b"--- ",
        b"{---",
        b"? ",
        b"|\n",
        b"'",
        b"&b ",
        b"*b",
        b"UserName,Password,Claims\n",
        b"ada,,http://wso2.org/claims/role=admin",
        b",http://wso2.org/claims/identity/accountLocked=true",
        b"username,givenname,emailaddress,groups\n",
        b"version:v1.0\n",
        b"Name [displayName] Required,User name [userPrincipalName] Required,Block sign in (Yes/No) [accountEnabled]\n",
        b"Ada,ada@x,No\n",
        b"userPrincipalName,displayName,id,userType,accountEnabled\n",
        b"login,firstName,lastName,email,status\n",
        b"First Name [Required],Last Name [Required],Email Address [Required],Org Unit Path [Required],Status [READ ONLY]\n",
        b"a,b,c@d,/,Active\n",
        b"Username,Path,Type,Role,Membership type,Membership status,Membership source,Access granted\n",
        b"ada,acme,Group,Owner,direct,approved,acme,2024-01-01\n",
    ];
    prop::collection::vec(prop::sample::select(parts), 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read_every_way(&bytes);
    }

    #[test]
    fn likely_bytes(bytes in likely()) {
        read_every_way(&bytes);
    }

    #[test]
    fn damaged_files(which in 0usize..64, edits in prop::collection::vec((any::<u16>(), any::<u8>(), 0u8..4), 1..6)) {
        let files = golden();
        let mut bytes = files[which % files.len()].clone();
        for (at, byte, edit) in edits {
            if bytes.is_empty() { break }
            let at = at as usize % bytes.len();
            match edit {
                0 => bytes[at] = byte,
                1 => bytes.truncate(at),
                2 => { bytes.remove(at); }
                _ => bytes.insert(at, byte),
            }
        }
        read_every_way(&bytes);
    }

    /// Every row of a table is a record or a rejection.
    #[test]
    fn rows_add_up(rows in prop::collection::vec(("[a-z]{0,3}", "[a-z@.,\" ]{0,6}", "(active|odd|)"), 1..30)) {
        let mut text = "username,email,state\n".to_owned();
        for (name, email, state) in &rows {
            text.push_str(&format!("\"{name}\",\"{}\",\"{state}\"\n", email.replace('"', "\"\"")));
        }
        let (summary, kept) = read_bytes("t.csv", text.as_bytes(), &Options::default()).unwrap();
        let blank = rows.iter().filter(|(a, b, c)| a.is_empty() && b.trim().is_empty() && c.is_empty()).count() as u64;
        prop_assert_eq!(summary.counts.users + summary.counts.rejected + blank, rows.len() as u64);
        prop_assert_eq!(summary.cut, None);
        let bad = rows.iter().filter(|(name, email, state)| state == "odd" || (name.is_empty() && !(email.trim().is_empty() && state.is_empty()))).count();
        prop_assert_eq!(kept.rejections.len(), bad);
    }

    /// Whatever else a file holds, one read twice says the same twice.
    #[test]
    fn the_same_bytes_say_the_same(bytes in likely()) {
        let read = || read_bytes("any.file", &bytes, &Options::default());
        if let (Ok((one, first)), Ok((two, second))) = (read(), read()) {
            prop_assert_eq!(one, two);
            prop_assert!(first.records == second.records && first.rejections == second.rejections);
        }
    }

    /// A cut anywhere leaves the elements before it good, and the file a part.
    #[test]
    fn a_cut_is_seen(users in 1usize..12, cut in any::<u16>()) {
        let elements: Vec<String> = (0..users).map(|n| format!("{{\"id\": {n},\n \"username\": \"u{n}\", \"state\": \"active\"}}")).collect();
        let text = format!("[{}]", elements.join(",\n"));
        let cut = 1 + cut as usize % (text.len() - 1);
        let whole = elements.iter().scan(1, |end, e| { *end += e.len() + 2; Some(*end - 2) }).filter(|end| *end <= cut).count();
        let options = Options { dialect: Some(Dialect::GitlabUsers), ..Options::default() };
        let (summary, kept) = read_bytes("cut.json", &text.as_bytes()[..cut], &options).unwrap();
        prop_assert_eq!(summary.counts.users, whole as u64);
        prop_assert_eq!(kept.rejections.len(), 1);
        prop_assert_eq!(summary.cut, Some(1 + text[..cut].matches('\n').count() as u64));
        prop_assert_eq!(muster_formats::coverage(&[summary]).users, muster_model::record::Extent::Part);
    }
}
