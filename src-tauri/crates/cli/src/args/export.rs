//! What can be typed after `muster export`.

use super::audit::Which;
use super::values::{Sort, sort};
use clap::{Args, Subcommand, ValueEnum};
use muster_app::api::export::Format;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Export {
    /// All users the filter finds, as a file.
    #[command(after_long_help = muster_app::filter::help())]
    Users {
        /// Only users for whom this holds; `--help` lists the attributes.
        #[arg(long, default_value = "")]
        filter: String,
        /// Order by an attribute; a leading - turns it round.
        #[arg(long, default_value = "displayName", value_parser = sort, allow_hyphen_values = true)]
        sort: Sort,
        /// Columns, comma-separated; also groups, profile.FIELD and attributes.NAME. SCIM and LDIF have their own.
        #[arg(long, value_delimiter = ',')]
        columns: Vec<String>,
        /// csv, json, jsonl, xlsx, scim or ldif.
        #[arg(long, value_enum, default_value = "csv")]
        format: FileFormat,
        /// For LDIF: what people's entries are below, such as dc=example,dc=org; o=REALM, if not said.
        #[arg(long, value_name = "DN")]
        base_dn: Option<String>,
        #[command(flatten)]
        file: ExportFile,
    },
    /// Roles: what they include and permit, and how many hold them.
    Roles {
        /// csv, json, jsonl or xlsx.
        #[arg(long, value_enum, default_value = "csv")]
        format: TableFormat,
        #[command(flatten)]
        file: ExportFile,
    },
    /// Who holds which role on what, through what.
    Grants {
        /// Only those of users for whom this holds.
        #[arg(long, default_value = "")]
        filter: String,
        /// csv, json, jsonl or xlsx.
        #[arg(long, value_enum, default_value = "csv")]
        format: TableFormat,
        #[command(flatten)]
        file: ExportFile,
    },
    /// Findings as the last run of an audit left them.
    Findings {
        #[command(flatten)]
        which: Box<Which>,
        /// csv, json, jsonl, xlsx, html, pdf or sarif.
        #[arg(long, value_enum, default_value = "csv")]
        format: FindingsFormat,
        #[command(flatten)]
        file: ExportFile,
    },
    /// Groups: what they are in and give, and how many are in them.
    Groups {
        /// csv, json, jsonl or xlsx.
        #[arg(long, value_enum, default_value = "csv")]
        format: TableFormat,
        #[command(flatten)]
        file: ExportFile,
    },
}

/// Where an export goes, and how its CSV is written.
#[derive(Debug, Args)]
pub struct ExportFile {
    /// For CSV: what stands between cells.
    #[arg(long, value_enum, default_value = "comma")]
    pub separator: Separator,
    /// For CSV: begin with a byte order mark, by which some spreadsheets know UTF-8.
    #[arg(long)]
    pub bom: bool,
    /// Write to this file instead of standard output.
    #[arg(short, long)]
    pub output: Option<PathBuf>,
    /// Write into this folder, under a name with the day: users-2026-11-21.csv. Says nothing unless it fails.
    #[arg(long, value_name = "FOLDER", conflicts_with = "output")]
    pub out_dir: Option<PathBuf>,
    /// Replace a file that is there.
    #[arg(long)]
    pub overwrite: bool,
    /// Also write FILE.manifest.json: what, when, by whom, which filter, how many rows, SHA-256.
    #[arg(long)]
    pub manifest: bool,
}

impl ExportFile {
    /// Whether it goes to standard output.
    pub const fn streams(&self) -> bool {
        self.output.is_none() && self.out_dir.is_none()
    }
}

/// What stands between the cells of a CSV row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Separator {
    Comma,
    Semicolon,
    Tab,
}

impl From<Separator> for muster_app::api::export::Separator {
    fn from(separator: Separator) -> Self {
        match separator {
            Separator::Comma => Self::Comma,
            Separator::Semicolon => Self::Semicolon,
            Separator::Tab => Self::Tab,
        }
    }
}

/// [`Format`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FileFormat {
    Csv,
    Json,
    Jsonl,
    Xlsx,
    Scim,
    Ldif,
}

impl From<FileFormat> for Format {
    fn from(format: FileFormat) -> Self {
        match format {
            FileFormat::Csv => Self::Csv,
            FileFormat::Json => Self::Json,
            FileFormat::Jsonl => Self::Jsonl,
            FileFormat::Xlsx => Self::Xlsx,
            FileFormat::Scim => Self::Scim,
            FileFormat::Ldif => Self::Ldif,
        }
    }
}

/// The formats of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    Csv,
    Json,
    Jsonl,
    Xlsx,
}

impl From<TableFormat> for Format {
    fn from(format: TableFormat) -> Self {
        match format {
            TableFormat::Csv => Self::Csv,
            TableFormat::Json => Self::Json,
            TableFormat::Jsonl => Self::Jsonl,
            TableFormat::Xlsx => Self::Xlsx,
        }
    }
}

/// The formats of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FindingsFormat {
    Csv,
    Json,
    Jsonl,
    Xlsx,
    Html,
    Pdf,
    Sarif,
}

impl From<FindingsFormat> for muster_app::api::audit::FindingsFormat {
    fn from(format: FindingsFormat) -> Self {
        match format {
            FindingsFormat::Csv => Self::Csv,
            FindingsFormat::Json => Self::Json,
            FindingsFormat::Jsonl => Self::Jsonl,
            FindingsFormat::Xlsx => Self::Xlsx,
            FindingsFormat::Html => Self::Html,
            FindingsFormat::Pdf => Self::Pdf,
            FindingsFormat::Sarif => Self::Sarif,
        }
    }
}
