//! What a change of users did, as a program reads it.

use muster_app::Result;
use muster_app::api::changes::{ChangePreview, ChangeReport, Effect, PreviewQuery, PreviewRow, Unmatched, Warning};
use muster_app::session::Session;
use serde::Serialize;

/// The most rows of a page of a preview.
const PAGE: u64 = 500;

/// The first keys are fixed; others may follow.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// Its number; none for a dry run or if nothing changed.
    pub change: Option<i64>,
    pub matched: u64,
    pub changed: u64,
    pub unchanged: u64,
    /// Everyone who could not be changed so.
    pub refused: Vec<Refused>,
    /// Of the changed, how many wait to be carried out at their source.
    pub pending: u64,
    pub title: String,
    pub dry_run: bool,
    pub warnings: Vec<Warning>,
    /// The first lines of a file that matched no user, or several.
    pub unmatched: Vec<Unmatched>,
    pub unmatched_total: u64,
    /// The first users of a dry run, changed ones first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<PreviewRow>,
}

/// A user who could not be changed so.
#[derive(Debug, Serialize)]
pub struct Refused {
    pub username: String,
    pub reason: String,
    pub userstore: String,
}

impl Answer {
    pub fn of_preview(preview: &ChangePreview, refused: Vec<Refused>) -> Self {
        Self {
            change: None,
            matched: preview.matched,
            changed: preview.changed,
            unchanged: preview.unchanged,
            refused,
            pending: waiting(preview),
            title: preview.title.clone(),
            dry_run: true,
            warnings: preview.warnings.clone(),
            unmatched: preview.unmatched.clone(),
            unmatched_total: preview.unmatched_total,
            rows: preview.rows.clone(),
        }
    }

    pub fn of_report(report: ChangeReport, preview: &ChangePreview, refused: Vec<Refused>) -> Self {
        Self {
            change: report.change,
            matched: report.matched,
            changed: report.changed,
            unchanged: report.unchanged,
            refused,
            pending: report.pending,
            title: report.title,
            dry_run: false,
            warnings: preview.warnings.clone(),
            unmatched: preview.unmatched.clone(),
            unmatched_total: preview.unmatched_total,
            rows: Vec::new(),
        }
    }

    /// Whether every user and line that was named could be changed, or was so already.
    pub fn is_whole(&self) -> bool {
        self.refused.is_empty() && self.unmatched_total == 0
    }
}

fn waiting(preview: &ChangePreview) -> u64 {
    let mirrored =
        |share: &&muster_app::api::changes::UserstoreShare| share.authority == muster_model::Authority::Mirrored;
    preview.userstores.iter().filter(mirrored).map(|share| share.changed).sum()
}

/// Everyone a staged change refuses, one by one.
pub fn refused(session: &Session, preview: &ChangePreview) -> Result<Vec<Refused>> {
    let mut all = Vec::new();
    while (all.len() as u64) < preview.refused {
        let query = PreviewQuery {
            staged: preview.staged,
            effect: Some(Effect::Refused),
            offset: all.len() as u64,
            limit: PAGE,
        };
        let page = session.change_rows(&query)?;
        if page.rows.is_empty() {
            break;
        }
        all.extend(page.rows.into_iter().map(|row| Refused {
            username: row.username,
            reason: row.reason.unwrap_or_default(),
            userstore: row.userstore,
        }));
    }
    Ok(all)
}
