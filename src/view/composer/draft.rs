//! Keeping what is written while it is written (R6): at most a fifth of a second of typing is ever only
//! in the page.

use leptos::prelude::*;

use super::{field::Field, files::Files};
use crate::{
    dom::{channel::Channel, editor, focus, keep, task},
    domain::{TicketId, rich::Rich},
    state::desk::pen::{Pen, Written},
};

/// How long what was typed may wait, in milliseconds.
const WAIT: i32 = 200;

/// What is not kept yet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Nothing,
    /// Something that changed while another tab was looked at, as a file that arrived at the desk: that tab may
    /// have sent all this meanwhile.
    Aside,
    /// What the customer did here: it is newer than what any tab has kept.
    Own,
}

/// Keeps one ticket's draft.
#[derive(Clone, Copy)]
pub struct Keeper {
    pen: Pen,
    ticket: StoredValue<TicketId>,
    field: Field,
    files: Files,
    due: StoredValue<Due>,
    /// How many ways to the browser's store are not over: until then it says what was.
    under_way: StoredValue<u32>,
    /// The browser had no room for what stands here: the older one that it has instead.
    instead: StoredValue<Option<Written>, LocalStorage>,
    /// Whose it is that was typed last; nobody's until it is known who is there.
    whose: StoredValue<Option<String>>,
    /// What was last known to be kept, here or in another tab; or what there was no room for.
    kept: StoredValue<Written, LocalStorage>,
    /// Other tabs, which hear when something was kept or sent.
    others: StoredValue<Option<Channel>, LocalStorage>,
}

impl Keeper {
    /// Keeps what is written into `field`, as long as the current owner lives.
    pub fn new(pen: Pen, ticket: TicketId, field: Field, files: Files) -> Self {
        let it = Self {
            pen,
            ticket: StoredValue::new(ticket),
            field,
            files,
            due: StoredValue::new(Due::Nothing),
            under_way: StoredValue::new(0),
            instead: StoredValue::new_local(None),
            whose: StoredValue::new(None),
            kept: StoredValue::new_local(Written::default()),
            others: StoredValue::new_local(None),
        };
        let effect = RenderEffect::new(move |before: Option<()>| {
            field.track();
            files.track();
            if before.is_some() {
                it.note();
            }
        });
        StoredValue::new_local(effect);
        // Whoever looks at another tab, or closes this one, has stopped writing here.
        for name in ["pagehide", "blur"] {
            task::listen(name, move |_| it.keep());
        }
        // Two tabs do not fight: the one that is looked at takes over what the other kept, also what that
        // one keeps only as it is left.
        it.others.set_value(Channel::open(keep::NAME, Box::new(move |_| it.follow())));
        task::listen("focus", move |_| it.restore());
        on_cleanup(move || it.keep());
        it
    }

    /// Something changed.
    pub fn note(self) {
        let Some(before) = self.due.try_get_value() else { return };
        if let Some(owner) = self.pen.owner() {
            self.whose.set_value(Some(owner));
        }
        let now = if focus::is_in_page() { Due::Own } else { before.max(Due::Aside) };
        self.due.set_value(now);
        if before != Due::Nothing {
            return;
        }
        self.pen.spawn(async move {
            task::pause(WAIT).await;
            if self.due.try_get_value() == Some(Due::Aside) {
                let due = if self.is_outdated().await { Due::Nothing } else { Due::Own };
                // Somebody may have come to this tab meanwhile, and written.
                self.due.try_update_value(|it| *it = if *it == Due::Own { Due::Own } else { due });
            }
            self.keep();
        });
    }

    /// Whether what is kept is not what this tab knows.
    async fn is_outdated(self) -> bool {
        let Some(ticket) = self.ticket.try_get_value() else { return false };
        // Until what this tab keeps is in the store, the store is behind it, not ahead.
        while self.under_way.try_get_value().is_some_and(|it| it > 0) {
            task::pause(WAIT).await;
        }
        let found = self.pen.draft(&ticket).await;
        let known = match self.instead.try_get_value().flatten() {
            None => self.kept.try_get_value(),
            instead => instead,
        };
        found.zip(known).is_some_and(|(found, known)| found != known)
    }

    /// Sends what was written; then there is nothing to keep.
    pub fn send(self, written: Written) {
        self.due.set_value(Due::Nothing);
        self.instead.set_value(None);
        self.kept.set_value(Written::default());
        let (pen, ticket) = (self.pen, self.ticket.get_value());
        self.on_the_way(async move { pen.send(&ticket, written).await });
    }

    fn on_the_way(self, future: impl Future<Output = ()> + 'static) {
        self.under_way.update_value(|it| *it += 1);
        self.pen.spawn(async move {
            future.await;
            self.under_way.try_update_value(|it| *it -= 1);
            self.others.try_with_value(|it| it.as_ref().map(|it| it.tell("")));
        });
    }

    /// Another tab may have kept something, or sent it.
    fn follow(self) {
        if focus::is_in_page() {
            self.restore();
        }
    }

    /// Shows what was kept, unless something newer stands here.
    pub fn restore(self) {
        let pen = self.pen;
        if self.under_way.try_get_value() != Some(0) || self.instead.with_value(Option::is_some) {
            return;
        }
        pen.spawn(async move {
            let Some(ticket) = self.ticket.try_get_value() else { return };
            let found = pen.draft(&ticket).await;
            let is_news =
                self.kept.try_with_value(|it| found.as_ref().is_some_and(|found| it != found));
            let is_idle = self.due.try_get_value().is_some_and(|it| it != Due::Own)
                && self.under_way.try_get_value() == Some(0);
            self.field.open();
            // What stands here and is not kept yet is newer.
            let Some(found) = found.filter(|_| is_news == Some(true) && is_idle) else { return };
            let rich = found.html.as_deref().and_then(editor::read_html);
            self.field.fill(&rich.unwrap_or_else(|| Rich::from_text(&found.text)));
            self.files.fill(found.files.clone());
            self.kept.set_value(found);
        });
    }

    /// Keeps it now.
    fn keep(self) {
        if self.due.try_get_value() != Some(Due::Own) {
            return;
        }
        self.due.set_value(Due::Nothing);
        // A4: somebody else is there by now, and would have it as their own.
        if self.whose.with_value(|it| it.is_some() && *it != self.pen.owner()) {
            return;
        }
        let (rich, files) = (self.field.content(), self.files.enclosed());
        let html = (!rich.is_empty()).then(|| rich.to_html());
        let written = Written { text: rich.to_text(), html, files };
        // What was taken over is kept already: two tabs that say so to each other would never end. It looked like
        // something newer until now, and what the other tab has kept meanwhile was not shown.
        if self.kept.with_value(|it| *it == written) {
            return self.follow();
        }
        let before = self.kept.get_value();
        self.kept.set_value(written.clone());
        let (pen, ticket) = (self.pen, self.ticket.get_value());
        self.on_the_way(async move {
            let is_kept = pen.keep_draft(&ticket, written).await;
            self.instead.try_update_value(|it| {
                *it = if is_kept { None } else { it.take().or(Some(before)) };
            });
        });
    }
}
