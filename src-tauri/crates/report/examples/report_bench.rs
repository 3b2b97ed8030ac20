//! How fast a whole report is written, how large it is, and with how much
//! memory:
//!
//! ```sh
//! cargo run --release -p muster-report --example report_bench -- pdf 5000 FILE
//! ```

#![allow(clippy::unwrap_used)]

use chrono::{DateTime, Days, NaiveDate};
use muster_report::chart::{Chart, Line, Series};
use muster_report::{
    Cell, Document, Fact, Field, Figure, FileFormat, Origin, ReportError, Rows, Section, write_document,
};
use std::io::Write;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let word = arguments.next().unwrap_or_else(|| "pdf".to_owned());
    let format = FileFormat::ALL.into_iter().find(|format| format.word() == word).unwrap();
    let rows: u64 = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(5_000);
    let path = arguments.next().unwrap_or_else(|| format!("bench.{word}"));
    let document = document(rows);
    let mut out = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    let begun = std::time::Instant::now();
    write_document(&document, format, &mut out).unwrap();
    out.flush().unwrap();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("").to_owned();
    let size = std::fs::metadata(&path).unwrap().len();
    println!("{rows} rows as {word} in {:.2?}, {size} bytes, peak memory {peak}", begun.elapsed());
}

fn document(rows: u64) -> Document<'static> {
    let from: NaiveDate = "2026-01-01".parse().unwrap();
    let seats = |day: u64| 640 + day * 2 / 5 + day * day % 17;
    let days: Vec<(NaiveDate, u64)> = (0..325).map(|day| (from + Days::new(day), seats(day))).collect();
    let bought = vec![(from, 700), ("2026-06-01".parse().unwrap(), 750)];
    let own: Vec<(NaiveDate, u64)> = days.iter().step_by(30).map(|(day, count)| (*day, count + 3)).collect();
    let peak = days.iter().max_by_key(|(_, count)| *count).copied().unwrap();
    let by_day = days
        .iter()
        .enumerate()
        .map(|(at, (day, count))| {
            let bought = if *day < bought[1].0 { 700 } else { 750 };
            let own = if at % 30 == 0 { Cell::count(own[at / 30].1) } else { Cell::Empty };
            vec![Cell::Day(*day), Cell::count(*count), Cell::count(bought), own]
        })
        .collect();
    let series =
        |name: &str, line, field: &str, points| Series { name: name.into(), line, field: field.into(), points };
    Document {
        report: "seats".into(),
        kind: "Seat report".into(),
        title: "GitLab Ultimate, 18.9 and later".into(),
        answer: "796 seats were taken at the peak on 2026-11-19, 46 more than the 750 bought. The true-up so far is EUR 4,554.00.".into(),
        origin: Origin {
            realm: "Fern & Söhne".into(),
            as_of: DateTime::from_timestamp(1_795_300_000, 0).unwrap(),
            made_at: DateTime::from_timestamp(1_795_305_000, 0).unwrap(),
            operator: "dana".into(),
            version: "0.1.0".into(),
        },
        period: Some((from, days.last().unwrap().0)),
        rule: Some("Every enabled user takes a seat, except guests, users with minimal access only, bots and service accounts.".into()),
        filter: "state eq \"active\" and not (kind eq \"bot\") and not (highestRole eq \"Guest\")".into(),
        facts: vec![Fact::new("plan", "Plan", Cell::from("gitlab-ultimate")), Fact::new("price", "Price of a seat a month (EUR)", Cell::Money(9_900))],
        figures: vec![
            Figure::new("consumed", "Seats taken", Cell::count(days.last().unwrap().1), "of 750 bought"),
            Figure::new("peak", "Peak", Cell::count(peak.1), "").on(peak.0),
            Figure::new("true_up", "True-up", Cell::count(46), "peak over purchased"),
            Figure::new("cost", "True-up cost (EUR)", Cell::Money(455_400), "until 2026-12-31"),
            Figure::new("reclaimable", "Could be freed", Cell::count(61), "12 never seen, 49 dormant"),
            Figure::new("instance_count", "The instance's own count", Cell::Empty, ""),
        ],
        notes: vec!["Two users have no role that Muster knows; they are counted, as the instance does.".into()],
        chart: Some(Chart {
            title: "Seats by day".into(),
            section: "by_day".into(),
            series: vec![
                series("Seats taken", Line::Count, "count", days.clone()),
                series("Purchased", Line::Step, "purchased", bought.clone()),
                series("The instance's own count", Line::Points, "instance", own.clone()),
            ],
        }),
        sections: vec![
            Section {
                key: "by_role".into(),
                title: "By role".into(),
                said: "Each seat counts with its holder's highest role.".into(),
                fields: vec![Field::text("role", "Highest role", 1.0), Field::number("count", "Seats")],
                rows: Rows::Held(["Owner", "Maintainer", "Developer", "Reporter"].iter().enumerate().map(|(n, role)| vec![Cell::from(*role), Cell::count(n as u64 * 71 + 4)]).collect()),
                main: false,
                empty: "No seats.".into(),
            },
            Section {
                key: "seats".into(),
                title: "Seats".into(),
                said: "Everyone who takes a seat, by name, and why.".into(),
                fields: vec![
                    Field::text("userstore", "Userstore", 0.8).hidden(),
                    Field::text("username", "Username", 1.2),
                    Field::text("display_name", "Name", 1.4),
                    Field::text("email", "E-mail", 1.0).hidden(),
                    Field::text("role", "Role", 0.8),
                    Field::text("why", "Why", 2.6),
                    Field::date("last_seen", "Last seen"),
                ],
                rows: Rows::Told { count: rows, tell: Box::new(move |most, take| tell(rows.min(most), take)) },
                main: true,
                empty: "Nobody takes a seat.".into(),
            },
            Section {
                key: "by_day".into(),
                title: "By day".into(),
                said: "A day's count is what was known at its end.".into(),
                fields: vec![
                    Field::date("date", "Day"),
                    Field::number("count", "Seats taken"),
                    Field::number("purchased", "Purchased"),
                    Field::number("instance", "The instance's own count"),
                ],
                rows: Rows::Held(by_day),
                main: false,
                empty: "Nothing is known.".into(),
            },
        ],
        counted: vec![
            "A user takes a seat if the rule holds for them on that day.".into(),
            "The peak is the highest count of any day of the period; seats freed later do not lower it.".into(),
        ],
    }
}

fn tell(rows: u64, take: &mut dyn FnMut(&[Cell]) -> Result<(), ReportError>) -> Result<(), ReportError> {
    let odd = ["نور الرحمن", "田中 浩", "Zażółć Gęślą-Jaźń", "=HYPERLINK(\"http://x\")", "Ωμέγα Ιωάννης", "👩‍💻 Emoji"];
    for row in 0..rows {
        let at = DateTime::from_timestamp(1_795_300_000 - i64::try_from(row).unwrap() * 977, 0).unwrap();
        let name = match row % 40 {
            n @ 0..6 => odd[n as usize].to_owned(),
            _ => format!("Given{} Family{}", row % 977, row % 3301),
        };
        take(&[
            "GITLAB".into(),
            format!("user.name{row}").as_str().into(),
            name.as_str().into(),
            format!("user.name{row}@example.org").as_str().into(),
            "Developer".into(),
            format!("Developer on acme/team{}/api through group acme, since 2026-03-02", row % 500).as_str().into(),
            if row % 9 == 0 { "never".into() } else { Cell::Day(at.date_naive()) },
        ])?;
    }
    Ok(())
}
