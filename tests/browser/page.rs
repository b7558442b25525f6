//! `Page`: a widget on a desk that says what the test wants. The only file that knows selectors.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use deskpane::embed::{Widget, mount};
use js_sys::{Function, Map, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, HtmlElement, Request, Response, ResponseInit, ShadowRootInit, ShadowRootMode,
};

/// Answers by the end of the path, before its query; a number alone is a status.
pub type Answers = BTreeMap<&'static str, String>;

pub struct Page {
    widget: Option<Widget>,
    host: HtmlElement,
    root: HtmlElement,
    pub asked: Rc<RefCell<Vec<String>>>,
}

impl Page {
    /// Mounts a widget whose network is `answers`.
    pub fn open(answers: Answers) -> Self {
        Self::open_with(answers, None)
    }

    /// As [`Self::open`], on a page that knows its customer by `token`.
    pub fn open_as(token: &'static str, answers: Answers) -> Self {
        Self::open_with(answers, Some(token))
    }

    fn open_with(answers: Answers, token: Option<&'static str>) -> Self {
        let document = web_sys::window().unwrap().document().unwrap();
        let host: HtmlElement = document.create_element("div").unwrap().unchecked_into();
        host.set_attribute("api", "https://desk.example/api").unwrap();
        host.set_attribute("locale", "en").unwrap();
        document.body().unwrap().append_child(&host).unwrap();
        let shadow = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).unwrap();
        let root: HtmlElement = document.create_element("div").unwrap().unchecked_into();
        root.set_class_name("deskpane");
        shadow.append_child(&root).unwrap();
        if let Some(token) = token {
            host.set_attribute("auth", "bearer").unwrap();
            let give = move || Promise::resolve(&JsValue::from_str(token));
            let give = Closure::<dyn Fn() -> Promise>::new(give).into_js_value();
            Reflect::set(&host, &"getToken".into(), &give).unwrap();
        }
        let asked = Rc::new(RefCell::new(Vec::new()));
        Reflect::set(&host, &"fetch".into(), &network(answers, asked.clone())).unwrap();
        let early = Map::new();
        early.set(
            &"https://release.example/locales/index.json".into(),
            &Promise::resolve(&JsValue::from_str("{}")),
        );
        let widget =
            mount(root.clone(), host.clone(), Some(early), "https://release.example/".into());
        Self { widget: Some(widget.unwrap()), host, root, asked }
    }

    /// Takes the widget down, as removing the element does.
    pub fn remove(&mut self) {
        self.widget = None;
    }

    pub fn is_empty(&self) -> bool {
        self.root.child_element_count() == 0
    }

    /// The texts of all that match.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let found = self.root.query_selector_all(selector).unwrap();
        (0..found.length()).map(|at| found.item(at).unwrap().text_content().unwrap()).collect()
    }

    pub fn click(&self, selector: &str) {
        let found = self.root.query_selector(selector).unwrap();
        found.unwrap_or_else(|| panic!("no {selector}")).unchecked_into::<HtmlElement>().click();
    }

    /// Waits until something matches.
    pub async fn wait_for(&self, selector: &str) -> Element {
        for _ in 0..200 {
            if let Some(found) = self.root.query_selector(selector).unwrap() {
                return found;
            }
            gloo_timers::future::TimeoutFuture::new(10).await;
        }
        panic!("{selector} never came; there is: {}", self.root.text_content().unwrap());
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.widget = None;
        self.host.remove();
    }
}

fn network(answers: Answers, asked: Rc<RefCell<Vec<String>>>) -> Function {
    let fetch = move |request: Request| -> Promise {
        let url = request.url();
        let token = request.headers().get("authorization").unwrap().unwrap_or_default();
        asked.borrow_mut().push(format!("{url} {token}"));
        let path = url.split('?').next().unwrap_or_default().to_owned();
        let found = answers.iter().find(|(end, _)| path.ends_with(*end));
        match found {
            Some((_, body)) => Promise::resolve(&response(body)),
            None => Promise::resolve(&response("404")),
        }
    };
    Closure::<dyn Fn(Request) -> Promise>::new(fetch).into_js_value().unchecked_into()
}

fn response(body: &str) -> JsValue {
    let init = ResponseInit::new();
    if let Ok(status) = body.parse() {
        init.set_status(status);
    }
    Response::new_with_opt_str_and_init(Some(body), &init).unwrap().into()
}

/// Lets everything that waits for nothing happen.
pub async fn settle() {
    for _ in 0..5 {
        JsFuture::from(Promise::resolve(&JsValue::NULL)).await.unwrap();
        gloo_timers::future::TimeoutFuture::new(5).await;
    }
}
