//! How long until a call (V3).

use crate::domain::Time;

/// A call that nobody gave an end is taken to last this long.
const USUAL: f64 = 3_600_000.0;

/// Where a call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Countdown {
    /// Days and hours.
    Days(u32, u32),
    /// Hours and minutes.
    Hours(u32, u32),
    /// Minutes; the last one counts as one.
    Minutes(u32),
    /// It is on.
    Now,
    /// It is over.
    Over,
}

impl Countdown {
    /// At `now`, to a call from `start` to `end`.
    pub fn at(now: Time, start: Time, end: Option<Time>) -> Self {
        let left = start.millis() - now.millis();
        if left <= 0.0 {
            let end = end.map_or(start.millis() + USUAL, Time::millis);
            return if now.millis() < end { Self::Now } else { Self::Over };
        }
        let minutes = (left / 60_000.0).ceil() as u32;
        let (days, hours) = (minutes / 1440, minutes / 60 % 24);
        match (days, minutes / 60) {
            (0, 0) => Self::Minutes(minutes),
            (0, hours) => Self::Hours(hours, minutes % 60),
            (days, _) => Self::Days(days, hours),
        }
    }

    /// Whether one can still go there.
    pub fn is_ahead(self) -> bool {
        self != Self::Over
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_counted_down_in_two_units_at_most() {
        const MINUTE: f64 = 60_000.0;
        let at = |now: f64, end: Option<f64>| {
            Countdown::at(
                Time::from_millis(now),
                Time::from_millis(0.0),
                end.map(Time::from_millis),
            )
        };
        for (now, expected) in [
            (-(2.0 * 1440.0 + 180.0) * MINUTE, Countdown::Days(2, 3)),
            (-110.0 * MINUTE, Countdown::Hours(1, 50)),
            (-60.0 * MINUTE, Countdown::Hours(1, 0)),
            (-0.5 * MINUTE, Countdown::Minutes(1)),
            (0.0, Countdown::Now),
            (59.0 * MINUTE, Countdown::Now),
            (60.0 * MINUTE, Countdown::Over),
        ] {
            assert_eq!(at(now, None), expected, "{now}");
        }
        assert_eq!(at(29.0 * MINUTE, Some(30.0 * MINUTE)), Countdown::Now);
        assert_eq!(at(30.0 * MINUTE, Some(30.0 * MINUTE)), Countdown::Over);
    }
}
