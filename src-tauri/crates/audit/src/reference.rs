//! Rules, checks and packs in words, for `docs/audit.md`.

use crate::check::Check;
use crate::error::AuditError;
use crate::pack::Pack;
use crate::rule::{Catalogue, Fix, Operation, Told, Unit};
use std::fmt::Write;

/// A part of the page that is written from the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// The rules that ship.
    Rules,
    /// The built-in checks.
    Checks,
    /// The packs that ship.
    Packs,
    /// The words of a rule's file.
    Words,
}

impl Section {
    /// Every section, in the order of the page.
    pub const ALL: &'static [Self] = &[Self::Rules, Self::Packs, Self::Words, Self::Checks];

    /// What stands before and after it on the page.
    #[must_use]
    pub fn marks(self) -> (String, String) {
        let name = match self {
            Self::Rules => "rules",
            Self::Checks => "checks",
            Self::Packs => "packs",
            Self::Words => "words",
        };
        (
            format!("<!-- {name}: written by the example audit_docs of muster-audit -->"),
            format!("<!-- end of {name} -->"),
        )
    }
}

/// A section as Markdown.
///
/// # Errors
/// A file that ships is broken, which the tests rule out.
pub fn text(section: Section) -> Result<String, AuditError> {
    match section {
        Section::Rules => rules(),
        Section::Checks => Ok(checks()),
        Section::Packs => packs(),
        Section::Words => Ok(words()),
    }
}

fn rules() -> Result<String, AuditError> {
    let mut table = "| rule | severity | finds | fixed by |\n| --- | --- | --- | --- |\n".to_owned();
    for rule in Catalogue::shipped()?.rules() {
        let fix = match &rule.fix {
            Fix::By(operation) => format!("`{operation}`"),
            Fix::None(_) => "a person".to_owned(),
        };
        line(&mut table, &[&format!("`{}`", rule.id), rule.severity.word(), &rule.title, &fix]);
    }
    Ok(table)
}

fn checks() -> String {
    let mut table = "| check | finds | looks at | parameters |\n| --- | --- | --- | --- |\n".to_owned();
    for check in Check::ALL {
        let parameters: Vec<String> =
            check.parameters().iter().map(|(name, unit)| format!("`{name}` ({})", unit.word())).collect();
        line(&mut table, &[&format!("`{}`", check.word()), check.finds(), check.needs(), &parameters.join(", ")]);
    }
    table
}

fn packs() -> Result<String, AuditError> {
    let mut table = "| pack | control | asks for | rules | sets |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for pack in Pack::all()? {
        for control in &pack.controls {
            let rules: Vec<String> = control.rules.iter().map(|rule| format!("`{rule}`")).collect();
            let set: Vec<String> =
                control.set.iter().map(|set| format!("`{}` {} {}", set.rule, set.parameter, set.value)).collect();
            let name = format!("`{}`", pack.name);
            line(&mut table, &[&name, &control.id, &control.title, &rules.join(", "), &set.join("; ")]);
        }
    }
    Ok(table)
}

fn words() -> String {
    let list =
        |words: &mut dyn Iterator<Item = &'static str>| words.map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ");
    let mut text = String::new();
    let mut row = |what: &str, words: String| line(&mut text, &[what, &words]);
    row("of", "words".to_owned());
    row("---", "---".to_owned());
    row("`severity`", list(&mut crate::Severity::ALL.iter().map(|severity| severity.word())));
    row("`unit` of a parameter", list(&mut Unit::ALL.iter().map(|unit| unit.word())));
    row("`message`, in braces", list(&mut Told::ALL.iter().map(|told| told.word())));
    row("`fix.operation`", list(&mut Operation::ALL.iter().map(|operation| operation.word())));
    text
}

/// A line of a table. Writing to a text cannot fail.
fn line(table: &mut String, cells: &[&str]) {
    let _ = writeln!(table, "| {} |", cells.join(" | "));
}
