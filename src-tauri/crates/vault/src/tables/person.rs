//! The people behind accounts. Linking and its way back are in
//! [`crate::changes::person`].

use super::stored;
use crate::Result;
use muster_model::{LinkedBy, UserId};
use rusqlite::{Connection, OptionalExtension, Row};

/// Someone behind one or more users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their number.
    pub id: i64,
    /// Their name.
    pub name: String,
}

/// An account, and how it is known, or would be, that it is a person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The user.
    pub user: UserId,
    /// The full name.
    pub full_name: String,
    /// The name to show.
    pub display_name: String,
    /// How it is known.
    pub how: LinkedBy,
}

/// The person behind a user, if one is known.
///
/// # Errors
/// If the database fails.
pub fn of_user(conn: &Connection, user: UserId) -> Result<Option<Person>> {
    let mut statement = conn.prepare_cached(
        "SELECT p.id, p.name FROM user_person l JOIN person p ON p.id = l.person_id WHERE l.user_id = ?1",
    )?;
    Ok(statement.query_row([user.0], |row| Ok(Person { id: row.get(0)?, name: row.get(1)? })).optional()?)
}

const ACCOUNT: &str = "SELECT u.id, s.domain || '/' || u.username, u.display_name";
const FROM: &str = "FROM user u JOIN userstore s ON s.id = u.userstore_id";

fn account(row: &Row<'_>, how: LinkedBy) -> Result<Account> {
    Ok(Account { user: UserId(row.get(0)?), full_name: row.get(1)?, display_name: row.get(2)?, how })
}

/// A person's accounts, by full name.
///
/// # Errors
/// If the database fails or holds an unknown way of linking.
pub fn accounts(conn: &Connection, person: i64) -> Result<Vec<Account>> {
    let mut statement = conn.prepare_cached(&format!(
        "{ACCOUNT}, l.how {FROM} JOIN user_person l ON l.user_id = u.id WHERE l.person_id = ?1 ORDER BY 2, 1"
    ))?;
    let mut rows = statement.query([person])?;
    let mut accounts = Vec::new();
    while let Some(row) = rows.next()? {
        let how: u8 = row.get(3)?;
        accounts.push(account(row, stored("user_person", "how", how, || LinkedBy::from_number(how))?)?);
    }
    Ok(accounts)
}

/// The accounts of everyone who has several: the person and the user, by
/// person, the one that was seen last first.
///
/// # Errors
/// If the database fails.
pub fn linked(conn: &Connection) -> Result<Vec<(i64, UserId)>> {
    let mut statement = conn.prepare_cached(
        "SELECT l.person_id, l.user_id FROM user_person l LEFT JOIN user_seen s ON s.user_id = l.user_id
         WHERE l.person_id IN (SELECT person_id FROM user_person GROUP BY person_id HAVING count(*) > 1)
         ORDER BY l.person_id, s.at DESC NULLS LAST, l.user_id",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, UserId(row.get(1)?))))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// An e-mail or employee number that more users share tells nobody apart: it
/// is a team's mailbox, or a word such as `none`.
const MOST_ALIKE: usize = 10;
/// Accounts whose marks are looked at, for a person who has very many.
const MOST_ACCOUNTS: usize = 50;

/// Users of other userstores who look like the person behind `user`: the same
/// e-mail or employee number, whatever its case. Those who are gone, programs,
/// and those who are linked to the same person already are left out.
///
/// # Errors
/// If the database fails.
pub fn suggestions(conn: &Connection, user: UserId) -> Result<Vec<Account>> {
    let mut known = match of_user(conn, user)? {
        Some(person) => accounts(conn, person.id)?.into_iter().map(|a| a.user).collect(),
        None => Vec::new(),
    };
    if !known.contains(&user) {
        known.push(user);
    }
    let mut found: Vec<Account> = Vec::new();
    for (how, sql) in [(LinkedBy::Email, BY_EMAIL), (LinkedBy::EmployeeNumber, BY_EMPLOYEE_NUMBER)] {
        let mut statement = conn.prepare_cached(&format!("{ACCOUNT} {FROM} {sql} {ELSEWHERE}"))?;
        for mine in known.iter().take(MOST_ACCOUNTS) {
            let mut rows = statement.query([mine.0])?;
            let mut alike = Vec::new();
            while let Some(row) = rows.next()? {
                alike.push(account(row, how)?);
            }
            if alike.len() <= MOST_ALIKE {
                alike.retain(|a| !known.contains(&a.user) && !found.iter().any(|f| f.user == a.user));
                found.extend(alike);
            }
        }
    }
    found.sort_by(|a, b| a.full_name.cmp(&b.full_name));
    Ok(found)
}

const BY_EMAIL: &str = "JOIN user mine ON mine.id = ?1 AND u.email_key = mine.email_key";
const BY_EMPLOYEE_NUMBER: &str = "JOIN user_profile p ON p.user_id = u.id
    JOIN user_profile q ON q.user_id = ?1
        AND lower(json_extract(p.body, '$.fields.employee_number.value'))
          = lower(json_extract(q.body, '$.fields.employee_number.value'))
        AND json_extract(p.body, '$.fields.employee_number.value') IS NOT NULL
    JOIN user mine ON mine.id = ?1";
/// Kinds 0 and 3 are people: `model::Kind::is_person`. One more than is taken,
/// so that it can be told that there are too many.
const ELSEWHERE: &str = "WHERE u.userstore_id <> mine.userstore_id AND u.kind IN (0, 3) AND mine.kind IN (0, 3)
    AND u.gone_since IS NULL ORDER BY u.id LIMIT 11";

/// How two users are alike: by e-mail, by employee number, or not at all.
pub(crate) fn alike(conn: &Connection, a: UserId, b: UserId) -> Result<Option<LinkedBy>> {
    for (how, sql) in [(LinkedBy::Email, BY_EMAIL), (LinkedBy::EmployeeNumber, BY_EMPLOYEE_NUMBER)] {
        let mut statement = conn.prepare_cached(&format!("SELECT 1 FROM user u {sql} WHERE u.id = ?2"))?;
        if statement.exists([a.0, b.0])? {
            return Ok(Some(how));
        }
    }
    Ok(None)
}
