//! Connections for reading: a few shared ones, so that the window can page
//! while an import writes.

use crate::folder::Folder;
use crate::keys::StoreKey;
use crate::store::{self, Access, CACHE_KIB, CACHE_WIDE_KIB};
use crate::{Error, Result};
use rusqlite::Connection;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Two let a page and a count run side by side.
const MOST: usize = 2;
/// How long a read waits for a connection. Longer means that reads are nested
/// too deep, or that a long one should have taken a connection of its own.
const PATIENCE: Duration = Duration::from_secs(10);

/// The shared connections, opened when first needed.
pub(crate) struct Readers {
    access: Access,
    state: Mutex<State>,
    returned: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Connection>,
    open: usize,
}

impl Readers {
    pub(crate) fn new(access: Access, first: Option<Connection>) -> Self {
        let open = usize::from(first.is_some());
        let state = State { idle: first.into_iter().collect(), open };
        Self { access, state: Mutex::new(state), returned: Condvar::new() }
    }

    pub(crate) fn access(&self) -> Access {
        self.access
    }

    /// A connection, which returns when the loan is dropped.
    pub(crate) fn lend(&self, folder: &Folder, key: &StoreKey) -> Result<Loan<'_>> {
        let mut state = self.lock();
        loop {
            if let Some(connection) = state.idle.pop() {
                return Ok(Loan { readers: self, connection: Some(connection), wide: false });
            }
            if state.open < MOST {
                state.open += 1;
                drop(state);
                // From here the loan gives the place back, also on an error.
                let mut loan = Loan { readers: self, connection: None, wide: false };
                loan.connection = Some(store::connect(folder, key, self.access, CACHE_KIB)?);
                return Ok(loan);
            }
            let (next, timeout) = self.returned.wait_timeout(state, PATIENCE).unwrap_or_else(PoisonError::into_inner);
            state = next;
            if timeout.timed_out() && state.idle.is_empty() && state.open >= MOST {
                return Err(Error::Busy);
            }
        }
    }

    /// Gives back the pages that idle connections hold.
    pub(crate) fn shed(&self) {
        let state = self.lock();
        // A connection that cannot is as it was.
        state.idle.iter().for_each(|connection| drop(connection.execute_batch("PRAGMA shrink_memory")));
    }

    /// The state is two fields that are always consistent, so a panic
    /// elsewhere does not make it useless.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection on loan.
pub(crate) struct Loan<'a> {
    readers: &'a Readers,
    connection: Option<Connection>,
    /// Whether its page cache is larger than it was.
    wide: bool,
}

impl Loan<'_> {
    /// Gives the connection a large page cache for as long as the loan lasts.
    pub(crate) fn widen(&mut self) -> Result<()> {
        self.wide = true;
        Ok(cache(self.connection()?, CACHE_WIDE_KIB)?)
    }

    /// Reads in one consistent transaction.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let tx = self.connection()?.unchecked_transaction()?;
        let answer = work(&tx)?;
        tx.commit()?;
        Ok(answer)
    }

    fn connection(&self) -> Result<&Connection> {
        self.connection.as_ref().ok_or(Error::Internal("a read has no connection"))
    }
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        // One that a panic left inside a transaction is not lent again.
        let mut left = self.connection.take().filter(Connection::is_autocommit);
        if self.wide {
            left = left.filter(|connection| cache(connection, CACHE_KIB).is_ok());
        }
        let mut state = self.readers.lock();
        match left {
            Some(connection) => state.idle.push(connection),
            None => state.open -= 1,
        }
        drop(state);
        self.readers.returned.notify_one();
    }
}

/// Sets how much a connection keeps of the store; what is beyond it is let go.
fn cache(connection: &Connection, kib: u32) -> rusqlite::Result<()> {
    connection.execute_batch(&format!("PRAGMA cache_size = -{kib}"))
}
