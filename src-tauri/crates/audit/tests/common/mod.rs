//! Users and realms for the tests, put together in a line each.
#![allow(dead_code, clippy::unwrap_used)]

pub mod who;
pub mod world;

use chrono::{DateTime, FixedOffset, Utc};
use muster_audit::{Calendar, Catalogue, Rule};
use std::sync::LazyLock;

/// Noon of 21 November 2026 in Greenwich, one o'clock in Berlin.
pub fn now() -> DateTime<Utc> {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

/// The operator is in Berlin.
pub fn berlin() -> FixedOffset {
    FixedOffset::east_opt(3600).unwrap()
}

/// Noon of a day so many days before today; behind today, if negative.
pub fn ago(days: i64) -> i64 {
    now().timestamp() - days * 86_400
}

pub fn at(text: &str) -> i64 {
    text.parse::<DateTime<Utc>>().unwrap().timestamp()
}

/// The rules that ship, read once.
pub fn shipped() -> &'static Catalogue {
    static SHIPPED: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::shipped().unwrap());
    &SHIPPED
}

pub fn rule(id: &str) -> Rule {
    shipped().rule(id).unwrap().clone()
}

pub fn with_calendar<T>(run: impl FnOnce(&Calendar<'_>) -> T) -> T {
    let zone = berlin();
    run(&Calendar::new(now(), &zone))
}
