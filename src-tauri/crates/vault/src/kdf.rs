//! Argon2id: how a passphrase becomes a key, and how much work that must be.

use crate::hexed::Hexed;
use crate::keys::Bytes;
use crate::{Error, Result};
use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// The weakest settings a vault is made or opened with (design, section 4).
const FLOOR: Cost = Cost { m_kib: 64 * 1024, t: 3, p: 4 };
/// The heaviest settings a vault is opened with. A doctored header must not
/// be able to hang the program or take all memory before anything is known
/// about who wrote it.
const CEILING: Cost = Cost { m_kib: 4 * 1024 * 1024, t: 100, p: 64 };
/// The most memory times passes, in KiB: some ten seconds on four cores.
const CEILING_WORK: u64 = 16 * 1024 * 1024;
/// The most memory calibration asks for, so that a vault made on a large
/// machine still opens on a small one. Beyond it, passes are added.
const CALIBRATED_MEMORY: u32 = 512 * 1024;
/// How long an unlock may take on the machine that makes the slot.
const TARGET: Duration = Duration::from_millis(500);

/// How to choose the cost of a new slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calibration {
    /// The floor: 64 MiB, 3 passes, 4 lanes. For tests and demos.
    Floor,
    /// From the floor upward, to about half a second on this machine.
    Measure,
}

impl Calibration {
    /// The cost for a new slot. Measuring takes two derivations or so.
    pub(crate) fn cost(self) -> Result<Cost> {
        match self {
            Self::Floor => Ok(FLOOR),
            Self::Measure => calibrate(|cost| {
                let start = Instant::now();
                Kdf::new(cost)?.derive(b"calibration")?;
                Ok(start.elapsed())
            }),
        }
    }
}

/// Memory in KiB, passes, lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cost {
    pub(crate) m_kib: u32,
    pub(crate) t: u32,
    pub(crate) p: u32,
}

/// Raises memory, then passes, in proportion to what the floor takes, and
/// once more from there, as the first run is slower than the next.
fn calibrate(measure: impl Fn(Cost) -> Result<Duration>) -> Result<Cost> {
    let mut cost = FLOOR;
    for _ in 0..2 {
        let took = measure(cost)?.max(Duration::from_millis(1));
        let factor = TARGET.as_secs_f64() / took.as_secs_f64();
        let work = f64::from(cost.m_kib) * f64::from(cost.t) * factor;
        cost = spend(work);
    }
    Ok(cost)
}

/// The cost that does about this much work (KiB times passes).
fn spend(work: f64) -> Cost {
    let memory = (work / f64::from(FLOOR.t)).clamp(f64::from(FLOOR.m_kib), f64::from(CALIBRATED_MEMORY));
    // In whole MiB; the numbers are small and positive.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let m_kib = (memory / 1024.0) as u32 * 1024;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let t = ((work / f64::from(m_kib)) as u32).clamp(FLOOR.t, CEILING.t / 4);
    Cost { m_kib, t, p: FLOOR.p }
}

/// A slot's settings, as `vault.json` has them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kdf {
    pub(crate) algorithm: String,
    /// Of Argon2: 19, which is 1.3.
    pub(crate) version: u32,
    pub(crate) m_kib: u32,
    pub(crate) t: u32,
    pub(crate) p: u32,
    pub(crate) salt: Hexed<32>,
}

impl Kdf {
    /// Settings of this cost with a new salt.
    pub(crate) fn new(cost: Cost) -> Result<Self> {
        let Cost { m_kib, t, p } = cost;
        Ok(Self { algorithm: "argon2id".to_owned(), version: 19, m_kib, t, p, salt: Hexed::random()? })
    }

    /// Refuses settings that would make a key weak, or the derivation endless.
    pub(crate) fn check(&self) -> Result<()> {
        let below = self.m_kib < FLOOR.m_kib || self.t < FLOOR.t || self.p < FLOOR.p;
        let above = self.m_kib > CEILING.m_kib || self.t > CEILING.t || self.p > CEILING.p;
        let work = u64::from(self.m_kib) * u64::from(self.t);
        if self.algorithm != "argon2id" || self.version != 19 {
            return Err(Error::damaged("vault.json asks for a key derivation this program does not allow"));
        }
        if below {
            return Err(Error::damaged(
                "vault.json asks for a key derivation weaker than 64 MiB, 3 passes and 4 lanes: it was altered",
            ));
        }
        if above || work > CEILING_WORK {
            return Err(Error::damaged("vault.json asks for a key derivation that would not end: it was altered"));
        }
        Ok(())
    }

    /// The key for these bytes. Settings are checked first.
    pub(crate) fn derive(&self, secret: &[u8]) -> Result<Bytes> {
        self.check()?;
        let short = |_| Error::Memory { mib: self.m_kib / 1024 };
        let params = Params::new(self.m_kib, self.t, self.p, Some(32)).map_err(short)?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(secret, &self.salt.0, &mut *key)
            .map_err(short)?;
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn settings_outside_the_bounds_are_refused() {
        let good = Kdf::new(FLOOR).unwrap();
        assert!(good.check().is_ok());
        let doctor: [fn(&mut Kdf); 10] = [
            |k| k.m_kib = 64 * 1024 - 1,
            |k| k.t = 2,
            |k| k.p = 3,
            |k| k.p = 65,
            |k| k.t = 101,
            |k| k.m_kib = u32::MAX,
            // Each within its bounds, both together minutes of work:
            |k| (k.m_kib, k.t) = (4 * 1024 * 1024, 100),
            |k| k.version = 16,
            |k| k.algorithm = "argon2i".to_owned(),
            |k| k.m_kib = 0,
        ];
        for (i, change) in doctor.iter().enumerate() {
            let mut kdf = good.clone();
            change(&mut kdf);
            assert!(kdf.derive(b"x").is_err(), "settings {i} were taken");
        }
    }

    #[test]
    fn calibration_only_goes_up_and_stays_within_the_bounds() {
        let per_work = |ms_at_floor: f64| {
            calibrate(move |c| {
                let floor = f64::from(FLOOR.m_kib) * f64::from(FLOOR.t);
                Ok(Duration::from_secs_f64(ms_at_floor / 1000.0 * f64::from(c.m_kib) * f64::from(c.t) / floor))
            })
            .unwrap()
        };
        assert_eq!(per_work(2_000.0), FLOOR, "a slow machine must not go below the floor");
        assert_eq!(per_work(100.0), Cost { m_kib: 320 * 1024, t: 3, p: 4 });
        let fast = per_work(10.0);
        assert_eq!((fast.m_kib, fast.t), (CALIBRATED_MEMORY, 18));
        for ms in [0.0, 0.001, 1.0, 33.3, 85.0, 499.0] {
            let cost = per_work(ms);
            let kdf = Kdf { m_kib: cost.m_kib, t: cost.t, p: cost.p, ..Kdf::new(FLOOR).unwrap() };
            assert!(kdf.check().is_ok(), "{ms} ms gave settings that would not open again");
        }
    }
}
