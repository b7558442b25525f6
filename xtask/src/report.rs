//! What was done and how long it took: every command tells each step, and ends with a table.

use std::time::{Duration, Instant};

use anyhow::Result;

/// The steps so far, in order.
#[derive(Default)]
pub struct Report {
    rows: Vec<Row>,
}

struct Row {
    phase: &'static str,
    name: String,
    took: Duration,
    note: String,
}

impl Report {
    /// Says that `name` begins, does it, and keeps the time. A failed step is kept too.
    pub fn step<T>(
        &mut self,
        phase: &'static str,
        name: &str,
        work: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        say(&format!("{phase}: {name}"));
        let start = Instant::now();
        let done = work();
        let note = if done.is_ok() { "" } else { "failed" };
        self.add(phase, name, start.elapsed(), note);
        done
    }

    /// Keeps a step that was timed elsewhere, or that took no time.
    pub fn add(&mut self, phase: &'static str, name: &str, took: Duration, note: &str) {
        self.rows.push(Row { phase, name: name.to_owned(), took, note: note.to_owned() });
    }

    /// Forgets the steps that were printed.
    pub fn clear(&mut self) {
        self.rows.clear();
    }

    /// Prints every step, and the sum of each phase.
    pub fn print(&self) {
        if self.rows.is_empty() {
            return;
        }
        let width = self.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
        println!();
        for row in &self.rows {
            let Row { phase, name, took, note } = row;
            println!("{phase:<7} {name:<width$} {:>9}  {note}", seconds(*took));
        }
        let mut phases: Vec<&str> = Vec::new();
        for row in &self.rows {
            if !phases.contains(&row.phase) {
                phases.push(row.phase);
            }
        }
        let sums: Vec<String> = phases
            .iter()
            .map(|phase| {
                let sum =
                    self.rows.iter().filter(|row| row.phase == *phase).map(|row| row.took).sum();
                format!("{phase} {}", seconds(sum))
            })
            .collect();
        println!("{}", sums.join(" · "));
    }
}

/// One line about what happens now, set apart from the output of the tools.
pub fn say(line: &str) {
    eprintln!("▸ {line}");
}

/// A duration as people read it: `850 ms`, `12.3 s`, `4 min 05 s`.
pub fn seconds(took: Duration) -> String {
    let whole = took.as_secs();
    if whole >= 60 {
        format!("{} min {:02} s", whole / 60, whole % 60)
    } else if whole >= 1 {
        format!("{:.1} s", took.as_secs_f64())
    } else {
        format!("{} ms", took.as_millis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        assert_eq!(seconds(Duration::from_millis(850)), "850 ms");
        assert_eq!(seconds(Duration::from_millis(12_340)), "12.3 s");
        assert_eq!(seconds(Duration::from_secs(245)), "4 min 05 s");
    }
}
