//! Fetching translation files: `index.json` (tag → content hash), then the files of the chain.
//!
//! A file that cannot be had is no reason for no widget: the next language speaks instead.

use std::collections::BTreeMap;

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::{Lexicon, intl, lexicon::Pack, negotiate::negotiate};

/// Where translation files are.
pub struct Source {
    /// Absolute address of the folder, with a trailing slash.
    pub folder: String,
    /// Promises of texts that the loader asked for already, by address.
    pub early: Option<js_sys::Map>,
}

/// Negotiates among what the folder offers and loads it. Always ends in a language.
pub async fn load(source: &Source, wanted: &[String]) -> Lexicon {
    let index = source.read("index.json").await.unwrap_or_default();
    let offered: Vec<String> = index.keys().cloned().collect();
    let choice = negotiate(wanted, &offered, &intl::likely);
    let mut packs = Vec::new();
    // One after the other: a chain of more than one file is rare.
    for tag in &choice.files {
        let hash = index.get(tag).map(String::as_str).unwrap_or_default();
        let name =
            if hash.is_empty() { format!("{tag}.json") } else { format!("{tag}.json?{hash}") };
        if let Some(texts) = source.read(&name).await {
            packs.push(Pack { tag: tag.clone(), texts });
        }
    }
    let formats = if packs.is_empty() && !choice.files.is_empty() { "en" } else { &choice.formats };
    Lexicon::new(packs, formats)
}

impl Source {
    /// The string entries of a JSON object, keys that begin with `@` left out.
    async fn read(&self, name: &str) -> Option<BTreeMap<String, String>> {
        let text = self.text(&format!("{}{name}", self.folder)).await?;
        let object: js_sys::Object = js_sys::JSON::parse(&text).ok()?.dyn_into().ok()?;
        let entry = |it: JsValue| -> Option<(String, String)> {
            let pair: js_sys::Array = it.dyn_into().ok()?;
            let key = pair.get(0).as_string().filter(|it| !it.starts_with('@'))?;
            Some((key, pair.get(1).as_string()?))
        };
        let mut texts = BTreeMap::new();
        // One by one: collecting would sort first, and sorting is 4 kB of code a type.
        for (key, text) in js_sys::Object::entries(&object).iter().filter_map(entry) {
            texts.insert(key, text);
        }
        Some(texts).filter(|it| !it.is_empty())
    }

    async fn text(&self, url: &str) -> Option<String> {
        let text = match self.take_early(url) {
            Some(early) => early,
            None => {
                let answer = JsFuture::from(web_sys::window()?.fetch_with_str(url)).await.ok()?;
                let answer: Response = answer.dyn_into().ok()?;
                answer.text().ok().filter(|_| answer.ok())?
            }
        };
        JsFuture::from(text).await.ok()?.as_string()
    }

    /// Taken once: a later look asks the network.
    fn take_early(&self, url: &str) -> Option<js_sys::Promise> {
        let (early, key) = (self.early.as_ref()?, JsValue::from_str(url));
        let promise = early.get(&key).dyn_into().ok();
        early.delete(&key);
        promise
    }
}
