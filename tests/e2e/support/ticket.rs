//! A ticket page, as its visitor meets it.

use anyhow::Result;
use serde::Deserialize;

use super::Page;

/// One entry of a conversation.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct Entry {
    /// Nobody, of an event.
    pub author: String,
    pub role: String,
    /// When, for machines.
    pub at: String,
    pub text: String,
    /// Of its text, and how that runs.
    pub lang: String,
    pub direction: String,
}

/// A link out of the widget.
#[derive(Clone, Debug, Deserialize)]
pub struct Link {
    pub href: String,
    pub target: String,
    pub rel: String,
    pub download: String,
}

impl Page {
    /// Waits for a ticket page that is whole.
    pub async fn ticket_page(&self) -> Result<()> {
        self.wait("a ticket", "return !find('[data-ticket]') && !!find('[role=heading]')").await?;
        self.settled().await
    }

    /// The conversation as far as it is on screen.
    pub async fn entries(&self) -> Result<Vec<Entry>> {
        self.read(
            "return all('.entry').map((entry) => {
                const of = (it) => entry.querySelector(it);
                // The HTML of a mail stands in a root of its own.
                const inside = of('.message__html')?.shadowRoot?.querySelector('[dir]');
                const text = inside ?? of('.message__text, .event__text');
                return {
                    author: clean(of('.message__author')?.textContent), role: clean(of('.message__role')?.textContent),
                    at: of('time')?.dateTime ?? '', text: clean(text?.textContent), lang: text?.lang ?? '',
                    direction: text ? getComputedStyle(text).direction : '',
                };
            })",
        )
        .await
    }

    /// Waits until there are at least so many entries.
    pub async fn wait_for_entries(&self, count: usize) -> Result<()> {
        let script = format!("return all('.entry').length >= {count}");
        self.wait(&format!("{count} entries"), &script).await
    }

    /// What the button that brings older entries is called, as long as there is one.
    pub async fn earlier(&self) -> Result<Option<String>> {
        self.read("const it = all('button').find((it) => shown(it) && /earlier message/.test(name(it))); return it && name(it)").await
    }

    /// The stage of an escalation that is marked as the present one.
    pub async fn current_step(&self) -> Result<Option<String>> {
        self.read("const it = find('[aria-current=step] .stage__name'); return it && clean(it.textContent)").await
    }

    /// The link whose text begins so.
    pub async fn link(&self, text: &str) -> Result<Link> {
        self.read(&format!(
            "const it = all('a').find((it) => shown(it) && name(it).startsWith({text:?})); \
             return it && {{ href: it.href, target: it.target, rel: it.rel, download: it.download }}"
        ))
        .await
    }

    /// Clicks the link whose text has this in it, and waits for what it leads to.
    pub async fn follow(&self, text: &str) -> Result<()> {
        self.click_on(
            &format!("all('a').find((it) => shown(it) && name(it).includes({text:?}))"),
            &[],
        )
        .await?;
        self.settled().await
    }
}
