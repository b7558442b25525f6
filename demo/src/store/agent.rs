//! The other side: what support does to a ticket. A demo's own, so that one can see what a customer
//! sees of it; no API has it.

use anyhow::Result;
use contract::{Message, Stage, StageState, StatusCategory};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::{
    Store,
    change::Denied,
    reply::{Said, say, stands, status, taken_up},
    ticket::Detail,
};
use crate::clock::rfc3339;

/// A ticket as support sees it in a list.
#[derive(Serialize)]
pub struct AgentRow {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub subject: String,
    /// Whose it is.
    pub requester: String,
    /// Where it stands, in the desk's words.
    pub status: String,
}

/// A ticket as support works on it.
#[derive(Serialize)]
pub struct AgentTicket {
    /// What a list shows of it.
    pub row: AgentRow,
    /// The last of its conversation.
    pub messages: Vec<Message>,
    /// The stages of its escalation, if it has one.
    pub stages: Vec<Stage>,
}

/// Where support may put a ticket: its word, its category and its label.
pub const STATUSES: [(&str, StatusCategory, &str); 5] = [
    ("in_progress", StatusCategory::Open, "In progress"),
    ("waiting_customer", StatusCategory::AwaitingCustomer, "Waiting for customer"),
    ("on_hold", StatusCategory::OnHold, "On hold"),
    ("solved", StatusCategory::Resolved, "Solved"),
    ("closed", StatusCategory::Closed, "Closed"),
];

impl Store {
    /// The tickets in which something happened last.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn agent_list(&self) -> Result<Vec<AgentRow>> {
        let db = self.lock();
        let mut query = db.prepare_cached(&format!("{ROW} ORDER BY updated_at DESC LIMIT 40"))?;
        let rows =
            query.query_map([], |it| Ok((it.get(0)?, it.get(1)?, it.get(2)?, it.get(3)?)))?;
        rows.map(|it| Ok(self.row(it?))).collect()
    }

    /// One of them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn agent_ticket(&self, id: &str) -> Result<Option<AgentTicket>> {
        let db = self.lock();
        let row: Option<Columns> = db
            .prepare_cached(&format!("{ROW} WHERE id = ?"))?
            .query_row([id], |it| Ok((it.get(0)?, it.get(1)?, it.get(2)?, it.get(3)?)))
            .optional()?;
        let Some(row) = row else { return Ok(None) };
        let requester = row.2.clone();
        let last: i64 = db.query_row(
            "SELECT coalesce(max(number), 0) FROM message WHERE ticket = ?",
            [id],
            |it| it.get(0),
        )?;
        let stages = Detail::of(&db, id)?.escalation.map(|it| it.stages).unwrap_or_default();
        let messages = self.range(&db, id, &requester, last - 5, last)?;
        Ok(Some(AgentTicket { row: self.row(row), messages, stages }))
    }

    fn row(&self, (id, subject, requester, status): Columns) -> AgentRow {
        let name = self.names.get(&requester).map(|it| it.name.clone());
        AgentRow { id, subject, requester: name.unwrap_or(requester), status }
    }

    /// Answers, and says where the ticket stands from then on; either may be nothing.
    ///
    /// # Errors
    /// When there is no such ticket, or no such status.
    pub fn agent_answers(&self, id: &str, text: &str, to: &str) -> Result<(), Denied> {
        let to = STATUSES.iter().find(|it| it.0 == to).filter(|_| !to.is_empty());
        self.by_agent(id, |db, agent, now| {
            if !text.trim().is_empty() {
                say(db, id, &Said { kind: "message", author: agent, ..Said::event(text) }, now)?;
            }
            if let Some((value, category, label)) = to {
                let event = format!("Status changed to {label}");
                say(db, id, &Said::event(&event), now)?;
                if *category == StatusCategory::Open {
                    taken_up(db, id)?;
                }
                stands(db, id, &status(*category, value, label), now)?;
            }
            Ok(())
        })
    }

    /// Moves the escalation on by a stage.
    ///
    /// # Errors
    /// When there is no such ticket.
    pub fn agent_moves_on(&self, id: &str) -> Result<(), Denied> {
        self.by_agent(id, |db, _, now| {
            let mut detail = Detail::of(db, id)?;
            let Some(escalation) = &mut detail.escalation else { return Ok(()) };
            let stages = &mut escalation.stages;
            let Some(at) = stages.iter().position(|it| it.state == StageState::Current) else {
                return Ok(());
            };
            stages[at].state = StageState::Done;
            stages[at].action_needed = false;
            let mut event = "Escalation resolved".to_owned();
            let mut asks_customer = false;
            if let Some(next) = stages.get_mut(at + 1) {
                next.at = Some(rfc3339(now)?);
                asks_customer = next.key == "verifying";
                next.action_needed = asks_customer;
                // The last stage is no work any more.
                let is_last = next.key == "resolved";
                next.state = if is_last { StageState::Done } else { StageState::Current };
                event = format!("Escalation moved to {}", next.key.replace('_', " "));
            }
            escalation.needs_verification = asks_customer;
            let is_over = escalation.stages.iter().all(|it| it.state == StageState::Done);
            detail.keep(db, id)?;
            db.execute("UPDATE ticket SET escalated = ? WHERE id = ?", params![!is_over, id])?;
            say(db, id, &Said::event(&event), now)?;
            if asks_customer {
                let to = status(StatusCategory::AwaitingCustomer, "verify", "Please verify");
                stands(db, id, &to, now)?;
            }
            Ok(())
        })
    }

    /// In one transaction, by whom the ticket is assigned to.
    fn by_agent(
        &self,
        id: &str,
        work: impl FnOnce(&Connection, &str, i64) -> Result<()>,
    ) -> Result<(), Denied> {
        let now = self.now();
        let mut db = self.lock();
        let db = db.transaction()?;
        let assignee: Option<Option<String>> = db
            .query_row("SELECT assignee FROM ticket WHERE id = ?", [id], |it| it.get(0))
            .optional()?;
        let assignee = assignee.ok_or(Denied::NotFound)?;
        work(&db, assignee.as_deref().unwrap_or("agent-ana"), now)?;
        let sql = "UPDATE ticket SET updated_at = max(updated_at, ?) WHERE id = ?";
        db.execute(sql, params![now, id])?;
        self.done(db)
    }
}

/// Id, subject, requester, status.
type Columns = (String, String, String, String);

const ROW: &str =
    "SELECT id, subject, requester, coalesce(status_label, status_value, category) FROM ticket";
