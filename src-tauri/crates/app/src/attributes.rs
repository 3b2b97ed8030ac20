//! Custom attributes of a userstore's users: what was defined, and what is used.

use crate::api::profile::{AttributeDefinition, AttributeGlance};
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_model::Userstore;
use muster_model::attribute::Definition;
use muster_vault::changes::attribute;
use muster_vault::log::Entry;
use muster_vault::tables::attribute_definition::{self as table, Use};
use muster_vault::tables::userstore;
use serde_json::json;
use std::cmp::Reverse;

/// The most attributes nobody defined that are listed of a userstore: those
/// that most users have.
const MOST_UNDEFINED: usize = 1_000;

impl Session {
    /// The attributes of one userstore's users, or of all: what was defined,
    /// then what only turned up in imports, with how they are used.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a userstore, or that the vault cannot be read.
    pub fn attributes_list(&self, domain: Option<&str>) -> Result<Vec<AttributeGlance>> {
        let stores = match domain {
            None => self.userstores()?,
            Some(domain) => {
                let found = self.vault().read(|conn| userstore::by_domain(conn, domain))?;
                let message = || format!("There is no userstore {domain:?} in this vault. Check the spelling.");
                vec![found.ok_or_else(|| Error::new(Code::NotFound, message()))?]
            }
        };
        // Every profile is read, so on a connection of its own.
        let listed = self.vault().read_alone(|conn| {
            let mut listed = Vec::new();
            for store in &stores {
                let defined = table::list(conn, store.id)?;
                let used = table::used(conn, store.id, &defined)?;
                listed.extend(glances(store, &defined, used));
            }
            Ok(listed)
        })?;
        Ok(listed)
    }

    /// Defines an attribute, or changes its definition. Values that do not fit
    /// stay and are counted.
    ///
    /// # Errors
    /// [`Code::Invalid`] with the field, [`Code::NotFound`] for the userstore.
    pub fn attribute_define(&self, request: &AttributeDefinition, now: DateTime<Utc>) -> Result<()> {
        self.may_change()?;
        let definition = Definition {
            name: request.name.clone(),
            title: request.title.clone(),
            kind: request.kind,
            choices: request.choices.clone(),
            visibility: request.visibility,
            required: request.required,
            several: request.several,
        };
        Ok(self.vault().write(now, |tx| {
            let change = attribute::define(tx, &request.userstore, &definition, self.operator(), now)?;
            let entry = change.map(|change| {
                let details = json!({ "change": change, "type": request.kind, "visibility": request.visibility,
                    "required": request.required, "several": request.several, "choices": request.choices });
                named("attribute.define", request, details)
            });
            Ok(((), entry))
        })?)
    }

    /// Removes a definition. Values stay, as texts that only admins see.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub fn attribute_remove(&self, domain: &str, name: &str, now: DateTime<Utc>) -> Result<()> {
        self.may_change()?;
        Ok(self.vault().write(now, |tx| {
            let change = attribute::remove(tx, domain, name, self.operator(), now)?;
            let details = json!({ "change": change });
            Ok(((), Some(Entry::new("attribute.remove").target(format!("{domain}/{name}")).details(details))))
        })?)
    }
}

fn named(action: &str, request: &AttributeDefinition, details: serde_json::Value) -> Entry {
    Entry::new(action).target(format!("{}/{}", request.userstore, request.name.trim())).details(details)
}

fn glances(
    store: &Userstore,
    defined: &[Definition],
    mut used: std::collections::BTreeMap<String, Use>,
) -> Vec<AttributeGlance> {
    let glance = |definition: &Definition, defined: bool, used: Use| AttributeGlance {
        definition: AttributeDefinition {
            userstore: store.domain.clone(),
            name: definition.name.clone(),
            title: definition.title.clone(),
            kind: definition.kind,
            choices: definition.choices.clone(),
            visibility: definition.visibility,
            required: definition.required,
            several: definition.several,
        },
        defined,
        users: used.users,
        misfits: used.misfits,
    };
    let mut listed: Vec<_> =
        defined.iter().map(|d| glance(d, true, used.remove(&d.name).unwrap_or_default())).collect();
    let mut rest: Vec<_> = used.into_iter().collect();
    rest.sort_by_key(|(_, used)| Reverse(used.users));
    rest.truncate(MOST_UNDEFINED);
    listed.extend(rest.iter().map(|(name, used)| glance(&Definition::unsaid(name), false, *used)));
    listed
}
