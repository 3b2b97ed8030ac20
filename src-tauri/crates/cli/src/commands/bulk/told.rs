//! What a change of users did, or would do, as a person reads it.

use super::answer::Answer;
use crate::output::{line, number, say};
use crate::table::Listing;
use muster_app::Result;
use muster_app::api::changes::{ChangePreview, Effect, PreviewRow};
use muster_app::api::users::FieldChange;
use muster_model::{Authority, Userstore, UserstoreKind};

/// Users shown before it says how many more there are.
const SHOWN: usize = 20;

/// What a dry run found.
pub fn preview(answer: &Answer, preview: &ChangePreview) -> Result<()> {
    line(&format!(
        "{}: nothing was changed. Of {}, {} would change{}.",
        answer.title,
        users(answer.matched),
        number(answer.changed),
        rest(answer)
    ))?;
    let changed: Vec<&PreviewRow> =
        preview.rows.iter().filter(|row| row.effect == Effect::Changed).take(SHOWN).collect();
    if !changed.is_empty() {
        line("")?;
        line(&table(&changed)?)?;
        let more = answer.changed.saturating_sub(changed.len() as u64);
        if more > 0 {
            line(&format!("... and {} more.", number(more)))?;
        }
    }
    if answer.pending > 0 {
        say(&format!("{} would wait to be carried out at their source.", number(answer.pending)));
    }
    notes(answer, preview);
    Ok(())
}

/// What was done, and how to take it back.
pub fn report(answer: &Answer, preview: &ChangePreview, stores: &[Userstore]) -> Result<()> {
    line(&format!(
        "{}: of {}, {} changed{}.",
        answer.title,
        users(answer.matched),
        number(answer.changed),
        rest(answer)
    ))?;
    notes(answer, preview);
    let Some(change) = answer.change else { return Ok(()) };
    if answer.pending > 0 {
        let format = format_for(preview, stores);
        say(&format!(
            "{} wait to be carried out at their source. Write them as a file: muster changes export {change} --format {format} -o FILE",
            number(answer.pending)
        ));
    }
    say(&format!("Undo: muster changes undo {change}"));
    Ok(())
}

/// Fields before and after.
pub fn table(rows: &[&PreviewRow]) -> Result<String> {
    let mut table = Listing::new(&["User", "What", "Before", "After"]);
    for row in rows {
        let name = format!("{}/{}", row.userstore, row.username);
        for (i, field) in row.fields.iter().enumerate() {
            let name = if i == 0 { name.clone() } else { String::new() };
            table.words(words(name, field));
        }
    }
    table.render()
}

/// One line of a table of fields before and after.
pub fn words(name: String, field: &FieldChange) -> Vec<String> {
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    vec![name, field.name.clone(), shown(&field.before), shown(&field.after)]
}

fn users(n: u64) -> String {
    if n == 1 { "1 user".to_owned() } else { format!("{} users", number(n)) }
}

fn rest(answer: &Answer) -> String {
    let mut text = String::new();
    if answer.unchanged > 0 {
        text.push_str(&format!(", {} unchanged", number(answer.unchanged)));
    }
    if !answer.refused.is_empty() {
        text.push_str(&format!(", {} refused", number(answer.refused.len() as u64)));
    }
    text
}

/// Warnings, refusals and lines that matched nobody: not data, but to be read.
fn notes(answer: &Answer, preview: &ChangePreview) {
    for warning in &preview.warnings {
        say(&format!("Note: {}", warning.message));
    }
    for refused in answer.refused.iter().take(SHOWN) {
        say(&format!("Refused: {}/{}: {}", refused.userstore, refused.username, refused.reason));
    }
    more(answer.refused.len() as u64, "refused");
    for unmatched in answer.unmatched.iter().take(SHOWN) {
        say(&format!("Line {}, {:?}: {}", unmatched.line, unmatched.text, unmatched.reason));
    }
    more(answer.unmatched_total, "lines");
}

fn more(total: u64, what: &str) {
    if total > SHOWN as u64 {
        say(&format!("... and {} more {what}; --json lists them.", number(total - SHOWN as u64)));
    }
}

/// The file that the source of those who wait can be given.
fn format_for(preview: &ChangePreview, stores: &[Userstore]) -> &'static str {
    let waiting = preview.userstores.iter().find(|share| share.authority == Authority::Mirrored && share.changed > 0);
    let kind = waiting.and_then(|share| stores.iter().find(|s| s.domain == share.userstore)).map(|s| s.kind);
    match kind {
        Some(UserstoreKind::Gitlab) => "gitlab-sh",
        Some(UserstoreKind::Ldap) => "ldif",
        Some(UserstoreKind::Scim) => "scim-bulk",
        _ => "csv",
    }
}
