//! A rule's file, written by Muster: for a copy of a rule that ships, and for a
//! form that somebody filled in.

use super::{Fix, Look, Rule, Value};
use crate::severity::Severity;
use std::fmt::Write;

/// What stands in the file of one rule. Nothing of it is checked until the
/// text is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its id.
    pub id: String,
    /// What it finds, in a few words.
    pub title: String,
    /// How bad that is.
    pub severity: Severity,
    /// Who is found; none for a built-in check.
    pub filter: Option<String>,
    /// What is said of a user; none for a built-in check.
    pub message: Option<String>,
    /// The built-in check; none for a filter.
    pub check: Option<String>,
    /// The controls it serves.
    pub controls: Vec<String>,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub remedy: String,
    /// The operation that fixes it, or why no change set can.
    pub fix: Result<String, String>,
    /// What can be set of it.
    pub parameters: Vec<WrittenParameter>,
}

/// A parameter in the file of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenParameter {
    /// Its name.
    pub name: String,
    /// What it counts.
    pub unit: String,
    /// The least it can be.
    pub least: i64,
    /// The most it can be.
    pub most: i64,
    /// What it means.
    pub meaning: String,
    /// What holds if nobody sets it.
    pub default: Value,
}

impl Written {
    /// What the file of a rule says, with its defaults.
    #[must_use]
    pub fn of(rule: &Rule) -> Self {
        let (filter, message, check) = match &rule.look {
            Look::Users(users) => (Some(users.written().to_owned()), Some(users.message.written()), None),
            Look::Check(check) => (None, None, Some(check.word().to_owned())),
        };
        let parameters = rule.parameters.iter().map(|parameter| WrittenParameter {
            name: parameter.name.clone(),
            unit: parameter.unit.word().to_owned(),
            least: parameter.least,
            most: parameter.most,
            meaning: parameter.meaning.clone(),
            default: parameter.default.clone(),
        });
        Self {
            id: rule.id.to_string(),
            title: rule.title.clone(),
            severity: rule.severity,
            filter,
            message,
            check,
            controls: rule.controls.clone(),
            why: rule.why.clone(),
            remedy: rule.remedy.clone(),
            fix: match &rule.fix {
                Fix::By(operation) => Ok(operation.word().to_owned()),
                Fix::None(why) => Err(why.clone()),
            },
            parameters: parameters.collect(),
        }
    }

    /// The file.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = "format = 1\n\n[[rules]]\n".to_owned();
        // Writing to a text cannot fail.
        let mut line = |name: &str, value: String| {
            let _ = writeln!(out, "{name} = {value}");
        };
        line("id", text(&self.id));
        line("title", text(&self.title));
        line("severity", text(self.severity.word()));
        for (name, value) in [("filter", &self.filter), ("check", &self.check), ("message", &self.message)] {
            if let Some(value) = value {
                line(name, text(value.trim()));
            }
        }
        line("controls", texts(&self.controls));
        line("why", text(&self.why));
        line("remedy", text(&self.remedy));
        line(
            "fix",
            match &self.fix {
                Ok(operation) => format!("{{ operation = {} }}", text(operation)),
                Err(why) => format!("{{ none = {} }}", text(why)),
            },
        );
        for parameter in &self.parameters {
            parameter.text(&mut out);
        }
        out
    }
}

impl WrittenParameter {
    fn text(&self, out: &mut String) {
        let number = matches!(self.default, Value::Number(_));
        let _ = writeln!(out, "[rules.parameters.{}]", key(&self.name));
        let _ = writeln!(out, "default = {}", value(&self.default));
        let _ = writeln!(out, "unit = {}", text(&self.unit));
        if number {
            let _ = writeln!(out, "least = {}", self.least);
            let _ = writeln!(out, "most = {}", self.most);
        }
        let _ = writeln!(out, "meaning = {}", text(&self.meaning));
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Names(names) => texts(names),
        Value::Pairs(pairs) => {
            let pairs: Vec<String> = pairs.iter().map(|(a, b)| format!("  [{}, {}],\n", text(a), text(b))).collect();
            format!("[\n{}]", pairs.concat())
        }
    }
}

fn texts(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|entry| text(entry)).collect();
    format!("[{}]", texts.join(", "))
}

/// A text as TOML has it: over several lines only where it has several.
fn text(text: &str) -> String {
    let several = text.contains('\n') && !text.contains("'''") && !text.chars().any(|c| c.is_control() && c != '\n');
    if several {
        return format!("'''\n{text}\n'''");
    }
    let plain = text.contains('"') && !text.contains('\'') && !text.chars().any(char::is_control);
    if plain {
        return format!("'{text}'");
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if bare { name.to_owned() } else { text(name) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::rule::Catalogue;

    #[test]
    fn every_shipped_rule_reads_back_as_it_was() {
        for rule in Catalogue::shipped().unwrap().rules() {
            let written = Written::of(rule);
            let text = written.text();
            let back = Catalogue::default().with_own(&[("own.toml", &text)]).unwrap_or_else(|e| panic!("{e}\n{text}"));
            let mut again = Written::of(back.rule(&rule.id).unwrap());
            again.filter = again.filter.map(|filter| filter.trim().to_owned());
            let trimmed = Written { filter: written.filter.map(|filter| filter.trim().to_owned()), ..written };
            assert_eq!(again, trimmed, "{text}");
        }
    }

    #[test]
    fn no_text_breaks_out_of_its_place() {
        let rule = Catalogue::shipped().unwrap().rule("dormant-45d").unwrap().clone();
        for hostile in
            ["\"\nid = \"other", "'''\nid = 'x'", "a\\", "tab\there\u{1}", "' and \"", "'", "'''\"", "{x} \r\n"]
        {
            let written = Written { title: hostile.to_owned(), ..Written::of(&rule) };
            let text = written.text();
            let back = Catalogue::default().with_own(&[("own.toml", &text)]);
            // Some are refused, with a problem; none says something else.
            if let Ok(back) = back {
                assert_eq!(back.rules().len(), 1);
                let title = &back.rule("dormant-45d").unwrap().title;
                assert_eq!(title.trim(), hostile.trim(), "{text}");
            }
        }
    }
}
