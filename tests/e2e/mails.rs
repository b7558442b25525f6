//! Mail as mail programs write it: all that people wrote is there to be read, in its order, with its links and its
//! structure; what they quote is folded, what they say is not (Q1, Q2, T2, T3).
//!
//! The mails are in `tests/mails`, each with what is expected of it in `expected.json`.

use std::{collections::BTreeMap, fs};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

use crate::support::{Mail, Options, Page, Policy, Post, root, visit_with};

/// What must come of a mail.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Expected {
    language: Option<String>,
    /// In which its text runs; from left to right where it does not say.
    direction: Option<String>,
    /// Words of its author's own: seen at once.
    own: Vec<String>,
    /// Words that are folded: quoted mail and signatures.
    quoted: Vec<String>,
    /// Selectors of what must be there.
    keeps: Vec<String>,
    /// Hosts that are written behind their links, which pretend to lead somewhere else.
    hosts: Vec<String>,
    /// Pictures that came with it, and are seen.
    pictures: usize,
    /// Pictures from elsewhere wait for consent.
    blocked: bool,
}

/// What a mail says, or what is shown of it.
#[derive(Debug, Deserialize)]
struct Said {
    /// Without spaces, which a layout may put elsewhere.
    text: String,
    links: Vec<String>,
}

/// What is seen of it.
#[derive(Debug, Deserialize)]
struct Seen {
    said: Said,
    direction: String,
    language: String,
    /// Text outside of folds, and inside of closed ones.
    own: String,
    folded: String,
    /// Folds that are open though nobody opened them.
    open: usize,
    pictures: usize,
    blocked: bool,
    /// What of `keeps` is not there.
    missing: Vec<String>,
}

/// In the page: what a mail says, read from its source by a rule of the test's own. Nothing in it runs: the document has
/// no window.
const READ: &str = "
    const hidden = 'head, script, style, template, title, option, [hidden]';
    return Object.fromEntries(Object.entries(sources).map(([id, source]) => {
        const { body } = new DOMParser().parseFromString(source, 'text/html');
        for (const it of body.querySelectorAll(hidden)) it.remove();
        for (const it of body.querySelectorAll('[style]')) if (/display:\\s*none/.test(it.getAttribute('style'))) it.remove();
        const links = [...body.querySelectorAll('a[href]')].flatMap((it) => {
            try { const url = new URL(it.getAttribute('href').trim()); return /^(https?|mailto|tel):$/.test(url.protocol) ? [url.href] : []; }
            catch { return []; }
        });
        return [id, { text: body.textContent.replace(/[ \\t\\r\\n\\f]+/g, ''), links }];
    }));
";

/// The same of what is shown.
const LOOK: &str = "
    ({ id, root, host, entry }) => {
        const all = (selector) => [...root.querySelectorAll(selector)];
        const folds = all('details').filter((it) => !it.open);
        const texts = [];
        const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) texts.push(walk.currentNode);
        const isFolded = (it) => folds.some((fold) => fold.contains(it)) && !it.parentElement.closest('summary');
        const plain = (them) => them.map((it) => it.data).join('').replace(/[ \\t\\r\\n\\f]+/g, ' ');
        const first = texts.find((it) => it.data.trim())?.parentElement;
        return {
            said: { text: texts.map((it) => it.data).join('').replace(/[ \\t\\r\\n\\f]+/g, ''), links: all('a[href]').map((it) => it.href) },
            direction: first ? getComputedStyle(first).direction : '',
            language: first?.closest('[lang]')?.lang ?? '',
            own: plain(texts.filter((it) => !isFolded(it) && it.parentElement.checkVisibility())),
            folded: plain(texts.filter(isFolded)),
            open: all('details[open]').length,
            pictures: all('img').filter((it) => it.naturalWidth > 0).length,
            blocked: [...entry.querySelectorAll('button')].some((it) => it.textContent === images),
            missing: (keeps[id] ?? []).filter((it) => !all(it).length),
        };
    }
";

/// A point: what `cid:` leads to in these mails.
const POINT: [u8; 43] = *b"GIF89a\x01\0\x01\0\x80\0\0\xff\0\xfe\xff\xff\xff!\xf9\x04\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// Every mail and what is expected of it, by name.
fn corpus() -> Result<BTreeMap<String, (String, Expected)>> {
    let folder = root().join("tests/mails");
    let expected = fs::read_to_string(folder.join("expected.json"))?;
    let expected: BTreeMap<String, Expected> =
        serde_json::from_str(&expected).context("tests/mails/expected.json")?;
    let files = fs::read_dir(&folder)?.count() - 1;
    ensure!(files == expected.len(), "{files} mails, and {} expectations", expected.len());
    let read = |(name, expected): (String, Expected)| {
        let html = fs::read_to_string(folder.join(format!("{name}.html"))).context(name.clone())?;
        Ok((name, (html, expected)))
    };
    expected.into_iter().map(read).collect()
}

fn sent(name: &str, html: &str, expected: &Expected) -> Mail {
    let file = ("point@mails.example".to_owned(), "image/gif", POINT.to_vec());
    let files = if html.contains("cid:") { vec![file] } else { Vec::new() };
    let language = expected.language.clone();
    Mail { id: name.to_owned(), html: html.to_owned(), language, files }
}

/// How much of `whole` is in `part`, in the same order: from 0 to 1.
fn kept(whole: &str, part: &str) -> f64 {
    let (whole, part): (Vec<char>, Vec<char>) = (whole.chars().collect(), part.chars().collect());
    let same = whole.iter().zip(&part).take_while(|it| it.0 == it.1).count();
    let (inner, other) = (&whole[same..], &part[same..]);
    let end = inner.iter().rev().zip(other.iter().rev()).take_while(|it| it.0 == it.1).count();
    let (inner, other) = (&inner[..inner.len() - end], &other[..other.len() - end]);
    let mut row = vec![0_usize; other.len() + 1];
    for it in inner {
        let mut corner = 0;
        for (at, other) in other.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if it == other { corner + 1 } else { above.max(row[at]) };
            corner = above;
        }
    }
    let common = same + end + row.last().copied().unwrap_or_default();
    common as f64 / whole.len().max(1) as f64
}

/// What is wrong with what is seen of a mail.
fn faults(said: &Said, seen: &Seen, expected: &Expected) -> Vec<String> {
    let mut faults = Vec::new();
    let mut check = |is_well: bool, fault: String| {
        if !is_well {
            faults.push(fault);
        }
    };
    let kept = kept(&said.text, &seen.said.text);
    check(
        kept >= 0.999,
        format!("{:.2} % of {:?} in {:?}", kept * 100.0, said.text, seen.said.text),
    );
    check(
        said.links == seen.said.links,
        format!("links {:?}, not {:?}", seen.said.links, said.links),
    );
    let direction = expected.direction.as_deref().unwrap_or("ltr");
    check(seen.direction == direction, format!("it runs {}", seen.direction));
    let is_marked = expected.language.as_ref().is_none_or(|it| seen.language == *it);
    check(is_marked, format!("it is marked as {:?}", seen.language));
    for it in &expected.own {
        check(seen.own.contains(it), format!("{it:?} is not seen in {:?}", seen.own));
    }
    for it in &expected.quoted {
        check(seen.folded.contains(it), format!("{it:?} is not folded in {:?}", seen.folded));
    }
    for it in &expected.hosts {
        check(seen.own.contains(it), format!("the host {it} is not said"));
    }
    if expected.quoted.is_empty() {
        check(seen.folded.trim().is_empty(), format!("folded: {:?}", seen.folded));
    }
    check(seen.missing.is_empty(), format!("missing: {:?}", seen.missing));
    check(seen.pictures == expected.pictures, format!("{} pictures", seen.pictures));
    check(seen.blocked == expected.blocked, format!("pictures wait: {}", seen.blocked));
    check(seen.open == 0 || expected.quoted.is_empty(), "an open fold".to_owned());
    faults
}

async fn seen(
    page: &Page,
    post: &Post,
    policy: Policy,
    corpus: &BTreeMap<String, (String, Expected)>,
) -> Result<BTreeMap<String, Seen>> {
    let mails = corpus.iter().map(|(name, (html, expected))| sent(name, html, expected));
    post.lay(mails.collect());
    page.open_mails(policy, corpus.len()).await?;
    let keeps: BTreeMap<&String, &Vec<String>> =
        corpus.iter().map(|(name, (_, expected))| (name, &expected.keeps)).collect();
    let keeps = serde_json::to_string(&keeps)?;
    let look = format!("((keeps, images) => {LOOK})({keeps}, {:?})", Page::SHOW_IMAGES);
    let pictures: usize = corpus.values().map(|it| it.1.pictures).sum();
    page.wait_for_mailed_pictures(pictures).await?;
    page.of_each_mail(&look).await
}

fn is_whole(policy: Policy) -> Result<()> {
    let (post, corpus) = (Post::default(), corpus()?);
    visit_with(Options::default().post(&post), async |page| {
        if policy == Policy::NoneAndOld {
            page.be_old().await?;
        }
        page.sign_in("mia").await?;
        let sources: BTreeMap<&String, &String> =
            corpus.iter().map(|(name, (html, _))| (name, html)).collect();
        let sources = serde_json::to_string(&sources)?;
        post.lay(Vec::new());
        page.goto("/open").await?;
        let said: BTreeMap<String, Said> =
            page.read(&format!("const sources = {sources}; {READ}")).await?;
        let seen = seen(page, &post, policy, &corpus).await?;
        let mut all = Vec::new();
        for (name, (_, expected)) in &corpus {
            let (said, seen) = (&said[name], seen.get(name).with_context(|| format!("no {name}"))?);
            all.extend(faults(said, seen, expected).into_iter().map(|it| format!("{name}: {it}")));
        }
        ensure!(all.is_empty(), "{}", all.join("\n"));
        let audit = page.audit().await?;
        ensure!(audit.forbidden.is_empty() && audit.heard.is_empty(), "{audit:#?}");
        let (letters, links) = said.values().fold((0, 0), |(letters, links), it| {
            (letters + it.text.chars().count(), links + it.links.len())
        });
        println!(
            "{} mails under {policy:?}: {letters} letters and {links} links kept",
            corpus.len()
        );
        Ok(())
    })
}

#[test]
fn mails_are_whole_on_a_page_without_a_policy() -> Result<()> {
    is_whole(Policy::None)
}

#[test]
fn mails_are_whole_in_a_browser_without_a_sanitizer() -> Result<()> {
    is_whole(Policy::NoneAndOld)
}

#[test]
fn mails_are_whole_under_the_strictest_policy() -> Result<()> {
    is_whole(Policy::Strict)
}

#[test]
fn what_is_kept_of_a_text_is_measured_in_order() {
    for (whole, part, expected) in
        [("abcd", "abcd", 1.0), ("abcd", "abXcd", 1.0), ("abcd", "acbd", 0.75), ("abcd", "xx", 0.0)]
    {
        assert_eq!(kept(whole, part), expected, "{part} of {whole}");
    }
}
