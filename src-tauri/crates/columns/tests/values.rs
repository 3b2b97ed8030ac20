//! Values read when they are asked for give the answers that the evaluator
//! gives, also when users change.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::*;
use muster_columns::values::{Key, Part, ROOM};
use muster_columns::{Columns, ColumnsError, Context};
use muster_model::fold::{fold, fold_case};
use muster_model::seen::SeenStatus;
use muster_model::{Facts, Grant, Kind, ProfileField, State};
use muster_query::ast::{AttributeName, NumberAttr, TextAttr, TimeAttr};
use muster_query::{Filter, Subject, parse};
use proptest::prelude::*;

const TITLE: Key = Key::Profile(ProfileField::Title);
const NUMBER: Key = Key::Profile(ProfileField::EmployeeNumber);

fn keys() -> Vec<Key> {
    vec![TITLE, NUMBER, Key::SourceId, Key::Attribute("team".to_owned())]
}

/// A user and its values of [`keys`].
#[derive(Debug, Clone)]
struct Someone {
    person: Person,
    values: Vec<Vec<String>>,
}

impl Someone {
    fn of(&self, key: &Key) -> &[String] {
        let place = keys().iter().position(|known| known == key);
        place.map_or(&[], |place| self.values[place].as_slice())
    }
}

impl Subject for Someone {
    fn texts(&self, attr: TextAttr, see: &mut dyn FnMut(&str)) {
        match attr {
            TextAttr::Profile(field) => self.of(&Key::Profile(field)).iter().for_each(|value| see(value)),
            TextAttr::SourceId => self.of(&Key::SourceId).iter().for_each(|value| see(value)),
            _ => self.person.texts(attr, see),
        }
    }
    fn attribute(&self, name: &AttributeName, see: &mut dyn FnMut(&str)) {
        self.of(&Key::Attribute(name.key().to_owned())).iter().for_each(|value| see(value));
    }
    fn permissions(&self, see: &mut dyn FnMut(&str)) {
        self.person.permissions(see);
    }
    fn state(&self) -> State {
        self.person.state()
    }
    fn kind(&self) -> Kind {
        self.person.kind()
    }
    fn seen(&self) -> SeenStatus {
        self.person.seen()
    }
    fn facts(&self) -> Facts {
        self.person.facts()
    }
    fn seat(&self) -> Option<bool> {
        self.person.seat()
    }
    fn time(&self, attr: TimeAttr) -> Option<i64> {
        self.person.time(attr)
    }
    fn number(&self, attr: NumberAttr) -> Option<i64> {
        self.person.number(attr)
    }
    fn grants(&self) -> &[Grant] {
        self.person.grants()
    }
}

/// Texts that meet, some only by folding, some at each other's ends.
fn value() -> impl Strategy<Value = String> {
    let known = vec!["ada", "ADA", "Ådä", "a", "da", "aa", " ada ", "", "\u{301}", "ﬁx", "FIX", "x\u{0}a", "daada"];
    prop_oneof![3 => prop::sample::select(known).prop_map(str::to_owned), 1 => "[abA]{0,3}"]
}

fn someone() -> impl Strategy<Value = Someone> {
    let values = prop::collection::vec(prop::collection::vec(value(), 0..3), 4);
    (person(), values).prop_map(|(person, values)| Someone { person, values })
}

const OURS: &[&str] = &[
    "title pr",
    r#"title eq "ada""#,
    r#"title ne "ada""#,
    r#"title co "a""#,
    r#"title co "aa""#,
    r#"title sw "da""#,
    r#"title ew "DA""#,
    r#"title eq """#,
    r#"title co """#,
    r#"title ne "\u0301""#,
    r#"employeeNumber eq "ada""#,
    r#"employeeNumber eq "åda""#,
    r#"employeeNumber ne "ada""#,
    r#"employeeNumber co "d""#,
    r#"sourceId eq "ADA""#,
    r#"sourceId ew "\u0000a""#,
    "not (sourceId pr)",
    r#"attributes.team eq "fix""#,
    r#"attributes.Team ne "fix""#,
    r#"attributes.team co "i""#,
    "attributes.team pr",
    "state eq active",
    "id lt 20",
];

/// Keeps everyone's values, in parts of `span` ids.
fn keep(columns: &Columns, people: &[Someone], span: usize) {
    for key in columns.missing(&keys()) {
        let mut parts: Vec<Part> = (0..60).step_by(span).map(|first| Part::new(first, span, usize::MAX)).collect();
        for someone in people {
            let part = usize::try_from(someone.person.id).unwrap() / span;
            someone.of(&key).iter().for_each(|value| parts[part].push(someone.person.id, value));
        }
        parts.reverse();
        columns.keep(key, Some(parts.into_iter().map(|part| part.finish().unwrap()).collect()));
    }
}

/// The last of each id, by id.
fn last(people: &[Someone]) -> Vec<Someone> {
    let mut last: Vec<Someone> = Vec::new();
    for someone in people {
        last.retain(|other| other.person.id != someone.person.id);
        last.push(someone.clone());
    }
    last.sort_by_key(|someone| someone.person.id);
    last
}

fn built(people: &[Someone]) -> Columns {
    columns(&people.iter().map(|someone| someone.person.clone()).collect::<Vec<_>>())
}

fn check(columns: &Columns, people: &[Someone], filter: &Filter) -> Result<(), TestCaseError> {
    let context = Context { now: NOW, ..Context::default() };
    let mut found = columns.ids(&columns.select(filter, &context).unwrap()).unwrap();
    found.sort_unstable();
    let expected: Vec<i64> = people.iter().filter(|s| filter.matches(*s, NOW)).map(|s| s.person.id).collect();
    prop_assert_eq!(found, expected, "{}", filter);
    Ok(())
}

/// Those who share a value share a number, and nobody else.
fn check_alike(columns: &Columns, people: &[Someone]) -> Result<(), TestCaseError> {
    for key in keys() {
        let numbers = columns.alike(&key).unwrap();
        let said = |someone: &Someone| {
            let told = |value: &&String| !fold(value).is_empty();
            someone.of(&key).iter().find(told).map(|value| fold_case(value))
        };
        prop_assert_eq!(numbers.len(), people.len());
        for (number, someone) in numbers.iter().zip(people) {
            prop_assert_eq!(*number == 0, said(someone).is_none());
            for (other, beside) in numbers.iter().zip(people) {
                prop_assert_eq!(number == other, said(someone) == said(beside));
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn values_answer_as_the_evaluator_does(
        people in prop::collection::vec(someone(), 0..40), later in prop::collection::vec(someone(), 0..8),
        filters in prop::collection::vec(filter(OURS), 6), span in 1_usize..70, compact: bool,
    ) {
        let people = last(&people);
        let mut columns = built(&people);
        keep(&columns, &people, span);
        for filter in &filters {
            check(&columns, &people, filter)?;
        }
        check_alike(&columns, &people)?;
        // Then some change, and some are new.
        for someone in &later {
            columns.upsert(&someone.person.row());
        }
        let people = last(&people.into_iter().chain(later.clone()).collect::<Vec<_>>());
        if compact {
            columns = columns.compacted();
        }
        let mut changed: Vec<i64> = last(&later).iter().map(|someone| someone.person.id).collect();
        changed.sort_unstable();
        prop_assert_eq!(columns.behind(), changed.clone());
        for id in changed {
            let someone = people.iter().find(|someone| someone.person.id == id).unwrap();
            columns.catch_up(id, &mut |key, see| someone.of(key).iter().for_each(|value| see(value)));
        }
        prop_assert!(columns.missing(&keys()).is_empty());
        for filter in &filters {
            check(&columns, &people, filter)?;
        }
        check_alike(&columns, &people)?;
    }
}

fn some_people() -> Vec<Someone> {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    last(&prop::collection::vec(someone(), 30).new_tree(&mut runner).unwrap().current())
}

#[test]
fn nothing_is_answered_while_someone_is_behind() {
    let people = some_people();
    let mut columns = built(&people);
    keep(&columns, &people, 100);
    let filter = parse("title pr").unwrap();
    let context = Context { now: NOW, ..Context::default() };
    assert!(columns.select(&filter, &context).is_ok());
    columns.upsert(&people[0].person.row());
    assert_eq!(columns.alike(&TITLE), None);
    assert!(matches!(columns.select(&filter, &context), Err(ColumnsError::NeedsRows { .. })));
}

#[test]
fn what_finds_no_room_is_not_kept_and_not_asked_for_again() {
    let people = some_people();
    let columns = built(&people);
    let mut part = Part::new(0, 100, 64);
    (0..100).for_each(|id| part.push(id, &format!("value {id}")));
    assert!(part.finish().is_none());
    columns.keep(TITLE, None);
    assert_eq!(columns.missing(&[TITLE, NUMBER]), [NUMBER]);
    assert_eq!(columns.alike(&TITLE), None);
    let asked = std::cell::Cell::new(0);
    let known = |_: &muster_query::Clause| {
        asked.set(asked.get() + 1);
        Some(vec![people[0].person.id])
    };
    let context = Context { now: NOW, known: Some(&known), ..Context::default() };
    let found = columns.select(&parse("title pr").unwrap(), &context).unwrap();
    assert_eq!((found.count(), asked.get()), (1, 1));
}

#[test]
fn the_oldest_make_room_for_the_newest() {
    let columns = built(&some_people());
    let large = |fill: &str| {
        let mut part = Part::new(0, 100, usize::MAX);
        part.push(1, &fill.repeat(ROOM / 2));
        vec![part.finish().unwrap()]
    };
    columns.keep(TITLE, Some(large("a")));
    columns.keep(NUMBER, Some(large("b")));
    assert_eq!(columns.missing(&[NUMBER]), []);
    columns.keep(Key::SourceId, Some(large("c")));
    assert_eq!(columns.missing(&keys()), [TITLE, NUMBER, Key::Attribute("team".to_owned())]);
    assert!(columns.memory() >= ROOM / 2);
}
