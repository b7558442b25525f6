//! Links: to another ticket, which opens in place, and out of the page.

use leptos::{ev, prelude::*};

use crate::{
    domain::Related,
    i18n::{Text, Words},
    state::desk::Desk,
    view::parts::Icon,
};

/// T4: a real link to another ticket. What a person does on purpose with a link (a new tab, its
/// address) stays theirs.
pub fn ticket(related: &Related) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let id = related.id.clone();
    let href = desk.address_of(&id);
    let number = desk.display_id(&id);
    let subject = match (related.subject.trim(), &number) {
        ("", None) => words.say(Text::SidebarUntitled),
        ("", Some(_)) => ().into_any(),
        (subject, _) => view! { <bdi>{subject.to_owned()}</bdi> }.into_any(),
    };
    let number = number.map(|it| view! { <bdi class="number">{it}</bdi>" " });
    let press = move |event: ev::MouseEvent| {
        let is_special =
            event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        if is_special || event.button() != 0 || event.default_prevented() {
            return;
        }
        event.prevent_default();
        desk.open(id.clone());
    };
    view! { <a class="link" href=href on:click=press>{number}{subject}</a> }.into_any()
}

/// A link out of the page. It says that it opens another tab, and gives that tab no hold on this one.
pub fn out(url: String, label: AnyView, class: &'static str) -> AnyView {
    let words = Words::here();
    view! {
        <a class=class href=url target="_blank" rel="noopener noreferrer">
            {label}
            {Icon::OUT.show()}
            <span class={"hidden"}>{words.say(Text::TicketNewTab)}</span>
        </a>
    }
    .into_any()
}
