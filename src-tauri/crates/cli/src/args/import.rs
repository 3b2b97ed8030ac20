//! `muster import`.

use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Import {
    /// The files of one snapshot; or a folder of dated exports, each date a snapshot (2026-03-01, 20260301 or
    /// 2026-03 in the name of a file or of its folder).
    #[arg(required = true, value_name = "FILE|FOLDER")]
    pub files: Vec<PathBuf>,
    /// The userstore to import into; it is added if it is missing.
    #[arg(long, value_name = "NAME")]
    pub userstore: String,
    /// Read them as: gitlab-users, gitlab-permissions, gitlab-members, gitlab-usage, scim, ldif, keycloak, wso2-5, wso2-7, entra,
    /// google, okta, authelia, csv.
    #[arg(long)]
    pub format: Option<String>,
    /// For CSV: a TOML file that says which column is what, the name of a map that was kept, or
    /// COLUMN=ATTRIBUTE (repeatable).
    #[arg(long, value_name = "FILE|NAME|COLUMN=ATTRIBUTE")]
    pub map: Vec<String>,
    /// Say what would happen and change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Take nothing if a row is rejected.
    #[arg(long)]
    pub strict: bool,
    /// The files list only a part: nobody becomes gone.
    #[arg(long, conflicts_with = "complete")]
    pub incomplete: bool,
    /// The files list everyone, even if they look like a part.
    #[arg(long)]
    pub complete: bool,
}
