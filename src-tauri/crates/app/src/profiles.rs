//! Profiles: pictures, custom attributes, who sees what, and the people behind accounts.

use crate::api::profile::{AttributeDefinition, AttributeGlance, Audience, FieldInfo, PersonGlance, SeenProfile};
use crate::api::users::EditResult;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_model::{ProfileField, UserId};
use std::path::Path;

fn missing<T>() -> Result<T> {
    Err(Error::new(Code::Internal, "Not built yet."))
}

impl Session {
    /// See the command `avatar_set`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn avatar_set(&self, id: UserId, path: Option<&Path>, now: DateTime<Utc>) -> Result<EditResult> {
        let _ = (id, path, now);
        missing()
    }

    /// See the command `profile_preview`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn profile_preview(&self, id: UserId, second: Audience, now: DateTime<Utc>) -> Result<SeenProfile> {
        let _ = (id, second, now);
        missing()
    }

    /// See the command `attributes_list`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn attributes_list(&self, userstore: Option<&str>) -> Result<Vec<AttributeGlance>> {
        let _ = (userstore,);
        missing()
    }

    /// See the command `attribute_define`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn attribute_define(&self, request: &AttributeDefinition, now: DateTime<Utc>) -> Result<()> {
        let _ = (request, now);
        missing()
    }

    /// See the command `attribute_remove`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn attribute_remove(&self, first: &str, second: &str, now: DateTime<Utc>) -> Result<()> {
        let _ = (first, second, now);
        missing()
    }

    /// See the command `person_link`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn person_link(&self, first: &[UserId], name: Option<&str>, now: DateTime<Utc>) -> Result<PersonGlance> {
        let _ = (first, name, now);
        missing()
    }

    /// See the command `person_unlink`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn person_unlink(&self, request: UserId, now: DateTime<Utc>) -> Result<PersonGlance> {
        let _ = (request, now);
        missing()
    }
}

/// See the command `profile_fields`.
#[must_use]
pub fn fields() -> Vec<FieldInfo> {
    let info = |field: &ProfileField| FieldInfo {
        field: *field,
        limit: field.limit() as u64,
        visibility: field.default_visibility(),
        fixed: field.fixed_visibility().is_some(),
        multiline: field.multiline(),
    };
    ProfileField::ALL.iter().map(info).collect()
}
