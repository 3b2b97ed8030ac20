//! The report for reading that stands in a pack of evidence.

use muster_audit::evidence::files;
use muster_audit::evidence::story::{Story, StoryChange};
use muster_audit::review::{Proven, Review};
use muster_report::shown::counted;
use muster_report::{Cell, Document, Fact, Field, Figure, Origin, Rows, Section};

/// Decisions that the report lists; all of them are in `decisions.jsonl`.
const MOST: usize = 2_000;

/// The report of a review.
pub(super) fn document<'a>(review: &'a Review, story: &'a Story, origin: Origin) -> Document<'a> {
    let (grants, users, privileged) = story.population;
    let progress = story.progress;
    let (at, by, due) = &story.opened;
    let mut facts = vec![
        Fact::new("review", "Review", Cell::from(story.id.as_str())),
        Fact::new("opened", "Opened", Cell::Time(*at)),
        Fact::new("opened_by", "Opened by", Cell::from(by.as_str())),
        Fact::new("due", "Due", Cell::from(due.to_string().as_str())),
        Fact::new("population_sha256", "SHA-256 of the population", Cell::from(story.population_sha256.as_str())),
        Fact::new("fingerprint", "Key that signs this", Cell::from(story.teller.fingerprint.as_str())),
    ];
    if let Some(sign_off) = &story.sign_off {
        facts.push(Fact::new("signed_by", "Signed off by", Cell::from(sign_off.by.as_str())));
        facts.push(Fact::new("signed_at", "Signed off", Cell::Time(sign_off.at)));
        facts.push(Fact::new("statement", "Statement", Cell::from(sign_off.statement.as_str())));
    }
    let mut notes: Vec<String> = story.completeness.iter().map(|said| format!("{said}.")).collect();
    if let Some(because) = &story.incomplete_because {
        notes.push(format!("Opened all the same, because: {because}"));
    }
    for said in story.proof.iter().flatten() {
        notes.push(format!("Looked at afterwards: {said}."));
    }
    Document {
        report: "review".to_owned(),
        kind: "Access review".to_owned(),
        title: story.title.clone(),
        answer: answer(story),
        origin,
        period: Some((at.date_naive(), story.sign_off.as_ref().map_or(*due, |sign_off| sign_off.at.date_naive()))),
        rule: Some("Every grant of those whom the filter finds, direct and through groups, was frozen when the review was opened and decided on by whoever was asked; nobody decides on themselves.".to_owned()),
        filter: story.filter.clone(),
        facts,
        figures: vec![
            Figure::new("grants", "Grants", Cell::count(grants), "decided on"),
            Figure::new("users", "Users", Cell::count(users), "who hold them"),
            Figure::new("privileged", "Privileged", Cell::count(privileged), "of the grants"),
            Figure::new("keep", "Kept", Cell::count(progress.keep), ""),
            Figure::new("revoke", "Revoked", Cell::count(progress.revoke), ""),
            Figure::new("reduce", "Reduced", Cell::count(progress.reduce), "another role in their place"),
        ],
        notes,
        chart: None,
        sections: vec![reviewers(story), changes(story), decisions(review)],
        counted: vec![
            "A grant says that a user holds a role on the instance, a group or a project, directly or through one group. What comes through two groups is two grants.".to_owned(),
            "A change is done when the first snapshot taken after the sign-off no longer has the old grant, and has the new role where one was given.".to_owned(),
            "The whole population, every decision with its note, the worksheets and the log are beside this report, listed with their SHA-256 in manifest.json.".to_owned(),
        ],
    }
}

fn answer(story: &Story) -> String {
    let progress = story.progress;
    let (grants, _, _) = story.population;
    let decided = format!(
        "Of {} grants {} are kept, {} revoked and {} reduced.",
        counted(grants),
        counted(progress.keep),
        counted(progress.revoke),
        counted(progress.reduce)
    );
    let (done, all) = (story.done(), story.changes.len());
    let followed = match (&story.sign_off, &story.proof, all) {
        (None, _, _) => "The review is still open.".to_owned(),
        (_, _, 0) => "Nothing had to change.".to_owned(),
        (_, None, all) => format!("{all} changes follow; nobody has looked yet whether they are done."),
        (_, Some(_), all) if done == all => format!("{all} changes follow, and all were seen to be done."),
        (_, Some(_), all) => format!("{all} changes follow: {done} were seen to be done, {} were not.", all - done),
    };
    format!("{decided} {followed}")
}

fn reviewers(story: &Story) -> Section<'static> {
    let rows = story.reviewers.iter().map(|reviewer| {
        vec![
            Cell::from(reviewer.name.as_str()),
            Cell::from(reviewer.asked_as),
            Cell::count(reviewer.progress.all()),
            Cell::count(reviewer.progress.keep),
            Cell::count(reviewer.progress.revoke),
            Cell::count(reviewer.progress.reduce),
            reviewer.between.map_or(Cell::Empty, |(_, last)| Cell::Time(last)),
        ]
    });
    Section {
        key: "reviewers".to_owned(),
        title: "Who decided".to_owned(),
        said: "Everyone who was asked, and what they decided.".to_owned(),
        fields: vec![
            Field::text("reviewer", "Reviewer", 2.2),
            Field::text("asked_as", "Asked as", 1.0),
            Field::number("grants", "Grants"),
            Field::number("keep", "Kept"),
            Field::number("revoke", "Revoked"),
            Field::number("reduce", "Reduced"),
            Field::date("last", "Last decision"),
        ],
        rows: Rows::Held(rows.collect()),
        main: false,
        empty: "Nobody was asked.".to_owned(),
    }
}

fn standing(change: &StoryChange) -> String {
    match &change.standing {
        None => "not looked at yet".to_owned(),
        Some(Proven::Done { gone: true, .. }) => "done: the account is gone".to_owned(),
        Some(Proven::Done { still, .. }) if still.is_empty() => "done".to_owned(),
        Some(Proven::Done { still, .. }) => format!("done, though still held: {}", still.join("; ")),
        Some(Proven::Outstanding { why }) => format!("NOT DONE: {why}"),
    }
}

fn changes(story: &Story) -> Section<'static> {
    let rows = story.changes.iter().take(MOST).map(|change| {
        vec![
            Cell::from(change.user.as_str()),
            Cell::from(change.what.as_str()),
            Cell::from(change.decided_by.as_str()),
            change.decided_at.map_or(Cell::Empty, Cell::Time),
            Cell::from(change.note.as_str()),
            Cell::from(standing(change).as_str()),
        ]
    });
    Section {
        key: "changes".to_owned(),
        title: "What followed".to_owned(),
        said: "What was to be done to whom, who decided it, and whether it was seen to be done.".to_owned(),
        fields: vec![
            Field::text("user", "User", 1.6),
            Field::text("what", "What", 1.8),
            Field::text("decided_by", "Decided by", 1.4),
            Field::date("decided_at", "Decided"),
            Field::text("note", "Why", 1.2),
            Field::text("standing", "Done", 1.4),
        ],
        rows: Rows::Held(rows.collect()),
        main: false,
        empty: "Nothing had to change.".to_owned(),
    }
}

fn decisions(review: &Review) -> Section<'static> {
    let all = review.items.len();
    let rows = files::decided(review).zip(&review.items).take(MOST).map(|(decided, item)| {
        vec![
            Cell::from(decided.row.as_str()),
            Cell::from(decided.user.as_str()),
            Cell::from(decided.grant.as_str()),
            Cell::from(if item.privileged == Some(true) { "yes" } else { "no" }),
            Cell::from(decided.to.map_or(decided.verdict.to_owned(), |to| format!("reduce to {to}")).as_str()),
            Cell::from(decided.reviewer.as_str()),
            decided.at.map_or(Cell::Empty, Cell::Time),
            Cell::from(decided.note),
        ]
    });
    let said = if all > MOST {
        format!("The first {} of {} grants; all are in decisions.jsonl.", counted(MOST as u64), counted(all as u64))
    } else {
        "Every grant, what was decided on it, and by whom.".to_owned()
    };
    Section {
        key: "decisions".to_owned(),
        title: "Decisions".to_owned(),
        said,
        fields: vec![
            Field::text("row", "Row", 0.9),
            Field::text("user", "User", 1.3),
            Field::text("grant", "Grant", 1.8),
            Field::text("privileged", "Privileged", 0.7),
            Field::text("decision", "Decision", 1.0),
            Field::text("reviewer", "Reviewer", 1.4),
            Field::date("at", "When"),
            Field::text("note", "Why", 1.2),
        ],
        rows: Rows::Held(rows.collect()),
        main: true,
        empty: "There is not a single grant.".to_owned(),
    }
}
