//! `muster evidence`.

use super::Context;
use crate::args::evidence::Evidence;
use crate::exit::Exit;
use crate::output::{json, line, number, say};
use crate::progress;
use crate::table::Facts;
use muster_app::Result;
use muster_app::api::reviews::{MakeEvidence, VerifiedEvidence, VerifyEvidence};
use muster_app::reviews::evidence_verify;

pub fn evidence(context: &Context, command: &Evidence) -> Result<Exit> {
    match command {
        Evidence::Make { review, output, overwrite } => {
            let request = MakeEvidence {
                review: review.clone(),
                path: output.to_string_lossy().into_owned(),
                overwrite: *overwrite,
            };
            let made = context.take_out()?.evidence_make(&request, &progress::job(), context.now)?;
            if context.cli.json {
                json(&made)?;
            } else {
                let (files, bytes) = (number(made.files.len() as u64), number(made.bytes));
                say(&format!("{}: {files} files, {bytes} bytes. It is not encrypted.", made.path));
                say("Signed with the key of this fingerprint; tell it to whoever verifies the pack, by another way:");
                line(&made.fingerprint)?;
            }
            Ok(Exit::Done)
        }
        Evidence::Verify { pack, fingerprint } => {
            let request =
                VerifyEvidence { path: pack.to_string_lossy().into_owned(), fingerprint: fingerprint.clone() };
            let found = evidence_verify(&request)?;
            if context.cli.json {
                json(&found)?;
            } else {
                verified(&found, fingerprint.is_some())?;
            }
            Ok(if found.good { Exit::Done } else { Exit::Failed })
        }
        Evidence::Key => {
            let key = context.take_out()?.evidence_key(context.now)?;
            if context.cli.json {
                json(&key)?;
            } else {
                line(&key.fingerprint)?;
                line(key.pem.trim_end())?;
            }
            Ok(Exit::Done)
        }
    }
}

fn verified(found: &VerifiedEvidence, asked: bool) -> Result<()> {
    for failure in &found.failures {
        line(&format!("{}: {}", failure.path, failure.message))?;
    }
    let more = found.failed - found.failures.len() as u64;
    if more > 0 {
        line(&format!("and {} more", number(more)))?;
    }
    if !found.good {
        say(&format!("{} is NOT as it was signed: {} things fail.", found.path, number(found.failed)));
        return Ok(());
    }
    let mut facts = Facts::default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    facts.line("Pack", found.path.clone());
    facts.line("Review", format!("{} ({})", text(&found.title), text(&found.review)));
    facts.line("Realm", text(&found.realm));
    let made = found.made_at.map(|at| at.format("%Y-%m-%d %H:%M UTC").to_string()).unwrap_or_default();
    facts.line("Made", format!("{made} by {}", text(&found.made_by)));
    facts.line("Files", number(found.files));
    facts.line("Key", text(&found.fingerprint));
    line(&facts.render())?;
    say("Every file is as it was signed.");
    if !asked {
        say("Compare the key's fingerprint with what the operator tells you by another way.");
    }
    Ok(())
}
