//! The operator's key: Ed25519 (RFC 8032). The vault keeps the secret and hands
//! it over to sign; the public half stands in every pack.

use super::error::EvidenceError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

/// What stands before the 32 bytes of a public key in DER (`SubjectPublicKeyInfo`
/// with the algorithm 1.3.101.112; RFC 8410, section 4).
const DER: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// The secret half. It is wiped when it is dropped, and shows nothing of itself.
pub struct OperatorKey(SigningKey);

impl std::fmt::Debug for OperatorKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OperatorKey(..)")
    }
}

impl OperatorKey {
    /// A key from its 32 random bytes.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Signs.
    #[must_use]
    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.0.sign(bytes).to_bytes()
    }
}

/// The public half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// A key from its 32 bytes in hexadecimal.
    ///
    /// # Errors
    /// [`EvidenceError::Key`] if these are no key, or one that signs anything.
    pub fn from_hex(text: &str) -> Result<Self, EvidenceError> {
        let wrong = || EvidenceError::Key(format!("{:?}", text.chars().take(80).collect::<String>()));
        let bytes: [u8; 32] = hex::decode(text).ok().and_then(|bytes| bytes.try_into().ok()).ok_or_else(wrong)?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| wrong())?;
        if key.is_weak() { Err(wrong()) } else { Ok(Self(key)) }
    }

    /// Its 32 bytes in hexadecimal.
    #[must_use]
    pub fn to_hex(&self) -> String {
        hex::encode(self.0.as_bytes())
    }

    /// As DER, 44 bytes.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        [DER.as_slice(), self.0.as_bytes()].concat()
    }

    /// As PEM, which openssl reads.
    #[must_use]
    pub fn to_pem(&self) -> String {
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(self.to_der()))
    }

    /// What people compare: SHA-256 of its DER, in hexadecimal.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        hex::encode(Sha256::digest(self.to_der()))
    }

    /// Whether a signature is of these bytes and by this key.
    #[must_use]
    pub fn verifies(&self, bytes: &[u8], signature: &[u8; 64]) -> bool {
        self.0.verify_strict(bytes, &Signature::from_bytes(signature)).is_ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// RFC 8032, section 7.1, test 2.
    #[test]
    fn it_signs_as_the_standard_says() {
        let seed = hex::decode("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb").unwrap();
        let key = OperatorKey::from_seed(&seed.try_into().unwrap());
        assert_eq!(key.public().to_hex(), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        let signature = key.sign(&[0x72]);
        assert_eq!(
            hex::encode(signature),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
             085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        );
        assert!(key.public().verifies(&[0x72], &signature));
        assert!(!key.public().verifies(&[0x73], &signature));
        assert_eq!(format!("{key:?}"), "OperatorKey(..)");
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let key = OperatorKey::from_seed(&[7; 32]).public();
        assert_eq!(PublicKey::from_hex(&key.to_hex()).unwrap(), key);
        for wrong in
            ["", "00", "zz", &"00".repeat(32), &format!("02{}", "00".repeat(31)), &format!("01{}", "00".repeat(31))]
        {
            assert!(PublicKey::from_hex(wrong).is_err(), "{wrong}");
        }
        assert!(key.to_pem().starts_with("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA"));
    }
}
