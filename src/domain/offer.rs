//! What a customer can do about a ticket as a whole (C1–C3).

use super::{
    Action, Actions, ClosedPolicy, Denial, Next, Policy, Reason, StatusCategory, Ticket, Time,
};

/// C2: how a ticket that is done goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Again {
    /// It does not, or something else says how.
    #[default]
    No,
    /// A reply opens it, until then.
    Reply(Option<Time>),
    /// It can be opened, until then.
    Reopen(Option<Time>),
    /// In a new ticket that quotes it. It could be opened until then.
    FollowUp(Option<Time>),
}

/// C3: what the customer thinks of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Feedback {
    /// Nobody asks.
    #[default]
    None,
    /// It is asked for.
    Wanted,
    /// It was given; the score where the desk keeps it.
    Given(Option<u32>),
}

/// All of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Offer {
    /// C1.
    pub can_close: bool,
    /// By a button.
    pub can_reopen: bool,
    /// How it goes on.
    pub again: Again,
    /// What they think.
    pub feedback: Feedback,
}

impl Offer {
    /// What a ticket offers at a desk with this policy.
    pub fn of(ticket: &Ticket, policy: Policy) -> Self {
        let it = &ticket.actions;
        let is_done =
            matches!(ticket.status.category, StatusCategory::Resolved | StatusCategory::Closed);
        if !is_done {
            return Self { can_close: it.close == Action::Allowed, ..Self::default() };
        }
        let can_reopen = it.reopen == Action::Allowed;
        let reply_reopens = policy.closed != ClosedPolicy::Final && it.reply == Action::Allowed;
        let again = match (reply_reopens, can_reopen) {
            (true, _) => Again::Reply(it.reopen_until),
            (false, true) => Again::Reopen(it.reopen_until),
            (false, false) => goes_on(it).map_or(Again::No, |it| Again::FollowUp(it.until)),
        };
        let feedback = match (&ticket.rating, &it.rate) {
            (Some(rating), _) => Feedback::Given(Some(rating.score)),
            (None, Action::Allowed) => Feedback::Wanted,
            (None, Action::Denied(it)) if it.reason == Reason::AlreadyRated => {
                Feedback::Given(None)
            }
            (None, _) => Feedback::None,
        };
        Self { can_close: false, can_reopen, again, feedback }
    }

    /// Whether there is anything to say or do.
    pub fn is_any(self) -> bool {
        self != Self::default()
    }
}

/// The refusal that leads to a new ticket.
fn goes_on(actions: &Actions) -> Option<&Denial> {
    [&actions.reopen, &actions.reply].into_iter().find_map(|it| match it {
        Action::Denied(it) => Some(it).filter(|it| it.leads_on()),
        _ => None,
    })
}

impl Denial {
    /// C2: what is closed stays so, and goes on in a new ticket.
    pub fn leads_on(&self) -> bool {
        matches!(self.reason, Reason::ClosedFinal | Reason::ReopenWindowOver)
            && self.next.contains(&Next::FollowUp)
    }
}
