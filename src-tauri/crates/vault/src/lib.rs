//! muster-vault
