//! A customer who wants one message to arrive, and does what anybody would do.

use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use fantoccini::key::Key;
use serde::Deserialize;
use serde_json::json;

use super::{
    TICKET,
    plan::{Plan, Stroke, letters},
};
use crate::support::Page;

/// R6: no more of what was typed may be gone.
const LOST: Duration = Duration::from_millis(300);
/// How long a letter may be on its way before the customer helps.
const HELPS: Duration = Duration::from_secs(2);
/// How long nothing at all may be seen of what was sent.
const UNSEEN: Duration = Duration::from_secs(8);
/// How long all of it may take: a pause before a send is tried again is as long as 15 seconds.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(40);

/// How late the page and the browser's store are: a timer of 20 ms and the smallest thing kept. What is lost is
/// lost at a page that has the machine for itself; where others build, all of it is as late as this.
const PROBE: &str = "
    window.__late = (() => {
        const lates = []; let begun = performance.now();
        try {
            const asked = indexedDB.open('probe', 1);
            asked.onupgradeneeded = () => asked.result.createObjectStore('it');
            asked.onsuccess = () => {
                const turn = () => {
                    begun = performance.now();
                    setTimeout(() => {
                        const change = asked.result.transaction('it', 'readwrite');
                        change.objectStore('it').put(1, 1);
                        change.oncomplete = () => { lates.push([performance.now(), performance.now() - begun - 20]); turn(); };
                    }, 20);
                };
                turn();
            };
        } catch { /* a page without a store */ }
        return () => {
            const now = performance.now();
            return Math.max(0, now - begun - 20, ...lates.filter(([at]) => at > now - 800).map(([, it]) => it));
        };
    })()";

/// What is on screen.
#[derive(Debug, Default, Deserialize)]
struct Seen {
    /// The way back in.
    is_out: bool,
    /// What the field holds, once one can write in it.
    field: Option<String>,
    /// The names of the files that go along.
    attached: Vec<String>,
    uploads: bool,
    /// What was sent and is not there yet, and that it can be tried again.
    letters: usize,
    can_retry: bool,
    /// It is in the conversation.
    is_there: bool,
}

pub struct Customer<'a> {
    page: &'a Page,
    plan: &'a Plan,
    /// How many letters were there when.
    typed: Vec<(usize, Instant)>,
    attached: Vec<(String, Instant)>,
    /// When the field was last seen.
    seen: Instant,
    /// When the page, or the field, was gone, and how late the page was then.
    gone: Option<(Instant, Duration)>,
    has_sent: bool,
    /// Since when nothing at all is seen of what was sent.
    unseen: Option<Instant>,
}

impl<'a> Customer<'a> {
    pub fn new(page: &'a Page, plan: &'a Plan) -> Self {
        let (typed, attached) = (Vec::new(), Vec::new());
        let (gone, has_sent, unseen) = (None, false, None);
        Self { page, plan, typed, attached, seen: Instant::now(), gone, has_sent, unseen }
    }

    /// Watches how late the pages of this tab are.
    pub async fn watch(page: &Page) -> Result<()> {
        page.browser().before_pages(PROBE).await
    }

    /// Writes up to that stroke.
    pub async fn write(&mut self, to: usize) -> Result<()> {
        let mut there: usize = self.plan.strokes[..self.written()].iter().map(count).sum();
        for at in self.written()..to {
            let stroke = &self.plan.strokes[at];
            match stroke {
                Stroke::Key(key) => self.page.browser().press_char(&[], *key).await?,
                Stroke::Phrase(text) => self.page.compose(text).await?,
                Stroke::Paste(html, text) => self.page.paste(*html, text).await?,
            }
            there += count(stroke);
            self.typed.push((there, Instant::now()));
        }
        Ok(())
    }

    fn written(&self) -> usize {
        self.typed.len()
    }

    pub async fn attach(&mut self) -> Result<()> {
        let seen = self.look().await?.attached;
        for it in self.plan.files.iter().filter(|it| !seen.contains(&it.name)) {
            self.page.attach(&[(&it.name, it.media_type, it.bytes.clone())]).await?;
        }
        Ok(())
    }

    /// Waits until the files are on screen, and on their way or there; or everything is hidden.
    pub async fn see_files(&mut self, whole: bool) -> Result<()> {
        let names: Vec<String> = self.plan.files.iter().map(|it| it.name.clone()).collect();
        crate::support::until("the files", async || {
            let seen = self.look().await?;
            let are_there = names.iter().all(|it| seen.attached.contains(it));
            Ok(seen.is_out || are_there && !(whole && seen.uploads))
        })
        .await?;
        self.attached = names.into_iter().map(|it| (it, Instant::now())).collect();
        Ok(())
    }

    pub async fn send(&mut self) -> Result<()> {
        self.has_sent = true;
        self.page.send().await
    }

    /// Send, and `then`, which is JavaScript, before anything else.
    pub async fn send_and(&mut self, then: &str) -> Result<()> {
        self.has_sent = true;
        self.page.eval(&format!("named('Send')[0].click(); {then}")).await.map(drop)
    }

    /// All that is left to write, the files, and Send.
    pub async fn finish(&mut self) -> Result<()> {
        self.write(self.plan.strokes.len()).await?;
        if !self.plan.files.is_empty() {
            self.attach().await?;
            self.see_files(!self.plan.hurries).await?;
        }
        self.send().await
    }

    /// From now on the page is gone.
    pub async fn loses_page(&mut self) -> Result<()> {
        self.gone = Some((Instant::now(), self.lateness().await?));
        Ok(())
    }

    /// How late the page is with what it keeps.
    async fn lateness(&self) -> Result<Duration> {
        let late: f64 = self.page.read("return window.__late?.() ?? 0").await?;
        Ok(Duration::from_secs_f64(late / 1000.0))
    }

    pub fn has_sent(&self) -> bool {
        self.has_sent
    }

    /// Until it has arrived: signs in again, looks for the text, writes what is missing, sends, tries again.
    pub async fn come_through(&mut self) -> Result<()> {
        let begin = Instant::now();
        let mut helped = Instant::now();
        loop {
            let seen = self.look().await?;
            if seen.field.is_some() {
                self.seen = Instant::now();
            }
            ensure!(begin.elapsed() < PATIENCE, "it does not arrive: {seen:?}");
            let field = seen.field.as_deref().map(letters);
            let is_empty = field.as_deref() == Some("") && seen.attached.is_empty();
            let is_unseen = self.has_sent && is_empty && seen.letters == 0 && !seen.is_there;
            self.unseen = is_unseen.then(|| self.unseen.unwrap_or_else(Instant::now));
            match field {
                _ if seen.is_out => {
                    // What was typed since went nowhere.
                    self.gone = Some((self.seen, self.lateness().await?));
                    self.sign_in_again().await?;
                }
                _ if seen.can_retry && helped.elapsed() > HELPS => {
                    helped = Instant::now();
                    self.try_again().await?;
                }
                _ if seen.letters > 0 => {}
                Some(_) if seen.is_there => {
                    ensure!(is_empty, "it has arrived, and stands in the field: {seen:?}");
                    return Ok(());
                }
                Some(_) if self.unseen.is_some_and(|it| it.elapsed() < UNSEEN) => {}
                Some(field) => {
                    let part = self.accept(&field, &seen.attached)?;
                    self.page.to_the_end().await?;
                    for _ in 0..part {
                        self.page.press(Key::Backspace).await?;
                    }
                    self.finish().await?;
                }
                None => {}
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// What is there is what was written, but for what R6 allows. What is missing is to be written again, and a phrase
    /// that was kept while it was being composed as a whole: so many letters of it are there.
    fn accept(&mut self, there: &str, attached: &[String]) -> Result<usize> {
        let whole = self.plan.letters();
        ensure!(whole.starts_with(there), "{there:?} is not how {whole:?} begins");
        let there = there.chars().count();
        let is_too_old = |at: Instant| match self.gone {
            Some((gone, late)) => gone.saturating_duration_since(at) > LOST + late,
            None => true,
        };
        let lost = self.typed.iter().find(|it| it.0 > there);
        let files = self.attached.iter().filter(|it| !attached.contains(&it.0));
        for (what, at) in
            lost.map(|it| ("text", it.1)).into_iter().chain(files.map(|it| (&*it.0, it.1)))
        {
            if is_too_old(at) {
                let gone = self.gone.map(|it| (it.0.saturating_duration_since(at), it.1));
                bail!(
                    "lost {what} from letter {there} of {} on, this old (and the page so late): {gone:?}",
                    whole.chars().count()
                );
            }
        }
        self.typed.retain(|it| it.0 <= there);
        // Any other stroke of which a part is there would be written twice.
        let kept: usize = self.plan.strokes[..self.written()].iter().map(count).sum();
        let next = self.plan.strokes.get(self.written());
        ensure!(
            kept == there || matches!(next, Some(Stroke::Phrase(_))),
            "the field holds a part of one stroke: {there} letters, not {kept}"
        );
        Ok(there - kept)
    }

    async fn try_again(&self) -> Result<()> {
        let script = "all('.letter button').find((it) => name(it) === 'Try again')?.click()";
        self.page.eval(script).await.map(drop)
    }

    async fn sign_in_again(&self) -> Result<()> {
        if self.plan.comes_anew {
            self.page.sign_in("mia").await?;
            return self.page.composer(TICKET).await;
        }
        self.page.sign_in_here("mia").await?;
        self.page.ticket_page().await?;
        self.page.field().await
    }

    async fn look(&self) -> Result<Seen> {
        let script = format!(
            "const inside = (it) => (it.shadowRoot?.textContent ?? '') + [...it.children].map(inside).join(' ');
            const field = find('.field');
            return {{
                is_out: named('Sign in').length > 0,
                field: field?.isContentEditable ? field.innerText : null,
                attached: all('.attach__item bdi').map((it) => it.textContent),
                uploads: all('.attach__item').some((it) => it.innerText.includes('Uploading')),
                letters: all('.letter').length,
                can_retry: all('.letter button').some((it) => name(it) === 'Try again'),
                is_there: all('.entry').some((it) => (it.innerText + inside(it)).includes({:?})),
            }}",
            self.plan.mark
        );
        self.page.read(&script).await
    }
}

fn count(stroke: &Stroke) -> usize {
    stroke.letters().chars().count()
}

impl Page {
    /// As an input method does: letter by letter, and then settled.
    async fn compose(&self, text: &str) -> Result<()> {
        for (at, letter) in text.char_indices() {
            let so_far = &text[..at + letter.len_utf8()];
            let end = so_far.chars().count();
            let wanted = json!({ "text": so_far, "selectionStart": end, "selectionEnd": end });
            self.browser().devtools("Input.imeSetComposition", wanted).await?;
        }
        self.browser().devtools("Input.insertText", json!({ "text": text })).await.map(drop)
    }
}
