//! A desk that does not take a reply (R6): the text stays, and the customer reads why in words of theirs.

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use serde_json::json;

use super::{
    TICKET,
    failing::{at_a_desk, at_a_mute_desk},
};
use crate::support::{Call, Fault, FaultServer, Page};

const KEPT: &str = "Not sent. Your text is kept.";

/// Sends, is refused, and has it back in the field, which is empty then.
async fn refused(
    desk: &FaultServer,
    page: &Page,
    (status, said, expected): (u16, &'static str, &str),
) -> Result<()> {
    desk.tell_times(1, Call::Reply, Fault::Refuses(status, "fr", said));
    page.write("Mend me").await?;
    page.send().await?;
    page.wait_for(KEPT).await?;
    page.wait_for(expected).await?;
    page.click("Edit").await?;
    page.wait_for_written("Mend me").await?;
    page.eval("find('.field').focus()").await?;
    page.browser().press_char(&[Key::Control], 'a').await?;
    page.press(Key::Delete).await
}

#[test]
fn each_way_to_refuse_a_reply_has_its_own_sentence() -> Result<()> {
    at_a_desk(async |desk, page| {
        for case in [
            (413, "", "It is too large for the help desk. Shorten it, or take out a file."),
            (415, "", "The help desk does not accept messages of this form."),
            (422, "", "The help desk did not accept a part of it."),
            (400, "", "The help desk did not accept it; perhaps the ticket has changed"),
            (403, "", "The help desk does not let your account do this."),
        ] {
            refused(desk, page, case).await?;
        }
        ensure!(page.stored(TICKET, "Mend me").await? == 0);
        Ok(())
    })
}

#[test]
fn what_the_desk_says_of_a_part_is_shown_with_it_in_its_own_language() -> Result<()> {
    const SAID: &str = r#"{ "detail": "Deux erreurs.", "errors": [
        { "field": "body", "message": "Mot interdit <b>x</b>." },
        { "field": "custom_7", "message": "Obligatoire." }] }"#;
    at_a_desk(async |desk, page| {
        desk.tell_times(1, Call::Reply, Fault::Refuses(422, "fr", SAID));
        page.write("Mend me").await?;
        page.send().await?;
        page.wait_for(KEPT).await?;
        page.wait_for("The help desk says:").await?;
        let said: Vec<String> =
            page.read("return all('.said li').map((it) => clean(it.innerText))").await?;
        ensure!(said.len() == 3, "{said:?}");
        ensure!(
            said[1].contains("Your reply") && said[1].contains("Mot interdit <b>x</b>."),
            "{said:?}"
        );
        ensure!(said[2].contains("custom_7") && said[2].contains("Obligatoire."), "{said:?}");
        page.axe().await?;
        ensure!(page.language_of("Deux erreurs.").await?.as_deref() == Some("fr"));
        Ok(())
    })
}

#[test]
fn a_ticket_that_changed_meanwhile_is_read_again_and_the_reply_can_go_then() -> Result<()> {
    at_a_desk(async |desk, page| {
        desk.tell_times(1, Call::Reply, Fault::Status(409));
        page.write("Was I late?").await?;
        let before = desk.count(Call::Ticket);
        page.send().await?;
        page.wait_for("Not sent. Your text is kept. The ticket changed before it arrived.").await?;
        page.wait_for("The ticket is now:").await?;
        ensure!(desk.count(Call::Ticket) > before, "it was not read again");
        page.click("Try again").await?;
        page.wait_until_sent("Was I late?").await?;
        ensure!(page.stored(TICKET, "Was I late?").await? == 1);
        Ok(())
    })
}

#[test]
fn how_a_ticket_is_now_is_not_said_before_it_was_read_again() -> Result<()> {
    at_a_mute_desk(async |desk, page| {
        page.write("Was I late?").await?;
        desk.tell_times(1, Call::Reply, Fault::Status(409));
        let ticket = desk.hold(Call::Ticket);
        page.send().await?;
        page.wait_for("The ticket changed before it arrived.").await?;
        ensure!(!page.shows("The ticket is now:").await?, "nobody knows that yet");
        ticket.let_go();
        page.wait_for("The ticket is now:").await
    })
}

#[test]
fn a_ticket_that_was_closed_for_good_leaves_the_customer_their_text() -> Result<()> {
    at_a_mute_desk(async |desk, page| {
        page.may_use_the_clipboard().await?;
        page.write("All my words").await?;
        desk.tell_times(1, Call::Reply, Fault::Status(409));
        desk.tell(
            Call::Ticket,
            Fault::changed(|it| {
                it["status"] =
                    json!({ "category": "closed", "value": "closed", "label": "Closed" });
                it["actions"]["reply"] =
                    json!({ "allowed": false, "reason": "closed_final", "next": ["copy_id"] });
            }),
        );
        page.send().await?;
        page.wait_for("The ticket changed before it arrived.").await?;
        page.wait("no field", "return find('.field') === null").await?;
        let letters = page.letters().await?;
        ensure!(letters[0].contains("The ticket is now: Closed"), "{letters:?}");
        ensure!(!page.has("Edit").await?, "there is nowhere to edit it");
        page.click("Copy your text").await?;
        page.wait_for_clipboard("All my words").await?;
        page.click("Discard").await?;
        page.wait("nothing left", "return all('.letter').length === 0").await
    })
}

#[test]
fn what_is_being_written_stays_when_a_refused_reply_comes_back() -> Result<()> {
    at_a_desk(async |desk, page| {
        desk.tell_times(1, Call::Reply, Fault::Refuses(422, "fr", ""));
        page.write("Mend me").await?;
        page.send().await?;
        page.wait_for(KEPT).await?;
        page.write("Begun meanwhile").await?;
        page.attach(&[("log.txt", "text/plain", b"log".to_vec())]).await?;
        page.wait_for_attached(1).await?;
        page.click("Edit").await?;
        page.wait_for_written("Mend me Begun meanwhile").await?;
        page.wait_for_attached(1).await?;
        page.send().await?;
        page.wait_until_sent("Begun meanwhile").await?;
        ensure!(page.stored(TICKET, "Mend me").await? == 1);
        Ok(())
    })
}

/// K2: the button that was pressed is gone while it goes.
#[test]
fn the_focus_stays_with_a_reply_that_is_tried_again() -> Result<()> {
    at_a_desk(async |desk, page| {
        desk.tell_times(1, Call::Reply, Fault::Refuses(422, "fr", ""));
        page.write("Mend me").await?;
        page.send().await?;
        page.wait_for(KEPT).await?;
        let reply = desk.hold(Call::Reply);
        page.eval("find('.letter__ways button').focus()").await?;
        page.press(Key::Enter).await?;
        page.wait("it to go", "return !find('.letter__ways')").await?;
        page.wait("the focus", "return active() === find('.letter')").await?;
        reply.let_go();
        page.wait_until_sent("Mend me").await?;
        page.wait("the focus", "return active() === find('.field')").await
    })
}

/// A6, R6: support closes it, and opens it again.
#[test]
fn where_no_reply_was_taken_for_a_while_one_can_be_written_again() -> Result<()> {
    at_a_desk(async |desk, page| {
        page.write("Begun before").await?;
        page.wait_until_kept("Begun before", 0).await?;
        desk.tell(
            Call::Ticket,
            Fault::changed(|it| it["actions"]["reply"] = json!({ "allowed": false })),
        );
        page.eval("pane.refresh()").await?;
        page.wait("the field to go", "return !find('.field')").await?;
        desk.heal();
        page.eval("pane.refresh()").await?;
        page.wait_for_written("Begun before").await?;
        page.write_on(", and done").await?;
        page.wait_until_kept("Begun before, and done", 0).await?;
        page.send().await?;
        page.wait_until_sent("Begun before, and done").await
    })
}
