//! What a person may do with a ticket, and why not (A6): the one place that decides it.
//!
//! A ticket says what is allowed, and every call asks here before it acts, so neither can say
//! anything else than the other. Where an action makes no sense as things stand, such as reopening
//! what is open, it is absent.

use contract::{
    Action, Actions, ClosedPolicy, NextStep, OrganizationRole, StatusCategory, ThreadKind,
};
use jiff::Timestamp;

use super::{Viewer, ticket::Detail};
use crate::clock::rfc3339;

const DAY: i64 = 86_400_000;

/// What becomes of a closed ticket (C2): some products have a policy of their own, for the others
/// the customer's account has one.
fn closed_policy(product: Option<&str>, viewer: &Viewer) -> ClosedPolicy {
    match product {
        Some("Ledger") => ClosedPolicy::Final,
        Some("Atlas Sync") => ClosedPolicy::Reopen,
        _ => viewer.policy.closed.unwrap_or_default(),
    }
}

/// Whether nothing is to be done on a ticket any more.
pub(super) fn is_done(category: StatusCategory) -> bool {
    matches!(category, StatusCategory::Resolved | StatusCategory::Closed)
}

/// A ticket and a person: all that the rules ask about.
pub(super) struct Standing<'a> {
    pub viewer: &'a Viewer,
    pub requester: &'a str,
    /// The viewer is its requester or copied on it.
    pub follows: bool,
    pub organization: Option<&'a str>,
    pub product: Option<&'a str>,
    pub category: StatusCategory,
    /// When it was resolved or closed, in milliseconds.
    pub done_at: Option<i64>,
    pub detail: &'a Detail,
    pub now: i64,
}

impl Standing<'_> {
    /// What this person may do.
    pub fn actions(&self) -> Actions {
        let said = &self.detail.actions;
        let done = is_done(self.category);
        let rated = self.detail.rating.is_some();
        let to_verify = self.detail.escalation.as_ref().is_some_and(|it| it.needs_verification);
        let reply = self.said(said.reply.as_ref()).or_else(|| Some(either(self.reply())));
        let offered = |it: Option<&Action>, here: bool, rule: &dyn Fn() -> Verdict| {
            self.said(it).or_else(|| here.then(|| either(rule())))
        };
        Actions {
            reply,
            close: offered(said.close.as_ref(), !done, &|| self.owner()),
            reopen: offered(said.reopen.as_ref(), done, &|| {
                self.writer()?;
                self.reopening()
            }),
            rate: offered(said.rate.as_ref(), done, &|| {
                self.owner()?;
                if rated { Err(refused("already_rated", &[])) } else { Ok(allowed()) }
            }),
            verify: offered(said.verify.as_ref(), to_verify && !done, &|| self.writer()),
            // No call does it; a desk may still explain why somebody has it not.
            cc: self.said(said.cc.as_ref()),
            proxy_access: offered(
                said.proxy_access.as_ref(),
                self.viewer.proxy_access_default.is_some(),
                &|| self.own_account(),
            ),
        }
    }

    /// What the desk itself has decided for this ticket, until that lapses.
    fn said(&self, it: Option<&Action>) -> Option<Action> {
        let it = it?;
        let until = it.until.as_ref().and_then(|it| it.parse::<Timestamp>().ok());
        let lapsed = until.is_some_and(|it| it.as_millisecond() <= self.now);
        (!lapsed).then(|| it.clone())
    }

    /// R1: into a written thread, by whoever may write; what is done is reopened by it.
    fn reply(&self) -> Verdict {
        self.writer()?;
        if !matches!(self.detail.thread.kind, ThreadKind::Email | ThreadKind::Chat) {
            return Err(refused("no_thread", &[NextStep::Mail, NextStep::CopyId]));
        }
        self.reopening()
    }

    fn owner(&self) -> Verdict {
        if self.viewer.id == self.requester {
            return Ok(allowed());
        }
        Err(refused("not_owner", &[NextStep::CopyId]))
    }

    /// X1: for their own account, on a ticket that they are on.
    fn own_account(&self) -> Verdict {
        if self.follows {
            return Ok(allowed());
        }
        Err(refused("not_participant", &[NextStep::CopyId]))
    }

    /// Who is on the ticket, and administrators of its organisation.
    fn writer(&self) -> Verdict {
        let administers = self.viewer.memberships.iter().any(|it| {
            it.role == OrganizationRole::Administrator
                && it.can_view
                && Some(it.id.as_str()) == self.organization
        });
        if self.follows || administers {
            return Ok(allowed());
        }
        Err(refused("not_participant", &[NextStep::Contact, NextStep::CopyId]))
    }

    /// C2: what is resolved can be taken up again under every policy but a window that is over.
    fn reopening(&self) -> Verdict {
        let policy = closed_policy(self.product, self.viewer);
        let days = self.viewer.policy.window_days.unwrap_or_default();
        let otherwise = [NextStep::FollowUp, NextStep::CopyId];
        match (self.category, policy, self.done_at) {
            (StatusCategory::Closed, ClosedPolicy::Final, _) => {
                Err(refused("closed_final", &otherwise))
            }
            (_, ClosedPolicy::Window, Some(done_at)) => {
                let end = done_at.saturating_add(i64::from(days) * DAY);
                if end <= self.now {
                    return Err(refused("reopen_window_over", &otherwise));
                }
                Ok(Action { until: rfc3339(end).ok(), ..allowed() })
            }
            _ => Ok(allowed()),
        }
    }
}

/// Allowed, or refused.
type Verdict = Result<Action, Box<Action>>;

fn either(it: Verdict) -> Action {
    it.unwrap_or_else(|it| *it)
}

fn allowed() -> Action {
    Action { allowed: true, ..Action::default() }
}

fn refused(reason: &str, next: &[NextStep]) -> Box<Action> {
    Box::new(Action { reason: Some(reason.to_owned()), next: next.to_vec(), ..Action::default() })
}
