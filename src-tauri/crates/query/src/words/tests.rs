#![allow(clippy::unwrap_used)]

use super::sentence;
use crate::parse;

#[test]
fn filters_read_as_english() {
    for (text, expected) in [
        ("", "Everyone"),
        ("state eq active", "State is active"),
        ("not (state eq active)", "State is not active"),
        ("state ne blocked", "State is not blocked"),
        ("kind pr", "Kind is set"),
        ("ada", "Name or e-mail contains ada"),
        ("not \"ada l\"", "Name or e-mail does not contain “ada l”"),
        (r#"userName sw "svc-""#, "Username starts with svc-"),
        (r#"not (userName sw "svc-")"#, "Username does not start with svc-"),
        (r#"email ew "@example.org""#, "E-mail ends with @example.org"),
        ("not (email pr)", "E-mail is not set"),
        (r#"title co "head of""#, "Job title contains “head of”"),
        (r#"attributes.Team eq "red""#, "Attribute Team is red"),
        (r#"role eq "Owner""#, "Holds the role Owner"),
        (r#"role ne "Owner""#, "Does not hold the role Owner"),
        (r#"not (role ne "Owner")"#, "Holds the role Owner"),
        (r#"not (role co "own")"#, "Holds no role that contains own"),
        ("group pr", "Is in a group"),
        (r#"group sw "acme/""#, "Is in a group that starts with acme/"),
        (r#"permission eq "/admin/users""#, "Holds the permission /admin/users"),
        ("not (permission pr)", "Holds no permission"),
        ("lastSeen lt \"-90d\"", "Last seen more than 90 days ago"),
        ("lastSeen le \"-90d\"", "Last seen at least 90 days ago"),
        ("lastSeen gt \"-1d\"", "Last seen less than 1 day ago"),
        ("lastSeen ge \"-12h\"", "Last seen at most 12 hours ago"),
        ("lastSeen eq \"+0d\"", "Last seen today"),
        ("lastSeen ne \"-3d\"", "Not last seen 3 days ago"),
        ("lastSeen eq never", "Never seen"),
        ("lastSeen ne never", "Last seen is not never"),
        ("lastSeen eq not_collected", "Last seen is not collected"),
        ("not (lastSeen pr)", "Not seen at a known time"),
        ("created ge 2026-01-31", "Created on or after 2026-01-31"),
        ("created lt \"2026-01-31T10:00:00Z\"", "Created before 2026-01-31 10:00:00 UTC"),
        ("expires le \"+7d\"", "Access ends at most 7 days from now"),
        ("expires lt \"+0d\"", "Access ends before today"),
        ("not (expires pr)", "Access has no end"),
        ("not (reviewDate le \"+7d\")", "Review is not due at most 7 days from now"),
        ("level ge Developer", "Access level is at least 30 (Developer)"),
        ("level ne 30", "Access level is not 30 (Developer)"),
        ("not (level gt 7)", "Access level is not more than 7"),
        ("id eq 7", "Id is 7"),
        ("mfa eq false", "Has no second factor"),
        ("mfa ne true", "Has no second factor, or that is not known"),
        ("mfa pr", "It is known whether the user has a second factor"),
        ("privileged ne true", "Holds no privileged role"),
        ("pending eq true", "Has a pending change"),
        ("grants pr", "Holds a grant"),
        (r#"grants[role eq "Owner" and scope sw "acme/"]"#, "Holds Owner on a scope that starts with acme/"),
        (
            r#"not (grants[scope sw "acme/" and role eq "Owner"])"#,
            "Does not hold Owner on a scope that starts with acme/",
        ),
        (
            r#"grants[level ge 30 and direct eq false]"#,
            "Holds a role with access level at least 30 (Developer) through a group",
        ),
        (
            r#"grants[role co "own" and type eq project and expires lt "+7d"]"#,
            "Holds a role that contains own on a project ending less than 7 days from now",
        ),
        (
            r#"grants[role eq "a" or not (scope eq "b") or direct ne true]"#,
            "Holds a grant for which role is a or scope is not b or it is held through a group",
        ),
        ("state eq active and lastSeen lt -90d", "State is active and last seen more than 90 days ago"),
        (
            "state eq active and (kind eq bot or not (kind eq human and mfa eq true))",
            "State is active and (kind is bot or not (kind is human and has a second factor))",
        ),
        ("state eq active or kind eq bot and mfa eq true", "State is active or (kind is bot and has a second factor)"),
        ("not (not (mfa eq true))", "Has a second factor"),
    ] {
        assert_eq!(sentence(&parse(text).unwrap()), expected, "{text}");
    }
}
