//! An escalation and its stages (E1–E3).

use super::Time;

/// Which stage. The five of E2, or one of the desk's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StageKey {
    /// Handed in, awaiting review.
    Submitted,
    /// Being read.
    UnderReview,
    /// Engineers work on it.
    Engineering,
    /// The customer confirms that the problem is gone.
    Verifying,
    /// Over.
    Resolved,
    /// A stage of the desk's own list; its label is shown.
    Other(String),
}

/// How far a stage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageState {
    /// Behind us.
    Done,
    /// Where it stands.
    Current,
    /// To come.
    Todo,
}

/// One stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Which.
    pub key: StageKey,
    /// The desk's own label.
    pub label: Option<String>,
    /// How far.
    pub state: StageState,
    /// When it was reached.
    pub at: Option<Time>,
    /// The customer has to do something here.
    pub action_needed: bool,
}

/// An escalation.
#[derive(Clone, Debug, PartialEq)]
pub struct Escalation {
    /// The number a person quotes, e.g. `CP-1234`.
    pub id: String,
    /// The problem, in the desk's words.
    pub description: String,
    /// In order.
    pub stages: Vec<Stage>,
    /// E3: an estimate, never a promise.
    pub estimated_resolution: Option<Time>,
    /// E4: the customer is asked whether the fix works.
    pub needs_verification: bool,
}

impl Escalation {
    /// Index of the stage it stands at: the current one, else the last one done, else the first.
    pub fn position(&self) -> usize {
        let at = |state| self.stages.iter().rposition(|it| it.state == state);
        at(StageState::Current).or_else(|| at(StageState::Done)).unwrap_or(0)
    }
}
