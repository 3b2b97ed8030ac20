//! Long lists that are read from the vault while they are written, so that
//! memory does not grow with the report.

use crate::api::users::UserRow;
use crate::job::Job;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_model::UserId;
use muster_report::document::Tell;
use muster_report::{Cell, ReportError};
use muster_vault::Connection;
use muster_vault::bulk::Beside;

/// Whom a list is about, and when.
pub(super) struct Listed<'a> {
    pub session: &'a Session,
    pub ids: Vec<UserId>,
    pub job: &'a Job,
    pub now: DateTime<Utc>,
}

impl<'a> Listed<'a> {
    /// Tells the rows that `rows` makes of each user.
    pub fn tell(
        self,
        rows: impl Fn(&Connection, &UserRow) -> Result<Vec<Vec<Cell>>> + Send + Sync + 'a,
    ) -> Box<Tell<'a>> {
        Box::new(move |most, take| {
            let mut left = most;
            let mut refused: Option<ReportError> = None;
            // A user has at least one row or none that counts: never more users than rows are read for a page.
            let few = usize::try_from(most).unwrap_or(usize::MAX);
            let mut from = 0;
            while left > 0 && from < self.ids.len() {
                let to = self.ids.len().min(from.saturating_add(few.max(1)));
                let told = self.session.each_row(
                    &self.ids[from..to],
                    Beside::default(),
                    self.job,
                    self.now,
                    |conn, row, _| {
                        for cells in rows(conn, row)? {
                            if left == 0 {
                                break;
                            }
                            left -= 1;
                            if let Err(error) = take(&cells) {
                                refused = Some(error);
                                return Err(Error::new(Code::Cancelled, "The report was not written."));
                            }
                        }
                        Ok(())
                    },
                );
                if let Some(error) = refused.take() {
                    return Err(error);
                }
                told.map_err(|error| ReportError::Source(Box::new(error)))?;
                from = to;
            }
            Ok(())
        })
    }
}
