//! Fetching translation files: `index.json` (tag → content hash), then the files of the chain. Where
//! the hash ends in `+`, the build cut the file in two: `TAG.json` has what the list says, and
//! `more/TAG.json` what chunks say, which is fetched with the first of them. A file that somebody
//! dropped in is whole.
//!
//! A file that cannot be had is no reason for no widget: the next language speaks instead.

use std::{future::Future, pin::Pin, rc::Rc};

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestInit, Response};

use super::{
    Lexicon, intl,
    lexicon::{Pack, Texts},
    negotiate::negotiate,
};
use crate::dom::js;

/// How long a language may keep a chunk waiting, in milliseconds.
const PATIENCE: u32 = 5_000;

/// Where translation files are.
pub struct Source {
    /// Absolute address of the folder, with a trailing slash.
    pub folder: String,
    /// Promises of texts that the loader asked for already, by address.
    pub early: Option<js_sys::Map>,
}

/// Negotiates among what the folder offers and loads it. Always ends in a language.
pub async fn load(source: &Source, wanted: &[String]) -> Lexicon {
    // Compiled in: who wants it first need not know what else there is.
    if wanted.first().is_some_and(|it| it.eq_ignore_ascii_case("en")) {
        return Lexicon::new(Vec::new(), "en");
    }
    let index = source.read("index.json").await.unwrap_or_default();
    let offered: Vec<String> = index.keys().map(str::to_owned).collect();
    let choice = negotiate(wanted, &offered, &intl::likely);
    let mut packs = Vec::new();
    // One after the other: a chain of more than one file is rare.
    for tag in &choice.files {
        let hash = index.get(tag).unwrap_or_default();
        let name =
            if hash.is_empty() { format!("{tag}.json") } else { format!("{tag}.json?{hash}") };
        if let Some(texts) = source.read(&name).await {
            let more_at = hash.ends_with('+').then(|| format!("{}more/{name}", source.folder));
            packs.push(Pack { tag: tag.clone(), texts, more_at, ..Pack::default() });
        }
    }
    let formats = if packs.is_empty() && !choice.files.is_empty() { "en" } else { &choice.formats };
    Lexicon::new(packs, formats)
}

impl Lexicon {
    /// What chunks say: asked for at the call, there when the future ends. What cannot be had is
    /// said by the next language.
    pub fn add_more(self: Rc<Self>) -> Pin<Box<dyn Future<Output = ()>>> {
        self.is_more_wanted.set(true);
        let ask =
            |it: &Pack| it.more_at.as_deref().filter(|_| it.more.get().is_none()).and_then(ask);
        let asked: Vec<Option<Promise>> = self.chain.iter().map(ask).collect();
        Box::pin(async move {
            for (pack, asked) in self.chain.iter().zip(asked) {
                if let Some(more) = texts(asked).await {
                    let _ = pack.more.set(more);
                }
            }
        })
    }
}

impl Source {
    async fn read(&self, name: &str) -> Option<Texts> {
        let url = format!("{}{name}", self.folder);
        texts(self.take_early(&url).or_else(|| ask(&url))).await
    }

    /// Taken once: a later look asks the network.
    fn take_early(&self, url: &str) -> Option<Promise> {
        let (early, key) = (self.early.as_ref()?, JsValue::from_str(url));
        let promise = early.get(&key).dyn_into().ok();
        early.delete(&key);
        promise
    }
}

fn ask(url: &str) -> Option<Promise> {
    let init = RequestInit::new();
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
    let asked = web_sys::window()?.fetch_with_str_and_init(url, &init);
    js::heard(&asked);
    Some(asked)
}

/// What came: a response, or its text already.
async fn texts(asked: Option<Promise>) -> Option<Texts> {
    let mut came = JsFuture::from(asked?).await.ok()?;
    if let Some(answer) = came.dyn_ref::<Response>() {
        let text = answer.text().ok().filter(|_| answer.ok())?;
        came = JsFuture::from(text).await.ok()?;
    }
    Texts::parse(&came.as_string()?)
}
