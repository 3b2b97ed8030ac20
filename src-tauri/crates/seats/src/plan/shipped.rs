//! The plans that ship.

macro_rules! plans {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../plans/", $name, ".toml")))),+]
    };
}

/// The files that ship, by name, in the order in which they are listed.
pub(super) const SHIPPED: &[(&str, &str)] = plans![
    "gitlab-ultimate",
    "gitlab-ultimate-18-8",
    "gitlab-premium",
    "gitlab-premium-18-8",
    "gitlab-free",
    "gitlab-free-18-8",
    "keycloak",
    "authentik",
    "gitea",
    "per-active-user",
    "per-enabled-user",
    "per-seen-30d",
    "per-seen-60d",
    "per-seen-90d",
    "per-role",
];

/// The file of a plan that ships, whatever the case of its name.
pub(super) fn text(name: &str) -> Option<&'static str> {
    SHIPPED.iter().find(|(known, _)| known.eq_ignore_ascii_case(name.trim())).map(|(_, text)| *text)
}
