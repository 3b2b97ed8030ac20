//! What `muster review` prints.

use super::super::Context;
use crate::exit::Exit;
use crate::output::{day, json, line, number, say};
use crate::table::{Facts, Listing};
use muster_app::Result;
use muster_app::api::reviews::{
    ProofPage, ReviewDecision, ReviewDetail, ReviewGlance, ReviewItemsPage, ReviewPreview, ReviewProgress, ReviewState,
    ReviewerGlance, ReviewerKind, Verdict,
};
use muster_model::LastSeen;
use muster_model::seen::SeenStatus;
use serde_json::json;

const fn all(progress: ReviewProgress) -> u64 {
    progress.keep + progress.revoke + progress.reduce + progress.undecided
}

const fn done(progress: ReviewProgress) -> u64 {
    progress.keep + progress.revoke + progress.reduce
}

const fn kind(kind: ReviewerKind) -> &'static str {
    match kind {
        ReviewerKind::Manager => "manager",
        ReviewerKind::GroupOwner => "group owner",
        ReviewerKind::Named => "named",
    }
}

fn how_far(review: &ReviewGlance) -> String {
    match (review.state, review.days_left) {
        (ReviewState::Closed, _) => match review.proof {
            Some(proof) if proof.outstanding == 0 => "closed, done".to_owned(),
            Some(proof) => format!("closed, {} outstanding", number(proof.outstanding)),
            None => "closed".to_owned(),
        },
        (ReviewState::Open, Some(left)) if left < 0 => format!("open, {} days overdue", -left),
        (ReviewState::Open, Some(left)) => format!("open, {left} days left"),
        (ReviewState::Open, None) => "open".to_owned(),
    }
}

pub fn list(context: &Context) -> Result<Exit> {
    let reviews = context.look()?.reviews_list(context.as_of())?;
    if context.cli.json {
        json(&json!({ "reviews": reviews }))?;
        return Ok(Exit::Done);
    }
    let mut table = Listing::new(&["Review", "Title", "How far", "Decided#", "Grants#", "Due", "Opened", "By"]);
    for review in &reviews {
        table.words(vec![
            review.id.clone(),
            review.title.clone(),
            how_far(review),
            number(done(review.progress)),
            number(review.grants),
            review.due.to_string(),
            day(Some(review.opened_at)),
            review.opened_by.clone(),
        ]);
    }
    line(&table.render()?)?;
    if reviews.is_empty() {
        say("There is no review yet. Open one with: muster review open --title TITLE");
    }
    Ok(Exit::Done)
}

pub fn status(context: &Context, review: &str) -> Result<Exit> {
    let found = context.look()?.review_show(review, context.as_of())?;
    if context.cli.json {
        json(&found)?;
    } else {
        detail(&found)?;
    }
    Ok(Exit::Done)
}

fn reviewers(reviewers: &[ReviewerGlance]) -> Result<String> {
    let mut table =
        Listing::new(&["Reviewer", "Name", "Asked as", "Grants#", "Decided#", "Keep#", "Revoke#", "Reduce#"]);
    for reviewer in reviewers {
        let progress = reviewer.progress;
        let name = match &reviewer.email {
            Some(email) => format!("{} <{email}>", reviewer.name),
            None => reviewer.name.clone(),
        };
        table.words(vec![
            reviewer.key.clone(),
            name,
            kind(reviewer.kind).to_owned(),
            number(all(progress)),
            number(done(progress)),
            number(progress.keep),
            number(progress.revoke),
            number(progress.reduce),
        ]);
    }
    table.render()
}

pub fn detail(found: &ReviewDetail) -> Result<()> {
    let review = &found.glance;
    let mut facts = Facts::default();
    facts.line("Review", review.id.clone());
    facts.line("Title", review.title.clone());
    facts.line("How far", how_far(review));
    let scope = if review.filter.is_empty() { "everyone".to_owned() } else { review.filter.clone() };
    facts.line("Scope", scope);
    facts.line("Opened", format!("{} UTC by {}", review.opened_at.format("%Y-%m-%d %H:%M"), review.opened_by));
    facts.line("Due", review.due.to_string());
    facts.line(
        "Population",
        format!(
            "{} grants of {} users, {} privileged",
            number(review.grants),
            number(review.users),
            number(review.privileged)
        ),
    );
    facts.line("SHA-256", found.population_sha256.clone());
    for one in &found.completeness {
        let whole = format!("{}: all {} users of the source were read", one.userstore, number(one.rows));
        facts.line("Completeness", one.gap.clone().unwrap_or(whole));
    }
    if let Some(because) = &found.incomplete_because {
        facts.line("Opened because", because.clone());
    }
    let progress = review.progress;
    facts.line(
        "Decided",
        format!(
            "{} of {}: {} keep, {} revoke, {} reduce",
            number(done(progress)),
            number(all(progress)),
            number(progress.keep),
            number(progress.revoke),
            number(progress.reduce)
        ),
    );
    if let Some(sign_off) = &found.sign_off {
        let at = sign_off.at.format("%Y-%m-%d %H:%M");
        facts.line("Signed off", format!("{at} UTC by {}: {}", sign_off.by, sign_off.statement));
        facts.line("To do", number(found.remedies));
    }
    for change in &found.changes {
        let far = format!("{:?}", change.status).to_lowercase();
        facts.line("Change", format!("{}: {} ({far})", change.change, change.title));
    }
    if let Some(proof) = review.proof {
        facts.line("Proof", format!("{} done, {} outstanding", number(proof.done), number(proof.outstanding)));
    }
    line(&facts.render())?;
    line("")?;
    line(&reviewers(&review.reviewers)?)
}

pub fn preview(context: &Context, found: &ReviewPreview) -> Result<Exit> {
    if context.cli.json {
        json(found)?;
    } else {
        let mut facts = Facts::default();
        facts.line("Review", found.id.clone());
        facts.line("Users found", number(found.matched));
        let held = (number(found.grants), number(found.users), number(found.privileged));
        facts.line("Population", format!("{} grants of {} users, {} privileged", held.0, held.1, held.2));
        for one in &found.completeness {
            let whole = format!("{}: all {} users of the source were read", one.userstore, number(one.rows));
            facts.line("Completeness", one.gap.clone().unwrap_or(whole));
        }
        for role in &found.untold {
            let asked =
                format!("{}/{} ({} grants): privileged or not?", role.userstore, role.name, number(role.grants));
            facts.line("Role", asked);
        }
        line(&facts.render())?;
        line("")?;
        line(&reviewers(&found.reviewers)?)?;
        found.refusals.iter().for_each(|refusal| say(&refusal.message));
    }
    Ok(if found.refusals.is_empty() { Exit::Done } else { Exit::Failed })
}

fn seen(seen: &LastSeen) -> String {
    match (seen.status, seen.at) {
        (SeenStatus::Seen, at @ Some(_)) => day(at),
        (SeenStatus::Never, _) => "never".to_owned(),
        (SeenStatus::NotCollected, _) => "not collected".to_owned(),
        _ => "unknown".to_owned(),
    }
}

fn decision(decision: Option<&ReviewDecision>) -> String {
    match decision {
        None => String::new(),
        Some(decision) => match (decision.verdict, &decision.to) {
            (Verdict::Keep, _) => "keep".to_owned(),
            (Verdict::Revoke, _) => "revoke".to_owned(),
            (Verdict::Reduce, to) => format!("reduce to {}", to.as_deref().unwrap_or_default()),
        },
    }
}

pub fn items(context: &Context, page: &ReviewItemsPage) -> Result<Exit> {
    if context.cli.json {
        json(page)?;
        return Ok(Exit::Done);
    }
    let mut table = Listing::new(&[
        "Row",
        "Who",
        "Role",
        "Scope",
        "Through",
        "Privileged",
        "Since",
        "Last seen",
        "Peers",
        "Reviewer",
        "Decision",
        "Note",
    ]);
    for item in &page.items {
        let peers = item.peers.as_ref();
        table.words(vec![
            item.key.clone(),
            format!("{}/{}", item.userstore, item.username),
            item.role.clone(),
            item.scope.to_string(),
            item.through.clone().unwrap_or_else(|| "direct".to_owned()),
            if item.privileged { "yes" } else { "no" }.to_owned(),
            day(item.since),
            seen(&item.last_seen),
            peers.map(|peers| format!("{} of {} in {}", peers.holding, peers.all, peers.of)).unwrap_or_default(),
            item.reviewer.clone(),
            decision(item.decision.as_ref()),
            item.decision.as_ref().map(|decision| decision.note.clone()).unwrap_or_default(),
        ]);
    }
    line(&table.render()?)?;
    say(&format!("{} of {} grants.", number(page.items.len() as u64), number(page.total)));
    Ok(Exit::Done)
}

pub fn closing(context: &Context, review: &str) -> Result<Exit> {
    let found = context.look()?.review_closing(review)?;
    if context.cli.json {
        json(&found)?;
    } else {
        for left in &found.left {
            line(&format!("{} has {} left to decide", left.name, number(left.grants)))?;
        }
        for remedy in &found.remedies {
            line(&format!("{}: {}", remedy.target, remedy.what))?;
        }
        let more = found.remedies_total - found.remedies.len() as u64;
        if more > 0 {
            line(&format!("and {} more", number(more)))?;
        }
        found.refusals.iter().for_each(|refusal| say(refusal));
    }
    Ok(if found.refusals.is_empty() { Exit::Done } else { Exit::Failed })
}

pub fn proof(context: &Context, page: &ProofPage) -> Result<Exit> {
    if context.cli.json {
        json(page)?;
    } else {
        let mut table = Listing::new(&["User", "What", "Done", "Why not, or what else"]);
        for row in &page.rows {
            let done = match (row.done, row.gone) {
                (true, true) => "yes, gone",
                (true, false) => "yes",
                (false, _) => "no",
            };
            let also = match &row.why {
                Some(why) => why.clone(),
                None if row.still.is_empty() => String::new(),
                None => format!("still held: {}", row.still.join("; ")),
            };
            table.words(vec![row.remedy.target.clone(), row.remedy.what.clone(), done.to_owned(), also]);
        }
        line(&table.render()?)?;
        say(&format!("{} done, {} outstanding.", number(page.counts.done), number(page.counts.outstanding)));
    }
    Ok(if page.counts.outstanding > 0 { Exit::Failed } else { Exit::Done })
}
