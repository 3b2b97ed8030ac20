//! Writes the attributes into `docs/filter.md`: `make filter-docs`.

use muster_query::reference::{MARKS, markdown};
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/filter.md");
    let page = std::fs::read_to_string(&path)?;
    let (head, rest) = page.split_once(MARKS.0).ok_or("the page has no place for the attributes")?;
    let (_, tail) = rest.split_once(MARKS.1).ok_or("the place for the attributes has no end")?;
    std::fs::write(&path, format!("{head}{}\n{}\n{}{tail}", MARKS.0, markdown(), MARKS.1))?;
    Ok(())
}
