//! Bytes of a fixed length, written as hexadecimal in JSON.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Random bytes from the system, wiped when they are let go.
///
/// # Errors
/// [`crate::Error::Random`] if the system has none.
pub fn random<const N: usize>() -> crate::Result<zeroize::Zeroizing<[u8; N]>> {
    let mut bytes = zeroize::Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|_| crate::Error::Random)?;
    Ok(bytes)
}

/// `N` bytes; `2 * N` hexadecimal digits in JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hexed<const N: usize>(pub [u8; N]);

impl<const N: usize> Hexed<N> {
    /// Random bytes from the system.
    pub(crate) fn random() -> crate::Result<Self> {
        let mut bytes = [0; N];
        getrandom::fill(&mut bytes).map_err(|_| crate::Error::Random)?;
        Ok(Self(bytes))
    }

    pub(crate) fn text(&self) -> String {
        hex::encode(self.0)
    }
}

impl<const N: usize> Serialize for Hexed<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de, const N: usize> Deserialize<'de> for Hexed<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut bytes = [0; N];
        hex::decode_to_slice(&text, &mut bytes)
            .map_err(|_| serde::de::Error::custom(format!("expected {} hexadecimal digits", 2 * N)))?;
        Ok(Self(bytes))
    }
}
