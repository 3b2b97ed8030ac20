//! How fast a workbook of many rows is written, and with how much memory:
//!
//! ```sh
//! cargo run --release -p muster-report --example xlsx_bench -- 1000000 FILE
//! ```

#![allow(clippy::unwrap_used)]

use chrono::DateTime;
use muster_report::{Cell, Column, Format, Table, open};
use std::io::Write;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let rows: i64 = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let path = arguments.next().unwrap_or_else(|| "bench.xlsx".to_owned());
    let names = [
        "userstore",
        "username",
        "display_name",
        "email",
        "state",
        "kind",
        "highest_role",
        "highest_role_on",
        "roles",
        "privileged",
        "mfa",
        "created_at",
        "last_seen",
        "last_seen_source",
        "expires_at",
        "seat",
        "gone_since",
        "source_id",
        "id",
    ];
    let table = Table::new(names.iter().map(|name| Column::text(name)).collect());
    let mut out = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    let begun = std::time::Instant::now();
    let mut writer = open(&table, Format::Xlsx { sheet: "Users" }, &mut out).unwrap();
    for row in 0..rows {
        let at = DateTime::from_timestamp(1_500_000_000 + row * 97, 0).unwrap();
        writer
            .row(&[
                "GITLAB".into(),
                format!("user.name{row}").as_str().into(),
                format!("Given{} Family{}", row % 977, row % 3301).as_str().into(),
                format!("user.name{row}@example.org").as_str().into(),
                "active".into(),
                "human".into(),
                "Developer".into(),
                format!("acme/team{}", row % 500).as_str().into(),
                Cell::List(vec!["Developer".into(), "Guest".into()]),
                false.into(),
                true.into(),
                Cell::Time(at),
                Cell::Day(at.date_naive()),
                "last_activity_on".into(),
                Cell::Empty,
                true.into(),
                Cell::Empty,
                row.to_string().as_str().into(),
                row.into(),
            ])
            .unwrap();
    }
    writer.finish().unwrap();
    drop(writer);
    out.flush().unwrap();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("").to_owned();
    let size = std::fs::metadata(&path).unwrap().len();
    println!("{rows} rows in {:.2?}, {size} bytes, peak memory {peak}", begun.elapsed());
}
