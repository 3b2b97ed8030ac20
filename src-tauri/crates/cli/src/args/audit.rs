//! What can be typed after `muster audit`.

use super::selection::Rules as Sure;
use super::values::{pair, scope};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use muster_app::api::audit::{FindingFilter, FindingState, GroupFindingsBy, RunAudit, Severity};
use muster_model::{Kind, Scope};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Ask every rule, or those of a pack, and say what is new and what went.
    Run {
        #[command(flatten)]
        how: Asked,
        /// End with exit code 5 if anything open is at least so bad: info, low, medium, high or critical.
        #[arg(long, value_name = "SEVERITY", value_parser = severity)]
        fail_on: Option<Severity>,
    },
    /// Findings as the last run left them, the worst first.
    List {
        #[command(flatten)]
        which: Which,
        /// Count them by rule, user or control instead.
        #[arg(long, value_name = "WHAT", value_parser = group)]
        by: Option<GroupFindingsBy>,
        /// How many at most; 0 for all.
        #[arg(long, default_value_t = 0)]
        limit: u64,
    },
    /// One finding with its story.
    Show {
        /// Its id, or the first 6 digits and more.
        id: String,
        /// As this pack's last run left it.
        #[arg(long)]
        pack: Option<String>,
    },
    /// Leave findings as they are until a day, for a reason.
    Accept {
        /// Their ids, or the first 6 digits and more.
        #[arg(required = true)]
        ids: Vec<String>,
        /// Why.
        #[arg(long)]
        reason: String,
        /// The last day on which that holds.
        #[arg(long, value_name = "DATE")]
        until: NaiveDate,
    },
    /// Take back that findings were accepted.
    Withdraw {
        /// Their ids, or the first 6 digits and more.
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// Look again at one finding, and close it if it is gone.
    Resolve {
        /// Its id, or the first 6 digits and more.
        id: String,
        #[command(flatten)]
        how: Asked,
    },
    /// The score of each run.
    Trend {
        /// The pack; that of the last run, if not said.
        #[arg(long)]
        pack: Option<String>,
        /// How many runs at most, the last ones.
        #[arg(long, default_value_t = 50)]
        limit: u64,
    },
    /// The rules: those that ship, and your own.
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Say what is wrong with files of rules and packs; needs no vault.
    Lint {
        /// TOML files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// The packs: which controls, which rules, which thresholds; needs no vault.
    Packs,
    /// Stage the change set that would fix findings, and carry it out.
    Fix(Box<Fix>),
    /// The time zone in which your audits count days.
    TimeZone {
        /// Its name, such as Europe/Berlin; none to be asked of each run.
        name: Option<String>,
        /// Forget it.
        #[arg(long, conflicts_with = "name")]
        forget: bool,
    },
}

/// What a run asks, and when.
#[derive(Debug, Args)]
pub struct Asked {
    /// The pack; every rule, if not said. `audit packs` lists them.
    #[arg(long, value_name = "NAME")]
    pub pack: Option<String>,
    /// The time zone in which days are counted, such as Europe/Berlin; UTC, if you chose none.
    #[arg(long, value_name = "ZONE")]
    pub time_zone: Option<String>,
}

impl Asked {
    /// As the door takes it.
    pub fn request(&self, as_of: Option<NaiveDate>) -> RunAudit {
        RunAudit { pack: self.pack.clone(), as_of, time_zone: self.time_zone.clone() }
    }
}

/// Which findings.
#[derive(Debug, Args)]
pub struct Which {
    /// As this pack's last run left them; that of the last run, if not said.
    #[arg(long)]
    pub pack: Option<String>,
    /// Of these severities.
    #[arg(long, value_delimiter = ',', value_parser = severity)]
    pub severity: Vec<Severity>,
    /// In these states: open, reopened, accepted, resolved; all but resolved, if not said.
    #[arg(long, value_delimiter = ',')]
    pub state: Vec<FindingState>,
    /// Of these rules.
    #[arg(long, value_delimiter = ',')]
    pub rule: Vec<String>,
    /// Of rules that serve this control, such as 'CIS 5.3'.
    #[arg(long)]
    pub control: Option<String>,
    /// Of this userstore.
    #[arg(long, value_name = "DOMAIN")]
    pub userstore: Option<String>,
    /// About this user: DOMAIN/username, a username, an e-mail or an id.
    #[arg(long)]
    pub user: Option<String>,
    /// Whose name or message contains this.
    #[arg(long, default_value = "")]
    pub text: String,
    /// Only those that the run before had not.
    #[arg(long)]
    pub new: bool,
    /// Only those that the last run resolved.
    #[arg(long, conflicts_with = "new")]
    pub gone: bool,
}

impl Which {
    /// As the door takes it, but for the user, who is to be found.
    pub fn filter(&self) -> FindingFilter {
        FindingFilter {
            pack: self.pack.clone(),
            severities: self.severity.clone(),
            states: self.state.clone(),
            rules: self.rule.clone(),
            control: self.control.clone(),
            userstore: self.userstore.clone(),
            user: None,
            text: self.text.clone(),
            new: self.new,
            gone: self.gone,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// All of them, with what they find and how bad that is.
    List,
    /// One rule: why, what to do, its parameters.
    Show {
        /// Its id.
        id: String,
        /// Print its file, to copy it or to change it.
        #[arg(long, conflicts_with = "json")]
        toml: bool,
    },
    /// Add rules of your own from a TOML file; one with the id of a rule that ships takes its place.
    Add {
        /// The file; `audit rules show ID --toml` prints one to begin with.
        file: PathBuf,
        /// Replace rules of your own that have the same ids.
        #[arg(long)]
        replace: bool,
    },
    /// Say what a rule's file would find now.
    Try {
        /// The file.
        file: PathBuf,
    },
    /// Set parameters of a rule, or switch it off or on.
    #[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
    Set {
        /// Its id.
        id: String,
        /// days=30; a list as JSON: pairs='[["Payer","Approver"]]'; nothing after = takes it back.
        #[arg(value_name = "NAME=VALUE", value_parser = pair, group = "what")]
        parameters: Vec<(String, String)>,
        /// Switch it off, for this reason.
        #[arg(long, value_name = "REASON", group = "what", conflicts_with = "on")]
        off: Option<String>,
        /// Switch it on.
        #[arg(long, group = "what")]
        on: bool,
    },
    /// Remove a rule of your own.
    Remove {
        /// Its id.
        id: String,
    },
}

/// Which findings to fix, and what must be said for it.
#[derive(Debug, Args)]
pub struct Fix {
    /// Ids of findings, or the first 6 digits and more.
    #[arg(conflicts_with_all = ["severity", "state", "rule", "control", "userstore", "user", "text", "new"])]
    pub ids: Vec<String>,
    #[command(flatten)]
    pub which: Which,
    /// For set-expiry and set-review-date: the day.
    #[arg(long, value_name = "DATE")]
    pub at: Option<NaiveDate>,
    /// For set-owner, set-purpose, set-email and set-profile: the text.
    #[arg(long)]
    pub value: Option<String>,
    /// For set-profile: the field, such as department.
    #[arg(long)]
    pub field: Option<String>,
    /// For move-to-group: the group's path.
    #[arg(long)]
    pub group: Option<String>,
    /// For set-kind: human, service, bot or external.
    #[arg(long)]
    pub kind: Option<Kind>,
    /// For merge: who stays. For add-role: who is given the role.
    #[arg(long, value_name = "USER")]
    pub to: Option<String>,
    /// For add-role: the role.
    #[arg(long)]
    pub give: Option<String>,
    /// For add-role: on what; the instance, if not said.
    #[arg(long, value_parser = scope)]
    pub on: Option<Scope>,
    #[command(flatten)]
    pub rules: Sure,
}

pub fn severity(text: &str) -> Result<Severity, String> {
    Severity::read(text).ok_or_else(|| "give info, low, medium, high or critical".to_owned())
}

fn group(text: &str) -> Result<GroupFindingsBy, String> {
    match text {
        "rule" => Ok(GroupFindingsBy::Rule),
        "user" => Ok(GroupFindingsBy::User),
        "control" => Ok(GroupFindingsBy::Control),
        _ => Err("give rule, user or control".to_owned()),
    }
}
