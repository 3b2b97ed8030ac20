//! What a user may do, and through what.

use crate::Result;
use crate::api::roles::{Effective, EffectiveGrant, EffectiveQuery};
use crate::session::Session;
use chrono::{DateTime, Utc};
use muster_model::access::{MOST_WAYS, Question, Way};
use muster_vault::access::Known;
use muster_vault::tables::{role, user};

impl Session {
    /// Every way by which a user has roles and permissions, the shortest first.
    ///
    /// # Errors
    /// `NotFound`, or that the vault cannot be read.
    pub fn grants_effective(&self, request: &EffectiveQuery, now: DateTime<Utc>) -> Result<Effective> {
        let question =
            Question { now, permission: request.permission.as_deref(), scope: request.scope.as_ref(), most: MOST_WAYS };
        let (answer, highest) = self.vault().read(|conn| {
            // A user that is not there holds nothing, which must not be said.
            user::userstore_of(conn, request.user)?;
            let answer = Known::new(conn).answer(request.user, &question)?;
            let highest = answer.highest.map(|id| role::by_id(conn, id)).transpose()?;
            Ok((answer, highest.map(|row| row.role.name)))
        })?;
        Ok(Effective {
            grants: answer.ways.into_iter().map(EffectiveGrant::from).collect(),
            more: answer.more,
            permissions: answer.permissions,
            ended: answer.ended,
            highest_role: highest,
        })
    }
}

impl From<Way> for EffectiveGrant {
    fn from(way: Way) -> Self {
        Self {
            role: way.role().to_owned(),
            permission: way.permission().map(str::to_owned),
            path: way.steps.iter().map(ToString::to_string).collect(),
            direct: way.direct(),
            scope: way.scope,
            privileged: way.privileged,
            expires: way.expires,
            steps: way.steps,
        }
    }
}
