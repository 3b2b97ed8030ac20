//! Why a filter holds for a user, or does not.

use crate::ast::{
    Clause, Expr, Filter, FlagTest, NumberTest, Order, PathTest, SeenTest, TextOp, TextTest, TimeTest, WordTest,
};
use crate::subject::Subject;
use crate::words::clause_sentence;
use muster_model::Grant;

/// Whether a filter holds for a user, and the clauses that decided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Whether it holds.
    pub holds: bool,
    /// What decided it: of conditions that must all hold, all if they do, else
    /// those that fail; of alternatives, those that hold, else all.
    pub clauses: Vec<DecidingClause>,
}

/// A clause that decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidingClause {
    /// The clause as the filter's canonical text has it; inside a `not`, its opposite.
    pub text: String,
    /// The same as an English sentence without a full stop: `State is active`.
    pub said: String,
    /// Whether it holds.
    pub holds: bool,
    /// What makes it so, without a full stop: `state is blocked`,
    /// `Developer on acme/api through group acme, since 2026-03-02`.
    pub because: String,
    /// The grant that makes it so, if one does.
    pub grant: Option<Grant>,
}

impl Filter {
    /// Whether it holds for `subject` when it is `now` (seconds since
    /// 1970-01-01 UTC), and why.
    #[must_use]
    pub fn explain(&self, subject: &dyn Subject, now: i64) -> Explanation {
        match self.expr() {
            Some(expr) => walk(expr, false, subject, now),
            None => Explanation { holds: true, clauses: Vec::new() },
        }
    }
}

impl Filter {
    /// Whether it holds for `subject`, and every condition of it that does or
    /// does not: like [`Filter::explain`], but of conditions that must all
    /// hold for the whole filter, those that hold are shown beside those that
    /// fail. Alternatives that fail beside one that holds are left out.
    #[must_use]
    pub fn explain_each(&self, subject: &dyn Subject, now: i64) -> Explanation {
        let (holds, clauses) = match self.expr() {
            Some(Expr::And(parts)) => {
                let parts: Vec<_> = parts.iter().map(|part| walk(part, false, subject, now)).collect();
                let holds = parts.iter().all(|part| part.holds);
                (holds, parts.into_iter().flat_map(|part| part.clauses).collect())
            }
            _ => return self.explain(subject, now),
        };
        Explanation { holds, clauses }
    }
}

fn walk(expr: &Expr<Clause>, inside_not: bool, subject: &dyn Subject, now: i64) -> Explanation {
    let each =
        |parts: &[Expr<Clause>]| parts.iter().map(|part| walk(part, inside_not, subject, now)).collect::<Vec<_>>();
    match expr {
        Expr::Is(clause) => leaf(clause, inside_not, subject, now),
        Expr::Not(part) => walk(part, !inside_not, subject, now),
        // A `not` pushed inward turns one into the other.
        Expr::And(parts) => decided(each(parts), inside_not),
        Expr::Or(parts) => decided(each(parts), !inside_not),
    }
}

/// Of parts of which one that says `decisive` is enough, those that decided.
fn decided(parts: Vec<Explanation>, decisive: bool) -> Explanation {
    let found = parts.iter().any(|part| part.holds == decisive);
    let holds = if found { decisive } else { !decisive };
    let clauses = parts.into_iter().filter(|part| part.holds == holds).flat_map(|part| part.clauses).collect();
    Explanation { holds, clauses }
}

fn leaf(clause: &Clause, inside_not: bool, subject: &dyn Subject, now: i64) -> Explanation {
    let holds = clause.holds(subject, now) != inside_not;
    let (because, grant) = clause.because(subject, now);
    let text = match (inside_not, opposite(clause)) {
        (false, _) => clause.to_string(),
        (true, Some(opposite)) => opposite.to_string(),
        (true, None) => format!("not ({clause})"),
    };
    let said = clause_sentence(clause, inside_not);
    Explanation { holds, clauses: vec![DecidingClause { text, said, holds, because, grant }] }
}

/// The clause that holds exactly where this one does not, where one operator
/// says it. (`lt` and `ge` are no opposites: both fail if there is no value.)
fn opposite(clause: &Clause) -> Option<Clause> {
    fn word<T: Copy>(test: &WordTest<T>) -> Option<WordTest<T>> {
        match test {
            WordTest::Present => None,
            WordTest::Eq(word) => Some(WordTest::Ne(*word)),
            WordTest::Ne(word) => Some(WordTest::Eq(*word)),
        }
    }
    fn order(order: Order) -> Option<Order> {
        match order {
            Order::Eq => Some(Order::Ne),
            Order::Ne => Some(Order::Eq),
            _ => None,
        }
    }
    Some(match clause {
        Clause::Text(attr, TextTest::Is(TextOp::Eq, n)) => Clause::Text(*attr, TextTest::Is(TextOp::Ne, n.clone())),
        Clause::Text(attr, TextTest::Is(TextOp::Ne, n)) => Clause::Text(*attr, TextTest::Is(TextOp::Eq, n.clone())),
        Clause::Attribute(name, TextTest::Is(TextOp::Eq, n)) => {
            Clause::Attribute(name.clone(), TextTest::Is(TextOp::Ne, n.clone()))
        }
        Clause::Attribute(name, TextTest::Is(TextOp::Ne, n)) => {
            Clause::Attribute(name.clone(), TextTest::Is(TextOp::Eq, n.clone()))
        }
        Clause::Permission(PathTest::Eq(path)) => Clause::Permission(PathTest::Ne(path.clone())),
        Clause::Permission(PathTest::Ne(path)) => Clause::Permission(PathTest::Eq(path.clone())),
        Clause::State(test) => Clause::State(word(test)?),
        Clause::Kind(test) => Clause::Kind(word(test)?),
        Clause::Seen(SeenTest::Eq(status)) => Clause::Seen(SeenTest::Ne(*status)),
        Clause::Seen(SeenTest::Ne(status)) => Clause::Seen(SeenTest::Eq(*status)),
        Clause::Flag(attr, FlagTest::Eq(value)) => Clause::Flag(*attr, FlagTest::Ne(*value)),
        Clause::Flag(attr, FlagTest::Ne(value)) => Clause::Flag(*attr, FlagTest::Eq(*value)),
        Clause::Number(attr, NumberTest::Is(op, value)) => Clause::Number(*attr, NumberTest::Is(order(*op)?, *value)),
        Clause::Time(attr, TimeTest::Is(op, moment)) => Clause::Time(*attr, TimeTest::Is(order(*op)?, *moment)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
