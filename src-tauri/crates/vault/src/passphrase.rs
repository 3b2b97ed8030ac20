//! Passphrases: what is accepted, and the bytes they stand for.

use crate::recovery::{self, RecoveryKey};
use crate::{Error, Result};
use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// The fewest characters of a new passphrase.
pub const MIN_PASSPHRASE: usize = 12;

/// What an operator typed, ready for derivation.
pub(crate) struct Typed {
    /// The passphrase in NFKC (Unicode Annex 15), since keyboards and systems
    /// differ in how they compose the same letters.
    pub(crate) passphrase: Zeroizing<String>,
    /// The recovery key, if it is one.
    pub(crate) recovery: Option<RecoveryKey>,
    /// Whether it looks like a recovery key with a typing error.
    pub(crate) mistyped: bool,
}

impl Typed {
    pub(crate) fn new(text: &SecretString) -> Self {
        let (recovery, mistyped) = match recovery::read(text) {
            recovery::Reading::Key(key) => (Some(key), false),
            recovery::Reading::Mistyped => (None, true),
            recovery::Reading::Other => (None, false),
        };
        Self { passphrase: normalise(text), recovery, mistyped }
    }
}

/// A new passphrase, if it is long enough.
pub(crate) fn accept(text: &SecretString) -> Result<Zeroizing<String>> {
    let passphrase = normalise(text);
    if passphrase.chars().count() < MIN_PASSPHRASE {
        return Err(Error::Invalid(format!(
            "the passphrase has fewer than {MIN_PASSPHRASE} characters: use several words, for instance"
        )));
    }
    Ok(passphrase)
}

fn normalise(text: &SecretString) -> Zeroizing<String> {
    let text = text.expose_secret();
    // The longest compatibility form is 18 characters (U+FDFA), and growing
    // would leave a copy behind.
    let mut out = Zeroizing::new(String::with_capacity(text.len().saturating_mul(18)));
    out.extend(text.nfkc());
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn keyboards_agree() {
        let composed = accept(&"Grüße aus Köln".into()).unwrap();
        let decomposed = accept(&"Gru\u{308}ße aus Ko\u{308}ln".into()).unwrap();
        assert_eq!(*composed, *decomposed);
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        assert!(accept(&"ääääääääääää".into()).is_ok());
        assert!(accept(&"äääääääääää".into()).is_err());
        assert!(accept(&"elevenchars".into()).is_err());
    }

    #[test]
    fn the_longest_form_does_not_grow_the_buffer() {
        let text: SecretString = "\u{FDFA}".repeat(50).into();
        let room = text.expose_secret().len() * 18;
        assert!(normalise(&text).capacity() <= room);
    }
}
