//! Writing, when it is asked for: what is sent comes back once, what must be refused changes
//! nothing, and a ticket says what its calls then do.

mod files;
mod refusals;
mod reply;
mod states;

use std::time::{SystemTime, UNIX_EPOCH};

use contract::{Action, Me, Message, StatusCategory, Ticket};
use serde_json::Value;

use super::{
    Visitor,
    findings::Findings,
    http::{Credentials, Reply, escaped},
    lists::List,
    shape::{self, Odd},
};

/// What the writing goes into, and as whom.
struct Scene<'a> {
    visitor: &'a Visitor<'a>,
    me: &'a Me,
    /// The ticket that is replied to.
    id: &'a str,
    /// Another one each time: a key that a desk has seen before would be no test.
    mark: String,
}

/// Checks all there is to write, on one ticket.
pub fn writes(
    findings: &mut Findings,
    visitor: &Visitor<'_>,
    other: &Visitor<'_>,
    me: &Me,
    lists: &[List],
) {
    let tickets: Vec<&Ticket> =
        lists.iter().flat_map(|it| &it.tickets).map(|it| &it.whole).collect();
    refusals::denied(findings, visitor, &tickets);
    let Some(ticket) = chosen(me, &tickets) else {
        let why = match visitor.api.mapping() {
            Some(it) if !it.writes.iter().any(|it| it == "reply") => "the mapping has no reply",
            _ => "no ticket of theirs says that a reply is allowed",
        };
        findings.skip("write: a reply", why);
        return;
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    let mark = format!("deskpane-conformance-{now}");
    let scene = Scene { visitor, me, id: &ticket.id, mark };
    let file = files::sent(findings, &scene);
    reply::reply(findings, &scene, file.as_ref());
    refusals::wrong_bodies(findings, &scene);
    refusals::nobody(findings, &scene);
    refusals::another_site(findings, &scene);
    refusals::another_person(findings, &scene, other);
    states::closing(findings, &scene);
}

/// A ticket of their own to write to: an open one that can be closed, if there is one.
fn chosen<'a>(me: &Me, tickets: &[&'a Ticket]) -> Option<&'a Ticket> {
    let own = |it: &Ticket| it.requester.as_ref().is_none_or(|it| it.id == me.user.id);
    let mut fit: Vec<&Ticket> =
        tickets.iter().copied().filter(|it| own(it) && allows(it.actions.reply.as_ref())).collect();
    fit.sort_by_key(|it| {
        let open = it.status.category == StatusCategory::Open;
        (!allows(it.actions.close.as_ref()), !open)
    });
    fit.first().copied()
}

fn allows(action: Option<&Action>) -> bool {
    action.is_some_and(|it| it.allowed)
}

/// A place below a ticket.
fn below(id: &str, call: &str) -> String {
    format!("/tickets/{}/{call}", escaped(id))
}

impl Visitor<'_> {
    /// Sends JSON.
    fn post(&self, path: &str, key: Option<&str>, body: &Value) -> Result<Reply, String> {
        let mut headers = vec![("Content-Type", "application/json")];
        headers.extend(key.map(|it| ("Idempotency-Key", it)));
        self.carry("POST", path, &headers, body.to_string().as_bytes())
    }

    /// Sends anything.
    fn carry(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Reply, String> {
        let reply = self.api.carry(method, path, self.credentials, headers, Some(body));
        reply.map_err(|it| format!("{method} {path} does not answer: {it:#}"))
    }

    /// A ticket as it stands.
    fn ticket(&self, id: &str) -> Result<Ticket, String> {
        let raw = self.json(&format!("/tickets/{}", escaped(id)))?;
        shape::read(&raw, &mut Odd::default()).map_err(|it| it.join(", "))
    }

    /// The newest messages of a ticket.
    fn newest(&self, id: &str) -> Result<Vec<Message>, String> {
        let page = shape::page(&self.json(&below(id, "messages?limit=50"))?)?;
        let read = |it: &Value| shape::read(it, &mut Odd::default());
        page.items.iter().map(read).collect::<Result<_, _>>().map_err(|it| it.join(", "))
    }
}

/// Does `deed`, and adds a fault when the ticket or its conversation is another afterwards.
fn unchanged(
    visitor: &Visitor<'_>,
    id: &str,
    deed: impl FnOnce() -> Vec<String>,
) -> Result<Vec<String>, String> {
    let look = || Ok::<_, String>((visitor.ticket(id)?, visitor.newest(id)?));
    let before = look()?;
    let mut faults = deed();
    if look()? != before {
        faults.push(format!("{id} is changed by what was refused"));
    }
    Ok(faults)
}

/// Whether a cookie goes along by itself, whoever asks.
fn by_cookie(visitor: &Visitor<'_>) -> bool {
    matches!(visitor.credentials, Credentials::Cookie(_))
}

#[cfg(test)]
mod tests {
    use contract::{Actions, Person, Status, User};

    use super::*;

    #[test]
    fn what_can_be_undone_is_written_to_first() {
        let me = Me { user: User { id: "a".to_owned(), ..User::default() }, ..Me::default() };
        let may = |it: bool| it.then(|| Action { allowed: true, ..Action::default() });
        let ticket = |id: &str, whose: &str, category, reply, close| Ticket {
            id: id.to_owned(),
            requester: Some(Person { id: whose.to_owned(), ..Person::default() }),
            status: Status { category, ..Status::default() },
            actions: Actions { reply: may(reply), close: may(close), ..Actions::default() },
            ..Ticket::default()
        };
        let all = [
            ticket("not-allowed", "a", StatusCategory::Open, false, true),
            ticket("of-others", "b", StatusCategory::Open, true, true),
            ticket("stays-open", "a", StatusCategory::Open, true, false),
            ticket("waits", "a", StatusCategory::AwaitingCustomer, true, true),
            ticket("best", "a", StatusCategory::Open, true, true),
        ];
        let refs: Vec<&Ticket> = all.iter().collect();
        let check = |count: usize, id: Option<&str>| {
            assert_eq!(chosen(&me, &refs[..count]).map(|it| it.id.as_str()), id);
        };
        check(2, None);
        check(3, Some("stays-open"));
        check(4, Some("waits"));
        check(5, Some("best"));
    }
}
