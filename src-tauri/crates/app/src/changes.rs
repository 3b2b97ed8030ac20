//! Staging, applying and taking back changes of users.

use crate::api::changes::{
    ApplyChange, ChangeDetail, ChangeGlance, ChangePreview, ChangeReport, ChangeRequest, ChangeUsersQuery, ChangesPage,
    ChangesQuery, ExportChange, PreviewPage, PreviewQuery, WrittenChange,
};
use crate::job::Job;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};

fn missing<T>() -> Result<T> {
    Err(Error::new(Code::Internal, "Not built yet."))
}

impl Session {
    /// See the command `change_preview`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn change_preview(&self, request: &ChangeRequest, job: &Job, now: DateTime<Utc>) -> Result<ChangePreview> {
        let _ = (request, job, now);
        missing()
    }

    /// See the command `change_rows`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn change_rows(&self, request: &PreviewQuery) -> Result<PreviewPage> {
        let _ = (request,);
        missing()
    }

    /// See the command `change_apply`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn change_apply(&self, request: &ApplyChange, job: &Job, now: DateTime<Utc>) -> Result<ChangeReport> {
        let _ = (request, job, now);
        missing()
    }

    /// See the command `change_discard`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn change_discard(&self, id: u64) -> Result<()> {
        let _ = (id,);
        missing()
    }

    /// See the command `changes_page`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn changes_page(&self, request: &ChangesQuery) -> Result<ChangesPage> {
        let _ = (request,);
        missing()
    }

    /// See the command `change_show`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn change_show(&self, request: &ChangeUsersQuery) -> Result<ChangeDetail> {
        let _ = (request,);
        missing()
    }

    /// See the command `change_undo`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn change_undo(&self, id: i64, job: &Job, now: DateTime<Utc>) -> Result<ChangeGlance> {
        let _ = (id, job, now);
        missing()
    }

    /// See the command `change_export`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn change_export(&self, request: &ExportChange, job: &Job, now: DateTime<Utc>) -> Result<WrittenChange> {
        let _ = (request, job, now);
        missing()
    }
}
