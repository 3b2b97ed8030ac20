//! Tests of one and the same grant of a user.

use super::sql::Sql;
use super::text::{Column, fits, is_ne};
use super::{clause, held, joined};
use muster_model::ScopeKind;
use muster_query::ast::{Expr, FlagTest, GrantClause, GrantFlag, GrantText, TextTest, WordTest};

/// How a statement refers to a grant's columns.
struct Columns<'a> {
    role: &'a str,
    scope: &'a str,
    through: &'a str,
    expires: &'a str,
}

/// A user's own grant, and the merged one where several dialects tell it. The
/// `+` keeps SQLite from looking for each of many scopes in the table's key.
const OWN: Columns<'_> =
    Columns { role: "+g.role_id", scope: "+g.scope_id", through: "g.through", expires: "g.expires_at" };
/// A group's grant, `t` being the group.
const GROUPS: Columns<'_> =
    Columns { role: "g.role_id", scope: "g.scope_id", through: "t.path", expires: "g.expires_at" };

/// Writes whether the user has a grant for which `expr` holds, or any.
pub(super) fn holds(sql: &mut Sql, expr: Option<&Expr<GrantClause>>, now: i64) {
    let mut ends = false;
    if let Some(expr) = expr {
        expr.each(&mut |clause| ends |= matches!(clause, GrantClause::Expires(_)));
    }
    // What several dialects tell is one grant, which ends when the last of
    // them says.
    let own = if ends {
        "SELECT 1 FROM (SELECT g.role_id, g.scope_id, g.through,
                CASE WHEN count(*) = count(g.expires_at) THEN max(g.expires_at) END AS expires_at
            FROM user_grant g WHERE g.user_id = u.id GROUP BY g.scope_id, g.role_id, g.through) g WHERE "
    } else {
        "SELECT 1 FROM user_grant g WHERE g.user_id = u.id AND "
    };
    sql.push("(EXISTS (");
    sql.push(own);
    condition(sql, expr, &OWN, now);
    sql.push(") OR ");
    let groups = sql.apart(|sql| {
        sql.push(
            "SELECT g.group_id FROM group_grant g JOIN user_group t ON t.id = g.group_id
             WHERE t.gone_since IS NULL AND ",
        );
        condition(sql, expr, &GROUPS, now);
    });
    held::in_groups(sql, &groups);
    sql.push(")");
}

fn condition(sql: &mut Sql, expr: Option<&Expr<GrantClause>>, columns: &Columns<'_>, now: i64) {
    match expr {
        Some(expr) => joined(sql, expr, &mut |sql, clause| fit(sql, clause, columns, now)),
        None => sql.push("1"),
    }
}

fn fit(sql: &mut Sql, clause: &GrantClause, columns: &Columns<'_>, now: i64) {
    match clause {
        GrantClause::Text(attr, test) => {
            sql.push(if is_ne(test) { "NOT (" } else { "(" });
            text(sql, *attr, test, columns);
            sql.push(")");
        }
        GrantClause::ScopeKind(test) => scope_kind(sql, *test, columns),
        GrantClause::Level(test) => {
            sql.push(&format!("{} IN (SELECT r.id FROM role r WHERE ", columns.role));
            clause::number(sql, "r.level", *test);
            sql.push(")");
        }
        GrantClause::Flag(attr, test) => flag(sql, *attr, *test, columns),
        GrantClause::Expires(test) => clause::moment(sql, columns.expires, *test, now),
    }
}

fn text(sql: &mut Sql, attr: GrantText, test: &TextTest, columns: &Columns<'_>) {
    let (before, column, after) = match attr {
        GrantText::Role => (format!("{} IN (SELECT r.id FROM role r WHERE ", columns.role), "r.name", ")"),
        GrantText::Base => (format!("{} IN (SELECT r.id FROM role r WHERE ", columns.role), "r.base", ")"),
        GrantText::Scope => (format!("{} IN (SELECT s.id FROM scope s WHERE ", columns.scope), "s.path", ")"),
        GrantText::Through => (String::new(), columns.through, ""),
    };
    sql.push(&before);
    fits(sql, Column::plain(column), attr.minds_accents(), test);
    sql.push(after);
}

fn scope_kind(sql: &mut Sql, test: WordTest<ScopeKind>, columns: &Columns<'_>) {
    let (sign, kind) = match test {
        WordTest::Present => return sql.push("1"),
        WordTest::Eq(kind) => ("=", kind),
        WordTest::Ne(kind) => ("<>", kind),
    };
    let kind = sql.bind(i64::from(kind.number()));
    sql.push(&format!("{} IN (SELECT s.id FROM scope s WHERE s.kind {sign} {kind})", columns.scope));
}

fn flag(sql: &mut Sql, attr: GrantFlag, test: FlagTest, columns: &Columns<'_>) {
    let is = match test {
        FlagTest::Present => return sql.push("1"),
        FlagTest::Eq(expected) => expected,
        FlagTest::Ne(expected) => !expected,
    };
    sql.push(if is { "" } else { "NOT " });
    let (role, through) = (columns.role, columns.through);
    sql.push(&match attr {
        GrantFlag::Direct => format!("({through} = '')"),
        GrantFlag::Privileged => format!("({role} IN (SELECT r.id FROM role r WHERE r.privileged))"),
        // A custom Guest role with more than reading code: `Role::is_elevated_guest`.
        GrantFlag::Elevated => format!(
            "({role} IN (SELECT r.id FROM role r WHERE r.base = 'Guest'
                AND EXISTS (SELECT 1 FROM json_each(r.permissions) p WHERE p.value <> 'read_code')))"
        ),
    });
}
