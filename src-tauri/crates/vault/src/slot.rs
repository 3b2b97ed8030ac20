//! A key slot: the vault key, wrapped under a key from one operator's
//! passphrase or from the recovery key.

use crate::fields::Fields;
use crate::hexed::Hexed;
use crate::kdf::Kdf;
use crate::keys::{Bytes, VaultKey};
use crate::{Error, Result};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// What opens a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SlotKind {
    Passphrase,
    Recovery,
}

impl SlotKind {
    const fn word(self) -> &'static str {
        match self {
            Self::Passphrase => "passphrase",
            Self::Recovery => "recovery",
        }
    }
}

/// What the slot table says around all slots, and every slot is bound to.
#[derive(Clone, Copy)]
pub(crate) struct Bound {
    pub(crate) vault: Hexed<16>,
    pub(crate) format: u32,
}

/// A slot, as `vault.json` has it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Slot {
    pub(crate) id: Hexed<8>,
    pub(crate) kind: SlotKind,
    pub(crate) kdf: Kdf,
    pub(crate) nonce: Hexed<24>,
    /// The vault key, encrypted, and the 16-byte tag.
    pub(crate) wrapped: Hexed<48>,
}

impl Slot {
    /// Wraps the vault key under what `secret` derives to.
    pub(crate) fn wrap(bound: Bound, kind: SlotKind, kdf: Kdf, secret: &[u8], key: &VaultKey) -> Result<Self> {
        let slot = Self { id: Hexed::random()?, kind, kdf, nonce: Hexed::random()?, wrapped: Hexed([0; 48]) };
        slot.sealed(bound, secret, key)
    }

    /// The same slot (its id stays) under a new secret.
    pub(crate) fn rewrap(&self, bound: Bound, kdf: Kdf, secret: &[u8], key: &VaultKey) -> Result<Self> {
        let slot = Self { kdf, nonce: Hexed::random()?, ..self.clone() };
        slot.sealed(bound, secret, key)
    }

    fn sealed(mut self, bound: Bound, secret: &[u8], key: &VaultKey) -> Result<Self> {
        let under = self.kdf.derive(secret)?;
        let payload = Payload { msg: &key.0[..], aad: &self.header(bound) };
        let sealed = cipher(&under)
            .encrypt(&XNonce::from(self.nonce.0), payload)
            .map_err(|_| Error::Internal("the vault key was not wrapped"))?;
        self.wrapped =
            Hexed(sealed.try_into().map_err(|_| Error::Internal("the wrapped vault key has another length"))?);
        Ok(self)
    }

    /// The vault key, if `secret` opens the slot. A wrong secret and a header
    /// altered together with its checksum look alike here: both give `None`.
    pub(crate) fn open(&self, bound: Bound, secret: &[u8]) -> Result<Option<VaultKey>> {
        let under = self.kdf.derive(secret)?;
        let payload = Payload { msg: &self.wrapped.0, aad: &self.header(bound) };
        let Ok(opened) = cipher(&under).decrypt(&XNonce::from(self.nonce.0), payload).map(Zeroizing::new) else {
            return Ok(None);
        };
        let mut key = Zeroizing::new([0; 32]);
        if opened.len() != key.len() {
            return Err(Error::damaged("a key slot of vault.json holds something else than a key"));
        }
        key.copy_from_slice(&opened);
        Ok(Some(VaultKey(key)))
    }

    /// The associated data: everything about the slot but the wrapped key.
    pub(crate) fn header(&self, bound: Bound) -> Vec<u8> {
        Fields::new("muster slot 1")
            .bytes(&bound.vault.0)
            .number(bound.format)
            .bytes(&self.id.0)
            .text(self.kind.word())
            .text(&self.kdf.algorithm)
            .number(self.kdf.version)
            .number(self.kdf.m_kib)
            .number(self.kdf.t)
            .number(self.kdf.p)
            .bytes(&self.kdf.salt.0)
            .done()
    }
}

fn cipher(key: &Bytes) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new((&**key).into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::kdf::Calibration;

    const BOUND: Bound = Bound { vault: Hexed([1; 16]), format: 1 };

    fn fixed() -> Slot {
        let kdf = Kdf { salt: Hexed([2; 32]), ..Kdf::new(Calibration::Floor.cost().unwrap()).unwrap() };
        let slot =
            Slot { id: Hexed([3; 8]), kind: SlotKind::Passphrase, kdf, nonce: Hexed([4; 24]), wrapped: Hexed([0; 48]) };
        slot.sealed(BOUND, b"correct horse battery", &VaultKey(Zeroizing::new([5; 32]))).unwrap()
    }

    #[test]
    fn a_fixed_slot_has_the_bytes_of_an_independent_program() {
        // tests/vectors/wrap.py computed it with other libraries.
        assert_eq!(fixed().wrapped.text(), include_str!("../tests/vectors/wrap.hex").trim());
        assert_eq!(*fixed().open(BOUND, b"correct horse battery").unwrap().unwrap().0, [5; 32]);
        assert!(fixed().open(BOUND, b"correct horse batterz").unwrap().is_none());
    }

    #[test]
    fn every_field_of_the_header_is_authenticated() {
        let change: [fn(&mut Slot, &mut Bound); 10] = [
            |_, b| b.vault.0[0] ^= 1,
            |_, b| b.format += 1,
            |s, _| s.id.0[0] ^= 1,
            |s, _| s.kind = SlotKind::Recovery,
            |s, _| s.kdf.m_kib += 1024,
            |s, _| s.kdf.t += 1,
            |s, _| s.kdf.p += 1,
            |s, _| s.kdf.salt.0[31] ^= 1,
            |s, _| s.nonce.0[0] ^= 1,
            |s, _| s.wrapped.0[47] ^= 1,
        ];
        for (i, change) in change.iter().enumerate() {
            let (mut slot, mut bound) = (fixed(), BOUND);
            change(&mut slot, &mut bound);
            assert!(slot.open(bound, b"correct horse battery").unwrap().is_none(), "field {i} can be changed");
        }
    }
}
