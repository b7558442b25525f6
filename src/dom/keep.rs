//! What must survive the page: a store of the browser's own (IndexedDB), for text that somebody wrote,
//! files they chose, and what they saw. Everything in it goes when they leave (A4).

use std::rc::Rc;

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use super::{js, now};
use crate::domain::File;

/// The one database, of all widgets of an origin.
pub const NAME: &str = "deskpane";
/// How long anything is kept, in milliseconds (A4).
pub const KEPT: f64 = 14.0 * 24.0 * 3600.0 * 1000.0;
/// Of its parts: a new one needs a new number.
const VERSION: u32 = 2;
/// A part of it.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// What is being written.
    Drafts,
    /// What was sent and may not have arrived.
    Letters,
    /// What they saw, and what they like: one text each.
    Own,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Drafts => "drafts",
            Self::Letters => "letters",
            Self::Own => "own",
        }
    }
}

/// Something that is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// The desk and the customer: nobody else may see it.
    pub owner: String,
    /// The ticket's id.
    pub ticket: String,
    /// What it is known by, unique in its part.
    pub key: String,
    /// Plain text.
    pub text: String,
    /// The same as HTML, where it has any form.
    pub html: Option<String>,
    /// Files, and what the desk calls each once it has it; `Some(None)` where it has no name for it.
    pub files: Vec<(Rc<File>, Option<Option<String>>)>,
    /// When, in milliseconds since 1970.
    pub at: f64,
    /// A letter that may have arrived.
    pub is_unsure: bool,
}

/// The store, open.
#[derive(Clone)]
pub struct Keep(JsValue);

impl Keep {
    /// Opens it; `None` where the browser has none to give (private windows, storage switched off).
    pub async fn open() -> Option<Self> {
        let factory = js::get(&js_sys::global(), "indexedDB");
        let request = js::call(&factory, "open", &[NAME.into(), VERSION.into()]).ok()?;
        let asked = request.clone();
        let make = Closure::once_into_js(move |_: JsValue| {
            let base = js::get(&asked, "result");
            // What an older version has made is there already.
            for part in [Part::Drafts, Part::Letters, Part::Own] {
                let _ = js::call(&base, "createObjectStore", &[part.name().into()]);
            }
        });
        js::set(&request, "onupgradeneeded", &make);
        let base = outcome(&request).await.ok()?;
        // Who wants to delete it (signing out, in whatever tab) does not wait for us.
        let close = js::get(&base, "close").dyn_into::<js_sys::Function>().ok()?.bind0(&base);
        js::set(&base, "onversionchange", &close);
        Some(Self(base))
    }

    /// Closes it. The browser keeps what is open, and who listens to it, as long as the page.
    pub fn close(&self) {
        let _ = js::call(&self.0, "close", &[]);
    }

    /// Puts a record in its place; `false` where there is no room, or the store has gone.
    pub async fn put(&self, part: Part, record: &Record) -> bool {
        let key = record.key.as_str().into();
        self.act(part, "put", &[written(record), key]).await.is_ok()
    }

    /// The record of that key, or none.
    ///
    /// # Errors
    /// It could not be read: there may be one.
    pub async fn get(&self, part: Part, key: &str) -> Result<Option<Record>, JsValue> {
        Ok(read(&self.act(part, "get", &[key.into()]).await?))
    }

    /// All records.
    pub async fn all(&self, part: Part) -> Vec<Record> {
        let found = self.act(part, "getAll", &[]).await.unwrap_or_default();
        let found = found.dyn_into::<Array>().unwrap_or_default();
        found.iter().filter_map(|it| read(&it)).collect()
    }

    /// Forgets what is in that place.
    pub async fn forget(&self, part: Part, key: &str) {
        // What cannot be forgotten is old in two weeks.
        let _ = self.act(part, "delete", &[key.into()]).await;
    }

    /// Puts a letter in its place and forgets the draft that it was: both, or neither.
    pub async fn post(&self, letter: &Record, draft: &str) -> bool {
        let done = || {
            let (from, to) = (Part::Drafts.name(), Part::Letters.name());
            let parts = js::list(&[from.into(), to.into()]);
            let change = js::call(&self.0, "transaction", &[parts.into(), "readwrite".into()])?;
            let store = |name: &str| js::call(&change, "objectStore", &[name.into()]);
            let key = letter.key.as_str().into();
            js::call(&store(to)?, "put", &[written(letter), key])?;
            js::call(&store(from)?, "delete", &[draft.into()])?;
            Ok::<_, JsValue>(ended(&change))
        };
        match done() {
            Ok(ended) => ended.await.is_ok(),
            Err(_) => false,
        }
    }

    async fn act(&self, part: Part, what: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
        let mode = if what.starts_with("get") { "readonly" } else { "readwrite" };
        let change = js::call(&self.0, "transaction", &[part.name().into(), mode.into()])?;
        let store = js::call(&change, "objectStore", &[part.name().into()])?;
        let request = js::call(&store, what, arguments)?;
        let done = outcome(&request);
        if mode == "readonly" {
            return done.await;
        }
        // Only the end of the transaction says that there was room.
        let ended = ended(&change);
        done.await?;
        ended.await
    }
}

/// The store, open for one thing. It is closed also where nobody waits for the end of that any more.
struct Opened(Keep);

impl Opened {
    async fn new() -> Option<Self> {
        Keep::open().await.map(Self)
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// A text of a customer's own, by its name; nothing where it was not written for too long.
pub async fn own(owner: &str, name: &str) -> Option<String> {
    let Opened(keep) = &Opened::new().await?;
    let record = keep.get(Part::Own, &format!("{owner}\n{name}")).await;
    let record = record.ok()??;
    (record.at > now().millis() - KEPT).then_some(record.text)
}

/// Keeps such a text; `false` where there is no room.
pub async fn keep_own(owner: String, name: &str, text: String) -> bool {
    let Some(Opened(keep)) = &Opened::new().await else { return false };
    let key = format!("{owner}\n{name}");
    let record = Record { owner, key, text, at: now().millis(), ..Record::default() };
    keep.put(Part::Own, &record).await
}

/// Forgets what other customers of this desk left (A4): `owner` is there now, the desk and the customer.
pub async fn forget_others(owner: &str) {
    let Some((desk, _)) = owner.split_once('\n') else { return };
    let Some(Opened(keep)) = &Opened::new().await else { return };
    let is_of = |text: &str, of: &str| text.strip_prefix(of).is_some_and(|it| it.starts_with('\n'));
    // Their keys begin with whose they are: nobody's files need be read for that.
    for part in [Part::Drafts, Part::Own] {
        let keys = keep.act(part, "getAllKeys", &[]).await.unwrap_or_default();
        let keys = keys.dyn_into::<Array>().unwrap_or_default();
        for key in keys.iter().filter_map(|it| it.as_string()) {
            if is_of(&key, desk) && !is_of(&key, owner) {
                keep.forget(part, &key).await;
            }
        }
    }
    for it in keep.all(Part::Letters).await {
        if is_of(&it.owner, desk) && it.owner != owner {
            keep.forget(Part::Letters, &it.key).await;
        }
    }
}

/// Deletes the store: the customer leaves. Asked without opening it, so that nobody needs more than
/// this to forget.
pub fn delete() {
    let factory = js::get(&js_sys::global(), "indexedDB");
    let _ = js::call(&factory, "deleteDatabase", &[NAME.into()]);
}

fn written(record: &Record) -> JsValue {
    let files: Array = record
        .files
        .iter()
        .map(|(file, token)| {
            let it = js::object(&[
                ("name", file.name.as_str().into()),
                ("type", file.media_type.as_str().into()),
                ("bytes", Uint8Array::from(&file.bytes[..]).into()),
            ]);
            if let Some(token) = token {
                js::set(&it, "token", &token.as_deref().map_or(JsValue::NULL, JsValue::from_str));
            }
            it
        })
        .collect();
    js::object(&[
        ("owner", record.owner.as_str().into()),
        ("ticket", record.ticket.as_str().into()),
        ("key", record.key.as_str().into()),
        ("text", record.text.as_str().into()),
        ("html", record.html.as_deref().map_or(JsValue::NULL, JsValue::from_str)),
        ("files", files.into()),
        ("at", record.at.into()),
        ("unsure", record.is_unsure.into()),
    ])
}

fn read(it: &JsValue) -> Option<Record> {
    let text = |name: &str| js::get(it, name).as_string();
    let files: Array = js::get(it, "files").dyn_into().ok()?;
    let file = |it: JsValue| {
        let text = |name: &str| js::get(&it, name).as_string();
        let bytes: Uint8Array = js::get(&it, "bytes").dyn_into().ok()?;
        let token = js::get(&it, "token");
        let token = (!token.is_undefined()).then(|| token.as_string());
        let file = File { name: text("name")?, media_type: text("type")?, bytes: bytes.to_vec() };
        Some((Rc::new(file), token))
    };
    Some(Record {
        owner: text("owner")?,
        ticket: text("ticket")?,
        key: text("key")?,
        text: text("text")?,
        html: text("html"),
        files: files.iter().filter_map(file).collect(),
        at: js::get(it, "at").as_f64()?,
        is_unsure: js::get(it, "unsure").as_bool()?,
    })
}

/// What a request comes to.
async fn outcome(request: &JsValue) -> Result<JsValue, JsValue> {
    first_of(request, "onsuccess", &["onerror", "onblocked"]).await?;
    Ok(js::get(request, "result"))
}

fn ended(change: &JsValue) -> impl Future<Output = Result<JsValue, JsValue>> + use<> {
    first_of(change, "oncomplete", &["onerror", "onabort"])
}

fn first_of(
    of: &JsValue,
    good: &str,
    bad: &[&str],
) -> impl Future<Output = Result<JsValue, JsValue>> + use<> {
    let promise = Promise::new(&mut |resolve, reject| {
        js::set(of, good, &resolve);
        for name in bad {
            js::set(of, name, &reject);
        }
    });
    js::settled(Ok(promise.into()))
}
