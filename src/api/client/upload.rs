//! Sending a file, and seeing how far it is: `fetch` does not say. It travels only to who writes.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::JsValue;

use super::{
    ByFetch, Client, MOST_BYTES, Sent, Way,
    line::{FILE_PATIENCE, Line, TokenHeader, text_of, unreachable_desk, wait_in},
    load,
};
use crate::{
    api::{Answer, ApiError, Body, Command, Failure, Payload, Refusal, Reply, Request},
    config::Auth,
    dom::js,
};

/// Hears how much of a file has gone: 0 to 1.
pub type Watch<'a> = &'a dyn Fn(f64);

/// What may happen to a request, by the names of its handlers.
const ENDS: [&str; 4] = ["onload", "onerror", "onabort", "ontimeout"];

/// Ends the request when its future is dropped: who cancels, or a widget that goes.
struct Leash(JsValue);

impl Drop for Leash {
    fn drop(&mut self) {
        // One that is over stays so. Whoever waits for an event of it hears of this one.
        let _ = js::call(&self.0, "abort", &[]);
    }
}

impl Client {
    /// As [`Client::write`], for a file: `watch` hears how far it is, where that can be known.
    ///
    /// # Errors
    /// As there.
    pub async fn upload(&self, command: &Command, watch: Watch<'_>) -> Result<Answer, Refusal> {
        self.write_by(command, &Watched(watch)).await
    }
}

/// With somebody who watches.
struct Watched<'w>(Watch<'w>);

impl Way for Watched<'_> {
    fn send<'a>(
        &'a self,
        line: &'a Line,
        url: &'a str,
        request: &'a Request,
        header: TokenHeader<'a>,
    ) -> Sent<'a> {
        if !may_watch(line, request) {
            return ByFetch.send(line, url, request, header);
        }
        Box::pin(async move {
            match watched(url, request, self.0).await {
                // Why it came to nothing is not said: a desk that redirects looks the same as one that
                // is not there. Under its key the same file may be sent once more.
                Err(error) if error.failure() == Failure::Offline => {
                    ByFetch.send(line, url, request, header).await
                }
                reply => reply,
            }
        })
    }
}

/// A request that can be watched follows where the desk redirects, and brings along what cookies there
/// are. So a token never goes by it (Q3), nor what is to go without cookies; nor does anything where
/// the page brings a network of its own.
fn may_watch(line: &Line, request: &Request) -> bool {
    let is_file = matches!(request.payload, Payload::File(_) | Payload::Form(..));
    is_file && line.fetch.is_none() && line.auth == Auth::Cookie
}

async fn watched(url: &str, request: &Request, watch: Watch<'_>) -> Result<Reply, ApiError> {
    let refused = |it: JsValue| ApiError::new(Failure::Refused, text_of(&it));
    let (media_type, init) = load::load(&request.payload)?;
    let leash = Leash(js::new("XMLHttpRequest", &[]).map_err(refused)?);
    let it = &leash.0;
    let method = request.method.as_str().into();
    js::call(it, "open", &[method, url.into(), true.into()]).map_err(refused)?;
    js::set(it, "withCredentials", &true.into());
    js::set(it, "responseType", &"arraybuffer".into());
    js::set(it, "timeout", &FILE_PATIENCE.into());
    for (name, value) in headers(request, &media_type) {
        js::call(it, "setRequestHeader", &[name.into(), value.into()]).map_err(refused)?;
    }
    let upload = js::get(it, "upload");
    let mut event = next(it, &upload);
    js::call(it, "send", &[js::get(&init, "body")]).map_err(refused)?;
    loop {
        let told = js::settled(Ok(event.into())).await.map_err(refused)?;
        event = next(it, &upload);
        let kind = js::get(&told, "type").as_string().unwrap_or_default();
        let number = |name: &str| js::get(&told, name).as_f64().unwrap_or_default();
        match &*kind {
            "progress" if js::get(&told, "target") == upload => {
                let total = number("total");
                if total > 0.0 {
                    watch(number("loaded") / total);
                }
            }
            "progress" if number("loaded") > MOST_BYTES as f64 => {
                return Err(ApiError::new(Failure::TooLarge, url));
            }
            "progress" => {}
            "load" => return reply(it, url, request),
            "timeout" => return Err(ApiError::new(Failure::TimedOut, url)),
            _ => return Err(unreachable_desk(&told)),
        }
    }
}

/// The next thing that happens. One that has happened has been told before any other does.
fn next(it: &JsValue, upload: &JsValue) -> Promise {
    Promise::new(&mut |resolve, _| {
        let resolve = resolve.into();
        for name in ENDS.iter().chain(&["onprogress"]) {
            js::set(it, name, &resolve);
        }
        js::set(upload, "onprogress", &resolve);
    })
}

/// Each name once: what is set twice is joined here, not replaced.
fn headers(request: &Request, media_type: &str) -> Vec<(String, String)> {
    let own = [("accept", "application/json"), ("content-type", media_type)];
    let is_new = |name: &str| request.headers.iter().all(|it| it.0 != name);
    let own = own.into_iter().filter(|(name, value)| !value.is_empty() && is_new(name));
    own.map(|(name, value)| (name.to_owned(), value.to_owned()))
        .chain(request.headers.iter().cloned())
        .collect()
}

fn reply(it: &JsValue, url: &str, request: &Request) -> Result<Reply, ApiError> {
    let from = js::get(it, "responseURL").as_string().unwrap_or_default();
    if from != url {
        return Err(ApiError::new(Failure::Redirected, from));
    }
    let bytes = Uint8Array::new(&js::get(it, "response")).to_vec();
    if bytes.len() > MOST_BYTES {
        return Err(ApiError::new(Failure::TooLarge, url));
    }
    // All of them: asking for one that may not be read is a line on the page's console.
    let all = js::call(it, "getAllResponseHeaders", &[]).ok().and_then(|it| it.as_string());
    let all = all.unwrap_or_default();
    let header = |wanted: &str| {
        let found = all.lines().filter_map(|it| it.split_once(':'));
        let mut found = found.filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.next().map(|(_, value)| value.trim().to_owned())
    };
    Ok(Reply {
        status: js::get(it, "status").as_f64().unwrap_or_default() as u16,
        retry_after: header("retry-after").and_then(|it| wait_in(&it)),
        header: request.reads.as_deref().and_then(header),
        content_type: None,
        body: Body::new(bytes),
    })
}
