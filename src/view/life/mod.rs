//! The life of a ticket in the customer's hands: closing, opening again, feedback, the word on a repair,
//! and what support may do in their name (C1–C3, E4, X1–X3).
//!
//! What stands where until the chunk is here is in `offer`, which the ticket page has: nothing moves when
//! it comes.

mod access;
mod banner;
mod feedback;
mod follow_up;
pub(in crate::view) mod offer;
mod outcome;
mod sheet;
mod verification;

pub use access::access;
pub use banner::banner;
pub use outcome::why_text;
pub use verification::verification;
