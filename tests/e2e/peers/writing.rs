//! Writing at desks that none of us wrote. What a customer sends, closes and opens again in the page is
//! then asked for at the desk itself, by its own interface and with the customer's key. Each test has
//! words of its own: a desk outlives a run.

use std::{
    process,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Result, ensure};
use fantoccini::key::Key;

use super::{
    REDMINE, centre,
    kept::{AT_REDMINE, AT_ROUNDUP, AT_RT, Kept, Written},
    request_tracker::RT,
    roundup,
    support::{Call, Fault, FaultServer, Page, browse, files, until},
    visit,
};

const CLOSE: &str = "Close ticket";
const UNDO: &str = "Undo closing";
const REOPEN: &str = "Reopen ticket";
const SOLVED: &str = "Is your problem solved?";

/// Words that no message has yet.
fn fresh(words: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs());
    let count = COUNT.fetch_add(1, Ordering::SeqCst);
    format!("{words} {seconds}-{}-{count}", process::id())
}

/// On SQLite, Redmine and RT lock themselves when two write at once.
fn alone(desk: &'static Mutex<()>) -> MutexGuard<'static, ()> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

static AT_ONCE_REDMINE: Mutex<()> = Mutex::new(());
static AT_ONCE_RT: Mutex<()> = Mutex::new(());

async fn open(page: &Page, login: &str, ticket: &str) -> Result<()> {
    page.goto(&format!("/as/{login}")).await?;
    page.open(&format!("/desk?deskpane={ticket}")).await?;
    page.ticket_page().await
}

/// One of dora's that is open. A run that was stopped may have left it closed.
async fn open_to_write(page: &Page, written: &Written) -> Result<()> {
    open(page, "dora", written.ticket).await?;
    page.wait("what can be done", "return !!find('.life button:not([aria-disabled])')").await?;
    if page.has(REOPEN).await? {
        page.press_control(REOPEN).await?;
    }
    page.wait_for(SOLVED).await?;
    page.field().await
}

/// Types where the caret is, key by key: what is typed becomes a form.
async fn go_on(page: &Page, text: &str) -> Result<()> {
    for letter in text.chars() {
        page.browser().press_char(&[], letter).await?;
    }
    Ok(())
}

async fn send(page: &Page, words: &str) -> Result<()> {
    page.write(words).await?;
    page.send().await?;
    page.wait_until_sent(words).await
}

/// A reply with a form and files is there once, as words and bytes, also when all is read again.
async fn a_reply_arrives(page: &Page, written: &Written) -> Result<()> {
    let words = fresh("so it is");
    page.write(&format!("*Still* {words}")).await?;
    page.press(Key::Enter).await?;
    go_on(page, "- in the morning").await?;
    page.press(Key::Enter).await?;
    go_on(page, "<b>at night</b>").await?;
    let files = [
        ("Foto – laut & leise.png", "image/png", files::png(3, 2, [29, 85, 165])),
        ("log.txt", "text/plain", b"um drei\n".to_vec()),
    ];
    // One after the other, for the same reason as `alone`.
    for (at, file) in files.iter().enumerate() {
        page.attach(std::slice::from_ref(file)).await?;
        page.wait_for_attached(at + 1).await?;
    }
    page.listen("deskpane-reply-sent").await?;
    page.send().await?;
    page.wait_until_sent(&words).await?;
    let heard = page.wait_for_events("deskpane-reply-sent", 1).await?;
    ensure!(heard.len() == 1 && heard[0]["ticket"] == written.ticket, "{heard:?}");
    ensure!(page.written().await?.is_empty() && page.attached().await?.is_empty());
    let expected = Kept {
        text: format!("Still {words}\n\n- in the morning\n- <b>at night</b>"),
        files: files.iter().map(|it| (it.0.to_owned(), it.2.clone())).collect(),
    };
    let kept = written.messages(page, &words).await?;
    ensure!(kept == [expected], "{kept:?}");
    // As who comes back another day reads it.
    page.open(&format!("/desk?deskpane={}", written.ticket)).await?;
    is_there_once(page, &words).await?;
    page.wait_for("<b>at night</b>").await?;
    let names = page.files().await?.into_iter().map(|it| it.name).collect::<Vec<_>>();
    for (name, ..) in &files {
        ensure!(names.iter().any(|it| it.ends_with(name)), "no {name}, only {names:?}");
    }
    Ok(())
}

async fn is_there_once(page: &Page, words: &str) -> Result<()> {
    page.wait_for(words).await?;
    page.settled().await?;
    let shown = page.entries().await?.into_iter().filter(|it| it.text.contains(words)).count();
    ensure!(shown == 1 && page.letters().await?.is_empty(), "{words} is there {shown} times");
    Ok(())
}

/// What is undone is not done; what is not undone is, at the desk.
async fn is_closed(page: &Page, written: &Written, status: &str) -> Result<()> {
    let before = written.status(page).await?;
    page.hold_closing().await?;
    page.press_control(CLOSE).await?;
    page.wait_for_focus(UNDO).await?;
    page.press(Key::Enter).await?;
    page.wait_for_focus(CLOSE).await?;
    page.let_it_close().await?;
    page.eval("return new Promise((done) => setTimeout(done, 500))").await?;
    ensure!(written.status(page).await? == before, "it was closed all the same");
    page.press_control(CLOSE).await?;
    page.wait_for_focus(UNDO).await?;
    page.let_it_close().await?;
    page.wait_for("Need more help?").await?;
    ensure!(written.status(page).await? == status, "{}", written.status(page).await?);
    Ok(())
}

/// A desk where an answer opens what was closed.
async fn a_reply_opens_it(page: &Page, written: &Written, status: &str) -> Result<()> {
    let words = fresh("One thing more");
    page.field().await?;
    send(page, &words).await?;
    written.wait_for_status(page, status).await?;
    page.wait_for(SOLVED).await?;
    ensure!(written.messages(page, &words).await?.len() == 1);
    Ok(())
}

#[test]
fn live_redmine_takes_a_reply_with_files_and_is_closed_and_opened() -> Result<()> {
    let _one = alone(&AT_ONCE_REDMINE);
    visit(REDMINE, async |page| {
        let written = &AT_REDMINE;
        open_to_write(page, written).await?;
        a_reply_arrives(page, written).await?;
        is_closed(page, written, "Closed").await?;
        // A note would open nothing there.
        page.wait("the field to go", "return !find('.field')").await?;
        page.press_control(REOPEN).await?;
        page.wait_for(SOLVED).await?;
        ensure!(written.status(page).await? == "New");
        page.field().await?;
        page.is_quiet().await
    })
}

#[test]
fn live_rt_takes_a_reply_with_files_is_closed_and_opened_by_an_answer() -> Result<()> {
    let _one = alone(&AT_ONCE_RT);
    visit(RT, async |page| {
        open_to_write(page, &AT_RT).await?;
        a_reply_arrives(page, &AT_RT).await?;
        is_closed(page, &AT_RT, "resolved").await?;
        a_reply_opens_it(page, &AT_RT, "open").await?;
        page.is_quiet().await
    })
}

#[test]
fn live_roundup_takes_a_reply_with_files_is_closed_and_opened_by_an_answer() -> Result<()> {
    roundup::visit(async |page| {
        open_to_write(page, &AT_ROUNDUP).await?;
        a_reply_arrives(page, &AT_ROUNDUP).await?;
        is_closed(page, &AT_ROUNDUP, "resolved").await?;
        a_reply_opens_it(page, &AT_ROUNDUP, "chatting").await?;
        page.is_quiet().await
    })
}

/// RT knows no key of a send: what may have arrived is looked for before it goes again.
const BROKEN_OFF: Written = AT_RT.but("36");
const ANSWER: Call = Call::File("/correspond");

fn behind_a_bad_line(test: impl AsyncFnOnce(&FaultServer, &Page) -> Result<()>) -> Result<()> {
    let _one = alone(&AT_ONCE_RT);
    let Some(centre) = centre(RT)? else { return Ok(()) };
    let line = FaultServer::in_front_of(move || centre.clone())?;
    browse(&line.url(), async |page| {
        open_to_write(page, &BROKEN_OFF).await?;
        test(&line, page).await
    })
}

async fn is_kept_once(line: &FaultServer, page: &Page, words: &str) -> Result<()> {
    let kept = BROKEN_OFF.messages(page, words).await?;
    ensure!(kept.len() == 1, "{kept:?}");
    ensure!(line.count(ANSWER) == 1, "sent {} times", line.count(ANSWER));
    page.open(&format!("/desk?deskpane={}", BROKEN_OFF.ticket)).await?;
    is_there_once(page, words).await?;
    page.is_calm().await
}

#[test]
fn live_rt_has_once_what_it_took_before_its_answer_broke_off() -> Result<()> {
    behind_a_bad_line(async |line, page| {
        let words = fresh("Only once");
        line.tell_times(1, ANSWER, Fault::Cut);
        page.write(&words).await?;
        page.send().await?;
        page.wait_until_sent(&words).await?;
        is_kept_once(line, page, &words).await
    })
}

#[test]
fn live_rt_has_once_what_it_took_while_the_page_was_left() -> Result<()> {
    behind_a_bad_line(async |line, page| {
        let words = fresh("Left too early");
        line.tell_times(1, ANSWER, Fault::Mute);
        page.write(&words).await?;
        page.send().await?;
        until("the desk to have it", async || {
            Ok(!BROKEN_OFF.messages(page, &words).await?.is_empty())
        })
        .await?;
        page.open(&format!("/desk?deskpane={}", BROKEN_OFF.ticket)).await?;
        page.wait_until_sent(&words).await?;
        is_kept_once(line, page, &words).await
    })
}

/// The sentence, and nothing to write in or to press.
async fn is_refused(page: &Page, sentence: &str) -> Result<()> {
    page.wait_for("What is not possible here").await?;
    page.wait_for(sentence).await?;
    let has_field = page.eval("return !!find('.field')").await? == true;
    ensure!(!has_field && !page.has(CLOSE).await? && !page.has(REOPEN).await?);
    page.is_quiet().await
}

#[test]
fn live_what_redmines_workflow_leaves_closed_says_so() -> Result<()> {
    visit(REDMINE, async |page| {
        open(page, "alice", "7").await?;
        is_refused(page, "Reply and Reopen – This ticket was closed and stays closed.").await
    })
}

#[test]
fn live_what_may_only_be_read_at_rt_says_so() -> Result<()> {
    visit(RT, async |page| {
        open(page, "dora", "32").await?;
        is_refused(page, "Reply and Close – The help desk does not allow this here.").await
    })
}

/// Redmine says yes to a note of whom it lets write none, and keeps nothing.
#[test]
fn live_what_redmine_only_seems_to_take_is_told_and_the_text_stays() -> Result<()> {
    let _one = alone(&AT_ONCE_REDMINE);
    visit(REDMINE, async |page| {
        let written = AT_REDMINE.but("32");
        open(page, "emil", written.ticket).await?;
        page.wait_for("Close – The help desk does not allow this here.").await?;
        ensure!(!page.has(CLOSE).await?);
        let words = fresh("Any news?");
        page.field().await?;
        page.write(&words).await?;
        page.send().await?;
        page.wait_for("Not sent. Your text is kept. The help desk did not accept this").await?;
        let letters = page.letters().await?;
        ensure!(letters.len() == 1 && letters[0].contains(&words), "{letters:?}");
        ensure!(written.messages(page, &words).await?.is_empty());
        page.is_quiet().await
    })
}
