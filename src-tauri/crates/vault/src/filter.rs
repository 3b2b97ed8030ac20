//! Filters as SQL with bound values: no text of a filter, and no value in it,
//! is ever part of a statement.
//!
//! What a filter means is said once, in `muster_query`'s rules of evaluation;
//! what is here answers the same for every user, which a property test holds
//! it to. Every condition is true or false, never NULL, so that `NOT` is the
//! opposite.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `sql` | a statement as it grows, and its values |
//! | `functions` | how text is folded and compared, for SQL to call |
//! | `text` | tests of a text |
//! | `clause` | tests of a user |
//! | `grants` | tests of one of its grants |
//! | `held` | users who hold one of some roles, by whatever way |
//! | `noted` | what the evaluator needs that lists do not show |
//! | `values` | what a filter being typed can be compared with |

mod clause;
mod functions;
mod grants;
mod held;
mod noted;
mod sql;
mod text;
mod values;

use crate::Result;
use muster_query::ast::{Clause, Expr, Filter};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use sql::Sql;

pub(crate) use functions::register;
pub use noted::Noted;
pub use values::values;

/// What a filter needs beside the store.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// Now, in seconds since 1970-01-01 UTC.
    pub now: i64,
    /// Keys of those who take a seat under the chosen plan; none without a plan.
    pub seat: Option<&'a [i64]>,
}

/// A statement that answers the keys of users, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Compiled {
    /// The statement; it calls functions that connections of a vault have.
    pub sql: String,
    /// The values of `?1`, `?2` and so on.
    pub params: Vec<Value>,
}

/// The statement for whom a filter holds.
#[must_use]
pub fn compile(filter: &Filter, context: &Context<'_>) -> Compiled {
    let condition = |sql: &mut Sql| match filter.expr() {
        Some(expr) => joined(sql, expr, &mut |sql, clause| clause::holds(sql, clause, context)),
        None => sql.push("1"),
    };
    statement(condition)
}

/// The statement for whom a clause holds.
#[must_use]
pub fn compile_clause(clause: &Clause, context: &Context<'_>) -> Compiled {
    statement(|sql| clause::holds(sql, clause, context))
}

fn statement(condition: impl FnOnce(&mut Sql)) -> Compiled {
    let mut sql = Sql::default();
    condition(&mut sql);
    let (condition, params) = sql.finish();
    // In the order of the keys, in which tables of users are stored: otherwise
    // SQLite may walk a narrower index, and look up grants all over the file.
    let sql =
        format!("SELECT u.id FROM user u LEFT JOIN user_seen n ON n.user_id = u.id WHERE {condition} ORDER BY u.id");
    Compiled { sql, params }
}

/// The keys of the users for whom a filter holds, in order.
///
/// # Errors
/// If the database fails.
pub fn ids(conn: &Connection, filter: &Filter, context: &Context<'_>) -> Result<Vec<i64>> {
    run(conn, &compile(filter, context))
}

/// The keys of the users for whom a clause holds, in order.
///
/// # Errors
/// If the database fails.
pub fn clause_ids(conn: &Connection, clause: &Clause, context: &Context<'_>) -> Result<Vec<i64>> {
    run(conn, &compile_clause(clause, context))
}

fn run(conn: &Connection, compiled: &Compiled) -> Result<Vec<i64>> {
    let mut statement = conn.prepare(&compiled.sql)?;
    let rows = statement.query_map(params_from_iter(&compiled.params), |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Writes an expression whose clauses `holds` writes.
fn joined<C>(sql: &mut Sql, expr: &Expr<C>, holds: &mut dyn FnMut(&mut Sql, &C)) {
    match expr {
        Expr::And(parts) => all(sql, parts, " AND ", holds),
        Expr::Or(parts) => all(sql, parts, " OR ", holds),
        Expr::Not(part) => {
            sql.push("NOT ");
            joined(sql, part, holds);
        }
        Expr::Is(clause) => {
            sql.push("(");
            holds(sql, clause);
            sql.push(")");
        }
    }
}

/// In halves, since a chain is as deep as it is long, and SQLite bounds depth
/// at 1,000.
fn all<C>(sql: &mut Sql, parts: &[Expr<C>], word: &str, holds: &mut dyn FnMut(&mut Sql, &C)) {
    if let [only] = parts {
        return joined(sql, only, holds);
    }
    let (first, second) = parts.split_at(parts.len() / 2);
    sql.push("(");
    all(sql, first, word, holds);
    sql.push(word);
    all(sql, second, word, holds);
    sql.push(")");
}

#[cfg(test)]
mod tests;
