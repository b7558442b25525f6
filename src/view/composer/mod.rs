//! Where a customer writes (R1–R8): what was sent and is not there yet, the field, its files, and the
//! way to send.

mod act;
mod draft;
mod field;
mod files;
mod har;
mod history;
mod letters;
mod refusal;
mod toolbar;
mod typing;

use leptos::{html, prelude::*};

use self::{
    draft::Keeper,
    field::{Field, LONGEST, Said},
    files::Files,
    letters::letters,
};
use crate::{
    dom::{Root, editor::read_html, focus, picked::Picked},
    domain::{Action, Ticket, rich::Rich},
    i18n::{Text, Words},
    state::{
        desk::{
            Desk,
            pen::{Pen, Written},
        },
        writing::Letter,
    },
    view::parts::{announce, heading},
};

/// What a pasted text is called that is too long for a message.
const PASTED: &str = "pasted.txt";

/// What is wrong with what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
    /// Nothing is written.
    Empty,
    /// Too many bytes, and how many too many.
    TooLong(u32),
    /// The address of a link cannot be one.
    Link,
}

/// What was sent and is not in the conversation yet, and where to write.
pub fn composer() -> AnyView {
    let desk = Desk::here();
    let pen = Pen::of(desk);
    let Some(id) = desk.place.with_untracked(|it| it.ticket().cloned()) else {
        return ().into_any();
    };
    let field = Field::new();
    let files = Files::new(pen, id.clone());
    let keeper = Keeper::new(pen, id.clone(), field, files);
    let edit = StoredValue::new_local(Box::new(move |letter: Letter| {
        let rich = letter.html.as_deref().and_then(read_html);
        let rich = rich.unwrap_or_else(|| Rich::from_text(&letter.text));
        // What is being written meanwhile stays, below it.
        let below = field.content();
        field.fill(&Rich::new([rich.blocks(), below.blocks()].concat()));
        files.fill([letter.files, files.enclosed()].concat());
        field.focus();
        keeper.note();
    }) as Box<dyn Fn(Letter)>);
    let may_reply = Memo::new(move |_| {
        desk.ticket.with(|it| it.as_ref().is_some_and(|it| it.actions.reply == Action::Allowed))
    });
    view! {
        {letters(pen, id, edit, may_reply)}
        {move || may_reply.get().then(|| writing(pen, field, files, keeper))}
    }
    .into_any()
}

fn writing(pen: Pen, field: Field, files: Files, keeper: Keeper) -> AnyView {
    let (desk, words, root) = (Desk::here(), Words::here(), Root::here());
    let wrong = RwSignal::new(None::<Wrong>);
    let asks_link = RwSignal::new(false);
    keeper.restore();
    let send = move || {
        let rich = field.content().with_links();
        let text = rich.to_text();
        let html = (!rich.is_plain()).then(|| rich.to_html());
        let size = html.as_deref().unwrap_or(&text).len();
        let found = match size {
            _ if rich.is_empty() => Some(Wrong::Empty),
            _ if size > LONGEST => {
                Some(Wrong::TooLong(u32::try_from(size - LONGEST).unwrap_or(u32::MAX)))
            }
            _ => None,
        };
        wrong.set(found);
        if found.is_none() {
            keeper.send(Written { text, html, files: files.enclosed() });
            field.fill(&Rich::default());
            files.fill(Vec::new());
            announce::say(root, &words.text(Text::LetterSending));
        }
        field.focus();
    };
    let send = StoredValue::new_local(send);
    let tell = StoredValue::new_local(Box::new(move |said| match said {
        Said::Send => send.with_value(|send| send()),
        Said::Link => asks_link.set(true),
        Said::Files(all) => files.add(all.into_iter().map(Picked::new).collect()),
        Said::TooLong(text) => {
            // Nothing is lost: it goes along as a file, where the desk takes one.
            if !files.add_text(PASTED, &text) {
                let over = text.len().saturating_sub(LONGEST);
                wrong.set(Some(Wrong::TooLong(u32::try_from(over).unwrap_or(u32::MAX))));
            }
        }
    }) as Box<dyn Fn(Said)>);
    // A mistake is one until something changes.
    let effect = RenderEffect::new(move |_| {
        field.track();
        wrong.set(None);
    });
    StoredValue::new_local(effect);
    let to = move || desk.ticket.with(|it| it.as_ref().and_then(|it| recipients(it)));
    view! {
        <section class="composer" aria-label=words.text(Text::ComposerTitle)>
            {heading(2, "composer__title", words.say(Text::ComposerTitle))}
            {to}
            <div class="composer__box">
                {toolbar::toolbar(field, Callback::new(move |()| asks_link.set(true)))}
                {move || asks_link.get().then(|| link_form(field, asks_link, wrong))}
                {field.show(tell, words.text(Text::ComposerTitle), "composer-keys")}
            </div>
            {files.show()}
            <p class="composer__wrong" role="alert">{move || wrong.get().map(told)}</p>
            <div class="composer__room" role="status">
                {move || pen.has_no_room().then(|| view! { <p class="note note--warning">{words.say(Text::ComposerNoRoom)}</p> })}
            </div>
            <div class="composer__ways">
                <button type="button" class="button button--main" on:click=move |_| send.with_value(|send| send())>
                    {words.say(Text::ComposerSend)}
                </button>
                <span class="composer__keys" id="composer-keys">{words.say(Text::ComposerKeys)}</span>
            </div>
        </section>
    }
    .into_any()
}

/// R3: who else gets it.
fn recipients(ticket: &Ticket) -> Option<AnyView> {
    let words = Words::here();
    let all = &ticket.thread.recipients;
    (!all.is_empty()).then(|| {
        let names = words.list(all);
        view! { <p class="composer__to">{words.say_with(Text::ComposerTo, &[("names", &names)])}</p> }
            .into_any()
    })
}

fn told(wrong: Wrong) -> AnyView {
    let words = Words::here();
    match wrong {
        Wrong::Empty => words.say(Text::ComposerEmpty),
        Wrong::TooLong(over) => words.say_count(Text::ComposerTooLong, over, &[]),
        Wrong::Link => words.say(Text::ComposerLinkWrong),
    }
}

/// Where a link leads.
fn link_form(field: Field, is_open: RwSignal<bool>, wrong: RwSignal<Option<Wrong>>) -> AnyView {
    let words = Words::here();
    let node = NodeRef::<html::Input>::new();
    let here = field.link_here().unwrap_or_default();
    Effect::new(move || {
        if let Some(node) = node.get() {
            focus::on(&node);
        }
    });
    let close = move || {
        is_open.set(false);
        field.focus();
    };
    let apply = move || {
        let address = node.get_untracked().map(|it| it.value()).unwrap_or_default();
        if field.link(&address) {
            close();
        } else {
            wrong.set(Some(Wrong::Link));
        }
    };
    let key = move |event: leptos::ev::KeyboardEvent| match &*event.key() {
        "Enter" => {
            event.prevent_default();
            apply();
        }
        "Escape" => {
            event.stop_propagation();
            close();
        }
        _ => {}
    };
    view! {
        <div class="composer__link">
            <label class="composer__address">
                {words.say(Text::ComposerLinkAddress)}
                <input class={"input"} type="url" inputmode="url" value=here dir="ltr" node_ref=node on:keydown=key />
            </label>
            <button type="button" class="button" on:click=move |_| apply()>{words.say(Text::ComposerLinkApply)}</button>
            <button type="button" class="button button--quiet" on:click=move |_| close()>{words.say(Text::ComposerCancel)}</button>
        </div>
    }
    .into_any()
}
