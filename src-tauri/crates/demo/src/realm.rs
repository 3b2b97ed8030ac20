//! The realm: its sizes, its snapshots, and what ties its userstores together.

use crate::account::{Account, back};
use crate::entry::{self, Entry};
use crate::finding::{self, Finding};
use crate::names;
use crate::note::{self, Note};
use crate::part::{Part, Parts};
use crate::person::Person;
use crate::planted::{self, Case};
use crate::settings::Settings;
use crate::shuffle::{Shuffle, mix};
use crate::snapshot::{Snapshot, Store};
use crate::tree::Tree;
use crate::{local, truth};
use chrono::{Months, NaiveDate};
use muster_model::Kind;

/// A realm. Holds numbers only; it is nearly the same size for any number of users.
#[derive(Debug, Clone)]
pub struct Realm {
    settings: Settings,
    /// Users present today, by userstore.
    gitlab: u64,
    ldap: u64,
    local: u64,
    /// Users who left within the past that the snapshots show.
    gitlab_left: u64,
    ldap_left: u64,
    tree: Tree,
    directory: Shuffle,
    names: Shuffle,
    parts: Parts,
    /// Entries of the directory with which something is wrong.
    entries: Vec<(u64, Entry)>,
}

impl Realm {
    /// The realm that these settings describe.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let settings = Settings { months: settings.months.clamp(1, 12), ..settings };
        let users = settings.users;
        let gitlab = users.saturating_mul(88).div_ceil(100);
        let local = (users / 100).clamp(1, local::MOST).min(users - gitlab);
        let ldap = users - gitlab - local;
        let past = u64::from(settings.months - 1);
        let (gitlab_left, ldap_left) = (gitlab * past / 900, ldap * past / 130);
        let people = gitlab + gitlab_left + ldap + ldap_left;
        let name_numbers = people.div_ceil(names::pairs()).max(1) * names::pairs();
        let realm = Self {
            settings,
            gitlab,
            ldap,
            local,
            gitlab_left,
            ldap_left,
            tree: Tree::new(gitlab),
            directory: Shuffle::new(settings.seed, 0x6469_7265, gitlab),
            names: Shuffle::new(settings.seed, 0x6e61_6d65, name_numbers),
            parts: Parts::new(settings.seed, planted::count(gitlab), gitlab),
            entries: Vec::new(),
        };
        let entries = entry::plan(&realm, ldap);
        Self { entries, ..realm }
    }

    /// What it was made from.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.settings
    }

    /// The days of its snapshots, a month apart, the last one today.
    #[must_use]
    pub fn days(&self) -> Vec<NaiveDate> {
        let before = (0..self.settings.months).rev();
        before.filter_map(|months| self.settings.today.checked_sub_months(Months::new(months))).collect()
    }

    /// Its snapshots, oldest first: every day the directory, then GitLab.
    /// `PRIMARY`, which is edited here and has no snapshots of its own, comes
    /// once, before all others.
    pub fn snapshots(&self) -> impl Iterator<Item = Snapshot> + '_ {
        let days = self.days();
        let first = days.first().copied().map(|day| Snapshot::new(self, Store::Local, day));
        let later =
            days.into_iter().flat_map(|day| [Store::Ldap, Store::Gitlab].map(|store| Snapshot::new(self, store, day)));
        first.into_iter().chain(later)
    }

    /// The hard cases that were planted, with what is true of each today.
    #[must_use]
    pub fn truth(&self) -> Vec<truth::Planted> {
        truth::list(self)
    }

    /// What every rule that ships must find today, and nothing else: what was
    /// planted, told from the plan alone.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        finding::list(self)
    }

    /// What operators noted of service accounts, which no source says.
    pub fn notes(&self) -> impl Iterator<Item = Note> + '_ {
        note::list(self)
    }

    /// Seats that a team of this size would have bought: a little more than
    /// GitLab Ultimate takes, in steps of 10, or of 50 from 500 on.
    #[must_use]
    pub fn seats_bought(&self) -> u64 {
        let needed = self.gitlab * 70 / 100;
        let step = if needed < 500 { 10 } else { 50 };
        needed.div_ceil(step).max(1) * step
    }

    /// How many numbers a userstore's users have, those who left included.
    pub(crate) fn numbers(&self, store: Store) -> u64 {
        match store {
            Store::Gitlab => self.gitlab + self.gitlab_left,
            Store::Ldap => self.ldap + self.ldap_left,
            Store::Local => self.local,
        }
    }

    pub(crate) fn tree(&self) -> Tree {
        self.tree
    }

    pub(crate) fn case(&self, index: u64) -> Option<&'static Case> {
        planted::at(index, self.gitlab)
    }

    /// Where an account stands when all are ordered by some trait: 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "shares need no more than 52 bits")]
    pub(crate) fn share(&self, index: u64, of: u64) -> f64 {
        if index < self.gitlab {
            Shuffle::new(self.settings.seed, of, self.gitlab).share(index)
        } else {
            (mix(mix(self.settings.seed ^ of) ^ index) >> 12) as f64 / (1u64 << 52) as f64
        }
    }

    /// The part an account plays, and which of its players it is.
    pub(crate) fn part(&self, index: u64) -> Option<(Part, u64)> {
        self.parts.of(index)
    }

    /// Every player of a part, and the number of the account.
    pub(crate) fn players(&self) -> impl Iterator<Item = (Part, u64)> + '_ {
        self.parts.players()
    }

    /// What is wrong with an entry of the directory on purpose.
    pub(crate) fn entry(&self, entry: u64) -> Option<Entry> {
        self.entries.iter().find(|(number, _)| *number == entry).map(|(_, wrong)| *wrong)
    }

    /// Every entry of the directory with which something is wrong.
    pub(crate) fn entries(&self) -> &[(u64, Entry)] {
        &self.entries
    }

    /// Whether the instance has custom roles, which somebody then holds.
    pub(crate) fn has_custom_roles(&self) -> bool {
        self.parts.has(Part::Captain)
    }

    /// When an account was deleted, for those that were.
    pub(crate) fn left(&self, index: u64) -> Option<NaiveDate> {
        (index >= self.gitlab).then(|| self.day_of_leaving(index - self.gitlab, self.gitlab_left))
    }

    /// When an entry was taken out of the directory, for those that were.
    pub(crate) fn entry_left(&self, entry: u64) -> Option<NaiveDate> {
        (entry >= self.ldap).then(|| self.day_of_leaving(entry - self.ldap, self.ldap_left))
    }

    /// When the person behind a human account left the directory, and whether
    /// the account was forgotten: one in four, and always the last three. Who
    /// is planted otherwise never leaves.
    pub(crate) fn left_directory(&self, index: u64) -> Option<(NaiveDate, bool)> {
        if index >= self.gitlab || self.case(index).is_some() || self.part(index).is_some() {
            return None;
        }
        let entry = self.entry_of_person(index);
        entry.checked_sub(self.ldap).filter(|number| *number < self.ldap_left)?;
        Some((self.entry_left(entry)?, self.forgotten(entry)))
    }

    fn forgotten(&self, entry: u64) -> bool {
        let number = entry.saturating_sub(self.ldap);
        number.is_multiple_of(4) || number + 3 >= self.ldap_left
    }

    /// Accounts whose people have left the directory, and which were forgotten.
    pub(crate) fn leavers(&self) -> impl Iterator<Item = u64> + '_ {
        let left = self.ldap..self.ldap + self.ldap_left;
        left.filter(|entry| self.forgotten(*entry))
            .map(|entry| self.person_of_entry(entry))
            .filter(|index| *index < self.gitlab)
    }

    /// Leavers spread evenly over the past: the first left earliest.
    fn day_of_leaving(&self, number: u64, of: u64) -> NaiveDate {
        let span = u64::from(self.settings.months - 1) * 30;
        back(self.settings.today, span - (number + 1) * span / of.max(1))
    }

    /// The person of an entry of the directory: an account's, or someone
    /// beyond the accounts where the account is a machine's or an outsider's,
    /// or where the entry is gone and the account has something else to show.
    pub(crate) fn person_of_entry(&self, entry: u64) -> u64 {
        let index = swap(self.directory.to(entry), 1, self.directory.to(0));
        let human = index < self.gitlab && Account::kind(self, index) == Kind::Human;
        let leaves = entry < self.ldap || (self.case(index).is_none() && self.part(index).is_none());
        if human && leaves { index } else { self.gitlab + self.gitlab_left + entry }
    }

    fn entry_of_person(&self, index: u64) -> u64 {
        self.directory.from(swap(index, 1, self.directory.to(0)))
    }

    /// When the account of a person was created, if the person has one.
    pub(crate) fn joined(&self, index: u64) -> Option<NaiveDate> {
        (index < self.gitlab + self.gitlab_left).then(|| Account::new(self, index).created)
    }

    pub(crate) fn person(&self, index: u64) -> Person {
        Person::new(self.settings.seed, index, self.names.to(index), self.case(index))
    }
}

/// Exchanges two numbers: the first entry is that of the second account.
fn swap(number: u64, one: u64, other: u64) -> u64 {
    match number {
        n if n == one => other,
        n if n == other => one,
        n => n,
    }
}
