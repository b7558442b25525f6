//! How far a customer has read a conversation (L7, T2).

use std::sync::Arc;

use super::{Message, MessageId, MessageKind, Ticket};

/// The first entry that is new to the customer `me` since they were here last. What they wrote
/// themselves they have read, and all before it. `None` where nothing is new, where the desk does not
/// say, or where everything is.
pub fn first_new<'a>(
    messages: &'a [Arc<Message>],
    has_earlier: bool,
    ticket: &Ticket,
    me: &str,
) -> Option<&'a MessageId> {
    if ticket.unread == Some(false) || !is_kept(ticket) {
        return None;
    }
    let last_read =
        messages.iter().rposition(|it| ticket.last_read.as_ref().is_some_and(|id| *id == it.id));
    let last_own = messages.iter().rposition(|it| !me.is_empty() && it.author.id == me);
    let begin = last_read.max(last_own).map_or(0, |it| it + 1);
    let new = messages.get(begin..)?;
    let is_said = new.iter().any(|it| it.kind != MessageKind::Event);
    let has_old = begin > 0 || has_earlier;
    new.first().filter(|_| is_said && has_old).map(|it| &it.id)
}

/// What to tell the desk after the customer has seen all of `messages`: the newest of them, where the
/// desk keeps such things and does not know it yet.
pub fn to_mark<'a>(messages: &'a [Arc<Message>], ticket: &Ticket) -> Option<&'a MessageId> {
    let newest = messages.last().map(|it| &it.id)?;
    let is_known = match &ticket.last_read {
        Some(id) => id == newest,
        None => ticket.unread == Some(false),
    };
    (is_kept(ticket) && !is_known).then_some(newest)
}

/// Whether the desk keeps how far somebody has read.
fn is_kept(ticket: &Ticket) -> bool {
    ticket.unread.is_some() || ticket.last_read.is_some()
}
