//! How fast files are read, measured by hand:
//!
//! ```sh
//! cargo run --release -p muster-formats --example throughput -- csv 1000000
//! cargo run --release -p muster-formats --example throughput -- FILE
//! ```
//!
//! The first form writes a file of so many users (csv, json, ldif, yml, okta,
//! members, wso2) to a temporary folder and reads it; the second reads a file that is there.

use muster_formats::{Options, read};
use muster_model::import::Rejection;
use muster_model::record::{Record, Sink, Stop};
use std::error::Error;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

struct Count;

impl Sink for Count {
    fn record(&mut self, _: u64, record: Record) -> Result<(), Stop> {
        std::hint::black_box(record);
        Ok(())
    }

    fn reject(&mut self, rejection: Rejection) -> Result<(), Stop> {
        println!("line {}: {}", rejection.line, rejection.reason);
        Ok(())
    }

    fn credentials_dropped(&mut self, _: u64) {}
}

fn write(path: &Path, kind: &str, count: u64) -> Result<(), Box<dyn Error>> {
    let mut file = BufWriter::new(std::fs::File::create(path)?);
    match kind {
        "csv" => {
            writeln!(file, "id,username,name,email,state,created_at,last_login,department,title,groups")?;
            for n in 0..count {
                writeln!(
                    file,
                    "{n},user{n},User Number {n},user{n}@example.org,active,2024-01-02T03:04:05Z,2026-01-{:02} 09:00:00,\
                     Department {},Engineer,staff|team{}",
                    n % 28 + 1,
                    n % 40,
                    n % 300
                )?;
            }
        }
        "json" => {
            writeln!(file, "[")?;
            for n in 0..count {
                let end = if n + 1 == count { "" } else { "," };
                writeln!(
                    file,
                    r#"{{"id":{n},"username":"user{n}","name":"User Number {n}","state":"active","email":"user{n}@example.org","is_admin":false,"external":false,"two_factor_enabled":true,"created_at":"2024-01-02T03:04:05.678Z","current_sign_in_at":"2026-01-10T09:00:00.000Z","last_activity_on":"2026-01-09","using_license_seat":true,"identities":[{{"provider":"ldapmain","extern_uid":"uid=user{n},dc=example,dc=org"}}],"bio":"","location":null,"web_url":"https://gitlab.example.org/user{n}"}}{end}"#
                )?;
            }
            writeln!(file, "]")?;
        }
        "ldif" => {
            for n in 0..count {
                writeln!(
                    file,
                    "dn: uid=user{n},ou=people,dc=example,dc=org\nobjectClass: inetOrgPerson\nuid: user{n}\ncn: User {n}\nsn: {n}\n\
                     mail: user{n}@example.org\nentryUUID: 00000000-0000-4000-8000-{n:012}\nmemberOf: cn=staff,ou=groups,dc=example,dc=org\n"
                )?;
            }
        }
        "yml" => {
            writeln!(file, "users:")?;
            for n in 0..count {
                writeln!(
                    file,
                    "  user{n}:\n    disabled: false\n    displayname: \"User Number {n}\"\n    password: \"$argon2id$v=19$m=65536,t=3,p=4${n:022}$\
                     {n:043}\"\n    email: user{n}@example.org\n    groups:\n      - staff\n      - team{}",
                    n % 300
                )?;
            }
        }
        "okta" => {
            writeln!(
                file,
                "id,status,created,lastLogin,login,firstName,lastName,email,title,department,shirtSize,password"
            )?;
            for n in 0..count {
                writeln!(
                    file,
                    "00u{n},ACTIVE,2024-01-02T03:04:05.000Z,2026-01-{:02}T09:00:00.000Z,user{n}@example.org,User,Number {n},\
                     user{n}@example.org,Engineer,Department {},M,",
                    n % 28 + 1,
                    n % 40
                )?;
            }
        }
        "members" => {
            writeln!(
                file,
                "Name,Username,Email,Path,Group or project name,Type,Role,Role type,Membership type,Membership status,\
                 Membership source,Access granted,Access expiration,Last activity"
            )?;
            for n in 0..count {
                writeln!(
                    file,
                    "User {n},user{n},,acme/team{},Team,Sub Group,Developer,default,inherited,approved,acme,\
                     2024-01-02T03:04:05Z,,2026-01-09",
                    n % 300
                )?;
            }
        }
        "wso2" => {
            writeln!(file, "UserName,Password,Claims")?;
            for n in 0..count {
                writeln!(
                    file,
                    "user{n},,http://wso2.org/claims/emailaddress=user{n}@example.org,http://wso2.org/claims/givenname=User,\
                     http://wso2.org/claims/lastname=Number {n},http://wso2.org/claims/role=Internal/staff"
                )?;
            }
        }
        other => return Err(format!("{other} is none of csv, json, ldif, yml, okta, members, wso2").into()),
    }
    file.flush()?;
    Ok(())
}

/// The most memory the process has held, as Linux tells it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find_map(|l| l.strip_prefix("VmHWM:")).map_or("unknown".to_owned(), |l| l.trim().to_owned())
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let folder = std::env::temp_dir().join(format!("muster-throughput-{}", std::process::id()));
    let path = match words.as_slice() {
        [kind, count] => {
            std::fs::create_dir_all(&folder)?;
            let path = folder.join(format!("users.{kind}"));
            write(&path, kind, count.parse()?)?;
            path
        }
        [file] => file.into(),
        _ => return Err("give a kind and a number of users, or a file".into()),
    };
    let start = Instant::now();
    let result = read(&path, &Options::default(), &mut |_| {}, &mut Count);
    let seconds = start.elapsed().as_secs_f64();
    let _ = std::fs::remove_dir_all(&folder);
    let summary = result?;
    let counts = summary.counts;
    let rows = counts.users + counts.groups + counts.rejected;
    println!(
        "{}: {} bytes, {rows} rows in {seconds:.2} s: {:.0} rows/s, {:.0} MB/s, at most {} of memory",
        summary.dialect,
        summary.bytes,
        rows as f64 / seconds,
        summary.bytes as f64 / seconds / 1e6,
        peak()
    );
    Ok(())
}
