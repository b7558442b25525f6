//! Fifteen rows from the demo's API, and nothing else.
//!
//! The floor that `cargo xtask bench` measures against: what the framework, one request and a
//! keyed list cost anybody. No styles, no words, no states but "loading".

use gloo_net::http::Request;
use leptos::prelude::*;
use serde::Deserialize;
use wasm_bindgen::prelude::wasm_bindgen;

const URL: &str = "/support/api/tickets?scope=mine&sort=-updated_at&limit=15";

#[derive(Clone, Deserialize)]
struct Ticket {
    id: String,
    subject: String,
    updated_at: String,
}

#[derive(Deserialize)]
struct Page {
    items: Vec<Ticket>,
}

/// Shows the list in the page.
#[wasm_bindgen(start)]
pub fn start() {
    mount_to_body(|| {
        let tickets = LocalResource::new(load);
        // A class on the whole view keeps Leptos from assigning HTML, which the demo's policy forbids.
        view! { class = "bare",
            <Suspense fallback=|| "Loading">
                <ul>
                    <For each=move || tickets.get().unwrap_or_default() key=|it| it.id.clone() let:ticket>
                        <li data-ticket=ticket.id.clone()>{ticket.subject.clone()} " " {ticket.updated_at.clone()}</li>
                    </For>
                </ul>
            </Suspense>
        }
    });
}

async fn load() -> Vec<Ticket> {
    let Ok(response) = Request::get(URL).send().await else { return Vec::new() };
    response.json::<Page>().await.map(|it| it.items).unwrap_or_default()
}
