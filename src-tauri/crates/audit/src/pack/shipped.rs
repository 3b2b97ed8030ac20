//! The packs that ship.

macro_rules! packs {
    ($($name:literal),+ $(,)?) => {
        &[$((concat!("packs/", $name, ".toml"), include_str!(concat!("../../packs/", $name, ".toml")))),+]
    };
}

/// The files that ship, in the order in which they are listed.
pub(super) const SHIPPED: &[(&str, &str)] = packs!["cis-v8", "pci-dss-4", "nist-800-53-ac", "soc-2", "iso-27001"];
