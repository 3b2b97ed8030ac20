//! Real files of other projects, read in place; skipped by name where the
//! folder is absent.

#![allow(clippy::unwrap_used)]

mod common;

use common::{Kept, files, read_bytes, read_path, real_data};
use muster_formats::{Dialect, Error, FileSummary, Options, coverage, detect};
use muster_model::Kind;
use muster_model::record::{Extent, Listed, MemberName, Told};
use std::path::PathBuf;

fn folder(test: &str, name: &str) -> Option<PathBuf> {
    let found = real_data().map(|data| data.join(name)).filter(|folder| folder.is_dir());
    if found.is_none() {
        eprintln!("skipped {test}: shared/data/{name} is not here");
    }
    found
}

fn read_all(paths: &[PathBuf]) -> Vec<(FileSummary, Kept)> {
    paths.iter().map(|path| read_path(path, &Options::default()).unwrap()).collect()
}

#[test]
fn planetexpress_has_seven_people_and_two_groups() {
    let Some(folder) = folder("planetexpress_has_seven_people_and_two_groups", "ldif/planetexpress") else { return };
    let read = read_all(&files(&folder, "ldif"));
    assert!(read.iter().all(|(s, k)| s.dialect == Dialect::Ldif && k.rejections.is_empty()));
    let users: Vec<_> = read.iter().flat_map(|(_, k)| k.users()).collect();
    let groups: Vec<_> = read.iter().flat_map(|(_, k)| k.groups()).collect();
    assert_eq!((users.len(), groups.len()), (7, 2));
    let with_photo: Vec<_> = users.iter().filter(|u| u.avatar.is_some()).collect();
    assert_eq!(with_photo.len(), 5);
    assert!(with_photo.iter().all(|u| u.avatar.as_ref().unwrap().starts_with(&[0xFF, 0xD8, 0xFF])), "JPEGs");
    assert!(read.iter().map(|(_, k)| k.credentials).sum::<u64>() >= 7, "each person has a password hash");
    // Every member of a group is someone of whom there is an entry.
    let known: Vec<_> = users.iter().filter_map(|u| u.identity.reference.clone()).collect();
    for group in groups {
        let Listed::All(members) = &group.members else { panic!("{group:?}") };
        assert!(!members.is_empty());
        for member in members {
            assert!(matches!(member, MemberName::Either(dn) if known.contains(dn)), "{member:?}");
        }
    }
    let summaries: Vec<_> = read.into_iter().map(|(s, _)| s).collect();
    let covered = coverage(&summaries);
    assert_eq!((covered.users, covered.groups), (Extent::Whole, Extent::Whole), "{covered:?}");
}

#[test]
fn every_scim_user_group_and_list_of_the_rfcs_reads_and_the_rest_is_refused() {
    let test = "every_scim_user_group_and_list_of_the_rfcs_reads_and_the_rest_is_refused";
    let Some(folder) = folder(test, "scim-rfc") else { return };
    let (mut read, mut refused) = (0, 0);
    for path in files(&folder, "json") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        let schema = json["schemas"][0].as_str().unwrap().rsplit(':').next().unwrap().to_owned();
        let result = read_path(&path, &Options::default());
        match schema.as_str() {
            "ListResponse" if name.contains("resource_types") => {
                let (summary, kept) = result.unwrap();
                assert!(summary.counts.users == 0 && !kept.rejections.is_empty(), "{name}");
                assert!(kept.rejections.iter().all(|r| r.reason.contains("not a User or Group")), "{name}");
                refused += 1;
            }
            "User" | "Group" | "ListResponse" => {
                let (summary, kept) = result.unwrap_or_else(|e| panic!("{name}: {e}"));
                assert_eq!(kept.rejections, [], "{name}");
                assert!(summary.counts.users + summary.counts.groups > 0, "{name}");
                let kept = format!("{:?}", kept.records);
                if let Some(password) = json["password"].as_str() {
                    assert!(!kept.contains(password) && summary.counts.credentials_dropped == 1, "{name}");
                }
                read += 1;
            }
            other => {
                let error = result.err().unwrap_or_else(|| panic!("{name} was read"));
                assert!(matches!(&error, Error::NotUsers { what, .. } if what.contains(other)), "{name}: {error}");
                assert!(error.to_string().contains("ListResponse"), "{name}: {error}");
                refused += 1;
            }
        }
    }
    assert!(read >= 12 && refused >= 20, "{read} read, {refused} refused");
}

#[test]
fn keycloak_realms_give_their_users_and_no_credential() {
    let Some(folder) = folder("keycloak_realms_give_their_users_and_no_credential", "keycloak") else { return };
    let mut counts = Vec::new();
    for path in files(&folder, "json") {
        assert_eq!(detect(&path).unwrap().dialect, Dialect::Keycloak);
        let (summary, kept) = read_path(&path, &Options::default()).unwrap();
        assert_eq!(kept.rejections, []);
        assert_eq!(coverage(std::slice::from_ref(&summary)).users, Extent::Whole);
        let json: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let users = json["users"].as_array().unwrap();
        let passwords = users.iter().filter_map(|u| u["credentials"].as_array()).flatten().count() as u64;
        assert_eq!(summary.counts.credentials_dropped, passwords);
        if json["realm"] == "quickstart" && users.len() == 3 {
            let machine = kept.user("service-account-authz-servlet");
            assert_eq!(machine.kind, Told::Value(Kind::Service));
        } else {
            let Listed::All(grants) = &kept.user("admin").grants else { panic!("no grants") };
            let privileged: Vec<_> =
                grants.iter().filter(|g| g.role.privileged).map(|g| g.role.name.as_str()).collect();
            assert_eq!(privileged, ["admin", "realm-management:realm-admin"]);
        }
        counts.push(summary.counts.users);

        // Their passwords equal their usernames; with ones that do not, one
        // can look for them.
        let mut marked = json;
        for user in marked["users"].as_array_mut().unwrap() {
            for credential in user["credentials"].as_array_mut().into_iter().flatten() {
                credential["value"] = "MARKER-5ecret".into();
            }
        }
        let (_, kept) = read_bytes("realm.json", &serde_json::to_vec(&marked).unwrap(), &Options::default()).unwrap();
        let told = format!("{:?} {:?}", kept.records, kept.rejections);
        assert!(!told.contains("MARKER") && kept.credentials == passwords, "{told}");
    }
    counts.sort_unstable();
    assert_eq!(counts, [2, 3]);
}
