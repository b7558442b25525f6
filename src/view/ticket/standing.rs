//! Where a ticket stands, in sentences: whose turn it is, what will happen by itself, and why it is
//! resolved (P1, P3).

use leptos::prelude::*;

use super::link;
use crate::{
    domain::{Resolution, StatusCategory, Ticket, Turn},
    i18n::{Text, Words},
    view::parts::{Icon, Moment},
};

/// The status sentence on top.
pub fn standing(ticket: &Ticket) -> AnyView {
    let words = Words::here();
    let (class, icon) = match ticket.turn() {
        Turn::Support => ("standing standing--support", Icon::SUPPORT),
        Turn::You => ("standing standing--you", Icon::YOU),
        Turn::OnHold => ("standing standing--hold", Icon::HOLD),
        Turn::Done => ("standing standing--done", Icon::DONE),
    };
    let own = own_label(ticket);
    view! {
        <div class=class>
            {icon.show()}
            <div class="standing__words">
                <p>
                    <strong class="standing__turn">{words.say(turn_text(ticket))}</strong>
                    " "
                    <span class="standing__since">
                        {words.say(Text::TicketLastActivity)}" "<Moment at=ticket.updated_at/>
                    </span>
                </p>
                {own}
                {resolves(ticket)}
                {resolution(ticket)}
            </div>
        </div>
    }
    .into_any()
}

fn turn_text(ticket: &Ticket) -> Text {
    match (ticket.turn(), ticket.status.category) {
        (Turn::Support, _) => Text::TicketTurnSupport,
        (Turn::You, _) => Text::TicketTurnYou,
        (Turn::OnHold, _) => Text::TicketTurnOnHold,
        (Turn::Done, StatusCategory::Closed) => Text::TicketTurnClosed,
        (Turn::Done, _) => Text::TicketTurnResolved,
    }
}

/// A status we have no word for is told in the desk's own.
fn own_label(ticket: &Ticket) -> Option<AnyView> {
    let words = Words::here();
    let label = &ticket.status.label;
    let is_needed = ticket.status.category == StatusCategory::Unknown && !label.is_empty();
    is_needed.then(|| {
        let sentence = words.say_with(Text::SidebarOwnLabel, &[("label", label)]);
        view! { <p>{sentence}</p> }.into_any()
    })
}

/// P3, beforehand: what happens without an answer.
fn resolves(ticket: &Ticket) -> Option<AnyView> {
    let words = Words::here();
    let at = ticket.auto_resolve_at.filter(|_| ticket.turn() != Turn::Done)?;
    let reminders = (ticket.reminders_sent > 0)
        .then(|| view! { " "{words.say_count(Text::TicketReminders, ticket.reminders_sent, &[])} });
    Some(
        view! {
            <p>
                {words.say_with(Text::TicketResolves, &[("date", &words.day(at))])}
                {reminders}
            </p>
        }
        .into_any(),
    )
}

/// P3, afterwards: why.
fn resolution(ticket: &Ticket) -> Option<AnyView> {
    let words = Words::here();
    let sentences = match ticket.resolution.as_ref()? {
        Resolution::Agreed => words.say(Text::ResolutionAgreed),
        Resolution::BugFiled { priority, expected_at } => {
            let priority = priority.as_deref().filter(|it| !it.is_empty()).map(|it| {
                view! { " "{words.say_with(Text::ResolutionBugPriority, &[("priority", it)])} }
            });
            let expected = expected_at.map(|it| {
                view! { " "{words.say_with(Text::ResolutionBugExpected, &[("date", &words.day(it))])} }
            });
            view! { {words.say(Text::ResolutionBug)}{priority}{expected} }.into_any()
        }
        Resolution::Merged => words.say(Text::ResolutionMerged),
        Resolution::NoAnswer if ticket.reminders_sent > 0 => {
            words.say_count(Text::ResolutionNoAnswerReminders, ticket.reminders_sent, &[])
        }
        Resolution::NoAnswer => words.say(Text::ResolutionNoAnswer),
    };
    // The link stands wherever there is a survivor, whatever the desk says of the reason.
    let survivor = ticket.survivor().map(|it| view! { " "{link::ticket(it)} });
    Some(view! { <p>{sentences}{survivor}</p> }.into_any())
}
