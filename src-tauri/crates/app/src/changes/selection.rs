//! Which users a change is about: by hand, by filter, or from a file.

use crate::api::changes::{Selected, Unmatched};
use crate::api::users::SortBy;
use crate::job::Job;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_model::UserId;
use muster_vault::tables::find::find;
use serde_json::json;

/// Lines that are reported one by one.
const MOST_UNMATCHED: usize = 1_000;
/// Characters of a line that are shown.
const SHOWN: usize = 120;
/// The most characters of a line that can name a user.
const MOST_LINE: usize = 1_000;
/// The most bytes of a file of users: a million lines and more.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// Lines looked up in one read of the vault.
const BATCH: usize = 1_000;

/// The users chosen, and the lines that named nobody or several.
#[derive(Debug, Default)]
pub(crate) struct Chosen {
    pub users: Vec<UserId>,
    pub unmatched: Vec<Unmatched>,
    pub unmatched_total: u64,
}

impl Session {
    /// Whom a request means.
    pub(super) fn chosen(&self, selected: &Selected, job: &Job, now: DateTime<Utc>) -> Result<Chosen> {
        match selected {
            Selected::Users(users) => Ok(Chosen { users: users.clone(), ..Chosen::default() }),
            Selected::Filter(filter) => {
                let users = self.ordered(filter, SortBy::default(), false, now)?;
                Ok(Chosen { users, ..Chosen::default() })
            }
            Selected::Lines(text) => self.named_by(text, job),
        }
    }

    /// Looks up every line of a file.
    fn named_by(&self, text: &str, job: &Job) -> Result<Chosen> {
        if text.len() > MOST_BYTES {
            let message = format!("The list has more than {} MiB. Split it.", MOST_BYTES / 1024 / 1024);
            return Err(Error::new(Code::Invalid, message));
        }
        if text.contains('\0') {
            let message = "The list is no text: it contains zero bytes. Save it as plain text in UTF-8, one username, \
                           full name, e-mail or id a line.";
            return Err(Error::new(Code::Unreadable, message).with(json!({ "file": "list" })));
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines: Vec<(u64, &str)> =
            (1..).zip(text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty()).collect();
        let mut chosen = Chosen::default();
        for (at, batch) in lines.chunks(BATCH).enumerate() {
            job.go_on()?;
            job.progress("matching", (at * BATCH) as u64, lines.len() as u64, chosen.users.len() as u64);
            self.vault().read(|conn| {
                for (number, line) in batch {
                    let found = if line.len() > MOST_LINE { Err(too_long()) } else { find(conn, line) };
                    match found {
                        Ok(user) => chosen.users.push(user),
                        Err(error) => chosen.report(*number, line, error)?,
                    }
                }
                Ok(())
            })?;
        }
        Ok(chosen)
    }
}

fn too_long() -> muster_vault::Error {
    muster_vault::Error::NoSuch { what: "user", name: String::new() }
}

impl Chosen {
    /// Notes a line that named nobody or several; what else went wrong ends
    /// the work.
    fn report(&mut self, line: u64, text: &str, error: muster_vault::Error) -> muster_vault::Result<()> {
        let reason = match error {
            muster_vault::Error::NoSuch { .. } => {
                "there is no user with this name, e-mail or id: check the spelling".to_owned()
            }
            muster_vault::Error::Ambiguous { candidates, .. } => {
                format!("it fits several users: {}; write the full name or the id", candidates.join(", "))
            }
            other => return Err(other),
        };
        self.unmatched_total += 1;
        if self.unmatched.len() < MOST_UNMATCHED {
            self.unmatched.push(Unmatched { line, text: text.chars().take(SHOWN).collect(), reason });
        }
        Ok(())
    }
}
