//! Roles and groups that audits found nobody needs, removed as one change.

use super::fix::{CLOSED, most_first, open};
use super::words::{Body, subject};
use crate::api::audit::{
    FixLeft, RemovalPreview, RemovalReport, RemoveFound, RemovedThing, SelectedFindings, SubjectKind,
};
use crate::roles::Last;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_audit::rule::Operation as Deed;
use muster_model::Authority;
use muster_vault::Connection;
use muster_vault::changes::removal::{self, Unneeded};
use muster_vault::log::Entry;
use muster_vault::tables::finding::Finding;
use muster_vault::tables::{change, group, role, userstore};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The most roles and groups of one change.
const MOST: usize = 1_000;

/// What was found of the roles and groups that findings name.
#[derive(Default)]
struct Found {
    /// Those that can go, groups first: a role may be given by none but them.
    go: BTreeSet<Unneeded>,
    things: Vec<RemovedThing>,
    findings: u64,
    left: BTreeMap<String, u64>,
}

impl Session {
    /// What removing the roles and groups comes to that findings say nobody
    /// needs. Nothing is written.
    ///
    /// # Errors
    /// [`Code::NotPermitted`] for an auditor; [`Code::Invalid`] where no
    /// finding is about one that could be removed; [`Code::NotFound`].
    pub fn audit_removal(&self, findings: &SelectedFindings) -> Result<RemovalPreview> {
        self.may_change()?;
        let meant = self.selected(findings)?;
        let found = self.vault().read_alone(|conn| {
            let mut found = Found::default();
            meant.each(conn, &mut |rules, key| {
                match open(conn, rules, key)? {
                    None => found.leave(CLOSED),
                    Some((rule, finding)) => match deed(&Body::read(rule)) {
                        Some(Deed::DeleteRole | Deed::DeleteGroup) => found.add(conn, finding)?,
                        _ => found.leave(format!("{}: it is fixed otherwise, by a change set of its own", rule.rule)),
                    },
                }
                Ok(())
            })?;
            Ok(found)
        })?;
        found.told()
    }

    /// Removes them as one change with its log entry, if that comes to what
    /// its preview said.
    ///
    /// # Errors
    /// As [`Session::audit_removal`]; [`Code::Invalid`] without the sign of a
    /// preview, or with that of one that holds no more.
    pub fn audit_remove(&self, request: &RemoveFound, now: DateTime<Utc>) -> Result<RemovalReport> {
        let ahead = self.audit_removal(&request.findings)?;
        if request.sign.as_ref() != Some(&ahead.sign) {
            let message = "The roles and groups have changed since they were looked at. Look at the change again.";
            return Err(Error::new(Code::Invalid, message).with(json!({ "field": "sign" })));
        }
        let going = ahead.things.iter().filter(|thing| thing.reason.is_none());
        let things: BTreeSet<Unneeded> = going.filter_map(RemovedThing::unneeded).collect();
        let things: Vec<Unneeded> = things.into_iter().collect();
        if things.is_empty() {
            let message = "None of these roles and groups can be removed here. Each says why, and what to do instead.";
            return Err(Error::new(Code::Invalid, message));
        }
        // What goes gives nobody anything, so nobody in charge can be lost by it.
        let done = self.change_thing(now, Last::MayGo, |tx, by| {
            let done = removal::remove(tx, &things, by)?;
            let title = done.change.map(|id| change::by_id(tx, id)).transpose()?.flatten().map(|change| change.title);
            // As every change is told: a run that comes later must see that the realm is another.
            let entry = Entry::new("change.apply").target(&muster_vault::changes::target(tx, done.change)?);
            Ok((done, entry, json!({ "title": title, "removed": things.len(), "findings": ahead.findings })))
        })?;
        let change =
            done.change.ok_or_else(|| Error::new(Code::Internal, "Nothing was removed. Please report this."))?;
        Ok(RemovalReport { change, title: ahead.title, removed: ahead.removed })
    }
}

fn deed(body: &Body) -> Option<Deed> {
    body.fix().operation.as_deref().and_then(Deed::read)
}

impl RemovedThing {
    fn unneeded(&self) -> Option<Unneeded> {
        let id = self.id?;
        Some(if self.kind == SubjectKind::Group {
            Unneeded::Group(muster_model::GroupId(id))
        } else {
            Unneeded::Role(muster_model::RoleId(id))
        })
    }
}

impl Found {
    fn leave(&mut self, reason: impl Into<String>) {
        *self.left.entry(reason.into()).or_default() += 1;
    }

    fn add(&mut self, conn: &Connection, finding: Finding) -> muster_vault::Result<()> {
        let kind = subject(finding.subject);
        let Some(store) = userstore::by_domain(conn, &finding.userstore)? else {
            self.leave(format!("the userstore {} is no longer there", finding.userstore));
            return Ok(());
        };
        let id = match kind {
            SubjectKind::Role => role::by_name(conn, store.id, &finding.name)?.map(|known| known.id.0),
            SubjectKind::Group => group::by_path(conn, store.id, &finding.name)?.map(|id| id.0),
            _ => {
                self.leave("it is about no role and no group");
                return Ok(());
            }
        };
        let mut thing = RemovedThing { kind, userstore: store.domain.clone(), name: finding.name, id, reason: None };
        let already = self.things.iter().any(|other| (other.kind, other.id) == (kind, id) && id.is_some());
        thing.reason = match thing.unneeded() {
            None => Some("it is no longer there: run the audit again".to_owned()),
            Some(_) if store.authority == Authority::Mirrored => Some(elsewhere(kind, &store.domain)),
            Some(_) if !already && self.things.len() >= MOST => {
                self.leave(format!("a change removes {MOST} roles and groups at most: apply this one, then the next"));
                return Ok(());
            }
            Some(unneeded) => match removal::removable(conn, unneeded) {
                Ok(_) => None,
                Err(error) => Some(removal::reason(&error).ok_or(error)?),
            },
        };
        match (&thing.reason, thing.unneeded()) {
            (None, Some(unneeded)) => {
                self.findings += 1;
                self.go.insert(unneeded);
            }
            (reason, _) => self.leave(reason.clone().unwrap_or_default()),
        }
        if !already && self.things.len() < MOST {
            self.things.push(thing);
        }
        Ok(())
    }

    fn told(mut self) -> Result<RemovalPreview> {
        let left = most_first(self.left);
        if self.things.is_empty() {
            let why = left.first().map_or_else(
                || "No finding is chosen. Choose at least one.".to_owned(),
                |FixLeft { reason, .. }| format!("None of these findings is fixed by removing something: {reason}."),
            );
            return Err(Error::new(Code::Invalid, why).with(json!({ "left": left })));
        }
        let order = |thing: &RemovedThing| (thing.reason.is_some(), thing.kind.word(), thing.userstore.clone());
        self.things.sort_by(|a, b| (order(a), &a.name).cmp(&(order(b), &b.name)));
        let mut hasher = DefaultHasher::new();
        for thing in &self.things {
            (thing.kind.word(), thing.id, thing.reason.is_none(), &thing.userstore, &thing.name).hash(&mut hasher);
        }
        let going: Vec<Unneeded> = self.go.into_iter().collect();
        let full = |thing: &RemovedThing| format!("{}/{}", thing.userstore, thing.name);
        let names: Vec<String> = self.things.iter().filter(|thing| thing.reason.is_none()).map(full).collect();
        Ok(RemovalPreview {
            title: removal::title(&going, &names),
            sign: format!("{:016x}", hasher.finish()),
            findings: self.findings,
            removed: going.len() as u64,
            refused: self.things.iter().filter(|thing| thing.reason.is_some()).count() as u64,
            things: self.things,
            left,
        })
    }
}

/// A role or a group of a userstore that is kept elsewhere: there is nothing
/// here that could wait until it is gone.
fn elsewhere(kind: SubjectKind, domain: &str) -> String {
    let what = kind.word();
    format!(
        "its userstore {domain} reflects a system elsewhere: remove the {what} there and import again; the next audit shows it gone"
    )
}
