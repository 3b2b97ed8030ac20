//! Which fields of which user this snapshot has spoken of already.
//!
//! Files given together may speak of one user several times. The first to
//! speak of a field is believed; later records add what nobody said yet.
//! Otherwise two records that contradict each other would change the user
//! back and forth with every import of the same files.

use muster_model::ProfileField;

pub(super) const USERNAME: u64 = 1;
pub(super) const DISPLAY_NAME: u64 = 1 << 1;
pub(super) const EMAIL: u64 = 1 << 2;
pub(super) const STATE: u64 = 1 << 3;
pub(super) const KIND: u64 = 1 << 4;
pub(super) const MFA: u64 = 1 << 5;
pub(super) const CREATED_AT: u64 = 1 << 6;
pub(super) const EXPIRES_AT: u64 = 1 << 7;
pub(super) const SEAT_FLAG: u64 = 1 << 8;
pub(super) const LEVEL: u64 = 1 << 9;
pub(super) const REFERENCE: u64 = 1 << 10;
pub(super) const ATTRIBUTES: u64 = 1 << 11;
pub(super) const AVATAR: u64 = 1 << 12;

pub(super) fn profile(field: ProfileField) -> u64 {
    1 << (16 + u32::from(field.number()))
}

/// The bits above, by user.
#[derive(Debug, Default)]
pub(super) struct Heard(Vec<u64>);

impl Heard {
    pub(super) fn of(&self, user: i64) -> u64 {
        usize::try_from(user).ok().and_then(|at| self.0.get(at)).copied().unwrap_or_default()
    }

    pub(super) fn set(&mut self, user: i64, bits: u64) {
        let Ok(at) = usize::try_from(user) else { return };
        if at >= self.0.len() {
            self.0.resize(at + 1, 0);
        }
        if let Some(slot) = self.0.get_mut(at) {
            *slot = bits;
        }
    }
}
