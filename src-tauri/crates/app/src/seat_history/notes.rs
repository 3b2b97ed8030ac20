//! What a reader must know to trust counts over time.

use super::said::list;
use super::view::{Range, View};
use crate::Result;
use muster_history::{Day, past};

impl View<'_> {
    /// What a reader of the counts of some days must know.
    pub(super) fn notes(&self, range: Range) -> Result<Vec<String>> {
        let mut notes: Vec<String> = self.counted.note.iter().cloned().collect();
        notes.push("A day counts what was known at its end, UTC: what the latest snapshot until then said.".to_owned());
        let Some(known) = self.known else {
            notes.push("Nothing is known yet: import users of a userstore that the plan counts.".to_owned());
            return Ok(notes);
        };
        if range.from < known {
            notes.push(format!("Nothing is known before {known}; days before it are left out."));
        }
        for store in self.stores()? {
            if let Some(first) = store.first.map(Day::date).filter(|first| *first > known && *first > range.from) {
                notes.push(format!(
                    "The users of {} are counted from {first} on: nothing is known of them before.",
                    store.domain
                ));
            }
        }
        let snapshots = self.snapshots(range)?;
        let incomplete = snapshots.iter().filter(|snapshot| !snapshot.complete).count();
        if incomplete > 0 {
            notes.push(format!(
                "{incomplete} of {} snapshots in these days did not list everyone; by them nobody counts as gone.",
                snapshots.len()
            ));
        }
        let not_kept = past::not_kept(self.counted.plan.filter());
        if !not_kept.is_empty() {
            notes.push(format!(
                "The rule asks for {}, which is not kept over time: past days are counted by what it is now.",
                list(&not_kept)
            ));
        }
        Ok(notes)
    }
}
