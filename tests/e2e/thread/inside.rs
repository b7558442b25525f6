//! What a mail shows in its own text: the pictures that came with it, those from elsewhere once they are wanted, and
//! never one of the help centre's own addresses (T3, Q2, K2).

use anyhow::{Result, ensure};

use crate::support::{Counter, Mail, Options, Page, Policy, Post, files, until, visit_with};

fn with_mail(
    mail: Mail,
    prepare: impl AsyncFnOnce(&Page) -> Result<()>,
    policy: Policy,
    test: impl AsyncFnOnce(&Page) -> Result<()>,
) -> Result<()> {
    let post = Post::default();
    post.lay(vec![mail]);
    visit_with(Options::default().post(&post), async |page| {
        prepare(page).await?;
        page.sign_in("mia").await?;
        page.open_mails(policy, 1).await?;
        test(page).await
    })
}

/// A mail that names both of its pictures.
fn two_pictures() -> Mail {
    let file = |name: &str| (name.to_owned(), "image/png", files::png(8, 8, [29, 85, 165]));
    Mail {
        id: "shop".into(),
        html: "<p>Before <img src='cid:one@shop'> and after <img src='cid:two@shop'></p>".into(),
        files: vec![file("one@shop"), file("two@shop")],
        ..Mail::default()
    }
}

const SHOWN: &str = "const pictures = mails(shadow).flatMap(({ root }) => [...root?.querySelectorAll('img') ?? []]);";

async fn wait_for_both(page: &Page) -> Result<()> {
    let script = format!(
        "{SHOWN} return pictures.length === 2 && pictures.every((it) => it.naturalWidth === 8);"
    );
    until("both pictures", async || page.of_the_conversation(&script).await).await
}

async fn names(page: &Page) -> Result<Vec<String>> {
    Ok(page.files().await?.into_iter().map(|it| it.name).collect())
}

#[test]
fn pictures_in_their_place_are_not_listed_too_and_get_their_address_once() -> Result<()> {
    const COUNT: &str = "const set = Element.prototype.setAttribute; window.__set = {};
        Element.prototype.setAttribute = function (name, value) {
            if (name === 'src' && this.localName === 'img') __set[value] = (__set[value] ?? 0) + 1;
            return set.call(this, name, value);
        };";
    let count = async |page: &Page| page.browser().before_pages(COUNT).await;
    with_mail(two_pictures(), count, Policy::None, async |page| {
        wait_for_both(page).await?;
        ensure!(names(page).await?.is_empty(), "{:?}", names(page).await?);
        let set: Vec<u32> = page.read("return Object.values(window.__set)").await?;
        ensure!(set == [1, 1], "{set:?}");
        page.nothing_reached_the_page().await
    })
}

#[test]
fn where_its_text_stands_for_a_mail_its_pictures_are_listed() -> Result<()> {
    // No sanitizer of the browser's own, and a policy that wants no string parsed.
    let be_old = async |page: &Page| page.be_old().await;
    with_mail(two_pictures(), be_old, Policy::Strict, async |page| {
        page.wait_for("Plain text of shop").await?;
        let names = names(page).await?;
        ensure!(names.len() == 2, "{names:?}");
        ensure!(names.iter().zip(["one@shop", "two@shop"]).all(|it| it.0.ends_with(it.1)));
        Ok(())
    })
}

#[test]
fn a_mail_stays_as_it_is_when_its_ticket_changes() -> Result<()> {
    let mut mail = two_pictures();
    mail.html +=
        "<blockquote type=\"cite\">What was said before, and once more, and again.</blockquote>";
    with_mail(
        mail,
        async |_| Ok(()),
        Policy::None,
        async |page| {
            wait_for_both(page).await?;
            let mark = "const { root } = mails(shadow)[0]; root.firstElementChild.__seen = true; \
                    root.querySelector('details').open = true; return true";
            let _: bool = page.of_the_conversation(mark).await?;
            page.press_control("Close ticket").await?;
            page.wait_for("Leave feedback").await?;
            page.wait_for("This ticket is closed.").await?;
            let is_same = "const { root } = mails(shadow)[0]; \
                       return root?.firstElementChild?.__seen === true && root.querySelector('details').open";
            ensure!(page.of_the_conversation::<bool>(is_same).await?, "it was drawn anew");
            page.nothing_reached_the_page().await
        },
    )
}

#[test]
fn a_mail_asks_nothing_of_the_help_centre_and_who_wants_its_pictures_keeps_the_focus() -> Result<()>
{
    let elsewhere = Counter::start()?;
    let html = format!(
        "<img src='/support/api/files/own'><img src='support/api/files/own'><img src='//localhost/own'>\
         <img src='HTTP://127.0.0.1/support/api/files/own'><img src='https://{}/shop' width=40 height=40>",
        elsewhere.host()
    );
    let mail = Mail { id: "shop".into(), html, ..Mail::default() };
    with_mail(
        mail,
        async |_| Ok(()),
        Policy::None,
        async |page| {
            ensure!(elsewhere.heard().is_empty());
            page.press_control(Page::SHOW_IMAGES).await?;
            until("the picture to be asked for", async || Ok(!elsewhere.heard().is_empty()))
                .await?;
            ensure!(!page.has(Page::SHOW_IMAGES).await?);
            ensure!(page.has_focus().await?, "the focus is lost");
            let asked = page.asked();
            ensure!(!asked.iter().any(|it| it.contains("own")), "{asked:?}");
            let audit = page.audit_with_images().await?;
            ensure!(audit.forbidden.is_empty(), "{:?}", audit.forbidden);
            page.nothing_reached_the_page().await
        },
    )
}
