//! SCIM 2.0: one `ListResponse` (RFC 7644, 3.4.2) of users and groups.
//!
//! What SCIM has a word for stands where SCIM has it. The rest is in an
//! extension of its own (`docs/exports.md`, "SCIM"), which the reader of this
//! crate understands; then nothing is left out but users without a username
//! and an id. For programs that refuse a schema they do not know, the
//! extension can be left out, and what it would say is counted.

mod grant;
mod group;
mod plain;
mod user;

use super::{Omitted, RecordWriter};
use crate::Error;
use chrono::{DateTime, SecondsFormat, Utc};
use muster_model::record::{GroupRecord, Told, UserRecord};
use serde_json::{Map, Value};
use std::io::Write;

/// Whether what SCIM has no word for is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Extension {
    /// In Muster's own extension.
    #[default]
    Muster,
    /// Not at all.
    None,
}

/// Writes a `ListResponse`. `totalResults` stands at its end, when it is known.
pub struct ScimWriter<'a> {
    out: &'a mut (dyn Write + 'a),
    extension: Extension,
    count: u64,
    omitted: Omitted,
}

impl<'a> ScimWriter<'a> {
    /// Begins.
    ///
    /// # Errors
    /// [`Error::Write`] if the file fails.
    pub fn open(extension: Extension, out: &'a mut (dyn Write + 'a)) -> Result<Self, Error> {
        out.write_all(
            b"{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"],\"startIndex\":1,\"Resources\":[",
        )
        .map_err(Error::Write)?;
        Ok(Self { out, extension, count: 0, omitted: Omitted::default() })
    }

    /// One resource a line, so that a file of them can be looked into.
    fn resource(&mut self, mut resource: Map<String, Value>) -> Result<(), Error> {
        if self.extension == Extension::None {
            plain::without_extension(&mut resource, &mut self.omitted);
        }
        self.count += 1;
        self.out.write_all(if self.count == 1 { b"\n" } else { b",\n" }).map_err(Error::Write)?;
        serde_json::to_writer(&mut self.out, &resource).map_err(|error| Error::Write(error.into()))
    }
}

impl RecordWriter for ScimWriter<'_> {
    fn user(&mut self, user: &UserRecord) -> Result<(), Error> {
        match user::resource(user) {
            Some(resource) => self.resource(resource),
            None => {
                self.omitted.leave_out("user");
                Ok(())
            }
        }
    }

    fn group(&mut self, group: &GroupRecord) -> Result<(), Error> {
        self.resource(group::resource(group))
    }

    fn finish(&mut self) -> Result<Omitted, Error> {
        let count = self.count;
        let end = if count == 0 { "" } else { "\n" };
        writeln!(self.out, "{end}],\"itemsPerPage\":{count},\"totalResults\":{count}}}").map_err(Error::Write)?;
        self.out.flush().map_err(Error::Write)?;
        Ok(std::mem::take(&mut self.omitted))
    }
}

/// Sets a key, unless there is nothing to set.
fn set(map: &mut Map<String, Value>, key: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        map.insert(key.to_owned(), value.into());
    }
}

/// Sets a key to an object, unless it is empty.
fn set_object(map: &mut Map<String, Value>, key: &str, object: Map<String, Value>) {
    if !object.is_empty() {
        map.insert(key.to_owned(), Value::Object(object));
    }
}

/// The value told, as text.
fn text(told: &Told<String>) -> Option<&str> {
    told.value().map(String::as_str)
}

/// A time as XML Schema has it (RFC 7643, 2.3.5).
fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
