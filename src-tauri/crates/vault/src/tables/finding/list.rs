//! Lists of findings: the worst rule first, then by state, userstore and name.

use super::{COLUMNS, Finding, read};
use crate::Result;
use crate::tables::audit_rule::AuditRule;
use muster_model::fold::fold;
use muster_model::{FindingState, UserId};
use rusqlite::{Connection, params};
use std::collections::HashSet;

/// Which findings of some rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// In these states, in this order.
    pub states: Vec<FindingState>,
    /// Of the userstore with this domain.
    pub userstore: Option<String>,
    /// About this user or their grants.
    pub user: Option<UserId>,
    /// Whose name or message contains this, case and accents ignored; or who
    /// is [`Wanted::called`] so.
    pub text: String,
    /// Users of whom the caller knows that they are called by that text.
    pub called: HashSet<UserId>,
    /// That this run made new or open again.
    pub new_of: Option<i64>,
    /// That this run resolved.
    pub gone_of: Option<i64>,
}

impl Wanted {
    /// Whether the counts kept with the rules answer how many there are.
    fn is_plain(&self) -> bool {
        self.userstore.is_none()
            && self.user.is_none()
            && self.text.is_empty()
            && self.new_of.is_none()
            && self.gone_of.is_none()
    }

    fn takes(&self, finding: &Finding, text: &str) -> bool {
        self.user.is_none_or(|user| finding.user == Some(user))
            && self.userstore.as_ref().is_none_or(|domain| *domain == finding.userstore)
            && self.new_of.is_none_or(|run| finding.changed_run == run && finding.state.is_open())
            && self.gone_of.is_none_or(|run| finding.changed_run == run && finding.state == FindingState::Resolved)
            && (text.is_empty()
                || finding.user.is_some_and(|user| self.called.contains(&user))
                || fold(&finding.name).contains(text)
                || fold(&finding.message).contains(text))
    }
}

/// Hands over findings until `take` says that it has enough.
///
/// # Errors
/// If the database fails, or what `take` answers.
pub fn each(
    conn: &Connection,
    rules: &[AuditRule],
    wanted: &Wanted,
    take: &mut dyn FnMut(&AuditRule, Finding) -> Result<bool>,
) -> Result<()> {
    let text = fold(&wanted.text);
    if let Some(user) = wanted.user {
        let found = super::of_user(conn, user)?;
        for rule in rules {
            for state in &wanted.states {
                let mut here: Vec<&Finding> =
                    found.iter().filter(|f| f.rule == rule.id && f.state == *state && wanted.takes(f, &text)).collect();
                here.sort_by(|a, b| (&a.userstore, &a.name, a.id).cmp(&(&b.userstore, &b.name, b.id)));
                for finding in here {
                    if !take(rule, finding.clone())? {
                        return Ok(());
                    }
                }
            }
        }
        return Ok(());
    }
    for rule in rules {
        for state in wanted.states.iter().filter(|state| rule.count(**state) > 0) {
            let go_on = segment(conn, rule, *state, (0, None), &mut |finding| {
                if wanted.takes(&finding, &text) { take(rule, finding) } else { Ok(true) }
            })?;
            if !go_on {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Findings of a rule in a state, by userstore and name; answers whether more
/// are wanted.
fn segment(
    conn: &Connection,
    rule: &AuditRule,
    state: FindingState,
    (offset, limit): (u64, Option<u64>),
    take: &mut dyn FnMut(Finding) -> Result<bool>,
) -> Result<bool> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM finding WHERE rule_id = ?1 AND state = ?2 ORDER BY userstore, name, id LIMIT ?3 OFFSET ?4"
    ))?;
    let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let mut rows = statement.query(params![rule.id, state.number(), limit.map_or(-1, signed), signed(offset)])?;
    while let Some(row) = rows.next()? {
        if !take(read(row)?)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// How many findings of each rule there are.
///
/// # Errors
/// If the database fails.
pub fn count(conn: &Connection, rules: &[AuditRule], wanted: &Wanted) -> Result<Vec<[u64; 4]>> {
    let mut counts = vec![[0; 4]; rules.len()];
    if wanted.is_plain() {
        for (rule, count) in rules.iter().zip(&mut counts) {
            for state in &wanted.states {
                count[*state as usize] = rule.count(*state);
            }
        }
        return Ok(counts);
    }
    let mut at = 0;
    each(conn, rules, wanted, &mut |rule, finding| {
        while rules.get(at).is_some_and(|known| known.id != rule.id) {
            at += 1;
        }
        if let Some(count) = counts.get_mut(at) {
            count[finding.state as usize] += 1;
        }
        Ok(true)
    })?;
    Ok(counts)
}

/// A page of findings with their rules' places, and how many there are in all.
///
/// # Errors
/// If the database fails.
pub fn page(
    conn: &Connection,
    rules: &[AuditRule],
    wanted: &Wanted,
    offset: u64,
    limit: u64,
) -> Result<(Vec<Finding>, u64)> {
    let mut found = Vec::new();
    if !wanted.is_plain() {
        let mut total = 0_u64;
        each(conn, rules, wanted, &mut |_, finding| {
            if total >= offset && (found.len() as u64) < limit {
                found.push(finding);
            }
            total += 1;
            Ok(true)
        })?;
        return Ok((found, total));
    }
    let (mut total, mut skip) = (0_u64, offset);
    for rule in rules {
        for state in &wanted.states {
            let count = rule.count(*state);
            total += count;
            let left = limit - found.len() as u64;
            if skip >= count {
                skip -= count;
            } else if left > 0 {
                segment(conn, rule, *state, (skip, Some(left)), &mut |finding| {
                    found.push(finding);
                    Ok(true)
                })?;
                skip = 0;
            }
        }
    }
    Ok((found, total))
}
