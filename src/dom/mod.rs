//! The browser, where Rust must touch it. Each piece undoes itself with the view it serves.

pub mod address;
pub mod bell;
pub mod channel;
pub mod clipboard;
mod clock;
pub mod day;
pub mod dialog;
pub mod download;
pub mod editor;
pub mod focus;
mod fold;
mod frame;
pub mod history;
pub mod js;
pub mod keep;
pub mod lock;
pub mod menu;
mod object_url;
pub mod page;
pub mod picked;
pub mod place;
mod root;
pub mod safe_html;
pub mod sight;
pub mod storage;
pub mod styles;
pub mod task;
mod unique;
pub mod zone;

pub use clock::{Clock, now};
pub use fold::fold;
pub use frame::Refusal;
pub use object_url::ObjectUrl;
pub use root::Root;
pub use unique::fresh_key;
