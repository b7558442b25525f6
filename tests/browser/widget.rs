//! The widget in a shadow root, on a desk of the test's own.

use wasm_bindgen_test::wasm_bindgen_test;

use super::page::{Answers, Page, settle};

const ME: &str = r#"{"user":{"id":"ann","name":"Ann"},"capabilities":{"scopes":["mine"],"sort":["updated_at"]}}"#;

fn tickets(subjects: &[&str]) -> String {
    let items: Vec<String> = subjects
        .iter()
        .enumerate()
        .map(|(at, subject)| {
            format!(
                r##"{{"id":"{at}","display_id":"#{at}","subject":"{subject}","status":{{"category":"open"}},"created_at":"2026-11-20T14:05:00Z","updated_at":"2026-11-20T14:05:00Z"}}"##
            )
        })
        .collect();
    format!(r##"{{"items":[{}]}}"##, items.join(","))
}

fn desk(list: String) -> Answers {
    Answers::from([("/me", ME.to_owned()), ("/tickets", list)])
}

#[wasm_bindgen_test]
async fn lists_what_the_desk_says_and_asks_once() {
    let page = Page::open(desk(tickets(&["Out of paper", "Printer on fire"])));
    page.wait_for(".row__link").await;
    assert_eq!(page.texts(".row__link"), ["Out of paper", "Printer on fire"]);
    assert_eq!(page.asked.borrow().len(), 2);
}

#[wasm_bindgen_test]
async fn opens_the_ticket_page() {
    let mut answers = desk(tickets(&["Out of paper"]));
    let ticket = tickets(&["Out of paper"]).replace(r##"{"items":["##, "").replace("]}", "");
    answers.insert("/tickets/0", ticket);
    answers.insert("/messages", r#"{"items":[{"id":"m","author":{"id":"bo","name":"Bo","role":"agent"},"created_at":"2026-11-20T14:05:00Z","text":"Use the other tray."}]}"#.into());
    let page = Page::open(answers);
    page.wait_for(".row__link").await;
    page.click(".row__link");
    page.wait_for(".ticket__subject").await;
    page.wait_for("article").await;
    assert!(page.texts("article").concat().contains("Use the other tray."));
}

#[wasm_bindgen_test]
async fn nobody_there_is_a_state_with_a_way_in() {
    let page = Page::open(Answers::from([("/me", "401".into()), ("/tickets", "401".into())]));
    page.wait_for(".state .button").await;
    assert!(page.texts(".row__link").is_empty());
}

#[wasm_bindgen_test]
async fn taking_it_down_leaves_nothing() {
    let mut page = Page::open(desk(tickets(&["Out of paper"])));
    page.wait_for(".row__link").await;
    page.remove();
    settle().await;
    assert!(page.is_empty());
}

#[wasm_bindgen_test]
async fn taking_it_down_in_the_middle_of_a_request_is_quiet() {
    let mut page = Page::open(desk(tickets(&["Out of paper"])));
    page.remove();
    settle().await;
    assert!(page.is_empty());
}

/// A4, Q3: a page may take one customer's widget away and put up another's.
#[wasm_bindgen_test]
async fn a_token_ends_with_its_widget() {
    let ann = Page::open_as("ann", desk(tickets(&["Out of paper"])));
    ann.wait_for(".row__link").await;
    drop(ann);
    let bob = Page::open_as("bob", desk(tickets(&["Printer on fire"])));
    bob.wait_for(".row__link").await;
    let asked = bob.asked.borrow();
    assert!(!asked.is_empty() && asked.iter().all(|it| it.ends_with(" Bearer bob")), "{asked:?}");
}
