//! Who or what uses a GitLab account (`gitlab.md` section 1.6).

use crate::emit::{Fault, short};
use crate::json::Fields;
use muster_model::Kind;
use muster_model::record::Told;

/// Usernames of GitLab's internal users, without a `gitlab-` before and
/// digits after, which an instance adds when the name is taken.
const INTERNAL: &[&str] = &[
    "admin-bot",
    "alert-bot",
    "automation-bot",
    "duo",
    "duo-code-review-bot",
    "ghost",
    "migration-bot",
    "security-bot",
    "security-policy-bot",
    "support-bot",
    "visual-review-bot",
];

/// What a username alone gives away: token bots (`project_12_bot_a1b2`),
/// service accounts (`service_account_...`), internal users.
pub(crate) fn by_username(username: &str) -> Option<Kind> {
    let name = username.to_lowercase();
    if let Some(rest) = name.strip_prefix("project_").or_else(|| name.strip_prefix("group_")) {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let after = &rest[digits..];
        if digits > 0 && (after == "_bot" || after.starts_with("_bot_") || is_numbered(after, "_bot")) {
            return Some(Kind::Bot);
        }
    }
    if name.starts_with("service_account_") {
        return Some(Kind::Service);
    }
    let dashed = name.replace('_', "-");
    let bare = dashed.strip_prefix("gitlab-").unwrap_or(&dashed);
    let duo = bare == "gitlabduo";
    let known = INTERNAL.iter().any(|internal| {
        // `duo` alone is a name anyone may have; only GitLab-Duo is internal.
        (*internal != "duo" || bare != dashed) && (bare == *internal || is_numbered(bare, internal))
    });
    (duo || known).then_some(Kind::Bot)
}

fn is_numbered(name: &str, base: &str) -> bool {
    name.strip_prefix(base).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
}

/// The kind of the user an object is about. Silent where the object has none
/// of `user_type`, `bot` and `external` and the username gives nothing away.
pub(crate) fn kind(fields: Fields<'_>, username: Option<&str>) -> Result<Told<Kind>, Fault> {
    let external = fields.flag("external")?;
    let bot = fields.is_set("bot")?;
    let user_type = fields.text("user_type")?;
    let named = username.and_then(by_username);
    let typed = match user_type.value().map(String::as_str) {
        None => None,
        Some("human") => Some(Kind::Human),
        Some("service_account" | "service_user") => Some(Kind::Service),
        Some(other) if other.chars().all(|c| c.is_ascii_lowercase() || c == '_') => Some(Kind::Bot),
        Some(other) => return Err(Fault::at("user_type", format!("{:?} is no user type of GitLab", short(other, 40)))),
    };
    let machine = typed.or(named).filter(|k| !k.is_person());
    if let Some(machine) = machine {
        return Ok(Told::Value(machine));
    }
    if bot {
        return Ok(Told::Value(Kind::Bot));
    }
    if external == Told::Value(true) {
        return Ok(Told::Value(Kind::External));
    }
    let told = typed.is_some() || external != Told::Silent || fields.has("bot");
    Ok(if told { Told::Value(Kind::Human) } else { Told::Silent })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn of(json: serde_json::Value) -> Told<Kind> {
        let username = json["username"].as_str().map(str::to_owned);
        kind(Fields::new(json.as_object().unwrap()), username.as_deref()).unwrap()
    }

    #[test]
    fn usernames_give_machines_away() {
        for name in ["project_12_bot_a1b2c3", "group_7_bot_x", "project_12_bot", "project_12_bot1", "GitLab-Admin-Bot"]
        {
            assert_eq!(by_username(name), Some(Kind::Bot), "{name}");
        }
        for name in ["ghost", "ghost1", "support-bot", "alert-bot12", "GitLabDuo", "gitlab-security-bot"] {
            assert_eq!(by_username(name), Some(Kind::Bot), "{name}");
        }
        assert_eq!(by_username("service_account_group_5_ab"), Some(Kind::Service));
        for name in ["project_manager", "project_bot_fan", "duo", "ghostwriter", "robot", "project_1_botanist"] {
            assert_eq!(by_username(name), None, "{name}");
        }
    }

    #[test]
    fn fields_decide_before_names() {
        assert_eq!(of(json!({"username": "x", "bot": true})), Told::Value(Kind::Bot));
        assert_eq!(
            of(json!({"username": "x", "user_type": "service_account", "bot": true})),
            Told::Value(Kind::Service)
        );
        assert_eq!(of(json!({"username": "x", "user_type": "placeholder"})), Told::Value(Kind::Bot));
        assert_eq!(of(json!({"username": "x", "external": true})), Told::Value(Kind::External));
        assert_eq!(of(json!({"username": "x", "external": null})), Told::Value(Kind::Human));
        assert_eq!(of(json!({"username": "x"})), Told::Silent);
    }
}
