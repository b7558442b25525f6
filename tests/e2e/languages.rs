//! Languages: negotiated, dropped in, incomplete, and changed while somebody reads (I1–I4, I6).

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Map, Value, json};

use crate::support::{Options, Page, Words, dist, temporary, visit, visit_with};

/// The language of the list at `path`, its region aside, and its direction.
async fn list_in(page: &Page, path: &str) -> Result<(String, String)> {
    page.sign_in("mia").await?;
    page.open(path).await?;
    page.list().await?;
    let (tag, direction) = page.language().await?;
    Ok((tag.split('-').next().unwrap_or_default().to_owned(), direction))
}

#[test]
fn a_region_without_a_file_of_its_own_reads_its_language() -> Result<()> {
    visit(async |page| {
        let (tag, direction) = list_in(page, "/bare?lang=fr-CA").await?;
        ensure!((tag.as_str(), direction.as_str()) == ("fr", "ltr"), "{tag} {direction}");
        ensure!(page.heading().await? == Words::of("fr")?.say("list.title")?);
        page.is_still().await
    })
}

#[test]
fn a_language_without_a_file_falls_back_to_english() -> Result<()> {
    visit(async |page| {
        let (tag, _) = list_in(page, "/bare?lang=cy").await?;
        ensure!(tag == "en", "{tag}");
        page.is_still().await
    })
}

/// I3: in a component of the site's own, whose shadow root knows no language.
#[test]
fn a_page_in_english_asks_for_no_list_of_languages() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        for (lang, wanted) in [("en", vec![]), ("fr", vec!["fr.json", "index.json"])] {
            page.open(&format!("/bare?lang={lang}")).await?;
            page.list().await?;
            let asked: Vec<String> = page
                .read(
                    "return performance.getEntriesByType('resource').map((it) => new URL(it.name).pathname)
                        .filter((it) => it.startsWith('/locales/')).map((it) => it.split('/').pop()).slice(0, 2)",
                )
                .await?;
            ensure!(asked == wanted, "{lang}: {asked:?}");
        }
        Ok(())
    })
}

#[test]
fn within_a_shadow_root_the_page_still_says_the_language() -> Result<()> {
    let site =
        r#"<script async nonce="{{ nonce }}" src="/deskpane.js"></script><div id="site"></div>"#;
    visit_with(Options::default().page("site", site), async |page| {
        page.sign_in("mia").await?;
        page.goto("/site?lang=fr").await?;
        page.eval(
            "const inside = document.querySelector('#site').attachShadow({ mode: 'open' }); \
             const widget = document.createElement('desk-pane'); \
             widget.setAttribute('api', '/support/api'); inside.append(widget)",
        )
        .await?;
        let language = "document.querySelector('#site').shadowRoot.querySelector('desk-pane').shadowRoot?.querySelector('.desk')?.lang";
        page.wait("French", &format!("return {language} === 'fr'")).await
    })
}

#[test]
fn the_attribute_wins_over_the_page() -> Result<()> {
    let pane = r#"<script async nonce="{{ nonce }}" src="/deskpane.js"></script>
        <desk-pane api="/support/api" locale="ja"></desk-pane>"#;
    visit_with(Options::default().page("ja", pane), async |page| {
        let (tag, _) = list_in(page, "/ja?lang=fr").await?;
        ensure!(tag == "ja", "{tag}");
        ensure!(page.heading().await? == Words::of("ja")?.say("list.title")?);
        page.is_still().await
    })
}

#[test]
fn the_language_changes_while_somebody_reads() -> Result<()> {
    visit(async |page| {
        list_in(page, "/bare").await?;
        page.listen("deskpane-locale").await?;
        page.eval("pane.open('1007')").await?;
        page.ticket_page().await?;
        let subject = page.heading().await?;
        for (tag, direction) in [("ja", "ltr"), ("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")] {
            page.eval(&format!("pane.setLocale({tag:?})")).await?;
            page.wait_for(&Words::of(tag)?.say("ticket.back")?).await?;
            ensure!(page.language().await? == (tag.to_owned(), direction.to_owned()));
            ensure!(page.heading().await? == subject, "another ticket after {tag}");
        }
        let told = page.events("deskpane-locale").await?;
        ensure!(told.last() == Some(&json!({ "locale": "en" })) && told.len() == 4, "{told:?}");
        page.is_quiet().await
    })
}

#[test]
fn what_only_a_ticket_says_comes_with_the_first_one_that_opens() -> Result<()> {
    visit(async |page| {
        list_in(page, "/bare?lang=fr").await?;
        let more = || page.asked().iter().filter(|it| it.contains("/locales/more/")).count();
        ensure!(more() == 0, "{:#?}", page.asked());
        for _ in 0..2 {
            page.open_row(0).await?;
            ensure!(more() == 1, "{:#?}", page.asked());
            let back = Words::of("fr")?.say("ticket.back")?;
            ensure!(page.shows(&back).await?, "{}", page.text().await?);
            page.click(&back).await?;
            page.list().await?;
        }
        page.is_quiet().await
    })
}

/// A release of one's own to change.
struct Copy(PathBuf);

impl Copy {
    fn new() -> Result<Self> {
        let copy = Self(temporary());
        copy_folder(&dist(), &copy.0)?;
        Ok(copy)
    }

    /// What somebody does who adds a language: a file, and a line of the index.
    fn add_language(&self, tag: &str, texts: &Value) -> Result<()> {
        let folder = self.0.join("locales");
        fs::write(folder.join(format!("{tag}.json")), texts.to_string())?;
        let index = folder.join("index.json");
        let text = fs::read_to_string(&index).context("reading the index")?;
        let mut lines: Map<String, Value> = serde_json::from_str(&text)?;
        lines.insert(tag.to_owned(), "1".into());
        Ok(fs::write(index, Value::Object(lines).to_string())?)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // Temporary anyway.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

#[test]
fn a_file_dropped_into_the_release_is_a_language_and_its_gaps_are_english() -> Result<()> {
    let release = Copy::new()?;
    let texts = json!({
        "@@locale": "pt", "@@meta": { "name": "Português", "dir": "ltr" },
        "list.title": "Os seus pedidos", "list.needs_reply_other": "{{count}} à espera da sua resposta",
        "ticket.back": "Voltar aos pedidos",
    });
    release.add_language("pt", &texts)?;
    visit_with(Options::default().dist(&release.0), async |page| {
        let (tag, _) = list_in(page, "/bare?lang=pt-BR").await?;
        ensure!(tag == "pt", "{tag}");
        ensure!(page.heading().await? == "Os seus pedidos");
        ensure!(page.shows("à espera da sua resposta").await?);
        // I3: what is missing is in English and says so.
        ensure!(page.language_of("Show more").await?.as_deref() == Some("en"));
        let own = page.language_of("Os seus pedidos").await?;
        ensure!(own.as_deref().is_some_and(|it| it.starts_with("pt")), "{own:?}");
        page.is_still().await?;
        // It is one file, for the ticket page too.
        page.open_row(0).await?;
        ensure!(page.shows("Voltar aos pedidos").await?);
        ensure!(!page.asked().iter().any(|it| it.contains("/more/")), "{:#?}", page.asked());
        page.is_quiet().await
    })
}

/// The loader knows what the build had, and asks for that beside the index.
#[test]
fn a_file_changed_in_the_release_is_read_as_it_is_now() -> Result<()> {
    let release = Copy::new()?;
    let texts = json!({
        "@@locale": "fr", "@@meta": { "name": "Français", "dir": "ltr" }, "list.title": "Vos affaires",
    });
    release.add_language("fr", &texts)?;
    visit_with(Options::default().dist(&release.0), async |page| {
        let (tag, _) = list_in(page, "/bare?lang=fr").await?;
        ensure!(tag == "fr", "{tag}");
        ensure!(page.heading().await? == "Vos affaires");
        let asked: Vec<String> = page
            .read("return performance.getEntriesByType('resource').map((it) => it.name.split('/').pop())")
            .await?;
        ensure!(asked.iter().any(|it| it == "fr.json?1"), "{asked:?}");
        page.is_still().await
    })
}

#[test]
fn a_broken_file_is_english_and_no_error() -> Result<()> {
    let release = Copy::new()?;
    release.add_language("pt", &json!({}))?;
    fs::write(release.0.join("locales/pt.json"), "{ \"list.title\": ")?;
    visit_with(Options::default().dist(&release.0), async |page| {
        let (tag, _) = list_in(page, "/bare?lang=pt").await?;
        ensure!(tag == "en", "{tag}");
        ensure!(page.heading().await? == "Your tickets");
        page.is_still().await
    })
}

/// In the list of an account with everything, whose turn it is, when it moved and how bad it is, on telephones and tables.
#[test]
fn whose_turn_it_is_since_when_and_how_bad_reads_in_full_at_any_width() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        let cut =
            "return all('.row:not(.row--head) :is(.cell--status .pill__label, .cell--updated, .cell--priority)')
            .filter((it) => it.scrollWidth > it.clientWidth).map((it) => clean(it.textContent))";
        let room = "return Math.min(...all('.row:not(.row--head) .cell--subject').map((it) => it.clientWidth))";
        for lang in ["en", "fr", "ja", "ar"] {
            page.open(&format!("/bare?lang={lang}")).await?;
            for width in [360, 390, 600, 740, 768, 860, 1020, 1280, 1320, 1380] {
                page.browser().resize(width, 900).await?;
                page.wait("the size", &format!("return innerWidth === {width}")).await?;
                page.list().await?;
                let cut: Vec<String> = page.read(cut).await?;
                ensure!(cut.is_empty(), "{lang}, {width} px: {cut:?}");
                let room: f64 = page.read(room).await?;
                ensure!(room >= 150.0, "{lang}, {width} px: {room} px for the subject");
            }
        }
        page.is_quiet().await
    })
}
