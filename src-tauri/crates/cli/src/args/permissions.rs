//! `muster permissions`.

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum Permissions {
    /// The tree, and which roles name its nodes.
    List {
        /// Only of this userstore.
        #[arg(long, value_name = "DOMAIN")]
        userstore: Option<String>,
    },
    /// Add a node to the tree of a local userstore.
    Add {
        /// Its path, such as /admin/users/manage.
        path: String,
        /// The domain of the userstore.
        #[arg(long, value_name = "DOMAIN", default_value = "PRIMARY")]
        userstore: String,
        /// A title.
        #[arg(long, value_name = "TEXT")]
        title: Option<String>,
        /// What it allows.
        #[arg(long, value_name = "TEXT")]
        description: Option<String>,
    },
    /// Remove a node from the tree of a local userstore.
    Remove {
        /// Its path.
        path: String,
        /// The domain of the userstore.
        #[arg(long, value_name = "DOMAIN", default_value = "PRIMARY")]
        userstore: String,
    },
}
