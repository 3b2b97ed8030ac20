//! Packs: written, verified, and altered in every way.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::review::testing::{at, completeness, item, review};
use crate::review::{After, Completeness, How, Review, Verdict, close, prove};
use chrono::Days;
use proptest::prelude::*;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;

fn key() -> OperatorKey {
    OperatorKey::from_seed(&[42; 32])
}

fn about() -> PackAbout {
    PackAbout {
        tool_version: "0.1.0".into(),
        realm: "Acme".into(),
        campaign_id: "q4-2026".into(),
        campaign_title: "Quarterly \"review\"".into(),
        made_at: at(),
        made_by: "admin".into(),
    }
}

const FILES: [(&str, &[u8]); 4] = [
    ("population.jsonl", b"{\"user\":1}\n{\"user\":2}\n"),
    ("README.txt", b"Access review\n"),
    ("worksheets/rita.csv", b"\xef\xbb\xbfRow,Who\r\n"),
    ("worksheets/empty.csv", b""),
];

fn pack(place: &mut dyn Place) -> Written {
    let files = FILES.iter().map(|(path, bytes)| PackFile::new(path, "What it holds", bytes)).collect();
    write_pack(&about(), files, &key(), place).unwrap()
}

fn zipped() -> Vec<u8> {
    let mut place = ZipPlace::new(Cursor::new(Vec::new()));
    pack(&mut place);
    place.into_inner().into_inner()
}

fn folder() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    pack(&mut FolderPlace::create(place.path()).unwrap());
    place
}

fn said(failures: &[Failure]) -> Vec<(&str, &'static str)> {
    failures.iter().map(|failure| (failure.path.as_str(), failure.kind.code())).collect()
}

fn of_folder(path: &Path) -> Vec<(String, &'static str)> {
    let found = verify(path, None).unwrap();
    assert_eq!(found.failed, found.failures.len());
    found.failures.into_iter().map(|failure| (failure.path, failure.kind.code())).collect()
}

fn of_zip(bytes: &[u8]) -> Verified {
    verify_file(Cursor::new(bytes), None).unwrap()
}

/// Every file of a folder, with its path.
fn listed(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut left = vec![root.to_owned()];
    while let Some(folder) = left.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
            } else {
                found.push(path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_pack_is_good_as_folder_and_as_zip() {
    let folder = folder();
    let found = verify(folder.path(), None).unwrap();
    assert!(found.is_good(), "{:?}", found.failures);
    let manifest = found.manifest.unwrap();
    assert_eq!(manifest.key.fingerprint, key().public().fingerprint());
    let paths: Vec<_> = manifest.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        paths,
        ["README.txt", "operator-key.pem", "population.jsonl", "worksheets/empty.csv", "worksheets/rita.csv"]
    );
    assert_eq!((manifest.made_by.as_str(), manifest.campaign.id.as_str()), ("admin", "q4-2026"));
    let bytes = zipped();
    assert!(of_zip(&bytes).is_good(), "{:?}", of_zip(&bytes).failures);
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), &bytes).unwrap();
    assert!(verify(file.path(), Some(&key().public().fingerprint().to_uppercase())).unwrap().is_good());
    assert!(matches!(verify(&folder.path().join("README.txt"), None), Err(EvidenceError::NoPack(_))));
    assert!(matches!(verify(&folder.path().join("nowhere"), None), Err(EvidenceError::Io { .. })));
}

#[test]
fn the_same_files_are_the_same_bytes_in_whichever_order() {
    let bytes = zipped();
    assert_eq!(bytes, zipped());
    let mut place = ZipPlace::new(Cursor::new(Vec::new()));
    let files = FILES.iter().rev().map(|(path, bytes)| PackFile::new(path, "What it holds", bytes)).collect();
    write_pack(&about(), files, &key(), &mut place).unwrap();
    assert_eq!(place.into_inner().into_inner(), bytes);
}

#[test]
fn other_programs_open_the_zip() {
    let bytes = zipped();
    let mut archive = zip_reader(&bytes);
    assert_eq!(archive.len(), FILES.len() + 4);
    let folder = folder();
    for path in listed(folder.path()) {
        let mut found = Vec::new();
        archive.by_name(&path).unwrap().read_to_end(&mut found).unwrap();
        assert_eq!(found, fs::read(folder.path().join(&path)).unwrap(), "{path}");
    }
}

fn zip_reader(bytes: &[u8]) -> ::zip::ZipArchive<Cursor<&[u8]>> {
    ::zip::ZipArchive::new(Cursor::new(bytes)).unwrap()
}

#[test]
fn what_fails_is_named_with_how() {
    let alter = |change: &dyn Fn(&Path)| {
        let folder = folder();
        change(folder.path());
        of_folder(folder.path())
    };
    let one = |path: &str, code| vec![(path.to_owned(), code)];
    for path in ["population.jsonl", "worksheets/rita.csv", "operator-key.pem", "manifest.json", "SHA256SUMS"] {
        let gone = alter(&|root| fs::remove_file(root.join(path)).unwrap());
        assert_eq!(gone, one(path, "missing"));
    }
    assert_eq!(alter(&|root| fs::remove_file(root.join("manifest.sig")).unwrap()), one("manifest.sig", "missing"));
    assert_eq!(alter(&|root| fs::write(root.join("README.txt"), "other").unwrap()), one("README.txt", "altered"));
    assert_eq!(alter(&|root| fs::write(root.join("more.txt"), "x").unwrap()), one("more.txt", "added"));
    assert_eq!(alter(&|root| fs::create_dir(root.join("empty")).unwrap()), one("empty", "added"));
    assert_eq!(alter(&|root| fs::write(root.join("a b.txt"), "x").unwrap()), one("a b.txt", "unsafe-path"));
    assert_eq!(
        alter(&|root| fs::write(root.join("manifest.sig"), [0; 64]).unwrap()),
        one("manifest.sig", "signature-wrong")
    );
    assert_eq!(alter(&|root| fs::write(root.join("manifest.sig"), [0; 65]).unwrap()), one("manifest.sig", "altered"));
    assert_eq!(
        alter(&|root| fs::write(root.join("manifest.sig"), [0; 3]).unwrap()),
        one("manifest.sig", "signature-wrong")
    );
    assert_eq!(
        alter(&|root| fs::write(root.join("manifest.json"), "{}").unwrap()),
        one("manifest.json", "manifest-altered")
    );
}

#[test]
fn who_alters_a_list_and_its_sums_still_has_no_signature() {
    let folder = folder();
    let root = folder.path();
    fs::write(root.join("README.txt"), "All was well.\n").unwrap();
    let mut manifest = Manifest::read(&fs::read(root.join("manifest.json")).unwrap()).unwrap();
    manifest.files[0].bytes = 14;
    manifest.files[0].sha256 = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(b"All was well.\n"));
    let bytes = manifest.to_bytes().unwrap();
    fs::write(root.join("manifest.json"), &bytes).unwrap();
    fs::write(root.join("SHA256SUMS"), manifest.sums(&bytes)).unwrap();
    assert_eq!(of_folder(root), [("manifest.sig".to_owned(), "signature-wrong")]);
    // Signed again by someone else it is a good pack, of another key.
    let other = OperatorKey::from_seed(&[1; 32]);
    manifest.key = manifest::Key::of(&other.public());
    let pem = other.public().to_pem();
    fs::write(root.join("operator-key.pem"), &pem).unwrap();
    manifest.files[1].sha256 = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(pem.as_bytes()));
    let bytes = manifest.to_bytes().unwrap();
    fs::write(root.join("manifest.json"), &bytes).unwrap();
    fs::write(root.join("SHA256SUMS"), manifest.sums(&bytes)).unwrap();
    fs::write(root.join("manifest.sig"), other.sign(&bytes)).unwrap();
    assert!(verify(root, None).unwrap().is_good());
    let found = verify(root, Some(&key().public().fingerprint())).unwrap();
    assert_eq!(said(&found.failures), [("manifest.sig", "other-key")]);
}

/// A pack whose manifest is changed, and signed by its own operator.
fn signed_anew(change: impl Fn(&mut Manifest), spell: impl Fn(Vec<u8>) -> Vec<u8>) -> Vec<(String, &'static str)> {
    let folder = folder();
    let mut manifest = Manifest::read(&fs::read(folder.path().join("manifest.json")).unwrap()).unwrap();
    change(&mut manifest);
    let bytes = spell(manifest.to_bytes().unwrap());
    fs::write(folder.path().join("manifest.json"), &bytes).unwrap();
    fs::write(folder.path().join("SHA256SUMS"), manifest.sums(&bytes)).unwrap();
    fs::write(folder.path().join("manifest.sig"), key().sign(&bytes)).unwrap();
    of_folder(folder.path())
}

#[test]
fn a_list_that_cannot_be_is_none_even_if_it_is_signed() {
    let as_it_is = |bytes| bytes;
    assert_eq!(signed_anew(|_| (), as_it_is), []);
    let altered = [("manifest.json".to_owned(), "manifest-altered")];
    assert_eq!(signed_anew(|_| (), |bytes| [bytes.as_slice(), b"\n"].concat()), altered);
    assert_eq!(signed_anew(|_| (), |bytes| bytes.to_ascii_uppercase()), altered);
    assert_eq!(signed_anew(|manifest| manifest.files[0].path = "../README.txt".into(), as_it_is), altered);
    assert_eq!(signed_anew(|manifest| manifest.files.swap(0, 2), as_it_is), altered);
    assert_eq!(signed_anew(|manifest| manifest.files.push(manifest.files[0].clone()), as_it_is), altered);
    assert_eq!(signed_anew(|manifest| manifest.files[0].path = "Manifest.json".into(), as_it_is), altered);
    assert_eq!(signed_anew(|manifest| manifest.version = 2, as_it_is), altered);
    assert_eq!(signed_anew(|manifest| manifest.key.fingerprint = "00".into(), as_it_is), altered);
    let keyless = signed_anew(|manifest| drop(manifest.files.remove(1)), as_it_is);
    assert_eq!(
        keyless,
        [("operator-key.pem", "missing"), ("operator-key.pem", "added")].map(|(p, c)| (p.to_owned(), c))
    );
    let another = OperatorKey::from_seed(&[1; 32]).public().to_pem();
    let digest = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(another.as_bytes()));
    let found = signed_anew(|manifest| manifest.files[1].sha256.clone_from(&digest), as_it_is);
    assert!(found.contains(&("operator-key.pem".to_owned(), "altered")) && found.len() == 2, "{found:?}");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let folder = folder();
    let root = folder.path();
    fs::rename(root.join("README.txt"), root.join("population.bak")).unwrap();
    std::os::unix::fs::symlink(root.join("population.bak"), root.join("README.txt")).unwrap();
    std::os::unix::fs::symlink("/", root.join("all")).unwrap();
    let mut found = of_folder(root);
    found.sort();
    let expected = [("README.txt", "link"), ("README.txt", "missing"), ("all", "link"), ("population.bak", "added")];
    assert_eq!(found, expected.map(|(path, code)| (path.to_owned(), code)));
}

#[test]
fn a_zip_is_exactly_as_it_is_written() {
    let bytes = zipped();
    let mut longer = bytes.clone();
    longer.push(0);
    assert_eq!(said(&of_zip(&longer).failures), [("the archive", "archive-end")]);
    for cut in 0..bytes.len() {
        assert!(!of_zip(&bytes[..cut]).is_good(), "cut at {cut}");
    }
    let mut before = b"x".to_vec();
    before.extend(&bytes);
    assert!(!of_zip(&before).is_good());
    assert!(!of_zip(b"").is_good() && !of_zip(b"PK\x05\x06").is_good());
}

/// A ZIP of these files, headers and all, with no regard to whether they may be.
fn any_zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut place = ZipPlace::new(Cursor::new(Vec::new()));
    for (path, content) in files {
        place.file(path, &mut &content[..]).unwrap();
    }
    place.finish().unwrap();
    place.into_inner().into_inner()
}

#[test]
fn what_a_zip_may_not_hold_is_refused() {
    let twice = any_zip(&[("a.txt", b"1"), ("A.txt", b"2")]);
    assert!(said(&of_zip(&twice).failures).contains(&("A.txt", "twice")));
    for path in ["../x", "/etc/passwd", "a\\b", "a/../../b", "a b"] {
        let found = of_zip(&any_zip(&[("a.txt", b"1"), (path, b"2")]));
        assert_eq!(said(&found.failures), [("a.txt", "archive-damaged")], "{path}");
        assert!(!of_zip(&any_zip(&[(path, b"2")])).is_good());
    }
    let mut checksum = zipped();
    let directory = checksum.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    (checksum[14], checksum[directory + 16]) = (checksum[14] ^ 1, checksum[directory + 16] ^ 1);
    assert_eq!(said(&of_zip(&checksum).failures), [("README.txt", "archive-damaged")], "in header and directory alike");
    let mut huge = any_zip(&[("a.txt", b"1")]);
    huge[18..26].fill(0xff);
    assert_eq!(said(&of_zip(&huge).failures), [("a.txt", "archive-damaged")]);
}

#[test]
fn paths_that_cannot_be_are_not_written() {
    let write = |paths: &[&str]| {
        let files = paths.iter().map(|path| PackFile::new(path, "x", b"x")).collect();
        write_pack(&about(), files, &key(), &mut ZipPlace::new(Cursor::new(Vec::new())))
    };
    assert!(matches!(write(&["../x"]), Err(EvidenceError::Path { .. })));
    for paths in [["a", "A"], ["manifest.json", "b"], ["Sha256Sums", "b"], ["a", "a/b"], ["operator-key.pem", "b"]] {
        assert!(matches!(write(&paths), Err(EvidenceError::Twice(_))), "{paths:?}");
    }
    let folder = folder();
    assert!(matches!(FolderPlace::create(folder.path()), Err(EvidenceError::Exists(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_as_a_zip_end_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let whole = [b"PK\x03\x04".as_slice(), &bytes].concat();
        prop_assert!(!of_zip(&whole).is_good() && !of_zip(&bytes).is_good());
    }
}

/// Every byte of every file, each with one bit changed.
#[test]
fn any_one_byte_changed_in_a_folder_fails_and_is_named() {
    let folder = folder();
    for path in listed(folder.path()) {
        let place = folder.path().join(&path);
        let bytes = fs::read(&place).unwrap();
        for at in 0..bytes.len() {
            let mut altered = bytes.clone();
            altered[at] ^= 1 << (at % 8);
            fs::write(&place, &altered).unwrap();
            let found = of_folder(folder.path());
            assert!(found.len() == 1 && found[0].0 == path, "byte {at} of {path}: {found:?}");
        }
        fs::write(&place, &bytes).unwrap();
    }
    assert_eq!(of_folder(folder.path()), []);
}

/// Every byte of the ZIP, each with one bit changed.
#[test]
fn any_one_byte_changed_in_a_zip_fails_and_in_a_file_names_it() {
    let bytes = zipped();
    let mut within = Vec::new();
    {
        let mut archive = zip_reader(&bytes);
        for place in 0..archive.len() {
            let file = archive.by_index(place).unwrap();
            let start = file.data_start().unwrap_or_default();
            within.push((file.name().unwrap().into_owned(), start..start + file.size()));
        }
    }
    for at in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[at] ^= 1 << (at % 8);
        let found = of_zip(&altered);
        assert!(!found.is_good(), "byte {at}");
        if let Some((path, _)) = within.iter().find(|(_, range)| range.contains(&(at as u64))) {
            assert!(found.failures.iter().all(|failure| failure.path == *path), "byte {at} of {path}: {found:?}");
        }
    }
}

fn reviewed() -> Review {
    let mut bob = item("bob", "Owner");
    bob.name = "Bob \u{1b}[31m\u{202e}".into();
    let mut held = review(vec![item("ada", "Owner"), bob, item("cyd", "Developer")]);
    for (at_item, verdict, note) in [
        (0, Verdict::Keep, ""),
        (1, Verdict::Revoke, "left the team in June"),
        (2, Verdict::Reduce { to: "Guest".into() }, ""),
    ] {
        held.decide(at_item, verdict, note, "rita", at(), How::Direct).unwrap();
    }
    held
}

#[test]
fn the_story_answers_who_decided_what_when_on_which_facts() {
    let mut held = reviewed();
    let closed = close(&mut held, "boss", "I acknowledge.", at()).unwrap();
    let later = [Completeness { taken_at: at() + Days::new(3), ..completeness() }];
    let after = [item("ada", "Owner"), item("cyd", "Developer")];
    let proof =
        prove(&closed.remedies, at(), After { snapshots: &later, held: &after, gone: &[item("bob", "Owner").user] });
    assert_eq!((proof.done, proof.outstanding), (1, 1));
    let teller = story::Teller {
        realm: "Acme".into(),
        at: at(),
        by: "admin".into(),
        version: "0.1.0".into(),
        fingerprint: key().public().fingerprint(),
    };
    let story = Story::of(&held, &closed.remedies, Some((&proof, &later)), teller);
    let files = vec![("population.jsonl".to_owned(), "Who held what".to_owned())];
    let text = readme::readme(&story, &files);
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "Access review: Quarterly review",
        "3 grants: 1 kept, 1 revoked, 1 reduced.",
        "To be changed: 2. Seen to be done: 1. Not done: 1.",
        "Population: 3 grants of 3 users, 2 of them privileged",
        "GITLAB: all 40 users of the source were read",
        &held.campaign.population.sha256,
        "Reviewer rita <rita@review.example>, asked as named: 3 grants",
        "boss on 2026-11-20 09:14 UTC: \"I acknowledge.\"",
        "(GITLAB/bob): take Owner on group acme/web. Decided by Reviewer rita <rita@review.example> on 2026-11-20",
        "because \"left the team in June\". Done: the account is gone",
        "NOT DONE: Developer on group acme/web is still held",
        "sha256sum --check SHA256SUMS",
        &key().public().fingerprint(),
    ] {
        assert!(flat.contains(part), "{part} in\n{text}");
    }
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "nothing steers a terminal");
    assert!(text.lines().all(|line| line.chars().count() <= 160));
    let mut lines = Vec::new();
    files::decisions(&held, &mut lines).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    assert_eq!(lines.lines().count(), 3);
    assert!(lines.contains("\"verdict\":\"revoke\",\"to\":null,\"note\":\"left the team in June\""), "{lines}");
    let mut lines = Vec::new();
    files::changes(&held, &closed.remedies, Some(&proof), &mut lines).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    assert!(lines.contains("\"do\":\"remove_role\"") && lines.contains("\"standing\":\"outstanding\""), "{lines}");
}

/// The commands in `README.txt` and `docs/reviews.md`, as they stand there.
#[cfg(unix)]
#[test]
fn a_pack_is_verified_without_muster() {
    let folder = folder();
    let shell = |command: &str| {
        let done = std::process::Command::new("sh").args(["-c", command]).current_dir(folder.path()).output().unwrap();
        (done.status.success(), String::from_utf8_lossy(&done.stdout).into_owned())
    };
    for tool in ["openssl", "sha256sum"] {
        if !shell(&format!("command -v {tool}")).0 {
            println!("skipped: a_pack_is_verified_without_muster ({tool} is not installed)");
            return;
        }
    }
    let signature =
        "openssl pkeyutl -verify -pubin -inkey operator-key.pem -rawin -in manifest.json -sigfile manifest.sig";
    let (sums, key_line) =
        ("sha256sum --check SHA256SUMS", "openssl pkey -pubin -in operator-key.pem -outform DER | sha256sum");
    let docs = include_str!("../../../../../docs/reviews.md");
    assert!([sums, signature, key_line].iter().all(|line| docs.contains(&format!("\n{line}\n"))));
    assert!(shell(sums).0);
    assert!(shell(signature).0);
    let (_, fingerprint) = shell(key_line);
    assert!(fingerprint.starts_with(&key().public().fingerprint()), "{fingerprint}");
    let manifest = folder.path().join("manifest.json");
    let altered = fs::read_to_string(&manifest).unwrap().replace("admin", "other");
    fs::write(manifest, altered).unwrap();
    assert!(!shell("sha256sum --check SHA256SUMS").0);
    assert!(!shell(signature).0);
}
