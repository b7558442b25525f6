//! What real desks are asked when somebody looks for something.

use std::rc::Rc;

use ::deskpane::{
    api::{
        Ask, Connector, Cursor, Find,
        connectors::{Redmine, RequestTracker, Roundup},
    },
    domain::{Filter, Scope, Sort, SortKey},
};

use super::{check, good, reply};

/// Mine by number, which makes the shortest address.
fn looking(text: &str, terms: &[(&str, &str)]) -> Ask {
    let filter = Filter { text: text.into(), ..Filter::default() };
    let filter = terms.iter().fold(filter, |it, (name, value)| it.read(name, value));
    from(Find { filter, ..Find::default() }, None)
}

fn from(find: Find, after: Option<&str>) -> Ask {
    let sort = Sort { key: SortKey::Id, descending: false };
    let after = after.map(|it| Cursor(it.into()));
    Ask::Tickets { scope: Scope::Mine, sort, limit: 2, after, find: Some(Rc::new(find)) }
}

/// Checks what is looked for, between what every list begins and ends with.
#[track_caller]
fn redmine(ask: &Ask, expected: &str) {
    let rest = "sort=id:asc&limit=2";
    check(&Redmine, ask, &[], &format!("Get /issues.json?author_id=me{expected}&{rest}"));
}

#[test]
fn a_redmine_looks_into_subjects() {
    redmine(&looking("late order", &[]), "&subject=~late%20order&status_id=%2A");
    redmine(
        &looking("\"late\"|a=b&c !~ >< \n\u{0}", &[]),
        "&subject=~late%20a%3Db%26c%20%21~%20%3E%3C&status_id=%2A",
    );
    redmine(&looking("#7", &[]), "&issue_id=7&status_id=%2A");
    redmine(&looking("#7 late", &[]), "&subject=~%237%20late&status_id=%2A");
    redmine(&looking("#9999999999999", &[]), "&subject=~%239999999999999&status_id=%2A");
    redmine(&looking("", &[("unread", "true"), ("requester", "4")]), "&status_id=%2A");
    let none = "total: 0
        begins at: 0";
    check(&Redmine, &looking("|\"", &[]), &[], none);
}

#[test]
fn a_redmine_filters_by_its_own_numbers() {
    let statuses = r#"{"issue_statuses":[
        {"id":1,"name":"New","is_closed":false},{"id":4,"name":"Feedback","is_closed":false},
        {"id":7,"name":"Wartet","is_closed":false},{"id":9,"name":"Weg","is_closed":true}]}"#;
    let priorities = r#"{"issue_priorities":[{"id":3,"name":"High"},{"id":5,"name":"Immediate"},
        {"id":4,"name":"Urgent"}]}"#;
    let both = looking("", &[("waiting_on", "support"), ("priority", "urgent")]);
    check(
        &Redmine,
        &both,
        &[reply(200, statuses), reply(200, priorities)],
        "Get /issue_statuses.json
        Get /enumerations/issue_priorities.json
        Get /issues.json?author_id=me&priority_id=5%7C4&status_id=1%7C7&sort=id:asc&limit=2",
    );
    for (terms, ids) in [
        (&[("status", "awaiting_customer,closed")][..], "4%7C9"),
        (&[("status", "open")], "1"),
        (&[("status", "open,closed"), ("waiting_on", "nobody")], "9"),
    ] {
        check(
            &Redmine,
            &looking("", terms),
            &[reply(200, statuses)],
            &format!(
                "Get /issue_statuses.json
                Get /issues.json?author_id=me&status_id={ids}&sort=id:asc&limit=2"
            ),
        );
    }
    check(
        &Redmine,
        &looking("", &[("status", "on_hold")]),
        &[reply(200, statuses)],
        "Get /issue_statuses.json
        total: 0
        begins at: 0",
    );
    check(
        &Redmine,
        &looking("", &[("status", "open")]),
        &[reply(403, "")],
        "Get /issue_statuses.json
        Forbidden",
    );
}

#[test]
fn a_redmine_knows_ranges_and_any_row() {
    let day = |name| (name, "2026-11-20T00:00:00Z");
    redmine(
        &looking(
            "",
            &[day("created_from"), ("updated_from", "2026-11-01T00:00:00Z"), day("updated_to")],
        ),
        "&created_on=%3E%3D2026-11-20T00:00:00Z\
         &updated_on=%3E%3C2026-11-01T00:00:00Z%7C2026-11-19T23:59:59Z&status_id=%2A",
    );
    redmine(
        &looking("", &[day("created_to")]),
        "&created_on=%3C%3D2026-11-19T23:59:59Z&status_id=%2A",
    );
    let at = |at, after| from(Find { at, ..Find::default() }, after);
    let first = "Get /issues.json?author_id=me&status_id=%2A&sort=id:asc&limit=2";
    let list = r#"{"issues":[],"total_count":28}"#;
    for (ask, offset, found) in [
        (at(Some(20), None), "&offset=20", "begins at: 20"),
        (at(Some(20), Some("22")), "&offset=22", "begins at: 22"),
        (at(Some(1), None), "&offset=1", "begins at: 1"),
        (at(None, None), "", "begins at: 0"),
    ] {
        check(&Redmine, &ask, &[reply(200, list)], &format!("{first}{offset}\ntotal: 28\n{found}"));
    }
}

/// What stands in RT's query behind whose tickets they are.
#[track_caller]
fn rt(ask: &Ask, expected: &str) {
    let path = match RequestTracker.step(ask, &[]) {
        ::deskpane::api::Step::Send(it) => it.path,
        other => panic!("{other:?}"),
    };
    let query = path.split_once("query=").unwrap().1.split('&').next().unwrap().to_owned();
    let mine = "Requestor.id%3D%27__CurrentUser__%27";
    assert_eq!(query.strip_prefix(mine), Some(expected));
}

#[test]
fn an_rt_looks_into_subjects_and_numbers() {
    let subject = |word: &str| format!("%20AND%20%28Subject%20LIKE%20%27{word}%27%29");
    rt(&looking("late order", &[]), &(subject("late") + &subject("order")));
    rt(&looking("other's \\", &[]), &(subject("other%5C%27s") + &subject("%5C%5C")));
    rt(
        &looking("10%_5", &[]),
        "%20AND%20%28Subject%20LIKE%20%2710%27%20OR%20id%3D10%29%20AND%20%28Subject%20LIKE%20%275%27%20OR%20id%3D5%29",
    );
    rt(&looking("#12", &[]), "%20AND%20%28Subject%20LIKE%20%27%2312%27%20OR%20id%3D12%29");
    rt(&looking("", &[("priority", "urgent"), ("created_from", "2026-01-01T00:00:00Z")]), "");
    check(&RequestTracker, &looking("%_", &[]), &[], "total: 0");
}

#[test]
fn an_rt_filters_by_the_statuses_it_is_installed_with() {
    let status = |it: &str| format!("%20AND%20%28{it}%29");
    let open = "Status%3D%27new%27%20OR%20Status%3D%27open%27";
    rt(&looking("", &[("status", "open")]), &status(open));
    rt(&looking("", &[("status", "open,on_hold")]), &status(open));
    // What is stalled, and any word of the desk's own, is somebody's at the desk.
    rt(
        &looking("", &[("waiting_on", "support")]),
        &status(
            "Status%21%3D%27resolved%27%20AND%20Status%21%3D%27rejected%27%20AND%20Status%21%3D%27deleted%27",
        ),
    );
    check(&RequestTracker, &looking("", &[("status", "awaiting_customer")]), &[], "total: 0");
}

#[test]
fn a_roundup_looks_into_titles_and_filters_by_its_own_numbers() {
    let me = good("roundup/users");
    let asked = "Get /data/user?@fields=roles&@verbose=0";
    let rest = "&@fields=title%2Cstatus%2Cpriority%2Ccreation%2Cactivity%2C\
        creator%2Ccreator.realname%2Cassignedto%2Cassignedto.realname\
        &@verbose=2&@sort=id&@page_size=2&@page_index=1";
    let named = |names: &str| {
        let items = names.split(' ').map(|it| it.split_once('=').unwrap());
        let items: Vec<String> =
            items.map(|(id, name)| format!(r#"{{"id":"{id}","name":"{name}"}}"#)).collect();
        reply(200, &format!(r#"{{"data":{{"collection":[{}]}}}}"#, items.join(",")))
    };
    check(
        &Roundup,
        &looking(
            "late \"order\" a&b",
            &[("created_from", "2026-11-20T00:00:00Z"), ("updated_to", "2026-11-22T00:00:00Z")],
        ),
        std::slice::from_ref(&me),
        &format!(
            "{asked}
            Get /data/issue?creator=3&title=late%20order%20a%26b&creation=2026-11-20.00:00:00%3B\
            &activity=%3B2026-11-21.23:59:59{rest}"
        ),
    );
    check(
        &Roundup,
        &looking("", &[("waiting_on", "support"), ("priority", "urgent,question")]),
        &[
            me.clone(),
            named("1=unread 3=chatting 4=need-eg 8=resolved 9=eigen"),
            named("1=critical 3=bug 5=wish"),
        ],
        &format!(
            "{asked}
            Get /data/status?@fields=name&@verbose=0
            Get /data/priority?@fields=name&@verbose=0
            Get /data/issue?creator=3&status=1%2C3%2C9&priority=1%2C5{rest}"
        ),
    );
    check(
        &Roundup,
        &looking("", &[("status", "closed")]),
        &[me.clone(), named("1=unread")],
        &format!(
            "{asked}
            Get /data/status?@fields=name&@verbose=0
            total: 0"
        ),
    );
    check(&Roundup, &looking("\"", &[]), &[me], &format!("{asked}\ntotal: 0"));
}

/// Nobody is told that a desk does what it cannot.
#[test]
fn each_desk_says_what_it_looks_for() {
    for (me, connector) in
        [("redmine/user", &Redmine as &dyn Connector), ("roundup/users", &Roundup)]
    {
        let mut replies = vec![good(me)];
        let answer = loop {
            match connector.step(&Ask::Me, &replies) {
                ::deskpane::api::Step::Done(it) => break it,
                ::deskpane::api::Step::Send(_) => replies.push(reply(404, "{}")),
                ::deskpane::api::Step::Fail(it) => panic!("{it:?}"),
            }
        };
        let ::deskpane::api::Answer::Me(me) = answer else { panic!("{answer:?}") };
        let finds = me.can.finds.join(" ");
        assert!(finds.starts_with("q status waiting_on priority created_from"), "{finds}");
        assert!(!finds.contains("unread") && !finds.contains("facets"));
    }
}
