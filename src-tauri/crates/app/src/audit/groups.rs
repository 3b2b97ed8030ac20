//! Findings by what they have in common: a rule, a user, a control.

use super::findings::{Chosen, MOST, chosen};
use super::words::{Body, severity, subject};
use crate::Result;
use crate::api::audit::{FindingGroup, FindingGroups, FindingGroupsQuery, GroupFindingsBy, Severity};
use crate::session::Session;
use muster_audit::{Pack, SubjectKind};
use muster_model::{FindingState, UserId};
use muster_vault::Connection;
use muster_vault::tables::audit_rule::AuditRule;
use muster_vault::tables::{finding, user};
use std::collections::{BTreeMap, HashMap};

impl Session {
    /// Groups of findings, the worst first, then by how many.
    ///
    /// # Errors
    /// [`crate::Code::NotFound`] for a pack, or that the vault cannot be read.
    pub fn audit_groups(&self, request: &FindingGroupsQuery) -> Result<FindingGroups> {
        let meant = self.named(&request.filter)?;
        let titles = control_titles()?;
        let (mut groups, total) = self.vault().read(|conn| {
            let chosen = chosen(conn, &request.filter, &meant)?;
            let mut groups = match request.by {
                GroupFindingsBy::Rule => by_rule(conn, &chosen)?,
                GroupFindingsBy::Control => by_control(conn, &chosen, &titles)?,
                GroupFindingsBy::User => by_user(conn, &chosen)?,
            };
            groups.sort_by(|a, b| (b.severity, b.count, &a.key).cmp(&(a.severity, a.count, &b.key)));
            let total = groups.len() as u64;
            let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
            let page = groups.into_iter().skip(size(request.offset)).take(size(request.limit.min(MOST)));
            Ok((page.collect::<Vec<_>>(), total))
        })?;
        if request.by == GroupFindingsBy::User {
            self.vault().read(|conn| groups.iter_mut().try_for_each(|group| name(conn, group)))?;
        }
        Ok(FindingGroups { groups, total })
    }
}

/// What each control that the packs know is called.
fn control_titles() -> Result<HashMap<String, String>> {
    let packs = Pack::all()?;
    Ok(packs.into_iter().flat_map(|pack| pack.controls).map(|control| (control.id, control.title)).collect())
}

fn add(group: &mut FindingGroup, worst: Severity, counts: &[u64; 4]) {
    group.severity = group.severity.max(worst);
    group.count += counts.iter().sum::<u64>();
    group.open += counts[FindingState::Open as usize] + counts[FindingState::Reopened as usize];
    group.accepted += counts[FindingState::Accepted as usize];
}

fn empty(key: String, title: String) -> FindingGroup {
    FindingGroup {
        key,
        title,
        user: None,
        display_name: None,
        severity: Severity::Info,
        count: 0,
        open: 0,
        accepted: 0,
        fixable: false,
    }
}

fn by_rule(conn: &Connection, chosen: &Chosen) -> muster_vault::Result<Vec<FindingGroup>> {
    let counts = finding::count(conn, &chosen.rules, &chosen.wanted)?;
    let groups = chosen.rules.iter().zip(counts).map(|(rule, counts)| {
        let mut group = empty(rule.rule.clone(), rule.title.clone());
        group.fixable = Body::read(rule).fix().operation.is_some();
        add(&mut group, severity(rule.severity), &counts);
        group
    });
    Ok(groups.filter(|group| group.count > 0).collect())
}

fn by_control(
    conn: &Connection,
    chosen: &Chosen,
    titles: &HashMap<String, String>,
) -> muster_vault::Result<Vec<FindingGroup>> {
    let counts = finding::count(conn, &chosen.rules, &chosen.wanted)?;
    let mut groups: BTreeMap<&str, FindingGroup> = BTreeMap::new();
    for (rule, counts) in chosen.rules.iter().zip(counts).filter(|(_, counts)| counts.iter().any(|n| *n > 0)) {
        for control in &rule.controls {
            let title = || titles.get(control).cloned().unwrap_or_default();
            let group = groups.entry(control).or_insert_with(|| empty(control.clone(), title()));
            add(group, severity(rule.severity), &counts);
        }
    }
    Ok(groups.into_values().collect())
}

/// A user, or what is none by itself.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    User(UserId),
    Other(SubjectKind, String, String),
}

fn by_user(conn: &Connection, chosen: &Chosen) -> muster_vault::Result<Vec<FindingGroup>> {
    let mut groups: HashMap<Key, FindingGroup> = HashMap::new();
    finding::each(conn, &chosen.rules, &chosen.wanted, &mut |rule: &AuditRule, found| {
        let full = if found.userstore.is_empty() || found.userstore == found.name {
            found.name.clone()
        } else {
            format!("{}/{}", found.userstore, found.name)
        };
        let key = match found.user {
            Some(user) => Key::User(user),
            None => Key::Other(subject(found.subject), found.userstore, found.name),
        };
        let group = groups.entry(key).or_insert_with(|| FindingGroup { user: found.user, ..empty(full.clone(), full) });
        let mut counts = [0; 4];
        counts[found.state as usize] = 1;
        add(group, severity(rule.severity), &counts);
        Ok(true)
    })?;
    Ok(groups.into_values().collect())
}

/// Calls a user by its name, whose first finding may have been about a grant.
fn name(conn: &Connection, group: &mut FindingGroup) -> muster_vault::Result<()> {
    let Some(id) = group.user else { return Ok(()) };
    if let Some((domain, username, display_name)) = user::names(conn, id)? {
        group.title = format!("{domain}/{username}");
        group.key = username;
        group.display_name = Some(display_name);
    }
    Ok(())
}
