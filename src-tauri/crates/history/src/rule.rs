//! A counting rule, made ready for runs.

use crate::day::Day;
use crate::traits::{Outline, Seen, Traits};
use muster_model::{Kind, State};
use muster_query::ast::{Clause, NumberAttr, TextAttr, TimeAttr, TimeTest};
use muster_query::{Expr, Filter, Moment};

/// A counting rule over what runs hold.
#[derive(Debug, Clone)]
pub struct Rule {
    filter: Filter,
    seen: bool,
}

/// What of a user decides a clause.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Traits,
    Seen,
}

fn by(clause: &Clause) -> Option<By> {
    match clause {
        Clause::State(_) | Clause::Kind(_) | Clause::Number(NumberAttr::Level, _) => Some(By::Traits),
        Clause::Text(TextAttr::HighestRole | TextAttr::Userstore, _) => Some(By::Traits),
        Clause::Flag(..) => Some(By::Traits),
        Clause::Seen(_) | Clause::Time(TimeAttr::LastSeen, _) => Some(By::Seen),
        _ => None,
    }
}

impl Rule {
    /// The rule; none if it asks for what runs do not hold.
    #[must_use]
    pub fn new(filter: &Filter) -> Option<Self> {
        let (mut held, mut seen) = (true, false);
        if let Some(expr) = filter.expr() {
            expr.each(&mut |clause| {
                let by = by(clause);
                held &= by.is_some();
                seen |= by == Some(By::Seen);
            });
        }
        held.then(|| Self { filter: filter.clone(), seen })
    }

    /// Whether it asks when users were last seen.
    #[must_use]
    pub const fn asks_seen(&self) -> bool {
        self.seen
    }

    /// What it comes to for users of these traits.
    pub(crate) fn verdict(&self, outline: &Outline<'_>) -> Verdict {
        let Some(expr) = self.filter.expr() else { return Verdict::Always };
        // No clause that traits decide looks at the clock.
        let mut decide = |clause: &Clause| (by(clause) != Some(By::Seen)).then(|| clause.holds(outline, 0));
        match reduce(expr, &mut decide) {
            Reduced::Is(true) => Verdict::Always,
            Reduced::Is(false) => Verdict::Never,
            Reduced::Left(expr) => Verdict::Seen(BySeen::new(expr)),
        }
    }
}

/// What a rule comes to for users of some traits.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// It holds.
    Always,
    /// It does not hold.
    Never,
    /// That depends on when they were last seen.
    Seen(BySeen),
}

enum Reduced {
    Is(bool),
    Left(Expr<Clause>),
}

/// What is left of an expression when some of its clauses are decided.
fn reduce(expr: &Expr<Clause>, decide: &mut impl FnMut(&Clause) -> Option<bool>) -> Reduced {
    match expr {
        Expr::Is(clause) => decide(clause).map_or_else(|| Reduced::Left(expr.clone()), Reduced::Is),
        Expr::Not(part) => match reduce(part, decide) {
            Reduced::Is(holds) => Reduced::Is(!holds),
            Reduced::Left(part) => Reduced::Left(Expr::not(part)),
        },
        // `and` is over at the first that does not hold, `or` at the first that does.
        Expr::And(parts) => join(parts, decide, false, Expr::and),
        Expr::Or(parts) => join(parts, decide, true, Expr::or),
    }
}

fn join(
    parts: &[Expr<Clause>],
    decide: &mut impl FnMut(&Clause) -> Option<bool>,
    ends: bool,
    join: impl FnOnce(Vec<Expr<Clause>>) -> Option<Expr<Clause>>,
) -> Reduced {
    let mut left = Vec::new();
    for part in parts {
        match reduce(part, decide) {
            Reduced::Is(holds) if holds == ends => return Reduced::Is(ends),
            Reduced::Is(_) => {}
            Reduced::Left(part) => left.push(part),
        }
    }
    join(left).map_or(Reduced::Is(!ends), Reduced::Left)
}

/// What is left of a rule: clauses about last seen.
#[derive(Debug)]
pub(crate) struct BySeen {
    expr: Expr<Clause>,
    /// The times it compares with that move.
    moments: Vec<Moment>,
}

/// Traits for whoever evaluates last seen alone: nothing looks at them.
const NOBODY: Traits = Traits { store: 0, state: State::Active, kind: Kind::Human, facts: 0, level: None, role: None };

impl BySeen {
    fn new(expr: Expr<Clause>) -> Self {
        let mut moments = Vec::new();
        expr.each(&mut |clause| {
            if let Clause::Time(_, TimeTest::Is(_, moment)) = clause
                && matches!(moment, Moment::Days(_) | Moment::Hours(_))
            {
                moments.push(*moment);
            }
        });
        Self { expr, moments }
    }

    fn holds(&self, seen: Seen, now: i64) -> bool {
        let outline = Outline { traits: &NOBODY, userstore: "", role: None, seen };
        self.expr.holds(&mut |clause| clause.holds(&outline, now))
    }

    /// Shows the spans of days, from `from` until before `to`, on which it
    /// holds for a user last seen so. A day is asked at its last second, and
    /// the day of `now` at that time.
    pub(crate) fn spans(&self, seen: Seen, from: Day, to: Day, now: i64, see: &mut impl FnMut(Day, Day)) {
        let at = |day: Day| day.last_second().min(now);
        // The days on which the answer may be another than the day before: a
        // time that moves passes what was seen on one of them.
        let mut days: [Day; 12] = [to; 12];
        let mut count = 0;
        let last_seen = seen.at().filter(|_| !self.moments.is_empty());
        if let Some(last_seen) = last_seen {
            for moment in &self.moments {
                let passes = match moment {
                    Moment::Days(ahead) => last_seen.saturating_sub(i64::from(*ahead) * 86_400),
                    Moment::Hours(ahead) => last_seen.saturating_sub(i64::from(*ahead) * 3_600),
                    _ => continue,
                };
                if count + 3 >= days.len() {
                    return self.day_by_day(seen, from, to, now, see);
                }
                let day = Day::of(passes);
                for (offset, place) in (0..3).zip(&mut days[count..]) {
                    *place = day.plus(offset);
                }
                count += 3;
            }
            // On its last day a rule by the hour is asked earlier in the day.
            days[count] = Day::of(now);
            count += 1;
            days[..count].sort_unstable();
        }
        let mut start = from;
        for day in days[..count].iter().copied().chain([to]) {
            let end = day.min(to);
            if end > start {
                if self.holds(seen, at(start)) {
                    see(start, end);
                }
                start = end;
            }
        }
    }

    /// The same for a rule that compares with many times.
    fn day_by_day(&self, seen: Seen, from: Day, to: Day, now: i64, see: &mut impl FnMut(Day, Day)) {
        let mut day = from;
        while day < to {
            if self.holds(seen, day.last_second().min(now)) {
                see(day, day.next());
            }
            day = day.next();
        }
    }
}
