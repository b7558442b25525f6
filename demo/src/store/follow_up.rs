//! A new ticket about an old one (C2).

use anyhow::Result;
use contract::{Attachment, NewTicket, Relation, StatusCategory, Thread, ThreadKind, Ticket};
use rusqlite::{Connection, params};

use super::{
    Store, Viewer,
    change::{Denied, Send},
    files,
    people::term,
    reply::{Body, Said, follows, say},
    ticket::{self, Detail},
    tickets::may_see,
};

impl Store {
    /// Opens it. Whoever sees the old one may, and it is theirs.
    ///
    /// # Errors
    /// When the old one is not there for them, or an upload cannot be used.
    pub fn follow_up(
        &self,
        send: &Send<'_>,
        new: &NewTicket,
        body: &Body,
    ) -> Result<Ticket, Denied> {
        self.once(send, |db| {
            let (viewer, old) = (send.viewer, new.follow_up_of.as_str());
            if !may_see(db, viewer, old)? {
                return Err(Denied::field("follow_up_of", "is no ticket of theirs"));
            }
            let files = files::taken(db, viewer, &new.uploads, self.now())?;
            let attachments: Vec<Attachment> = files.iter().map(|it| it.attachment()).collect();
            let id = opened(self, db, viewer, new)?;
            let said = Said {
                attachments: &attachments,
                client_id: new.client_id.as_deref(),
                ..Said::written(viewer, body)
            };
            let number = say(db, &id, &said, self.now())?;
            for file in &files {
                file.keep(db, &id, number)?;
            }
            follows(db, &id, viewer, number)?;
            related(db, &id, Relation::FollowUpOf, old)?;
            related(db, old, Relation::FollowUp, &id)?;
            Ok(ticket::read(self, db, viewer, &id)?)
        })
    }
}

/// The row of the ticket; gives its id.
fn opened(store: &Store, db: &Connection, viewer: &Viewer, new: &NewTicket) -> Result<String> {
    let before = ticket::read(store, db, viewer, &new.follow_up_of)?;
    let number: i64 =
        db.query_row("SELECT coalesce(max(CAST(id AS INTEGER)), 0) + 1 FROM ticket", [], |it| {
            it.get(0)
        })?;
    let (id, quoted) = (number.to_string(), format!("#{number}"));
    let belongs = |id: &str| viewer.memberships.iter().any(|it| it.id == id);
    let organization = before.organization.map(|it| it.id).filter(|it| belongs(it));
    let detail = Detail {
        thread: Thread {
            kind: ThreadKind::Email,
            recipients: vec!["support@relay.example".to_owned()],
        },
        priority: before.priority.clone(),
        ..Detail::default()
    };
    let now = store.now();
    db.execute(
        "INSERT INTO ticket (id, id_order, display_id, subject, language, product, type, requester,
            organization, category, status_value, status_label, turn, priority, escalated,
            created_at, updated_at, detail)
         VALUES (?, ?, ?, ?, ?, ?, 'web', ?, ?, ?, 'new', 'New', 'support', ?, 0, ?, ?, ?)",
        params![
            id,
            format!("{id:0>20}"),
            quoted,
            new.subject,
            before.language.unwrap_or_else(|| "en".to_owned()),
            before.product,
            viewer.id,
            organization,
            term(StatusCategory::Open)?,
            before.priority.map(|it| term(it.level)).transpose()?,
            now,
            now,
            serde_json::to_string(&detail)?,
        ],
    )?;
    // Whose it is follows it first.
    db.execute(
        "INSERT INTO follower (ticket, person, place, read_to) VALUES (?, ?, 0, 0)",
        params![id, viewer.id],
    )?;
    Ok(id)
}

fn related(db: &Connection, ticket: &str, kind: Relation, other: &str) -> Result<()> {
    db.execute(
        "INSERT INTO relation (ticket, place, kind, other)
         SELECT ?1, coalesce(max(place), -1) + 1, ?2, ?3 FROM relation WHERE ticket = ?1",
        params![ticket, term(kind)?, other],
    )?;
    Ok(())
}
