//! The history in memory. It is read when it is first asked for, follows
//! changes when it is asked again, and is wiped on lock.

use super::{load, one_by_one};
use crate::Result;
use crate::seats::Counted;
use chrono::{DateTime, Utc};
use muster_history::{Day, History, Labels, Rule, Taken};
use muster_model::UserId;
use muster_query::{Clock, Filter};
use muster_vault::Vault;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use zeroize::Zeroize;

/// From this many changed users on, everyone is read anew.
const MANY: usize = 10_000;
/// Rules whose answers are kept.
const RULES: usize = 4;

/// The history in memory, once it was asked for.
#[derive(Default)]
pub(crate) struct Memory {
    kept: Mutex<Kept>,
    /// Changed users it has not followed yet. Apart, so that whoever changes
    /// users does not wait for whoever counts.
    behind: Mutex<Behind>,
    /// Set while everything is to be forgotten: long counting then stops.
    stop: AtomicBool,
}

#[derive(Default)]
struct Behind {
    users: Vec<UserId>,
    everyone: bool,
}

/// What is kept.
#[derive(Default)]
pub(super) struct Kept {
    history: Option<History>,
    departments: Option<Labels>,
    groups: Option<Labels>,
    taken: VecDeque<(Key, Arc<Taken>)>,
}

/// A rule, and what the clock says, as coarsely as it asks.
#[derive(PartialEq, Eq)]
struct Key {
    filter: String,
    clock: i64,
}

impl Drop for Key {
    fn drop(&mut self) {
        // A filter can quote names.
        self.filter.zeroize();
    }
}

/// Of what labels are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Department,
    Group,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Memory {
    /// Takes note that users changed.
    pub fn changed(&self, users: &[UserId]) {
        let mut behind = lock(&self.behind);
        if behind.users.len() + users.len() > MANY {
            (behind.users, behind.everyone) = (Vec::new(), true);
        } else if !behind.everyone {
            behind.users.extend_from_slice(users);
        }
    }

    /// Takes note that anyone may have changed.
    pub fn everyone_changed(&self) {
        *lock(&self.behind) = Behind { users: Vec::new(), everyone: true };
    }

    /// Forgets everyone and overwrites names.
    pub fn wipe(&self) {
        self.stop.store(true, Ordering::Relaxed);
        *lock(&self.kept) = Kept::default();
        self.stop.store(false, Ordering::Relaxed);
        *lock(&self.behind) = Behind::default();
    }

    /// Works on the history, which is read or brought up to date before.
    pub(super) fn with<T>(&self, vault: &Vault, work: impl FnOnce(&mut Kept, Stop<'_>) -> Result<T>) -> Result<T> {
        let mut kept = lock(&self.kept);
        // Who changes while this reads is noted again, and followed next time.
        let behind = std::mem::take(&mut *lock(&self.behind));
        if let Err(error) = kept.follow(vault, behind) {
            *kept = Kept::default();
            return Err(error);
        }
        work(&mut kept, &|| self.stop.load(Ordering::Relaxed))
    }
}

/// Whether to stop before the end.
pub(super) type Stop<'s> = &'s dyn Fn() -> bool;

impl Kept {
    fn follow(&mut self, vault: &Vault, behind: Behind) -> Result<()> {
        let many = |history: &History| history.places() > 2 * load::FEW && behind.users.len() > history.places() / 4;
        match &mut self.history {
            Some(history) if !behind.everyone && !many(history) => {
                if behind.users.is_empty() {
                    return Ok(());
                }
                let mut users = behind.users;
                users.sort_unstable();
                users.dedup();
                load::some(vault, history, &users)?;
            }
            _ => self.history = Some(load::everyone(vault)?),
        }
        self.departments = None;
        self.groups = None;
        self.taken.clear();
        Ok(())
    }

    pub(super) fn history(&self) -> Result<&History> {
        self.history.as_ref().ok_or_else(|| crate::Error::new(crate::Code::Internal, "The history is not in memory."))
    }

    /// Who took a seat under a plan, until the day of `now`.
    pub(super) fn taken(
        &mut self,
        vault: &Vault,
        counted: &Counted,
        now: DateTime<Utc>,
        stop: Stop<'_>,
    ) -> Result<Arc<Taken>> {
        let filter = counted.plan.filter();
        let clock = match filter.clock() {
            Clock::Running => now.timestamp(),
            Clock::Still | Clock::Daily => now.timestamp().div_euclid(86_400),
        };
        let key = Key { filter: filter.to_string(), clock };
        if let Some((_, taken)) = self.taken.iter().find(|(known, _)| *known == key) {
            return Ok(taken.clone());
        }
        let taken = Arc::new(self.count(vault, filter, now, stop)?);
        self.taken.truncate(RULES - 1);
        self.taken.push_front((key, taken.clone()));
        Ok(taken)
    }

    pub(super) fn count(
        &mut self,
        vault: &Vault,
        filter: &Filter,
        now: DateTime<Utc>,
        stop: Stop<'_>,
    ) -> Result<Taken> {
        let Some(rule) = Rule::new(filter) else {
            return one_by_one::taken(vault, self.history()?, filter, now, stop);
        };
        if let Some(history) = self.history.as_mut().filter(|history| history.lacks(&rule)) {
            load::glimpses(vault, history)?;
        }
        Ok(self.history()?.taken(&rule, now.timestamp()))
    }

    /// Seats on some days by department or group.
    pub(super) fn by_label(
        &mut self,
        vault: &Vault,
        label: Label,
        taken: &Taken,
        days: &[Day],
    ) -> Result<Vec<(Option<String>, Vec<u64>)>> {
        let known = match label {
            Label::Department => &self.departments,
            Label::Group => &self.groups,
        };
        if known.is_none() {
            let read = load::labels(vault, self.history()?, label)?;
            match label {
                Label::Department => self.departments = Some(read),
                Label::Group => self.groups = Some(read),
            }
        }
        let known = match label {
            Label::Department => &self.departments,
            Label::Group => &self.groups,
        };
        let counts = known.iter().flat_map(|labels| labels.count(taken, days));
        Ok(counts.map(|(name, counts)| (name.map(str::to_owned), counts)).collect())
    }
}
