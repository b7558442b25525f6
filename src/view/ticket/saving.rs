//! T5: a ticket in words, for its file: what the sidebar says, the escalation's progress, and all that was
//! said. It travels to who saves one.

use std::rc::Rc;

use leptos::prelude::*;

use super::{message::Who, reason::reason_text, save::Form, top::subject_of};
use crate::{
    dom::now,
    domain::{
        Attachment, Denial, Escalation, Message, MessageKind, Person, Priority, Ticket, TicketId,
        export::{Document, Entry, Fact, Part, Said, file_name},
    },
    i18n::{Lexicon, Text, Words},
    state::{
        desk::{
            Desk,
            export::{Making, Written},
        },
        gather::Made,
    },
    view::{
        escalation,
        export::in_words,
        parts::{channel_text, priority_look, status_look},
        sidebar::relation_text,
    },
};

/// Reads the ticket and gives the browser its file, in the language of `lexicon`.
pub fn begin(desk: Desk, lexicon: Rc<Lexicon>, id: TicketId, form: Form, making: RwSignal<Making>) {
    let address = desk.address_of(&id);
    let write = move |ticket: &Ticket, messages: &[Message], made| {
        in_words(lexicon, |words| {
            written(form, ticket, messages, made, &Writer { desk, words, address })
        })
    };
    desk.save_ticket(id, making, Box::new(write));
}

fn written(
    form: Form,
    ticket: &Ticket,
    messages: &[Message],
    made: Made,
    writer: &Writer,
) -> Written {
    let document = writer.document(ticket, messages, made);
    let (ending, text) = match form {
        Form::Markdown => ("md", document.to_markdown()),
        Form::Html => ("html", document.to_html()),
    };
    Written { name: file_name(&ticket.display_id, ending), text }
}

/// Puts a ticket into words.
struct Writer {
    desk: Desk,
    words: Words,
    /// Where the ticket is on the web.
    address: String,
}

impl Writer {
    fn document(&self, ticket: &Ticket, messages: &[Message], made: Made) -> Document {
        let words = self.words;
        let saved = words.with_zone(now());
        let heading = words.text(Text::TicketConversation);
        let cut = made
            .is_cut
            .then(|| words.fill(Text::ExportMessagesCut, &[("most", &words.number(made.count))]));
        let skipped =
            (made.skipped > 0).then(|| words.count(Text::TicketSkipped, made.skipped, &[]));
        let lexicon = words.lexicon();
        Document {
            language: words.tag(),
            direction: lexicon.direction(),
            title: Said { text: subject_of(ticket, words), language: ticket.language.clone() },
            lead: vec![
                ticket.display_id.clone(),
                words.fill(Text::ExportSavedOn, &[("date", &saved)]),
                self.address.clone(),
            ],
            parts: self.parts(ticket),
            heading,
            notes: cut.into_iter().chain(skipped).collect(),
            entries: messages.iter().map(|it| self.entry(ticket, it)).collect(),
        }
    }

    fn parts(&self, ticket: &Ticket) -> Vec<Part> {
        let words = self.words;
        let mut parts = vec![Part {
            heading: words.text(Text::SidebarTitle),
            notes: Vec::new(),
            facts: self.facts(ticket),
        }];
        parts.extend(ticket.escalation.as_ref().map(|it| self.escalation(it)));
        let mut more = |heading, facts: Vec<Fact>| {
            if !facts.is_empty() {
                parts.push(Part { heading: words.text(heading), notes: Vec::new(), facts });
            }
        };
        let resources = ticket.resources.iter().map(|it| one(&it.title, it.url.clone()));
        more(Text::SidebarResources, resources.collect());
        let fields = ticket.fields.iter().filter(|it| !it.value.is_empty());
        more(Text::SidebarFields, fields.map(|it| one(&it.label, it.value.clone())).collect());
        let related = ticket.related.iter().map(|it| {
            let number = self.desk.display_id(&it.id).unwrap_or_default();
            one(
                &words.text(relation_text(it)),
                format!("{number} {}", it.subject).trim().to_owned(),
            )
        });
        more(Text::SidebarRelated, related.collect());
        parts
    }

    /// As the sidebar has them.
    fn facts(&self, ticket: &Ticket) -> Vec<Fact> {
        let words = self.words;
        let named = |name, values: Vec<String>| Fact { name: words.text(name), values };
        let assignee = match &ticket.assignee {
            Some(it) => self.person(it),
            None => words.text(Text::SidebarUnassigned),
        };
        let people = ticket.participants.iter().map(|it| self.person(it)).collect();
        let own = |it: &Option<String>| it.iter().cloned().collect();
        let priority = ticket.priority.as_ref().map(|it| self.priority(it)).unwrap_or_default();
        let mut facts = vec![
            named(Text::ColumnStatus, vec![status_look(ticket, words).label.0]),
            named(Text::ColumnCreated, vec![words.with_zone(ticket.created_at)]),
            named(Text::ColumnUpdated, vec![words.with_zone(ticket.updated_at)]),
            named(Text::ColumnAssignee, vec![assignee]),
            named(Text::ColumnRequester, vec![self.person(&ticket.requester)]),
            named(Text::SidebarParticipants, people),
            named(Text::ColumnPriority, priority),
            named(Text::ColumnType, vec![words.text(channel_text(ticket.channel))]),
            named(Text::SidebarProduct, own(&ticket.product)),
            named(Text::SidebarOrganization, own(&ticket.organization)),
        ];
        facts.retain(|it| it.values.iter().any(|it| !it.is_empty()));
        facts
    }

    fn person(&self, person: &Person) -> String {
        let is_you = !person.id.is_empty() && person.id == self.me();
        match is_you {
            true => format!("{} {}", person.name, self.words.text(Text::SidebarYou)),
            false => person.name.clone(),
        }
    }

    fn me(&self) -> String {
        let me = self.desk.me.get_untracked();
        me.map(|it| it.user.id.clone()).unwrap_or_default()
    }

    fn priority(&self, priority: &Priority) -> Vec<String> {
        priority_look(Some(priority), self.words).map(|it| it.label.0).into_iter().collect()
    }

    /// E2, E3: each stage with its state and its date.
    fn escalation(&self, it: &Escalation) -> Part {
        let words = self.words;
        let estimate = escalation::estimate(it);
        let estimate =
            estimate.map(|it| words.fill(Text::EscalationEstimated, &[("date", &words.day(it))]));
        let description = Some(it.description.clone()).filter(|it| !it.is_empty());
        Part {
            heading: words.fill(Text::EscalationCopyTitle, &[("id", &it.id)]),
            notes: description.into_iter().chain(estimate).collect(),
            facts: it
                .stages
                .iter()
                .map(|stage| {
                    let (name, state) = escalation::in_words(stage, words);
                    let date = stage.at.map(|it| words.with_zone(it));
                    one(
                        &name,
                        [Some(state), date].into_iter().flatten().collect::<Vec<_>>().join(", "),
                    )
                })
                .collect(),
        }
    }

    fn entry(&self, ticket: &Ticket, message: &Message) -> Entry {
        let words = self.words;
        let when = words.with_zone(message.at);
        let channel = message.channel.map(|it| words.text(channel_text(it)));
        let language = message.language.clone().or_else(|| ticket.language.clone());
        let role = words.text(Who::of(&message.author, &self.me()).text());
        let (author, role, said) = match &message.kind {
            MessageKind::Message => {
                (message.author.name.clone(), role, Said { text: message.text.clone(), language })
            }
            MessageKind::Event => (
                String::new(),
                String::new(),
                Said { text: message.text.clone(), language: message.language.clone() },
            ),
            MessageKind::Withheld(denial) => (
                words.text(Text::MessageWithheld),
                String::new(),
                Said { text: self.why(denial), language: None },
            ),
        };
        Entry {
            author,
            role,
            when: [Some(when), channel].into_iter().flatten().collect(),
            at: message.at.to_rfc3339(),
            said,
            files_name: words.text(Text::MessageFiles),
            files: message.attachments.iter().map(|it| self.file(it)).collect(),
        }
    }

    fn why(&self, denial: &Denial) -> String {
        match (reason_text(denial.reason), &denial.message) {
            (Some(text), _) => self.words.text(text),
            (None, Some(own)) => own.clone(),
            (None, None) => self.words.text(Text::ReasonUnknown),
        }
    }

    /// Its name and its size.
    fn file(&self, file: &Attachment) -> String {
        let name = file.plain_name();
        match file.size {
            Some(size) => format!("{name} ({})", self.words.bytes(size)),
            None => name,
        }
    }
}

fn one(name: &str, value: String) -> Fact {
    Fact { name: name.to_owned(), values: vec![value] }
}
