//! The list, as its visitor meets it.

use anyhow::Result;
use fantoccini::key::Key;
use serde::Deserialize;

use super::Page;

/// A ticket in the list.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct Row {
    /// The name by which the API knows it.
    pub ticket: String,
    /// Its place in the whole list, from 1.
    pub place: u32,
    pub id: String,
    pub subject: String,
    pub requester: String,
    pub updated: String,
    pub priority: String,
    pub assignee: String,
    /// When it was created and last touched, for machines.
    pub created_at: String,
    pub updated_at: String,
    /// The other way to tell when it was last touched.
    pub updated_title: String,
    pub link: String,
}

impl Page {
    /// Waits for a list with rows.
    pub async fn list(&self) -> Result<Vec<Row>> {
        self.wait_for_rows(1).await?;
        self.settled().await?;
        self.rows().await
    }

    /// Waits until there are at least so many rows.
    pub async fn wait_for_rows(&self, count: usize) -> Result<()> {
        let script = format!("return all('[data-ticket]').length >= {count}");
        self.wait(&format!("{count} rows"), &script).await
    }

    /// Waits for the row at this place, from 1, and for those around it.
    pub async fn wait_for_place(&self, place: u32) -> Result<()> {
        let script = format!(
            "return !!find('[data-ticket][aria-rowindex=\"{}\"]') && !find('tbody > [aria-busy=true]')",
            place + 1
        );
        self.wait(&format!("row {place}"), &script).await
    }

    /// The rows that are there now.
    pub async fn rows(&self) -> Result<Vec<Row>> {
        self.read(
            "return all('[data-ticket]').map((row) => {
                const cell = (it) => row.querySelector(`.cell--${it}`);
                const link = row.querySelector('a');
                const found = { ticket: row.dataset.ticket, place: row.ariaRowIndex - 1, link: link.href, subject: clean(link.textContent) };
                for (const it of ['id', 'requester', 'updated', 'priority', 'assignee'])
                    found[it] = clean(cell(it)?.textContent);
                for (const it of ['created', 'updated'])
                    found[`${it}_at`] = cell(it)?.querySelector('time')?.dateTime ?? '';
                found.updated_title = clean(cell('updated')?.querySelector('time')?.title);
                return found;
            })",
        )
        .await
    }

    /// The tickets of the rows that are marked as unread.
    pub async fn unread(&self) -> Result<Vec<String>> {
        self.read("return all('[data-ticket][data-unread]').map((it) => it.dataset.ticket)").await
    }

    /// From the next page on, what tabs tell each other is noted.
    pub async fn hear_tabs(&self, channel: &str) -> Result<()> {
        let script = format!(
            "window.__told = []; window.__channel = new BroadcastChannel({channel:?}); \
             __channel.onmessage = (it) => __told.push(it.data)"
        );
        self.browser().before_pages(&script).await
    }

    /// Waits until a tab has told something.
    pub async fn wait_until_told(&self, channel: &str) -> Result<()> {
        self.wait(channel, "return window.__told.length > 0").await
    }

    /// Waits until a ticket's row is marked as unread, or is not.
    pub async fn wait_until_unread(&self, ticket: &str, is_unread: bool) -> Result<()> {
        let script = format!(
            "const row = find('[data-ticket=\"{ticket}\"]'); return row !== null && row.hasAttribute('data-unread') === {is_unread}"
        );
        self.wait(&format!("the mark of {ticket}"), &script).await
    }

    /// Which column the list says it is ordered by, and how.
    pub async fn order(&self) -> Result<Option<(String, String)>> {
        self.read(
            "const it = find('[aria-sort]'); return it && [name(it), it.getAttribute('aria-sort')]",
        )
        .await
    }

    /// Waits until it says so.
    pub async fn wait_for_order(&self, column: &str, order: &str) -> Result<()> {
        let script = format!(
            "const it = find('[aria-sort]'); return !!it && name(it) === {column:?} && it.ariaSort === {order:?}"
        );
        self.wait(&format!("{column}, {order}"), &script).await
    }

    /// Clicks the link of a row while `held` are down.
    pub async fn click_row(&self, at: usize, held: &[Key]) -> Result<()> {
        self.click_on(&format!("all('[data-ticket]')[{at}]?.querySelector('a')"), held).await
    }

    /// Clicks into a row, beside its link.
    pub async fn click_cell(&self, at: usize, column: &str) -> Result<()> {
        self.click_on(&format!("all('[data-ticket]')[{at}]?.querySelector('.cell--{column}')"), &[])
            .await
    }

    /// Opens the ticket of a row by a click on its link, and waits for it.
    pub async fn open_row(&self, at: usize) -> Result<()> {
        self.click_row(at, &[]).await?;
        self.ticket_page().await
    }

    /// The height of a row and the size of its letters, as the style sheets have it.
    pub async fn measures(&self) -> Result<(f64, String)> {
        self.read("const it = find('[data-ticket]'); return [it.offsetHeight, getComputedStyle(it).fontSize]").await
    }
}
