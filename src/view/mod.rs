//! What it looks like. A view holds no fact about a ticket that is not in the store.
//!
//! No fully static subtree in a `view!` and no `style=`: the first becomes an HTML string, which
//! Trusted Types forbid, the second is forbidden by a strict `style-src`. A block as an attribute's
//! value (`class={"x"}`) keeps a subtree from being static.

mod chunk;
mod composer;
mod escalation;
mod export;
mod finding;
mod gate;
mod life;
mod list;
mod live;
mod parts;
mod sidebar;
mod split;
mod ticket;

use leptos::prelude::*;

use crate::{
    config::View,
    dom::Clock,
    i18n::{Language, Text, Words},
    state::{
        Place, Session,
        desk::{Desk, HostEvent},
    },
};

/// The whole widget, in the language in force; nothing until there is one.
///
/// A new language makes the views anew: what they show is in the store.
pub fn root(language: Language) -> AnyView {
    Clock::provide();
    tell_when_ready(language);
    (move || {
        let lexicon = language.get()?;
        let (tag, direction) = (lexicon.tag().to_owned(), lexicon.direction());
        let words = Words::provide(lexicon);
        Some(
            view! {
                <section class="desk" lang=tag dir=direction aria-label=words.text(Text::AppRegion)>
                    {screen}
                    {parts::announce::region()}
                </section>
            }
            .into_any(),
        )
    })
    .into_any()
}

/// Nothing of a customer is shown before the desk said who is there, or after it stopped (A4).
fn screen() -> AnyView {
    let desk = Desk::here();
    (move || match desk.session.get() {
        _ if !desk.is_up.get() => ().into_any(),
        Session::Out => gate::signed_out(desk.me.with(Option::is_some)),
        Session::Unknown => gate::entering(),
        Session::In => place(),
    })
    .into_any()
}

fn place() -> AnyView {
    let desk = Desk::here();
    let view = desk.settings.with_value(|it| it.view);
    (move || match (desk.place.get(), view) {
        (Place::List { back_from }, _) => list::list(back_from),
        (Place::Ticket(_), View::Escalation) => chunk::escalation(),
        (Place::Ticket(_), _) => chunk::ticket(),
    })
    .into_any()
}

/// Tells the host page once that the first real screen is there: a list, a ticket, or why not.
fn tell_when_ready(language: Language) {
    let desk = Desk::here();
    let mut is_told = false;
    // The views' own kind of effect: another kind would cost every visitor its own code.
    let effect = RenderEffect::new(move |_| {
        let is_there = desk.is_up.get()
            && match (desk.session.get(), desk.place.get()) {
                (Session::In, Place::Ticket(_)) => {
                    desk.opening.get().is_settled() && desk.chunk.get().is_settled()
                }
                _ => true,
            };
        let lexicon = language.get();
        if is_there && lexicon.is_some() && !is_told {
            is_told = true;
            desk.tell(HostEvent::Ready);
            // The frame to come paints it, the one after it has.
            request_animation_frame(move || request_animation_frame(move || desk.painted()));
            live::begin(language);
            let is_routed = desk.settings.with_value(|it| it.is_routed());
            if let Some(lexicon) = lexicon.filter(|_| is_routed) {
                list::finding::want(desk, lexicon);
            }
        }
    });
    StoredValue::new_local(effect);
}
