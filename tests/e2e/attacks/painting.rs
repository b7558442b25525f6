//! Q1: what a message paints, it paints inside its box.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};
use serde_json::json;

use super::{attacked, mail, payloads};
use crate::support::{Mail, Page, Policy};

/// All of the attacks of this class, and of nothing else.
const COLOUR: [u8; 3] = [0xff, 0x00, 0xfe];

/// In the page: how much of a picture has the colour of attacks, outside the boxes of messages in HTML. Where it
/// has none at all the picture shows nothing.
const COUNT: &str = "
    const boxes = mails(shadow).filter((it) => it.host).map((it) => it.host.getBoundingClientRect());
    return fetch(`data:image/png;base64,${picture}`).then((it) => it.blob()).then(createImageBitmap).then((bitmap) => {
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
        context.drawImage(bitmap, 0, 0);
        const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
        let inside = 0;
        const outside = [];
        for (let at = 0; at < data.length; at += 4) {
            if (Math.abs(data[at] - red) + Math.abs(data[at + 1] - green) + Math.abs(data[at + 2] - blue) > 6) continue;
            const x = (at / 4) % bitmap.width, y = Math.floor(at / 4 / bitmap.width);
            if (boxes.some((it) => x >= it.left - 1 && x <= it.right + 1 && y >= it.top - 1 && y <= it.bottom + 1)) inside += 1;
            else if (outside.push([x, y]) >= 5) break;
        }
        return [inside, outside];
    });
";

/// Of what is on screen: points inside, and the first that are outside.
async fn painted(page: &Page) -> Result<(usize, Vec<(f64, f64)>)> {
    let shot =
        page.browser().devtools("Page.captureScreenshot", json!({ "format": "png" })).await?;
    let picture = shot["data"].as_str().context("there is no picture")?;
    let [red, green, blue] = COLOUR;
    page.of_the_conversation(&format!(
        "const picture = {picture:?}, red = {red}, green = {green}, blue = {blue}; {COUNT}"
    ))
    .await
}

/// Nothing of any message is outside the box of it, wherever the page is scrolled to.
fn stays_inside(policy: Policy) -> Result<()> {
    attacked(async |page, post, _| {
        // A neighbour above and below each, over which it could paint.
        let mut mails: Vec<Mail> = Vec::new();
        for it in payloads::all()?.iter().filter(|it| it.class() == "painting") {
            mails.push(mail(&it.id, &it.html("127.0.0.1:1", usize::MAX)?));
            mails.push(Mail { id: format!("after {}", it.id), ..Mail::default() });
        }
        let count = mails.len();
        post.lay(mails);
        page.browser().resize(1000, 2400).await?;
        page.open_mails(policy, count).await?;
        let boxes: BTreeMap<String, Option<(f64, f64, f64)>> = page
            .of_each_mail(
                "({ host, entry }) => { const box = host?.getBoundingClientRect(), around = entry.getBoundingClientRect(); \
                 return box && [box.left - around.left, around.right - box.right, box.height]; }",
            )
            .await?;
        for (id, place) in &boxes {
            let Some((left, right, height)) = *place else { continue };
            ensure!(left >= -1.0 && right >= -1.0, "{id} is wider than its message: {place:?}");
            ensure!(height <= 20_000.0, "{id} is {height} px high");
        }
        let (mut all, mut top) = (0, 0);
        loop {
            let height: u32 = page
                .read(&format!("scrollTo(0, {top}); return document.documentElement.scrollHeight"))
                .await?;
            let (inside, outside) = painted(page).await?;
            ensure!(outside.is_empty(), "painted at {outside:?}, the page scrolled to {top}");
            all += inside;
            top += 2200;
            if top >= height {
                break;
            }
        }
        println!("{count} messages under {policy:?}, {all} points painted, none outside");
        ensure!(all > 10_000, "only {all} points are painted: is there anything?");
        ensure!(page.audit().await?.host["wide"] == true, "the page is wider than its window");
        Ok(())
    })
}

#[test]
fn nothing_is_painted_outside_the_box_of_a_message() -> Result<()> {
    stays_inside(Policy::None)
}

#[test]
fn what_is_painted_outside_the_box_is_seen() -> Result<()> {
    attacked(async |page, post, _| {
        post.lay(vec![mail("harmless", super::HARMLESS)]);
        page.open_mails(Policy::None, 1).await?;
        ensure!(painted(page).await? == (0, Vec::new()));
        page.eval("const it = document.createElement('p'); it.style.cssText = 'position:fixed;top:9px;left:9px;width:2px;height:2px;margin:0;background:#ff00fe'; document.body.append(it)").await?;
        ensure!(painted(page).await?.1.len() >= 4);
        Ok(())
    })
}
