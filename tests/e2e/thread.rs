//! The conversation of a ticket: its files, what is new in it, links into it (T2, K1, K2).

mod files;
mod inside;
mod reading;
mod seed;

pub use files::every_kind_in as every_kind;
