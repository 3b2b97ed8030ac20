//! The recovery key: 256 random bits for a sheet of paper.
//!
//! Printed as 56 symbols of Crockford's base 32 in 14 groups of four: 32
//! bytes of key and the first 3 bytes of SHA-256("muster recovery 1" || key),
//! which catch typing errors. Read back in any case, with or without spaces
//! and dashes, with O for 0 and I or L for 1.

use crate::fields::Fields;
use crate::keys::Bytes;
use crate::{Error, Result};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SYMBOLS: usize = 56;
const GROUP: usize = 4;

/// A key that opens the vault when the passphrase is lost.
pub struct RecoveryKey(pub(crate) Bytes);

/// What a text is, as a recovery key.
pub(crate) enum Reading {
    Key(RecoveryKey),
    /// 56 symbols whose checksum does not fit.
    Mistyped,
    Other,
}

impl RecoveryKey {
    pub(crate) fn random() -> Result<Self> {
        let mut key = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *key).map_err(|_| Error::Random)?;
        Ok(Self(key))
    }

    /// The key as it is printed. It is stored nowhere: show it once.
    #[must_use]
    pub fn text(&self) -> SecretString {
        let mut bytes = Zeroizing::new([0; 35]);
        bytes[..32].copy_from_slice(&self.0[..]);
        bytes[32..].copy_from_slice(&checksum(&self.0));
        let mut text = String::with_capacity(SYMBOLS + SYMBOLS / GROUP);
        for i in 0..SYMBOLS {
            if i > 0 && i % GROUP == 0 {
                text.push('-');
            }
            let value = (0..5).fold(0, |value, bit| {
                let at = i * 5 + bit;
                value << 1 | usize::from(bytes[at / 8] >> (7 - at % 8) & 1)
            });
            text.push(char::from(ALPHABET[value]));
        }
        text.into()
    }
}

fn checksum(key: &Bytes) -> [u8; 3] {
    let digest = Sha256::digest(Zeroizing::new(Fields::new("muster recovery 1").bytes(&key[..]).done()));
    [digest[0], digest[1], digest[2]]
}

/// Reads a recovery key as people type it.
pub(crate) fn read(text: &SecretString) -> Reading {
    let mut bytes = Zeroizing::new([0_u8; 35]);
    let mut count = 0;
    for c in text.expose_secret().chars() {
        if c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '_' | '.') {
            continue;
        }
        let Some(value) = value(c) else { return Reading::Other };
        if count == SYMBOLS {
            return Reading::Other;
        }
        for bit in 0..5 {
            let at = count * 5 + bit;
            bytes[at / 8] |= (value >> (4 - bit) & 1) << (7 - at % 8);
        }
        count += 1;
    }
    if count != SYMBOLS {
        return Reading::Other;
    }
    let mut key = Zeroizing::new([0; 32]);
    key.copy_from_slice(&bytes[..32]);
    if checksum(&key) == bytes[32..] { Reading::Key(RecoveryKey(key)) } else { Reading::Mistyped }
}

fn value(c: char) -> Option<u8> {
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    };
    ALPHABET.iter().position(|symbol| char::from(*symbol) == c).and_then(|i| u8::try_from(i).ok())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn reads_as(text: &str, key: &RecoveryKey) -> bool {
        matches!(read(&text.into()), Reading::Key(found) if found.0 == key.0)
    }

    #[test]
    fn typed_in_any_way_it_is_the_same_key() {
        for _ in 0..200 {
            let key = RecoveryKey::random().unwrap();
            let text = key.text().expose_secret().to_owned();
            assert_eq!(text.len(), 69);
            assert!(reads_as(&text, &key));
            assert!(reads_as(&text.to_lowercase(), &key));
            assert!(reads_as(&text.replace('-', ""), &key));
            assert!(reads_as(&format!("  {} \n", text.replace('-', " \u{2013} ")), &key));
            assert!(reads_as(&text.replace('0', "O").replace('1', "I"), &key));
            assert!(reads_as(&text.replace('0', "o").replace('1', "l"), &key));
        }
    }

    #[test]
    fn a_typing_error_is_told_from_a_passphrase() {
        let key = RecoveryKey(Zeroizing::new([0xA5; 32]));
        let text = key.text().expose_secret().to_owned();
        for at in (0..text.len()).filter(|at| text.as_bytes()[*at] != b'-') {
            let mut wrong = text.clone().into_bytes();
            wrong[at] = if wrong[at] == b'7' { b'8' } else { b'7' };
            assert!(matches!(read(&String::from_utf8(wrong).unwrap().into()), Reading::Mistyped), "symbol {at}");
        }
        assert!(matches!(read(&"correct horse battery staple".into()), Reading::Other));
        assert!(matches!(read(&text[5..].into()), Reading::Other));
        assert!(matches!(read(&"".into()), Reading::Other));
    }

    #[test]
    fn the_printed_form_is_fixed() {
        let key = RecoveryKey(Zeroizing::new(std::array::from_fn(|i| u8::try_from(i).unwrap_or(0))));
        assert_eq!(key.text().expose_secret(), include_str!("../tests/vectors/recovery_key.txt").trim());
    }
}
