//! In a page: attributes, views, several at once, events, and a page that takes over (M1, M4–M7, L14).

use std::sync::{Arc, Mutex};

use anyhow::{Context as _, Result, ensure};
use serde_json::json;

use crate::support::{Options, Page, Words, visit, visit_with};

/// The script as every page carries it.
const SCRIPT: &str = r#"<script async nonce="{{ nonce }}" src="/deskpane.js"></script>"#;
const LINK: &str = r#"<a href="/contact">Contact support</a>"#;

fn page_with(name: &str, attributes: &str) -> Options {
    let pane = format!(r#"{SCRIPT}<desk-pane api="/support/api" {attributes}>{LINK}</desk-pane>"#);
    Options::default().page(name, &pane)
}

/// How often something was asked for whose path contains that.
fn asked(page: &Page, part: &str) -> usize {
    page.asked().iter().filter(|it| it.contains(part)).count()
}

/// Attribute, a value it does not know, the default.
const WRONG: [(&str, &str, &str); 9] = [
    ("connector", "zendusk", "deskpane"),
    ("auth", "basic", "cookie"),
    ("view", "tickets", "portal"),
    ("theme", "pink", "auto"),
    ("dates", "moon", "absolute"),
    ("heading-level", "9", "2"),
    ("density", "tight", "regular"),
    ("loading", "late", "eager"),
    ("locale", "not a tag", "the page's language"),
];

#[test]
fn a_wrong_attribute_is_told_once_by_name_with_the_default() -> Result<()> {
    let mut options = Options::default();
    for (attribute, value, _) in WRONG {
        let pane =
            format!(r#"<desk-pane api="/support/api" {attribute}="{value}">{LINK}</desk-pane>"#);
        // Twice on the page, and still one message.
        options = options.page(&format!("wrong-{attribute}"), &format!("{SCRIPT}{pane}{pane}"));
    }
    visit_with(options, async |page| {
        page.sign_in("ivo").await?;
        for (index, (attribute, value, default)) in WRONG.into_iter().enumerate() {
            page.open(&format!("/wrong-{attribute}")).await?;
            for at in [0, 1] {
                page.look_at(at).await?;
                page.wait_for("You have no tickets yet.").await?;
            }
            let warnings = page.warnings().await?;
            ensure!(warnings.len() == index + 1, "{attribute}: {warnings:#?}");
            for it in [attribute, value, default] {
                ensure!(warnings[index].contains(it), "{it:?} is not in {:?}", warnings[index]);
            }
            page.is_quiet().await?;
        }
        Ok(())
    })
}

#[test]
fn without_an_api_the_page_has_its_own_link() -> Result<()> {
    let options =
        Options::default().page("none", &format!("{SCRIPT}<desk-pane>{LINK}</desk-pane>"));
    visit_with(options, async |page| {
        page.listen("deskpane-error").await?;
        page.goto("/none").await?;
        page.wait_for_events("deskpane-error", 1).await?;
        ensure!(page.fallback_shows().await?);
        ensure!(page.warnings().await?.iter().any(|it| it.contains("api")));
        Ok(())
    })
}

#[test]
fn two_widgets_share_one_module_and_one_wasm() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.open("/two?id=1007").await?;
        ensure!(page.list().await?.len() == 15);
        page.look_at(1).await?;
        page.ready().await?;
        page.wait_for("CP-1207").await?;
        for part in ["/deskpane.js", "/deskpane_bg.wasm", "split_ticket"] {
            let count =
                page.asked().iter().filter(|it| it.starts_with("/v/") && it.contains(part)).count();
            ensure!(count == 1, "{part} was asked for {count} times");
        }
        page.is_still().await
    })
}

#[test]
fn two_widgets_do_not_disturb_each_other() -> Result<()> {
    let pane = format!(r#"<desk-pane api="/support/api">{LINK}</desk-pane>"#);
    let options = Options::default().page("both", &format!("{SCRIPT}{pane}{pane}"));
    visit_with(options, async |page| {
        page.sign_in("mia").await?;
        page.open("/both").await?;
        page.list().await?;
        page.open_row(0).await?;
        page.look_at(1).await?;
        ensure!(page.list().await?.len() == 15);
        page.eval("pane.remove()").await?;
        page.look_at(0).await?;
        page.click("Back to your tickets").await?;
        ensure!(page.list().await?.len() == 15);
        page.is_quiet().await
    })
}

#[test]
fn one_tag_alone_is_enough() -> Result<()> {
    let tag = r##"<main id="here"></main><script async nonce="{{ nonce }}" src="/deskpane.js"
        data-api="/support/api" data-target="#here" data-dates="elapsed"></script>"##;
    visit_with(Options::default().page("tag", tag), async |page| {
        page.sign_in("mia").await?;
        page.open("/tag").await?;
        let rows = page.list().await?;
        ensure!(rows[0].updated.contains("ago"), "{:?}", rows[0]);
        ensure!(page.eval("return pane.parentElement.id").await? == "here");
        page.is_quiet().await
    })
}

#[test]
fn a_ticket_alone_has_no_way_back() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.open("/ticket?id=1007").await?;
        page.ticket_page().await?;
        ensure!(page.heading().await?.starts_with("Messages sent around shift change"));
        ensure!(!page.has("Back to your tickets").await?);
        ensure!(asked(page, "/tickets?") == 0, "{:?}", page.asked());
        page.is_still().await
    })
}

#[test]
fn an_escalation_stands_alone() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.open("/escalation?id=1007").await?;
        let tree = page.tree().await?;
        let list = tree.find("list", "Escalation progress, step 3 of 5").context("no progress")?;
        ensure!(tree.inside(list).iter().filter(|it| it.role == "listitem").count() == 5);
        ensure!(asked(page, "/messages") == 0, "{:?}", page.asked());
        page.is_still().await
    })
}

#[test]
fn the_badge_counts_without_wasm() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.goto("/contact").await?;
        let badge = "document.querySelector('desk-pane[view=badge]')";
        let shown =
            format!("return Number({badge}?.shadowRoot?.querySelector('b')?.textContent) > 1");
        page.wait("the badge", &shown).await?;
        let me = page.eval("return fetch('/support/api/me').then((it) => it.json())").await?;
        let count = me["attention"]["awaiting_customer"].clone();
        let text = page
            .eval(&format!("return Number({badge}.shadowRoot.querySelector('b').textContent)"))
            .await?;
        ensure!(text == count, "{text}, not {count}");
        ensure!(asked(page, ".wasm") == 0, "{:?}", page.asked());
        page.is_quiet().await
    })
}

#[test]
fn nobody_signed_in_is_no_badge() -> Result<()> {
    visit(async |page| {
        page.goto("/contact").await?;
        let hidden = "const it = document.querySelector('desk-pane[view=badge]')?.shadowRoot?.querySelector('b'); return !!it?.hidden";
        page.wait("no badge", hidden).await
    })
}

#[test]
fn a_lazy_one_fetches_no_wasm_until_it_is_near() -> Result<()> {
    let far = r#"<svg width="10" height="6000"></svg>"#;
    let pane = format!(r#"<desk-pane api="/support/api" loading="lazy">{LINK}</desk-pane>"#);
    let options = Options::default().page("far", &format!("{SCRIPT}{far}<main>{pane}</main>"));
    visit_with(options, async |page| {
        page.sign_in("mia").await?;
        page.goto("/far").await?;
        page.wait("the skeleton", "return !!find('.sk')").await?;
        // As long as it takes to draw twice: what would have begun has begun.
        page.eval("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))").await?;
        ensure!(asked(page, "/v/") == 0 && asked(page, "/support/api") == 0, "{:?}", page.asked());
        page.eval("pane.scrollIntoView()").await?;
        ensure!(page.list().await?.len() == 15);
        page.is_quiet().await
    })
}

#[test]
fn the_host_page_hears_what_happens() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        for it in ["deskpane-ready", "deskpane-navigate", "deskpane-ticket-open", "deskpane-locale"]
        {
            page.listen(it).await?;
        }
        page.open("/bare").await?;
        let row = page.list().await?.remove(0);
        ensure!(page.events("deskpane-ready").await?.len() == 1);
        ensure!(page.events("deskpane-locale").await? == [json!({ "locale": "en" })]);
        page.open_row(0).await?;
        for it in ["deskpane-navigate", "deskpane-ticket-open"] {
            ensure!(page.events(it).await? == [json!({ "ticket": row.ticket })], "{it}");
        }
        page.is_quiet().await
    })
}

#[test]
fn the_host_page_may_show_a_ticket_itself() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.listen("deskpane-navigate").await?;
        page.listen("deskpane-ticket-open").await?;
        page.open("/bare").await?;
        page.list().await?;
        page.eval(
            "document.addEventListener('deskpane-navigate', (event) => event.preventDefault())",
        )
        .await?;
        page.click_row(0, &[]).await?;
        page.wait_for_events("deskpane-navigate", 1).await?;
        ensure!(page.rows().await?.len() == 15, "the ticket opened all the same");
        ensure!(page.events("deskpane-ticket-open").await?.is_empty());
        Ok(())
    })
}

#[test]
fn the_host_page_opens_and_refreshes() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.open("/bare").await?;
        page.list().await?;
        page.eval("pane.open('1013')").await?;
        page.ticket_page().await?;
        ensure!(page.heading().await? == "Cannot sign in on shared tablets");
        let before = asked(page, "/tickets/1013");
        page.eval("pane.refresh()").await?;
        page.settled().await?;
        ensure!(asked(page, "/tickets/1013") > before);
        Ok(())
    })
}

#[test]
fn a_bearer_token_is_asked_for_and_goes_to_the_api_alone() -> Result<()> {
    let elsewhere = Arc::new(Mutex::new(Vec::new()));
    let kept = elsewhere.clone();
    let options = page_with("token", r#"auth="bearer""#).instead(move |ask| {
        let has_token = ask.headers.contains_key("authorization");
        if has_token && !ask.path().starts_with("/support/api/") {
            kept.lock().ok()?.push(ask.path().to_owned());
        }
        None
    });
    visit_with(options, async |page| {
        page.goto("/sign-in").await?;
        let script = "return fetch('/sign-in', { method: 'POST', body: new URLSearchParams({ account: 'mia' }), \
                      headers: { accept: 'application/json' } }).then((it) => it.json())";
        let answer = page.eval(script).await?;
        let token = answer["token"].as_str().context("the demo gave no token")?.to_owned();
        page.browser().devtools("Network.clearBrowserCookies", json!({})).await?;
        let give = format!(
            "addEventListener('DOMContentLoaded', () => {{ document.querySelector('desk-pane').getToken = async () => {token:?} }})"
        );
        page.browser().before_pages(&give).await?;
        page.open("/token").await?;
        ensure!(page.list().await?.len() == 15);
        let source = page.source().await?;
        ensure!(!source.contains(&token));
        page.open_row(0).await?;
        let elsewhere = elsewhere.lock().map(|it| it.clone()).unwrap_or_default();
        ensure!(elsewhere.is_empty(), "the token went to {elsewhere:?}");
        let stored = page.eval("return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])").await?;
        ensure!(!stored.to_string().contains(&token));
        page.is_quiet().await
    })
}

/// That a token cannot be had now does not mean that the session is over.
#[test]
fn a_token_that_cannot_be_had_is_trouble_and_no_end_of_the_session() -> Result<()> {
    visit_with(page_with("token", r#"auth="bearer""#), async |page| {
        let fails = "addEventListener('DOMContentLoaded', () => { document.querySelector('desk-pane').getToken = async () => { throw new TypeError('down'); } })";
        page.browser().before_pages(fails).await?;
        page.open("/token").await?;
        page.wait_for_trouble(&Words::of("en")?.say("failure.offline")?).await
    })
}

/// M7: a mistake in one tag costs the page that tag, and nothing else.
#[test]
fn a_target_that_is_no_selector_costs_nobody_else_anything() -> Result<()> {
    let panes = r##"<script async nonce="{{ nonce }}" src="/deskpane.js" data-api="/support/api" data-target="#2024-help"></script>
        <desk-pane api="/support/api"></desk-pane>"##;
    visit_with(Options::default().page("odd", panes), async |page| {
        page.sign_in("mia").await?;
        page.open("/odd").await?;
        ensure!(page.list().await?.len() == 15);
        page.is_quiet().await
    })
}

#[test]
fn diagnose_finds_nothing_wrong_with_a_good_page_and_names_what_is_wrong_with_a_bad_one()
-> Result<()> {
    let options = page_with("bad", r#"view="ticket" theme="pink""#);
    visit_with(options, async |page| {
        page.sign_in("mia").await?;
        page.open("/bare").await?;
        let found = page.eval("return Deskpane.diagnose().then((it) => it.filter((one) => one.level === 'error'))").await?;
        ensure!(found == json!([]), "{found:#}");
        page.goto("/bad").await?;
        page.wait("the script", "return !!window.Deskpane").await?;
        let found = page
            .eval("return Deskpane.diagnose().then((it) => it.map((one) => one.what).join(' '))")
            .await?;
        let found = found.as_str().unwrap_or_default();
        ensure!(
            found.contains("theme=\"pink\" is unknown") && found.contains("none is named"),
            "{found}"
        );
        Ok(())
    })
}

#[test]
fn the_page_gets_one_new_name_and_no_request_leaves_its_origin() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.browser()
            .before_pages("window.__names = new Set(Object.getOwnPropertyNames(window))")
            .await?;
        page.open("/bare?style=none").await?;
        // One with nothing new: where its messages are here before itself, the line above what is new moves them.
        let rows = page.list().await?;
        let at = rows.iter().position(|it| it.ticket == "1008").context("no 1008")?;
        page.open_row(at).await?;
        // `ret_nodes` is the browser's driver's.
        let names = page
            .eval(
                "return Object.getOwnPropertyNames(window)
                    .filter((it) => !__names.has(it) && !/^(__.*|ret_nodes)$/.test(it))",
            )
            .await?;
        ensure!(names == json!(["Deskpane"]), "{names}");
        let elsewhere = page
            .eval(
                "return performance.getEntriesByType('resource').map((it) => it.name)
                    .filter((it) => new URL(it).origin !== location.origin && !it.startsWith('data:'))",
            )
            .await?;
        ensure!(elsewhere == json!([]), "{elsewhere}");
        page.is_still().await
    })
}
