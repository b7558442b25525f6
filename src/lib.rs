//! Deskpane: help-desk tickets inside the help centre a company already has.
//!
//! # Bird's eye
//! A host page's attributes become settings. A **connector** turns what the widget wants into
//! requests, and what comes back into our own words. A **pure core** decides what follows.
//! **Views** show it. An **embedding shell** ties all that to a custom element with a shadow root.
//! Nothing flows back up.
//!
//! # The rooms, bottom to top
//! | room | is | may use |
//! |---|---|---|
//! | [`domain`] | the words: plain data, opaque ids, rules as pure functions | – |
//! | [`json`] | JSON as a tree: read in the wasm, looked up by name | domain |
//! | [`dom`] | the browser where Rust must touch it; each piece undoes itself | domain |
//! | [`config`] | what the host page asked for: settings, all valid, and a list of problems | domain |
//! | [`i18n`] | what we say: texts, negotiation, plurals, the browser's `Intl`, bidi isolation | config, dom, domain, json |
//! | [`api`] | talking to a desk: `Ask`, `Answer`, `Connector`; `client::line` and `client::upload` alone touch the network, `client::live` through the first | config, dom (client/line), dom (client/live), dom (client/upload), domain, json |
//! | [`state`] | what we know now: `apply(Event) -> Vec<Ask>`, pure; `desk` joins signals and futures | api, config, domain, dom (desk) |
//! | [`view`] | what it looks like: one folder a place, and `parts` | config, dom, domain, i18n, state |
//! | [`embed`] | the edge: settings in, events out, mount and drop | all |
//!
//! `tests/native/tidy.rs` holds this table true, and lists every breach at once.
//!
//! # Invariants
//! - A connector is one pure function, `step(&Ask, &[Reply]) -> Step`, at most six steps; every desk
//!   is tested natively from recorded replies. A new desk is one file: a mapping (`docs/mapping.md`),
//!   or Rust. Lists decode item by item: one bad ticket costs one
//!   ticket, and the answer says how many were skipped.
//! - What changes something is a `Command`, and its half of a connector a `Writer`: apart, because it
//!   is never sent twice by itself, and travels only to who writes. It ends in the ticket read again.
//! - How a list is looked through is a `Find`, beside whose list it is. A desk does what its capabilities
//!   name; the rest is done here over what is loaded, and said so. What asks for it travels only to who looks.
//! - Decisions are made in `State::apply`, which cannot fail and needs no browser to test. What follows from
//!   news of the desk is beside it, in `State::hear`, because it travels by itself.
//! - Wire types never leave the file that reads them. One error type, one sentence a kind.
//! - A view holds no fact about a ticket that is not in the store. Data lives beside its loading
//!   state, so a failed refresh never empties the screen.
//! - Requests belong to the widget, not to the button that asked. Dropping a widget leaves nothing.
//! - Nothing reaches outside the shadow root. No HTML string is ever assigned.
//! - Credentials go to the configured API origin and nowhere else, and are never stored.
//! - A panic never reaches the host page: the glue around the wasm turns it into the page's own link.
//!
//! # Size
//! The widget travels to every visitor. Generic code is what costs: doors are generic, insides
//! concrete; JSON is parsed and numbers formatted by the browser. The ticket page is a chunk of its
//! own (`view::chunk`); so is what writes (`view::ticket::writing`), what follows the desk (`view::live`),
//! what looks through lists (`view::list::finding`), what saves a ticket, each connector but our own, and what
//! reads mappings. With the feature `eager` all is one file.
#![forbid(unsafe_code)]

pub mod api;
pub mod config;
pub mod dom;
pub mod domain;
pub mod embed;
pub mod i18n;
pub mod json;
pub mod state;
pub mod view;
