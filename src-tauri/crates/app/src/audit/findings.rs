//! Lists of findings.

use super::overview::shown;
use super::rules::pack_name;
use super::words::{self, severity};
use crate::Result;
use crate::api::audit::{FindingFilter, FindingRow, FindingsPage, FindingsQuery, SelectedFindings, UserFindings};
use crate::session::Session;
use crate::{Code, Error};
use chrono::DateTime;
use muster_audit::FindingId;
use muster_model::{FindingState, UserId};
use muster_vault::Connection;
use muster_vault::tables::audit_rule::{self, AuditRule};
use muster_vault::tables::finding::{self, Finding, FindingKey, Wanted};
use muster_vault::tables::{acceptance, audit_run};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Findings between one word on how far work on many is and the next.
pub(super) const STEP: u64 = 1_000;
/// The most rows a page holds.
pub(super) const MOST: u64 = 500;
/// What is shown if nothing is said: all that someone may have to act on.
pub(super) const PRESENT: [FindingState; 3] = [FindingState::Open, FindingState::Reopened, FindingState::Accepted];
/// Findings that can be left out of all that a filter finds.
const MOST_EXCEPT: usize = 100;
/// The fewest digits that name a finding.
const LEAST_DIGITS: usize = 6;

/// Findings of some rules of a pack.
pub(super) struct Chosen {
    pub pack: String,
    pub rules: Vec<AuditRule>,
    pub wanted: Wanted,
    /// The pack's last run.
    pub last: Option<i64>,
}

/// What of a filter the vault's findings do not tell by themselves.
pub(super) struct Named {
    /// The pack that is meant, by the name under which it is kept.
    pub pack: Option<String>,
    /// Users whose name to show contains the text.
    pub called: HashSet<UserId>,
}

/// What a filter means; `meant` is what [`Session::named`] says of it.
pub(super) fn chosen(conn: &Connection, filter: &FindingFilter, meant: &Named) -> muster_vault::Result<Chosen> {
    let pack = shown(conn, meant.pack.as_deref())?;
    let mut rules = audit_rule::list(conn, Some(&pack))?;
    rules.retain(|rule| {
        (filter.severities.is_empty() || filter.severities.contains(&severity(rule.severity)))
            && (filter.rules.is_empty() || filter.rules.contains(&rule.rule))
            && filter.control.as_ref().is_none_or(|control| rule.controls.contains(control))
    });
    let mut states = if filter.gone {
        vec![FindingState::Resolved]
    } else if filter.states.is_empty() {
        PRESENT.to_vec()
    } else {
        filter.states.clone()
    };
    states.sort_unstable();
    states.dedup();
    let last = audit_run::last(conn, Some(&pack))?.map(|run| run.id);
    let wanted = Wanted {
        states,
        userstore: filter.userstore.clone(),
        user: filter.user,
        text: filter.text.trim().to_owned(),
        called: meant.called.clone(),
        // Without a run there is nothing new.
        new_of: filter.new.then_some(last.unwrap_or(0)),
        gone_of: filter.gone.then_some(last.unwrap_or(0)),
    };
    Ok(Chosen { pack, rules, wanted, last })
}

impl Chosen {
    pub fn rule(&self, key: i64) -> Option<&AuditRule> {
        self.rules.iter().find(|rule| rule.id == key)
    }

    /// A finding as the door shows it.
    pub fn row(&self, conn: &Connection, rule: &AuditRule, finding: Finding) -> muster_vault::Result<FindingRow> {
        let accepted = if finding.state == FindingState::Accepted { acceptance::get(conn, finding.id)? } else { None };
        Ok(words::row(rule, finding, accepted.as_ref(), self.last))
    }
}

/// Findings that are meant, each once, by the rule they are of.
#[derive(Debug, Default)]
pub(super) struct Meant(pub BTreeMap<String, BTreeSet<FindingKey>>);

impl Meant {
    /// Those with these keys; what no run has had is passed over.
    fn of(conn: &Connection, keys: BTreeSet<FindingKey>) -> muster_vault::Result<Self> {
        let rules = audit_rule::list(conn, None)?;
        let mut meant = Self::default();
        for key in keys {
            for rule in &rules {
                if finding::get(conn, rule.id, key)?.is_some() {
                    meant.add(&rule.rule, key);
                    break;
                }
            }
        }
        Ok(meant)
    }

    fn add(&mut self, rule: &str, key: FindingKey) {
        match self.0.get_mut(rule) {
            Some(keys) => drop(keys.insert(key)),
            None => drop(self.0.insert(rule.to_owned(), BTreeSet::from([key]))),
        }
    }

    /// How many.
    pub fn count(&self) -> u64 {
        self.0.values().map(|keys| keys.len() as u64).sum()
    }

    /// Each, with its rule as the packs have it that know it. A finding is the
    /// same in all of them.
    pub fn each(
        &self,
        conn: &Connection,
        take: &mut dyn FnMut(&[AuditRule], FindingKey) -> muster_vault::Result<()>,
    ) -> muster_vault::Result<()> {
        let rules = audit_rule::list(conn, None)?;
        for (name, keys) in &self.0 {
            let known: Vec<AuditRule> = rules.iter().filter(|rule| rule.rule == *name).cloned().collect();
            keys.iter().try_for_each(|key| take(&known, *key))?;
        }
        Ok(())
    }
}

impl Session {
    /// A page of findings, as the last run of their pack left them.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a pack, or that the vault cannot be read.
    pub fn audit_findings(&self, request: &FindingsQuery) -> Result<FindingsPage> {
        let meant = self.named(&request.filter)?;
        Ok(self.vault().read(|conn| {
            let chosen = chosen(conn, &request.filter, &meant)?;
            let (offset, limit) = (request.offset, request.limit.min(MOST));
            let (found, total) = finding::page(conn, &chosen.rules, &chosen.wanted, offset, limit)?;
            let mut findings = Vec::with_capacity(found.len());
            for finding in found {
                if let Some(rule) = chosen.rule(finding.rule) {
                    let mut row = chosen.row(conn, rule, finding)?;
                    words::call(conn, &mut row.subject)?;
                    findings.push(row);
                }
            }
            Ok(FindingsPage { findings, total })
        })?)
    }

    /// What of a filter is to be found out first.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a pack that is not there, or that the vault cannot be read.
    pub(super) fn named(&self, filter: &FindingFilter) -> Result<Named> {
        let pack = filter.pack.as_deref().map(str::trim).filter(|pack| !pack.is_empty()).map(pack_name).transpose()?;
        let text = filter.text.trim();
        if text.is_empty() {
            return Ok(Named { pack, called: HashSet::new() });
        }
        // Nobody is called by a text that no filter could hold.
        let Ok(wanted) = crate::filter::parse(&format!("displayName co {}", json!(text))) else {
            return Ok(Named { pack, called: HashSet::new() });
        };
        self.load()?;
        let called = self.directory.with(|loaded| {
            let selection = loaded.select(self.vault(), &wanted, DateTime::UNIX_EPOCH)?;
            Ok(loaded.columns().ids(&selection)?)
        })?;
        Ok(Named { pack, called: called.into_iter().map(UserId).collect() })
    }

    /// Hands every finding of a filter to `take`, in the order of a list.
    pub(super) fn each_finding(
        &self,
        filter: &FindingFilter,
        take: &mut dyn FnMut(FindingRow) -> Result<()>,
    ) -> Result<()> {
        self.each_kept(filter, &mut |conn, chosen, rule, finding| {
            take(chosen.row(conn, rule, finding)?).map_err(crate::changes::outside)
        })
    }

    /// The same, as the vault keeps them.
    pub(super) fn each_kept(
        &self,
        filter: &FindingFilter,
        take: &mut dyn FnMut(&Connection, &Chosen, &AuditRule, Finding) -> muster_vault::Result<()>,
    ) -> Result<()> {
        let meant = self.named(filter)?;
        Ok(self.vault().read_alone(|conn| {
            let chosen = chosen(conn, filter, &meant)?;
            finding::each(conn, &chosen.rules, &chosen.wanted, &mut |rule, finding| {
                take(conn, &chosen, rule, finding)?;
                Ok(true)
            })
        })?)
    }

    /// The findings of a user, as the last run of any pack left them.
    ///
    /// # Errors
    /// If the vault cannot be read.
    pub fn audit_of_user(&self, user: UserId) -> Result<UserFindings> {
        let filter = FindingFilter { user: Some(user), ..FindingFilter::default() };
        let page = self.audit_findings(&FindingsQuery { filter: filter.clone(), offset: 0, limit: MOST })?;
        let gone = FindingFilter { states: vec![FindingState::Resolved], ..filter };
        let resolved = self.audit_findings(&FindingsQuery { filter: gone, offset: 0, limit: 0 })?.total;
        let run = self.vault().read(|conn| audit_run::last(conn, None))?;
        Ok(UserFindings { findings: page.findings, resolved, run: run.as_ref().map(words::run) })
    }

    /// The findings that are meant.
    ///
    /// # Errors
    /// [`Code::NotFound`] for an id or a pack that is not there, [`Code::Invalid`] for one that is no id or fits
    /// several.
    pub(super) fn selected(&self, selected: &SelectedFindings) -> Result<Meant> {
        match selected {
            SelectedFindings::Ids(ids) => {
                let keys = ids.iter().map(|id| self.finding_named(id)).collect::<Result<BTreeSet<_>>>()?;
                Ok(self.vault().read(|conn| Meant::of(conn, keys))?)
            }
            SelectedFindings::Filter(filter) => self.meant_by(filter, &BTreeSet::new()),
            SelectedFindings::AllBut { filter, except } => {
                if except.len() > MOST_EXCEPT {
                    let message = format!("At most {MOST_EXCEPT} findings can be left out. Narrow the filter instead.");
                    return Err(Error::new(Code::Invalid, message).with(json!({ "field": "except" })));
                }
                let except = except.iter().map(|id| self.finding_named(id)).collect::<Result<BTreeSet<_>>>()?;
                self.meant_by(filter, &except)
            }
            SelectedFindings::AcceptedAt(at) => Ok(self.vault().read_alone(|conn| {
                let accepted = acceptance::list(conn)?.into_iter();
                let then = accepted.filter(|(_, said)| said.at == *at && said.operator == self.operator());
                Meant::of(conn, then.map(|(key, _)| key).collect())
            })?),
        }
    }

    fn meant_by(&self, filter: &FindingFilter, except: &BTreeSet<FindingKey>) -> Result<Meant> {
        let mut meant = Meant::default();
        self.each_kept(filter, &mut |_, _, rule, finding| {
            if !except.contains(&finding.id) {
                meant.add(&rule.rule, finding.id);
            }
            Ok(())
        })?;
        Ok(meant)
    }

    /// The finding that an id means, or the beginning of one.
    pub(super) fn finding_named(&self, text: &str) -> Result<FindingKey> {
        let text = text.trim().to_ascii_lowercase();
        let shown: String = text.chars().take(60).collect();
        let hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !hex || text.len() > 32 || text.len() < LEAST_DIGITS {
            let message = format!(
                "{shown:?} is no finding's id. Write its 32 hexadecimal digits, or the first {LEAST_DIGITS} and more."
            );
            return Err(Error::new(Code::Invalid, message).with(json!({ "field": "id" })));
        }
        let bound = |fill: &str| FindingId::read(&format!("{text}{}", fill.repeat(32 - text.len())));
        let (from, to) = (bound("0"), bound("f"));
        let (from, to) = (words::key(from.unwrap_or(FindingId(0))), words::key(to.unwrap_or(FindingId(0))));
        let found = self.vault().read(|conn| finding::between(conn, from, to))?;
        let keys: BTreeSet<FindingKey> = found.iter().map(|finding| finding.id).collect();
        let mut keys = keys.into_iter();
        match (keys.next(), keys.next()) {
            (Some(key), None) => Ok(key),
            (None, _) => {
                let message = format!("There is no finding {shown}. List findings to see which there are.");
                Err(Error::new(Code::NotFound, message).with(json!({ "what": "finding", "name": shown })))
            }
            (Some(_), Some(_)) => {
                let candidates: BTreeSet<String> =
                    found.iter().map(|finding| words::id(finding.id).to_string()).collect();
                let message = format!("{shown} fits several findings. Write more of its digits.");
                Err(Error::new(Code::Invalid, message).with(json!({ "candidates": candidates })))
            }
        }
    }
}
