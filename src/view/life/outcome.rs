//! What became of a deed: why it was not done, and where the focus goes.

use leptos::prelude::*;

use crate::{
    dom::{Root, focus},
    domain::TicketId,
    i18n::{Text, Words},
    state::{
        Failure,
        deeds::{Kind, Progress},
        desk::{Desk, hand::Hand},
    },
    view::parts::failure_text,
};

/// The ticket that is open, by the id it was asked for.
pub fn ticket_here() -> TicketId {
    let place = Desk::here().place.get_untracked();
    place.ticket().cloned().unwrap_or_else(|| TicketId::new(""))
}

/// How far a deed is, for views that hear only of that.
pub fn progress(ticket: &TicketId, kind: Kind) -> Memo<Option<Progress>> {
    let (hand, ticket) = (Hand::here(), ticket.clone());
    Memo::new(move |_| hand.progress(&ticket, kind))
}

/// One calm sentence: what is not so, why, and what to do.
pub fn failed(ticket: &TicketId, kind: Kind) -> AnyView {
    let (hand, words) = (Hand::here(), Words::here());
    let progress = progress(ticket, kind);
    (move || {
        let Some(Progress::Failed(trouble)) = progress.get() else { return ().into_any() };
        let may_double = kind == Kind::FollowUp && is_unsure(trouble.failure) && hand.may_double();
        let doubt = may_double.then(|| view! { " "{words.say(Text::LifeUnsure)} });
        view! {
            <div class="note note--warning" role="alert">
                <p>{words.say(undone_text(kind))}" "{words.say(why_text(trouble.failure))}{doubt}</p>
            </div>
        }
        .into_any()
    })
    .into_any()
}

fn undone_text(kind: Kind) -> Text {
    match kind {
        Kind::Close => Text::LifeNotClosed,
        Kind::Reopen => Text::LifeNotReopened,
        Kind::Rate => Text::LifeNotRated,
        Kind::Verify => Text::LifeNotVerified,
        Kind::Access => Text::LifeNotSwitched,
        Kind::FollowUp => Text::LifeNotFollowedUp,
    }
}

/// Why, where something was to be done, not to be seen.
pub fn why_text(failure: Failure) -> Text {
    match failure {
        Failure::Forbidden => Text::LifeForbidden,
        Failure::Refused | Failure::NotFound => Text::LifeRefused,
        Failure::SignedOut => Text::LifeSessionEnded,
        other => failure_text(other),
    }
}

/// Whether the desk may have done it all the same.
fn is_unsure(failure: Failure) -> bool {
    matches!(failure, Failure::Offline | Failure::TimedOut | Failure::Broken | Failure::Unreadable)
}

/// Focuses what is about to come into the page, after a press.
pub fn focus_soon(root: Root, selector: &'static str) {
    soon(root, move || true, selector);
}

/// Focuses what is there in a moment, if what had the focus is gone by then.
pub fn focus_if_lost(root: Root, selector: &'static str) {
    soon(root, focus::is_lost, selector);
}

/// Each time `watched` changes after somebody pressed something here: if what had the focus is gone,
/// the focus goes there.
pub fn catch_focus<T: PartialEq + Send + Sync + 'static>(
    watched: Memo<T>,
    is_meant: RwSignal<bool>,
    selector: &'static str,
) {
    let root = Root::here();
    let effect = RenderEffect::new(move |before: Option<()>| {
        // Looked at, not only tracked: a memo that nobody asks does not watch.
        watched.with(|_| ());
        if before.is_some() && is_meant.get_untracked() {
            focus_if_lost(root, selector);
        }
    });
    StoredValue::new_local(effect);
}

fn soon(root: Root, is_wanted: impl Fn() -> bool + 'static, selector: &'static str) {
    request_animation_frame(move || {
        if let Some(found) = root.find(selector).filter(|_| is_wanted()) {
            focus::on(&found);
        }
    });
}
