//! A recording of a browser's requests before it goes along (R5): what was taken out, and what is left
//! to be looked at.

use leptos::prelude::*;

use crate::{
    domain::{
        File,
        har::{Scrubbed, scrub},
    },
    i18n::{Text, Words},
};

/// So much of it is shown: whoever wants more attaches it and looks elsewhere.
const SHOWN: usize = 20_000;

/// A recording that waits for the customer's word.
#[derive(Clone)]
pub struct Waiting {
    name: String,
    scrubbed: Scrubbed,
}

impl Waiting {
    /// Cleaned; `None` where it is no recording.
    pub fn of(name: String, bytes: &[u8]) -> Option<Self> {
        let scrubbed = scrub(std::str::from_utf8(bytes).ok()?).ok()?;
        Some(Self { name, scrubbed })
    }

    /// What goes along.
    pub fn file(self) -> File {
        let bytes = self.scrubbed.text.into_bytes();
        File { name: self.name, media_type: "application/json".into(), bytes }
    }

    /// The preview.
    pub fn show(self, take: impl Fn() + 'static, leave: impl Fn() + 'static) -> AnyView {
        let words = Words::here();
        let it = self.scrubbed;
        let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let removed = it.removed;
        let counts = [
            (Text::HarCookies, removed.cookies),
            (Text::HarHeaders, removed.headers),
            (Text::HarFields, removed.fields + removed.tokens),
        ];
        let counts: Vec<AnyView> = counts
            .into_iter()
            .map(|(text, count)| {
                view! { <li>{words.say_count(text, small(count), &[])}</li> }.into_any()
            })
            .collect();
        let hosts = words.list(&it.hosts);
        let hosts = words.say_count(Text::HarRequests, small(it.requests), &[("hosts", &hosts)]);
        let end = it.text.char_indices().nth(SHOWN).map_or(it.text.len(), |it| it.0);
        let shown = it.text.get(..end).unwrap_or_default().to_owned();
        view! {
            <div class="har" role="group" aria-label=words.text(Text::HarTitle)>
                <p><strong>{words.say(Text::HarTitle)}</strong>" "<bdi>{self.name}</bdi></p>
                <p>{hosts}</p>
                <ul class="har__counts">{counts}</ul>
                <details>
                    <summary>{words.say(Text::HarLook)}</summary>
                    <pre class="har__text" dir="ltr" tabindex="0">{shown}</pre>
                </details>
                <p class="composer__ways">
                    <button type="button" class="button" on:click=move |_| take()>{words.say(Text::HarTake)}</button>
                    <button type="button" class="button button--quiet" on:click=move |_| leave()>{words.say(Text::ComposerCancel)}</button>
                </p>
            </div>
        }
        .into_any()
    }
}
