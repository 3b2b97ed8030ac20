//! Writes what the documents say of rules, checks and packs, and the schema of
//! a file of rules: `cargo run -p muster-audit --example audit_docs`.

use muster_audit::reference::{Section, text};
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs");
    let schema = serde_json::to_string_pretty(&muster_audit::rule::schema())?;
    std::fs::write(docs.join("audit-rule.schema.json"), format!("{schema}\n"))?;
    let path = docs.join("audit.md");
    let mut page = std::fs::read_to_string(&path)?;
    for section in Section::ALL {
        let (begin, end) = section.marks();
        let (head, rest) = page.split_once(&begin).ok_or("the page has no place for a section")?;
        let (_, tail) = rest.split_once(&end).ok_or("the place for a section has no end")?;
        page = format!("{head}{begin}\n\n{}\n{end}{tail}", text(*section)?);
    }
    std::fs::write(&path, page)?;
    Ok(())
}
