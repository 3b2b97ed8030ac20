//! Filters whose days are the operator's.
//!
//! The filter language counts days in UTC. A rule counts them in the
//! operator's time zone, so before it is asked, every day in its filter is
//! replaced by the seconds at which that day begins and ends there. What comes
//! out is a filter like any other: the columns, the vault and the evaluator
//! answer it without knowing of time zones.

use super::{Calendar, utc_midnight};
use chrono::{NaiveDate, TimeDelta};
use muster_query::ast::{Order, TimeTest};
use muster_query::{Clause, Expr, Filter, GrantClause, Moment};

impl Calendar<'_> {
    /// The same filter with the operator's days in it instead of those of UTC.
    #[must_use]
    pub fn settle(&self, filter: &Filter) -> Filter {
        filter.expr().map_or_else(Filter::everyone, |expr| self.expr(expr, &|clause| self.clause(clause)).into())
    }

    fn expr<C>(&self, expr: &Expr<C>, each: &dyn Fn(&C) -> Expr<C>) -> Expr<C> {
        let all = |parts: &[Expr<C>]| parts.iter().map(|part| self.expr(part, each)).collect::<Vec<_>>();
        match expr {
            Expr::And(parts) => Expr::and(all(parts)).unwrap_or_else(|| Expr::And(Vec::new())),
            Expr::Or(parts) => Expr::or(all(parts)).unwrap_or_else(|| Expr::Or(Vec::new())),
            Expr::Not(part) => Expr::not(self.expr(part, each)),
            Expr::Is(clause) => each(clause),
        }
    }

    fn clause(&self, clause: &Clause) -> Expr<Clause> {
        match clause {
            Clause::Time(attr, test) => self.time(*test, &|test| Clause::Time(*attr, test)),
            Clause::Grants(Some(expr)) => {
                Expr::Is(Clause::Grants(Some(Box::new(self.expr(expr, &|clause| self.grant_clause(clause))))))
            }
            other => Expr::Is(other.clone()),
        }
    }

    fn grant_clause(&self, clause: &GrantClause) -> Expr<GrantClause> {
        match clause {
            GrantClause::Expires(test) => self.time(*test, &GrantClause::Expires),
            other => Expr::Is(other.clone()),
        }
    }

    fn time<C>(&self, test: TimeTest, made: &dyn Fn(TimeTest) -> C) -> Expr<C> {
        let (order, day) = match test {
            TimeTest::Is(order, Moment::Days(ahead)) => (order, self.ahead(ahead)),
            TimeTest::Is(order, Moment::Day(day)) => {
                let date = NaiveDate::default().checked_add_signed(TimeDelta::days(i64::from(day)));
                (order, date.unwrap_or_default())
            }
            other => return Expr::Is(made(other)),
        };
        let next = day.succ_opt().unwrap_or(day);
        // What has no time is on no day: neither of the two holds for it.
        let (before, from) = (|day| self.before(day, made), |day| self.from(day, made));
        let on = || Expr::and([from(day), before(next)]).unwrap_or_else(|| from(day));
        match order {
            Order::Lt => before(day),
            Order::Le => before(next),
            Order::Ge => from(day),
            Order::Gt => from(next),
            Order::Eq => on(),
            Order::Ne => Expr::not(on()),
        }
    }

    /// Before the day begins.
    fn before<C>(&self, day: NaiveDate, made: &dyn Fn(TimeTest) -> C) -> Expr<C> {
        self.split(day, made, [Order::Lt, Order::Ne], Expr::and)
    }

    /// From the beginning of the day on.
    fn from<C>(&self, day: NaiveDate, made: &dyn Fn(TimeTest) -> C) -> Expr<C> {
        self.split(day, made, [Order::Ge, Order::Eq], Expr::or)
    }

    /// A comparison with the first second of a day. West of Greenwich that is
    /// after midnight UTC, where sources put the times of which they know the
    /// day only; so these are compared as well.
    fn split<C>(
        &self,
        day: NaiveDate,
        made: &dyn Fn(TimeTest) -> C,
        [order, told]: [Order; 2],
        joined: fn([Expr<C>; 2]) -> Option<Expr<C>>,
    ) -> Expr<C> {
        let (start, date) = (self.zone.midnight(day), utc_midnight(day));
        let test = |order, at| Expr::Is(made(TimeTest::Is(order, Moment::Instant(at))));
        let west = if start > date { joined([test(order, start), test(told, date)]) } else { None };
        west.unwrap_or_else(|| test(order, start))
    }
}
