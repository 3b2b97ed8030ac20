//! Typed access to the fields of one object. A field of the wrong type is a
//! fault that names it; a missing one is silence.

use super::parse::kind;
use crate::emit::{Fault, short};
use crate::moment;
use chrono::{DateTime, Utc};
use muster_model::record::Told;
use serde_json::{Map, Value};

/// An object's fields.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a> {
    map: &'a Map<String, Value>,
    /// SCIM's attribute names ignore case (RFC 7643, 2.1).
    any_case: bool,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(map: &'a Map<String, Value>) -> Self {
        Self { map, any_case: false }
    }

    pub(crate) fn any_case(map: &'a Map<String, Value>) -> Self {
        Self { map, any_case: true }
    }

    /// The field as it is; none if it is missing.
    pub(crate) fn get(&self, key: &str) -> Option<&'a Value> {
        let exact = self.map.get(key);
        if exact.is_some() || !self.any_case {
            return exact;
        }
        self.map.iter().find(|(k, _)| k.eq_ignore_ascii_case(key)).map(|(_, v)| v)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        self.map.iter()
    }

    fn wrong(key: &str, value: &Value, expected: &str) -> Fault {
        Fault::at(key, format!("{} where {expected} is expected", kind(value)))
    }

    /// A text; null and the empty text are empty.
    pub(crate) fn text(&self, key: &str) -> Result<Told<String>, Fault> {
        match self.get(key) {
            None => Ok(Told::Silent),
            Some(Value::Null) => Ok(Told::Empty),
            Some(Value::String(text)) => Ok(told(text)),
            Some(other) => Err(Self::wrong(key, other, "a text")),
        }
    }

    /// An id: a text or a whole number.
    pub(crate) fn id(&self, key: &str) -> Result<Option<String>, Fault> {
        match self.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(told(text).value().cloned()),
            Some(Value::Number(number)) if !number.is_f64() => Ok(Some(number.to_string())),
            Some(other) => Err(Self::wrong(key, other, "an id")),
        }
    }

    /// A yes or no; the texts `true` and `false`, which some servers send, are taken.
    pub(crate) fn flag(&self, key: &str) -> Result<Told<bool>, Fault> {
        match self.get(key) {
            None => Ok(Told::Silent),
            Some(Value::Null) => Ok(Told::Empty),
            Some(Value::Bool(flag)) => Ok(Told::Value(*flag)),
            Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Ok(Told::Value(true)),
            Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => Ok(Told::Value(false)),
            Some(other) => Err(Self::wrong(key, other, "true or false")),
        }
    }

    /// Whether a flag is set; missing and null are no.
    pub(crate) fn is_set(&self, key: &str) -> Result<bool, Fault> {
        Ok(self.flag(key)? == Told::Value(true))
    }

    /// A whole number.
    pub(crate) fn int(&self, key: &str) -> Result<Told<i64>, Fault> {
        match self.get(key) {
            None => Ok(Told::Silent),
            Some(Value::Null) => Ok(Told::Empty),
            Some(value) => value.as_i64().map(Told::Value).ok_or_else(|| Self::wrong(key, value, "a whole number")),
        }
    }

    /// A time or a day.
    pub(crate) fn moment(&self, key: &str) -> Result<Told<DateTime<Utc>>, Fault> {
        match self.text(key)? {
            Told::Silent => Ok(Told::Silent),
            Told::Empty => Ok(Told::Empty),
            Told::Value(text) => match moment::any(&text) {
                Some((at, _)) => Ok(Told::Value(at)),
                None => {
                    let reason = format!("{:?} is no time; {} is expected", short(&text, 40), moment::FORMATS);
                    Err(Fault::at(key, reason))
                }
            },
        }
    }

    /// A list; none if it is missing, empty if it is null.
    pub(crate) fn list(&self, key: &str) -> Result<Option<&'a [Value]>, Fault> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Null) => Ok(Some(&[])),
            Some(Value::Array(items)) => Ok(Some(items)),
            Some(other) => Err(Self::wrong(key, other, "a list")),
        }
    }

    /// An object; none if it is missing or null.
    pub(crate) fn object(&self, key: &str) -> Result<Option<Self>, Fault> {
        match self.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(map)) => Ok(Some(Self { map, any_case: self.any_case })),
            Some(other) => Err(Self::wrong(key, other, "an object")),
        }
    }

    /// The object one of a list's items is.
    pub(crate) fn item(&self, key: &str, item: &'a Value) -> Result<Self, Fault> {
        match item {
            Value::Object(map) => Ok(Self { map, any_case: self.any_case }),
            other => Err(Self::wrong(key, other, "an object")),
        }
    }
}

fn told(text: &str) -> Told<String> {
    let text = text.trim();
    if text.is_empty() { Told::Empty } else { Told::Value(text.to_owned()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn missing_null_and_wrong_are_three_things() {
        let json = json!({"null": null, "number": 5, "text": " x "});
        let fields = Fields::new(json.as_object().unwrap());
        assert_eq!(fields.text("none").unwrap(), Told::Silent);
        assert_eq!(fields.text("null").unwrap(), Told::Empty);
        assert_eq!(fields.text("text").unwrap(), Told::Value("x".to_owned()));
        let fault = fields.text("number").unwrap_err();
        assert_eq!(fault.column.as_deref(), Some("number"));
        assert_eq!(fields.id("number").unwrap().as_deref(), Some("5"));
        assert!(fields.moment("text").unwrap_err().reason.contains("RFC 3339"));
    }

    #[test]
    fn case_matters_only_where_the_dialect_says_so() {
        let json = json!({"UserName": "x"});
        assert!(!Fields::new(json.as_object().unwrap()).has("userName"));
        assert!(Fields::any_case(json.as_object().unwrap()).has("userName"));
    }
}
