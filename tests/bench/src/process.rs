//! Work in a process of its own, and what it took.

use crate::line;
use anyhow::{Context, Result};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// A process that has ended.
pub struct Child {
    /// The most memory it held, in bytes; 0 where that cannot be read.
    pub peak: u64,
    out: String,
}

impl Child {
    /// The figure at this place of its output, which is in microseconds.
    pub fn figure(&self, place: usize) -> Result<Duration> {
        let word = self.out.split_whitespace().nth(place).context("the process printed too little")?;
        Ok(Duration::from_micros(word.parse()?))
    }
}

impl Child {
    /// What it said of each part of its work, as [`part`] does.
    pub fn parts(&self) -> impl Iterator<Item = (&str, u64)> {
        self.out
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(what, peak)| Some((what, peak.parse().ok()?)))
    }
}

/// The allocator gives back what is free for this long.
pub const SETTLES: Duration = Duration::from_secs(12);

/// Says for the process that started this one the most memory it held since the
/// last part, and begins the next once it has settled: what was freed is not
/// this part's.
pub fn part(what: &str) -> Result<()> {
    println!("{what}\t{}", peak());
    std::thread::sleep(SETTLES);
    forget_peak()
}

/// The most memory this process has held, from `/proc`; 0 elsewhere.
pub fn peak() -> u64 {
    memory("/proc/self/status", "VmHWM:")
}

/// Sets the most memory held to what is held now.
pub fn forget_peak() -> Result<()> {
    // proc(5) says what the 5 means.
    std::fs::write("/proc/self/clear_refs", "5").context("forget the high-water mark")
}

/// Runs this program with other arguments.
pub fn run(flag: &str, paths: &[&Path]) -> Result<Child> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg(flag)
        .args(paths)
        .stdout(Stdio::piped())
        .spawn()
        .context("start itself")?;
    let mut peak = 0;
    let status = loop {
        // The high-water mark only rises, so the last look is nearly the peak.
        peak = peak.max(high_water(child.id()));
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    anyhow::ensure!(status.success(), "{flag} failed: {status}");
    let mut out = String::new();
    if let Some(mut pipe) = child.stdout.take() {
        std::io::Read::read_to_string(&mut pipe, &mut out)?;
    }
    Ok(Child { peak, out })
}

/// The most memory a process has held so far, from `/proc`; 0 elsewhere.
fn high_water(pid: u32) -> u64 {
    memory(&format!("/proc/{pid}/status"), "VmHWM:")
}

/// The memory this process holds now, from `/proc`; 0 elsewhere.
pub fn resident() -> u64 {
    memory("/proc/self/status", "VmRSS:")
}

fn memory(file: &str, field: &str) -> u64 {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find_map(|l| l.strip_prefix(field));
    line.and_then(|l| l.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) * 1024
}

/// The sizes of the programs that are shipped.
pub fn sizes(folder: &Path) -> Result<()> {
    println!("\nsizes");
    for (name, target) in [("muster-desktop", "target: 25 MiB"), ("muster", "")] {
        let size =
            std::fs::metadata(folder.join(name)).with_context(|| format!("{name} in {}", folder.display()))?.len();
        line::alone(name, &line::mib(size), target);
    }
    Ok(())
}
