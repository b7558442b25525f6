//! The page's address follows the customer, and the way back leads back, where the page chose so (M5, L6).

use leptos::prelude::*;

use crate::{
    config::{KEY, Routing},
    dom::{
        address::{self, Part},
        history,
    },
    domain::{Looking, Spot},
    state::desk::Desk,
};

/// Goes where the address leads that the page was opened with, and follows it from then on.
pub fn begin(desk: Desk) {
    let (routing, looking) = desk.settings.with_value(|it| (it.routing, it.looking.clone()));
    desk.settings.update_value(|it| it.looking = None);
    if let Some(text) = looking {
        desk.turn_finding(true);
        desk.go(Spot::List(Looking::read(&text)));
    }
    let part = match routing {
        Routing::Memory => return,
        Routing::Query => Part::Query,
        Routing::Hash => Part::Hash,
    };
    history::follow(move || {
        let text = address::read(part, KEY).unwrap_or_default();
        if let Some(spot) = Spot::read(&text) {
            desk.go(spot);
        }
    });
    let effect = RenderEffect::new(move |before: Option<Spot>| {
        // Of what they read nothing is needed here: the desk says where somebody is.
        desk.place.get();
        desk.list.get();
        let spot = desk.spot();
        let there = Spot::read(&address::read(part, KEY).unwrap_or_default());
        if before.as_ref() != Some(&spot) && !there.is_some_and(|it| leads_to(&it, &spot)) {
            let address = address::with(part, KEY, &spot.write());
            history::write(address, is_step(before.as_ref(), &spot));
        }
        spot
    });
    StoredValue::new_local(effect);
}

/// A message of a ticket is in it.
fn leads_to(there: &Spot, here: &Spot) -> bool {
    match (there, here) {
        (Spot::Ticket(there, _), Spot::Ticket(here, _)) => there == here,
        _ => there == here,
    }
}

/// Typing on in the search field is no step that anybody would go back.
fn is_step(before: Option<&Spot>, now: &Spot) -> bool {
    match (before, now) {
        (Some(Spot::List(before)), Spot::List(now)) => {
            let is_typing = before.filter.text != now.filter.text
                && !before.filter.text.is_empty()
                && !now.filter.text.is_empty();
            !is_typing
        }
        (Some(_), _) => true,
        (None, _) => false,
    }
}
