//! `vault.json`: the only file of a vault that is not encrypted. It says how
//! to derive keys and holds the slots; nothing about operators.

use crate::fields::Fields;
use crate::hexed::Hexed;
use crate::keys::{SlotsKey, VaultKey};
use crate::passphrase::Typed;
use crate::slot::{Bound, Slot, SlotKind};
use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The newest format of a vault's folder that this program reads.
pub(crate) const FORMAT: u32 = 1;
/// More than this is no slot table.
pub(crate) const MAX_BYTES: u64 = 1 << 20;
/// More slots would only serve to keep the program deriving keys.
const MAX_SLOTS: usize = 64;

/// The slot table and what keeps it whole.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    pub(crate) format: u32,
    pub(crate) vault: Hexed<16>,
    pub(crate) slots: Vec<Slot>,
    /// SHA-256 of the table: tells a damaged file from a wrong passphrase.
    pub(crate) checksum: Hexed<32>,
    /// The table's MAC under a key from the vault key: tells who wrote it.
    pub(crate) mac: Hexed<32>,
}

/// Read before anything else, so that a newer file is told from a damaged one.
#[derive(Deserialize)]
struct Gate {
    format: i64,
}

impl Header {
    pub(crate) fn new(vault: Hexed<16>, slots: Vec<Slot>, key: &SlotsKey) -> Self {
        let mut header = Self { format: FORMAT, vault, slots, checksum: Hexed([0; 32]), mac: Hexed([0; 32]) };
        header.seal(key);
        header
    }

    /// Brings checksum and MAC up to date with the slots.
    pub(crate) fn seal(&mut self, key: &SlotsKey) {
        let table = self.table();
        self.checksum = Hexed(Sha256::digest(&table).into());
        self.mac = Hexed(key.mac(&table));
    }

    /// Reads the file's bytes. What can be checked without a key is checked:
    /// shape, checksum, and that no derivation is too weak or endless.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self> {
        let broken = |_| Error::damaged("vault.json cannot be read: it is damaged or was altered");
        let gate: Gate = serde_json::from_slice(bytes).map_err(broken)?;
        if gate.format > i64::from(FORMAT) {
            return Err(Error::TooNew { what: "folder", found: gate.format, known: i64::from(FORMAT) });
        }
        let header: Self = serde_json::from_slice(bytes).map_err(broken)?;
        if header.format != FORMAT || header.slots.is_empty() || header.slots.len() > MAX_SLOTS {
            return Err(Error::damaged("vault.json has a format or a number of key slots that no program writes"));
        }
        header.slots.iter().try_for_each(|slot| slot.kdf.check())?;
        if Sha256::digest(header.table())[..] != header.checksum.0 {
            return Err(Error::damaged("vault.json does not match its checksum: it is damaged or was altered"));
        }
        Ok(header)
    }

    /// The file's bytes.
    pub(crate) fn write(&self) -> Result<Vec<u8>> {
        let mut bytes =
            serde_json::to_vec_pretty(self).map_err(|_| Error::Internal("the slot table could not be written"))?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    pub(crate) fn bound(&self) -> Bound {
        Bound { vault: self.vault, format: self.format }
    }

    /// What checksum and MAC cover, independent of how the JSON is laid out.
    fn table(&self) -> Vec<u8> {
        let start = Fields::new("muster slots 1").bytes(&self.vault.0).number(self.format);
        self.slots
            .iter()
            .fold(start, |fields, slot| {
                fields.bytes(&slot.header(self.bound())).bytes(&slot.nonce.0).bytes(&slot.wrapped.0)
            })
            .done()
    }

    /// Tries what was typed on every slot it may belong to; then checks that
    /// the table was written by someone who had the vault key.
    pub(crate) fn unlock(&self, typed: &Typed) -> Result<(VaultKey, &Slot)> {
        for slot in &self.slots {
            let secret = match (slot.kind, &typed.recovery) {
                (SlotKind::Recovery, Some(recovery)) => &recovery.0[..],
                (SlotKind::Recovery, None) => continue,
                (SlotKind::Passphrase, _) => typed.passphrase.as_bytes(),
            };
            let Some(key) = slot.open(self.bound(), secret)? else { continue };
            if !key.keys().slots.fits(&self.table(), &self.mac.0) {
                return Err(Error::damaged("the key slots in vault.json were altered"));
            }
            return Ok((key, slot));
        }
        Err(if typed.mistyped { Error::RecoveryKeyMistyped } else { Error::WrongPassphrase })
    }

    pub(crate) fn is_authentic(&self, key: &SlotsKey) -> bool {
        key.fits(&self.table(), &self.mac.0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::kdf::{Calibration, Kdf};
    use serde_json::{Value, json};

    fn header() -> Header {
        let key = VaultKey::random().unwrap();
        let bound = Bound { vault: Hexed([1; 16]), format: FORMAT };
        let kdf = || Kdf::new(Calibration::Floor.cost().unwrap()).unwrap();
        let slots = vec![Slot::wrap(bound, SlotKind::Passphrase, kdf(), b"a passphrase", &key).unwrap()];
        Header::new(bound.vault, slots, &key.keys().slots)
    }

    fn read(value: &Value) -> Result<Header> {
        Header::read(&serde_json::to_vec(value).unwrap())
    }

    #[test]
    fn any_altered_field_is_damage_and_not_a_wrong_passphrase() {
        let good: Value = serde_json::from_slice(&header().write().unwrap()).unwrap();
        assert!(read(&good).is_ok());
        let other = |value: &Value| match value {
            Value::String(s) if s == "passphrase" => json!("recovery"),
            Value::String(s) => {
                json!(if s.starts_with('a') { s.replacen('a', "b", 1) } else { format!("a{}", &s[1..]) })
            }
            Value::Number(n) => json!(n.as_u64().unwrap() + 1),
            _ => Value::Null,
        };
        let places = [
            "/vault",
            "/slots",
            "/checksum",
            "/slots/0/id",
            "/slots/0/kind",
            "/slots/0/nonce",
            "/slots/0/wrapped",
            "/slots/0/kdf/algorithm",
            "/slots/0/kdf/version",
            "/slots/0/kdf/m_kib",
            "/slots/0/kdf/t",
            "/slots/0/kdf/p",
            "/slots/0/kdf/salt",
        ];
        for place in places {
            let mut bad = good.clone();
            let value = bad.pointer_mut(place).unwrap();
            *value = other(value);
            assert!(matches!(read(&bad), Err(Error::Damaged { .. })), "{place} can be changed");
        }
        let mut more = good.clone();
        more["extra"] = json!(1);
        assert!(matches!(read(&more), Err(Error::Damaged { .. })), "an unknown field was taken");
        let mut newer = good;
        newer["format"] = json!(2);
        assert!(matches!(read(&newer), Err(Error::TooNew { found: 2, .. })));
        for bytes in [&b""[..], b"{", b"[]", b"null", b"{\"format\":\"1\"}", &[0xFF; 64]] {
            assert!(matches!(Header::read(bytes), Err(Error::Damaged { .. })));
        }
    }

    #[test]
    fn a_weakened_header_is_refused_even_with_a_fitting_checksum() {
        let mut weak = header();
        weak.slots[0].kdf.m_kib = 1024;
        weak.checksum = Hexed(Sha256::digest(weak.table()).into());
        assert!(
            matches!(Header::read(&weak.write().unwrap()), Err(Error::Damaged { what, .. }) if what.contains("weaker"))
        );
    }

    #[test]
    fn a_table_that_the_key_did_not_make_is_refused() {
        let mut header = header();
        let stray = header.slots[0].clone();
        header.slots.push(Slot { id: Hexed([9; 8]), ..stray });
        header.checksum = Hexed(Sha256::digest(header.table()).into());
        let header = Header::read(&header.write().unwrap()).unwrap();
        let typed = Typed::new(&"a passphrase".into());
        assert!(matches!(header.unlock(&typed), Err(Error::Damaged { what, .. }) if what.contains("slots")));
        assert!(matches!(header.unlock(&Typed::new(&"another one".into())), Err(Error::WrongPassphrase)));
    }
}
