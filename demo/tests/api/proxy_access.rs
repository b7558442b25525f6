//! Whether support may sign in as a customer, on one ticket.

use contract::{Me, ProxyAccess, Ticket};
use serde_json::json;

use crate::desk::{Desk, Visitor};

async fn switch(visitor: &Visitor<'_>, id: &str, enabled: bool) -> Ticket {
    visitor.put(&format!("/tickets/{id}/proxy-access"), json!({ "enabled": enabled })).await.json()
}

#[tokio::test]
async fn a_ticket_goes_before_the_account_and_each_person_has_a_switch_of_their_own() {
    let desk = Desk::open();
    let (mia, tess) = (desk.sign_in("mia").await, desk.sign_in("tess").await);
    let me: Me = mia.get("/me").await.json();
    assert_eq!(me.proxy_access_default, Some(false));
    let off = ProxyAccess { enabled: false, account_default: false, active_session: false };
    assert_eq!(mia.ticket("1050").await.proxy_access, Some(off));
    let tag = mia.get("/tickets/1050").await.header("etag").to_owned();
    let on = switch(&mia, "1050", true).await;
    assert_eq!(on.proxy_access, Some(ProxyAccess { enabled: true, ..off }));
    assert_eq!(on, mia.ticket("1050").await);
    assert_ne!(mia.get("/tickets/1050").await.header("etag"), tag);
    assert_eq!(tess.ticket("1050").await.proxy_access, Some(off), "hers is her own");
    assert_eq!(mia.ticket("1051").await.proxy_access, Some(off), "another ticket is another");
    assert_eq!(switch(&mia, "1050", false).await.proxy_access, Some(off));
    // It goes before an account that says yes, too.
    let omar = desk.sign_in("omar").await;
    assert!(omar.ticket("1050").await.proxy_access.unwrap().enabled);
    let off = ProxyAccess { account_default: true, ..off };
    assert_eq!(switch(&omar, "1050", false).await.proxy_access, Some(off));
}

#[tokio::test]
async fn turning_it_off_does_not_end_a_session_that_is_under_way() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let before = mia.ticket("1008").await.proxy_access.unwrap();
    assert!(before.enabled && before.active_session);
    let after = switch(&mia, "1008", false).await.proxy_access.unwrap();
    assert!(!after.enabled && after.active_session);
}

#[tokio::test]
async fn nobody_switches_for_somebody_else() {
    let desk = Desk::open();
    let (mia, omar) = (desk.sign_in("mia").await, desk.sign_in("omar").await);
    let path = "/tickets/1008/proxy-access";
    // An administrator sees the ticket, and neither how the switch stands nor turns it.
    let seen = omar.ticket("1008").await;
    assert_eq!(seen.proxy_access, None);
    let action = seen.actions.proxy_access.unwrap();
    assert_eq!((action.allowed, action.reason.as_deref()), (false, Some("not_participant")));
    omar.put(path, json!({ "enabled": false })).await.problem(403, "not_participant");
    assert!(mia.ticket("1008").await.proxy_access.unwrap().enabled);
    // Who does not see the ticket cannot tell that it is there.
    desk.sign_in("leo").await.put(path, json!({ "enabled": true })).await.problem(404, "not_found");
    // Where the account has no switch there is none.
    let jon = desk.sign_in("jon").await;
    let ticket = jon.ticket("1027").await;
    assert_eq!((ticket.proxy_access, ticket.actions.proxy_access), (None, None));
    let refused = jon.put("/tickets/1027/proxy-access", json!({ "enabled": true })).await;
    refused.problem(409, "no_proxy_access");
    for wrong in [json!({}), json!({ "enabled": "yes" }), json!({ "enabled": null })] {
        let problem = mia.put(path, wrong).await.problem(422, "bad_field");
        assert_eq!(problem.errors[0].field, "enabled");
    }
}
