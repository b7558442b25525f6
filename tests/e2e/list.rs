//! The list: order, scopes, dates, the rest of it, and what a row offers (L1–L4, L7, L8, L12, L13).

use anyhow::{Context as _, Result, ensure};
use fantoccini::key::Key;
use serde_json::json;

use crate::support::{Options, Page, Row, visit, visit_with};

const PAGE: &str = "/bare";
const DATES: &str = "Show dates as time passed";

async fn list_of(page: &Page, account: &str) -> Result<Vec<Row>> {
    page.sign_in(account).await?;
    page.open(PAGE).await?;
    page.list().await
}

/// As wide as all columns need.
async fn wide(page: &Page) -> Result<()> {
    page.browser().resize(1400, 900).await
}

#[test]
fn fifteen_tickets_show_newest_first() -> Result<()> {
    visit(async |page| {
        let rows = list_of(page, "mia").await?;
        ensure!(rows.len() == 15, "{} rows", rows.len());
        ensure!(rows.is_sorted_by(|a, b| a.updated_at >= b.updated_at), "{rows:#?}");
        ensure!(page.order().await? == Some(("Last activity".into(), "descending".into())));
        page.is_still().await
    })
}

/// Notes at each frame how many rows there are, what they say (whose turn it is; how bad it is; dates), and whether anything
/// stands around them.
const FRAMES: &str = "
    window.__frames = [];
    requestAnimationFrame(function note() {
        const all = (it) => [...(document.querySelector('desk-pane')?.shadowRoot?.querySelectorAll(it) ?? [])];
        const says = (it) => all(`[data-ticket] ${it}`).some((it) => it.textContent);
        const told = ['.cell--status bdi', '.cell--priority bdi', 'time'].map(says);
        __frames.push([all('[data-ticket]').length, told, all('.toolbar button, .foot__count').length > 0]);
        requestAnimationFrame(note);
    })";

#[test]
fn the_rows_come_first_and_what_follows_moves_none_of_them() -> Result<()> {
    visit(async |page| {
        page.browser().before_pages(FRAMES).await?;
        page.sign_in("mia").await?;
        for lang in ["en", "ar"] {
            page.open(&format!("{PAGE}?lang={lang}")).await?;
            ensure!(page.list().await?.len() == 15);
            page.wait("a frame with the dates", "return __frames.at(-1)?.[1][2] === true").await?;
            let frames: Vec<(usize, [bool; 3], bool)> =
                page.read("return __frames.filter((it) => it[0] > 0)").await?;
            ensure!(frames.first() == Some(&(15, [true, false, false], false)), "{frames:?}");
            ensure!(frames.last() == Some(&(15, [true; 3], true)), "{frames:?}");
            page.is_still().await?;
        }
        Ok(())
    })
}

#[test]
fn every_column_that_has_an_order_sorts_both_ways() -> Result<()> {
    visit(async |page| {
        wide(page).await?;
        list_of(page, "mia").await?;
        for (column, key, first) in [
            ("Created", "created_at", "descending"),
            ("Last activity", "updated_at", "descending"),
            ("Priority", "priority", "descending"),
            ("Status", "status", "descending"),
            ("ID", "id", "ascending"),
        ] {
            let second = if first == "ascending" { "descending" } else { "ascending" };
            for order in [first, second] {
                page.click(column).await?;
                page.wait_for_order(column, order).await?;
                let rows = page.list().await?;
                let sign = if order == "descending" { "-" } else { "" };
                let expected = of_api(page, &format!("mine&sort={sign}{key}")).await?;
                let shown: Vec<&str> = rows.iter().map(|it| it.ticket.as_str()).collect();
                ensure!(shown == expected, "{column} {order}: {shown:?}, not {expected:?}");
                ensure!(
                    is_ordered(&rows, key, order == "descending"),
                    "{column} {order}: {rows:#?}"
                );
            }
        }
        page.is_quiet().await
    })
}

/// What the API answers for the first fifteen.
async fn of_api(page: &Page, query: &str) -> Result<Vec<String>> {
    let script = format!(
        "return fetch('/support/api/tickets?limit=15&scope={query}').then((it) => it.json()) \
         .then((it) => it.items.map((one) => one.id))"
    );
    Ok(serde_json::from_value(page.eval(&script).await?)?)
}

fn is_ordered(rows: &[Row], key: &str, descending: bool) -> bool {
    let value = |it: &Row| match key {
        "created_at" => it.created_at.clone(),
        "updated_at" => it.updated_at.clone(),
        "id" => it.id.clone(),
        // S1 is the highest.
        "priority" => format!("{}", 9 - it.priority.as_bytes().get(1).map_or(9, |it| it - b'0')),
        // Whose turn comes first is the desk's to say.
        _ => String::new(),
    };
    rows.is_sorted_by(|a, b| if descending { value(a) >= value(b) } else { value(a) <= value(b) })
}

#[test]
fn an_administrator_sees_the_organisation() -> Result<()> {
    visit(async |page| {
        let own = list_of(page, "omar").await?;
        ensure!(own.iter().all(|it| it.requester == "Omar Haddad"), "{own:#?}");
        ensure!(!page.shows("Requester").await?);
        page.choose("Show tickets", "All of Northwind Logistics").await?;
        page.wait_for("Mia Laurent").await?;
        let all = page.list().await?;
        ensure!(all.len() == 15);
        ensure!(all.iter().any(|it| it.requester == "Mia Laurent"), "{all:#?}");
        ensure!(page.shows("Requester").await?);
        page.choose("Show tickets", "Copied on").await?;
        page.wait_until_gone("Omar Haddad").await?;
        ensure!(page.list().await?.iter().all(|it| it.requester != "Omar Haddad"));
        page.is_quiet().await
    })
}

#[test]
fn show_more_keeps_the_order_and_the_focus() -> Result<()> {
    // Fewer at a time than the widget asks for, which an API may do.
    let options = Options::default().rewrite(|uri| uri.replace("limit=50", "limit=12"));
    visit_with(options, async |page| {
        let first = list_of(page, "mia").await?;
        page.tab_to("Skip the tickets").await?;
        page.press(Key::Enter).await?;
        page.wait_for_focus("15 of 39 shown").await?;
        page.tab_to("Show more").await?;
        page.press(Key::Enter).await?;
        page.wait_for_place(39).await?;
        let rows = page.rows().await?;
        ensure!(rows.iter().rev().map(|it| it.place).eq((rows[0].place..=39).rev()), "{rows:#?}");
        ensure!(rows.is_sorted_by(|a, b| a.updated_at >= b.updated_at), "{rows:#?}");
        // With the last of them the button goes, and the focus is not lost.
        page.wait_for_focus("39 tickets").await?;
        page.eval("find('.rows').scrollTop = 0").await?;
        page.wait_for_place(1).await?;
        ensure!(page.rows().await?.starts_with(&first), "{rows:#?}");
        page.is_quiet().await
    })
}

#[test]
fn dates_read_as_the_customer_likes_and_stay_so() -> Result<()> {
    visit(async |page| {
        let rows = list_of(page, "mia").await?;
        let year = rows[0].updated_at[..4].to_owned();
        ensure!(rows.iter().all(|it| !it.updated.contains("ago")), "{rows:#?}");
        ensure!(rows[0].updated_title.contains("ago"), "{:?}", rows[0]);
        page.click(DATES).await?;
        let rows = page.rows().await?;
        ensure!(
            rows.iter().all(|it| it.updated.contains("ago") || it.updated.contains("day")),
            "{rows:#?}"
        );
        let title = &rows[0].updated_title;
        ensure!(
            title.contains(&year) && (title.contains("UTC") || title.contains("GMT")),
            "{title}"
        );
        page.open(PAGE).await?;
        let rows = page.list().await?;
        ensure!(rows[0].updated.contains("ago"), "after a reload: {:?}", rows[0]);
        page.click(DATES).await?;
        ensure!(!page.rows().await?[0].updated.contains("ago"));
        page.is_quiet().await
    })
}

#[test]
fn a_row_gives_its_id_its_link_and_a_search() -> Result<()> {
    visit(async |page| {
        let row = list_of(page, "mia").await?.remove(0);
        page.may_use_the_clipboard().await?;
        let search = format!("subject:\"{}\"", row.id);
        for (item, expected) in [
            ("Copy ID", &row.id),
            ("Copy link", &row.link),
            ("Copy a search for your mailbox", &search),
        ] {
            page.click(&format!("Actions for {}", row.id)).await?;
            page.wait_for_focus("Copy ID").await?;
            page.click(item).await?;
            page.wait_for_said("Copied").await?;
            ensure!(page.clipboard().await? == *expected, "{item}: {}", page.clipboard().await?);
        }
        page.is_quiet().await
    })
}

/// Of a region that comes with its words, nothing is read out.
#[test]
fn where_things_are_said_is_there_before_anything_is() -> Result<()> {
    visit(async |page| {
        list_of(page, "mia").await?;
        let tree = page.tree().await?;
        let mut regions = tree.0.iter().filter(|it| it.role == "status");
        ensure!(regions.any(|it| tree.inside(it).is_empty()), "{tree:#?}");
        Ok(())
    })
}

/// The other one's time is over first.
#[test]
fn what_is_said_stays_its_time_though_something_was_said_before() -> Result<()> {
    visit(async |page| {
        list_of(page, "mia").await?;
        let say = "
            window.__changes = [];
            const region = find('.toast');
            window.__heights = [pane.offsetHeight];
            const note = () => { __changes.push([region.textContent, performance.now()]); __heights.push(pane.offsetHeight); };
            new MutationObserver(note).observe(region, { childList: true });
            const pause = (time) => new Promise((done) => setTimeout(done, time));
            const copy = async (at) => {
                all('[data-ticket] .cell--menu button')[at].click();
                while (!find('[role=menuitem]')) await pause(20);
                find('[role=menuitem]').click();
            };
            return copy(0).then(() => pause(1000)).then(() => copy(1)).then(() => true)";
        page.may_use_the_clipboard().await?;
        ensure!(page.eval(say).await? == true);
        let end = "return __changes.length > 2 && __changes.at(-1)[0] === ''";
        page.wait("the end of it", end).await?;
        let changes: Vec<(String, f64)> = page.read("return __changes").await?;
        let (last, end) = (&changes[changes.len() - 2], &changes[changes.len() - 1]);
        ensure!(last.0 == "Copied" && end.1 - last.1 >= 1_990.0, "{changes:?}");
        let heights: Vec<f64> = page.read("return __heights").await?;
        ensure!(heights.iter().all(|it| *it == heights[0]), "it takes room: {heights:?}");
        // However much is said.
        let much = "const region = find('.toast'); region.textContent = 'word '.repeat(200); \
            const height = pane.offsetHeight; region.textContent = ''; return height";
        ensure!(page.eval(much).await? == heights[0], "many words take room");
        Ok(())
    })
}

#[test]
fn the_menu_of_a_row_is_walked_by_arrows_and_left_by_escape() -> Result<()> {
    visit(async |page| {
        let row = list_of(page, "mia").await?.remove(0);
        let button = format!("Actions for {}", row.id);
        page.tab_to(&button).await?;
        page.press(Key::Enter).await?;
        page.wait_for_focus("Copy ID").await?;
        for (key, name) in [
            (Key::Down, "Copy link"),
            (Key::Down, "Copy a search for your mailbox"),
            (Key::Down, "Copy ID"),
            (Key::Up, "Copy a search for your mailbox"),
            (Key::Home, "Copy ID"),
            (Key::End, "Copy a search for your mailbox"),
        ] {
            page.press(key).await?;
            ensure!(page.focused().await? == name, "{key:?} leads to {:?}", page.focused().await?);
        }
        page.press(Key::Escape).await?;
        ensure!(page.focused().await? == button, "Escape leads to {:?}", page.focused().await?);
        ensure!(!page.has("Copy ID").await?);
        page.is_quiet().await
    })
}

#[test]
fn a_press_anywhere_on_a_row_opens_it() -> Result<()> {
    visit(async |page| {
        let row = list_of(page, "mia").await?.remove(3);
        page.click_cell(3, "assignee").await?;
        page.ticket_page().await?;
        ensure!(page.heading().await? == row.subject);
        page.is_quiet().await
    })
}

#[test]
fn a_press_with_control_opens_the_ticket_in_a_new_tab() -> Result<()> {
    visit(async |page| {
        let row = list_of(page, "mia").await?.remove(2);
        page.click_row(2, &[Key::Control]).await?;
        ensure!(page.rows().await?.len() == 15, "this tab went along");
        page.browser().follow_new_tab().await?;
        page.ready().await?;
        page.ticket_page().await?;
        ensure!(page.heading().await? == row.subject);
        Ok(())
    })
}

#[test]
fn marks_are_words_for_those_who_listen() -> Result<()> {
    visit(async |page| {
        wide(page).await?;
        list_of(page, "mia").await?;
        let tree = page.tree().await?;
        let subject = "Search finds nothing in messages with attachments";
        let link =
            tree.find("link", subject).with_context(|| format!("no {subject:?} in\n{tree}"))?;
        let row = tree.around(link, "row").context("the link is in no row")?;
        let said = crate::support::Tree::words(tree.inside(row));
        for word in
            ["New reply", "Escalated", "Awaiting your reply", "S2 High", "Email", "Ana Silva"]
        {
            ensure!(said.contains(word), "{word:?} is not in {said:?}");
        }
        let table = tree.find("table", "Your tickets").context("there is no table of tickets")?;
        let heads = tree.inside(table).iter().filter(|it| it.role == "columnheader").count();
        ensure!(heads >= 9, "{heads} heads of columns in\n{tree}");
        Ok(())
    })
}

#[test]
fn the_host_page_hears_how_many_need_a_reply() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.listen("deskpane-attention").await?;
        page.open(PAGE).await?;
        let told = page.wait_for_events("deskpane-attention", 1).await?;
        let count = told[0]["count"].as_u64().context("no count")?;
        ensure!(count > 1 && told.len() == 1, "{told:?}");
        ensure!(page.shows(&format!("{count} need your reply")).await?);
        let me = page.eval("return fetch('/support/api/me').then((it) => it.json())").await?;
        ensure!(me["attention"]["awaiting_customer"] == json!(count));
        Ok(())
    })
}

#[test]
fn on_a_narrow_screen_the_list_is_cards_with_their_own_order() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        // A telephone, upright.
        page.browser().resize(390, 800).await?;
        page.open("/bare?style=none").await?;
        page.list().await?;
        ensure!(page.measures().await?.0 == 92.0, "{:?}", page.measures().await?);
        ensure!(!page.has("Priority").await?, "there is a head");
        page.click("Search and filter").await?;
        page.wait_for_focus("Search tickets").await?;
        page.choose("Sort by", "ID").await?;
        page.wait_for_order("ID", "ascending").await?;
        let rows = page.list().await?;
        ensure!(rows.is_sorted_by(|a, b| a.id <= b.id), "{rows:#?}");
        let fits = "return document.documentElement.scrollWidth <= innerWidth";
        ensure!(page.eval(fits).await? == true);
        // And on its side: there is room for the other way round.
        page.browser().resize(640, 390).await?;
        page.wait("the size", "return innerWidth === 640").await?;
        page.click("Reverse the order").await?;
        page.wait_for_order("ID", "descending").await?;
        let rows = page.list().await?;
        ensure!(rows.is_sorted_by(|a, b| a.id >= b.id), "{rows:#?}");
        ensure!(page.eval(fits).await? == true);
        page.is_quiet().await
    })
}

#[test]
fn on_a_phone_the_cards_of_an_organisation_say_who_asked() -> Result<()> {
    visit(async |page| {
        page.browser().resize(360, 800).await?;
        list_of(page, "omar").await?;
        let names = "all('.cell--requester').filter((it) => it.offsetWidth > 0).length";
        ensure!(page.eval(&format!("return {names}")).await? == 0, "they are all one's own");
        page.choose("Show tickets", "All of Northwind Logistics").await?;
        page.wait("who asked", &format!("return {names} === 15")).await?;
        ensure!(page.shows("Mia Laurent").await?);
        ensure!(page.measures().await?.0 == 92.0, "{:?}", page.measures().await?);
        let cut =
            "return all('.row:not(.row--head) :is(.cell--requester, .cell--updated, .cell--id)')
            .filter((it) => it.scrollWidth > it.clientWidth).map((it) => clean(it.textContent))";
        let cut: Vec<String> = page.read(cut).await?;
        ensure!(cut.is_empty(), "{cut:?}");
        page.axe().await?;
        page.is_quiet().await
    })
}
