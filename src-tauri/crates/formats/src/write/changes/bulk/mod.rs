//! SCIM Bulk requests (RFC 7644, 3.7): a PATCH per user, a DELETE for who is
//! deleted, a PATCH of a group per membership.
//!
//! Servers bound a request by operations and bytes (`ServiceProviderConfig`),
//! so there are as many requests as it takes, one a file, in the order in
//! which they are to be sent. Each stops at the first error.
//!
//! Where an attribute has several values, the one that is known is named by
//! its value, so that a server on which it has changed meanwhile refuses
//! rather than changes another.

mod patch;

use super::field::{DELETED, Field, deletes};
use super::format::{ChangeWriter, Groups, Parts};
use super::line::{ChangeLine, FieldDiff, Target, Written};
use crate::Error;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use std::io::Write;

const HEAD: &str =
    "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"failOnErrors\":1,\"Operations\":[\n";
const TAIL: &str = "\n]}\n";
/// What stands in a path as it is (RFC 3986, 2.3).
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What a server takes in one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkSettings {
    /// The most operations (`bulk.maxOperations`), at least 1.
    pub max_operations: usize,
    /// The most bytes (`bulk.maxPayloadSize`).
    pub max_bytes: usize,
}

impl Default for BulkSettings {
    /// As the example of RFC 7643, 8.5: 1,000 operations, 1 MiB.
    fn default() -> Self {
        Self { max_operations: 1000, max_bytes: 1_048_576 }
    }
}

/// Writes requests. A step is an operation.
pub struct ScimBulk<'a> {
    settings: BulkSettings,
    groups: &'a dyn Groups,
    parts: Box<Parts<'a>>,
    /// Operations of the next request, as text.
    held: String,
    count: usize,
    written: Written,
}

impl<'a> ScimBulk<'a> {
    /// Begins.
    pub fn open(settings: BulkSettings, groups: &'a dyn Groups, parts: Box<Parts<'a>>) -> Self {
        Self { settings, groups, parts, held: String::new(), count: 0, written: Written::default() }
    }

    /// Takes an operation; false if it is larger than any request may be.
    fn operation(&mut self, method: &str, path: &str, data: Option<Value>) -> Result<bool, Error> {
        let mut operation = json!({ "method": method, "path": path });
        if let Some(data) = data {
            operation["data"] = data;
        }
        let text = operation.to_string();
        let room = self.settings.max_bytes.saturating_sub(HEAD.len() + TAIL.len());
        if text.len() > room {
            return Ok(false);
        }
        if self.count >= self.settings.max_operations.max(1) || self.held.len() + 2 + text.len() > room {
            self.send()?;
        }
        if self.count > 0 {
            self.held.push_str(",\n");
        }
        self.held.push_str(&text);
        self.count += 1;
        self.written.steps += 1;
        Ok(true)
    }

    /// Writes what is held as a request of its own.
    fn send(&mut self) -> Result<(), Error> {
        self.written.parts += 1;
        let mut out = (self.parts)(self.written.parts).map_err(Error::Write)?;
        for part in [HEAD, &self.held, TAIL] {
            out.write_all(part.as_bytes()).map_err(Error::Write)?;
        }
        out.flush().map_err(Error::Write)?;
        self.held.clear();
        self.count = 0;
        Ok(())
    }

    fn membership(&mut self, user: &Target, id: &str, diff: &FieldDiff) -> Result<(), Error> {
        let joins = diff.after.is_some();
        let Some(path) = diff.after.as_ref().or(diff.before.as_ref()) else { return Ok(()) };
        let Some(group) = self.groups.id(&user.userstore, path) else {
            self.written.skip(user, "group", format!("the id of the group {path} is not known"));
            return Ok(());
        };
        let change = if joins {
            json!({ "op": "add", "path": "members", "value": [{ "value": id }] })
        } else {
            json!({ "op": "remove", "path": format!("members[value eq {}]", patch::literal(id)) })
        };
        let path = format!("/Groups/{}", utf8_percent_encode(&group, PATH));
        self.fit(user, "group", "PATCH", &path, Some(patch::message(vec![change])))
    }

    /// An operation that is too large is skipped.
    fn fit(&mut self, user: &Target, field: &str, method: &str, path: &str, data: Option<Value>) -> Result<(), Error> {
        if !self.operation(method, path, data)? {
            let limit = self.settings.max_bytes;
            self.written.skip(user, field, format!("the operation alone is larger than a request of {limit} bytes"));
        }
        Ok(())
    }
}

impl ChangeWriter for ScimBulk<'_> {
    fn line(&mut self, line: &ChangeLine) -> Result<(), Error> {
        let user = &line.user;
        let Some(id) = user.source_id.as_deref() else {
            for diff in line.fields.iter().filter(|diff| Field::of(diff) != Field::Derived) {
                self.written.skip(user, &diff.name, "the id of the user is not known");
            }
            return Ok(());
        };
        let path = format!("/Users/{}", utf8_percent_encode(id, PATH));
        if deletes(line) {
            for diff in line.fields.iter().filter(|diff| diff.name != "state" && Field::of(diff) != Field::Derived) {
                self.written.skip(user, &diff.name, DELETED);
            }
            return self.fit(user, "state", "DELETE", &path, None);
        }
        let mut changes = Vec::new();
        let mut names = Vec::new();
        for diff in &line.fields {
            match patch::of(diff) {
                Ok(change) => {
                    names.extend((!change.is_empty()).then_some(diff.name.as_str()));
                    changes.extend(change);
                }
                Err(why) => self.written.skip(user, &diff.name, why),
            }
        }
        if !changes.is_empty() {
            self.fit(user, &names.join(", "), "PATCH", &path, Some(patch::message(changes)))?;
        }
        for diff in line.fields.iter().filter(|diff| Field::of(diff) == Field::Group) {
            self.membership(user, id, diff)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<Written, Error> {
        // A change set of which nothing can be said is one empty request.
        if self.count > 0 || self.written.parts == 0 {
            self.send()?;
        }
        Ok(std::mem::take(&mut self.written))
    }
}
