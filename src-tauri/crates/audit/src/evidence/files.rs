//! What is in a pack, and how its lists are written.
//!
//! Lists are JSON Lines in canonical bytes: the same review is the same bytes.
//! What `app` adds (the change set, findings, rules, the log, the report for
//! reading) has its name here too, so that every pack is laid out alike.

use crate::review::{Difference, Item, Proof, Proven, Remedy, Review, SignOff, population};
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::io::{self, Write};

/// A file of a pack: its path, and what it holds.
pub type Known = (&'static str, &'static str);

/// What happened, as a text.
pub const README: Known = ("README.txt", "What was reviewed, who decided, what followed, and how to verify this pack");
/// The report, to read in a browser.
pub const REPORT_HTML: Known = ("report.html", "The report for reading, in a browser");
/// The report, to print.
pub const REPORT_PDF: Known = ("report.pdf", "The report for reading, to print");
/// The campaign.
pub const CAMPAIGN: Known = ("campaign.json", "The review: its scope, its population in numbers, its sign-off");
/// Who was asked.
pub const REVIEWERS: Known = ("reviewers.jsonl", "Who was asked to decide, one a line");
/// The population as it was.
pub const POPULATION: Known =
    ("population.jsonl", "Who held what when the review was opened, one grant a line; its SHA-256 is in campaign.json");
/// The decisions.
pub const DECISIONS: Known = ("decisions.jsonl", "What was decided on each grant, by whom, when and why");
/// The sign-off.
pub const SIGN_OFF: Known = ("sign-off.json", "Who put their name to the review, when and in which words");
/// The change set.
pub const CHANGES: Known = ("changes.jsonl", "What follows from the decisions, and whether it was seen to be done");
/// The population after.
pub const AFTER: Known = ("population-after.jsonl", "Who holds what after the review, one grant a line");
/// The difference.
pub const DIFFERENCE: Known = ("difference.jsonl", "Which grants went and which came since the review was opened");
/// The findings.
pub const FINDINGS: Known = ("findings.jsonl", "What the audit rules found, one finding a line");
/// The rules.
pub const RULES: Known = ("rules.toml", "The audit rules with the thresholds that were used");
/// The log.
pub const LOG: Known = ("log.jsonl", "The entries of the operators' log about this review, each with its hash");
/// The folder of worksheets as they were returned.
pub const WORKSHEETS: &str = "worksheets";

fn line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

/// Writes `campaign.json`.
///
/// # Errors
/// `out` failed.
pub fn campaign(review: &Review, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &review.campaign)?;
    out.write_all(b"\n")
}

/// Writes `reviewers.jsonl`.
///
/// # Errors
/// `out` failed.
pub fn reviewers(review: &Review, out: &mut dyn Write) -> io::Result<()> {
    review.reviewers.iter().try_for_each(|reviewer| line(out, reviewer))
}

/// Writes `population.jsonl`, and `population-after.jsonl` likewise.
///
/// # Errors
/// `out` failed.
pub fn population(items: &[Item], out: &mut dyn Write) -> io::Result<()> {
    population::write(items, out)
}

/// A decision beside what it was taken on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decided<'r> {
    /// The grant's key.
    pub row: String,
    /// Whose grant.
    pub user: String,
    /// The name to show.
    pub name: &'r str,
    /// The grant in words.
    pub grant: String,
    /// `keep`, `revoke`, `reduce` or `undecided`.
    pub verdict: &'static str,
    /// The role it is reduced to.
    pub to: Option<&'r str>,
    /// Why, in the reviewer's words.
    pub note: &'r str,
    /// Who decided; who was asked, where nobody did.
    pub reviewer: String,
    /// When.
    pub at: Option<DateTime<Utc>>,
    /// SHA-256 of the worksheet it was taken from, if it was.
    pub worksheet: Option<&'r str>,
}

/// Every decision, in the order of the population: for `decisions.jsonl`, and for
/// a table of the report.
pub fn decided(review: &Review) -> impl Iterator<Item = Decided<'_>> {
    use crate::review::{How, Verdict};
    let places = review.items.iter().zip(&review.decisions).zip(&review.assigned).enumerate();
    places.map(|(at, ((item, decision), assigned))| {
        let asked = review.reviewers.get(*assigned).map(crate::review::Reviewer::said).unwrap_or_default();
        let decision = decision.as_ref();
        Decided {
            row: item.row_key(&review.campaign.id, at + 1),
            user: item.full_name(),
            name: &item.name,
            grant: item.said(),
            verdict: decision.map_or("undecided", |decision| decision.verdict.word()),
            to: decision.and_then(|decision| match &decision.verdict {
                Verdict::Reduce { to } => Some(to.as_str()),
                _ => None,
            }),
            note: decision.map(|decision| decision.note.as_str()).unwrap_or_default(),
            reviewer: decision.map_or(asked, |decision| decision.by_name.clone()),
            at: decision.map(|decision| decision.at),
            worksheet: decision.and_then(|decision| match &decision.how {
                How::Worksheet { sha256 } => Some(sha256.as_str()),
                How::Direct => None,
            }),
        }
    })
}

/// Writes `decisions.jsonl`.
///
/// # Errors
/// `out` failed.
pub fn decisions(review: &Review, out: &mut dyn Write) -> io::Result<()> {
    decided(review).try_for_each(|decided| line(out, &decided))
}

/// Writes `sign-off.json`.
///
/// # Errors
/// `out` failed.
pub fn sign_off(sign_off: &SignOff, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, sign_off)?;
    out.write_all(b"\n")
}

/// Writes `changes.jsonl`: what follows, and whether it is proven to be done.
///
/// # Errors
/// `out` failed.
pub fn changes(review: &Review, remedies: &[Remedy], proof: Option<&Proof>, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Change<'a> {
        user: String,
        rows: Vec<String>,
        operations: Vec<crate::review::Operation>,
        proof: Option<&'a Proven>,
    }
    remedies.iter().enumerate().try_for_each(|(at, remedy)| {
        let change = Change {
            user: format!("{}/{}", remedy.userstore, remedy.username),
            rows: remedy.items.iter().filter_map(|item| review.row_key(*item)).collect(),
            operations: remedy.operations(),
            proof: proof.and_then(|proof| proof.each.get(at)),
        };
        line(out, &change)
    })
}

/// Writes `difference.jsonl`.
///
/// # Errors
/// `out` failed.
pub fn difference(before: &[Item], after: &[Item], found: &Difference, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Line<'a> {
        change: &'static str,
        grant: &'a Item,
    }
    let gone = found.gone.iter().filter_map(|at| Some(Line { change: "gone", grant: before.get(*at)? }));
    let new = found.new.iter().filter_map(|at| Some(Line { change: "new", grant: after.get(*at)? }));
    gone.chain(new).try_for_each(|each| line(out, &each))
}
