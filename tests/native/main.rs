//! Everything that needs no browser, in one binary.
#![cfg(not(target_arch = "wasm32"))]
// A test that cannot go on stops, and says where.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod config;
mod connectors;
mod contract;
mod css;
mod export;
mod finding;
mod har;
mod journeys;
mod json;
mod locales;
mod rich;
mod rules;
mod source;
mod tidy;
mod upload;
