//! Rows of two numbers that another thread reads ahead: users hold several
//! roles each, so that their grants take as long to read as all else.

use crate::Result;
use rusqlite::Connection;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Scope;

/// Rows handed over at a time.
const BATCH: usize = 4_096;
/// Batches that wait.
const WAITING: usize = 8;

/// Which roles users hold; the same may come several times.
pub(super) const GRANTS: &str =
    "SELECT user_id, role_id FROM user_grant WHERE user_id BETWEEN ?1 AND ?2 ORDER BY user_id";

type Rows = Vec<(i64, i64)>;

/// A query of a user's key and one more number, ordered by the key.
pub(super) struct Ahead {
    batches: Receiver<Result<Rows>>,
    batch: std::vec::IntoIter<(i64, i64)>,
    /// The row that waits; none at the end.
    next: Option<(i64, i64)>,
}

impl Ahead {
    pub(super) fn start<'s>(
        threads: &'s Scope<'s, '_>,
        conn: &'s mut Connection,
        sql: &'static str,
        span: (i64, i64),
    ) -> Result<Self> {
        let (rows, batches) = sync_channel(WAITING);
        threads.spawn(move || {
            if let Err(error) = read(conn, sql, span, &rows) {
                // Nobody hears it if nobody waits any more.
                drop(rows.send(Err(error)));
            }
        });
        let mut ahead = Self { batches, batch: Vec::new().into_iter(), next: None };
        ahead.advance()?;
        Ok(ahead)
    }

    fn advance(&mut self) -> Result<()> {
        self.next = match self.batch.next() {
            None => {
                self.batch = self.batches.recv().unwrap_or_else(|_| Ok(Vec::new()))?.into_iter();
                self.batch.next()
            }
            next => next,
        };
        Ok(())
    }

    /// Hands over the numbers of a user. Users must be asked for in order; rows
    /// of those in between are passed over.
    pub(super) fn each(&mut self, user: i64, mut take: impl FnMut(i64)) -> Result<()> {
        while let Some((key, number)) = self.next.filter(|(key, _)| *key <= user) {
            if key == user {
                take(number);
            }
            self.advance()?;
        }
        Ok(())
    }
}

/// Reads until the end, or until nobody takes it any more.
fn read(conn: &Connection, sql: &str, span: (i64, i64), batches: &SyncSender<Result<Rows>>) -> Result<()> {
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query(span)?;
    loop {
        let mut batch = Rows::with_capacity(BATCH);
        while batch.len() < BATCH
            && let Some(row) = rows.next()?
        {
            batch.push((row.get(0)?, row.get(1)?));
        }
        if batch.is_empty() || batches.send(Ok(batch)).is_err() {
            return Ok(());
        }
    }
}
