//! Memberships of groups and projects, and the instance's own roles.

use super::call::{Call, encoded};
use crate::write::changes::field::Field;
use crate::write::changes::grant::{GrantText, UNCLEAR};
use crate::write::changes::line::FieldDiff;
use chrono::{DateTime, Utc};
use muster_model::Scope;
use muster_model::grant::{ScopeKind, gitlab_level};

/// What becomes of the roles on one scope.
struct Held {
    scope: Scope,
    gone: Vec<GrantText>,
    come: Vec<GrantText>,
}

/// The calls for a user's grants, and the reasons for those there are none for.
pub(super) fn calls<'a>(id: &str, diffs: impl Iterator<Item = &'a FieldDiff>) -> (Vec<Call>, Vec<String>) {
    let mut held: Vec<Held> = Vec::new();
    let mut skipped = Vec::new();
    for diff in diffs.filter(|diff| Field::of(diff) == Field::Grant) {
        match parsed(diff) {
            Ok((gone, come)) => {
                for (grant, leaves) in [(gone, true), (come, false)] {
                    let Some(grant) = grant else { continue };
                    let at = held.iter().position(|known| known.scope == grant.scope).unwrap_or_else(|| {
                        held.push(Held { scope: grant.scope.clone(), gone: Vec::new(), come: Vec::new() });
                        held.len() - 1
                    });
                    if leaves { held[at].gone.push(grant) } else { held[at].come.push(grant) }
                }
            }
            Err(why) => skipped.push(why),
        }
    }
    let mut calls = Vec::new();
    for on in held {
        match on.scope.kind {
            ScopeKind::Instance => instance(id, &on, &mut calls, &mut skipped),
            ScopeKind::Group => match member(id, &on, "groups") {
                Ok(call) => calls.push(call),
                Err(why) => skipped.push(why),
            },
            ScopeKind::Project => match member(id, &on, "projects") {
                Ok(call) => calls.push(call),
                Err(why) => skipped.push(why),
            },
            ScopeKind::Application => skipped.push("GitLab has no roles on an application".to_owned()),
        }
    }
    (calls, skipped)
}

type Parsed = (Option<GrantText>, Option<GrantText>);

fn parsed(diff: &FieldDiff) -> Result<Parsed, String> {
    let parse = |text: &String| {
        let grant = GrantText::parse(text).ok_or_else(|| format!("{text:?}: {UNCLEAR}"))?;
        match &grant.through {
            Some(group) => Err(format!("{text:?} is held through {group}; change it there")),
            None => Ok(grant),
        }
    };
    Ok((diff.before.as_ref().map(parse).transpose()?, diff.after.as_ref().map(parse).transpose()?))
}

/// Administrator and auditor are flags of the user.
fn instance(id: &str, on: &Held, calls: &mut Vec<Call>, skipped: &mut Vec<String>) {
    for (grant, give) in on.gone.iter().map(|g| (g, false)).chain(on.come.iter().map(|g| (g, true))) {
        let key = match grant.role.as_str() {
            "Administrator" => "admin",
            "Auditor" => "auditor",
            other => {
                skipped.push(format!("GitLab has no role {other:?} on the instance that an administrator gives"));
                continue;
            }
        };
        let what = format!("{} {}", if give { "make" } else { "no longer" }, grant.role);
        calls.push(Call::put(format!("/users/{id}"), vec![(key, give.to_string())], what));
    }
}

/// One call makes, changes or ends the membership: GitLab keeps one role per
/// user and group.
fn member(id: &str, on: &Held, kind: &str) -> Result<Call, String> {
    let place = format!("/{kind}/{}/members", encoded(&on.scope.path));
    let on_it = format!("on {} {}", on.scope.kind, on.scope.path);
    match (on.gone.as_slice(), on.come.as_slice()) {
        ([_, ..], []) => {
            // Without it GitLab would also end the memberships below the group.
            let below = if kind == "groups" { "?skip_subresources=true" } else { "" };
            Ok(Call::delete(format!("{place}/{id}{below}"), format!("no role {on_it}")))
        }
        (gone, [come]) => {
            let Some(level) = gitlab_level(&come.role).filter(|level| *level > 0) else {
                return Err(format!("{:?} is no built-in role of GitLab; give a custom role by hand", come.role));
            };
            let mut form = vec![("access_level", level.to_string())];
            if let Some(until) = come.until {
                form.push(("expires_at", until.map(day).unwrap_or_default()));
            }
            let what = format!("{} {on_it}", come.role);
            if gone.is_empty() {
                form.insert(0, ("user_id", id.to_owned()));
                Ok(Call { form, ..Call::post(place, what) })
            } else {
                Ok(Call::put(format!("{place}/{id}"), form, what))
            }
        }
        (_, come) => Err(format!("GitLab keeps one role {on_it}, and {} are to be given", come.len())),
    }
}

/// GitLab ends memberships by the day.
fn day(at: DateTime<Utc>) -> String {
    at.date_naive().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(pairs: &[(Option<&str>, Option<&str>)]) -> (Vec<String>, Vec<String>) {
        let diffs: Vec<FieldDiff> = pairs.iter().map(|(b, a)| FieldDiff::new("grant", *b, *a)).collect();
        let (calls, skipped) = calls("7", diffs.iter());
        (calls.iter().map(|c| format!("{} {} {}", c.method, c.path, c.body())).collect(), skipped)
    }

    #[test]
    fn a_membership_begins_changes_and_ends() {
        let (calls, skipped) = shown(&[
            (None, Some("Developer on group acme/web")),
            (Some("Guest on project acme/site"), None),
            (Some("Guest on group ops"), None),
            (None, Some("Maintainer on group ops")),
            (Some("Owner on group a until further notice"), Some("Owner on group a until 2027-01-31T00:00:00Z")),
            (Some("Owner on group b until 2027-01-31T00:00:00Z"), Some("Owner on group b until further notice")),
            (Some("Reporter on group c"), None),
        ]);
        assert_eq!(skipped, Vec::<String>::new());
        assert_eq!(
            calls,
            [
                "POST /groups/acme%2Fweb/members user_id=7&access_level=30",
                "DELETE /projects/acme%2Fsite/members/7 ",
                "PUT /groups/ops/members/7 access_level=40",
                "PUT /groups/a/members/7 access_level=50&expires_at=2027-01-31",
                "PUT /groups/b/members/7 access_level=50&expires_at=",
                "DELETE /groups/c/members/7?skip_subresources=true ",
            ]
        );
    }

    #[test]
    fn roles_of_the_instance_are_flags() {
        let (calls, _) = shown(&[(Some("Administrator on instance"), None), (None, Some("Auditor on instance"))]);
        assert_eq!(calls, ["PUT /users/7 admin=false", "PUT /users/7 auditor=true"]);
    }

    #[test]
    fn what_has_no_call_says_why() {
        for (text, said) in [
            ("Guest on group a through b", "through b"),
            ("Owner on group victim on group acme", "more than one way"),
            ("Release manager on group a", "custom role"),
            ("No access on group a", "custom role"),
            ("Reader on application crm", "application"),
            ("Owner on instance", "instance"),
        ] {
            let (calls, skipped) = shown(&[(None, Some(text))]);
            assert!(calls.is_empty() && skipped.len() == 1 && skipped[0].contains(said), "{text}: {skipped:?}");
        }
        let (calls, skipped) = shown(&[(None, Some("Guest on group a")), (None, Some("Owner on group a"))]);
        assert!(calls.is_empty() && skipped[0].contains("one role"), "{skipped:?}");
    }
}
