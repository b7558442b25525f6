//! One ticket: its conversation, its facts, and what its channel adds (T1–T4, V1–V5, E1–E7, P3, A6).

use anyhow::{Context as _, Result, ensure};
use fantoccini::key::Key;

use crate::support::{Page, Tree, until, visit};

/// mia's ticket of that id, opened by its address.
fn ticket(id: &'static str, test: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.open(&format!("/bare?style=none&deskpane={id}")).await?;
        page.ticket_page().await?;
        test(page).await?;
        page.is_still().await
    })
}

async fn shows(page: &Page, texts: &[&str]) -> Result<()> {
    let text = page.text().await?;
    for it in texts {
        ensure!(text.contains(it), "{it:?} is not in {text:?}");
    }
    Ok(())
}

#[test]
fn a_ticket_shows_its_facts_and_its_messages_in_order() -> Result<()> {
    ticket("1001", async |page| {
        ensure!(page.heading().await? == "Read receipts stay grey in warehouse groups");
        shows(page, &["#1001", "With support", "Mia Laurent (you)", "Email", "Assigned to"])
            .await?;
        let entries = page.entries().await?;
        ensure!(entries.len() >= 4, "{entries:#?}");
        ensure!(entries.is_sorted_by(|a, b| a.at <= b.at), "{entries:#?}");
        ensure!(entries[0].author == "Mia Laurent" && entries[0].role == "You", "{entries:#?}");
        ensure!(entries.iter().any(|it| it.role == "Support"), "{entries:#?}");
        Ok(())
    })
}

#[test]
fn its_number_is_copied() -> Result<()> {
    ticket("1001", async |page| {
        page.may_use_the_clipboard().await?;
        page.click("Copy ID #1001").await?;
        page.wait_for_said("Copied").await?;
        ensure!(page.clipboard().await? == "#1001");
        Ok(())
    })
}

#[test]
fn a_phone_call_says_that_it_has_no_transcript() -> Result<()> {
    ticket("1003", async |page| {
        ensure!(page.heading().await? == "Phone call – Mia Laurent");
        shows(page, &["This ticket began with a phone call. A call has no transcript"]).await
    })
}

#[test]
fn a_chat_shows_its_transcript() -> Result<()> {
    ticket("1002", async |page| {
        let headings = page.headings().await?;
        ensure!(headings.iter().any(|it| it.1 == "Chat transcript"), "{headings:?}");
        let entries = page.entries().await?;
        ensure!(entries.len() >= 8, "{entries:#?}");
        ensure!(entries.iter().any(|it| it.role == "Support"), "{entries:#?}");
        Ok(())
    })
}

#[test]
fn a_call_to_come_counts_down_and_leads_in() -> Result<()> {
    ticket("1004", async |page| {
        let wait = "Requested. Support has not confirmed it yet.";
        shows(page, &["Time until the call: 1 day", wait, "482 913", "Add to your calendar"])
            .await?;
        let link = page.link("Join the call").await?;
        ensure!(link.href == "https://meet.example/nw-1004", "{link:?}");
        ensure!(link.target == "_blank" && link.rel.contains("noopener"), "{link:?}");
        page.may_use_the_clipboard().await?;
        page.click("Copy the pass code").await?;
        page.wait_for_said("Copied").await?;
        ensure!(page.clipboard().await? == "482 913");
        Ok(())
    })
}

#[test]
fn a_call_that_is_over_says_so_and_leads_nowhere() -> Result<()> {
    ticket("1020", async |page| {
        shows(page, &["This call is over.", "You and support agreed that it is solved."]).await?;
        ensure!(!page.shows("Join the call").await? && !page.shows("118 507").await?);
        Ok(())
    })
}

#[test]
fn a_merged_ticket_leads_to_the_one_that_goes_on_and_back() -> Result<()> {
    ticket("1013", async |page| {
        shows(
            page,
            &[
                "This ticket is closed.",
                "It was merged into another ticket and goes on there:",
                "Merged into",
            ],
        )
        .await?;
        let other = "Shift change on shared tablets";
        page.follow(other).await?;
        page.wait_for("Merged from").await?;
        ensure!(page.heading().await?.starts_with(other));
        page.follow("Cannot sign in on shared tablets").await?;
        page.wait_for("Merged into").await?;
        ensure!(page.heading().await? == "Cannot sign in on shared tablets");
        Ok(())
    })
}

#[test]
fn follow_ups_and_parents_are_links() -> Result<()> {
    ticket("1026", async |page| {
        shows(page, &["Follow-up of"]).await?;
        page.follow("Audit log misses deletions made by the API").await?;
        page.wait_for("Continued in").await?;
        shows(
            page,
            &["This ticket stays closed. Open a new one and quote #1025.", "Open a follow-up"],
        )
        .await
    })
}

#[test]
fn a_conversation_with_the_assistant_is_withheld_and_says_so() -> Result<()> {
    ticket("1049", async |page| {
        shows(
            page,
            &["Not shown here", "Conversations with the automatic assistant are not shown here."],
        )
        .await
    })
}

#[test]
fn what_will_happen_without_an_answer_is_said_beforehand() -> Result<()> {
    ticket("1005", async |page| {
        shows(
            page,
            &[
                "We are waiting for your reply.",
                "Resolves on ",
                "without your answer. 2 reminders sent.",
            ],
        )
        .await
    })
}

#[test]
fn a_resolution_says_why() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        for (id, why) in [
            ("1020", "You and support agreed that it is solved."),
            ("1021", "It is filed as a bug. Agreed priority: P2. Expected on "),
            ("1024", "It was resolved because there was no answer from you after 3 reminders."),
            ("1013", "It was merged into another ticket and goes on there:"),
        ] {
            page.open(&format!("/bare?style=none&deskpane={id}")).await?;
            page.ticket_page().await?;
            shows(page, &[why]).await.with_context(|| format!("ticket {id}"))?;
        }
        Ok(())
    })
}

#[test]
fn the_newest_of_two_hundred_messages_is_there_at_once_and_the_oldest_can_be_reached() -> Result<()>
{
    ticket("1007", async |page| {
        let first = page.entries().await?;
        let newest = first.last().context("no entries")?.clone();
        ensure!(first.len() < 60, "{} entries at once", first.len());
        page.tab_to("Jump to the newest message").await?;
        page.press(Key::Enter).await?;
        page.wait_for_focus_in(&newest.author).await?;

        let mut shown = first.len();
        page.tab_back_to("Jump to the newest message").await?;
        loop {
            let label = page.earlier().await?;
            let Some(label) = label else { break };
            if !page.focused().await?.starts_with("Show") {
                page.tab_to(&label).await?;
            }
            page.press(Key::Enter).await?;
            page.wait_for_entries(shown + 1).await?;
            page.settled().await?;
            let now = page.entries().await?;
            ensure!(now.last() == Some(&newest));
            ensure!(now.is_sorted_by(|a, b| a.at <= b.at));
            shown = now.len();
            // With the last of them the button goes, and the focus is elsewhere a frame later.
            until("a focus", async || Ok(!page.focused().await?.is_empty())).await?;
            let focus = page.focused().await?;
            if let Some(label) = page.earlier().await? {
                ensure!(focus == label, "the focus went to {focus:?}");
            }
        }
        ensure!(shown == 200, "{shown} entries in all");
        Ok(())
    })
}

#[test]
fn the_progress_of_an_escalation_folds_and_stays_folded() -> Result<()> {
    ticket("1007", async |page| {
        let step = "Escalation progress, step 3 of 5";
        ensure!(page.tree().await?.find("list", step).is_some());
        page.click("Escalation progress").await?;
        ensure!(page.tree().await?.find("list", step).is_none());
        shows(page, &["Step 3 of 5: Engineering in progress"]).await?;
        page.browser().reload().await?;
        page.ready().await?;
        page.ticket_page().await?;
        ensure!(page.tree().await?.find("list", step).is_none(), "it unfolded by itself");
        page.click("Escalation progress").await?;
        ensure!(page.tree().await?.find("list", step).is_some());
        Ok(())
    })
}

#[test]
fn an_escalation_gives_its_number_its_progress_and_an_estimate() -> Result<()> {
    ticket("1007", async |page| {
        shows(page, &["CP-1207", "Estimated ", ", not guaranteed", "from the same representative"])
            .await?;
        page.may_use_the_clipboard().await?;
        page.click("Copy escalation ID CP-1207").await?;
        page.wait_for_said("Copied").await?;
        ensure!(page.clipboard().await? == "CP-1207");
        page.click("Copy progress").await?;
        page.wait_for_clipboard("Escalation CP-1207\n").await?;
        let text = page.clipboard().await?;
        for it in [
            "Ticket #1007: ",
            "3. Engineering in progress: current step",
            "5. Resolved: to come",
            "not guaranteed",
        ] {
            ensure!(text.contains(it), "{it:?} is not in {text:?}");
        }
        let link = page.link("Add the estimate to your calendar").await?;
        ensure!(
            link.download == "CP-1207.ics" && link.href.contains("BEGIN%3AVCALENDAR"),
            "{link:?}"
        );
        Ok(())
    })
}

#[test]
fn the_customer_is_told_when_it_is_their_turn_in_an_escalation() -> Result<()> {
    ticket("1017", async |page| {
        shows(page, &["Customer action needed", "Is the problem gone?"]).await?;
        let tree = page.tree().await?;
        let list = tree.find("list", "Escalation progress, step 4 of 5").context("no progress")?;
        let said = Tree::words(tree.inside(list));
        ensure!(said.contains("Customer action needed"), "{said}");
        Ok(())
    })
}

#[test]
fn messages_keep_their_own_language_and_direction() -> Result<()> {
    ticket("2035", async |page| {
        shows(page, &["Messages stay in the language they were written in."]).await?;
        let entries = page.entries().await?;
        let arabic = entries.iter().find(|it| it.lang == "ar").context("no message in Arabic")?;
        ensure!(arabic.direction == "rtl", "{arabic:?}");
        ensure!(page.language().await?.1 == "ltr");
        Ok(())
    })
}

#[test]
fn headings_go_down_without_gaps_from_the_level_the_page_gave() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.goto("/bare").await?;
        page.set("heading-level", "3").await?;
        page.set("ticket", "1007").await?;
        page.ready().await?;
        page.ticket_page().await?;
        page.wait(
            "headings of level 3",
            "return find('[aria-level]')?.getAttribute('aria-level') === '3'",
        )
        .await?;
        let levels: Vec<u8> = page.headings().await?.iter().map(|it| it.0).collect();
        ensure!(levels.windows(2).all(|it| it[1] <= it[0] + 1), "{levels:?}");
        Ok(())
    })
}

#[test]
fn on_a_narrow_screen_the_details_unfold() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.browser().resize(390, 800).await?;
        page.open("/bare?style=none&deskpane=1001").await?;
        page.ticket_page().await?;
        ensure!(!page.shows("Organisation").await?, "the details are open");
        let line = page.starting("Ticket details").await?;
        for it in ["With support", "S2 High", "Ana Silva"] {
            ensure!(line.contains(it), "{it:?} is not in {line:?}");
        }
        page.click(&line).await?;
        page.wait_for("Organisation").await?;
        ensure!(
            page.eval("return document.documentElement.scrollWidth <= innerWidth").await? == true
        );
        page.is_still().await
    })
}
