//! Tables of known answers: one row a user, a mark for each plan, and totals
//! that were counted by hand.
#![allow(clippy::unwrap_used, clippy::expect_used)]

/// A user of a table.
pub struct Row {
    pub user: String,
    /// Words of the second column.
    pub facts: Vec<String>,
    /// Parts of the third column, which `;` separates.
    pub holds: Vec<String>,
    /// Whether a seat is taken, by plan.
    pub takes: Vec<bool>,
}

/// A table.
pub struct Known {
    /// Headings of the plans.
    pub plans: Vec<String>,
    pub rows: Vec<Row>,
    /// Seats by plan, counted by hand.
    pub totals: Vec<u64>,
}

impl Row {
    pub fn is(&self, fact: &str) -> bool {
        self.facts.iter().any(|known| known == fact)
    }

    /// The word after a fact: `5` of `seen 5`.
    pub fn after(&self, fact: &str) -> Option<&str> {
        let at = self.facts.iter().position(|known| known == fact)?;
        self.facts.get(at + 1).map(String::as_str)
    }

    /// The first of these words that is among the facts.
    pub fn one_of<'a>(&self, words: &[&'a str]) -> Option<&'a str> {
        words.iter().copied().find(|word| self.is(word))
    }
}

pub fn table(text: &str) -> Known {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let plans = words(&cells(lines.next().unwrap())[3]);
    let (mut rows, mut totals) = (Vec::new(), None);
    for line in lines {
        let cells = cells(line);
        let marks = words(&cells[3]);
        assert_eq!(marks.len(), plans.len(), "{line}");
        assert!(totals.is_none(), "the totals come last: {line}");
        if cells[0] == "seats" {
            totals = Some(marks.iter().map(|mark| mark.parse().unwrap()).collect());
            continue;
        }
        let takes = marks.iter().map(|mark| match mark.as_str() {
            "y" => true,
            "-" => false,
            other => panic!("{other} is no mark: {line}"),
        });
        let holds = cells[2].split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned);
        rows.push(Row {
            user: cells[0].clone(),
            facts: words(&cells[1]),
            holds: holds.collect(),
            takes: takes.collect(),
        });
    }
    Known { plans, rows, totals: totals.unwrap() }
}
