//! The public events. The names here are promises.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

use crate::state::{
    Failure,
    desk::{HostEvent, Tell},
};

/// Tells `host` of what happens; an event that is prevented is the page's to handle.
pub fn teller(host: HtmlElement) -> Tell {
    Rc::new(move |event| match event {
        HostEvent::Ready => send(&host, "deskpane-ready", &[]),
        HostEvent::Navigate(id) => {
            send(&host, "deskpane-navigate", &[("ticket", id.as_str().into())])
        }
        HostEvent::TicketOpened(id) => {
            send(&host, "deskpane-ticket-open", &[("ticket", id.as_str().into())])
        }
        HostEvent::Attention(count) => {
            send(&host, "deskpane-attention", &[("count", count.into())])
        }
        HostEvent::ReplySent(id) => {
            send(&host, "deskpane-reply-sent", &[("ticket", id.as_str().into())])
        }
        HostEvent::TicketClosed(id) => {
            send(&host, "deskpane-ticket-closed", &[("ticket", id.as_str().into())])
        }
        HostEvent::SignIn => sign_in(&host),
        HostEvent::Error(error) => {
            let (reason, message) = (name_of(error.failure()), error.detail());
            send(&host, "deskpane-error", &[("reason", reason.into()), ("message", message.into())])
        }
    })
}

/// What a page reads in `deskpane-error`.
fn name_of(failure: Failure) -> &'static str {
    match failure {
        Failure::Offline => "offline",
        Failure::TimedOut => "timed-out",
        Failure::SignedOut => "signed-out",
        Failure::Forbidden => "forbidden",
        Failure::NotFound => "not-found",
        Failure::Busy => "busy",
        Failure::Broken => "broken",
        Failure::Refused => "refused",
        Failure::NotAccepted => "not-accepted",
        Failure::Unreadable => "unreadable",
        Failure::TooLarge => "too-large",
        Failure::Redirected => "redirected",
    }
}

/// The language in force.
pub fn locale(host: &HtmlElement, tag: &str) {
    send(host, "deskpane-locale", &[("locale", tag.into())]);
}

/// A4: the host page signs in, or `sign-in-url` leads there.
fn sign_in(host: &HtmlElement) -> bool {
    let is_ours = send(host, "deskpane-sign-in", &[]);
    let url = host.get_attribute("sign-in-url").and_then(|it| super::route::absolute(&it));
    if let (true, Some(url), Some(window)) = (is_ours, url, web_sys::window()) {
        // An address that cannot be followed leaves the customer where they are.
        let _ = window.location().set_href(&url);
    }
    is_ours
}

fn send(host: &HtmlElement, name: &str, fields: &[(&str, JsValue)]) -> bool {
    let detail = Object::new();
    for (name, value) in fields {
        // Setting a field of a plain object of our own cannot fail.
        let _ = Reflect::set(&detail, &JsValue::from_str(name), value);
    }
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_cancelable(true);
    init.set_detail(&detail);
    CustomEvent::new_with_event_init_dict(name, &init)
        .and_then(|event| host.dispatch_event(&event))
        .unwrap_or(true)
}

thread_local! {
    static WARNED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// One console message for a mistake, however many widgets make it.
pub fn warn_once(message: &str) {
    WARNED.with_borrow_mut(|warned| {
        if warned.iter().all(|it| it != message) {
            warned.push(message.to_owned());
            leptos::logging::warn!("{message}");
        }
    });
}
