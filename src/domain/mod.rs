//! The words: what a ticket is, whose turn it is, what a customer may do. Plain data and pure rules.
//!
//! Uses nothing: no serde, no clock, no browser, no framework. Everything here can be built and
//! compared in a native test.

mod access;
mod column;
mod escalation;
pub mod export;
mod filter;
mod find;
pub mod har;
mod inside;
mod kind;
mod layout;
mod message;
mod offer;
mod reading;
pub mod rich;
mod spot;
mod ticket;
mod time;
pub mod upload;
mod views;

pub use access::{
    Action, Attention, Capabilities, ClosedPolicy, Contact, Denial, History, Me, Next,
    Organization, Policy, RatingScale, Reason, Support, SupportLevel, UploadLimits,
};
pub use column::Column;
pub use escalation::{Escalation, Stage, StageKey, StageState};
pub use filter::{Scope, Sort, SortKey, sort_loaded};
pub use find::{Facet, Filter, Match, MatchField, Term};
pub use kind::FileKind;
pub use layout::{Layout, Layouts};
pub use message::{Attachment, Author, File, Message, MessageId, MessageKind, Role, Scan};
pub use offer::{Again, Feedback, Offer};
pub use reading::{first_new, to_mark};
pub use spot::{Looking, Spot, read_ticket, sought, write_ticket};
pub use ticket::{
    Actions, Channel, Conference, ConferenceState, Field, Level, Person, Priority, ProxyAccess,
    Rating, Related, Relation, Resolution, Resource, Status, StatusCategory, Thread, Ticket,
    TicketId, Turn, WaitingOn,
};
pub use time::Time;
pub use views::{SavedView, SavedViews};
