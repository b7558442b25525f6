//! The way of one customer, by keyboard alone, under the strictest policy and in every language that
//! ships: list, ticket, escalation, back (L2, E5, K2, M3, M7, I4).

use anyhow::{Context as _, Result, ensure};
use fantoccini::key::Key;

use crate::support::{Page, Tree, Words, visit};

/// In mia's list: her longest ticket, escalated to engineering.
const SUBJECT: &str =
    "Messages sent around shift change never reach the drivers in Gdansk and Leeds";

fn travel(lang: &'static str, dir: &str, region: &str) -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.open(&format!("/bare?style=none&lang={lang}")).await?;
        has_the_strict_policy(page).await?;
        let words = Words::of(lang)?;
        ensure!(page.language().await? == (lang.to_owned(), dir.to_owned()));
        ensure!(page.heading().await? == words.say("list.title")?);
        ensure!(page.list().await?.len() == 15);

        page.tab_to(SUBJECT).await?;
        page.press(Key::Enter).await?;
        page.ticket_page().await?;
        ensure!(page.heading().await? == SUBJECT);
        ensure!(page.focused().await? == SUBJECT, "the focus is on {:?}", page.focused().await?);
        escalation_is_told(page, &words, region).await?;

        page.tab_back_to(&words.say("ticket.back")?).await?;
        page.press(Key::Enter).await?;
        ensure!(page.list().await?.len() == 15);
        page.wait_for_focus(SUBJECT).await?;
        page.is_still().await
    })
}

/// To the letter; the last three of the site's own do not loosen it.
async fn has_the_strict_policy(page: &Page) -> Result<()> {
    let policy = page
        .eval("return fetch(location.href).then((it) => it.headers.get('content-security-policy'))")
        .await?;
    let policy = policy.as_str().context("the page has no policy")?;
    let (before, rest) = policy.split_once("'nonce-").context("the policy has no nonce")?;
    let (_, after) = rest.split_once('\'').context("the policy has no nonce")?;
    let policy = format!("{before}'nonce-…'{after}");
    let own = "form-action 'self'; base-uri 'none'; frame-ancestors 'self'; ";
    ensure!(
        policy.replace(own, "")
            == "default-src 'none'; script-src 'nonce-…' 'wasm-unsafe-eval'; connect-src 'self'; \
                img-src 'self' data: blob:; style-src 'none'; require-trusted-types-for 'script'; \
                trusted-types 'none'",
        "{policy}"
    );
    Ok(())
}

/// E5: an ordered list with a name, and a state in words for each stage.
async fn escalation_is_told(page: &Page, words: &Words, region: &str) -> Result<()> {
    let number = async |it: u32| {
        let script = format!("return new Intl.NumberFormat({region:?}).format({it})");
        Ok::<_, anyhow::Error>(page.eval(&script).await?.as_str().unwrap_or_default().to_owned())
    };
    let values = [("step", &*number(3).await?), ("total", &*number(5).await?)];
    let name = words.fill("escalation.step_of", &values)?;
    let tree = page.tree().await?;
    let list = tree.find("list", &name).with_context(|| format!("no list {name:?} in\n{tree}"))?;
    let stages: Vec<_> = tree.inside(list).iter().filter(|it| it.role == "listitem").collect();
    ensure!(stages.len() == 5, "{tree}");
    for (at, (stage, state)) in [
        ("escalation.submitted", "escalation.state_done"),
        ("escalation.under_review", "escalation.state_done"),
        ("escalation.engineering", "escalation.state_current"),
        ("escalation.verifying", "escalation.state_todo"),
        ("escalation.resolved", "escalation.state_todo"),
    ]
    .into_iter()
    .enumerate()
    {
        let said = Tree::words(tree.inside(stages[at]));
        for word in [words.say(stage)?, words.say(state)?] {
            ensure!(said.contains(&word), "stage {at} is told as {said:?}, without {word:?}");
        }
    }
    ensure!(page.current_step().await? == Some(words.say("escalation.engineering")?));
    Ok(())
}

#[test]
fn a_customer_finds_her_way_in_english() -> Result<()> {
    travel("en", "ltr", "en")
}

#[test]
fn a_customer_finds_her_way_in_french() -> Result<()> {
    travel("fr", "ltr", "fr")
}

#[test]
fn a_customer_finds_her_way_in_japanese() -> Result<()> {
    travel("ja", "ltr", "ja")
}

#[test]
fn a_customer_finds_her_way_in_arabic_from_right_to_left() -> Result<()> {
    travel("ar", "rtl", "ar")
}
