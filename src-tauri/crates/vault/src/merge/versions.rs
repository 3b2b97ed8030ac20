//! One version per user and snapshot, however many records spoke of the user.

use super::writer::SnapshotWriter;
use crate::Result;
use crate::tables::version::{self, Cause, FieldChange};

/// Adds `later` to what changed before it. A list's entries (`grant`, `group`)
/// cancel their opposites; any other field keeps its first `before`.
pub(crate) fn join(fields: &mut Vec<FieldChange>, later: Vec<FieldChange>) {
    for change in later {
        let entry = matches!(change.name.as_str(), "grant" | "group");
        let known = fields
            .iter()
            .position(|f| f.name == change.name && (!entry || (f.before == change.after && f.after == change.before)));
        match known {
            Some(at) => {
                let first = &mut fields[at];
                first.after = change.after;
                if first.before == first.after {
                    fields.remove(at);
                }
            }
            None => fields.push(change),
        }
    }
}

impl SnapshotWriter<'_> {
    /// Notes what this snapshot changed about a user. Users it made have no
    /// versions: how they began is what they are now, less what came later.
    pub(super) fn note_version(&mut self, user: i64, action: &str, fields: Vec<FieldChange>) -> Result<()> {
        if self.created.contains(user) || (fields.is_empty() && action == "changed") {
            return Ok(());
        }
        if self.versioned.insert(user) {
            return version::add(self.conn, user, self.taken_at, Cause::Snapshot(self.snapshot), action, &fields);
        }
        let (id, known, stored): (i64, String, String) = self
            .conn
            .prepare_cached("SELECT id, action, fields FROM user_version WHERE user_id = ?1 AND snapshot_id = ?2")?
            .query_row((user, self.snapshot), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut all = version::parse(&stored)?;
        join(&mut all, fields);
        let action = if known == "changed" { action } else { &known };
        if all.is_empty() && action == "changed" {
            self.conn.prepare_cached("DELETE FROM user_version WHERE id = ?1")?.execute([id])?;
            self.versioned.remove(user);
        } else {
            self.conn.prepare_cached("UPDATE user_version SET action = ?2, fields = ?3 WHERE id = ?1")?.execute((
                id,
                action,
                version::write(&all),
            ))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_back_leaves_no_trace() {
        let change = |name, before, after| FieldChange::new(name, before, after);
        let mut fields = vec![change("email", Some("a"), Some("b")), change("grant", None, Some("x"))];
        join(&mut fields, vec![change("grant", None, Some("y")), change("email", Some("b"), Some("c"))]);
        assert_eq!(fields.len(), 3);
        assert_eq!(fields[0], change("email", Some("a"), Some("c")));
        join(&mut fields, vec![change("grant", Some("x"), None), change("email", Some("c"), Some("a"))]);
        assert_eq!(fields, [change("grant", None, Some("y"))]);
    }
}
