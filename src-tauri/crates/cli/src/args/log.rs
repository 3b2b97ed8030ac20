//! `muster log`.

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum Log {
    /// The newest entries.
    List {
        /// How many at most.
        #[arg(long, default_value_t = 100)]
        limit: u64,
        /// Only entries older than this number.
        #[arg(long)]
        before: Option<i64>,
        /// Only entries whose action, operator or target contains this.
        #[arg(long, default_value = "")]
        text: String,
    },
    /// Check that no entry was altered, added or taken away.
    Verify,
}
