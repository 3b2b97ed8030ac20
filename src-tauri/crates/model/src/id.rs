//! Muster's own keys. A user's key in its source is text and lives beside it;
//! these are the vault's, and mean nothing outside it.

macro_rules! id {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "number"))]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
    )+};
}

id! {
    /// A user in this vault; kept across renames, never reused.
    UserId,
    /// A userstore in this vault.
    UserstoreId,
    /// A group in this vault.
    GroupId,
    /// A role in this vault.
    RoleId,
    /// What one import or sync saw.
    SnapshotId,
}
