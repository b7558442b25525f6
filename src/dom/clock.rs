//! One clock for all that is told in relative time.

use std::time::Duration;

use leptos::prelude::*;

use crate::domain::Time;

const TICK: Duration = Duration::from_secs(30);

/// Now.
pub fn now() -> Time {
    Time::from_millis(js_sys::Date::now())
}

/// "Now", for every relative time on screen: one timer, however many tickets. Ticks every half
/// minute, and stops when the widget is dropped.
#[derive(Clone, Copy)]
pub struct Clock(ReadSignal<f64>);

impl Clock {
    /// Starts it for the views below the current owner.
    pub fn provide() {
        let (now, set_now) = signal(js_sys::Date::now());
        if let Ok(timer) = set_interval_with_handle(move || set_now.set(js_sys::Date::now()), TICK)
        {
            on_cleanup(move || timer.clear());
        }
        provide_context(Self(now));
    }

    /// The clock of the view this is called in.
    pub fn here() -> Self {
        expect_context()
    }

    /// Now; wakes the reader when it ticks.
    pub fn now(self) -> Time {
        Time::from_millis(self.0.get())
    }
}
