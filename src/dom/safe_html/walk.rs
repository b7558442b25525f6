//! What somebody's HTML says, where nothing of it is shown: a paste.

use super::{
    MOST_NODES,
    policy::{self, Fate},
    source::{self, Kind, Reader},
    tags,
};

/// What a walk over somebody's HTML meets.
pub enum Met<'a> {
    /// An element begins.
    Open {
        /// Its name in lower case.
        name: &'a str,
        /// Where it leads, if it says so.
        href: Option<&'a str>,
        /// Its style, not judged.
        style: Option<&'a str>,
    },
    /// Text.
    Text(&'a str),
    /// The innermost element ends.
    Close,
}

/// Walks over `html`, for what it says alone: nothing of it is shown. `None` where there is no safe
/// way to read it.
pub fn walk(html: &str, tell: &mut dyn FnMut(Met<'_>)) -> Option<()> {
    let reader = Reader::new()?;
    let mut next = vec![reader.first(&source::parse(html)?)];
    let mut nodes = 0;
    while let Some(top) = next.last_mut() {
        let Some(node) = top.take().filter(|_| nodes < MOST_NODES) else {
            next.pop();
            if !next.is_empty() {
                tell(Met::Close);
            }
            continue;
        };
        *top = reader.next(&node);
        nodes += 1;
        match reader.kind(&node) {
            Kind::Text(text) => tell(Met::Text(&text)),
            Kind::Element(name) if policy::fate(&name) != Fate::Drop => {
                let attributes = reader.attributes(&node);
                let get =
                    |name: &str| attributes.iter().find(|it| it.0 == name).map(|it| it.1.as_str());
                tell(Met::Open { name: &name, href: get("href"), style: get(tags::STYLE) });
                next.push(reader.first(&node));
            }
            Kind::Element(_) | Kind::Other => {}
        }
    }
    Some(())
}
