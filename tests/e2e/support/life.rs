//! What a customer does with a ticket as a whole, by keyboard.

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use serde_json::json;

use super::Page;

impl Page {
    /// Goes to the control of that name and presses Enter.
    pub async fn press_control(&self, name: &str) -> Result<()> {
        self.wait(&format!("the control {name:?}"), &format!("return named({name:?}).length > 0"))
            .await?;
        if self.focused().await? != name {
            self.tab_to(name).await?;
        }
        self.press(Key::Enter).await
    }

    /// What a field or a choice that has the focus is called by its label.
    pub async fn label(&self) -> Result<String> {
        self.read("const it = active(); return clean(it?.labels?.[0]?.innerText)").await
    }

    /// Presses Tab until a field of that label has the focus.
    pub async fn tab_to_field(&self, label: &str) -> Result<()> {
        let mut seen = Vec::new();
        for _ in 0..80 {
            let at = self.label().await?;
            if at == label {
                return Ok(());
            }
            seen.push(at);
            self.press(Key::Tab).await?;
        }
        anyhow::bail!("Tab never reaches the field {label:?}, only {seen:?}")
    }

    /// Types where the focus is.
    pub async fn type_in(&self, text: &str) -> Result<()> {
        self.browser().devtools("Input.insertText", json!({ "text": text })).await.map(drop)
    }

    /// What stands in the field that has the focus.
    pub async fn value(&self) -> Result<String> {
        self.read("return active()?.value ?? ''").await
    }

    /// Whether a switch of that name is on; nothing where there is none.
    pub async fn switch(&self, name: &str) -> Result<Option<bool>> {
        self.read(&format!(
            "const it = all('[role=switch]').find((it) => shown(it) && clean(it.innerText) === {name:?}); \
             return it ? it.ariaChecked === 'true' : null"
        ))
        .await
    }

    /// Waits until it is so.
    pub async fn wait_for_switch(&self, name: &str, is_on: bool) -> Result<()> {
        let script = format!(
            "const it = all('[role=switch]').find((it) => shown(it) && clean(it.innerText) === {name:?}); \
             return !!it && it.ariaChecked === '{is_on}' && it.ariaDisabled !== 'true'"
        );
        self.wait(&format!("{name:?} to be {is_on}"), &script).await
    }

    /// From now on what closes a ticket waits until it is let: the time that is left to undo it passes for nobody.
    pub async fn hold_closing(&self) -> Result<()> {
        let script = "if (window.__held) return;
            const [own, end] = [window.setTimeout, window.clearTimeout];
            window.__held = new Map();
            window.setTimeout = (call, millis, ...more) => {
                if (millis !== 5000) return own(call, millis, ...more);
                const held = own(() => {}, 2 ** 30);
                __held.set(held, call);
                return held;
            };
            window.clearTimeout = (it) => { __held.delete(it); end(it); }";
        self.eval(script).await.map(drop)
    }

    /// The time is over.
    pub async fn let_it_close(&self) -> Result<()> {
        let script =
            "const calls = [...__held.values()]; __held.clear(); calls.forEach((it) => it())";
        self.eval(script).await.map(drop)
    }

    /// The page is hidden from now on, as it is behind another tab: it hears of it.
    pub async fn hide(&self) -> Result<()> {
        let hidden = self
            .eval(
                "Object.defineProperty(document, 'hidden', { value: true, configurable: true }); \
                 Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true }); \
                 document.dispatchEvent(new Event('visibilitychange', { bubbles: true })); \
                 return document.visibilityState",
            )
            .await?;
        ensure!(hidden == "hidden");
        Ok(())
    }

    /// How a ticket of the API is now, whatever the widget shows.
    pub async fn at_the_desk(&self, id: &str, what: &str) -> Result<serde_json::Value> {
        self.eval(&format!(
            "return fetch('/support/api/tickets/{id}', {{ cache: 'no-store' }}).then((it) => it.json()).then((it) => it{what})"
        ))
        .await
    }

    /// Waits until it is so at the desk.
    pub async fn wait_at_the_desk(
        &self,
        id: &str,
        what: &str,
        expected: serde_json::Value,
    ) -> Result<()> {
        super::until(&format!("{what} of {id} to be {expected}"), async || {
            Ok(self.at_the_desk(id, what).await? == expected)
        })
        .await
    }
}
