//! The key hierarchy below the vault key: one key per purpose, so that none
//! says anything about another. Nothing here has `Debug` or `Clone`, and every
//! key is wiped when dropped.

use crate::Result;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// 256 bits.
pub(crate) type Bytes = Zeroizing<[u8; 32]>;

const STORE: &[u8] = b"muster/1/store";
const SLOTS: &[u8] = b"muster/1/slots";
const LOG: &[u8] = b"muster/1/log";

/// The random key from which all others come. Lives only while a slot is
/// made or opened.
pub(crate) struct VaultKey(pub(crate) Bytes);

impl VaultKey {
    pub(crate) fn random() -> Result<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *bytes).map_err(|_| crate::Error::Random)?;
        Ok(Self(bytes))
    }

    /// HKDF-Expand of RFC 5869 with SHA-256 and one block of output. Its
    /// extract step is left out, as the vault key is uniformly random.
    fn derive(&self, purpose: &[u8]) -> Bytes {
        mac(&self.0, &[purpose, &[1]])
    }

    pub(crate) fn keys(&self) -> Keys {
        Keys { store: StoreKey(self.derive(STORE)), slots: SlotsKey(self.derive(SLOTS)), log: LogKey(self.derive(LOG)) }
    }
}

/// The keys an open vault works with.
pub(crate) struct Keys {
    pub(crate) store: StoreKey,
    pub(crate) slots: SlotsKey,
    pub(crate) log: LogKey,
}

/// Encrypts `store.db`.
pub(crate) struct StoreKey(Bytes);

impl StoreKey {
    /// The statement that hands the raw key to SQLCipher. It must be the
    /// first on a connection.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        // Sized beforehand: growing would leave a copy behind.
        let mut text = Zeroizing::new(String::with_capacity(96));
        text.push_str("PRAGMA key = \"x'");
        for byte in self.0.iter() {
            text.push(char::from(DIGITS[usize::from(byte >> 4)]));
            text.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        text.push_str("'\"");
        text
    }
}

/// Authenticates the slot table.
pub(crate) struct SlotsKey(Bytes);

impl SlotsKey {
    pub(crate) fn mac(&self, table: &[u8]) -> [u8; 32] {
        *mac(&self.0, &[table])
    }

    pub(crate) fn fits(&self, table: &[u8], tag: &[u8; 32]) -> bool {
        fits(&self.0, table, tag)
    }
}

/// Authenticates the log's last entry.
pub(crate) struct LogKey(Bytes);

impl LogKey {
    pub(crate) fn mac(&self, head: &[u8]) -> [u8; 32] {
        *mac(&self.0, &[head])
    }

    pub(crate) fn fits(&self, head: &[u8], tag: &[u8; 32]) -> bool {
        fits(&self.0, head, tag)
    }

    /// A key for tests of code that writes a log without a vault around it.
    #[cfg(test)]
    pub(crate) fn fixed() -> Self {
        Self(Zeroizing::new([7; 32]))
    }
}

fn start(key: &Bytes) -> Hmac<Sha256> {
    // A key of the block's size is taken as it is (RFC 2104): one of 32 bytes
    // is padded with zeros. This form of the constructor cannot fail.
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(&key[..]);
    Hmac::<Sha256>::new((&*block).into())
}

fn mac(key: &Bytes, parts: &[&[u8]]) -> Bytes {
    let mut hmac = start(key);
    parts.iter().for_each(|part| hmac.update(part));
    Zeroizing::new(hmac.finalize().into_bytes().into())
}

/// Compares in constant time.
fn fits(key: &Bytes, bytes: &[u8], tag: &[u8; 32]) -> bool {
    let mut hmac = start(key);
    hmac.update(bytes);
    hmac.verify_slice(tag).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_of_the_documented_derivation() {
        // HMAC-SHA256(key = 00..1f, "muster/1/store" || 01), computed with
        // Python's hmac module.
        let key = VaultKey(Zeroizing::new(std::array::from_fn(|i| u8::try_from(i).unwrap_or(0))));
        let pragma = key.keys().store.pragma();
        assert_eq!(&pragma[..16], "PRAGMA key = \"x'");
        assert_eq!(&pragma[16..80], include_str!("../tests/vectors/store_key.hex").trim());
        assert!(pragma.capacity() <= 96 && pragma.ends_with("'\""), "grew, and left a copy of the key behind");
    }

    #[test]
    fn each_purpose_has_its_own_key() {
        let keys = VaultKey(Zeroizing::new([9; 32])).keys();
        assert_ne!(keys.slots.mac(b"x"), keys.log.mac(b"x"));
        assert!(keys.log.fits(b"x", &keys.log.mac(b"x")));
        assert!(!keys.log.fits(b"y", &keys.log.mac(b"x")));
    }
}
