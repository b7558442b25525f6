//! A6: what this ticket or this customer does not have, why, and what to do instead. What the desk
//! offers nobody is simply not there.

use leptos::prelude::*;

use super::reason::{next_steps, why};
use crate::{
    domain::{Action, Actions, Denial, Next, Reason, Ticket},
    i18n::{Text, Words},
    view::parts::heading,
};

/// Why some things are not possible here.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Why<'a> {
    /// The desk takes it, but by mail: there is no editor here.
    ByMail,
    /// The desk says no.
    Denied(&'a Denial),
}

impl Why<'_> {
    /// Whether it is the same sentence. What to do instead may differ.
    fn is_said_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::ByMail, Self::ByMail) => true,
            (Self::Denied(one), Self::Denied(other)) => {
                one.reason == other.reason
                    && one.until == other.until
                    && one.message == other.message
            }
            _ => false,
        }
    }
}

/// Things that are not possible for one and the same reason, and what to do instead.
#[derive(Debug, PartialEq)]
struct Group<'a> {
    actions: Vec<Text>,
    why: Why<'a>,
    next: Vec<Next>,
}

/// Nothing where nothing is missing.
pub fn absent(ticket: &Ticket) -> AnyView {
    let words = Words::here();
    let groups = groups(&ticket.actions);
    let items: Vec<AnyView> = groups.iter().map(|it| explained(ticket, it)).collect();
    let list = (!items.is_empty()).then(|| {
        view! {
            <div class="absent">
                {heading(2, "absent__title", words.say(Text::TicketNotPossible))}
                <ul class="absent__list">{items}</ul>
            </div>
        }
    });
    let thanks = is_rated(&ticket.actions)
        .then(|| view! { <p class="conversation__note">{words.say(Text::ReasonAlreadyRated)}</p> });
    view! { {list}{thanks} }.into_any()
}

/// Feedback that was given is no refusal: it is thanked for.
fn is_rated(actions: &Actions) -> bool {
    matches!(&actions.rate, Action::Denied(it) if it.reason == Reason::AlreadyRated)
}

fn explained(ticket: &Ticket, group: &Group) -> AnyView {
    let words = Words::here();
    let names: Vec<String> = group.actions.iter().map(|it| words.text(*it)).collect();
    let sentence = match group.why {
        Why::ByMail => words.say(Text::TicketByMail),
        Why::Denied(denial) => why(denial),
    };
    let steps = next_steps(ticket, &group.next);
    view! {
        <li>
            <p><strong>{words.list(&names)}</strong>" – "{sentence}</p>
            {steps}
        </li>
    }
    .into_any()
}

/// In the order a customer would look for them. A rating is not missed until it is asked for.
fn groups(actions: &Actions) -> Vec<Group<'_>> {
    let all = [
        (Text::TicketActionReply, &actions.reply, true),
        (Text::TicketActionVerify, &actions.verify, true),
        (Text::TicketActionClose, &actions.close, true),
        (Text::TicketActionReopen, &actions.reopen, true),
        (Text::TicketActionRate, &actions.rate, false),
    ];
    let mut groups: Vec<Group> = Vec::new();
    for (name, action, goes_by_mail) in all {
        let (why, next) = match action {
            Action::Denied(denial) if denial.reason != Reason::AlreadyRated => {
                (Why::Denied(denial), denial.next.as_slice())
            }
            Action::Allowed if goes_by_mail => (Why::ByMail, [Next::Mail, Next::CopyId].as_slice()),
            Action::Denied(_) | Action::Allowed | Action::NotOffered => continue,
        };
        let at = groups.iter().position(|it| it.why.is_said_like(&why)).unwrap_or(groups.len());
        if at == groups.len() {
            groups.push(Group { actions: Vec::new(), why, next: Vec::new() });
        }
        if let Some(group) = groups.get_mut(at) {
            group.actions.push(name);
            let new =
                next.iter().filter(|it| !group.next.contains(it)).copied().collect::<Vec<_>>();
            group.next.extend(new);
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn denied(reason: Reason) -> Action {
        Action::Denied(Denial { reason, message: None, until: None, next: vec![Next::CopyId] })
    }

    #[test]
    fn one_reason_is_said_once() {
        let actions = Actions {
            reply: denied(Reason::ClosedFinal),
            reopen: denied(Reason::ClosedFinal),
            rate: denied(Reason::NotGranted),
            ..Actions::default()
        };
        let found: Vec<Vec<Text>> = groups(&actions).into_iter().map(|it| it.actions).collect();
        assert_eq!(
            found,
            [vec![Text::TicketActionReply, Text::TicketActionReopen], vec![Text::TicketActionRate]]
        );
    }

    #[test]
    fn ways_out_of_one_reason_stand_together() {
        let with = |next: &[Next]| {
            let next = next.to_vec();
            Action::Denied(Denial { reason: Reason::Maintenance, message: None, until: None, next })
        };
        let actions =
            Actions { reply: with(&[Next::Mail]), close: with(&[]), ..Actions::default() };
        let found = groups(&actions);
        assert_eq!(found.len(), 1);
        assert_eq!(found.first().map(|it| it.next.clone()), Some(vec![Next::Mail]));
    }

    #[test]
    fn what_nobody_has_is_not_there() {
        assert_eq!(groups(&Actions::default()), []);
        let actions =
            Actions { reply: Action::Allowed, rate: Action::Allowed, ..Actions::default() };
        assert_eq!(
            groups(&actions),
            [Group {
                actions: vec![Text::TicketActionReply],
                why: Why::ByMail,
                next: vec![Next::Mail, Next::CopyId]
            }]
        );
    }

    #[test]
    fn feedback_that_was_given_is_not_missing() {
        let actions = Actions { rate: denied(Reason::AlreadyRated), ..Actions::default() };
        assert_eq!(groups(&actions), []);
        assert!(is_rated(&actions));
    }
}
