//! Rules as data: what is looked for, why, and what to do about it.
//!
//! `docs/audit.md` describes the file for whoever writes one, and
//! `docs/audit-rule.schema.json` for editors.

mod catalogue;
mod file;
mod fix;
mod message;
mod page;
mod parameter;
mod problem;
mod schema;
mod shipped;
mod written;

pub use catalogue::{Catalogue, lint};
pub(crate) use file::value as read_value;
pub use fix::{Fix, Operation};
pub use message::Told;
pub(crate) use message::counted;
pub(crate) use page::{Page, get, short};
pub use parameter::{Parameter, Unit, Value};
pub use problem::{Problem, Weight};
pub use schema::schema;
pub use written::{Written, WrittenParameter};

use crate::calendar::Calendar;
use crate::check::Check;
use crate::error::AuditError;
use crate::hit::{Hit, Subject};
use crate::severity::Severity;
use message::Message;
use muster_query::Filter;
use std::sync::Arc;

/// An audit rule, ready to be asked.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its id: kebab-case, and the same for ever.
    pub id: Arc<str>,
    /// What it finds, in a few words.
    pub title: String,
    /// How bad that is.
    pub severity: Severity,
    /// What it looks for.
    pub look: Look,
    /// What can be set of it.
    pub parameters: Vec<Parameter>,
    /// The controls it serves, such as `CIS 5.3`.
    pub controls: Vec<String>,
    /// Why it matters, in a sentence or two.
    pub why: String,
    /// What to do, in a sentence or two.
    pub remedy: String,
    /// The change set that would fix what it finds.
    pub fix: Fix,
    /// Whether it is the team's own, and can be edited.
    pub own: bool,
}

/// What a rule looks for.
#[derive(Debug, Clone)]
pub enum Look {
    /// The users of a filter.
    Users(Users),
    /// What a built-in check finds.
    Check(Check),
}

/// The users of a filter.
#[derive(Debug, Clone)]
pub struct Users {
    /// The filter as the file has it, with `{name}` for parameters.
    written: String,
    filter: Filter,
    message: Message,
}

impl Users {
    /// The filter, its parameters filled in. Its days are still those of UTC:
    /// ask [`Calendar::settle`] for the operator's.
    #[must_use]
    pub const fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The filter as the file has it, with `{name}` for parameters.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }
}

impl Rule {
    /// What a parameter is set to.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.parameters.iter().find(|parameter| parameter.name == name).map(|parameter| &parameter.value)
    }

    /// A number it is set to; 0 for what is no number. Files are held to
    /// declare what their check asks for.
    #[must_use]
    pub fn number(&self, name: &str) -> i64 {
        match self.value(name) {
            Some(Value::Number(number)) => *number,
            _ => 0,
        }
    }

    /// The same rule with a parameter set.
    ///
    /// # Errors
    /// [`AuditError::Parameter`] if it has none of this name, or the value is
    /// out of bounds.
    pub fn with(mut self, name: &str, value: Value) -> Result<Self, AuditError> {
        let wrong = |what: String, remedy: String| AuditError::Parameter {
            rule: self.id.to_string(),
            parameter: short(name),
            what,
            remedy,
        };
        let Some(parameter) = self.parameters.iter().find(|parameter| parameter.name == name) else {
            let known: Vec<&str> = self.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
            let remedy = if known.is_empty() { "leave it out".to_owned() } else { format!("use {}", known.join(", ")) };
            return Err(wrong("the rule has no such parameter".to_owned(), remedy));
        };
        parameter.check(&value).map_err(|(what, remedy)| wrong(what, remedy))?;
        let mut parameters = self.parameters.clone();
        for parameter in parameters.iter_mut().filter(|parameter| parameter.name == name) {
            parameter.value = value.clone();
        }
        if let Look::Users(users) = &mut self.look {
            let filled = message::filled(&users.written, &parameters);
            users.filter = muster_query::parse(&filled).map_err(|error| AuditError::Parameter {
                rule: self.id.to_string(),
                parameter: name.to_owned(),
                what: format!("the filter cannot be understood with {value}: {error}"),
                remedy: "choose another value".to_owned(),
            })?;
        }
        self.parameters = parameters;
        Ok(self)
    }

    /// Who a filter rule finds, with the operator's days in it; none for a
    /// rule that is a built-in check.
    #[must_use]
    pub fn filter(&self, calendar: &Calendar<'_>) -> Option<Filter> {
        match &self.look {
            Look::Users(users) => Some(calendar.settle(&users.filter)),
            Look::Check(_) => None,
        }
    }

    /// What this filter rule says of a user whom its filter finds: `subject`
    /// is how findings name the user, `facts` what is known of them. For a
    /// built-in check, which says what it finds itself, the rule's title.
    #[must_use]
    pub fn hit<'a>(&self, subject: Subject<'a>, facts: &dyn muster_query::Subject, calendar: &Calendar<'_>) -> Hit<'a> {
        let (message, facts) = match &self.look {
            Look::Users(users) => users.message.say(&self.parameters, facts, calendar),
            Look::Check(_) => (format!("{}.", self.title), Vec::new()),
        };
        Hit { rule: Arc::clone(&self.id), subject, message, facts: facts.into() }
    }
}
