//! One report model and its writers. A report is a [`Table`] of typed columns
//! and rows that arrive one at a time; every format is a [`Writer`] over any
//! `Write`, so memory does not grow with the report.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`table`] | the model: columns and cells |
//! | [`mod@format`] | which formats there are, and how one is opened |
//! | [`csv`] | RFC 4180, with cells that a spreadsheet would run made harmless |
//! | [`formula`] | the rule for those cells, and its way back |
//! | [`json`] | one JSON array, or one object a line |
//! | [`xlsx`] | a workbook for spreadsheets, streamed |
//! | [`text`] | an aligned table for a terminal |
//! | [`display`] | how text is made safe for a terminal and measured there |

pub mod csv;
pub mod display;
pub mod error;
pub mod format;
pub mod formula;
pub mod json;
pub mod table;
pub mod text;
pub mod xlsx;

pub use error::ReportError;
pub use format::{Delimiter, Format, Writer, open, write};
pub use table::{Cell, Column, ColumnKind, Table};
