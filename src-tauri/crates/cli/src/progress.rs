//! A progress bar, on a terminal only.

use indicatif::{ProgressBar, ProgressStyle};
use muster_app::api::import::Progress;
use muster_app::job::Job;
use std::io::IsTerminal;

/// A job that shows how far it is, if someone is looking.
pub fn job() -> Job {
    if !std::io::stderr().is_terminal() {
        return Job::silent();
    }
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("{msg:>9} {bar:32} {percent:>3} % {pos}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style);
    Job::new(move |progress: Progress| {
        bar.set_message(progress.stage.clone());
        bar.set_length(progress.total.max(progress.done));
        bar.set_position(progress.done);
        if progress.total > 0 && progress.done >= progress.total {
            bar.finish_and_clear();
        }
    })
}
