//! `muster log`.

use super::Context;
use crate::args::log::Log;
use crate::exit::Exit;
use crate::output::{json, line, number, say};
use crate::table::Listing;
use muster_app::Result;
use muster_app::api::audit_log::LogQuery;

pub fn log(context: &Context, command: &Log) -> Result<Exit> {
    let session = context.look()?;
    match command {
        Log::List { limit, before, text } => {
            let page = session.log_page(&LogQuery { before: *before, limit: *limit, text: text.clone() })?;
            if context.cli.json {
                json(&page)?;
                return Ok(Exit::Done);
            }
            let mut table = Listing::new(&["No.#", "When (UTC)", "Operator", "What", "To"]);
            for e in &page.entries {
                table.words(vec![
                    e.seq.to_string(),
                    e.at.format("%Y-%m-%d %H:%M:%S").to_string(),
                    e.operator.clone(),
                    e.action.clone(),
                    e.target.clone().unwrap_or_default(),
                ]);
            }
            line(&table.render()?)?;
            say(&format!("{} of {} entries.", number(page.entries.len() as u64), number(page.total)));
            Ok(Exit::Done)
        }
        Log::Verify => {
            let v = session.log_verify()?;
            if context.cli.json {
                json(&v)?;
            } else if v.ok {
                line(&format!("The log is whole: {} entries, ending in {}.", number(v.entries), v.head))?;
            } else {
                let reason = v.reason.as_deref().unwrap_or("it does not fit the chain");
                let at = v.broken_at.map_or_else(String::new, |seq| format!(" at entry {seq}"));
                line(&format!("The log was altered{at}: {reason}"))?;
            }
            Ok(if v.ok { Exit::Done } else { Exit::Failed })
        }
    }
}
