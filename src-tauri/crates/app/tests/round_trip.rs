//! The list of users as a file says the same in every format, and is read
//! back from CSV as it was.

#![allow(clippy::unwrap_used)]

use chrono::{DateTime, Utc};
use muster_app::api::users::UserRow;
use muster_app::columns;
use muster_formats::{Options, read};
use muster_model::import::Rejection;
use muster_model::record::{Listed, Record, Sink, Stop, Told, UserRecord};
use muster_model::seen::SeenStatus;
use muster_model::user::HighestRole;
use muster_model::{Kind, LastSeen, Precision, Scope, ScopeKind, State, User, UserId};
use muster_report::{Cell, Delimiter, Format, Table, write};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

#[derive(Default)]
struct Kept(Vec<UserRecord>);

impl Sink for Kept {
    fn record(&mut self, _: u64, record: Record) -> Result<(), Stop> {
        if let Record::User(user) = record {
            self.0.push(*user);
        }
        Ok(())
    }

    fn reject(&mut self, rejection: Rejection) -> Result<(), Stop> {
        panic!("line {}: {}: {}", rejection.line, rejection.column.unwrap_or_default(), rejection.reason)
    }

    fn credentials_dropped(&mut self, count: u64) {
        panic!("{count} credentials where there are none")
    }
}

/// Texts as the vault keeps them: trimmed, not empty. A NUL, by which readers
/// know that a file is no text, is not among them.
fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,8}", "['=+@\\-,;\"\r\n\t a-c0-9\u{e9}\u{1f469}\u{ff1d}]{1,10}", ".{1,8}"]
        .prop_map(|text| text.trim().to_owned())
        .prop_filter("not empty, no NUL", |text| !text.is_empty() && !text.contains('\0'))
}

fn time() -> impl Strategy<Value = DateTime<Utc>> {
    (-2_208_988_800..253_339_228_799_i64).prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap())
}

fn day() -> impl Strategy<Value = DateTime<Utc>> {
    time().prop_map(|at| at.date_naive().and_time(chrono::NaiveTime::MIN).and_utc())
}

fn seen() -> impl Strategy<Value = LastSeen> {
    prop_oneof![
        (time(), text()).prop_map(|(at, source)| LastSeen::seen(at, &source, Precision::Second)),
        (day(), text()).prop_map(|(at, source)| LastSeen::seen(at, &source, Precision::Day)),
        text().prop_map(|source| LastSeen::never(&source)),
        Just(LastSeen::unknown()),
        Just(LastSeen::not_collected()),
    ]
}

fn row() -> impl Strategy<Value = UserRow> {
    let names = (option::of(text()), text(), text(), text(), option::of(text()));
    let words =
        (select(State::ALL), select(Kind::ALL), any::<bool>(), option::of(any::<bool>()), option::of(any::<bool>()));
    let times = (option::of(time()), option::of(time()), option::of(time()), seen());
    let roles = (vec(text(), 0..3), option::of((text(), text())), any::<i64>());
    (names, words, times, roles).prop_map(|(names, words, times, roles)| {
        let (source_id, userstore, username, display_name, email) = names;
        let (state, kind, privileged, mfa, seat) = words;
        let (created_at, expires_at, gone_since, last_seen) = times;
        let (roles, highest, id) = roles;
        let highest_role = highest.map(|(role, path)| HighestRole {
            role,
            level: None,
            scope: Scope { kind: ScopeKind::Group, path },
        });
        let user = User {
            id: UserId(id),
            source_id,
            userstore,
            username,
            display_name,
            email,
            state,
            kind,
            privileged,
            mfa,
            created_at,
            expires_at,
            last_seen,
            roles,
            highest_role,
            gone_since,
            has_avatar: false,
        };
        UserRow { user, seat, pending: false }
    })
}

fn written(rows: &[UserRow], columns: &[columns::Column], format: Format) -> Vec<u8> {
    let table = Table::new(columns.iter().map(|column| column.report(false)).collect());
    let cells = rows.iter().map(|row| columns.iter().map(|column| column.cell(row)).collect::<Vec<Cell>>());
    let mut out = Vec::new();
    write(&table, cells, format, &mut out).unwrap();
    out
}

fn read_back(bytes: &[u8], name: &str) -> Result<Vec<UserRecord>, muster_formats::Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let mut kept = Kept::default();
    read(&path, &Options::default(), &mut |_| {}, &mut kept).map(|_| kept.0)
}

/// What a file of the list says of a user: what the list works out is not
/// among it.
fn said(row: &UserRow) -> UserRecord {
    let user = &row.user;
    let mut record = UserRecord::default();
    record.identity.id.clone_from(&user.source_id);
    record.identity.username = Some(user.username.clone());
    record.display_name = Told::Value(user.display_name.clone());
    record.email = Told::present(user.email.clone());
    record.state = Told::Value(user.state);
    record.kind = Told::Value(user.kind);
    record.mfa = Told::present(user.mfa);
    record.created_at = Told::present(user.created_at);
    record.expires_at = Told::present(user.expires_at);
    record.last_seen = Some(user.last_seen.clone());
    record
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn csv_is_read_back_as_it_was(
        rows in vec(row(), 1..4),
        delimiter in select(vec![Delimiter::Comma, Delimiter::Semicolon, Delimiter::Tab]),
        bom in any::<bool>(),
    ) {
        let bytes = written(&rows, columns::ALL, Format::Csv { delimiter, bom });
        let found = read_back(&bytes, "users.csv").unwrap();
        prop_assert_eq!(found, rows.iter().map(said).collect::<Vec<_>>());
    }

    /// JSON and JSON Lines say what CSV says, cell by cell.
    #[test]
    fn every_format_says_the_same(rows in vec(row(), 0..4)) {
        let csv = written(&rows, columns::ALL, Format::CSV);
        let json: Vec<Value> = serde_json::from_slice(&written(&rows, columns::ALL, Format::Json)).unwrap();
        let lines = String::from_utf8(written(&rows, columns::ALL, Format::JsonLines)).unwrap();
        let lines: Vec<Value> = lines.split_terminator('\n').map(|line| serde_json::from_str(line).unwrap()).collect();
        prop_assert_eq!(&json, &lines);
        prop_assert_eq!(json.len(), rows.len());
        for (value, row) in json.iter().zip(&rows) {
            for column in columns::ALL {
                let cell = column.cell(row);
                let found = &value[column.name()];
                let plain = match found {
                    Value::Null => String::new(),
                    Value::String(text) => text.clone(),
                    Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; "),
                    other => other.to_string(),
                };
                prop_assert_eq!(&plain, &cell.plain(), "{}", column.name());
            }
        }
        let records = String::from_utf8(csv).unwrap();
        prop_assert!(rows.is_empty() || records.len() > rows.len() * columns::ALL.len());
    }
}

/// A list of some columns, in another order, is still known as Muster's own.
#[test]
fn some_columns_are_enough_to_know_it() {
    let user = User {
        id: UserId(7),
        source_id: Some("42".into()),
        userstore: "GITLAB".into(),
        username: "ada".into(),
        display_name: "Ada".into(),
        email: None,
        state: State::Banned,
        kind: Kind::Human,
        privileged: true,
        mfa: None,
        created_at: None,
        expires_at: None,
        last_seen: LastSeen {
            status: SeenStatus::Never,
            at: None,
            source: Some("last_activity_on".into()),
            precision: None,
        },
        roles: vec!["Owner".into()],
        highest_role: None,
        gone_since: None,
        has_avatar: false,
    };
    let row = UserRow { user, seat: Some(true), pending: false };
    use columns::Column as C;
    let columns = [C::Id, C::Seat, C::Roles, C::State, C::Username, C::SourceId, C::Userstore, C::LastSeen];
    let found = read_back(&written(&[row], &columns, Format::CSV), "u.csv").unwrap();
    assert_eq!(found[0].identity.id.as_deref(), Some("42"), "the source's id, not Muster's");
    assert_eq!((found[0].state.clone(), found[0].seat_flag.clone()), (Told::Value(State::Banned), Told::Silent));
    assert_eq!(found[0].grants, Listed::Silent, "the list does not say on what a role is held");
}

/// The JSON of the list looks like GitLab's, but its ids are Muster's own.
#[test]
fn its_json_is_not_taken_for_gitlabs() {
    let error = read_back(br#"[{"userstore":"X","username":"a","id":1}]"#, "users.json").unwrap_err().to_string();
    assert!(error.contains("Muster wrote") && error.contains("SCIM"), "{error}");
}
