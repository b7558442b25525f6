//! The files of a reply (R4, R5): what may go along is said first, and judged before anything is sent.

mod row;
mod turned;

use std::rc::Rc;

use leptos::{html, prelude::*};

use self::turned::{Turned, Why};
use super::har;
use crate::{
    dom::{focus, picked::Picked},
    domain::{
        File, TicketId, UploadLimits,
        upload::{self, HEAD, Kind, clean_name, shrunk_name},
    },
    i18n::{Text, Words},
    state::{
        Refusal,
        desk::{
            Desk,
            pen::{Pen, Upload},
        },
        writing::Enclosed,
    },
    view::parts::Icon,
};

/// The files of one reply.
#[derive(Clone, Copy)]
pub struct Files {
    pen: Pen,
    ticket: StoredValue<TicketId>,
    items: RwSignal<Vec<Item>, LocalStorage>,
    refused: RwSignal<Vec<Turned>, LocalStorage>,
    /// Recordings that wait for the customer's word, one after the other.
    har: RwSignal<Vec<har::Waiting>, LocalStorage>,
    turn: StoredValue<u32>,
    /// The way to choose, where the focus goes when a file is taken out.
    choose: NodeRef<html::Button>,
}

/// A file that goes along.
#[derive(Clone)]
struct Item {
    id: u32,
    enclosed: Enclosed,
    stage: Stage,
}

/// How far it is.
#[derive(Clone, PartialEq)]
enum Stage {
    /// It is here, or the desk has it.
    Rests,
    /// On its way, and how far.
    Sending(ArcRwSignal<Option<f64>>),
    /// The desk did not take it.
    Failed(Refusal),
}

impl Files {
    /// None yet.
    pub fn new(pen: Pen, ticket: TicketId) -> Self {
        Self {
            pen,
            ticket: StoredValue::new(ticket),
            items: RwSignal::new_local(Vec::new()),
            refused: RwSignal::new_local(Vec::new()),
            har: RwSignal::new_local(Vec::new()),
            turn: StoredValue::new(0),
            choose: NodeRef::new(),
        }
    }

    /// Wakes the reader when they change.
    pub fn track(self) {
        self.items.track();
    }

    /// They, as they are kept and sent.
    pub fn enclosed(self) -> Vec<Enclosed> {
        let items = self.items.try_get_untracked().unwrap_or_default();
        items.into_iter().map(|it| it.enclosed).collect()
    }

    /// These, and no others.
    pub fn fill(self, all: Vec<Enclosed>) {
        let items: Vec<Item> = all
            .into_iter()
            .map(|enclosed| Item { id: self.next(), enclosed, stage: Stage::Rests })
            .collect();
        let waiting: Vec<u32> =
            items.iter().filter(|it| it.enclosed.token.is_none()).map(|it| it.id).collect();
        self.items.try_set(items);
        self.refused.try_set(Vec::new());
        for id in waiting {
            self.upload(id);
        }
    }

    /// Takes files, each by itself: one that cannot go along says why.
    pub fn add(self, files: Vec<Picked>) {
        self.refused.set(Vec::new());
        self.pen.spawn(async move {
            for file in files {
                self.take(file).await;
            }
        });
    }

    /// Text that is too long for a message, as a file.
    pub fn add_text(self, name: &str, text: &str) -> bool {
        let limits = limits();
        let already = self.items.with_untracked(Vec::len);
        let size = text.len() as f64;
        let fits = upload::judge(name, size, text.as_bytes(), &limits, already).is_ok();
        if fits {
            self.put(File {
                name: name.to_owned(),
                media_type: "text/plain".into(),
                bytes: text.as_bytes().to_vec(),
            });
        }
        fits
    }

    async fn take(self, file: Picked) {
        let (name, limits) = (clean_name(&file.name()), limits());
        let Some(head) = file.head(HEAD).await else { return self.turn_down(file, Why::Gone) };
        let Some(already) = self.items.try_with_untracked(Vec::len) else { return };
        match upload::judge(&name, file.size(), &head, &limits, already) {
            Err(why) => self.turn_down(file, Why::Rule(why)),
            Ok(kind) => {
                let Some(bytes) = file.bytes().await else {
                    return self.turn_down(file, Why::Gone);
                };
                let media_type = file.media_type();
                if kind == Kind::Har {
                    match har::Waiting::of(name, &bytes) {
                        Some(it) => _ = self.har.try_update(|all| all.push(it)),
                        None => self.turn_down(file, Why::NotHar),
                    }
                } else {
                    self.put(File { name, media_type, bytes });
                }
            }
        }
    }

    fn turn_down(self, file: Picked, why: Why) {
        let it = Turned { id: self.next(), name: clean_name(&file.name()), why, file };
        self.refused.try_update(|all| all.push(it));
    }

    /// R5: a picture that is too large, as a smaller one.
    fn shrink(self, it: Turned) {
        self.refused.update(|all| all.retain(|other| other.id != it.id));
        self.focus_choose();
        let limit = limits().bytes();
        self.pen.spawn(async move {
            match it.file.shrunk(limit).await {
                Some(bytes) => self.put(File {
                    name: shrunk_name(&it.name),
                    media_type: "image/jpeg".into(),
                    bytes,
                }),
                None => self.turn_down(it.file, Why::NotShrunk),
            }
        });
    }

    fn put(self, file: File) {
        let id = self.next();
        let enclosed = Enclosed { file: Rc::new(file), token: None };
        self.items.try_update(|all| all.push(Item { id, enclosed, stage: Stage::Rests }));
        self.upload(id);
    }

    /// Sends a file ahead, so that the reply itself goes at once.
    fn upload(self, id: u32) {
        let Some((file, ticket)) = self.file(id).zip(self.ticket.try_get_value()) else { return };
        let Some(upload) = self.pen.upload(&ticket, &file) else { return };
        self.set_stage(id, Stage::Sending(upload.sent()));
        self.pen.spawn(self.uploaded(id, upload));
    }

    async fn uploaded(self, id: u32, upload: Upload) {
        let Some(outcome) = upload.outcome().await else { return };
        self.items.try_update(|all| {
            let Some(it) = all.iter_mut().find(|it| it.id == id) else { return };
            it.stage = match outcome {
                Ok(token) => {
                    it.enclosed.token = Some(token);
                    Stage::Rests
                }
                Err(refusal) => Stage::Failed(refusal),
            };
        });
    }

    fn file(self, id: u32) -> Option<Rc<File>> {
        self.items
            .try_with_untracked(|all| {
                all.iter().find(|it| it.id == id).map(|it| it.enclosed.file.clone())
            })
            .flatten()
    }

    fn set_stage(self, id: u32, stage: Stage) {
        self.items.try_update(|all| {
            if let Some(it) = all.iter_mut().find(|it| it.id == id) {
                it.stage = stage;
            }
        });
    }

    /// Takes a file out: one that is on its way is cancelled, one that the desk has it may forget.
    fn remove(self, id: u32) {
        let mut taken = None;
        self.items.update(|all| {
            taken = all.iter().position(|it| it.id == id).map(|at| all.remove(at));
        });
        self.focus_choose();
        let Some(Enclosed { file, token }) = taken.map(|it| it.enclosed) else { return };
        self.pen.cancel(&file);
        if let (Some(token), Some(ticket)) = (token.flatten(), self.ticket.try_get_value()) {
            self.pen.give_back(&ticket, token);
        }
    }

    /// Whoever pressed a button that goes is at the way to choose then.
    fn focus_choose(self) {
        if let Some(button) = self.choose.get_untracked() {
            focus::on(&button);
        }
    }

    fn next(self) -> u32 {
        let id = self.turn.try_get_value().unwrap_or_default() + 1;
        self.turn.try_set_value(id);
        id
    }

    /// What goes along, what does not and why, and the way to choose; nothing where the desk takes none.
    pub fn show(self) -> AnyView {
        let desk = Desk::here();
        let takes = Memo::new(move |_| {
            desk.me.with(|it| it.as_ref().is_some_and(|it| it.can.upload.is_some()))
        });
        (move || takes.get().then(|| self.area())).into_any()
    }

    fn area(self) -> AnyView {
        let words = Words::here();
        let input = NodeRef::<html::Input>::new();
        let limits = limits();
        let said = words.fill(
            Text::AttachLimits,
            &[
                ("count", &words.number(limits.files())),
                ("size", &words.bytes(limits.bytes())),
                ("types", &limits.endings().join(" ")),
            ],
        );
        let choose = move |_| {
            if let Some(input) = input.get_untracked() {
                input.click();
            }
        };
        let chosen = move |_| {
            if let Some(input) = input.get_untracked() {
                self.add(Picked::all_of(&input));
            }
        };
        let ids = Memo::new(move |_| {
            self.items.with(|all| all.iter().map(|it| it.id).collect::<Vec<_>>())
        });
        let is_any = Memo::new(move |_| ids.with(|it| !it.is_empty()));
        let items = move || {
            is_any.get().then(|| {
                view! {
                    <ul class="attach__list" aria-label=words.text(Text::MessageFiles)>
                        <For each=move || ids.get() key=|id| *id let:id>{self.row(id)}</For>
                    </ul>
                }
            })
        };
        let refused = move || {
            let all: Vec<AnyView> =
                self.refused.get().into_iter().map(|it| self.turned(it)).collect();
            (!all.is_empty()).then(|| view! { <ul class="attach__list">{all}</ul> })
        };
        let har = move || {
            self.har.with(|all| all.first().cloned()).map(|it| {
                let keep = it.clone();
                let next = move || {
                    self.har.update(|all| _ = all.remove(0));
                    self.focus_choose();
                };
                let take = move || {
                    next();
                    self.put(keep.clone().file());
                };
                it.show(take, next)
            })
        };
        view! {
            <div class="attach">
                {items}
                <div role="alert">{refused}</div>
                {har}
                <input type="file" multiple hidden tabindex="-1" aria-hidden="true" node_ref=input on:change=chosen />
                <button type="button" class="button" aria-describedby="attach-limits" node_ref=self.choose on:click=choose>
                    {Icon::CLIP.show()}
                    {words.say(Text::AttachChoose)}
                </button>
                <span class="attach__limits" id="attach-limits">{said}</span>
            </div>
        }
        .into_any()
    }
}

/// What this desk takes.
fn limits() -> UploadLimits {
    let desk = Desk::here();
    desk.me
        .with_untracked(|it| it.as_ref().and_then(|it| it.can.upload.clone()))
        .unwrap_or_default()
}
