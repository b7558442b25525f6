//! The release in a page, from outside: Chromium driven through WebDriver.
//!
//! A test says what a person does and what must come of it; `support::Page` alone knows what the
//! widget is made of. Nothing sleeps: every wait is for a condition, with a deadline.
//!
//! The release is `DESKPANE_DIST` or `./dist`; `cargo xtask test e2e` builds it first.

mod support;

mod access;
mod attacks;
mod barriers;
mod embed;
mod faults;
mod faulty_parts;
mod finding;
mod hosts;
mod journey;
mod keyboard;
mod kills;
mod languages;
mod leaks;
mod life;
mod list;
mod live;
mod mails;
mod mapping;
mod session;
mod standins;
mod takeaway;
mod thread;
mod ticket;
mod writing;
