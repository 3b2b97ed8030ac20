//! What conditions on one grant say.

use super::{Phrase, clause, time, typed};
use crate::ast::{
    Expr, FlagTest, GrantClause, GrantFlag, GrantText, NumberAttr, NumberTest, Order, TextOp, TextTest, TimeTest,
    WordTest,
};
use muster_model::ScopeKind;

/// What conditions on one grant say of a user, or if `negated`, the opposite.
pub(super) fn phrase(expr: &Expr<GrantClause>, negated: bool) -> Phrase {
    let clauses: Vec<&GrantClause> = match expr {
        Expr::Is(clause) => vec![clause],
        Expr::And(parts) => {
            let plain = parts.iter().map(|part| if let Expr::Is(clause) = part { Some(clause) } else { None });
            plain.collect::<Option<_>>().unwrap_or_default()
        }
        Expr::Or(_) | Expr::Not(_) => Vec::new(),
    };
    let (roles, rest): (Vec<_>, Vec<_>) =
        clauses.into_iter().partition(|clause| matches!(clause, GrantClause::Text(GrantText::Role, _)));
    if roles.len() + rest.len() == 0 || roles.len() > 1 {
        let some = if negated { "holds no grant for which" } else { "holds a grant for which" };
        return Phrase::default().operator(some).value(super::text(expr, false, &plainly));
    }
    rest.into_iter().fold(role(roles.first().copied(), negated), more)
}

fn role(clause: Option<&GrantClause>, negated: bool) -> Phrase {
    let any = if negated { "holds no role" } else { "holds a role" };
    match clause {
        Some(GrantClause::Text(_, TextTest::Is(TextOp::Eq, needle))) => {
            let holds = if negated { "does not hold" } else { "holds" };
            Phrase::default().operator(holds).value(typed(needle.raw()))
        }
        Some(GrantClause::Text(_, TextTest::Is(op, needle))) => {
            Phrase::default().operator(format!("{any}{}", that(*op))).value(typed(needle.raw()))
        }
        _ => Phrase::default().operator(any),
    }
}

/// ` that contains`, ` other than`.
fn that(op: TextOp) -> String {
    match op {
        TextOp::Eq => String::new(),
        TextOp::Ne => " other than".to_owned(),
        TextOp::Co | TextOp::Sw | TextOp::Ew => format!(" that {}", clause::verb(op, false)),
    }
}

/// Adds what else must be so of the grant.
fn more(phrase: Phrase, clause: &GrantClause) -> Phrase {
    match clause {
        GrantClause::Text(attr, TextTest::Present) => phrase.operator(match attr {
            GrantText::Role => "",
            GrantText::Base => "based on another",
            GrantText::Scope => "on less than the instance",
            GrantText::Through => "through a group",
        }),
        GrantClause::Text(attr, TextTest::Is(op, needle)) => {
            let [one, any] = match attr {
                GrantText::Role => ["called", "with a name"],
                GrantText::Base => ["based on", "based on one"],
                GrantText::Scope => ["on", "on a scope"],
                GrantText::Through => ["through the group", "through a group"],
            };
            let operator = if *op == TextOp::Eq { one.to_owned() } else { format!("{any}{}", that(*op)) };
            phrase.operator(operator).value(typed(needle.raw()))
        }
        GrantClause::ScopeKind(WordTest::Present) => phrase,
        GrantClause::ScopeKind(WordTest::Eq(kind)) => phrase.operator("on").value(scope(*kind)),
        GrantClause::ScopeKind(WordTest::Ne(kind)) => phrase.operator("not on").value(scope(*kind)),
        GrantClause::Level(NumberTest::Present) => phrase.operator("with an access level"),
        GrantClause::Level(NumberTest::Is(order, value)) => {
            let not = if *order == Order::Ne { "other than" } else { clause::than(*order) };
            let words = ["with access level", not];
            phrase.operator(words.join(" ").trim_end()).value(clause::level(*value))
        }
        GrantClause::Flag(attr, test) => phrase.value(flag(*attr, *test)),
        GrantClause::Expires(TimeTest::Present) => phrase.operator("with an end"),
        GrantClause::Expires(TimeTest::Is(order, moment)) => {
            let (word, value) = time::compared(*order, *moment);
            let ends = if *order == Order::Ne { "not ending" } else { "ending" };
            phrase.operator([ends, word].join(" ").trim_end()).value(value)
        }
    }
}

const fn scope(kind: ScopeKind) -> &'static str {
    match kind {
        ScopeKind::Instance => "the instance",
        ScopeKind::Group => "a group",
        ScopeKind::Project => "a project",
        ScopeKind::Application => "an application",
    }
}

const fn flag(attr: GrantFlag, test: FlagTest) -> &'static str {
    let is = match test {
        FlagTest::Present => return "",
        FlagTest::Eq(value) => value,
        FlagTest::Ne(value) => !value,
    };
    match (attr, is) {
        (GrantFlag::Direct, true) => "directly",
        (GrantFlag::Direct, false) => "through a group",
        (GrantFlag::Elevated, true) => "as a custom Guest role that takes a seat",
        (GrantFlag::Elevated, false) => "as no custom Guest role that takes a seat",
        (GrantFlag::Privileged, true) => "with privileges",
        (GrantFlag::Privileged, false) => "without privileges",
    }
}

/// One condition by itself, after "a grant for which".
fn plainly(clause: &GrantClause, negated: bool) -> String {
    let is = if negated { "is not" } else { "is" };
    let phrase = Phrase::default();
    let phrase = match clause {
        GrantClause::Text(attr, test) => {
            let name = match attr {
                GrantText::Role => "role",
                GrantText::Base => "base",
                GrantText::Scope => "scope",
                GrantText::Through => "group",
            };
            let phrase = phrase.attribute(name);
            match test {
                TextTest::Present => phrase.operator(if negated { "is not set" } else { "is set" }),
                TextTest::Is(op, needle) => phrase.operator(clause::verb(*op, negated)).value(typed(needle.raw())),
            }
        }
        GrantClause::ScopeKind(WordTest::Present) => phrase.attribute("kind of scope").operator(is).value("set"),
        GrantClause::ScopeKind(WordTest::Eq(kind)) => phrase.attribute("scope").operator(is).value(scope(*kind)),
        GrantClause::ScopeKind(WordTest::Ne(kind)) => {
            phrase.attribute("scope").operator(if negated { "is" } else { "is not" }).value(scope(*kind))
        }
        GrantClause::Level(test) => return clause::number(NumberAttr::Level, *test, negated).text(),
        GrantClause::Flag(attr, test) => match flag(*attr, opposite(*test, negated)) {
            "" => phrase.value("it is there"),
            how => phrase.operator("it is held").value(how),
        },
        GrantClause::Expires(TimeTest::Present) => {
            phrase.value(if negated { "it has no end" } else { "it has an end" })
        }
        GrantClause::Expires(TimeTest::Is(order, moment)) => {
            let (word, value) = time::compared(*order, *moment);
            let ends = negated == (*order == Order::Ne);
            phrase.attribute(if ends { "it ends" } else { "it does not end" }).operator(word).value(value)
        }
    };
    phrase.text()
}

const fn opposite(test: FlagTest, negated: bool) -> FlagTest {
    match test {
        FlagTest::Eq(value) if negated => FlagTest::Ne(value),
        FlagTest::Ne(value) if negated => FlagTest::Eq(value),
        _ => test,
    }
}
