//! The sealed head: number and hash of the log's last entry, under a MAC.

use crate::fields::Fields;
use crate::keys::LogKey;
use crate::{Error, Result, setting};
use rusqlite::Connection;

/// The last entry; number 0 before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) seq: i64,
    pub(super) hash: [u8; 32],
}

impl Head {
    /// The head; an error if it was altered or removed.
    pub(super) fn read(conn: &Connection, key: &LogKey) -> Result<Self> {
        let altered = || Error::damaged("the log's last entry is not the one Muster wrote last");
        let Some(text) = setting::get(conn, setting::LOG_HEAD)? else {
            let empty: bool = conn.query_row("SELECT NOT EXISTS (SELECT 1 FROM log)", [], |row| row.get(0))?;
            return if empty { Ok(Self { seq: 0, hash: [0; 32] }) } else { Err(altered()) };
        };
        Self::parse(&text, key).ok_or_else(altered)
    }

    fn parse(text: &str, key: &LogKey) -> Option<Self> {
        let mut parts = text.split(':');
        let seq = parts.next()?.parse().ok()?;
        let (mut hash, mut mac) = ([0; 32], [0; 32]);
        hex::decode_to_slice(parts.next()?, &mut hash).ok()?;
        hex::decode_to_slice(parts.next()?, &mut mac).ok()?;
        let head = Self { seq, hash };
        (parts.next().is_none() && key.fits(&head.bytes(), &mac)).then_some(head)
    }

    pub(super) fn write(&self, conn: &Connection, key: &LogKey) -> Result<()> {
        let mac = hex::encode(key.mac(&self.bytes()));
        setting::set(conn, setting::LOG_HEAD, &format!("{}:{}:{mac}", self.seq, hex::encode(self.hash)))
    }

    fn bytes(&self) -> Vec<u8> {
        Fields::new("muster log head 1").long(self.seq).bytes(&self.hash).done()
    }
}
