use serde::Serialize;
use std::time::Instant;

/// How long each stage of a build took.
#[derive(Debug)]
pub(super) struct Stages {
    since: Instant,
    done: Vec<Stage>,
}

/// A stage by the name that reports use, and its time on the wall.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Stage {
    pub name: &'static str,
    pub ms: f64,
}

impl Stages {
    pub fn start() -> Self {
        Self { since: Instant::now(), done: Vec::new() }
    }

    /// Ends a stage; the next one begins.
    pub fn end(&mut self, name: &'static str) {
        let now = Instant::now();
        self.done.push(Stage { name, ms: now.duration_since(self.since).as_secs_f64() * 1e3 });
        self.since = now;
    }

    /// The slowest stage first.
    pub fn slowest_first(&self) -> Vec<Stage> {
        let mut stages = self.done.clone();
        stages.sort_by(|a, b| b.ms.total_cmp(&a.ms));
        stages
    }
}
