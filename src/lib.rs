//! Deskpane.
#![forbid(unsafe_code)]

pub mod api;
pub mod config;
pub mod domain;
pub mod i18n;
pub mod state;
