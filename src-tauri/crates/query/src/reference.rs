//! The attributes in words, for the documentation and the command line. Both
//! come from the one table, so neither drifts from what is understood.

use crate::attribute::{Attribute, ValueType, attributes};

/// The lines around what [`markdown`] gives in `docs/filter.md`.
pub const MARKS: (&str, &str) =
    ("<!-- attributes: written by `make filter-docs` -->\n", "<!-- end of attributes -->\n");

/// What the values of an attribute are, in a few words.
const fn kind(of: ValueType) -> &'static str {
    match of {
        ValueType::Text => "text",
        ValueType::Word => "word",
        ValueType::Flag => "true or false",
        ValueType::Time => "time",
        ValueType::Number => "number",
        ValueType::Path => "permission",
        ValueType::Complex => "grants",
    }
}

/// Its name as it is typed.
fn name(attribute: &Attribute) -> String {
    match attribute.name {
        "attributes" => "attributes.NAME".to_owned(),
        "grants" => "grants[...]".to_owned(),
        name => name.to_owned(),
    }
}

/// What it is, and for words, which there are.
fn meaning(attribute: &Attribute) -> String {
    match attribute.value_type() {
        ValueType::Word => format!("{} One of: {}.", attribute.doc, attribute.values().join(", ")),
        _ => attribute.doc.to_owned(),
    }
}

/// The attributes as tables in Markdown: those of a user, then those of a grant.
#[must_use]
pub fn markdown() -> String {
    let parts = attributes().iter().find_map(|attribute| Some(attribute.parts()).filter(|parts| !parts.is_empty()));
    format!("{}\nIn `grants[...]`:\n\n{}", table(attributes()), parts.map(table).unwrap_or_default())
}

fn table(attributes: &[Attribute]) -> String {
    let row = |attribute: &Attribute| {
        let others: Vec<String> = attribute.aliases.iter().map(|alias| format!("`{alias}`")).collect();
        let kind = kind(attribute.value_type());
        format!("| `{}` | {} | {kind} | {} |\n", name(attribute), others.join(", "), meaning(attribute))
    };
    let rows: String = attributes.iter().map(row).collect();
    format!("| attribute | also | value | meaning |\n| --- | --- | --- | --- |\n{rows}")
}

/// The attributes for a terminal, one a line.
#[must_use]
pub fn listing() -> String {
    let names: Vec<String> = attributes().iter().map(name).collect();
    let width = names.iter().map(String::len).max().unwrap_or(0);
    let line = |(name, attribute): (&String, &Attribute)| {
        format!("  {name:width$}  {:13}  {}\n", kind(attribute.value_type()), meaning(attribute))
    };
    names.iter().zip(attributes()).map(line).collect()
}
