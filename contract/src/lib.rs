//! The neutral help-desk API, version 1, as Rust types.
//!
//! One definition serves three readers: the demo writes these types, the widget
//! reads them, and `openapi.yaml` is made from them. They are therefore lenient to
//! read: only what a screen cannot do without is required, a word that is not
//! known becomes `Unknown` instead of an error, and fields that are not known are
//! ignored. Ids are text, times are RFC 3339 text in UTC; nothing is parsed here.
//!
//! This crate is compiled into the widget. It holds plain derives only: no
//! flattening, no untagged enums, no visitors of its own, because each of them
//! costs every visitor bytes.

mod aside;
mod found;
mod me;
mod message;
#[cfg(feature = "openapi")]
mod openapi;
mod page;
mod problem;
mod ticket;
mod words;
mod write;

pub use aside::{
    Action, Actions, Conference, ConferenceState, Escalation, Field, ProxyAccess, Rating, Related,
    Relation, Resource, Stage, StageState,
};
pub use found::{Match, MatchField};
pub use me::{
    Attention, Capabilities, ClosedPolicy, Contact, History, Me, Membership, OrganizationRole,
    Policy, RatingPolicy, Support, SupportLevel, Upload, User,
};
pub use message::{Attachment, Author, Message, MessageKind, Scan};
#[cfg(feature = "openapi")]
pub use openapi::openapi;
pub use page::{Facet, Page};
pub use problem::{FieldError, Problem};
pub use ticket::{
    LastMessage, Organization, Person, Priority, PriorityLevel, Resolution, ResolutionReason,
    Status, StatusCategory, Thread, ThreadKind, Ticket, WaitingOn,
};
pub use words::{Channel, NextStep, Role};
pub use write::{
    Comment, Format, NewMessage, NewTicket, ProxySwitch, ReadTo, Uploaded, Verification,
    VerificationOutcome,
};
