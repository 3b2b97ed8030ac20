//! What can be typed after `muster report`, and after `muster seats report`.

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use muster_app::api::reports::ReportFormat;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Report {
    /// Seats: how many, by day, whose and why, what could be freed. As muster seats report.
    Seats(SeatReport),
    /// Everyone of a filter, with what is known of them.
    Inventory {
        /// Only users for whom this holds.
        #[arg(long, default_value = "")]
        filter: String,
        #[command(flatten)]
        file: ReportFile,
    },
    /// How two snapshots of a userstore differ.
    Comparison {
        /// The earlier one: its number, or a day (2026-03-31 is the last one until the end of that day, UTC).
        a: String,
        /// The later one, of the same userstore.
        b: String,
        /// The userstore, where days are given and several have snapshots.
        #[arg(long, value_name = "NAME")]
        userstore: Option<String>,
        #[command(flatten)]
        file: ReportFile,
    },
    /// Which roles there are, how many hold each on what, and every grant.
    Access {
        /// Only grants of users for whom this holds.
        #[arg(long, default_value = "")]
        filter: String,
        #[command(flatten)]
        file: ReportFile,
    },
}

/// The seat report.
#[derive(Debug, Args)]
pub struct SeatReport {
    /// The plan; the one the vault counts by, if not said.
    #[arg(long)]
    pub plan: Option<String>,
    /// Seats bought, for this report only.
    #[arg(long)]
    pub purchased: Option<u64>,
    /// The first day of the counts by day; the licence period's, if not said.
    #[arg(long, value_name = "DAY")]
    pub from: Option<NaiveDate>,
    /// The last day of the counts by day; today, if not said.
    #[arg(long, value_name = "DAY")]
    pub to: Option<NaiveDate>,
    /// table (for a terminal), csv (the list of seats), json, xlsx, html or pdf.
    #[arg(long, value_enum, default_value = "table")]
    pub format: SeatFormat,
    #[command(flatten)]
    pub place: ReportPlace,
}

/// A report as a file.
#[derive(Debug, Args)]
pub struct ReportFile {
    /// html, pdf, xlsx, csv (its list) or json.
    #[arg(long, value_enum, default_value = "html")]
    pub format: FileFormat,
    #[command(flatten)]
    pub place: ReportPlace,
}

/// Where a report goes.
#[derive(Debug, Args)]
pub struct ReportPlace {
    /// Write to this file instead of standard output.
    #[arg(short, long)]
    pub output: Option<PathBuf>,
    /// Write into this folder, under a name with the day: seats-gitlab-premium-2026-11-21.pdf. Says nothing unless it fails.
    #[arg(long, value_name = "FOLDER", conflicts_with = "output")]
    pub out_dir: Option<PathBuf>,
    /// Replace a file that is there.
    #[arg(long)]
    pub overwrite: bool,
    /// Also write FILE.manifest.json: what, when, by whom, which filter, how many rows, SHA-256.
    #[arg(long)]
    pub manifest: bool,
}

/// The kinds of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FileFormat {
    Html,
    Pdf,
    Xlsx,
    Csv,
    Json,
}

impl From<FileFormat> for ReportFormat {
    fn from(format: FileFormat) -> Self {
        match format {
            FileFormat::Html => Self::Html,
            FileFormat::Pdf => Self::Pdf,
            FileFormat::Xlsx => Self::Xlsx,
            FileFormat::Csv => Self::Csv,
            FileFormat::Json => Self::Json,
        }
    }
}

/// How the seat report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SeatFormat {
    Table,
    Csv,
    Json,
    Xlsx,
    Html,
    Pdf,
}

impl SeatFormat {
    /// As a file for others; none for a table.
    pub const fn file(self) -> Option<ReportFormat> {
        Some(match self {
            Self::Table => return None,
            Self::Csv => ReportFormat::Csv,
            Self::Json => ReportFormat::Json,
            Self::Xlsx => ReportFormat::Xlsx,
            Self::Html => ReportFormat::Html,
            Self::Pdf => ReportFormat::Pdf,
        })
    }
}
