//! The schema of a file of rules, for editors that complete and check TOML.

use super::file::{FIELDS, FIX, PARAMETER};
use super::{Operation, Unit};
use crate::check::Check;
use crate::severity::Severity;
use serde_json::{Map, Value, json};

/// The JSON Schema (draft 2020-12) of a file of rules, written from the same
/// tables by which files are read.
#[must_use]
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Audit rules of Muster",
        "description": "A TOML file of audit rules, format 1. docs/audit.md explains the fields.",
        "type": "object",
        "required": ["format", "rules"],
        "additionalProperties": false,
        "properties": {
            "format": { "const": 1, "description": "The version of the format." },
            "rules": { "type": "array", "minItems": 1, "items": rule() }
        }
    })
}

fn rule() -> Value {
    object(
        FIELDS,
        &["id", "title", "severity", "why", "remedy", "fix"],
        &[(
            "oneOf",
            json!([{ "required": ["filter", "message"] }, { "required": ["check"], "not": { "required": ["message"] } }]),
        )],
        |field| match field {
            "id" => json!({
                "type": "string", "maxLength": 60, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
                "description": "Kebab-case, and never changed: programs and findings refer to it."
            }),
            "title" => text("What the rule finds, in a few words."),
            "severity" => one_of(Severity::ALL.iter().map(|s| s.word()), "How bad it is."),
            "filter" => text("Who is found, in the filter language; {name} stands for a parameter."),
            "check" => one_of(Check::ALL.iter().map(|c| c.word()), "The built-in check that finds it."),
            "message" => text("What is said of a user, with {not_seen} and the like; parameters too."),
            "controls" => json!({
                "type": "array", "items": { "type": "string" },
                "description": "The controls it serves, such as CIS 5.3."
            }),
            "why" => text("Why it matters, in a sentence or two."),
            "remedy" => text("What to do, in a sentence or two."),
            "fix" => {
                object(FIX, &[], &[("minProperties", json!(1)), ("maxProperties", json!(1))], |field| match field {
                    "operation" => one_of(Operation::ALL.iter().map(|o| o.word()), "The operation of the change set."),
                    _ => text("Why no change set fixes it."),
                })
            }
            _ => json!({
                "type": "object", "additionalProperties": false,
                "patternProperties": { "^[a-z_]{1,30}$": parameter() },
                "description": "What can be set: a table each."
            }),
        },
    )
}

fn parameter() -> Value {
    object(PARAMETER, &["default", "unit", "meaning"], &[], |field| match field {
        "default" => json!({
            "anyOf": [
                { "type": "integer" },
                { "type": "array", "items": { "type": "string" } },
                { "type": "array", "items": { "type": "array", "items": { "type": "string" }, "minItems": 2, "maxItems": 2 } }
            ],
            "description": "What holds if nobody sets it."
        }),
        "unit" => one_of(Unit::ALL.iter().map(|u| u.word()), "What it counts."),
        "meaning" => text("What it means, in a sentence."),
        _ => json!({ "type": "integer", "minimum": 0, "description": "A bound of what it can be set to." }),
    })
}

fn object(fields: &[&str], required: &[&str], more: &[(&str, Value)], of: impl Fn(&str) -> Value) -> Value {
    let properties: Map<String, Value> = fields.iter().map(|field| ((*field).to_owned(), of(field))).collect();
    let mut object = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if let Some(object) = object.as_object_mut() {
        if !required.is_empty() {
            object.insert("required".to_owned(), json!(required));
        }
        for (key, value) in more {
            object.insert((*key).to_owned(), value.clone());
        }
    }
    object
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": 4000, "description": description })
}

fn one_of(words: impl Iterator<Item = &'static str>, description: &str) -> Value {
    json!({ "enum": words.collect::<Vec<_>>(), "description": description })
}
