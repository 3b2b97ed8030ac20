//! The filter language: one for the search bar, saved views, the command
//! line, audit rules and seat rules. It is the filter grammar of SCIM
//! (RFC 7644, 3.4.2.2) over the attributes of one table, with relative times,
//! the words of last seen, and bare words that search names and e-mails.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`mod@parse`] | text to [`Filter`]; errors point at a character |
//! | [`ast`] | what a filter is once parsed: typed, nothing left to parse |
//! | [`attribute`] | the one table of attributes: names, types, documentation |
//! | [`moment`] | times: instants, days and times relative to now |
//! | [`mod@print`] | the canonical text of a filter, which parses back to it |
//! | [`subject`] | what a filter asks of a user |
//! | [`mod@matches`] | whether a filter holds for a user |
//! | [`complete`] | what can be typed next |
//! | [`mod@chips`] | the parts of a filter, each with its place in the text |
//! | [`words`] | a filter in plain English |
//! | [`reference`] | the attributes in words, for documents |
//! | [`near`] | what was meant by a name that is not known |
//! | [`explain`] | which clauses decided it, and through which grant |
//!
//! # Rules of evaluation
//! - An attribute without a value makes every comparison false, except `ne`,
//!   which always is the opposite of `eq` (RFC 7644 leaves absent values to
//!   the service). `not` is plain negation, so `not (mfa eq true)` includes
//!   users whose source does not say.
//! - An attribute with several values (roles, groups, grants) compares as true
//!   if one of the values does; `ne` if none is equal.
//! - Text ignores case. `co`, `sw`, `ew` and bare words ignore accents too
//!   ([`muster_model::fold::fold`]); `eq` ignores them for names and titles,
//!   and minds them where they tell accounts or paths apart (usernames,
//!   e-mails, ids, scopes, groups, userstores). Space around a text is ignored.

pub mod ast;
pub mod attribute;
mod because;
pub mod chips;
pub mod complete;
mod error;
pub mod explain;
mod lex;
pub mod matches;
pub mod moment;
mod operand;
pub mod parse;
pub mod print;
pub mod reference;
pub mod subject;
mod suggest;
pub mod words;

pub use ast::{Clause, Expr, Filter, GrantClause};
pub use attribute::{Attribute, attributes};
pub use chips::{Chip, chips};
pub use complete::{Completion, CompletionKind, Completions, Offer, complete};
pub use error::ParseError;
pub use explain::{DecidingClause, Explanation};
pub use moment::{Clock, Moment};
pub use parse::parse;
pub use subject::{Account, Service, Subject};
pub use suggest::near;
pub use words::sentence;
