//! Django's admin, asked in a process of its own: the page that admins of a
//! Django site click through today. `peers/django_admin.py` is its other half.

use crate::line::{self, Times};
use anyhow::{Context, Result};
use chrono::Utc;
use muster_app::api::users::{SortBy, UsersQuery};
use muster_app::session::Session;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

/// How it is started.
#[derive(Debug, Clone)]
pub struct Peer {
    /// A Python that has Django.
    pub python: PathBuf,
    /// `django_admin.py`.
    pub script: PathBuf,
}

/// A running one, with its users loaded.
pub struct Django {
    child: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    /// What loading took.
    pub loading: Duration,
}

impl Django {
    /// Starts it on the same file.
    pub fn start(peer: &Peer, csv: &Path, folder: &Path) -> Result<Self> {
        let mut child = Command::new(&peer.python)
            .arg(&peer.script)
            .args([csv, &folder.join("django.db")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("start {}", peer.python.display()))?;
        let requests = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().context("its output")?);
        let mut django = Self { child, requests, answers, loading: Duration::ZERO };
        django.loading = django.answer("ready ")?;
        Ok(django)
    }

    /// Asks for one thing and says how long it took there.
    pub fn ask(&mut self, request: &str) -> Result<Duration> {
        let requests = self.requests.as_mut().context("its input")?;
        writeln!(requests, "{request}")?;
        requests.flush()?;
        self.answer("").with_context(|| request.to_owned())
    }

    fn answer(&mut self, prefix: &str) -> Result<Duration> {
        Ok(self.figures(prefix)?.0)
    }

    /// The two figures of an answer: how long it took, and how much it was.
    fn figures(&mut self, prefix: &str) -> Result<(Duration, u64)> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let mut figures = line.strip_prefix(prefix).context("it ended")?.split_whitespace();
        let seconds = figures.next().context("it answered nothing: its error is above")?;
        Ok((Duration::from_secs_f64(seconds.parse()?), figures.next().unwrap_or("0").parse()?))
    }

    /// Asks for one thing and says how much it was, to compare it with Muster's.
    pub fn sum(&mut self, request: &str) -> Result<u64> {
        let requests = self.requests.as_mut().context("its input")?;
        writeln!(requests, "{request}")?;
        requests.flush()?;
        Ok(self.figures("").with_context(|| request.to_owned())?.1)
    }

    /// The times of the same request, asked several times.
    pub fn times(&mut self, runs: usize, request: &str) -> Result<Times> {
        // The first of a kind compiles templates and queries; nobody waits for that twice.
        self.ask(request)?;
        Ok(Times::from((0..runs).map(|_| self.ask(request)).collect::<Result<_>>()?))
    }
}

impl Drop for Django {
    fn drop(&mut self) {
        self.requests.take();
        let _ = self.child.wait();
    }
}

/// Lists as both offer them, each to the bytes that go to the browser or the window.
pub fn pages(session: &Session, django: &mut Django, users: u64) -> Result<()> {
    let deep = users.saturating_sub(300);
    let page = deep / 100;
    let asked: [(&str, String, SortBy, u64, String); 7] = [
        ("first page", String::new(), SortBy::UserName, 0, "?".to_owned()),
        ("deep page", String::new(), SortBy::UserName, deep, format!("?p={page}")),
        ("sorted by e-mail", String::new(), SortBy::Email, 0, "?o=2".to_owned()),
        ("who is not active", r#"state ne "active""#.to_owned(), SortBy::UserName, 0, "?is_active__exact=0".to_owned()),
        (
            "the same, by e-mail",
            r#"state ne "active""#.to_owned(),
            SortBy::Email,
            0,
            "?is_active__exact=0&o=2".to_owned(),
        ),
        ("a rare word", "okafor".to_owned(), SortBy::UserName, 0, "?q=okafor".to_owned()),
        ("a common word", "ann".to_owned(), SortBy::UserName, 0, "?q=ann".to_owned()),
    ];
    for (name, filter, sort, offset, path) in asked {
        let (muster, last) = Times::of(40, |run| {
            // Asked anew each time, so that no answer comes from a cache.
            let filter =
                if filter.is_empty() { filter.clone() } else { format!("{filter} and id ne {}", 2_000_000_000 + run) };
            let query =
                UsersQuery { filter, sort, descending: false, offset: offset.saturating_sub(run as u64), limit: 100 };
            session.users_page(&query, Utc::now()).map(|page| serde_json::to_vec(&page).map_or(0, |bytes| bytes.len()))
        });
        if let Some(page) = last {
            page?;
        }
        let peer = django.times(8, &format!("get /admin/auth/user/{path}"))?;
        line::compare(name, &muster, &peer, "target: 16 ms at the 95th percentile");
    }
    Ok(())
}
