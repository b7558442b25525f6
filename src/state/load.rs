//! How far a request has come.

use crate::api::{ApiError, Failure};

/// What it loaded lives beside it, so that a failed refresh never empties the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Load {
    /// Not asked.
    #[default]
    Idle,
    /// On its way.
    Waiting,
    /// Here.
    Done,
    /// It came to nothing.
    Failed(Trouble),
}

/// What went wrong, as far as a customer can use it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trouble {
    /// One sentence each.
    pub failure: Failure,
    /// Seconds the desk asked to wait.
    pub retry_after: Option<f64>,
}

impl Trouble {
    /// A part of the widget could not be fetched.
    pub const UNFETCHED: Self = Self { failure: Failure::Offline, retry_after: None };

    /// Without the developer's detail.
    pub fn of(error: &ApiError) -> Self {
        Self { failure: error.failure(), retry_after: error.retry_after() }
    }
}

impl Load {
    /// Whether it has ended, one way or the other.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Done | Self::Failed(_))
    }

    /// What went wrong, if it did.
    pub fn trouble(self) -> Option<Trouble> {
        match self {
            Self::Failed(trouble) => Some(trouble),
            Self::Idle | Self::Waiting | Self::Done => None,
        }
    }
}
