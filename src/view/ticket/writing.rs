//! What a customer can do about a ticket beside reading it. It travels by itself, and only to who may.

use std::rc::Rc;

use leptos::prelude::*;

use crate::{
    dom::task,
    domain::{Action, Offer, Policy, Ticket},
    state::desk::Desk,
    view::{
        composer,
        life::{self, offer},
        parts,
        split::{fetched, split_point},
    },
};

/// The views of the chunk.
#[derive(Clone, Copy)]
struct Views {
    /// Above the conversation: what became of the ticket, and what can still be done.
    banner: fn() -> AnyView,
    /// Behind the conversation: what was sent and is not in it yet, and where to write.
    composer: fn() -> AnyView,
    /// In the sidebar: what the ticket allows support.
    access: fn() -> AnyView,
    /// In an escalation: the customer's word on the repair.
    verification: fn() -> AnyView,
}

split_point!(
    fetch,
    writing,
    Views,
    Views {
        banner: life::banner,
        composer: composer::composer,
        access: life::access,
        verification: life::verification,
    }
);

#[derive(Clone, Copy)]
enum Part {
    Absent,
    Coming,
    Here(Views),
    Failed,
}

/// The chunk, as far as it is here.
#[derive(Clone, Copy)]
pub struct Writing(RwSignal<Part>);

impl Writing {
    /// For the views below the current owner. It is fetched once there is something to do.
    pub fn provide() {
        let desk = Desk::here();
        let part = RwSignal::new(Part::Absent);
        provide_context(Self(part));
        let effect = RenderEffect::new(move |_| {
            let policy = desk.me.with(|it| it.as_ref().map(|it| it.policy)).unwrap_or_default();
            let is_wanted = desk.ticket.with(|it| it.as_ref().is_some_and(|it| may_do(it, policy)));
            match part.get() {
                Part::Absent if is_wanted => part.set(Part::Coming),
                Part::Coming => load(part),
                _ => {}
            }
        });
        StoredValue::new_local(effect);
    }

    /// Above the conversation.
    pub fn banner() -> AnyView {
        Self::show(|it| (it.banner)(), offer::banner_waiting, nothing)
    }

    /// Behind it. Here is told where the chunk cannot be had.
    pub fn composer() -> AnyView {
        let Self(part) = expect_context();
        let failed = move || parts::unfetched(Rc::new(move || part.set(Part::Coming)));
        Self::show(|it| (it.composer)(), nothing, failed)
    }

    /// In the sidebar.
    pub fn access() -> AnyView {
        Self::show(|it| (it.access)(), nothing, nothing)
    }

    /// In an escalation. It stands alone too, where nobody provided this.
    pub fn verification() -> AnyView {
        if use_context::<Self>().is_none() {
            Self::provide();
        }
        Self::show(|it| (it.verification)(), offer::verification_waiting, nothing)
    }

    /// `waiting` is as high as what is coming: nothing moves when it is here.
    fn show(
        make: fn(Views) -> AnyView,
        waiting: fn() -> AnyView,
        failed: impl Fn() -> AnyView + Send + 'static,
    ) -> AnyView {
        let Self(part) = expect_context();
        (move || match part.get() {
            Part::Absent | Part::Coming => waiting(),
            Part::Here(views) => make(views),
            Part::Failed => failed(),
        })
        .into_any()
    }
}

fn nothing() -> AnyView {
    ().into_any()
}

/// Whether there is anything to do, or to say of what was done.
fn may_do(ticket: &Ticket, policy: Policy) -> bool {
    let it = &ticket.actions;
    let is_allowed = [&it.reply, &it.verify].into_iter().any(|it| *it == Action::Allowed);
    is_allowed || Offer::of(ticket, policy).is_any() || ticket.proxy_access.is_some()
}

fn load(part: RwSignal<Part>) {
    task::spawn(Box::pin(async move {
        let fetched = fetched!(fetch);
        // The page may be gone.
        part.try_set(fetched.map_or(Part::Failed, Part::Here));
    }));
}
