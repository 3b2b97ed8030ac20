//! The role and grant matrix: which roles there are, how many hold each on what,
//! and every single grant.

use super::told::Listed;
use crate::api::reports::MakeReport;
use crate::api::users::SortBy;
use crate::job::Job;
use crate::session::Session;
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::{Grant, ScopeKind, UserId};
use muster_report::shown::counted;
use muster_report::{Cell, Document, Field, Figure, Rows, Section};
use muster_vault::bulk::Beside;
use muster_vault::tables::things::RoleThing;
use muster_vault::tables::{grant, things};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The most roles that have a column of their own in the matrix.
const COLUMNS: usize = 10;

/// What is counted in one pass over everyone's grants.
#[derive(Default)]
struct Held {
    grants: u64,
    holders: u64,
    privileged: u64,
    expiring: u64,
    /// Who holds a role on what: users by place and role.
    places: BTreeMap<(u8, String), HashMap<String, u64>>,
    /// Roles with their levels, by how many users hold them anywhere.
    roles: HashMap<String, (Option<u8>, u64)>,
}

impl Session {
    pub(super) fn access_document<'a>(
        &'a self,
        request: &MakeReport,
        job: &'a Job,
        now: DateTime<Utc>,
    ) -> Result<Document<'a>> {
        let text = request.filter.trim();
        let ids = self.ordered(text, SortBy::UserName, false, now)?;
        let held = self.held(&ids, job, now)?;
        let roles = self.vault().read_alone(things::roles)?;
        let total = ids.len() as u64;
        let listed = Listed { session: self, ids, job, now };
        let tell = listed.tell(|conn, row| {
            let grants = grant::of_user(conn, row.user.id).map_err(Error::from)?;
            let user = &row.user;
            let names = [&user.userstore, &user.username, &user.display_name].map(|name| Cell::from(name.as_str()));
            Ok(grants.iter().map(|grant| names.iter().cloned().chain(cells(grant)).collect()).collect())
        });
        Ok(Document {
            report: "access".to_owned(),
            kind: "Role and grant matrix".to_owned(),
            title: if text.is_empty() { "Who holds which role on what" } else { "Which roles users of a filter hold" }.to_owned(),
            answer: format!(
                "{} of {} users hold a role, through {} grants; {} hold a privileged one.",
                counted(held.holders),
                counted(total),
                counted(held.grants),
                counted(held.privileged)
            ),
            origin: self.origin(now),
            period: Some((now.date_naive(), now.date_naive())),
            rule: Some("Every grant of those whom the filter finds, direct and through groups, as their sources told it last.".to_owned()),
            filter: text.to_owned(),
            facts: Vec::new(),
            figures: vec![
                Figure::new("total", "Users", Cell::count(total), "looked at"),
                Figure::new("holders", "Hold a role", Cell::count(held.holders), ""),
                Figure::new("grants_count", "Grants", Cell::count(held.grants), "direct and through groups"),
                Figure::new("privileged", "Privileged", Cell::count(held.privileged), "users with a privileged role"),
                Figure::new("expiring", "Expire", Cell::count(held.expiring), "grants with an end"),
            ],
            notes: Vec::new(),
            chart: None,
            sections: vec![roles_section(&roles), matrix(&held), grants_section(held.grants, tell)],
            counted: vec![
                "A grant says that a user holds a role on the instance, a group or a project, directly or through a group. Each is counted as its source told it.".to_owned(),
                "In the matrix a user counts once for each role on each place, however many grants say so.".to_owned(),
                "What roles include and groups give in turn is in the list of roles; muster grants list --effective follows it for one user.".to_owned(),
            ],
        })
    }

    fn held(&self, ids: &[UserId], job: &Job, now: DateTime<Utc>) -> Result<Held> {
        let mut held = Held::default();
        self.each_row(ids, Beside::default(), job, now, |conn, row, _| {
            let grants = grant::of_user(conn, row.user.id).map_err(Error::from)?;
            held.holders += u64::from(!grants.is_empty());
            held.privileged += u64::from(grants.iter().any(|grant| grant.role.privileged));
            let (mut places, mut roles) = (HashSet::new(), HashSet::new());
            for grant in &grants {
                held.grants += 1;
                held.expiring += u64::from(grant.expires.is_some());
                let name = grant.role.name.as_str();
                let place = (order(grant.scope.kind), grant.scope.path.clone());
                if places.insert((place.clone(), name)) {
                    *held.places.entry(place).or_default().entry(name.to_owned()).or_default() += 1;
                }
                if roles.insert(name) {
                    held.roles.entry(name.to_owned()).or_insert((grant.role.level, 0)).1 += 1;
                }
            }
            Ok(())
        })?;
        Ok(held)
    }
}

/// The instance first, then groups, projects and applications.
const fn order(kind: ScopeKind) -> u8 {
    match kind {
        ScopeKind::Instance => 0,
        ScopeKind::Group => 1,
        ScopeKind::Project => 2,
        _ => 3,
    }
}

fn cells(grant: &Grant) -> Vec<Cell> {
    vec![
        Cell::from(grant.role.name.as_str()),
        Cell::Bool(grant.role.privileged),
        Cell::from(grant.scope.kind.word()),
        Cell::text(Some(grant.scope.path.as_str()).filter(|path| !path.is_empty())),
        Cell::text(grant.through.as_deref()),
        grant.since.map_or(Cell::Empty, |at| Cell::Day(at.date_naive())),
        grant.expires.map_or(Cell::Empty, |at| Cell::Day(at.date_naive())),
    ]
}

/// Places by roles, with how many users hold each there.
fn matrix(held: &Held) -> Section<'static> {
    let mut roles: Vec<(&String, &(Option<u8>, u64))> = held.roles.iter().collect();
    // The most held have a column, in the order of their levels.
    roles.sort_by(|(a, (_, n)), (b, (_, m))| m.cmp(n).then_with(|| a.cmp(b)));
    let others: Vec<&String> = roles.iter().skip(COLUMNS).map(|(name, _)| *name).collect();
    roles.truncate(COLUMNS);
    roles.sort_by(|(a, (x, _)), (b, (y, _))| y.cmp(x).then_with(|| a.cmp(b)));
    let mut fields = vec![Field::text("on", "On", 2.0), Field::text("scope", "Kind", 0.8)];
    fields.extend(roles.iter().map(|(name, _)| Field::number(name, name)));
    if !others.is_empty() {
        fields.push(Field::number("other roles", "Other roles"));
    }
    let rows = held.places.iter().map(|((kind, path), counts)| {
        let word = ["instance", "group", "project", "application"].get(usize::from(*kind)).copied().unwrap_or("");
        let mut cells = vec![Cell::from(if path.is_empty() { "the instance" } else { path }), Cell::from(word)];
        let count = |n: u64| if n == 0 { Cell::Empty } else { Cell::count(n) };
        cells.extend(roles.iter().map(|(name, _)| count(counts.get(*name).copied().unwrap_or(0))));
        if !others.is_empty() {
            cells.push(count(others.iter().filter_map(|name| counts.get(*name)).sum()));
        }
        cells
    });
    Section {
        key: "matrix".to_owned(),
        title: "Matrix".to_owned(),
        said: "How many users hold which role on what; empty means nobody.".to_owned(),
        fields,
        rows: Rows::Held(rows.collect()),
        main: false,
        empty: "Nobody holds a role.".to_owned(),
    }
}

fn roles_section(roles: &[RoleThing]) -> Section<'static> {
    let rows = roles.iter().map(|r| {
        vec![
            Cell::from(r.userstore.as_str()),
            Cell::from(r.row.role.name.as_str()),
            Cell::Bool(r.row.role.privileged),
            Cell::count(r.users),
            Cell::count(r.groups),
            Cell::List(r.includes.clone()),
            Cell::List(r.row.role.permissions.clone()),
        ]
    });
    Section {
        key: "roles".to_owned(),
        title: "Roles".to_owned(),
        said: "The roles of all userstores, the highest first: how many users and groups hold each, what it includes and permits.".to_owned(),
        fields: vec![
            Field::text("userstore", "Userstore", 0.9),
            Field::text("role", "Role", 1.2),
            Field::bool("privileged", "Privileged"),
            Field::number("users", "Users"),
            Field::number("groups", "Groups"),
            Field::text("includes", "Includes", 1.0),
            Field::text("permissions", "Permits", 2.0),
        ],
        rows: Rows::Held(rows.collect()),
        main: false,
        empty: "There are no roles.".to_owned(),
    }
}

fn grants_section<'a>(count: u64, tell: Box<muster_report::document::Tell<'a>>) -> Section<'a> {
    Section {
        key: "grants".to_owned(),
        title: "Grants".to_owned(),
        said: "Every grant, by username.".to_owned(),
        fields: vec![
            Field::text("userstore", "Userstore", 0.8).hidden(),
            Field::text("username", "Username", 1.2),
            Field::text("display_name", "Name", 1.3),
            Field::text("role", "Role", 0.9),
            Field::bool("privileged", "Privileged").hidden(),
            Field::text("scope", "Kind", 0.7).hidden(),
            Field::text("on", "On", 1.6),
            Field::text("through", "Through", 1.2),
            Field::date("since", "Since"),
            Field::date("expires", "Expires"),
        ],
        rows: Rows::Told { count, tell },
        main: true,
        empty: "Nobody holds a role.".to_owned(),
    }
}
