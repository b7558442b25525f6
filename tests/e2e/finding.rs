//! Finding one ticket among many: search, filters, any place in a long list, the page's address
//! (L5, L6, L9, L10, M5).

mod meanwhile;

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use fantoccini::key::Key;
use serde_json::json;

use crate::{
    faulty_parts::TRAP,
    support::{Call, Fault, FaultServer, Options, Page, Tree, browse, visit, visit_with},
};

const PAGE: &str = "/bare";

/// As so many tickets as a list may have; Otto's.
const MANY: u32 = 50_000;

async fn search_of(page: &Page, account: &str) -> Result<()> {
    page.sign_in(account).await?;
    search_of_again(page).await
}

async fn search_of_again(page: &Page) -> Result<()> {
    page.open(PAGE).await?;
    page.list().await?;
    page.click("Search and filter").await?;
    page.wait_for_focus("Search tickets").await
}

/// Mia's list, scrolled to its last row.
async fn end_of_the_list(page: &Page) -> Result<()> {
    page.sign_in("mia").await?;
    page.open(PAGE).await?;
    page.list().await?;
    page.eval("find('.rows').scrollTop = 1e6").await?;
    page.wait_for_place(39).await
}

#[test]
fn results_come_as_one_types_and_show_where_they_are() -> Result<()> {
    visit(async |page| {
        search_of(page, "mia").await?;
        page.type_text("MESSAGES délayed").await?;
        page.wait_until_shown("delayed").await?;
        page.wait_for_count("1 ticket").await?;
        let rows = page.rows().await?;
        ensure!(rows.len() == 1 && rows[0].id == "#1031", "{rows:#?}");
        ensure!(page.marked().await? == ["messages", "delayed"], "{:?}", page.marked().await?);
        ensure!(page.order().await?.is_none());
        page.axe().await?;
        page.is_quiet().await
    })
}

#[test]
fn words_of_other_scripts_are_found_in_the_conversation() -> Result<()> {
    visit(async |page| {
        search_of(page, "mia").await?;
        for (words, id) in
            [("取引先", "#2015"), ("مساحة التخزين", "#2040"), ("ＲＥＣＥＩＰＴＳ", "#1001")]
        {
            page.search(words).await?;
            page.wait_for_row(id).await?;
        }
        page.search("qqqqqq").await?;
        page.wait_for("No ticket matches.").await?;
        page.axe().await?;
        page.click("Clear all").await?;
        page.wait_for_rows(15).await?;
        page.is_quiet().await
    })
}

#[test]
fn what_needs_a_reply_comes_first_and_a_chip_takes_it_away() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.open(PAGE).await?;
        page.list().await?;
        page.click("8 need your reply").await?;
        page.wait_for_count("8 tickets").await?;
        page.axe().await?;
        page.click_on("find('.find__chip')", &[]).await?;
        page.wait_for_count("15 of 39 shown").await?;
        page.is_quiet().await
    })
}

#[test]
fn by_keyboard_the_focus_stays_with_what_is_chosen() -> Result<()> {
    visit(async |page| {
        search_of(page, "mia").await?;
        page.tab_to("Filters").await?;
        page.press(Key::Enter).await?;
        page.tab_to("Email").await?;
        page.press(Key::Space).await?;
        page.wait_until_found().await?;
        let ticked = page.focused().await?;
        ensure!(ticked.starts_with("Email"), "{ticked}");
        page.press(Key::Space).await?;
        page.wait_for_count("15 of 39 shown").await?;
        page.press(Key::Space).await?;
        page.wait_until_found().await?;
        page.axe().await?;
        page.press(Key::Escape).await?;
        page.tab_to(&page.starting("Remove this filter Email").await?).await?;
        page.press(Key::Enter).await?;
        page.wait_for_focus("Search tickets").await?;
        page.wait_for_count("15 of 39 shown").await?;
        page.tab_back_to("8 need your reply").await?;
        page.press(Key::Enter).await?;
        page.wait_for_count("8 tickets").await?;
        ensure!(page.focused().await? == "8 need your reply", "{}", page.focused().await?);
        page.is_quiet().await
    })
}

/// What is pressed while the part travels that does it, and its words travel longer still.
#[test]
fn what_is_pressed_meanwhile_is_done_when_its_words_are_here_too() -> Result<()> {
    let desk = FaultServer::start()?;
    desk.tell(Call::File("/more/fr.json"), Fault::Late(Duration::from_millis(900)));
    browse(&desk.url(), async |page| {
        page.sign_in("mia").await?;
        page.open(&format!("{PAGE}?lang=fr")).await?;
        page.list().await?;
        page.eval("find('.toolbar [aria-expanded]').click(); find('[data-ticket] [aria-haspopup]').click()").await?;
        page.wait("the menu", "return !!find('[role=menu]:popover-open .menu__item:focus')")
            .await?;
        let said: String = page.read("return clean(find(':popover-open').innerText)").await?;
        ensure!(said.starts_with("Copier"), "{said}");
        page.is_quiet().await
    })
}

/// L9: for those who listen: a table, where in it one is, how much there is, and its order.
#[test]
fn a_long_list_is_a_table_that_says_how_long_it_is() -> Result<()> {
    visit(async |page| {
        search_of(page, "mia").await?;
        page.eval("find('.rows').scrollTop = 1e6").await?;
        page.wait_for_place(39).await?;
        // The pages between the first and the last come when they come.
        page.wait_for_count("39 tickets").await?;
        let tree = page.tree().await?;
        let table = tree.find("table", "Your tickets").context("no table")?;
        let inside = tree.inside(table);
        let count = |role: &str| inside.iter().filter(|it| it.role == role).count();
        let rows = page.rows().await?.len();
        ensure!(count("row") == rows + 1, "{} rows of {rows}\n{tree}", count("row"));
        ensure!(count("cell") == rows * count("columnheader"), "{tree}");
        let status = tree.0.iter().filter(|it| it.role == "status");
        let said: Vec<String> = status.map(|it| Tree::words(tree.inside(it))).collect();
        ensure!(said.contains(&"39 tickets".to_owned()), "{said:?}");
        let places: Vec<(usize, usize)> = page
            .read("return all('[data-ticket]').map((it) => [it.ariaRowIndex - 2, it.closest('table').ariaRowCount - 1])")
            .await?;
        ensure!(
            places.iter().all(|it| it.1 == 39) && places.last().map(|it| it.0) == Some(38),
            "{places:?}"
        );
        ensure!(places.windows(2).all(|it| it[1].0 == it[0].0 + 1), "{places:?}");
        ensure!(page.order().await?.is_some_and(|it| it.1 == "descending"));
        page.search("export").await?;
        page.wait_until_shown("export").await?;
        let tree = page.tree().await?;
        let found = page.rows().await?.len();
        let status = tree.0.iter().filter(|it| it.role == "status");
        let said: Vec<String> = status.map(|it| Tree::words(tree.inside(it))).collect();
        ensure!(said.iter().any(|it| it.starts_with(&found.to_string())), "{found}: {said:?}");
        page.is_quiet().await
    })
}

/// L6: by keyboard, after a reload, as a link, and gone with who leaves.
#[test]
fn a_view_that_has_a_name_is_there_again_and_can_be_handed_on() -> Result<()> {
    visit(async |page| {
        page.may_use_the_clipboard().await?;
        search_of(page, "mia").await?;
        page.type_text("delayed").await?;
        page.wait_for_count("1 ticket").await?;
        page.tab_to("Views").await?;
        page.press(Key::Enter).await?;
        page.wait_for("No view saved yet").await?;
        page.axe().await?;
        page.tab_to("Name of this view").await?;
        page.type_text("Late ones").await?;
        page.press(Key::Enter).await?;
        page.wait_for_said("Your views are saved in this browser.").await?;
        page.tab_to("Copy a link to this view").await?;
        page.press(Key::Enter).await?;
        page.wait_for_clipboard("http").await?;
        let link = page.clipboard().await?;
        search_of_again(page).await?;
        page.click("Views").await?;
        page.click("Late ones").await?;
        page.wait_for_count("1 ticket").await?;
        page.axe().await?;
        let path = link.splitn(4, '/').nth(3).context("no address")?;
        page.open(&format!("/{path}")).await?;
        page.wait_for_count("1 ticket").await?;
        page.click("Views").await?;
        page.click("Delete the view Late ones").await?;
        page.wait_for("No view saved yet").await?;
        page.is_quiet().await
    })
}

/// L1: by keyboard and by pointer, remembered for each kind of list.
#[test]
fn columns_are_chosen_moved_and_resized_and_stay_so() -> Result<()> {
    visit(async |page| {
        search_of(page, "mia").await?;
        let usual = page.columns().await?;
        ensure!(usual[..2] == ["ID", "Subject"], "{usual:?}");
        page.tab_to("Columns").await?;
        page.press(Key::Enter).await?;
        page.axe().await?;
        page.tab_to("Type").await?;
        page.press(Key::Space).await?;
        page.wait_for_focus("Type").await?;
        page.tab_back_to("Move ID towards the end").await?;
        page.press(Key::Enter).await?;
        page.wait_for_focus("Move ID towards the end").await?;
        let mut chosen = page.columns().await?;
        ensure!(
            chosen[..2] == ["Subject", "ID"] && chosen.ends_with(&["Type".to_owned()]),
            "{chosen:?}"
        );
        page.tab_to("Width of Status").await?;
        page.press(Key::Right).await?;
        page.wait_for_focus("Width of Status").await?;
        let width = page.column_width("status").await?;
        page.press(Key::Escape).await?;
        page.drag_edge("id", 60.0).await?;
        ensure!(
            (page.column_width("id").await? - 144.0).abs() < 3.0,
            "{}",
            page.column_width("id").await?
        );
        page.open(PAGE).await?;
        page.list().await?;
        page.wait("the columns", "return find('.rows[data-columns]') !== null").await?;
        ensure!(page.columns().await? == chosen, "{:?}", page.columns().await?);
        ensure!((page.column_width("status").await? - width).abs() < 3.0);
        // Rows that come later are in the same order, and another list is not.
        page.eval("find('.rows').scrollTop = 1e6").await?;
        page.wait_for_place(39).await?;
        ensure!(page.cells_agree().await?);
        page.choose("Show tickets", "Copied on").await?;
        page.wait("the usual columns", "return find('.rows[data-columns]') === null").await?;
        page.choose("Show tickets", "My tickets").await?;
        page.wait("the columns", "return find('.rows[data-columns]') !== null").await?;
        page.click("Search and filter").await?;
        page.click("Columns").await?;
        page.click("Back to the usual columns").await?;
        chosen = page.columns().await?;
        ensure!(chosen == usual, "{chosen:?}");
        page.is_quiet().await
    })
}

/// L5, L6: a desk that lists, and no more.
#[test]
fn where_the_desk_does_not_look_what_is_loaded_is_looked_through() -> Result<()> {
    let desk = FaultServer::start()?;
    let plain = Fault::changed(|me| me["capabilities"]["parameters"] = json!([]));
    desk.tell(Call::Me, plain);
    browse(&desk.url(), async |page| {
        search_of(page, "mia").await?;
        page.type_text("DELAYÉD").await?;
        // At once, rather than when nothing was typed for a while.
        page.press(Key::Enter).await?;
        page.wait_for("Only the tickets loaded so far were searched").await?;
        let asked = desk.count(Call::Tickets);
        page.click("Show more").await?;
        page.wait_for_count("1 ticket").await?;
        ensure!(page.marked().await? == ["delayed"], "{:?}", page.marked().await?);
        page.search("").await?;
        page.press(Key::Backspace).await?;
        page.wait_for_count("39 tickets").await?;
        page.click("8 need your reply").await?;
        page.wait_for_count("8 tickets").await?;
        // What was loaded was not asked for again.
        ensure!(desk.count(Call::Tickets) == asked + 1, "{}", desk.count(Call::Tickets));
        page.is_quiet().await
    })
}

#[test]
fn the_address_follows_and_the_way_back_leads_back() -> Result<()> {
    let options = Options::default()
        .page("routed", r#"<script async nonce="{{ nonce }}" src="/deskpane.js"></script><desk-pane api="/support/api" routing="query"></desk-pane>"#);
    visit_with(options, async |page| {
        page.sign_in("mia").await?;
        page.open("/routed?lang=en&from=host").await?;
        page.list().await?;
        page.click("8 need your reply").await?;
        page.wait_for_count("8 tickets").await?;
        page.wait_for_address("deskpane=~waiting_on.customer").await?;
        page.open_row(0).await?;
        page.wait_for_address("lang=en&from=host&deskpane=1").await?;
        page.go_back().await?;
        page.wait_for_count("8 tickets").await?;
        page.reload().await?;
        page.wait_for_count("8 tickets").await?;
        page.go_back().await?;
        page.wait_for_count("15 of 39 shown").await?;
        page.is_quiet().await
    })
}

#[test]
fn fifty_thousand_rows_scroll_from_end_to_end() -> Result<()> {
    let options = Options::default().tickets(MANY);
    visit_with(options, async |page| {
        page.sign_in("otto").await?;
        page.browser().before_pages(TRAP).await?;
        page.open(PAGE).await?;
        page.list().await?;
        let walk = page.scroll_through(MANY).await?;
        ensure!(walk.seen == MANY, "{walk:?}");
        ensure!(walk.wrong.is_empty(), "{walk:?}");
        ensure!(walk.most_rows <= 150, "{walk:?}");
        ensure!(walk.heap_at_end <= walk.heap_at_first * 1.1, "{walk:?}");
        page.is_still().await
    })
}

#[test]
fn back_from_a_ticket_far_down_leads_to_its_row_and_another_order_to_the_top() -> Result<()> {
    visit(async |page| {
        end_of_the_list(page).await?;
        let last = page.rows().await?.len() - 1;
        let subject = page.rows().await?.remove(last).subject;
        page.open_row(last).await?;
        page.click("Back to your tickets").await?;
        page.wait_for_focus(&subject).await?;
        page.click("Priority").await?;
        page.wait_for_order("Priority", "descending").await?;
        page.wait("the top", "return find('.rows').scrollTop === 0").await?;
        page.wait_for_place(1).await?;
        page.is_quiet().await
    })
}

#[test]
fn the_end_is_one_key_away() -> Result<()> {
    let options = Options::default().tickets(MANY);
    visit_with(options, async |page| {
        page.sign_in("otto").await?;
        page.open(PAGE).await?;
        let first = page.list().await?;
        page.eval("all('[data-ticket] a')[0].focus()").await?;
        page.press(Key::End).await?;
        page.wait_for_place(MANY).await?;
        page.press(Key::Home).await?;
        page.wait_for_place(1).await?;
        let rows = page.rows().await?;
        ensure!(rows.starts_with(&first[..1]), "{rows:#?}");
        page.is_quiet().await
    })
}
