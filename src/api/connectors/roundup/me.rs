//! Who is signed in.

use super::{Known, data, fail, get, items};
use crate::{
    api::{Answer, Failure, Query, Raw, Reply},
    domain::{Capabilities, Me, Person, Scope, SortKey, UploadLimits},
};

/// What only they themselves may see of a person.
pub const OWN: &str = "roles";

/// There is no address for it. The one person who shows what only its owner may see is the customer:
/// so this asks for everybody whom the tracker lets the customer see, without their names.
pub fn address() -> String {
    Query::default().with("@fields", OWN).with("@verbose", "0").behind("/data/user")
}

/// The id of the signed-in customer, out of the reply to [`address`].
pub fn id(reply: &Reply) -> Known<String> {
    let mut own = items(&data(reply)?)?.into_iter().filter(|it| it.text(OWN).is_some());
    let me = own.next().and_then(|it| it.text("id"));
    let me = me.ok_or_else(|| fail(Failure::SignedOut, "nobody's own record is shown"))?;
    match own.next() {
        None => Ok(me),
        Some(_) => Err(fail(Failure::Refused, "an administrator, not a customer")),
    }
}

/// In two sends, so that a large tracker does not send the names of all.
pub fn me(replies: &[Reply]) -> Known<Answer> {
    let Some((first, more)) = replies.split_first() else { return Err(get(address())) };
    let id = id(first)?;
    let Some(reply) = more.first() else { return Err(get(names([id.as_str()]))) };
    let found = data(reply).ok().and_then(|it| read_names(&it).into_iter().next());
    Ok(Answer::Me(Box::new(Me {
        user: found.unwrap_or(Person { id, name: String::new() }),
        can: Capabilities {
            scopes: vec![Scope::Mine, Scope::CopiedOn],
            sort: vec![SortKey::Created, SortKey::Updated, SortKey::Priority, SortKey::Id],
            finds: super::search::FINDS.map(str::to_owned).into(),
            upload: Some(UploadLimits::default()),
            ..Capabilities::default()
        },
        ..Me::default()
    })))
}

/// Asks for the names of some people.
pub fn names<'a>(ids: impl IntoIterator<Item = &'a str>) -> String {
    ids.into_iter()
        .fold(Query::default(), |query, id| query.with("id", id))
        .with("@fields", "realname,username")
        .with("@verbose", "0")
        .behind("/data/user")
}

/// The people in a reply to [`names`].
pub fn read_names(data: &Raw) -> Vec<Person> {
    data.each("collection", |it| {
        let name = it.text("realname").filter(|it| !it.is_empty());
        Some(Person { id: it.text("id")?, name: name.unwrap_or_else(|| it.words("username")) })
    })
}
