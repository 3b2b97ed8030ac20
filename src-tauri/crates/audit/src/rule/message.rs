//! What a filter rule says of a user: its sentence, filled in.

use super::parameter::{Parameter, Value};
use crate::calendar::Calendar;
use crate::hit::{Fact, Figure};
use muster_query::Subject;
use muster_query::ast::{TextAttr, TimeAttr};

/// What a sentence can say of a user, in braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// How long not seen: `52 days`.
    NotSeen,
    /// The day of the last sign of life.
    Seen,
    /// How long ago created: `15 days`.
    Age,
    /// The day of creation.
    Created,
    /// How long ago access was to end.
    Expired,
    /// The day on which access ends.
    Expires,
    /// How long ago the account was to be looked at again.
    Overdue,
    /// The day by which it is to be looked at again.
    Review,
    /// The state.
    State,
    /// The kind.
    Kind,
    /// The highest role.
    Role,
    /// How many different roles: `3 roles`.
    Roles,
    /// Who answers for it.
    Owner,
}

impl Told {
    /// Everything a sentence can say of a user.
    pub const ALL: &'static [Self] = &[
        Self::NotSeen,
        Self::Seen,
        Self::Age,
        Self::Created,
        Self::Expired,
        Self::Expires,
        Self::Overdue,
        Self::Review,
        Self::State,
        Self::Kind,
        Self::Role,
        Self::Roles,
        Self::Owner,
    ];

    /// What stands in braces for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotSeen => "not_seen",
            Self::Seen => "seen",
            Self::Age => "age",
            Self::Created => "created",
            Self::Expired => "expired",
            Self::Expires => "expires",
            Self::Overdue => "overdue",
            Self::Review => "review",
            Self::State => "state",
            Self::Kind => "kind",
            Self::Role => "role",
            Self::Roles => "roles",
            Self::Owner => "owner",
        }
    }

    fn of(self, subject: &dyn Subject, calendar: &Calendar<'_>) -> (Figure, String) {
        let days = |attr: TimeAttr| match attr.of(subject) {
            Some(at) => {
                let days = calendar.days_since(at);
                (Figure::Number(days), counted(days, "day", "days"))
            }
            None => (Figure::Text("unknown".to_owned()), "an unknown number of days".to_owned()),
        };
        let date = |attr: TimeAttr| match attr.of(subject) {
            Some(at) => text(calendar.date(at).to_string()),
            None => text("an unknown day".to_owned()),
        };
        match self {
            Self::NotSeen => days(TimeAttr::LastSeen),
            Self::Seen => date(TimeAttr::LastSeen),
            Self::Age => days(TimeAttr::Created),
            Self::Created => date(TimeAttr::Created),
            Self::Expired => days(TimeAttr::Expires),
            Self::Expires => date(TimeAttr::Expires),
            Self::Overdue => days(TimeAttr::ReviewDate),
            Self::Review => date(TimeAttr::ReviewDate),
            Self::State => text(subject.state().to_string()),
            Self::Kind => text(subject.kind().to_string()),
            Self::Role => text(first(subject, TextAttr::HighestRole).unwrap_or_else(|| "no role".to_owned())),
            Self::Owner => text(first(subject, TextAttr::Owner).unwrap_or_else(|| "nobody".to_owned())),
            Self::Roles => {
                let mut roles = 0;
                subject.texts(TextAttr::Role, &mut |_| roles += 1);
                (Figure::Number(roles), counted(roles, "role", "roles"))
            }
        }
    }
}

fn text(text: String) -> (Figure, String) {
    (Figure::Text(text.clone()), text)
}

fn first(subject: &dyn Subject, attr: TextAttr) -> Option<String> {
    let mut found = None;
    subject.texts(attr, &mut |text| {
        found.get_or_insert_with(|| text.to_owned());
    });
    found
}

/// `1 day`, `2 days`.
pub(crate) fn counted(number: i64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A sentence with places to fill in.
#[derive(Debug, Clone, Default)]
pub(super) struct Message(Vec<Piece>);

#[derive(Debug, Clone)]
enum Piece {
    Words(String),
    Told(Told),
    Parameter(String),
}

impl Message {
    /// Understands a sentence; an error is the first place that nothing fills.
    pub fn read(written: &str, parameters: &[Parameter]) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = written;
        while let Some((words, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or_else(|| "{".to_owned())?;
            pieces.push(Piece::Words(words.to_owned()));
            pieces.push(match Told::ALL.iter().find(|told| told.word() == name) {
                Some(told) => Piece::Told(*told),
                None if parameters.iter().any(|parameter| parameter.name == name) => Piece::Parameter(name.to_owned()),
                None => return Err(format!("{{{name}}}")),
            });
            rest = after;
        }
        pieces.push(Piece::Words(rest.to_owned()));
        Ok(Self(pieces))
    }

    /// The sentence as the file has it.
    pub fn written(&self) -> String {
        let pieces = self.0.iter().map(|piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Told(told) => format!("{{{}}}", told.word()),
            Piece::Parameter(name) => format!("{{{name}}}"),
        });
        pieces.collect()
    }

    /// The sentence about a user, and the figures in it.
    pub fn say(&self, parameters: &[Parameter], subject: &dyn Subject, calendar: &Calendar<'_>) -> (String, Vec<Fact>) {
        let (mut said, mut facts) = (String::with_capacity(64), Vec::with_capacity(2));
        for piece in &self.0 {
            match piece {
                Piece::Words(words) => said.push_str(words),
                Piece::Told(told) => {
                    let (figure, words) = told.of(subject, calendar);
                    said.push_str(&words);
                    facts.push(Fact::new(told.word(), figure));
                }
                Piece::Parameter(name) => {
                    if let Some(parameter) = parameters.iter().find(|parameter| parameter.name == *name) {
                        let words = parameter.value.to_string();
                        said.push_str(&words);
                        let figure = match parameter.value {
                            Value::Number(number) => Figure::Number(number),
                            _ => Figure::Text(words),
                        };
                        facts.push(Fact { name: name.clone().into(), figure });
                    }
                }
            }
        }
        (said, facts)
    }
}

/// A filter with its parameters filled in.
pub(super) fn filled(written: &str, parameters: &[Parameter]) -> String {
    parameters.iter().filter(|parameter| parameter.unit.is_number()).fold(written.to_owned(), |text, parameter| {
        text.replace(&format!("{{{}}}", parameter.name), &parameter.value.to_string())
    })
}

/// What stands in braces in a filter, in the order of the text.
pub(super) fn places(written: &str) -> Vec<&str> {
    written.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}
