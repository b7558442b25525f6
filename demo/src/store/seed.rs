//! Seeded content: files of people and tickets, with times as offsets from now.
//!
//! Every field is known and every id exists, or the start fails and names the
//! file and ticket: a slip in a text file should not become an odd screen.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use contract::{Channel, PriorityLevel, StatusCategory};
use jiff::Timestamp;
use rusqlite::{Connection, Transaction, params};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    actions::is_done,
    html,
    people::term,
    quote::quoted_from,
    search,
    seed_format::{Accounts, MessageSeed, PersonSeed, TicketSeed},
    ticket::{Detail, turn_in},
};
use crate::clock::{offset, rfc3339};

/// Plants everything in `folder`, or nothing.
pub(super) fn plant(db: &mut Connection, folder: &Path, now: Timestamp) -> Result<()> {
    let db = db.transaction()?;
    // Tickets name each other and people; what is missing shows at the end.
    db.pragma_update(None, "defer_foreign_keys", true)?;
    let accounts: Accounts = read(&folder.join("accounts.json"))?;
    for it in &accounts.organizations {
        db.execute("INSERT INTO organization (id, name) VALUES (?, ?)", [&it.id, &it.name])?;
    }
    for (place, it) in accounts.people.iter().enumerate() {
        person(&db, place, it, now).with_context(|| format!("accounts.json: {}", it.id))?;
    }
    let mut files: Vec<_> =
        fs::read_dir(folder)?.map(|it| Ok(it?.path())).collect::<Result<_>>()?;
    files.sort();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if !name.starts_with("tickets-") || !name.ends_with(".json") {
            continue;
        }
        for mut it in read::<Vec<TicketSeed>>(&file)? {
            it.messages.iter_mut().try_for_each(|it| mailed(it, folder))?;
            ticket(&db, &it, now).with_context(|| format!("{name}: {}", it.id))?;
        }
    }
    // What was there from the start is no news.
    db.execute("DELETE FROM happened", [])?;
    search::catch_up(&db)?;
    db.commit().context("a seed names somebody who is not there")?;
    Ok(())
}

pub(super) fn read<T: DeserializeOwned>(file: &Path) -> Result<T> {
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("reading {}", file.display()))
}

/// Brings in the mail that a message names.
fn mailed(it: &mut MessageSeed, folder: &Path) -> Result<()> {
    let Some(mail) = &it.mail else { return Ok(()) };
    let file = folder.join(mail);
    let html = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    if it.text.is_empty() {
        it.text = html::cleaned(&html).1;
    }
    it.html = Some(html);
    Ok(())
}

pub(super) fn person(
    db: &Transaction<'_>,
    place: usize,
    it: &PersonSeed,
    now: Timestamp,
) -> Result<()> {
    let mut history = it.history.clone();
    absolute(&mut history.from, now)?;
    db.execute(
        "INSERT INTO person (id, place, name, email, role, about, support, history, policy,
            proxy_access_default)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            it.id,
            i64::try_from(place)?,
            it.name,
            it.email,
            it.role,
            it.about,
            json(&it.support)?,
            json(&history)?,
            json(&it.policy)?,
            it.proxy_access_default
        ],
    )?;
    for own in &it.memberships {
        db.execute(
            "INSERT INTO membership (person, organization, role, can_view, can_request_view)
             VALUES (?, ?, ?, ?, ?)",
            params![it.id, own.organization, own.role, own.can_view, own.can_request_view],
        )?;
    }
    Ok(())
}

fn ticket(db: &Transaction<'_>, it: &TicketSeed, now: Timestamp) -> Result<()> {
    ensure!(it.channel != Channel::Unknown, "its type is unknown");
    let category = it.status.category;
    ensure!(category != StatusCategory::Unknown, "its status is unknown");
    let turn = it.waiting_on.unwrap_or_else(|| turn_in(category));
    let priority = it.priority.as_ref().map(|it| it.level);
    ensure!(priority != Some(PriorityLevel::Unknown), "its priority is unknown");
    let updated_at = offset(&it.updated_at, now)?;
    db.execute(
        "INSERT INTO ticket (id, id_order, display_id, subject, language, product, type, requester,
            assignee, organization, category, status_value, status_label, waiting_on, turn,
            priority, escalated, created_at, updated_at, done_at, detail)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            it.id,
            format!("{:0>20}", it.id),
            it.display_id,
            it.subject,
            it.language,
            it.product,
            term(it.channel)?,
            it.requester,
            it.assignee,
            it.organization,
            term(category)?,
            it.status.value,
            it.status.label,
            it.waiting_on.map(term).transpose()?,
            term(turn)?,
            priority.map(term).transpose()?,
            it.escalated,
            offset(&it.created_at, now)?,
            updated_at,
            is_done(category).then_some(updated_at),
            json(&detail(it, now)?)?
        ],
    )?;
    for (number, message) in (1..).zip(&it.messages) {
        said(db, &it.id, number, message, now).with_context(|| format!("message {number}"))?;
    }
    let followers = [&it.requester].into_iter().chain(&it.participants);
    for (place, person) in (0..).zip(followers) {
        follow(db, it, place, person)?;
    }
    if let Some(own) = &it.proxy_access {
        let until = own.session_until.as_ref().map(|it| offset(it, now)).transpose()?;
        db.execute(
            "INSERT INTO proxy_access (ticket, person, enabled, session_until) VALUES (?, ?, ?, ?)",
            params![it.id, it.requester, own.enabled, until],
        )?;
    }
    for (place, other) in (0_i64..).zip(&it.related) {
        db.execute(
            "INSERT INTO relation (ticket, place, kind, other) VALUES (?, ?, ?, ?)",
            params![it.id, place, term(other.kind)?, other.id],
        )?;
    }
    Ok(())
}

/// Offsets become times; everything else is kept as it is.
fn detail(it: &TicketSeed, now: Timestamp) -> Result<Detail> {
    let mut detail = Detail {
        thread: it.thread.clone(),
        resolution: it.resolution.clone(),
        reminders_sent: it.reminders_sent,
        auto_resolve_at: it.auto_resolve_at.clone(),
        priority: it.priority.clone(),
        escalation: it.escalation.clone(),
        conference: it.conference.clone(),
        resources: it.resources.clone(),
        fields: it.fields.clone(),
        rating: it.rating.clone(),
        actions: it.actions.clone(),
    };
    absolute(&mut detail.auto_resolve_at, now)?;
    if let Some(it) = &mut detail.resolution {
        absolute(&mut it.expected_at, now)?;
    }
    if let Some(it) = &mut detail.priority {
        absolute(&mut it.changed_at, now)?;
    }
    if let Some(it) = &mut detail.escalation {
        absolute(&mut it.estimated_resolution, now)?;
        for stage in &mut it.stages {
            absolute(&mut stage.at, now)?;
        }
    }
    if let Some(it) = &mut detail.conference {
        it.starts_at = rfc3339(offset(&it.starts_at, now)?)?;
        absolute(&mut it.ends_at, now)?;
    }
    let all = &mut detail.actions;
    let all = [
        &mut all.reply,
        &mut all.close,
        &mut all.reopen,
        &mut all.rate,
        &mut all.verify,
        &mut all.cc,
        &mut all.proxy_access,
    ];
    for action in all.into_iter().flatten() {
        ensure!(!action.allowed, "what is allowed follows from the rules; seeds only refuse");
        absolute(&mut action.until, now)?;
    }
    Ok(detail)
}

fn said(
    db: &Transaction<'_>,
    ticket: &str,
    number: i64,
    it: &MessageSeed,
    now: Timestamp,
) -> Result<()> {
    let attachments = (1..).zip(&it.attachments);
    let attachments = attachments.map(|(at, file)| contract::Attachment {
        id: format!("{ticket}-{number}-{at}"),
        filename: file.filename.clone(),
        content_type: Some(file.content_type.clone()),
        size: Some(file.size),
        inline: file.inline,
        content_id: file.content_id.clone(),
        // Written when it is read: where the API is may change.
        url: None,
        thumbnail_url: None,
        scan: file.scan,
    });
    let attachments: Vec<_> = attachments.collect();
    db.execute(
        "INSERT INTO message (ticket, number, kind, author, channel, created_at, language, html,
            text, quoted_from, attachments)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            ticket,
            number,
            term(it.kind)?,
            it.author,
            term(it.channel)?,
            offset(&it.at, now)?,
            it.language,
            it.html,
            it.text,
            quoted_from(&it.text),
            json(&attachments)?
        ],
    )?;
    for file in &attachments {
        db.execute(
            "INSERT INTO file (id, ticket, number) VALUES (?, ?, ?)",
            params![file.id, ticket, number],
        )?;
    }
    Ok(())
}

/// Unread: everything up to before the last word of somebody else has been read.
fn follow(db: &Transaction<'_>, it: &TicketSeed, place: i64, person: &str) -> Result<()> {
    let own = it.read.filter(|_| *person == it.requester);
    let read_to = if let Some(own) = own {
        own
    } else if it.unread {
        it.messages.iter().rposition(|it| it.author != person).unwrap_or(0)
    } else {
        it.messages.len()
    };
    db.execute(
        "INSERT INTO follower (ticket, person, place, read_to) VALUES (?, ?, ?, ?)",
        params![it.id, person, place, i64::try_from(read_to)?],
    )?;
    Ok(())
}

fn absolute(time: &mut Option<String>, now: Timestamp) -> Result<()> {
    if let Some(text) = time {
        *text = rfc3339(offset(text, now)?)?;
    }
    Ok(())
}

fn json(it: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string(it)?)
}
