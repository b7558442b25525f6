//! What the desks themselves have of what was written, by their own interfaces and with the customer's key.

use anyhow::Result;
use serde::Deserialize;

use super::support::{Page, until};

/// Ways to ask a desk past the widget.
const ASK: &str = "
    const ask = async (at, more) => {
        const answer = await fetch(at, { cache: 'no-store', ...more });
        if (!answer.ok) throw new Error(`${at}: ${answer.status}`);
        return answer;
    };
    const json = async (at, more) => (await ask(at, more)).json();
    const bytes = async (at, more) => [...new Uint8Array(await (await ask(at, more)).arrayBuffer())];
";

/// A ticket to write into, and how its desk is asked what it has: bodies of functions that know `ticket`
/// and `words`.
pub struct Written {
    pub ticket: &'static str,
    /// The messages that have `words` in them: see [`Kept`].
    messages: &'static str,
    /// What the desk calls its status.
    status: &'static str,
}

/// A message, as the desk has it.
#[derive(Debug, Deserialize, PartialEq)]
pub struct Kept {
    pub text: String,
    /// Names and bytes, in the order of the names.
    pub files: Vec<(String, Vec<u8>)>,
}

pub const AT_REDMINE: Written = Written {
    ticket: "34",
    messages: "
        const { issue } = await json(`/redmine/issues/${ticket}.json?include=journals,attachments`);
        const notes = issue.journals.filter((it) => it.notes?.includes(words));
        return Promise.all(notes.map(async ({ notes, details }) => {
            const ids = details.filter((it) => it.property === 'attachment').map((it) => Number(it.name));
            const own = issue.attachments.filter((it) => ids.includes(it.id));
            const files = own.map(async ({ id, filename }) =>
                [filename, await bytes(`/redmine/attachments/download/${id}/${encodeURIComponent(filename)}`)]);
            return { text: notes, files: await Promise.all(files) };
        }));
    ",
    status: "return (await json(`/redmine/issues/${ticket}.json`)).issue.status.name",
};

pub const AT_RT: Written = Written {
    ticket: "35",
    messages: "
        const at = '/request-tracker';
        const { items } = await json(
            `${at}/ticket/${ticket}/attachments?fields=TransactionId,Filename,Content&per_page=100`);
        const texts = items.filter((it) => !it.Filename && it.Content.includes(words));
        return Promise.all(texts.map(async ({ Content, TransactionId }) => {
            const own = items.filter((it) => it.Filename && it.TransactionId === TransactionId);
            const files = own.map(async (it) => {
                const whole = atob((await json(`${at}/attachment/${it.id}`)).Content);
                return [it.Filename, [...whole].map((one) => one.charCodeAt(0))];
            });
            return { text: Content, files: await Promise.all(files) };
        }));
    ",
    status: "return (await json(`/request-tracker/ticket/${ticket}`)).Status",
};

pub const AT_ROUNDUP: Written = Written {
    ticket: "30",
    messages: "
        const at = `${pane.getAttribute('api')}/data`;
        const as = { headers: { authorization: `Bearer ${await (await ask('/token')).text()}` } };
        const item = async (name, fields) =>
            (await json(`${at}/${name}?@verbose=3&@fields=${fields}`, as)).data.attributes;
        const { messages } = await item(`issue/${ticket}`, 'messages');
        const all = await Promise.all(messages.map((it) => item(`msg/${it.id}`, 'content,files')));
        return Promise.all(all.filter((it) => it.content.includes(words)).map(async (it) => {
            const files = it.files.map(async ({ id }) =>
                [(await item(`file/${id}`, 'name')).name, await bytes(`${at}/file/${id}/binary_content`, as)]);
            return { text: it.content, files: await Promise.all(files) };
        }));
    ",
    status: "
        const as = { headers: { authorization: `Bearer ${await (await ask('/token')).text()}` } };
        const at = `${pane.getAttribute('api')}/data/issue/${ticket}?@verbose=2&@fields=status`;
        return (await json(at, as)).data.attributes.status.name;
    ",
};

impl Written {
    /// Another ticket there.
    pub const fn but(self, ticket: &'static str) -> Self {
        Self { ticket, ..self }
    }

    pub async fn messages(&self, page: &Page, words: &str) -> Result<Vec<Kept>> {
        let mut kept: Vec<Kept> = page.read(&self.script(self.messages, words)).await?;
        for it in &mut kept {
            it.text = it.text.replace("\r\n", "\n");
            it.files.sort();
        }
        Ok(kept)
    }

    pub async fn status(&self, page: &Page) -> Result<String> {
        page.read(&self.script(self.status, "")).await
    }

    pub async fn wait_for_status(&self, page: &Page, status: &str) -> Result<()> {
        until(&format!("it to be {status} at the desk"), async || {
            Ok(self.status(page).await? == status)
        })
        .await
    }

    fn script(&self, body: &str, words: &str) -> String {
        let ticket = self.ticket;
        format!("{ASK} return (async (ticket, words) => {{ {body} }})({ticket:?}, {words:?})")
    }
}
