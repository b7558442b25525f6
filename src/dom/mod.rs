//! The browser, where Rust must touch it. Each piece undoes itself with the view it serves.

pub mod clipboard;
mod clock;
pub mod focus;
pub mod menu;
pub mod storage;

pub use clock::Clock;
