//! A workbook as it is written: its archive, and the sheets begun so far.

use super::{cell, parts};
use crate::error::ReportError;
use std::io::Write;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

/// What is gathered before it is compressed, in bytes.
const CHUNK: usize = 64 * 1024;

/// A sheet that was begun.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Its name.
    pub name: String,
    /// Rows it has, header included.
    pub rows: u64,
    /// Bytes of its XML that were handed on.
    bytes: u64,
    /// What its filter covers, such as `A1:C7`.
    pub filter: Option<String>,
    /// The row that is repeated on each printed page, if one is.
    pub repeats: Option<u64>,
}

/// How a sheet begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Begin<'a> {
    /// Widths of its columns, in characters.
    pub widths: &'a [usize],
    /// The row that is a header, if one is; it and what is above stay in sight.
    pub header: Option<u64>,
    /// Whether grid lines are shown.
    pub grid: bool,
}

/// A workbook that is being written.
pub(super) struct Book<'a> {
    sheets: Vec<Sheet>,
    /// Sheets with a chart, and the chart's XML.
    charts: Vec<(usize, String)>,
    /// XML of the open sheet that was not handed on yet.
    pub buffer: String,
    zip: Option<ZipWriter<StreamWriter<&'a mut (dyn Write + 'a)>>>,
}

impl<'a> Book<'a> {
    /// Begins.
    pub fn new(out: &'a mut (dyn Write + 'a)) -> Self {
        Self { sheets: Vec::new(), charts: Vec::new(), buffer: String::new(), zip: Some(ZipWriter::new_stream(out)) }
    }

    /// The open sheet.
    pub fn sheet(&mut self) -> Option<&mut Sheet> {
        self.sheets.last_mut()
    }

    /// How many bytes of XML the open sheet has.
    pub fn bytes(&self) -> u64 {
        self.sheets.last().map_or(0, |sheet| sheet.bytes + self.buffer.len() as u64)
    }

    fn zip(&mut self) -> Result<&mut ZipWriter<StreamWriter<&'a mut (dyn Write + 'a)>>, ReportError> {
        self.zip.as_mut().ok_or_else(|| std::io::Error::other("the report was finished before this row").into())
    }

    fn begin_file(&mut self, name: &str) -> Result<(), ReportError> {
        // Level 1: a tenth larger than the usual 6, in a third of the time.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(1))
            .last_modified_time(DateTime::default());
        Ok(self.zip()?.start_file(name, options)?)
    }

    fn file(&mut self, name: &str, text: &str) -> Result<(), ReportError> {
        self.begin_file(name)?;
        Ok(self.zip()?.write_all(text.as_bytes())?)
    }

    fn drain(&mut self) -> Result<(), ReportError> {
        let text = std::mem::take(&mut self.buffer);
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.bytes += text.len() as u64;
        }
        self.zip()?.write_all(text.as_bytes())?;
        self.buffer = text;
        self.buffer.clear();
        Ok(())
    }

    /// Hands on what was gathered, if it is much.
    pub fn go_on(&mut self) -> Result<(), ReportError> {
        if self.buffer.len() >= CHUNK { self.drain() } else { Ok(()) }
    }

    /// Begins a sheet. A name that is taken gets a number.
    pub fn begin(&mut self, name: &str, begin: Begin<'_>) -> Result<(), ReportError> {
        let taken = |wanted: &str| self.sheets.iter().any(|sheet| sheet.name.to_lowercase() == wanted.to_lowercase());
        let mut number = 1;
        while taken(&parts::numbered(name, number)) {
            number += 1;
        }
        let name = parts::numbered(name, number);
        self.begin_file(&parts::sheet_path(self.sheets.len() + 1))?;
        let first = self.sheets.is_empty();
        self.sheets.push(Sheet { name, rows: 0, bytes: 0, filter: None, repeats: begin.header });
        parts::sheet_head(&mut self.buffer, begin, first);
        Ok(())
    }

    /// Ends the open sheet, with a chart on it if one is given.
    pub fn end(&mut self, filter: Option<String>, chart: Option<String>) -> Result<(), ReportError> {
        self.end_form(filter, chart, "", "")
    }

    /// Ends the open sheet; `protection` and `validations` are XML of what may be
    /// filled in, empty where nothing is.
    pub fn end_form(
        &mut self,
        filter: Option<String>,
        chart: Option<String>,
        protection: &str,
        validations: &str,
    ) -> Result<(), ReportError> {
        let tail = parts::Tail { filter: filter.as_deref(), chart: chart.is_some(), protection, validations };
        parts::sheet_tail(&mut self.buffer, tail);
        self.drain()?;
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.filter = filter;
        }
        if let Some(chart) = chart {
            self.charts.push((self.sheets.len(), chart));
        }
        Ok(())
    }

    /// Writes what belongs to the workbook as a whole, and the end.
    pub fn finish(&mut self) -> Result<(), ReportError> {
        let (sheets, charts) = (std::mem::take(&mut self.sheets), std::mem::take(&mut self.charts));
        for (at, (sheet, chart)) in charts.iter().enumerate() {
            let number = at + 1;
            self.file(&format!("xl/worksheets/_rels/sheet{sheet}.xml.rels"), &parts::to_drawing(number))?;
            self.file(&format!("xl/drawings/drawing{number}.xml"), parts::DRAWING)?;
            self.file(&format!("xl/drawings/_rels/drawing{number}.xml.rels"), &parts::to_chart(number))?;
            self.file(&format!("xl/charts/chart{number}.xml"), chart)?;
        }
        self.file("xl/styles.xml", cell::STYLES)?;
        self.file("xl/workbook.xml", &parts::workbook(&sheets))?;
        self.file("xl/_rels/workbook.xml.rels", &parts::workbook_relations(sheets.len()))?;
        self.file("_rels/.rels", parts::RELATIONS)?;
        self.file("[Content_Types].xml", &parts::content_types(sheets.len(), charts.len()))?;
        if let Some(zip) = self.zip.take() {
            zip.finish()?.into_inner().flush()?;
        }
        Ok(())
    }
}
