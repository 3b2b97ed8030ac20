//! Figures and how they are printed: medians and 95th percentiles, side by side.

use std::time::Duration;

/// The times of one piece of work.
pub struct Times(Vec<Duration>);

impl Times {
    /// Runs `work` so often and keeps how long each run took. What `work`
    /// answers is handed back, so that it cannot be left out.
    pub fn of<T>(runs: usize, mut work: impl FnMut(usize) -> T) -> (Self, Option<T>) {
        let mut times = Vec::with_capacity(runs);
        let mut last = None;
        for run in 0..runs {
            let start = std::time::Instant::now();
            last = Some(std::hint::black_box(work(run)));
            times.push(start.elapsed());
        }
        times.sort_unstable();
        (Self(times), last)
    }

    /// Times that were taken elsewhere.
    pub fn from(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    fn at(&self, percent: usize) -> f64 {
        let index = (self.0.len().saturating_sub(1) * percent).div_ceil(100);
        self.0.get(index).map_or(0.0, Duration::as_secs_f64)
    }

    /// The median, in seconds.
    pub fn median(&self) -> f64 {
        self.at(50)
    }

    /// The 95th percentile, in seconds.
    pub fn p95(&self) -> f64 {
        self.at(95)
    }
}

/// Prints one piece of work: Muster, plain SQLite, and the ratio of medians.
pub fn compare(what: &str, muster: &Times, plain: &Times, target: &str) {
    println!(
        "  {what:<34} muster {:>9} p95 {:>9}   plain {:>9} p95 {:>9}   ratio {:>6.2}   {target}",
        seconds(muster.median()),
        seconds(muster.p95()),
        seconds(plain.median()),
        seconds(plain.p95()),
        muster.median() / plain.median().max(1e-9),
    );
}

/// The same beside another program.
pub fn beside(what: &str, muster: &Times, who: &str, peer: &Times, target: &str) {
    println!(
        "  {what:<34} muster {:>9} p95 {:>9}   {who} {:>9} p95 {:>9}   ratio {:>6.2}   {target}",
        seconds(muster.median()),
        seconds(muster.p95()),
        seconds(peer.median()),
        seconds(peer.p95()),
        muster.median() / peer.median().max(1e-9),
    );
}

/// Prints one figure of Muster alone.
pub fn alone(what: &str, figure: &str, target: &str) {
    println!("  {what:<34} muster {figure:>9}   {target}");
}

/// Seconds, in the unit that reads best.
pub fn seconds(s: f64) -> String {
    if s < 0.001 {
        format!("{:.0} us", s * 1e6)
    } else if s < 1.0 {
        format!("{:.2} ms", s * 1e3)
    } else {
        format!("{s:.2} s")
    }
}

/// Bytes as MiB.
pub fn mib(bytes: u64) -> String {
    format!("{} MiB", bytes.div_ceil(1024 * 1024))
}

/// `1,000,000`.
pub fn number(n: u64) -> String {
    let digits = n.to_string();
    let head = digits.len() % 3;
    let mut parts: Vec<&str> = Vec::new();
    if head > 0 {
        parts.push(&digits[..head]);
    }
    parts.extend((head..digits.len()).step_by(3).map(|i| &digits[i..i + 3]));
    parts.join(",")
}
