//! Times in words.

use crate::ast::Order;
use crate::moment::{Moment, day_text};

/// How a time compares, and with what: `more than`, `90 days ago`.
pub(super) fn compared(order: Order, moment: Moment) -> (&'static str, String) {
    let words = match moment {
        Moment::Days(0) | Moment::Day(_) => ["on", "on or after", "after", "on or before", "before"],
        Moment::Hours(0) | Moment::Instant(_) => ["at", "at or after", "after", "at or before", "before"],
        // The further in the past, the earlier.
        Moment::Days(ahead) | Moment::Hours(ahead) if ahead < 0 => {
            ["", "at most", "less than", "at least", "more than"]
        }
        Moment::Days(_) | Moment::Hours(_) => ["", "at least", "more than", "at most", "less than"],
    };
    let [eq, ge, gt, le, lt] = words;
    let word = match order {
        Order::Eq | Order::Ne => eq,
        Order::Ge => ge,
        Order::Gt => gt,
        Order::Le => le,
        Order::Lt => lt,
    };
    (if matches!(moment, Moment::Days(0) | Moment::Hours(0)) && word == eq { "" } else { word }, named(moment))
}

/// `90 days ago`, `today`, `2026-01-31`.
pub(super) fn named(moment: Moment) -> String {
    let away = |amount: i32, unit: &str| {
        let count = amount.unsigned_abs();
        let s = if count == 1 { "" } else { "s" };
        format!("{count} {unit}{s} {}", if amount < 0 { "ago" } else { "from now" })
    };
    match moment {
        Moment::Days(0) => "today".to_owned(),
        Moment::Hours(0) => "now".to_owned(),
        Moment::Days(ahead) => away(ahead, "day"),
        Moment::Hours(ahead) => away(ahead, "hour"),
        Moment::Day(day) => day_text(i64::from(day) * 86_400),
        Moment::Instant(_) => moment.to_string().replace('T', " ").replace('Z', " UTC"),
    }
}
