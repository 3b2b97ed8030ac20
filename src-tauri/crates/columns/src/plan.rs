//! A filter, made ready to scan columns: words become masks, times become
//! ranges, names of roles and userstores become tables over their numbers.

use crate::bitmap::Bitmap;
use crate::held::{self, Held};
use crate::letters;
use crate::names::Names;
use crate::select::{Context, key};
use crate::store::{Columns, NONE};
use crate::text::Field;
use crate::values::Key;
use memchr::memmem::Finder;
use muster_model::State;
use muster_query::ast::{
    Clause, Expr, Filter, FlagAttr, FlagTest, Needle, NumberAttr, NumberTest, Order, SeenTest, TextAttr, TextOp,
    TextTest, TimeAttr, TimeTest, WordTest,
};
use std::sync::Arc;

/// One test of a row. A test ends with whether it `is` so or is not.
#[derive(Debug)]
pub(crate) enum Step {
    Const(bool),
    /// The bit of the state is set.
    State(u8),
    Kind(u8),
    Seen(u8),
    /// Of the bits in the first, exactly those in the second are set.
    Facts(u16, u16, bool),
    /// From the first to the second, both included.
    Time(TimeAttr, i64, i64, bool),
    Level(i64, i64, bool),
    Id(i64, i64, bool),
    /// By number of the userstore.
    Userstore(Vec<bool>),
    /// By number of the role; 0 is none.
    Role(Vec<bool>),
    Text(Box<TextStep>),
    /// By roles held and groups one is in.
    Held(Box<Held>),
    Rows(Arc<Bitmap>, bool),
    /// Only the vault can tell.
    Foreign,
}

#[derive(Debug)]
pub(crate) struct TextStep {
    /// None for any of them.
    pub(crate) field: Option<Field>,
    pub(crate) test: FieldTest,
    /// Characters without which the test cannot hold.
    pub(crate) letters: u64,
    /// Whether the test must hold, or must not.
    pub(crate) is: bool,
}

#[derive(Debug)]
pub(crate) enum FieldTest {
    Present,
    Contains(Box<Finder<'static>>),
    /// Is or contains this one character, which has a bit of its own.
    Letter(u64),
    Starts(Edge),
    Ends(Edge),
    /// Is this text, accents ignored.
    Equals(Vec<u8>),
    /// Is this text, accents minded.
    EqualsCased(Vec<u8>),
}

/// A needle, never empty, looked for at one end of a field. What separates
/// fields is in no needle, so a field that is too short never fits and where
/// its other end lies need not be looked up.
#[derive(Debug)]
pub(crate) struct Edge {
    needle: Vec<u8>,
    /// Needles of up to eight bytes are compared as one number.
    word: Option<(u64, u32)>,
}

impl Edge {
    fn new(needle: &[u8]) -> Self {
        let unused = 8_usize.checked_sub(needle.len()).and_then(|unused| u32::try_from(8 * unused).ok());
        let word = needle.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
        Self { needle: needle.to_vec(), word: unused.map(|unused| (word, unused)) }
    }

    pub(crate) fn begins(&self, text: &[u8]) -> bool {
        match (self.word, text.first_chunk()) {
            (Some((word, unused)), Some(bytes)) => u64::from_le_bytes(*bytes) << unused >> unused == word,
            _ => text.starts_with(&self.needle),
        }
    }

    pub(crate) fn ends(&self, text: &[u8]) -> bool {
        match (self.word, text.last_chunk()) {
            (Some((word, unused)), Some(bytes)) => u64::from_le_bytes(*bytes) >> unused == word,
            _ => text.ends_with(&self.needle),
        }
    }
}

/// A filter ready to scan.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) expr: Option<Expr<Step>>,
    /// The conditions only the vault can tell, in canonical text.
    pub(crate) foreign: Vec<String>,
}

impl Plan {
    pub(crate) fn new(filter: &Filter, columns: &Columns, context: &Context<'_>) -> Self {
        let mut foreign = Vec::new();
        let expr = filter.expr().map(|expr| compile(expr, columns, context, &mut foreign));
        foreign.sort();
        foreign.dedup();
        Self { expr, foreign }
    }
}

fn compile(expr: &Expr<Clause>, columns: &Columns, context: &Context<'_>, foreign: &mut Vec<String>) -> Expr<Step> {
    let mut each = |parts: &[Expr<Clause>]| {
        let mut parts: Vec<_> = parts.iter().map(|part| compile(part, columns, context, foreign)).collect();
        // What is cheap first: it leaves fewer rows to search for text.
        parts.sort_by_key(cost);
        parts
    };
    match expr {
        Expr::And(parts) => Expr::And(each(parts)),
        Expr::Or(parts) => Expr::Or(each(parts)),
        Expr::Not(part) => Expr::not(compile(part, columns, context, foreign)),
        Expr::Is(clause) => Expr::Is(step(clause, columns, context, foreign)),
    }
}

fn cost(expr: &Expr<Step>) -> u32 {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => parts.iter().map(cost).fold(0, u32::saturating_add),
        Expr::Not(part) => cost(part),
        Expr::Is(Step::Held(_)) => 10,
        Expr::Is(Step::Text(_)) => 20,
        Expr::Is(_) => 1,
    }
}

fn step(clause: &Clause, columns: &Columns, context: &Context<'_>, foreign: &mut Vec<String>) -> Step {
    match clause {
        Clause::Anywhere(needle) => {
            text(None, FieldTest::contains(needle), letters::of(needle.folded().as_bytes()), true)
        }
        Clause::Text(TextAttr::UserName, test) => field(Field::UserName, TextAttr::UserName, test),
        Clause::Text(TextAttr::DisplayName, test) => field(Field::Name, TextAttr::DisplayName, test),
        Clause::Text(TextAttr::Email, test) => field(Field::Email, TextAttr::Email, test),
        Clause::Text(TextAttr::Userstore, test) => {
            Step::Userstore(named(&columns.userstores, TextAttr::Userstore, test))
        }
        Clause::Text(TextAttr::HighestRole, test) => {
            let mut table = vec![test.holds(TextAttr::HighestRole.minds_accents(), |_| {})];
            table.append(&mut named(&columns.roles, TextAttr::HighestRole, test));
            Step::Role(table)
        }
        Clause::State(test) => Step::State(mask(State::ALL, |s| s.number(), test)),
        Clause::Kind(test) => Step::Kind(mask(muster_model::Kind::ALL, |k| k.number(), test)),
        Clause::Seen(SeenTest::Eq(status)) => Step::Seen(1 << status.number()),
        Clause::Seen(SeenTest::Ne(status)) => Step::Seen(!(1 << status.number())),
        Clause::Flag(attr, test) => flag(*attr, *test, context),
        Clause::Time(TimeAttr::ReviewDate, _) => beyond(clause, columns, context, foreign),
        Clause::Time(attr, TimeTest::Present) => Step::Time(*attr, NONE, NONE, false),
        Clause::Time(attr, TimeTest::Is(order, moment)) => {
            let (from, to, is) = range(*order, moment.interval(context.now));
            Step::Time(*attr, from, to, is)
        }
        Clause::Number(NumberAttr::Id, NumberTest::Present) => Step::Const(true),
        Clause::Number(NumberAttr::Id, NumberTest::Is(order, value)) => {
            let (from, to, is) = range(*order, (*value, value.saturating_add(1)));
            Step::Id(from, to, is)
        }
        Clause::Number(NumberAttr::Level, NumberTest::Present) => Step::Level(0, i64::MAX, true),
        Clause::Number(NumberAttr::Level, NumberTest::Is(order, value)) => {
            let (from, to, is) = range(*order, (*value, value.saturating_add(1)));
            Step::Level(from.max(0), to, is)
        }
        Clause::Text(TextAttr::Role, test) => Step::Held(Box::new(held::roles(columns, test))),
        Clause::Text(TextAttr::Group, test) => Step::Held(Box::new(held::groups(columns, test))),
        Clause::Permission(test) => Step::Held(Box::new(held::permissions(columns, test, context.now))),
        Clause::Grants(expr) => Step::Held(Box::new(held::grants(columns, expr.as_deref(), context.now))),
        Clause::Text(_, test) | Clause::Attribute(_, test) => {
            let valued = Key::of(clause).and_then(|key| columns.valued(&key, test));
            match valued {
                Some(rows) => Step::Rows(Arc::new(rows), !matches!(test, TextTest::Is(TextOp::Ne, _))),
                None => beyond(clause, columns, context, foreign),
            }
        }
    }
}

/// A clause about what columns do not hold.
fn beyond(clause: &Clause, columns: &Columns, context: &Context<'_>, foreign: &mut Vec<String>) -> Step {
    let key = key(&Filter::from(Expr::Is(clause.clone())), &Context { seat: None, ..*context });
    if let Some(rows) = columns.cached(|cache| cache.clause(&key)) {
        return Step::Rows(rows, true);
    }
    match context.known.and_then(|known| known(clause)) {
        Some(ids) => {
            let mut rows = Bitmap::none(columns.ids.len());
            ids.into_iter().filter_map(|id| columns.row_of(id)).for_each(|row| rows.set(row, true));
            let rows = Arc::new(rows);
            columns.cached(|cache| cache.keep_clause(key, Arc::clone(&rows)));
            Step::Rows(rows, true)
        }
        None => {
            foreign.push(clause.to_string());
            Step::Foreign
        }
    }
}

/// From and to, both included, and whether a value must be in it. What is
/// absent is in no range, so it passes only where a value must not be in it.
fn range(order: Order, (start, end): (i64, i64)) -> (i64, i64, bool) {
    let least = NONE + 1;
    match order {
        Order::Eq => (start.max(least), end.saturating_sub(1), true),
        Order::Ne => (start.max(least), end.saturating_sub(1), false),
        Order::Gt => (end.max(least), i64::MAX, true),
        Order::Ge => (start.max(least), i64::MAX, true),
        Order::Lt => (least, start.saturating_sub(1), true),
        Order::Le => (least, end.saturating_sub(1), true),
    }
}

fn mask<T: Copy + PartialEq>(all: &[T], number: impl Fn(&T) -> u8, test: &WordTest<T>) -> u8 {
    all.iter().filter(|word| test.holds(**word)).fold(0, |mask, word| mask | 1 << number(word))
}

fn named(names: &Names, attr: TextAttr, test: &TextTest) -> Vec<bool> {
    let holds = |name: &Option<String>| test.holds(attr.minds_accents(), |see| name.iter().for_each(|name| see(name)));
    names.names.iter().map(holds).collect()
}

fn flag(attr: FlagAttr, test: FlagTest, context: &Context<'_>) -> Step {
    match (attr, attr.facts()) {
        (FlagAttr::Active, _) => Step::State(
            State::ALL.iter().filter(|s| test.holds(Some(**s == State::Active))).fold(0, |m, s| m | 1 << s.number()),
        ),
        (_, Some((value, known))) => {
            let known = known.map_or(0, |known| known.0);
            let bits = value.0 | known;
            match test {
                FlagTest::Present => Step::Facts(known, known, true),
                FlagTest::Eq(expected) => Step::Facts(bits, if expected { bits } else { known }, true),
                FlagTest::Ne(expected) => Step::Facts(bits, if expected { bits } else { known }, false),
            }
        }
        (_, None) => match (context.seat, test) {
            (Some(seat), FlagTest::Eq(expected)) => Step::Rows(Arc::clone(&seat.rows), expected),
            (Some(seat), FlagTest::Ne(expected)) => Step::Rows(Arc::clone(&seat.rows), !expected),
            (seat, test) => Step::Const(test.holds(seat.map(|_| true))),
        },
    }
}

fn text(field: Option<Field>, test: FieldTest, letters: u64, is: bool) -> Step {
    Step::Text(Box::new(TextStep { field, test, letters, is }))
}

fn field(field: Field, attr: TextAttr, test: &TextTest) -> Step {
    let folded = |needle: &Needle| needle.folded().as_bytes().to_vec();
    let equals = |needle: &Needle| {
        if attr.minds_accents() {
            FieldTest::EqualsCased(needle.cased().as_bytes().to_vec())
        } else {
            FieldTest::Equals(folded(needle))
        }
    };
    // Those of the folded text: with accents minded, fewer rows fit, not others.
    let letters = match test {
        TextTest::Present => 0,
        TextTest::Is(_, needle) => letters::of(needle.folded().as_bytes()),
    };
    let (test, is) = match test {
        TextTest::Present => (FieldTest::Present, true),
        TextTest::Is(TextOp::Eq, needle) => (equals(needle), true),
        TextTest::Is(TextOp::Ne, needle) => (equals(needle), false),
        TextTest::Is(TextOp::Co, needle) => (FieldTest::contains(needle), true),
        TextTest::Is(TextOp::Sw | TextOp::Ew, needle) if needle.folded().is_empty() => (FieldTest::Present, true),
        TextTest::Is(TextOp::Sw, needle) => (FieldTest::Starts(Edge::new(needle.folded().as_bytes())), true),
        TextTest::Is(TextOp::Ew, needle) => (FieldTest::Ends(Edge::new(needle.folded().as_bytes())), true),
    };
    text(Some(field), test, letters, is)
}

impl FieldTest {
    /// A needle that folding leaves nothing of is in every text there is.
    fn contains(needle: &Needle) -> Self {
        match needle.folded().as_bytes() {
            [] => Self::Present,
            needle if letters::alone(needle).is_some() => Self::Letter(letters::of(needle)),
            bytes => Self::Contains(Box::new(Finder::new(bytes).into_owned())),
        }
    }
}
