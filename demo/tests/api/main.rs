//! The demo's API and site, asked as a browser asks them.

#![allow(clippy::unwrap_used)]

mod agent;
mod allowed;
mod desk;
mod events;
mod files;
mod finding;
mod follow_ups;
mod lifecycle;
mod messages;
mod origins;
mod pages;
mod proxy_access;
mod replies;
mod seeds;
mod session;
mod site;
mod tickets;
