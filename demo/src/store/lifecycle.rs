//! Closing, reopening, rating, verifying: each gives the ticket as it then is.

use anyhow::Result;
use contract::{
    Rating, Resolution, ResolutionReason, StageState, StatusCategory, Ticket, Verification,
    VerificationOutcome,
};
use rusqlite::Connection;

use super::{
    Store,
    change::{Denied, Send, permitted},
    reply::{Said, follows, say, stands, status, taken_up},
    ticket::{self, Detail},
};
use crate::clock::rfc3339;

impl Store {
    /// Closes a ticket (C1).
    ///
    /// # Errors
    /// When it is not theirs, may not be closed, or is closed already.
    pub fn close(
        &self,
        send: &Send<'_>,
        id: &str,
        comment: Option<&str>,
    ) -> Result<Ticket, Denied> {
        self.once(send, |db| {
            let before = self.visible(db, send.viewer, id)?;
            permitted(before.actions.close, "already_closed")?;
            let event = format!("Closed by {}", send.viewer.name);
            self.told(db, send, id, comment, &event)?;
            closed(db, id, status(StatusCategory::Closed, "closed", "Closed"), self.now())?;
            Ok(ticket::read(self, db, send.viewer, id)?)
        })
    }

    /// Opens a ticket again (C2).
    ///
    /// # Errors
    /// When it is not theirs, may not be reopened, or is open.
    pub fn reopen(
        &self,
        send: &Send<'_>,
        id: &str,
        comment: Option<&str>,
    ) -> Result<Ticket, Denied> {
        self.once(send, |db| {
            let before = self.visible(db, send.viewer, id)?;
            permitted(before.actions.reopen, "already_open")?;
            let event = format!("Reopened by {}", send.viewer.name);
            self.told(db, send, id, comment, &event)?;
            taken_up(db, id)?;
            stands(db, id, &status(StatusCategory::Open, "reopened", "Reopened"), self.now())?;
            Ok(ticket::read(self, db, send.viewer, id)?)
        })
    }

    /// Keeps what the customer thought of it (C3). The score is on the desk's scale; the caller has
    /// made sure.
    ///
    /// # Errors
    /// When the ticket is not theirs, may not be rated, or is not done.
    pub fn rate(&self, send: &Send<'_>, id: &str, rating: &Rating) -> Result<Ticket, Denied> {
        self.once(send, |db| {
            let before = self.visible(db, send.viewer, id)?;
            permitted(before.actions.rate, "not_done")?;
            let mut detail = Detail::of(db, id)?;
            detail.rating = Some(rating.clone());
            detail.keep(db, id)?;
            Ok(ticket::read(self, db, send.viewer, id)?)
        })
    }

    /// Takes the customer's word on a repair (E4): it is done, or engineering goes on.
    ///
    /// # Errors
    /// When the ticket is not theirs, or nothing is to be verified.
    pub fn verify(&self, send: &Send<'_>, id: &str, it: &Verification) -> Result<Ticket, Denied> {
        self.once(send, |db| {
            let before = self.visible(db, send.viewer, id)?;
            permitted(before.actions.verify, "nothing_to_verify")?;
            let now = self.now();
            let fixed = it.outcome == VerificationOutcome::Fixed;
            let event = if fixed { "Fixed" } else { "Still broken" };
            let event = format!("Verified by {}: {event}", send.viewer.name);
            self.told(db, send, id, it.reason.as_deref(), &event)?;
            verified(db, id, fixed, &rfc3339(now)?)?;
            if fixed {
                closed(db, id, status(StatusCategory::Resolved, "verified", "Resolved"), now)?;
            } else {
                let label = "With engineering";
                taken_up(db, id)?;
                let status = status(StatusCategory::OnHold, "with_engineering", label);
                stands(db, id, &status, now)?;
            }
            Ok(ticket::read(self, db, send.viewer, id)?)
        })
    }

    /// What the customer said with it, as a message, and that it happened, as an event.
    fn told(
        &self,
        db: &Connection,
        send: &Send<'_>,
        id: &str,
        comment: Option<&str>,
        event: &str,
    ) -> Result<()> {
        let now = self.now();
        if let Some(text) = comment {
            say(db, id, &Said::by(send.viewer, text), now)?;
        }
        let number = say(db, id, &Said::event(event), now)?;
        follows(db, id, send.viewer, number)
    }
}

/// It is done, with the customer's consent.
fn closed(db: &Connection, id: &str, to: contract::Status, now: i64) -> Result<()> {
    let mut detail = Detail::of(db, id)?;
    detail.resolution =
        Some(Resolution { reason: ResolutionReason::Agreed, ..Resolution::default() });
    detail.auto_resolve_at = None;
    detail.reminders_sent = None;
    detail.keep(db, id)?;
    stands(db, id, &to, now)
}

/// Moves the stages on: all are done, or engineering goes on and what follows it is ahead again.
fn verified(db: &Connection, id: &str, fixed: bool, at: &str) -> Result<()> {
    let mut detail = Detail::of(db, id)?;
    let Some(escalation) = &mut detail.escalation else {
        return Ok(());
    };
    escalation.needs_verification = false;
    let again = escalation.stages.iter().position(|it| it.key == "engineering").unwrap_or(0);
    for (place, stage) in escalation.stages.iter_mut().enumerate() {
        stage.action_needed = false;
        if fixed {
            stage.state = StageState::Done;
            stage.at.get_or_insert_with(|| at.to_owned());
        } else if place >= again {
            let current = place == again;
            stage.state = if current { StageState::Current } else { StageState::Todo };
            stage.at = current.then(|| at.to_owned());
        }
    }
    detail.keep(db, id)?;
    let sql = "UPDATE ticket SET escalated = ? WHERE id = ?";
    db.execute(sql, rusqlite::params![!fixed, id])?;
    Ok(())
}
