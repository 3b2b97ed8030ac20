//! Changing the slot table, so that file and store agree whenever the power
//! goes.
//!
//! `vault.json` and `store.db` cannot be written in one transaction. So: the
//! store first notes which table is about to be written and by whom; then the
//! file is replaced; then one transaction logs the change and clears the note.
//! A crash before the file was replaced leaves a note about a table that never
//! came: it is dropped at the next opening. A crash after it leaves the log
//! entry missing: the next opening writes it, from the note. Either way the
//! passphrase that opens the vault is the one the log tells of.

use crate::header::Header;
use crate::kdf::{Calibration, Kdf};
use crate::keys::LogKey;
use crate::log::{self, Entry};
use crate::passphrase::{self, Typed};
use crate::slot::SlotKind;
use crate::vault::Vault;
use crate::{Error, Result, setting};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, TransactionBehavior};
use secrecy::SecretString;

/// The action of a changed passphrase.
const CHANGED: &str = "operator.passphrase";

impl Vault {
    /// Gives the operator who opened the vault a new passphrase. `current` is
    /// their present one or the recovery key.
    ///
    /// # Errors
    /// [`Error::WrongPassphrase`]; [`Error::Invalid`] for a short new one;
    /// [`Error::ReadOnly`]; or what the disk says. Then the old passphrase is
    /// still the one that opens the vault.
    pub fn change_passphrase(
        &self,
        current: &SecretString,
        new: &SecretString,
        calibration: Calibration,
        now: DateTime<Utc>,
    ) -> Result<()> {
        drop(self.writer()?);
        let new = passphrase::accept(new)?;
        let own =
            self.slot.as_deref().ok_or_else(|| Error::Invalid("this operator has no key slot of their own".into()))?;
        // Keys are derived before the writer is taken: it is not kept waiting.
        let before = self.folder.read_header()?;
        let (key, opened) = before.unlock(&Typed::new(current))?;
        if opened.kind == SlotKind::Passphrase && opened.id.text() != own {
            return Err(Error::WrongPassphrase);
        }
        let mut header = before.clone();
        let bound = header.bound();
        let slot = header
            .slots
            .iter_mut()
            .find(|slot| slot.id.text() == own)
            .ok_or_else(|| Error::damaged("the operator's key slot is missing from vault.json"))?;
        *slot = slot.rewrap(bound, Kdf::new(calibration.cost()?)?, new.as_bytes(), &key)?;
        header.seal(&self.keys.slots);
        self.replace(&before, &header, now)
    }

    fn replace(&self, before: &Header, header: &Header, now: DateTime<Utc>) -> Result<()> {
        let mut writer = self.writer()?;
        if self.folder.read_header()?.mac != before.mac {
            return Err(Error::Busy);
        }
        let operator = &self.opened.operator;
        setting::set(&writer, setting::SLOTS_NEXT, &format!("{} {operator}", header.mac.text()))?;
        self.folder.write_header(header)?;
        let tx = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = settle(&tx, &self.keys.log, header, operator, now).and_then(|()| Ok(tx.commit()?));
        // The passphrase is changed, whatever happens to this transaction:
        // the next opening logs it.
        let _ = done;
        Ok(())
    }
}

/// Brings the store in line with the slot table that lies in the folder.
pub(crate) fn settle(tx: &Connection, key: &LogKey, header: &Header, operator: &str, now: DateTime<Utc>) -> Result<()> {
    let file = header.mac.text();
    let next = setting::get(tx, setting::SLOTS_NEXT)?;
    if next.is_some() {
        setting::unset(tx, setting::SLOTS_NEXT)?;
    }
    if setting::get(tx, setting::SLOTS)?.as_ref() == Some(&file) {
        return Ok(());
    }
    match next.as_deref().and_then(|next| next.split_once(' ')).filter(|(mac, _)| *mac == file) {
        Some((_, by)) => log::append(tx, key, by, now, &Entry::new(CHANGED).target(by))?,
        // The table is authentic, yet not the last one: an older copy was put
        // back, and passphrases changed since open the vault again. That may
        // be a repair, so it is recorded and not refused.
        None => log::append(tx, key, operator, now, &Entry::new("vault.slots_replaced"))?,
    };
    setting::set(tx, setting::SLOTS, &file)
}

#[cfg(test)]
mod tests;
