//! L6: lists that a customer gave a name, kept in this browser, and the address of the one on screen.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use super::{look_on, open_sheet};
use crate::{
    config::{KEY, Routing},
    dom::{
        Root,
        address::{self, Part},
        focus, js, keep, menu, task,
    },
    domain::{SavedView, SavedViews, Spot},
    i18n::{Text, Words},
    state::desk::Desk,
    view::parts::{Icon, announce},
};

/// What they are called where they are kept.
const NAME: &str = "views";

const SHEET: &str = ".find__views";

/// They, and where they show.
#[derive(Clone, Copy)]
struct Views {
    desk: Desk,
    words: Words,
    root: Root,
    all: RwSignal<SavedViews>,
}

/// The button that opens them, and they.
pub fn button() -> AnyView {
    let (desk, words, root) = (Desk::here(), Words::here(), Root::here());
    Views { desk, words, root, all: RwSignal::default() }.show()
}

impl Views {
    fn show(self) -> AnyView {
        let words = self.words;
        let field = NodeRef::<html::Input>::new();
        let save = move |event: ev::SubmitEvent| {
            event.prevent_default();
            let Some(field) = field.get_untracked() else { return };
            self.save(&js::get(&field, "value").as_string().unwrap_or_default());
            js::set(&field, "value", &"".into());
        };
        view! {
            <button type="button" class="button" aria-haspopup="dialog" on:click=move |event| self.open(&event)>
                {words.say(Text::FindViews)}
                {Icon::DOWN.show()}
            </button>
            <div class="menu find__views" role="dialog" popover="auto" aria-label=words.text(Text::FindViews)>
                {move || self.list()}
                <form class="find__new" on:submit=save>
                    <input class="select" node_ref=field aria-label=words.text(Text::FindViewName)
                        placeholder=words.text(Text::FindViewName) maxlength="60" autocomplete="off" dir="auto" />
                    <button type="submit" class="button">{words.say(Text::FindViewSave)}</button>
                </form>
                <button type="button" class="menu__item" on:click=move |_| self.copy()>
                    {Icon::COPY.show()}{words.say(Text::FindViewLink)}
                </button>
            </div>
        }
        .into_any()
    }

    fn list(self) -> AnyView {
        let all = self.all.get();
        if all.all().is_empty() {
            return view! { <p class="find__none">{self.words.say(Text::FindViewsNone)}</p> }
                .into_any();
        }
        let items: Vec<AnyView> = all.all().iter().map(|it| self.item(it)).collect();
        view! { <ul class="find__list">{items}</ul> }.into_any()
    }

    fn item(self, view: &SavedView) -> AnyView {
        let SavedView { name, looking } = view.clone();
        let of_name = name.clone();
        let go = move |_| {
            self.close();
            self.desk.go(Spot::List(looking.clone()));
            look_on(self.root);
        };
        let remove = move |_| {
            self.set(self.all.get_untracked().without(&of_name));
            self.stay();
        };
        let label = self.words.fill(Text::FindViewRemove, &[("name", &name)]);
        view! {
            <li class="find__view">
                <button type="button" class="menu__item" on:click=go><bdi>{name}</bdi></button>
                <button type="button" class="button button--quiet" aria-label=label.clone() title=label on:click=remove>
                    {Icon::CLOSE.show()}
                </button>
            </li>
        }
        .into_any()
    }

    /// What another tab has saved is there too.
    fn open(self, event: &ev::MouseEvent) {
        open_sheet(self.root, SHEET, event);
        let Some(owner) = self.desk.owner() else { return };
        task::spawn(Box::pin(async move {
            if let Some(kept) = keep::own(&owner, NAME).await {
                // Read again, it is younger again.
                let _ = self.all.try_set(SavedViews::read(&kept));
                keep::keep_own(owner, NAME, kept).await;
            }
        }));
    }

    fn save(self, name: &str) {
        if let (Spot::List(looking), false) = (self.desk.spot(), name.trim().is_empty()) {
            self.set(self.all.get_untracked().with(name, looking));
        }
    }

    fn set(self, views: SavedViews) {
        self.all.set(views.clone());
        let Some(owner) = self.desk.owner() else { return };
        task::spawn(Box::pin(async move {
            let is_kept = keep::keep_own(owner, NAME, views.write()).await;
            let told = if is_kept { Text::FindViewsKept } else { Text::FindViewsLost };
            announce::say(self.root, &self.words.text(told));
        }));
    }

    /// L6: for somebody else. A link leads there whatever `routing` is.
    fn copy(self) {
        let is_hash = self.desk.settings.with_value(|it| it.routing == Routing::Hash);
        let part = if is_hash { Part::Hash } else { Part::Query };
        self.close();
        announce::copy(address::with(part, KEY, &self.desk.spot().write()));
    }

    /// The button of a view that is no more is gone, and the sheet is still open.
    fn stay(self) {
        request_animation_frame(move || {
            if let Some(field) = self.root.find(".find__new > .select") {
                focus::on(&field);
            }
        });
    }

    fn close(self) {
        if let Some(sheet) = self.root.find(SHEET).and_then(|it| it.dyn_into().ok()) {
            menu::close(&sheet);
        }
    }
}
