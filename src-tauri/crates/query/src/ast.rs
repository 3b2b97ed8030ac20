//! What a filter is once parsed. Everything in it is typed: evaluating it, or
//! compiling it to something else, never parses a text again.

use crate::moment::{Clock, Moment};
use muster_model::fold::{fold, fold_case};
use muster_model::seen::SeenStatus;
use muster_model::{Kind, ProfileField, ScopeKind, State};

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

/// Texts of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextAttr {
    /// Sign-in name.
    UserName,
    /// Name to show.
    DisplayName,
    /// Primary e-mail.
    Email,
    /// Domain of the userstore.
    Userstore,
    /// The source's own id.
    SourceId,
    /// Name of the highest role.
    HighestRole,
    /// Names of all roles held.
    Role,
    /// Paths of all groups.
    Group,
    /// A field of the profile.
    Profile(ProfileField),
}

impl TextAttr {
    /// Whether `eq` minds accents.
    #[must_use]
    pub const fn minds_accents(self) -> bool {
        match self {
            Self::UserName | Self::Email | Self::Userstore | Self::SourceId | Self::Group => true,
            Self::Profile(field) => matches!(field, ProfileField::EmployeeNumber | ProfileField::PublicEmail),
            Self::DisplayName | Self::HighestRole | Self::Role => false,
        }
    }
}

/// Texts of a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GrantText {
    /// Name of the role.
    Role,
    /// For a custom role, the built-in one it is based on.
    Base,
    /// Path of the scope; none for the instance.
    Scope,
    /// Group through which it is held; none if direct.
    Through,
}

impl GrantText {
    /// Whether `eq` minds accents.
    #[must_use]
    pub const fn minds_accents(self) -> bool {
        matches!(self, Self::Scope | Self::Through)
    }
}

/// Yes-or-no facts of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FlagAttr {
    /// The state is active.
    Active,
    /// A second factor is set; absent if the source does not say.
    Mfa,
    /// Holds a privileged role.
    Privileged,
    /// Reads everything on the instance.
    Auditor,
    /// Holds a role on a group or project.
    Member,
    /// Holds a custom Guest role that takes a seat.
    ElevatedGuest,
    /// The source lists the roles of its users.
    GrantsKnown,
    /// The instance says that a seat is taken; absent if it does not say.
    SeatFlag,
    /// Takes a seat under the chosen plan; absent without a plan.
    Seat,
    /// A complete snapshot no longer lists the user.
    Gone,
    /// A picture is stored.
    Avatar,
}

/// Yes-or-no facts of a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GrantFlag {
    /// Held by the user, not through a group.
    Direct,
    /// A custom Guest role that takes a seat.
    Elevated,
    /// The role can change others' access or the instance.
    Privileged,
}

/// Times of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeAttr {
    /// The last sign of life; absent unless there was one.
    LastSeen,
    /// When the source created it.
    Created,
    /// When access ends.
    Expires,
}

/// Numbers of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberAttr {
    /// Muster's key.
    Id,
    /// The highest access level.
    Level,
}

/// A text to look for, with the forms that comparing needs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Needle {
    raw: String,
    folded: String,
    cased: String,
}

impl Needle {
    /// Looks for `raw`.
    #[must_use]
    pub fn new(raw: &str) -> Self {
        Self { raw: raw.to_owned(), folded: fold(raw), cased: fold_case(raw) }
    }

    /// As it was written.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// Without case and accents: what `co`, `sw` and `ew` look for.
    #[must_use]
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// Without case: what `eq` compares where accents matter.
    #[must_use]
    pub fn cased(&self) -> &str {
        &self.cased
    }
}

/// How a text compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextOp {
    /// Is.
    Eq,
    /// Is not, or is absent.
    Ne,
    /// Contains.
    Co,
    /// Starts with.
    Sw,
    /// Ends with.
    Ew,
}

/// A test of a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TextTest {
    /// There is one.
    Present,
    /// It compares so.
    Is(TextOp, Needle),
}

/// A test of a word of the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WordTest<T> {
    /// There is one.
    Present,
    /// It is this one.
    Eq(T),
    /// It is not this one.
    Ne(T),
}

/// A test of which answer last seen is; every user has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SeenTest {
    /// It is this one.
    Eq(SeenStatus),
    /// It is not this one.
    Ne(SeenStatus),
}

/// A test of a yes-or-no fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FlagTest {
    /// It is known.
    Present,
    /// It is known to be so.
    Eq(bool),
    /// It is not known to be so.
    Ne(bool),
}

/// How things with an order compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// Equal.
    Eq,
    /// Not equal, or absent.
    Ne,
    /// Greater or later.
    Gt,
    /// Greater, later or equal.
    Ge,
    /// Less or earlier.
    Lt,
    /// Less, earlier or equal.
    Le,
}

/// A test of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberTest {
    /// There is one.
    Present,
    /// It compares so.
    Is(Order, i64),
}

/// A test of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeTest {
    /// There is one.
    Present,
    /// It compares so.
    Is(Order, Moment),
}

impl TimeTest {
    const fn clock(self) -> Clock {
        match self {
            Self::Present => Clock::Still,
            Self::Is(_, moment) => moment.clock(),
        }
    }
}
