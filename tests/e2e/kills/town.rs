//! Where a life is lived: a desk that can die, the way to it that can be cut, a browser. And the blows.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::{
    TICKET,
    customer::Customer,
    plan::{Blow, Moment, Plan, letters},
};
use crate::support::{Call, Fault, FaultServer, Mortal, Page, until};

pub struct Town {
    pub desk: Mortal,
    pub way: FaultServer,
}

impl Town {
    pub fn start() -> Result<Self> {
        let desk = Mortal::start()?;
        let way = FaultServer::in_front_of(desk.way())?;
        Ok(Self { desk, way })
    }

    /// One life, from an empty field until the message is there and the field empty again.
    pub async fn live(&mut self, page: &Page, plan: &Plan) -> Result<()> {
        self.way.heal();
        let late = |millis| Fault::Late(Duration::from_millis(millis));
        match plan.moment {
            Moment::WhileUploading => self.way.tell_times(1, Call::Upload, late(400)),
            Moment::WhileReplying => self.way.tell_times(1, Call::Reply, late(400)),
            Moment::AfterStored => self.way.tell_times(1, Call::Reply, Fault::Mute),
            _ => {}
        }
        let mut customer = Customer::new(page, plan);
        page.click_on("find('.field')", &[]).await?;
        let is_sent_by_blow = self.up_to(&mut customer, plan).await?;
        if !is_sent_by_blow {
            sleep(Duration::from_millis(plan.after)).await;
        }
        self.strike(&mut customer, page, plan).await.context("striking")?;
        customer.come_through().await?;
        page.nothing_reached_the_page().await?;
        self.has_it_once(page, plan).await
    }

    /// All that comes before the blow. Whether Send was pressed in one go with it.
    async fn up_to(&self, customer: &mut Customer<'_>, plan: &Plan) -> Result<bool> {
        let typed = if plan.moment == Moment::WhileTyping { plan.at } else { plan.strokes.len() };
        customer.write(typed).await?;
        if plan.moment == Moment::WhileTyping {
            return Ok(false);
        }
        if !plan.files.is_empty() {
            customer.attach().await?;
            if plan.moment == Moment::WhileUploading {
                customer.see_files(false).await?;
                until("a file on its way", async || Ok(self.way.count(Call::Upload) > 0)).await?;
                return Ok(false);
            }
            customer.see_files(!plan.hurries).await?;
        }
        match plan.moment {
            Moment::AfterSend if plan.blow == Blow::Reload && !plan.other_way => {
                customer.loses_page().await?;
                let then = format!("setTimeout(() => location.reload(), {})", plan.after);
                customer.send_and(&then).await?;
                return Ok(true);
            }
            Moment::AfterSend => customer.send().await?,
            Moment::WhileReplying => {
                customer.send().await?;
                until("the reply on its way", async || Ok(self.way.count(Call::Reply) > 0)).await?;
            }
            Moment::AfterStored => {
                customer.send().await?;
                let mia = self.desk.sign_in("mia").await?;
                until("the desk to have it", async || {
                    Ok(self.messages(&mia, &plan.mark).await?.len() == 1)
                })
                .await?;
            }
            _ => {}
        }
        Ok(false)
    }

    async fn strike(
        &mut self,
        customer: &mut Customer<'_>,
        page: &Page,
        plan: &Plan,
    ) -> Result<()> {
        let browser = page.browser();
        match plan.blow {
            Blow::Server => {
                self.desk.die()?;
                self.way.stop();
                self.outage(customer, plan).await?;
                self.desk.live_again()?;
                self.way.start_again()?;
            }
            Blow::Network if plan.other_way => {
                page.be_offline(true).await?;
                self.outage(customer, plan).await?;
                page.be_offline(false).await?;
            }
            Blow::Network => {
                self.way.stop();
                self.outage(customer, plan).await?;
                self.way.start_again()?;
            }
            Blow::Reload => {
                customer.loses_page().await?;
                if plan.other_way {
                    page.goto("/sign-in").await?;
                }
                page.composer(TICKET).await?;
            }
            Blow::Crash => {
                customer.loses_page().await?;
                if plan.other_way {
                    let old = browser.new_tab().await?;
                    browser.close_tab(&old).await?;
                } else {
                    browser.crash().await?;
                }
                Customer::watch(page).await?;
                page.composer(TICKET).await?;
            }
            Blow::Session if plan.other_way => {
                browser.devtools("Network.clearBrowserCookies", json!({})).await?;
            }
            Blow::Session => {
                let cookies = browser.devtools("Network.getCookies", json!({})).await?;
                let all = cookies["cookies"].as_array().into_iter().flatten();
                let mut own = all.filter(|it| it["name"] == "deskpane_demo");
                let token = own.next().and_then(|it| it["value"].as_str());
                self.desk.sign_out(token.context("no session")?).await?;
            }
        }
        let is_whole = matches!(plan.blow, Blow::Server | Blow::Network);
        if is_whole && plan.comes_anew {
            customer.loses_page().await?;
            page.composer(TICKET).await?;
        }
        Ok(())
    }

    /// While nothing gets through.
    async fn outage(&self, customer: &mut Customer<'_>, plan: &Plan) -> Result<()> {
        if plan.goes_on && !customer.has_sent() {
            customer.finish().await?;
        }
        sleep(Duration::from_millis(plan.down)).await;
        Ok(())
    }

    /// R7: one message, whole, with its files; and nothing of it here any more.
    async fn has_it_once(&self, page: &Page, plan: &Plan) -> Result<()> {
        if plan.blow == Blow::Session {
            // What arrived before the blow fell needed nobody to come back.
            page.sign_in("mia").await?;
        }
        page.composer(TICKET).await?;
        until("nothing of it to be kept", async || Ok(page.kept().await? == 0)).await?;
        ensure!(page.written().await?.is_empty(), "the field says {:?}", page.written().await?);
        ensure!(page.attached().await?.is_empty(), "files: {:?}", page.attached().await?);
        ensure!(page.letters().await?.is_empty(), "letters: {:?}", page.letters().await?);
        let mia = self.desk.sign_in("mia").await?;
        let messages = self.messages(&mia, &plan.mark).await?;
        ensure!(messages.len() == 1, "{} messages, not one: {messages:#?}", messages.len());
        let (message, wanted) = (&messages[0], plan.letters());
        let text = letters(message["text"].as_str().unwrap_or_default());
        ensure!(text == wanted, "{text:?} arrived of {wanted:?}");
        let html = message["html"].as_str().unwrap_or_default();
        ensure!(
            !plan.has_form() || html.contains("<strong>did</strong>") && html.contains("<li>"),
            "its form is lost: {html}"
        );
        let files = message["attachments"].as_array().cloned().unwrap_or_default();
        ensure!(files.len() == plan.files.len(), "files: {files:#?}");
        for wanted in &plan.files {
            let found = files.iter().find(|it| it["filename"] == wanted.name.as_str());
            let found = found.with_context(|| format!("{} is not in {files:#?}", wanted.name))?;
            let id = found["id"].as_str().context("a file without an id")?;
            let bytes = self.desk.get(&mia, &format!("/support/api/attachments/{id}")).await?;
            ensure!(bytes == wanted.bytes, "{} has other bytes", wanted.name);
        }
        Ok(())
    }

    /// The messages of the ticket that have a word in them.
    async fn messages(&self, token: &str, word: &str) -> Result<Vec<Value>> {
        let path = format!("/support/api/tickets/{TICKET}/messages");
        let page: Value = serde_json::from_slice(&self.desk.get(token, &path).await?)?;
        let all = page["items"].as_array().into_iter().flatten();
        Ok(all
            .filter(|it| it["text"].as_str().is_some_and(|it| it.contains(word)))
            .cloned()
            .collect())
    }
}

impl Page {
    /// How many drafts and letters this browser keeps. What was seen is kept on.
    async fn kept(&self) -> Result<usize> {
        self.read(
            "return new Promise((done, no) => {
                const asked = indexedDB.open('deskpane');
                asked.onerror = no;
                asked.onsuccess = () => {
                    const base = asked.result;
                    const parts = [...base.objectStoreNames].filter((it) => it !== 'own');
                    if (!parts.length) { base.close(); return done(0); }
                    const change = base.transaction(parts); let sum = 0;
                    for (const it of parts) change.objectStore(it).count().onsuccess = (event) => sum += event.target.result;
                    change.oncomplete = () => { base.close(); done(sum); };
                };
            })",
        )
        .await
    }
}
