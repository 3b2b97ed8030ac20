//! `muster review`.

use super::export::Separator;
use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use muster_app::api::reviews::{DecidedAs, NamedReviewer, ReviewerKind, Verdict, WorksheetFormat};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Review {
    /// The reviews, and how far each is.
    List,
    /// Freeze who holds what, and ask reviewers to decide on it.
    Open(Open),
    /// One review: who has decided how much, and what followed.
    Status {
        /// Its id.
        review: String,
    },
    /// The grants of a review, with what is decided on each.
    Show(Show),
    /// Say of a role whose source has no word for it whether it is privileged.
    Role {
        /// The userstore.
        userstore: String,
        /// The role.
        role: String,
        /// Whether it is privileged.
        #[arg(long, value_enum)]
        privileged: YesNo,
    },
    /// Write a worksheet for each reviewer into a folder. They are not encrypted.
    Worksheets {
        /// The review's id.
        review: String,
        /// The folder; it is made if it is not there.
        #[arg(short, long, value_name = "FOLDER")]
        output: PathBuf,
        /// As XLSX or CSV.
        #[arg(long, value_enum, default_value = "xlsx")]
        format: Sheet,
        /// For CSV: what stands between cells.
        #[arg(long, value_enum, default_value = "comma")]
        separator: Separator,
        /// Only this reviewer, by key; again for more.
        #[arg(long, value_name = "KEY")]
        reviewer: Vec<String>,
        /// Replace files that are there.
        #[arg(long)]
        overwrite: bool,
    },
    /// Take worksheets that came back; each is taken whole or not at all.
    Return {
        /// The review's id.
        review: String,
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Check them, and take nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Decide on grants in the name of whoever is asked.
    Decide(Decide),
    /// Give grants to another reviewer; what was decided on them falls.
    Assign(Assign),
    /// Close a review when all is decided; what it decided becomes a change.
    Close {
        /// The review's id.
        review: String,
        /// Who puts their name to it.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
        /// What they say.
        #[arg(long, value_name = "TEXT")]
        statement: Option<String>,
        /// Say what is left and what would follow, and close nothing.
        #[arg(long)]
        dry_run: bool,
        /// Close it, and leave the change for `muster review apply`.
        #[arg(long)]
        no_change: bool,
        /// Also take away the last privileged user or owner.
        #[arg(long)]
        even_last: bool,
    },
    /// Carry out what a closed review decided: at once where users are edited
    /// here, pending where their source is elsewhere.
    Apply {
        /// The review's id.
        review: String,
        /// Say what it would do, and change nothing.
        #[arg(long)]
        dry_run: bool,
        /// Also take away the last privileged user or owner.
        #[arg(long)]
        even_last: bool,
    },
    /// What the snapshots since a review say: what is done, and what is not.
    Proof {
        /// The review's id.
        review: String,
        /// Only what is not done.
        #[arg(long)]
        outstanding: bool,
    },
}

#[derive(Debug, Args)]
pub struct Open {
    /// What it is called.
    #[arg(long)]
    pub title: String,
    /// Its id: small letters, digits and -; made from the title if not said.
    #[arg(long)]
    pub id: Option<String>,
    /// Whose grants; everyone's, if not said.
    #[arg(long, default_value = "", value_name = "EXPRESSION")]
    pub filter: String,
    /// The last day to decide; two weeks from now, if not said.
    #[arg(long, value_name = "DATE")]
    pub due: Option<NaiveDate>,
    /// Who is asked, the first choice first.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "manager,group-owner,named", value_name = "KINDS")]
    pub ask: Vec<Asked>,
    /// A reviewer you name: a user, `NAME`, or `NAME <EMAIL>`; again for more.
    #[arg(long, value_name = "WHO", value_parser = reviewer)]
    pub reviewer: Vec<NamedReviewer>,
    /// Why it is opened although users are missing; goes into the evidence.
    #[arg(long, value_name = "REASON")]
    pub incomplete_because: Option<String>,
    /// Say what it would be, and open nothing.
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct Show {
    /// The review's id.
    pub review: String,
    /// Only this reviewer's, by key.
    #[arg(long, value_name = "KEY")]
    pub reviewer: Option<String>,
    /// Only what is undecided, decided, keep, revoke or reduce.
    #[arg(long, value_enum)]
    pub decided: Option<Decided>,
    /// Only privileged ones.
    #[arg(long)]
    pub privileged: bool,
    /// Only those with this in the user, role, scope or group.
    #[arg(long, default_value = "")]
    pub text: String,
    /// How many at most; 0 for all.
    #[arg(long, default_value_t = 100)]
    pub limit: u64,
    /// How many to skip.
    #[arg(long, default_value_t = 0)]
    pub offset: u64,
}

/// Which grants.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub struct Picked {
    /// Rows by their keys, such as R17-KQXWTB.
    pub rows: Vec<String>,
    /// All of this reviewer, by key.
    #[arg(long, value_name = "KEY", conflicts_with = "rows")]
    pub of: Option<String>,
    /// All with this in the user, role, scope or group.
    #[arg(long, conflicts_with = "rows")]
    pub text: Option<String>,
    /// All that are undecided.
    #[arg(long, conflicts_with = "rows")]
    pub undecided: bool,
    /// All.
    #[arg(long, conflicts_with = "rows")]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct Decide {
    /// The review's id.
    pub review: String,
    /// What is decided; `none` takes decisions back.
    #[arg(value_enum)]
    pub verdict: Word,
    #[command(flatten)]
    pub picked: Picked,
    /// For reduce: the new role.
    #[arg(long, value_name = "ROLE")]
    pub to: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

#[derive(Debug, Args)]
pub struct Assign {
    /// The review's id.
    pub review: String,
    #[command(flatten)]
    pub picked: Picked,
    /// The key of a reviewer who is asked already.
    #[arg(long, value_name = "KEY", conflicts_with = "reviewer", required_unless_present = "reviewer")]
    pub to: Option<String>,
    /// Someone new: a user, `NAME`, or `NAME <EMAIL>`.
    #[arg(long, value_name = "WHO", value_parser = reviewer)]
    pub reviewer: Option<NamedReviewer>,
}

/// A reviewer as typed: a user, a name, or a name with an e-mail in `<>`.
fn reviewer(text: &str) -> Result<NamedReviewer, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("give a user, a name, or `NAME <EMAIL>`".to_owned());
    }
    Ok(match text.strip_suffix('>').and_then(|rest| rest.split_once('<')) {
        Some((name, email)) => NamedReviewer {
            name: name.trim().to_owned(),
            email: Some(email.trim().to_owned()),
            ..NamedReviewer::default()
        },
        None => NamedReviewer { name: text.to_owned(), ..NamedReviewer::default() },
    })
}

/// [`ReviewerKind`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Asked {
    Manager,
    GroupOwner,
    Named,
}

impl From<Asked> for ReviewerKind {
    fn from(asked: Asked) -> Self {
        match asked {
            Asked::Manager => Self::Manager,
            Asked::GroupOwner => Self::GroupOwner,
            Asked::Named => Self::Named,
        }
    }
}

/// A decision, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Word {
    Keep,
    Revoke,
    Reduce,
    None,
}

impl Word {
    /// The decision.
    pub const fn verdict(self) -> Option<Verdict> {
        match self {
            Self::Keep => Some(Verdict::Keep),
            Self::Revoke => Some(Verdict::Revoke),
            Self::Reduce => Some(Verdict::Reduce),
            Self::None => None,
        }
    }
}

/// [`DecidedAs`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Decided {
    Undecided,
    #[value(name = "decided")]
    Any,
    Keep,
    Revoke,
    Reduce,
}

impl From<Decided> for DecidedAs {
    fn from(decided: Decided) -> Self {
        match decided {
            Decided::Undecided => Self::Undecided,
            Decided::Any => Self::Decided,
            Decided::Keep => Self::Keep,
            Decided::Revoke => Self::Revoke,
            Decided::Reduce => Self::Reduce,
        }
    }
}

/// [`WorksheetFormat`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Sheet {
    Xlsx,
    Csv,
}

impl From<Sheet> for WorksheetFormat {
    fn from(sheet: Sheet) -> Self {
        match sheet {
            Sheet::Xlsx => Self::Xlsx,
            Sheet::Csv => Self::Csv,
        }
    }
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum YesNo {
    Yes,
    No,
}
