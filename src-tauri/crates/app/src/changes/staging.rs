//! Previews that wait to be applied: a few at a time, in memory, gone when the
//! vault is locked.

use crate::api::changes::{Unmatched, Warning};
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_vault::changes::{Operations, Outcome};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// How many wait at most; the oldest makes room.
const MOST: usize = 3;

/// A change that was looked at.
pub(crate) struct Staged {
    pub(super) number: u64,
    /// When it was looked at.
    pub(crate) now: DateTime<Utc>,
    pub(crate) operations: Operations,
    pub(crate) outcome: Outcome,
    pub(super) title: String,
    /// The number of the review that it carries out.
    pub(super) review: Option<i64>,
    /// The full name of its only user.
    pub(super) target: Option<String>,
    pub(super) warnings: Vec<Warning>,
    pub(super) unmatched: Vec<Unmatched>,
    pub(super) unmatched_total: u64,
}

/// Those that wait.
#[derive(Default)]
pub(crate) struct Staging {
    waiting: Mutex<(u64, VecDeque<Arc<Staged>>)>,
}

impl Staging {
    /// Keeps a change; `make` is given its number.
    pub(super) fn keep(&self, make: impl FnOnce(u64) -> Staged) -> Arc<Staged> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.0 += 1;
        let staged = Arc::new(make(waiting.0));
        waiting.1.push_back(staged.clone());
        while waiting.1.len() > MOST {
            waiting.1.pop_front();
        }
        staged
    }

    /// A change that waits.
    pub(crate) fn get(&self, number: u64) -> Result<Arc<Staged>> {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let found = waiting.1.iter().find(|staged| staged.number == number).cloned();
        found.ok_or_else(|| {
            let message = "This preview is no longer kept. Look at the change again before it is applied.";
            Error::new(Code::NotFound, message)
        })
    }

    /// Lets a change go; one that is gone already is as well.
    pub(super) fn discard(&self, number: u64) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).1.retain(|staged| staged.number != number);
    }

    /// Lets all of them go.
    pub(crate) fn clear(&self) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).1.clear();
    }
}
