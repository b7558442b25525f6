//! A state in one line.

use deskpane::{
    api::Ask,
    domain::{Scope, Sort},
    state::{Load, Place, State},
};

pub fn sketch(state: &State, asks: &[Ask]) -> String {
    let mut parts = vec![who(state), list(state)];
    parts.extend(place(state));
    let mut line = parts.join(" | ");
    if !asks.is_empty() {
        let asks: Vec<String> = asks.iter().map(ask).collect();
        line += &format!(" → {}", asks.join(", "));
    }
    line
}

fn who(state: &State) -> String {
    let name = state.me.as_ref().map_or(String::new(), |it| format!(" {}", it.user.name));
    format!("{:?}{name}{}", state.session, load(state.entry))
}

fn list(state: &State) -> String {
    let list = &state.list;
    let mut line = format!("list {} {}{}:", scope(&list.scope), sort(list.sort), load(list.load));
    for id in list.rows.iter() {
        // A row whose ticket is not known would be an empty one.
        let known = if state.tickets.get(id).is_some() { "" } else { "?" };
        line += &format!(" {}{known}", id.as_str());
    }
    if list.has_more() {
        line += " +";
    }
    if let Some(total) = list.total {
        line += &format!(" of {total}");
    }
    if list.skipped > 0 {
        line += &format!(" ({} skipped)", list.skipped);
    }
    if list.sorted_here {
        line += if list.is_partly_sorted() { " sorted here, partly" } else { " sorted here" };
    }
    line
}

fn place(state: &State) -> Option<String> {
    match &state.place {
        Place::List { back_from: None } => None,
        Place::List { back_from: Some(id) } => Some(format!("back from {}", id.as_str())),
        Place::Ticket(id) => {
            let talk = &state.conversation;
            let subject =
                state.open_ticket().map_or(String::new(), |it| format!(" {:?}", it.subject));
            let mut line = format!("ticket {}{}:{subject}", id.as_str(), load(state.opening));
            line += &format!(", talk{}:", load(talk.load));
            for it in &talk.messages {
                line += &format!(" {}", it.id.as_str());
            }
            if talk.has_earlier() {
                line += " +";
            }
            Some(line)
        }
    }
}

fn load(load: Load) -> String {
    match load {
        Load::Idle | Load::Done => String::new(),
        Load::Waiting => " …".into(),
        Load::Failed(trouble) => format!(" !{:?}", trouble.failure),
    }
}

fn ask(ask: &Ask) -> String {
    match ask {
        Ask::Me => "me".into(),
        Ask::Tickets { scope: whose, sort: order, limit, after, .. } => {
            let after = after.as_ref().map_or(String::new(), |it| format!(" after {}", it.0));
            format!("{limit} {} {}{after}", scope(whose), sort(*order))
        }
        Ask::Ticket(id) => format!("ticket {}", id.as_str()),
        Ask::Messages { ticket, before } => {
            let before = before.as_ref().map_or(String::new(), |it| format!(" {}", it.0));
            format!("talk of {}{before}", ticket.as_str())
        }
        Ask::File(file) => format!("file {}", file.id),
    }
}

fn scope(scope: &Scope) -> String {
    match scope {
        Scope::Mine => "mine".into(),
        Scope::CopiedOn => "copied".into(),
        Scope::Organization(id) => format!("of {id}"),
    }
}

fn sort(sort: Sort) -> String {
    let sign = if sort.descending { "-" } else { "+" };
    format!("{sign}{}", format!("{:?}", sort.key).to_lowercase())
}
