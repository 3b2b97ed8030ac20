//! GitLab's licence usage file (Admin > Subscription, `GET
//! /license/usage_export`; `gitlab.md` section 2.3 A): how many users GitLab
//! itself counted, day by day. It speaks of no user, so it has a reader of its
//! own and no sink.
//!
//! Above the days it names the licence: its key, who holds it and for which
//! company. None of that is kept; a reader is told which of it was there.

use crate::emit::short;
use crate::source::Source;
use crate::table::{Header, Row, Rows};
use crate::{Dialect, Error};
use chrono::NaiveDate;
use muster_model::import::Rejection;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

const DATE: &str = "Date";
const COUNT: &str = "Billable User Count";
/// What older files call it (GitLab issue 368644).
const OLD_COUNT: &str = "Active User Count";
/// What stands above the days about the licence and who holds it.
const LICENCE: [&str; 3] = ["License Key", "Email", "Company"];
/// Lines above the days that are looked at.
const MOST_ABOVE: usize = 100;
/// The most users of a day, and far beyond what any instance has.
const MOST_USERS: u64 = 1_000_000_000;
/// Rejected rows that are listed; all are counted.
const LISTED: usize = 1_000;

/// What a licence usage file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// The file's name, without its folder.
    pub name: String,
    /// Users that were counted, by day (UTC).
    pub days: BTreeMap<NaiveDate, u64>,
    /// What of the licence stands in it and was passed over: names of rows.
    pub passed_over: Vec<&'static str>,
    /// Rows that could not be taken: the first 1,000.
    pub rejected: Vec<Rejection>,
    /// How many could not be taken.
    pub rejected_total: u64,
}

/// Whether the days begin somewhere below the first row.
pub(crate) fn looks_like<R: Read>(header: &Header, rows: &mut Rows<R>) -> bool {
    if is_days(&header.names) {
        return true;
    }
    let above = |name: &str| header.names.first().is_some_and(|first| first.eq_ignore_ascii_case(name));
    if !(above(LICENCE[0]) || above("License Start Date") || above("Generated At")) {
        return false;
    }
    for _ in 0..MOST_ABOVE {
        // Reading from memory cannot fail.
        let Ok(Some(row)) = rows.next() else { return false };
        if is_days(&texts(&row)) {
            return true;
        }
    }
    false
}

fn is_days(cells: &[impl AsRef<str>]) -> bool {
    let is = |at: usize, name: &str| cells.get(at).is_some_and(|cell: &_| cell.as_ref().eq_ignore_ascii_case(name));
    cells.len() == 2 && is(0, DATE) && (is(1, COUNT) || is(1, OLD_COUNT))
}

fn texts(row: &Row<'_>) -> Vec<String> {
    (0..row.len()).map(|at| String::from_utf8_lossy(row.cell(at)).trim().to_owned()).collect()
}

/// Reads a licence usage file. Rows that are no day and number are rejections.
///
/// # Errors
/// The file cannot be read, or is no such file.
pub fn usage(path: &Path) -> Result<Usage, Error> {
    let source = Source::open(path)?;
    let (name, shown) = (source.name.clone(), source.path.clone());
    let mut progress = |_| ();
    let (header, mut rows) = Header::read(source.into_reader(&mut progress), &name).map_err(|e| e.within(&shown))?;
    let mut usage = Usage {
        name: name.clone(),
        days: BTreeMap::new(),
        passed_over: Vec::new(),
        rejected: Vec::new(),
        rejected_total: 0,
    };
    let mut below = is_days(&header.names);
    usage.above(&header.names);
    let mut lines = 0;
    while let Some(row) = rows.next().map_err(|source| Error::Unreadable { path: shown.clone(), source })? {
        let cells = texts(&row);
        if below {
            if !row.is_blank() {
                usage.day(&row, &cells);
            }
        } else if is_days(&cells) {
            below = true;
        } else {
            usage.above(&cells);
            lines += 1;
            if lines > MOST_ABOVE {
                break;
            }
        }
    }
    if !below {
        let reason = format!("no row is {DATE},{COUNT} or {DATE},{OLD_COUNT}");
        return Err(Error::NotThisDialect { file: name, dialect: Dialect::GitlabUsage, reason });
    }
    Ok(usage)
}

impl Usage {
    /// A row about the licence.
    fn above(&mut self, cells: &[String]) {
        let Some((first, rest)) = cells.split_first() else { return };
        let named = LICENCE.iter().find(|name| name.eq_ignore_ascii_case(first));
        if let Some(name) = named.filter(|_| rest.iter().any(|cell| !cell.is_empty()))
            && !self.passed_over.contains(name)
        {
            self.passed_over.push(name);
        }
    }

    fn day(&mut self, row: &Row<'_>, cells: &[String]) {
        let read = || -> Result<(NaiveDate, u64), (Option<&'static str>, String)> {
            if row.too_large || row.unclosed {
                return Err((None, "the row does not end: a quote is missing, or the file was cut off".to_owned()));
            }
            let [date, count] = cells else {
                return Err((None, format!("the row has {} cells, not a day and a number", cells.len())));
            };
            let date = NaiveDate::parse_from_str(date, "%Y-%m-%d")
                .map_err(|_| (Some(DATE), format!("{:?} is no day; use 2026-01-31", short(date, 40))))?;
            let count = count
                .parse()
                .ok()
                .filter(|count| *count <= MOST_USERS)
                .ok_or_else(|| (Some(COUNT), format!("{:?} is no number of users", short(count, 40))))?;
            Ok((date, count))
        };
        let fault = match read() {
            Ok((date, count)) => match self.days.get(&date) {
                Some(known) if *known != count => {
                    (Some(DATE), format!("{date} was counted in an earlier row, as {known}: the first is believed"))
                }
                _ => {
                    self.days.insert(date, count);
                    return;
                }
            },
            Err(fault) => fault,
        };
        self.rejected_total += 1;
        if self.rejected.len() < LISTED {
            let (column, reason) = (fault.0.map(str::to_owned), fault.1);
            self.rejected.push(Rejection { file: self.name.clone(), line: row.line, column, reason });
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::detect;

    const FILE: &str = "License Key,c2VjcmV0\nEmail,lena@example.org\nLicense Start Date,2026-01-01\n\
        License End Date,2026-12-31\nCompany,Example\nGenerated At,2026-03-02 10:00:00 UTC\n\"\",\"\"\n\
        Date,Billable User Count\n2026-03-01,120\n2026-03-02,121\n";

    fn read(text: &str) -> Result<Usage, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("usage.csv");
        std::fs::write(&path, text).unwrap();
        usage(&path)
    }

    fn dialect(text: &str) -> Result<Dialect, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("usage.csv");
        std::fs::write(&path, text).unwrap();
        detect(&path).map(|found| found.dialect)
    }

    #[test]
    fn days_are_read_and_the_licence_is_passed_over() {
        for text in [FILE.to_owned(), FILE.replace(COUNT, OLD_COUNT), FILE.replace('\n', "\r\n")] {
            assert_eq!(dialect(&text).unwrap(), Dialect::GitlabUsage);
            let found = read(&text).unwrap();
            let days: Vec<_> = found.days.iter().map(|(day, count)| (day.to_string(), *count)).collect();
            assert_eq!(days, [("2026-03-01".to_owned(), 120), ("2026-03-02".to_owned(), 121)]);
            assert_eq!((found.passed_over.as_slice(), found.rejected_total), (LICENCE.as_slice(), 0));
        }
        let bare = read("Date,Active User Count\n2026-03-01,5\n").unwrap();
        assert_eq!((bare.days.len(), bare.passed_over.len()), (1, 0));
    }

    #[test]
    fn rows_that_are_no_count_are_rejected_with_their_line() {
        let rows =
            "1 March,3\n2026-03-03,many\n2026-03-04,-1\n2026-03-05\n2026-03-01,7\n2026-03-02,121\n\n2026-02-30,1\n";
        let found = read(&format!("{FILE}{rows}2026-03-06,99999999999999999999\n")).unwrap();
        assert_eq!(found.days.len(), 2);
        let lines: Vec<u64> = found.rejected.iter().map(|r| r.line).collect();
        assert_eq!(lines, [11, 12, 13, 14, 15, 18, 19]);
        assert_eq!(found.rejected_total, 7);
        assert_eq!(found.rejected[1].column.as_deref(), Some(COUNT));
    }

    #[test]
    fn other_tables_are_not_taken_for_it() {
        assert!(matches!(read("License Key,x\nEmail,y\n"), Err(Error::NotThisDialect { .. })));
        assert_ne!(dialect("Email,Company\na@x,Example\n").ok(), Some(Dialect::GitlabUsage));
        assert_ne!(dialect("Date,Username\n2026-01-01,a\n").ok(), Some(Dialect::GitlabUsage));
    }
}
