//! Tests of a user: of the row `u` of `user` and its row `n` of `user_seen`.

use super::sql::Sql;
use super::text::{Column, fits, is_ne};
use super::{Context, grants, held};
use muster_model::seen::SeenStatus;
use muster_model::{Facts, Standing, State, permission};
use muster_query::Moment;
use muster_query::ast::{
    AttributeName, Clause, FlagAttr, FlagTest, Needle, NumberAttr, NumberTest, Order, PathTest, SeenTest, TextAttr,
    TextOp, TextTest, TimeAttr, TimeTest, WordTest,
};

const USERNAME: Column<'_> = Column { raw: "u.username", folded: None, cased: Some("u.username_key") };
const NAME: Column<'_> = Column { raw: "u.display_name", folded: Some("u.name_order"), cased: None };
const EMAIL: Column<'_> = Column { raw: "u.email", folded: None, cased: Some("u.email_key") };

/// Writes whether a clause holds.
pub(super) fn holds(sql: &mut Sql, clause: &Clause, context: &Context<'_>) {
    match clause {
        Clause::Anywhere(needle) => anywhere(sql, needle),
        Clause::Text(attr, test) => {
            sql.push(if is_ne(test) { "NOT (" } else { "(" });
            text(sql, *attr, test);
            sql.push(")");
        }
        Clause::Attribute(name, test) => {
            sql.push(if is_ne(test) { "NOT (" } else { "(" });
            attribute(sql, name, test);
            sql.push(")");
        }
        Clause::Permission(test) => permitted(sql, test, context.now),
        Clause::State(test) => word(sql, "u.state", State::number, *test),
        Clause::Kind(test) => word(sql, "u.kind", muster_model::Kind::number, *test),
        Clause::Seen(SeenTest::Eq(status)) => seen(sql, *status),
        Clause::Seen(SeenTest::Ne(status)) => {
            sql.push("NOT ");
            seen(sql, *status);
        }
        Clause::Flag(attr, test) => flag(sql, *attr, *test, context),
        Clause::Time(attr, test) => time(sql, *attr, *test, context.now),
        Clause::Number(NumberAttr::Id, test) => number(sql, "u.id", *test),
        Clause::Number(NumberAttr::Level, test) => number(sql, "u.level", *test),
        Clause::Grants(expr) => grants::holds(sql, expr.as_deref(), context.now),
    }
}

fn anywhere(sql: &mut Sql, needle: &Needle) {
    let test = TextTest::Is(TextOp::Co, needle.clone());
    for (i, column) in [USERNAME, NAME, EMAIL].into_iter().enumerate() {
        sql.push(if i == 0 { "(" } else { " OR " });
        fits(sql, column, false, &test);
    }
    sql.push(")");
}

/// Writes whether one of the values fits.
fn text(sql: &mut Sql, attr: TextAttr, test: &TextTest) {
    let minds = attr.minds_accents();
    let within = |sql: &mut Sql, before: &str, column: &str, after: &str| {
        sql.push(before);
        fits(sql, Column::plain(column), minds, test);
        sql.push(after);
    };
    match attr {
        TextAttr::UserName => fits(sql, USERNAME, minds, test),
        TextAttr::DisplayName => fits(sql, NAME, minds, test),
        TextAttr::Email => fits(sql, EMAIL, minds, test),
        TextAttr::SourceId => fits(sql, Column::plain("u.source_id"), minds, test),
        TextAttr::Userstore => {
            within(sql, "u.userstore_id IN (SELECT d.id FROM userstore d WHERE ", "d.domain", ")");
        }
        TextAttr::HighestRole => {
            let before = "u.top_role_id IS NOT NULL AND u.top_role_id IN (SELECT r.id FROM role r WHERE ";
            within(sql, before, "r.name", ")");
        }
        TextAttr::Role => {
            let roles = sql.apart(|sql| within(sql, "SELECT r.id FROM role r WHERE ", "r.name", ""));
            held::hold(sql, &roles, None);
            // The instance tells the highest role without saying where it is held.
            sql.push(&format!(" OR u.top_role_id IS NOT NULL AND u.top_role_id IN ({roles})"));
        }
        TextAttr::Group => {
            let before = "u.id IN (SELECT m.user_id FROM user_group g JOIN group_user m ON m.group_id = g.id
                WHERE g.gone_since IS NULL AND ";
            within(sql, before, "g.path", ")");
        }
        TextAttr::Person => {
            let before = "u.id IN (SELECT l.user_id FROM person p JOIN user_person l ON l.person_id = p.id WHERE ";
            within(sql, before, "p.name", ")");
        }
        TextAttr::Owner => within(sql, "u.id IN (SELECT a.user_id FROM service_account a WHERE ", "a.owner", ")"),
        TextAttr::Purpose => within(sql, "u.id IN (SELECT a.user_id FROM service_account a WHERE ", "a.purpose", ")"),
        TextAttr::Profile(field) => {
            let value = format!("json_extract(p.body, '$.fields.{}.value')", field.word());
            within(sql, "u.id IN (SELECT p.user_id FROM user_profile p WHERE ", &value, ")");
        }
    }
}

fn attribute(sql: &mut Sql, name: &AttributeName, test: &TextTest) {
    let key = sql.bind(name.key().to_owned());
    sql.push(&format!(
        "u.id IN (SELECT p.user_id FROM user_profile p, json_each(p.body, '$.attributes') a, json_each(a.value) v
            WHERE fold_case(a.key) = {key} AND "
    ));
    fits(sql, Column::plain("v.value"), false, test);
    sql.push(")");
}

fn permitted(sql: &mut Sql, test: &PathTest, now: i64) {
    let asked = match test {
        PathTest::Present => "NULL".to_owned(),
        PathTest::Eq(path) | PathTest::Ne(path) => match permission::key(path.raw()) {
            Some(key) => sql.bind(key),
            // No path is no permission.
            None => return sql.push(if matches!(test, PathTest::Ne(_)) { "1" } else { "0" }),
        },
    };
    sql.push(if matches!(test, PathTest::Ne(_)) { "NOT (" } else { "(" });
    let now = sql.bind(now);
    held::hold(sql, &held::roles_giving(&asked), Some(&now));
    sql.push(")");
}

fn word<T>(sql: &mut Sql, column: &str, number: impl Fn(T) -> u8, test: WordTest<T>) {
    let (sign, word) = match test {
        WordTest::Present => return sql.push("1"),
        WordTest::Eq(word) => ("=", word),
        WordTest::Ne(word) => ("<>", word),
    };
    let word = sql.bind(i64::from(number(word)));
    sql.push(&format!("{column} {sign} {word}"));
}

fn seen(sql: &mut Sql, status: SeenStatus) {
    let number = sql.bind(i64::from(status.number()));
    // Without a row nobody asked.
    sql.push(&format!("(coalesce(n.status, {}) = {number})", SeenStatus::NotCollected.number()));
}

fn flag(sql: &mut Sql, attr: FlagAttr, test: FlagTest, context: &Context<'_>) {
    let (expected, is) = match test {
        FlagTest::Present => return known(sql, attr, context),
        FlagTest::Eq(expected) => (expected, true),
        FlagTest::Ne(expected) => (expected, false),
    };
    sql.push(if is { "(" } else { "NOT (" });
    known(sql, attr, context);
    sql.push(if expected { " AND " } else { " AND NOT " });
    set(sql, attr, context);
    sql.push(")");
}

/// Writes whether a fact is known.
fn known(sql: &mut Sql, attr: FlagAttr, context: &Context<'_>) {
    match attr {
        FlagAttr::Seat => sql.push(if context.seat.is_some() { "1" } else { "0" }),
        _ => match attr.facts() {
            Some((_, Some(fact))) => bit(sql, fact),
            _ => sql.push("1"),
        },
    }
}

/// Writes whether a fact is so, if it is known.
fn set(sql: &mut Sql, attr: FlagAttr, context: &Context<'_>) {
    match attr {
        FlagAttr::Active => {
            let active = sql.bind(i64::from(State::Active.number()));
            sql.push(&format!("u.state = {active}"));
        }
        FlagAttr::Seat => match context.seat {
            Some(ids) => {
                let ids = sql.bind(serde_json::json!(ids).to_string());
                sql.push(&format!("u.id IN (SELECT value FROM json_each({ids}))"));
            }
            None => sql.push("0"),
        },
        // Not among the stored facts, or not only: these are said elsewhere.
        FlagAttr::Gone => sql.push("u.gone_since IS NOT NULL"),
        FlagAttr::GrantsKnown => {
            sql.push("(");
            bit(sql, Facts::GRANTS_KNOWN);
            sql.push(" OR u.userstore_id IN (SELECT d.id FROM userstore d WHERE d.grants_since IS NOT NULL))");
        }
        FlagAttr::Pending => {
            let standing = Standing::Outstanding.number();
            sql.push(&format!("u.id IN (SELECT c.user_id FROM change_user c WHERE c.standing = {standing})"));
        }
        _ => match attr.facts() {
            Some((fact, _)) => bit(sql, fact),
            None => sql.push("0"),
        },
    }
}

fn bit(sql: &mut Sql, fact: Facts) {
    sql.push(&format!("u.facts & {0} = {0}", fact.0));
}

fn time(sql: &mut Sql, attr: TimeAttr, test: TimeTest, now: i64) {
    let column = match attr {
        // Another answer than a time has none, whatever else is stored.
        TimeAttr::LastSeen => format!("iif(n.status = {}, n.at, NULL)", SeenStatus::Seen.number()),
        TimeAttr::Created => "u.created_at".to_owned(),
        TimeAttr::Expires => "u.expires_at".to_owned(),
        TimeAttr::ReviewDate => return review_date(sql, test, now),
    };
    moment(sql, &column, test, now);
}

/// Few have a review date: who has one that fits is looked up, and not whether
/// each user has one.
fn review_date(sql: &mut Sql, test: TimeTest, now: i64) {
    // Who has no date has another one than any that is named.
    let (word, test) = match test {
        TimeTest::Is(Order::Ne, moment) => ("NOT IN", TimeTest::Is(Order::Eq, moment)),
        other => ("IN", other),
    };
    sql.push(&format!("u.id {word} (SELECT a.user_id FROM service_account a WHERE "));
    moment(sql, "a.review_at", test, now);
    sql.push(")");
}

/// Writes a test of a time that may be NULL.
pub(super) fn moment(sql: &mut Sql, column: &str, test: TimeTest, now: i64) {
    match test {
        TimeTest::Present => sql.push(&format!("{column} IS NOT NULL")),
        TimeTest::Is(order, moment) => range(sql, column, order, Moment::interval(moment, now)),
    }
}

/// Writes a test of a number that may be NULL.
pub(super) fn number(sql: &mut Sql, column: &str, test: NumberTest) {
    match test {
        NumberTest::Present => sql.push(&format!("{column} IS NOT NULL")),
        NumberTest::Is(order, value) => range(sql, column, order, (value, value.saturating_add(1))),
    }
}

/// How a value stands to the interval from `start` up to, but without, `end`.
fn range(sql: &mut Sql, column: &str, order: Order, (start, end): (i64, i64)) {
    let start = |sql: &mut Sql| sql.bind(start);
    let end = |sql: &mut Sql| sql.bind(end);
    let condition = match order {
        Order::Eq => format!("{column} >= {} AND {column} < {}", start(sql), end(sql)),
        // What is absent is equal to nothing.
        Order::Ne => return sql_ne(sql, column, start, end),
        Order::Gt => format!("{column} >= {}", end(sql)),
        Order::Ge => format!("{column} >= {}", start(sql)),
        Order::Lt => format!("{column} < {}", start(sql)),
        Order::Le => format!("{column} < {}", end(sql)),
    };
    sql.push(&format!("coalesce({condition}, 0)"));
}

fn sql_ne(sql: &mut Sql, column: &str, start: impl Fn(&mut Sql) -> String, end: impl Fn(&mut Sql) -> String) {
    let condition = format!("coalesce({column} < {} OR {column} >= {}, 1)", start(sql), end(sql));
    sql.push(&condition);
}
