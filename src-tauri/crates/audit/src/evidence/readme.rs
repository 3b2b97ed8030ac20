//! `README.txt`: what happened, for someone who was not there, and how to verify
//! the pack without Muster.

use super::manifest::{KEY, MANIFEST, SIGNATURE, SUMS};
use super::story::{Story, StoryChange, shown};
use crate::review::{Progress, Proven};
use muster_report::display::clean;

/// How wide a line is, in characters.
const WIDTH: usize = 78;
/// How many changes are told; all are in `changes.jsonl`.
const MOST: usize = 200;

/// The text. `files` are the others of the pack: paths, and what they hold.
#[must_use]
pub fn readme(story: &Story, files: &[(String, String)]) -> String {
    let mut out = Text(String::new());
    out.title(&format!("Access review: {}", story.title));
    answer(&mut out, story);
    out.heading("What was reviewed");
    facts(&mut out, story);
    out.heading("Who decided");
    for reviewer in &story.reviewers {
        let when = match reviewer.between {
            Some((first, last)) if first == last => format!(" on {}", shown(first)),
            Some((first, last)) => format!(" from {} to {}", shown(first), shown(last)),
            None => String::new(),
        };
        let (name, asked_as) = (&reviewer.name, reviewer.asked_as);
        out.item(&format!("{name}, asked as {asked_as}: {}{when}", numbers(reviewer.progress)));
    }
    out.heading("Sign-off");
    match &story.sign_off {
        Some(sign_off) => {
            out.paragraph(&format!("{} on {}: \"{}\"", sign_off.by, shown(sign_off.at), sign_off.statement));
        }
        None => out.paragraph("The review is still open. Nobody has put their name to it."),
    }
    out.heading("What followed");
    changes(&mut out, story);
    out.heading("What is in this pack");
    for (path, about) in files {
        out.item(&format!("{path}: {about}"));
    }
    out.heading("How to verify it");
    verification(&mut out, story);
    out.0
}

/// `1 grant`, `2 grants`.
fn count(number: u64, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

fn numbers(progress: Progress) -> String {
    let Progress { keep, revoke, reduce, .. } = progress;
    let mut said = format!("{}: {keep} kept, {revoke} revoked, {reduce} reduced", count(progress.all(), "grant"));
    if progress.undecided > 0 {
        said.push_str(&format!(", {} not decided", progress.undecided));
    }
    said
}

fn answer(out: &mut Text, story: &Story) {
    out.paragraph(&format!("{}.", numbers(story.progress)));
    let (done, all) = (story.done(), story.changes.len());
    out.paragraph(&match (&story.proof, all) {
        (_, 0) => "Nothing had to change.".to_owned(),
        (None, all) => format!("To be changed: {all}. Nobody has looked yet whether that was done."),
        (Some(_), all) if done == all => format!("To be changed: {all}. All of it was seen to be done."),
        (Some(_), all) => format!("To be changed: {all}. Seen to be done: {done}. Not done: {}.", all - done),
    });
}

fn facts(out: &mut Text, story: &Story) {
    let (grants, users, privileged) = story.population;
    let (at, by, due) = &story.opened;
    out.item(&format!("Realm: {}", story.teller.realm));
    out.item(&format!("Review: {}, opened {} by {by}, due {due}", story.id, shown(*at)));
    let scope = if story.filter.is_empty() { "everyone" } else { &story.filter };
    out.item(&format!("Scope: {scope}"));
    out.item(&format!(
        "Population: {} of {}, {privileged} of them privileged",
        count(grants, "grant"),
        count(users, "user")
    ));
    for said in &story.completeness {
        out.item(&format!("Completeness: {said}"));
    }
    if let Some(because) = &story.incomplete_because {
        out.item(&format!("Opened all the same, because: {because}"));
    }
    out.item(&format!("SHA-256 of the population: {}", story.population_sha256));
}

fn changes(out: &mut Text, story: &Story) {
    match &story.proof {
        Some(snapshots) => snapshots.iter().for_each(|said| out.item(&format!("Looked at: {said}"))),
        None => out.paragraph("No userstore was looked at after the review."),
    }
    for change in story.changes.iter().take(MOST) {
        out.item(&told(change));
    }
    if story.changes.len() > MOST {
        out.paragraph(&format!("{} more are in changes.jsonl.", story.changes.len() - MOST));
    }
}

fn told(change: &StoryChange) -> String {
    let when = change.decided_at.map(|at| format!(" on {}", shown(at))).unwrap_or_default();
    let note = if change.note.is_empty() { String::new() } else { format!(", because \"{}\"", change.note) };
    let standing = match &change.standing {
        None => "Not looked at yet".to_owned(),
        Some(Proven::Done { gone: true, .. }) => "Done: the account is gone".to_owned(),
        Some(Proven::Done { still, .. }) if still.is_empty() => "Done".to_owned(),
        Some(Proven::Done { still, .. }) => format!("Done, though the user still holds {}", still.join(" and ")),
        Some(Proven::Outstanding { why }) => format!("NOT DONE: {why}"),
    };
    format!("{}: {}. Decided by {}{when}{note}. {standing}", change.user, change.what, change.decided_by)
}

fn verification(out: &mut Text, story: &Story) {
    let teller = &story.teller;
    out.paragraph("With Muster, on any machine, without a vault:");
    out.code("muster evidence verify PACK");
    out.paragraph("Without it, in the unpacked folder. Every file is as it was listed if this says so:");
    out.code(&format!("sha256sum --check {SUMS}"));
    out.paragraph(&format!("{SUMS} lists {MANIFEST} too, which is as it was signed if this says so:"));
    out.code(&format!("openssl pkeyutl -verify -pubin -inkey {KEY} -rawin -in {MANIFEST} -sigfile {SIGNATURE}"));
    out.paragraph("The key is the operator's if its fingerprint, which this prints, is the one below. Ask the operator for it by another way than this pack came:");
    out.code(&format!("openssl pkey -pubin -in {KEY} -outform DER | sha256sum"));
    out.code(&teller.fingerprint);
    out.paragraph(&format!("Written {} by {} with Muster {}.", shown(teller.at), teller.by, teller.version));
}

/// Lines of at most [`WIDTH`] characters. What people wrote is shown, never
/// carried out by a terminal.
struct Text(String);

impl Text {
    fn title(&mut self, text: &str) {
        let text = clean(text);
        self.wrapped(&text, "", "");
        self.0.push_str(&"=".repeat(text.chars().count().clamp(3, WIDTH)));
        self.0.push('\n');
    }

    fn heading(&mut self, text: &str) {
        self.0.push_str(&format!("\n{text}\n{}\n", "-".repeat(text.chars().count())));
    }

    fn paragraph(&mut self, text: &str) {
        if !self.0.ends_with("--\n") {
            self.0.push('\n');
        }
        self.wrapped(&clean(text), "", "");
    }

    fn item(&mut self, text: &str) {
        self.wrapped(&clean(text), "- ", "  ");
    }

    fn code(&mut self, text: &str) {
        self.0.push_str(&format!("\n    {text}\n"));
    }

    fn wrapped(&mut self, text: &str, first: &str, next: &str) {
        let mut line = first.to_owned();
        let mut empty = true;
        for word in text.split_whitespace() {
            if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.0.push_str(&line);
                self.0.push('\n');
                line = next.to_owned();
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        self.0.push_str(&line);
        self.0.push('\n');
    }
}
