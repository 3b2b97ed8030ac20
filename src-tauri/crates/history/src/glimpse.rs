//! Last seen over time: a lane of its own, since it changes for nearly
//! everyone with every snapshot and few rules ask for it.

use crate::day::Day;
use crate::history::History;
use crate::lane::{ByUser, Event, sort, walk};
use crate::traits::Seen;
use muster_model::seen::SeenStatus;

/// Collects what is and was known of last seen.
#[derive(Debug, Default)]
pub struct Glimpses {
    now: Vec<(i64, Seen)>,
    before: Vec<Event<Seen>>,
}

impl Glimpses {
    /// What is known now of a user; nothing need be told of one of whom
    /// nobody was asked. Users come in the order of their keys.
    pub fn now(&mut self, user: i64, status: SeenStatus, at: Option<i64>) {
        self.now.push((user, Seen::new(status, at)));
    }

    /// What was known until a time, in seconds since 1970.
    pub fn until(&mut self, user: i64, until: i64, status: SeenStatus, at: Option<i64>) {
        self.before.push(Event { user, at: until, id: 0, what: Seen::new(status, at) });
    }

    /// Keeps it with a history.
    pub fn keep(mut self, history: &mut History) {
        sort(&mut self.before);
        let mut now = self.now.iter().peekable();
        let mut before = ByUser::new(&self.before);
        let mut lane = history.in_places(&mut |id, runs| {
            while now.next_if(|(user, _)| *user < id).is_some() {}
            let known = now.peek().filter(|(user, _)| *user == id).map_or(Seen::NOT_COLLECTED, |(_, seen)| *seen);
            glimpse(known, before.of(id), runs);
        });
        lane.shrink();
        history.seen = Some(lane);
    }

    /// Adds it for users that [`crate::Builder::replace`] put at the end of a
    /// history that holds last seen; `users` in the order in which they were
    /// put there, which is that of their keys.
    pub fn follow(mut self, history: &mut History) {
        let Some(mut lane) = history.seen.take() else { return };
        sort(&mut self.before);
        let mut now = self.now.iter().peekable();
        let mut before = ByUser::new(&self.before);
        let mut runs = Vec::new();
        for id in &history.ids[lane.users()..] {
            while now.next_if(|(user, _)| user < id).is_some() {}
            let known = now.peek().filter(|(user, _)| user == id).map_or(Seen::NOT_COLLECTED, |(_, seen)| *seen);
            glimpse(known, before.of(*id), &mut runs);
            lane.push(&runs);
        }
        history.seen = Some(lane);
    }
}

/// The runs of one user.
fn glimpse(now: Seen, before: &[Event<Seen>], runs: &mut Vec<(Day, u32)>) {
    let steps = before.iter().map(|event| (Day::of(event.at), event.what));
    walk(&mut { now }, steps, |seen| seen.0, |seen, before| *seen = before, Day::FIRST, runs);
}
