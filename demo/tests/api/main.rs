//! The demo's API and site, asked as a browser asks them.

#![allow(clippy::unwrap_used)]

mod desk;
mod messages;
mod pages;
mod seeds;
mod session;
mod site;
mod tickets;
