//! Support's side, for who tries the demo.

use axum::http::Method;
use contract::{MessageKind, Role, StageState, StatusCategory};
use demo::Config;

use crate::desk::{Desk, Reply};

async fn act(desk: &Desk, form: &str, site: &str) -> Reply {
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", site)];
    desk.send(Method::POST, "/agent", &headers, form.to_owned()).await
}

#[tokio::test]
async fn support_answers_and_the_customer_hears_of_it() {
    let desk = Desk::with(Config { agent: true, ..Config::default() });
    let mia = desk.sign_in("mia").await;
    let mut stream = mia.listen(None).await;
    let form = "id=1001&act=answer&text=It+runs+again.&status=waiting_customer";
    let reply = act(&desk, form, "same-origin").await;
    assert_eq!((reply.status.as_u16(), reply.header("location")), (303, "/agent?id=1001"));
    let thread = mia.thread("1001").await;
    let said = &thread[thread.len() - 2];
    assert_eq!((said.text.as_str(), said.author.role), ("It runs again.", Role::Agent));
    assert_eq!(thread.last().unwrap().kind, MessageKind::Event);
    let ticket = mia.ticket("1001").await;
    assert_eq!(ticket.status.category, StatusCategory::AwaitingCustomer);
    assert!(ticket.unread);
    assert_eq!(stream.next().await.unwrap().1, "message.created");
    let page = desk.get("/agent?id=1001", &[]).await;
    assert!(page.status == 200 && page.text().contains("It runs again."));
    assert!(page.header("content-security-policy").contains("require-trusted-types-for"));
}

#[tokio::test]
async fn an_escalation_moves_on_until_the_customer_is_asked() {
    let desk = Desk::with(Config { agent: true, ..Config::default() });
    let mia = desk.sign_in("mia").await;
    let current = async || {
        let escalation = mia.ticket("1008").await.escalation.unwrap();
        let stage = escalation.stages.into_iter().find(|it| it.state == StageState::Current);
        (stage.map(|it| it.key), escalation.needs_verification)
    };
    for _ in 0..5 {
        if current().await.0.as_deref() == Some("verifying") {
            break;
        }
        act(&desk, "id=1008&act=stage", "same-origin").await;
    }
    assert_eq!(current().await, (Some("verifying".to_owned()), true));
    assert!(mia.ticket("1008").await.actions.verify.unwrap().allowed);
    act(&desk, "id=1008&act=stage", "same-origin").await;
    assert_eq!(current().await, (None, false));
    assert!(!mia.ticket("1008").await.escalated);
}

#[tokio::test]
async fn it_is_there_only_where_it_is_wanted_and_only_for_its_own_pages() {
    let desk = Desk::open();
    assert_eq!(desk.get("/agent", &[]).await.status, 404);
    act(&desk, "id=1001&act=answer&text=x", "same-origin").await.problem(405, "method_not_allowed");
    let desk = Desk::with(Config { agent: true, ..Config::default() });
    act(&desk, "id=1001&act=answer&text=x", "cross-site").await.problem(403, "cross_site");
    act(&desk, "id=none&act=answer&text=x", "same-origin").await.problem(404, "not_found");
    act(&desk, "id=1001&act=other", "same-origin").await.problem(400, "bad_parameter");
    desk.get("/agent?id=none", &[]).await.problem(404, "not_found");
}
