//! The key that an operator signs evidence with. Its seed lies in the encrypted
//! store alone.

use crate::api::reviews::EvidenceKey;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_audit::evidence::OperatorKey;
use muster_vault::log::Entry;
use muster_vault::tables::operator_key;
use serde_json::json;

/// Where the bytes of a new key come from.
pub(super) type Randomness<'r> = &'r mut dyn FnMut(&mut [u8; 32]) -> Result<()>;

/// The system's.
pub(super) fn system(bytes: &mut [u8; 32]) -> Result<()> {
    bytes.copy_from_slice(&*muster_vault::random::<32>()?);
    Ok(())
}

impl Session {
    /// The public half of the key that the operator who is signed in signs
    /// evidence with; one is made if there is none.
    ///
    /// # Errors
    /// [`Code::NotPermitted`] if there is none and the vault can only be read.
    pub fn evidence_key(&self, now: DateTime<Utc>) -> Result<EvidenceKey> {
        let (key, made_at) = self.key(&mut system, now)?;
        let public = key.public();
        Ok(EvidenceKey {
            operator: self.operator().to_owned(),
            fingerprint: public.fingerprint(),
            pem: public.to_pem(),
            made_at,
        })
    }

    /// The key of the operator who is signed in, and since when there is one.
    pub(super) fn key(&self, random: Randomness<'_>, now: DateTime<Utc>) -> Result<(OperatorKey, DateTime<Utc>)> {
        let opened = self.vault().opened();
        let id = opened.operator_id;
        if let Some(seed) = self.vault().read(|conn| operator_key::get(conn, id))? {
            return Ok((OperatorKey::from_seed(seed.bytes()), seed.made_at));
        }
        if opened.read_only {
            let message = format!(
                "{} has no key to sign with yet, and the vault can only be read now. Open it when nobody else writes.",
                opened.operator
            );
            return Err(Error::new(Code::NotPermitted, message));
        }
        let mut seed = zeroize::Zeroizing::new([0; 32]);
        random(&mut seed)?;
        let key = OperatorKey::from_seed(&seed);
        self.vault().write(now, |tx| {
            operator_key::add(tx, id, &seed, now)?;
            let details = json!({ "fingerprint": key.public().fingerprint() });
            Ok(((), Some(Entry::new("evidence.key").target(&opened.operator).details(details))))
        })?;
        Ok((key, now))
    }
}
