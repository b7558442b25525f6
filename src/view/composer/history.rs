//! Taking back, and taking back the taking back. The browser's own history cannot be used: it does not
//! know what is put in by hand, and a page's strict policy leaves no other way.

use crate::{dom::editor::Stretch, domain::rich::Rich};

/// Most steps that are kept.
const MOST: usize = 200;
/// What is typed within so many milliseconds is one step.
const STEP: f64 = 1_000.0;

/// What was there, and where the caret was.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moment {
    /// What was written.
    pub rich: Rich,
    /// Where the caret stood.
    pub caret: Stretch,
}

/// All moments that can be gone back to.
#[derive(Clone, Debug)]
pub struct History {
    moments: Vec<Moment>,
    now: usize,
    /// When the present step began; `None`: the next change is a step of its own.
    began: Option<f64>,
}

impl History {
    /// Begins with what is there.
    pub fn new(moment: Moment) -> Self {
        Self { moments: vec![moment], now: 0, began: None }
    }

    /// Notes a change at `at` milliseconds. One that is typed joins those typed just before.
    pub fn note(&mut self, moment: Moment, is_typed: bool, at: f64) {
        if self.moments.get(self.now).is_some_and(|it| it.rich == moment.rich) {
            return;
        }
        self.moments.truncate(self.now + 1);
        let joins = is_typed && self.now > 0 && self.began.is_some_and(|it| at - it < STEP);
        if joins {
            self.moments.truncate(self.now);
        } else {
            self.began = is_typed.then_some(at);
        }
        self.moments.push(moment);
        if self.moments.len() > MOST {
            self.moments.remove(0);
        }
        self.now = self.moments.len() - 1;
    }

    /// The moment before this one.
    pub fn back(&mut self) -> Option<Moment> {
        self.now = self.now.checked_sub(1)?;
        self.began = None;
        self.moments.get(self.now).cloned()
    }

    /// The moment that was taken back.
    pub fn forth(&mut self) -> Option<Moment> {
        let moment = self.moments.get(self.now + 1).cloned()?;
        self.now += 1;
        self.began = None;
        Some(moment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        Moment { rich: Rich::from_text(text), caret: (0, 0) }
    }

    fn text(moment: Option<Moment>) -> Option<String> {
        moment.map(|it| it.rich.to_text())
    }

    #[test]
    fn what_is_typed_in_one_go_is_one_step() {
        let mut history = History::new(moment(""));
        history.note(moment("a"), true, 0.0);
        history.note(moment("ab"), true, 300.0);
        history.note(moment("ab c"), true, 1_400.0);
        assert_eq!(text(history.back()).as_deref(), Some("ab"));
        assert_eq!(text(history.back()).as_deref(), Some(""));
        assert_eq!(text(history.back()), None);
        assert_eq!(text(history.forth()).as_deref(), Some("ab"));
    }

    #[test]
    fn a_command_is_a_step_of_its_own_and_a_change_ends_the_way_forth() {
        let mut history = History::new(moment(""));
        history.note(moment("a"), true, 0.0);
        history.note(moment("b"), false, 1.0);
        history.note(moment("bc"), true, 2.0);
        assert_eq!(text(history.back()).as_deref(), Some("b"));
        history.note(moment("x"), true, 3.0);
        assert_eq!(text(history.forth()), None);
        assert_eq!(text(history.back()).as_deref(), Some("b"));
    }

    #[test]
    fn only_so_much_is_kept() {
        let mut history = History::new(moment(""));
        for it in 0..500 {
            history.note(moment(&format!("{it}.")), false, 0.0);
        }
        let mut steps = 0;
        while history.back().is_some() {
            steps += 1;
        }
        assert_eq!(steps, MOST - 1);
    }
}
