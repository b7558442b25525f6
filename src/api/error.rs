//! Why an [`Ask`](super::Ask) came to nothing.

/// One type for every desk and every call.
///
/// Callers branch on [`Failure`], never on the detail, which is for a developer and is not
/// translated.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiError {
    failure: Failure,
    detail: String,
    retry_after: Option<f64>,
}

/// The closed set of kinds: one sentence each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The request never reached the desk.
    Offline,
    /// No answer in time.
    TimedOut,
    /// The session is over, or never was.
    SignedOut,
    /// The desk will not show this to this customer.
    Forbidden,
    /// There is no such thing, or it is not theirs.
    NotFound,
    /// The desk asks for patience; trying again later works.
    Busy,
    /// The desk failed.
    Broken,
    /// The desk refused what was asked, and will again.
    Refused,
    /// The desk took the request, and the ticket is not what it should be now.
    NotAccepted,
    /// The answer is nothing this connector understands.
    Unreadable,
    /// The answer is larger than [`super::client::MOST_BYTES`].
    TooLarge,
    /// The desk points somewhere else; credentials stay here (Q3).
    Redirected,
}

impl ApiError {
    /// With a developer's detail.
    pub fn new(failure: Failure, detail: impl Into<String>) -> Self {
        Self { failure, detail: detail.into(), retry_after: None }
    }

    /// As [`Self::new`], with the seconds the desk asked to wait.
    pub fn after(mut self, seconds: Option<f64>) -> Self {
        self.retry_after = seconds;
        self
    }

    /// What kind.
    pub fn failure(&self) -> Failure {
        self.failure
    }

    /// For a developer.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// Seconds the desk asked to wait.
    pub fn retry_after(&self) -> Option<f64> {
        self.retry_after
    }
}

impl Failure {
    /// Whether the same request may well work a moment later.
    pub fn is_passing(self) -> bool {
        matches!(self, Self::Offline | Self::TimedOut | Self::Busy | Self::Broken)
    }
}
