//! One call of GitLab's API.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands in a URL and a form as it is (RFC 3986, 2.3).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text for a URL or a form.
pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

/// A call: what is asked of the instance, and what it does in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call {
    /// `POST`, `PUT` or `DELETE`.
    pub(super) method: &'static str,
    /// What follows `/api/v4`, encoded.
    pub(super) path: String,
    /// The form, in order.
    pub(super) form: Vec<(&'static str, String)>,
    /// What it does, for people: `block`.
    pub(super) what: String,
}

impl Call {
    pub(super) fn post(path: String, what: impl Into<String>) -> Self {
        Self { method: "POST", path, form: Vec::new(), what: what.into() }
    }

    pub(super) fn put(path: String, form: Vec<(&'static str, String)>, what: impl Into<String>) -> Self {
        Self { method: "PUT", path, form, what: what.into() }
    }

    pub(super) fn delete(path: String, what: impl Into<String>) -> Self {
        Self { method: "DELETE", path, form: Vec::new(), what: what.into() }
    }

    /// The form as `application/x-www-form-urlencoded`.
    pub(super) fn body(&self) -> String {
        let pairs: Vec<String> = self.form.iter().map(|(key, value)| format!("{key}={}", encoded(value))).collect();
        pairs.join("&")
    }
}
