//! HTML: one file for any browser, without scripts and without anything from
//! elsewhere. It prints with page numbers and repeated headers of tables.
//!
//! | module | what it does |
//! | --- | --- |
//! | `chart` | a chart as SVG |
//! | `escape` | text that can end nothing it stands in |

mod chart;
mod escape;
#[cfg(test)]
mod tests;

use crate::document::{Document, Section};
use crate::error::ReportError;
use crate::shown::counted;
use crate::table::{Cell, ColumnKind};
use escape::{cell, style, text};
use std::fmt::Write as _;
use std::io::Write;

/// The most rows of a table: beyond, a browser takes long to lay it out. What
/// is left out is said below the table.
pub const ALL_ROWS: u64 = 20_000;
/// The most rows of a table in a preview.
pub const FIRST_ROWS: u64 = 12;

/// A table of so few columns is not pulled across the page.
const NARROW: usize = 3;
/// A word of more bytes may break anywhere.
const LONG_WORD: usize = 28;
const STYLE: &str = include_str!("style.css");
/// What is gathered before it is handed on, in bytes.
const CHUNK: usize = 64 * 1024;

/// Writes a report, with at most `most` rows of each table.
///
/// # Errors
/// The file failed, or the rows did.
pub fn write(document: &Document<'_>, most: u64, out: &mut dyn Write) -> Result<(), ReportError> {
    let mut page = String::with_capacity(CHUNK + 4096);
    head(&mut page, document);
    top(&mut page, document);
    if let Some(figures) = &document.chart {
        chart::push(&mut page, figures);
    }
    for each in &document.sections {
        section(&mut page, each, most, out)?;
    }
    page.push_str("<section id=\"how-it-was-counted\"><h2>How it was counted</h2><ol class=\"counted\">");
    for sentence in &document.counted {
        let _ = write!(page, "<li>{}</li>", cell(&Cell::from(sentence.as_str())));
    }
    let _ = writeln!(
        page,
        "</ol></section><footer>{} · {} · Muster {}</footer></body></html>",
        cell(&Cell::from(document.origin.realm.as_str())),
        cell(&Cell::Time(document.origin.made_at)),
        text(&document.origin.version)
    );
    out.write_all(page.as_bytes())?;
    Ok(out.flush()?)
}

fn head(page: &mut String, document: &Document<'_>) {
    let (kind, title, realm) = (&document.kind, &document.title, &document.origin.realm);
    let about = format!("{kind}: {title}");
    let _ = write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\">\
         <title>{}</title><style>{STYLE}@page{{size:A4;margin:18mm 14mm;\
         @top-left{{content:\"{}\";font:8pt sans-serif;color:#646c79}}\
         @top-right{{content:\"{}\";font:8pt sans-serif;color:#646c79}}\
         @bottom-left{{content:\"{}\";font:8pt sans-serif;color:#646c79}}\
         @bottom-right{{content:\"Page \" counter(page) \" of \" counter(pages);font:8pt sans-serif;color:#646c79}}}}\
         </style></head><body>\n",
        cell(&Cell::from(about.as_str())),
        style(&about),
        style(realm),
        style(&format!(
            "{} · Muster {}",
            crate::shown::shown(&Cell::Time(document.origin.made_at)),
            document.origin.version
        )),
    );
}

fn top(page: &mut String, document: &Document<'_>) {
    let _ = write!(
        page,
        "<header><p class=\"kind\">{}</p><h1><bdi>{}</bdi></h1><p class=\"answer\">{}</p><dl class=\"about\">",
        text(&document.kind),
        cell(&Cell::from(document.title.as_str())),
        cell(&Cell::from(document.answer.as_str()))
    );
    // Short ones side by side, then long ones below each other.
    let mut long = String::new();
    for (label, value) in document.about() {
        let shown = cell(&value);
        let is_filter = label == "Filter" && !document.filter.is_empty();
        let wide = is_filter || shown.chars().count() > 40;
        let class = if wide { " class=\"wide\"" } else { "" };
        let place = if wide { &mut long } else { &mut *page };
        let shown = if is_filter { format!("<code>{shown}</code>") } else { shown };
        let _ = write!(place, "<div{class}><dt>{}</dt><dd>{shown}</dd></div>", text(&label));
    }
    page.push_str(&long);
    if let Some(rule) = &document.rule {
        let _ = write!(page, "<div class=\"wide\"><dt>Rule</dt><dd>{}</dd></div>", cell(&Cell::from(rule.as_str())));
    }
    page.push_str("</dl></header>\n");
    if !document.figures.is_empty() {
        page.push_str("<ul class=\"figures\">");
        for figure in &document.figures {
            let known = figure.value != Cell::Empty;
            let value = if known { cell(&figure.value) } else { "not known".to_owned() };
            let class = if known { "value" } else { "value unknown" };
            let on = figure.on.map(|day| format!("on {day}"));
            let said = [on.as_deref().unwrap_or(""), figure.said.as_str()]
                .join(if on.is_some() && !figure.said.is_empty() { ", " } else { "" });
            let _ = write!(
                page,
                "<li><p class=\"label\">{}</p><p class=\"{class}\">{value}</p><p class=\"said\">{}</p></li>",
                text(&figure.label),
                cell(&Cell::from(said.as_str()))
            );
        }
        page.push_str("</ul>\n");
    }
    if !document.notes.is_empty() {
        page.push_str("<ul class=\"notes\">");
        for note in &document.notes {
            let _ = write!(page, "<li>{}</li>", cell(&Cell::from(note.as_str())));
        }
        page.push_str("</ul>\n");
    }
    page.push_str("<nav aria-label=\"Contents\">");
    for each in &document.sections {
        let (key, title) = (text(&each.key), text(&each.title));
        let _ = write!(page, "<span><a href=\"#{key}\">{title}</a> {}</span>", counted(each.rows.count()));
    }
    page.push_str("<span><a href=\"#how-it-was-counted\">How it was counted</a></span></nav>\n");
}

fn section(page: &mut String, section: &Section<'_>, most: u64, out: &mut dyn Write) -> Result<(), ReportError> {
    let rows = section.rows.count();
    let _ = write!(
        page,
        "<section id=\"{}\"><h2>{}</h2><p class=\"said\">{}</p>",
        text(&section.key),
        text(&section.title),
        cell(&Cell::from(section.said.as_str()))
    );
    if rows == 0 {
        let _ = writeln!(page, "<p class=\"none\">{}</p></section>", text(&section.empty));
        return Ok(());
    }
    let shown_fields = section.fields.iter().filter(|field| !field.hidden).count();
    let narrow = if shown_fields <= NARROW { " narrow" } else { "" };
    let _ = write!(page, "<div class=\"scroll{narrow}\"><table><thead><tr>");
    let classes: Vec<Option<&str>> =
        section.fields.iter().map(|field| if field.hidden { None } else { Some(class(field.kind)) }).collect();
    for (field, class) in section.fields.iter().zip(&classes) {
        let Some(class) = class else { continue };
        let _ = write!(page, "<th scope=\"col\"{class}>{}</th>", text(&field.label));
    }
    page.push_str("</tr></thead><tbody>\n");
    section.rows.each(most, &mut |row| {
        page.push_str("<tr>");
        for (value, class) in row.iter().zip(&classes) {
            let Some(class) = class else { continue };
            let shown = cell(value);
            // A long word breaks anywhere; others stay whole.
            let long = value.is_written() && shown.split_whitespace().any(|word| word.len() > LONG_WORD);
            let class = if long { " class=\"w\"" } else { class };
            if value.is_written() && !shown.is_ascii() {
                // A name written from right to left must not turn its neighbours round.
                let _ = write!(page, "<td{class}><bdi>{shown}</bdi></td>");
            } else {
                let _ = write!(page, "<td{class}>{shown}</td>");
            }
        }
        page.push_str("</tr>\n");
        if page.len() >= CHUNK {
            out.write_all(page.as_bytes())?;
            page.clear();
        }
        Ok(())
    })?;
    page.push_str("</tbody></table>");
    if rows > most {
        let _ = write!(
            page,
            "<p class=\"rest\">These are the first {} of {} rows. CSV, JSON and XLSX hold all of them.</p>",
            counted(most),
            counted(rows)
        );
    }
    page.push_str("</div></section>\n");
    Ok(())
}

const fn class(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Number => " class=\"n\"",
        ColumnKind::Date => " class=\"d\"",
        ColumnKind::Text | ColumnKind::Bool => "",
    }
}
