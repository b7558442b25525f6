//! That the tests of attacks see what they look for: in frames that trust their mail, attacks run and
//! fetch; and what may not be below a message is named.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};
use serde_json::Value;

use super::{attacked, payloads};
use crate::support::{Policy, until};

/// In frames of the page, some at a time. What they would do to the page itself is kept in them.
const TRUST: &str = "
    const wait = (time) => new Promise((done) => setTimeout(done, time));
    const frames = htmls.map((html) => {
        const frame = document.createElement('iframe');
        frame.sandbox = 'allow-scripts allow-same-origin';
        frame.width = frame.height = 200;
        frame.srcdoc = html;
        const loaded = new Promise((done) => frame.addEventListener('load', done));
        document.body.append(frame);
        return [frame, loaded];
    });
    return Promise.race([Promise.all(frames.map((it) => it[1])), wait(10000)]).then(() => wait(500)).then(() => {
        for (const [it] of frames) it.remove();
        return true;
    });
";

/// How many attacks of each class do something at least.
const LEAST: [(&str, usize); 10] = [
    ("dangling", 4),
    ("encodings", 5),
    ("fetches", 40),
    ("handlers", 20),
    ("mutation", 25),
    ("protocols", 3),
    ("script", 30),
    ("styles", 30),
    ("traps", 15),
    ("vectors", 20),
];

/// What may not be below a message, made by hand: a function of its root, and what is said of it.
const PLANTED: [(&str, &str); 22] = [
    ("add('script')", "the element script"),
    ("add('form').append(document.createElement('input'))", "the element input"),
    ("add('p', { onclick: '' })", "p[onclick]"),
    ("add('p', { id: 'a' })", "p[id]"),
    ("add('p', { class: 'a' })", "p[class]"),
    ("add('a', { href: 'javascript:1' })", "a link by javascript:"),
    ("add('a', { href: '/sign-out' })", "a link that leads nowhere"),
    ("add('a', { href: 'https://shop.example/' })", "a link into this page"),
    ("add('a', { href: 'https://shop.example/', target: '_blank' })", "a link with rel="),
    ("add('img', { src: 'https://127.0.0.1:1/' })", "a picture from https:"),
    ("add('img', { src: 'data:image/svg+xml,' })", "a picture from data:"),
    ("add('img', { srcset: 'a 1x' })", "img[srcset]"),
    ("add('p', { src: 'a' })", "p[src]"),
    ("add('p').style.position = 'fixed'", "the property position"),
    ("add('p').style.zIndex = 9", "the property z-index"),
    ("add('p').style.background = 'url(data:,)'", "background-image: url"),
    ("add('p').style.setProperty('--a', 'b')", "the property --a"),
    ("add('p').style.color = 'var(--a)'", "color: var"),
    ("root.append(document.createComment('a'))", "a node of type 8: a"),
    (
        "add('p').attachShadow({ mode: 'open' }).append(document.createElement('embed'))",
        "the element embed",
    ),
    (
        "root.append(document.createElementNS('http://www.w3.org/2000/svg', 'g'))",
        "g of another namespace",
    ),
    (
        "{ const form = add('form'); form.append(Object.assign(document.createElement('input'), { name: 'childNodes' })); form.append(document.createElement('base')); }",
        "the element base",
    ),
];

#[test]
fn where_mail_is_trusted_attacks_succeed() -> Result<()> {
    attacked(async |page, post, counter| {
        post.lay(vec![super::mail("harmless", super::HARMLESS)]);
        page.open_mails(Policy::None, 1).await?;
        // Those that only cost time need no proof.
        let all: Vec<_> = payloads::all()?.into_iter().filter(|it| it.class() != "size").collect();
        for some in all.chunks(60) {
            // What comes behind a message on a page that trusts it: something to swallow.
            let behind = "<p title='\"'>secret</p>";
            let html = |it: &payloads::Payload| Ok(it.html(&counter.host(), 50)? + behind);
            let htmls: Vec<String> = some.iter().map(html).collect::<Result<_>>()?;
            page.eval(&format!("const htmls = {}; {TRUST}", serde_json::to_string(&htmls)?))
                .await?;
        }
        let ran = page.audit().await?.ran;
        let count = || succeeded(&all, &counter.heard(), &ran);
        // Not every one has come by now, and not every one is needed.
        let are_enough = async || {
            let count = count();
            Ok(LEAST.iter().all(|(class, least)| count.get(class) >= Some(least)))
        };
        let outcome = until("attacks of every class", are_enough).await;
        println!("attacks that succeed where mail is trusted: {:?}", count());
        outcome
    })
}

/// How many of each class did something, by what was asked for and what ran.
fn succeeded<'a>(
    all: &'a [payloads::Payload],
    heard: &[String],
    ran: &[String],
) -> BTreeMap<&'a str, usize> {
    let ran = ran.iter().map(|it| it.trim_matches('/').to_owned());
    let reached: BTreeSet<String> =
        super::found_at(heard).into_iter().map(|it| it.0).chain(ran).collect();
    let mut count = BTreeMap::new();
    for it in all.iter().filter(|it| reached.contains(&it.id)) {
        *count.entry(it.class()).or_default() += 1;
    }
    count
}

#[test]
fn what_may_not_be_below_a_message_is_named() -> Result<()> {
    attacked(async |page, post, _| {
        for (plant, expected) in PLANTED {
            post.lay(vec![super::mail("harmless", super::HARMLESS)]);
            page.open_mails(Policy::None, 1).await?;
            let script = format!(
                "({{ root }}) => {{
                    const add = (name, attributes = {{}}) => {{
                        const it = document.createElement(name);
                        for (const [name, value] of Object.entries(attributes)) it.setAttribute(name, value);
                        root.append(it);
                        return it;
                    }};
                    {plant};
                    return null;
                }}"
            );
            let _: BTreeMap<String, Value> = page.of_each_mail(&script).await?;
            let found = page.audit().await?.forbidden;
            let is_named = found.iter().any(|it| it.0 == "harmless" && it.1.starts_with(expected));
            ensure!(is_named, "{plant}: {found:?}");
        }
        Ok(())
    })
}
