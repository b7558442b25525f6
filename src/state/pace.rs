//! When to listen to a desk, when to look by oneself, and how long to wait between (Y1, Y2).

/// How long one waits for what only happens when somebody rings, in milliseconds.
const LONG: f64 = 600_000.0;
/// Between two looks, where the desk does not tell by itself.
const LOOK: f64 = 30_000.0;
/// What is waited before listening again, where the desk does not say.
const RETRY: f64 = 2_000.0;
/// The longest of these pauses, which grow while it fails.
const LONGEST: f64 = 60_000.0;
/// So often it fails before one looks by oneself meanwhile.
const PATIENT: u32 = 3;
/// Looks before a desk that has enough listeners is asked again.
const ENOUGH: u32 = 10;

/// How things stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The desk knows who is there, and so do we.
    pub is_in: bool,
    /// Nobody sees the page.
    pub is_hidden: bool,
    /// There is no network.
    pub is_offline: bool,
    /// The desk says that it tells by itself.
    pub has_events: bool,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Next {
    /// Wait so many milliseconds, or until somebody rings: the page is seen again, say.
    Rest(f64),
    /// Listen until that ends.
    Listen,
    /// Look at what is on screen.
    Look,
}

/// How listening ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was over, as every answer is at some time.
    Over,
    /// It could not begin, or was cut off.
    Lost,
    /// The desk does not tell by itself after all.
    Never,
    /// The desk tells this customer often enough.
    Enough,
}

/// The rhythm.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    has_rested: bool,
    /// In a row.
    failures: u32,
    /// What the desk asks to wait.
    retry: Option<f64>,
    is_look_due: bool,
    /// From then on the desk knows what one has heard last, and tells what came since.
    has_heard: bool,
    /// There are no events here.
    is_deaf: bool,
    /// Looks until the desk is asked again.
    looks: u32,
    /// Looks in a row that found nothing.
    unchanged: u32,
}

impl Pace {
    /// What to do next; `chance` is anything from 0 to 1, so that not all come back at once.
    pub fn next(&mut self, it: Standing, chance: f64) -> Next {
        if !it.is_in || it.is_hidden || it.is_offline {
            // Whatever ends that rings, and then it is high time.
            self.has_rested = true;
            // What could not be asked for is read again by itself when there is a network.
            self.is_look_due |= it.is_in && it.is_hidden && !self.has_heard;
            return Next::Rest(LONG);
        }
        let listens = it.has_events && !self.is_deaf && self.looks == 0;
        if listens && std::mem::take(&mut self.is_look_due) {
            return Next::Look;
        }
        self.has_rested = !self.has_rested;
        if self.has_rested {
            return Next::Rest(if listens { self.pause(chance) } else { self.period() });
        }
        if listens { Next::Listen } else { Next::Look }
    }

    fn pause(&self, chance: f64) -> f64 {
        let base = self.retry.unwrap_or(RETRY).clamp(500.0, LONGEST);
        let longest = (base * f64::from(1_u32 << self.failures.min(6))).min(LONGEST);
        longest * (0.5 + chance / 2.0)
    }

    fn period(&self) -> f64 {
        match self.unchanged {
            0..2 => LOOK,
            2..4 => LOOK * 2.0,
            _ => LOOK * 4.0,
        }
    }

    /// Something was heard: the line holds.
    pub fn heard(&mut self, retry: Option<u32>) {
        self.failures = 0;
        self.has_heard = true;
        self.is_look_due = false;
        self.retry = retry.map(f64::from);
    }

    /// Listening ended.
    pub fn ended(&mut self, how: Ended) {
        self.has_rested = false;
        match how {
            Ended::Over => {}
            Ended::Lost => {
                self.failures += 1;
                self.is_look_due = self.failures >= PATIENT;
            }
            Ended::Never => self.is_deaf = true,
            Ended::Enough => self.looks = ENOUGH,
        }
    }

    /// A look came to an end.
    pub fn looked(&mut self, has_changed: bool) {
        self.looks = self.looks.saturating_sub(1);
        self.unchanged = if has_changed { 0 } else { self.unchanged + 1 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Standing =
        Standing { is_in: true, is_hidden: false, is_offline: false, has_events: true };
    const MUTE: Standing = Standing { has_events: false, ..HERE };

    /// What is done next, without chance.
    fn next(pace: &mut Pace, it: Standing) -> Next {
        pace.next(it, 1.0)
    }

    #[test]
    fn it_listens_and_comes_back_after_growing_pauses() {
        let mut pace = Pace::default();
        let mut pauses = Vec::new();
        for _ in 0..8 {
            loop {
                match next(&mut pace, HERE) {
                    Next::Rest(millis) => pauses.push(millis),
                    Next::Listen => break,
                    Next::Look => pace.looked(false),
                }
            }
            pace.ended(Ended::Lost);
        }
        let expected = [2e3, 4e3, 8e3, 16e3, 32e3, 60e3, 60e3, 60e3];
        assert_eq!(pauses, expected);
        // Once it holds it is as at first, and as the desk wishes.
        pace.heard(Some(3_000));
        pace.ended(Ended::Over);
        assert_eq!(pace.next(HERE, 0.0), Next::Rest(1_500.0));
        assert_eq!(next(&mut pace, HERE), Next::Listen);
    }

    #[test]
    fn who_cannot_listen_for_long_looks_meanwhile() {
        let mut pace = Pace::default();
        let mut done = Vec::new();
        for _ in 0..12 {
            let what = next(&mut pace, HERE);
            match what {
                Next::Rest(_) => continue,
                Next::Listen => pace.ended(Ended::Lost),
                Next::Look => pace.looked(true),
            }
            done.push(what);
        }
        assert!(
            done.starts_with(&[Next::Listen, Next::Listen, Next::Listen, Next::Look]),
            "{done:?}"
        );
    }

    #[test]
    fn where_nobody_tells_it_looks_less_often_while_nothing_changes() {
        let mut pace = Pace::default();
        let mut periods = Vec::new();
        for at in 0..8 {
            let Next::Rest(millis) = next(&mut pace, MUTE) else { panic!("it does not rest") };
            periods.push(millis / 1e3);
            assert_eq!(next(&mut pace, MUTE), Next::Look);
            pace.looked(at == 5);
        }
        assert_eq!(periods, [30.0, 30.0, 60.0, 60.0, 120.0, 120.0, 30.0, 30.0]);
    }

    #[test]
    fn what_only_the_answer_says_holds_from_then_on() {
        let mut pace = Pace::default();
        next(&mut pace, HERE);
        assert_eq!(next(&mut pace, HERE), Next::Listen);
        pace.ended(Ended::Never);
        assert_eq!(next(&mut pace, HERE), Next::Rest(LOOK));
        assert_eq!(next(&mut pace, HERE), Next::Look);

        let mut pace = Pace::default();
        next(&mut pace, HERE);
        next(&mut pace, HERE);
        pace.ended(Ended::Enough);
        for _ in 0..ENOUGH {
            assert!(matches!(next(&mut pace, HERE), Next::Rest(_)));
            assert_eq!(next(&mut pace, HERE), Next::Look);
            pace.looked(false);
        }
        next(&mut pace, HERE);
        assert_eq!(next(&mut pace, HERE), Next::Listen);
    }

    #[test]
    fn who_was_away_before_anything_was_heard_looks_first() {
        let away = Standing { is_hidden: true, ..HERE };
        let mut pace = Pace::default();
        next(&mut pace, away);
        assert_eq!(next(&mut pace, HERE), Next::Look);
        pace.looked(false);
        assert!(matches!(next(&mut pace, HERE), Next::Rest(_) | Next::Listen));
        pace.heard(None);
        pace.ended(Ended::Over);
        next(&mut pace, away);
        assert_eq!(next(&mut pace, HERE), Next::Listen);
    }

    #[test]
    fn while_nobody_sees_it_nothing_is_asked_and_then_at_once() {
        for away in [
            Standing { is_hidden: true, ..MUTE },
            Standing { is_offline: true, ..MUTE },
            Standing { is_in: false, ..MUTE },
        ] {
            let mut pace = Pace::default();
            next(&mut pace, MUTE);
            next(&mut pace, MUTE);
            pace.looked(false);
            assert_eq!(next(&mut pace, away), Next::Rest(LONG));
            assert_eq!(next(&mut pace, away), Next::Rest(LONG));
            assert_eq!(next(&mut pace, MUTE), Next::Look, "{away:?}");
        }
    }
}
