//! Reports: tables, whole documents, and their writers.
//!
//! A list is a [`Table`] of typed columns and rows that arrive one at a time;
//! every format is a [`Writer`] over any `Write`, so memory does not grow with
//! the list. A report that people hand on is a [`Document`]: figures, a chart,
//! tables, how it was counted. Every file of it is written from that one model.
//! No writer makes a temporary file.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`table`] | columns and cells |
//! | [`document`] | a whole report |
//! | [`chart`] | counts by day, and where they fall on a picture |
//! | [`mod@format`] | which formats a list has, and how one is opened |
//! | [`file`] | which files a whole report can be |
//! | [`csv`] | RFC 4180, with cells that a spreadsheet would run made harmless |
//! | [`formula`] | the rule for those cells, and its way back |
//! | [`html`] | one page for a browser, without scripts |
//! | [`json`] | one JSON array, one object a line, or a whole report |
//! | [`pdf`] | pages to print |
//! | [`xlsx`] | a workbook for spreadsheets, streamed |
//! | [`text`] | an aligned table for a terminal |
//! | [`display`] | how text is made safe for a terminal and measured there |
//! | [`mod@shown`] | cells as people read them |

pub mod chart;
pub mod csv;
pub mod display;
pub mod document;
pub mod error;
pub mod file;
pub mod format;
pub mod formula;
pub mod html;
pub mod json;
pub mod pdf;
pub mod shown;
pub mod table;
pub mod text;
pub mod xlsx;

pub use document::{Document, Fact, Field, Figure, Origin, Rows, Section};
pub use error::ReportError;
pub use file::{FileFormat, write_document};
pub use format::{Delimiter, Format, Writer, open, write};
pub use table::{Cell, Column, ColumnKind, Table};
