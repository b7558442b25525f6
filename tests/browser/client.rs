//! What the client puts on the wire when something is changed, and what it never sends twice.

use std::{cell::RefCell, rc::Rc};

use deskpane::{
    api::{
        Answer, Command, Draft, Failure, Refusal,
        client::{Client, Line},
    },
    config::{Auth, ConnectorName},
    domain::{File, TicketId},
};
use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{FormData, Request, Response, ResponseInit};

const TICKET: &str = include_str!("../fixtures/deskpane/ticket.json");

/// What came to the desk, a line each.
type Heard = Rc<RefCell<Vec<String>>>;

/// A desk that answers these in turn: a status and a body; 0 for a network that is gone.
fn desk(auth: Auth, name: ConnectorName, answers: &[(u16, &str)]) -> (Client, Heard) {
    let heard = Heard::default();
    let mut left: Vec<(u16, String)> =
        answers.iter().rev().map(|(status, body)| (*status, (*body).to_owned())).collect();
    let noted = heard.clone();
    let fetch = Closure::<dyn FnMut(Request) -> Promise>::new(move |request: Request| {
        let (status, body) = left.pop().expect("asked more often than expected");
        let noted = noted.clone();
        future_to_promise(async move {
            noted.borrow_mut().push(told(&request).await);
            if status == 0 {
                return Err(js_sys::TypeError::new("Failed to fetch").into());
            }
            let init = ResponseInit::new();
            init.set_status(status);
            Response::new_with_opt_str_and_init(Some(&body), &init).map(Into::into)
        })
    });
    let mut tokens = 0;
    let give = RefCell::new(move || {
        tokens += 1;
        Promise::resolve(&JsValue::from_str(&format!("token {tokens}")))
    });
    let line = Line {
        base: "https://desk.example/api".into(),
        auth,
        fetch: Some(fetch.into_js_value().unchecked_into()),
        token: Box::new(move || Some((give.borrow_mut())())),
        connectors: "https://release.example/connectors/".into(),
        warn: |_| {},
        early: None,
        kept: RefCell::default(),
    };
    (Client::new(name, line), heard)
}

async fn told(request: &Request) -> String {
    let path = request.url().replace("https://desk.example/api", "");
    let mut line = format!("{} {path}", request.method());
    for name in ["authorization", "idempotency-key", "content-type"] {
        if let Some(value) = request.headers().get(name).unwrap() {
            let value = value.split("; boundary=").next().unwrap_or_default();
            line += &format!(" [{name}: {value}]");
        }
    }
    let is_form = line.contains("multipart/form-data");
    if request.method() == "GET" {
        return line;
    }
    if is_form {
        let form = JsFuture::from(request.form_data().unwrap()).await.unwrap();
        let file = form.unchecked_into::<FormData>().get("content");
        let name = Reflect::get(&file, &"name".into()).unwrap().as_string().unwrap();
        return format!("{line} {name}");
    }
    let bytes = JsFuture::from(request.array_buffer().unwrap()).await.unwrap();
    let bytes = Uint8Array::new(&bytes).to_vec();
    line + " " + &String::from_utf8_lossy(&bytes)
}

fn id() -> TicketId {
    TicketId::new("1")
}

fn reply() -> Command {
    let draft = Draft { text: "Grüße".into(), key: "k1".into(), ..Draft::default() };
    Command::Reply { ticket: id(), draft }
}

fn upload() -> Command {
    let file = File {
        name: "a é.bin".into(),
        media_type: "application/x-own".into(),
        bytes: vec![104, 105],
    };
    Command::Upload { ticket: id(), file: Rc::new(file), key: "f1".into() }
}

async fn written(
    answers: &[(u16, &str)],
    command: &Command,
) -> (Result<Answer, Refusal>, Vec<String>) {
    let (client, heard) = desk(Auth::Cookie, ConnectorName::Deskpane, answers);
    let answer = client.write(command).await;
    let heard = heard.borrow().clone();
    (answer, heard)
}

const SAID: &str = "POST /tickets/1/messages [idempotency-key: k1] [content-type: application/json] \
    {\"body\":\"Grüße\",\"format\":\"text\",\"uploads\":[],\"client_id\":\"k1\"}";

#[wasm_bindgen_test]
async fn a_reply_goes_once_and_the_ticket_is_read_again() {
    let (answer, heard) = written(&[(201, "{}"), (200, TICKET)], &reply()).await;
    assert!(matches!(answer, Ok(Answer::Ticket(_))), "{answer:?}");
    assert_eq!(heard, [SAID, "GET /tickets/1"]);
}

#[wasm_bindgen_test]
async fn what_may_have_been_taken_is_never_sent_again_by_itself() {
    for (status, failure) in [
        (0, Failure::Offline),
        (500, Failure::Broken),
        (503, Failure::Busy),
        (504, Failure::TimedOut),
    ] {
        let (answer, heard) = written(&[(status, "")], &reply()).await;
        assert_eq!(answer.unwrap_err().failure(), failure);
        assert_eq!(heard, [SAID], "{status}");
    }
}

#[wasm_bindgen_test]
async fn a_look_that_fails_takes_nothing_back() {
    // Refused; or gone with the network, also when it is asked for again.
    for looks in [&[(404, "")][..], &[(0, ""), (0, ""), (0, "")]] {
        let answers = [&[(201, "{}")], looks].concat();
        let (answer, heard) = written(&answers, &reply()).await;
        assert_eq!(answer.unwrap(), Answer::Accepted);
        assert_eq!(heard.len(), answers.len());
    }
}

#[wasm_bindgen_test]
async fn a_file_goes_as_its_bytes_or_in_a_form() {
    let (answer, heard) = written(&[(201, r#"{ "token": "t1" }"#)], &upload()).await;
    assert_eq!(answer.unwrap(), Answer::Taken(Some("t1".into())));
    assert_eq!(
        heard,
        [
            "POST /uploads?filename=a%20%C3%A9.bin [idempotency-key: f1] [content-type: application/x-own] hi"
        ]
    );

    let made = r#"{ "data": { "id": "7" } }"#;
    let (client, heard) = desk(Auth::None, ConnectorName::Roundup, &[(201, made)]);
    let answer = client.write(&upload()).await;
    assert!(matches!(answer, Ok(Answer::Taken(Some(_)))), "{answer:?}");
    let heard = heard.borrow();
    assert!(heard[0].starts_with("POST /data/file"), "{heard:?}");
    assert!(heard[0].ends_with("[content-type: multipart/form-data] a é.bin"), "{heard:?}");
}

#[wasm_bindgen_test]
async fn a_token_that_ran_out_is_renewed_once() {
    let answers = [(401, ""), (201, "{}"), (200, TICKET)];
    let (client, heard) = desk(Auth::Bearer, ConnectorName::Deskpane, &answers);
    assert!(matches!(client.write(&reply()).await, Ok(Answer::Ticket(_))));
    let tokens: Vec<String> =
        heard.borrow().iter().map(|it| it.split(['[', ']']).nth(1).unwrap().to_owned()).collect();
    let [first, second] = [1, 2].map(|it| format!("authorization: Bearer token {it}"));
    assert_eq!(tokens, [first, second.clone(), second]);
}

#[wasm_bindgen_test]
async fn a_desk_that_says_yes_and_does_nothing_is_told() {
    let (answer, _) = written(&[(200, TICKET)], &Command::Close(id())).await;
    assert_eq!(answer.unwrap_err().failure(), Failure::NotAccepted);
}
