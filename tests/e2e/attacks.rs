//! Mail that wants to be more than mail (Q1, Q2): nothing of it runs, fetches, paints outside its box
//! or stays in the page, whether the page has a policy or none.
//!
//! The attacks are in `tests/attacks`; what is made of them, of `mutations`. One that succeeds is
//! printed whole.

mod control;
mod images;
mod mutations;
mod painting;
mod payloads;

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail, ensure};

use crate::support::{Audit, Counter, Mail, Options, Page, Policy, Post, visit_with};

/// How many messages a page shows at once, and how many bytes of them.
const MOST: usize = 700;
const MOST_BYTES: usize = 1_500_000;
/// The seed of the mutations. `DESKPANE_SEED` takes another.
const SEED: u64 = 20_261_128;
/// How many there are under each policy.
const MUTATIONS: usize = 10_000;
/// What comes with every page of attacks, so that a page that shows none is not taken for a safe one.
const HARMLESS: &str =
    r#"<p>The <b>first</b> line, <a href="https://shop.example/a">a link</a></p>"#;

/// Attacks that were sent, by id.
type Sent = Vec<(String, String)>;

/// A page with an attacked ticket, and the server that nobody may ask.
fn attacked(test: impl AsyncFnOnce(&Page, &Post, &Counter) -> Result<()>) -> Result<()> {
    let (post, counter) = (Post::default(), Counter::start()?);
    visit_with(Options::default().post(&post), async |page| {
        page.notice_scripts().await?;
        page.sign_in("mia").await?;
        test(page, &post, &counter).await
    })
}

fn mail(id: &str, html: &str) -> Mail {
    Mail { id: id.to_owned(), html: html.to_owned(), ..Mail::default() }
}

/// None of `attacks` gets anywhere under `policy`.
fn hold(policy: Policy, attacks: impl FnOnce(&Counter) -> Result<Sent>) -> Result<()> {
    let begin = Instant::now();
    attacked(async |page, post, counter| {
        if policy == Policy::NoneAndOld {
            page.be_old().await?;
        }
        let attacks = attacks(counter)?;
        let before = shown(page, post, policy, &[]).await?;
        ensure!(before.rendered == 1 && before.forbidden.is_empty(), "{before:#?}");
        let mut rendered = 0;
        for some in portions(&attacks) {
            let audit = shown(page, post, policy, some).await?;
            let mut found = found(&audit, &before, &counter.heard());
            if found.iter().any(|it| it.0.is_empty()) {
                // Somebody's, but whose? One of them alone tells.
                found.extend(culprits(page, post, policy, &before, some).await?);
            }
            ensure!(found.is_empty(), "{}", told(&found, some));
            rendered += audit.rendered;
        }
        // What was only asked for late.
        tokio::time::sleep(Duration::from_millis(500)).await;
        let heard = counter.heard();
        ensure!(heard.is_empty(), "{}", told(&found_at(&heard), &attacks));
        is_silent(page).await?;
        let seconds = begin.elapsed().as_secs();
        println!("{} attacks, {rendered} shown in HTML: {policy:?}, {seconds} s", attacks.len());
        Ok(())
    })
}

/// Those of `attacks` by which something happens that names none of them.
async fn culprits(
    page: &Page,
    post: &Post,
    policy: Policy,
    before: &Audit,
    attacks: &[(String, String)],
) -> Result<Vec<(String, String)>> {
    const ENOUGH: usize = 5;
    let mut culprits = Vec::new();
    let mut open = vec![attacks];
    while let Some(some) = open.pop().filter(|_| culprits.len() < ENOUGH) {
        let audit = shown(page, post, policy, some).await?;
        let found = found(&audit, before, &[]).into_iter().find(|it| it.0.is_empty());
        match (found, some) {
            (None, _) => {}
            (Some((_, what)), [(id, _)]) => culprits.push((id.clone(), what)),
            (Some(_), _) => open.extend([&some[some.len() / 2..], &some[..some.len() / 2]]),
        }
    }
    Ok(culprits)
}

/// What a page shows of these attacks.
async fn shown(
    page: &Page,
    post: &Post,
    policy: Policy,
    attacks: &[(String, String)],
) -> Result<Audit> {
    let mut mails: Vec<Mail> = attacks.iter().map(|(id, html)| mail(id, html)).collect();
    mails.push(mail("harmless", HARMLESS));
    let (count, first) = (mails.len(), attacks.first().map(|it| it.0.as_str()).unwrap_or_default());
    post.lay(mails);
    let outcome = async {
        page.open_mails(policy, count).await?;
        let links: BTreeMap<String, usize> = page
            .of_each_mail("({ root }) => root?.querySelectorAll('b, a[href]').length ?? 0")
            .await?;
        ensure!(links.get("harmless") == Some(&2), "a harmless message is not shown: {links:?}");
        page.audit().await
    };
    outcome.await.with_context(|| format!("{count} messages from {first} on"))
}

/// Pages of them, none too large.
fn portions(attacks: &[(String, String)]) -> Vec<&[(String, String)]> {
    let mut portions = Vec::new();
    let (mut from, mut bytes) = (0, 0);
    for (at, (_, html)) in attacks.iter().enumerate() {
        if at > from && (at - from >= MOST || bytes + html.len() > MOST_BYTES) {
            portions.push(&attacks[from..at]);
            (from, bytes) = (at, 0);
        }
        bytes += html.len();
    }
    portions.push(&attacks[from..]);
    portions
}

/// What an attack reached: its id where it is known, and what.
fn found(audit: &Audit, before: &Audit, heard: &[String]) -> Vec<(String, String)> {
    let mut found = found_at(heard);
    found.extend(audit.ran.iter().map(|it| (it.trim_matches('/').to_owned(), "it ran".to_owned())));
    found.extend(audit.forbidden.iter().cloned());
    found.extend(audit.heard.iter().map(|it| (String::new(), format!("the page heard {it}"))));
    if audit.host != before.host {
        let change = format!("the page changed from {:#} to {:#}", before.host, audit.host);
        found.push((String::new(), change));
    }
    found
}

/// From the lines that the counting server was sent.
fn found_at(heard: &[String]) -> Vec<(String, String)> {
    let id = |line: &str| line.split(['/', '?', ' ']).nth(2).unwrap_or_default().to_owned();
    heard.iter().map(|it| (id(it), format!("the server heard {it:?}"))).collect()
}

/// For who reads it: each with its attack, whole.
fn told(found: &[(String, String)], attacks: &[(String, String)]) -> String {
    let lines = found.iter().take(40).map(|(id, what)| {
        let attack = attacks.iter().find(|it| it.0 == *id).map_or("", |it| it.1.as_str());
        format!("{id}: {what}\n    {attack:?}\n")
    });
    format!("{} in all\n{}", found.len(), lines.collect::<String>())
}

/// Nothing that the page cannot hear of either: parsers of their own tell the console alone.
async fn is_silent(page: &Page) -> Result<()> {
    let console = page.browser().whole_console().await?;
    let of_policy = |it: &&(String, String)| {
        it.1.contains("Content Security Policy") || it.1.contains("Trusted")
    };
    match console.iter().find(of_policy) {
        Some(it) => bail!("the console: {it:?}"),
        None => Ok(()),
    }
}

fn written(counter: &Counter) -> Result<Sent> {
    let all = payloads::all()?;
    all.iter().map(|it| Ok((it.id.clone(), it.html(&counter.host(), usize::MAX)?))).collect()
}

fn made(counter: &Counter) -> Result<Sent> {
    let seed = match std::env::var("DESKPANE_SEED") {
        Ok(it) => it.parse().context("DESKPANE_SEED is no number")?,
        Err(_) => SEED,
    };
    println!("DESKPANE_SEED={seed}");
    mutations::of(&payloads::all()?, &counter.host(), seed, MUTATIONS)
}

#[test]
fn no_attack_succeeds_on_a_page_without_a_policy() -> Result<()> {
    hold(Policy::None, written)
}

#[test]
fn no_attack_succeeds_in_a_browser_without_a_sanitizer() -> Result<()> {
    hold(Policy::NoneAndOld, written)
}

#[test]
fn no_attack_succeeds_under_the_strictest_policy() -> Result<()> {
    hold(Policy::Strict, written)
}

#[test]
fn no_mutation_of_an_attack_succeeds_on_a_page_without_a_policy() -> Result<()> {
    hold(Policy::None, made)
}

#[test]
fn no_mutation_of_an_attack_succeeds_in_a_browser_without_a_sanitizer() -> Result<()> {
    hold(Policy::NoneAndOld, made)
}

#[test]
fn no_mutation_of_an_attack_succeeds_under_the_strictest_policy() -> Result<()> {
    hold(Policy::Strict, made)
}

#[test]
fn where_no_html_can_be_read_safely_there_is_text_that_says_so() -> Result<()> {
    attacked(async |page, post, counter| {
        page.be_old().await?;
        let html = "<p>Hello</p><img src=x: onerror=top.__ran(/attack/)>";
        post.lay(vec![mail("first", html), mail("second", html)]);
        page.open_mails(Policy::Strict, 2).await?;
        page.wait_for("Plain text of first").await?;
        page.wait_for("Plain text of second").await?;
        page.wait_for("Shown as text").await?;
        let audit = page.audit().await?;
        ensure!(audit.rendered == 0 && audit.ran.is_empty(), "{audit:#?}");
        // There is no way to know but to try, and the page hears of it: once.
        ensure!(audit.heard.len() == 1 && audit.heard[0].contains("DOMParser"), "{audit:#?}");
        ensure!(counter.heard().is_empty());
        Ok(())
    })
}
