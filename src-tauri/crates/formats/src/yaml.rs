//! YAML, walked through event by event: beside the text, one value of a
//! mapping is in memory at a time. What an alias stands for is copied, so it counts like the
//! rest; a few bytes cannot stand for a gigabyte.

use crate::emit::short;
use saphyr_parser::{Event, Parser, ScalarStyle, StrInput};
use std::collections::HashMap;

/// The largest file that is read, in bytes: the parser wants it whole. A
/// user of Authelia takes about 250 bytes, so that is more than 100,000 users.
pub(crate) const MAX_FILE: u64 = 32 * 1024 * 1024;
/// How many collections may be open at once, and how many anchors there may
/// be: the parser remembers both, some hundred bytes each.
const MAX_OPEN: usize = 1_000;
const MAX_ANCHOR: usize = 100_000;
/// What one value may weigh, aliases followed, in bytes.
const MAX_VALUE: usize = 1024 * 1024;
/// How deep a value may be nested.
const MAX_DEPTH: usize = 32;
/// What all anchors that are kept may weigh together, in bytes.
const MAX_ANCHORS: usize = 8 * 1024 * 1024;
/// What all aliases of a file may stand for together, in bytes.
const MAX_ALIASED: usize = 64 * 1024 * 1024;
/// What a value weighs beside its text, in bytes.
const NODE: usize = 64;

/// A value and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    /// The line, from 1.
    pub(crate) line: u64,
    /// What it is.
    pub(crate) value: Value,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// Nothing: `null`, `~` or no text at all.
    Empty,
    /// A text, a number, a yes or no: whatever is no collection.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values, in order.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// Its text, if it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a key: its own, else that of a mapping merged in (`<<`).
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        let Value::Map(entries) = &self.value else { return None };
        let of = |wanted: &str| entries.iter().find(|(k, _)| k.text() == Some(wanted)).map(|(_, v)| v);
        of(key).or_else(|| {
            let merged = of("<<")?;
            match &merged.value {
                Value::List(items) => items.iter().find_map(|item| item.get(key)),
                _ => merged.get(key),
            }
        })
    }

    /// How many levels are below it.
    fn depth(&self) -> usize {
        match &self.value {
            Value::Empty | Value::Text(_) => 0,
            Value::List(items) => 1 + items.iter().map(Self::depth).max().unwrap_or(0),
            Value::Map(entries) => 1 + entries.iter().map(|(k, v)| k.depth().max(v.depth())).max().unwrap_or(0),
        }
    }

    fn weight(&self) -> usize {
        NODE + match &self.value {
            Value::Empty => 0,
            Value::Text(text) => text.len(),
            Value::List(items) => items.iter().map(Self::weight).sum(),
            Value::Map(entries) => entries.iter().map(|(k, v)| k.weight() + v.weight()).sum(),
        }
    }
}

/// Why a text cannot be walked on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    /// The line it breaks on.
    pub(crate) line: u64,
    /// What is wrong there.
    pub(crate) reason: String,
}

/// A value, or why it is not kept.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// All of it.
    Whole(Node),
    /// Larger, deeper or with more aliases than is read; passed over.
    Refused(&'static str),
}

const TOO_LARGE: &str = "it is larger than 1 MiB with what its aliases (*name) stand for";
const TOO_DEEP: &str = "it is nested more than 32 levels deep";
const TOO_MANY_ALIASES: &str = "the aliases (*name) of the file stand for more than 64 MiB";
const NO_ANCHOR: &str = "an alias (*name) in it stands for something too large, or for what it stands in";

/// Why a value is not built to its end.
enum Halt {
    Broken(Broken),
    Refused(&'static str),
}

/// A YAML text, event by event.
pub(crate) struct Events<'a> {
    parser: Parser<'a, StrInput<'a>>,
    /// Collections that are open.
    open: usize,
    anchors: HashMap<usize, Node>,
    anchored: usize,
    aliased: usize,
}

impl<'a> Events<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let parser = Parser::new_from_str(text);
        Self { parser, open: 0, anchors: HashMap::new(), anchored: 0, aliased: 0 }
    }

    fn next(&mut self) -> Result<(Event<'a>, u64), Broken> {
        let (event, span) = match self.parser.next_event() {
            Some(Ok(found)) => found,
            Some(Err(error)) => {
                let line = (error.marker().line() as u64).max(1);
                return Err(Broken { line, reason: short(error.info(), 160) });
            }
            None => return Err(Broken { line: 1, reason: "the text ends too early".to_owned() }),
        };
        let line = (span.start.line() as u64).max(1);
        let anchor = match &event {
            Event::MappingStart(anchor, _) | Event::SequenceStart(anchor, _) => {
                self.open += 1;
                *anchor
            }
            Event::MappingEnd | Event::SequenceEnd => {
                self.open = self.open.saturating_sub(1);
                0
            }
            Event::Scalar(_, _, anchor, _) => *anchor,
            _ => 0,
        };
        if self.open > MAX_OPEN {
            return Err(Broken { line, reason: format!("it is nested more than {MAX_OPEN} levels deep") });
        }
        if anchor > MAX_ANCHOR {
            return Err(Broken { line, reason: format!("it has more than {MAX_ANCHOR} anchors (&name)") });
        }
        Ok((event, line))
    }

    /// Steps into the mapping that the text is. False if it is none.
    pub(crate) fn enter_root(&mut self) -> Result<bool, Broken> {
        loop {
            match self.next()?.0 {
                Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => {}
                Event::MappingStart(..) => return Ok(true),
                _ => return Ok(false),
            }
        }
    }

    /// Steps into the mapping that is next; passes over anything else and
    /// answers false.
    pub(crate) fn enter(&mut self) -> Result<bool, Broken> {
        let level = self.open;
        let (event, _) = self.next()?;
        let mapping = matches!(event, Event::MappingStart(..));
        if !mapping {
            self.leave(level)?;
        }
        Ok(mapping)
    }

    /// Within a mapping: the next key, with its value next. At the end it
    /// steps out.
    pub(crate) fn next_key(&mut self) -> Result<Option<(Found, u64)>, Broken> {
        let level = self.open;
        let (event, line) = self.next()?;
        match event {
            Event::MappingEnd => Ok(None),
            event => Ok(Some((self.from(event, line, level)?, line))),
        }
    }

    /// Reads the value that is next.
    pub(crate) fn value(&mut self) -> Result<Found, Broken> {
        let level = self.open;
        let (event, line) = self.next()?;
        self.from(event, line, level)
    }

    fn from(&mut self, event: Event<'a>, line: u64, level: usize) -> Result<Found, Broken> {
        let mut left = MAX_VALUE;
        match self.build(event, line, 0, &mut left) {
            Ok(node) => Ok(Found::Whole(node)),
            Err(Halt::Broken(broken)) => Err(broken),
            Err(Halt::Refused(reason)) => {
                self.leave(level)?;
                Ok(Found::Refused(reason))
            }
        }
    }

    /// Passes over what is open beyond a level.
    fn leave(&mut self, level: usize) -> Result<(), Broken> {
        while self.open > level {
            self.next()?;
        }
        Ok(())
    }

    fn build(&mut self, event: Event<'a>, line: u64, depth: usize, left: &mut usize) -> Result<Node, Halt> {
        if depth > MAX_DEPTH {
            return Err(Halt::Refused(TOO_DEEP));
        }
        let (anchor, value) = match event {
            Event::Scalar(text, style, anchor, _) => (anchor, scalar(&text, style)),
            Event::Alias(anchor) => return self.alias(anchor, line, depth, left),
            Event::SequenceStart(anchor, _) => {
                let mut items = Vec::new();
                loop {
                    let (event, line) = self.next().map_err(Halt::Broken)?;
                    if event == Event::SequenceEnd {
                        break;
                    }
                    items.push(self.build(event, line, depth + 1, left)?);
                }
                (anchor, Value::List(items))
            }
            Event::MappingStart(anchor, _) => {
                let mut entries = Vec::new();
                loop {
                    let (event, line) = self.next().map_err(Halt::Broken)?;
                    if event == Event::MappingEnd {
                        break;
                    }
                    let key = self.build(event, line, depth + 1, left)?;
                    let (event, line) = self.next().map_err(Halt::Broken)?;
                    entries.push((key, self.build(event, line, depth + 1, left)?));
                }
                (anchor, Value::Map(entries))
            }
            _ => {
                let reason = "a value is missing here".to_owned();
                return Err(Halt::Broken(Broken { line, reason }));
            }
        };
        let own = NODE + if let Value::Text(text) = &value { text.len() } else { 0 };
        spend(left, own)?;
        let node = Node { line, value };
        if anchor > 0 {
            self.keep(anchor, &node);
        }
        Ok(node)
    }

    fn keep(&mut self, anchor: usize, node: &Node) {
        let weight = node.weight();
        if self.anchored + weight <= MAX_ANCHORS {
            self.anchored += weight;
            self.anchors.insert(anchor, node.clone());
        }
    }

    /// What an alias stands for, on the alias's line.
    fn alias(&mut self, anchor: usize, line: u64, depth: usize, left: &mut usize) -> Result<Node, Halt> {
        let node = self.anchors.get(&anchor).ok_or(Halt::Refused(NO_ANCHOR))?;
        if depth + node.depth() > MAX_DEPTH {
            return Err(Halt::Refused(TOO_DEEP));
        }
        let weight = node.weight();
        spend(left, weight)?;
        self.aliased += weight;
        if self.aliased > MAX_ALIASED {
            return Err(Halt::Refused(TOO_MANY_ALIASES));
        }
        Ok(Node { line, value: node.value.clone() })
    }
}

fn spend(left: &mut usize, weight: usize) -> Result<(), Halt> {
    *left = left.checked_sub(weight).ok_or(Halt::Refused(TOO_LARGE))?;
    Ok(())
}

/// Only a plain text can be `null` (YAML 1.2, 10.3.2).
fn scalar(text: &str, style: ScalarStyle) -> Value {
    let null = style == ScalarStyle::Plain && matches!(text, "" | "~" | "null" | "Null" | "NULL");
    if null { Value::Empty } else { Value::Text(text.to_owned()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// The values of the root mapping, by their keys.
    fn read(text: &str) -> Result<Vec<(String, Found)>, Broken> {
        let mut events = Events::new(text);
        let mut all = Vec::new();
        if events.enter_root()? {
            while let Some((key, _)) = events.next_key()? {
                let Found::Whole(key) = key else { panic!("{key:?}") };
                all.push((key.text().unwrap_or_default().to_owned(), events.value()?));
            }
        }
        Ok(all)
    }

    fn whole(found: &Found) -> &Node {
        if let Found::Whole(node) = found { node } else { panic!("{found:?}") }
    }

    #[test]
    fn values_know_their_lines() {
        let read = read("a: 1\nb:\n  - x\n  - 'null'\nc: {k: ~}\nd:\n").unwrap();
        let shown: Vec<_> = read.iter().map(|(key, found)| (key.as_str(), whole(found).line)).collect();
        assert_eq!(shown, [("a", 1), ("b", 3), ("c", 5), ("d", 6)]);
        let Value::List(items) = &whole(&read[1].1).value else { panic!() };
        assert_eq!((items[1].text(), items[1].line), (Some("null"), 4), "quoted, it is a text");
        assert_eq!(whole(&read[2].1).get("k").unwrap().value, Value::Empty);
        assert_eq!(whole(&read[3].1).value, Value::Empty);
    }

    #[test]
    fn aliases_and_merged_mappings_are_followed() {
        let read = read("base: &b {groups: [x], email: e}\nada:\n  <<: *b\n  email: own\nbo: *b\n").unwrap();
        let ada = whole(&read[1].1);
        assert_eq!(ada.get("email").unwrap().text(), Some("own"));
        assert!(matches!(&ada.get("groups").unwrap().value, Value::List(items) if items.len() == 1));
        assert_eq!((whole(&read[2].1).get("email").unwrap().text(), whole(&read[2].1).line), (Some("e"), 5));
    }

    #[test]
    fn a_few_bytes_do_not_become_many() {
        let mut bomb = "a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
        for (key, of) in "bcdefghij".chars().zip("abcdefghi".chars()) {
            bomb.push_str(&format!("{key}: &{key} [{}]\n", vec![format!("*{of}"); 9].join(", ")));
        }
        bomb.push_str("end: 1\n");
        let all = read(&bomb).unwrap();
        assert!(matches!(all[0].1, Found::Whole(_)));
        assert_eq!(all[4].1, Found::Refused(TOO_LARGE));
        assert_eq!(all[6].1, Found::Refused(NO_ANCHOR));
        assert_eq!(whole(&all.last().unwrap().1).text(), Some("1"), "what follows is read");

        let text = "x".repeat(500 * 1024);
        let many = format!("a: &a {text}\n{}", (0..400).map(|n| format!("k{n}: *a\n")).collect::<String>());
        let all = read(&many).unwrap();
        assert!(matches!(all[10].1, Found::Whole(_)));
        assert_eq!(all[399].1, Found::Refused(TOO_MANY_ALIASES));
    }

    #[test]
    fn depth_costs_neither_stack_nor_memory() {
        let levels = |n: usize| read(&format!("a: {}{}\nb: 1\n", "[".repeat(n), "]".repeat(n))).unwrap();
        assert!(matches!(levels(MAX_DEPTH)[0].1, Found::Whole(_)));
        assert_eq!(levels(MAX_DEPTH + 5)[0].1, Found::Refused(TOO_DEEP));
        assert_eq!(levels(MAX_DEPTH + 5)[1].0, "b", "what follows is read");
        let dashes = |n: usize| read(&format!("a:\n  {}x\nb: 1\n", "- ".repeat(n)));
        assert_eq!(dashes(900).unwrap()[0].1, Found::Refused(TOO_DEEP));
        assert!(dashes(200_000).unwrap_err().reason.contains("1000 levels"));
        assert!(read(&format!("a: {}", "[".repeat(300_000))).is_err());
        assert!(read("{---").is_err(), "a text that once made the parser go round in circles");
    }

    #[test]
    fn anchors_are_counted() {
        let many = |n: usize| read(&format!("a: [{}]\n", (0..n).map(|n| format!("&{n} x,")).collect::<String>()));
        assert!(many(MAX_ANCHOR).is_ok());
        assert!(many(MAX_ANCHOR + 1).unwrap_err().reason.contains("anchors"));
    }

    #[test]
    fn aliases_do_not_add_up_to_any_depth() {
        let mut chain = "k0: &a0 [x]\n".to_owned();
        for n in 1..2_000 {
            chain.push_str(&format!("k{n}: &a{n} [*a{}]\n", n - 1));
        }
        let all = read(&chain).unwrap();
        assert_eq!(whole(&all[MAX_DEPTH - 1].1).depth(), MAX_DEPTH);
        assert_eq!(all[MAX_DEPTH].1, Found::Refused(TOO_DEEP));
        assert_eq!(all[1_999].1, Found::Refused(NO_ANCHOR));
    }

    #[test]
    fn a_break_says_its_line() {
        let broken = read("a: 1\nb: [x, y\nc: 2\n").unwrap_err();
        assert!(broken.line >= 2 && !broken.reason.is_empty(), "{broken:?}");
    }

    proptest::proptest! {
        #[test]
        fn any_text_comes_to_an_end(text in "[a-c:\\-{}\\[\\]&*<>|?!#%@'\",\n ~\\t]{0,120}") {
            let _ = read_all(&text);
        }
    }

    fn read_all(text: &str) -> Result<(), Broken> {
        let mut events = Events::new(text);
        if events.enter_root()? {
            while events.next_key()?.is_some() {
                events.value()?;
            }
        }
        Ok(())
    }
}
