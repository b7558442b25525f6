//! A6: what this ticket or this customer does not have, why, and what to do instead. What the desk
//! offers nobody is simply not there.

use leptos::prelude::*;

use super::reason::{next_steps, why};
use crate::{
    domain::{Action, Actions, Denial, Next, Reason, Ticket},
    i18n::{Text, Words},
    view::parts::heading,
};

/// Things that are not possible for one and the same reason, and what to do instead.
#[derive(Debug, PartialEq)]
struct Group<'a> {
    actions: Vec<Text>,
    denial: &'a Denial,
    next: Vec<Next>,
}

/// Nothing where nothing is missing.
pub fn absent(ticket: &Ticket) -> AnyView {
    let words = Words::here();
    let groups = groups(&ticket.actions, ticket.proxy_access.is_some());
    let items: Vec<AnyView> = groups.iter().map(|it| explained(ticket, it)).collect();
    let list = (!items.is_empty()).then(|| {
        view! {
            <div class="absent">
                {heading(2, "absent__title", words.say(Text::TicketNotPossible))}
                <ul class="absent__list">{items}</ul>
            </div>
        }
    });
    list.into_any()
}

fn explained(ticket: &Ticket, group: &Group) -> AnyView {
    let words = Words::here();
    let names: Vec<String> = group.actions.iter().map(|it| words.text(*it)).collect();
    let sentence = why(group.denial);
    let steps = next_steps(ticket, &group.next);
    view! {
        <li>
            <p><strong>{words.list(&names)}</strong>" – "{sentence}</p>
            {steps}
        </li>
    }
    .into_any()
}

/// In the order a customer would look for them. Who has a switch of their own reads beside it why they
/// may not turn it.
fn groups(it: &Actions, has_switch: bool) -> Vec<Group<'_>> {
    let access = if has_switch { &Action::NotOffered } else { &it.proxy_access };
    let all = [
        (Text::TicketActionReply, &it.reply),
        (Text::TicketActionVerify, &it.verify),
        (Text::TicketActionClose, &it.close),
        (Text::TicketActionReopen, &it.reopen),
        (Text::TicketActionRate, &it.rate),
        (Text::LifeAccess, access),
    ];
    let mut groups: Vec<Group> = Vec::new();
    for (name, action) in all {
        let Action::Denied(denial) = action else { continue };
        if is_told_above(denial) {
            continue;
        }
        let at = groups.iter().position(|it| is_said_like(it.denial, denial));
        let at = at.unwrap_or(groups.len());
        if at == groups.len() {
            groups.push(Group { actions: Vec::new(), denial, next: Vec::new() });
        }
        if let Some(group) = groups.get_mut(at) {
            group.actions.push(name);
            let next = denial.next.iter().filter(|it| !group.next.contains(it));
            let new = next.copied().collect::<Vec<_>>();
            group.next.extend(new);
        }
    }
    groups
}

/// Feedback that was given is thanked for, and what goes on in a new ticket says so on top.
fn is_told_above(denial: &Denial) -> bool {
    denial.reason == Reason::AlreadyRated || denial.leads_on()
}

/// Whether it is the same sentence. What to do instead may differ.
fn is_said_like(one: &Denial, other: &Denial) -> bool {
    one.reason == other.reason && one.until == other.until && one.message == other.message
}

#[cfg(test)]
mod tests {
    use super::*;

    fn denied(reason: Reason, next: &[Next]) -> Action {
        Action::Denied(Denial { reason, message: None, until: None, next: next.to_vec() })
    }

    fn names(actions: &Actions, has_switch: bool) -> Vec<Vec<Text>> {
        groups(actions, has_switch).into_iter().map(|it| it.actions).collect()
    }

    #[test]
    fn one_reason_is_said_once() {
        let actions = Actions {
            reply: denied(Reason::ClosedFinal, &[Next::CopyId]),
            reopen: denied(Reason::ClosedFinal, &[Next::CopyId]),
            rate: denied(Reason::NotGranted, &[Next::CopyId]),
            ..Actions::default()
        };
        assert_eq!(
            names(&actions, false),
            [vec![Text::TicketActionReply, Text::TicketActionReopen], vec![Text::TicketActionRate]]
        );
    }

    #[test]
    fn ways_out_of_one_reason_stand_together() {
        let with = |next: &[Next]| denied(Reason::Maintenance, next);
        let actions =
            Actions { reply: with(&[Next::Mail]), close: with(&[]), ..Actions::default() };
        let found = groups(&actions, false);
        assert_eq!(found.len(), 1);
        assert_eq!(found.first().map(|it| it.next.clone()), Some(vec![Next::Mail]));
    }

    #[test]
    fn what_can_be_done_and_what_nobody_has_is_not_there() {
        let actions =
            Actions { reply: Action::Allowed, rate: Action::Allowed, ..Actions::default() };
        assert_eq!(groups(&actions, false), []);
    }

    #[test]
    fn what_is_told_on_top_or_beside_its_switch_is_not_told_again() {
        let actions = Actions {
            rate: denied(Reason::AlreadyRated, &[]),
            reopen: denied(Reason::ClosedFinal, &[Next::FollowUp]),
            proxy_access: denied(Reason::NotParticipant, &[]),
            ..Actions::default()
        };
        assert_eq!(names(&actions, true), [] as [Vec<Text>; 0]);
        assert_eq!(names(&actions, false), [[Text::LifeAccess]]);
    }
}
