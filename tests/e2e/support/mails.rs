//! Mail that somebody sent, in one ticket of a help centre, and what became of it on screen.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Result, ensure};
use axum::{
    body::Body,
    http::{HeaderValue, Response, header},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, Options, Page, browser::until};

const MESSAGES: &str = "/support/api/tickets/1001/messages";
const FILES: &str = "/support/api/files/";
/// A page with a widget and without a policy.
const OPEN: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>Open</title>
    <link rel="icon" href="/assets/logo.svg"><script async src="/deskpane.js"></script>
    <desk-pane api="/support/api"></desk-pane></html>"#;
/// In the page: what of a message may be there at all, and what of it is.
const AUDIT: &str = include_str!("audit.js");

/// What a page allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Everything.
    None,
    /// Everything, in a browser that has no sanitizer of its own.
    NoneAndOld,
    /// As little as the widget can live with.
    Strict,
}

impl Policy {
    /// The page with the ticket that has the mail.
    fn path(self) -> &'static str {
        match self {
            Self::None | Self::NoneAndOld => "/open?deskpane=1001",
            Self::Strict => "/bare?style=none&deskpane=1001",
        }
    }
}

/// One message.
#[derive(Clone, Debug, Default)]
pub struct Mail {
    /// Also its author's name, so that it is found on screen.
    pub id: String,
    pub html: String,
    pub language: Option<String>,
    /// Files that it names by `cid:`: that name, the media type, and what is in them.
    pub files: Vec<(String, &'static str, Vec<u8>)>,
}

/// What lies in the ticket from now on.
#[derive(Clone, Default)]
pub struct Post(Arc<Mutex<Vec<Mail>>>);

impl Post {
    pub fn lay(&self, mails: Vec<Mail>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = mails;
    }

    fn answer(&self, path: &str) -> Option<Answer> {
        let mails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if path == "/open" {
            return Some(answer("text/html; charset=utf-8", OPEN.into()));
        }
        if let Some(name) = path.strip_prefix(FILES) {
            let file = mails.iter().flat_map(|it| &it.files).find(|it| it.0 == name)?;
            return Some(answer(file.1, file.2.clone().into()));
        }
        (path == MESSAGES).then(|| {
            let items: Vec<Value> = mails.iter().enumerate().map(|it| item(it.0, it.1)).collect();
            answer("application/json", json!({ "items": items }).to_string().into())
        })
    }
}

fn answer(kind: &'static str, body: Body) -> Answer {
    let mut answer = Response::new(body);
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// As the contract has it.
fn item(at: usize, mail: &Mail) -> Value {
    let files: Vec<Value> = mail
        .files
        .iter()
        .map(|(name, kind, bytes)| {
            json!({
                "id": name, "filename": name, "content_type": kind, "size": bytes.len(), "inline": true,
                "content_id": name, "url": format!("{FILES}{name}"),
            })
        })
        .collect();
    json!({
        "id": mail.id, "kind": "message", "channel": "email", "language": mail.language,
        "author": { "id": "u-99", "name": mail.id, "role": "agent" },
        "created_at": format!("2026-11-18T{:02}:{:02}:{:02}Z", at / 3600, at / 60 % 60, at % 60),
        "text": format!("Plain text of {}", mail.id), "html": mail.html, "attachments": files,
    })
}

impl Options {
    /// The messages of ticket 1001 are what lies in `post`. `/open` is a page without a policy.
    pub fn post(self, post: &Post) -> Self {
        let post = post.clone();
        self.instead(move |ask| post.answer(ask.path()))
    }
}

/// What became of the mail of a page.
#[derive(Debug, Deserialize)]
pub struct Audit {
    /// Ids of messages whose script ran.
    pub ran: Vec<String>,
    /// What is below a message and may not be: the message's id, and what.
    pub forbidden: Vec<(String, String)>,
    /// What the page heard of: violations of its policy, errors.
    pub heard: Vec<String>,
    /// How many messages are shown in HTML.
    pub rendered: usize,
    /// The page around the widget, all of it that mail could change.
    pub host: Value,
}

impl Page {
    /// What the button is called by which the customer wants pictures from elsewhere.
    pub const SHOW_IMAGES: &str = "Show pictures";

    /// From now on, a script of a message is noticed when it runs.
    pub async fn notice_scripts(&self) -> Result<()> {
        let notice = "{ const ran = []; Object.defineProperty(window, '__ran', { value: (id) => void ran.push(String(id)) });
            Object.defineProperty(window, '__scripts', { value: ran }); }";
        self.browser().before_pages(notice).await
    }

    /// From now on, the browser has no sanitizer of its own.
    pub async fn be_old(&self) -> Result<()> {
        self.browser().before_pages("delete Document.parseHTML").await
    }

    /// Opens the ticket that has the mail, and shows all `count` messages of it.
    pub async fn open_mails(&self, policy: Policy, count: usize) -> Result<()> {
        self.open(policy.path()).await?;
        self.ticket_page().await?;
        let mut shown = 0;
        while let Some(label) = self.earlier().await? {
            self.click(&label).await?;
            until("earlier messages", async || {
                let now: usize = self.read("return all('.entry').length").await?;
                let is_more = now > shown;
                Ok(is_more)
            })
            .await?;
            let now: usize = self.read("return all('.entry').length").await?;
            ensure!(now > shown, "{label:?} brings nothing");
            shown = now;
        }
        self.wait_for_entries(count).await?;
        // Long messages take their time.
        self.settled().await
    }

    /// Looks at every message on screen.
    pub async fn audit(&self) -> Result<Audit> {
        self.read(&format!("{AUDIT} return audit(shadow)")).await
    }

    /// The same where the customer wanted to see pictures from elsewhere.
    pub async fn audit_with_images(&self) -> Result<Audit> {
        self.read(&format!("{AUDIT} return audit(shadow, {{ consent: true }})")).await
    }

    /// Waits until so many pictures of mail are there, and every other that has an address will not come. They come
    /// when they are scrolled to.
    pub async fn wait_for_mailed_pictures(&self, count: usize) -> Result<()> {
        let script = format!(
            "
            const pictures = mails(shadow).flatMap(({{ root }}) => [...root?.querySelectorAll('img[src]') ?? []]);
            const next = pictures.find((it) => !it.complete);
            next?.scrollIntoView();
            return !next && pictures.filter((it) => it.naturalWidth > 0).length >= {count};
        "
        );
        until("the pictures", async || self.of_the_conversation(&script).await).await
    }

    /// How many controls of that name there are.
    pub async fn named(&self, name: &str) -> Result<usize> {
        self.read(&format!("return named({name:?}).length")).await
    }

    /// The value of a function body with what audit.js knows.
    pub async fn of_the_conversation<T: serde::de::DeserializeOwned>(
        &self,
        script: &str,
    ) -> Result<T> {
        self.read(&format!("{AUDIT} {script}")).await
    }

    /// What a function of audit.js, which is given a message's root, says of each message: by id.
    pub async fn of_each_mail<T: serde::de::DeserializeOwned>(
        &self,
        function: &str,
    ) -> Result<BTreeMap<String, T>> {
        self.read(&format!("{AUDIT} return ofEach(shadow, {function})")).await
    }
}
