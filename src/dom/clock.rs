//! One clock for all that is told in relative time.

use std::{cell::Cell, time::Duration};

use leptos::prelude::*;

use crate::domain::Time;

const TICK: Duration = Duration::from_secs(30);

/// Now.
pub fn now() -> Time {
    Time::from_millis(js_sys::Date::now())
}

/// "Now", for every relative time on screen: one timer, however many tickets. Ticks every half
/// minute, and stops when the widget is dropped. What it is is the page's, for it is the same for all widgets: a signal of
/// its own would be thirty functions, each compiled before the first row.
#[derive(Clone, Copy)]
pub struct Clock {
    ticked: Trigger,
}

thread_local! {
    /// When a clock of the page ticked last, in milliseconds.
    static NOW: Cell<f64> = const { Cell::new(0.0) };
}

impl Clock {
    /// Starts it for the views below the current owner.
    pub fn provide() {
        let ticked = Trigger::new();
        NOW.set(js_sys::Date::now());
        let tick = move || {
            NOW.set(js_sys::Date::now());
            ticked.notify();
        };
        if let Ok(timer) = set_interval_with_handle(tick, TICK) {
            on_cleanup(move || timer.clear());
        }
        provide_context(Self { ticked });
    }

    /// The clock of the view this is called in.
    pub fn here() -> Self {
        expect_context()
    }

    /// Now; wakes the reader when it ticks.
    pub fn now(self) -> Time {
        self.ticked.track();
        Time::from_millis(NOW.get())
    }
}
