//! How two snapshots differ, as a table: a row for whoever came or went, and
//! one for each field of whoever changed.

use super::{About, Done, Place, table_format};
use crate::api::export::{Format, Separator};
use crate::api::snapshots::{Became, DiffPage, DiffQuery};
use crate::api::vault::WrittenFile;
use crate::job::Job;
use crate::session::Session;
use crate::{Error, Result, files};
use chrono::{DateTime, Utc};
use muster_formats::write::Omitted;
use muster_report::{Cell, Column, Table};
use std::io::Write;
use std::path::Path;

/// A comparison to export: which rows, and as what.
#[derive(Debug, Clone)]
pub struct ExportComparison {
    /// Which rows; how many does not matter, all are written.
    pub query: DiffQuery,
    /// The kind of file.
    pub format: Format,
    /// For CSV: what stands between cells.
    pub separator: Separator,
    /// For CSV: begin with a byte order mark.
    pub bom: bool,
    /// Where to write.
    pub path: String,
    /// Replace a file that is there.
    pub overwrite: bool,
    /// Also write `PATH.manifest.json`.
    pub manifest: bool,
}

impl ExportComparison {
    /// What narrows the rows, in the words of the command line.
    fn narrowed(&self) -> String {
        let query = &self.query;
        let mut parts = vec![format!("snapshots {} and {}", query.from, query.to)];
        parts.extend(query.became.map(|became| became.word().to_owned()));
        parts.extend(query.field.as_ref().map(|field| format!("field {field}")));
        if !query.text.trim().is_empty() {
            parts.push(format!("named {}", query.text.trim()));
        }
        parts.join(", ")
    }
}

fn columns() -> Vec<Column> {
    ["userstore", "username", "display_name", "became", "field", "before", "after"].map(Column::text).to_vec()
}

impl Session {
    /// Writes a comparison to a file.
    ///
    /// # Errors
    /// As [`Session::snapshots_diff`], [`crate::Code::Exists`], or what the disk says.
    pub fn export_comparison(&self, request: &ExportComparison, job: &Job, now: DateTime<Utc>) -> Result<WrittenFile> {
        let place = Place { path: Path::new(&request.path), overwrite: request.overwrite, manifest: request.manifest };
        let page = self.all_of(request, now)?;
        let narrowed = request.narrowed();
        self.export_to(&about(request, &narrowed), &place, job, now, |out, _| write(request, &page, out, place.path))
    }

    /// Writes a comparison to a stream.
    ///
    /// # Errors
    /// As [`Session::export_comparison`], or that the stream cannot be written.
    pub fn export_comparison_to(
        &self,
        request: &ExportComparison,
        out: &mut dyn Write,
        now: DateTime<Utc>,
    ) -> Result<WrittenFile> {
        let page = self.all_of(request, now)?;
        let narrowed = request.narrowed();
        let path = Path::new("standard output");
        self.export_stream(&about(request, &narrowed), out, now, |out, _| write(request, &page, out, path))
    }

    /// Everything, before a file is begun, so that a wrong query leaves none.
    fn all_of(&self, request: &ExportComparison, now: DateTime<Utc>) -> Result<DiffPage> {
        self.diff(&DiffQuery { offset: 0, limit: u64::MAX, ..request.query.clone() }, now)
    }
}

fn write(request: &ExportComparison, page: &DiffPage, out: &mut dyn Write, path: &Path) -> Result<Done> {
    let failed = |error| -> Error { files::report_failed(path, error) };
    let format = table_format(request.format, request.separator, request.bom, "Comparison")?;
    let table = Table::new(columns());
    let mut writer = muster_report::open(&table, format, out).map_err(failed)?;
    let mut count = 0;
    for row in &page.rows {
        let own = |field: Cell, before: Cell, after: Cell| {
            [
                Cell::from(page.to.userstore.as_str()),
                Cell::from(row.username.as_str()),
                Cell::from(row.display_name.as_str()),
                Cell::from(row.became.word()),
                field,
                before,
                after,
            ]
        };
        if row.became != Became::Changed {
            writer.row(&own(Cell::Empty, Cell::Empty, Cell::Empty)).map_err(failed)?;
            count += 1;
        }
        for f in &row.fields {
            let (before, after) = (Cell::text(f.before.as_deref()), Cell::text(f.after.as_deref()));
            writer.row(&own(Cell::from(f.name.as_str()), before, after)).map_err(failed)?;
            count += 1;
        }
    }
    writer.finish().map_err(failed)?;
    Ok(Done { rows: count, omitted: Omitted::default() })
}

fn about<'a>(request: &ExportComparison, narrowed: &'a str) -> About<'a> {
    About {
        what: "comparison",
        format: request.format.word(),
        filter: narrowed,
        columns: columns().into_iter().map(|c| c.name).collect(),
        order: "became, userName".to_owned(),
        report: None,
    }
}
