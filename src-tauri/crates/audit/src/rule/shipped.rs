//! The rules that ship.

macro_rules! rules {
    ($($name:literal),+ $(,)?) => {
        &[$((concat!("rules/", $name, ".toml"), include_str!(concat!("../../rules/", $name, ".toml")))),+]
    };
}

/// The files that ship, in the order in which their rules are listed.
pub(super) const SHIPPED: &[(&str, &str)] =
    rules!["dormancy", "privilege", "leavers", "identity", "machines", "externals", "roles", "sign-in", "population",];
