//! Users as a change would have them, wherever they are kept: for whoever asks
//! what would come of it.

use super::moves::Moves;
use super::outcome::{Outcome, Watch, Work};
use super::pass::{Pass, Verdict};
use super::write;
use crate::Result;
use rusqlite::Transaction;

/// Makes users what a change that was looked at wants them to be, also those of
/// userstores that are kept elsewhere, with what earlier changes want of them.
/// Nothing is noted: the caller looks and takes the transaction back.
///
/// # Errors
/// [`crate::Error::PreviewPast`] if the change no longer comes to what it did;
/// what `watch` answers; or if the database fails.
pub fn as_if(tx: &Transaction<'_>, outcome: &Outcome, work: Work<'_>, watch: Watch<'_>) -> Result<()> {
    let mut pass = Pass::new(tx, work.operations, outcome.asked(), work.operator, work.now, Some(work.now))?;
    outcome.again(&mut pass, watch, &mut |pass, _, verdict| {
        let Verdict::Changed(changed) = verdict else { return Ok(()) };
        let mut after = changed.after;
        let moves = Moves::between(&changed.before, &after);
        if moves.holdings() {
            pass.ground.derive(&mut after)?;
        }
        write::user(tx, &changed.before, &after, &moves)
    })
}
