//! One ticket, put together from its rows as one person sees it.

use anyhow::{Context, Result};
use contract::{
    Actions, Conference, Escalation, Field, LastMessage, Organization, Person, Priority, Rating,
    Related, Resolution, Resource, Role, Status, StatusCategory, Thread, Ticket, WaitingOn,
};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::{Store, Viewer, actions::Standing, messages, people::word, proxy, tickets::may_see};
use crate::clock::rfc3339;

/// The part of a ticket that is neither filtered nor sorted by.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Detail {
    pub thread: Thread,
    pub resolution: Option<Resolution>,
    pub reminders_sent: Option<u32>,
    pub auto_resolve_at: Option<String>,
    /// With its level repeated; the column is for filters.
    pub priority: Option<Priority>,
    pub escalation: Option<Escalation>,
    pub conference: Option<Conference>,
    pub resources: Vec<Resource>,
    pub fields: Vec<Field>,
    pub rating: Option<Rating>,
    /// What the desk has decided for this ticket; the rules decide the rest.
    pub actions: Actions,
}

impl Detail {
    /// That of a ticket.
    pub fn of(db: &Connection, id: &str) -> Result<Self> {
        let text: String =
            db.query_row("SELECT detail FROM ticket WHERE id = ?", [id], |it| it.get(0))?;
        Ok(serde_json::from_str(&text)?)
    }

    /// Writes it back.
    pub fn keep(&self, db: &Connection, id: &str) -> Result<()> {
        let text = serde_json::to_string(self)?;
        db.execute("UPDATE ticket SET detail = ? WHERE id = ?", [text.as_str(), id])?;
        Ok(())
    }
}

/// Reads a ticket that this person may see; the caller has made sure.
pub(super) fn read(store: &Store, db: &Connection, viewer: &Viewer, id: &str) -> Result<Ticket> {
    let mut query = db.prepare_cached(
        "SELECT t.display_id, t.subject, t.language, t.product, t.type, t.requester, t.assignee,
                t.organization, t.category, t.status_value, t.status_label, t.waiting_on,
                t.escalated, t.created_at, t.updated_at, t.detail, f.read_to, t.done_at
         FROM ticket t LEFT JOIN follower f ON f.ticket = t.id AND f.person = ?
         WHERE t.id = ?",
    )?;
    let mut rows = query.query(params![viewer.id, id])?;
    let it = rows.next()?.with_context(|| format!("no ticket {id}"))?;
    let text = |at: usize| it.get::<_, Option<String>>(at);
    let requester: String = it.get(5)?;
    let detail: Detail = serde_json::from_str(&it.get::<_, String>(15)?)?;
    let read_to: Option<i64> = it.get(16)?;
    let (product, organization) = (text(3)?, text(7)?);
    let category = word(&it.get::<_, String>(8)?);
    let actions = Standing {
        viewer,
        requester: &requester,
        follows: read_to.is_some(),
        organization: organization.as_deref(),
        product: product.as_deref(),
        category,
        done_at: it.get(17)?,
        detail: &detail,
        now: store.now(),
    }
    .actions();
    // How the switch stands is for whom it can be: of nobody else's account.
    let is_switch = actions.proxy_access.as_ref().is_some_and(|it| it.allowed);
    let proxy_access = match is_switch {
        true => proxy::standing(db, viewer, id, store.now())?,
        false => None,
    };
    Ok(Ticket {
        id: id.to_owned(),
        display_id: text(0)?,
        subject: it.get(1)?,
        language: text(2)?,
        product,
        channel: word(&it.get::<_, String>(4)?),
        thread: detail.thread,
        status: Status { category, value: text(9)?, label: text(10)? },
        waiting_on: text(11)?.map(|it| word(&it)),
        resolution: detail.resolution,
        reminders_sent: detail.reminders_sent,
        auto_resolve_at: detail.auto_resolve_at,
        escalated: it.get(12)?,
        priority: detail.priority,
        created_at: rfc3339(it.get(13)?)?,
        updated_at: rfc3339(it.get(14)?)?,
        participants: participants(store, db, id, &requester)?,
        assignee: text(6)?.map(|it| store.person(&it)),
        organization: organization.map(|it| store.organization(&it)),
        unread: unread(db, viewer, id, read_to)?,
        last_read_message_id: read_to.filter(|it| *it > 0).map(|it| messages::message_id(id, it)),
        last_message: last_message(store, db, id, &requester)?,
        escalation: detail.escalation,
        conference: detail.conference,
        resources: detail.resources,
        fields: detail.fields,
        proxy_access,
        matched: None,
        related: related(db, viewer, id)?,
        rating: detail.rating,
        actions,
        requester: Some(store.person(&requester)),
    })
}

/// Whose turn it is in a status, where nobody says otherwise.
pub(super) fn turn_in(category: StatusCategory) -> WaitingOn {
    match category {
        StatusCategory::AwaitingCustomer => WaitingOn::Customer,
        StatusCategory::OnHold => WaitingOn::Engineering,
        StatusCategory::Resolved | StatusCategory::Closed => WaitingOn::Nobody,
        StatusCategory::Open | StatusCategory::Unknown => WaitingOn::Support,
    }
}

impl Store {
    fn person(&self, id: &str) -> Person {
        Person {
            id: id.to_owned(),
            name: self.names.get(id).map(|it| it.name.clone()).unwrap_or_default(),
        }
    }

    fn organization(&self, id: &str) -> Organization {
        Organization {
            id: id.to_owned(),
            name: self.organizations.get(id).cloned().unwrap_or_default(),
        }
    }

    /// What somebody is in a conversation that `requester` began.
    pub(super) fn role(&self, person: &str, requester: &str) -> Role {
        if person == requester {
            return Role::Requester;
        }
        self.names.get(person).map_or(Role::Unknown, |it| it.role)
    }
}

fn participants(store: &Store, db: &Connection, id: &str, requester: &str) -> Result<Vec<Person>> {
    let mut query = db.prepare_cached(
        "SELECT person FROM follower WHERE ticket = ? AND person <> ? ORDER BY place",
    )?;
    let rows = query.query_map(params![id, requester], |it| it.get::<_, String>(0))?;
    rows.map(|it| Ok(store.person(&it?))).collect()
}

fn unread(db: &Connection, viewer: &Viewer, id: &str, read_to: Option<i64>) -> Result<bool> {
    let Some(read_to) = read_to else {
        return Ok(false);
    };
    let newer = db
        .prepare_cached(
            "SELECT 1 FROM message WHERE ticket = ? AND number > ? AND author <> ? LIMIT 1",
        )?
        .query_row(params![id, read_to, viewer.id], |_| Ok(()))
        .optional()?;
    Ok(newer.is_some())
}

fn last_message(
    store: &Store,
    db: &Connection,
    id: &str,
    requester: &str,
) -> Result<Option<LastMessage>> {
    let found = db
        .prepare_cached(
            "SELECT author, text, quoted_from, created_at FROM message
             WHERE ticket = ? AND kind = 'message' ORDER BY number DESC LIMIT 1",
        )?
        .query_row([id], |it| Ok((it.get(0)?, it.get(1)?, it.get(2)?, it.get(3)?)))
        .optional()?;
    let Some((author, text, quoted_from, created_at)) = found else {
        return Ok(None);
    };
    let (author, text): (String, String) = (author, text);
    Ok(Some(LastMessage {
        author_role: store.role(&author, requester),
        excerpt: excerpt(&text, quoted_from),
        created_at: Some(rfc3339(created_at)?),
    }))
}

/// How a message begins, on one line, without what it quotes.
fn excerpt(text: &str, quoted_from: Option<u32>) -> String {
    const LENGTH: usize = 140;
    let own: String = text.chars().take(quoted_from.map_or(usize::MAX, |it| it as usize)).collect();
    let line = own.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LENGTH {
        return line;
    }
    let mut cut: String = line.chars().take(LENGTH).collect();
    // Back to a space, where the language has spaces.
    if let Some(at) = cut.rfind(' ').filter(|at| *at > LENGTH / 2) {
        cut.truncate(at);
    }
    cut.push('…');
    cut
}

/// The subject is there only for who may see the other ticket.
fn related(db: &Connection, viewer: &Viewer, id: &str) -> Result<Vec<Related>> {
    let mut query = db.prepare_cached(
        "SELECT r.kind, r.other, o.subject FROM relation r LEFT JOIN ticket o ON o.id = r.other
         WHERE r.ticket = ? ORDER BY r.place",
    )?;
    let rows = query
        .query_map([id], |it| Ok((it.get::<_, String>(0)?, it.get::<_, String>(1)?, it.get(2)?)))?;
    rows.map(|it| {
        let (kind, other, subject) = it?;
        let subject: Option<String> = subject;
        let visible = may_see(db, viewer, &other)?;
        Ok(Related { kind: word(&kind), id: other, subject: subject.filter(|_| visible) })
    })
    .collect()
}
