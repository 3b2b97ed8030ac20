//! Which sorts of grants and which groups a condition is about, and who has one.

use crate::access::Access;
use crate::kinds::Kind;
use crate::lists::{List, ListChunk};
use crate::names::Names;
use crate::store::{Columns, NONE};
use muster_query::ast::{
    Expr, FlagTest, GrantClause, GrantFlag, GrantText, PathTest, TextAttr, TextOp, TextTest, TimeTest,
};
use rayon::prelude::*;

/// Sorts of grants are evaluated side by side from so many on.
const MANY: usize = 8_192;

/// Numbers that are marked.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    words: Vec<u64>,
    any: bool,
}

impl Marks {
    fn of(count: usize, fits: impl Fn(usize) -> bool + Sync) -> Self {
        let word = |at: usize| {
            let bits = (at * 64..count.min(at * 64 + 64)).filter(|number| fits(*number));
            bits.fold(0_u64, |word, number| word | 1 << (number % 64))
        };
        let words = count.div_ceil(64);
        let words: Vec<u64> = if count > MANY {
            (0..words).into_par_iter().with_min_len(64).map(word).collect()
        } else {
            (0..words).map(word).collect()
        };
        Self { any: words.iter().any(|word| *word != 0), words }
    }

    fn has(&self, number: u32) -> bool {
        self.words[number as usize / 64] >> (number % 64) & 1 == 1
    }

    fn set(&mut self, number: u32) -> bool {
        let word = &mut self.words[number as usize / 64];
        let new = *word >> (number % 64) & 1 == 0;
        *word |= 1 << (number % 64);
        self.any = true;
        new
    }

    /// Whether one of these is marked. Written without a branch: lists are
    /// short, and no processor can guess what is in them.
    fn any_of<T: Copy + Into<u32>>(&self, numbers: &[T]) -> bool {
        let bit = |number: u32| self.words[number as usize / 64] >> (number % 64) & 1;
        self.any && numbers.iter().fold(0, |any, number| any | bit((*number).into())) == 1
    }

    fn any_in(&self, list: List<'_>) -> bool {
        match list {
            List::Short(numbers) => self.any_of(numbers),
            List::Long(numbers) => self.any_of(numbers),
        }
    }
}

/// Whose grants, groups or highest role make a condition hold.
#[derive(Debug, Default)]
pub(crate) struct Held {
    /// Sorts of grants that do.
    kinds: Marks,
    /// Groups that do for those directly in them.
    groups: Marks,
    /// Highest roles that do, by number; 0 is none. Empty if they do not matter.
    roles: Vec<bool>,
    /// Whether it holds for those who have one, or for those who do not.
    is: bool,
}

impl Held {
    /// Whether it holds for a row.
    pub(crate) fn holds(&self, row: usize, grants: &ListChunk, groups: &ListChunk, top_role: u32) -> bool {
        let any = self.kinds.any_in(grants.get(row))
            || self.groups.any_in(groups.get(row))
            || self.roles.get(top_role as usize).is_some_and(|fits| *fits);
        any == self.is
    }
}

/// Sorts of grants that fit, and groups that give one, themselves or by the
/// groups they are in.
fn given(access: &Access, fits: impl Fn(&Kind) -> bool + Sync) -> (Marks, Marks) {
    let kinds = Marks::of(access.kinds.list.len(), |number| fits(&access.kinds.list[number]));
    let gives = |code: usize| access.groups[code].as_ref().is_some_and(|group| kinds.any_of(&group.gives));
    let mut groups = Marks::of(access.groups.len(), gives);
    let mut left: Vec<u32> = (0..).zip(&access.groups).map(|(code, _)| code).filter(|code| groups.has(*code)).collect();
    while let Some(code) = left.pop() {
        let children = access.groups[code as usize].iter().flat_map(|group| &group.children);
        for child in children {
            if groups.set(*child) {
                left.push(*child);
            }
        }
    }
    (kinds, groups)
}

/// Whether a value makes a test hold, or for `ne`, fail; and which of the two.
fn fits(test: &TextTest, minds_accents: bool, text: &str) -> bool {
    test.holds(minds_accents, |see| see(text)) == is(test)
}

fn is(test: &TextTest) -> bool {
    !matches!(test, TextTest::Is(TextOp::Ne, _))
}

/// Names of all roles held, the highest told by a level among them.
pub(crate) fn roles(columns: &Columns, test: &TextTest) -> Held {
    let minds = TextAttr::Role.minds_accents();
    let named = by_role(
        &columns.roles,
        |code, _| columns.roles.names[code].as_ref().is_some_and(|name| fits(test, minds, name)),
        &columns.access,
    );
    let (kinds, groups) = given(&columns.access, |kind| named[kind.role as usize]);
    let top = std::iter::once(false).chain(named.iter().copied()).collect();
    Held { kinds, groups, roles: top, is: is(test) }
}

/// Paths of the groups one is directly in.
pub(crate) fn groups(columns: &Columns, test: &TextTest) -> Held {
    let access = &columns.access;
    let minds = TextAttr::Group.minds_accents();
    let named = |code: usize| access.groups[code].as_ref().is_some_and(|group| fits(test, minds, &group.path));
    Held { groups: Marks::of(access.groups.len(), named), is: is(test), ..Held::default() }
}

/// Those in one of these groups, directly.
pub(crate) fn members(columns: &Columns, groups: &[i64]) -> Held {
    let access = &columns.access;
    let mut marks = Marks::of(access.groups.len(), |_| false);
    for code in groups.iter().filter_map(|key| access.known_group(*key)) {
        marks.set(code);
    }
    Held { groups: marks, is: true, ..Held::default() }
}

/// Permissions of roles held; a grant that ended gives none.
pub(crate) fn permissions(columns: &Columns, test: &PathTest, now: i64) -> Held {
    let access = &columns.access;
    let has = by_role(&columns.roles, |_, role| role.permissions.iter().any(|held| test.fits(held)), access);
    let (kinds, groups) = given(access, |kind| has[kind.role as usize] && (kind.expires == NONE || kind.expires > now));
    Held { kinds, groups, roles: Vec::new(), is: !matches!(test, PathTest::Ne(_)) }
}

/// At least one grant of which the expression holds, if there is one.
pub(crate) fn grants(columns: &Columns, expr: Option<&Expr<GrantClause>>, now: i64) -> Held {
    let access = &columns.access;
    let (kinds, groups) = match expr.map(|expr| compile(expr, columns)) {
        None => given(access, |_| true),
        Some(expr) => given(access, |kind| expr.holds(&mut |test| test.holds(kind, now))),
    };
    Held { kinds, groups, roles: Vec::new(), is: true }
}

/// A condition on a sort of grant: tables over its numbers.
#[derive(Debug)]
enum KindTest {
    Role(Vec<bool>),
    Scope(Vec<bool>),
    Through(Vec<bool>),
    Expires(TimeTest),
}

impl KindTest {
    fn holds(&self, kind: &Kind, now: i64) -> bool {
        match self {
            Self::Role(table) => table[kind.role as usize],
            Self::Scope(table) => table[kind.scope as usize],
            Self::Through(table) => table[kind.through as usize],
            Self::Expires(test) => test.holds((kind.expires != NONE).then_some(kind.expires), now),
        }
    }
}

fn compile(expr: &Expr<GrantClause>, columns: &Columns) -> Expr<KindTest> {
    let each = |parts: &[Expr<GrantClause>]| parts.iter().map(|part| compile(part, columns)).collect();
    match expr {
        Expr::And(parts) => Expr::And(each(parts)),
        Expr::Or(parts) => Expr::Or(each(parts)),
        Expr::Not(part) => Expr::not(compile(part, columns)),
        Expr::Is(clause) => Expr::Is(table(clause, columns)),
    }
}

fn by_role(names: &Names, fits: impl Fn(usize, &crate::access::RoleFacts) -> bool, access: &Access) -> Vec<bool> {
    let unknown = crate::access::RoleFacts::default();
    (0..names.keys.len()).map(|code| fits(code, access.roles.get(code).unwrap_or(&unknown))).collect()
}

fn table(clause: &GrantClause, columns: &Columns) -> KindTest {
    let access = &columns.access;
    let role =
        |fits: &dyn Fn(usize, &crate::access::RoleFacts) -> bool| KindTest::Role(by_role(&columns.roles, fits, access));
    let through = |fits: &(dyn Fn(&str) -> bool + Sync)| {
        KindTest::Through(access.throughs.par_iter().with_min_len(1_024).map(|path| fits(path)).collect())
    };
    match clause {
        GrantClause::Text(attr @ GrantText::Role, test) => role(&|code, _| {
            test.holds(attr.minds_accents(), |see| columns.roles.names[code].iter().for_each(|name| see(name)))
        }),
        GrantClause::Text(attr @ GrantText::Base, test) => {
            role(&|_, role| test.holds(attr.minds_accents(), |see| role.base.iter().for_each(|name| see(name))))
        }
        GrantClause::Text(attr @ GrantText::Scope, test) => KindTest::Scope(by_scope(access, |scope| {
            test.holds(attr.minds_accents(), |see| scope.iter().for_each(|(_, path)| see(path)))
        })),
        GrantClause::Text(attr @ GrantText::Through, test) => through(&|path| {
            test.holds(attr.minds_accents(), |see| Some(path).filter(|path| !path.is_empty()).into_iter().for_each(see))
        }),
        GrantClause::ScopeKind(test) => {
            KindTest::Scope(by_scope(access, |scope| scope.is_some_and(|(kind, _)| test.holds(kind))))
        }
        GrantClause::Level(test) => role(&|_, role| test.holds(role.level.map(i64::from))),
        GrantClause::Flag(GrantFlag::Direct, test) => through(&|path| flag(*test, path.is_empty())),
        GrantClause::Flag(GrantFlag::Elevated, test) => role(&|_, role| flag(*test, role.elevated)),
        GrantClause::Flag(GrantFlag::Privileged, test) => role(&|_, role| flag(*test, role.privileged)),
        GrantClause::Expires(test) => KindTest::Expires(*test),
    }
}

fn flag(test: FlagTest, is: bool) -> bool {
    test.holds(Some(is))
}

fn by_scope(access: &Access, fits: impl Fn(Option<(muster_model::ScopeKind, &str)>) -> bool + Sync) -> Vec<bool> {
    (0..access.scopes.len()).into_par_iter().with_min_len(1_024).map(|code| fits(access.scopes.get(code))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_those_that_fit() {
        for count in [0, 1, 63, 64, 65, MANY + 70] {
            let marks = Marks::of(count, |number| number % 3 == 0);
            for number in 0..u32::try_from(count).unwrap_or(0) {
                assert_eq!(marks.has(number), number % 3 == 0);
            }
            assert!(!marks.any_of::<u32>(&[]));
        }
    }
}
