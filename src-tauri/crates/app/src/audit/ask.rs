//! Rules are asked side by side while what they found is written: of a million
//! users each takes about as long as the other.

use super::facts::{self, Lent};
use super::run::Task;
use super::words::{key, number, subject_number};
use crate::Result;
use crate::changes::outside;
use crate::session::Session;
use chrono::NaiveDate;
use muster_audit::Hit;
use muster_audit::finding::FindingId;
use muster_model::FindingState;
use muster_vault::tables::finding::Finding;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::mpsc;

/// Rules that were asked and wait to be written; each may have found something
/// of everyone.
const WAITING: usize = 8;

/// What a rule found, ready to be written: only the state, the rule's key and
/// the run are still to be said.
pub(super) struct Found {
    /// By what each is known again.
    pub ids: Vec<FindingId>,
    /// What is kept of each, in the same order.
    pub findings: Vec<Finding>,
}

impl Found {
    fn new(hits: Vec<Hit<'_>>, today: NaiveDate) -> Self {
        let ids: Vec<FindingId> = hits.iter().map(FindingId::of).collect();
        let findings = ids.iter().zip(hits).map(|(id, hit)| finding(*id, hit, today)).collect();
        Self { ids, findings }
    }
}

/// What was found, as the vault keeps it. The day on which it was first found
/// is that of today; where it is known already, the vault leaves it.
fn finding(id: FindingId, hit: Hit<'_>, today: NaiveDate) -> Finding {
    Finding {
        rule: 0,
        id: key(id),
        subject: subject_number(hit.subject.kind),
        userstore: hit.subject.userstore.to_owned(),
        name: hit.subject.name.into_owned(),
        user: hit.subject.user,
        state: FindingState::Open,
        since: number(today),
        message: hit.message,
        facts: serde_json::to_string(&*hit.facts).unwrap_or_default(),
        first_run: 0,
        changed_run: 0,
    }
}

impl Session {
    /// Asks every rule, and hands what each found to `take`, with how many were
    /// before it and the rule's place: those that take long come later than
    /// their place.
    pub(super) fn ask(
        &self,
        task: &Task<'_>,
        lent: &Lent<'_>,
        take: &mut dyn FnMut(usize, usize, Found) -> muster_vault::Result<()>,
    ) -> muster_vault::Result<()> {
        let (rules, today) = (&task.asking.rules, task.calendar.today());
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            let (send, answers) = mpsc::sync_channel::<(usize, Result<Found>)>(WAITING);
            for _ in 0..facts::readers() {
                let (send, next) = (send.clone(), &next);
                scope.spawn(move || {
                    while let Some((at, rule)) = numbered(rules, next.fetch_add(1, Relaxed)) {
                        let found = self.hits(rule, lent, task.calendar).map(|hits| Found::new(hits, today));
                        // When nobody listens any more, the others are not asked.
                        if send.send((at, found)).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(send);
            for before in 0..rules.len() {
                let stopped = |_| muster_vault::Error::Internal("a thread that asks rules stopped");
                let (at, found) = answers.recv().map_err(stopped)?;
                take(before, at, found.map_err(outside)?)?;
            }
            Ok(())
        })
    }
}

fn numbered<T>(all: &[T], at: usize) -> Option<(usize, &T)> {
    all.get(at).map(|one| (at, one))
}
