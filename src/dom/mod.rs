//! The browser, where Rust must touch it. Each piece undoes itself with the view it serves.

pub mod clipboard;
mod clock;
pub mod download;
pub mod editor;
pub mod focus;
pub mod js;
pub mod keep;
pub mod lock;
pub mod menu;
pub mod picked;
mod root;
pub mod safe_html;
pub mod storage;
pub mod styles;
pub mod task;
mod unique;

pub use clock::{Clock, now};
pub use root::Root;
pub use unique::fresh_key;
