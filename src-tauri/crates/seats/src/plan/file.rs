//! The file of a plan: its schema, and how it becomes a [`Plan`].

use super::text::{Filled, Place};
use super::{Deciding, Difference, Doubt, Plan, Reason, shipped};
use crate::error::SeatError;
use muster_model::{TrueUp, UserstoreKind};
use muster_query::sentence;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// The most bytes of a file.
const MOST_BYTES: usize = 64 << 10;
/// The most characters of a text that is no list.
const MOST_CHARS: usize = 4_000;
/// The most characters of a name.
const MOST_NAME: usize = 60;

/// What sentences fill in themselves.
const RESERVED: [&str; 4] = ["state", "kind", "grant", "users"];

/// What a plan's file says; what it does not say comes from the plan it is like.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub name: Spanned<String>,
    like: Option<Spanned<String>>,
    title: Option<String>,
    product: Option<String>,
    plan: Option<String>,
    versions: Option<String>,
    userstores: Option<Vec<UserstoreKind>>,
    domains: Option<Vec<String>>,
    true_up: Option<TrueUp>,
    parameter: Option<String>,
    #[serde(default)]
    values: BTreeMap<String, String>,
    rule: Option<String>,
    filter: Option<Spanned<String>>,
    source: Option<String>,
    notes: Option<Vec<String>>,
    reasons: Option<Vec<ReasonEntry>>,
    doubts: Option<Vec<DoubtEntry>>,
    differences: Option<Vec<DifferenceEntry>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReasonEntry {
    takes: bool,
    when: Spanned<String>,
    say: String,
    grant: Option<Deciding>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct DoubtEntry {
    when: Spanned<String>,
    say: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct DifferenceEntry {
    instance: bool,
    when: Spanned<String>,
    say: String,
}

impl File {
    /// Reads a file; `name` stands in messages.
    pub(super) fn read(name: &str, text: &str) -> Result<Self, SeatError> {
        let wrong = |reason: String| SeatError::Read { name: name.to_owned(), reason };
        if text.len() > MOST_BYTES {
            return Err(wrong(format!("it has {} bytes, and a seat plan has at most {MOST_BYTES}", text.len())));
        }
        let file: Self = toml::from_str(text).map_err(|error| wrong(error.to_string().trim().to_owned()))?;
        file.check(name, text)?;
        Ok(file)
    }

    fn check(&self, name: &str, text: &str) -> Result<(), SeatError> {
        let wrong = |reason: String| SeatError::Read { name: name.to_owned(), reason };
        let own = self.name.get_ref();
        if !is_name(own) {
            let line = Place::line_of(text, self.name.span().start);
            return Err(wrong(format!(
                "line {line}: the name {own:?} has other characters than lower case letters, digits and -, or more \
                 than {MOST_NAME}"
            )));
        }
        let texts = [
            ("title", &self.title),
            ("product", &self.product),
            ("plan", &self.plan),
            ("versions", &self.versions),
            ("rule", &self.rule),
            ("source", &self.source),
        ];
        for (field, value) in texts.into_iter().filter_map(|(field, value)| Some((field, value.as_deref()?))) {
            if value.chars().count() > MOST_CHARS {
                return Err(wrong(format!("{field} has more than {MOST_CHARS} characters")));
            }
            if value.chars().any(|c| c.is_control() && c != '\n') {
                return Err(wrong(format!("{field} has a character that cannot be shown")));
            }
        }
        if let Some(key) = RESERVED.iter().find(|key| self.values.contains_key(**key)) {
            return Err(wrong(format!("values.{key} stands for something else already; give it another name")));
        }
        let empty = self.values.iter().find(|(key, value)| key.is_empty() || value.trim().is_empty());
        if let Some((key, _)) = empty {
            return Err(wrong(format!("values.{key} is empty; give it a value, or leave it out")));
        }
        Ok(())
    }

    /// This over what the plan it is like says. Reasons, doubts and differences
    /// go with a filter: a file with one of its own does not take them over.
    fn over(self, base: Self) -> Self {
        let of_base = self.filter.is_none();
        let mut values = base.values;
        values.extend(self.values);
        Self {
            name: self.name,
            like: None,
            title: self.title.or(base.title),
            product: self.product.or(base.product),
            plan: self.plan.or(base.plan),
            versions: self.versions.or(base.versions),
            userstores: self.userstores.or(base.userstores),
            domains: self.domains.or(base.domains),
            true_up: self.true_up.or(base.true_up),
            parameter: self.parameter.or(base.parameter),
            values,
            rule: self.rule.or(base.rule.filter(|_| of_base)),
            filter: self.filter.or(base.filter),
            source: self.source.or(base.source),
            notes: self.notes.or(base.notes),
            reasons: self.reasons.or(base.reasons.filter(|_| of_base)),
            doubts: self.doubts.or(base.doubts.filter(|_| of_base)),
            differences: self.differences.or(base.differences.filter(|_| of_base)),
        }
    }
}

/// Reads a plan. `value` is the one after the colon of its name, if it has one.
pub(super) fn plan(name: &str, text: &str, value: Option<&str>) -> Result<Plan, SeatError> {
    let mut file = File::read(name, text)?;
    // Filters of another file are not in this text: places in them are theirs.
    let mut place = Place::new(name, text);
    if let Some(like) = file.like.clone() {
        let base = whole(like.get_ref())?.ok_or_else(|| SeatError::Read {
            name: name.to_owned(),
            reason: format!(
                "line {}: there is no plan {:?} among those that ship, which are: {}",
                Place::line_of(text, like.span().start),
                like.get_ref(),
                Plan::names().collect::<Vec<_>>().join(", ")
            ),
        })?;
        if file.filter.is_none() {
            place = Place::elsewhere(name);
        }
        file = file.over(base);
    }
    if let Some(value) = value {
        let parameter = file.parameter.clone().ok_or_else(|| SeatError::Read {
            name: name.to_owned(),
            reason: "it takes nothing after a colon".to_owned(),
        })?;
        file.values.insert(parameter, value.to_owned());
    }
    made(file, &place, value)
}

/// The file of a plan that ships, with what it takes over from another.
fn whole(name: &str) -> Result<Option<File>, SeatError> {
    let Some(text) = shipped::text(name) else { return Ok(None) };
    let file = File::read(name, text)?;
    let further = file.like.clone().and_then(|further| shipped::text(further.get_ref()));
    Ok(Some(match further {
        Some(further) => file.over(File::read(name, further)?),
        None => file,
    }))
}

/// Which of the values of a plan that ships stands behind the colon of its name.
pub(super) fn parameter(name: &str) -> Option<String> {
    whole(name).ok().flatten()?.parameter
}

fn made(file: File, place: &Place<'_>, value: Option<&str>) -> Result<Plan, SeatError> {
    let filled = Filled::new(&file.values);
    let said = |text: Option<String>| filled.said(text.as_deref().unwrap_or_default());
    let filter = file.filter.ok_or_else(|| place.missing("filter", "filter = 'state eq active and kind eq human'"))?;
    let filter = place.filter("filter", &filter, &filled)?;
    let mut name = file.name.into_inner();
    if let Some(value) = value {
        name = format!("{name}:{value}");
    }
    let role = file.values.get("role").cloned();
    let each = |what: &str, index: usize| format!("{what} {}", index + 1);
    let reasons = file.reasons.unwrap_or_default().into_iter().enumerate().map(|(index, reason)| {
        let when = place.filter(&each("reasons", index), &reason.when, &filled)?;
        Ok(Reason { takes: reason.takes, when, say: filled.said(&reason.say), grant: reason.grant })
    });
    let doubts = file.doubts.unwrap_or_default().into_iter().enumerate().map(|(index, doubt)| {
        Ok(Doubt { when: place.filter(&each("doubts", index), &doubt.when, &filled)?, say: filled.said(&doubt.say) })
    });
    let differences = file.differences.unwrap_or_default().into_iter().enumerate().map(|(index, entry)| {
        let when = place.filter(&each("differences", index), &entry.when, &filled)?;
        Ok(Difference { instance: entry.instance, when, say: filled.said(&entry.say) })
    });
    Ok(Plan {
        title: file.title.map_or_else(|| name.clone(), |title| filled.said(&title)),
        product: file.product.map_or_else(|| "any".to_owned(), |product| filled.said(&product)),
        plan: file.plan.map_or_else(|| name.clone(), |plan| filled.said(&plan)),
        versions: file.versions.map_or_else(|| "any".to_owned(), |versions| filled.said(&versions)),
        userstores: file.userstores.unwrap_or_default(),
        domains: file.domains.unwrap_or_default(),
        true_up: file.true_up.unwrap_or_default(),
        rule: file.rule.map_or_else(|| format!("{}.", sentence(&filter)), |rule| filled.said(&rule)),
        source: said(file.source),
        notes: file.notes.unwrap_or_default().iter().map(|note| filled.said(note)).collect(),
        own: false,
        role,
        bare: filter.clone(),
        filter,
        reasons: reasons.collect::<Result<_, SeatError>>()?,
        doubts: doubts.collect::<Result<_, SeatError>>()?,
        differences: differences.collect::<Result<_, SeatError>>()?,
        name,
    })
}

/// Whether a plan can be called so.
pub(super) fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !name.is_empty() && name.len() <= MOST_NAME && name.chars().all(fits) && !name.starts_with('-')
}
