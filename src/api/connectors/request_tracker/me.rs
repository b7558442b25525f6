//! Who is signed in. RT has no address that says so, but its queries know `__CurrentUser__`.

use super::{COPIED_ON, Known, good, items, send, ticket::person};
use crate::{
    api::{Answer, Query, Raw, Reply, Step},
    domain::{Capabilities, Me, Person, Scope, SortKey, UploadLimits},
};

/// One item, and the field of it that names the customer.
struct Way {
    path: &'static str,
    query: &'static str,
    field: &'static str,
}

/// What a customer is found in, until one says who: tickets they opened, tickets they are copied on
/// (asked in any case), what they wrote, tickets that somebody opened for them.
const WAYS: [Way; 4] = [
    Way { path: "/tickets", query: "Creator='__CurrentUser__'", field: "Creator" },
    Way { path: "/tickets", query: COPIED_ON, field: "Cc" },
    Way {
        path: "/transactions",
        query: "Creator='__CurrentUser__' AND Type='Correspond'",
        field: "Creator",
    },
    Way { path: "/tickets", query: "Requestor.id='__CurrentUser__'", field: "Requestor" },
];
/// Which of them is asked in any case.
const COPIED: usize = 1;

/// Somebody who has nothing here stays unnamed, and sees an empty list.
pub fn me(replies: &[Reply]) -> Known<Answer> {
    let mut found = Vec::new();
    for (at, reply) in replies.iter().enumerate() {
        let item = good(reply).and_then(|it| items(&it)).map(|it| it.into_iter().next());
        found.push(match item {
            Ok(item) => item,
            // The first one tells whether somebody is signed in; the others may fail.
            Err(step) if at == 0 => return Err(step),
            Err(_) => None,
        });
    }
    let user = WAYS.iter().zip(&found).find_map(|(way, it)| named(it.as_ref()?, way.field));
    let is_known = user.is_some() && found.len() > COPIED;
    if let (false, Some(way)) = (is_known, WAYS.get(found.len())) {
        return Err(way.send());
    }
    let is_copied = found.get(COPIED).is_some_and(Option::is_some);
    Ok(Answer::Me(Box::new(Me {
        user: user.unwrap_or_default(),
        can: Capabilities {
            // A list that would be empty is not offered (L8).
            scopes: match is_copied {
                true => vec![Scope::Mine, Scope::CopiedOn],
                false => vec![Scope::Mine],
            },
            sort: vec![SortKey::Created, SortKey::Updated, SortKey::Priority, SortKey::Id],
            finds: super::search::FINDS.map(str::to_owned).into(),
            upload: Some(UploadLimits::default()),
            ..Capabilities::default()
        },
        ..Me::default()
    })))
}

impl Way {
    fn send(&self) -> Step {
        let query = Query::default()
            .with("query", self.query)
            .with("per_page", "1")
            .with("fields", self.field)
            .with(&format!("fields%5B{}%5D", self.field), "RealName");
        send(query.behind(self.path))
    }
}

/// The one person in a field. Of several, nothing tells which.
fn named(item: &Raw, field: &str) -> Option<Person> {
    match item.items(field) {
        None => person(&item.object(field)?),
        Some([it]) => person(it),
        Some(_) => None,
    }
}
