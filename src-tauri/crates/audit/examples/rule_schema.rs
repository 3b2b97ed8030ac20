//! Writes `docs/audit-rule.schema.json`: `cargo run -p muster-audit --example rule_schema`.

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/audit-rule.schema.json");
    std::fs::write(&path, format!("{}\n", serde_json::to_string_pretty(&muster_audit::rule::schema())?))?;
    Ok(())
}
