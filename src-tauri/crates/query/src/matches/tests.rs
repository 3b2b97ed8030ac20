#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::parse;
use crate::subject::{Account, Service};
use chrono::{DateTime, Utc};
use muster_model::profile::ProfileValue;
use muster_model::seen::Precision;
use muster_model::user::HighestRole;
use muster_model::{
    Facts, Grant, Kind, LastSeen, Profile, ProfileField, Role, Scope, ScopeKind, State, User, UserId, Visibility,
};

const DAY: i64 = 86_400;
/// 2026-06-15, noon.
pub(crate) const NOW: i64 = 1_781_524_800;

pub(crate) fn time(at: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(at, 0).expect("a time")
}

pub(crate) fn grant(role: &str, level: u8, scope: &str) -> Grant {
    let kind = if scope.is_empty() { ScopeKind::Instance } else { ScopeKind::Project };
    Grant {
        role: Role { level: Some(level), privileged: level == 50, ..Role::named(role) },
        scope: Scope { kind, path: scope.to_owned() },
        through: None,
        since: None,
        expires: None,
    }
}

/// Jürgen, a blocked member of two projects without a second factor.
pub(crate) struct Jurgen {
    pub(crate) user: User,
    pub(crate) facts: Facts,
    pub(crate) profile: Profile,
    pub(crate) grants: Vec<Grant>,
    pub(crate) groups: Vec<String>,
    pub(crate) permissions: Vec<String>,
    pub(crate) person: Option<String>,
    pub(crate) service: Option<(String, String, i64)>,
    pub(crate) seat: Option<bool>,
}

impl Jurgen {
    pub(crate) fn new() -> Self {
        let grants = vec![
            grant("Developer", 30, "acme/api"),
            Grant {
                through: Some("acme".into()),
                expires: Some(time(NOW + 10 * DAY)),
                ..grant("Guest", 10, "acme/web")
            },
        ];
        let title = ProfileValue { value: "Ingénieur".into(), visibility: Visibility::Public };
        let attributes = [
            ("Team".into(), vec!["Réd".into(), "blue".into()]),
            ("TEAM".into(), vec!["green".into()]),
            ("cost centre".into(), vec!["  ".into()]),
        ];
        let attributes = attributes.into();
        Self {
            user: User {
                id: UserId(7),
                source_id: Some("A-1".into()),
                userstore: "gitlab".into(),
                username: "jmüller".into(),
                display_name: "Jürgen MÜLLER".into(),
                email: Some("Jurgen@Example.org".into()),
                state: State::Blocked,
                kind: Kind::Human,
                privileged: false,
                mfa: Some(false),
                created_at: Some(time(0)),
                expires_at: None,
                last_seen: LastSeen::seen(time(NOW - 91 * DAY), "last_activity_on", Precision::Day),
                roles: vec!["Developer".into(), "Guest".into()],
                highest_role: Some(HighestRole {
                    role: "Developer".into(),
                    level: Some(30),
                    scope: grants[0].scope.clone(),
                }),
                gone_since: None,
                has_avatar: false,
            },
            facts: Facts::MEMBER.with(Facts::GRANTS_KNOWN, true).with(Facts::MFA_KNOWN, true),
            profile: Profile { fields: [(ProfileField::Title, title)].into(), attributes },
            grants,
            groups: vec!["acme/Devs".into()],
            permissions: vec!["/Admin/users".into(), "read_code".into()],
            person: Some("Jürgen Müller".into()),
            service: None,
            seat: None,
        }
    }

    pub(crate) fn account(&self) -> Account<'_> {
        let Self { user, facts, profile, grants, groups, permissions, person, service, seat } = self;
        let service = service.as_ref().map_or_else(Service::default, |(owner, purpose, at)| Service {
            owner: Some(owner),
            purpose: Some(purpose),
            review_at: Some(time(*at)),
        });
        Account {
            user,
            facts: *facts,
            level: user.highest_role.as_ref().and_then(|highest| highest.level),
            profile,
            grants,
            groups,
            permissions,
            person: person.as_deref(),
            service,
            seat: *seat,
        }
    }
}

fn check(subject: &Jurgen, holding: &[&str], failing: &[&str]) {
    for (texts, expected) in [(holding, true), (failing, false)] {
        for text in texts {
            let filter = parse(text).unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!(filter.matches(&subject.account(), NOW), expected, "{text}");
        }
    }
}

#[test]
fn text_ignores_case_and_accents_except_where_they_tell_accounts_apart() {
    check(
        &Jurgen::new(),
        &[
            "",
            "jurgen",
            "MULLER jürgen",
            "\"example.org\"",
            r#"displayName eq "jurgen muller""#,
            r#"userName eq "JMÜLLER""#,
            r#"userName co "mull""#,
            r#"userName sw "jm""#,
            r#"userName ew "Ler""#,
            r#"email eq "jurgen@example.ORG""#,
            r#"title co "ingen""#,
            r#"title eq "ingenieur""#,
            r#"group eq "ACME/devs""#,
            r#"userstore eq "GitLab""#,
            r#"sourceId eq "a-1""#,
            r#"role eq "guest""#,
            r#"highestRole eq "developer""#,
            r#"userName eq " jmüller ""#,
        ],
        &["jurgenmuller", "ada", r#"userName eq "jmuller""#, r#"displayName sw "muller""#, r#"role co "owner""#],
    );
}

#[test]
fn what_is_absent_fails_every_comparison_but_ne() {
    let mut jurgen = Jurgen::new();
    jurgen.user.email = Some("  ".into());
    jurgen.facts = jurgen.facts.with(Facts::MFA_KNOWN, false);
    jurgen.user.highest_role = None;
    jurgen.user.created_at = None;
    check(
        &jurgen,
        &[
            "not (email pr)",
            r#"email ne "a""#,
            "mfa ne true",
            "mfa ne false",
            "not (mfa pr)",
            "level ne 30",
            "seat ne true",
            r#"created ne "1970-01-01""#,
            "not (created lt \"+0d\")",
            r#"highestRole ne "x""#,
        ],
        &[
            "email pr",
            r#"email co """#,
            r#"email eq """#,
            "mfa eq true",
            "mfa eq false",
            "level lt 99",
            "level ge 0",
            r#"created lt "+0d""#,
            r#"created ge "1960-01-01""#,
            "seat eq false",
            "expires pr",
            r#"department co "a""#,
        ],
    );
}

#[test]
fn several_values_compare_as_one_of_them() {
    check(
        &Jurgen::new(),
        &[r#"role eq "Developer""#, r#"role ne "Owner""#, "role pr", "group pr"],
        &[r#"role ne "Developer""#, r#"role ne "Guest""#, r#"group ne "acme/devs""#],
    );
}

#[test]
fn days_are_whole() {
    let mut jurgen = Jurgen::new();
    for (days, lt, le, eq) in [(89, false, false, false), (90, false, true, true), (91, true, true, false)] {
        // At both ends of the day: noon is NOW's time of day.
        for shift in [-12 * 3_600, 12 * 3_600 - 1] {
            jurgen.user.last_seen.at = Some(time(NOW - days * DAY + shift));
            for (op, expected) in [("lt", lt), ("le", le), ("eq", eq), ("ge", !lt), ("gt", !le), ("ne", !eq)] {
                let text = format!("lastSeen {op} \"-90d\"");
                assert_eq!(parse(&text).unwrap().matches(&jurgen.account(), NOW), expected, "{text} at {days} {shift}");
            }
        }
    }
    check(
        &Jurgen::new(),
        &[r#"created eq "1970-01-01""#, r#"created eq "1970-01-01T00:00:00Z""#],
        &[r#"created gt "1970-01-01""#],
    );
}

#[test]
fn the_four_answers_of_last_seen_stay_apart() {
    let mut jurgen = Jurgen::new();
    check(&jurgen, &["lastSeen pr", "lastSeen ne never", "lastSeen lt \"-90d\""], &["lastSeen eq never"]);
    jurgen.user.last_seen = LastSeen::never("f");
    check(
        &jurgen,
        &["lastSeen eq never", "lastSeen ne unknown"],
        &["lastSeen pr", "lastSeen lt \"-90d\"", "lastSeen eq unknown"],
    );
    // A time beside an answer that has none is not believed.
    jurgen.user.last_seen = LastSeen { at: Some(time(0)), ..LastSeen::unknown() };
    check(&jurgen, &["lastSeen eq unknown"], &["lastSeen pr", "lastSeen lt \"-90d\"", "lastSeen eq not_collected"]);
}

#[test]
fn brackets_hold_for_one_and_the_same_grant() {
    check(
        &Jurgen::new(),
        &[
            r#"grants[role eq "developer" and scope sw "acme/"]"#,
            "grants pr",
            "grants[direct eq false]",
            "grants[level ge 30]",
            r#"grants[through eq "ACME" and expires le "+10d"]"#,
            "grants[scopeKind eq project]",
            r#"grants[not (level eq 30)]"#,
            "grants[base ne \"Guest\"]",
        ],
        &[
            r#"grants[role eq "guest" and scope eq "acme/api"]"#,
            "grants[level ge 30 and direct eq false]",
            "grants[type eq instance]",
            "grants[elevated eq true]",
            r#"grants[base eq "Guest"]"#,
            "grants[privileged eq true]",
        ],
    );
    let mut nobody = Jurgen::new();
    nobody.grants.clear();
    check(&nobody, &["not (grants pr)"], &["grants pr", "grants[level ne 5]", "grants[not (level eq 5)]"]);
}

#[test]
fn facts_and_numbers() {
    let mut jurgen = Jurgen::new();
    jurgen.seat = Some(true);
    check(
        &jurgen,
        &[
            "active eq false",
            "mfa eq false",
            "member eq true",
            "grantsKnown eq true",
            "gone eq false",
            "level ge \"Developer\"",
            "seat eq true",
            "seatFlag ne true",
            "state eq blocked",
            "kind eq human",
            "id eq 7",
            "level gt 29",
            "level le 30",
            "privileged eq false",
            "auditor ne true",
            "elevatedGuest eq false",
            "avatar eq false",
        ],
        &["active eq true", "seatFlag pr", "level gt 30", "level lt 30", "id ne 7", "state ne blocked", "kind eq bot"],
    );
}

#[test]
fn custom_attributes_are_texts_with_several_values() {
    check(
        &Jurgen::new(),
        &[
            "attributes.team pr",
            r#"attributes.TEAM eq "red""#,
            r#"attributes."team" eq "Green""#,
            r#"attributes.team co "lu""#,
            r#"attributes.team ne "yellow""#,
            r#"attributes.badge ne "7""#,
            r#"not (attributes."cost centre" pr)"#,
        ],
        &[r#"attributes.team ne "blue""#, "attributes.badge pr", r#"attributes."cost centre" co """#],
    );
}

#[test]
fn a_permission_is_held_with_all_above_it() {
    check(
        &Jurgen::new(),
        &[
            r#"permission eq "/admin/users""#,
            r#"permission eq "/admin/USERS/manage/""#,
            r#"permission eq "read_code""#,
            r#"permission ne "/admin""#,
            r#"permission ne "/""#,
            "permission pr",
        ],
        &[
            r#"permission eq "/admin""#,
            r#"permission eq "/admin/usersmanage""#,
            r#"permission ne "/admin/users/list""#,
            r#"permission eq """#,
        ],
    );
    let mut nobody = Jurgen::new();
    nobody.permissions.clear();
    check(&nobody, &["not (permission pr)", r#"permission ne "/admin""#], &["permission pr", r#"permission eq "/""#]);
}

#[test]
fn persons_service_accounts_and_pending_changes() {
    let mut jurgen = Jurgen::new();
    check(
        &jurgen,
        &[r#"person eq "jurgen muller""#, "not (owner pr)", "pending eq false", "not (reviewDate pr)"],
        &["purpose pr", r#"reviewDate lt "+0d""#, r#"owner eq """#],
    );
    jurgen.service = Some(("Ada".into(), "nightly backups".into(), NOW + 3 * DAY));
    jurgen.facts = jurgen.facts.with(Facts::PENDING, true);
    check(
        &jurgen,
        &[r#"owner eq "ada""#, r#"purpose co "BACKUP""#, r#"reviewDate le "+7d""#, "pending eq true"],
        &[r#"reviewDate lt "+0d""#, "pending ne true"],
    );
}
