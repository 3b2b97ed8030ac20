//! Long work: it says how far it is, and can be cancelled.

use crate::api::import::Progress;
use crate::{Code, Error, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Asks a job to stop; shared with whoever may ask.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What a use case that takes long is given.
pub struct Job {
    report: Box<dyn Fn(Progress) + Send + Sync>,
    cancel: Cancel,
}

impl Job {
    /// A job whose progress goes to `report`.
    pub fn new(report: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self { report: Box::new(report), cancel: Cancel::default() }
    }

    /// A job nobody watches.
    #[must_use]
    pub fn silent() -> Self {
        Self::new(|_| ())
    }

    /// The same job, stopped by `cancel`.
    #[must_use]
    pub fn cancelled_by(mut self, cancel: Cancel) -> Self {
        self.cancel = cancel;
        self
    }

    /// Says how far it is.
    pub fn progress(&self, stage: &str, done: u64, total: u64, rows: u64) {
        (self.report)(Progress { stage: stage.to_owned(), done, total, rows });
    }

    /// Whether to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// # Errors
    /// [`Code::Cancelled`] once someone asked to stop.
    pub fn go_on(&self) -> Result<()> {
        if self.is_cancelled() {
            Err(Error::new(Code::Cancelled, "It was cancelled. Nothing was changed."))
        } else {
            Ok(())
        }
    }
}
