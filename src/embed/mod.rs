//! The edge: the element's attributes in, events out, mount and drop.
//!
//! The element itself is `loader.js`, which needs no wasm to stand in the page.

mod events;
mod route;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use leptos::{mount::UnmountHandle, prelude::*, reactive::owner::WeakOwner};
use wasm_bindgen::prelude::*;

use crate::{
    api::client::{Client, Line},
    config::{Settings, parse},
    dom::{Root, js, styles, task},
    domain::TicketId,
    i18n::{self, Language, Source},
    state::desk::{Desk, Host},
    view,
};

/// A widget on the page. `free()` (or dropping it) takes it down: views, effects, timers and
/// requests in flight.
#[wasm_bindgen]
pub struct Widget {
    desk: Desk,
    host: web_sys::HtmlElement,
    languages: Rc<Languages>,
    _mounted: UnmountHandle<<AnyView as leptos::tachys::view::Render>::State>,
}

/// Puts a widget into `root`, a `<div>` in the shadow root of `host`. `early` are answers asked
/// for already, by address (of languages their texts); `base` is the address of the release.
///
/// # Errors
/// When the attributes leave nothing to show: the loader then gives the page its own link back.
#[wasm_bindgen]
pub fn mount(
    root: web_sys::HtmlElement,
    host: web_sys::HtmlElement,
    early: Option<js_sys::Map>,
    base: String,
) -> Result<Widget, JsValue> {
    let settings =
        settings_of(&host).ok_or_else(|| js_sys::Error::new("the attribute api is missing"))?;
    styles::adopt(&root)?;
    let connectors = format!("{base}connectors/");
    let line = line(&settings, &host, connectors, early.clone());
    let client = Client::new(settings.connector.clone(), line);
    let parts = Rc::new(Cell::new(None));
    let made = parts.clone();
    let page = host.clone();
    let routing = settings.routing;
    let mounted = leptos::mount::mount_to(root.clone(), move || {
        Root::provide(root.into());
        let desk = Desk::provide(
            settings,
            client,
            Host {
                tell: events::teller(page.clone()),
                address: Rc::new(move |id, message| route::address_of(routing, id, message)),
            },
        );
        read_again_when_back_online(desk);
        let languages = Languages::new(Source { folder: format!("{base}locales/"), early }, page);
        let language = languages.language;
        languages.choose(desk);
        made.set(Some((desk, languages)));
        desk.start();
        view::root(language)
    });
    let (desk, languages) = parts.take().ok_or("not mounted")?;
    Ok(Widget { desk, host, languages, _mounted: mounted })
}

#[wasm_bindgen]
impl Widget {
    /// Opens a ticket.
    pub fn open(&self, id: String) {
        self.desk.open(TicketId::new(id));
    }

    /// Reads everything on screen again.
    pub fn refresh(&self) {
        self.desk.refresh();
    }

    /// Another language (I6); empty: negotiate.
    pub fn set_locale(&self, tag: String) {
        let tag = Some(tag).filter(|it| !it.is_empty());
        self.desk.settings.update_value(|it| it.locale = tag);
        self.languages.choose(self.desk);
    }

    /// The session may be another one.
    pub fn session_changed(&self) {
        self.desk.session_changed();
    }

    /// The customer leaves (A4).
    pub fn sign_out(&self) {
        self.desk.sign_out();
    }

    /// An attribute changed that needs no new widget.
    pub fn attribute_changed(&self, name: &str) {
        let Some(mut settings) = settings_of(&self.host) else { return };
        match name {
            "ticket" => {
                if let Some(id) = settings.ticket {
                    self.desk.open(id);
                }
            }
            "dates" => self.desk.show_dates(settings.dates),
            _ => {
                // Where the page's address leads was followed when it was new.
                settings.message = None;
                self.desk.settings.set_value(settings);
                self.languages.choose(self.desk);
            }
        }
    }
}

/// The language in force, and the way to another.
struct Languages {
    language: Language,
    source: Source,
    host: web_sys::HtmlElement,
    owner: Option<WeakOwner>,
    turn: Cell<u32>,
}

impl Languages {
    fn new(source: Source, host: web_sys::HtmlElement) -> Rc<Self> {
        let owner = Owner::current().map(|it| it.downgrade());
        Rc::new(Self { language: Language::none_yet(), source, host, owner, turn: Cell::new(0) })
    }

    /// I3: attribute → the element's `lang` → the page's → the browser's.
    fn choose(self: &Rc<Self>, desk: Desk) {
        let Some(owner) = self.owner.as_ref().and_then(WeakOwner::upgrade) else { return };
        let it = self.clone();
        let wanted = wanted(desk.settings.with_value(|it| it.locale.clone()), &it.host);
        let turn = it.turn.get() + 1;
        it.turn.set(turn);
        owner.with(|| {
            task::spawn(Box::pin(async move {
                let lexicon = Rc::new(i18n::load(&it.source, &wanted).await);
                let before = it.language.get_untracked();
                if before.is_some_and(|it| it.is_more_wanted()) {
                    lexicon.clone().add_more().await;
                }
                // A later choice wins, whatever travels faster.
                if it.turn.get() == turn {
                    events::locale(&it.host, lexicon.tag());
                    it.language.set(lexicon);
                }
            }));
        });
    }
}

fn wanted(attribute: Option<String>, host: &web_sys::HtmlElement) -> Vec<String> {
    let around = host.closest("[lang]").ok().flatten().map_or_else(
        // Out of reach, within a shadow root of the page's own.
        || js::get(&js::get(&js_sys::global(), "document"), "documentElement"),
        Into::into,
    );
    let around = js::get(&around, "lang").as_string();
    let browser = web_sys::window().map(|it| it.navigator().languages()).unwrap_or_default();
    // Loops: a chain of iterators is a dozen functions before the first row.
    let mut wanted = Vec::new();
    for it in [attribute, around].into_iter().flatten() {
        if !it.is_empty() {
            wanted.push(it);
        }
    }
    for at in 0..browser.length() {
        if let Some(it) = browser.get(at).as_string() {
            wanted.push(it);
        }
    }
    wanted
}

/// What the attributes say; what they say wrong is told once on the console, by name.
fn settings_of(host: &web_sys::HtmlElement) -> Option<Settings> {
    let (settings, problems) = parse(&|name| host.get_attribute(name), &route::absolute);
    for it in problems {
        let message = format!(
            "Deskpane: attribute {}=\"{}\" is not {}; using {}",
            it.attribute, it.value, it.expected, it.instead
        );
        events::warn_once(&message);
    }
    settings.map(route::find)
}

fn line(
    settings: &Settings,
    host: &web_sys::HtmlElement,
    connectors: String,
    early: Option<js_sys::Map>,
) -> Line {
    let property = |name: &str| {
        js_sys::Reflect::get(host, &name.into())
            .ok()
            .and_then(|it| it.dyn_into::<js_sys::Function>().ok())
    };
    let token_of = host.clone();
    Line {
        base: settings.api.clone(),
        auth: settings.auth,
        fetch: property("fetch"),
        token: Box::new(move || {
            let function = js_sys::Reflect::get(&token_of, &"getToken".into())
                .ok()?
                .dyn_into::<js_sys::Function>()
                .ok()?;
            Some(js_sys::Promise::resolve(&function.call0(&token_of).ok()?))
        }),
        connectors,
        warn: events::warn_once,
        early,
        kept: RefCell::default(),
    }
}

/// Y2: what failed for want of a connection is read again when there is one.
fn read_again_when_back_online(desk: Desk) {
    task::listen("online", move |_| desk.refresh());
}
