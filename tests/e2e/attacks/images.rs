//! Q2: pictures from elsewhere come when the customer says so, for that message, and only over https.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};

use super::{attacked, mail};
use crate::support::{Counter, Mail, Page, Policy, until};

/// What holds a picture, or asks for one: `{https}` is an address of a server that may be asked once
/// the customer said so, `{http}` of one that never may.
const PICTURES: &str = r#"<p>Our new shop</p>
    <img src="{https}/plain" width="40" height="40" alt="The shop">
    <img src="{http}/plain" width="40" height="40" alt="The old shop">
    <img src="//{host}/relative" width="40" height="40">
    <img srcset="{http}/srcset 1x, {http}/srcset 2x" width="40" height="40">
    <picture><source srcset="{http}/source"><img src="{http}/picture" width="40" height="40"></picture>
    <table background="{http}/table"><tr><td background="{http}/cell" style="background:url({http}/style)">x</td></tr></table>
    <input type="image" src="{http}/input"><svg><image href="{http}/svg"/></svg>
    <div style="background-image:url({http}/background)">x</div><video poster="{http}/poster"></video>"#;

fn filled(secure: &Counter, plain: &Counter) -> String {
    let (secure, plain) = (secure.host(), plain.host());
    PICTURES
        .replace("{https}", &format!("https://{secure}"))
        .replace("{http}", &format!("http://{plain}"))
        .replace("{host}", &plain)
}

#[test]
fn pictures_from_elsewhere_come_only_by_consent_and_over_https() -> Result<()> {
    attacked(async |page, post, plain| {
        let (secure, other) = (Counter::start()?, Counter::start()?);
        post.lay(vec![
            mail("shop", &filled(&secure, plain)),
            mail("other", &filled(&other, plain)),
            mail("none", "<p>No pictures at all</p>"),
        ]);
        page.open_mails(Policy::None, 3).await?;
        let buttons = page.named(Page::SHOW_IMAGES).await?;
        ensure!(buttons == 2, "{buttons} messages offer to show images");
        let audit = page.audit().await?;
        ensure!(audit.forbidden.is_empty(), "{:#?}", audit.forbidden);
        ensure!(secure.heard().is_empty() && other.heard().is_empty() && plain.heard().is_empty());

        // A person's press: the first of them, of the message "shop".
        page.click(Page::SHOW_IMAGES).await?;
        until("the picture to be asked for", async || Ok(!secure.heard().is_empty())).await?;
        let audit = page.audit_with_images().await?;
        ensure!(audit.forbidden.is_empty(), "{:#?}", audit.forbidden);
        ensure!(other.heard().is_empty(), "the other message was meant by nobody");
        ensure!(plain.heard().is_empty(), "{:?}", plain.heard());
        ensure!(page.named(Page::SHOW_IMAGES).await? == 1);
        page.nothing_reached_the_page().await
    })
}

/// The smallest picture: one point.
const POINT: [u8; 43] = [
    0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0x80, 0, 0, 0xff, 0, 0xfe, 0xff, 0xff, 0xff,
    0x21, 0xf9, 4, 0, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b,
];

/// Pictures that came with the mail: shown at once, under `policy`.
fn are_shown(policy: Policy) -> Result<()> {
    attacked(async |page, post, counter| {
        let html = r#"<p>See here:</p><img src="cid:point@shop.example" alt="A point">
            <img src="data:image/gif;base64,R0lGODlhAQABAIAAAP8A/v///ywAAAAAAQABAAACAkQBADs=" alt="Another">
            <img src="CID:point%40shop.example" alt="The same"><img src="cid:nobody@shop.example" alt="Nothing">"#;
        let file = ("point@shop.example".to_owned(), "image/gif", POINT.to_vec());
        post.lay(vec![Mail { files: vec![file], ..mail("point", html) }]);
        page.open_mails(policy, 1).await?;
        let count = "({ root }) => [...root.querySelectorAll('img')].filter((it) => it.naturalWidth === 1).length";
        until("the pictures", async || {
            let shown: BTreeMap<String, usize> = page.of_each_mail(count).await?;
            Ok(shown.get("point") == Some(&3))
        })
        .await?;
        let audit = page.audit().await?;
        ensure!(audit.forbidden.is_empty() && audit.heard.is_empty(), "{audit:#?}");
        ensure!(page.named(Page::SHOW_IMAGES).await? == 0, "there is nothing to ask for");
        ensure!(counter.heard().is_empty());
        super::is_silent(page).await
    })
}

#[test]
fn pictures_of_the_mail_itself_are_shown_at_once() -> Result<()> {
    are_shown(Policy::None)
}

#[test]
fn pictures_of_the_mail_itself_are_shown_under_the_strictest_policy() -> Result<()> {
    are_shown(Policy::Strict)
}
