//! What is done goes on: reopened, rated, followed up, verified; and what support may do meanwhile.

use anyhow::{Context as _, Result, ensure};
use fantoccini::key::Key;
use serde_json::json;

use super::{CLOSE, SWITCH, at_a_desk, open, ticket};
use crate::support::{Call, Fault, Tree, until};

#[test]
fn feedback_takes_the_place_of_closing_and_thanks_take_its_own() -> Result<()> {
    ticket("mia", "1001", async |page| {
        page.press_control(CLOSE).await?;
        page.hide().await?;
        page.wait_for("Leave feedback").await?;
        ensure!(!page.has(CLOSE).await?);
        page.press_control("Leave feedback").await?;
        page.wait("the stars", "return active()?.type === 'radio'").await?;
        // Nothing chosen yet.
        page.tab_to("Send feedback").await?;
        page.press(Key::Enter).await?;
        page.wait_for("Choose a rating first.").await?;
        page.wait("the stars again", "return active()?.type === 'radio'").await?;
        page.press(Key::Right).await?;
        page.press(Key::Right).await?;
        page.press(Key::Right).await?;
        ensure!(page.label().await? == "4 stars", "{:?}", page.label().await?);
        let tree = page.tree().await?;
        let group = tree.find("group", "How was the support you got?").context("no group")?;
        let radios = tree.inside(group).iter().filter(|it| it.role == "radio");
        let radios: Vec<_> = radios.map(|it| it.name.as_str()).collect();
        ensure!(radios == ["1 star", "2 stars", "3 stars", "4 stars", "5 stars"], "{radios:?}");
        page.tab_to_field("Comment (optional)").await?;
        page.type_in("Quick and kind.").await?;
        page.press_control("Send feedback").await?;
        page.wait_for("Thank you for your feedback: 4 stars.").await?;
        ensure!(!page.has("Leave feedback").await?);
        let rating = page.at_the_desk("1001", ".rating").await?;
        ensure!(rating == json!({ "score": 4, "comment": "Quick and kind." }), "{rating}");
        until("the focus", async || page.has_focus().await).await?;
        open(page, "1001").await?;
        page.wait_for("Thank you for your feedback: 4 stars.").await?;
        page.is_quiet().await
    })
}

#[test]
fn where_it_is_good_or_bad_there_are_two_choices() -> Result<()> {
    ticket("jon", "2004", async |page| {
        page.press_control("Leave feedback").await?;
        page.wait("the choices", "return active()?.type === 'radio'").await?;
        page.press(Key::Down).await?;
        ensure!(page.label().await? == "Bad", "{:?}", page.label().await?);
        page.press_control("Send feedback").await?;
        page.wait_for("Thank you for your feedback: Bad.").await?;
        ensure!(page.at_the_desk("2004", ".rating.score").await? == 0);
        page.is_quiet().await
    })
}

#[test]
fn what_stays_closed_goes_on_in_a_new_ticket_that_quotes_it() -> Result<()> {
    crate::support::visit(async |page| {
        page.sign_in("mia").await?;
        page.open("/bare").await?;
        page.list().await?;
        page.eval("pane.open('1025')").await?;
        page.ticket_page().await?;
        page.wait_for("This ticket stays closed. Open a new one and quote #1025.").await?;
        page.press_control("Open a follow-up").await?;
        page.wait_for("Subject").await?;
        page.tab_to_field("Message").await?;
        page.tab_to("Send new ticket").await?;
        page.press(Key::Enter).await?;
        page.wait_for("Write a message first.").await?;
        page.wait("the message", "return active()?.localName === 'textarea'").await?;
        page.type_in("It happens again since Monday.").await?;
        page.press_control("Send new ticket").await?;
        page.wait_for("It happens again since Monday.").await?;
        page.ticket_page().await?;
        let heading = page.heading().await?;
        ensure!(heading == "[#1025] Audit log misses deletions made by the API", "{heading:?}");
        page.wait_for("Follow-up of").await?;
        page.click("Back to your tickets").await?;
        let list = page.list().await?;
        ensure!(list.iter().any(|it| it.subject == heading), "it is not in the list");
        page.is_quiet().await
    })
}

#[test]
fn a_new_ticket_whose_answer_broke_off_keeps_its_text_and_is_made_once() -> Result<()> {
    at_a_desk("1025", async |desk, page| {
        const FOLLOW_UPS: &str = ".related.filter((it) => it.kind === 'follow_up').length";
        let before = page.at_the_desk("1025", FOLLOW_UPS).await?;
        page.press_control("Open a follow-up").await?;
        page.tab_to_field("Message").await?;
        page.type_in("It happens again.").await?;
        // It is stored, and the answer breaks off.
        desk.tell_times(2, Call::Tickets, Fault::Cut);
        let told = "Your follow-up was not sent; your text is still here.";
        page.press_control("Send new ticket").await?;
        page.wait_for_trouble(told).await?;
        page.press_control("Send new ticket").await?;
        page.wait("the second answer", "return !screen().includes('Sending…')").await?;
        page.wait_for_trouble(told).await?;
        // A page that goes takes nothing with it that is kept.
        page.wait_until_form_kept("It happens again.").await?;
        open(page, "1025").await?;
        page.wait_for("Send new ticket").await?;
        page.tab_to_field("Message").await?;
        ensure!(page.value().await? == "It happens again.", "{:?}", page.value().await?);
        page.press_control("Send new ticket").await?;
        page.wait_for("Follow-up of").await?;
        let after = page.at_the_desk("1025", FOLLOW_UPS).await?;
        ensure!(after.as_u64() == before.as_u64().map(|it| it + 1), "{before}, then {after}");
        page.click("Back to your tickets").await?;
        let list = page.list().await?;
        ensure!(list.iter().any(|it| it.subject.starts_with("[#1025] ")), "it is not in the list");
        page.is_calm().await
    })
}

#[test]
fn a_repair_that_works_is_said_so_and_the_stage_moves() -> Result<()> {
    ticket("mia", "1017", async |page| {
        let tree = page.tree().await?;
        let group = tree.find("group", "Confirm the fix").context("nobody asks")?;
        ensure!(Tree::words(tree.inside(group)).starts_with("Is the problem gone?"));
        page.press_control("Fixed").await?;
        page.wait("the question to go", "return named('Fixed').length === 0").await?;
        page.wait_for("Step 5 of 5: Resolved").await?;
        page.wait_at_the_desk("1017", ".status.category", json!("resolved")).await?;
        page.wait_for("Verified by Mia Laurent: Fixed").await?;
        until("the focus", async || page.has_focus().await).await?;
        page.is_quiet().await
    })
}

#[test]
fn a_repair_that_does_not_work_needs_a_reason_which_goes_to_the_thread() -> Result<()> {
    at_a_desk("1017", async |desk, page| {
        page.press_control("Still broken").await?;
        page.wait("the reason", "return active()?.localName === 'textarea'").await?;
        ensure!(page.label().await? == "What still happens?");
        page.tab_to("Send answer").await?;
        page.press(Key::Enter).await?;
        page.wait_for("Say what still happens, so that engineering can go on.").await?;
        ensure!(desk.count(Call::Change("verification")) == 0, "sent without a reason");
        page.wait("the reason", "return active()?.localName === 'textarea'").await?;
        page.type_in("File names are not found.").await?;
        desk.tell_times(1, Call::Change("verification"), Fault::Status(503));
        page.press_control("Send answer").await?;
        page.wait_for_trouble("Your answer was not sent. The help desk is busy.").await?;
        page.press_control("Send answer").await?;
        page.wait_for("Step 3 of 5: Engineering in progress").await?;
        page.wait_until_well().await?;
        let said = page.entries().await?;
        ensure!(said.iter().any(|it| it.text == "File names are not found."), "{said:?}");
        page.is_calm().await
    })
}

#[test]
fn an_escalation_alone_asks_too() -> Result<()> {
    crate::support::visit(async |page| {
        page.sign_in("mia").await?;
        page.goto("/bare?style=none").await?;
        page.set("view", "escalation").await?;
        page.set("ticket", "1017").await?;
        page.wait_for("Is the problem gone?").await?;
        page.settled().await?;
        page.press_control("Fixed").await?;
        page.wait_at_the_desk("1017", ".status.category", json!("resolved")).await?;
        page.wait("the question to go", "return named('Fixed').length === 0").await?;
        page.is_quiet().await
    })
}

#[test]
fn support_may_sign_in_for_one_ticket_and_no_longer() -> Result<()> {
    ticket("mia", "1050", async |page| {
        ensure!(page.switch(SWITCH).await? == Some(false));
        page.wait_for("Your account does not allow this in general.").await?;
        let tree = page.tree().await?;
        ensure!(tree.find("switch", SWITCH).is_some(), "{tree}");
        page.press_control(SWITCH).await?;
        page.wait_for_switch(SWITCH, true).await?;
        page.wait_at_the_desk("1050", ".proxy_access.enabled", json!(true)).await?;
        page.press(Key::Space).await?;
        page.wait_for_switch(SWITCH, false).await?;
        page.wait_at_the_desk("1050", ".proxy_access.enabled", json!(false)).await?;
        page.is_quiet().await
    })
}

#[test]
fn turning_access_off_does_not_end_a_session_that_is_running_and_says_so() -> Result<()> {
    ticket("mia", "1008", async |page| {
        let active = "Support is signed in now. Turning this off does not end that session";
        page.wait_for(active).await?;
        page.press_control(SWITCH).await?;
        page.wait_for_switch(SWITCH, false).await?;
        ensure!(page.shows(active).await?);
        page.is_quiet().await
    })
}

#[test]
fn nobody_turns_the_switch_of_somebody_else_and_is_told_why() -> Result<()> {
    ticket("omar", "1008", async |page| {
        ensure!(page.switch(SWITCH).await?.is_none());
        page.wait_for("Support access").await?;
        page.wait_for("You are not a participant of this ticket.").await?;
        page.is_quiet().await
    })
}
