//! The one byte encoding of everything that is hashed or authenticated: each
//! field is its length as four bytes, most significant first, then its bytes.
//! So no two different lists of fields have the same bytes.

/// Fields on their way to bytes. The first is a label that says what they are
/// for, so that bytes made for one purpose never pass for another.
pub(crate) struct Fields(Vec<u8>);

impl Fields {
    pub(crate) fn new(label: &str) -> Self {
        Self(Vec::with_capacity(256)).bytes(label.as_bytes())
    }

    pub(crate) fn bytes(mut self, field: &[u8]) -> Self {
        let length = u32::try_from(field.len()).unwrap_or(u32::MAX);
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(field);
        self
    }

    pub(crate) fn text(self, field: &str) -> Self {
        self.bytes(field.as_bytes())
    }

    /// A number of 32 bits, most significant byte first.
    pub(crate) fn number(self, field: u32) -> Self {
        self.bytes(&field.to_be_bytes())
    }

    /// A number of 64 bits, most significant byte first.
    pub(crate) fn long(self, field: i64) -> Self {
        self.bytes(&field.to_be_bytes())
    }

    pub(crate) fn done(self) -> Vec<u8> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_one_field_ends_is_part_of_the_bytes() {
        assert_eq!(Fields::new("a").number(1).done(), b"\0\0\0\x01a\0\0\0\x04\0\0\0\x01");
        assert_ne!(Fields::new("x").text("ab").text("c").done(), Fields::new("x").text("a").text("bc").done());
    }
}
