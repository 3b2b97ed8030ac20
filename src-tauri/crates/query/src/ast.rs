//! What a filter is once parsed. Everything in it is typed: evaluating it, or
//! compiling it to something else, never parses a text again.

mod attr;
mod name;
mod test;

use crate::moment::Clock;
use muster_model::{Kind, ScopeKind, State};

pub use attr::{FlagAttr, GrantFlag, GrantText, NumberAttr, TextAttr, TimeAttr};
pub use name::AttributeName;
pub use test::{FlagTest, Needle, NumberTest, Order, PathTest, SeenTest, TextOp, TextTest, TimeTest, WordTest};

/// A filter: an expression, or none, which everyone matches.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    expr: Option<Expr<Clause>>,
}

impl Filter {
    /// The filter everyone matches.
    #[must_use]
    pub const fn everyone() -> Self {
        Self { expr: None }
    }

    /// What must hold; none if everyone matches.
    #[must_use]
    pub const fn expr(&self) -> Option<&Expr<Clause>> {
        self.expr.as_ref()
    }

    /// What must hold; none if everyone matches.
    #[must_use]
    pub fn into_expr(self) -> Option<Expr<Clause>> {
        self.expr
    }

    /// The filter that holds where both do.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self.expr, other.expr) {
            (Some(a), Some(b)) => Expr::and([a, b]).map_or_else(Self::everyone, Self::from),
            (expr, None) | (None, expr) => Self { expr },
        }
    }

    /// How often its answer can change although no user does.
    #[must_use]
    pub fn clock(&self) -> Clock {
        let mut clock = Clock::Still;
        if let Some(expr) = &self.expr {
            expr.each(&mut |clause| clock = clock.max(clause.clock()));
        }
        clock
    }
}

impl From<Expr<Clause>> for Filter {
    fn from(expr: Expr<Clause>) -> Self {
        Self { expr: Some(expr) }
    }
}

/// Clauses and how they are joined. Built by [`Expr::and`], [`Expr::or`] and
/// [`Expr::not`], which keep one shape for one meaning: two parts at least,
/// and no `and` directly in an `and`, nor `or` in an `or`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Expr<C> {
    /// All hold.
    And(Vec<Expr<C>>),
    /// One holds.
    Or(Vec<Expr<C>>),
    /// It does not hold.
    Not(Box<Expr<C>>),
    /// The clause holds.
    Is(C),
}

impl<C> Expr<C> {
    /// All of these; none if there are none.
    pub fn and(parts: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() > 1 { Some(Self::And(flat)) } else { flat.pop() }
    }

    /// One of these; none if there are none.
    pub fn or(parts: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() > 1 { Some(Self::Or(flat)) } else { flat.pop() }
    }

    /// The opposite.
    #[must_use]
    #[allow(clippy::should_implement_trait, reason = "takes an expression by value, as `and` and `or` do")]
    pub fn not(part: Self) -> Self {
        Self::Not(Box::new(part))
    }

    /// Shows every clause, from left to right.
    pub fn each<'a>(&'a self, see: &mut impl FnMut(&'a C)) {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.each(see)),
            Self::Not(part) => part.each(see),
            Self::Is(clause) => see(clause),
        }
    }

    /// Whether it holds, given which clauses do.
    pub fn holds(&self, clause: &mut impl FnMut(&C) -> bool) -> bool {
        match self {
            Self::And(parts) => parts.iter().all(|part| part.holds(clause)),
            Self::Or(parts) => parts.iter().any(|part| part.holds(clause)),
            Self::Not(part) => !part.holds(clause),
            Self::Is(c) => clause(c),
        }
    }
}

/// One test of a user.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Clause {
    /// Username, display name or e-mail contains the text (a bare word).
    Anywhere(Needle),
    /// A text, or several.
    Text(TextAttr, TextTest),
    /// The values of a custom attribute.
    Attribute(AttributeName, TextTest),
    /// The permissions held.
    Permission(PathTest),
    /// The state.
    State(WordTest<State>),
    /// The kind.
    Kind(WordTest<Kind>),
    /// Which of the four answers last seen is.
    Seen(SeenTest),
    /// A yes-or-no fact.
    Flag(FlagAttr, FlagTest),
    /// A time.
    Time(TimeAttr, TimeTest),
    /// A whole number.
    Number(NumberAttr, NumberTest),
    /// At least one grant, of which the expression holds if there is one.
    Grants(Option<Box<Expr<GrantClause>>>),
}

impl Clause {
    fn clock(&self) -> Clock {
        match self {
            Self::Time(_, test) => test.clock(),
            // A grant gives its permissions until the second it ends.
            Self::Permission(_) => Clock::Running,
            Self::Grants(Some(expr)) => {
                let mut clock = Clock::Still;
                expr.each(&mut |clause| {
                    if let GrantClause::Expires(test) = clause {
                        clock = clock.max(test.clock());
                    }
                });
                clock
            }
            _ => Clock::Still,
        }
    }
}

/// One test of a grant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum GrantClause {
    /// A text.
    Text(GrantText, TextTest),
    /// What the role is held on.
    ScopeKind(WordTest<ScopeKind>),
    /// The role's access level.
    Level(NumberTest),
    /// A yes-or-no fact.
    Flag(GrantFlag, FlagTest),
    /// When it ends.
    Expires(TimeTest),
}
