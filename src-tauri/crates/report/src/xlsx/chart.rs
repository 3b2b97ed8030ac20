//! A chart that the spreadsheet draws from the cells of a sheet
//! (DrawingML charts, ECMA-376 part 1, 21.2).

use super::{escape, parts};
use crate::chart::{Chart, Line, Series};
use crate::document::Section;
use std::fmt::Write as _;

/// The chart's XML; none if the section has no rows or none of its columns is a
/// line of the chart.
pub(super) fn xml(chart: &Chart, section: &Section<'_>) -> Option<String> {
    let rows = section.rows.count();
    let sheet = parts::sheet_name(&section.title);
    let lines: Vec<(&Series, String)> = chart
        .series
        .iter()
        .filter_map(|series| {
            let at = section.fields.iter().position(|field| field.key == series.field)?;
            Some((series, parts::letters(at)))
        })
        .collect();
    if rows == 0 || lines.is_empty() {
        return None;
    }
    let quoted = format!("'{}'", sheet.replace('\'', "''"));
    let mut out = format!(
        "{}<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"{}\">\
         <c:roundedCorners val=\"0\"/><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr>\
         <a:defRPr sz=\"1200\" b=\"1\"/></a:pPr><a:r><a:rPr lang=\"en\" sz=\"1200\" b=\"1\"/><a:t>",
        parts::XML,
        parts::OFFICE
    );
    escape::push(&mut out, &chart.title);
    out.push_str(
        "</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title><c:autoTitleDeleted val=\"0\"/>\
         <c:plotArea><c:layout/><c:lineChart><c:grouping val=\"standard\"/><c:varyColors val=\"0\"/>",
    );
    for (at, (series, letters)) in lines.iter().enumerate() {
        line(&mut out, at, series, &quoted, letters, rows + 1);
    }
    out.push_str(
        "<c:marker val=\"1\"/><c:axId val=\"1\"/><c:axId val=\"2\"/></c:lineChart>\
         <c:dateAx><c:axId val=\"1\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/>\
         <c:axPos val=\"b\"/><c:numFmt formatCode=\"mmm\\ yyyy\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/>\
         <c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/><c:crossAx val=\"2\"/><c:crosses val=\"autoZero\"/>\
         <c:auto val=\"1\"/><c:lblOffset val=\"100\"/><c:baseTimeUnit val=\"days\"/></c:dateAx>\
         <c:valAx><c:axId val=\"2\"/><c:scaling><c:orientation val=\"minMax\"/><c:min val=\"0\"/></c:scaling>\
         <c:delete val=\"0\"/><c:axPos val=\"l\"/><c:majorGridlines><c:spPr><a:ln w=\"6350\"><a:solidFill>\
         <a:srgbClr val=\"ECEEF2\"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>\
         <c:numFmt formatCode=\"#,##0\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/>\
         <c:tickLblPos val=\"nextTo\"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:crossAx val=\"1\"/>\
         <c:crosses val=\"autoZero\"/><c:crossBetween val=\"midCat\"/></c:valAx></c:plotArea>\
         <c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/></c:legend><c:plotVisOnly val=\"0\"/>\
         <c:dispBlanksAs val=\"gap\"/></c:chart></c:chartSpace>",
    );
    Some(out)
}

fn line(out: &mut String, at: usize, series: &Series, sheet: &str, letters: &str, last: u64) {
    let _ = write!(out, "<c:ser><c:idx val=\"{at}\"/><c:order val=\"{at}\"/><c:tx><c:strRef><c:f>");
    escape::push(out, &format!("{sheet}!${letters}$1"));
    out.push_str("</c:f><c:strCache><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>");
    escape::push(out, &series.name);
    out.push_str("</c:v></c:pt></c:strCache></c:strRef></c:tx><c:spPr>");
    let (color, dash) = match series.line {
        Line::Count => ("0B6E66", ""),
        Line::Step => ("16191D", "<a:prstDash val=\"dash\"/>"),
        Line::Points => ("8F5A00", ""),
    };
    let fill = format!("<a:solidFill><a:srgbClr val=\"{color}\"/></a:solidFill>");
    if series.line == Line::Points {
        let _ = write!(
            out,
            "<a:ln w=\"19050\"><a:noFill/></a:ln></c:spPr><c:marker><c:symbol val=\"circle\"/><c:size val=\"6\"/>\
             <c:spPr>{fill}</c:spPr></c:marker>"
        );
    } else {
        let _ = write!(
            out,
            "<a:ln w=\"22225\" cap=\"rnd\">{fill}{dash}<a:round/></a:ln></c:spPr>\
             <c:marker><c:symbol val=\"none\"/></c:marker>"
        );
    }
    out.push_str("<c:cat><c:numRef><c:f>");
    escape::push(out, &format!("{sheet}!$A$2:$A${last}"));
    out.push_str("</c:f></c:numRef></c:cat><c:val><c:numRef><c:f>");
    escape::push(out, &format!("{sheet}!${letters}$2:${letters}${last}"));
    out.push_str("</c:f></c:numRef></c:val><c:smooth val=\"0\"/></c:ser>");
}
