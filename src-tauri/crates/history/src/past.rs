//! One user as it was, for rules that look at what runs do not hold: names,
//! profiles, grants, groups. Slower than runs, and exact for what is kept.

use crate::day::Day;
use chrono::{DateTime, NaiveTime, Utc};
use muster_model::user::HighestRole;
use muster_model::{Facts, Grant, Profile, ProfileField, Role, Scope, ScopeKind, ServiceAccount, User};
use muster_query::ast::{Clause, FlagAttr, TextAttr};
use muster_query::{Account, Clock, Filter, Service};

/// A user at some time.
#[derive(Debug, Clone)]
pub struct Past {
    /// The row.
    pub user: User,
    /// The facts, of which `PENDING` is never one.
    pub facts: Facts,
    /// The highest access level.
    pub level: Option<u8>,
    /// The profile.
    pub profile: Profile,
    /// Roles held.
    pub grants: Vec<Grant>,
    /// Paths of the groups it is directly in.
    pub groups: Vec<String>,
    /// Permissions, always as they are now.
    pub permissions: Vec<String>,
    /// The linked person, always as it is now.
    pub person: Option<String>,
    /// What is noted of a service account.
    pub service: ServiceAccount,
}

/// A day on which something happened to a user, and what that takes back.
#[derive(Debug, Clone)]
pub struct Step {
    /// The day.
    pub day: Day,
    /// Whether the user was there before it, where this says so.
    pub gone: Option<bool>,
    /// What changed: name, before, after.
    pub fields: Vec<(String, Option<String>, Option<String>)>,
    /// What last seen was before, if it changed.
    pub seen: Option<muster_model::LastSeen>,
    /// Whether it was not known before whether all grants are told.
    pub grants_unknown: bool,
}

impl Step {
    /// Something on a day, of which nothing is said yet.
    #[must_use]
    pub const fn on(day: Day) -> Self {
        Self { day, gone: None, fields: Vec::new(), seen: None, grants_unknown: false }
    }
}

/// What a rule asks for that is not kept over time, in the words of the filter
/// language; of the past it is then asked as it is now.
#[must_use]
pub fn not_kept(filter: &Filter) -> Vec<&'static str> {
    let mut found = Vec::new();
    if let Some(expr) = filter.expr() {
        expr.each(&mut |clause| match clause {
            Clause::Permission(_) => found.push("permission"),
            Clause::Text(TextAttr::Person, _) => found.push("person"),
            Clause::Flag(FlagAttr::Pending, _) => found.push("pending"),
            _ => {}
        });
    }
    found.sort_unstable();
    found.dedup();
    found
}

impl Past {
    /// As the filter language sees it.
    #[must_use]
    pub fn account(&self) -> Account<'_> {
        Account {
            user: &self.user,
            facts: self.facts,
            level: self.level,
            profile: &self.profile,
            grants: &self.grants,
            groups: &self.groups,
            permissions: &self.permissions,
            person: self.person.as_deref(),
            service: Service {
                owner: self.service.owner.as_deref(),
                purpose: self.service.purpose.as_deref(),
                review_at: self.service.review_at.map(|day| day.and_time(NaiveTime::MIN).and_utc()),
            },
            seat: None,
        }
    }

    /// Shows the spans of days from `began` on, until the day of `now`, on
    /// which a filter holds, the latest first. `steps` are what happened, the
    /// latest first; `roles` are those of the userstore. A day is what was
    /// known at its last second.
    pub fn spans(
        mut self,
        filter: &Filter,
        roles: &[Role],
        steps: &[Step],
        began: Day,
        now: i64,
        see: &mut dyn FnMut(Day, Day),
    ) {
        let mut end = Day::of(now).next();
        for step in steps {
            let day = step.day.max(began);
            if day < end {
                self.held(filter, day, end, now, see);
                end = day;
            }
            self.take_back(step, roles);
        }
        self.held(filter, began, end, now, see);
    }

    /// The days from one until before another on which a filter holds.
    fn held(&self, filter: &Filter, from: Day, to: Day, now: i64, see: &mut dyn FnMut(Day, Day)) {
        let holds = |day: Day| filter.matches(&self.account(), day.last_second().min(now));
        if filter.clock() == Clock::Still {
            if from < to && holds(from) {
                see(from, to);
            }
            return;
        }
        for back in 1..=to.since(from) {
            let day = from.plus(to.since(from) - back);
            if holds(day) {
                see(day, day.next());
            }
        }
    }

    fn take_back(&mut self, step: &Step, roles: &[Role]) {
        if let Some(gone) = step.gone {
            self.facts = self.facts.with(Facts::GONE, gone);
        }
        if step.grants_unknown {
            self.facts = self.facts.with(Facts::GRANTS_KNOWN, false);
        }
        if let Some(seen) = &step.seen {
            self.user.last_seen = seen.clone();
        }
        for (name, before, after) in &step.fields {
            self.field(name, before.as_deref(), after.as_deref(), roles);
        }
    }

    /// Makes a field what it was before.
    fn field(&mut self, name: &str, before: Option<&str>, after: Option<&str>, roles: &[Role]) {
        let text = || before.map(str::to_owned);
        let fact = |fact, on| self.facts.with(fact, on);
        let yes = before == Some("yes");
        let user = &mut self.user;
        match name {
            "username" => user.username = text().unwrap_or_default(),
            "display_name" => user.display_name = text().unwrap_or_default(),
            "email" => user.email = text(),
            "source_id" => user.source_id = text(),
            "state" => user.state = before.and_then(|word| word.parse().ok()).unwrap_or(user.state),
            "kind" => user.kind = before.and_then(|word| word.parse().ok()).unwrap_or(user.kind),
            "created_at" => user.created_at = time(before),
            "expires_at" => user.expires_at = time(before),
            "mfa" => self.facts = fact(Facts::MFA_KNOWN, before.is_some()).with(Facts::MFA, yes),
            "seat_flag" => self.facts = fact(Facts::SEAT_FLAG_KNOWN, before.is_some()).with(Facts::SEAT_FLAG, yes),
            "avatar" => self.facts = fact(Facts::AVATAR, before.is_some()),
            "privileged" => self.facts = fact(Facts::PRIVILEGED, yes),
            "member" => self.facts = fact(Facts::MEMBER, yes),
            "elevated_guest" => self.facts = fact(Facts::ELEVATED_GUEST, yes),
            "auditor" => self.facts = fact(Facts::AUDITOR, yes),
            "grants_known" => self.facts = fact(Facts::GRANTS_KNOWN, yes),
            "level" => self.level = before.and_then(|level| level.parse().ok()),
            "highest_role" => {
                user.highest_role =
                    before.map(|role| HighestRole { role: role.to_owned(), level: None, scope: Scope::instance() });
            }
            "grant" => self.grant(before, after, roles),
            "group" => swap(&mut self.groups, before, after),
            _ => self.other(name, before),
        }
        if matches!(name, "grant" | "highest_role") {
            self.name_roles();
        }
    }

    fn other(&mut self, name: &str, before: Option<&str>) {
        if let Some(name) = name.strip_prefix("attributes.") {
            match before {
                Some(text) => {
                    let values = text.split("; ").map(str::to_owned).collect();
                    self.profile.attributes.insert(name.to_owned(), values);
                }
                None => drop(self.profile.attributes.remove(name)),
            }
        } else if let Some(field) = name.strip_prefix("service.").and_then(|word| word.parse().ok()) {
            // What was valid when it was written still is.
            let _ = self.service.set(field, before);
        } else if let Some(Ok(field)) = name.strip_prefix("profile.").map(str::parse::<ProfileField>) {
            self.profile.set(field, before);
        }
    }

    fn grant(&mut self, before: Option<&str>, after: Option<&str>, roles: &[Role]) {
        let read = |text: Option<&str>| text.and_then(|text| read_grant(text, roles));
        let same = |a: &Grant, b: &Grant| (&a.role.name, &a.scope, &a.through) == (&b.role.name, &b.scope, &b.through);
        let (before, after) = (read(before), read(after));
        if let Some(after) = &after {
            self.grants.retain(|held| !same(held, after));
        }
        if let Some(before) = before
            && !self.grants.iter().any(|held| same(held, &before))
        {
            self.grants.push(before);
        }
    }

    /// Names of the roles held, with the highest, which the source may tell alone.
    fn name_roles(&mut self) {
        let highest = self.user.highest_role.iter().map(|highest| &highest.role);
        let mut names: Vec<String> = self.grants.iter().map(|grant| &grant.role.name).chain(highest).cloned().collect();
        names.sort();
        names.dedup();
        self.user.roles = names;
    }
}

fn swap(list: &mut Vec<String>, before: Option<&str>, after: Option<&str>) {
    if let Some(after) = after {
        list.retain(|held| held != after);
    }
    if let Some(before) = before
        && !list.iter().any(|held| held == before)
    {
        list.push(before.to_owned());
    }
}

fn time(text: Option<&str>) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text?).ok().map(|time| time.with_timezone(&Utc))
}

/// Reads a grant as versions write it: `Developer on group acme/web through
/// acme until 2026-03-02T00:00:00Z`. A role that is no longer known is one of
/// which only the name is.
fn read_grant(text: &str, roles: &[Role]) -> Option<Grant> {
    // The longest name that fits: one role's name may begin another's.
    let known = roles
        .iter()
        .filter_map(|role| Some((role, text.strip_prefix(role.name.as_str())?.strip_prefix(" on ")?)))
        .max_by_key(|(role, _)| role.name.len());
    let (role, rest) = match known {
        Some((role, rest)) => (role.clone(), rest),
        None => text.split_once(" on ").map(|(name, rest)| (Role::named(name), rest))?,
    };
    let (rest, until) = match rest.rsplit_once(" until ") {
        Some((rest, "further notice")) => (rest, None),
        Some((rest, until)) if time(Some(until)).is_some() => (rest, time(Some(until))),
        _ => (rest, None),
    };
    let (rest, through) = match rest.rsplit_once(" through ") {
        Some((rest, through)) => (rest, Some(through.to_owned())),
        None => (rest, None),
    };
    let (kind, path) = rest.split_once(' ').unwrap_or((rest, ""));
    let kind: ScopeKind = kind.parse().ok()?;
    let scope = Scope { kind, path: path.to_owned() };
    Some(Grant { role, scope, through, since: None, expires: until })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn grants_are_read_as_they_are_written() {
        let roles = [Role { level: Some(30), ..Role::named("Developer") }, Role::named("Developer on call")];
        for (text, role, scope, through, until) in [
            ("Developer on group acme/web", "Developer", "group acme/web", None, None),
            ("Developer on call on project a b", "Developer on call", "project a b", None, None),
            ("Developer on instance", "Developer", "the instance", None, None),
            ("Developer on group a through b/c", "Developer", "group a", Some("b/c"), None),
            ("Old on application x", "Old", "application x", None, None),
            ("Developer on group a until 2026-03-02T00:00:00Z", "Developer", "group a", None, Some(1_772_409_600)),
            ("Developer on group a until further notice", "Developer", "group a", None, None),
        ] {
            let grant = read_grant(text, &roles).unwrap();
            assert_eq!(grant.role.name, role, "{text}");
            assert_eq!(grant.scope.to_string(), scope, "{text}");
            assert_eq!(grant.through.as_deref(), through, "{text}");
            assert_eq!(grant.expires.map(|at| at.timestamp()), until, "{text}");
        }
        assert_eq!(read_grant("Developer on group a", &roles).unwrap().role.level, Some(30));
        for wrong in ["", "Developer", "Developer on nothing at all"] {
            assert!(read_grant(wrong, &roles).is_none(), "{wrong}");
        }
    }
}
