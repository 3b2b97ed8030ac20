//! Several programs, several threads, and crashes.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::*;
use muster_vault::{Entry, Error, Mode, Vault, log};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

fn child(name: &str, path: &std::path::Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--ignored", "--nocapture", "--test-threads=1"])
        .env("MUSTER_TEST_VAULT", path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Reads the child's output up to a line that contains `word`.
fn wait_for(out: &mut impl BufRead, word: &str) {
    let mut line = String::new();
    while !line.contains(word) {
        line.clear();
        assert_ne!(out.read_line(&mut line).unwrap(), 0, "the child ended before it said {word}");
    }
}

#[test]
#[ignore = "run by other tests in a process of its own"]
fn child_holds_the_vault() {
    let path = std::env::var("MUSTER_TEST_VAULT").unwrap();
    let _vault = open(path.as_ref(), Mode::Write).unwrap();
    println!("holding");
    std::thread::sleep(Duration::from_secs(60));
}

#[test]
#[ignore = "run by other tests in a process of its own"]
fn child_writes_without_end() {
    let path = std::env::var("MUSTER_TEST_VAULT").unwrap();
    let vault = open(path.as_ref(), Mode::Write).unwrap();
    println!("writing");
    for n in 0.. {
        add(&vault, n, 1 + n % 300).unwrap();
        println!("done {n}");
    }
}

/// One transaction with a row that says how many more rows it has.
fn add(vault: &Vault, n: u32, rows: u32) -> muster_vault::Result<()> {
    vault.write(now(), |tx| {
        for row in 0..rows {
            let name = format!("change.{n}.{row}");
            tx.execute("INSERT INTO setting (name, value) VALUES (?1, ?2)", (name, rows.to_string()))?;
        }
        Ok(((), Some(Entry::new("test.add").target(n.to_string()))))
    })
}

#[test]
fn a_second_program_is_told_who_holds_the_vault_and_a_kill_releases_it() {
    let made = made();
    let mut child = child("child_holds_the_vault", &made.path);
    let mut out = BufReader::new(child.stdout.take().unwrap());
    wait_for(&mut out, "holding");
    match open(&made.path, Mode::Write).unwrap_err() {
        Error::InUse(Some(holder)) => {
            assert_eq!(holder.pid, child.id());
            assert!(!holder.host.is_empty() && holder.program.starts_with("sharing"), "{holder}");
        }
        other => panic!("{other:?}"),
    }
    // It can still be read, and says why not more.
    let reader = open(&made.path, Mode::WriteElseRead).unwrap();
    assert!(reader.opened().read_only);
    assert_eq!(reader.opened().holder.as_ref().unwrap().pid, child.id());
    assert!(matches!(reader.write(now(), |_| Ok(((), Some(Entry::new("x"))))), Err(Error::ReadOnly(Some(_)))));
    assert_eq!(reader.check(), Vec::<String>::new());
    drop(reader);
    child.kill().unwrap();
    child.wait().unwrap();
    let vault = open(&made.path, Mode::WriteElseRead).unwrap();
    assert!(!vault.opened().read_only, "the lock outlived its holder");
}

#[test]
fn killed_while_writing_it_is_as_before_or_as_after() {
    let made = made();
    let mut total = 0;
    for round in 0..12_u64 {
        let mut child = child("child_writes_without_end", &made.path);
        let mut out = BufReader::new(child.stdout.take().unwrap());
        wait_for(&mut out, "writing");
        std::thread::sleep(Duration::from_millis(3 + round * 17 % 90));
        child.kill().unwrap();
        child.wait().unwrap();
        let mut rest = String::new();
        out.read_to_string(&mut rest).unwrap();
        let promised = rest.lines().filter(|line| line.starts_with("done ") && line.len() > 5).count();
        let vault = open(&made.path, Mode::Write).unwrap();
        assert_eq!(vault.check(), Vec::<String>::new());
        vault
            .write(now(), |tx| {
                let logged = log::page(tx, None, 100_000, "test.add")?.len();
                let torn: i64 = tx.query_row(
                    "SELECT count(*) FROM (SELECT substr(name, 1, instr(substr(name, 8), '.') + 7) AS c, count(*) AS n,
                     max(CAST(value AS INTEGER)) AS m FROM setting WHERE name LIKE 'change.%' GROUP BY c) WHERE n <> m",
                    [],
                    |row| row.get(0),
                )?;
                assert_eq!(torn, 0, "a transaction is there in part");
                assert!(logged >= total + promised, "{promised} were reported done, {} are there", logged - total);
                assert!(logged <= total + promised + 1, "more is there than was begun");
                total = logged;
                tx.execute("DELETE FROM setting WHERE name LIKE 'change.%'", [])?;
                Ok(((), Some(Entry::new("test.clean"))))
            })
            .unwrap();
    }
    assert!(total > 12, "the children wrote next to nothing: {total}");
}

#[test]
fn a_reader_sees_one_moment_while_a_writer_works() {
    let (_made, vault) = made_open();
    let (wrote, written) = mpsc::channel();
    let (go, begun) = mpsc::channel();
    std::thread::scope(|scope| {
        let vault = &vault;
        scope.spawn(move || {
            begun.recv().unwrap();
            vault
                .write(now(), |tx| {
                    tx.execute("INSERT INTO setting (name, value) VALUES ('x', '1')", [])?;
                    // A reader is served in the middle of a write.
                    assert_eq!(vault.read(log::count).unwrap(), 1);
                    assert_eq!(vault.read_alone(log::count).unwrap(), 1);
                    Ok(((), Some(Entry::new("x"))))
                })
                .unwrap();
            wrote.send(()).unwrap();
        });
        vault
            .read(|conn| {
                assert_eq!(log::count(conn)?, 1);
                go.send(()).unwrap();
                written.recv().unwrap();
                assert_eq!(log::count(conn)?, 1, "a commit showed within a read");
                Ok(())
            })
            .unwrap();
        assert_eq!(vault.read(log::count).unwrap(), 2);
    });
}

#[test]
fn a_reader_in_another_program_sees_what_was_committed() {
    let (made, vault) = made_open();
    let reader = open(&made.path, Mode::Read).unwrap();
    assert_eq!(reader.read(log::count).unwrap(), 1);
    add(&vault, 1, 5).unwrap();
    assert_eq!(reader.read(log::count).unwrap(), 2);
    drop(vault);
    assert_eq!(reader.read(log::count).unwrap(), 2);
}

#[test]
fn without_an_entry_or_with_an_error_nothing_changes() {
    let (_made, vault) = made_open();
    let insert = |tx: &rusqlite::Transaction<'_>| tx.execute("INSERT INTO setting VALUES ('x', '1')", []);
    let answer = vault.write(now(), |tx| Ok((insert(tx)?, None))).unwrap();
    assert_eq!(answer, 1);
    let failed: Result<(), _> = vault.write(now(), |tx| {
        insert(tx)?;
        Err(Error::Cancelled)
    });
    assert!(matches!(failed, Err(Error::Cancelled)));
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _: Result<(), _> = vault.write(now(), |tx| {
            insert(tx)?;
            panic!("on purpose");
        });
    }));
    assert!(panicked.is_err());
    let rows: i64 =
        vault.read(|c| Ok(c.query_row("SELECT count(*) FROM setting WHERE name = 'x'", [], |r| r.get(0))?)).unwrap();
    assert_eq!((rows, vault.read(log::count).unwrap()), (0, 1));
    // And the vault goes on working.
    vault.write(now(), |tx| Ok((insert(tx)?, Some(Entry::new("x"))))).unwrap();
    assert_eq!(vault.check(), Vec::<String>::new());
}

#[test]
fn reads_cannot_write() {
    let (made, vault) = made_open();
    for outcome in [
        vault.read(|conn| Ok(conn.execute("DELETE FROM log", [])?)),
        vault.read_alone(|conn| Ok(conn.execute("DELETE FROM log", [])?)),
        open(&made.path, Mode::Read).unwrap().read(|conn| Ok(conn.execute("DELETE FROM log", [])?)),
    ] {
        assert!(matches!(outcome, Err(Error::DiskReadOnly)), "{outcome:?}");
    }
}

#[test]
fn many_threads_share_one_vault() {
    fn shared<T: Send + Sync>(_: &T) {}
    let (_made, vault) = made_open();
    shared(&vault);
    std::thread::scope(|scope| {
        for thread in 0..4_u32 {
            let vault = &vault;
            scope.spawn(move || {
                for n in 0..10 {
                    add(vault, thread * 100 + n, 3).unwrap();
                    assert!(vault.read(log::count).unwrap() > u64::from(n));
                }
            });
        }
    });
    assert_eq!(vault.read(log::count).unwrap(), 41);
    assert!(vault.verify_log().unwrap().ok());
}
