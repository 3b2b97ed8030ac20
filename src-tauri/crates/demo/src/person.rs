//! Who someone is: name, addresses, place, work. It does not change over time.

use crate::latin::latin;
use crate::names::{self, Region};
use crate::planted::Case;
use crate::shuffle::dice;
use rand::RngExt;
use rand::rngs::StdRng;

/// A person of the realm.
#[derive(Debug, Clone)]
pub struct Person {
    pub display_name: String,
    pub given: String,
    pub family: Option<String>,
    pub username: String,
    pub mailbox: String,
    pub pronouns: Option<&'static str>,
    pub language: &'static str,
    pub city: &'static str,
    pub time_zone: &'static str,
    pub department: &'static str,
    pub title: String,
    pub employee_number: String,
    pub phone: String,
}

const DEPARTMENTS: &[(&str, &[&str])] = &[
    ("Engineering", &["Back-end engineer", "Front-end engineer", "Software engineer", "Test engineer", "Architect"]),
    ("Platform", &["Site reliability engineer", "Platform engineer", "Release engineer", "Network engineer"]),
    ("Data", &["Data engineer", "Data analyst", "Machine learning engineer"]),
    ("Product", &["Product manager", "Product designer", "User researcher", "Technical writer"]),
    ("Security", &["Security engineer", "Security analyst", "Compliance officer"]),
    ("Support", &["Support engineer", "Support agent"]),
    ("Operations", &["Project manager", "Delivery manager", "Operations analyst"]),
    ("Finance", &["Accountant", "Controller", "Purchasing agent"]),
    ("People", &["Recruiter", "People partner"]),
    ("Sales", &["Account manager", "Solutions engineer", "Marketing manager"]),
];
/// Engineers are many; the shares follow [`DEPARTMENTS`].
const DEPARTMENT_SHARES: &[f64] = &[0.42, 0.13, 0.09, 0.09, 0.05, 0.07, 0.05, 0.03, 0.03, 0.04];

impl Person {
    /// Person number `index`, who has name number `name`.
    pub fn new(seed: u64, index: u64, name: u64, case: Option<&Case>) -> Self {
        let mut rng = dice(seed, 0x7065_7273_6f6e, index);
        let name = names::name(name);
        let work = work(&mut rng);
        let (city, time_zone) = place(name.region, &mut rng);
        let (display_name, given, family, username, mailbox) = match case {
            None => {
                let (given, family) = (name.given.to_owned(), Some(name.family.to_owned()));
                (name.display(), given, family, name.username(), name.mailbox())
            }
            Some(case) => {
                let (given, family) = match case.name.split_once(' ') {
                    Some((given, family)) => (given.to_owned(), Some(family.to_owned())),
                    None => (case.name.to_owned(), None),
                };
                (case.name.to_owned(), given, family, case.username.to_owned(), planted_mailbox(case))
            }
        };
        let pronouns = pronouns(case.map_or(name.woman, |_| rng.random()), &mut rng);
        Self {
            display_name,
            given,
            family,
            username,
            mailbox,
            pronouns: if case.is_some() { None } else { pronouns },
            language: name.region.language,
            city,
            time_zone,
            department: work.0,
            title: work.1,
            employee_number: format!("A{:06}", 100_000 + index),
            phone: format!("+1 555 01{:02} {:04}", rng.random_range(0..100), rng.random_range(0..10_000)),
        }
    }
}

/// First and last word where they can be spelled, else the username.
fn planted_mailbox(case: &Case) -> String {
    let mut words = case.name.split(' ').map(latin);
    match (words.next(), words.next_back()) {
        (Some(given), Some(family))
            if given.len() > 1 && family.len() > 1 && !case.username.contains(['-', '.', '2']) =>
        {
            format!("{given}.{family}")
        }
        _ => case.username.to_owned(),
    }
}

fn work(rng: &mut StdRng) -> (&'static str, String) {
    let mut at: f64 = rng.random();
    let mut department = &DEPARTMENTS[0];
    for (candidate, share) in DEPARTMENTS.iter().zip(DEPARTMENT_SHARES) {
        department = candidate;
        if at < *share {
            break;
        }
        at -= share;
    }
    let title = department.1[rng.random_range(0..department.1.len())];
    let title = match rng.random_range(0..20) {
        0..4 => format!("Senior {}{}", title[..1].to_lowercase(), &title[1..]),
        4..6 => format!("Junior {}{}", title[..1].to_lowercase(), &title[1..]),
        6 => format!("Head of {}", department.0.to_lowercase()),
        _ => title.to_owned(),
    };
    (department.0, title)
}

fn place(region: &Region, rng: &mut StdRng) -> (&'static str, &'static str) {
    region.places[rng.random_range(0..region.places.len())]
}

fn pronouns(woman: bool, rng: &mut StdRng) -> Option<&'static str> {
    match rng.random_range(0..100) {
        0..3 => Some("they/them"),
        3..40 if woman => Some("she/her"),
        3..40 => Some("he/him"),
        _ => None,
    }
}
