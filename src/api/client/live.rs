//! Listening to a desk: a request whose answer goes on. It travels by itself, after the first screen.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use web_sys::{AbortController, ReadableStreamDefaultReader, Response};

use super::{
    Client,
    line::{read, unreachable_desk},
    sse::{Parser, Told},
};
use crate::{
    api::{ApiError, Failure, Request},
    config::Auth,
    dom::{
        bell::{Timer, within},
        js,
    },
};

/// Silence that is too long, in milliseconds: desks say something four times a minute.
const SILENCE: f64 = 50_000.0;
/// How long the answer may take to begin.
const PATIENCE: f64 = 20_000.0;

/// Ends the request when its future is dropped: nothing outlives the widget.
struct Leash(AbortController);

impl Drop for Leash {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Client {
    /// Listens to what happens at the desk, until the desk ends it or `goes_on` does not hold.
    /// `parser` remembers from one time to the next what was heard last.
    ///
    /// # Errors
    /// Why it could not begin, or was cut off.
    pub async fn listen(
        &self,
        parser: &mut Parser,
        tell: &dyn Fn(Vec<Told>),
        goes_on: &dyn Fn() -> bool,
    ) -> Result<(), ApiError> {
        parser.begin();
        let mut request = Request::get("/events").with_header("accept", "text/event-stream");
        if let Some(id) = &parser.last_id {
            request = request.with_header("last-event-id", id);
        }
        let leash = Leash(AbortController::new().map_err(|it| unreachable_desk(&it))?);
        let response = self.begin(&request, &leash).await?;
        let kind = response.headers().get("content-type").ok().flatten().unwrap_or_default();
        if !response.ok() || !kind.starts_with("text/event-stream") {
            let reply = read(response, &Request::get("")).await?;
            reply.good()?;
            return Err(ApiError::new(Failure::Unreadable, format!("no events but {kind}")));
        }
        let Some(body) = response.body() else { return Ok(()) };
        let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
        while goes_on() {
            let piece = within(SILENCE, reader.read()).await.map_err(|it| unreachable_desk(&it))?;
            let late = || ApiError::new(Failure::TimedOut, "nothing is heard");
            let piece = piece.ok_or_else(late)?;
            let Ok(bytes) = js::get(&piece, "value").dyn_into::<Uint8Array>() else {
                return Ok(());
            };
            // Also what says nothing: that the line holds is worth knowing.
            tell(parser.take(&bytes.to_vec()));
        }
        Ok(())
    }

    /// The answer's beginning, with whatever credential the page chose.
    async fn begin(&self, request: &Request, leash: &Leash) -> Result<Response, ApiError> {
        let line = &self.line;
        let url = line.address(&request.path)?;
        let (signal, connector) = (leash.0.signal(), self.connector().await?);
        let header = connector.token_header();
        let mut is_second = false;
        let abort = js::call(&js::get(&leash.0, "abort"), "bind", &[leash.0.clone().into()]);
        let _limit = abort.map(|it| Timer::new(&it, PATIENCE, ""));
        loop {
            let kept = line.kept.borrow().clone().filter(|_| !is_second);
            let token = match (line.auth == Auth::Bearer, kept) {
                (false, _) => None,
                (true, Some(token)) => Some(token),
                (true, None) => Some(line.new_token().await?),
            };
            let credential = token.as_deref().map(|it| (header, it));
            let response = line.fetch(request, &url, &signal, credential, &None).await?;
            if response.status() != 401 || token.is_none() || is_second {
                return Ok(response);
            }
            is_second = true;
        }
    }
}
